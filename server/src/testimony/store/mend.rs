//! Mending: headings and turns are changed where they stand; words only by a new revision.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order};

use super::{OpenText, TestimonyHead, head, heading_place, open, shape_place, text_place};
use crate::{
    access::{Permit, StoryAct},
    audit,
    consent::Cleared,
    db::{Db, Tx},
    ids::{RevisionId, TestimonyId},
    jobs::outbox::{self, Change},
    keys::NarratorKeys,
    testimony::{Direction, Shape, TestimonyError, TestimonyKind, ToldOn, Turn, heading, rows, text},
};

/// What to change above a story; what is not said stays.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Title.
    pub title: Option<String>,
    /// Kind.
    pub kind: Option<TestimonyKind>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Direction.
    pub direction: Option<Direction>,
    /// When it was told; an inner nothing forgets it.
    pub told_on: Option<Option<ToldOn>>,
    /// Where it was told; an inner nothing forgets it.
    pub place_told: Option<Option<String>>,
}

pub(super) fn event<A: StoryAct>(permit: &Permit<A>, act: &'static str, id: TestimonyId) -> audit::Event {
    audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "testimony",
        subject: Some(id.0),
        at: permit.at(),
    }
}

/// Changes what stands above a story.
///
/// # Errors
/// When this act may not use it now, or something is out of bounds.
pub async fn change<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    changes: Changes,
) -> Result<(), TestimonyError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let found = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
        let found = found.ok_or(TestimonyError::Absent)?;
        let key = keys.of(found.get().narrator_id).await?;
        let mut words: heading::Heading = key.open_json(heading_place(id), &found.get().heading_sealed)?;
        if let Some(title) = changes.title {
            words.title = title;
        }
        if let Some(place) = changes.place_told {
            words.place_told = place;
        }
        words.check()?;
        let mut row: rows::testimony::ActiveModel = found.get().clone().into();
        row.heading_sealed = Set(key.seal_json(heading_place(id), &words)?);
        if let Some(kind) = changes.kind {
            row.kind = Set(kind.as_str().to_owned());
        }
        if let Some(language) = &changes.language {
            row.language = Set(heading::language(language)?);
        }
        if let Some(direction) = changes.direction {
            row.direction = Set(direction.as_str().to_owned());
        }
        if let Some(told_on) = changes.told_on {
            row.told_on = Set(told_on.map(|told| told.as_str().to_owned()));
        }
        gate.update(&found, row).await?;
        outbox::add(tx, Change::Testimony, permit.project(), Some(id.0), permit.at()).await?;
        Ok(audit::add(tx, event(permit, "testimony.changed", id)).await?)
    })
    .await
}

/// Changes who speaks when, over a text that stays as it is.
///
/// # Errors
/// When this act may not use it now, the text was corrected meanwhile, or a turn is out of bounds.
pub async fn change_turns<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    revision: RevisionId,
    turns: Vec<Turn>,
) -> Result<(), TestimonyError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let found = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
        let found = found.ok_or(TestimonyError::Absent)?;
        if found.get().revision_id != revision {
            return Err(TestimonyError::RevisedMeanwhile);
        }
        let row = gate.stories::<rows::revision::Entity>().only(rows::revision::Column::Id.eq(revision)).one().await?;
        let row = row.ok_or(TestimonyError::Absent)?;
        let key = keys.of(found.get().narrator_id).await?;
        let before = open(row.get(), &key)?;
        let mut shape = Shape::of(&before.text, Some(turns), before.shape.cues.clone())?;
        // Who speaks in what is kept out was not shown, and so was not taken away.
        let kept_out = gate.kept_out(&[id]).await?;
        for turn in shape.turns.iter_mut().filter(|turn| kept_out.touches(revision, turn.start, turn.end)) {
            if turn.speaker.is_none() {
                turn.speaker = before.shape.speaker_at(turn.start).map(str::to_owned);
            }
        }
        let mut revised: rows::revision::ActiveModel = row.get().clone().into();
        revised.shape_sealed = Set(key.seal_json(shape_place(revision), &shape)?);
        gate.update(&found, revised).await?;
        let mut testimony: rows::testimony::ActiveModel = found.get().clone().into();
        testimony.turns = Set(i32::try_from(shape.turns.len()).unwrap_or(i32::MAX));
        gate.update(&found, testimony).await?;
        outbox::add(tx, Change::Testimony, permit.project(), Some(id.0), permit.at()).await?;
        Ok(audit::add(tx, event(permit, "testimony.turns-changed", id)).await?)
    })
    .await
}

/// A correction, done: what later subjects need to carry their positions along.
pub struct Revised<A> {
    /// The testimony with its new text as the newest.
    pub head: Cleared<TestimonyHead, A>,
    /// The text before.
    pub before: OpenText,
    /// The text now.
    pub now: OpenText,
    /// Whether the same correction was there already.
    pub was_there: bool,
}

/// The newest text as it was shown to who corrects it, and as it is: for putting back what was covered.
///
/// # Errors
/// When this act may not use it now.
pub async fn as_shown<A: StoryAct>(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
) -> Result<Shown, TestimonyError> {
    let gate = tx.as_permitted(permit);
    let found = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
    let found = found.ok_or(TestimonyError::Absent)?;
    let revision = found.get().revision_id;
    let row = gate.stories::<rows::revision::Entity>().only(rows::revision::Column::Id.eq(revision)).one().await?;
    let row = row.ok_or(TestimonyError::Absent)?;
    let kept_out = gate.kept_out(&[id]).await?;
    let whole = open(row.get(), &keys.of(found.get().narrator_id).await?)?;
    Ok(Shown {
        covered: whole.clone().without(&kept_out).text,
        kept: kept_out.of_text(revision).to_vec(),
        whole: whole.text,
    })
}

/// A text as it was shown, and as it is. Never given out.
pub struct Shown {
    pub(crate) covered: String,
    pub(crate) whole: String,
    pub(crate) kept: Vec<crate::consent::gate::Kept>,
}

/// Corrects the words by a new revision, inside the transaction in which codings are carried along.
///
/// # Errors
/// When this act may not use it now, the id was used for another text, or something is out of bounds.
pub async fn revise<A: StoryAct>(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    revision: RevisionId,
    words: &str,
    turns: Option<Vec<Turn>>,
    reason: &str,
) -> Result<Revised<A>, TestimonyError> {
    let words = text::tidy(words)?;
    if reason.chars().count() > 300 {
        return Err(TestimonyError::bounds("/reason", "A reason has at most 300 characters."));
    }
    let gate = tx.as_permitted(permit);
    let found = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
    let found = found.ok_or(TestimonyError::Absent)?;
    let key = keys.of(found.get().narrator_id).await?;
    let newest = gate
        .stories::<rows::revision::Entity>()
        .only(rows::revision::Column::TestimonyId.eq(id))
        .by(rows::revision::Column::Edition, Order::Desc)
        .at_most(1)
        .one()
        .await?
        .ok_or(TestimonyError::Absent)?;
    let before = open(newest.get(), &key)?;
    if newest.get().id == revision {
        return if before.text == words {
            Ok(Revised { head: found.map(|row| head(&row)), now: before.clone(), before, was_there: true })
        } else {
            Err(TestimonyError::ExistsDifferently)
        };
    }
    // Times belong to words: a corrected text is heard as the former one was only where its cues still fit.
    let length = passages::CodePoints::in_text(&words).0;
    let cues = if before.text == words { before.shape.cues.clone() } else { Vec::new() };
    let shape = Shape::of(&words, turns, cues)?;
    let row = rows::revision::ActiveModel {
        id: Set(revision),
        testimony_id: Set(id),
        project_id: Set(permit.project()),
        narrator_id: Set(found.get().narrator_id),
        edition: Set(newest.get().edition + 1),
        created_by: Set(permit.person()),
        created_at: Set(permit.at()),
        reason: Set(reason.to_owned()),
        code_points: Set(i32::try_from(length).unwrap_or(i32::MAX)),
        text_sealed: Set(key.seal_text(text_place(revision), &words)?),
        shape_sealed: Set(key.seal_json(shape_place(revision), &shape)?),
    };
    gate.insert(&found, row).await?;
    let mut testimony: rows::testimony::ActiveModel = found.get().clone().into();
    testimony.revision_id = Set(revision);
    testimony.code_points = Set(i32::try_from(length).unwrap_or(i32::MAX));
    testimony.turns = Set(i32::try_from(shape.turns.len()).unwrap_or(i32::MAX));
    let row = gate.update(&found, testimony).await?;
    outbox::add(tx, Change::Testimony, permit.project(), Some(id.0), permit.at()).await?;
    audit::add(tx, event(permit, "testimony.revised", id)).await?;
    let now = OpenText { revision, edition: newest.get().edition + 1, text: words, shape };
    Ok(Revised { head: found.map(|_former| head(&row)), before, now, was_there: false })
}
