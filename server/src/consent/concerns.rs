//! Safeguarding notes: whoever works with a story and fears for somebody says so here. It goes to those who protect
//! narrators and to nobody else: who wrote one cannot read it again, and neither can coders, leads or editors.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ConsentError, narrators, remember, rows};
use crate::{
    access::{Permit, Protect, RaiseConcern},
    clock::Timestamp,
    db::Db,
    ids::{AccountId, NarratorId},
    keys::{NarratorKeys, Place},
};

const LONGEST: usize = 4_000;

/// A fear for somebody.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConcern {
    /// What is feared, and why.
    pub words: String,
}

impl std::fmt::Debug for NewConcern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewConcern(…)")
    }
}

/// A fear for somebody, as those who protect narrators read it.
#[derive(Clone, Serialize, ToSchema)]
pub struct ConcernReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// For whom.
    pub narrator_id: NarratorId,
    /// What is feared.
    pub words: String,
    /// Who said so.
    pub made_by: AccountId,
    /// When.
    pub made_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

fn place(id: uuid::Uuid) -> Place {
    Place { table: "safeguarding_note", column: "words_sealed", row: id }
}

/// Says it. Safe to send twice: what was said first stands.
///
/// # Errors
/// "Absent" when there is no such narrator; when it is too long.
pub async fn raise(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<RaiseConcern>,
    of: NarratorId,
    id: uuid::Uuid,
    new: NewConcern,
) -> Result<(), ConsentError> {
    if new.words.trim().is_empty() || new.words.chars().count() > LONGEST {
        let detail = "Say what you fear, and why, in at most 4,000 characters.".to_owned();
        return Err(ConsentError::Bounds { at: "/words", detail });
    }
    let key = keys.of(of).await.map_err(|_gone| ConsentError::Absent)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, of).await? {
            return Err(ConsentError::Absent);
        }
        let known = gate.desk::<rows::concern::Entity>().only(rows::concern::Column::Id.eq(id)).one().await?;
        if let Some(known) = known {
            return if known.get().narrator_id == of { Ok(()) } else { Err(ConsentError::ExistsDifferently) };
        }
        let row = rows::concern::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(of),
            words_sealed: Set(key.seal_text(place(id), new.words.trim())?),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
            settled_at: Set(None),
        };
        gate.insert_at_desk(row).await?;
        Ok(remember(tx, permit, "safeguarding.raised", of).await?)
    })
    .await
}

/// Everything that is feared in the project, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(db: &Db, keys: &NarratorKeys, permit: &Permit<Protect>) -> Result<Vec<ConcernReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    let found = gate.desk::<rows::concern::Entity>().by(rows::concern::Column::MadeAt, Order::Desc).all().await?;
    let ids: Vec<NarratorId> = found.iter().map(|row| row.get().narrator_id).collect();
    let opened = keys.of_all(&ids).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        let row = row.get();
        if let Some(key) = opened.get(&row.narrator_id) {
            all.push(ConcernReply {
                id: row.id,
                narrator_id: row.narrator_id,
                words: key.open_text(place(row.id), &row.words_sealed)?,
                made_by: row.made_by,
                made_at: row.made_at,
                settled_at: row.settled_at,
            });
        }
    }
    Ok(all)
}

/// Settles one. Safe to send twice.
///
/// # Errors
/// "Absent" when there is none.
pub async fn settle(db: &Db, permit: &Permit<Protect>, of: NarratorId, id: uuid::Uuid) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let which = rows::concern::Column::Id.eq(id).and(rows::concern::Column::NarratorId.eq(of));
        let known = gate.desk::<rows::concern::Entity>().only(which).one().await?.ok_or(ConsentError::Absent)?;
        if known.get().settled_at.is_some() {
            return Ok(());
        }
        let mut row: rows::concern::ActiveModel = known.get().clone().into();
        row.settled_at = Set(Some(permit.at()));
        gate.update_at_desk(row).await?;
        Ok(remember(tx, permit, "safeguarding.settled", of).await?)
    })
    .await
}
