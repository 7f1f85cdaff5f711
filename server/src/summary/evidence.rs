//! The passages that statements rest on. Linking one asks the gate; every reading asks it again.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use sea_orm::{ActiveValue::Set, ColumnTrait};
use uuid::Uuid;

use super::{
    SummaryError,
    document::{Block, Document, Stance},
    reply::{EvidenceReply, NewEvidence},
    rows,
    store::{remember, row_in},
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, Purpose, ReadTestimonies, StoryAct, WriteSummaries},
    consent::{Cleared, Gate, gate::Reading},
    db::{Db, Tx},
    ids::{NarratorId, RevisionId, SummaryId, TestimonyId},
    keys::NarratorKeys,
    testimony,
};

/// A passage that a statement rests on, for this subject's own work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub id: Uuid,
    pub narrator: NarratorId,
    pub testimony: TestimonyId,
    pub revision: RevisionId,
    pub start: u32,
    pub end: u32,
    pub stance: Stance,
}

fn position(at: i32) -> u32 {
    u32::try_from(at).unwrap_or(0)
}

impl From<rows::evidence::Model> for Evidence {
    fn from(row: rows::evidence::Model) -> Self {
        Self {
            id: row.id,
            narrator: row.narrator_id,
            testimony: row.testimony_id,
            revision: row.revision_id,
            start: position(row.start_at),
            end: position(row.end_at),
            stance: Stance::parse(&row.stance).unwrap_or(Stance::Supports),
        }
    }
}

/// Links a passage, so that an edition can name it. Safe to send twice; says whether it is new.
///
/// # Errors
/// When the story is absent, the passage does not lie in its text, or the id is used elsewhere.
pub async fn link(
    db: &Db,
    permit: &Permit<WriteSummaries>,
    on: SummaryId,
    id: Uuid,
    new: NewEvidence,
) -> Result<bool, SummaryError> {
    db.transact(async |tx| {
        row_in(tx, permit, on).await?;
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, new.testimony_id).await?.ok_or(SummaryError::Absent)?;
        let length = testimony::store::length_of(&gate, new.testimony_id, new.revision_id).await?;
        let lies_in_it = length.is_some_and(|length| new.start < new.end && new.end <= length);
        let kept_out = gate.kept_out(&[new.testimony_id]).await?.touches(new.revision_id, new.start, new.end);
        if !lies_in_it || kept_out || head.get().revision_id != new.revision_id {
            let detail = "This passage does not lie in the newest text.".to_owned();
            return Err(SummaryError::Bounds { at: "/start".to_owned(), detail });
        }
        let [start, end] = [new.start, new.end].map(|at| i32::try_from(at).unwrap_or(i32::MAX));
        if let Some(known) =
            gate.stories::<rows::evidence::Entity>().only(rows::evidence::Column::Id.eq(id)).one().await?
        {
            let row = known.get().clone();
            let same = row.summary_id == on
                && row.testimony_id == new.testimony_id
                && (row.revision_id, row.start_at, row.end_at) == (new.revision_id, start, end);
            if !same {
                return Err(SummaryError::ExistsDifferently);
            }
            if row.stance != new.stance.as_str() {
                let mut row: rows::evidence::ActiveModel = row.into();
                row.stance = Set(new.stance.as_str().to_owned());
                gate.update(&known, row).await?;
                remember(tx, permit, "summary.evidence", on).await?;
            }
            return Ok(false);
        }
        let row = rows::evidence::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            summary_id: Set(on),
            narrator_id: Set(head.get().narrator_id),
            testimony_id: Set(new.testimony_id),
            revision_id: Set(new.revision_id),
            start_at: Set(start),
            end_at: Set(end),
            stance: Set(new.stance.as_str().to_owned()),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
        };
        gate.insert(&head, row).await.map_err(|error| match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => SummaryError::ExistsDifferently,
            _ => error.into(),
        })?;
        remember(tx, permit, "summary.evidence", on).await?;
        Ok(true)
    })
    .await
}

/// That an edition names only passages that were linked to this summary: those that may be used now, and those that it named
/// before.
pub(super) async fn check_links(
    tx: &Tx,
    permit: &Permit<WriteSummaries>,
    summary: SummaryId,
    links: &[Uuid],
    before: &Document,
) -> Result<(), SummaryError> {
    let gate = tx.as_permitted(permit);
    let known = cleared(&gate, summary).await?;
    let known: HashSet<Uuid> = known.iter().map(|one| one.get().id).collect();
    let before: HashSet<Uuid> = before.blocks.iter().flat_map(Block::evidence).copied().collect();
    if links.iter().all(|link| known.contains(link) || before.contains(link)) {
        return Ok(());
    }
    let detail = "A statement names a passage that is not linked to this summary.".to_owned();
    Err(SummaryError::Bounds { at: "/blocks".to_owned(), detail })
}

/// The passages of a summary that this gate lets through.
pub(super) async fn cleared<A: StoryAct, C: crate::db::Reads>(
    gate: &Gate<'_, A, C>,
    summary: SummaryId,
) -> Result<Vec<Cleared<Evidence, A>>, sea_orm::DbErr> {
    let of = rows::evidence::Column::SummaryId.eq(summary);
    let found = gate.stories::<rows::evidence::Entity>().only(of).all().await?;
    Ok(found.into_iter().map(|row| row.map(Evidence::from)).collect())
}

/// Which passages a publication rests on and still may.
///
/// # Errors
/// When the database fails.
pub async fn published<C: crate::db::Reads>(
    reading: &Reading<'_, C>,
    summary: SummaryId,
) -> Result<HashSet<Uuid>, sea_orm::DbErr> {
    let of = rows::evidence::Column::SummaryId.eq(summary);
    let found = reading.stories::<rows::evidence::Entity>(Purpose::Count).only(of).all().await?;
    Ok(found.iter().map(|row| row.get().id).collect())
}

/// The passages of a summary that may be told to an audience: their narrators let themselves be counted for it.
pub(super) async fn told<A: StoryAct>(
    db: &Db,
    permit: &Permit<A>,
    summary: SummaryId,
    audience: Audience,
) -> Result<Vec<Cleared<Evidence, A>>, sea_orm::DbErr> {
    cleared(&db.as_permitted(permit).to_be_told(Purpose::Count, audience), summary).await
}

/// The passages of a summary as they are shown: with their words for those who may read the stories.
pub(super) async fn of_summary(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    summary: SummaryId,
) -> Result<Vec<EvidenceReply>, SummaryError> {
    let found = cleared(&db.as_permitted(permit), summary).await?;
    let reader = permit.also::<ReadTestimonies>();
    let mut texts: HashMap<RevisionId, String> = HashMap::new();
    let mut languages: HashMap<TestimonyId, String> = HashMap::new();
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        let one = *one.get();
        let mut words = String::new();
        if let Some(reader) = &reader {
            let text = match texts.entry(one.revision) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let text = testimony::store::text_of(db, keys, reader, one.testimony, one.revision).await?;
                    place.insert(text.get().text.clone())
                }
            };
            let range = passages::CodePoints(one.start)..passages::CodePoints(one.end);
            passages::Offsets::of(text).slice(range).unwrap_or_default().clone_into(&mut words);
        }
        let language = match languages.entry(one.testimony) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let head = testimony::cleared(&db.as_permitted(permit), one.testimony).await?;
                place.insert(head.map(|head| head.get().language.clone()).unwrap_or_default())
            }
        };
        all.push(EvidenceReply {
            id: one.id,
            testimony_id: one.testimony,
            revision_id: one.revision,
            start: one.start,
            end: one.end,
            stance: one.stance,
            words,
            language: language.clone(),
        });
    }
    Ok(all)
}
