//! What a look found, in one line each.

use serde::Serialize;

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Ok,
    Warn,
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Found {
    pub(super) level: Level,
    /// Its stable name.
    pub(super) check: &'static str,
    /// What was seen, and what to do.
    pub(super) words: String,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let level = match self.level {
            Level::Ok => "ok  ",
            Level::Warn => "warn",
            Level::Fail => "FAIL",
        };
        write!(f, "{level}  {:12} {}", self.check, self.words)
    }
}

/// Adds what was seen.
pub(super) trait Notes {
    fn ok(&mut self, check: &'static str, words: impl Into<String>);
    fn warn(&mut self, check: &'static str, words: impl Into<String>);
    fn fail(&mut self, check: &'static str, words: impl Into<String>);
}

impl Notes for Vec<Found> {
    fn ok(&mut self, check: &'static str, words: impl Into<String>) {
        self.push(Found { level: Level::Ok, check, words: words.into() });
    }

    fn warn(&mut self, check: &'static str, words: impl Into<String>) {
        self.push(Found { level: Level::Warn, check, words: words.into() });
    }

    fn fail(&mut self, check: &'static str, words: impl Into<String>) {
        self.push(Found { level: Level::Fail, check, words: words.into() });
    }
}
