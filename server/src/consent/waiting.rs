//! What waits at the desk: consents that run out soon, so that people can be asked again before; flags to be looked at
//! again; letters that nobody answered; stories kept longer than the project means to. Ids and days, never words.

use sea_orm::{ColumnTrait, Order, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::{protection::FlagKind, requests::Right, rows};
use crate::{
    access::{KeepConsents, Permit},
    clock::Timestamp,
    db::Db,
    ids::NarratorId,
    people,
};

/// How many days before a consent runs out its narrator is asked again.
const ASK_AGAIN_DAYS: i64 = 30;
/// How many of each are shown.
const MOST: u64 = 200;

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Waiting {
    /// Consents that run out within thirty days.
    pub runs_out: Vec<RunsOut>,
    /// Flags whose day has come.
    pub look_again: Vec<LookAgain>,
    /// Letters that nobody answered.
    pub unanswered: Vec<Unanswered>,
    /// What narrators asked for as their right, and is not settled.
    pub requested: Vec<Requested>,
    /// Narrators who were last asked longer ago than the project keeps stories.
    pub kept_too_long: Vec<KeptTooLong>,
}

/// A consent that runs out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunsOut {
    /// Whose.
    pub narrator_id: NarratorId,
    /// When.
    pub valid_until: Timestamp,
}

/// A flag to be looked at again.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookAgain {
    /// Whose.
    pub narrator_id: NarratorId,
    /// Which.
    pub kind: FlagKind,
    /// On which day.
    pub review_on: String,
}

/// A letter that nobody answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unanswered {
    /// Whose.
    pub narrator_id: NarratorId,
    /// Since when. An answer is due within a month (Article 12(3) of the GDPR).
    pub at: Timestamp,
}

/// Something that was asked for as a right.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requested {
    /// By whom.
    pub narrator_id: NarratorId,
    /// What.
    pub right: Right,
    /// By which day.
    pub due_on: String,
}

/// Somebody whose stories are kept longer than was meant.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptTooLong {
    /// Whose.
    pub narrator_id: NarratorId,
    /// When they were last asked.
    pub asked_at: Timestamp,
}

/// What waits in a project.
///
/// # Errors
/// When the database fails.
pub async fn of_project(db: &Db, permit: &Permit<KeepConsents>) -> Result<Waiting, sea_orm::DbErr> {
    use rows::{flag, record, request, said};
    let (gate, at) = (db.as_permitted(permit), permit.at());
    let soon = record::Column::ReplacedAt
        .is_null()
        .and(record::Column::ValidUntil.lte(at.plus_days(ASK_AGAIN_DAYS)))
        .and(record::Column::ValidUntil.gt(at));
    let running_out = gate.desk::<record::Entity>().only(soon).by(record::Column::ValidUntil, Order::Asc);
    let runs_out = running_out.at_most(MOST).all().await?;
    let due = flag::Column::EndedAt.is_null().and(flag::Column::ReviewOn.lte(at.day()));
    let flags =
        gate.desk::<flag::Entity>().only(due).by(flag::Column::ReviewOn, Order::Asc).at_most(MOST).all().await?;
    let open = said::Column::AnsweredAt.is_null().and(said::Column::Kind.ne(super::said::SaidKind::SelfView.as_str()));
    let letters = gate.desk::<said::Entity>().only(open).by(said::Column::At, Order::Asc).at_most(MOST).all().await?;
    let kept_too_long = match people::retention_months(db, permit.project()).await? {
        None => Vec::new(),
        Some(months) => {
            let before = at.plus_days(-30 * i64::from(months));
            let old = record::Column::ReplacedAt.is_null().and(record::Column::RecordedAt.lt(before));
            gate.desk::<record::Entity>()
                .only(old)
                .by(record::Column::RecordedAt, Order::Asc)
                .at_most(MOST)
                .all()
                .await?
        }
    };
    let unsettled = request::Column::SettledAt.is_null();
    let requested = gate.desk::<request::Entity>().only(unsettled).by(request::Column::DueOn, Order::Asc);
    let requested = requested.at_most(MOST).all().await?;
    Ok(Waiting {
        requested: requested
            .iter()
            .map(|row| Requested {
                narrator_id: row.get().narrator_id,
                right: Right::parse(&row.get().wanted).unwrap_or(Right::Access),
                due_on: row.get().due_on.clone(),
            })
            .collect(),
        runs_out: runs_out
            .iter()
            .filter_map(|row| Some(RunsOut { narrator_id: row.get().narrator_id, valid_until: row.get().valid_until? }))
            .collect(),
        look_again: flags
            .iter()
            .map(|row| LookAgain {
                narrator_id: row.get().narrator_id,
                kind: FlagKind::parse(&row.get().kind).unwrap_or(FlagKind::Threat),
                review_on: row.get().review_on.clone(),
            })
            .collect(),
        unanswered: letters
            .iter()
            .map(|row| Unanswered { narrator_id: row.get().narrator_id, at: row.get().at })
            .collect(),
        kept_too_long: kept_too_long
            .iter()
            .map(|row| KeptTooLong { narrator_id: row.get().narrator_id, asked_at: row.get().recorded_at })
            .collect(),
    })
}
