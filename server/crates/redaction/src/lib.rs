//! Masks over testimonies. A text is never changed: spans lie over it, a profile says who reads, and one pass renders the
//! text for that reader. Rules suggest what may need a mask; people decide.
//!
//! Everything here is pure: text in, text and numbers out. It must never touch a database, the network or a clock, never
//! decide a mask by itself, and never name in a result what a project keeps in its list of names. Positions are code points
//! over a text whose line ends are `\n`.
//!
//! Rules follow the UK Data Service's guidance on qualitative data (replace rather than blank, in brackets, the same
//! everywhere); categories and measures are those of the Text Anonymization Benchmark (Pilán et al. 2022, arXiv 2202.00443).

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
        clippy::panic,
        clippy::unreachable,
        clippy::wildcard_enum_match_arm
    )
)]

mod known;
mod leak;
mod letters;
mod lexicon;
pub mod measure;
mod measured;
mod reading;
mod render;
mod same;
mod span;
mod suggest;

pub use leak::{Leak, Masked, leak_check};
pub use measured::{MEASURED, Measured, Names, Sentences};
pub use passages::CodePoints;
pub use render::{Piece, Rendering, render, render_part};
pub use same::{Mention, same_everywhere};
pub use span::{Category, Confidential, EntityId, Identifier, Profile, Replacement, Replacements, Span};
pub use suggest::{Certainty, Project, Rule, Suggestion, suggest};
