//! Paths of calls, for those who write summaries.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    CallError,
    reply::{CallReply, NewCall},
    store,
};
use crate::{
    access::{ApproveSummaries, Permit, WriteSummaries},
    codebook::Codes,
    consent::http::kept,
    db::Db,
    ids::{CallId, ProjectId, SummaryId},
    keys::NarratorKeys,
    problem::Problem,
};

type OfCall = Path<(ProjectId, CallId)>;
type OfAnswer = Path<(ProjectId, CallId, SummaryId)>;

async fn opened(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    id: CallId,
) -> Result<CallReply, Problem> {
    let permit: Permit<ApproveSummaries> = permit.also().ok_or_else(Problem::not_found)?;
    let all = store::all(db, keys, &permit).await?;
    Ok(all.into_iter().find(|one| one.id == id).ok_or(CallError::Absent)?)
}

/// `GET …/calls`
///
/// # Errors
/// When the database or the keys fail.
pub async fn list(
    permit: Permit<ApproveSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<CallReply>>, Problem> {
    Ok(Json(store::all(&db, &keys, &permit).await?))
}

/// `PUT …/calls/{call}`
///
/// # Errors
/// When something is out of bounds, or somebody has answered it.
pub async fn put(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: OfCall,
    body: Json<NewCall>,
) -> Result<HttpResponse, Problem> {
    let is_new = store::put(&db, &keys, &codes, &permit, path.1, body.into_inner()).await?;
    Ok(kept(opened(&db, &keys, &permit, path.1).await?, is_new))
}

/// `POST …/calls/{call}/open`
///
/// # Errors
/// "Absent" when there is none.
pub async fn open(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfCall,
) -> Result<Json<CallReply>, Problem> {
    store::open(&db, &permit, path.1).await?;
    Ok(Json(opened(&db, &keys, &permit, path.1).await?))
}

/// `POST …/calls/{call}/close`
///
/// # Errors
/// "Absent" when there is none.
pub async fn close(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfCall,
) -> Result<Json<CallReply>, Problem> {
    store::close(&db, &permit, path.1).await?;
    Ok(Json(opened(&db, &keys, &permit, path.1).await?))
}

/// `DELETE …/calls/{call}`
///
/// # Errors
/// "Absent" when there is none.
pub async fn discard(permit: Permit<WriteSummaries>, db: Data<Db>, path: OfCall) -> Result<HttpResponse, Problem> {
    store::discard(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `PUT …/calls/{call}/answers/{summary}`
///
/// # Errors
/// When the call takes no answers.
pub async fn answer(
    permit: Permit<WriteSummaries>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: OfAnswer,
) -> Result<HttpResponse, Problem> {
    let is_new = store::answer(&db, &permit, path.1, path.2).await?;
    Ok(kept(opened(&db, &keys, &permit, path.1).await?, is_new))
}

/// `DELETE …/calls/{call}/answers/{summary}`
///
/// # Errors
/// "Absent" when there is none.
pub async fn take_back(permit: Permit<WriteSummaries>, db: Data<Db>, path: OfAnswer) -> Result<HttpResponse, Problem> {
    store::take_back(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}
