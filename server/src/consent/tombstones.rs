//! What is left of somebody who was erased: ids that are never used again, a day, a ground, numbers. No attribute, no word,
//! no name of a file, and no hash of anything they said.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, QueryFilter, QueryOrder,
    sea_query::{Query, SelectStatement},
};
use serde::{Deserialize, Serialize};

use super::{gate::Erasing, rows};
use crate::{
    audit,
    clock::Timestamp,
    db::{Db, HouseTables, Reads, Tx},
    ids::{NarratorId, ProjectId},
};

/// A tombstone.
#[derive(Clone, Debug)]
pub struct Tombstone {
    /// The id that was theirs.
    pub narrator: NarratorId,
    /// In which project.
    pub project: ProjectId,
    /// On which day.
    pub erased_on: String,
    /// On which ground in law.
    pub ground: String,
    /// What they had allowed.
    pub purposes: Vec<String>,
    /// With which notices they were asked.
    pub notices: Vec<String>,
    /// The ids that were their stories'.
    pub testimonies: Vec<String>,
    /// What their words were used for.
    pub uses: Vec<UsedFor>,
    /// What was removed, by kind.
    pub removed: HashMap<String, u64>,
    /// When it was seen that nothing is left.
    pub verified_at: Option<Timestamp>,
    /// How far the audit chain had come.
    pub chain_head: Vec<u8>,
}

/// A quote, export or publication that their words were used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedFor {
    /// What kind.
    pub kind: String,
    /// Which one.
    pub of: uuid::Uuid,
}

/// What a tombstone says of consents and uses.
pub struct OfConsent {
    /// With which notices they were asked.
    pub notices: Vec<String>,
    /// What their words were used for.
    pub uses: Vec<UsedFor>,
}

fn list<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}

/// OK because lists of ids, names and numbers can always be written as JSON.
fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl From<rows::tombstone::Model> for Tombstone {
    fn from(row: rows::tombstone::Model) -> Self {
        Self {
            narrator: row.narrator_id,
            project: row.project_id,
            erased_on: row.erased_on,
            ground: row.ground,
            purposes: list(&row.purposes),
            notices: list(&row.notices),
            testimonies: list(&row.testimonies),
            uses: list(&row.uses),
            removed: serde_json::from_str(&row.removed).unwrap_or_default(),
            verified_at: row.verified_at,
            chain_head: row.chain_head,
        }
    }
}

/// Somebody's tombstone, if they were erased.
///
/// # Errors
/// When the database fails.
pub async fn of<C: Reads>(house: HouseTables<'_, C>, narrator: NarratorId) -> Result<Option<Tombstone>, DbErr> {
    let found = house.one::<rows::tombstone::Entity>(rows::tombstone::Column::NarratorId.eq(narrator)).await?;
    Ok(found.map(Tombstone::from))
}

/// Those whose erasure is still going on.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &Db) -> Result<Vec<Tombstone>, DbErr> {
    let found = db.house().all::<rows::tombstone::Entity>(rows::tombstone::Column::VerifiedAt.is_null()).await?;
    Ok(found.into_iter().map(Tombstone::from).collect())
}

/// The ids of those whose erasure is still going on.
#[must_use]
pub fn being_erased() -> SelectStatement {
    Query::select()
        .column(rows::tombstone::Column::NarratorId)
        .from(rows::tombstone::Entity)
        .and_where(rows::tombstone::Column::VerifiedAt.is_null())
        .to_owned()
}

/// Those of a project, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_project(db: &Db, project: ProjectId) -> Result<Vec<Tombstone>, DbErr> {
    let house = db.house();
    let found = house
        .select::<rows::tombstone::Entity>()
        .filter(rows::tombstone::Column::ProjectId.eq(project))
        .order_by_desc(rows::tombstone::Column::ErasedOn)
        .all(house.on())
        .await?;
    Ok(found.into_iter().map(Tombstone::from).collect())
}

/// Puts a tombstone up.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &Tx, tombstone: Tombstone) -> Result<(), DbErr> {
    let row = rows::tombstone::ActiveModel {
        narrator_id: Set(tombstone.narrator),
        project_id: Set(tombstone.project),
        erased_on: Set(tombstone.erased_on),
        ground: Set(tombstone.ground),
        purposes: Set(json(&tombstone.purposes)),
        notices: Set(json(&tombstone.notices)),
        testimonies: Set(json(&tombstone.testimonies)),
        uses: Set(json(&tombstone.uses)),
        recipients: Set(0),
        acknowledged: Set(0),
        removed: Set(json(&tombstone.removed)),
        verified_at: Set(tombstone.verified_at),
        chain_head: Set(tombstone.chain_head),
    };
    tx.house().insert(row).await?;
    Ok(())
}

/// Writes down how much was removed so far: work that is broken off is counted with what is done afterwards.
///
/// # Errors
/// When the database refuses.
pub async fn counted(tx: &Tx, tombstone: &Tombstone) -> Result<(), DbErr> {
    let row = rows::tombstone::ActiveModel {
        narrator_id: Set(tombstone.narrator),
        removed: Set(json(&tombstone.removed)),
        ..Default::default()
    };
    tx.house().update(row).await?;
    Ok(())
}

/// Writes down that nothing is left.
///
/// # Errors
/// When the database refuses.
pub async fn verified(tx: &Tx, tombstone: &Tombstone, at: Timestamp) -> Result<(), DbErr> {
    let row = rows::tombstone::ActiveModel {
        narrator_id: Set(tombstone.narrator),
        removed: Set(json(&tombstone.removed)),
        verified_at: Set(Some(at)),
        ..Default::default()
    };
    tx.house().update(row).await?;
    let event = audit::Event {
        act: "narrator.erased",
        actor: None,
        project: Some(tombstone.project),
        on: "narrator",
        subject: Some(tombstone.narrator.0),
        at,
    };
    audit::add(tx, event).await
}

/// What a tombstone says of consents and uses, read before they are removed.
///
/// # Errors
/// When the database fails.
pub async fn of_consent(erasing: &Erasing<'_>) -> Result<OfConsent, DbErr> {
    let mut notices: Vec<String> = Vec::new();
    for record in erasing.all_of_desk::<rows::record::Entity>().await? {
        notices.extend(record.notice_id.map(|notice| notice.to_string()).filter(|id| !notices.contains(id)));
    }
    let mut uses: Vec<UsedFor> = Vec::new();
    for used in erasing.all_of_desk::<rows::used::Entity>().await? {
        let one = UsedFor { kind: used.kind, of: used.of_id };
        if !uses.contains(&one) {
            uses.push(one);
        }
    }
    Ok(OfConsent { notices, uses })
}

/// Removes what is remembered of uses; says how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn erase_uses(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.desk::<rows::used::Entity>().await
}

/// Removes what somebody allowed, said, and is called; says how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn erase_consents(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    let mut removed = erasing.desk::<rows::limit::Entity>().await?;
    removed += erasing.desk::<rows::said::Entity>().await?;
    removed += erasing.desk::<rows::flag::Entity>().await?;
    removed += erasing.desk::<rows::concern::Entity>().await?;
    removed += erasing.desk::<rows::evidence::Entity>().await?;
    removed += erasing.desk::<rows::request::Entity>().await?;
    removed += erasing.desk::<rows::again::Entity>().await?;
    removed += erasing.desk::<rows::representative::Entity>().await?;
    removed += erasing.desk::<rows::grant::Entity>().await?;
    removed += erasing.desk::<rows::record::Entity>().await?;
    removed += erasing.vault::<rows::vault::Entity>().await?;
    removed += erasing.stories::<rows::narrator::Entity>().await?;
    Ok(removed)
}
