//! `kith keys rotate`: another key for the installation, while nobody serves.

use clap::{Args, Subcommand};

use super::{CommandError, Ended, reindex::is_kept, say};
use crate::{
    config::StorageConfig,
    keys::{self, InstallationKey},
};

const EXAMPLES: &str = "\
Example:
    systemctl stop kith
    kith keys rotate
    kith backup --to /media/backup/kith.tar --keys-to /media/safe/kith-keys
    systemctl start kith

Every narrator's key is wrapped under a new key of the installation, and the old one is removed. Do it when somebody who
could read the key file leaves, or when it may have been copied, and back the keys up at once: an older backup of the keys
holds the old one. What people told stays sealed as it is; return codes go on working.

Exit codes: 0 done, 1 nothing was changed.";

/// Look after the keys
#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Rotate(Rotate),
}

/// Change the installation's key
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
struct Rotate {
    #[command(flatten)]
    storage: StorageConfig,
}

/// Does it.
pub(super) async fn run(asked: Keys) -> Result<Ended, CommandError> {
    let What::Rotate(Rotate { storage }) = asked.what;
    if !InstallationKey::file(&storage.keys).is_file() {
        return Err(CommandError::Said(format!("there are no keys in {}", storage.keys.display())));
    }
    if is_kept(&storage.index()) {
        return Err(CommandError::said("a service is running: stop it first, for it remembers the old key"));
    }
    let number = keys::rotate(&storage).await.map_err(|error| CommandError::Said(error.to_string()))?;
    say(&format!("{number} keys are wrapped under a new key of the installation. Back the keys up now."))?;
    Ok(Ended::Well)
}
