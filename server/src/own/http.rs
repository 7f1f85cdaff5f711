//! Paths of the narrator's own page, and of the code that opens it.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    http::StatusCode,
    web::{Data, Json, Path},
};

use super::{
    keeping_out::{self, AskedAgain},
    page,
    reply::{KeepOut, NarratorPage, OwnReview, OwnWithdrawal, Resume, ReturnCode, ReturnCodeReply, VisitReply},
};
use crate::{
    access::{CollectTestimony, KeepConsents, OneOf, Permit},
    config::StorageConfig,
    consent::{
        ConsentError,
        again::{self, AskedAgainReply},
        changes::{self, Less},
        said::{self, NewMessage, SelfView},
        visits::{self, Visit},
    },
    db::Db,
    erasure::{self, Erasures},
    ids::{NarratorId, ProjectId, TestimonyId, TippingId},
    keys::NarratorKeys,
    people::{Door, Neighbourhood},
    problem::Problem,
    quote::asking::{self, OwnAnswer},
    tipping,
};

/// `POST …/narrators/{narrator}/return-code`: a new code, shown once; the one before opens nothing any more.
///
/// # Errors
/// "Absent" when this person does not reach the narrator.
pub async fn make_code(
    permit: OneOf<KeepConsents, CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    door: Data<Door>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<ReturnCodeReply>, Problem> {
    let code = match permit {
        OneOf::First(permit) => visits::make_code(&db, &keys, &door, &permit, path.1).await?,
        OneOf::Second(permit) => visits::make_code(&db, &keys, &door, &permit, path.1).await?,
    };
    Ok(Json(ReturnCodeReply { code }))
}

/// `POST /api/narrator/visits`
///
/// # Errors
/// One and the same for whatever is not a narrator's code now.
pub async fn begin(
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    door: Data<Door>,
    from: Neighbourhood,
    code: Json<ReturnCode>,
) -> Result<Json<VisitReply>, Problem> {
    let (visit, secret) = visits::begin(&db, &keys, &door, &from, &code.code).await?;
    let page = page::page(&db, &keys, &visit).await?;
    Ok(Json(VisitReply { secret, ends_at: visits::ends_at(visit.at()), page }))
}

/// `DELETE /api/narrator/visits`: the browser forgets everything of it.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: Data<Db>, request: HttpRequest) -> Result<impl Responder, Problem> {
    if let Some(secret) = visits::secret_of(&request) {
        visits::end(&db, &secret).await?;
    }
    // Not the storage: on a shared phone it may hold the draft of a collector, and this page keeps nothing there.
    let wiped = ("Clear-Site-Data", "\"cache\"");
    Ok(HttpResponse::NoContent().insert_header(wiped).finish())
}

/// `GET /api/narrator`
///
/// # Errors
/// When the visit is over.
pub async fn look(visit: Visit, db: Data<Db>, keys: Data<NarratorKeys>) -> Result<Json<NarratorPage>, Problem> {
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `GET /api/narrator/everything`: the same, to take along.
///
/// # Errors
/// When the visit is over.
pub async fn take(visit: Visit, db: Data<Db>, keys: Data<NarratorKeys>) -> Result<HttpResponse, Problem> {
    let page = page::page(&db, &keys, &visit).await?;
    let named = ("Content-Disposition", "attachment; filename=\"my-story.json\"");
    Ok(HttpResponse::Ok().insert_header(named).json(page))
}

/// `POST /api/narrator/withdrawals`: some purposes, or everything, which erases it. In force when it is answered.
///
/// # Errors
/// When nothing is named.
pub async fn withdraw(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    storage: Data<StorageConfig>,
    erasures: Data<Erasures>,
    body: Json<OwnWithdrawal>,
) -> Result<Json<NarratorPage>, Problem> {
    if body.everything {
        erasure::begin(&db, &keys, &storage, &erasures, visit.narrator(), visit.author(), erasure::Ground::Withdrawn)
            .await?;
    } else {
        less(&db, &keys, &visit, &body).await?;
    }
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

async fn less(db: &Db, keys: &NarratorKeys, visit: &Visit, body: &OwnWithdrawal) -> Result<(), ConsentError> {
    if body.purposes.is_empty() {
        let detail = "Say what is withdrawn.".to_owned();
        return Err(ConsentError::Bounds { at: "/purposes", detail });
    }
    let less = Less { narrator: visit.narrator(), purposes: &body.purposes, reason: None };
    db.transact(async |tx| {
        let own = tx.as_narrator(visit);
        match body.only_for {
            Some(to) => {
                changes::narrow(tx, &own, keys, visit.author(), less, to).await?;
            }
            None => {
                changes::withdraw(tx, &own, keys, visit.author(), less, "withdrawn:narrator").await?;
            }
        }
        Ok(())
    })
    .await
}

/// `POST /api/narrator/resumptions`: what was held for a while is held no longer.
///
/// # Errors
/// When the database refuses.
pub async fn resume(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    body: Json<Resume>,
) -> Result<Json<NarratorPage>, Problem> {
    visit.is_whole()?;
    let less = Less { narrator: visit.narrator(), purposes: &body.purposes, reason: None };
    db.transact(async |tx| {
        let own = tx.as_narrator(&visit);
        changes::hold(tx, &own, &keys, visit.author(), less, false).await
    })
    .await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `POST /api/narrator/limits`
///
/// # Errors
/// When it is no passage of theirs.
pub async fn keep_out(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    body: Json<KeepOut>,
) -> Result<Json<NarratorPage>, Problem> {
    visit.is_whole()?;
    keeping_out::by_narrator(&db, &keys, &visit, *body).await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `PUT …/collected/{testimony}/asked-again/{again}`
///
/// # Errors
/// When the story is not this person's to ask about, or a passage does not lie in its newest text.
pub async fn asked_again(
    permit: Permit<CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, TestimonyId, uuid::Uuid)>,
    body: Json<AskedAgain>,
) -> Result<HttpResponse, Problem> {
    let is_new = keeping_out::with_narrator(&db, &keys, &permit, path.1, path.2, &body).await?;
    Ok(HttpResponse::build(if is_new { StatusCode::CREATED } else { StatusCode::OK }).finish())
}

/// `GET …/narrators/{narrator}/asked-again`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn list_asked_again(
    permit: OneOf<KeepConsents, CollectTestimony>,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<AskedAgainReply>>, Problem> {
    let all = match permit {
        OneOf::First(permit) => again::of_narrator(&db, &permit, path.1).await?,
        OneOf::Second(permit) => again::of_narrator(&db, &permit, path.1).await?,
    };
    Ok(Json(all))
}

/// `DELETE /api/narrator/limits/{limit}`
///
/// # Errors
/// "Absent" when nothing of theirs is kept out so.
pub async fn lift(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<uuid::Uuid>,
) -> Result<Json<NarratorPage>, Problem> {
    visit.is_whole()?;
    db.transact(async |tx| {
        let own = tx.as_narrator(&visit);
        changes::lift(tx, &own, &keys, visit.author(), visit.narrator(), *path).await
    })
    .await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `POST /api/narrator/askings/{asking}`: yes or no to a use that is shown first.
///
/// # Errors
/// "Absent" when they are not asked about it.
pub async fn answer(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<uuid::Uuid>,
    body: Json<OwnAnswer>,
) -> Result<Json<NarratorPage>, Problem> {
    asking::answer(&db, &keys, &visit, *path, body.answer).await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `POST /api/narrator/tipping-points/{tipping}`
///
/// # Errors
/// "Absent" when it is not theirs.
pub async fn review(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<TippingId>,
    body: Json<OwnReview>,
) -> Result<Json<NarratorPage>, Problem> {
    visit.is_whole()?;
    let body = body.into_inner();
    tipping::store::review_own(&db, &keys, &visit, *path, body.review, body.words).await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `PUT /api/narrator/self-view`
///
/// # Errors
/// When it is too long.
pub async fn see(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    body: Json<SelfView>,
) -> Result<Json<NarratorPage>, Problem> {
    said::see(&db, &keys, &visit, body.into_inner()).await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}

/// `POST /api/narrator/messages`
///
/// # Errors
/// When it is empty or too long.
pub async fn say(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    body: Json<NewMessage>,
) -> Result<Json<NarratorPage>, Problem> {
    said::say(&db, &keys, &visit, body.into_inner()).await?;
    Ok(Json(page::page(&db, &keys, &visit).await?))
}
