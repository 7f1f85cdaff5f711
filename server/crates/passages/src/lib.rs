//! Positions in text, turns of speakers, and the passages that search indexes.
//!
//! Everything here is pure: text in, numbers out. It must never touch a database, the network or a clock, and it never
//! changes a text: positions are counted over the text exactly as given, whose line ends are `\n`.

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
        clippy::panic
    )
)]

mod labels;
mod lines;
mod offsets;
mod turns;
mod units;

pub use offsets::{Bytes, CodePoints, Offsets, Utf16, slice};
pub use turns::{Turn, recognise_turns};
pub use units::{LONGEST_PASSAGE, Passage, units};
