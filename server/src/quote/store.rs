//! Queries on quotes, all through the gate: for what a quote is for, and for whom, beside the act of who asks.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbErr, Order,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{QuoteError, asking, reply::NewQuote, rows};
use crate::{
    access::{Audience, Permit, Purpose, QuotePassages, StoryAct},
    audit,
    clock::Timestamp,
    consent::{
        Cleared, ConsentError,
        gate::{Erasing, Gate, ReadPublished, Reading},
        tombstones,
        uses::{self, NewUse, UseKind},
    },
    db::{Db, Reads, Tx},
    ids::{NarratorId, RevisionId, TestimonyId},
    keys::{NarratorKey, NarratorKeys, Place},
    redaction::rendering::Veil,
    testimony::{self, TestimonyHead},
};

const LONGEST_PLACE: usize = 200;
/// Ways of quoting.
const WAYS: [Purpose; 3] = [Purpose::QuoteAnonymously, Purpose::QuoteUnderPseudonym, Purpose::QuoteByName];

/// A quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its id.
    pub id: uuid::Uuid,
    /// Whose words they are.
    pub narrator: NarratorId,
    /// Of which story.
    pub testimony: TestimonyId,
    /// Of which text.
    pub revision: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it is quoted.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// Where it can be met.
    pub place: String,
    /// In which language the words are.
    pub language: String,
    /// The words.
    pub words: String,
    /// When it was chosen.
    pub made_at: Timestamp,
}

fn words_place(id: uuid::Uuid) -> Place {
    Place { table: "quote", column: "words_sealed", row: id }
}

fn position(at: i32) -> u32 {
    u32::try_from(at).unwrap_or(0)
}

/// The text that somebody wishes to quote from, and what was checked of it before the transaction.
pub(super) struct Source {
    text: String,
}

impl Source {
    /// That the purpose is a way of quoting, the place is said, and there are words.
    pub(super) async fn of(
        db: &Db,
        keys: &NarratorKeys,
        permit: &Permit<QuotePassages>,
        new: &NewQuote,
    ) -> Result<Self, QuoteError> {
        if !WAYS.contains(&new.purpose) {
            return Err(QuoteError::NotAQuote);
        }
        if new.place.trim().is_empty() || new.place.chars().count() > LONGEST_PLACE {
            let detail = "Say in at most 200 characters where it can be met.".to_owned();
            return Err(ConsentError::Bounds { at: "/place", detail }.into());
        }
        let text = testimony::store::text_of(db, keys, permit, new.testimony_id, new.revision_id).await;
        let text = text.map_err(|_not_theirs| QuoteError::Absent)?.get().text.clone();
        let source = Self { text };
        source.words(new).filter(|words| !words.trim().is_empty()).ok_or(QuoteError::Outside)?;
        Ok(source)
    }

    fn words(&self, new: &NewQuote) -> Option<&str> {
        let range = passages::CodePoints(new.start)..passages::CodePoints(new.end);
        passages::Offsets::of(&self.text).slice(range)
    }

    /// That it is the newest text still.
    pub(super) async fn still_newest<C: Reads>(
        &self,
        gate: &Gate<'_, QuotePassages, C>,
        new: &NewQuote,
    ) -> Result<Cleared<TestimonyHead, QuotePassages>, QuoteError> {
        let head = testimony::cleared(gate, new.testimony_id).await?.ok_or(QuoteError::Absent)?;
        if head.get().revision_id == new.revision_id { Ok(head) } else { Err(QuoteError::Outside) }
    }

    /// The words as they leave the team.
    pub(super) async fn veiled<C: Reads>(
        &self,
        gate: &Gate<'_, QuotePassages, C>,
        key: &NarratorKey,
        narrator: NarratorId,
        new: &NewQuote,
    ) -> Result<String, QuoteError> {
        let veil = Veil::of(gate, key, narrator, new.audience).await?;
        if veil.is_cut_by(&self.text, new.start, new.end) {
            return Err(QuoteError::Outside);
        }
        Ok(veil.over_words(self.words(new).unwrap_or_default()))
    }
}

/// Quotes a passage: the words are copied as they stand in the newest text, and the use is written down in the same
/// transaction. Safe to send twice; says whether it is new.
///
/// # Errors
/// When the narrator does not allow it, or the passage does not lie in the text.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<QuotePassages>,
    id: uuid::Uuid,
    new: NewQuote,
) -> Result<bool, QuoteError> {
    let source = Source::of(db, keys, permit, &new).await?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = source.still_newest(&gate, &new).await?;
        let known = gate.stories::<rows::quote::Entity>().only(rows::quote::Column::Id.eq(id)).one().await?;
        if let Some(known) = known {
            let known = known.get();
            let same = known.testimony_id == new.testimony_id
                && known.revision_id == new.revision_id
                && (position(known.start_at), position(known.end_at)) == (new.start, new.end)
                && known.purpose == new.purpose.as_str()
                && known.audience == new.audience.as_str();
            if !same {
                return Err(QuoteError::ExistsElsewhere);
            }
            let over = rows::quote::Column::Id.eq(id).and(rows::quote::Column::Id.in_subquery(ended_uses()));
            if gate.stories::<rows::quote::Entity>().only(over).one().await?.is_none() {
                return Ok(false);
            }
            // Its use had ended, and it was not swept away yet: it is quoted anew, where that is allowed again.
            gate.remove::<rows::quote::Entity, _>(&head, rows::quote::Column::Id.eq(id)).await?;
        }
        let told = tx.as_permitted(permit).use_to_be_told(new.purpose, new.audience, id);
        if testimony::cleared(&told, new.testimony_id).await?.is_none() {
            let asked = tx.as_permitted(permit).for_asking(new.purpose, new.audience);
            let may_ask = testimony::cleared(&asked, new.testimony_id).await?.is_some();
            return Err(if may_ask { ConsentError::AskFirst } else { ConsentError::NotGranted }.into());
        }
        if told.kept_out(&[new.testimony_id]).await?.touches(new.revision_id, new.start, new.end) {
            return Err(ConsentError::NotGranted.into());
        }
        let narrator = head.get().narrator_id;
        let key = keys.of(narrator).await?;
        // Whoever saw them first said yes to these words: what is masked less since is not told for it.
        let words = match asking::shown(&gate, &key, id, &new).await? {
            Some(shown) => Veil::of(&gate, &key, narrator, new.audience).await?.over_words(&shown),
            None => source.veiled(&gate, &key, narrator, &new).await?,
        };
        let sealed = key.seal_text(words_place(id), &words)?;
        let row = rows::quote::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            testimony_id: Set(new.testimony_id),
            narrator_id: Set(narrator),
            revision_id: Set(new.revision_id),
            start_at: Set(i32::try_from(new.start).unwrap_or(i32::MAX)),
            end_at: Set(i32::try_from(new.end).unwrap_or(i32::MAX)),
            purpose: Set(new.purpose.as_str().to_owned()),
            audience: Set(new.audience.as_str().to_owned()),
            place: Set(new.place.trim().to_owned()),
            language: Set(head.get().language.clone()),
            words_sealed: Set(sealed),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
            removed_at: Set(None),
        };
        gate.insert(&head, row).await.map_err(|error| match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => QuoteError::ExistsElsewhere,
            _ => error.into(),
        })?;
        let used = NewUse {
            kind: UseKind::Quote,
            testimony: new.testimony_id,
            passage: Some((new.revision_id, new.start, new.end)),
            purpose: new.purpose,
            audience: new.audience,
            of: id,
            line: None,
            place: new.place.trim().to_owned(),
        };
        uses::record(tx, &gate, &head, &used).await?;
        audit::add(tx, event(permit, "quote.made", id)).await?;
        Ok(true)
    })
    .await
}

fn event(permit: &Permit<QuotePassages>, act: &'static str, id: uuid::Uuid) -> audit::Event {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    audit::Event { act, actor, project, on: "quote", subject: Some(id), at: permit.at() }
}

/// The quotes whose narrators allow them now: each asked for what it is for.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
) -> Result<Vec<Cleared<Quote, A>>, QuoteError> {
    let mut all = Vec::new();
    for purpose in WAYS {
        for audience in Audience::ALL {
            let gate = db.as_permitted(permit).to_be_told(purpose, *audience);
            // Whose use has ended is swept away soon; until then nobody is shown it, whatever is allowed again.
            let which = Condition::all()
                .add(rows::quote::Column::Id.not_in_subquery(ended_uses()))
                .add(rows::quote::Column::Purpose.eq(purpose.as_str()))
                .add(rows::quote::Column::Audience.eq(audience.as_str()));
            let found = gate
                .stories::<rows::quote::Entity>()
                .only(which)
                .by(rows::quote::Column::MadeAt, Order::Desc)
                .all()
                .await?;
            all.extend(opened(keys, found, purpose).await?);
        }
    }
    all.sort_by_key(|quote| std::cmp::Reverse(quote.get().made_at));
    Ok(all)
}

/// The quotes that a publication shows and still may show.
///
/// # Errors
/// When the database or the keys fail.
pub async fn published<C: Reads>(
    keys: &NarratorKeys,
    reading: &Reading<'_, C>,
) -> Result<Vec<Cleared<Quote, ReadPublished>>, QuoteError> {
    let mut all = Vec::new();
    // What was chosen for fewer is masked for them alone.
    let reaches = |audience: &&Audience| audience.rank() >= reading.audience().rank();
    let wide_enough: Vec<&str> = Audience::ALL.iter().filter(reaches).map(|audience| audience.as_str()).collect();
    for purpose in WAYS {
        let which = Condition::all()
            .add(rows::quote::Column::Id.not_in_subquery(ended_uses()))
            .add(rows::quote::Column::Audience.is_in(wide_enough.clone()))
            .add(rows::quote::Column::Purpose.eq(purpose.as_str()));
        let found = reading.stories::<rows::quote::Entity>(purpose).only(which).all().await?;
        all.extend(opened(keys, found, purpose).await?);
    }
    Ok(all)
}

/// Quotes with their words; those whose narrator's key is gone are nobody's any more.
async fn opened<A>(
    keys: &NarratorKeys,
    found: Vec<Cleared<rows::quote::Model, A>>,
    purpose: Purpose,
) -> Result<Vec<Cleared<Quote, A>>, QuoteError> {
    let narrators: Vec<_> = found.iter().map(|row| row.get().narrator_id).collect();
    let opened = keys.of_all(&narrators).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        if let Some(key) = opened.get(&row.get().narrator_id) {
            all.push(row.try_map(|row| {
                let words = key.open_text(words_place(row.id), &row.words_sealed)?;
                Ok::<_, QuoteError>(Quote {
                    id: row.id,
                    narrator: row.narrator_id,
                    testimony: row.testimony_id,
                    revision: row.revision_id,
                    start: position(row.start_at),
                    end: position(row.end_at),
                    purpose,
                    audience: Audience::parse(&row.audience).unwrap_or(Audience::Team),
                    place: row.place,
                    language: row.language,
                    words,
                    made_at: row.made_at,
                })
            })?);
        }
    }
    Ok(all)
}

/// Masks what was just decided about in every quote of a narrator that leaves the team.
///
/// # Errors
/// When the database or the keys fail.
pub async fn mask<A: StoryAct>(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<(), QuoteError> {
    let gate = tx.as_permitted(permit);
    let key = keys.of(narrator).await?;
    let of = rows::quote::Column::NarratorId.eq(narrator);
    for row in gate.stories::<rows::quote::Entity>().only(of).all().await? {
        let audience = Audience::parse(&row.get().audience).unwrap_or(Audience::Public);
        let veil = Veil::of(&gate, &key, narrator, audience).await?;
        let id = row.get().id;
        let words = key.open_text(words_place(id), &row.get().words_sealed)?;
        if veil.leaks_in(&words) {
            let mut masked: rows::quote::ActiveModel = row.get().clone().into();
            masked.words_sealed = Set(key.seal_text(words_place(id), &veil.over_words(&words))?);
            gate.update(&row, masked).await?;
        }
    }
    Ok(())
}

/// Takes a quote back. Safe to send twice.
///
/// # Errors
/// When the database refuses.
pub async fn remove(db: &Db, permit: &Permit<QuotePassages>, id: uuid::Uuid) -> Result<(), QuoteError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let which = rows::quote::Column::Id.eq(id);
        let Some(row) = gate.stories::<rows::quote::Entity>().only(which.clone()).one().await? else { return Ok(()) };
        gate.remove::<rows::quote::Entity, _>(&row, which).await?;
        uses::end_of(&gate, id).await?;
        Ok(audit::add(tx, event(permit, "quote.removed", id)).await?)
    })
    .await
}

/// The ids of the quotes of somebody who is erased.
///
/// # Errors
/// When the database fails.
pub async fn ids_of(erasing: &Erasing<'_>) -> Result<Vec<uuid::Uuid>, DbErr> {
    erasing.ids::<rows::quote::Entity>(rows::quote::Column::Id).await
}

/// Removes the quotes of somebody who is erased; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::quote::Entity>().await
}

/// Removes the words of quotes whose use has ended: nobody is shown them any more, and now nobody keeps them either. Those of
/// somebody who is being erased are left to the erasure, which counts what it removes.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(db: &Db) -> Result<u64, DbErr> {
    let ended = rows::quote::Column::Id.in_subquery(ended_uses());
    db.sweep::<rows::quote::Entity>(
        ended.and(rows::quote::Column::NarratorId.not_in_subquery(tombstones::being_erased())),
    )
    .await
}

/// The quotes whose use has ended, and did not begin again.
fn ended_uses() -> SelectStatement {
    let uses = || {
        let of_quotes = Expr::col("kind").eq(UseKind::Quote.as_str());
        Query::select().column("of_id").from("consent_use").and_where(of_quotes).to_owned()
    };
    let open = uses().and_where(Expr::col("ended_at").is_null()).to_owned();
    uses().and_where(Expr::col("ended_at").is_not_null()).and_where(Expr::col("of_id").not_in_subquery(open)).to_owned()
}
