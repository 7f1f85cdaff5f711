//! Tipping points: a passage after which life in the new place was different, for better or worse, as told. What a coder
//! marks is an interpretation until the narrator confirms it; what the narrator rejects is shown to nobody. Words are sealed.

mod axes;
mod carry;
pub mod http;
pub mod reply;
mod rows;
pub mod store;

pub use axes::{Axes, Tie};
pub use carry::carry;

use crate::{coding::PassageError, named::named};

named! {
    /// What the narrator says of it.
    Review {
        /// Nobody asked yet.
        NotAsked = "not-asked",
        /// It is so.
        Confirmed = "confirmed",
        /// It is so, in other words.
        Reworded = "reworded",
        /// It is not so.
        Rejected = "rejected",
        /// The narrator cannot be reached.
        Unreachable = "unreachable",
        /// The narrator does not wish to look.
        Declined = "declined",
    }
}

named! {
    /// Whose word it is.
    Standing {
        /// The coder's.
        Interpretation = "interpretation",
        /// The narrator's.
        Confirmed = "confirmed",
    }
}

impl Review {
    /// Whose word it is after this review.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::Confirmed | Self::Reworded => Standing::Confirmed,
            Self::NotAsked | Self::Rejected | Self::Unreachable | Self::Declined => Standing::Interpretation,
        }
    }
}

/// What can go wrong with a tipping point.
#[derive(Debug, thiserror::Error)]
pub enum TippingError {
    /// There is no such testimony or tipping point, or not for this person.
    #[error("nothing here")]
    Absent,
    /// Somebody else marked this.
    #[error("this tipping point is somebody else's")]
    NotYours,
    /// The id is used elsewhere.
    #[error("this id is used on another testimony")]
    ExistsElsewhere,
    /// The narrator has confirmed it in these words.
    #[error("the narrator has confirmed it as it is")]
    Confirmed,
    /// An answer that is not among those to choose from.
    #[error("there is no such answer")]
    UnknownAnswer {
        /// To which question.
        at: String,
    },
    /// An indicator that is no code.
    #[error("one of the indicators is no code of this project")]
    UnknownIndicator,
    /// Something is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: &'static str,
    },
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

impl From<TippingError> for crate::problem::Problem {
    fn from(error: TippingError) -> Self {
        use actix_web::http::StatusCode;
        let conflict = |code, detail| Self::new(StatusCode::CONFLICT, code, detail);
        match error {
            TippingError::Absent => Self::not_found(),
            TippingError::NotYours => {
                conflict("tipping.not-yours", "Somebody else marked this tipping point. Mark what you see yourself.")
            }
            TippingError::ExistsElsewhere => conflict(
                "tipping.exists-elsewhere",
                "This id is already used on another testimony. Start again from the page.",
            ),
            TippingError::Confirmed => conflict(
                "tipping.confirmed",
                "The narrator has confirmed this tipping point in these words, so it stays as it is.",
            ),
            TippingError::UnknownAnswer { at } => {
                Self::invalid(at, "tipping.unknown-answer", "Choose one of the answers of the codebook.")
            }
            TippingError::UnknownIndicator => Self::invalid(
                "/indicators",
                "tipping.unknown-indicator",
                "One of the indicators is a heading, was retired, or is not there.",
            ),
            TippingError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            TippingError::Passage(error) => error.into(),
            TippingError::Key(error) => error.into(),
            TippingError::Database(error) => error.into(),
        }
    }
}
