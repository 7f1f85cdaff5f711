//! Putting stories together with what later subjects know of them.

use super::reply::{OpenTestimony, ProjectNumbers};
use crate::{
    access::{Permit, ReadTestimonies, StoryAct},
    coding,
    consent::{Cleared, gate::Count},
    db::Db,
    ids::{RevisionId, TestimonyId},
    keys::NarratorKeys,
    media::{self, reply::RecordingReply},
    problem::Problem,
    testimony::{
        self,
        reply::{Numbers, RevisionReply, TestimonyReply},
        store::Told,
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
