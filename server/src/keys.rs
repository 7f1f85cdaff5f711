//! Sealing: a key per narrator, kept apart from the records and wrapped by the installation's key. Text of revisions, the
//! vault, memos and recordings are sealed under it. Must never write a key or an opened text to a log or to disk.

mod installation;
mod narrators;
mod promises;
mod recording;
mod rotation;
mod sealed;

pub use installation::{InstallationKey, KeyFileError};
pub use narrators::NarratorKeys;
pub use promises::{ChainMark, Promise, PromiseKind};
pub use recording::{CHUNK_BYTES, RecordingReader, RecordingWriter};
pub use rotation::{RotationError, rotate, settle};
pub use sealed::{NarratorKey, Place};

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The narrator's key is not there: never made, or destroyed when the story was erased.
    #[error("the narrator's key is gone")]
    Gone,
    /// What was stored is not what was sealed: another key, another place, or damaged bytes.
    #[error("what was stored cannot be opened")]
    CannotOpen,
    /// The machine gave no random bytes.
    #[error("the machine gave no random bytes")]
    NoRandomness,
    /// The store of keys failed.
    #[error("the store of keys failed: {0}")]
    Store(String),
    /// A file failed.
    #[error("a sealed file failed: {0}")]
    File(#[from] std::io::Error),
}

impl From<sea_orm::DbErr> for KeyError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(crate::db::without_values(&error))
    }
}

impl From<KeyError> for crate::problem::Problem {
    fn from(error: KeyError) -> Self {
        match error {
            // OK because a story whose key was destroyed is erased: absent for everybody.
            KeyError::Gone => Self::not_found(),
            KeyError::CannotOpen | KeyError::NoRandomness | KeyError::Store(_) | KeyError::File(_) => {
                Self::unforeseen(&error)
            }
        }
    }
}

/// Fills bytes from the machine's source of randomness.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0_u8; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_no_source) => Err(KeyError::NoRandomness),
    }
}
