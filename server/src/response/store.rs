//! Asking, answering, telling what came of it, and letting it out.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};

use super::{
    ResponseError,
    reply::{AskedReply, NewResponse, ResponseKind, ResponseReply, ResponseState, SaidBeside},
    rows::{ActiveModel, Column as C, Entity, Model},
};
use crate::{
    access::{Act, ApproveSummaries, Permit, WriteSummaries},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id, NarratorId, ResponseId, SummaryId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
    people,
    summary::{checks, publishing::Publication, reply::WriterReply, store as summaries},
};

/// How long what is said may be, in characters.
const LONGEST: usize = 2_000;
/// How long a question may be.
pub const LONGEST_QUESTION: usize = 1_000;
/// How long a name may be.
pub const LONGEST_NAME: usize = 80;
/// How many questions wait beside one summary at most.
const MOST_WAITING: usize = 100;

fn place(column: &'static str, id: ResponseId) -> Place {
    Place { table: "response", column, row: id.0 }
}

fn key_id(of: SummaryId) -> NarratorId {
    NarratorId(of.0)
}

fn seal(key: &NarratorKey, column: &'static str, id: ResponseId, words: &str) -> Result<Option<Vec<u8>>, KeyError> {
    let words = words.trim();
    if words.is_empty() { Ok(None) } else { key.seal_text(place(column, id), words).map(Some) }
}

fn open(
    key: &NarratorKey,
    column: &'static str,
    id: ResponseId,
    sealed: Option<&Vec<u8>>,
) -> Result<Option<String>, KeyError> {
    sealed.map(|sealed| key.open_text(place(column, id), sealed)).transpose()
}

async fn remember<A: Act>(tx: &Tx, permit: &Permit<A>, act: &'static str, id: ResponseId) -> Result<(), ResponseError> {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    let event = audit::Event { act, actor, project, on: "response", subject: Some(id.0), at: permit.at() };
    Ok(audit::add(tx, event).await?)
}

/// A question of somebody who reads.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// What is asked.
    pub words: &'a str,
    /// What whoever asks wishes to be called; nothing for no name.
    pub name: &'a str,
    /// With what they find the answer again, as it is kept: a hash.
    pub secret_hash: Vec<u8>,
}

/// Keeps a question of a reader. Nobody but the team reads it until it is let out with its answer.
///
/// # Errors
/// When it is empty or too long, or too many wait.
pub async fn ask(
    db: &Db,
    keys: &NarratorKeys,
    beside: &Publication,
    asked: Question<'_>,
    at: Timestamp,
) -> Result<(), ResponseError> {
    if asked.words.trim().is_empty() || asked.words.chars().count() > LONGEST_QUESTION {
        return Err(ResponseError::Bounds { at: "/words", detail: "Ask it in at most 1,000 characters." });
    }
    if asked.name.chars().count() > LONGEST_NAME {
        return Err(ResponseError::Bounds { at: "/name", detail: "Give a name of at most 80 characters, or none." });
    }
    let key = keys.of(key_id(beside.summary)).await?;
    let id = ResponseId::at(at);
    db.transact(async |tx| {
        let house = tx.house();
        let waiting = C::SummaryId.eq(beside.summary).and(C::WordsSealed.is_null());
        if house.all::<Entity>(waiting).await?.len() >= MOST_WAITING {
            return Err(ResponseError::TooManyWait);
        }
        let row = ActiveModel {
            id: Set(id),
            project_id: Set(beside.project),
            summary_id: Set(beside.summary),
            kind: Set(ResponseKind::Question.as_str().to_owned()),
            language: Set(beside.language.clone()),
            secret_hash: Set(Some(asked.secret_hash.clone())),
            question_sealed: Set(seal(&key, "question_sealed", id, asked.words)?),
            name_sealed: Set(seal(&key, "name_sealed", id, asked.name)?),
            begun_at: Set(at),
            shown_question_sealed: Set(None),
            words_sealed: Set(None),
            happened_on: Set(String::new()),
            said_by: Set(None),
            said_at: Set(None),
            passed_by: Set(None),
            passed_at: Set(None),
            stood_beside: Set(None),
            declined_at: Set(None),
        };
        house.insert(row).await?;
        let project = Some(beside.project);
        let event =
            audit::Event { act: "response.asked", actor: None, project, on: "response", subject: Some(id.0), at };
        Ok(audit::add(tx, event).await?)
    })
    .await
}

/// Beside which summary a question was asked, for whoever asked it.
///
/// # Errors
/// When the database fails.
pub async fn asked_beside(db: &Db, secret_hash: &[u8]) -> Result<Option<SummaryId>, ResponseError> {
    let row = db.house().one::<Entity>(C::SecretHash.eq(secret_hash.to_vec())).await?;
    Ok(row.map(|row| row.summary_id))
}

/// A question, for whoever asked it, beside a summary of which this stands. Its answer is read beside the summary, once it is
/// let out.
///
/// # Errors
/// When the database or the keys fail.
pub async fn asked(
    db: &Db,
    keys: &NarratorKeys,
    secret_hash: &[u8],
    stands: Option<&[u8]>,
    reissued_at: Option<Timestamp>,
) -> Result<Option<AskedReply>, ResponseError> {
    let Some(row) = db.house().one::<Entity>(C::SecretHash.eq(secret_hash.to_vec())).await? else { return Ok(None) };
    let key = match keys.of(key_id(row.summary_id)).await {
        Ok(key) => key,
        Err(KeyError::Gone) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let question = open(&key, "question_sealed", row.id, row.question_sealed.as_ref())?.unwrap_or_default();
    let state = state(&row, stands);
    // A reason that was written before something was withdrawn may lean on it.
    let stands = state == ResponseState::Declined && row.said_at > reissued_at;
    let why = row.words_sealed.as_ref().filter(|_| stands);
    let words = open(&key, "words_sealed", row.id, why)?;
    Ok(Some(AskedReply { state, question, words, language: row.language }))
}

fn state(row: &Model, stands: Option<&[u8]>) -> ResponseState {
    if row.declined_at.is_some() {
        ResponseState::Declined
    } else if row.words_sealed.is_none() {
        ResponseState::Waiting
    } else if row.passed_at.is_none() {
        ResponseState::Drafted
    } else if stands.is_some() && row.stood_beside.as_deref() == stands {
        ResponseState::Shown
    } else {
        ResponseState::Again
    }
}

async fn own<A: Act>(tx: &Tx, permit: &Permit<A>, id: ResponseId) -> Result<Model, ResponseError> {
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    tx.house().one::<Entity>(which).await?.ok_or(ResponseError::Absent)
}

fn check(new: &NewResponse) -> Result<(), ResponseError> {
    let wrong = |at, detail| Err(ResponseError::Bounds { at, detail });
    if new.words.trim().is_empty() || new.words.chars().count() > LONGEST {
        return wrong("/words", "Say it in at most 2,000 characters.");
    }
    if new.question.as_ref().is_some_and(|question| question.chars().count() > LONGEST_QUESTION) {
        return wrong("/question", "Put it in at most 1,000 characters.");
    }
    let is_day = new.happened_on.is_empty() || Timestamp::parse(&new.happened_on).is_some();
    if !is_day || new.happened_on.len() > 10 {
        return wrong("/happened_on", "Give the day as 2026-03-01.");
    }
    Ok(())
}

/// Writes an answer, or what came of a summary. What had been let out is read by nobody until somebody else lets it out anew.
/// Says whether it is new.
///
/// # Errors
/// When something is out of bounds or gives somebody away.
pub async fn say(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    id: ResponseId,
    new: NewResponse,
) -> Result<bool, ResponseError> {
    check(&new)?;
    let known = db.house().one::<Entity>(C::Id.eq(id)).await?;
    if known.as_ref().is_some_and(|row| row.project_id != permit.project()) {
        return Err(ResponseError::ExistsDifferently);
    }
    if known.as_ref().is_some_and(|row| new.summary_id.is_some_and(|of| of != row.summary_id)) {
        return Err(ResponseError::ExistsDifferently);
    }
    let beside = known.as_ref().map(|row| row.summary_id).or(new.summary_id);
    let beside = beside.ok_or(ResponseError::Bounds { at: "/summary_id", detail: "Say beside which summary." })?;
    let approves: Permit<ApproveSummaries> = permit.also().ok_or(ResponseError::Absent)?;
    let said = [new.words.as_str(), new.question.as_deref().unwrap_or_default()];
    if let Some(code) = checks::gives_away(db, keys, &approves, beside, &said).await? {
        return Err(ResponseError::GivesAway(code));
    }
    let key = keys.of(key_id(beside)).await?;
    db.transact(async |tx| {
        summaries::is_of(tx, permit, beside).await?;
        let house = tx.house();
        let known = house.one::<Entity>(C::Id.eq(id)).await?;
        let words = seal(&key, "words_sealed", id, &new.words)?;
        if let Some(row) = known {
            if row.project_id != permit.project() || row.summary_id != beside {
                return Err(ResponseError::ExistsDifferently);
            }
            let is_question = row.kind == ResponseKind::Question.as_str();
            if is_as_said(&key, &row, &new)? {
                return Ok(false);
            }
            let mut row: ActiveModel = row.into();
            if is_question {
                let shown = new.question.as_deref().unwrap_or_default();
                row.shown_question_sealed = Set(seal(&key, "shown_question_sealed", id, shown)?);
            }
            row.words_sealed = Set(words);
            row.happened_on = Set(new.happened_on.clone());
            row.said_by = Set(Some(permit.person()));
            row.said_at = Set(Some(permit.at()));
            row.passed_by = Set(None);
            row.passed_at = Set(None);
            row.stood_beside = Set(None);
            row.declined_at = Set(None);
            house.update(row).await?;
            remember(tx, permit, "response.said", id).await?;
            return Ok(false);
        }
        let row = ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            summary_id: Set(beside),
            kind: Set(ResponseKind::Outcome.as_str().to_owned()),
            language: Set(summaries::language_of(tx, permit, beside).await?),
            secret_hash: Set(None),
            question_sealed: Set(None),
            name_sealed: Set(None),
            begun_at: Set(permit.at()),
            shown_question_sealed: Set(None),
            words_sealed: Set(words),
            happened_on: Set(new.happened_on.clone()),
            said_by: Set(Some(permit.person())),
            said_at: Set(Some(permit.at())),
            passed_by: Set(None),
            passed_at: Set(None),
            stood_beside: Set(None),
            declined_at: Set(None),
        };
        house.insert(row).await?;
        remember(tx, permit, "response.said", id).await?;
        Ok(true)
    })
    .await
}

/// Whether it says this already: sent twice, it changes nothing.
fn is_as_said(key: &NarratorKey, row: &Model, new: &NewResponse) -> Result<bool, KeyError> {
    let shown = open(key, "shown_question_sealed", row.id, row.shown_question_sealed.as_ref())?;
    let words = open(key, "words_sealed", row.id, row.words_sealed.as_ref())?;
    let same_question = shown.as_deref().unwrap_or_default() == new.question.as_deref().unwrap_or_default().trim();
    let same = words.as_deref() == Some(new.words.trim()) && same_question && row.happened_on == new.happened_on;
    Ok(same && row.declined_at.is_none())
}

/// Lets out what somebody else wrote, beside a summary as it is shown now.
///
/// # Errors
/// When whoever asks wrote it, nothing was written, or it gives somebody away.
pub async fn pass(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    id: ResponseId,
    stands: &[u8],
) -> Result<(), ResponseError> {
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    let asked = db.house().one::<Entity>(which).await?.ok_or(ResponseError::Absent)?;
    if asked.words_sealed.is_none() || asked.declined_at.is_some() {
        return Err(ResponseError::NothingSaid);
    }
    if asked.said_by == Some(permit.person()) {
        return Err(ResponseError::NotYours);
    }
    let epoch = people::consent_epoch(db, permit.project()).await?;
    let key = keys.of(key_id(asked.summary_id)).await?;
    let out = told(&key, &asked)?;
    let name = out.name.unwrap_or_default();
    let said = [out.words.as_str(), out.question.as_deref().unwrap_or_default(), &name];
    if let Some(code) = checks::gives_away(db, keys, permit, asked.summary_id, &said).await? {
        return Err(ResponseError::GivesAway(code));
    }
    db.transact(async |tx| {
        let row = own(tx, permit, id).await?;
        // What was written, masked or withdrawn meanwhile: somebody looks again.
        if row != asked || epoch != people::consent_epoch_in(tx, permit.project()).await? {
            return Err(ResponseError::Summary(crate::summary::SummaryError::WrittenMeanwhile));
        }
        let mut row: ActiveModel = row.into();
        row.passed_by = Set(Some(permit.person()));
        row.passed_at = Set(Some(permit.at()));
        row.stood_beside = Set(Some(stands.to_vec()));
        tx.house().update(row).await?;
        remember(tx, permit, "response.passed", id).await
    })
    .await
}

/// Says to whoever asked why it is not answered in public.
///
/// # Errors
/// When it is no question, or no reason is given.
pub async fn decline(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    id: ResponseId,
    words: &str,
) -> Result<(), ResponseError> {
    if words.trim().is_empty() || words.chars().count() > LONGEST {
        return Err(ResponseError::Bounds { at: "/words", detail: "Say why, in at most 2,000 characters." });
    }
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    let row = db.house().one::<Entity>(which).await?.ok_or(ResponseError::Absent)?;
    if row.kind != ResponseKind::Question.as_str() {
        return Err(ResponseError::NoQuestion);
    }
    let approves: Permit<ApproveSummaries> = permit.also().ok_or(ResponseError::Absent)?;
    if let Some(code) = checks::gives_away(db, keys, &approves, row.summary_id, &[words]).await? {
        return Err(ResponseError::GivesAway(code));
    }
    let key = keys.of(key_id(row.summary_id)).await?;
    db.transact(async |tx| {
        let mut row: ActiveModel = own(tx, permit, id).await?.into();
        row.words_sealed = Set(seal(&key, "words_sealed", id, words)?);
        row.said_by = Set(Some(permit.person()));
        row.said_at = Set(Some(permit.at()));
        row.passed_by = Set(None);
        row.passed_at = Set(None);
        row.stood_beside = Set(None);
        row.declined_at = Set(Some(permit.at()));
        tx.house().update(row).await?;
        remember(tx, permit, "response.declined", id).await
    })
    .await
}

/// Removes it, wherever it stands.
///
/// # Errors
/// When there is none.
pub async fn remove(db: &Db, permit: &Permit<WriteSummaries>, id: ResponseId) -> Result<(), ResponseError> {
    db.transact(async |tx| {
        own(tx, permit, id).await?;
        tx.house().delete::<Entity>(C::Id.eq(id)).await?;
        remember(tx, permit, "response.removed", id).await
    })
    .await
}

/// Lets nobody read what is said beside any summary of a project until somebody has looked again: something is masked that
/// may stand in it.
///
/// # Errors
/// When the database refuses.
pub async fn look_again<A: Act>(tx: &Tx, permit: &Permit<A>) -> Result<(), DbErr> {
    let house = tx.house();
    let told = C::StoodBeside.is_not_null().or(C::DeclinedAt.is_not_null());
    for row in house.all::<Entity>(C::ProjectId.eq(permit.project()).and(told)).await? {
        let was_declined = row.declined_at.is_some();
        let mut row: ActiveModel = row.into();
        row.stood_beside = Set(None);
        if was_declined {
            row.words_sealed = Set(None);
        }
        house.update(row).await?;
    }
    Ok(())
}

/// Removes what was written beside summaries that rested on somebody who is erased: questions wait again, and what came of it
/// is written anew.
///
/// # Errors
/// When the database refuses.
pub async fn erase_beside(tx: &Tx, cut: &[SummaryId]) -> Result<(), DbErr> {
    let house = tx.house();
    for row in house.all::<Entity>(C::SummaryId.is_in(cut.iter().copied()).and(C::WordsSealed.is_not_null())).await? {
        if row.kind == ResponseKind::Outcome.as_str() {
            house.delete::<Entity>(C::Id.eq(row.id)).await?;
            continue;
        }
        let mut row: ActiveModel = row.into();
        row.words_sealed = Set(None);
        row.shown_question_sealed = Set(None);
        row.said_by = Set(None);
        row.said_at = Set(None);
        row.passed_by = Set(None);
        row.passed_at = Set(None);
        row.stood_beside = Set(None);
        house.update(row).await?;
    }
    Ok(())
}

/// How a summary is shown now: what of it stands, what it is called and where it is read.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What of it is shown, as it is compared.
    pub stands: Vec<u8>,
    /// What it is called.
    pub title: String,
    /// Where it is read.
    pub address: String,
}

/// Beside which summaries of a project anything is said.
///
/// # Errors
/// When the database fails.
pub async fn summaries_of(
    db: &Db,
    permit: &Permit<ApproveSummaries>,
) -> Result<std::collections::BTreeSet<SummaryId>, ResponseError> {
    let all = db.house().all::<Entity>(C::ProjectId.eq(permit.project())).await?;
    Ok(all.into_iter().map(|row| row.summary_id).collect())
}

/// Which summary something is said beside.
///
/// # Errors
/// When there is none in this project.
pub async fn summary_of(
    db: &Db,
    permit: &Permit<ApproveSummaries>,
    id: ResponseId,
) -> Result<SummaryId, ResponseError> {
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    Ok(db.house().one::<Entity>(which).await?.ok_or(ResponseError::Absent)?.summary_id)
}

/// Everything that is said beside the summaries of a project, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    beside: &HashMap<SummaryId, Beside>,
) -> Result<Vec<ResponseReply>, ResponseError> {
    let house = db.house();
    let found = house.select::<Entity>().filter(C::ProjectId.eq(permit.project()));
    let found = found.order_by_desc(C::BegunAt).all(house.on()).await?;
    let people: Vec<AccountId> = found.iter().flat_map(|row| [row.said_by, row.passed_by]).flatten().collect();
    let names = people::names_of(db, &people).await?;
    let named = |id: AccountId| WriterReply { id, display_name: names.get(&id).cloned().unwrap_or_default() };
    let writes = permit.also::<WriteSummaries>().is_some();
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        let key = match keys.of(key_id(row.summary_id)).await {
            Ok(key) => key,
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        let beside = beside.get(&row.summary_id);
        let state = state(&row, beside.map(|beside| beside.stands.as_slice()));
        let may_pass = matches!(state, ResponseState::Drafted | ResponseState::Again)
            && beside.is_some()
            && row.said_by != Some(permit.person());
        let kind = ResponseKind::parse(&row.kind).unwrap_or(ResponseKind::Outcome);
        let is_open = kind == ResponseKind::Question && state != ResponseState::Declined;
        let may = [("say", writes), ("pass", may_pass), ("decline", writes && is_open), ("remove", writes)];
        all.push(ResponseReply {
            id: row.id,
            kind,
            state,
            summary_id: row.summary_id,
            summary_title: beside.map(|beside| beside.title.clone()),
            address: beside.map(|beside| beside.address.clone()),
            question: open(&key, "question_sealed", row.id, row.question_sealed.as_ref())?,
            name: open(&key, "name_sealed", row.id, row.name_sealed.as_ref())?,
            shown_question: open(&key, "shown_question_sealed", row.id, row.shown_question_sealed.as_ref())?,
            words: open(&key, "words_sealed", row.id, row.words_sealed.as_ref())?,
            language: row.language,
            begun_at: row.begun_at,
            happened_on: row.happened_on,
            said_by: row.said_by.map(named),
            passed_by: row.passed_by.map(named),
            passed_at: row.passed_at,
            may: may.iter().filter(|(_, may)| *may).map(|(name, _)| (*name).to_owned()).collect(),
        });
    }
    Ok(all)
}

/// What everybody reads beside a summary of which this stands, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn shown(
    db: &Db,
    keys: &NarratorKeys,
    beside: SummaryId,
    stands: &[u8],
) -> Result<Vec<SaidBeside>, ResponseError> {
    let passed = C::SummaryId.eq(beside).and(C::PassedAt.is_not_null()).and(C::StoodBeside.eq(stands.to_vec()));
    let mut found = db.house().all::<Entity>(passed).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    found.retain(|row| state(row, Some(stands)) == ResponseState::Shown);
    found.sort_by_key(|row| std::cmp::Reverse((row.happened_on.clone(), row.passed_at)));
    let key = keys.of(key_id(beside)).await?;
    found.iter().map(|row| told(&key, row)).collect()
}

/// As everybody would read it.
fn told(key: &NarratorKey, row: &Model) -> Result<SaidBeside, ResponseError> {
    let asked = open(key, "question_sealed", row.id, row.question_sealed.as_ref())?;
    let instead = open(key, "shown_question_sealed", row.id, row.shown_question_sealed.as_ref())?;
    let day = row.passed_at.or(row.said_at).unwrap_or(row.begun_at).day();
    Ok(SaidBeside {
        kind: ResponseKind::parse(&row.kind).unwrap_or(ResponseKind::Outcome),
        language: row.language.clone(),
        question: instead.or(asked),
        name: open(key, "name_sealed", row.id, row.name_sealed.as_ref())?,
        words: open(key, "words_sealed", row.id, row.words_sealed.as_ref())?.unwrap_or_default(),
        day: if row.happened_on.is_empty() { day } else { row.happened_on.clone() },
    })
}
