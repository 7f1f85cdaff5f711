//! Paths of codebooks.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    Codes,
    reply::{CodebooksReply, NewCode},
    store,
};
use crate::{
    access::{KeepCodebook, Permit, SeeProject},
    db::Db,
    ids::{CodeId, ProjectId},
    problem::Problem,
};

/// `GET /api/projects/{project}/codebooks`
pub async fn open(
    permit: Permit<SeeProject>,
    db: Data<Db>,
    codes: Data<Codes>,
) -> Result<Json<CodebooksReply>, Problem> {
    Ok(Json(store::open(&db, &codes, &permit).await?))
}

/// `PUT /api/projects/{project}/codes/{code}`
pub async fn keep(
    permit: Permit<KeepCodebook>,
    db: Data<Db>,
    codes: Data<Codes>,
    path: Path<(ProjectId, CodeId)>,
    new: Json<NewCode>,
) -> Result<HttpResponse, Problem> {
    let (node, is_new) = store::keep(&db, &codes, &permit, path.1, new.into_inner()).await?;
    let mut reply = if is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(reply.json(node))
}

/// `DELETE /api/projects/{project}/codes/{code}`
pub async fn retire(
    permit: Permit<KeepCodebook>,
    db: Data<Db>,
    codes: Data<Codes>,
    path: Path<(ProjectId, CodeId)>,
) -> Result<HttpResponse, Problem> {
    store::retire(&db, &codes, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
