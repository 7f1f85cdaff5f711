//! `kith restore`: puts a backup into an empty folder, after checking every byte of it. The index is left to be built. Must
//! never write over records or keys that are there.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    CommandError, Ended,
    backup::{
        holding::{self, Holding, INSTALLATION, KEYS, Of, RECORDS},
        records, vessel,
    },
    say,
};
use crate::config::StorageConfig;

const EXAMPLES: &str = "\
Examples:
    kith restore --from /media/backup/kith.tar --data /var/lib/kith
    kith restore --from /media/backup/kith.tar --keys-from /media/safe/kith-keys

The data folder must be empty, and so must the keys folder when keys are brought. Withdrawals and erasures made after the
backup are written beside the keys too: when the service starts on the present keys, it makes them again before it serves
anybody. An old backup of keys knows nothing of them, and holds keys that were destroyed since: keep the present keys where
they still are, and bring old ones only when they are lost; then repeat by hand what was asked since.

Exit codes: 0 everything is in its place, 2 the records are still to be brought (PostgreSQL), 1 nothing was changed.";

/// Put a backup into an empty folder, after checking all of it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Restore {
    #[command(flatten)]
    storage: StorageConfig,
    /// The backup
    #[arg(long, value_name = "FOLDER|FILE.tar")]
    from: PathBuf,
    /// The backup of the keys, when they are not on this machine
    #[arg(long, value_name = "FOLDER|FILE.tar")]
    keys_from: Option<PathBuf>,
}

/// Does it.
pub(super) async fn run(asked: Restore) -> Result<Ended, CommandError> {
    let storage = &asked.storage;
    empty(&storage.data)?;
    let described = |from: &Path, of| {
        let said = vessel::description(from, holding::NAME).map_err(CommandError::Said)?;
        Holding::read(&said, of).map_err(CommandError::Said)
    };
    let data = described(&asked.from, Of::Data)?;
    let keys = match &asked.keys_from {
        None => None,
        Some(from) => {
            empty(&storage.keys)?;
            Some((from, described(from, Of::Keys)?))
        }
    };
    if (data.records == "sqlite") != storage.database.is_none() {
        let kind = &data.records;
        return Err(CommandError::Said(format!(
            "this backup is of an installation with {kind}: set KITH_DATABASE alike"
        )));
    }
    // Both are checked before either is put in place.
    let keys_in_place = match &keys {
        None => None,
        Some((from, keys)) => Some(brought(from, keys, &storage.keys, KEYS).await?),
    };
    let data_in_place = match brought(&asked.from, &data, &storage.data, RECORDS).await {
        Ok(place) => place,
        Err(error) => {
            if let Some(place) = keys_in_place {
                place.give_up();
            }
            return Err(error);
        }
    };
    if let Some(place) = keys_in_place {
        place.finish()?;
    }
    data_in_place.finish()?;
    std::fs::create_dir_all(storage.recordings()).map_err(CommandError::Write)?;
    said(&data, storage, keys.is_some())
}

fn said(data: &Holding, storage: &StorageConfig, with_keys: bool) -> Result<Ended, CommandError> {
    let rows = data.rows.values().sum::<u64>();
    say(&format!("Restored {rows} rows and {} recordings as they were at {}.", data.recordings(), data.made_at))?;
    if with_keys {
        say(
            "Withdrawals and erasures made after these keys were backed up are not in them: repeat them before people sign in.",
        )?;
    } else {
        say(
            "Withdrawals and erasures made since are made again from the keys when the service starts. Corrections are not. \
             Where the keys know of later events than this backup, kith doctor says that the audit chain ends too early: it \
             does, and now you know why.",
        )?;
    }
    if !with_keys && !storage.keys.join(INSTALLATION).is_file() {
        say(&format!("There are no keys in {}: nothing can be read until they are brought.", storage.keys.display()))?;
    }
    say("The index is built when the service starts.")?;
    if data.records == "sqlite" {
        return Ok(Ended::Well);
    }
    say("The records of this backup are in PostgreSQL: bring them with pg_restore before the service starts.")?;
    Ok(Ended::InPart)
}

fn empty(folder: &Path) -> Result<(), CommandError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(CommandError::Said(format!(
                "{} is not empty, and nothing there is written over: move it away first",
                folder.display()
            ))),
        },
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(CommandError::Write(error)),
    }
}

/// Files that were brought and checked, in a hidden folder inside the one they are for.
struct InPlace {
    folder: PathBuf,
    hidden: PathBuf,
    made: bool,
}

impl InPlace {
    fn finish(self) -> Result<(), CommandError> {
        let moved = || -> std::io::Result<()> {
            for entry in std::fs::read_dir(&self.hidden)? {
                let entry = entry?;
                std::fs::rename(entry.path(), self.folder.join(entry.file_name()))?;
            }
            std::fs::remove_dir(&self.hidden)?;
            std::fs::File::open(&self.folder)?.sync_all()
        };
        moved().map_err(CommandError::Write)
    }

    fn give_up(self) {
        // OK to fail: what is left is in a folder whose name says so.
        let _left_behind = vessel::remove(&self.hidden);
        if self.made {
            let _not_empty = std::fs::remove_dir(&self.folder);
        }
    }
}

async fn brought(from: &Path, told: &Holding, folder: &Path, database: &str) -> Result<InPlace, CommandError> {
    let made = !folder.exists();
    std::fs::create_dir_all(folder).map_err(CommandError::Write)?;
    let place = InPlace { folder: folder.to_owned(), hidden: folder.join(".restoring"), made };
    let whole = match taken_out(from, told, &place.hidden) {
        Ok(()) => fits(told, &place.hidden.join(database)).await,
        Err(why) => Err(CommandError::Said(why)),
    };
    match whole {
        Ok(()) => Ok(place),
        Err(error) => {
            place.give_up();
            Err(error)
        }
    }
}

fn taken_out(from: &Path, told: &Holding, into: &Path) -> Result<(), String> {
    let mut missing: BTreeMap<&str, _> = told.files.iter().map(|file| (file.name.as_str(), file)).collect();
    vessel::each(from, |name, bytes| {
        if name == holding::NAME {
            return Ok(());
        }
        let Some(file) = missing.remove(name) else {
            return Err(format!("the backup holds something that it does not name, or twice: {}", name.escape_debug()));
        };
        let (length, sha256) = vessel::take_out(bytes, &into.join(name)).map_err(|cause| cause.to_string())?;
        if length != file.bytes || sha256 != file.sha256 {
            return Err(format!("{name} is damaged: it is not what was backed up"));
        }
        Ok(())
    })?;
    match missing.keys().next() {
        Some(name) => Err(format!("{name} is missing in the backup")),
        None => Ok(()),
    }
}

async fn fits(told: &Holding, database: &Path) -> Result<(), CommandError> {
    if !database.is_file() {
        return Ok(());
    }
    let connection = records::open(database, "ro").await?;
    let (integrity, loose) = (records::integrity(&connection).await?, records::loose_ends(&connection).await?);
    connection.close().await?;
    if integrity != "ok" || loose > 0 || records::rows(database).await? != told.rows {
        return Err(CommandError::said("the records in the backup are not whole"));
    }
    Ok(())
}
