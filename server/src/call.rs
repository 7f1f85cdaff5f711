//! Calls for learning: whoever pays, or a forum on their behalf, asks what was learnt; projects answer with learning summaries
//! that they publish anyway. A call names nobody and is for everybody to read.

pub mod http;
pub mod reply;
mod rows;
pub mod store;

/// What can go wrong with a call.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There is no such call, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id is used for something else.
    #[error("this id is used for something else")]
    ExistsDifferently,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: String,
        /// What.
        detail: &'static str,
    },
    /// It has been answered: what was asked stays as it was.
    #[error("it has been answered")]
    Answered,
    /// A name stands in it.
    #[error("a name stands in it")]
    Names,
    /// It takes no answers now.
    #[error("it takes no answers now")]
    NotOpen,
    /// A summary.
    #[error(transparent)]
    Summary(#[from] crate::summary::SummaryError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<CallError> for crate::problem::Problem {
    fn from(error: CallError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            CallError::Absent => Self::not_found(),
            CallError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "call.exists-differently",
                "This id is already used for something else. Start again from the page.",
            ),
            CallError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            CallError::Answered => Self::new(
                StatusCode::CONFLICT,
                "call.answered",
                "This call has been answered, so what it asks stays as it is. Close it, and open another.",
            ),
            CallError::Names => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "call.names",
                "A name that this project keeps apart stands in it. A call names nobody: say it without.",
            ),
            CallError::NotOpen => {
                Self::new(StatusCode::CONFLICT, "call.not-open", "This call takes no answers: it is not open.")
            }
            CallError::Summary(error) => error.into(),
            CallError::Database(error) => error.into(),
        }
    }
}
