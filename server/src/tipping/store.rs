//! Queries on tipping points, all through the gate. What a narrator rejected is never read.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};

use super::{Axes, Review, Standing, Tie, TippingError, rows};
use crate::{
    access::{CodePassages, Permit, Purpose, StoryAct},
    audit,
    clock::Timestamp,
    codebook::Codes,
    coding::{Certainty, Passage},
    consent::{
        Cleared, Gate,
        gate::{Count, Erasing, OwnStory, ReadPublished, Reading},
        visits::Visit,
    },
    db::{Db, Reads, Tx},
    ids::{AccountId, CodeId, NarratorId, TestimonyId, TippingId},
    jobs::outbox::{self, Change},
    keys::{NarratorKey, NarratorKeys, Place, Promise, PromiseKind},
    testimony::{self, TestimonyHead, ToldOn},
};

const LONGEST_WORDS: usize = 4_000;
const LONGEST_LINE: usize = 300;
const MOST_INDICATORS: usize = 30;

/// A tipping point.
#[derive(Clone, Debug)]
pub struct Tipping {
    /// Its id.
    pub id: TippingId,
    /// In which testimony.
    pub testimony: TestimonyId,
    /// On which passage.
    pub passage: Passage,
    /// Who marked it.
    pub coder: AccountId,
    /// The answers.
    pub axes: Axes,
    /// What ties the narrator to who helped.
    pub tie: Option<Tie>,
    /// What it was about.
    pub indicators: Vec<CodeId>,
    /// What is told of it.
    pub words: Words,
    /// What the narrator says of it.
    pub review: Review,
    /// How sure it is that it stands on its words.
    pub anchored: Certainty,
    /// When it was marked.
    pub created_at: Timestamp,
    /// When its coder last changed it.
    pub updated_at: Timestamp,
}

/// What is told of a tipping point; sealed under the narrator's key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// When it was.
    pub dated: Option<String>,
    /// Where it was.
    pub place: Option<String>,
    /// What life was like before.
    pub before: Option<String>,
    /// What was different after.
    pub after: Option<String>,
    /// Who helped.
    pub helped_by: Option<String>,
    /// The narrator's own words for it.
    pub own_words: Option<String>,
}

/// A tipping point to mark or to change.
#[derive(Clone, Debug)]
pub struct NewTipping {
    passage: Passage,
    answers: Answers,
    indicators: Vec<CodeId>,
    words: Words,
}

/// Answers as they are kept: no words of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Answers {
    #[serde(flatten)]
    axes: Axes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tie: Option<Tie>,
}

impl NewTipping {
    /// Checks what was sent, as far as that needs no testimony.
    ///
    /// # Errors
    /// When an answer is unknown or something is too long.
    pub fn of(sent: super::reply::NewTipping, codes: &Codes) -> Result<Self, TippingError> {
        let mut indicators = sent.indicators;
        indicators.sort_unstable();
        indicators.dedup();
        if indicators.len() > MOST_INDICATORS {
            return Err(TippingError::Bounds { at: "/indicators", detail: "At most 30 indicators." });
        }
        let dated = said("/dated", sent.dated, LONGEST_LINE)?;
        if dated.as_deref().is_some_and(|dated| ToldOn::parse(dated).is_err()) {
            let detail = "Write when it was as 2017, 2017-05 or 2017-05-12.";
            return Err(TippingError::Bounds { at: "/dated", detail });
        }
        Ok(Self {
            passage: Passage { revision: sent.revision_id, start: sent.start, end: sent.end },
            answers: Answers { axes: sent.axes.known_to(codes.tipping_axes())?, tie: sent.tie },
            indicators,
            words: Words {
                dated,
                place: said("/place", sent.place, LONGEST_LINE)?,
                before: said("/before", sent.before, LONGEST_WORDS)?,
                after: said("/after", sent.after, LONGEST_WORDS)?,
                helped_by: said("/helped_by", sent.helped_by, LONGEST_LINE)?,
                own_words: said("/own_words", sent.own_words, LONGEST_WORDS)?,
            },
        })
    }
}

fn said(at: &'static str, words: Option<String>, longest: usize) -> Result<Option<String>, TippingError> {
    let words = words.filter(|words| !words.trim().is_empty());
    if words.as_ref().is_some_and(|words| words.chars().count() > longest) {
        return Err(TippingError::Bounds { at, detail: "This is longer than fits here." });
    }
    Ok(words)
}

fn words_place(id: TippingId) -> Place {
    Place { table: "tipping_point", column: "words_sealed", row: id.0 }
}

fn position(kept: i32) -> u32 {
    u32::try_from(kept).unwrap_or(0)
}

/// OK because short names and ids can always be written as JSON.
fn as_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn open(row: rows::Model, key: &NarratorKey) -> Result<Tipping, TippingError> {
    let words = key.open_json(words_place(row.id), &row.words_sealed)?;
    let unread = |_wrong| TippingError::Database(DbErr::Custom("answers of a tipping point cannot be read".into()));
    let answers: Answers = serde_json::from_str(&row.axes).map_err(unread)?;
    Ok(Tipping {
        id: row.id,
        testimony: row.testimony_id,
        passage: Passage { revision: row.revision_id, start: position(row.start_at), end: position(row.end_at) },
        coder: row.coder_id,
        axes: answers.axes,
        tie: answers.tie,
        indicators: serde_json::from_str(&row.indicators).map_err(unread)?,
        words,
        review: review(&row),
        anchored: Certainty::parse(&row.anchored).unwrap_or(Certainty::Unsure),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// What cannot be read counts as rejected: nothing is shown in doubt.
fn review(row: &rows::Model) -> Review {
    Review::parse(&row.review).unwrap_or(Review::Rejected)
}

/// The tipping points of a testimony, in the order of the text, without those the narrator rejected.
///
/// # Errors
/// [`TippingError::Absent`] when this act may not use the testimony now.
pub async fn of_testimony<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    of: TestimonyId,
) -> Result<Vec<Cleared<Tipping, A>>, TippingError> {
    use rows::Column as C;
    let gate = db.as_permitted(permit);
    let head = testimony::cleared(&gate, of).await?.ok_or(TippingError::Absent)?;
    let found = gate
        .stories::<rows::Entity>()
        .only(C::TestimonyId.eq(of).and(C::Review.ne(Review::Rejected.as_str())))
        .by(C::StartAt, Order::Asc)
        .by(C::Id, Order::Asc)
        .all()
        .await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let key = keys.of(head.get().narrator_id).await?;
    found.into_iter().map(|row| row.try_map(|row| open(row, &key))).collect()
}

/// Marks a tipping point, or changes what the same coder marked before under this id. Says whether it is new.
///
/// # Errors
/// When the testimony is absent, the id is another's, or something does not fit.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<CodePassages>,
    on: TestimonyId,
    id: TippingId,
    new: NewTipping,
) -> Result<(Cleared<Tipping, CodePassages>, bool), TippingError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, on).await?.ok_or(TippingError::Absent)?;
        let key = keys.of(head.get().narrator_id).await?;
        let known = gate.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
        let known = known.map(|row| row.get().clone());
        if let Some(row) = &known {
            may_change(row, permit, on)?;
        }
        let is_new = known.is_none();
        if let Some(row) = known {
            let before = open(row.clone(), &key)?;
            if is_said_already(&before, &new, head.get()) {
                return Ok((head.map(|_head| before), false));
            }
            let row = filled(row.into(), &key, codes, tx, permit, head.get(), id, &new).await?;
            gate.update(&head, row).await?;
        } else {
            let row = rows::ActiveModel {
                id: Set(id),
                project_id: Set(permit.project()),
                testimony_id: Set(on),
                narrator_id: Set(head.get().narrator_id),
                coder_id: Set(permit.person()),
                review: Set(Review::NotAsked.as_str().to_owned()),
                created_at: Set(permit.at()),
                ..Default::default()
            };
            let row = filled(row, &key, codes, tx, permit, head.get(), id, &new).await?;
            gate.insert(&head, row).await.map_err(taken)?;
        }
        follow(tx, permit, on, id, if is_new { "tipping.marked" } else { "tipping.changed" }).await?;
        let row = gate.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
        let row = row.ok_or(TippingError::Absent)?;
        Ok((row.try_map(|row| open(row, &key))?, is_new))
    })
    .await
}

fn taken(error: DbErr) -> TippingError {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => TippingError::ExistsElsewhere,
        _ => error.into(),
    }
}

/// Whether this person may change or remove it: its coder alone, and nobody what the narrator has answered for.
fn may_change(row: &rows::Model, permit: &Permit<CodePassages>, on: TestimonyId) -> Result<(), TippingError> {
    if row.testimony_id != on {
        return Err(TippingError::ExistsElsewhere);
    }
    if review(row) == Review::Rejected {
        return Err(TippingError::Absent);
    }
    if row.coder_id != permit.person() {
        return Err(TippingError::NotYours);
    }
    match review(row).standing() {
        Standing::Confirmed => Err(TippingError::Confirmed),
        Standing::Interpretation => Ok(()),
    }
}

/// Whether the same was said before: of this text, or of an earlier one by a phone that never heard our answer.
fn is_said_already(before: &Tipping, new: &NewTipping, head: &TestimonyHead) -> bool {
    let same = before.words == new.words
        && before.indicators == new.indicators
        && before.axes == new.answers.axes
        && before.tie == new.answers.tie;
    let carried = before.passage.revision == head.revision_id && new.passage.revision != head.revision_id;
    same && (carried || (before.passage == new.passage && before.anchored == Certainty::Exact))
}

/// The row with what is said now.
async fn filled(
    mut row: rows::ActiveModel,
    key: &NarratorKey,
    codes: &Codes,
    tx: &Tx,
    permit: &Permit<CodePassages>,
    head: &TestimonyHead,
    id: TippingId,
    new: &NewTipping,
) -> Result<rows::ActiveModel, TippingError> {
    let (start, end) = new.passage.in_text_of(head)?;
    for indicator in &new.indicators {
        if !codes.exists_codable(&tx.house(), permit.project(), *indicator).await? {
            return Err(TippingError::UnknownIndicator);
        }
    }
    row.revision_id = Set(new.passage.revision);
    row.start_at = Set(start);
    row.end_at = Set(end);
    row.axes = Set(as_json(&new.answers));
    row.indicators = Set(as_json(&new.indicators));
    row.words_sealed = Set(key.seal_json(words_place(id), &new.words)?);
    row.anchored = Set(Certainty::Exact.as_str().to_owned());
    row.updated_at = Set(permit.at());
    Ok(row)
}

/// The shape of each tipping point that this gate lets through and that its narrator did not reject, and whose it is.
///
/// # Errors
/// When the database fails.
pub async fn shapes<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
) -> Result<Vec<Cleared<(NarratorId, String), A>>, DbErr> {
    let found = gate.stories::<rows::Entity>().only(rows::Column::Review.ne(Review::Rejected.as_str())).all().await?;
    let shape = |row: rows::Model| {
        let shape = serde_json::from_str::<Answers>(&row.axes).map(|answers| answers.axes.shape).unwrap_or_default();
        (row.narrator_id, shape)
    };
    Ok(found.into_iter().map(|row| row.map(shape)).collect())
}

/// A tipping point beside words that tell it: its answers and what it touched, no words.
#[derive(Clone, Debug)]
pub struct Turning {
    /// Its id.
    pub id: TippingId,
    /// On which passage.
    pub passage: Passage,
    /// The answers.
    pub axes: Axes,
    /// What ties the narrator to who helped.
    pub tie: Option<Tie>,
    /// What it was about.
    pub indicators: Vec<CodeId>,
    /// Whose word it is.
    pub standing: Standing,
}

fn turning(row: rows::Model) -> Option<Turning> {
    let answers: Answers = serde_json::from_str(&row.axes).ok()?;
    Some(Turning {
        id: row.id,
        passage: Passage { revision: row.revision_id, start: position(row.start_at), end: position(row.end_at) },
        axes: answers.axes,
        tie: answers.tie,
        indicators: serde_json::from_str(&row.indicators).unwrap_or_default(),
        standing: Review::parse(&row.review).unwrap_or(Review::NotAsked).standing(),
    })
}

/// One tipping point that this gate lets through and that its narrator did not reject.
///
/// # Errors
/// When the database fails.
pub async fn told<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    id: TippingId,
) -> Result<Option<Cleared<Option<Turning>, A>>, DbErr> {
    let which = rows::Column::Id.eq(id).and(rows::Column::Review.ne(Review::Rejected.as_str()));
    Ok(gate.stories::<rows::Entity>().only(which).one().await?.map(|row| row.map(turning)))
}

/// The tipping points on passages that a publication shows for this purpose, as far as nobody rejected them.
///
/// # Errors
/// When the database fails.
pub async fn published<C: Reads>(
    reading: &Reading<'_, C>,
    purpose: Purpose,
) -> Result<Vec<Cleared<Option<Turning>, ReadPublished>>, DbErr> {
    let stands = rows::Column::Review.ne(Review::Rejected.as_str());
    let found = reading.stories::<rows::Entity>(purpose).only(stands).all().await?;
    Ok(found.into_iter().map(|row| row.map(turning)).collect())
}

/// Removes a tipping point. Safe to send twice; the same id may be marked again, which is how undoing works.
///
/// # Errors
/// When the testimony is absent, or somebody else marked this.
pub async fn remove(
    db: &Db,
    permit: &Permit<CodePassages>,
    on: TestimonyId,
    id: TippingId,
) -> Result<(), TippingError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, on).await?.ok_or(TippingError::Absent)?;
        let which = rows::Column::Id.eq(id).and(rows::Column::TestimonyId.eq(on));
        let Some(row) = gate.stories::<rows::Entity>().only(which.clone()).one().await? else { return Ok(()) };
        may_change(row.get(), permit, on)?;
        gate.remove::<rows::Entity, _>(&head, which).await?;
        Ok(follow(tx, permit, on, id, "tipping.removed").await?)
    })
    .await
}

/// What follows every change, in its transaction.
async fn follow(
    tx: &Tx,
    permit: &Permit<CodePassages>,
    on: TestimonyId,
    id: TippingId,
    act: &'static str,
) -> Result<(), DbErr> {
    outbox::add(tx, Change::Codings, permit.project(), Some(on.0), permit.at()).await?;
    let event = audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "tipping-point",
        subject: Some(id.0),
        at: permit.at(),
    };
    audit::add(tx, event).await
}

/// How many tipping points a testimony has, without rejected ones.
#[must_use]
pub fn count() -> Count {
    use rows::Column as C;
    Count::rows::<rows::Entity>(C::TestimonyId, C::Review.ne(Review::Rejected.as_str()))
}

/// The narrator's own tipping points, in the order of their texts: with those that they rejected.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(db: &Db, keys: &NarratorKeys, visit: &Visit) -> Result<Vec<Cleared<Tipping, OwnStory>>, TippingError> {
    let found = db.as_narrator(visit).stories::<rows::Entity>().by(rows::Column::StartAt, Order::Asc).all().await?;
    let key = keys.of(visit.narrator()).await?;
    found.into_iter().map(|row| row.try_map(|row| open(row, &key))).collect()
}

/// What the narrator says of a tipping point: confirmed, in other words, or rejected. In force for every reader at once.
///
/// # Errors
/// When it is not theirs, or other words are missing or too long.
pub async fn review_own(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
    id: TippingId,
    review: Review,
    words: Option<String>,
) -> Result<(), TippingError> {
    let words = said("/words", words, LONGEST_WORDS)?;
    if (review == Review::Reworded) != words.is_some() {
        let detail = "Say it in your own words, and only then.";
        return Err(TippingError::Bounds { at: "/words", detail });
    }
    let key = keys.of(visit.narrator()).await?;
    db.transact(async |tx| {
        let own = tx.as_narrator(visit);
        let found = own.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
        let found = found.ok_or(TippingError::Absent)?;
        let mut told: Words = key.open_json(words_place(id), &found.get().words_sealed)?;
        told.own_words = words.or(told.own_words);
        let mut row: rows::ActiveModel = found.get().clone().into();
        row.review = Set(review.as_str().to_owned());
        row.words_sealed = Set(key.seal_json(words_place(id), &told)?);
        row.updated_at = Set(visit.at());
        own.update_story(row).await?;
        outbox::add(tx, Change::Codings, visit.project(), Some(found.get().testimony_id.0), visit.at()).await?;
        let event = audit::Event {
            act: "tipping.reviewed",
            actor: None,
            project: Some(visit.project()),
            on: "tipping-point",
            subject: Some(id.0),
            at: visit.at(),
        };
        audit::add_with(tx, event, review.as_str()).await?;
        if review == Review::Rejected {
            let promise = Promise::to(visit.project(), visit.narrator(), visit.at());
            keys.promise(&[Promise { kind: PromiseKind::Rejected, act: id.0, ..promise }]).await?;
        }
        Ok(())
    })
    .await
}

/// Removes the tipping points of somebody who is erased; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::Entity>().await
}
