//! What numbers a project released, and over whom: kept sealed, so that nobody is found by taking one release from another.
//! Whoever is erased stays in it as a mark that is nobody's: the numbers that are out there do not change by it.

use std::collections::BTreeSet;

use disclosure::{Compared, Judging, Ledger, LedgerRefusal, Mark, Preset, Release, ReleasedCell, Showing};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SummaryError, document::Question, figures::preset_for, reply::FigureReply, rows, store::key_id};
use crate::{
    access::Audience,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{Id, NarratorId, ProjectId, SummaryId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
};

/// A release as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    asks: Question,
    /// To whom, and so under which rules. What was kept before there were others was for everybody.
    #[serde(default = "everybody")]
    audience: Audience,
    day: String,
    figure: FigureReply,
    population: BTreeSet<Uuid>,
    cells: Vec<KeptCell>,
}

const fn everybody() -> Audience {
    Audience::Public
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptCell {
    name: String,
    shown: bool,
    narrators: BTreeSet<Uuid>,
}

/// What was released so far, the oldest first.
#[derive(Default)]
pub(super) struct Released {
    pub ledger: Ledger,
    /// How many there are, those that nobody can open any more too.
    pub number: usize,
    figures: Vec<Told>,
}

/// A figure that was told.
struct Told {
    asks: Question,
    audience: Audience,
    day: String,
    figure: FigureReply,
}

impl Released {
    /// The number of a new release that says too much beside one that was told under other rules.
    pub(super) fn told_otherwise(&self, refusal: &LedgerRefusal, rules: Preset) -> Option<String> {
        let LedgerRefusal::SmallDifference(difference) = refusal else { return None };
        let earlier = self.ledger.releases().iter().find(|one| one.id == difference.earlier_id)?;
        match &difference.new {
            Compared::Cell(cell) if earlier.preset != rules => Some(cell.clone()),
            Compared::Cell(_) | Compared::Population => None,
        }
    }

    /// The last answer to a question that these readers were told, alone or with others, and from which day it is.
    pub(super) fn last(&self, asks: Question, audience: Audience) -> Option<(&str, &FigureReply)> {
        let reached_them = |told: &&Told| told.asks == asks && told.audience.rank() >= audience.rank();
        let last = self.figures.iter().rev().find(reached_them)?;
        Some((last.day.as_str(), &last.figure))
    }
}

fn place(id: Uuid) -> Place {
    Place { table: "release", column: "release_sealed", row: id }
}

impl Kept {
    fn release(&self, id: Uuid) -> Release {
        let marks = |all: &BTreeSet<Uuid>| all.iter().map(|one| Mark(one.into_bytes())).collect();
        let cell = |cell: &KeptCell| ReleasedCell {
            name: cell.name.clone(),
            showing: if cell.shown { Showing::Shown } else { Showing::Hidden },
            narrators: marks(&cell.narrators),
        };
        Release {
            id: id.to_string(),
            preset: preset_for(self.audience),
            population: marks(&self.population),
            cells: self.cells.iter().map(cell).collect(),
        }
    }
}

/// Everything a project released, to whomever: some read what is for them and what is for everybody.
///
/// # Errors
/// When the database or the keys fail.
pub(super) async fn of_project(db: &Db, keys: &NarratorKeys, project: ProjectId) -> Result<Released, SummaryError> {
    let mut found = db.house().all::<rows::release::Entity>(rows::release::Column::ProjectId.eq(project)).await?;
    found.sort_by_key(|row| (row.at, row.id));
    let mut ledger = Ledger::judging(Judging::Together);
    let mut figures = Vec::new();
    let number = found.len();
    for row in found {
        let key = match keys.of(key_id(row.summary_id)).await {
            Ok(key) => key,
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        let kept: Kept = key.open_json(place(row.id), &row.release_sealed)?;
        ledger.enter_known(kept.release(row.id));
        let Kept { asks, audience, day, figure, .. } = kept;
        figures.push(Told { asks, audience, day, figure });
    }
    Ok(Released { ledger, number, figures })
}

/// Writes a release down. A figure that stays as it was releases nothing.
///
/// # Errors
/// When the database refuses.
pub(super) async fn put(
    tx: &Tx,
    key: &NarratorKey,
    project: ProjectId,
    (summary, audience): (SummaryId, Audience),
    asks: Question,
    release: &Release,
    figure: &FigureReply,
    at: Timestamp,
) -> Result<(), SummaryError> {
    if figure.withheld || figure.as_of.is_some() {
        return Ok(());
    }
    let ids = |marks: &disclosure::Marks| marks.iter().map(|mark| Uuid::from_bytes(mark.0)).collect();
    let cell = |cell: &ReleasedCell| KeptCell {
        name: cell.name.clone(),
        shown: cell.showing == Showing::Shown,
        narrators: ids(&cell.narrators),
    };
    let kept = Kept {
        asks,
        audience,
        day: at.day(),
        figure: figure.clone(),
        population: ids(&release.population),
        cells: release.cells.iter().map(cell).collect(),
    };
    let id = crate::ids::CodeId::at(at).0;
    let row = rows::release::ActiveModel {
        id: Set(id),
        project_id: Set(project),
        summary_id: Set(summary),
        release_sealed: Set(key.seal_json(place(id), &kept)?),
        at: Set(at),
    };
    tx.house().insert(row).await?;
    Ok(())
}

/// Puts a mark that is nobody's in the place of somebody who is erased, the same in every release.
///
/// # Errors
/// When the database or the keys fail.
pub(super) async fn forget(
    tx: &Tx,
    keys: &NarratorKeys,
    project: ProjectId,
    narrator: NarratorId,
    at: Timestamp,
) -> Result<(), SummaryError> {
    let nobody = crate::ids::CodeId::at(at).0;
    let swap = |all: &mut BTreeSet<Uuid>| all.remove(&narrator.0) && all.insert(nobody);
    for row in tx.house().all::<rows::release::Entity>(rows::release::Column::ProjectId.eq(project)).await? {
        let key = match keys.of(key_id(row.summary_id)).await {
            Ok(key) => key,
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut kept: Kept = key.open_json(place(row.id), &row.release_sealed)?;
        if swap(&mut kept.population) {
            for cell in &mut kept.cells {
                swap(&mut cell.narrators);
            }
            let id = row.id;
            let mut row: rows::release::ActiveModel = row.into();
            row.release_sealed = Set(key.seal_json(place(id), &kept)?);
            tx.house().update(row).await?;
        }
    }
    Ok(())
}
