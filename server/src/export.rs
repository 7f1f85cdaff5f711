//! Exports: coded passages that are handed to a recipient, for an audience and in a way that each narrator allows. Every line
//! is a use. Kith keeps no copy: what is asked for again passes the gate again. Whoever takes something back after it was
//! handed over cannot call it back; the recipient is told which lines to delete, and it is remembered whether they did.

pub mod http;
pub mod letters;
pub mod reply;
mod rows;
pub mod store;

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such export.
    #[error("nothing here")]
    Absent,
    /// The id was used for another recipient, audience or purpose.
    #[error("this id is used for another export")]
    ExistsDifferently,
    /// Too many lines for one.
    #[error("more than {} lines", store::MOST_LINES)]
    TooLong,
    /// What is allowed.
    #[error(transparent)]
    Consent(#[from] crate::consent::ConsentError),
    /// The stories.
    #[error(transparent)]
    Testimony(#[from] crate::testimony::TestimonyError),
    /// Redactions.
    #[error(transparent)]
    Redaction(#[from] crate::redaction::RedactionError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<ExportError> for crate::problem::Problem {
    fn from(error: ExportError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            ExportError::Absent => Self::not_found(),
            ExportError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "export.exists-differently",
                "This id is already used for another export.",
            ),
            ExportError::TooLong => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "export.too-long",
                "That would be more than 5,000 lines: too much for one export.",
            ),
            ExportError::Consent(error) => error.into(),
            ExportError::Testimony(error) => error.into(),
            ExportError::Redaction(error) => error.into(),
            ExportError::Key(error) => error.into(),
            ExportError::Database(error) => error.into(),
        }
    }
}
