//! What is noted with every commit of the index: up to where it follows the database. Must never hold words.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The note of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which schema and which analysis made the terms.
    pub stamp: String,
    /// The place in the outbox up to which the index follows.
    pub follows: i64,
    /// How many passages it holds.
    pub passages: u64,
    /// Whether it was asked for anew, and the new one is not there yet.
    pub asked_anew: bool,
    #[serde(default)]
    sum: String,
}

impl Note {
    /// A note of this version.
    pub fn new(follows: i64, passages: u64, asked_anew: bool) -> Self {
        Self { stamp: super::stamp(), follows, passages, asked_anew, sum: String::new() }
    }

    /// As it is written: with a sum, for tantivy keeps none over its own list of segments.
    pub fn written(mut self) -> String {
        self.sum = self.proper_sum();
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// Reads it back; nothing when a bit of it is another.
    pub fn read(text: &str) -> Option<Self> {
        let note: Self = serde_json::from_str(text).ok()?;
        (note.sum == note.proper_sum()).then_some(note)
    }

    fn proper_sum(&self) -> String {
        let said = format!("{}|{}|{}|{}", self.stamp, self.follows, self.passages, self.asked_anew);
        Sha256::digest(said.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_note_is_no_note() {
        let written = Note::new(12, 7, false).written();
        assert_eq!(Note::read(&written).unwrap().follows, 12);
        assert!(Note::read(&written.replace("12", "13")).is_none());
        assert!(Note::read("{}").is_none());
    }
}
