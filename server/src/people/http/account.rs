//! Somebody's own account: name, password, sessions, tokens. And what who keeps the installation may do with accounts.

use actix_web::{
    HttpResponse, Responder,
    http::StatusCode,
    web::{Data, Json, Path},
};

use super::session_of;
use crate::{
    db::Db,
    ids::AccountId,
    people::{
        Administrator, Door, PeopleError, SignedIn,
        door::Coming,
        forms,
        reply::{AccountReply, ChangeAccount, ChangePassword, NewToken, ResetReply, SessionInfo, TokenReply},
        store::{self, tokens},
    },
    problem::Problem,
};

/// `PATCH /api/account`
pub async fn change_account(
    me: SignedIn,
    db: Data<Db>,
    form: Json<ChangeAccount>,
) -> Result<Json<AccountReply>, Problem> {
    let me = me.in_person()?;
    let name = form.display_name.as_deref().map(|name| forms::a_name("/display_name", name));
    let language = form.language.as_deref().map(|language| forms::a_language("/language", language));
    let name = name.transpose().map_err(PeopleError::from)?;
    let language = language.transpose().map_err(PeopleError::from)?;
    Ok(Json(store::accounts::change(&db, me.account, name, language).await?))
}

/// `POST /api/account/password`
pub async fn change_password(
    me: SignedIn,
    door: Data<Door>,
    coming: Coming,
    form: Json<ChangePassword>,
) -> Result<impl Responder, Problem> {
    let me = me.in_person()?;
    door.change_password(&coming, me.account, session_of(&me), &form).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/account/sessions`
pub async fn list_sessions(me: SignedIn, db: Data<Db>) -> Result<Json<Vec<SessionInfo>>, Problem> {
    let me = me.in_person()?;
    Ok(Json(store::sessions::list(&db, &me).await?))
}

/// `DELETE /api/account/sessions/{id}`
pub async fn end_session(me: SignedIn, db: Data<Db>, id: Path<uuid::Uuid>) -> Result<impl Responder, Problem> {
    let me = me.in_person()?;
    store::sessions::end(&db, me.account, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/account/tokens`
pub async fn list_tokens(me: SignedIn, db: Data<Db>) -> Result<Json<Vec<TokenReply>>, Problem> {
    let me = me.in_person()?;
    Ok(Json(tokens::list(&db, me.account).await?))
}

/// `POST /api/account/tokens`
pub async fn make_token(me: SignedIn, db: Data<Db>, form: Json<NewToken>) -> Result<impl Responder, Problem> {
    let me = me.in_person()?;
    let new = tokens::NewToken {
        name: forms::a_name("/name", &form.name).map_err(PeopleError::from)?,
        scopes: forms::some_scopes(&form.scopes).map_err(PeopleError::from)?,
        project: form.project,
        days: forms::some_days(form.expires_in_days)?,
    };
    Ok((Json(tokens::make(&db, &me, new).await?), StatusCode::CREATED))
}

/// `DELETE /api/account/tokens/{id}`
pub async fn revoke_token(me: SignedIn, db: Data<Db>, id: Path<uuid::Uuid>) -> Result<impl Responder, Problem> {
    let me = me.in_person()?;
    tokens::revoke(&db, &me, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/people`
pub async fn list_people(_keeper: Administrator, db: Data<Db>) -> Result<Json<Vec<AccountReply>>, Problem> {
    Ok(Json(store::accounts::everybody(&db).await?))
}

/// `POST /api/people/{id}/reset`
pub async fn reset_link_for(
    keeper: Administrator,
    door: Data<Door>,
    id: Path<AccountId>,
) -> Result<Json<ResetReply>, Problem> {
    let link = door.reset_for(*id, keeper.0.account).await?;
    Ok(Json(ResetReply { mailed: link.is_none(), link }))
}
