//! Who could recognise a narrator: not an outsider with a table, but somebody who knows a part of the story already.
//! Prompts for a reviewer, after the question of Kaiser (2009): whom would the narrator not want to read this?

use std::collections::{BTreeMap, BTreeSet};

use super::{cues::CueKind, pool::AttributeKind};

/// Somebody who could know a narrator by what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Recogniser {
    /// People from the same place, faith or language, here or there.
    Community,
    /// Whoever gives a home or work.
    LandlordOrEmployer,
    /// Relatives, a partner, a former partner.
    Family,
    /// Officials who decide about status, support or children.
    Office,
    /// Those from whom the narrator fled, and those who report to them.
    Persecutor,
}

/// What makes the question worth asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Because {
    /// Something of this kind is shown.
    Shown(AttributeKind),
    /// The words hold a cue of this kind.
    Cue(CueKind),
}

/// A question for the reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Recognition {
    /// Who.
    pub who: Recogniser,
    /// Why; never empty.
    pub because: BTreeSet<Because>,
}

impl Recogniser {
    /// A code that stays, under which a page finds its question.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Community => "recognise.community",
            Self::LandlordOrEmployer => "recognise.landlord-or-employer",
            Self::Family => "recognise.family",
            Self::Office => "recognise.office",
            Self::Persecutor => "recognise.persecutor",
        }
    }
}

/// The questions to ask about what is shown and said.
#[must_use]
pub fn who_could_recognise(shown: &BTreeSet<AttributeKind>, cues: &BTreeSet<CueKind>) -> Vec<Recognition> {
    let mut found: BTreeMap<Recogniser, BTreeSet<Because>> = BTreeMap::new();
    let by_kind = shown.iter().map(|kind| (Because::Shown(*kind), of_attribute(*kind)));
    let by_cue = cues.iter().map(|kind| (Because::Cue(*kind), of_cue(*kind)));
    for (because, all) in by_kind.chain(by_cue) {
        for who in all {
            found.entry(*who).or_default().insert(because);
        }
    }
    found.into_iter().map(|(who, because)| Recognition { who, because }).collect()
}

const fn of_attribute(kind: AttributeKind) -> &'static [Recogniser] {
    use Recogniser::{Community, Family, LandlordOrEmployer, Office, Persecutor};
    match kind {
        AttributeKind::Origin | AttributeKind::Belonging => &[Community, Persecutor],
        AttributeKind::Residence => &[Community, LandlordOrEmployer],
        AttributeKind::Age => &[Community, Family],
        AttributeKind::Gender => &[Community, Family, Persecutor],
        AttributeKind::Work => &[LandlordOrEmployer, Persecutor],
        AttributeKind::Journey => &[Family, Office, Persecutor],
        AttributeKind::Family => &[Community, Family, Office],
        AttributeKind::Health => &[Family, LandlordOrEmployer, Office],
        AttributeKind::Procedure => &[Office],
        AttributeKind::Politics => &[Community, Office, Persecutor],
        AttributeKind::Other => &[Community],
    }
}

const fn of_cue(kind: CueKind) -> &'static [Recogniser] {
    use Recogniser::{Community, LandlordOrEmployer, Office, Persecutor};
    match kind {
        CueKind::First | CueKind::Only | CueKind::Superlative => &[Community, LandlordOrEmployer],
        CueKind::PublicOffice => &[Community, Office, Persecutor],
        CueKind::Media => &[Community, LandlordOrEmployer, Persecutor],
    }
}
