//! What is said beside summaries, for those who write and approve them: as it stands beside what is shown now.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::store;
use crate::{
    access::{ApproveSummaries, Permit},
    db::Db,
    ids::{ProjectId, ResponseId},
    keys::NarratorKeys,
    problem::Problem,
    response::{
        ResponseError,
        reply::ResponseReply,
        store::{self as responses, Beside},
    },
};

/// `GET …/responses`
///
/// # Errors
/// When the database or the keys fail.
pub async fn list(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<ResponseReply>>, Problem> {
    let mut beside = HashMap::new();
    for summary in responses::summaries_of(&db, &permit).await? {
        if let Some((_, shown)) = store::of_summary(&db, &keys, summary, permit.at()).await? {
            let address = shown.address.clone();
            let (stands, title) = (shown.stands(), shown.document().title.clone());
            beside.insert(summary, Beside { stands, title, address });
        }
    }
    Ok(Json(responses::all(&db, &keys, &permit, &beside).await?))
}

/// `POST …/responses/{response}/pass`
///
/// # Errors
/// When whoever asks wrote it, or its summary is read by nobody.
pub async fn pass(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, ResponseId)>,
) -> Result<HttpResponse, Problem> {
    let summary = responses::summary_of(&db, &permit, path.1).await?;
    let shown = store::of_summary(&db, &keys, summary, permit.at()).await?;
    let (_, shown) = shown.ok_or(ResponseError::NothingSaid)?;
    responses::pass(&db, &keys, &permit, path.1, &shown.stands()).await?;
    Ok(HttpResponse::NoContent().finish())
}
