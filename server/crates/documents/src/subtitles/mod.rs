//! Captions: WebVTT by the standard's own algorithm, SRT as people write it. Words stay; marks, styles and positions on
//! the screen go. Times are milliseconds.

mod srt;
mod webvtt;
mod words;

pub use webvtt::{RawCue, WebVtt, webvtt};

pub(crate) use srt::is_srt_timing;

use passages::Turn;

use crate::document::{Cue, Notice};
use crate::out::Out;
use crate::read::Reading;
use crate::refusal::Refusal;
use words::{Said, said_in};

pub(crate) fn read_webvtt(text: &str) -> Result<Reading, Refusal> {
    let parsed = webvtt(text)?;
    let captions =
        parsed.cues.iter().map(|cue| Caption { times: Some((cue.start_ms, cue.end_ms)), payload: &cue.payload });
    let mut script = Script::default();
    for caption in captions {
        script.add(&caption)?;
    }
    Ok(script.finish(&parsed.skipped_lines))
}

pub(crate) fn read_srt(text: &str) -> Result<Reading, Refusal> {
    let parsed = srt::srt(text);
    let mut script = Script::default();
    for (times, payload) in &parsed.captions {
        script.add(&Caption { times: *times, payload })?;
    }
    Ok(script.finish(&parsed.skipped_lines))
}

struct Caption<'c> {
    /// `None` where the words are there and the times could not be read.
    times: Option<(u64, u64)>,
    payload: &'c str,
}

/// The captions as one text: a line for each, with the turns of the voices that are named.
#[derive(Default)]
struct Script {
    out: Out,
    cues: Vec<Cue>,
    turns: Vec<Turn>,
    overlaps: u32,
    /// Whether the last words belong to the last turn.
    goes_on: bool,
}

impl Script {
    fn add(&mut self, caption: &Caption<'_>) -> Result<(), Refusal> {
        let said = said_in(caption.payload);
        if said.iter().all(|part| part.words.trim().is_empty()) {
            return Ok(());
        }
        self.out.end_line();
        let start = self.out.here();
        for part in &said {
            self.say(part)?;
        }
        let end = self.out.here();
        if let Some((start_ms, end_ms)) = caption.times {
            let before = self.cues.last().map_or(0, |cue| cue.end_ms);
            self.overlaps = self.overlaps.saturating_add(u32::from(start_ms < before));
            self.cues.push(Cue { start_ms, end_ms, start, end });
        }
        Ok(())
    }

    fn say(&mut self, part: &Said) -> Result<(), Refusal> {
        if part.words.trim().is_empty() {
            return Ok(());
        }
        let words = part.words.split_whitespace().collect::<Vec<_>>().join(" ");
        if part.words.starts_with(char::is_whitespace) {
            self.out.space_next();
        }
        self.out.fill_gap();
        let start = self.out.here();
        self.out.push(&words)?;
        let end = self.out.here();
        if part.words.ends_with(char::is_whitespace) {
            // Kept for the words that may follow in the same caption; dropped at the end of its line.
            self.out.space_next();
        }
        let same = self.turns.last_mut().filter(|turn| self.goes_on && turn.speaker == part.speaker);
        match (same, &part.speaker) {
            (Some(turn), Some(_)) => turn.end = end,
            (_, Some(_)) => self.turns.push(Turn { speaker: part.speaker.clone(), start, end }),
            (_, None) => {}
        }
        self.goes_on = part.speaker.is_some();
        Ok(())
    }

    fn finish(self, skipped: &[u32]) -> Reading {
        let mut notices = Vec::new();
        if self.overlaps > 0 {
            notices.push(Notice::CuesOverlap { count: self.overlaps });
        }
        if let Some(line) = skipped.first() {
            let count = u32::try_from(skipped.len()).unwrap_or(u32::MAX);
            notices.push(Notice::LinesSkipped { line: *line, count });
        }
        let turns = (!self.turns.is_empty()).then_some(self.turns);
        Reading { out: self.out, turns, cues: self.cues, notices }
    }
}
