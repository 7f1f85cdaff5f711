//! Paths of the desk.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path, Query},
};

use super::{
    pack, processing,
    reply::{ActorReply, ChainReply, EventReply, EventsAsked, Suspend},
};
use crate::{
    access::{KeepConsents, OpenVault, Permit, Protect, RaiseConcern},
    audit::{self, Which},
    config::StorageConfig,
    consent::{
        changes::{Author, Less},
        concerns::{self, ConcernReply, NewConcern},
        http::kept,
        narrators,
        protection::{self, FlagReply, NewFlag},
        records,
        requests::{self, NewRequest, RequestReply, Settled},
        said::{self, MessageReply},
        waiting::{self, Waiting},
    },
    db::Db,
    erasure::{self, ErasureReply, Erasures},
    ids::{NarratorId, ProjectId},
    keys::NarratorKeys,
    page::{Page, Wanted},
    people,
    problem::Problem,
};

/// `GET …/waiting`: consents that run out, flags to look at again, letters, stories kept too long.
///
/// # Errors
/// When the database fails.
pub async fn waiting(permit: Permit<KeepConsents>, db: Data<Db>) -> Result<Json<Waiting>, Problem> {
    Ok(Json(waiting::of_project(&db, &permit).await?))
}

/// `GET …/audit`: what happened in the project, the newest first.
///
/// # Errors
/// When it is asked for in an unknown way.
pub async fn events(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    asked: Query<EventsAsked>,
) -> Result<Json<Page<EventReply>>, Problem> {
    let wanted = Wanted { limit: asked.limit, after: asked.after.clone() };
    let which = Which {
        act: asked.act.clone(),
        actor: asked.person,
        subject: asked.subject,
        from: asked.from,
        until: asked.until,
        before: wanted.place()?,
    };
    let found = audit::of_project(&db, permit.project(), &which, wanted.size() + 1).await?;
    let ids: Vec<_> = found.iter().filter_map(|one| one.actor).collect();
    let names = people::names_of(&db, &ids).await?;
    let show = |one: audit::Happened| EventReply {
        number: one.number,
        at: one.at,
        act: one.act,
        actor: one.actor.map(|id| ActorReply { id, name: names.get(&id).cloned().unwrap_or_default() }),
        on: one.on,
        subject: one.subject,
        detail: one.detail,
    };
    Ok(Json(Page::of(found, wanted.size(), |one| one.number, show)))
}

/// `GET …/audit/state`: whether the chain is whole.
///
/// # Errors
/// When the database fails.
pub async fn chain(
    _permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<ChainReply>, Problem> {
    Ok(Json(match audit::verify(&db, &keys).await? {
        Ok(events) => ChainReply { events, whole: true, first_wrong: None },
        Err(broken) => ChainReply { events: 0, whole: false, first_wrong: Some(broken.number()) },
    }))
}

/// `GET …/requests`: what narrators ask for as their right, and by when.
///
/// # Errors
/// When the database or the keys fail.
pub async fn requests(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<RequestReply>>, Problem> {
    Ok(Json(requests::all(&db, &keys, &permit).await?))
}

/// `PUT …/narrators/{narrator}/requests/{request}`
///
/// # Errors
/// When there is no such narrator, or the day is none.
pub async fn put_request(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
    body: Json<NewRequest>,
) -> Result<HttpResponse, Problem> {
    let (reply, is_new) = requests::put(&db, &keys, &permit, path.1, path.2, &body).await?;
    Ok(kept(reply, is_new))
}

/// `POST …/narrators/{narrator}/requests/{request}/settle`
///
/// # Errors
/// "Absent" when there is none; when it is refused without a ground.
pub async fn settle_request(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
    body: Json<Settled>,
) -> Result<HttpResponse, Problem> {
    requests::settle(&db, &keys, &permit, path.1, path.2, &body).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/narrators/{narrator}/access-pack`: what is held of them, without the words of their stories.
///
/// # Errors
/// "Absent" for everybody but the protector.
pub async fn access_pack(
    permit: Permit<OpenVault>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<HttpResponse, Problem> {
    let pack = pack::of(&db, &keys, &permit, path.1).await?;
    let named = ("Content-Disposition", "attachment; filename=\"what-is-held.json\"");
    Ok(HttpResponse::Ok().insert_header(named).json(pack))
}

/// `GET …/narrators/{narrator}/protection`
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn flags(
    permit: Permit<Protect>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<FlagReply>>, Problem> {
    Ok(Json(protection::of_narrator(&db, &keys, &permit, path.1).await?))
}

/// `PUT …/narrators/{narrator}/protection/{flag}`
///
/// # Errors
/// When there is no such narrator, or the day is none.
pub async fn put_flag(
    permit: Permit<Protect>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
    body: Json<NewFlag>,
) -> Result<HttpResponse, Problem> {
    let (flag, is_new) = protection::put(&db, &keys, &permit, path.1, path.2, body.into_inner()).await?;
    Ok(kept(flag, is_new))
}

/// `POST …/narrators/{narrator}/protection/{flag}/end`
///
/// # Errors
/// "Absent" when there is no such flag.
pub async fn end_flag(
    permit: Permit<Protect>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    protection::end(&db, &keys, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/narrators/{narrator}/messages`
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn letters(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<MessageReply>>, Problem> {
    Ok(Json(said::letters(&db, &keys, &permit, path.1).await?))
}

/// `POST …/narrators/{narrator}/messages/{message}/answered`
///
/// # Errors
/// "Absent" when there is no such letter.
pub async fn answered(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    said::answered(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST …/narrators/{narrator}/suspensions`: held for a while; only the narrator lets it go again.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn suspend(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
    body: Json<Suspend>,
) -> Result<HttpResponse, Problem> {
    let less = Less { narrator: path.1, purposes: &body.purposes, reason: body.reason.as_deref() };
    records::suspend(&db, &keys, &permit, less).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST …/narrators/{narrator}/erasure`: everything of them is removed; nobody can bring it back.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn erase(
    permit: Permit<Protect>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    storage: Data<StorageConfig>,
    erasures: Data<Erasures>,
    path: Path<(ProjectId, NarratorId)>,
    body: Json<super::reply::Erase>,
) -> Result<HttpResponse, Problem> {
    if !narrators::is_known(&db.as_permitted(&permit), path.1).await? {
        return Err(Problem::not_found());
    }
    let author = Author::staff(&permit, "staff-on-behalf");
    erasure::begin(&db, &keys, &storage, &erasures, path.1, author, body.ground).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// `GET …/erasures`: what was erased, and whether it was seen that nothing is left.
///
/// # Errors
/// When the database fails.
pub async fn erasures(permit: Permit<KeepConsents>, db: Data<Db>) -> Result<Json<Vec<ErasureReply>>, Problem> {
    Ok(Json(erasure::of_project(&db, permit.project()).await?))
}

/// `PUT …/narrators/{narrator}/concerns/{concern}`
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn raise_concern(
    permit: Permit<RaiseConcern>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
    body: Json<NewConcern>,
) -> Result<HttpResponse, Problem> {
    concerns::raise(&db, &keys, &permit, path.1, path.2, body.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/concerns`
///
/// # Errors
/// When the database fails.
pub async fn list_concerns(
    permit: Permit<Protect>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
) -> Result<Json<Vec<ConcernReply>>, Problem> {
    Ok(Json(concerns::all(&db, &keys, &permit).await?))
}

/// `POST …/narrators/{narrator}/concerns/{concern}/settle`
///
/// # Errors
/// "Absent" when there is none.
pub async fn settle_concern(
    permit: Permit<Protect>,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    concerns::settle(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/processing-record`
///
/// # Errors
/// When the database fails.
pub async fn processing_record(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    storage: Data<StorageConfig>,
) -> Result<HttpResponse, Problem> {
    let text = processing::record(&db, &storage, &permit).await?;
    Ok(HttpResponse::Ok().content_type("text/markdown; charset=utf-8").body(text))
}
