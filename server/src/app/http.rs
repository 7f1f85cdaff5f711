//! The service's own paths: health and its description.

use std::sync::OnceLock;

use actix_web::{
    HttpResponse, Responder,
    error::JsonPayloadError,
    http::StatusCode,
    web::{Data, Json},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{problem::Problem, routes};

/// Whether the service is up.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthReply {
    /// `ok`.
    status: &'static str,
    /// The version that runs.
    version: &'static str,
}

/// The description of every path as text, made when it is asked for first.
#[derive(Default)]
pub struct OpenApiText(OnceLock<String>);

impl OpenApiText {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get_or_init(|| serde_json::to_string_pretty(&routes::describe(&routes::all())).unwrap_or_default())
    }
}

/// `GET /api/health`
pub async fn health() -> impl Responder {
    Json(HealthReply { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// `GET /api/openapi.json`
pub async fn open_api(text: Data<OpenApiText>) -> impl Responder {
    HttpResponse::Ok().content_type("application/json").body(text.text().to_owned())
}

/// What is wrong with a JSON body, and where.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "the enum may grow; what is not named could not be read")]
pub fn json_problem(error: &JsonPayloadError) -> Problem {
    match error {
        JsonPayloadError::OverflowKnownLength { limit, .. } | JsonPayloadError::Overflow { limit } => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("This is larger than the {limit} bytes that fit here."),
        ),
        JsonPayloadError::ContentType => Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not-json",
            "Send JSON, with the content type application/json.",
        ),
        JsonPayloadError::Deserialize(wrong) => Problem::invalid(
            format!("line:{} column:{}", wrong.line(), wrong.column()),
            "not-understood",
            format!("What was sent is not understood: {}", in_words(wrong)),
        ),
        _ => Problem::invalid("body", "not-readable", "What was sent could not be read to its end."),
    }
}

/// The reason without the values, which may be words of a story.
fn in_words(wrong: &serde_json::Error) -> String {
    match wrong.classify() {
        serde_json::error::Category::Syntax | serde_json::error::Category::Eof => "it is not whole JSON.".to_owned(),
        serde_json::error::Category::Io => "it broke off.".to_owned(),
        serde_json::error::Category::Data => {
            let text = wrong.to_string();
            let names_a_field =
                ["missing field", "unknown field", "unknown variant"].iter().any(|s| text.starts_with(s));
            if names_a_field { text } else { "a value is of another kind than expected.".to_owned() }
        }
    }
}
