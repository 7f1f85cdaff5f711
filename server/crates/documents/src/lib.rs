//! Plain text out of documents that strangers send: bounded, never executed, refused with a reason.
//!
//! `read` works in the caller's process; a hostile PDF may still overflow its stack or its memory there. A service
//! should use [`confined::read`], which does the work in a child process with limits. Nothing here opens a file, follows
//! a link, expands an entity or runs what a document holds.

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

pub mod confined;
mod detect;
mod document;
mod docx;
mod encoding;
mod html;
mod markdown;
mod odt;
mod out;
mod package;
mod pdf;
mod read;
mod refusal;
mod rtf;
pub mod subtitles;
mod tei;
mod xml;

pub use document::{Asked, Cue, Document, EncodingChoice, Format, Notice};
pub use read::{LARGEST_INPUT, LARGEST_TEXT, read};
pub use refusal::{Refusal, RefusalCode};
