//! Putting stories together with what later subjects know of them.

use std::collections::HashMap;

use super::reply::{OpenTestimony, ProjectNumbers};
use crate::{
    access::{Permit, ReadTestimonies, StoryAct},
    coding,
    consent::{Cleared, narrators},
    db::Db,
    ids::{AccountId, NarratorId, RevisionId, TestimonyId},
    keys::NarratorKeys,
    media::{self, reply::RecordingReply},
    people,
    problem::Problem,
    testimony::{
        self,
        reply::{Numbers, RevisionReply, TestimonyReply},
        store::Told,
    },
    tipping,
};

/// Stories with what stands beside them, in the order given.
pub(super) async fn shown<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    told: Vec<Cleared<Told, A>>,
) -> Result<Vec<TestimonyReply>, Problem> {
    let ids: Vec<TestimonyId> = told.iter().map(|one| one.get().id).collect();
    let narrator_ids: Vec<NarratorId> = told.iter().map(|one| one.get().narrator_id).collect();
    let people: Vec<AccountId> = told.iter().map(|one| one.get().collected_by).collect();
    let narrators = narrators::of_stories(db, keys, permit, &narrator_ids).await?;
    let names = people::names_of(db, &people).await?;
    let numbers = numbers(db, permit, &ids).await?;
    let may = permit.may();
    Ok(told
        .iter()
        .filter_map(|one| {
            let narrator = narrators.get(&one.get().narrator_id)?;
            let collected_by = names.get(&one.get().collected_by).map_or("", String::as_str);
            let own = numbers.get(&one.get().id).copied().unwrap_or_default();
            Some(TestimonyReply::of(one, narrator, collected_by, own, &may))
        })
        .collect())
}

async fn numbers<A: StoryAct>(
    db: &Db,
    permit: &Permit<A>,
    ids: &[TestimonyId],
) -> Result<HashMap<TestimonyId, Numbers>, Problem> {
    let mut all: HashMap<TestimonyId, Numbers> = HashMap::new();
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    for (id, recordings) in media::store::numbers(db, permit, ids).await? {
        all.entry(id).or_default().recordings = number(recordings);
    }
    for (id, tally) in coding::store::tallies(db, permit, ids).await? {
        let own = all.entry(id).or_default();
        (own.codings, own.coders) = (tally.codings, tally.coders);
    }
    for (id, tipping_points) in tipping::store::tallies(db, permit, ids).await? {
        all.entry(id).or_default().tipping_points = tipping_points;
    }
    Ok(all)
}

/// One story, open at one of its revisions; at the newest when none is named.
pub(super) async fn open<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    revision: Option<RevisionId>,
) -> Result<OpenTestimony, Problem> {
    let told = testimony::store::one(db, keys, permit, id).await?;
    let revision = revision.unwrap_or(told.get().revision_id);
    let text = testimony::store::text_of(db, keys, permit, id, revision).await?;
    let recordings = media::store::of_testimony(db, keys, permit, id).await?;
    let revisions = testimony::store::revisions(db, permit, id).await?;
    let reply = shown(db, keys, permit, vec![told]).await?.pop().ok_or_else(Problem::not_found)?;
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
