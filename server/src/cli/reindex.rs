//! `kith reindex`: has the index built anew from the records. The service does it when it runs, serving from the old one
//! meanwhile; otherwise this command does.

use std::{
    fs::{File, TryLockError},
    path::Path,
    time::Duration,
};

use clap::Args;

use super::{CommandError, Ended, progress::Progress, say};
use crate::{
    app::Stores,
    clock::Clock,
    config::StorageConfig,
    jobs::{self, JobState},
    search,
};

/// How often to look how far it is.
const LOOK: Duration = Duration::from_millis(250);

const EXAMPLES: &str = "\
Example:
    kith reindex

People go on searching in the old index until the new one is whole. It is needed after nothing: the service mends its index
by itself. Stopping this command does not stop a service that builds.

Exit codes: 0 built, 1 not built.";

/// Build the index anew
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Reindex {
    #[command(flatten)]
    storage: StorageConfig,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// Does it.
pub(super) async fn run(asked: Reindex) -> Result<Ended, CommandError> {
    let stores = Stores::open(&asked.storage).await?;
    let index = asked.storage.index();
    let asked_for = search::reindex(&stores.db, None, None, Clock::Machine.now()).await?;
    let mut progress = Progress::of("indexed", 0, asked.quiet);
    let mut keeper = None;
    let state = loop {
        // The service may also end while it builds: then what is left is done here.
        if keeper.is_none() && !is_kept(&index) {
            progress.say("No service keeps this index: it is built here.");
            let started = search::start(index.clone(), stores.db.clone(), stores.keys.clone(), Clock::Machine);
            keeper = Some(started.map_err(CommandError::Write)?.1);
        }
        tokio::time::sleep(LOOK).await;
        let Some(job) = jobs::one(&stores.db, asked_for.id).await? else {
            return Err(CommandError::said("the work was taken off the list"));
        };
        let number = |count: i64| u64::try_from(count).unwrap_or(0);
        progress.at(number(job.done), number(job.total));
        if [JobState::Done.as_str(), JobState::Failed.as_str()].contains(&job.state.as_str()) {
            break job.state;
        }
    };
    progress.end();
    if let Some(keeper) = keeper {
        keeper.stop().await;
    }
    if state == JobState::Done.as_str() {
        say("The index is built.")?;
        Ok(Ended::Well)
    } else {
        Err(CommandError::said("the index could not be built; the log of the service says why"))
    }
}

/// Whether a process keeps the index of this folder.
pub(super) fn is_kept(index: &Path) -> bool {
    match File::open(index.join("held")) {
        Ok(held) => matches!(held.try_lock_shared(), Err(TryLockError::WouldBlock)),
        Err(_nobody_yet) => false,
    }
}
