//! What numbers a project released, and over whom: kept sealed, so that nobody is found by taking one release from another.
//! Whoever is erased stays in it as a mark that is nobody's: the numbers that are out there do not change by it.

use std::collections::BTreeSet;

use disclosure::{Judging, Ledger, Mark, Preset, Release, ReleasedCell, Showing};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SummaryError, document::Question, reply::FigureReply, rows, store::key_id};
use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::{Id, NarratorId, ProjectId, SummaryId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
};

/// A release as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    asks: Question,
    day: String,
    figure: FigureReply,
    population: BTreeSet<Uuid>,
    cells: Vec<KeptCell>,
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
    figures: Vec<(Question, String, FigureReply)>,
}

impl Released {
    /// The last answer to a question, and from which day it is.
    pub(super) fn last(&self, asks: Question) -> Option<(&str, &FigureReply)> {
        let of_it = self.figures.iter().rev().find(|(asked, _, _)| *asked == asks)?;
        Some((of_it.1.as_str(), &of_it.2))
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
            preset: Preset::Public,
            population: marks(&self.population),
            cells: self.cells.iter().map(cell).collect(),
        }
    }
}

/// Everything a project released.
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
        figures.push((kept.asks, kept.day, kept.figure));
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
    summary: SummaryId,
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
