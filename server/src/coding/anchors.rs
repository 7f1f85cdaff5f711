//! Carrying positions from one text to the next: by what is the same in both, and where that fails by the quote itself.
//! Pure; nothing is ever dropped, what cannot be placed surely is placed nearby for a person to look at.

use std::time::{Duration, Instant};

use passages::{CodePoints, Offsets};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::named::named;

/// After this long the comparison goes on coarsely: a hostile pair of texts cannot hold the writer.
const LONGEST: Duration = Duration::from_millis(800);
/// Quotes shorter than this prove nothing where they are found, in code points.
const SHORTEST_QUOTE: u32 = 8;
/// How many bytes are searched for quotes, over all passages of one text.
const MOST_SEARCHED: usize = 512 * 1024 * 1024;

named! {
    /// How sure it is that a passage still stands on its words.
    Certainty {
        /// On the same words.
        Exact = "exact",
        /// On words that changed a little, or were found elsewhere.
        Moved = "moved",
        /// Near where the words were; for a person to look at.
        Unsure = "unsure",
    }
}

/// A stretch that is the same in both texts, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Same {
    before: u32,
    now: u32,
    length: u32,
}

/// Where a passage stands in the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// How sure that is.
    pub certainty: Certainty,
}

/// What is the same in two texts.
pub struct Anchors<'t> {
    before: Offsets<'t>,
    now: Offsets<'t>,
    same: Vec<Same>,
    searched: usize,
}

impl<'t> Anchors<'t> {
    /// Compares two texts, apart from the threads that answer requests.
    pub async fn between(before: &'t str, now: &'t str) -> Self {
        let (old, new) = (before.to_owned(), now.to_owned());
        // When the comparison breaks off, quotes are still searched and the rest is for a person.
        let same = tokio::task::spawn_blocking(move || compare(&old, &new)).await.unwrap_or_default();
        Self::over(before, now, same)
    }

    fn over(before: &'t str, now: &'t str, same: Vec<Same>) -> Self {
        Self { before: Offsets::of(before), now: Offsets::of(now), same, searched: 0 }
    }

    /// Where a passage of the old text stands in the new one.
    pub fn place(&mut self, start: u32, end: u32) -> Placed {
        let first = self.same.partition_point(|same| same.before + same.length <= start);
        let touched: Vec<Same> = self.same.iter().skip(first).take_while(|same| same.before < end).copied().collect();
        if let [only] = touched.as_slice()
            && only.before <= start
            && end <= only.before + only.length
        {
            let start_now = only.now + (start - only.before);
            return Placed { start: start_now, end: start_now + (end - start), certainty: Certainty::Exact };
        }
        if let Some((start, end)) = self.found_once(start, end) {
            return Placed { start, end, certainty: Certainty::Moved };
        }
        let (start_now, end_now) = self.around(first, &touched, start, end);
        let kept: u32 = touched.iter().map(|same| (same.before + same.length).min(end) - same.before.max(start)).sum();
        let certainty = if kept * 2 >= end - start { Certainty::Moved } else { Certainty::Unsure };
        Placed { start: start_now, end: end_now, certainty }
    }

    /// The stretch of the new text between what surrounds the passage, or between what is left of it.
    fn around(&self, first: usize, touched: &[Same], start: u32, end: u32) -> (u32, u32) {
        let length = self.now.length().0;
        let gap_start = first.checked_sub(1).and_then(|at| self.same.get(at)).map_or(0, |same| same.now + same.length);
        let gap_end = self.same.get(first + touched.len()).map_or(length, |same| same.now);
        let (start_now, end_now) = match (touched.first(), touched.last()) {
            (Some(head), Some(tail)) => {
                let lost_before = head.before.saturating_sub(start);
                let lost_after = end.saturating_sub(tail.before + tail.length);
                let begins = if lost_before == 0 {
                    head.now + (start - head.before)
                } else {
                    gap_start.max(head.now.saturating_sub(reach(lost_before)))
                };
                let ends = if lost_after == 0 {
                    tail.now + (end - tail.before)
                } else {
                    gap_end.min(tail.now + tail.length + reach(lost_after))
                };
                (begins, ends)
            }
            _ => (gap_start, gap_end.min(gap_start + reach(end - start))),
        };
        let start_now = start_now.min(length.saturating_sub(1));
        (start_now, end_now.clamp(start_now + 1, length.max(start_now + 1)))
    }

    /// Where the very words of the passage stand, when they stand in one place only.
    fn found_once(&mut self, start: u32, end: u32) -> Option<(u32, u32)> {
        if end - start < SHORTEST_QUOTE || self.searched > MOST_SEARCHED {
            return None;
        }
        let quote = self.before.slice(CodePoints(start)..CodePoints(end))?;
        self.searched += self.now.text().len();
        let mut places = self.now.text().match_indices(quote);
        let (Some((at, _)), None) = (places.next(), places.next()) else { return None };
        // Whole words are found again as whole words: "envelop" is not found in "envelope".
        let was = usize::try_from(self.before.to_bytes(CodePoints(start))?.0).ok()?;
        for (was, is) in [(was, at), (was + quote.len(), at + quote.len())] {
            if cuts_a_word(self.now.text(), is) && !cuts_a_word(self.before.text(), was) {
                return None;
            }
        }
        let start = self.now.from_bytes(passages::Bytes(u32::try_from(at).ok()?))?.0;
        Some((start, start + CodePoints::in_text(quote).0))
    }
}

/// Whether a word goes on over this byte.
fn cuts_a_word(text: &str, at: usize) -> bool {
    text.split_at_checked(at).is_some_and(|(before, after)| {
        before.chars().next_back().is_some_and(char::is_alphanumeric)
            && after.chars().next().is_some_and(char::is_alphanumeric)
    })
}

/// How far new words may stand for so many lost ones.
fn reach(lost: u32) -> u32 {
    lost * 2 + 16
}

/// The stretches that are the same, in order, none touching the next in both texts.
fn compare(before: &str, now: &str) -> Vec<Same> {
    let (old, new) = (words(before), words(now));
    let deadline = Instant::now() + LONGEST;
    let steps = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline));
    let (old, new) = (starts(&old), starts(&new));
    let place = |starts: &[u32], word: usize| starts.get(word).copied().unwrap_or(0);
    let mut same: Vec<Same> = Vec::new();
    for step in steps {
        let DiffOp::Equal { old_index, new_index, len } = step else { continue };
        let (before, now) = (place(&old, old_index), place(&new, new_index));
        let length = place(&old, old_index + len) - before;
        match same.last_mut() {
            Some(last) if last.before + last.length == before && last.now + last.length == now => last.length += length,
            _ => same.push(Same { before, now, length }),
        }
    }
    same
}

/// A text as words and what stands between them, nothing left out.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::with_capacity(text.len() / 4);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// Where each word begins, in code points, and last where the text ends.
fn starts(words: &[&str]) -> Vec<u32> {
    let mut at = 0;
    let mut starts = vec![0];
    for word in words {
        at += CodePoints::in_text(word).0;
        starts.push(at);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a quote of the old text stands in the new one.
    fn carried(before: &str, now: &str, quote: &str) -> (String, Certainty) {
        let at = before.find(quote).expect("the quote is in the old text");
        let start = CodePoints::in_text(before.split_at(at).0).0;
        let end = start + CodePoints::in_text(quote).0;
        let placed = Anchors::over(before, now, compare(before, now)).place(start, end);
        let words = passages::slice(now, CodePoints(placed.start)..CodePoints(placed.end)).expect("lies in the text");
        (words.to_owned(), placed.certainty)
    }

    #[test]
    fn words_before_and_after_move_a_passage_without_doubt() {
        let before = "We came in winter. Nobody told us the rules. Then a neighbour knocked.";
        let now = "We came, I think, in winter. Nobody told us the rules. Then our neighbour knocked.";
        let kept = carried(before, now, "Nobody told us the rules.");
        assert_eq!(kept, ("Nobody told us the rules.".into(), Certainty::Exact));
    }

    #[test]
    fn a_corrected_word_inside_is_followed() {
        let before = "My first payslip, I kept the envelop for years.";
        let now = "My first payslip, I kept the envelope for years.";
        let (words, certainty) = carried(before, now, "I kept the envelop for");
        assert_eq!((words.as_str(), certainty), ("I kept the envelope for", Certainty::Moved));
        let (words, certainty) = carried(before, now, "payslip, I kept the envelop");
        assert_eq!((words.as_str(), certainty), ("payslip, I kept the envelope", Certainty::Moved));
    }

    #[test]
    fn a_paragraph_that_was_put_elsewhere_is_found_by_its_words() {
        let filler = "Every day the same bus, the same driver, the same grey stop. ".repeat(4);
        let quote = "She knocked with a cake and no words.";
        let (before, now) = (format!("{quote}\n{filler}"), format!("{filler}\n{quote}"));
        assert_eq!(carried(&before, &now, quote).0, quote);
    }

    #[test]
    fn what_was_struck_is_set_aside_and_not_dropped() {
        let (before, now) = ("One. The officer laughed at us. Two.", "One. Two.");
        let (words, certainty) = carried(before, now, "The officer laughed at us.");
        assert_eq!(certainty, Certainty::Unsure);
        assert!(!words.is_empty());
        assert_eq!(carried("Alpha beta gamma", "x", "beta").1, Certainty::Unsure);
    }

    #[test]
    fn positions_are_code_points_in_any_script() {
        let before = "قالت لي جارتي 😀 أهلاً وسهلاً بك في البيت. ثم ضحكنا.";
        let now = "في الصباح قالت لي جارتي 😀 أهلاً وسهلاً بك في البيت. ثم ضحكنا.";
        assert_eq!(carried(before, now, "😀 أهلاً وسهلاً").1, Certainty::Exact);
        assert_eq!(carried(before, now, "ثم ضحكنا").0, "ثم ضحكنا");
    }

    #[test]
    fn every_passage_of_any_pair_of_texts_lies_in_the_new_text() {
        let texts = ["", "a", "a b c d e", "e d c b a", "a a a a a a", "béa 😀 c", "x\n\ny z", "b c d e a b"];
        for before in texts {
            for now in texts.iter().filter(|text| !text.is_empty()) {
                let length = CodePoints::in_text(before).0;
                let mut anchors = Anchors::over(before, now, compare(before, now));
                for (start, end) in (0..length).flat_map(|start| (start + 1..=length).map(move |end| (start, end))) {
                    let placed = anchors.place(start, end);
                    assert!(placed.start < placed.end, "{before:?} → {now:?} {start}..{end}: {placed:?}");
                    assert!(placed.end <= CodePoints::in_text(now).0, "{before:?} → {now:?}: {placed:?}");
                    if placed.certainty == Certainty::Exact {
                        let quote = |text, from, to| passages::slice(text, CodePoints(from)..CodePoints(to));
                        assert_eq!(quote(before, start, end), quote(now, placed.start, placed.end));
                    }
                }
            }
        }
    }
}
