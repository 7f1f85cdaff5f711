//! Remarks beside blocks of a draft, for those who write and those who approve.

use std::collections::HashSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    SummaryError,
    document::Block,
    reply::{CommentReply, NewComment},
    rows,
    store::{self, key_id, remember, row_in, row_of, writer},
};
use crate::{
    access::{ApproveSummaries, Permit},
    db::Db,
    ids::{AccountId, SummaryId},
    keys::{NarratorKeys, Place},
    people,
};

const LONGEST: usize = 2_000;

fn words_place(id: Uuid) -> Place {
    Place { table: "summary_comment", column: "words_sealed", row: id }
}

/// The remarks on a summary, the oldest first: those beside what is shown now.
///
/// # Errors
/// When there is no such summary.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    on: SummaryId,
) -> Result<Vec<CommentReply>, SummaryError> {
    let opened = store::open(db, keys, permit, on, None).await?;
    let is_shown = |block: &&Block| !matches!(block, Block::Withdrawn { .. });
    let shown: HashSet<Uuid> = opened.document.blocks.iter().filter(is_shown).map(Block::id).collect();
    let key = keys.of(key_id(on)).await?;
    let house = db.house();
    let found = house
        .select::<rows::comment::Entity>()
        .filter(rows::comment::Column::SummaryId.eq(on))
        .order_by_asc(rows::comment::Column::MadeAt)
        .all(house.on())
        .await?;
    let people: Vec<AccountId> = found.iter().map(|row| row.made_by).collect();
    let names = people::names_of(db, &people).await?;
    found
        .into_iter()
        .filter(|row| shown.contains(&row.block_id))
        .map(|row| {
            Ok(CommentReply {
                id: row.id,
                block_id: row.block_id,
                text: key.open_text(words_place(row.id), &row.words_sealed)?,
                by: writer(row.made_by, &names),
                made_at: row.made_at,
                settled_at: row.settled_at,
            })
        })
        .collect()
}

/// Makes a remark, or settles one. Only who made it changes its words.
///
/// # Errors
/// When it is too long, or the id is used elsewhere.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    on: SummaryId,
    id: Uuid,
    new: NewComment,
) -> Result<bool, SummaryError> {
    if new.text.trim().is_empty() || new.text.chars().count() > LONGEST {
        let detail = "Say it in at most 2,000 characters.".to_owned();
        return Err(SummaryError::Bounds { at: "/text".to_owned(), detail });
    }
    row_of(db, permit, on).await?;
    let key = keys.of(key_id(on)).await?;
    db.transact(async |tx| {
        row_in(tx, permit, on).await?;
        let house = tx.house();
        let settled_at = new.settled.then(|| permit.at());
        let known = house.one::<rows::comment::Entity>(rows::comment::Column::Id.eq(id)).await?;
        if let Some(known) = known {
            if known.summary_id != on {
                return Err(SummaryError::ExistsDifferently);
            }
            let is_theirs = known.made_by == permit.person();
            let mut row: rows::comment::ActiveModel = known.into();
            row.settled_at = Set(settled_at);
            if is_theirs {
                row.words_sealed = Set(key.seal_text(words_place(id), new.text.trim())?);
            }
            house.update(row).await?;
            return Ok(false);
        }
        let row = rows::comment::ActiveModel {
            id: Set(id),
            summary_id: Set(on),
            block_id: Set(new.block_id),
            words_sealed: Set(key.seal_text(words_place(id), new.text.trim())?),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
            settled_at: Set(settled_at),
        };
        house.insert(row).await?;
        remember(tx, permit, "summary.commented", on).await?;
        Ok(true)
    })
    .await
}
