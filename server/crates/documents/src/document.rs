//! What is asked of a document and what comes out of it. Plain values; nothing here reads.

use std::path::PathBuf;

use passages::{CodePoints, Turn};
use serde::{Deserialize, Serialize};

/// The formats that are read. The kebab-case form is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Text in any encoding.
    PlainText,
    /// Markdown (CommonMark, with tables and footnotes).
    Markdown,
    /// HTML.
    Html,
    /// Word, transitional or strict.
    Docx,
    /// OpenDocument text, packed or flat.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// PDF with text in it.
    Pdf,
    /// WebVTT captions.
    WebVtt,
    /// SubRip captions.
    Srt,
    /// TEI XML, ParlaMint included.
    Tei,
}

/// What is asked of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The name the document came with; only its ending is used, and only where the content leaves a choice.
    pub file_name: String,
    /// The format a person chose; `None` to find out.
    pub format: Option<Format>,
    /// The encoding a person chose, by any label of the Encoding Standard, or `utf-32le`, `utf-32be`; `None` to find out.
    pub encoding: Option<String>,
    /// The full path of a `pdftotext` program (poppler) to read PDFs with. It is given the bytes on its standard input,
    /// and no environment. `None`, or a program that is not there, means the built-in reader. It has no limit of its
    /// own on time: use [`crate::confined`].
    pub pdftotext: Option<PathBuf>,
}

/// How the bytes of a text were turned into characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodingChoice {
    /// The label that was used, in lower case.
    pub chosen: String,
    /// Whether it is a guess that a person should look at.
    pub guessed: bool,
    /// Other encodings in which the bytes make sense, likeliest first.
    pub alternatives: Vec<String>,
}

/// One caption: a stretch of the recording and the words shown in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// When it appears, in milliseconds from the start of the recording.
    pub start_ms: u64,
    /// When it goes, in milliseconds from the start of the recording.
    pub end_ms: u64,
    /// The first code point of its words.
    pub start: CodePoints,
    /// The code point after the last.
    pub end: CodePoints,
}

/// Something a person should know about a reading. Each has a stable kebab-case `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Notice {
    /// A PDF with right-to-left text: the order of words must be confirmed by a person.
    RightToLeftPdfOrderNeedsConfirming,
    /// Some characters could not be read and stand as `U+FFFD`.
    SomeCharactersUnreadable {
        /// How many.
        count: u32,
    },
    /// Control characters were left out.
    ControlCharactersLeftOut {
        /// How many.
        count: u32,
    },
    /// Pictures were left out.
    ImagesLeftOut {
        /// How many.
        count: u32,
    },
    /// Reviewers' comments were left out.
    CommentsLeftOut,
    /// Text marked as deleted (tracked changes) was left out.
    DeletedTextLeftOut,
    /// Text formatted as hidden was left out.
    HiddenTextLeftOut,
    /// Footnotes stand at the end of the text.
    NotesAtTheEnd,
    /// The text holds invisible characters that change its direction; they were kept.
    BidiControlsPresent {
        /// How many.
        count: u32,
    },
    /// Entities of the document's own making were not expanded.
    EntitiesNotExpanded {
        /// How many.
        count: u32,
    },
    /// Some captions begin before the one before them ends.
    CuesOverlap {
        /// How many.
        count: u32,
    },
    /// Lines that make no sense in the format were skipped.
    LinesSkipped {
        /// The first of them, counted from 1.
        line: u32,
        /// How many places.
        count: u32,
    },
    /// Parts could not be read; the rest could.
    SomePartsUnreadable {
        /// How many parts.
        count: u32,
    },
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The format it was read as.
    pub format: Format,
    /// The text. Its line ends are `\n`; it has no byte order mark and no control characters but `\n` and `\t`.
    pub text: String,
    /// Who speaks where, from the document's own marks or recognised; in order, without overlap.
    pub turns: Vec<Turn>,
    /// Its captions, in the order of the document; only WebVTT and SRT have them.
    pub cues: Vec<Cue>,
    /// How its bytes were decoded; `None` for formats that say so themselves (DOCX, ODT, PDF, RTF).
    pub encoding: Option<EncodingChoice>,
    /// What a person should know.
    pub notices: Vec<Notice>,
}
