//! Redactions: deciding, listing, suggesting. All through the gate.

use std::collections::HashSet;

use ::redaction::{
    Certainty, Confidential, Identifier, MEASURED, Names, Project, Sentences, Span, same_everywhere, suggest,
};
use passages::CodePoints;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    RedactionError, rendering,
    reply::{
        Mask, MaskCategory, MaskConfidential, MaskIdentifier, Masks, MeasuredReply, NewRedaction, RedactionReply,
        RedactionsReply, SuggestionReply,
    },
    rows,
};
use crate::{
    access::{Permit, RedactStories},
    audit,
    consent::{gate::Erasing, vault},
    db::{Db, Tx},
    ids::{NarratorId, TestimonyId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
    testimony,
};

/// How long a replacement or a reason may be, in characters.
const LONGEST: usize = 200;
/// How long a masked stretch may be, in code points.
const LONGEST_SPAN: u32 = 500;

/// What is sealed of a redaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub words: String,
    pub masks: Masks,
    pub reason: String,
}

fn place(id: Uuid) -> Place {
    Place { table: "redaction", column: "masked_sealed", row: id }
}

pub(super) fn opened(row: &rows::Model, key: &NarratorKey) -> Result<Kept, KeyError> {
    key.open_json(place(row.id), &row.masked_sealed)
}

fn position(at: i32) -> u32 {
    u32::try_from(at).unwrap_or(0)
}

fn event(permit: &Permit<RedactStories>, act: &'static str, id: Uuid) -> audit::Event {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    audit::Event { act, actor, project, on: "redaction", subject: Some(id), at: permit.at() }
}

fn check(new: &NewRedaction) -> Result<(), RedactionError> {
    let wrong = |at, detail| Err(RedactionError::Bounds { at, detail });
    if new.start >= new.end || new.end - new.start > LONGEST_SPAN {
        return wrong("/start", "Mask between one and 500 characters at a time.");
    }
    let masks = [&new.masks.funder, &new.masks.archive, &new.masks.public];
    for mask in masks {
        if let Mask::Words(text) = mask
            && (text.trim().is_empty() || text.chars().count() > LONGEST)
        {
            return wrong("/masks", "Say in at most 200 characters what stands in its place.");
        }
    }
    if new.reason.chars().count() > LONGEST {
        return wrong("/reason", "Say why in at most 200 characters.");
    }
    Ok(())
}

/// Decides about a span, and about every other mention of the same entity. Says whose it is and whether it is new.
///
/// # Errors
/// When the story is absent, the span does not lie in its newest text, or the id is used elsewhere.
pub async fn put(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<RedactStories>,
    on: TestimonyId,
    id: Uuid,
    new: &NewRedaction,
) -> Result<(NarratorId, bool), RedactionError> {
    check(new)?;
    let gate = tx.as_permitted(permit);
    let head = testimony::cleared(&gate, on).await?.ok_or(RedactionError::Absent)?;
    let narrator = head.get().narrator_id;
    if head.get().revision_id != new.revision_id || new.end > head.get().code_points {
        return Err(RedactionError::Bounds { at: "/start", detail: "This does not lie in the newest text." });
    }
    let shown = testimony::store::as_shown(tx, keys, permit, on).await?;
    let range = CodePoints(new.start)..CodePoints(new.end);
    let words = passages::Offsets::of(&shown.covered).slice(range).unwrap_or_default().to_owned();
    if words.trim().is_empty() || words.contains(crate::consent::gate::HIDDEN) {
        return Err(RedactionError::Bounds { at: "/start", detail: "There are no words here to mask." });
    }
    // What is looked for are whole words: a part of one would not be found again where it must be masked.
    let found = ::redaction::leak_check(&shown.covered, std::slice::from_ref(&words));
    if !found.iter().any(|one| one.start.0 <= new.start && new.end <= one.end.0) {
        return Err(RedactionError::Bounds {
            at: "/start",
            detail: "Select whole words: a part of a word cannot be masked.",
        });
    }
    let key = keys.of(narrator).await?;
    let kept = Kept { words, masks: new.masks.clone(), reason: new.reason.trim().to_owned() };
    let known = gate.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
    let is_new = known.is_none();
    if let Some(known) = known {
        if known.get().testimony_id != on {
            return Err(RedactionError::ExistsElsewhere);
        }
        gate.remove::<rows::Entity, _>(&known, rows::Column::Id.eq(id)).await?;
    }
    // The same thing reads the same everywhere.
    let others = rows::Column::EntityId.eq(new.entity_id);
    for other in gate.stories::<rows::Entity>().only(others).all().await? {
        if other.get().narrator_id != narrator {
            return Err(RedactionError::ExistsElsewhere);
        }
        let mut of_other = opened(other.get(), &key)?;
        of_other.masks.clone_from(&kept.masks);
        let other_id = other.get().id;
        let mut row: rows::ActiveModel = other.get().clone().into();
        row.masked_sealed = Set(key.seal_json(place(other_id), &of_other)?);
        gate.update(&other, row).await?;
    }
    let [start, end] = [new.start, new.end].map(|at| i32::try_from(at).unwrap_or(i32::MAX));
    let row = rows::ActiveModel {
        id: Set(id),
        project_id: Set(permit.project()),
        narrator_id: Set(narrator),
        testimony_id: Set(on),
        revision_id: Set(new.revision_id),
        start_at: Set(start),
        end_at: Set(end),
        entity_id: Set(new.entity_id),
        category: Set(new.category.as_str().to_owned()),
        identifier: Set(new.identifier.as_str().to_owned()),
        confidential: Set(new.confidential.map_or("", MaskConfidential::as_str).to_owned()),
        masked_sealed: Set(key.seal_json(place(id), &kept)?),
        decided_by: Set(permit.person()),
        decided_at: Set(permit.at()),
    };
    gate.insert(&head, row).await.map_err(|error| match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => RedactionError::ExistsElsewhere,
        _ => error.into(),
    })?;
    audit::add(tx, event(permit, "redaction.made", id)).await?;
    Ok((narrator, is_new))
}

/// Takes a decision back. What was told meanwhile stays masked until it is told anew. Safe to send twice.
///
/// # Errors
/// When the story is absent.
pub async fn remove(db: &Db, permit: &Permit<RedactStories>, on: TestimonyId, id: Uuid) -> Result<(), RedactionError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        testimony::cleared(&gate, on).await?.ok_or(RedactionError::Absent)?;
        let known = gate.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
        let Some(known) = known.filter(|known| known.get().testimony_id == on) else { return Ok(()) };
        gate.remove::<rows::Entity, _>(&known, rows::Column::Id.eq(id)).await?;
        Ok(audit::add(tx, event(permit, "redaction.removed", id)).await?)
    })
    .await
}

fn reply(row: &rows::Model, kept: Kept) -> RedactionReply {
    RedactionReply {
        id: row.id,
        start: position(row.start_at),
        end: position(row.end_at),
        entity_id: row.entity_id,
        category: MaskCategory::parse(&row.category).unwrap_or(MaskCategory::Misc),
        identifier: MaskIdentifier::parse(&row.identifier).unwrap_or(MaskIdentifier::Direct),
        confidential: MaskConfidential::parse(&row.confidential),
        masks: kept.masks,
        reason: kept.reason,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
    }
}

/// What was decided about a story, and what is suggested.
///
/// # Errors
/// When the story is absent.
pub async fn of_testimony(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<RedactStories>,
    on: TestimonyId,
) -> Result<RedactionsReply, RedactionError> {
    let gate = db.as_permitted(permit);
    let head = testimony::cleared(&gate, on).await?.ok_or(RedactionError::Absent)?;
    let (narrator, revision) = (head.get().narrator_id, head.get().revision_id);
    let text = testimony::store::text_of(db, keys, permit, on, revision).await?;
    let key = keys.of(narrator).await?;
    let of = rows::Column::NarratorId.eq(narrator);
    let found = gate.stories::<rows::Entity>().only(of).by(rows::Column::StartAt, Order::Asc).all().await?;
    let mut decided = Vec::new();
    let mut spans = Vec::new();
    let mut elsewhere = Vec::new();
    for row in &found {
        let row = row.get();
        let kept = opened(row, &key)?;
        if row.revision_id == revision {
            spans.push(span(row));
            decided.push(reply(row, kept));
        } else {
            elsewhere.push((row.clone(), kept.words));
        }
    }
    let names = vault::to_match(db, keys, permit.project()).await?;
    let suggested = suggestions(text.get().text.clone(), spans, elsewhere, names).await;
    Ok(RedactionsReply { revision_id: revision, decided, suggested, measured: measured(&head.get().language) })
}

fn span(row: &rows::Model) -> Span {
    Span {
        start: CodePoints(position(row.start_at)),
        end: CodePoints(position(row.end_at)),
        entity: ::redaction::EntityId(row.entity_id.as_u128()),
        category: rendering::category(MaskCategory::parse(&row.category).unwrap_or(MaskCategory::Misc)),
        identifier: if row.identifier == "direct" { Identifier::Direct } else { Identifier::Quasi },
        confidential: None,
    }
}

/// Off the threads that answer: a long text takes a while.
async fn suggestions(
    text: String,
    spans: Vec<Span>,
    elsewhere: Vec<(rows::Model, String)>,
    names: Vec<String>,
) -> Vec<SuggestionReply> {
    let work = move || {
        let mut all = Vec::new();
        let words: Vec<&str> = elsewhere.iter().map(|(_, words)| words.as_str()).collect();
        for leak in ::redaction::leak_check(&text, &words) {
            if let Some((row, _)) = elsewhere.get(leak.which) {
                let known = span(row);
                all.push(suggestion(Span { start: leak.start, end: leak.end, ..known }, true, Certainty::Sure));
            }
        }
        for mention in same_everywhere(&text, &spans) {
            all.push(suggestion(mention.span, true, mention.certainty));
        }
        let mut project = Project::new();
        for name in &names {
            project.add(::redaction::Category::Person, name);
        }
        for one in suggest(&text, &project) {
            let (category, identifier, confidential) = (one.category, one.identifier, one.confidential);
            let entity = ::redaction::EntityId(0);
            let span = Span { start: one.start, end: one.end, entity, category, identifier, confidential };
            all.push(suggestion(span, false, one.certainty));
        }
        let taken = |one: &SuggestionReply| spans.iter().any(|span| span.start.0 < one.end && one.start < span.end.0);
        all.retain(|one| !taken(one));
        all.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end), one.entity_id.is_none()));
        let mut seen = HashSet::new();
        all.retain(|one| seen.insert((one.start, one.end)));
        all
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}

fn suggestion(span: Span, is_known: bool, certainty: Certainty) -> SuggestionReply {
    let confidential = span.confidential.map(Confidential::as_str).and_then(MaskConfidential::parse);
    SuggestionReply {
        start: span.start.0,
        end: span.end.0,
        entity_id: is_known.then(|| Uuid::from_u128(span.entity.0)),
        category: MaskCategory::parse(span.category.as_str()).unwrap_or(MaskCategory::Misc),
        identifier: MaskIdentifier::parse(span.identifier.as_str()).unwrap_or(MaskIdentifier::Quasi),
        confidential,
        certainty: match certainty {
            Certainty::Sure => "sure",
            Certainty::Likely => "likely",
            Certainty::Weak => "weak",
        },
    }
}

/// What suggestions find in this language and in all, on sentences that nobody tuned them to.
fn measured(language: &str) -> Vec<MeasuredReply> {
    let primary = language.split('-').next().unwrap_or_default();
    MEASURED
        .iter()
        .filter(|one| one.sentences == Sentences::HeldBack && (one.language == primary || one.language == "all"))
        .map(|one| MeasuredReply {
            language: one.language,
            sentences: one.count,
            names_known: one.names == Names::Known,
            direct_per_mille: one.direct.per_mille(),
            quasi_per_mille: one.quasi.per_mille(),
        })
        .collect()
}

/// Removes what was decided about the stories of somebody who is erased; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::Entity>().await
}
