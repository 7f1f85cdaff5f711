//! What every request passes: protection against requests from foreign pages, headers that keep browsers strict, and one
//! line of log with ids only.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};

use crate::problem::Problem;

/// A changing request that carries the cookie must come from our own pages: browsers say so themselves. A program with a
/// token sends no cookie, so nobody can ride on it.
pub(super) async fn same_origin<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Only our own tokens: where a proxy asks for a password of its own, browsers send that along from foreign pages too.
    let by_token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("Bearer "));
    if !safe && !by_token && !is_ours(request.headers()) {
        let problem =
            Problem::new(StatusCode::FORBIDDEN, "foreign-origin", "This request did not come from a page of Kith.");
        return Err(problem.into());
    }
    next.call(request).await
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of == host),
        _ => false,
    }
}

/// Headers that keep browsers strict. Replies of the API are never stored.
pub(super) async fn headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let of_the_api = request.path().starts_with("/api/");
    let mut reply = next.call(request).await?;
    let headers = reply.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if of_the_api {
        set("cache-control", "no-store");
        set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    }
    Ok(reply)
}

/// One line a request: the pattern of the path, never the path itself, no address, no words.
pub(super) async fn log<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let began = std::time::Instant::now();
    let method = request.method().clone();
    let reply = next.call(request).await;
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    match &reply {
        Ok(reply) => {
            let path = reply.request().match_pattern().unwrap_or_else(|| "(none)".to_owned());
            tracing::info!(%method, path, status = reply.status().as_u16(), milliseconds, "request");
        }
        Err(error) => {
            let status = error.as_response_error().status_code().as_u16();
            tracing::info!(%method, status, milliseconds, "request refused");
        }
    }
    reply
}
