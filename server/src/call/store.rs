//! Writing calls, opening and closing them, answering them; and what everybody reads of them.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, sea_query::ExprTrait};

use super::{
    CallError,
    reply::{CallAnswer, CallReply, CallState, NewCall},
    rows,
};
use crate::{
    access::{Act, ApproveSummaries, Permit, WriteSummaries},
    audit,
    clock::Timestamp,
    codebook::Codes,
    db::{Db, Tx},
    ids::{CallId, Id, OrganisationId, SummaryId},
    keys::NarratorKeys,
    people::{self, Publisher},
    summary::{checks, publishing, store as summaries},
};

/// How much may be asked, and how long it may be, in characters.
const MOST_QUESTIONS: usize = 20;
const LONGEST_LINE: usize = 200;
const LONGEST_QUESTION: usize = 500;
const LONGEST_PURPOSE: usize = 4_000;
const MOST_GRANTS: usize = 20;

fn check(new: &NewCall, codes: &Codes) -> Result<(), CallError> {
    let wrong = |at: &str, detail| Err(CallError::Bounds { at: at.to_owned(), detail });
    let is_line = |text: &str, needed: bool| {
        text.chars().count() <= LONGEST_LINE && !(needed && text.trim().is_empty()) && !text.contains('\n')
    };
    if !is_line(&new.title, true) {
        return wrong("/title", "Give it a title of at most 200 characters.");
    }
    if !is_line(&new.called_by, true) {
        return wrong("/called_by", "Say who asks, in at most 200 characters.");
    }
    if !is_line(&new.contact, false) {
        return wrong("/contact", "Say how they are reached in at most 200 characters.");
    }
    if !summaries::is_language(&new.language) {
        return wrong("/language", "Say in which language it is, as a tag such as en or ar.");
    }
    if new.purpose.chars().count() > LONGEST_PURPOSE {
        return wrong("/purpose", "Say it in at most 4,000 characters.");
    }
    if new.questions.is_empty() || new.questions.len() > MOST_QUESTIONS {
        return wrong("/questions", "Ask one question at least and 20 at most.");
    }
    for (at, question) in new.questions.iter().enumerate() {
        if question.trim().is_empty() || question.chars().count() > LONGEST_QUESTION {
            return wrong(&format!("/questions/{at}"), "Ask it in at most 500 characters.");
        }
    }
    if let Some(at) = new.indicators.iter().position(|key| !codes.indicators().any(|known| known.key == *key)) {
        return wrong(&format!("/indicators/{at}"), "There is no such indicator.");
    }
    let is_day = |day: &str| day.is_empty() || (day.len() == 10 && Timestamp::parse(day).is_some());
    for (at, day) in
        [("/period_from", &new.period_from), ("/period_until", &new.period_until), ("/closes_on", &new.closes_on)]
    {
        if !is_day(day) {
            return wrong(at, "Give the day as 2026-03-01.");
        }
    }
    if !new.period_from.is_empty() && !new.period_until.is_empty() && new.period_until < new.period_from {
        return wrong("/period_until", "It cannot end before it begins.");
    }
    if new.grants.len() > MOST_GRANTS || new.grants.iter().any(|grant| !summaries::is_grant(grant)) {
        return wrong("/grants", "Name at most 20 grants, each by its 360Giving identifier of at most 100 characters.");
    }
    Ok(())
}

async fn remember<A: Act>(tx: &Tx, permit: &Permit<A>, act: &'static str, id: CallId) -> Result<(), CallError> {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    Ok(audit::add(tx, audit::Event { act, actor, project, on: "call", subject: Some(id.0), at: permit.at() }).await?)
}

async fn own(tx: &Tx, permit: &Permit<WriteSummaries>, id: CallId) -> Result<rows::call::Model, CallError> {
    use rows::call::Column as C;
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    tx.house().one::<rows::call::Entity>(which).await?.ok_or(CallError::Absent)
}

fn json(all: &[String]) -> String {
    serde_json::to_string(all).unwrap_or_default()
}

fn list(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Writes a call, or changes it as long as nobody has answered. Safe to send twice; says whether it is new.
///
/// # Errors
/// When something is out of bounds, the id is used elsewhere, or it has been answered.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<WriteSummaries>,
    id: CallId,
    new: NewCall,
) -> Result<bool, CallError> {
    check(&new, codes)?;
    let lines = [&new.title, &new.called_by, &new.purpose, &new.contact];
    let said: Vec<&str> = lines.into_iter().chain(&new.questions).map(String::as_str).collect();
    if checks::names_in(db, keys, permit.project(), &said).await? {
        return Err(CallError::Names);
    }
    let organisation = people::organisation_of(db, permit.project()).await?.ok_or(CallError::Absent)?;
    db.transact(async |tx| {
        let house = tx.house();
        let known = house.one::<rows::call::Entity>(rows::call::Column::Id.eq(id)).await?;
        let fresh = known.is_none();
        let before = known.clone();
        let mut row: rows::call::ActiveModel = match known {
            Some(row) if row.project_id != permit.project() => return Err(CallError::ExistsDifferently),
            Some(row) => row.into(),
            None => rows::call::ActiveModel {
                id: Set(id),
                project_id: Set(permit.project()),
                organisation_id: Set(organisation),
                slug: Set(None),
                made_by: Set(permit.person()),
                made_at: Set(permit.at()),
                opened_at: Set(None),
                closed_at: Set(None),
                ..Default::default()
            },
        };
        row.language = Set(new.language.clone());
        row.called_by = Set(new.called_by.trim().to_owned());
        row.title = Set(new.title.trim().to_owned());
        row.purpose = Set(new.purpose.trim().to_owned());
        row.questions = Set(json(&new.questions));
        row.indicators = Set(json(&new.indicators));
        row.period_from = Set(new.period_from.clone());
        row.period_until = Set(new.period_until.clone());
        row.closes_on = Set(new.closes_on.clone());
        row.grants = Set(json(&new.grants));
        row.contact = Set(new.contact.trim().to_owned());
        row.changed_at = Set(permit.at());
        if fresh {
            house.insert(row).await?;
            remember(tx, permit, "call.written", id).await?;
            return Ok(true);
        }
        let changed = house.update(row).await?;
        // The same again, as a slow line sends it, is no change.
        let same =
            before.is_some_and(|before| rows::call::Model { changed_at: changed.changed_at, ..before } == changed);
        if same {
            return Ok(false);
        }
        let answers = house.all::<rows::answer::Entity>(rows::answer::Column::CallId.eq(id)).await?;
        if !answers.is_empty() {
            return Err(CallError::Answered);
        }
        remember(tx, permit, "call.changed", id).await?;
        Ok(false)
    })
    .await
}

/// Opens a call to everybody; one that was closed is open again.
///
/// # Errors
/// When there is none.
pub async fn open(db: &Db, permit: &Permit<WriteSummaries>, id: CallId) -> Result<(), CallError> {
    db.transact(async |tx| {
        let row = own(tx, permit, id).await?;
        if state(&row, permit.at()) == CallState::Open {
            return Ok(());
        }
        if !row.closes_on.is_empty() && row.closes_on < permit.at().day() {
            let detail = "The last day to answer has gone by: choose a later one first.";
            return Err(CallError::Bounds { at: "/closes_on".to_owned(), detail });
        }
        people::name_for_addresses(tx, row.organisation_id).await?;
        let slug = match row.slug.clone() {
            Some(slug) => slug,
            None => free_slug(tx, row.organisation_id, &row.title).await?,
        };
        let opened = row.opened_at.unwrap_or(permit.at());
        let mut row: rows::call::ActiveModel = row.into();
        row.slug = Set(Some(slug));
        row.opened_at = Set(Some(opened));
        row.closed_at = Set(None);
        tx.house().update(row).await?;
        remember(tx, permit, "call.opened", id).await
    })
    .await
}

async fn free_slug(tx: &Tx, organisation: OrganisationId, title: &str) -> Result<String, CallError> {
    use rows::call::Column as C;
    let plain = people::plain_name(title, "call");
    let mut slug = plain.clone();
    let mut number = 1_u32;
    loop {
        let which = C::OrganisationId.eq(organisation).and(C::Slug.eq(slug.as_str()));
        if tx.house().one::<rows::call::Entity>(which).await?.is_none() {
            return Ok(slug);
        }
        number = number.saturating_add(1);
        slug = format!("{plain}-{number}");
    }
}

/// Closes a call: everybody still reads it with its answers.
///
/// # Errors
/// When there is none, or it was never open.
pub async fn close(db: &Db, permit: &Permit<WriteSummaries>, id: CallId) -> Result<(), CallError> {
    db.transact(async |tx| {
        let row = own(tx, permit, id).await?;
        if row.opened_at.is_none() {
            return Err(CallError::NotOpen);
        }
        if row.closed_at.is_some() {
            return Ok(());
        }
        let mut row: rows::call::ActiveModel = row.into();
        row.closed_at = Set(Some(permit.at()));
        tx.house().update(row).await?;
        remember(tx, permit, "call.closed", id).await
    })
    .await
}

/// Takes a call back, whether it is a draft or everybody reads it: then nobody does, and nothing says that it answers it.
///
/// # Errors
/// When there is none.
pub async fn discard(db: &Db, permit: &Permit<WriteSummaries>, id: CallId) -> Result<(), CallError> {
    db.transact(async |tx| {
        own(tx, permit, id).await?;
        tx.house().delete::<rows::call::Entity>(rows::call::Column::Id.eq(id)).await?;
        remember(tx, permit, "call.discarded", id).await
    })
    .await
}

/// Answers a call with a summary of this project, whether it is published yet or not: others see it once it is.
///
/// # Errors
/// When there is no such summary, or the call takes no answers.
pub async fn answer(
    db: &Db,
    permit: &Permit<WriteSummaries>,
    id: CallId,
    summary: SummaryId,
) -> Result<bool, CallError> {
    db.transact(async |tx| {
        let house = tx.house();
        summaries::is_of(tx, permit, summary).await?;
        let call = house.one::<rows::call::Entity>(rows::call::Column::Id.eq(id)).await?;
        let call = call.filter(|row| row.opened_at.is_some() || row.project_id == permit.project());
        let call = call.ok_or(CallError::Absent)?;
        use rows::answer::Column as C;
        let same = C::CallId.eq(id).and(C::SummaryId.eq(summary));
        if house.one::<rows::answer::Entity>(same).await?.is_some() {
            return Ok(false);
        }
        if state(&call, permit.at()) != CallState::Open {
            return Err(CallError::NotOpen);
        }
        let row = rows::answer::ActiveModel {
            id: Set(crate::ids::CodeId::at(permit.at()).0),
            call_id: Set(id),
            summary_id: Set(summary),
            project_id: Set(permit.project()),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
        };
        house.insert(row).await?;
        remember(tx, permit, "call.was-answered", id).await?;
        Ok(true)
    })
    .await
}

/// Takes an answer of this project back.
///
/// # Errors
/// When there is none.
pub async fn take_back(
    db: &Db,
    permit: &Permit<WriteSummaries>,
    id: CallId,
    summary: SummaryId,
) -> Result<(), CallError> {
    db.transact(async |tx| {
        use rows::answer::Column as C;
        let which = C::CallId.eq(id).and(C::SummaryId.eq(summary)).and(C::ProjectId.eq(permit.project()));
        if tx.house().delete::<rows::answer::Entity>(which).await? == 0 {
            return Err(CallError::Absent);
        }
        remember(tx, permit, "call.answer-taken-back", id).await
    })
    .await
}

fn state(row: &rows::call::Model, at: Timestamp) -> CallState {
    let over = !row.closes_on.is_empty() && row.closes_on < at.day();
    match row.opened_at {
        None => CallState::Draft,
        Some(_) if over || row.closed_at.is_some() => CallState::Closed,
        Some(_) => CallState::Open,
    }
}

/// The calls that a project wrote, and those it may answer: what is open first, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(db: &Db, keys: &NarratorKeys, permit: &Permit<ApproveSummaries>) -> Result<Vec<CallReply>, CallError> {
    use rows::call::Column as C;
    let theirs = C::ProjectId.eq(permit.project()).or(C::OpenedAt.is_not_null());
    let mut all = Vec::new();
    for row in found(db, theirs).await? {
        let is_own = row.project_id == permit.project();
        let answers = answers(db, keys, row.id, Some(permit)).await?;
        // What was closed elsewhere concerns those who answered it.
        if is_own || state(&row, permit.at()) == CallState::Open || answers.iter().any(|one| one.is_own) {
            all.push(shown(db, row, answers, is_own, permit.at()).await?);
        }
    }
    all.sort_by_key(|one| one.state != CallState::Open);
    Ok(all)
}

async fn found(
    db: &Db,
    which: impl sea_orm::sea_query::IntoCondition,
) -> Result<Vec<rows::call::Model>, sea_orm::DbErr> {
    let house = db.house();
    let select = house.select::<rows::call::Entity>().filter(which.into_condition());
    select.order_by_desc(rows::call::Column::MadeAt).all(house.on()).await
}

/// What everybody reads: the calls of one publisher, or of all, those that are open first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn public(
    db: &Db,
    keys: &NarratorKeys,
    of: Option<OrganisationId>,
    at: Timestamp,
) -> Result<Vec<CallReply>, CallError> {
    use rows::call::Column as C;
    let opened = C::OpenedAt.is_not_null();
    let which = match of {
        Some(organisation) => opened.and(C::OrganisationId.eq(organisation)),
        None => opened,
    };
    let mut all = Vec::new();
    for row in found(db, which).await? {
        let answers = answers(db, keys, row.id, None).await?;
        all.push(shown(db, row, answers, false, at).await?);
    }
    all.sort_by_key(|one| one.state != CallState::Open);
    Ok(all)
}

/// Whether anybody has opened a call: of this publisher, or of all.
///
/// # Errors
/// When the database fails.
pub async fn any(db: &Db, of: Option<OrganisationId>) -> Result<bool, sea_orm::DbErr> {
    use rows::call::Column as C;
    let opened = C::OpenedAt.is_not_null();
    let which = match of {
        Some(organisation) => opened.and(C::OrganisationId.eq(organisation)),
        None => opened,
    };
    Ok(db.house().one::<rows::call::Entity>(which).await?.is_some())
}

/// The call of this name that everybody reads.
///
/// # Errors
/// When the database or the keys fail.
pub async fn called(
    db: &Db,
    keys: &NarratorKeys,
    of: &Publisher,
    slug: &str,
    at: Timestamp,
) -> Result<Option<CallReply>, CallError> {
    use rows::call::Column as C;
    let which = C::OrganisationId.eq(of.id).and(C::Slug.eq(slug)).and(C::OpenedAt.is_not_null());
    let Some(row) = db.house().one::<rows::call::Entity>(which).await? else { return Ok(None) };
    let answers = answers(db, keys, row.id, None).await?;
    Ok(Some(shown(db, row, answers, false, at).await?))
}

/// The calls that a summary answers: what each is called, and where it is read.
///
/// # Errors
/// When the database fails.
pub async fn answered_by(db: &Db, summary: SummaryId) -> Result<Vec<(String, String)>, sea_orm::DbErr> {
    let mut all = Vec::new();
    for answer in db.house().all::<rows::answer::Entity>(rows::answer::Column::SummaryId.eq(summary)).await? {
        let which = rows::call::Column::Id.eq(answer.call_id);
        let Some(call) = db.house().one::<rows::call::Entity>(which).await? else { continue };
        if let Some(address) = address(db, &call).await? {
            all.push((call.title, address));
        }
    }
    Ok(all)
}

async fn address(db: &Db, row: &rows::call::Model) -> Result<Option<String>, sea_orm::DbErr> {
    let Some(slug) = row.slug.as_ref().filter(|_| row.opened_at.is_some()) else { return Ok(None) };
    let publisher = people::slug_of(db, row.organisation_id).await?;
    Ok(publisher.map(|publisher| format!("/read/{publisher}/calls/{slug}")))
}

async fn shown(
    db: &Db,
    row: rows::call::Model,
    answers: Vec<CallAnswer>,
    is_own: bool,
    at: Timestamp,
) -> Result<CallReply, CallError> {
    let (state, address) = (state(&row, at), address(db, &row).await?);
    Ok(CallReply {
        id: row.id,
        is_own,
        state,
        address,
        answers,
        title: row.title,
        called_by: row.called_by,
        language: row.language,
        purpose: row.purpose,
        questions: list(&row.questions),
        indicators: list(&row.indicators),
        period_from: row.period_from,
        period_until: row.period_until,
        closes_on: row.closes_on,
        grants: list(&row.grants),
        contact: row.contact,
        opened_at: row.opened_at,
    })
}

/// What answers a call: what is published now, by whom; and, for a project, what it is still writing.
async fn answers(
    db: &Db,
    keys: &NarratorKeys,
    id: CallId,
    of: Option<&Permit<ApproveSummaries>>,
) -> Result<Vec<CallAnswer>, CallError> {
    let publishers = people::publishers(db).await?;
    let publishers: HashMap<OrganisationId, Publisher> = publishers.into_iter().map(|one| (one.id, one)).collect();
    let mut all = Vec::new();
    for row in db.house().all::<rows::answer::Entity>(rows::answer::Column::CallId.eq(id)).await? {
        let is_own = of.is_some_and(|permit| permit.project() == row.project_id);
        let published = publishing::newest_for_everybody(db, keys, row.summary_id).await?;
        let found = published.and_then(|(one, title)| Some((publishers.get(&one.organisation)?, one, title)));
        match found {
            Some((publisher, one, title)) => all.push(CallAnswer {
                summary_id: row.summary_id,
                title: Some(title),
                publisher: publisher.name.clone(),
                address: Some(format!("/read/{}/{}", publisher.slug, one.slug)),
                published_at: Some(one.published_at),
                is_own,
            }),
            None if is_own => all.push(CallAnswer {
                summary_id: row.summary_id,
                title: None,
                publisher: String::new(),
                address: None,
                published_at: None,
                is_own,
            }),
            None => {}
        }
    }
    // By whom and what they are called: nobody answers better than another.
    all.sort_by(|one, other| (&one.publisher, &one.title).cmp(&(&other.publisher, &other.title)));
    Ok(all)
}
