//! Paths of codings.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};

use super::{
    reply::{CodingReply, Looks, NewCoding},
    store,
};
use crate::{
    access::{CodePassages, Permit, ReadTestimonies},
    codebook::Codes,
    consent::http::kept,
    db::Db,
    ids::{AccountId, CodingId, ProjectId, TestimonyId},
    keys::NarratorKeys,
    people,
    problem::Problem,
};

/// `GET …/codings`
///
/// # Errors
/// "Absent" when the testimony is not for this person.
pub async fn list(
    permit: Permit<ReadTestimonies>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
) -> Result<Json<Vec<CodingReply>>, Problem> {
    let codings = store::of_testimony(&db, &keys, &permit, path.1).await?;
    let names = names(&db, codings.iter().map(|coding| coding.get().coder)).await?;
    let looks = Looks::with(&permit);
    Ok(Json(codings.iter().map(|coding| CodingReply::of(coding, &names, looks)).collect()))
}

/// `PUT …/codings/{coding}`
///
/// # Errors
/// When the coding does not fit, or its id is another's.
pub async fn put(
    permit: Permit<CodePassages>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    path: Path<(ProjectId, TestimonyId, CodingId)>,
    body: Json<NewCoding>,
) -> Result<HttpResponse, Problem> {
    let new = store::NewCoding::of(body.into_inner(), &codes)?;
    let (coding, is_new) = store::put(&db, &keys, &codes, &permit, path.1, path.2, new).await?;
    let names = names(&db, [permit.person()]).await?;
    Ok(kept(CodingReply::of(&coding, &names, Looks::with(&permit)), is_new))
}

/// `DELETE …/codings/{coding}`
///
/// # Errors
/// When the coding is another's.
pub async fn remove(
    permit: Permit<CodePassages>,
    db: Data<Db>,
    path: Path<(ProjectId, TestimonyId, CodingId)>,
) -> Result<HttpResponse, Problem> {
    store::remove(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn names(db: &Db, of: impl IntoIterator<Item = AccountId>) -> Result<HashMap<AccountId, String>, Problem> {
    let ids: Vec<AccountId> = of.into_iter().collect();
    Ok(people::names_of(db, &ids).await?)
}
