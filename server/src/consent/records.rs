//! Consent records and withdrawals. A record answers each purpose; a new record replaces the one before; withdrawing
//! narrows the one in force. Every change raises the project's epoch in its own transaction.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};

use super::{
    Cleared, ConsentError, Gate,
    asked::AskedHow,
    changes::{self, Author, Less},
    narrators, notices, representatives, rows,
    states::{By, State},
    terms::Terms,
    visits::Visit,
};
use crate::{
    access::{Audience, DeskAct, Permit, Purpose},
    clock::Timestamp,
    db::{Db, Reads, Tx},
    ids::{AccountId, ConsentId, Id, NarratorId, NoticeId},
    jobs::outbox::{self, Change},
    keys::{NarratorKey, NarratorKeys, Place},
    named::named,
};

const LONGEST_REASON: usize = 2_000;

named! {
    /// How consent was given.
    ConsentMode {
        /// Tapped on a screen.
        OnScreen = "on-screen",
        /// Written.
        Written = "written",
        /// A paper that was scanned.
        PaperScan = "paper-scan",
        /// Spoken and recorded.
        SpokenRecorded = "spoken-recorded",
        /// Spoken before a witness.
        Witnessed = "witnessed",
        /// By a guardian, with the child's assent.
        GuardianWithAssent = "guardian-with-assent",
    }
}

named! {
    /// The answer to one purpose.
    Decision {
        /// Yes.
        Granted = "granted",
        /// No, or not asked.
        Refused = "refused",
    }
}

named! {
    /// Who asked for a withdrawal.
    AskedBy {
        /// The narrator.
        Narrator = "narrator",
        /// A guardian.
        Guardian = "guardian",
        /// Staff, on the narrator's behalf.
        StaffOnBehalf = "staff-on-behalf",
    }
}

/// The answer to one purpose, as it stands.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The purpose.
    pub purpose: Purpose,
    /// Yes or no.
    pub decision: Decision,
    /// For whom.
    pub audience: Audience,
    /// When it was withdrawn, if it was.
    pub withdrawn_at: Option<Timestamp>,
    /// Why, in the words of who recorded it.
    pub reason: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// What else was said of it.
    pub terms: Terms,
}

/// One record with its answers.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its id.
    pub id: ConsentId,
    /// Whose.
    pub narrator: NarratorId,
    /// With which notice they were asked.
    pub notice: Option<NoticeId>,
    /// In which language.
    pub notice_language: String,
    /// How they answered.
    pub mode: ConsentMode,
    /// Who asked.
    pub collected_by: AccountId,
    /// On which day.
    pub collected_on: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// Whether it is the one in force.
    pub current: bool,
    /// How they were asked.
    pub asked: AskedHow,
    /// Who spoke for them, if somebody did.
    pub representative: Option<uuid::Uuid>,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// A record to keep.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// With which notice they were asked.
    pub notice: NoticeId,
    /// In which language.
    pub notice_language: String,
    /// How they answered.
    pub mode: ConsentMode,
    /// On which day.
    pub collected_on: String,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// The answers; purposes left out are refused.
    pub answers: Vec<(Purpose, Decision, Audience)>,
    /// What else was said of a purpose.
    pub terms: HashMap<Purpose, Terms>,
    /// How they were asked.
    pub asked: AskedHow,
    /// A note.
    pub note: Option<String>,
    /// Who speaks for them, if somebody does.
    pub representative: Option<uuid::Uuid>,
}

impl NewRecord {
    /// Up to which audience a purpose is allowed; nobody where it is not.
    fn widest(&self, purpose: Purpose) -> Option<Audience> {
        let granted =
            |(asked, decision, _): &&(Purpose, Decision, Audience)| *asked == purpose && *decision == Decision::Granted;
        self.answers.iter().find(granted).map(|(_, _, audience)| *audience)
    }

    fn check(&self) -> Result<(), ConsentError> {
        let granted = |purpose| {
            self.answers.iter().any(|(asked, decision, _)| *asked == purpose && *decision == Decision::Granted)
        };
        for (purpose, decision, _) in &self.answers {
            if self.answers.iter().filter(|(other, _, _)| other == purpose).count() > 1 {
                return Err(ConsentError::Twice(*purpose));
            }
            if let (Decision::Granted, Some(needs)) = (decision, purpose.needs())
                && !granted(needs)
            {
                return Err(ConsentError::Needs { purpose: *purpose, needs });
            }
        }
        self.terms.values().try_for_each(Terms::check)?;
        self.asked.check()?;
        if Timestamp::parse(&self.collected_on).is_none() {
            let detail = "Say the day on which they were asked, like 2026-03-01.".to_owned();
            return Err(ConsentError::Bounds { at: "/collected_on", detail });
        }
        if self.note.as_ref().is_some_and(|note| note.chars().count() > 2_000) {
            let detail = "A note has at most 2,000 characters.".to_owned();
            return Err(ConsentError::Bounds { at: "/note", detail });
        }
        Ok(())
    }
}

/// Keeps a record: it replaces the one in force. Safe to send twice. Says whether it is new.
///
/// # Errors
/// When the narrator is not reached, the notice is not published in that language, or an answer lacks what it needs.
pub async fn keep<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
    id: ConsentId,
    new: NewRecord,
) -> Result<(Record, bool), ConsentError> {
    new.check()?;
    let key = keys.of(narrator).await?;
    let is_new = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            if !narrators::is_known(&gate, narrator).await? {
                return Err(ConsentError::Absent);
            }
            let known = gate.desk::<rows::record::Entity>().only(rows::record::Column::Id.eq(id)).one().await?;
            if let Some(known) = known {
                return if known.get().narrator_id == narrator {
                    Ok(false)
                } else {
                    Err(ConsentError::ExistsDifferently)
                };
            }
            if !notices::is_published(tx, permit.project(), new.notice, &new.notice_language).await? {
                let detail = "Choose a published notice, in a language it has.".to_owned();
                return Err(ConsentError::Bounds { at: "/notice_id", detail });
            }
            if let Some(representative) = new.representative
                && !representatives::speaks(&gate, narrator, representative, &new.collected_on).await?
            {
                let detail = "Nobody of this id spoke for them on that day.".to_owned();
                return Err(ConsentError::Bounds { at: "/representative_id", detail });
            }
            not_withdrawn_since(&gate, narrator, &new).await?;
            let before = replace_former(tx, permit, narrator).await?;
            insert(tx, permit, &key, narrator, id, &new).await?;
            changes::end_uncovered(&gate, narrator, |purpose| new.widest(purpose), permit.at()).await?;
            outbox::add(tx, Change::Withdrawn, permit.project(), Some(narrator.0), permit.at()).await?;
            let author = Author { by: By::StaffWithAnswer, ..Author::staff(permit, new.mode.as_str()) };
            author.changed(tx, "consent.recorded", narrator, &recorded(&new)).await?;
            let less = changes::less_than_before(author, narrator, &before, |purpose| new.widest(purpose));
            keys.promise(&less).await?;
            Ok::<_, ConsentError>(true)
        })
        .await?;
    let record = of_narrator(db, keys, permit, narrator).await?.into_iter().find(|record| record.id == id);
    Ok((record.ok_or(ConsentError::Absent)?, is_new))
}

/// The answers as they are remembered: what was allowed, and for whom.
fn recorded(new: &NewRecord) -> String {
    let granted = new.answers.iter().filter(|(_, decision, _)| *decision == Decision::Granted);
    let said: Vec<String> =
        granted.map(|(purpose, _, audience)| format!("{}:{}", purpose.as_str(), audience.as_str())).collect();
    said.join(",")
}

/// What the narrator took back themself they give again themself, and later: an answer of an earlier day does not count.
async fn not_withdrawn_since<A: DeskAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    narrator: NarratorId,
    new: &NewRecord,
) -> Result<(), ConsentError> {
    let ended =
        rows::grant::Column::NarratorId.eq(narrator).and(rows::grant::Column::EndedHow.starts_with("withdrawn"));
    for grant in gate.desk::<rows::grant::Entity>().only(ended).all().await? {
        let Some(purpose) = Purpose::parse(&grant.get().purpose) else { continue };
        let day = grant.get().ended_at.map(Timestamp::day).unwrap_or_default();
        if new.widest(purpose).is_some() && new.collected_on.get(..10).unwrap_or(&new.collected_on) < day.as_str() {
            return Err(ConsentError::WithdrawnSince(purpose));
        }
    }
    Ok(())
}

/// Ends the record in force; says what it allowed, and to whom.
async fn replace_former<A: DeskAct>(
    tx: &Tx,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<(Purpose, Audience, ConsentId)>, DbErr> {
    let (gate, at) = (tx.as_permitted(permit), permit.at());
    let former = rows::record::Column::NarratorId.eq(narrator).and(rows::record::Column::ReplacedAt.is_null());
    for record in gate.desk::<rows::record::Entity>().only(former).all().await? {
        let mut row: rows::record::ActiveModel = record.get().clone().into();
        row.replaced_at = Set(Some(at));
        gate.update_at_desk(row).await?;
    }
    let open = rows::grant::Column::NarratorId.eq(narrator).and(rows::grant::Column::EndedAt.is_null());
    let mut allowed = Vec::new();
    for grant in gate.desk::<rows::grant::Entity>().only(open).all().await? {
        let refused = [State::Refused.as_str(), State::NotAsked.as_str()].contains(&grant.get().state.as_str());
        let was = Purpose::parse(&grant.get().purpose).zip(Audience::parse(&grant.get().audience));
        let record = grant.get().record_id;
        allowed.extend(was.filter(|_| !refused).map(|(purpose, audience)| (purpose, audience, record)));
        let mut row: rows::grant::ActiveModel = grant.get().clone().into();
        row.ended_at = Set(Some(at));
        row.ended_how = Set(Some("replaced".to_owned()));
        row.state = Set(State::Closed.as_str().to_owned());
        gate.update_at_desk(row).await?;
    }
    Ok(allowed)
}

async fn insert<A: DeskAct>(
    tx: &Tx,
    permit: &Permit<A>,
    key: &NarratorKey,
    narrator: NarratorId,
    id: ConsentId,
    new: &NewRecord,
) -> Result<(), ConsentError> {
    let gate = tx.as_permitted(permit);
    let place = Place { table: "consent_record", column: "note_sealed", row: id.0 };
    let note = new.note.as_deref().filter(|note| !note.trim().is_empty());
    let record = rows::record::ActiveModel {
        id: Set(id),
        project_id: Set(permit.project()),
        narrator_id: Set(narrator),
        notice_id: Set(Some(new.notice)),
        notice_language: Set(new.notice_language.clone()),
        mode: Set(new.mode.as_str().to_owned()),
        collected_by: Set(permit.person()),
        collected_on: Set(new.collected_on.clone()),
        recorded_at: Set(permit.at()),
        valid_until: Set(new.valid_until),
        note_sealed: Set(note.map(|note| key.seal_text(place, note)).transpose()?),
        replaced_at: Set(None),
        asked_how: Set(new.asked.to_text()),
        representative_id: Set(new.representative),
    };
    gate.insert_at_desk(record).await.map_err(narrators::taken)?;
    let unsaid = Terms::default();
    for purpose in Purpose::ALL {
        let answer = new.answers.iter().find(|(asked, _, _)| asked == purpose);
        let (decision, audience) = answer.map_or((Decision::Refused, Audience::Team), |(_, d, a)| (*d, *a));
        let state = match answer {
            None => State::NotAsked,
            Some((_, Decision::Refused, _)) => State::Refused,
            Some((_, Decision::Granted, _)) => State::Given,
        };
        let terms = new.terms.get(purpose).unwrap_or(&unsaid);
        let grant = rows::grant::ActiveModel {
            id: Set(crate::ids::CodeId::at(permit.at()).0),
            project_id: Set(permit.project()),
            record_id: Set(id),
            narrator_id: Set(narrator),
            scope: Set("person".to_owned()),
            scope_id: Set(None),
            purpose: Set(purpose.as_str().to_owned()),
            decision: Set(decision.as_str().to_owned()),
            audience: Set(audience.as_str().to_owned()),
            audience_rank: Set(audience.rank()),
            valid_from: Set(permit.at()),
            valid_until: Set(new.valid_until),
            ended_at: Set(None),
            ended_how: Set(None),
            reason_sealed: Set(None),
            state: Set(state.as_str().to_owned()),
            state_by: Set(By::StaffWithAnswer.as_str().to_owned()),
            attribution: Set(terms.attribution.as_str().to_owned()),
            voice: Set(terms.voice.as_str().to_owned()),
            image: Set(terms.image.as_str().to_owned()),
            embargo_until: Set(terms.embargo_until),
            embargo_event: Set(terms.embargo_event.clone()),
            review_before_use: Set(terms.review_before_use),
            countries_excluded: Set(terms.countries_excluded.join(",")),
            legal_basis: Set(terms.legal_basis.as_str().to_owned()),
        };
        gate.insert_at_desk(grant).await?;
    }
    Ok(())
}

/// Withdraws purposes, and with them everything that needs them. In force for every reader when this returns. What is not
/// allowed any more is withdrawn already: a withdrawal whose answer was lost may be sent again.
///
/// # Errors
/// When the narrator is not reached or was never asked.
pub async fn withdraw<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    less: Less<'_>,
    asked_by: AskedBy,
) -> Result<Record, ConsentError> {
    check_reason(less)?;
    let how = format!("withdrawn:{}", asked_by.as_str());
    let record = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            if !narrators::is_known(&gate, less.narrator).await? {
                return Err(ConsentError::Absent);
            }
            let author = Author::staff(permit, asked_by.as_str());
            match changes::withdraw(tx, &gate, keys, author, less, &how).await? {
                Some(record) => Ok(record),
                None => in_force(&gate, less.narrator).await,
            }
        })
        .await?;
    let found = of_narrator(db, keys, permit, less.narrator).await?.into_iter().find(|known| known.id == record);
    found.ok_or(ConsentError::Absent)
}

fn check_reason(less: Less<'_>) -> Result<(), ConsentError> {
    if less.reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        let detail = "A reason has at most 2,000 characters.".to_owned();
        return Err(ConsentError::Bounds { at: "/reason", detail });
    }
    Ok(())
}

/// Lets purposes reach fewer people. In force for every reader when this returns, and safe to send twice; nobody is reached
/// by it who was not before.
///
/// # Errors
/// When the narrator is not reached or was never asked.
pub async fn narrow<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    less: Less<'_>,
    asked_by: AskedBy,
    to: Audience,
) -> Result<Record, ConsentError> {
    check_reason(less)?;
    let record = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            if !narrators::is_known(&gate, less.narrator).await? {
                return Err(ConsentError::Absent);
            }
            changes::narrow(tx, &gate, keys, Author::staff(permit, asked_by.as_str()), less, to).await?;
            in_force(&gate, less.narrator).await
        })
        .await?;
    let found = of_narrator(db, keys, permit, less.narrator).await?.into_iter().find(|known| known.id == record);
    found.ok_or(ConsentError::Absent)
}

/// Holds purposes for a while: kept, not used. What needs them is held with them. Only the narrator lets them go again.
///
/// # Errors
/// When the narrator is not reached.
pub async fn suspend<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    less: Less<'_>,
) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, less.narrator).await? {
            return Err(ConsentError::Absent);
        }
        changes::hold(tx, &gate, keys, Author::staff(permit, "staff-on-behalf"), less, true).await?;
        Ok(())
    })
    .await
}

/// The record in force, when none of what is withdrawn is allowed any more.
async fn in_force<A: DeskAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    narrator: NarratorId,
) -> Result<ConsentId, ConsentError> {
    let which = rows::record::Column::NarratorId.eq(narrator).and(rows::record::Column::ReplacedAt.is_null());
    match gate.desk::<rows::record::Entity>().only(which).one().await? {
        Some(record) => Ok(record.get().id),
        None if narrators::is_known(gate, narrator).await? => Err(ConsentError::NothingToWithdraw),
        None => Err(ConsentError::Absent),
    }
}

/// All records of a narrator, the newest first.
///
/// # Errors
/// When the narrator is not reached, or the database or the keys fail.
pub async fn of_narrator<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<Record>, ConsentError> {
    if !narrators::is_known(&db.as_permitted(permit), narrator).await? {
        return Err(ConsentError::Absent);
    }
    Ok(of_narrators(db, keys, permit, &[narrator]).await?.remove(&narrator).unwrap_or_default())
}

/// All records of some narrators, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_narrators<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrators: &[NarratorId],
) -> Result<HashMap<NarratorId, Vec<Record>>, ConsentError> {
    let gate = db.as_permitted(permit);
    let opened = keys.of_all(narrators).await?;
    let records = gate
        .desk::<rows::record::Entity>()
        .only(rows::record::Column::NarratorId.is_in(narrators.iter().copied()))
        .by(rows::record::Column::RecordedAt, Order::Desc)
        .by(rows::record::Column::Id, Order::Desc)
        .all()
        .await?;
    let grants = gate
        .desk::<rows::grant::Entity>()
        .only(rows::grant::Column::NarratorId.is_in(narrators.iter().copied()))
        .all()
        .await?;
    let mut all: HashMap<NarratorId, Vec<Record>> = HashMap::new();
    for record in put_together(&records, &grants, &opened) {
        all.entry(record.narrator).or_default().push(record);
    }
    Ok(all)
}

/// The record in force of the narrator who is here, if they were asked.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(db: &Db, keys: &NarratorKeys, visit: &Visit) -> Result<Option<Record>, ConsentError> {
    let own = db.as_narrator(visit);
    let in_force = rows::record::Column::ReplacedAt.is_null();
    let records = own.desk::<rows::record::Entity>().only(in_force).all().await?;
    let grants = own.desk::<rows::grant::Entity>().all().await?;
    let opened = keys.of_all(&[visit.narrator()]).await?;
    Ok(put_together(&records, &grants, &opened).pop())
}

/// Records with their answers, in the order given.
fn put_together<A>(
    records: &[Cleared<rows::record::Model, A>],
    grants: &[Cleared<rows::grant::Model, A>],
    keys: &HashMap<NarratorId, NarratorKey>,
) -> Vec<Record> {
    let mut answers: HashMap<ConsentId, Vec<Answer>> = HashMap::new();
    for grant in grants {
        let grant = grant.get();
        if let Some(answer) = answer_of(grant, keys.get(&grant.narrator_id)) {
            answers.entry(grant.record_id).or_default().push(answer);
        }
    }
    let record = |record: &Cleared<rows::record::Model, A>| {
        let row = record.get();
        let mut own = answers.remove(&row.id).unwrap_or_default();
        own.sort_by_key(|answer| answer.purpose);
        Record {
            id: row.id,
            narrator: row.narrator_id,
            notice: row.notice_id,
            notice_language: row.notice_language.clone(),
            mode: ConsentMode::parse(&row.mode).unwrap_or(ConsentMode::Written),
            collected_by: row.collected_by,
            collected_on: row.collected_on.clone(),
            recorded_at: row.recorded_at,
            valid_until: row.valid_until,
            current: row.replaced_at.is_none(),
            asked: AskedHow::from_text(&row.asked_how),
            representative: row.representative_id,
            answers: own,
        }
    };
    records.iter().map(record).collect()
}

fn answer_of(grant: &rows::grant::Model, key: Option<&NarratorKey>) -> Option<Answer> {
    let withdrawn = grant.ended_how.as_deref().is_some_and(|how| how.starts_with("withdrawn"));
    let place = Place { table: "consent_grant", column: "reason_sealed", row: grant.id };
    let reason = grant.reason_sealed.as_deref().zip(key).and_then(|(sealed, key)| key.open_text(place, sealed).ok());
    Some(Answer {
        purpose: Purpose::parse(&grant.purpose)?,
        decision: Decision::parse(&grant.decision)?,
        audience: Audience::parse(&grant.audience)?,
        withdrawn_at: grant.ended_at.filter(|_| withdrawn),
        reason,
        state: State::parse(&grant.state)?,
        since: grant.ended_at.unwrap_or(grant.valid_from),
        valid_until: grant.valid_until,
        terms: Terms::of(grant),
    })
}
