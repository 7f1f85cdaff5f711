//! Accounts, sign-in, sessions, links, tokens, and who belongs to which project. Must never say whether an account exists
//! to somebody who is not signed in.

/// How long a session lasts after it was last used, in days.
pub(crate) const SESSION_DAYS: i64 = 14;
/// How long a session lasts at most, in days.
pub(crate) const SESSION_AT_MOST_DAYS: i64 = 90;

mod addresses;
pub mod console;
pub mod demo;
mod door;
mod email;
mod error;
mod forms;
pub mod http;
pub mod links;
mod mail;
mod membership;
mod names;
mod password;
pub mod reply;
mod role;
mod rows;
mod signed_in;
pub mod store;
mod throttle;

pub(crate) use addresses::name_for_addresses;
pub use addresses::{
    Publisher, is_reserved, organisation_of, plain_name, publisher_called, publisher_of, publishers, slug_of,
};
pub use door::{Coming, Door};
pub use email::Email;
pub use error::PeopleError;
pub use mail::{MailError, Post};
pub(crate) use membership::raise_consent_epoch;
pub use membership::{
    About, about_project, consent_epoch, consent_epoch_in, project_exists, retention_months, roles_in,
};
pub use names::{name_beside, names_of};
pub use password::{Password, Passwords};
pub use role::{Role, Scope};
pub(crate) use signed_in::somebody_in;
pub use signed_in::{Administrator, Credential, SignedIn, cookie_name, secret_hash};
pub use throttle::{Neighbourhood, Throttle};
