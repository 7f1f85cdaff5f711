//! Quotes: passages that are chosen to be told to others, under a name and for an audience that their narrator allows. Every
//! quote is a use: the database refuses one that no grant covers. Its words are a copy, sealed under the narrator's key, and
//! removed when the grant ends.

pub mod asking;
pub mod http;
pub mod reply;
mod rows;
pub mod store;

/// What can go wrong with a quote.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// There is no such story or quote, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id is used elsewhere.
    #[error("this id is used elsewhere")]
    ExistsElsewhere,
    /// The passage does not lie in the text.
    #[error("the passage does not lie in the text")]
    Outside,
    /// The purpose is no way of quoting.
    #[error("this is no way of quoting")]
    NotAQuote,
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

impl From<QuoteError> for crate::problem::Problem {
    fn from(error: QuoteError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            QuoteError::Absent => Self::not_found(),
            QuoteError::ExistsElsewhere => Self::new(
                StatusCode::CONFLICT,
                "quote.exists-differently",
                "This id is already used for another quote.",
            ),
            QuoteError::Outside => {
                Self::invalid("/start", "passage.outside", "This passage does not lie in the newest text.")
            }
            QuoteError::NotAQuote => {
                Self::invalid("/purpose", "quote.not-a-quote", "Quote anonymously, under the chosen name, or by name.")
            }
            QuoteError::Consent(error) => error.into(),
            QuoteError::Testimony(error) => error.into(),
            QuoteError::Redaction(error) => error.into(),
            QuoteError::Key(error) => error.into(),
            QuoteError::Database(error) => error.into(),
        }
    }
}
