//! Work that follows an act: the outbox, written in the act's own transaction, and long jobs with progress. Must never hold
//! a word of a story: ids only.

pub mod outbox;
mod progress;
mod rows;

pub use progress::{Job, JobKind, JobState, add, mine_next, of_project, one, report};
