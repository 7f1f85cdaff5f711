//! Who may do what, in which project. A `Permit` is the only key to the stores, and it is made only here.

mod acts;
mod one_of;
mod permit;

pub use acts::{
    Act, ApproveSummaries, Audience, ChangeProject, CodePassages, CollectTestimony, DeskAct, ExportPassages,
    KeepCodebook, KeepConsents, KeepNotices, ManageMembers, MendTestimony, OpenVault, Protect, Purpose, QuotePassages,
    RaiseConcern, Reach, ReadTestimonies, RedactStories, SeeProject, StoryAct, VaultAct, WriteSummaries, may, scope_of,
};
pub use one_of::OneOf;
pub use permit::Permit;
