//! What narrators ask for as their right: a copy, a correction, a restriction, erasure; or they object. However it came
//! (spoken, by letter, through somebody else), it is written down with the day, and is due within a month; two months more
//! where they were told why (Article 12(3) of the GDPR). A no needs a ground.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use time::{Date, Month, macros::format_description};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ConsentError, narrators, rows};
use crate::{
    access::{DeskAct, KeepConsents, Permit},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::NarratorId,
    keys::{NarratorKey, NarratorKeys, Place},
    named::named,
};

const LONGEST: usize = 2_000;

named! {
    /// What is asked for.
    Right {
        /// To see everything: Article 15.
        Access = "access",
        /// To take it along: Article 20.
        Portability = "portability",
        /// To have something put right: Article 16.
        Correction = "correction",
        /// To have it kept and not used: Article 18.
        Restriction = "restriction",
        /// To have it erased: Article 17.
        Erasure = "erasure",
        /// That it is used at all: Article 21.
        Objection = "objection",
    }
}

named! {
    /// How it ended.
    Outcome {
        /// It was done.
        Done = "done",
        /// It was not, on a ground.
        Refused = "refused",
    }
}

/// Something that is asked for.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// What.
    pub right: Right,
    /// On which day it came, like 2026-03-01.
    pub received_on: String,
    /// Whether they were told that it takes up to three months, and why.
    #[serde(default)]
    pub extended: bool,
}

/// How it ended.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// Done or refused.
    pub outcome: Outcome,
    /// On which ground it is refused, or what was done. Kept sealed.
    #[serde(default)]
    pub ground: String,
}

impl std::fmt::Debug for Settled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Settled(…)")
    }
}

/// Something that was asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestReply {
    /// Its id.
    pub id: Uuid,
    /// By whom.
    pub narrator_id: NarratorId,
    /// What.
    pub right: Right,
    /// On which day it came.
    pub received_on: String,
    /// By which day it is answered.
    pub due_on: String,
    /// Whether it takes up to three months.
    pub extended: bool,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// On which ground it was refused, or what was done.
    pub ground: Option<String>,
    /// When it ended.
    pub settled_at: Option<Timestamp>,
}

fn place(id: Uuid) -> Place {
    Place { table: "rights_request", column: "ground_sealed", row: id }
}

/// The same day so many months later, or the last of that month. Nothing where it is no day.
fn months_after(day: &str, months: u8) -> Option<String> {
    let written = format_description!("[year]-[month]-[day]");
    let day = Date::parse(day, written).ok()?;
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        (year, month) = if month == Month::December { (year + 1, Month::January) } else { (year, month.next()) };
    }
    let due = Date::from_calendar_date(year, month, std::cmp::min(day.day(), month.length(year))).ok()?;
    due.format(written).ok()
}

fn reply(row: &rows::request::Model, key: Option<&NarratorKey>) -> RequestReply {
    let ground = row.ground_sealed.as_deref().zip(key);
    RequestReply {
        id: row.id,
        narrator_id: row.narrator_id,
        right: Right::parse(&row.wanted).unwrap_or(Right::Access),
        received_on: row.received_on.clone(),
        due_on: row.due_on.clone(),
        extended: row.extended,
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        ground: ground.and_then(|(sealed, key)| key.open_text(place(row.id), sealed).ok()),
        settled_at: row.settled_at,
    }
}

async fn remember(
    tx: &Tx,
    permit: &Permit<KeepConsents>,
    act: &'static str,
    of: NarratorId,
    what: &str,
) -> Result<(), sea_orm::DbErr> {
    let event = audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "narrator",
        subject: Some(of.0),
        at: permit.at(),
    };
    audit::add_with(tx, event, what).await
}

/// Writes down what is asked for, or that it takes longer. Safe to send twice; says whether it is new.
///
/// # Errors
/// When there is no such narrator, or the day is none.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<KeepConsents>,
    narrator: NarratorId,
    id: Uuid,
    new: &NewRequest,
) -> Result<(RequestReply, bool), ConsentError> {
    let today = permit.at().day();
    let due = months_after(&new.received_on, if new.extended { 3 } else { 1 });
    let Some(due) = due.filter(|_| new.received_on <= today) else {
        let detail = "Say the day on which it came, like 2026-03-01; it is not after today.".to_owned();
        return Err(ConsentError::Bounds { at: "/received_on", detail });
    };
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, narrator).await? {
            return Err(ConsentError::Absent);
        }
        let known = gate.desk::<rows::request::Entity>().only(rows::request::Column::Id.eq(id)).one().await?;
        if let Some(known) = known {
            let mut row = known.get().clone();
            if row.narrator_id != narrator || row.wanted != new.right.as_str() || row.received_on != new.received_on {
                return Err(ConsentError::ExistsDifferently);
            }
            // It can take longer, and not less long again.
            if new.extended && !row.extended && row.settled_at.is_none() {
                let mut changed: rows::request::ActiveModel = row.into();
                changed.extended = Set(true);
                changed.due_on = Set(due);
                row = gate.update_at_desk(changed).await?;
                remember(tx, permit, "request.extended", narrator, new.right.as_str()).await?;
            }
            return Ok((reply(&row, Some(&key)), false));
        }
        let row = rows::request::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(narrator),
            wanted: Set(new.right.as_str().to_owned()),
            received_on: Set(new.received_on.clone()),
            due_on: Set(due),
            extended: Set(new.extended),
            outcome: Set(None),
            ground_sealed: Set(None),
            written_by: Set(permit.person()),
            written_at: Set(permit.at()),
            settled_at: Set(None),
        };
        let row = gate.insert_at_desk(row).await.map_err(narrators::taken)?;
        remember(tx, permit, "request.received", narrator, new.right.as_str()).await?;
        Ok((reply(&row, Some(&key)), true))
    })
    .await
}

/// Writes down how it ended. Once it has, it stays so; the same again changes nothing.
///
/// # Errors
/// "Absent" when there is none; when it is refused without a ground, or ended otherwise before.
pub async fn settle(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<KeepConsents>,
    narrator: NarratorId,
    id: Uuid,
    end: &Settled,
) -> Result<(), ConsentError> {
    let ground = end.ground.trim();
    if ground.chars().count() > LONGEST || (end.outcome == Outcome::Refused && ground.is_empty()) {
        let detail =
            "A no needs a ground (Articles 12(5) and 17(3) of the GDPR), in at most 2,000 characters.".to_owned();
        return Err(ConsentError::Bounds { at: "/ground", detail });
    }
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let which = rows::request::Column::Id.eq(id).and(rows::request::Column::NarratorId.eq(narrator));
        let known = gate.desk::<rows::request::Entity>().only(which).one().await?.ok_or(ConsentError::Absent)?;
        if let Some(before) = known.get().outcome.as_deref() {
            return if before == end.outcome.as_str() { Ok(()) } else { Err(ConsentError::ExistsDifferently) };
        }
        let mut row: rows::request::ActiveModel = known.get().clone().into();
        row.outcome = Set(Some(end.outcome.as_str().to_owned()));
        row.ground_sealed = Set(if ground.is_empty() { None } else { Some(key.seal_text(place(id), ground)?) });
        row.settled_at = Set(Some(permit.at()));
        gate.update_at_desk(row).await?;
        Ok(remember(tx, permit, "request.settled", narrator, end.outcome.as_str()).await?)
    })
    .await
}

/// What is asked for in the project: what is open first, the most urgent before.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<KeepConsents>,
) -> Result<Vec<RequestReply>, ConsentError> {
    let found = db.as_permitted(permit).desk::<rows::request::Entity>().by(rows::request::Column::DueOn, Order::Asc);
    let found = found.all().await?;
    let narrators: Vec<NarratorId> = found.iter().map(|row| row.get().narrator_id).collect();
    let opened = keys.of_all(&narrators).await?;
    let mut all: Vec<RequestReply> =
        found.iter().map(|row| reply(row.get(), opened.get(&row.get().narrator_id))).collect();
    all.sort_by_key(|one| one.settled_at.is_some());
    Ok(all)
}

/// What one narrator asked for, the newest first. Without grounds.
///
/// # Errors
/// When the database fails.
pub async fn of_narrator<A: DeskAct>(
    db: &Db,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<RequestReply>, sea_orm::DbErr> {
    use rows::request::Column as C;
    let found = db.as_permitted(permit).desk::<rows::request::Entity>().only(C::NarratorId.eq(narrator));
    Ok(found.by(C::ReceivedOn, Order::Desc).all().await?.iter().map(|row| reply(row.get(), None)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_on_the_same_day_or_the_last() {
        assert_eq!(months_after("2026-01-31", 1).as_deref(), Some("2026-02-28"));
        assert_eq!(months_after("2027-12-15", 1).as_deref(), Some("2028-01-15"));
        assert_eq!(months_after("2027-11-30", 3).as_deref(), Some("2028-02-29"));
        assert_eq!(months_after("2026-02-30", 1), None);
    }
}
