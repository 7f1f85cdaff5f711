//! Scores that add up to the same sum in any order. A sum of ordinary floating-point numbers
//! depends on the order of adding, and tantivy chooses that by how frequent words are, hidden
//! passages included: two equal passages could change places because of one nobody may see.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// Steps in one: sums below 2^14 of such numbers are exact in 24 bits.
const STEPS: Score = 1024.0;

/// A search whose every score is a multiple of 1/1024.
#[derive(Debug)]
pub(crate) struct Even(pub(crate) Box<dyn Query>);

impl Clone for Even {
    fn clone(&self) -> Even {
        Even(self.0.box_clone())
    }
}

impl Query for Even {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.0.weight(scoring)?;
        if matches!(scoring, EnableScoring::Disabled { .. }) {
            return Ok(weight);
        }
        Ok(Box::new(EvenWeight(weight)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct EvenWeight(Box<dyn Weight>);

impl Weight for EvenWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(EvenScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.0.count(reader)
    }
}

struct EvenScorer(Box<dyn Scorer>);

impl DocSet for EvenScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }

    fn count_including_deleted(&mut self) -> u32 {
        self.0.count_including_deleted()
    }
}

impl Scorer for EvenScorer {
    fn score(&mut self) -> Score {
        (self.0.score() * STEPS).round() / STEPS
    }
}
