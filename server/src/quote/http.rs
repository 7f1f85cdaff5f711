//! Paths of quotes.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    asking::{self, AskingReply},
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

/// `GET …/askings`
///
/// # Errors
/// When the database or the keys fail.
pub async fn askings(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<AskingReply>>, Problem> {
    let all = asking::all(&db, &keys, &permit).await?;
    Ok(Json(all.iter().map(|asking| asking.get().clone()).collect()))
}

/// `PUT …/askings/{asking}`
///
/// # Errors
/// When the narrator does not allow it, or need not be asked.
pub async fn ask(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, uuid::Uuid)>,
    body: Json<NewQuote>,
) -> Result<HttpResponse, Problem> {
    let is_new = asking::ask(&db, &keys, &permit, path.1, body.into_inner()).await?;
    let all = asking::all(&db, &keys, &permit).await?;
    let asking = all.iter().find(|asking| asking.get().id == path.1).ok_or_else(Problem::not_found)?;
    Ok(kept(asking.get().clone(), is_new))
}

/// `DELETE …/askings/{asking}`
///
/// # Errors
/// When the database refuses.
pub async fn ask_no_more(
    permit: Permit<QuotePassages>,
    db: Data<Db>,
    path: Path<(ProjectId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    asking::take_back(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
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
