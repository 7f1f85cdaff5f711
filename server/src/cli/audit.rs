//! `kith audit verify`: whether the chain of everything that was done is whole, and has come as far as the marks beside the
//! keys say. Numbers only.

use clap::{Args, Subcommand};

use super::{CommandError, Ended, say};
use crate::{
    audit,
    config::StorageConfig,
    db::Db,
    keys::{InstallationKey, NarratorKeys},
};

const EXAMPLES: &str = "\
Example:
    kith audit verify

Every event holds the hash of the one before, so whoever changes, removes or moves one breaks the chain. Beside the keys
stands how far the chain had come: whoever cuts its end off, or writes it anew, is noticed too, as long as they have not
both the records and the keys.

Exit codes: 0 whole, 2 broken, 1 it could not be read.";

/// See whether what was done is remembered as it was
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Verify(Verify),
}

/// Go through the whole chain
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct Verify {
    #[command(flatten)]
    storage: StorageConfig,
}

/// Does it. Makes and changes nothing.
pub(super) async fn run(asked: Audit) -> Result<Ended, CommandError> {
    let What::Verify(Verify { storage }) = asked.what;
    if !InstallationKey::file(&storage.keys).is_file() {
        return Err(CommandError::Said(format!("there are no keys in {}", storage.keys.display())));
    }
    if storage.database.is_none() && !storage.data.join("records.sqlite").is_file() {
        return Err(CommandError::Said(format!("there are no records in {}", storage.data.display())));
    }
    let key = InstallationKey::load_or_make(&storage.keys).map_err(crate::app::StartError::from)?;
    let (db, keys) = (Db::open(&storage).await?, NarratorKeys::open(&storage, key).await?);
    match audit::verify(&db, &keys).await? {
        Ok(events) => {
            say(&format!("The chain of {events} events is whole."))?;
            Ok(Ended::Well)
        }
        Err(broken) => {
            say(&format!("BROKEN: {broken}. Compare the records with a backup."))?;
            Ok(Ended::InPart)
        }
    }
}
