//! Asking narrators who wish to see each use first: they are shown the words as they would leave the team, for whom, and
//! where, and say yes or no on their own page. Silence is no. An asking has the id of the quote it asks for, and is bound
//! to the grant in force: under a new answer they are asked anew.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{QuoteError, reply::NewQuote, rows, store::Source};
use crate::{
    access::{Audience, Permit, Purpose, QuotePassages},
    audit,
    clock::Timestamp,
    consent::{
        Cleared, ConsentError,
        changes::{self, ToldUse},
        gate::{Erasing, Gate, OwnStory},
        uses,
        visits::Visit,
    },
    db::{Db, Reads},
    ids::{RevisionId, TestimonyId},
    keys::{NarratorKey, NarratorKeys, Place},
    named::named,
    testimony,
};

named! {
    /// What a narrator says of a use.
    Answer {
        /// It may be told so.
        Yes = "yes",
        /// It may not.
        No = "no",
    }
}

/// A passage that its narrator is asked about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AskingReply {
    /// Its id, and that of the quote it asks for.
    pub id: Uuid,
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Of which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it would be quoted.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// Where it would be met.
    pub place: String,
    /// In which language the words are.
    pub language: String,
    /// The words as they would be told.
    pub words: String,
    /// When they were asked.
    pub asked_at: Timestamp,
    /// What they say; nothing is no.
    pub answer: Option<Answer>,
    /// When they said it.
    pub answered_at: Option<Timestamp>,
}

/// What the narrator answers.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnAnswer {
    /// Yes or no. It can be changed at any time.
    pub answer: Answer,
}

fn words_place(id: Uuid) -> Place {
    Place { table: "use_asking", column: "words_sealed", row: id }
}

fn position(at: i32) -> u32 {
    u32::try_from(at).unwrap_or(0)
}

impl AskingReply {
    fn opened(row: &rows::asking::Model, key: &NarratorKey) -> Result<Self, QuoteError> {
        Ok(Self {
            id: row.id,
            testimony_id: row.testimony_id,
            revision_id: row.revision_id,
            start: position(row.start_at),
            end: position(row.end_at),
            purpose: Purpose::parse(&row.purpose).unwrap_or(Purpose::QuoteAnonymously),
            audience: Audience::parse(&row.audience).unwrap_or(Audience::Team),
            place: row.place.clone(),
            language: row.language.clone(),
            words: key.open_text(words_place(row.id), &row.words_sealed)?,
            asked_at: row.asked_at,
            answer: row.answer.as_deref().and_then(Answer::parse),
            answered_at: row.answered_at,
        })
    }
}

fn is_same(row: &rows::asking::Model, new: &NewQuote) -> bool {
    row.testimony_id == new.testimony_id
        && row.revision_id == new.revision_id
        && (position(row.start_at), position(row.end_at)) == (new.start, new.end)
        && row.purpose == new.purpose.as_str()
        && row.audience == new.audience.as_str()
        && row.place == new.place.trim()
}

/// The words that a narrator was shown of a quote, if they were asked about it.
///
/// # Errors
/// [`QuoteError::ExistsElsewhere`] when they were asked about something else.
pub(super) async fn shown<C: Reads>(
    gate: &Gate<'_, QuotePassages, C>,
    key: &NarratorKey,
    id: Uuid,
    new: &NewQuote,
) -> Result<Option<String>, QuoteError> {
    let known = gate.stories::<rows::asking::Entity>().only(rows::asking::Column::Id.eq(id)).one().await?;
    let Some(known) = known else { return Ok(None) };
    if !is_same(known.get(), new) {
        return Err(QuoteError::ExistsElsewhere);
    }
    Ok(Some(key.open_text(words_place(id), &known.get().words_sealed)?))
}

/// Asks a narrator about a use. Safe to send twice; says whether it is new.
///
/// # Errors
/// When they do not allow it at all, or do not wish to be asked; when the passage does not lie in the text.
pub async fn ask(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<QuotePassages>,
    id: Uuid,
    new: NewQuote,
) -> Result<bool, QuoteError> {
    let source = Source::of(db, keys, permit, &new).await?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = source.still_newest(&gate, &new).await?;
        let known = gate.stories::<rows::asking::Entity>().only(rows::asking::Column::Id.eq(id)).one().await?;
        if let Some(known) = known {
            return if is_same(known.get(), &new) { Ok(false) } else { Err(QuoteError::ExistsElsewhere) };
        }
        let asked = tx.as_permitted(permit).for_asking(new.purpose, new.audience);
        let narrator = head.get().narrator_id;
        let allowed = testimony::cleared(&asked, new.testimony_id).await?.is_some()
            && !asked.kept_out(&[new.testimony_id]).await?.touches(new.revision_id, new.start, new.end);
        let grant = gate.grant_to_ask(narrator, new.purpose, new.audience).await?.filter(|_| allowed);
        let grant = grant.ok_or(ConsentError::NotGranted)?;
        let told = tx.as_permitted(permit).to_be_told(new.purpose, new.audience);
        if testimony::cleared(&told, new.testimony_id).await?.is_some() {
            return Err(ConsentError::NoNeedToAsk.into());
        }
        let key = keys.of(narrator).await?;
        let words = source.veiled(&gate, &key, narrator, &new).await?;
        let row = rows::asking::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(narrator),
            testimony_id: Set(new.testimony_id),
            grant_id: Set(grant),
            revision_id: Set(new.revision_id),
            start_at: Set(i32::try_from(new.start).unwrap_or(i32::MAX)),
            end_at: Set(i32::try_from(new.end).unwrap_or(i32::MAX)),
            purpose: Set(new.purpose.as_str().to_owned()),
            audience: Set(new.audience.as_str().to_owned()),
            audience_rank: Set(new.audience.rank()),
            place: Set(new.place.trim().to_owned()),
            language: Set(head.get().language.clone()),
            words_sealed: Set(key.seal_text(words_place(id), &words)?),
            asked_by: Set(permit.person()),
            asked_at: Set(permit.at()),
            answer: Set(None),
            answered_at: Set(None),
            ended_at: Set(None),
        };
        gate.insert(&head, row).await.map_err(|error| match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => QuoteError::ExistsElsewhere,
            _ => error.into(),
        })?;
        audit::add(tx, event(permit, "use.asked", id)).await?;
        Ok(true)
    })
    .await
}

fn event(permit: &Permit<QuotePassages>, act: &'static str, id: Uuid) -> audit::Event {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    audit::Event { act, actor, project, on: "quote", subject: Some(id), at: permit.at() }
}

/// What narrators were asked, the newest first. What was taken back is not shown.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<QuotePassages>,
) -> Result<Vec<Cleared<AskingReply, QuotePassages>>, QuoteError> {
    use rows::asking::Column as C;
    let open = db.as_permitted(permit).stories::<rows::asking::Entity>().only(C::EndedAt.is_null());
    let found = open.by(C::AskedAt, Order::Desc).all().await?;
    let narrators: Vec<_> = found.iter().map(|row| row.get().narrator_id).collect();
    let opened = keys.of_all(&narrators).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        if let Some(key) = opened.get(&row.get().narrator_id) {
            all.push(row.try_map(|row| AskingReply::opened(&row, key))?);
        }
    }
    Ok(all)
}

/// Asks no more. What was said yes to may not be quoted anew, and is used no more. Safe to send twice.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(db: &Db, permit: &Permit<QuotePassages>, id: Uuid) -> Result<(), QuoteError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let which = rows::asking::Column::Id.eq(id).and(rows::asking::Column::EndedAt.is_null());
        let Some(row) = gate.stories::<rows::asking::Entity>().only(which).one().await? else { return Ok(()) };
        let mut ended: rows::asking::ActiveModel = row.get().clone().into();
        ended.ended_at = Set(Some(permit.at()));
        gate.update(&row, ended).await?;
        uses::end_of(&gate, id).await?;
        Ok(audit::add(tx, event(permit, "use.asked-no-more", id)).await?)
    })
    .await
}

/// What the narrator who is here is asked, the newest first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<Vec<Cleared<AskingReply, OwnStory>>, QuoteError> {
    use rows::asking::Column as C;
    let open = db.as_narrator(visit).stories::<rows::asking::Entity>().only(C::EndedAt.is_null());
    let found = open.by(C::AskedAt, Order::Desc).all().await?;
    let key = keys.of(visit.narrator()).await?;
    found.into_iter().map(|row| row.try_map(|row| AskingReply::opened(&row, &key))).collect()
}

/// Keeps what the narrator says of a use. A no ends what was told after a yes, wherever it stands.
///
/// # Errors
/// "Absent" when they are not asked about this; when a yes comes with a code that is too new.
pub async fn answer(db: &Db, keys: &NarratorKeys, visit: &Visit, id: Uuid, answer: Answer) -> Result<(), QuoteError> {
    if answer == Answer::Yes {
        visit.is_whole()?;
    }
    db.transact(async |tx| {
        let own = tx.as_narrator(visit);
        let which = rows::asking::Column::Id.eq(id).and(rows::asking::Column::EndedAt.is_null());
        let asking = own.stories::<rows::asking::Entity>().only(which).one().await?.ok_or(ConsentError::Absent)?;
        let before = asking.get().clone();
        if before.answer.as_deref() == Some(answer.as_str()) {
            return Ok(());
        }
        let mut row: rows::asking::ActiveModel = before.clone().into();
        row.answer = Set(Some(answer.as_str().to_owned()));
        row.answered_at = Set(Some(visit.at()));
        own.update_story(row).await?;
        let (author, narrator) = (visit.author(), visit.narrator());
        let was_yes = before.answer.as_deref() == Some(Answer::Yes.as_str());
        match answer {
            Answer::Yes => author.changed(tx, "use.allowed", narrator, "quote").await?,
            // Nothing was told of it.
            Answer::No if !was_yes => author.remember(tx, "use.refused", narrator, "quote").await?,
            Answer::No => changes::refuse_use(tx, &own, keys, author, narrator, &told_as(&before)).await?,
        }
        Ok(())
    })
    .await
}

fn told_as(row: &rows::asking::Model) -> ToldUse {
    ToldUse {
        id: row.id,
        testimony: row.testimony_id,
        revision: row.revision_id,
        start: position(row.start_at),
        end: position(row.end_at),
        purpose: Purpose::parse(&row.purpose).unwrap_or(Purpose::QuoteAnonymously),
    }
}

/// Removes what somebody who is erased was asked; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::asking::Entity>().await
}
