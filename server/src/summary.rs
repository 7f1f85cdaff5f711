//! Learning summaries: what a project learnt from its stories, written in blocks, passed through gates, and published. Every
//! claim rests on passages, every quote is a use, every number is a question; and what rests on words that are withdrawn is
//! shown to nobody from the moment they are.

pub mod brought;
pub mod checks;
pub mod comments;
pub mod document;
mod erasing;
pub mod evidence;
mod figures;
pub mod gates;
pub mod http;
pub mod links;
pub mod publishing;
pub mod readers;
mod releases;
pub mod reply;
mod rows;
pub mod store;
pub mod translating;
pub mod voices;
mod words;

pub use erasing::{erase, mask};
pub use figures::preset_for;

/// What can go wrong with a summary.
#[derive(Debug, thiserror::Error)]
pub enum SummaryError {
    /// There is no such summary, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id is used for something else.
    #[error("this id is used for something else")]
    ExistsDifferently,
    /// Somebody else wrote a newer edition.
    #[error("somebody wrote a newer edition")]
    WrittenMeanwhile,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: String,
        /// What.
        detail: String,
    },
    /// A version was published for other readers.
    #[error("a version was published for other readers")]
    AudienceStands,
    /// It is for everybody, or not published: nobody is handed a link.
    #[error("no links are made for it")]
    NoLinks,
    /// A gate is not passed.
    #[error("a gate is not passed")]
    NotPassed(&'static str),
    /// Whoever asks may not pass this gate.
    #[error("somebody else must pass this gate")]
    NotYours,
    /// What is allowed.
    #[error(transparent)]
    Consent(#[from] crate::consent::ConsentError),
    /// The stories.
    #[error(transparent)]
    Testimony(#[from] crate::testimony::TestimonyError),
    /// Quotes.
    #[error(transparent)]
    Quote(#[from] crate::quote::QuoteError),
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

impl From<SummaryError> for crate::problem::Problem {
    fn from(error: SummaryError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            SummaryError::Absent => Self::not_found(),
            SummaryError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "summary.exists-differently",
                "This id is already used for something else. Start again from the page.",
            ),
            SummaryError::WrittenMeanwhile => Self::new(
                StatusCode::CONFLICT,
                "summary.written-meanwhile",
                "Somebody wrote a newer edition meanwhile. Open it, and put your change into it.",
            ),
            SummaryError::AudienceStands => Self::new(
                StatusCode::CONFLICT,
                "summary.audience-stands",
                "A version is published, so its readers stay the same. Begin another summary for others.",
            ),
            SummaryError::NoLinks => Self::new(
                StatusCode::CONFLICT,
                "summary.no-links",
                "Links are made for a summary that is published, and for some readers only.",
            ),
            SummaryError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            SummaryError::NotPassed(gate) => Self::new(
                StatusCode::CONFLICT,
                "summary.not-passed",
                "A gate before this one is not passed. Look at what it says, mend it, and try again.",
            )
            .at("gate", gate, "This gate is not passed."),
            SummaryError::NotYours => Self::new(
                StatusCode::FORBIDDEN,
                "summary.somebody-else",
                "Somebody else must pass this gate: one who did not write this summary, or whose task it is.",
            ),
            SummaryError::Consent(error) => error.into(),
            SummaryError::Testimony(error) => error.into(),
            SummaryError::Quote(error) => error.into(),
            SummaryError::Redaction(error) => error.into(),
            SummaryError::Key(error) => error.into(),
            SummaryError::Database(error) => error.into(),
        }
    }
}
