//! Putting together what is held of a narrator, and keeping a passage of theirs out of every edition of its text.

use std::collections::{BTreeSet, HashMap};

use sea_orm::DbErr;

use super::reply::{
    NarratorPage, OwnLimit, OwnNotice, OwnOutcome, OwnPurpose, OwnRecording, OwnTestimony, OwnTipping, ReadBy,
};
use crate::{
    audit,
    clock::Timestamp,
    consent::{
        Cleared, again, changes, evidence,
        gate::OwnStory,
        narrators, notices, protection, records, representatives, said, sounds,
        states::State,
        uses::{self, UseReply},
        visits::{self, Visit},
    },
    db::Db,
    erasure,
    ids::{NoticeId, SummaryId, TestimonyId},
    keys::NarratorKeys,
    media::{self, store::Recording},
    people,
    problem::Problem,
    published,
    quote::asking::{self, AskingReply},
    response,
    summary::publishing,
    testimony::{self, OpenText, store::Told},
    tipping::{self, store::Tipping},
};

/// Everything that is held of the narrator who is here.
///
/// # Errors
/// When the database or the keys fail.
pub async fn page(db: &Db, keys: &NarratorKeys, visit: &Visit) -> Result<NarratorPage, Problem> {
    let about = people::about_project(db, visit.project()).await?.ok_or_else(Problem::not_found)?;
    let Some(narrator) = narrators::own(db, keys, visit).await? else {
        let erased_on = erasure::erased_on(db, visit.narrator()).await?;
        let (project, organisation) = (about.project, about.organisation);
        return Ok(NarratorPage { erased_on, project, organisation, ..NarratorPage::empty() });
    };
    let record = records::own(db, keys, visit).await?;
    let (said, self_view) = match visit.whole_from() {
        None => said::of_visit(db, keys, visit).await?,
        Some(_) => (Vec::new(), None),
    };
    // A code that was made in the place of another shows no words yet.
    let stories = if visit.whole_from().is_some() { Vec::new() } else { stories(db, keys, visit).await? };
    let of: Vec<uuid::Uuid> = stories.iter().map(|story| story.id.0).collect();
    let notice = match record.as_ref().and_then(|record| Some((record.notice?, record))) {
        Some((notice, record)) => explained(db, notice, &record.notice_language).await?,
        None => None,
    };
    Ok(NarratorPage {
        pseudonym: narrator.get().pseudonym.clone(),
        language: record.as_ref().map(|record| record.notice_language.clone()),
        project: about.project,
        organisation: about.organisation,
        welcomed_at: Some(narrator.get().created_at),
        erased_on: None,
        whole_from: visit.whole_from(),
        held_until: record.as_ref().and_then(|record| record.valid_until),
        purposes: record.as_ref().map_or_else(Vec::new, |record| purposes(record, visit.at())),
        notice,
        askings: asked_of(db, keys, visit).await?,
        evidence: evidence::own(db, visit).await?,
        representatives: representatives::own(db, visit).await?,
        held_back: protection::of_visit(db, visit).await?,
        stories,
        read_by: read_by(db, visit, &of).await?,
        said,
        self_view,
    })
}

/// What was explained to them, in their language.
async fn explained(db: &Db, notice: NoticeId, language: &str) -> Result<Option<OwnNotice>, DbErr> {
    let Some(text) = notices::text_of(db, notice, language).await? else { return Ok(None) };
    let heard = sounds::of_notices(db, &[notice]).await?;
    let sounds = heard.into_iter().filter(|(_, sound)| sound.language == language).map(|(_, sound)| sound.form);
    let notices::Text { language, title, body, easy_body } = text;
    Ok(Some(OwnNotice { title, body, easy_body, language, sounds: sounds.collect() }))
}

/// What they are asked about. A code that was made in the place of another shows no words yet.
async fn asked_of(db: &Db, keys: &NarratorKeys, visit: &Visit) -> Result<Vec<AskingReply>, Problem> {
    if visit.whole_from().is_some() {
        return Ok(Vec::new());
    }
    Ok(asking::own(db, keys, visit).await?.iter().map(|asking| asking.get().clone()).collect())
}

impl NarratorPage {
    fn empty() -> Self {
        Self {
            pseudonym: String::new(),
            language: None,
            project: String::new(),
            organisation: String::new(),
            welcomed_at: None,
            erased_on: None,
            whole_from: None,
            held_until: None,
            purposes: Vec::new(),
            notice: None,
            held_back: Vec::new(),
            askings: Vec::new(),
            evidence: Vec::new(),
            representatives: Vec::new(),
            stories: Vec::new(),
            read_by: Vec::new(),
            said: Vec::new(),
            self_view: None,
        }
    }
}

/// Where each purpose stands: what has run out says so, whether a clock has seen it or not.
fn purposes(record: &records::Record, at: Timestamp) -> Vec<OwnPurpose> {
    let state = |answer: &records::Answer| {
        let over = answer.valid_until.is_some_and(|until| until <= at);
        if over && answer.state.is_valid() { State::Expired } else { answer.state }
    };
    let own = |answer: &records::Answer| OwnPurpose {
        purpose: answer.purpose,
        state: state(answer),
        audience: answer.audience,
        since: answer.since,
        needs: answer.purpose.needs(),
    };
    record.answers.iter().map(own).collect()
}

async fn stories(db: &Db, keys: &NarratorKeys, visit: &Visit) -> Result<Vec<OwnTestimony>, Problem> {
    let told = testimony::store::own(db, keys, visit).await?;
    let mut recordings: HashMap<TestimonyId, Vec<Cleared<Recording, OwnStory>>> = HashMap::new();
    for (of, recording) in media::store::own(db, keys, visit).await? {
        recordings.entry(of).or_default().push(recording);
    }
    let mut tippings: HashMap<TestimonyId, Vec<Cleared<Tipping, OwnStory>>> = HashMap::new();
    for tipping in tipping::store::own(db, keys, visit).await? {
        tippings.entry(tipping.get().testimony).or_default().push(tipping);
    }
    let mut used: HashMap<TestimonyId, Vec<UseReply>> = HashMap::new();
    for (of, one) in uses::of_narrator(&db.as_narrator(visit)).await? {
        used.entry(of).or_default().push(one);
    }
    let mut outcomes = came_of_it(db, keys, visit).await?;
    let limits = changes::own_limits(db, visit).await?;
    let asked_again = again::own(&db.as_narrator(visit)).await?;
    let mut stories = Vec::with_capacity(told.len());
    for one in &told {
        let (told, text) = one.get();
        let mut story = story(told, text);
        let of_text = |limit: &&changes::OwnLimit| limit.testimony == told.id && limit.place.revision == text.revision;
        let shown = |limit: &changes::OwnLimit| OwnLimit {
            id: limit.act,
            start: limit.place.start,
            end: limit.place.end,
            since: limit.since,
        };
        story.limits = limits.iter().filter(of_text).map(shown).collect();
        story.recordings = recordings.remove(&told.id).unwrap_or_default().iter().map(recording).collect();
        story.tipping_points = tippings.remove(&told.id).unwrap_or_default().iter().map(tipping).collect();
        story.asked_again_on =
            asked_again.iter().find(|one| one.testimony_id == told.id).map(|one| one.asked_on.clone());
        story.uses = used.remove(&told.id).unwrap_or_default();
        story.came_of_it = outcomes.remove(&told.id).unwrap_or_default();
        stories.push(story);
    }
    Ok(stories)
}

/// What is published that rests on each story, as everybody reads it now, and what is said beside it.
async fn came_of_it(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<HashMap<TestimonyId, Vec<OwnOutcome>>, Problem> {
    let mut of_story: BTreeSet<(TestimonyId, SummaryId)> = BTreeSet::new();
    for (story, publication) in uses::published_of(&db.as_narrator(visit)).await? {
        of_story.extend(publishing::summary_of(db, publication).await?.map(|summary| (story, summary)));
    }
    let mut all: HashMap<TestimonyId, Vec<OwnOutcome>> = HashMap::new();
    for (story, summary) in of_story {
        let Some((_, shown)) = published::store::of_summary(db, keys, summary, visit.at()).await? else { continue };
        let said = response::store::shown(db, keys, summary, &shown.stands()).await?;
        let address = shown.address.clone();
        all.entry(story).or_default().push(OwnOutcome { title: shown.document().title.clone(), address, said });
    }
    Ok(all)
}

fn story(told: &Told, text: &OpenText) -> OwnTestimony {
    OwnTestimony {
        id: told.id,
        title: told.heading.title.clone(),
        place: told.heading.place_told.clone(),
        told_on: told.told_on.clone(),
        kind: told.kind,
        language: told.language.clone(),
        direction: told.direction,
        kept_at: told.created_at,
        revision_id: text.revision,
        text: text.text.clone(),
        turns: text.shape.turns.clone(),
        limits: Vec::new(),
        asked_again_on: None,
        recordings: Vec::new(),
        tipping_points: Vec::new(),
        uses: Vec::new(),
        came_of_it: Vec::new(),
    }
}

fn recording(recording: &Cleared<Recording, OwnStory>) -> OwnRecording {
    let one = recording.get();
    OwnRecording { id: one.id, kind: one.kind, name: one.address.address.clone() }
}

fn tipping(tipping: &Cleared<Tipping, OwnStory>) -> OwnTipping {
    let one = tipping.get();
    let words = one.words.clone();
    OwnTipping {
        id: one.id,
        revision_id: one.passage.revision,
        start: one.passage.start,
        end: one.passage.end,
        dated: words.dated,
        place: words.place,
        before: words.before,
        after: words.after,
        helped_by: words.helped_by,
        own_words: words.own_words,
        review: one.review,
    }
}

/// Who has read these stories, by their part in the project: whoever has several parts is named by the first.
async fn read_by(db: &Db, visit: &Visit, of: &[uuid::Uuid]) -> Result<Vec<ReadBy>, DbErr> {
    let mut all: Vec<ReadBy> = Vec::new();
    for doer in audit::doers(db, &visits::reading_acts(), of).await? {
        let roles = people::roles_in(db, doer.actor_id, visit.project()).await?;
        // Whoever left the project read it as a reader of the time; the chain knows who it was.
        let role = roles.first().copied().unwrap_or(people::Role::Reader);
        match all.iter_mut().find(|known| known.role == role) {
            Some(known) => {
                known.times = known.times.saturating_add(doer.times);
                known.last_at = known.last_at.max(doer.last_at);
            }
            None => all.push(ReadBy { role, times: doer.times, last_at: doer.last_at }),
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.last_at));
    Ok(all)
}
