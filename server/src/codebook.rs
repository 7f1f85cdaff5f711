//! Codebooks: the indicators of integration and what stands beside them, the same on every installation, and the codes a
//! project adds under them. Holds researchers' words only, never a narrator's.

mod built_in;
mod codes;
mod file;
pub mod http;
mod local;
pub mod reply;
mod rows;
pub mod store;
mod words;

#[cfg(test)]
mod tests;

pub use codes::{Code, Codes, ProjectCodes};
pub use file::CodebookFileError;

/// What can go wrong with a codebook.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    /// There is no such code in this project.
    #[error("nothing here")]
    Absent,
    /// The code comes with Kith.
    #[error("this code comes with Kith")]
    BuiltIn,
    /// A local code cannot stand there.
    #[error("a code cannot be added there")]
    CannotStandThere,
    /// The id is used for another code.
    #[error("this id is used for another code")]
    ExistsDifferently,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: &'static str,
    },
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl CodebookError {
    fn bounds(at: &'static str, detail: &'static str) -> Self {
        Self::Bounds { at, detail }
    }
}

impl From<CodebookError> for crate::problem::Problem {
    fn from(error: CodebookError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            CodebookError::Absent => Self::not_found(),
            CodebookError::BuiltIn => Self::new(
                StatusCode::CONFLICT,
                "code.built-in",
                "This code comes with Kith and is the same everywhere. Add a code of your own under it.",
            ),
            CodebookError::CannotStandThere => Self::invalid(
                "/parent_id",
                "code.cannot-stand-there",
                "A code of your own stands under a code of the same codebook. The fourteen indicators are fixed.",
            ),
            CodebookError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "code.exists-differently",
                "This id is already used for another code. Start again from the page.",
            ),
            CodebookError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            CodebookError::Database(error) => error.into(),
        }
    }
}
