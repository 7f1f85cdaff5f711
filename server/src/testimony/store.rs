//! Queries on testimonies, all through the gate.

mod erase;
mod keep;
mod mend;
mod own;
mod told;

use std::collections::HashMap;

pub use erase::{erase, ids_of};

pub use keep::{NewTestimony, keep};
pub use mend::{Changes, Revised, Shown, as_shown, change, change_turns, revise};
pub use own::{editions_for, editions_of, own};
use sea_orm::{ColumnTrait, DbErr, Order, sea_query::ExprTrait};
pub use told::{Filter, Told, one, page, with_texts};

use super::{Shape, TestimonyError, rows};
use crate::{
    access::{Permit, ReadTestimonies, StoryAct},
    clock::Timestamp,
    consent::{
        Cleared, Gate, OfNarrator,
        gate::{Along, BeyondConsent, KeptOut, Reason},
        narrators,
    },
    db::{Db, Reads, from_row},
    ids::{NarratorId, RevisionId, TestimonyId},
    keys::{NarratorKey, NarratorKeys, Place},
};

/// A testimony without its words: what codings and searches need to know of it.
#[derive(Clone, Debug)]
pub struct TestimonyHead {
    /// Its id.
    pub id: TestimonyId,
    /// What the index knows it by.
    pub number: i64,
    /// Whose story it is.
    pub narrator_id: NarratorId,
    /// The newest text.
    pub revision_id: RevisionId,
    /// Length of the newest text.
    pub code_points: u32,
    /// BCP 47 tag.
    pub language: String,
}

impl OfNarrator for TestimonyHead {
    fn narrator(&self) -> NarratorId {
        self.narrator_id
    }
}

/// A text, opened.
#[derive(Clone)]
pub struct OpenText {
    /// Which revision.
    pub revision: RevisionId,
    /// Which edition, from 1.
    pub edition: i32,
    /// The words.
    pub text: String,
    /// Turns and cues.
    pub shape: Shape,
}

impl OpenText {
    /// The text as it may be read: what is kept out is covered, sign by sign.
    #[must_use]
    pub fn without(mut self, kept_out: &KeptOut) -> Self {
        let kept = kept_out.of_text(self.revision);
        if kept.is_empty() {
            return self;
        }
        // Who speaks and when is a part of what was said.
        for turn in self.shape.turns.iter_mut().filter(|turn| kept_out.touches(self.revision, turn.start, turn.end)) {
            turn.speaker = None;
        }
        self.shape.cues.retain(|cue| !kept_out.touches(self.revision, cue.start, cue.end));
        self.text = kept_out.cover(self.revision, self.text);
        self
    }
}

/// A revision as it is listed.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    /// Its id.
    pub id: RevisionId,
    /// Which edition, from 1.
    pub edition: i32,
    /// When.
    pub created_at: Timestamp,
    /// Why, in a few words of who made it.
    pub reason: String,
}

pub(super) fn heading_place(id: TestimonyId) -> Place {
    Place { table: "testimony", column: "heading_sealed", row: id.0 }
}

pub(super) fn text_place(id: RevisionId) -> Place {
    Place { table: "revision", column: "text_sealed", row: id.0 }
}

pub(super) fn shape_place(id: RevisionId) -> Place {
    Place { table: "revision", column: "shape_sealed", row: id.0 }
}

fn head(row: &rows::testimony::Model) -> TestimonyHead {
    TestimonyHead {
        id: row.id,
        number: row.number,
        narrator_id: row.narrator_id,
        revision_id: row.revision_id,
        code_points: u32::try_from(row.code_points).unwrap_or(0),
        language: row.language.clone(),
    }
}

fn open(row: &rows::revision::Model, key: &NarratorKey) -> Result<OpenText, crate::keys::KeyError> {
    Ok(OpenText {
        revision: row.id,
        edition: row.edition,
        text: key.open_text(text_place(row.id), &row.text_sealed)?,
        shape: key.open_json(shape_place(row.id), &row.shape_sealed)?,
    })
}

/// The testimony, when this act may use it now; inside a transaction it is the witness for writing about it.
///
/// # Errors
/// When the database fails.
pub async fn cleared<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    id: TestimonyId,
) -> Result<Option<Cleared<TestimonyHead, A>>, DbErr> {
    let found = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
    Ok(found.map(|row| row.map(|row| head(&row))))
}

/// Length of one revision of a testimony, when this act may use it now.
///
/// # Errors
/// When the database fails.
pub async fn length_of<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    testimony: TestimonyId,
    revision: RevisionId,
) -> Result<Option<u32>, DbErr> {
    struct Length {
        code_points: i32,
    }
    from_row!(Length { code_points });
    let found = gate
        .stories::<rows::revision::Entity>()
        .only(rows::revision::Column::Id.eq(revision))
        .only(rows::revision::Column::TestimonyId.eq(testimony))
        .columns::<Length>([rows::revision::Column::CodePoints])
        .await?;
    Ok(found.first().and_then(|length| u32::try_from(length.get().code_points).ok()))
}

/// The text of a revision; of the newest when none is named.
///
/// # Errors
/// [`TestimonyError::Absent`] when this act may not use it now.
pub async fn text_of<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    testimony: TestimonyId,
    revision: RevisionId,
) -> Result<Cleared<OpenText, A>, TestimonyError> {
    let gate = db.as_permitted(permit);
    let found = gate
        .stories::<rows::revision::Entity>()
        .only(rows::revision::Column::Id.eq(revision))
        .only(rows::revision::Column::TestimonyId.eq(testimony))
        .one()
        .await?
        .ok_or(TestimonyError::Absent)?;
    let kept_out = gate.kept_out(&[testimony]).await?;
    let key = keys.of(found.get().narrator_id).await?;
    Ok(found.try_map(|row| open(&row, &key))?.map(|text| text.without(&kept_out)))
}

/// Which editions these texts are, as far as this act may use them now.
///
/// # Errors
/// When the database fails.
pub async fn editions<A: StoryAct>(
    db: &Db,
    permit: &Permit<A>,
    of: impl IntoIterator<Item = RevisionId>,
) -> Result<HashMap<RevisionId, i32>, DbErr> {
    struct Line {
        id: RevisionId,
        edition: i32,
    }
    from_row!(Line { id, edition });
    use rows::revision::Column;
    let of: Vec<RevisionId> = of.into_iter().collect();
    let mut all = HashMap::with_capacity(of.len());
    for some in of.chunks(500) {
        let which = Column::Id.is_in(some.iter().copied());
        let found = db.as_permitted(permit).stories::<rows::revision::Entity>().only(which);
        let lines = found.columns::<Line>([Column::Id, Column::Edition]).await?;
        all.extend(lines.iter().map(|line| (line.get().id, line.get().edition)));
    }
    Ok(all)
}

/// The revisions of a testimony, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn revisions<A: StoryAct>(
    db: &Db,
    permit: &Permit<A>,
    testimony: TestimonyId,
) -> Result<Vec<Cleared<RevisionLine, A>>, DbErr> {
    struct Line {
        id: RevisionId,
        edition: i32,
        created_at: Timestamp,
        reason: String,
    }
    from_row!(Line { id, edition, created_at, reason });
    use rows::revision::Column;
    let lines = db
        .as_permitted(permit)
        .stories::<rows::revision::Entity>()
        .only(Column::TestimonyId.eq(testimony))
        .by(Column::Edition, Order::Desc)
        .columns::<Line>([Column::Id, Column::Edition, Column::CreatedAt, Column::Reason])
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| {
            line.map(|line| RevisionLine {
                id: line.id,
                edition: line.edition,
                created_at: line.created_at,
                reason: line.reason,
            })
        })
        .collect())
}

/// How many testimonies and narrators this act may use now.
///
/// # Errors
/// When the database fails.
pub async fn numbers<A: StoryAct>(db: &Db, permit: &Permit<A>) -> Result<(u64, u64), DbErr> {
    let gate = db.as_permitted(permit);
    let testimonies = gate.stories::<rows::testimony::Entity>().number().await?;
    let narrators =
        gate.stories::<rows::testimony::Entity>().number_of_different(rows::testimony::Column::NarratorId).await?;
    Ok((testimonies, narrators))
}

/// A story and in which role its narrator speaks: for counting narrators.
#[derive(Clone, Debug)]
pub struct Teller {
    /// Whose story it is.
    pub narrator: NarratorId,
    /// The story.
    pub testimony: TestimonyId,
    /// Its newest text.
    pub revision: RevisionId,
    /// Its language.
    pub language: String,
    /// In which role they speak.
    pub role: String,
}

/// The stories that this gate lets through, each with the role of its narrator, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn tellers<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>) -> Result<Vec<Cleared<Teller, A>>, DbErr> {
    struct Line {
        id: TestimonyId,
        narrator_id: NarratorId,
        revision_id: RevisionId,
        language: String,
        teller_role: String,
    }
    from_row!(Line { id, narrator_id, revision_id, language, teller_role });
    let found = gate
        .stories_along::<rows::testimony::Entity>(narrators::along(Along::default()))
        .by(rows::testimony::Column::Number, Order::Asc)
        .all_as::<Line>()
        .await?;
    let teller = |line: Line| Teller {
        narrator: line.narrator_id,
        testimony: line.id,
        revision: line.revision_id,
        language: line.language,
        role: line.teller_role,
    };
    Ok(found.into_iter().map(|line| line.map(teller)).collect())
}

/// What search filters by, of one testimony: no words.
#[derive(Clone, Debug)]
pub struct Column {
    /// What the index knows it by.
    pub number: i64,
    /// Its id.
    pub id: TestimonyId,
    /// Whose story it is.
    pub narrator_id: NarratorId,
    /// What kind.
    pub kind: String,
    /// BCP 47 tag.
    pub language: String,
    /// When it was told.
    pub told_on: Option<String>,
    /// The newest text.
    pub revision_id: RevisionId,
}

from_row!(Column { number, id, narrator_id, kind, language, told_on, revision_id });

/// The columns of all testimonies that this act may use now.
///
/// # Errors
/// When the database fails.
pub async fn columns<A: StoryAct>(db: &Db, permit: &Permit<A>) -> Result<Vec<Cleared<Column, A>>, DbErr> {
    use rows::testimony::Column as C;
    db.as_permitted(permit)
        .stories::<rows::testimony::Entity>()
        .columns::<Column>([C::Number, C::Id, C::NarratorId, C::Kind, C::Language, C::ToldOn, C::RevisionId])
        .await
}

/// A testimony for the worker that feeds the index.
pub struct ForIndex {
    /// Its id.
    pub id: TestimonyId,
    /// What the index knows it by.
    pub number: i64,
    /// Its project.
    pub project: crate::ids::ProjectId,
    /// BCP 47 tag.
    pub language: String,
    /// The newest text, without what is kept out; nothing when its key is gone.
    pub text: Option<OpenText>,
    /// Whether something is kept out: then words that were there before must leave the disk.
    pub covered: bool,
}

/// The testimonies with these ids, opened for the index: past consent, because the index gives out ids only.
///
/// # Errors
/// When the database or the keys fail.
pub async fn for_index(
    beyond: &BeyondConsent<'_>,
    keys: &NarratorKeys,
    ids: &[TestimonyId],
) -> Result<Vec<ForIndex>, TestimonyError> {
    let which = rows::testimony::Column::Id.is_in(ids.iter().copied());
    let heads = beyond.all::<rows::testimony::Entity>(which).await?;
    let revisions = rows::revision::Column::Id.is_in(heads.iter().map(|head| head.revision_id));
    let texts = beyond.all::<rows::revision::Entity>(revisions).await?;
    let narrators: Vec<NarratorId> = heads.iter().map(|head| head.narrator_id).collect();
    let keys = keys.of_all(&narrators).await?;
    let kept_out = beyond.kept_out::<ReadTestimonies>(ids).await?;
    let mut all = Vec::with_capacity(heads.len());
    for head in heads {
        let text = match (keys.get(&head.narrator_id), texts.iter().find(|text| text.id == head.revision_id)) {
            (Some(key), Some(row)) => Some(open(row, key)?.without(&kept_out)),
            _ => None,
        };
        let (id, number, project) = (head.id, head.number, head.project_id);
        let covered = !kept_out.of_text(head.revision_id).is_empty();
        all.push(ForIndex { id, number, project, language: head.language, text, covered });
    }
    Ok(all)
}

/// Every edition of every text of a narrator, whole: for who looks whether any of it is left.
///
/// # Errors
/// When the database or the keys fail.
pub async fn texts_of_narrator(
    beyond: &BeyondConsent<'_>,
    keys: &NarratorKeys,
    of: NarratorId,
) -> Result<Vec<String>, TestimonyError> {
    let key = keys.of(of).await?;
    let rows = beyond.all::<rows::revision::Entity>(rows::revision::Column::NarratorId.eq(of)).await?;
    Ok(rows.iter().map(|row| Ok(open(row, &key)?.text)).collect::<Result<_, crate::keys::KeyError>>()?)
}

/// Numbers and ids of testimonies after this number, in order: how the whole index is built anew.
///
/// # Errors
/// When the database fails.
pub async fn ids_after(db: &Db, after: i64, at_most: usize) -> Result<Vec<(i64, TestimonyId)>, DbErr> {
    struct Id {
        number: i64,
        id: TestimonyId,
    }
    from_row!(Id { number, id });
    use rows::testimony::Column as C;
    let beyond = db.beyond_consent(Reason::Indexing, crate::consent::gate::Actor::Worker);
    let until = after.saturating_add(i64::try_from(at_most).unwrap_or(i64::MAX));
    let mut found = beyond
        .columns::<rows::testimony::Entity, Id>([C::Number, C::Id], C::Number.gt(after).and(C::Number.lte(until)))
        .await?;
    found.sort_by_key(|id| id.number);
    Ok(found.into_iter().map(|id| (id.number, id.id)).collect())
}

/// The highest number in use: where building the index anew ends.
///
/// # Errors
/// When the database fails.
pub async fn highest_number(db: &Db) -> Result<i64, DbErr> {
    let beyond = db.beyond_consent(Reason::Indexing, crate::consent::gate::Actor::Worker);
    beyond.highest::<rows::testimony::Entity>(rows::testimony::Column::Number).await
}
