//! Paths of search, and of the long work that keeps the index.

use actix_web::{
    HttpRequest,
    web::{Data, Json},
};

use super::{
    Search,
    asked::Asked,
    reply::{JobReply, SearchReply},
};
use crate::{
    access::{ChangeProject, Permit, ReadTestimonies, SeeProject},
    codebook::Codes,
    db::Db,
    jobs,
    keys::NarratorKeys,
    problem::Problem,
};

/// `GET …/search`
///
/// # Errors
/// When what is asked for cannot be understood, or the index is being built.
pub async fn search(
    permit: Permit<ReadTestimonies>,
    search: Data<Search>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    request: HttpRequest,
) -> Result<Json<SearchReply>, Problem> {
    let asked = Asked::read(request.query_string())?;
    Ok(Json(search.find(&db, &keys, &codes, &permit, asked).await?))
}

/// `GET …/jobs`
///
/// # Errors
/// When the database fails.
pub async fn list_jobs(permit: Permit<SeeProject>, db: Data<Db>) -> Result<Json<Vec<JobReply>>, Problem> {
    let found = jobs::of_project(&db, permit.project()).await?;
    Ok(Json(found.into_iter().map(JobReply::from).collect()))
}

/// `POST …/reindex`
///
/// # Errors
/// When the database fails.
pub async fn reindex(permit: Permit<ChangeProject>, db: Data<Db>) -> Result<Json<JobReply>, Problem> {
    let job = super::reindex(&db, Some(permit.project()), Some(permit.person()), permit.at()).await?;
    Ok(Json(job.into()))
}
