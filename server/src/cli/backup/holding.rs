//! What a backup says of itself: which files, how long, with which SHA-256, and how many rows. Must never hold a word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The name of the file that says it.
pub(in crate::cli) const NAME: &str = "kith-backup.json";
/// The name of the records in a backup.
pub(in crate::cli) const RECORDS: &str = "records.sqlite";
/// The folder of recordings in a backup, and in the data folder.
pub(in crate::cli) const RECORDINGS: &str = "recordings";
/// The narrators' keys, in a backup of keys and in the keys folder.
pub(in crate::cli) const KEYS: &str = "narrators.sqlite";
/// The installation's key.
pub(in crate::cli) const INSTALLATION: &str = "installation.key";

/// The version of this description.
const FORM: u32 = 1;

/// What a backup is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli) enum Of {
    /// Records and recordings, sealed.
    Data,
    /// Keys: whoever has them and the data can read everything.
    Keys,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::cli) struct Held {
    /// Its place in the backup, with `/`.
    pub(in crate::cli) name: String,
    pub(in crate::cli) bytes: u64,
    pub(in crate::cli) sha256: String,
}

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Holding {
    form: u32,
    pub(in crate::cli) of: Of,
    /// Version of Kith that made it.
    pub(in crate::cli) version: String,
    /// The moment whose state it holds.
    pub(in crate::cli) made_at: String,
    /// Where the records lie: in it (`sqlite`), or apart (`postgresql`).
    pub(in crate::cli) records: String,
    /// How many rows each table has.
    pub(in crate::cli) rows: BTreeMap<String, u64>,
    pub(in crate::cli) files: Vec<Held>,
}

impl Holding {
    pub(in crate::cli) fn new(of: Of, made_at: String, records: &str) -> Self {
        Self {
            form: FORM,
            of,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            records: records.to_owned(),
            rows: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    pub(in crate::cli) fn written(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Reads it back, and refuses names that lead out of a folder.
    pub(in crate::cli) fn read(bytes: &[u8], of: Of) -> Result<Self, String> {
        let read: Self =
            serde_json::from_slice(bytes).map_err(|_other| format!("{NAME} is not of a backup of Kith."))?;
        if read.form != FORM {
            return Err(format!("this backup has form {}; this Kith reads form {FORM}.", read.form));
        }
        if read.of != of {
            return Err(match of {
                Of::Data => "this is a backup of keys; name it with --keys-from.".to_owned(),
                Of::Keys => "this is a backup of data, not of keys.".to_owned(),
            });
        }
        match read.files.iter().find(|file| !is_expected(of, &file.name)) {
            Some(_) => Err(format!("{NAME} names a file that no backup of Kith holds.")),
            None => Ok(read),
        }
    }

    pub(in crate::cli) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    pub(in crate::cli) fn recordings(&self) -> usize {
        self.files.iter().filter(|file| file.name.starts_with(RECORDINGS)).count()
    }
}

/// Only these names are ever written to a disk by restoring.
fn is_expected(of: Of, name: &str) -> bool {
    match of {
        Of::Keys => name == KEYS || name == INSTALLATION,
        Of::Data => name == RECORDS || name.strip_prefix("recordings/").is_some_and(is_of_a_recording),
    }
}

/// Recordings are files named by their id.
pub(in crate::cli) fn is_of_a_recording(name: &str) -> bool {
    name.len() == 36 && name.parse::<uuid::Uuid>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_names_other_files_is_refused() {
        let mut holding = Holding::new(Of::Data, "2026-03-01T00:00:00Z".to_owned(), "sqlite");
        let file = |name: &str| Held { name: name.to_owned(), bytes: 1, sha256: String::new() };
        holding.files = vec![file(RECORDS), file("recordings/0198c0de-0000-7000-8000-000000000001")];
        assert_eq!(Holding::read(&holding.written(), Of::Data).expect("reads").recordings(), 1);
        assert!(Holding::read(&holding.written(), Of::Keys).is_err());
        for name in ["../records.sqlite", "recordings/../../x", "/etc/passwd", "recordings/x"] {
            let mut hostile = holding.clone();
            hostile.files.push(file(name));
            assert!(Holding::read(&hostile.written(), Of::Data).is_err(), "{name}");
        }
    }
}
