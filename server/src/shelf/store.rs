//! Putting stories together with what later subjects know of them.

use sea_orm::DbErr;

use super::reply::{OpenTestimony, ProjectNumbers};
use crate::{
    access::{Permit, ReadTestimonies, StoryAct},
    coding::{self, Anchors, Certainty},
    consent::{
        Cleared,
        gate::{Count, HIDDEN, Kept},
    },
    db::{Db, Tx},
    ids::{RevisionId, TestimonyId},
    keys::NarratorKeys,
    media::{self, reply::RecordingReply},
    problem::Problem,
    testimony::{
        self, TestimonyError,
        reply::{Numbers, RevisionReply, TestimonyReply},
        store::{Revised, Told},
    },
    tipping,
};

/// The numbers that stand beside a story: for [`shown`].
pub(super) fn counts() -> impl Iterator<Item = Count> {
    [media::store::count()].into_iter().chain(coding::store::counts()).chain([tipping::store::count()])
}

/// Stories that were asked for with [`counts`], in the order given.
pub(super) fn shown<A: StoryAct>(permit: &Permit<A>, told: &[Cleared<Told, A>]) -> Vec<TestimonyReply> {
    let may = permit.may();
    told.iter().map(|one| TestimonyReply::of(one, numbers(&one.get().numbers), &may)).collect()
}

fn numbers(counted: &[u64]) -> Numbers {
    match *counted {
        [recordings, codings, coders, tipping_points] => Numbers { recordings, codings, coders, tipping_points },
        _ => Numbers::default(),
    }
}

/// One story, open at one of its revisions; at the newest when none is named.
pub(super) async fn open<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    revision: Option<RevisionId>,
) -> Result<OpenTestimony, Problem> {
    let told = testimony::store::one(db, keys, permit, id, counts()).await?;
    let revision = revision.unwrap_or(told.get().revision_id);
    let text = testimony::store::text_of(db, keys, permit, id, revision).await?;
    let recordings = media::store::of_testimony(db, keys, permit, id).await?;
    let revisions = testimony::store::revisions(db, permit, id).await?;
    let reply = shown(permit, &[told]).pop().ok_or_else(Problem::not_found)?;
    let text = text.get().clone();
    Ok(OpenTestimony {
        testimony: reply,
        open_revision: text.revision,
        text: text.text,
        turns_list: text.shape.turns,
        cues: text.shape.cues,
        recordings_list: recordings.iter().map(RecordingReply::from).collect(),
        revisions: revisions.iter().map(RevisionReply::from).collect(),
    })
}

/// How much there is in a project that this act may use now.
pub(super) async fn numbers_of_project(db: &Db, permit: &Permit<ReadTestimonies>) -> Result<ProjectNumbers, Problem> {
    let (testimonies, narrators) = testimony::store::numbers(db, permit).await?;
    let coded = coding::store::numbers(db, permit).await?;
    Ok(ProjectNumbers {
        narrators,
        testimonies,
        codings: coded.codings,
        codings_by_me: coded.by_me,
        coded_narrators: coded.coded_narrators,
    })
}

/// Keeps out of a corrected text what was kept out of the one before. Whoever corrected it saw it covered, or still had the
/// words: both are looked for, and where neither is found surely, nobody reads the new text before its narrator has.
///
/// # Errors
/// When the database refuses.
pub(super) async fn carry_limits<A: StoryAct>(
    tx: &Tx,
    permit: &Permit<A>,
    revised: &Revised<A>,
    anchors: &mut Anchors<'_>,
) -> Result<(), DbErr> {
    let gate = tx.as_permitted(permit);
    let (before, now) = (&revised.before, &revised.now);
    if revised.was_there || gate.limits_on(before.revision).await?.is_empty() {
        return Ok(());
    }
    let id = revised.head.get().id;
    let covered = before.clone().without(&gate.kept_out(&[id]).await?);
    let mut as_seen = Anchors::between(&covered.text, &now.text).await;
    let length = passages::CodePoints::in_text(&now.text).0;
    let place = |kept: Kept| {
        let placed = [as_seen.place(kept.start, kept.end), anchors.place(kept.start, kept.end)];
        let sure = placed.into_iter().find(|placed| placed.certainty == Certainty::Exact);
        sure.map_or(Kept { start: 0, end: length }, |placed| Kept { start: placed.start, end: placed.end })
    };
    gate.carry_limits(before.revision, now.revision, place).await
}

/// A corrected text with the words back that were covered when it was corrected: whoever mends the rest must not destroy
/// what its narrator keeps to themself.
///
/// # Errors
/// When what was covered was moved or cut, so that nobody knows where its words belong.
pub(super) async fn with_what_was_covered<A: StoryAct>(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    corrected: String,
) -> Result<String, TestimonyError> {
    if !corrected.contains(HIDDEN) {
        return Ok(corrected);
    }
    let shown = testimony::store::as_shown(tx, keys, permit, id).await?;
    let whole: Vec<char> = shown.whole.chars().collect();
    let mut signs: Vec<char> = corrected.chars().collect();
    let mut anchors = Anchors::between(&shown.covered, &corrected).await;
    for kept in &shown.kept {
        let placed = anchors.place(kept.start, kept.end);
        if placed.certainty != Certainty::Exact {
            continue;
        }
        for (from, to) in (kept.start..kept.end).zip(placed.start..placed.end) {
            let [from, to] = [from, to].map(|at| usize::try_from(at).unwrap_or(usize::MAX));
            if let (Some(sign), Some(place)) = (whole.get(from), signs.get_mut(to)) {
                *place = *sign;
            }
        }
    }
    let text: String = signs.into_iter().collect();
    if text.contains(HIDDEN) && !shown.whole.contains(HIDDEN) {
        let detail = "Leave what the narrator keeps out as it stands, sign by sign, and mend what is around it.";
        return Err(TestimonyError::bounds("/text", detail));
    }
    Ok(text)
}
