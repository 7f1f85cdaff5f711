//! What is masked is masked wherever it is told: in quotes, in published pages, and in what is said beside them.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};
use uuid::Uuid;

use crate::{
    access::{Permit, RedactStories},
    consent::http::kept,
    db::Db,
    ids::{ProjectId, TestimonyId},
    keys::NarratorKeys,
    problem::Problem,
    quote,
    redaction::{self, reply::NewRedaction},
    response, summary,
};

/// `PUT …/testimonies/{testimony}/redactions/{redaction}`: what is masked is masked in every quote and on every published page
/// too, when it commits.
///
/// # Errors
/// When the span does not lie in the newest text.
pub async fn redact(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId, Uuid)>,
    body: Json<NewRedaction>,
) -> Result<HttpResponse, Problem> {
    let new = body.into_inner();
    let is_new = db
        .transact(async |tx| {
            let (narrator, is_new) = redaction::store::put(tx, &keys, &permit, path.1, path.2, &new).await?;
            quote::store::mask(tx, &keys, &permit, narrator).await?;
            summary::mask(tx, &keys, &permit, narrator).await?;
            response::store::look_again(tx, &permit).await?;
            Ok::<_, Problem>(is_new)
        })
        .await?;
    let all = redaction::store::of_testimony(&db, &keys, &permit, path.1).await?;
    let made = all.decided.into_iter().find(|one| one.id == path.2).ok_or_else(Problem::not_found)?;
    Ok(kept(made, is_new))
}
