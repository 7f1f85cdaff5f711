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
    access::{Permit, QuotePassages, RedactStories},
    consent::http::kept,
    db::Db,
    ids::{ProjectId, TestimonyId},
    keys::NarratorKeys,
    problem::Problem,
    redaction::{self, reply::NewRedaction},
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

/// `PUT …/testimonies/{testimony}/redactions/{redaction}`: what is masked is masked in every quote too, when it commits.
///
/// # Errors
/// When the span does not lie in the newest text.
pub async fn redact(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId, uuid::Uuid)>,
    body: Json<NewRedaction>,
) -> Result<HttpResponse, Problem> {
    let new = body.into_inner();
    let is_new = db
        .transact(async |tx| {
            let (narrator, is_new) = redaction::store::put(tx, &keys, &permit, path.1, path.2, &new).await?;
            store::mask(tx, &keys, &permit, narrator).await?;
            Ok::<_, super::QuoteError>(is_new)
        })
        .await?;
    let all = redaction::store::of_testimony(&db, &keys, &permit, path.1).await?;
    let made = all.decided.into_iter().find(|one| one.id == path.2).ok_or_else(Problem::not_found)?;
    Ok(kept(made, is_new))
}
