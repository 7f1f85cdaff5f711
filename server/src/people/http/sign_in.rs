//! Setting up, coming in, going out, and one-time links.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    web::{Data, Json, Path},
};

use super::{cookie, secret_of, welcome};
use crate::{
    config::WebConfig,
    people::{
        Door, Email, PeopleError, SignedIn,
        door::Coming,
        reply::{AskPasswordReset, LinkReply, NewPassword, SetUp, SetupState, SignIn},
        store,
        throttle::Try,
    },
    problem::Problem,
};

/// `GET /api/setup`
pub async fn setup_state(door: Data<Door>) -> Result<Json<SetupState>, Problem> {
    Ok(Json(SetupState { needed: store::accounts::nobody(door.db.house()).await? }))
}

/// `POST /api/setup`
pub async fn set_up(
    door: Data<Door>,
    web: Data<WebConfig>,
    coming: Coming,
    form: Json<SetUp>,
) -> Result<HttpResponse, Problem> {
    let entered = door.set_up(&coming, &form).await?;
    welcome(&door, &web, entered).await
}

/// `POST /api/session`
pub async fn sign_in(
    door: Data<Door>,
    web: Data<WebConfig>,
    coming: Coming,
    form: Json<SignIn>,
) -> Result<HttpResponse, Problem> {
    let entered = door.sign_in(&coming, &form).await?;
    welcome(&door, &web, entered).await
}

/// `GET /api/session`: also renews the cookie, so that whoever keeps working stays signed in.
pub async fn current_session(
    me: SignedIn,
    door: Data<Door>,
    web: Data<WebConfig>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let me = me.in_person()?;
    let mut reply = HttpResponse::Ok();
    if let Some(secret) = secret_of(&request, &web) {
        reply.cookie(cookie(&web, &secret));
    }
    Ok(reply.json(store::session(&door.db, me.account, &door.post).await?))
}

/// `DELETE /api/session`: whoever is signed out already stays so.
pub async fn sign_out(door: Data<Door>, web: Data<WebConfig>, coming: Coming) -> Result<impl Responder, Problem> {
    if let Some(secret) = &coming.old_session {
        store::sessions::end_by_secret(&door.db, secret).await?;
    }
    let mut gone = cookie(&web, "");
    gone.make_removal();
    let wiped = ("Clear-Site-Data", "\"cache\", \"storage\"");
    Ok(HttpResponse::NoContent().cookie(gone).insert_header(wiped).finish())
}

/// `GET /api/links/{token}`
pub async fn open_link(door: Data<Door>, coming: Coming, token: Path<String>) -> Result<Json<LinkReply>, Problem> {
    let pace = door.throttle.count(&coming.from, Try::Link(&token)).await?;
    let Some(link) = store::links::open(door.db.house(), &token, door.clock.now()).await? else {
        pace.after_failure().await;
        return Err(PeopleError::LinkOver.into());
    };
    Ok(Json(store::links::show(&door.db, &link).await?))
}

/// `POST /api/links/{token}`
pub async fn use_link(
    door: Data<Door>,
    web: Data<WebConfig>,
    coming: Coming,
    token: Path<String>,
    form: Json<NewPassword>,
) -> Result<HttpResponse, Problem> {
    let entered = door.use_link(&coming, &token, &form).await?;
    welcome(&door, &web, entered).await
}

/// `POST /api/password-reset`: one answer for everybody.
pub async fn ask_password_reset(
    door: Data<Door>,
    coming: Coming,
    form: Json<AskPasswordReset>,
) -> Result<impl Responder, Problem> {
    let email = Email::of_a_form(&form.email).map_err(PeopleError::from)?;
    door.ask_reset(&coming, email).await?;
    Ok(HttpResponse::Accepted().finish())
}
