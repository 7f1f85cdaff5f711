//! A learning summary to take along. One neutral document goes in; a file comes out that says the same, in every direction, and
//! the same bytes for the same words. Words are only ever data: nothing that is written in them is carried out, nothing is
//! fetched, no clock and no file of the machine is read, and nothing of them is remembered.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::wildcard_enum_match_arm,
        clippy::panic
    )
)]

mod document;
pub mod docx;
#[cfg(feature = "pdf")]
pub mod pdf;
mod words;
pub mod xlsx;

pub use document::{Block, Cell, Day, Direction, Fact, Lines, Report, Row, Section, Table, Voice};
