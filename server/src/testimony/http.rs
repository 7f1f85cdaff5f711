//! Paths by which stories come in and are mended. Lists and open stories, which show what later subjects know, are in
//! `shelf`.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Bytes, Data, Json, Path, Query},
};

use super::{
    reading::{self, Readers},
    reply::{ChangeTestimony, ChangeTurns, ReadAs, ReadingReply},
    store,
};
use crate::{
    access::{CollectTestimony, Permit, StoryAct},
    db::Db,
    ids::{ProjectId, TestimonyId},
    keys::NarratorKeys,
    problem::Problem,
};

/// `POST …/readings`: reads a document and gives its text back for a person to confirm. Keeps nothing.
///
/// # Errors
/// Why it cannot be read, and at which line.
pub async fn read_document(
    _permit: Permit<CollectTestimony>,
    readers: Data<Readers>,
    asked: Query<ReadAs>,
    body: Bytes,
) -> Result<Json<ReadingReply>, Problem> {
    let asked = asked.into_inner();
    let name = asked.file_name.unwrap_or_default();
    let format = asked.format.as_deref().map(reading::format_named).transpose()?;
    let how = readers.asked(name.clone(), format, asked.encoding);
    let read = readers.read(body.to_vec(), how).await.map_err(refused)?;
    Ok(Json(ReadingReply::of(read, &name)))
}

fn refused(refusal: documents::Refusal) -> Problem {
    let code = format!("reading.{}", refusal.code.as_str());
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code.clone(), refusal.detail.clone());
    match refusal.line {
        Some(line) => problem.at(format!("line:{line}"), code, refusal.detail),
        None => problem,
    }
}

/// `PATCH …/testimonies/{testimony}`, and the same for a collector's own.
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn change<A: StoryAct>(
    permit: Permit<A>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    body: Json<ChangeTestimony>,
) -> Result<HttpResponse, Problem> {
    store::change(&db, &keys, &permit, path.1, body.into_inner().try_into()?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `PUT …/testimonies/{testimony}/turns`, and the same for a collector's own.
///
/// # Errors
/// "Absent" when this act may not use it now; a conflict when the text was corrected meanwhile.
pub async fn change_turns<A: StoryAct>(
    permit: Permit<A>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    body: Json<ChangeTurns>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    store::change_turns(&db, &keys, &permit, path.1, body.revision_id, body.turns).await?;
    Ok(HttpResponse::NoContent().finish())
}
