//! One search through the passages: what fits is filtered, counted and ranked in one go, and whatever the gate does not let
//! through is passed over before anything of it is counted. Gives numbers and positions, never words of a story.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED,
    columnar::{ColumnValues, StrColumn},
    query::{Bm25StatisticsProvider, EnableScoring, Query},
};

use super::{
    codings::{CodeFilter, Coding, Codings, OfTestimony},
    index::{EDITION, END, IndexError, SPEAKER, START, TESTIMONY},
    snapshot::{Allowed, Row},
};
use crate::{
    consent::gate::{Kept, KeptOut},
    ids::{AccountId, CodeId, RevisionId},
};

/// How long one search may take.
const LONGEST: Duration = Duration::from_secs(2);
/// How many passages are looked at between two looks at the clock.
const BETWEEN_LOOKS: u32 = 2_048;

/// What is looked for.
pub struct Wanted<'a> {
    /// The words.
    pub search: Box<dyn Query>,
    /// In which testimonies.
    pub allowed: &'a Allowed,
    /// Spoken by one of these, written small; by anybody when there is none.
    pub speakers: &'a [String],
    /// Coded so.
    pub codes: &'a CodeFilter,
    /// The codings.
    pub codings: &'a Codings,
    /// The testimonies that are allowed.
    pub rows: &'a [Row],
    /// The passages that are kept out.
    pub kept_out: &'a KeptOut,
    /// How many of the best are wanted.
    pub best: usize,
}

/// A passage found. Better ones are greater; equal ones come in the order of the testimonies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    rank: u32,
    testimony: Reverse<u64>,
    start: Reverse<u32>,
    /// One past the last code point.
    pub end: u32,
    /// Edition of the text it was cut from.
    pub edition: i32,
}

impl Passage {
    /// What the index knows its testimony by.
    pub fn testimony(&self) -> i64 {
        i64::try_from(self.testimony.0).unwrap_or(0)
    }

    /// First code point.
    pub fn start(&self) -> u32 {
        self.start.0
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Matches {
    /// How many passages.
    pub total: u64,
    /// How many passages of each testimony, by its place in the snapshot.
    pub of_testimonies: Vec<u64>,
    /// The best, the best first.
    pub best: Vec<Passage>,
    /// How many passages each speaker has.
    pub speakers: BTreeMap<String, u64>,
    /// How many passages bear each code.
    pub codes: HashMap<CodeId, u64>,
    /// How many passages each coder coded.
    pub coders: HashMap<AccountId, u64>,
}

/// Searches.
///
/// # Errors
/// When the index cannot be read, or it takes too long.
pub fn search(
    searcher: &Searcher,
    statistics: &dyn Bm25StatisticsProvider,
    wanted: &Wanted<'_>,
) -> Result<Matches, IndexError> {
    let began = Instant::now();
    let scoring = EnableScoring::enabled_from_statistics_provider(statistics, searcher);
    let weight = wanted.search.weight(scoring)?;
    let mut gathering = Gathering::new(wanted);
    for segment in searcher.segment_readers() {
        let mut segment_of = Segment::of(segment, wanted.speakers)?;
        let mut found = weight.scorer(segment, 1.0)?;
        let mut looks: u32 = 0;
        let mut passage = found.doc();
        while passage != TERMINATED {
            looks = looks.wrapping_add(1);
            if looks.is_multiple_of(BETWEEN_LOOKS) && began.elapsed() > LONGEST {
                return Err(IndexError::TookTooLong);
            }
            if let Some(over) = gathering.fitting(&mut segment_of, segment, passage) {
                gathering.take(&mut segment_of, passage, over, found.score());
            }
            passage = found.advance();
        }
        segment_of.name_speakers(&mut gathering.matches.speakers)?;
    }
    Ok(gathering.finish())
}

/// The columns of one segment, and what was counted in it.
struct Segment {
    testimony: Arc<dyn ColumnValues<u64>>,
    start: Arc<dyn ColumnValues<u64>>,
    end: Arc<dyn ColumnValues<u64>>,
    edition: Arc<dyn ColumnValues<u64>>,
    speaker: Option<StrColumn>,
    /// For each speaker of the segment: whether they are wanted. Empty when anybody is.
    wanted: Option<Vec<bool>>,
    counted: Vec<u64>,
    // Of the passage that is looked at.
    number: u64,
    row: usize,
    from: u32,
    to: u32,
}

impl Segment {
    fn of(segment: &SegmentReader, speakers: &[String]) -> Result<Self, IndexError> {
        let columns = segment.fast_fields();
        let number = |name| Ok::<_, IndexError>(columns.u64(name)?.first_or_default_col(0));
        let speaker = columns.str(SPEAKER)?;
        let names = speaker.as_ref().map_or(0, |column| column.num_terms());
        let wanted = if speakers.is_empty() { None } else { Some(wanted_of(speaker.as_ref(), speakers)?) };
        Ok(Self {
            testimony: number(TESTIMONY)?,
            start: number(START)?,
            end: number(END)?,
            edition: number(EDITION)?,
            speaker,
            wanted,
            counted: vec![0; names],
            number: 0,
            row: 0,
            from: 0,
            to: 0,
        })
    }

    fn speaker_of(&self, passage: DocId) -> Option<usize> {
        usize::try_from(self.speaker.as_ref()?.ords().first(passage)?).ok()
    }

    fn name_speakers(&self, into: &mut BTreeMap<String, u64>) -> Result<(), IndexError> {
        let Some(column) = &self.speaker else { return Ok(()) };
        let mut name = String::new();
        for (at, number) in (0..).zip(&self.counted) {
            if *number > 0 && column.ord_to_str(at, &mut name)? {
                let known = into.entry(name.clone()).or_default();
                *known = known.saturating_add(*number);
            }
        }
        Ok(())
    }
}

/// Which of a segment's speakers are wanted, however their names are capitalised.
fn wanted_of(column: Option<&StrColumn>, speakers: &[String]) -> Result<Vec<bool>, IndexError> {
    let Some(column) = column else { return Ok(Vec::new()) };
    let mut name = String::new();
    let mut wanted = Vec::with_capacity(column.num_terms());
    for at in (0..).take(column.num_terms()) {
        column.ord_to_str(at, &mut name)?;
        let small = name.to_lowercase();
        wanted.push(speakers.contains(&small));
    }
    Ok(wanted)
}

struct Gathering<'a> {
    wanted: &'a Wanted<'a>,
    matches: Matches,
    best: BinaryHeap<Reverse<Passage>>,
    /// The testimony looked at last, and its codings: passages of one testimony lie together.
    last: Option<(usize, Option<&'a OfTestimony>, RevisionId)>,
}

/// The codings over a passage.
#[derive(Clone, Copy)]
struct Over<'a> {
    of: Option<&'a OfTestimony>,
    revision: RevisionId,
    start: u32,
    end: u32,
    kept: &'a [Kept],
}

impl<'a> Over<'a> {
    fn codings(self) -> impl Iterator<Item = &'a Coding> + Clone {
        self.of.into_iter().flat_map(move |of| of.over(self.revision, self.start, self.end, self.kept))
    }
}

impl<'a> Gathering<'a> {
    fn new(wanted: &'a Wanted<'a>) -> Self {
        let matches = Matches { of_testimonies: vec![0; wanted.rows.len()], ..Matches::default() };
        Self { wanted, matches, best: BinaryHeap::new(), last: None }
    }

    /// Whether the passage may be looked at and is wanted, and how it is coded. Everything else follows only after this.
    fn fitting(&mut self, segment: &mut Segment, reader: &SegmentReader, passage: DocId) -> Option<Over<'a>> {
        segment.number = segment.testimony.get_val(passage);
        let row = self.wanted.allowed.row_of(segment.number)?;
        if reader.is_deleted(passage) {
            return None;
        }
        if let Some(wanted) = &segment.wanted {
            let speaks = segment.speaker_of(passage).and_then(|speaker| wanted.get(speaker));
            if !speaks.copied().unwrap_or(false) {
                return None;
            }
        }
        segment.row = row;
        segment.from = u32::try_from(segment.start.get_val(passage)).unwrap_or(u32::MAX);
        segment.to = u32::try_from(segment.end.get_val(passage)).unwrap_or(u32::MAX);
        let (of, revision) = self.codings_of(row)?;
        let kept = self.wanted.kept_out.of_text(revision);
        // Of what the index still knows of them nothing is counted or shown.
        let only_edition = self.wanted.rows.get(row).and_then(|row| row.only_edition);
        let of_another = only_edition.is_some_and(|only| u64::try_from(only) != Ok(segment.edition.get_val(passage)));
        if of_another || self.wanted.kept_out.touches(revision, segment.from, segment.to) {
            return None;
        }
        let over = Over { of, revision, start: segment.from, end: segment.to, kept };
        self.wanted.codes.fits(over.codings()).then_some(over)
    }

    fn codings_of(&mut self, row: usize) -> Option<(Option<&'a OfTestimony>, RevisionId)> {
        if let Some((last, of, revision)) = self.last
            && last == row
        {
            return Some((of, revision));
        }
        let testimony = self.wanted.rows.get(row)?;
        let of = self.wanted.codings.of(testimony.id);
        self.last = Some((row, of, testimony.revision));
        Some((of, testimony.revision))
    }

    fn take(&mut self, segment: &mut Segment, passage: DocId, over: Over<'_>, score: f32) {
        self.matches.total = self.matches.total.saturating_add(1);
        if let Some(number) = self.matches.of_testimonies.get_mut(segment.row) {
            *number = number.saturating_add(1);
        }
        if let Some(speaker) = segment.speaker_of(passage)
            && let Some(number) = segment.counted.get_mut(speaker)
        {
            *number = number.saturating_add(1);
        }
        count_once(over.codings().map(|coding| coding.code), &mut self.matches.codes);
        count_once(over.codings().map(|coding| coding.coder), &mut self.matches.coders);
        let found = Passage {
            // Bits of numbers that are not negative stand in their order.
            rank: if score > 0.0 { score.to_bits() } else { 0 },
            testimony: Reverse(segment.number),
            start: Reverse(segment.from),
            end: segment.to,
            edition: i32::try_from(segment.edition.get_val(passage)).unwrap_or(0),
        };
        if self.best.len() < self.wanted.best {
            self.best.push(Reverse(found));
        } else if let Some(mut worst) = self.best.peek_mut()
            && worst.0 < found
        {
            *worst = Reverse(found);
        }
    }

    fn finish(mut self) -> Matches {
        let mut best: Vec<Passage> = self.best.into_iter().map(|Reverse(passage)| passage).collect();
        best.sort_unstable_by_key(|passage| Reverse(*passage));
        self.matches.best = best;
        self.matches
    }
}

/// Counts each of these once for a passage, however often it stands there.
fn count_once<T: Copy + Eq + std::hash::Hash>(all: impl Iterator<Item = T>, into: &mut HashMap<T, u64>) {
    let mut seen: Vec<T> = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
            let number = into.entry(one).or_default();
            *number = number.saturating_add(1);
        }
    }
}
