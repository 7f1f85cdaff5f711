//! The paths of people. A handler parses, asks, replies.

pub mod account;
pub mod members;
pub mod projects;
pub mod sign_in;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    dev::Payload,
    web::Data,
};

use super::{
    Credential, Neighbourhood, SESSION_DAYS, SignedIn, cookie_name,
    door::{Coming, Door, Entered},
    store,
};
use crate::{config::WebConfig, problem::Problem};

/// The cookie of a session: our own pages only, no script reads it. Links from mail work all the same, because the page
/// itself needs no cookie and asks for everything else from its own address.
fn cookie(web: &WebConfig, secret: &str) -> Cookie<'static> {
    Cookie::build(cookie_name(web), secret.to_owned())
        .http_only(true)
        .secure(web.is_https())
        .same_site(SameSite::Strict)
        .path("/")
        .max_age(Duration::days(SESSION_DAYS))
        .finish()
}

/// The secret in the cookie that came with a request.
fn secret_of(request: &HttpRequest, web: &WebConfig) -> Option<String> {
    request.cookie(cookie_name(web)).map(|cookie| cookie.value().to_owned())
}

impl FromRequest for Coming {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let old_session = request.app_data::<Data<WebConfig>>().and_then(|web| secret_of(request, web));
        let from = Neighbourhood::from_request(request, payload).into_inner();
        std::future::ready(from.map(|from| Self { from, old_session }))
    }
}

/// Who just came in, with their cookie.
async fn welcome(door: &Door, web: &WebConfig, entered: Entered) -> Result<HttpResponse, Problem> {
    let reply = store::session(&door.db, entered.account, &door.post).await?;
    Ok(HttpResponse::Ok().cookie(cookie(web, &entered.secret)).json(reply))
}

/// The session somebody is in.
fn session_of(me: &SignedIn) -> Option<uuid::Uuid> {
    match &me.credential {
        Credential::Session(id) => Some(*id),
        Credential::Token { .. } => None,
    }
}
