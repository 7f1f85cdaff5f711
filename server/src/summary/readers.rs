//! Who reads a summary that is for some: each by a link of their own, which opens until a day, and can be ended. Of a link
//! its hash is kept, and whom it is for under the summary's key.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};
use uuid::Uuid;

use super::{
    SummaryError,
    publishing::audience_of,
    reply::{NewReader, ReaderReply},
    rows::reader::{ActiveModel, Column, Entity, Model},
    store::{key_id, newest_publication, remember, row_in, row_of, writer},
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, WriteSummaries},
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, SummaryId},
    keys::{self, NarratorKey, NarratorKeys, Place},
    people::{self, secret_hash},
};

/// How long it may be said whom a link is for, in characters.
const LONGEST_NAME: usize = 200;
/// How many days a link opens where nothing is said.
const DAYS: u32 = 90;
/// How many days it opens at most.
const MOST_DAYS: u32 = 366;

fn name_place(id: Uuid) -> Place {
    Place { table: "summary_reader", column: "name_sealed", row: id }
}

fn path_of(secret: &str) -> String {
    format!("/shared/{secret}")
}

fn reply(row: &Model, key: &NarratorKey, names: &HashMap<AccountId, String>) -> Result<ReaderReply, SummaryError> {
    Ok(ReaderReply {
        id: row.id,
        name: key.open_text(name_place(row.id), &row.name_sealed)?,
        link: None,
        by: writer(row.made_by, names),
        made_at: row.made_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        opened_times: u32::try_from(row.opened_times).unwrap_or(0),
        last_opened_at: row.last_opened_at,
    })
}

/// The links of a summary, the newest first; none of their secrets.
///
/// # Errors
/// When there is no such summary.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    of: SummaryId,
) -> Result<Vec<ReaderReply>, SummaryError> {
    row_of(db, permit, of).await?;
    let key = keys.of(key_id(of)).await?;
    let house = db.house();
    let found = house.select::<Entity>().filter(Column::SummaryId.eq(of)).order_by_desc(Column::MadeAt);
    let found = found.order_by_desc(Column::Id).all(house.on()).await?;
    let people: Vec<AccountId> = found.iter().map(|row| row.made_by).collect();
    let names = people::names_of(db, &people).await?;
    found.iter().map(|row| reply(row, &key, &names)).collect()
}

/// Makes a link, and gives its path. Sent twice it is made once, and the second time there is no path: what was lost on the
/// way is ended, and another made.
///
/// # Errors
/// [`SummaryError::NoLinks`] when the summary is for everybody or not published; when something is out of bounds.
pub async fn add(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    of: SummaryId,
    id: Uuid,
    new: NewReader,
) -> Result<Option<String>, SummaryError> {
    let wrong = |at: &str, detail: &str| SummaryError::Bounds { at: at.to_owned(), detail: detail.to_owned() };
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(wrong("/name", "Say in at most 200 characters whom it is for."));
    }
    let days = new.expires_in_days.unwrap_or(DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(wrong("/expires_in_days", "A link opens for a year at most."));
    }
    let row = row_of(db, permit, of).await?;
    let is_published = newest_publication(db, of).await?.is_some();
    if audience_of(&row.audience) == Audience::Public || !is_published || row.retired_at.is_some() {
        return Err(SummaryError::NoLinks);
    }
    let key = keys.of(key_id(of)).await?;
    let secret = URL_SAFE_NO_PAD.encode(keys::random::<32>()?);
    db.transact(async |tx| {
        // Taken back meanwhile: then nobody is handed a link any more.
        if row_in(tx, permit, of).await?.retired_at.is_some() {
            return Err(SummaryError::NoLinks);
        }
        if let Some(known) = tx.house().one::<Entity>(Column::Id.eq(id)).await? {
            let is_same = known.summary_id == of && key.open_text(name_place(id), &known.name_sealed)? == name;
            return if is_same { Ok(None) } else { Err(SummaryError::ExistsDifferently) };
        }
        let row = ActiveModel {
            id: Set(id),
            summary_id: Set(of),
            name_sealed: Set(key.seal_text(name_place(id), name)?),
            secret_hash: Set(secret_hash(&secret)),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
            expires_at: Set(permit.at().plus_days(i64::from(days))),
            ended_at: Set(None),
            opened_times: Set(0),
            last_opened_at: Set(None),
        };
        tx.house().insert(row).await?;
        remember(tx, permit, "summary.reader-added", of).await?;
        Ok(Some(path_of(&secret)))
    })
    .await
}

/// Ends a link: from now on it opens nothing. Safe to send twice.
///
/// # Errors
/// When there is none.
pub async fn end(db: &Db, permit: &Permit<ApproveSummaries>, of: SummaryId, id: Uuid) -> Result<(), SummaryError> {
    db.transact(async |tx| {
        row_in(tx, permit, of).await?;
        let which = Column::Id.eq(id).and(Column::SummaryId.eq(of));
        let row = tx.house().one::<Entity>(which).await?.ok_or(SummaryError::Absent)?;
        if row.ended_at.is_some() {
            return Ok(());
        }
        let mut row: ActiveModel = row.into();
        row.ended_at = Set(Some(permit.at()));
        tx.house().update(row).await?;
        Ok(remember(tx, permit, "summary.reader-ended", of).await?)
    })
    .await
}

/// Ends every link of a summary that is taken back.
pub(super) async fn end_all(tx: &Tx, of: SummaryId, at: Timestamp) -> Result<(), DbErr> {
    let open = Column::SummaryId.eq(of).and(Column::EndedAt.is_null());
    for row in tx.house().all::<Entity>(open).await? {
        let mut row: ActiveModel = row.into();
        row.ended_at = Set(Some(at));
        tx.house().update(row).await?;
    }
    Ok(())
}

/// A link that opens something now.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// Which link.
    pub id: Uuid,
    /// Which summary.
    pub summary: SummaryId,
}

/// The link behind a secret; nothing when there is none, or none that opens now.
///
/// # Errors
/// When the database fails.
pub async fn opened(db: &Db, secret: &str, at: Timestamp) -> Result<Option<Opened>, DbErr> {
    let row = db.house().one::<Entity>(Column::SecretHash.eq(secret_hash(secret))).await?;
    let opens = row.filter(|row| row.ended_at.is_none() && row.expires_at > at);
    Ok(opens.map(|row| Opened { id: row.id, summary: row.summary_id }))
}

/// Counts that the page was opened by a link, for whoever handed it out.
///
/// # Errors
/// When the database refuses.
pub async fn count(db: &Db, id: Uuid, at: Timestamp) -> Result<(), DbErr> {
    db.transact(async |tx| {
        let Some(row) = tx.house().one::<Entity>(Column::Id.eq(id)).await? else { return Ok(()) };
        let times = row.opened_times.saturating_add(1);
        let mut row: ActiveModel = row.into();
        row.opened_times = Set(times);
        row.last_opened_at = Set(Some(at));
        tx.house().update(row).await?;
        Ok(())
    })
    .await
}
