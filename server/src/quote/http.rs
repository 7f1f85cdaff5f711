//! Paths of quotes.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    reply::{NewQuote, QuoteReply},
    store,
};
use crate::{
    access::{Permit, QuotePassages},
    consent::http::kept,
    db::Db,
    ids::ProjectId,
    keys::NarratorKeys,
    problem::Problem,
};

/// `GET …/quotes`
///
/// # Errors
/// When the database or the keys fail.
pub async fn list(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<QuoteReply>>, Problem> {
    let all = store::all(&db, &keys, &permit).await?;
    Ok(Json(all.iter().map(QuoteReply::from).collect()))
}

/// `PUT …/quotes/{quote}`
///
/// # Errors
/// When the narrator does not allow it.
pub async fn put(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, uuid::Uuid)>,
    body: Json<NewQuote>,
) -> Result<HttpResponse, Problem> {
    let is_new = store::put(&db, &keys, &permit, path.1, body.into_inner()).await?;
    let all = store::all(&db, &keys, &permit).await?;
    let quote = all.iter().find(|quote| quote.get().id == path.1).ok_or_else(Problem::not_found)?;
    Ok(kept(QuoteReply::from(quote), is_new))
}

/// `DELETE …/quotes/{quote}`
///
/// # Errors
/// When the database refuses.
pub async fn remove(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    path: Path<(ProjectId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    store::remove(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
