//! Why a document was not read, in words for the person who sent it. It must never quote the document.

use serde::{Deserialize, Serialize};

/// The kinds of refusal. The kebab-case form is stable: the web translates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// There is nothing in it, or only blank space.
    Empty,
    /// It opens, and holds no text: a scan, a drawing.
    NoTextFound,
    /// A password is needed.
    Encrypted,
    /// It breaks the rules of its format beyond repair.
    Damaged,
    /// It, or what unfolds from it, is larger than is read.
    TooLarge,
    /// Its elements are nested deeper than is read.
    TooDeep,
    /// Reading it took longer than is allowed.
    TookTooLong,
    /// A kind of file that is not read; the detail says which.
    UnsupportedFormat,
    /// The encoding that was asked for is not known.
    UnknownEncoding,
    /// It was to be text, and it is not.
    NotText,
}

impl RefusalCode {
    /// The stable kebab-case form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoTextFound => "no-text-found",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::TooDeep => "too-deep",
            Self::TookTooLong => "took-too-long",
            Self::UnsupportedFormat => "unsupported-format",
            Self::UnknownEncoding => "unknown-encoding",
            Self::NotText => "not-text",
        }
    }
}

/// A document that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind of refusal it is.
    pub code: RefusalCode,
    /// The line where it went wrong, counted from 1, where lines mean something (text, subtitles, XML).
    pub line: Option<u32>,
    /// What happened, in plain English. It never holds words of the document.
    pub detail: String,
}

impl Refusal {
    pub(crate) fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self { code, line: None, detail: detail.into() }
    }

    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::new(RefusalCode::Damaged, detail)
    }

    pub(crate) fn unsupported(what: &str) -> Self {
        Self::new(RefusalCode::UnsupportedFormat, format!("This is {what}, which is not read here."))
    }

    pub(crate) fn unsupported_but(what: &str, advice: &str) -> Self {
        let mut refusal = Self::unsupported(what);
        refusal.detail.push(' ');
        refusal.detail.push_str(advice);
        refusal
    }

    pub(crate) fn no_text(detail: &str) -> Self {
        Self::new(RefusalCode::NoTextFound, detail)
    }

    pub(crate) fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} (line {line}): {}", self.code.as_str(), self.detail),
            None => write!(f, "{}: {}", self.code.as_str(), self.detail),
        }
    }
}

impl std::error::Error for Refusal {}
