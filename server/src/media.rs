//! Recordings and other files beside a testimony: kept here, sealed, or referred to where they lie. A reference is never
//! followed by the server.

pub mod http;
pub mod reply;
mod rows;
pub mod store;

use crate::access::Purpose;
use crate::named::named;

named! {
    /// What kind of file it is.
    RecordingKind {
        /// Sound.
        Audio = "audio",
        /// Moving pictures.
        Video = "video",
        /// A picture.
        Image = "image",
        /// A document.
        Document = "document",
    }
}

impl RecordingKind {
    /// Whether a media type is of this kind.
    #[must_use]
    pub fn is_told_by(self, mime: &str) -> bool {
        mime.split('/').next() == Some(self.as_str())
    }

    /// What its narrator must allow before others hear or see it; nothing where it is never shared.
    #[must_use]
    pub const fn shared_as(self) -> &'static [Purpose] {
        match self {
            Self::Audio => &[Purpose::ShareVoice],
            Self::Video => &[Purpose::ShareVoice, Purpose::ShareImage],
            Self::Image => &[Purpose::ShareImage],
            Self::Document => &[],
        }
    }
}

named! {
    /// Where it lies.
    Source {
        /// Here, sealed.
        Kept = "kept",
        /// Elsewhere, by a link or a file name.
        Elsewhere = "elsewhere",
    }
}

/// What can go wrong with a recording.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// There is no such recording or testimony, or not for this person.
    #[error("nothing here")]
    Absent,
    /// The id was used for something else.
    #[error("this id was used for another recording")]
    ExistsDifferently,
    /// Larger than fits.
    #[error("a recording has at most {} MB", .0 / 1_000_000)]
    TooLarge(u64),
    /// The connection broke off; nothing was kept.
    #[error("the upload broke off")]
    BrokeOff,
    /// The range asked for lies outside.
    #[error("that part does not exist")]
    OutsideRange {
        /// Its length in bytes.
        length: u64,
    },
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: &'static str,
    },
    /// Keys or the sealed file.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<MediaError> for crate::problem::Problem {
    fn from(error: MediaError) -> Self {
        use actix_web::http::StatusCode;
        let detail = error.to_string();
        match error {
            MediaError::Absent => Self::not_found(),
            MediaError::ExistsDifferently => Self::new(StatusCode::CONFLICT, "recording.exists-differently", detail),
            MediaError::TooLarge(_) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail),
            MediaError::BrokeOff => Self::new(
                StatusCode::BAD_REQUEST,
                "recording.broke-off",
                "The upload broke off and nothing of it was kept. Send the recording again.",
            ),
            MediaError::OutsideRange { .. } => {
                Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "recording.outside", detail)
            }
            MediaError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            MediaError::Key(error) => error.into(),
            MediaError::Database(error) => error.into(),
        }
    }
}
