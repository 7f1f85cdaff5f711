//! Coding: a coder says of a passage that it tells of something. A coding holds positions, never words; a memo is sealed
//! under the narrator's key. Only its coder changes or removes a coding.

mod anchors;
mod attributes;
mod carry;
pub mod http;
mod passage;
pub mod reply;
mod rows;
pub mod store;

pub use anchors::{Anchors, Certainty, Placed};
pub use attributes::Attributes;
pub use carry::{Carried, carry};
pub use passage::{Passage, PassageError};

/// What can go wrong with a coding.
#[derive(Debug, thiserror::Error)]
pub enum CodingError {
    /// There is no such testimony or coding, or not for this person.
    #[error("nothing here")]
    Absent,
    /// Somebody else coded this.
    #[error("this coding is somebody else's")]
    NotYours,
    /// The id is used on another testimony.
    #[error("this id is used on another testimony")]
    ExistsElsewhere,
    /// Passages cannot be coded with this code.
    #[error("passages cannot be coded with this code")]
    UnknownCode,
    /// There is no such attribute or value, or more values than it takes.
    #[error("{0}")]
    Attribute(String),
    /// The memo is too long.
    #[error("a memo has at most 2,000 characters")]
    MemoTooLong,
    /// The passage.
    #[error(transparent)]
    Passage(#[from] PassageError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<CodingError> for crate::problem::Problem {
    fn from(error: CodingError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            CodingError::Absent => Self::not_found(),
            CodingError::NotYours => Self::new(
                StatusCode::CONFLICT,
                "coding.not-yours",
                "Somebody else coded this passage. Code it yourself as well, and both stand side by side.",
            ),
            CodingError::ExistsElsewhere => Self::new(
                StatusCode::CONFLICT,
                "coding.exists-elsewhere",
                "This id is already used on another testimony. Start again from the page.",
            ),
            CodingError::UnknownCode => Self::invalid(
                "/code_id",
                "coding.unknown-code",
                "Passages cannot be coded with this: it is a heading, was retired, or is not there.",
            ),
            CodingError::Attribute(detail) => Self::invalid("/attributes", "coding.unknown-attribute", detail),
            CodingError::MemoTooLong => {
                Self::invalid("/memo", "coding.memo-too-long", "A memo has at most 2,000 characters.")
            }
            CodingError::Passage(error) => error.into(),
            CodingError::Key(error) => error.into(),
            CodingError::Database(error) => error.into(),
        }
    }
}
