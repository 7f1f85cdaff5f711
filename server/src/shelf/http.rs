//! Paths of the shelf: lists, open stories, stories that come in, corrections that carry codings along.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    reply::{OpenTestimony, ProjectNumbers, RevisedTestimony},
    store,
};
use crate::{
    access::{CollectTestimony, Permit, ReadTestimonies, SeeProject, StoryAct},
    coding::{self, Anchors},
    consent::{http::kept, notices, visits},
    db::Db,
    ids::{ProjectId, RevisionId, TestimonyId},
    keys::NarratorKeys,
    page::{Page, Wanted},
    people::{
        self,
        reply::{ProjectCounts, ProjectReply},
    },
    problem::Problem,
    testimony::{
        self, TestimonyError, TestimonyKind,
        reply::{KeepTestimony, ListAsked, NewRevision, TestimonyReply},
        store::Filter,
    },
    tipping,
};

/// `GET …/testimonies`, and the same for what a collector brought.
///
/// # Errors
/// When the list is asked for in an unknown way.
pub async fn list<A: StoryAct>(
    permit: Permit<A>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    asked: Query<ListAsked>,
) -> Result<Json<Page<TestimonyReply>>, Problem> {
    let wanted = Wanted { limit: asked.limit, after: asked.after.clone() };
    let filter = filter(&asked, &permit)?;
    let mut found =
        testimony::store::page(&db, &keys, &permit, &filter, &wanted, wanted.place()?, store::counts()).await?;
    let size = usize::try_from(wanted.size()).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|last| last.get().number.to_string());
    Ok(Json(Page { items: store::shown(&permit, &found), next }))
}

fn filter<A: StoryAct>(asked: &ListAsked, permit: &Permit<A>) -> Result<Filter, Problem> {
    let kind = match asked.kind.as_deref().filter(|kind| !kind.is_empty()) {
        None => None,
        Some(name) => Some(
            TestimonyKind::parse(name)
                .ok_or_else(|| Problem::invalid("kind", "unknown-kind", "There is no such kind of story."))?,
        ),
    };
    let oldest_first = match asked.order.as_deref() {
        None | Some("" | "newest") => false,
        Some("oldest") => true,
        Some(_) => return Err(Problem::invalid("order", "unknown-order", "Order by newest or oldest.")),
    };
    Ok(Filter {
        narrator: asked.narrator,
        kind,
        language: asked.language.clone().filter(|language| !language.is_empty()),
        collected_by: asked.mine.unwrap_or(false).then(|| permit.person()),
        oldest_first,
    })
}

/// Which revision is opened.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OpenAt {
    /// The revision; the newest when none is named.
    pub revision: Option<RevisionId>,
}

/// `GET …/testimonies/{testimony}`, and the same for what a collector brought.
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn open<A: StoryAct>(
    permit: Permit<A>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    at: Query<OpenAt>,
) -> Result<Json<OpenTestimony>, Problem> {
    let opened = store::open(&db, &keys, &permit, path.1, at.revision).await?;
    // Remembered before it is shown: narrators see who has read them.
    let (person, project) = (permit.person(), permit.project());
    visits::remember_reading(&db, "testimony.opened", person, project, path.1.0, permit.at()).await?;
    Ok(Json(opened))
}

/// `PUT …/testimonies/{testimony}`: a story comes in. Safe to send twice.
///
/// # Errors
/// When the narrator has not agreed, or something is out of bounds.
pub async fn keep(
    permit: Permit<CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    body: Json<KeepTestimony>,
) -> Result<HttpResponse, Problem> {
    let new = body.into_inner().try_into()?;
    let is_new = testimony::store::keep(&db, &keys, &permit, path.1, new).await?;
    let told = testimony::store::one(&db, &keys, &permit, path.1, store::counts()).await?;
    let reply = store::shown(&permit, &[told]).pop().ok_or_else(Problem::not_found)?;
    Ok(kept(reply, is_new))
}

/// `PUT …/testimonies/{testimony}/revisions/{revision}`: corrected words. Codings are carried along in the same transaction.
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn revise<A: StoryAct>(
    permit: Permit<A>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId, RevisionId)>,
    body: Json<NewRevision>,
) -> Result<Json<RevisedTestimony>, Problem> {
    let body = body.into_inner();
    let carried = db
        .transact(async |tx| {
            let text = store::with_what_was_covered(tx, &keys, &permit, path.1, body.text).await?;
            let revised =
                testimony::store::revise(tx, &keys, &permit, path.1, path.2, &text, body.turns, &body.reason).await?;
            let mut anchors = Anchors::between(&revised.before.text, &revised.now.text).await;
            let codings = coding::carry(tx, &permit, &revised, &mut anchors).await?;
            let tipping_points = tipping::carry(tx, &permit, &revised, &mut anchors).await?;
            store::carry_limits(tx, &permit, &revised, &mut anchors).await?;
            Ok::<_, TestimonyError>(codings + tipping_points)
        })
        .await?;
    Ok(Json(RevisedTestimony { open: store::open(&db, &keys, &permit, path.1, None).await?, carried: carried.into() }))
}

/// `GET /api/projects/{project}`: a project, with how much there is in it as far as this person may know.
///
/// # Errors
/// "Absent" for whoever does not belong to it.
pub async fn open_project(permit: Permit<SeeProject>, db: Data<Db>) -> Result<Json<ProjectReply>, Problem> {
    let project = people::store::project(&db, &permit).await?;
    let Some(reading) = permit.also::<ReadTestimonies>() else { return Ok(Json(project)) };
    let numbers = store::numbers_of_project(&db, &reading).await?;
    let members = people::store::members_of(&db, permit.project()).await?;
    let notices = notices::of_project(&db, &permit).await?.iter().filter(|one| one.published_at.is_some()).count();
    Ok(Json(project.counting(ProjectCounts {
        narrators: numbers.narrators,
        testimonies: numbers.testimonies,
        codings: numbers.codings,
        coded_narrators: numbers.coded_narrators,
        members: u64::try_from(members).unwrap_or(0),
        notices: u64::try_from(notices).unwrap_or(0),
    })))
}

/// `GET …/numbers`: how much there is, as far as this person may know.
///
/// # Errors
/// When the database fails.
pub async fn numbers(permit: Permit<ReadTestimonies>, db: Data<Db>) -> Result<Json<ProjectNumbers>, Problem> {
    Ok(Json(store::numbers_of_project(&db, &permit).await?))
}
