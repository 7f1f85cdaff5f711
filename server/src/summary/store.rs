//! Drafts: beginning one, writing editions, opening them. What rests on words that are withdrawn is taken out before an
//! edition leaves this file.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};
use uuid::Uuid;

use super::{
    SummaryError,
    document::{Block, Document, Stance},
    evidence, gates, publishing,
    reply::{EditionLine, NewEdition, NewSummary, SignReply, SummaryLine, SummaryReply, SummaryState, WriterReply},
    rows, translating,
};
use crate::{
    access::{Act, ApproveSummaries, Audience, Permit, WriteSummaries},
    audit,
    db::{Db, Tx},
    ids::{AccountId, Id, NarratorId, SummaryId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
    people,
    quote::{self, reply::QuoteReply},
};

/// For whom a summary may be.
const READERS: [Audience; 3] = [Audience::Public, Audience::Funder, Audience::Partners];
/// How many grants a summary may answer for.
const MOST_GRANTS: usize = 20;

/// The key a summary is sealed under: kept where narrators' keys are, under the summary's own id.
pub(super) fn key_id(summary: SummaryId) -> NarratorId {
    NarratorId(summary.0)
}

pub(super) fn edition_place(id: Uuid) -> Place {
    Place { table: "summary_edition", column: "document_sealed", row: id }
}

pub(super) fn writer(id: AccountId, names: &HashMap<AccountId, String>) -> WriterReply {
    WriterReply { id, display_name: names.get(&id).cloned().unwrap_or_default() }
}

/// A summary of the permitted project.
pub(super) async fn row_of<A: Act>(
    db: &Db,
    permit: &Permit<A>,
    id: SummaryId,
) -> Result<rows::summary::Model, SummaryError> {
    use rows::summary::Column as C;
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    db.house().one::<rows::summary::Entity>(which).await?.ok_or(SummaryError::Absent)
}

/// The same inside a transaction.
pub(super) async fn row_in<A: Act>(
    tx: &Tx,
    permit: &Permit<A>,
    id: SummaryId,
) -> Result<rows::summary::Model, SummaryError> {
    use rows::summary::Column as C;
    let which = C::Id.eq(id).and(C::ProjectId.eq(permit.project()));
    tx.house().one::<rows::summary::Entity>(which).await?.ok_or(SummaryError::Absent)
}

async fn edition_row(db: &Db, summary: SummaryId, number: i32) -> Result<rows::edition::Model, SummaryError> {
    use rows::edition::Column as C;
    let which = C::SummaryId.eq(summary).and(C::Number.eq(number));
    db.house().one::<rows::edition::Entity>(which).await?.ok_or(SummaryError::Absent)
}

/// An edition as it was written. For this subject alone: what is shown of it passes [`shown`] first.
pub(super) async fn as_written(
    db: &Db,
    key: &NarratorKey,
    summary: SummaryId,
    number: i32,
) -> Result<Document, SummaryError> {
    let row = edition_row(db, summary, number).await?;
    Ok(key.open_json(edition_place(row.id), &row.document_sealed)?)
}

/// An edition as it may be shown: a statement of which any passage, and a quote that, is not allowed now is a place with
/// nothing in it.
#[must_use]
pub fn shown(mut document: Document, evidence: &HashSet<Uuid>, quotes: &HashSet<Uuid>) -> Document {
    for block in &mut document.blocks {
        let rests = block.evidence().iter().all(|id| evidence.contains(id));
        let speaks = block.quote().is_none_or(|id| quotes.contains(&id));
        if !rests || !speaks {
            *block = block.withdrawn();
        }
    }
    document
}

fn event<A: Act>(permit: &Permit<A>, act: &'static str, id: SummaryId) -> audit::Event {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    audit::Event { act, actor, project, on: "summary", subject: Some(id.0), at: permit.at() }
}

/// Remembers an act on a summary.
pub(super) async fn remember<A: Act>(
    tx: &Tx,
    permit: &Permit<A>,
    act: &'static str,
    id: SummaryId,
) -> Result<(), DbErr> {
    audit::add(tx, event(permit, act, id)).await
}

/// That a summary is of the permitted project.
///
/// # Errors
/// When it is not, or there is none.
pub async fn is_of<A: Act>(tx: &Tx, permit: &Permit<A>, id: SummaryId) -> Result<(), SummaryError> {
    row_in(tx, permit, id).await.map(drop)
}

/// In which language a summary of the permitted project is.
///
/// # Errors
/// When there is none.
pub async fn language_of<A: Act>(tx: &Tx, permit: &Permit<A>, id: SummaryId) -> Result<String, SummaryError> {
    Ok(row_in(tx, permit, id).await?.language)
}

/// Whether this can be the tag of a language.
#[must_use]
pub fn is_language(tag: &str) -> bool {
    !tag.is_empty() && tag.len() <= 35 && tag.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

/// Whether this can be an identifier of a grant: nothing that could be a sentence.
#[must_use]
pub fn is_grant(text: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_./:".contains(sign);
    !text.is_empty() && text.len() <= 100 && text.chars().all(plain)
}

fn check(new: &NewSummary) -> Result<(), SummaryError> {
    let wrong = |at: &str, detail: &str| Err(SummaryError::Bounds { at: at.to_owned(), detail: detail.to_owned() });
    if !is_language(&new.language) {
        return wrong("/language", "Say in which language it is, as a tag such as en or ar.");
    }
    let is_day = |day: &str| day.len() <= 10 && day.chars().all(|sign| sign.is_ascii_digit() || sign == '-');
    if !is_day(&new.period_from) || !is_day(&new.period_until) {
        return wrong("/period_from", "Give days as 2026-03-01.");
    }
    if new.audience.is_some_and(|audience| !READERS.contains(&audience)) {
        return wrong("/audience", "A summary is for everybody, for funders, or for partners.");
    }
    if new.grants.len() > MOST_GRANTS || new.grants.iter().any(|grant| !is_grant(grant)) {
        return wrong("/grants", "Name at most 20 grants, each by its 360Giving identifier of at most 100 characters.");
    }
    Ok(())
}

/// Begins a summary, or changes what stands above it. Safe to send twice; says whether it is new.
///
/// # Errors
/// When something is out of bounds or the id is used elsewhere; [`SummaryError::AudienceStands`] when a version was published
/// for others.
pub async fn begin(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    id: SummaryId,
    new: NewSummary,
) -> Result<bool, SummaryError> {
    check(&new)?;
    let known = db.house().one::<rows::summary::Entity>(rows::summary::Column::Id.eq(id)).await?;
    translating::check(&db.house(), permit, id, new.translation_of).await?;
    // A translation that is begun with nothing begins with what it is made from.
    let copy = match (&known, &new.document, new.translation_of) {
        (None, None, Some(original)) => Some(translating::copy_of(db, keys, permit, original).await?),
        _ => None,
    };
    let copied = copy.as_ref().map(|copy| copy.document.clone());
    let mut document = copied.or_else(|| new.document.clone()).unwrap_or_default();
    document.title.clone_from(&new.title);
    document.check()?;
    if known.as_ref().is_some_and(|row| row.project_id != permit.project()) {
        return Err(SummaryError::ExistsDifferently);
    }
    let key = match known {
        Some(_) => keys.of(key_id(id)).await?,
        // The id is somebody's already: nothing of ours is sealed with their key.
        None if keys.of(key_id(id)).await.is_ok() => return Err(SummaryError::ExistsDifferently),
        None => keys.make(key_id(id), permit.at()).await?,
    };
    db.transact(async |tx| {
        let known = tx.house().one::<rows::summary::Entity>(rows::summary::Column::Id.eq(id)).await?;
        let grants = serde_json::to_string(&new.grants).unwrap_or_default();
        translating::check(&tx.house(), permit, id, new.translation_of).await?;
        if let Some(row) = known {
            if row.project_id != permit.project() {
                return Err(SummaryError::ExistsDifferently);
            }
            let audience = new.audience.map_or(row.audience.clone(), |audience| audience.as_str().to_owned());
            let of = rows::publication::Column::SummaryId.eq(id);
            // Whoever read it knows it, and what was told to some is not told to everybody by a change of mind.
            if audience != row.audience && tx.house().one::<rows::publication::Entity>(of).await?.is_some() {
                return Err(SummaryError::AudienceStands);
            }
            let mut row: rows::summary::ActiveModel = row.into();
            row.audience = Set(audience);
            row.language = Set(new.language.clone());
            row.translation_of = Set(new.translation_of);
            row.period_from = Set(new.period_from.clone());
            row.period_until = Set(new.period_until.clone());
            row.grants = Set(grants);
            row.submitted_edition = Set(None);
            row.changed_at = Set(permit.at());
            tx.house().update(row).await?;
            remember(tx, permit, "summary.changed", id).await?;
            return Ok(false);
        }
        let row = rows::summary::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            language: Set(new.language.clone()),
            audience: Set(new.audience.unwrap_or(Audience::Public).as_str().to_owned()),
            translation_of: Set(new.translation_of),
            period_from: Set(new.period_from.clone()),
            period_until: Set(new.period_until.clone()),
            grants: Set(grants),
            edition: Set(1),
            submitted_edition: Set(None),
            slug: Set(None),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
            changed_at: Set(permit.at()),
            retired_at: Set(None),
        };
        tx.house().insert(row).await?;
        if let Some(copy) = &copy {
            translating::link(tx, permit, id, copy).await?;
        }
        add_edition(tx, &key, permit, id, 1, &document).await?;
        remember(tx, permit, "summary.begun", id).await?;
        Ok(true)
    })
    .await
}

async fn add_edition(
    tx: &Tx,
    key: &NarratorKey,
    permit: &Permit<WriteSummaries>,
    of: SummaryId,
    number: i32,
    document: &Document,
) -> Result<(), SummaryError> {
    let id = crate::ids::CodeId::at(permit.at()).0;
    let row = rows::edition::ActiveModel {
        id: Set(id),
        summary_id: Set(of),
        number: Set(number),
        document_sealed: Set(key.seal_json(edition_place(id), document)?),
        made_by: Set(permit.person()),
        made_at: Set(permit.at()),
    };
    tx.house().insert(row).await?;
    Ok(())
}

/// Writes an edition. What stands where the page shows something withdrawn stays as it was. Writing the same again changes
/// nothing.
///
/// # Errors
/// [`SummaryError::WrittenMeanwhile`] when somebody was quicker.
pub async fn write(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    id: SummaryId,
    new: NewEdition,
) -> Result<i32, SummaryError> {
    new.document.check()?;
    let key = keys.of(key_id(id)).await?;
    db.transact(async |tx| {
        let row = row_in(tx, permit, id).await?;
        use rows::edition::Column as C;
        let newest = C::SummaryId.eq(id).and(C::Number.eq(row.edition));
        let before = tx.house().one::<rows::edition::Entity>(newest).await?.ok_or(SummaryError::Absent)?;
        let before: Document = key.open_json(edition_place(before.id), &before.document_sealed)?;
        let document = new.document.clone().over(&before);
        if document == before {
            return Ok(row.edition);
        }
        if row.edition != new.after {
            return Err(SummaryError::WrittenMeanwhile);
        }
        let links: Vec<Uuid> = document.blocks.iter().flat_map(Block::evidence).copied().collect();
        evidence::check_links(tx, permit, id, &links, &before).await?;
        let number = row.edition.saturating_add(1);
        add_edition(tx, &key, permit, id, number, &document).await?;
        let mut row: rows::summary::ActiveModel = row.into();
        row.edition = Set(number);
        row.submitted_edition = Set(None);
        row.changed_at = Set(permit.at());
        tx.house().update(row).await?;
        remember(tx, permit, "summary.written", id).await?;
        Ok(number)
    })
    .await
}

/// The quotes that may be shown now, by id.
pub(super) async fn quotes_shown(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    document: &Document,
) -> Result<Vec<QuoteReply>, SummaryError> {
    let wanted: HashSet<Uuid> = document.blocks.iter().filter_map(Block::quote).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let all = quote::store::all(db, keys, permit).await?;
    Ok(all.iter().filter(|quote| wanted.contains(&quote.get().id)).map(QuoteReply::from).collect())
}

/// The summaries of a project, the last changed first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
) -> Result<Vec<SummaryLine>, SummaryError> {
    let house = db.house();
    let found = house
        .select::<rows::summary::Entity>()
        .filter(rows::summary::Column::ProjectId.eq(permit.project()))
        .order_by_desc(rows::summary::Column::ChangedAt)
        .all(house.on())
        .await?;
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        let key = match keys.of(key_id(row.id)).await {
            Ok(key) => key,
            // A backup of keys that is older than the summary: nobody can open it, and the others are still there.
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        let document = as_written(db, &key, row.id, row.edition).await?;
        all.push(line(db, keys, permit, &row, &document).await?);
    }
    Ok(all)
}

/// A summary as it stands in a list.
pub(super) async fn line(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    row: &rows::summary::Model,
    document: &Document,
) -> Result<SummaryLine, SummaryError> {
    let published = newest_publication(db, row.id).await?;
    let audience = publishing::audience_of(&row.audience);
    let state = state_of(db, keys, permit, row, document, published.as_ref()).await?;
    let address = match &published {
        Some(published) if row.retired_at.is_none() && audience == Audience::Public => {
            let slug = people::slug_of(db, published.organisation_id).await?;
            slug.map(|slug| format!("/read/{slug}/{}", published.slug))
        }
        _ => None,
    };
    Ok(SummaryLine {
        id: row.id,
        title: document.title.clone(),
        language: row.language.clone(),
        translation_of: row.translation_of,
        audience,
        state,
        edition: row.edition,
        version: published.as_ref().map(|one| one.version),
        published_at: published.as_ref().map(|one| one.published_at),
        review_by: published.as_ref().map(|one| one.review_by),
        address,
        changed_at: row.changed_at,
    })
}

/// The newest version that was published.
pub(super) async fn newest_publication(db: &Db, of: SummaryId) -> Result<Option<rows::publication::Model>, DbErr> {
    let house = db.house();
    house
        .select::<rows::publication::Entity>()
        .filter(rows::publication::Column::SummaryId.eq(of))
        .order_by_desc(rows::publication::Column::Version)
        .one(house.on())
        .await
}

async fn state_of(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    row: &rows::summary::Model,
    newest: &Document,
    published: Option<&rows::publication::Model>,
) -> Result<SummaryState, SummaryError> {
    if row.retired_at.is_some() {
        return Ok(SummaryState::Retired);
    }
    if published.is_some_and(|one| one.edition == row.edition) {
        return Ok(SummaryState::Published);
    }
    if row.submitted_edition != Some(row.edition) {
        return Ok(SummaryState::Draft);
    }
    let read = evidence::cleared(&db.as_permitted(permit), row.id).await?;
    let read = read.iter().map(|one| (one.get().id, one.get().stance)).collect();
    let quotes = quotes_shown(db, keys, permit, newest).await?;
    let quotes = quotes.iter().map(|quote| quote.id).collect();
    let rests_on = gates::rests_on(row, newest, &read, &quotes);
    let signs = gates::standing(gates::signs(db, row.id, row.edition).await?, &rests_on);
    let writers = writers_of(db, row.id).await?;
    let all_passed = gates::of_people().iter().all(|gate| gates::is_signed(*gate, &signs, &writers));
    Ok(if all_passed { SummaryState::Approved } else { SummaryState::InReview })
}

/// Who wrote any edition.
pub(super) async fn writers_of(db: &Db, of: SummaryId) -> Result<Vec<AccountId>, DbErr> {
    let editions = db.house().all::<rows::edition::Entity>(rows::edition::Column::SummaryId.eq(of)).await?;
    let mut writers: Vec<AccountId> = editions.iter().map(|edition| edition.made_by).collect();
    writers.sort_unstable();
    writers.dedup();
    Ok(writers)
}

/// A summary, open.
///
/// # Errors
/// When there is none, or the database or the keys fail.
pub async fn open(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    id: SummaryId,
    edition: Option<i32>,
) -> Result<SummaryReply, SummaryError> {
    let row = row_of(db, permit, id).await?;
    let key = keys.of(key_id(id)).await?;
    let open_edition = edition.unwrap_or(row.edition);
    let written = as_written(db, &key, id, open_edition).await?;
    let evidence = evidence::of_summary(db, keys, permit, id).await?;
    let quotes = quotes_shown(db, keys, permit, &written).await?;
    let stands: HashSet<Uuid> = evidence.iter().map(|one| one.id).collect();
    let speaks: HashSet<Uuid> = quotes.iter().map(|quote| quote.id).collect();
    let newest =
        if open_edition == row.edition { written.clone() } else { as_written(db, &key, id, row.edition).await? };
    let line = line(db, keys, permit, &row, &newest).await?;
    let stances: HashMap<Uuid, Stance> = evidence.iter().map(|one| (one.id, one.stance)).collect();
    let as_open = rows::summary::Model { edition: open_edition, ..row.clone() };
    let rests_on = gates::rests_on(&as_open, &written, &stances, &speaks);
    let signs = gates::signs(db, id, open_edition).await?;
    let writers = writers_of(db, id).await?;
    let people: Vec<AccountId> = writers.iter().copied().chain(signs.iter().map(|sign| sign.account_id)).collect();
    let names = people::names_of(db, &people).await?;
    let signs =
        signs.iter().map(|sign| gates::reply(sign, &key, &names, &rests_on)).collect::<Result<Vec<SignReply>, _>>()?;
    let document = shown(written, &stands, &speaks);
    let linked: HashSet<Uuid> = document.blocks.iter().flat_map(Block::evidence).copied().collect();
    let may = gates::may(permit, &row, &line, &writers);
    Ok(SummaryReply {
        line,
        period_from: row.period_from,
        period_until: row.period_until,
        grants: serde_json::from_str(&row.grants).unwrap_or_default(),
        open_edition,
        evidence: evidence.into_iter().filter(|one| linked.contains(&one.id)).collect(),
        document,
        quotes,
        writers: writers.iter().map(|id| writer(*id, &names)).collect(),
        signs,
        may,
    })
}

/// The editions of a summary, the newest first.
///
/// # Errors
/// When there is none.
pub async fn editions(
    db: &Db,
    permit: &Permit<ApproveSummaries>,
    id: SummaryId,
) -> Result<Vec<EditionLine>, SummaryError> {
    row_of(db, permit, id).await?;
    let house = db.house();
    let found = house
        .select::<rows::edition::Entity>()
        .filter(rows::edition::Column::SummaryId.eq(id))
        .order_by_desc(rows::edition::Column::Number)
        .all(house.on())
        .await?;
    let people: Vec<AccountId> = found.iter().map(|row| row.made_by).collect();
    let names = people::names_of(db, &people).await?;
    let line = |row: rows::edition::Model| EditionLine {
        number: row.number,
        by: writer(row.made_by, &names),
        made_at: row.made_at,
    };
    Ok(found.into_iter().map(line).collect())
}
