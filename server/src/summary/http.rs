//! Paths of summaries.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path, Query},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    SummaryError, checks, comments, evidence, gates, publishing, readers,
    reply::{
        ChecksReply, CommentReply, EditionLine, EditionWritten, EvidenceReply, GateKind, NewComment, NewEdition,
        NewEvidence, NewReader, NewSign, NewSummary, OpenEdition, ReaderReply, SummaryLine, SummaryReply,
    },
    store,
};
use crate::{
    access::{ApproveSummaries, Permit, WriteSummaries},
    codebook::Codes,
    consent::http::kept,
    db::Db,
    ids::{ProjectId, SummaryId},
    keys::NarratorKeys,
    problem::Problem,
};

type OfSummary = Path<(ProjectId, SummaryId)>;
type OfPart = Path<(ProjectId, SummaryId, Uuid)>;

fn follows(permit: &Permit<WriteSummaries>) -> Result<Permit<ApproveSummaries>, Problem> {
    permit.also().ok_or_else(Problem::not_found)
}

/// `GET …/summaries`
///
/// # Errors
/// When the database or the keys fail.
pub async fn list(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<SummaryLine>>, Problem> {
    Ok(Json(store::all(&db, &keys, &permit).await?))
}

/// `PUT …/summaries/{summary}`
///
/// # Errors
/// When something is out of bounds.
pub async fn begin(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfSummary,
    body: Json<NewSummary>,
) -> Result<HttpResponse, Problem> {
    let is_new = store::begin(&db, &keys, &permit, path.1, body.into_inner()).await?;
    let opened = store::open(&db, &keys, &follows(&permit)?, path.1, None).await?;
    Ok(kept(opened, is_new))
}

/// `GET …/summaries/{summary}`
///
/// # Errors
/// "Absent" when there is none.
pub async fn open(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfSummary,
    asked: Query<OpenEdition>,
) -> Result<Json<SummaryReply>, Problem> {
    Ok(Json(store::open(&db, &keys, &permit, path.1, asked.edition).await?))
}

/// `PUT …/summaries/{summary}/document`
///
/// # Errors
/// When somebody was quicker, or something is out of bounds.
pub async fn write(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfSummary,
    body: Json<NewEdition>,
) -> Result<Json<EditionWritten>, Problem> {
    let edition = store::write(&db, &keys, &permit, path.1, body.into_inner()).await?;
    Ok(Json(EditionWritten { edition }))
}

/// `GET …/summaries/{summary}/editions`
///
/// # Errors
/// "Absent" when there is none.
pub async fn editions(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    path: OfSummary,
) -> Result<Json<Vec<EditionLine>>, Problem> {
    Ok(Json(store::editions(&db, &permit, path.1).await?))
}

/// `PUT …/summaries/{summary}/evidence/{evidence}`
///
/// # Errors
/// When the passage is not there.
pub async fn link(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfPart,
    body: Json<NewEvidence>,
) -> Result<HttpResponse, Problem> {
    let is_new = evidence::link(&db, &permit, path.1, path.2, body.into_inner()).await?;
    let all = evidence::of_summary(&db, &keys, &follows(&permit)?, path.1).await?;
    let linked: EvidenceReply = all.into_iter().find(|one| one.id == path.2).ok_or_else(Problem::not_found)?;
    Ok(kept(linked, is_new))
}

/// `GET …/summaries/{summary}/checks`
///
/// # Errors
/// "Absent" when there is none.
pub async fn check(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: OfSummary,
) -> Result<Json<ChecksReply>, Problem> {
    let asked = checks::of(&db, &keys, &codes, &permit, path.1).await?;
    let signs = gates::signs(&db, path.1, asked.row.edition).await.map_err(SummaryError::from)?;
    let signs = gates::standing(signs, &asked.rests_on);
    let writers = store::writers_of(&db, path.1).await.map_err(SummaryError::from)?;
    Ok(Json(asked.reply(|gate| gates::is_signed(gate, &signs, &writers))))
}

/// `POST …/summaries/{summary}/submit`
///
/// # Errors
/// When the evidence or what it discloses does not let it.
pub async fn submit(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: OfSummary,
) -> Result<Json<SummaryReply>, Problem> {
    let follows = follows(&permit)?;
    gates::submit(&db, &keys, &codes, &follows, &permit, path.1).await?;
    Ok(Json(store::open(&db, &keys, &follows, path.1, None).await?))
}

/// `PUT …/summaries/{summary}/signs/{gate}`
///
/// # Errors
/// When this person may not, or an earlier gate is not passed.
pub async fn sign(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: Path<(ProjectId, SummaryId, String)>,
    body: Json<NewSign>,
) -> Result<Json<SummaryReply>, Problem> {
    let gate = GateKind::parse(&path.2).ok_or_else(Problem::not_found)?;
    gates::sign(&db, &keys, &codes, &permit, path.1, gate, body.into_inner()).await?;
    Ok(Json(store::open(&db, &keys, &permit, path.1, None).await?))
}

/// That it was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedReply {
    /// Which version.
    pub version: i32,
    /// Where everybody reads it; nothing where it is for some, who come by links.
    pub address: Option<String>,
}

/// `POST …/summaries/{summary}/publish`
///
/// # Errors
/// When a gate is not passed.
pub async fn publish(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: OfSummary,
) -> Result<Json<PublishedReply>, Problem> {
    let follows = follows(&permit)?;
    let version = publishing::publish(&db, &keys, &codes, &follows, &permit, path.1).await?;
    let opened = store::open(&db, &keys, &follows, path.1, None).await?;
    Ok(Json(PublishedReply { version, address: opened.line.address }))
}

/// `POST …/summaries/{summary}/retire`
///
/// # Errors
/// "Absent" when there is none.
pub async fn retire(permit: Permit<WriteSummaries>, db: Data<Db>, path: OfSummary) -> Result<HttpResponse, Problem> {
    publishing::retire(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/summaries/{summary}/readers`
///
/// # Errors
/// "Absent" when there is no such summary.
pub async fn list_readers(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfSummary,
) -> Result<Json<Vec<ReaderReply>>, Problem> {
    Ok(Json(readers::all(&db, &keys, &permit, path.1).await?))
}

/// `PUT …/summaries/{summary}/readers/{reader}`
///
/// # Errors
/// When the summary is for everybody, or not published.
pub async fn add_reader(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfPart,
    body: Json<NewReader>,
) -> Result<HttpResponse, Problem> {
    let link = readers::add(&db, &keys, &permit, path.1, path.2, body.into_inner()).await?;
    let all = readers::all(&db, &keys, &follows(&permit)?, path.1).await?;
    let made = all.into_iter().find(|one| one.id == path.2).ok_or_else(Problem::not_found)?;
    let is_new = link.is_some();
    Ok(kept(ReaderReply { link, ..made }, is_new))
}

/// `POST …/summaries/{summary}/readers/{reader}/end`
///
/// # Errors
/// "Absent" when there is no such link.
pub async fn end_reader(permit: Permit<ApproveSummaries>, db: Data<Db>, path: OfPart) -> Result<HttpResponse, Problem> {
    readers::end(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/summaries/{summary}/comments`
///
/// # Errors
/// "Absent" when there is no such summary.
pub async fn list_comments(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfSummary,
) -> Result<Json<Vec<CommentReply>>, Problem> {
    Ok(Json(comments::all(&db, &keys, &permit, path.1).await?))
}

/// `PUT …/summaries/{summary}/comments/{comment}`
///
/// # Errors
/// When it is too long.
pub async fn comment(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfPart,
    body: Json<NewComment>,
) -> Result<HttpResponse, Problem> {
    let is_new = comments::put(&db, &keys, &permit, path.1, path.2, body.into_inner()).await?;
    let all = comments::all(&db, &keys, &permit, path.1).await?;
    let made = all.into_iter().find(|one| one.id == path.2).ok_or_else(Problem::not_found)?;
    Ok(kept(made, is_new))
}
