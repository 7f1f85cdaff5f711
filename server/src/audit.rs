//! Who did what to a story, a consent, the vault, and when: a chain in which each event holds the hash of the one before.
//! Ids only; must never say what a story says.

mod chain;
mod rows;

pub use chain::{Broken, Doer, Happened, Which, doers, mark, of_project, verify};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, ProjectId},
};

/// One act worth remembering.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its stable name, such as `testimony.kept`.
    pub act: &'static str,
    /// Who; nobody when the machine did it.
    pub actor: Option<AccountId>,
    /// In which project.
    pub project: Option<ProjectId>,
    /// On what kind of thing.
    pub on: &'static str,
    /// On which one.
    pub subject: Option<uuid::Uuid>,
    /// When.
    pub at: Timestamp,
}

/// Adds an event to the chain, in the transaction of the act itself.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &Tx, event: Event) -> Result<(), DbErr> {
    add_with(tx, event, "").await
}

/// Adds an event with what else is to be remembered of it: names of purposes, states and ways, never words.
///
/// # Errors
/// When the database refuses.
pub async fn add_with(tx: &Tx, event: Event, detail: &str) -> Result<(), DbErr> {
    let house = tx.house();
    let last = house.select::<rows::Entity>().order_by_desc(rows::Column::Number).limit(1).one(house.on()).await?;
    let previous = last.map_or_else(|| vec![0; 32], |row| row.hash);
    let hash = hash_of(&previous, &event, detail);
    house
        .insert(rows::ActiveModel {
            at: Set(event.at),
            act: Set(event.act.to_owned()),
            actor_id: Set(event.actor),
            project_id: Set(event.project),
            subject_kind: Set(event.on.to_owned()),
            subject_id: Set(event.subject),
            detail: Set(detail.to_owned()),
            previous_hash: Set(previous),
            hash: Set(hash),
            ..Default::default()
        })
        .await?;
    Ok(())
}

/// The hash of the newest event.
///
/// # Errors
/// When the database fails.
pub async fn head(tx: &Tx) -> Result<Vec<u8>, DbErr> {
    let house = tx.house();
    let last = house.select::<rows::Entity>().order_by_desc(rows::Column::Number).limit(1).one(house.on()).await?;
    Ok(last.map_or_else(|| vec![0; 32], |row| row.hash))
}

/// Whether the chain tells of this narrator, story or other thing, be it there still or gone.
///
/// # Errors
/// When the database fails.
pub async fn knows(db: &Db, subject: uuid::Uuid) -> Result<bool, DbErr> {
    let house = db.house();
    let about = house.select::<rows::Entity>().filter(rows::Column::SubjectId.eq(subject));
    Ok(about.limit(1).one(house.on()).await?.is_some())
}

/// Whether something was ever done here.
///
/// # Errors
/// When the database fails.
pub async fn happened(db: &Db, act: &str) -> Result<bool, DbErr> {
    let house = db.house();
    let such = house.select::<rows::Entity>().filter(rows::Column::Act.eq(act));
    Ok(such.limit(1).one(house.on()).await?.is_some())
}

fn hash_of(previous: &[u8], event: &Event, detail: &str) -> Vec<u8> {
    digest(previous, event.at, event.act, event.actor, event.project, event.on, event.subject, detail)
}

fn hash_of_row(row: &rows::Model) -> Vec<u8> {
    let (previous, on) = (&row.previous_hash, &row.subject_kind);
    digest(previous, row.at, &row.act, row.actor_id, row.project_id, on, row.subject_id, &row.detail)
}

fn digest(
    previous: &[u8],
    at: Timestamp,
    act: &str,
    actor: Option<AccountId>,
    project: Option<ProjectId>,
    on: &str,
    subject: Option<uuid::Uuid>,
    detail: &str,
) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(at.0.to_be_bytes());
    for text in [act, on] {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    for id in [actor.map(|id| id.0), project.map(|id| id.0), subject] {
        hash.update(id.unwrap_or_default().as_bytes());
    }
    // Comes last, where nothing else can be taken for it.
    hash.update(detail.as_bytes());
    hash.finalize().to_vec()
}
