//! Paths of notices, narrators, consents and the vault.

use std::collections::HashMap;

use actix_web::{
    HttpResponse, Responder,
    http::{StatusCode, header},
    web::{Bytes, Data, Json, Path, Query},
};

use super::{
    ConsentError,
    changes::Less,
    evidence::{self, Content, ProofReply},
    narrators, notices,
    receipt::{self, Parts, Receipt},
    records::{self, Record},
    reply::{ConsentReply, NarratorReply, NewConsent, NewNotice, NoticeReply, WelcomeNarrator, Withdraw},
    representatives::{self, NewRepresentative, RepresentativeNames, RepresentativeReply},
    sounds::{self, SoundForm},
    vault::{self, Names},
    visits::Visit,
};
use crate::{
    access::{CollectTestimony, DeskAct, KeepConsents, KeepNotices, OneOf, OpenVault, Permit, SeeProject},
    clock::Timestamp,
    db::Db,
    ids::{AccountId, ConsentId, NarratorId, NoticeId, ProjectId},
    keys::NarratorKeys,
    page::{Page, Wanted},
    people,
    problem::Problem,
};

/// Whoever keeps the consents of the project, or else whoever welcomed this narrator.
pub type AtDesk = OneOf<KeepConsents, CollectTestimony>;

/// Runs the same for either permit.
macro_rules! at_desk {
    ($permit:expr, |$named:ident| $body:expr) => {
        match $permit {
            OneOf::First($named) => $body,
            OneOf::Second($named) => $body,
        }
    };
}

/// 201 for what is new, 200 for what was there.
pub(crate) fn kept<T: serde::Serialize>(reply: T, is_new: bool) -> HttpResponse {
    HttpResponse::build(if is_new { StatusCode::CREATED } else { StatusCode::OK }).json(reply)
}

async fn names(db: &Db, of: impl IntoIterator<Item = AccountId>) -> Result<HashMap<AccountId, String>, Problem> {
    let ids: Vec<AccountId> = of.into_iter().collect();
    Ok(people::names_of(db, &ids).await?)
}

/// `GET …/notices`
///
/// # Errors
/// When the database fails.
pub async fn list_notices(permit: Permit<SeeProject>, db: Data<Db>) -> Result<Json<Vec<NoticeReply>>, Problem> {
    let all = notices::of_project(&db, &permit).await?;
    let names = names(&db, all.iter().map(|notice| notice.created_by)).await?;
    Ok(Json(all.into_iter().map(|notice| NoticeReply::of(notice, &names)).collect()))
}

/// `PUT …/notices/{notice}`
///
/// # Errors
/// When it was published, or is out of bounds.
pub async fn write_notice(
    permit: Permit<KeepNotices>,
    db: Data<Db>,
    path: Path<(ProjectId, NoticeId)>,
    body: Json<NewNotice>,
) -> Result<HttpResponse, Problem> {
    let new = body.into_inner();
    let publish = new.publish;
    let (notice, is_new) = notices::write(&db, &permit, path.1, new.into_texts(), publish).await?;
    let names = names(&db, [notice.created_by]).await?;
    Ok(kept(NoticeReply::of(notice, &names), is_new))
}

/// `PUT …/notices/{notice}/sounds/{language}/{form}`
///
/// # Errors
/// When the notice was published, has no such language, or nothing is heard.
pub async fn keep_sound(
    permit: Permit<KeepNotices>,
    db: Data<Db>,
    path: Path<(ProjectId, NoticeId, String, String)>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    sounds::keep(&db, &permit, path.1, (&path.2, form_of(&path.3)?), body.to_vec()).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn form_of(said: &str) -> Result<SoundForm, Problem> {
    SoundForm::parse(said).ok_or_else(Problem::not_found)
}

/// `GET …/notices/{notice}/sounds/{language}/{form}`
///
/// # Errors
/// "Absent" when nothing is heard of it so.
pub async fn hear_notice(
    permit: Permit<SeeProject>,
    db: Data<Db>,
    path: Path<(ProjectId, NoticeId, String, String)>,
) -> Result<HttpResponse, Problem> {
    Ok(bytes_of(sounds::open(&db, permit.project(), path.1, &path.2, form_of(&path.3)?).await?))
}

/// `DELETE …/notices/{notice}/sounds/{language}/{form}`
///
/// # Errors
/// When the notice was published.
pub async fn remove_sound(
    permit: Permit<KeepNotices>,
    db: Data<Db>,
    path: Path<(ProjectId, NoticeId, String, String)>,
) -> Result<HttpResponse, Problem> {
    sounds::remove(&db, &permit, path.1, &path.2, form_of(&path.3)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/narrator/notice/{form}`: what was explained to them, to hear.
///
/// # Errors
/// "Absent" when nothing is heard of it so.
pub async fn hear_own_notice(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let record = records::own(&db, &keys, &visit).await?.ok_or(ConsentError::Absent)?;
    let notice = record.notice.ok_or(ConsentError::Absent)?;
    Ok(bytes_of(sounds::open(&db, visit.project(), notice, &record.notice_language, form_of(&path)?).await?))
}

/// `GET …/narrators`
///
/// # Errors
/// When the database or the keys fail.
pub async fn list_narrators(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    wanted: Query<Wanted>,
) -> Result<Json<Page<NarratorReply>>, Problem> {
    at_desk!(permit, |permit| narrators_page(&permit, &db, &keys, &wanted).await)
}

async fn narrators_page<A: DeskAct>(
    permit: &Permit<A>,
    db: &Db,
    keys: &NarratorKeys,
    wanted: &Wanted,
) -> Result<Json<Page<NarratorReply>>, Problem> {
    let found = narrators::page(db, keys, permit, wanted, wanted.place()?).await?;
    let ids: Vec<NarratorId> = found.iter().map(|narrator| narrator.get().id).collect();
    let records = records::of_narrators(db, keys, permit, &ids).await?;
    let show = |narrator: super::Cleared<narrators::Narrator, A>| {
        let own = records.get(&narrator.get().id).map_or(&[][..], Vec::as_slice);
        NarratorReply::of(&narrator, own, permit)
    };
    Ok(Json(Page::of(found, wanted.size(), |narrator| narrator.get().number, show)))
}

/// `GET …/narrators/{narrator}`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn open_narrator(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<NarratorReply>, Problem> {
    at_desk!(permit, |permit| narrator_reply(&permit, &db, &keys, path.1).await.map(Json))
}

async fn narrator_reply<A: DeskAct>(
    permit: &Permit<A>,
    db: &Db,
    keys: &NarratorKeys,
    id: NarratorId,
) -> Result<NarratorReply, Problem> {
    let narrator = narrators::one(db, keys, permit, id).await?;
    let records = records::of_narrator(db, keys, permit, id).await?;
    Ok(NarratorReply::of(&narrator, &records, permit))
}

/// `PUT …/narrators/{narrator}`: who collects welcomes; what was written down wrongly is put right by them, or by whoever keeps
/// the consents of the project.
///
/// # Errors
/// When the id is somebody else's, or something is out of bounds.
pub async fn welcome_narrator(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
    body: Json<WelcomeNarrator>,
) -> Result<HttpResponse, Problem> {
    let (new, names) = body.into_inner().split();
    let collects = match permit {
        OneOf::First(keeps) => {
            // Names are put right where the vault is opened, not here.
            if names.is_none() && narrators::is_known(&db.as_permitted(&keeps), path.1).await? {
                narrators::welcome(&db, &keys, &keeps, path.1, new).await?;
                return Ok(kept(narrator_reply(&keeps, &db, &keys, path.1).await?, false));
            }
            keeps.also::<CollectTestimony>().ok_or_else(Problem::not_found)?
        }
        OneOf::Second(collects) => collects,
    };
    let (_, is_new) = narrators::welcome(&db, &keys, &collects, path.1, new).await?;
    if let Some(names) = names {
        vault::keep(&db, &keys, &collects, path.1, names).await?;
    }
    Ok(kept(narrator_reply(&collects, &db, &keys, path.1).await?, is_new))
}

/// `GET …/narrators/{narrator}/names`
///
/// # Errors
/// "Absent" for everybody but the protector.
pub async fn open_vault(
    permit: Permit<OpenVault>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Names>, Problem> {
    Ok(Json(vault::open(&db, &keys, &permit, path.1).await?))
}

/// `PUT …/narrators/{narrator}/names`
///
/// # Errors
/// When this person does not reach them, or something is too long.
pub async fn keep_names(
    permit: OneOf<OpenVault, CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
    body: Json<Names>,
) -> Result<impl Responder, Problem> {
    at_desk!(permit, |permit| vault::keep(&db, &keys, &permit, path.1, body.into_inner()).await)?;
    Ok(HttpResponse::NoContent())
}

/// `GET …/narrators/{narrator}/consents`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn list_consents(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<ConsentReply>>, Problem> {
    at_desk!(permit, |permit| {
        let all = records::of_narrator(&db, &keys, &permit, path.1).await?;
        Ok(Json(replies(all, &permit, &db).await?))
    })
}

async fn replies<A: DeskAct>(all: Vec<Record>, permit: &Permit<A>, db: &Db) -> Result<Vec<ConsentReply>, Problem> {
    let notices = notices::of_project(db, permit).await?;
    let names = names(db, all.iter().map(|record| record.collected_by)).await?;
    Ok(all.into_iter().map(|record| ConsentReply::of(record, &notices, &names)).collect())
}

/// `PUT …/narrators/{narrator}/consents/{consent}`
///
/// # Errors
/// When this person does not reach them, or an answer lacks what it needs.
pub async fn record_consent(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, ConsentId)>,
    body: Json<NewConsent>,
) -> Result<HttpResponse, Problem> {
    at_desk!(permit, |permit| {
        let new = body.into_inner().into();
        let (record, is_new) = records::keep(&db, &keys, &permit, path.1, path.2, new).await?;
        one(record, &permit, &db).await.map(|reply| kept(reply, is_new))
    })
}

/// `POST …/narrators/{narrator}/withdrawals`
///
/// # Errors
/// When this person does not reach them, or nothing of it is allowed.
pub async fn withdraw_consent(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId)>,
    body: Json<Withdraw>,
) -> Result<Json<ConsentReply>, Problem> {
    body.check()?;
    let less = Less { narrator: path.1, purposes: &body.purposes, reason: body.reason.as_deref() };
    at_desk!(permit, |permit| {
        let record = match body.only_for {
            Some(to) => records::narrow(&db, &keys, &permit, less, body.asked_by, to).await?,
            None => records::withdraw(&db, &keys, &permit, less, body.asked_by).await?,
        };
        one(record, &permit, &db).await.map(Json)
    })
}

/// `GET …/narrators/{narrator}/evidence`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn list_evidence(
    permit: AtDesk,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<ProofReply>>, Problem> {
    at_desk!(permit, |permit| Ok(Json(evidence::of_narrator(&db, &permit, path.1).await?)))
}

/// `PUT …/narrators/{narrator}/consents/{consent}/evidence/{evidence}`
///
/// # Errors
/// When this person does not reach them, or it is no paper and nothing spoken.
pub async fn keep_evidence(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, ConsentId, uuid::Uuid)>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let of = (path.1, path.2);
    at_desk!(permit, |permit| {
        let (reply, is_new) = evidence::keep(&db, &keys, &permit, of, path.3, &body).await?;
        Ok(kept(reply, is_new))
    })
}

/// `GET …/narrators/{narrator}/evidence/{evidence}`
///
/// # Errors
/// "Absent" for everybody but the protector.
pub async fn open_evidence(
    permit: Permit<OpenVault>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    Ok(bytes_of(evidence::open(&db, &keys, &permit, path.1, path.2).await?))
}

/// Bytes that a browser shows or plays, and never runs.
pub(crate) fn bytes_of(content: Content) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content.mime)
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(content.bytes)
}

/// `DELETE …/narrators/{narrator}/evidence/{evidence}`
///
/// # Errors
/// When the database refuses.
pub async fn remove_evidence(
    permit: Permit<KeepConsents>,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    evidence::remove(&db, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/narrator/evidence/{evidence}`
///
/// # Errors
/// "Absent" when it is not theirs.
pub async fn own_evidence(
    visit: Visit,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<uuid::Uuid>,
) -> Result<HttpResponse, Problem> {
    Ok(bytes_of(evidence::open_own(&db, &keys, &visit, *path).await?))
}

/// `GET …/narrators/{narrator}/representatives`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn list_representatives(
    permit: AtDesk,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId)>,
) -> Result<Json<Vec<RepresentativeReply>>, Problem> {
    at_desk!(permit, |permit| Ok(Json(representatives::of_narrator(&db, &permit, path.1).await?)))
}

/// `PUT …/narrators/{narrator}/representatives/{representative}`
///
/// # Errors
/// When this person does not reach them, or something is out of bounds.
pub async fn name_representative(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
    body: Json<NewRepresentative>,
) -> Result<HttpResponse, Problem> {
    at_desk!(permit, |permit| {
        let (reply, is_new) = representatives::name(&db, &keys, &permit, path.1, path.2, &body).await?;
        Ok(kept(reply, is_new))
    })
}

/// `POST …/narrators/{narrator}/representatives/{representative}/end`
///
/// # Errors
/// "Absent" when there is none.
pub async fn end_representative(
    permit: AtDesk,
    db: Data<Db>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<HttpResponse, Problem> {
    at_desk!(permit, |permit| representatives::end(&db, &permit, path.1, path.2).await)?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET …/narrators/{narrator}/representatives/{representative}/names`
///
/// # Errors
/// "Absent" for everybody but the protector.
pub async fn open_representative(
    permit: Permit<OpenVault>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, uuid::Uuid)>,
) -> Result<Json<RepresentativeNames>, Problem> {
    Ok(Json(representatives::names(&db, &keys, &permit, path.1, path.2).await?))
}

/// `GET …/narrators/{narrator}/consents/{consent}/receipt`
///
/// # Errors
/// "Absent" when this person does not reach them.
pub async fn receipt(
    permit: AtDesk,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Path<(ProjectId, NarratorId, ConsentId)>,
) -> Result<Json<Receipt>, Problem> {
    at_desk!(permit, |permit| {
        let records = records::of_narrator(&db, &keys, &permit, path.1).await?;
        let record = records.iter().find(|record| record.id == path.2).ok_or(ConsentError::Absent)?;
        receipt_of(&db, record, permit.project(), permit.at()).await.map(Json)
    })
}

/// `GET /api/narrator/receipt`: of what they allow now.
///
/// # Errors
/// "Absent" when they were never asked, or are erased.
pub async fn own_receipt(visit: Visit, db: Data<Db>, keys: Data<NarratorKeys>) -> Result<Json<Receipt>, Problem> {
    let record = records::own(&db, &keys, &visit).await?.ok_or(ConsentError::Absent)?;
    receipt_of(&db, &record, visit.project(), visit.at()).await.map(Json)
}

async fn receipt_of(db: &Db, record: &Record, project: ProjectId, at: Timestamp) -> Result<Receipt, Problem> {
    let about = people::about_project(db, project).await?.ok_or(ConsentError::Absent)?;
    let notice = match record.notice {
        Some(notice) => notices::text_of(db, notice, &record.notice_language).await?,
        None => None,
    };
    Ok(receipt::of(&Parts { record, notice: notice.as_ref(), about: &about, at })?)
}

/// `GET /api/schemas/consent-record`: what every consent record keeps to.
pub async fn schema() -> HttpResponse {
    HttpResponse::Ok().content_type("application/schema+json").body(receipt::SCHEMA)
}

async fn one<A: DeskAct>(record: Record, permit: &Permit<A>, db: &Db) -> Result<ConsentReply, Problem> {
    let mut replies = replies(vec![record], permit, db).await?;
    replies.pop().ok_or_else(|| Problem::from(ConsentError::Absent))
}
