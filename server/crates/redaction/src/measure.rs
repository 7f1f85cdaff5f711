//! How well suggestions protect, by the measures of the Text Anonymization Benchmark (Pilán et al. 2022, section 5): an entity
//! counts as covered only if every mention of it is, and precision is counted in words.

use std::collections::BTreeMap;

use passages::CodePoints;

use crate::reading::Reading;
use crate::span::Identifier;

/// A mention that people marked in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The first code point.
    pub start: CodePoints,
    /// Behind the last code point.
    pub end: CodePoints,
    /// Which entity of the text it mentions.
    pub entity: String,
    /// Whether it identifies alone or with others; `None` if it need not be masked.
    pub identifier: Option<Identifier>,
}

/// Covered and all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many were covered.
    pub covered: u32,
    /// How many there are.
    pub all: u32,
}

impl Share {
    /// Per thousand, rounded down; `None` of nothing.
    #[must_use]
    pub fn per_mille(self) -> Option<u32> {
        self.covered.saturating_mul(1000).checked_div(self.all)
    }

    fn add(&mut self, covered: bool) {
        self.covered = self.covered.saturating_add(u32::from(covered));
        self.all = self.all.saturating_add(1);
    }

    fn plus(self, other: Self) -> Self {
        Self { covered: self.covered.saturating_add(other.covered), all: self.all.saturating_add(other.all) }
    }
}

/// What suggestions reach on marked texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Entities that identify alone.
    pub direct: Share,
    /// Entities that identify with others.
    pub quasi: Share,
    /// Words that were suggested: how many of them had to be masked.
    pub precision: Share,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            direct: self.direct.plus(other.direct),
            quasi: self.quasi.plus(other.quasi),
            precision: self.precision.plus(other.precision),
        }
    }
}

/// Counts one text: what was marked, and which ranges were suggested.
#[must_use]
pub fn tally(text: &str, marked: &[Marked], suggested: &[(CodePoints, CodePoints)]) -> Tally {
    let reading = Reading::of(text);
    let mut covered = vec![false; reading.chars.len()];
    let at = |place: CodePoints| usize::try_from(place.0).unwrap_or(usize::MAX);
    for (start, end) in suggested {
        let range = at(*start)..at(*end).min(covered.len());
        covered.get_mut(range).unwrap_or_default().fill(true);
    }
    let is_covered = |start: usize, end: usize| {
        let letters = reading.chars.get(start..end.min(reading.chars.len())).unwrap_or_default().iter();
        let masked = covered.get(start..end.min(covered.len())).unwrap_or_default().iter();
        letters.zip(masked).all(|(c, masked)| *masked || !c.is_alphanumeric())
    };
    let mut entities: BTreeMap<(Identifier, &str), bool> = BTreeMap::new();
    let mut wanted = vec![false; reading.chars.len()];
    for mention in marked {
        let Some(identifier) = mention.identifier else { continue };
        let (start, end) = (at(mention.start), at(mention.end));
        let whole = entities.entry((identifier, mention.entity.as_str())).or_insert(true);
        *whole &= is_covered(start, end);
        wanted.get_mut(start..end.min(reading.chars.len())).unwrap_or_default().fill(true);
    }
    let mut tally = Tally::default();
    for ((identifier, _), whole) in entities {
        match identifier {
            Identifier::Direct => tally.direct.add(whole),
            Identifier::Quasi => tally.quasi.add(whole),
        }
    }
    for word in &reading.words {
        let range = usize::try_from(word.start).unwrap_or(usize::MAX)..usize::try_from(word.end).unwrap_or(usize::MAX);
        let any = |marks: &[bool]| marks.get(range.clone()).unwrap_or_default().iter().any(|mark| *mark);
        if any(&covered) {
            tally.precision.add(any(&wanted));
        }
    }
    tally
}
