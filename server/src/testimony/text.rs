//! The text of a revision and its shape: turns and cues, as ranges of code points over it.

use passages::{CodePoints, recognise_turns};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TestimonyError;

/// Longest text of one testimony, in bytes of UTF-8.
pub(super) const LONGEST_TEXT: usize = 16 * 1024 * 1024;
const MOST_TURNS: usize = 200_000;

/// One speaker's stretch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Turn {
    /// Who speaks, as the transcript names them.
    pub speaker: Option<String>,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// A stretch of a recording and the words spoken in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cue {
    /// Begin in the recording, in milliseconds.
    pub start_ms: u64,
    /// End in the recording, in milliseconds.
    pub end_ms: u64,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// How a text is read: by whom it is spoken, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Turns, in order.
    pub turns: Vec<Turn>,
    /// Cues, in order.
    pub cues: Vec<Cue>,
}

impl Shape {
    /// The turns given, or those that can be recognised; cues as given. All must lie in the text, in order, apart.
    ///
    /// # Errors
    /// When a turn or a cue lies outside the text or over another.
    pub fn of(text: &str, turns: Option<Vec<Turn>>, cues: Vec<Cue>) -> Result<Self, TestimonyError> {
        let length = CodePoints::in_text(text).0;
        let turns = turns.unwrap_or_else(|| {
            recognise_turns(text)
                .into_iter()
                .map(|turn| Turn { speaker: turn.speaker, start: turn.start.0, end: turn.end.0 })
                .collect()
        });
        let turns: Vec<Turn> = turns.into_iter().map(Turn::tidied).collect();
        if turns.len() > MOST_TURNS || cues.len() > MOST_TURNS {
            return Err(TestimonyError::bounds("/turns", "A text has at most 200,000 turns and cues."));
        }
        let mut before = 0;
        for (at, turn) in turns.iter().enumerate() {
            if turn.start >= turn.end || turn.end > length || turn.start < before {
                let detail = format!("Turn {} does not lie in the text, after the one before.", at + 1);
                return Err(TestimonyError::bounds(format!("/turns/{at}"), detail));
            }
            if turn.speaker.as_ref().is_some_and(|name| name.chars().count() > 120) {
                let detail = "A speaker's name has at most 120 characters.";
                return Err(TestimonyError::bounds(format!("/turns/{at}/speaker"), detail));
            }
            before = turn.end;
        }
        for (at, cue) in cues.iter().enumerate() {
            if cue.start > cue.end || cue.end > length || cue.start_ms > cue.end_ms {
                let detail = format!("Cue {} does not lie in the text.", at + 1);
                return Err(TestimonyError::bounds(format!("/cues/{at}"), detail));
            }
        }
        Ok(Self { turns, cues })
    }

    /// The passages that are indexed: turns, or paragraphs where there are none.
    #[must_use]
    pub fn passages(&self, text: &str) -> Vec<passages::Passage> {
        let turns: Vec<passages::Turn> = self
            .turns
            .iter()
            .map(|turn| passages::Turn {
                speaker: turn.speaker.clone(),
                start: CodePoints(turn.start),
                end: CodePoints(turn.end),
            })
            .collect();
        passages::units(text, &turns)
    }

    /// Who speaks at this code point.
    #[must_use]
    pub fn speaker_at(&self, at: u32) -> Option<&str> {
        let next = self.turns.partition_point(|turn| turn.start <= at);
        let turn = self.turns.get(next.checked_sub(1)?)?;
        if at < turn.end { turn.speaker.as_deref() } else { None }
    }

    /// When the words at this code point are spoken, in milliseconds.
    #[must_use]
    pub fn heard_at(&self, at: u32) -> Option<u64> {
        let next = self.cues.partition_point(|cue| cue.start <= at);
        let cue = self.cues.get(next.checked_sub(1)?)?;
        if at < cue.end { Some(cue.start_ms) } else { None }
    }
}

impl Turn {
    fn tidied(mut self) -> Self {
        self.speaker = self.speaker.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        self
    }
}

/// The text as it is kept: `\n` line ends, no byte-order mark, no control characters but tab and line end.
///
/// # Errors
/// When there are no words or too many.
pub(super) fn tidy(text: &str) -> Result<String, TestimonyError> {
    if text.len() > LONGEST_TEXT {
        return Err(TestimonyError::bounds("/text", "A story has at most 16 MB of text. Split it in parts."));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.trim().is_empty() {
        return Err(TestimonyError::bounds("/text", "There are no words here yet."));
    }
    Ok(text)
}
