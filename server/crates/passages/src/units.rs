//! Passages: what search indexes. Together they hold every non-blank code point of a text exactly once. They never cut
//! a letter from its marks unless one letter alone is longer than a passage may be.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::lines::{Line, lines_of};
use crate::{CodePoints, Offsets, Turn};

/// The most code points a passage has.
pub const LONGEST_PASSAGE: u32 = 1_200;

/// Where a text has no blank lines to show its paragraphs, short lines are joined until there is this much to find.
const SHORT_LINE: u32 = 240;

/// One passage: a turn, a paragraph, or a piece of a long one, without blank space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The first code point.
    pub start: CodePoints,
    /// The code point after the last.
    pub end: CodePoints,
}

/// The passages of a text: its turns, and the paragraphs of what stands outside any turn. Passages longer than
/// [`LONGEST_PASSAGE`] are split at a line end, else a sentence end, else a space. Blank ones are dropped. Turns may
/// come in any order; where two overlap, the later one begins where the earlier one ends.
#[must_use]
pub fn units(text: &str, turns: &[Turn]) -> Vec<Passage> {
    let offsets = Offsets::of(text);
    let mut found = Vec::new();
    let mut done = CodePoints(0);
    for (start, end) in in_order(turns, offsets.length()) {
        let start = start.max(done);
        if end <= start {
            continue;
        }
        if let Some(between) = offsets.slice(done..start) {
            paragraphs(between, done, &mut found);
        }
        if let Some(words) = offsets.slice(start..end) {
            split(words, start, &mut found);
        }
        done = end;
    }
    if let Some(rest) = offsets.slice(done..offsets.length()) {
        paragraphs(rest, done, &mut found);
    }
    found
}

fn in_order(turns: &[Turn], length: CodePoints) -> Vec<(CodePoints, CodePoints)> {
    let mut spans: Vec<_> = turns.iter().map(|turn| (turn.start.min(length), turn.end.min(length))).collect();
    spans.sort_unstable();
    spans
}

/// Paragraphs end at blank lines; where there is no blank line, lines are joined until they are worth finding.
fn paragraphs(text: &str, first: CodePoints, found: &mut Vec<Passage>) {
    let has_blank_lines = text.trim().split('\n').any(|line| line.trim().is_empty());
    let mut open: Option<(CodePoints, CodePoints)> = None;
    let offsets = Offsets::of(text);
    let mut close = |span: Option<(CodePoints, CodePoints)>| {
        let Some((start, end)) = span else { return };
        let (from, to) = (start.0.saturating_sub(first.0), end.0.saturating_sub(first.0));
        if let Some(words) = offsets.slice(CodePoints(from)..CodePoints(to)) {
            split(words, start, found);
        }
    };
    for line in lines_of(text, first) {
        if line.is_blank() {
            close(open.take());
            continue;
        }
        if !has_blank_lines && open.is_some_and(|span| is_full(span, &line)) {
            close(open.take());
        }
        open = Some((open.map_or(line.start, |(start, _)| start), line.end));
    }
    close(open);
}

fn is_full((start, end): (CodePoints, CodePoints), next: &Line<'_>) -> bool {
    let long = |from: CodePoints, to: CodePoints| to.0.saturating_sub(from.0) >= SHORT_LINE;
    long(start, end) || long(next.start, next.end)
}

/// Adds a stretch of text as one passage, or as several when it is long.
fn split(words: &str, first: CodePoints, found: &mut Vec<Passage>) {
    let mut rest = words;
    let mut start = first;
    loop {
        let trimmed = rest.trim_start();
        let dropped = rest.strip_suffix(trimmed).unwrap_or_default();
        start = start.plus(CodePoints::in_text(dropped).0);
        rest = trimmed;
        if rest.is_empty() {
            return;
        }
        let piece = rest.get(..best_cut(rest)).unwrap_or(rest);
        let length = CodePoints::in_text(piece.trim_end()).0;
        found.push(Passage { start, end: start.plus(length) });
        start = start.plus(CodePoints::in_text(piece).0);
        rest = rest.strip_prefix(piece).unwrap_or_default();
    }
}

/// The byte at which to cut, so that what stands before it is at most [`LONGEST_PASSAGE`] code points long.
fn best_cut(text: &str) -> usize {
    let longest = usize::try_from(LONGEST_PASSAGE).unwrap_or(usize::MAX);
    let Some((limit, _)) = text.char_indices().nth(longest) else {
        return text.len();
    };
    let (mut line, mut sentence, mut space) = (None, None, None);
    let (mut after_stop, mut after_wide_stop) = (false, false);
    for (at, character) in text.char_indices().skip(1).take(longest) {
        if character == '\n' {
            line = Some(at);
        } else if character.is_whitespace() {
            if after_stop {
                sentence = Some(at);
            }
            space = Some(at);
        } else if after_wide_stop && !closes_quote(character) {
            sentence = Some(at);
        }
        let quoted = closes_quote(character);
        after_stop = ends_sentence(character) || (after_stop && quoted);
        after_wide_stop = ends_sentence_unspaced(character) || (after_wide_stop && quoted);
    }
    // A cut in the first third would leave crumbs; a coarser boundary is then better.
    let worthwhile = |at: &usize| *at >= limit / 3;
    let natural = line.filter(worthwhile).or(sentence.filter(worthwhile)).or(space.filter(worthwhile));
    natural.unwrap_or_else(|| between_letters(text, limit))
}

/// The last boundary between letters (grapheme clusters) up to `limit`; `limit` itself when one letter fills it all.
fn between_letters(text: &str, limit: usize) -> usize {
    let boundaries = text.grapheme_indices(true).map(|(at, _)| at);
    boundaries.take_while(|at| *at <= limit).last().filter(|at| *at > 0).unwrap_or(limit)
}

fn ends_sentence(character: char) -> bool {
    // Latin, CJK, Arabic, Urdu, Ethiopic, Devanagari, Armenian, Myanmar and Khmer full stops and their kin.
    matches!(
        character,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '።' | '፧' | '।' | '॥' | '։' | '။' | '៕' | '។'
    )
}

/// Scripts that set no space after a sentence.
fn ends_sentence_unspaced(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '።')
}

fn closes_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '」' | '』')
}
