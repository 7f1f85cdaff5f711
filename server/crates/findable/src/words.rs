//! Where words begin and end. Everything that holds a letter or a digit is a word: no word may
//! be dropped because of its script, its vowel marks or its length.
//!
//! Scripts with spaces are cut here, by letters and the marks on them. Scripts without (Thai,
//! Lao, Khmer, Burmese, Chinese, Japanese) go to `icu_segmenter`, whose boundaries are taken but
//! whose `is_word_like` is not: it drops words that end in a combining mark (icu4x#8321).

use std::collections::VecDeque;
use std::ops::Range;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;

use crate::language::Apostrophe;

/// The longest stretch without a space, in bytes, given to the dictionary at once.
const MAX_RUN_BYTES: usize = 16 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Mark,
    Joiner,
    Apostrophe,
    Unspaced,
    Other,
}

/// The words of a text in order, as byte ranges.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    apostrophe: Apostrophe,
    waiting: VecDeque<Range<usize>>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str, apostrophe: Apostrophe) -> Words<'a> {
        Words { text, at: 0, apostrophe, waiting: VecDeque::new() }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves to where the next word begins.
    fn skip_to_word(&mut self) -> Option<char> {
        let rest = self.rest();
        let (offset, first) =
            rest.char_indices().find(|(_, c)| matches!(class_of(*c), Class::Letter | Class::Unspaced))?;
        self.at = self.at.saturating_add(offset);
        Some(first)
    }

    fn spaced_word(&mut self) -> Range<usize> {
        let rest = self.rest();
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            match class_of(c) {
                Class::Letter | Class::Mark => end = offset.saturating_add(c.len_utf8()),
                Class::Joiner => {}
                // An apostrophe must stand between two letters of the word.
                Class::Apostrophe
                    if self.apostrophe != Apostrophe::Split
                        && end == offset
                        && chars.peek().is_some_and(|(_, next)| class_of(*next) == Class::Letter) => {}
                _ => break,
            }
        }
        let start = self.at;
        self.at = self.at.saturating_add(end.max(1));
        start..start.saturating_add(end)
    }

    fn cut_unspaced(&mut self) {
        let rest = self.rest();
        let length = rest
            .char_indices()
            .find(|(offset, c)| {
                *offset >= MAX_RUN_BYTES || !matches!(class_of(*c), Class::Unspaced | Class::Mark | Class::Joiner)
            })
            .map_or(rest.len(), |(offset, _)| offset);
        let run = rest.get(..length).unwrap_or_default();
        let start = self.at;
        self.at = start.saturating_add(length.max(1));
        let mut from = 0;
        for to in segmenter().segment_str(run) {
            let is_word = run.get(from..to).is_some_and(|piece| piece.chars().any(char::is_alphanumeric));
            if is_word {
                self.waiting.push_back(start.saturating_add(from)..start.saturating_add(to));
            }
            from = to;
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            if let Some(word) = self.waiting.pop_front() {
                return Some(word);
            }
            let first = self.skip_to_word()?;
            if class_of(first) == Class::Letter {
                return Some(self.spaced_word());
            }
            self.cut_unspaced();
        }
    }
}

/// Whether the letter belongs to a script written without spaces.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' // Burmese
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

fn class_of(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
        '\'' => Class::Apostrophe,
        '\0'..='\x7F' => Class::Other,
        // The common letters of Latin, Cyrillic and Arabic, ahead of the slower tables.
        '\u{00C0}'..='\u{00D6}' | '\u{00D8}'..='\u{00F6}' | '\u{00F8}'..='\u{024F}' => Class::Letter,
        '\u{0400}'..='\u{0481}' | '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' => Class::Letter,
        '\u{2019}' | '\u{02BC}' | '\u{FF07}' | '\u{05F3}' | '\u{05F4}' => Class::Apostrophe,
        // Characters that shape or order letters and have no sound: soft hyphen, tatweel, the
        // joiners, the marks of direction. U+200B is not one: it divides words.
        '\u{00AD}' | '\u{061C}' | '\u{0640}' | '\u{200C}'..='\u{200F}' | '\u{2060}' => Class::Joiner,
        _ if is_unspaced(c) => {
            if c.is_alphanumeric() || is_combining_mark(c) {
                Class::Unspaced
            } else {
                Class::Other
            }
        }
        _ if is_combining_mark(c) => Class::Mark,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

fn segmenter() -> WordSegmenterBorrowed<'static> {
    WordSegmenter::new_auto(WordBreakInvariantOptions::default())
}

#[cfg(test)]
mod tests {
    use super::{Apostrophe, Words};

    fn cut(text: &str) -> Vec<&str> {
        Words::of(text, Apostrophe::Keep).map(|range| &text[range]).collect()
    }

    #[test]
    fn words_of_spaced_scripts_keep_their_marks() {
        assert_eq!(cut("Don't stop -- at 3.5!"), ["Don't", "stop", "at", "3", "5"]);
        assert_eq!(cut("كانت البدايةُ صعبةً جدا"), ["كانت", "البدايةُ", "صعبةً", "جدا"]);
        assert_eq!(cut("मुझे हिन्दी में काम मिला"), ["मुझे", "हिन्दी", "में", "काम", "मिला"]);
        assert_eq!(cut("بیماری‌های که‌ "), ["بیماری‌های", "که"]);
        assert_eq!(cut("e\u{301}cole’ fin'"), ["e\u{301}cole", "fin"]);
    }

    #[test]
    fn words_without_spaces_are_found() {
        assert!(cut("ฉันหางานทำที่กรุงเทพ").contains(&"งาน") || cut("ฉันหางานทำที่กรุงเทพ").contains(&"หางาน"));
        assert!(cut("我们在城市找到了住房。").contains(&"住房"));
        assert!(cut("We live in 東京都 now").contains(&"now"));
        assert!(cut("ကျွန်တော် အလုပ် ရှာတယ်").len() >= 3);
    }

    #[test]
    fn any_stretch_is_cut_without_loss_of_time() {
        let long = "住".repeat(100_000);
        assert!(Words::of(&long, Apostrophe::Keep).count() > 10_000);
        assert_eq!(cut(&"a".repeat(100_000)).len(), 1);
    }
}
