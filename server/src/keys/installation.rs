//! The installation's key: made at first start, kept in a file of its own, wraps the keys of narrators.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{KeyError, NarratorKey, Place, random};

const FILE: &str = "installation.key";
/// The key that is to take over, while everything is being wrapped under it.
const NEXT: &str = "installation.key.next";

/// The key that wraps all others.
#[derive(Clone)]
pub struct InstallationKey(NarratorKey);

impl std::fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

/// Why the key file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file or its folder cannot be read or made.
    #[error("the key file {path} cannot be used: {cause}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the machine said.
        cause: std::io::Error,
    },
    /// The file is there but is no key.
    #[error("{path} is not a key of Kith: one line of 44 characters is expected")]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The machine gave no random bytes.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl InstallationKey {
    /// Where the key lies in a keys folder.
    #[must_use]
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// Reads the key, or makes it at first start: a file only its owner may read.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is no key.
    pub fn load_or_make(folder: &Path) -> Result<Self, KeyFileError> {
        let path = Self::file(folder);
        match Self::load(&path)? {
            Some(key) => Ok(key),
            None => Self::make(folder, &path),
        }
    }

    /// The key that is to take over, if a rotation was broken off.
    ///
    /// # Errors
    /// When the file cannot be read, or is no key.
    pub(super) fn load_next(folder: &Path) -> Result<Option<Self>, KeyFileError> {
        Self::load(&folder.join(NEXT))
    }

    /// Makes the key that is to take over.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn make_next(folder: &Path) -> Result<Self, KeyFileError> {
        Self::make(folder, &folder.join(NEXT))
    }

    /// Puts the next key in the place of this one, which is gone then.
    ///
    /// # Errors
    /// When the file cannot be moved.
    pub(super) fn next_takes_over(folder: &Path) -> Result<(), KeyFileError> {
        let (next, path) = (folder.join(NEXT), Self::file(folder));
        let moved = std::fs::rename(&next, &path).and_then(|()| std::fs::File::open(folder)?.sync_all());
        moved.map_err(|cause| KeyFileError::Unusable { path, cause })
    }

    /// Removes a next key under which nothing was wrapped.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub(super) fn forget_next(folder: &Path) -> Result<(), KeyFileError> {
        let path = folder.join(NEXT);
        std::fs::remove_file(&path).map_err(|cause| KeyFileError::Unusable { path, cause })
    }

    fn load(path: &Path) -> Result<Option<Self>, KeyFileError> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                let bytes = STANDARD.decode(text.trim()).ok().map(Zeroizing::new);
                match bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok()) {
                    Some(bytes) => Ok(Some(Self(NarratorKey::from_bytes(bytes)))),
                    None => Err(KeyFileError::NotAKey { path: path.to_owned() }),
                }
            }
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(KeyFileError::Unusable { path: path.to_owned(), cause }),
        }
    }

    fn make(folder: &Path, path: &Path) -> Result<Self, KeyFileError> {
        let unusable = |cause| KeyFileError::Unusable { path: path.to_owned(), cause };
        let bytes = Zeroizing::new(random::<32>()?);
        make_private_folder(folder).map_err(unusable)?;
        write_private_file(path, STANDARD.encode(*bytes).as_bytes()).map_err(unusable)?;
        Ok(Self(NarratorKey::from_bytes(*bytes)))
    }

    pub(super) fn wrap(&self, narrator: uuid::Uuid, key: &NarratorKey) -> Result<Vec<u8>, KeyError> {
        self.0.seal(place(narrator), key.bytes())
    }

    pub(super) fn unwrap_key(&self, narrator: uuid::Uuid, wrapped: &[u8]) -> Result<NarratorKey, KeyError> {
        let plain = self.0.open(place(narrator), wrapped)?;
        match <[u8; 32]>::try_from(plain.as_slice()) {
            Ok(bytes) => Ok(NarratorKey::from_bytes(bytes)),
            Err(_another_length) => Err(KeyError::CannotOpen),
        }
    }
}

fn place(narrator: uuid::Uuid) -> Place {
    Place { table: "narrator_key", column: "wrapped", row: narrator }
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes to a name beside, then renames: a crash leaves a whole key or none.
fn write_private_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_added_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}
