//! What the rules of one text share: its words, the signs on them, and what has been suggested so far.

use passages::CodePoints;

use super::{Certainty, Rule, Suggestion};
use crate::lexicon::{Kind, LEXICON, Sign};
use crate::reading::{Gap, Reading, Word};
use crate::span::{Category, Confidential, Identifier};

/// How many words to each side tell whether a stretch is German, where every noun has a capital.
const AROUND: usize = 40;

pub(super) struct Scene<'r> {
    pub(super) reading: &'r Reading,
    pub(super) signs: Vec<Sign>,
    /// For each word, what it is.
    kinds: Vec<Kind>,
    /// For each word, what begins or stands there as a whole word without a prefix.
    whole: Vec<Kind>,
    /// For each word, whether a suggestion covers it.
    taken: Vec<bool>,
    /// For each word, how many German and how many other small words stand before it.
    german: Vec<(usize, usize)>,
    pub(super) out: Vec<Suggestion>,
}

impl<'r> Scene<'r> {
    pub(super) fn of(reading: &'r Reading) -> Self {
        let mut signs = LEXICON.signs(reading);
        // The longest first, so that "opposition party" comes before "opposition".
        signs.sort_by_key(|sign| (sign.found.start, std::cmp::Reverse(sign.found.end)));
        let mut kinds = vec![Kind::NONE; reading.words.len()];
        let mut whole = kinds.clone();
        for sign in &signs {
            for index in sign.found.first_word..=sign.found.last_word {
                if let Some(kind) = kinds.get_mut(index) {
                    *kind = kind.or(sign.kind);
                }
            }
            if !sign.found.prefixed
                && sign.found.first_word == sign.found.last_word
                && let Some(kind) = whole.get_mut(sign.found.first_word)
            {
                *kind = kind.or(sign.kind);
            }
        }
        let (mut german, mut sums) = (Vec::with_capacity(kinds.len().saturating_add(1)), (0_usize, 0_usize));
        german.push(sums);
        for kind in &kinds {
            sums.0 = sums.0.saturating_add(usize::from(kind.is_any(Kind::GERMAN)));
            sums.1 = sums.1.saturating_add(usize::from(kind.is_any(Kind::NOT_GERMAN)));
            german.push(sums);
        }
        let taken = vec![false; kinds.len()];
        Self { reading, signs, kinds, whole, taken, german, out: Vec::new() }
    }

    pub(super) fn word(&self, index: usize) -> Option<&'r Word> {
        self.reading.words.get(index)
    }

    /// What a word is, alone or within a phrase.
    pub(super) fn is(&self, index: usize, kind: Kind) -> bool {
        self.kinds.get(index).is_some_and(|known| known.is_any(kind))
    }

    /// What a word is by itself, no prefix taken off.
    pub(super) fn is_whole(&self, index: usize, kind: Kind) -> bool {
        self.whole.get(index).is_some_and(|known| known.is_any(kind))
    }

    /// The folded letters of a word.
    pub(super) fn folded(&self, index: usize) -> String {
        self.word(index).map(|word| self.reading.folded(word)).unwrap_or_default()
    }

    /// Whether a word is never a name. The Arabic preposition على and the name علي are folded alike, and told apart here.
    pub(super) fn is_plain(&self, index: usize) -> bool {
        if self.is_initial(index) {
            return false;
        }
        let folded = self.folded(index);
        if folded == "علی" {
            let last = self.word(index).and_then(|word| usize::try_from(word.end).ok()?.checked_sub(1));
            return last.and_then(|at| self.reading.chars.get(at)) == Some(&'ى');
        }
        LEXICON.is_plain(&folded)
    }

    /// Whether a word is an initial: one capital and a dot.
    pub(super) fn is_initial(&self, index: usize) -> bool {
        self.word(index)
            .is_some_and(|word| word.is_capital() && word.length() <= 1 && self.char_at(word.end) == Some('.'))
    }

    /// What stands before a word.
    pub(super) fn gap(&self, index: usize) -> Gap {
        self.word(index).map_or(Gap::Other, |word| word.gap)
    }

    /// Whether two neighbours stand in one phrase; the second is given.
    pub(super) fn joins(&self, index: usize) -> bool {
        self.gap(index).joins()
    }

    /// The character at a place.
    pub(super) fn char_at(&self, at: u32) -> Option<char> {
        self.reading.chars.get(usize::try_from(at).ok()?).copied()
    }

    /// A number of up to nine digits with what follows it in the same word: 12th, 1990s.
    pub(super) fn number(&self, index: usize) -> Option<(u32, usize, String)> {
        let folded = self.folded(index);
        let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
        let rest: String = folded.chars().skip(digits.len()).collect();
        if digits.is_empty() || digits.len() > 9 {
            return None;
        }
        digits.parse().ok().map(|value| (value, digits.len(), rest))
    }

    /// Whether a word stands in a German stretch.
    pub(super) fn is_german(&self, index: usize) -> bool {
        let low = self.german.get(index.saturating_sub(AROUND)).copied().unwrap_or_default();
        let end = index.saturating_add(AROUND).min(self.german.len().saturating_sub(1));
        let high = self.german.get(end).copied().unwrap_or_default();
        high.0.saturating_sub(low.0) > high.1.saturating_sub(low.1)
    }

    /// Whether a suggestion covers a word.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.taken.get(index).copied().unwrap_or(false)
    }

    /// Suggests the words from `first` to `last`.
    pub(super) fn suggest_words(&mut self, first: usize, last: usize, what: What) {
        let (Some(from), Some(to)) = (self.word(first), self.word(last)) else { return };
        self.suggest(from.start, to.end, what);
    }

    /// Suggests a range.
    pub(super) fn suggest(&mut self, start: u32, end: u32, what: What) {
        if start >= end {
            return;
        }
        let from = self.reading.words.partition_point(|word| word.end <= start);
        let words = self.reading.words.get(from..).unwrap_or_default();
        for (word, taken) in words.iter().zip(self.taken.get_mut(from..).unwrap_or_default()) {
            if word.start >= end {
                break;
            }
            *taken = true;
        }
        self.out.push(Suggestion {
            start: CodePoints(start),
            end: CodePoints(end),
            category: what.category,
            identifier: what.identifier,
            confidential: what.confidential,
            rule: what.rule,
            certainty: what.certainty,
        });
    }
}

/// What a rule takes something for.
#[derive(Debug, Clone, Copy)]
pub(super) struct What {
    pub(super) category: Category,
    pub(super) identifier: Identifier,
    pub(super) confidential: Option<Confidential>,
    pub(super) rule: Rule,
    pub(super) certainty: Certainty,
}

impl What {
    /// Something that identifies on its own.
    pub(super) fn direct(category: Category, rule: Rule, certainty: Certainty) -> Self {
        Self { category, identifier: Identifier::Direct, confidential: None, rule, certainty }
    }

    /// Something that identifies together with other things.
    pub(super) fn quasi(category: Category, rule: Rule, certainty: Certainty) -> Self {
        Self { category, identifier: Identifier::Quasi, confidential: None, rule, certainty }
    }

    /// The same, dangerous for a reason.
    pub(super) fn confidential(self, class: Confidential) -> Self {
        Self { confidential: Some(class), ..self }
    }
}
