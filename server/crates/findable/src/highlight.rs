//! Which words of a passage a query touched, by the same analysis the index uses, so that
//! stemmed, prefix and fuzzy hits are marked like plain ones. Ranges are in code points.

mod window;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::analyser::{Analysed, Analyser};
use crate::distance::is_within;
use crate::language::Language;
use crate::query::{Node, Query};
use crate::search::allowed_distance;

/// Marks the words of passages in one language. Made once for a query, used for many passages.
pub struct Highlighter {
    analyser: Analyser,
    surfaces: HashSet<String>,
    stems: HashSet<String>,
    prefixes: Vec<String>,
    near: Vec<(String, u8)>,
    sequences: Vec<Sequence>,
    /// The words of sequences, numbered: comparing numbers spares comparing words.
    numbers: HashMap<String, usize>,
}

/// Words that count only where they follow each other.
struct Sequence {
    words: Vec<usize>,
    by_stem: bool,
}

/// A word of the passage: where it stands, whether it alone is a hit, and its numbers.
struct Place {
    range: Range<usize>,
    is_hit: bool,
    surface: Option<usize>,
    stem: Option<usize>,
}

impl Highlighter {
    /// Gathers what is to be marked: all that the query asks for, and nothing it excludes.
    #[must_use]
    pub fn new(query: &Query, language: Language) -> Highlighter {
        let mut highlighter = Highlighter {
            analyser: Analyser::new(language),
            surfaces: HashSet::new(),
            stems: HashSet::new(),
            prefixes: Vec::new(),
            near: Vec::new(),
            sequences: Vec::new(),
            numbers: HashMap::new(),
        };
        if let Some(root) = &query.root {
            highlighter.gather(root, false);
            if highlighter.is_empty() {
                // Only stop words were asked for, and then they were looked for.
                highlighter.gather(root, true);
            }
        }
        highlighter
    }

    /// The hits of a passage in order, not overlapping, in code points.
    pub fn ranges(&mut self, text: &str) -> Vec<Range<usize>> {
        let places = self.places(text);
        let mut found: Vec<Range<usize>> =
            places.iter().filter(|place| place.is_hit).map(|place| place.range.clone()).collect();
        for sequence in &self.sequences {
            found.extend(sequence.found_in(&places));
        }
        merged(found)
    }

    /// The part of a passage to show, where these are its [`ranges`](Highlighter::ranges): at most
    /// `max_code_points` long, from the beginning of a word to the end of one, where the most hits
    /// stand together. Without hits, the beginning.
    pub fn best_window(&self, text: &str, hits: &[Range<usize>], max_code_points: usize) -> Range<usize> {
        let words = window::in_code_points(text, self.analyser.words(text));
        window::best(hits, &words, text.chars().count(), max_code_points)
    }

    fn is_empty(&self) -> bool {
        self.surfaces.is_empty()
            && self.stems.is_empty()
            && self.prefixes.is_empty()
            && self.near.is_empty()
            && self.sequences.is_empty()
    }

    fn gather(&mut self, node: &Node, with_stop_words: bool) {
        match node {
            Node::Word(text) => self.gather_word(text, with_stop_words),
            Node::Phrase(text) => {
                let words = self.analyser.analyse_all(text);
                match words.as_slice() {
                    [only] => {
                        self.surfaces.insert(only.surface.clone());
                    }
                    _ => self.add_sequence(&words, false),
                }
            }
            Node::Prefix(text) => {
                let words = self.analyser.analyse_all(text);
                if let Some((last, before)) = words.split_last() {
                    self.prefixes.push(last.surface.clone());
                    for word in before {
                        self.add_forms(word);
                    }
                }
            }
            Node::Fuzzy(text, asked) => {
                self.gather_word(text, true);
                if let [only] = self.analyser.analyse_all(text).as_slice() {
                    let distance = allowed_distance(&only.surface, *asked);
                    self.near.push((only.surface.clone(), distance));
                }
            }
            Node::All(parts) | Node::Any(parts) => {
                for part in parts {
                    self.gather(part, with_stop_words);
                }
            }
            Node::AnyOf(words) => {
                for text in words {
                    self.gather_word(text, with_stop_words);
                }
            }
            Node::Not(_) => {}
        }
    }

    fn gather_word(&mut self, text: &str, with_stop_words: bool) {
        let words = self.analyser.analyse_typed(text);
        if !with_stop_words && words.iter().all(|word| word.is_stop_word) {
            return;
        }
        if let [only] = words.as_slice() {
            self.add_forms(only);
            if only.parts.len() > 1 {
                let parts: Vec<usize> = only.parts.iter().map(|part| self.number(part)).collect();
                self.sequences.push(Sequence { words: parts, by_stem: false });
            }
            return;
        }
        self.add_sequence(&words, false);
        self.add_sequence(&words, true);
    }

    fn add_forms(&mut self, word: &Analysed) {
        self.surfaces.insert(word.surface.clone());
        if !word.stem.is_empty() {
            self.stems.insert(word.stem.clone());
        }
    }

    fn add_sequence(&mut self, words: &[Analysed], by_stem: bool) {
        if words.is_empty() {
            return;
        }
        let words = words.iter().map(|word| self.number(if by_stem { root_of(word) } else { &word.surface })).collect();
        self.sequences.push(Sequence { words, by_stem });
    }

    fn number(&mut self, word: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(word.to_owned()).or_insert(next)
    }

    fn places(&mut self, text: &str) -> Vec<Place> {
        let words: Vec<Range<usize>> = self.analyser.words(text).collect();
        let in_points = window::in_code_points(text, words.iter().cloned());
        let mut places = Vec::with_capacity(words.len());
        for (bytes, range) in words.into_iter().zip(in_points) {
            let word = self.analyser.analyse(text.get(bytes).unwrap_or_default());
            if word.surface.is_empty() {
                continue;
            }
            let is_hit = self.surfaces.contains(&word.surface)
                || word.parts.iter().any(|part| self.surfaces.contains(part))
                || (!word.stem.is_empty() && self.stems.contains(&word.stem))
                || self.prefixes.iter().any(|p| word.surface.starts_with(p))
                || self.near.iter().any(|(w, most)| is_within(w, &word.surface, *most));
            places.push(Place {
                range,
                is_hit,
                surface: self.numbers.get(&word.surface).copied(),
                stem: self.numbers.get(root_of(word)).copied(),
            });
        }
        places
    }
}

impl std::fmt::Debug for Highlighter {
    /// The language only: words asked for are the reader's own.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Highlighter({})", self.analyser.language())
    }
}

fn root_of(word: &Analysed) -> &str {
    if word.stem.is_empty() { &word.surface } else { &word.stem }
}

impl Sequence {
    fn found_in(&self, places: &[Place]) -> Vec<Range<usize>> {
        let number = |place: &Place| if self.by_stem { place.stem } else { place.surface };
        places
            .windows(self.words.len().max(1))
            .filter(|run| {
                let numbers = run.iter().map(number);
                numbers.eq(self.words.iter().map(|word| Some(*word)))
            })
            .filter_map(|run| Some(run.first()?.range.start..run.last()?.range.end))
            .collect()
    }
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
#[path = "highlight/tests.rs"]
mod tests;
