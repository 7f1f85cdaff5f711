//! Paths of what is said beside summaries that need nothing but the words. Whatever needs to know how a summary is shown now
//! (listing, letting out, asking) is in `published`.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    reply::{Declining, NewResponse},
    store,
};
use crate::{
    access::{Permit, WriteSummaries},
    db::Db,
    ids::{ProjectId, ResponseId},
    keys::NarratorKeys,
    problem::Problem,
};

type OfResponse = Path<(ProjectId, ResponseId)>;

/// `PUT …/responses/{response}`
///
/// # Errors
/// When something is out of bounds, or gives somebody away.
pub async fn say(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfResponse,
    body: Json<NewResponse>,
) -> Result<HttpResponse, Problem> {
    let is_new = store::say(&db, &keys, &permit, path.1, body.into_inner()).await?;
    Ok(if is_new { HttpResponse::Created().finish() } else { HttpResponse::NoContent().finish() })
}

/// `POST …/responses/{response}/decline`
///
/// # Errors
/// When it is no question, or no reason is given.
pub async fn decline(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfResponse,
    body: Json<Declining>,
) -> Result<HttpResponse, Problem> {
    store::decline(&db, &keys, &permit, path.1, &body.words).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `DELETE …/responses/{response}`
///
/// # Errors
/// "Absent" when there is none.
pub async fn remove(permit: Permit<WriteSummaries>, db: Data<Db>, path: OfResponse) -> Result<HttpResponse, Problem> {
    store::remove(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
