//! Testimonies: told stories of any kind, as their narrators allow them to be kept. A text never changes: a correction is a
//! new revision. Words are sealed under the narrator's key; the table itself holds none.

mod heading;
pub mod http;
pub mod reading;
pub mod reply;

mod rows;
pub mod store;
mod text;

pub use heading::{Direction, Heading, TestimonyKind, ToldOn};
pub use store::{OpenText, TestimonyHead, cleared};
pub use text::{Cue, Shape, Turn};

/// What can go wrong with a testimony.
#[derive(Debug, thiserror::Error)]
pub enum TestimonyError {
    /// There is no such testimony, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The narrator has not allowed it to be kept.
    #[error("the narrator has not agreed to this story being kept")]
    ConsentMissing,
    /// The id was used for something else.
    #[error("this id was used for another story")]
    ExistsDifferently,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: String,
        /// What.
        detail: String,
    },
    /// The text was corrected meanwhile.
    #[error("the story has a newer text")]
    RevisedMeanwhile,
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// Consent.
    #[error(transparent)]
    Consent(#[from] crate::consent::ConsentError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl TestimonyError {
    /// Something of the input is out of its bounds.
    pub fn bounds(at: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Bounds { at: at.into(), detail: detail.into() }
    }
}

impl From<TestimonyError> for crate::problem::Problem {
    fn from(error: TestimonyError) -> Self {
        use actix_web::http::StatusCode;
        let detail = error.to_string();
        match error {
            TestimonyError::Absent => Self::not_found(),
            TestimonyError::ConsentMissing => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "consent.missing",
                "This narrator has not agreed to a story being kept. Ask for consent first.",
            ),
            TestimonyError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "testimony.exists-differently",
                "A different story was already kept under this id. Start again from the page.",
            ),
            TestimonyError::Bounds { at, .. } => Self::invalid(at, "out-of-bounds", detail),
            TestimonyError::RevisedMeanwhile => Self::new(
                StatusCode::CONFLICT,
                "testimony.revised-meanwhile",
                "Somebody corrected this story meanwhile. Open it again and repeat your change.",
            ),
            TestimonyError::Key(error) => error.into(),
            TestimonyError::Consent(error) => error.into(),
            TestimonyError::Database(error) => error.into(),
        }
    }
}
