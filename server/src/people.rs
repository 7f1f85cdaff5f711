//! Accounts, sign-in, sessions, links, tokens, and who belongs to which project. Must never say whether an account exists
//! to somebody who is not signed in.

/// How long a session lasts after it was last used, in days.
pub(crate) const SESSION_DAYS: i64 = 14;

mod membership;
mod names;
mod role;
mod rows;
mod signed_in;

pub(crate) use membership::raise_consent_epoch;
pub use membership::{consent_epoch, project_exists, roles_in};
pub use names::names_of;
pub use role::{Role, Scope};
pub use signed_in::{Administrator, Credential, SignedIn, cookie_name, secret_hash};
