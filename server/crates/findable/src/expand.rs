//! Finds the words of an index that begin like one, or nearly are one, and the passages they
//! stand in. Stems are left aside, and the work is bounded: past [`MAX_EXPANSIONS`] words of a
//! segment, only the most frequent are looked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::TermInfo;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, FuzzyTermQuery, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TantivyError, Term};

use crate::tokens::STEM_MARK;

/// The most words of one segment that a beginning or a near word stands for.
const MAX_EXPANSIONS: usize = 8192;

#[derive(Debug, Clone)]
pub(crate) enum Like {
    /// Begins with this folded form.
    Prefix(String),
    /// Is at most so many letters away from this folded form.
    Near(String, u8),
}

/// Passages with a word of `field` that is like the one given. Every hit scores the same.
#[derive(Debug, Clone)]
pub(crate) struct Expand {
    pub(crate) field: Field,
    pub(crate) like: Like,
}

impl Query for Expand {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

/// A word found, least frequent first in a heap turned around.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    passages: u32,
    order: usize,
}

/// Keeps the most frequent words, as many as are allowed.
#[derive(Default)]
struct MostFrequent {
    heap: BinaryHeap<Reverse<Found>>,
    words: Vec<TermInfo>,
}

impl MostFrequent {
    fn add(&mut self, word: &TermInfo) {
        let found = Found { passages: word.doc_freq, order: self.words.len() };
        self.words.push(word.clone());
        self.heap.push(Reverse(found));
        if self.heap.len() > MAX_EXPANSIONS {
            self.heap.pop();
        }
    }

    fn into_words(self) -> Vec<TermInfo> {
        let kept = self.heap.into_iter();
        kept.filter_map(|Reverse(found)| self.words.get(found.order).cloned()).collect()
    }
}

impl Expand {
    fn words(&self, reader: &SegmentReader) -> tantivy::Result<Vec<TermInfo>> {
        let index = reader.inverted_index(self.field)?;
        let mut found = MostFrequent::default();
        match &self.like {
            Like::Prefix(prefix) => {
                let mut range = index.terms().range().ge(prefix.as_bytes());
                if let Some(end) = end_of_prefix(prefix) {
                    range = range.lt(end);
                }
                let mut words = range.into_stream()?;
                while words.advance() {
                    found.add(words.value());
                }
            }
            Like::Near(word, distance) => {
                let term = Term::from_field_text(self.field, word);
                let automaton = FuzzyTermQuery::new(term, *distance, true).automaton()?;
                let mut words = index.terms().search(automaton).into_stream()?;
                let mut mark = [0; 4];
                let mark = STEM_MARK.encode_utf8(&mut mark).as_bytes();
                while words.advance() {
                    if !words.key().starts_with(mark) {
                        found.add(words.value());
                    }
                }
            }
        }
        Ok(found.into_words())
    }
}

impl Weight for Expand {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let mut passages = BitSet::with_max_value(reader.max_doc());
        for word in self.words(reader)? {
            let mut postings = index.read_block_postings_from_terminfo(&word, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for passage in postings.docs() {
                    passages.insert(*passage);
                }
                postings.advance();
            }
        }
        let passages = BitSetDocSet::from(passages);
        Ok(Box::new(ConstScorer::new(passages, boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument("the passage does not match".to_owned()));
        }
        Ok(Explanation::new("a word like the one asked for", 1.0))
    }
}

/// The first string after all those that begin with `prefix`, in the order of their bytes.
fn end_of_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    // The last byte of UTF-8 is never 0xFF, so there is always one to raise unless it is empty.
    let last = end.last_mut()?;
    *last = last.checked_add(1)?;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::end_of_prefix;

    #[test]
    fn the_end_of_a_prefix_comes_after_all_that_begin_so() {
        let end = end_of_prefix("خان").unwrap();
        assert!("خانواده".as_bytes() < end.as_slice());
        assert!("خاک".as_bytes() < end.as_slice() || "خاک".as_bytes() > end.as_slice());
        assert_eq!(end_of_prefix(""), None);
    }
}
