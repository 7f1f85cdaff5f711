//! Which passages tell of what, by the words the codebook hints at. Good enough for a demonstration, and for nothing else.

use std::collections::BTreeMap;

use crate::{codebook::Codes, ids::CodeId, testimony::OpenText};

/// Shortest and longest passage that is coded, in code points.
const LENGTHS: std::ops::RangeInclusive<usize> = 40..=1_500;

/// Codes by key, and the words that hint at them.
pub(super) struct Hints {
    codes: BTreeMap<String, CodeId>,
    words: Vec<(CodeId, Vec<String>)>,
}

/// A passage that tells of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The sentence with the word, inside it.
    pub(super) sentence: (u32, u32),
    pub(super) code: CodeId,
}

impl Hints {
    pub(super) fn of(codes: &Codes, more: &BTreeMap<String, Vec<String>>) -> Self {
        let books = codes.without_local().codebooks.iter();
        let nodes = books.filter(|book| book.key == "ioi").flat_map(|book| &book.categories);
        let mut hints = Self { codes: BTreeMap::new(), words: Vec::new() };
        for node in nodes.flat_map(|category| &category.children) {
            let own = node.keywords.iter().chain(more.get(&node.key).into_iter().flatten());
            hints.codes.insert(node.key.clone(), node.id);
            hints.words.push((node.id, own.map(|word| word.to_lowercase()).collect()));
        }
        hints
    }

    pub(super) fn code(&self, key: &str) -> Option<CodeId> {
        self.codes.get(key).copied()
    }

    /// Passages that tell of something, those with most hints first, each code a few times only.
    pub(super) fn matches(&self, text: &OpenText, at_most: usize) -> Vec<Match> {
        let letters: Vec<char> = text.text.chars().collect();
        let mut found = Vec::new();
        for passage in text.shape.passages(&text.text) {
            let (Ok(start), Ok(end)) = (usize::try_from(passage.start.0), usize::try_from(passage.end.0)) else {
                continue;
            };
            let Some(words) = letters.get(start..end).filter(|words| LENGTHS.contains(&words.len())) else { continue };
            for (code, hints) in &self.words {
                let places: Vec<usize> = hints.iter().filter_map(|hint| place_of(words, hint)).collect();
                if let Some(first) = places.iter().min() {
                    let (from, to) = sentence(words, *first);
                    let code_points = |offset: usize| u32::try_from(start + offset).unwrap_or(u32::MAX);
                    let whole = Match {
                        start: passage.start.0,
                        end: passage.end.0,
                        sentence: (code_points(from), code_points(to)),
                        code: *code,
                    };
                    found.push((places.len(), whole));
                }
            }
        }
        found.sort_by_key(|(hints, one)| (std::cmp::Reverse(*hints), one.start, one.code));
        let mut taken: Vec<Match> = Vec::new();
        for (_, one) in found {
            let often = taken.iter().filter(|other| other.code == one.code).count() >= 3;
            if !often && taken.len() < at_most {
                taken.push(one);
            }
        }
        taken
    }
}

/// Where a word begins, at the beginning of a word of the text.
fn place_of(text: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    let same = |part: &[char]| part.iter().zip(&word).all(|(a, b)| a.to_lowercase().next() == Some(*b));
    let short = word.len() <= 4 && word.iter().all(char::is_ascii);
    text.windows(word.len().max(1)).enumerate().find_map(|(at, part)| {
        let begins = at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|c| !c.is_alphanumeric());
        let ends = !short || text.get(at + word.len()).is_none_or(|c| !c.is_alphanumeric());
        (begins && ends && same(part)).then_some(at)
    })
}

/// The sentence around a place.
fn sentence(text: &[char], at: usize) -> (usize, usize) {
    let ends = |c: &char| matches!(c, '.' | '!' | '?' | '\n' | '؟' | '።');
    let before = text.get(..at).and_then(|before| before.iter().rposition(ends)).map_or(0, |end| end + 1);
    let after = text.get(at..).and_then(|after| after.iter().position(ends)).map_or(text.len(), |end| at + end + 1);
    let blank = text.get(before..after).map_or(0, |part| part.iter().take_while(|c| c.is_whitespace()).count());
    (before + blank, after)
}

/// These words themselves.
pub(super) fn words(text: &str, words: &str) -> Option<(u32, u32)> {
    let (before, _) = text.split_at_checked(text.find(words)?)?;
    let points = |part: &str| u32::try_from(part.chars().count()).ok();
    let start = points(before)?;
    Some((start, start.checked_add(points(words)?)?))
}

/// The paragraph that begins with, or holds, these words.
pub(super) fn paragraph(text: &str, quote: &str) -> Option<(u32, u32)> {
    let at = text.find(quote)?;
    let (before, after) = text.split_at_checked(at)?;
    let start = before.rfind('\n').map_or(0, |line| line + 1);
    let end = at + after.find('\n').unwrap_or(after.len());
    let points = |to: usize| text.get(..to).and_then(|part| u32::try_from(part.chars().count()).ok());
    Some((points(start)?, points(end)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_sentences_are_cut_around_them() {
        let letters: Vec<char> = "We came. The Flatmate had a flat! Then we slept.".chars().collect();
        let at = place_of(&letters, "flat").expect("found");
        let (from, to) = sentence(&letters, at);
        assert_eq!(letters[from..to].iter().collect::<String>(), "The Flatmate had a flat!");
        assert_eq!(place_of(&letters, "lept"), None);
        assert_eq!(paragraph("قبل\nأنا توماس هنا\nبعد", "توماس"), Some((4, 17)));
        assert_eq!(words("قبل\nأنا توماس هنا\nبعد", "توماس"), Some((8, 13)));
    }
}
