//! What is said beside a published summary: readers ask and those who wrote it answer; and what came of it is told, to readers
//! and to the narrators whose words it rests on. One person writes, another lets it out. It stands as long as what it was said
//! beside stands as it was: when words are withdrawn, it is looked at again before anybody reads it.

pub mod http;
pub mod reply;
mod rows;
pub mod store;

/// What can go wrong beside a summary.
#[derive(Debug, thiserror::Error)]
pub enum ResponseError {
    /// There is nothing of that name, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id is used for something else.
    #[error("this id is used for something else")]
    ExistsDifferently,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: &'static str,
    },
    /// Names, or narrators' own words, stand in it.
    #[error("it would give somebody away")]
    GivesAway(&'static str),
    /// Whoever wrote it does not let it out.
    #[error("somebody else lets it out")]
    NotYours,
    /// Nothing was written yet, or it was declined.
    #[error("there is nothing to let out")]
    NothingSaid,
    /// It is no question.
    #[error("it is no question")]
    NoQuestion,
    /// So many questions wait that no more are taken.
    #[error("too many questions wait")]
    TooManyWait,
    /// A summary.
    #[error(transparent)]
    Summary(#[from] crate::summary::SummaryError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<ResponseError> for crate::problem::Problem {
    fn from(error: ResponseError) -> Self {
        use actix_web::http::StatusCode;
        let conflict = |code: &str, detail: &str| Self::new(StatusCode::CONFLICT, code, detail);
        match error {
            ResponseError::Absent => Self::not_found(),
            ResponseError::ExistsDifferently => conflict(
                "response.exists-differently",
                "This id is already used for something else. Start again from the page.",
            ),
            ResponseError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            ResponseError::GivesAway(code) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "response.gives-away",
                "A name, or words that a narrator said, stand in it. Say it without them.",
            )
            .at("/words", code, "This must not be told here."),
            ResponseError::NotYours => Self::new(
                StatusCode::FORBIDDEN,
                "response.somebody-else",
                "Somebody else must let this out: one who did not write it.",
            ),
            ResponseError::NothingSaid => {
                conflict("response.nothing-said", "There is nothing to let out yet. Write an answer first.")
            }
            ResponseError::NoQuestion => {
                conflict("response.no-question", "Nobody asked this: there is nobody to tell why. Remove it instead.")
            }
            ResponseError::TooManyWait => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "response.too-many-wait",
                "Many questions wait for an answer. Come back in a few days.",
            ),
            ResponseError::Summary(error) => error.into(),
            ResponseError::Key(error) => error.into(),
            ResponseError::Database(error) => error.into(),
        }
    }
}
