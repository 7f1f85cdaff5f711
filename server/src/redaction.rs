//! What is masked before words leave the team: spans over texts that never change, each about one entity of one narrator,
//! with what stands in its place for each circle of readers. A rendering masks an entity wherever it is mentioned, in
//! whichever edition; what nobody decided is masked with the name of its kind, never kept.

pub mod http;
pub mod log;
pub mod rendering;
pub mod reply;
mod rows;
pub mod store;
pub mod times;

/// What can go wrong with a redaction.
#[derive(Debug, thiserror::Error)]
pub enum RedactionError {
    /// There is no such story, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id is used elsewhere.
    #[error("this id is used elsewhere")]
    ExistsElsewhere,
    /// The story has no captions, so nothing in it has a time.
    #[error("no captions")]
    NoTimes,
    /// Something of the story is kept out, so no recording of it may be heard.
    #[error("kept out")]
    KeptOut,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: &'static str,
    },
    /// What is allowed.
    #[error(transparent)]
    Consent(#[from] crate::consent::ConsentError),
    /// The stories.
    #[error(transparent)]
    Testimony(#[from] crate::testimony::TestimonyError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<RedactionError> for crate::problem::Problem {
    fn from(error: RedactionError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            RedactionError::Absent => Self::not_found(),
            RedactionError::ExistsElsewhere => Self::new(
                StatusCode::CONFLICT,
                "redaction.exists-differently",
                "This id is already used for another redaction.",
            ),
            RedactionError::NoTimes => Self::new(
                StatusCode::CONFLICT,
                "redaction.no-times",
                "This text has no captions with times, so nothing in it can be found in a recording.",
            ),
            RedactionError::KeptOut => Self::new(
                StatusCode::CONFLICT,
                "redaction.kept-out",
                "Something of this story is kept out: no recording of it may be heard, with or without masks.",
            ),
            RedactionError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            RedactionError::Consent(error) => error.into(),
            RedactionError::Testimony(error) => error.into(),
            RedactionError::Key(error) => error.into(),
            RedactionError::Database(error) => error.into(),
        }
    }
}
