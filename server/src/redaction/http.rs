//! Paths of redactions. Making one is a path of quotes: it reaches what was quoted before.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path, Query},
};
use uuid::Uuid;

use super::{
    log,
    rendering::Veil,
    reply::{RedactionsReply, RenderedFor, RenderedReply},
    store,
    times::{self, MaskTimesReply},
};
use crate::{
    access::{Permit, RedactStories},
    consent::visits,
    db::Db,
    ids::{ProjectId, TestimonyId},
    keys::NarratorKeys,
    problem::Problem,
    testimony,
};

/// `GET …/testimonies/{testimony}/redactions`
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn list(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
) -> Result<Json<RedactionsReply>, Problem> {
    Ok(Json(store::of_testimony(&db, &keys, &permit, path.1).await?))
}

/// `GET …/redactions/log`: what is masked in the project, as CSV, without the words.
///
/// # Errors
/// When the database or the keys fail.
pub async fn log(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<HttpResponse, Problem> {
    let csv = log::csv(&db, &keys, &permit).await?;
    let named = ("Content-Disposition", "attachment; filename=\"masks.csv\"");
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(named).body(csv))
}

/// `GET …/testimonies/{testimony}/redactions/times`: when what is masked is heard.
///
/// # Errors
/// "Absent" when this act may not use it now; when the text has no captions, or something of it is kept out.
pub async fn times(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    asked: Query<RenderedFor>,
) -> Result<Json<MaskTimesReply>, Problem> {
    Ok(Json(times::of_testimony(&db, &keys, &permit, path.1, *asked).await?))
}

/// `GET …/testimonies/{testimony}/redactions/times.csv`: the same, for programs that edit sound and pictures.
///
/// # Errors
/// As [`times()`].
pub async fn times_file(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    asked: Query<RenderedFor>,
) -> Result<HttpResponse, Problem> {
    let csv = times::csv(&times::of_testimony(&db, &keys, &permit, path.1, *asked).await?);
    let named = ("Content-Disposition", "attachment; filename=\"mask-times.csv\"");
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").insert_header(named).body(csv))
}

/// `DELETE …/testimonies/{testimony}/redactions/{redaction}`
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn remove(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    path: Path<(ProjectId, TestimonyId, Uuid)>,
) -> Result<HttpResponse, Problem> {
    store::remove(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/testimonies/{testimony}/rendering`
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn rendering(
    permit: Permit<RedactStories>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId)>,
    asked: Query<RenderedFor>,
) -> Result<Json<RenderedReply>, Problem> {
    let gate = db.as_permitted(&permit);
    let head = testimony::cleared(&gate, path.1).await?.ok_or_else(Problem::not_found)?;
    let key = keys.of(head.get().narrator_id).await?;
    let veil = Veil::of(&gate, &key, head.get().narrator_id, asked.audience).await?;
    let text = testimony::store::text_of(&db, &keys, &permit, path.1, head.get().revision_id).await?;
    // Remembered before it is shown, as every reading of a whole story is.
    let (person, project) = (permit.person(), permit.project());
    visits::remember_reading(&db, "testimony.opened", person, project, path.1.0, permit.at()).await?;
    Ok(Json(RenderedReply { audience: asked.audience, text: veil.over_words(&text.get().text) }))
}
