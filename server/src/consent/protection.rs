//! What protects a narrator whatever they granted: while an asylum claim is open, while somebody threatens them, while they
//! are a child or were trafficked, nothing of theirs leaves the team. Each flag is looked at again on its day.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ConsentError, changes::Author, gate::Hand, narrators, rows};
use crate::{
    access::{Permit, Protect},
    clock::Timestamp,
    db::Db,
    ids::{AccountId, NarratorId, ProjectId},
    keys::{NarratorKey, NarratorKeys, Place, Promise, PromiseKind},
    named::named,
};

const LONGEST_NOTE: usize = 2_000;

named! {
    /// What somebody is protected from.
    FlagKind {
        /// What is told may be used in a decision on their claim.
        OpenAsylumClaim = "open-asylum-claim",
        /// Somebody threatens them.
        Threat = "threat",
        /// They are a child; on the review day they are of age.
        Minor = "minor",
        /// They were trafficked.
        Trafficking = "trafficking",
    }
}

/// A flag to put up.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFlag {
    /// What they are protected from.
    pub kind: FlagKind,
    /// The day on which it is looked at again, like 2026-03-01; of a child, the day they are of age.
    pub review_on: String,
    /// A note, kept sealed.
    #[serde(default)]
    pub note: Option<String>,
}

/// A flag.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FlagReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// What they are protected from.
    pub kind: FlagKind,
    /// Since when.
    pub since: Timestamp,
    /// The day on which it is looked at again.
    pub review_on: String,
    /// When it was taken down.
    pub ended_at: Option<Timestamp>,
    /// The note.
    pub note: Option<String>,
}

/// A flag as it is promised beside the keys: without its note.
#[derive(Serialize, Deserialize)]
pub(super) struct Promised {
    kind: FlagKind,
    review_on: String,
    holds_all_from: Option<i64>,
    set_by: AccountId,
}

/// Puts a flag up again after an old backup was brought back.
pub(super) async fn put_again<'a, H: Hand<'a>>(
    hand: &H,
    project: ProjectId,
    narrator: NarratorId,
    id: uuid::Uuid,
    flag: Promised,
    at: Timestamp,
) -> Result<(), ConsentError> {
    let row = rows::flag::ActiveModel {
        id: Set(id),
        project_id: Set(project),
        narrator_id: Set(narrator),
        kind: Set(flag.kind.as_str().to_owned()),
        review_on: Set(flag.review_on),
        holds_all_from: Set(flag.holds_all_from.map(Timestamp)),
        note_sealed: Set(None),
        set_by: Set(flag.set_by),
        set_at: Set(at),
        ended_at: Set(None),
    };
    hand.add(row).await?;
    Ok(())
}

fn note_place(flag: uuid::Uuid) -> Place {
    Place { table: "protection_flag", column: "note_sealed", row: flag }
}

fn shown(row: &rows::flag::Model, key: &NarratorKey) -> Result<FlagReply, ConsentError> {
    let note = row.note_sealed.as_deref().map(|sealed| key.open_text(note_place(row.id), sealed)).transpose()?;
    Ok(FlagReply {
        id: row.id,
        kind: FlagKind::parse(&row.kind).unwrap_or(FlagKind::Threat),
        since: row.set_at,
        review_on: row.review_on.clone(),
        ended_at: row.ended_at,
        note,
    })
}

/// The flags of a narrator, the newest first.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn of_narrator(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<Protect>,
    narrator: NarratorId,
) -> Result<Vec<FlagReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    if !narrators::is_known(&gate, narrator).await? {
        return Err(ConsentError::Absent);
    }
    let key = keys.of(narrator).await?;
    let which = rows::flag::Column::NarratorId.eq(narrator);
    let flags = gate.desk::<rows::flag::Entity>().only(which).by(rows::flag::Column::SetAt, Order::Desc).all().await?;
    flags.iter().map(|flag| shown(flag.get(), &key)).collect()
}

/// Puts a flag up, or changes it. In force at once. Safe to send twice; says whether it is new.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<Protect>,
    narrator: NarratorId,
    id: uuid::Uuid,
    new: NewFlag,
) -> Result<(FlagReply, bool), ConsentError> {
    let Some(review_on) = Timestamp::parse(&new.review_on) else {
        let detail = "Say the day on which this is looked at again, like 2026-03-01.".to_owned();
        return Err(ConsentError::Bounds { at: "/review_on", detail });
    };
    let note = new.note.as_deref().filter(|note| !note.trim().is_empty());
    if note.is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        let detail = "A note has at most 2,000 characters.".to_owned();
        return Err(ConsentError::Bounds { at: "/note", detail });
    }
    let key = keys.of(narrator).await?;
    let note_sealed = note.map(|note| key.seal_text(note_place(id), note)).transpose()?;
    let (row, is_new) = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            if !narrators::is_known(&gate, narrator).await? {
                return Err(ConsentError::Absent);
            }
            let known = gate.desk::<rows::flag::Entity>().only(rows::flag::Column::Id.eq(id)).one().await?;
            if known.as_ref().is_some_and(|known| known.get().narrator_id != narrator) {
                return Err(ConsentError::ExistsDifferently);
            }
            let mut row = rows::flag::ActiveModel {
                id: Set(id),
                project_id: Set(permit.project()),
                narrator_id: Set(narrator),
                kind: Set(new.kind.as_str().to_owned()),
                review_on: Set(new.review_on),
                holds_all_from: Set((new.kind == FlagKind::Minor).then_some(review_on)),
                note_sealed: Set(note_sealed),
                ..Default::default()
            };
            let is_new = known.is_none();
            let promised = Promised {
                kind: new.kind,
                review_on: row.review_on.clone().take().unwrap_or_default(),
                holds_all_from: row.holds_all_from.clone().take().flatten().map(|at| at.0),
                set_by: permit.person(),
            };
            let row = if is_new {
                row.set_by = Set(permit.person());
                row.set_at = Set(permit.at());
                row.ended_at = Set(None);
                gate.insert_at_desk(row).await.map_err(narrators::taken)?
            } else {
                gate.update_at_desk(row).await?
            };
            Author::staff(permit, "staff").changed(tx, "protection.set", narrator, new.kind.as_str()).await?;
            let said = serde_json::to_string(&promised).unwrap_or_default();
            let promise = Promise::to(permit.project(), narrator, permit.at());
            keys.promise(&[Promise { kind: PromiseKind::Flagged, act: id, said, ..promise }]).await?;
            Ok((row, is_new))
        })
        .await?;
    Ok((shown(&row, &key)?, is_new))
}

/// Takes a flag down. What the narrator granted counts again.
///
/// # Errors
/// "Absent" when there is no such flag.
pub async fn end(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<Protect>,
    narrator: NarratorId,
    id: uuid::Uuid,
) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let flag = gate.desk::<rows::flag::Entity>().only(rows::flag::Column::Id.eq(id)).one().await?;
        let flag = flag.filter(|flag| flag.get().narrator_id == narrator).ok_or(ConsentError::Absent)?;
        if flag.get().ended_at.is_none() {
            let mut row: rows::flag::ActiveModel = flag.get().clone().into();
            row.ended_at = Set(Some(permit.at()));
            gate.update_at_desk(row).await?;
            Author::staff(permit, "staff").changed(tx, "protection.ended", narrator, &flag.get().kind).await?;
            let promise = Promise::to(permit.project(), narrator, permit.at());
            keys.promise(&[Promise { kind: PromiseKind::Unflagged, act: id, ..promise }]).await?;
        }
        Ok(())
    })
    .await
}

/// What a narrator is protected from now.
///
/// # Errors
/// When the database fails.
pub async fn of_visit(db: &Db, visit: &super::visits::Visit) -> Result<Vec<FlagKind>, sea_orm::DbErr> {
    let flags = db.as_narrator(visit).desk::<rows::flag::Entity>().only(rows::flag::Column::EndedAt.is_null());
    Ok(flags.all().await?.iter().filter_map(|flag| FlagKind::parse(&flag.get().kind)).collect())
}
