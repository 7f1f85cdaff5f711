//! Reading and writing people, links, tokens, projects and memberships. Nothing here is of a story.

pub(super) mod accounts;
pub(super) mod invitations;
pub(super) mod links;
pub(super) mod members;
pub(super) mod projects;
pub(super) mod sessions;
pub(super) mod tokens;

pub use projects::{members_of, project};
pub use sessions::session;

use crate::{
    clock::Timestamp,
    ids::{AccountId, Id},
    people::{SESSION_AT_MOST_DAYS, SESSION_DAYS},
};

/// When a session that is used now ends: some days later, but not for ever.
pub(super) fn session_end(began: Timestamp, now: Timestamp) -> Timestamp {
    now.plus_days(SESSION_DAYS).min(began.plus_days(SESSION_AT_MOST_DAYS))
}

/// An id for a row that needs no type of its own.
fn fresh(at: Timestamp) -> uuid::Uuid {
    AccountId::at(at).0
}
