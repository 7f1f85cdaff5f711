//! `kith backup`: a copy of records and recordings as they are at one moment, sealed as they lie, while the service goes on.
//! Keys are never in it: `--keys-to` writes them apart. The index is left out: it is built from the records.

pub(super) mod holding;
pub(super) mod records;
pub(super) mod vessel;

use std::path::{Path, PathBuf};

use clap::Args;

use self::{
    holding::{Holding, INSTALLATION, KEYS, Of, RECORDINGS, RECORDS},
    vessel::Writing,
};
use super::{CommandError, Ended, progress::Progress, say};
use crate::{clock::Clock, config::StorageConfig, keys::InstallationKey};

const EXAMPLES: &str = "\
Examples:
  Everything but the keys, into a folder or one file:
    kith backup --to /media/backup/kith-2026-03-01
    kith backup --to /media/backup/kith-2026-03-01.tar
  With the keys apart, on another disk; who has both can read everything:
    kith backup --to /media/backup/kith.tar --keys-to /media/safe/kith-keys

Records in PostgreSQL are taken with pg_dump; kith backup says how, takes the recordings and ends with exit code 2.

Exit codes: 0 everything is in the backup, 2 the records are not, 1 nothing was written.";

/// Copy records and recordings as they are at this moment, without keys
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Backup {
    #[command(flatten)]
    storage: StorageConfig,
    /// A folder that is not there yet, or a file ending in .tar
    #[arg(long, value_name = "FOLDER|FILE.tar")]
    to: PathBuf,
    /// Write the keys too, apart from the rest
    #[arg(long, value_name = "FOLDER|FILE.tar")]
    keys_to: Option<PathBuf>,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// Does it.
pub(super) async fn run(asked: Backup) -> Result<Ended, CommandError> {
    let storage = &asked.storage;
    if let Some(keys_to) = &asked.keys_to {
        never_together(&asked.to, keys_to)?;
        if !InstallationKey::file(&storage.keys).is_file() {
            return Err(CommandError::Said(format!("there are no keys in {}", storage.keys.display())));
        }
    }
    let on_sqlite = storage.database.is_none();
    let file = storage.data.join(RECORDS);
    if on_sqlite && !file.is_file() {
        return Err(CommandError::Said(format!("there are no records in {}", storage.data.display())));
    }
    let data = if on_sqlite { Some(file.as_path()) } else { None };
    let made = write(&asked.to, Of::Data, data, storage, asked.quiet).await?;
    say(&format!(
        "Records and recordings are in {}: {} rows, {} recordings, {} bytes.",
        asked.to.display(),
        made.rows.values().sum::<u64>(),
        made.recordings(),
        made.bytes()
    ))?;
    if let Some(keys_to) = &asked.keys_to {
        // After the records: a narrator's key is made before anything is sealed under it.
        let keys = storage.keys.join(KEYS);
        let keys = if on_sqlite { Some(keys.as_path()) } else { None };
        write(keys_to, Of::Keys, keys, storage, asked.quiet).await?;
        say(&format!("Keys are in {}. Keep them away from the rest.", keys_to.display()))?;
    } else {
        say("Keys are not in it. Without them nobody can read it: see --keys-to.")?;
    }
    if on_sqlite {
        return Ok(Ended::Well);
    }
    say(POSTGRES)?;
    Ok(Ended::InPart)
}

const POSTGRES: &str = "\
Records are in PostgreSQL and not in this backup. Take them BEFORE the recordings, the keys apart from the rest:
  pg_dump --format=custom --exclude-schema=kith_keys --file=records.dump \"$KITH_DATABASE\"
  kith backup --to FOLDER
  pg_dump --format=custom --schema=kith_keys --file=/another/disk/narrators.dump \"$KITH_DATABASE\"
and bring them back with pg_restore before kith restore.";

fn never_together(to: &Path, keys_to: &Path) -> Result<(), CommandError> {
    if keys_to == to || keys_to.starts_with(to) || to.starts_with(keys_to) {
        return Err(CommandError::said(
            "keys and data do not belong into one place: whoever finds it can read everything",
        ));
    }
    Ok(())
}

async fn write(
    to: &Path,
    of: Of,
    database: Option<&Path>,
    storage: &StorageConfig,
    quiet: bool,
) -> Result<Holding, CommandError> {
    let mut writing = Writing::begin(to).map_err(CommandError::Said)?;
    let workshop = writing.workshop().map_err(CommandError::Write)?;
    let outcome = fill(&mut writing, &workshop, of, database, storage, quiet).await;
    // OK to fail: the next backup to this place removes it.
    let _left_behind = vessel::remove(&workshop);
    match outcome {
        Ok(holding) => {
            writing.finish().map_err(CommandError::Write)?;
            Ok(holding)
        }
        Err(error) => {
            writing.give_up();
            Err(error)
        }
    }
}

async fn fill(
    writing: &mut Writing,
    workshop: &Path,
    of: Of,
    database: Option<&Path>,
    storage: &StorageConfig,
    quiet: bool,
) -> Result<Holding, CommandError> {
    let kind = if database.is_some() { "sqlite" } else { "postgresql" };
    let mut holding = Holding::new(of, Clock::Machine.now().to_string(), kind);
    if let Some(database) = database {
        let copy = workshop.join("snapshot");
        records::snapshot(database, &copy).await?;
        holding.rows = records::rows(&copy).await?;
        let name = if of == Of::Data { RECORDS } else { KEYS };
        holding.files.push(writing.put(name, &copy).map_err(CommandError::Write)?);
        std::fs::remove_file(&copy).map_err(CommandError::Write)?;
    }
    match of {
        Of::Data => recordings(writing, &mut holding, &storage.recordings(), quiet)?,
        Of::Keys => {
            let key = InstallationKey::file(&storage.keys);
            holding.files.push(writing.put(INSTALLATION, &key).map_err(CommandError::Write)?);
        }
    }
    let said = holding.written();
    let length = u64::try_from(said.len()).unwrap_or(u64::MAX);
    writing.put_bytes(holding::NAME, said.as_slice(), length).map_err(CommandError::Write)?;
    Ok(holding)
}

/// After the records: what was removed since is not copied, what came since harms nobody, being sealed.
fn recordings(writing: &mut Writing, holding: &mut Holding, folder: &Path, quiet: bool) -> Result<(), CommandError> {
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect(),
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(CommandError::Write(error)),
    };
    names.retain(|name| holding::is_of_a_recording(name));
    names.sort();
    let mut progress = Progress::of("recordings", u64::try_from(names.len()).unwrap_or(0), quiet || names.is_empty());
    for name in names {
        match writing.put(&format!("{RECORDINGS}/{name}"), &folder.join(&name)) {
            Ok(held) => holding.files.push(held),
            Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(CommandError::Write(error)),
        }
        progress.step();
    }
    progress.end();
    Ok(())
}
