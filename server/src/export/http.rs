//! Paths of exports.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    reply::{ExportContent, ExportReply, NewExport},
    store,
};
use crate::{
    access::{ExportPassages, Permit},
    consent::http::kept,
    db::Db,
    ids::ProjectId,
    keys::NarratorKeys,
    problem::Problem,
};

/// `GET …/exports`
///
/// # Errors
/// When the database fails.
pub async fn list(permit: Permit<ExportPassages>, db: Data<Db>) -> Result<Json<Vec<ExportReply>>, Problem> {
    Ok(Json(store::all(&db, &permit).await?))
}

/// `PUT …/exports/{export}`
///
/// # Errors
/// When something is out of bounds.
pub async fn make(
    permit: Permit<ExportPassages>,
    db: Data<Db>,
    path: Path<(ProjectId, uuid::Uuid)>,
    body: Json<NewExport>,
) -> Result<HttpResponse, Problem> {
    let (export, is_new) = store::make(&db, &permit, path.1, body.into_inner()).await?;
    Ok(kept(export, is_new))
}

/// `GET …/exports/{export}/content`: the lines that their narrators still allow.
///
/// # Errors
/// "Absent" when there is no such export.
pub async fn content(
    permit: Permit<ExportPassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, uuid::Uuid)>,
) -> Result<Json<ExportContent>, Problem> {
    Ok(Json(store::content(&db, &keys, &permit, path.1).await?))
}

/// `POST …/exports/{export}/acknowledged`
///
/// # Errors
/// "Absent" when there is no such export.
pub async fn acknowledged(
    permit: Permit<ExportPassages>,
    db: Data<Db>,
    path: Path<(ProjectId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    store::acknowledged(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
