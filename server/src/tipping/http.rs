//! Paths of tipping points.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    reply::{NewTipping, TippingReply},
    store,
};
use crate::{
    access::{CodePassages, Permit, ReadTestimonies},
    codebook::Codes,
    coding::reply::Looks,
    consent::http::kept,
    db::Db,
    ids::{AccountId, ProjectId, TestimonyId, TippingId},
    keys::NarratorKeys,
    people,
    problem::Problem,
};

/// `GET …/tipping-points`
///
/// # Errors
/// "Absent" when the testimony is not for this person.
pub async fn list(
    permit: Permit<ReadTestimonies>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
) -> Result<Json<Vec<TippingReply>>, Problem> {
    let found = store::of_testimony(&db, &keys, &permit, path.1).await?;
    let names = names(&db, found.iter().map(|tipping| tipping.get().coder)).await?;
    let looks = Looks::with(&permit);
    Ok(Json(found.iter().map(|tipping| TippingReply::of(tipping, &names, looks)).collect()))
}

/// `PUT …/tipping-points/{tipping}`
///
/// # Errors
/// When it does not fit, or its id is another's.
pub async fn put(
    permit: Permit<CodePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: Path<(ProjectId, TestimonyId, TippingId)>,
    body: Json<NewTipping>,
) -> Result<HttpResponse, Problem> {
    let new = store::NewTipping::of(body.into_inner(), &codes)?;
    let (tipping, is_new) = store::put(&db, &keys, &codes, &permit, path.1, path.2, new).await?;
    let names = names(&db, [permit.person()]).await?;
    Ok(kept(TippingReply::of(&tipping, &names, Looks::with(&permit)), is_new))
}

/// `DELETE …/tipping-points/{tipping}`
///
/// # Errors
/// When it is another's.
pub async fn remove(
    permit: Permit<CodePassages>,
    db: Data<Db>,
    path: Path<(ProjectId, TestimonyId, TippingId)>,
) -> Result<HttpResponse, Problem> {
    store::remove(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn names(db: &Db, of: impl IntoIterator<Item = AccountId>) -> Result<HashMap<AccountId, String>, Problem> {
    let ids: Vec<AccountId> = of.into_iter().collect();
    Ok(people::names_of(db, &ids).await?)
}
