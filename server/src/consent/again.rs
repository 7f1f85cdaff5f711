//! Asking again after a story was told, passage by passage: what somebody says in the flow of telling they may not wish to
//! stand there. What is kept out then is kept out for everybody, and only the narrator lifts it. (Post-interview
//! confidentiality choices after K. Kaiser, Qualitative Health Research 19(11), 2009.)

use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, Order, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ConsentError, Gate, gate::Own, narrators, rows};
use crate::{
    access::{CollectTestimony, DeskAct, Permit},
    db::Db,
    ids::{NarratorId, RevisionId, TestimonyId},
};

/// That somebody was asked again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AskedAgainReply {
    /// Its id.
    pub id: Uuid,
    /// About which story.
    pub testimony_id: TestimonyId,
    /// About which text of it.
    pub revision_id: RevisionId,
    /// On which day.
    pub asked_on: String,
    /// How many passages they kept out then.
    pub kept_out: i32,
}

fn reply(row: &rows::again::Model) -> AskedAgainReply {
    AskedAgainReply {
        id: row.id,
        testimony_id: row.testimony_id,
        revision_id: row.revision_id,
        asked_on: row.asked_on.clone(),
        kept_out: row.kept_out,
    }
}

/// That it was done, written down once: nothing where it was written down before.
///
/// # Errors
/// When the id is taken by something else.
pub(crate) async fn write(
    gate: &Gate<'_, CollectTestimony, DatabaseTransaction>,
    permit: &Permit<CollectTestimony>,
    narrator: NarratorId,
    new: &AskedAgainReply,
) -> Result<bool, ConsentError> {
    let known = gate.desk::<rows::again::Entity>().only(rows::again::Column::Id.eq(new.id)).one().await?;
    if let Some(known) = known {
        let same = known.get().testimony_id == new.testimony_id;
        return if same { Ok(false) } else { Err(ConsentError::ExistsDifferently) };
    }
    let row = rows::again::ActiveModel {
        id: Set(new.id),
        project_id: Set(permit.project()),
        narrator_id: Set(narrator),
        testimony_id: Set(new.testimony_id),
        revision_id: Set(new.revision_id),
        asked_on: Set(new.asked_on.clone()),
        kept_out: Set(new.kept_out),
        asked_by: Set(permit.person()),
        asked_at: Set(permit.at()),
    };
    gate.insert_at_desk(row).await.map_err(narrators::taken)?;
    Ok(true)
}

/// How often a narrator was asked again, the newest first.
///
/// # Errors
/// "Absent" when this act does not reach them.
pub async fn of_narrator<A: DeskAct>(
    db: &Db,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<AskedAgainReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    if !narrators::is_known(&gate, narrator).await? {
        return Err(ConsentError::Absent);
    }
    use rows::again::Column as C;
    let found = gate.desk::<rows::again::Entity>().only(C::NarratorId.eq(narrator));
    Ok(found.by(C::AskedAt, Order::Desc).all().await?.iter().map(|row| reply(row.get())).collect())
}

/// How many passages of a narrator are kept out.
///
/// # Errors
/// When the database fails.
pub(crate) async fn kept_out_of(
    gate: &Gate<'_, CollectTestimony, DatabaseTransaction>,
    narrator: NarratorId,
) -> Result<u64, DbErr> {
    use rows::limit::Column as C;
    gate.desk::<rows::limit::Entity>().only(C::NarratorId.eq(narrator).and(C::LiftedAt.is_null())).number().await
}

/// When the narrator who is here was asked again, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn own<C: crate::db::Reads>(own: &Own<'_, C>) -> Result<Vec<AskedAgainReply>, DbErr> {
    let found = own.desk::<rows::again::Entity>().by(rows::again::Column::AskedAt, Order::Desc).all().await?;
    Ok(found.iter().map(|row| reply(row.get())).collect())
}
