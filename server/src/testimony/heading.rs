//! What stands above a story: title, kind, language, direction, when and where it was told.

use serde::{Deserialize, Serialize};

use super::TestimonyError;
use crate::named::named;

named! {
    /// What kind of story it is.
    TestimonyKind {
        /// An interview.
        Interview = "interview",
        /// Told or written by the narrator alone.
        OwnSubmission = "own-submission",
        /// Several people together.
        FocusGroup = "focus-group",
        /// Somebody's notes of what they saw and heard.
        FieldNote = "field-note",
        /// A story that was published before.
        PublishedStory = "published-story",
        /// A speech.
        Speech = "speech",
        /// Something else.
        Other = "other",
    }
}

named! {
    /// Which way the writing runs.
    Direction {
        /// Left to right.
        Ltr = "ltr",
        /// Right to left.
        Rtl = "rtl",
        /// Paragraph by paragraph, by its first letter.
        Auto = "auto",
    }
}

impl Direction {
    /// The usual direction of a language (BCP 47 tag).
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        const RIGHT_TO_LEFT: &[&str] = &[
            "ar", "aeb", "arb", "arz", "ary", "apc", "ckb", "dv", "fa", "he", "ks", "pbt", "pbu", "pes", "prs", "ps",
            "sd", "syr", "ug", "ur", "yi",
        ];
        let mut parts = tag.split(['-', '_']);
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        let script = parts.next().unwrap_or_default();
        let latin_or_cyrillic = script.eq_ignore_ascii_case("latn") || script.eq_ignore_ascii_case("cyrl");
        if RIGHT_TO_LEFT.contains(&primary.as_str()) && !latin_or_cyrillic { Self::Rtl } else { Self::Ltr }
    }
}

/// When a story was told, as far as it is known: a year, a month or a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldOn(String);

impl ToldOn {
    /// Reads `2026`, `2026-03` or `2026-03-01`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn parse(text: &str) -> Result<Self, TestimonyError> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |at: usize, digits: usize| {
            let part = parts.get(at)?;
            (part.len() == digits).then(|| part.parse::<u16>().ok()).flatten()
        };
        let fits = match parts.len() {
            1 => number(0, 4).is_some(),
            2 => number(0, 4).is_some() && number(1, 2).is_some_and(|month| (1..=12).contains(&month)),
            3 => number(0, 4).is_some() && crate::clock::Timestamp::parse(text).is_some(),
            _ => false,
        };
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(TestimonyError::bounds(
                "/told_on",
                "Write the day as 2026-03-01, the month as 2026-03 or the year as 2026.",
            ))
        }
    }

    /// As it is stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Words above the story, sealed with it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Title.
    pub title: String,
    /// Where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_told: Option<String>,
    /// Name of the file it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

impl std::fmt::Debug for Heading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Heading(…)")
    }
}

impl Heading {
    /// Whether its words fit.
    ///
    /// # Errors
    /// When the title is missing or something is too long.
    pub fn check(&self) -> Result<(), TestimonyError> {
        if self.title.trim().is_empty() || self.title.chars().count() > 300 {
            return Err(TestimonyError::bounds("/title", "A story needs a title of at most 300 characters."));
        }
        if self.place_told.as_ref().is_some_and(|place| place.chars().count() > 300) {
            return Err(TestimonyError::bounds("/place_told", "A place has at most 300 characters."));
        }
        if self.file_name.as_ref().is_some_and(|name| name.chars().count() > 1_000) {
            return Err(TestimonyError::bounds("/file_name", "A file name has at most 1,000 characters."));
        }
        Ok(())
    }
}

/// A BCP 47 tag, as far as its shape goes.
///
/// # Errors
/// When it has another shape.
pub(super) fn language(tag: &str) -> Result<String, TestimonyError> {
    let fits = !tag.is_empty()
        && tag.len() <= 35
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && tag.split('-').next().is_some_and(|primary| (2..=3).contains(&primary.len()));
    if fits {
        Ok(tag.to_owned())
    } else {
        Err(TestimonyError::bounds("/language", "Name the language by its tag, such as en, ar or prs."))
    }
}
