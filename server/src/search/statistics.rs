//! How frequent words are among what may be found: the ranking knows nothing of the rest. With the statistics of the whole
//! index, the order of what is found would tell of testimonies that somebody may not see.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tantivy::{
    BitSet, DocSet, Searcher, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    query::Bm25StatisticsProvider,
    schema::{Field, IndexRecordOption},
};

use super::{
    index::{IndexError, TESTIMONY},
    snapshot::{Allowed, Snapshot},
};

/// How many words' frequencies are remembered.
const REMEMBERED: usize = 20_000;

/// What is allowed of one state of the index, and how frequent words are in it.
pub struct Statistics {
    /// The state of the index.
    pub of_state: (u64, u64),
    /// What is allowed.
    pub snapshot: Arc<Snapshot>,
    /// The same, as a filter.
    pub allowed: Allowed,
    passages: u64,
    /// For each segment: its allowed passages that are not deleted.
    segments: Vec<BitSet>,
    tokens: Mutex<HashMap<Field, u64>>,
    frequencies: Mutex<HashMap<Term, u64>>,
}

impl Statistics {
    /// Looks through the passages once.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(searcher: &Searcher, of_state: (u64, u64), snapshot: Arc<Snapshot>) -> Result<Self, IndexError> {
        let allowed = snapshot.everything();
        let mut passages: u64 = 0;
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            let found = allowed_of(segment, &allowed)?;
            passages = passages.saturating_add(u64::try_from(found.len()).unwrap_or(0));
            segments.push(found);
        }
        Ok(Self {
            of_state,
            snapshot,
            allowed,
            passages,
            segments,
            tokens: Mutex::default(),
            frequencies: Mutex::default(),
        })
    }

    /// As tantivy asks for it.
    pub fn in_index<'a>(&'a self, searcher: &'a Searcher) -> InIndex<'a> {
        InIndex { statistics: self, searcher }
    }
}

fn allowed_of(segment: &SegmentReader, allowed: &Allowed) -> Result<BitSet, IndexError> {
    let numbers = segment.fast_fields().u64(TESTIMONY)?.first_or_default_col(0);
    let mut found = BitSet::with_max_value(segment.max_doc());
    for passage in segment.doc_ids_alive() {
        if allowed.row_of(numbers.get_val(passage)).is_some() {
            found.insert(passage);
        }
    }
    Ok(found)
}

/// Statistics with the index they are of.
pub struct InIndex<'a> {
    statistics: &'a Statistics,
    searcher: &'a Searcher,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bm25StatisticsProvider for InIndex<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        if let Some(known) = locked(&self.statistics.tokens).get(&field) {
            return Ok(*known);
        }
        let mut total: u64 = 0;
        for (segment, allowed) in self.searcher.segment_readers().iter().zip(&self.statistics.segments) {
            let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else { continue };
            let mut of_each_length = [0_u64; 256];
            for passage in 0..segment.max_doc() {
                if allowed.contains(passage)
                    && let Some(number) = of_each_length.get_mut(usize::from(lengths.fieldnorm_id(passage)))
                {
                    *number = number.saturating_add(1);
                }
            }
            for (length, number) in (0..=u8::MAX).zip(of_each_length) {
                let tokens = u64::from(FieldNormReader::id_to_fieldnorm(length)).saturating_mul(number);
                total = total.saturating_add(tokens);
            }
        }
        locked(&self.statistics.tokens).insert(field, total);
        Ok(total)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.statistics.passages)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        if let Some(known) = locked(&self.statistics.frequencies).get(term) {
            return Ok(*known);
        }
        let mut number: u64 = 0;
        for (segment, allowed) in self.searcher.segment_readers().iter().zip(&self.statistics.segments) {
            let index = segment.inverted_index(term.field())?;
            let Some(mut passages) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
            while passages.doc() != TERMINATED {
                number = number.saturating_add(u64::from(allowed.contains(passages.doc())));
                passages.advance();
            }
        }
        let mut known = locked(&self.statistics.frequencies);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(term.clone(), number);
        Ok(number)
    }
}
