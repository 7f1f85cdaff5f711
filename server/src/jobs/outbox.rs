//! The outbox: what must follow a change, in the order of commits. Each replica keeps its own place in it (the index keeps
//! it in its commit), so nothing is missed after a crash and everything may be done twice.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};

use super::rows::outbox as rows;
use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::ProjectId,
};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A testimony came, has a new text, or other turns: its passages are indexed anew.
    Testimony,
    /// Codings of a testimony changed: the columns kept for counting are read anew.
    Codings,
    /// The whole index is asked for anew.
    Everything,
    /// A narrator allows less: copies that were made of their words under it are removed.
    Withdrawn,
}

impl Change {
    fn as_str(self) -> &'static str {
        match self {
            Self::Testimony => "testimony",
            Self::Codings => "codings",
            Self::Everything => "everything",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Testimony, Self::Codings, Self::Everything, Self::Withdrawn]
            .into_iter()
            .find(|change| change.as_str() == text)
    }
}

/// One row of the outbox.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its place in the order of commits.
    pub number: i64,
    /// What changed.
    pub change: Change,
    /// In which project.
    pub project: ProjectId,
    /// Of what: a testimony, mostly.
    pub subject: Option<uuid::Uuid>,
}

/// Adds a change, in the transaction that makes it.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    tx: &Tx,
    change: Change,
    project: ProjectId,
    subject: Option<uuid::Uuid>,
    at: Timestamp,
) -> Result<(), DbErr> {
    tx.house()
        .insert(rows::ActiveModel {
            kind: Set(change.as_str().to_owned()),
            project_id: Set(project),
            subject_id: Set(subject),
            created_at: Set(at),
            ..Default::default()
        })
        .await?;
    Ok(())
}

/// What came after this place, oldest first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn after(db: &Db, number: i64, at_most: u64) -> Result<Vec<Entry>, DbErr> {
    let house = db.house();
    let found = house
        .select::<rows::Entity>()
        .filter(rows::Column::Number.gt(number))
        .order_by_asc(rows::Column::Number)
        .limit(at_most)
        .all(house.on())
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|row| {
            Some(Entry {
                number: row.number,
                change: Change::parse(&row.kind)?,
                project: row.project_id,
                subject: row.subject_id,
            })
        })
        .collect())
}

/// The newest place.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Db) -> Result<i64, DbErr> {
    let house = db.house();
    let newest: Option<Option<i64>> = house
        .select::<rows::Entity>()
        .select_only()
        .column_as(rows::Column::Number.max(), "newest")
        .into_tuple()
        .one(house.on())
        .await?;
    Ok(newest.flatten().unwrap_or(0))
}
