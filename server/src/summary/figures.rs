//! Numbers out of the stories: always of narrators, only of those who let themselves be counted for the audience, and always
//! under disclosure control. No score, no ranking: rows stand in the order of the codebook.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::{
    SummaryError,
    document::{Block, Document, Question, Stance},
    evidence::Evidence,
    reply::{Band, CellReply, FigureReply, FigureRow, StrengthReply},
};
use crate::{
    access::{Audience, Permit, Purpose, StoryAct},
    codebook::{Codes, ProjectCodes},
    coding::{self, store::CodedPassage},
    consent::{Cleared, OfNarrator},
    db::Db,
    ids::{CodeId, NarratorId, RevisionId, TestimonyId},
    testimony, tipping,
};

/// Fewer than so many are not told.
pub(super) const FEWEST: u64 = 5;

/// Narrators, without order.
type People = BTreeSet<NarratorId>;

/// A figure before it is protected: who is in each cell. Leaves this subject only protected.
pub(super) struct Raw {
    pub of: &'static str,
    pub columns: Vec<&'static str>,
    pub rows: Vec<(String, String, Vec<People>)>,
    pub base: People,
}

/// One narrator who is counted, and a story of theirs under which the count is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub narrator: NarratorId,
    pub testimony: TestimonyId,
    pub revision: RevisionId,
}

/// What figures are made of, asked for once.
pub(super) struct Material {
    codes: ProjectCodes,
    coded: Vec<Coded>,
    tellers: Vec<testimony::store::Teller>,
    shapes: Vec<(NarratorId, String)>,
}

struct Coded {
    narrator: NarratorId,
    code: CodeId,
    effect: Option<&'static str>,
}

impl Material {
    /// Asks the gate: for counting, for this audience.
    pub(super) async fn gather<A: StoryAct>(
        db: &Db,
        codes: &Codes,
        permit: &Permit<A>,
        audience: Audience,
    ) -> Result<Self, SummaryError> {
        let gate = || db.as_permitted(permit).to_be_told(Purpose::Count, audience);
        let coded = |passage: Cleared<CodedPassage, A>| {
            let passage = passage.get();
            Coded { narrator: passage.narrator(), code: passage.code_id, effect: passage.effect }
        };
        let coded = coding::store::passages(&gate()).await?.into_iter().map(coded).collect();
        let tellers = testimony::store::tellers(&gate()).await?.into_iter().map(|one| one.get().clone()).collect();
        let shapes = tipping::store::shapes(&gate()).await?;
        let shapes = shapes.into_iter().map(|one| one.get().clone()).collect();
        let codes = codes.of_project(db, permit.project()).await?;
        Ok(Self { codes, coded, tellers, shapes })
    }

    /// Everybody who is counted in any figure.
    pub(super) fn counted(&self) -> Vec<Counted> {
        let mut by_narrator = BTreeMap::new();
        for teller in &self.tellers {
            let counted = Counted { narrator: teller.narrator, testimony: teller.testimony, revision: teller.revision };
            by_narrator.entry(teller.narrator).or_insert(counted);
        }
        by_narrator.into_values().collect()
    }

    /// The answer to a question, unprotected.
    pub(super) fn answer(&self, asks: Question, codes: &Codes, language: &str) -> Raw {
        let base: People = self.tellers.iter().map(|teller| teller.narrator).collect();
        match asks {
            Question::Coverage => Raw {
                of: "indicator",
                columns: vec!["told", "helped", "in-the-way"],
                rows: self.coverage(codes, language),
                base,
            },
            Question::Roles => {
                let roles = self.tellers.iter().map(|teller| (teller.narrator, teller.role.clone()));
                Raw { of: "role", columns: vec!["narrators"], rows: by_key(roles), base }
            }
            Question::Languages => {
                let languages = self.tellers.iter().map(|teller| (teller.narrator, teller.language.clone()));
                Raw { of: "language", columns: vec!["narrators"], rows: by_key(languages), base }
            }
            Question::TippingShapes => {
                let shapes = self.shapes.iter().cloned();
                Raw { of: "tipping-shape", columns: vec!["narrators"], rows: by_key(shapes), base }
            }
        }
    }

    fn coverage(&self, codes: &Codes, language: &str) -> Vec<(String, String, Vec<People>)> {
        let indicators = codes.indicators();
        let mut cells: HashMap<CodeId, [People; 3]> = HashMap::new();
        for coded in &self.coded {
            let Some(indicator) = self.codes.indicator_of(coded.code) else { continue };
            let [told, helped, in_the_way] = cells.entry(indicator).or_default();
            told.insert(coded.narrator);
            match coded.effect {
                Some("enabler") => drop(helped.insert(coded.narrator)),
                Some("barrier") => drop(in_the_way.insert(coded.narrator)),
                Some("mixed") => {
                    helped.insert(coded.narrator);
                    in_the_way.insert(coded.narrator);
                }
                _ => {}
            }
        }
        let row = |indicator: &crate::codebook::reply::CodeNode| {
            let name = indicator.names.get(language).unwrap_or(&indicator.name).clone();
            let cells = cells.remove(&indicator.id).unwrap_or_default();
            (indicator.key.clone(), name, Vec::from(cells))
        };
        indicators.map(row).collect()
    }
}

fn by_key(all: impl Iterator<Item = (NarratorId, String)>) -> Vec<(String, String, Vec<People>)> {
    let mut rows: BTreeMap<String, People> = BTreeMap::new();
    for (narrator, key) in all {
        rows.entry(key).or_default().insert(narrator);
    }
    rows.into_iter().map(|(key, people)| (key.clone(), key, vec![people])).collect()
}

/// How many narrators bear each statement out, in bands.
pub(super) fn strengths(document: &Document, told: &HashMap<Uuid, Evidence>) -> BTreeMap<Uuid, StrengthReply> {
    let of_block = |block: &Block| {
        let evidence = || block.evidence().iter().filter_map(|id| told.get(id));
        let people = |supports: bool| -> People {
            evidence().filter(|one| (one.stance == Stance::Supports) == supports).map(|one| one.narrator).collect()
        };
        let otherwise: People = evidence()
            .filter(|one| matches!(one.stance, Stance::Contradicts | Stance::Complicates))
            .map(|one| one.narrator)
            .collect();
        let otherwise = (!otherwise.is_empty()).then(|| band(otherwise.len()));
        matches!(block, Block::Statement { .. })
            .then(|| (block.id(), StrengthReply { supports: band(people(true).len()), otherwise }))
    };
    document.blocks.iter().filter_map(of_block).collect()
}

const fn band(number: usize) -> Band {
    match number {
        0..5 => Band::Few,
        5..10 => Band::Several,
        _ => Band::Many,
    }
}

/// A figure as it may leave the project.
pub(super) fn protected(raw: &Raw) -> FigureReply {
    let cell = |people: &People| one(people.len());
    FigureReply {
        of: raw.of.to_owned(),
        columns: raw.columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: raw
            .rows
            .iter()
            .map(|(key, name, cells)| FigureRow {
                key: key.clone(),
                name: name.clone(),
                cells: cells.iter().map(cell).collect(),
            })
            .collect(),
        base: cell(&raw.base),
        withheld: false,
    }
}

fn one(number: usize) -> CellReply {
    let number = u64::try_from(number).unwrap_or(u64::MAX);
    if number < 5 { CellReply::FewerThan(5) } else { CellReply::Shown((number + 2) / 5 * 5) }
}
