//! The one error reply: RFC 9457 `application/problem+json`, with a code that the web translates. What caused it goes to
//! the log only, and never with words of a story, names or SQL.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, for a person and for a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    kind: &'static str,
    /// The HTTP status in words.
    title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "status_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// Stable name of the problem, such as `not-found` or `query.unclosed-quote`.
    pub code: String,
    /// What happened and what to do now, in plain English.
    pub detail: String,
    /// Where in the input it went wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// How long to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
}

/// One place of the input that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// A JSON pointer (`/email`), a line (`line:12`) or a position (`at:17`, in code points).
    pub at: String,
    /// Stable name of what is wrong there.
    pub code: String,
    /// The same in plain English.
    pub detail: String,
}

fn status_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem of this status, code and detail.
    pub fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status,
            code: code.into(),
            detail: detail.into(),
            fields: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// Absent, or not for this person: one answer for both.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here that you can see.")
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed-out", "Sign in first.")
    }

    /// The input cannot be understood: which place, and why.
    #[must_use]
    pub fn invalid(at: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        let (code, detail) = (code.into(), detail.into());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail.clone()).at(at, code, detail)
    }

    /// Something that nobody foresaw. The cause goes to the log under the word `cause`, never to the reply.
    #[must_use]
    pub fn unforeseen(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "unforeseen");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "unforeseen",
            "Something went wrong on our side. Nothing that was confirmed is lost. Try again in a moment.",
        )
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, at: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.fields.push(FieldProblem { at: at.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

impl actix_web::Responder for Problem {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &actix_web::HttpRequest) -> HttpResponse {
        self.error_response()
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut reply = HttpResponse::build(self.status);
        reply.content_type("application/problem+json");
        if let Some(seconds) = self.retry_after_seconds {
            reply.insert_header(("Retry-After", seconds.to_string()));
        }
        reply.body(serde_json::to_vec(self).unwrap_or_default())
    }
}

/// What nobody foresaw of the database is a 500; the cause is logged without statement or values.
impl From<sea_orm::DbErr> for Problem {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::unforeseen(&crate::db::without_values(&error))
    }
}
