//! Whether the chain is whole: every event follows from the one before, none is missing, and it has come at least as far as
//! the marks beside the keys say. Who can write to the records can write a whole new chain; the marks lie elsewhere.

use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::rows;
use crate::{
    clock::Timestamp,
    db::Db,
    ids::{AccountId, ProjectId},
    keys::{ChainMark, NarratorKeys},
};

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// This event does not follow from the one before: one of the two was changed, or something between them removed.
    At(i64),
    /// The chain had come this far once, and ends before, or says something else there.
    CutOff(i64),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::At(number) => write!(f, "the chain does not hold at event {number}: somebody changed the records"),
            Self::CutOff(number) => write!(
                f,
                "the chain had come to event {number} and does not any more: an older backup of the records was brought \
                 back, or somebody cut it off"
            ),
        }
    }
}

impl Broken {
    /// The number of the event at which it does not hold.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::At(number) | Self::CutOff(number) => number,
        }
    }
}

/// How many events the chain holds, when all of it holds.
///
/// # Errors
/// The outer error when the database fails; the inner one says where it does not hold.
pub async fn verify(db: &Db, keys: &NarratorKeys) -> Result<Result<u64, Broken>, DbErr> {
    // Asked first: what is added meanwhile comes after every mark.
    let marks = keys.chain_marks().await?;
    let mut marks = marks.iter().peekable();
    let house = db.house();
    let (mut previous, mut after, mut seen) = (vec![0; 32], 0, 0_u64);
    loop {
        let some = house
            .select::<rows::Entity>()
            .cursor_by(rows::Column::Number)
            .after(after)
            .first(1000)
            .all(house.on())
            .await?;
        if some.is_empty() {
            return Ok(marks.next().map_or(Ok(seen), |mark| Err(Broken::CutOff(mark.number))));
        }
        for row in some {
            if row.previous_hash != previous || row.hash != super::hash_of_row(&row) {
                return Ok(Err(Broken::At(row.number)));
            }
            while let Some(mark) = marks.next_if(|mark| mark.number <= row.number) {
                if mark.number != row.number || mark.hash != row.hash {
                    return Ok(Err(Broken::CutOff(mark.number)));
                }
            }
            (previous, after, seen) = (row.hash, row.number, seen + 1);
        }
    }
}

/// Writes down beside the keys how far the chain has come, if it came further. Says whether it did.
///
/// # Errors
/// When the database or the store of keys fails.
pub async fn mark(db: &Db, keys: &NarratorKeys, at: Timestamp) -> Result<bool, DbErr> {
    let house = db.house();
    let newest = house.select::<rows::Entity>().order_by_desc(rows::Column::Number).limit(1).one(house.on()).await?;
    let known = keys.chain_marks().await?.pop();
    if let Some(known) = &known {
        // A mark that does not hold any more stays: it is the evidence.
        let there = house.one::<rows::Entity>(rows::Column::Number.eq(known.number)).await?;
        if there.is_none_or(|row| row.hash != known.hash) {
            tracing::error!(event = known.number, "the audit chain was cut or written anew");
            return Ok(false);
        }
    }
    match newest {
        Some(row) if known.is_none_or(|known| row.number > known.number) => {
            keys.mark_chain(&ChainMark { number: row.number, hash: row.hash, at }).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Events of a project, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Acts that begin so.
    pub act: Option<String>,
    /// Of this person.
    pub actor: Option<AccountId>,
    /// About this one.
    pub subject: Option<uuid::Uuid>,
    /// From this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Before this number.
    pub before: Option<i64>,
}

/// One event as it is shown.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Its place in the chain.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: String,
    /// Who; nobody when a machine or the narrator did it.
    pub actor: Option<AccountId>,
    /// On what kind of thing.
    pub on: String,
    /// On which one.
    pub subject: Option<uuid::Uuid>,
    /// What else.
    pub detail: String,
}

/// The events of a project that are asked for, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_project(db: &Db, project: ProjectId, which: &Which, at_most: u64) -> Result<Vec<Happened>, DbErr> {
    use rows::Column as C;
    let house = db.house();
    let mut query = house.select::<rows::Entity>().filter(C::ProjectId.eq(project));
    if let Some(act) = which.act.as_deref().filter(|act| !act.is_empty()) {
        query = query.filter(C::Act.starts_with(act));
    }
    query = query
        .apply_if(which.actor, |query, actor| query.filter(C::ActorId.eq(actor)))
        .apply_if(which.subject, |query, subject| query.filter(C::SubjectId.eq(subject)))
        .apply_if(which.from, |query, from| query.filter(C::At.gte(from)))
        .apply_if(which.until, |query, until| query.filter(C::At.lt(until)))
        .apply_if(which.before, |query, before| query.filter(C::Number.lt(before)));
    let found = query.order_by_desc(C::Number).limit(at_most).all(house.on()).await?;
    Ok(found
        .into_iter()
        .map(|row| Happened {
            number: row.number,
            at: row.at,
            act: row.act,
            actor: row.actor_id,
            on: row.subject_kind,
            subject: row.subject_id,
            detail: row.detail,
        })
        .collect())
}

/// How often somebody did one of these acts on one of these things, and when last.
#[derive(Clone, Copy, Debug, sea_orm::FromQueryResult)]
pub struct Doer {
    /// Who.
    pub actor_id: AccountId,
    /// How often.
    pub times: i64,
    /// When last.
    pub last_at: Timestamp,
}

/// Who did one of these acts on one of these things.
///
/// # Errors
/// When the database fails.
pub async fn doers(db: &Db, acts: &[&str], of: &[uuid::Uuid]) -> Result<Vec<Doer>, DbErr> {
    use rows::Column as C;
    let house = db.house();
    house
        .select::<rows::Entity>()
        .select_only()
        .column(C::ActorId)
        .column_as(C::Number.count(), "times")
        .column_as(C::At.max(), "last_at")
        .filter(C::Act.is_in(acts.iter().copied()))
        .filter(C::SubjectId.is_in(of.iter().copied()))
        .filter(C::ActorId.is_not_null())
        .group_by(C::ActorId)
        .into_model::<Doer>()
        .all(house.on())
        .await
}
