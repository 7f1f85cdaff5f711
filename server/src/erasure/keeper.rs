//! The one job that erases: takes what waits, removes it, sees whether anything is left, and says so in the tombstone. Also
//! writes down beside the keys how far the audit chain has come. Goes on where it was after a crash.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, task::JoinHandle};

use super::{ErasureError, Erasures, fold_in, scan, steps};
use crate::{
    audit,
    clock::Clock,
    config::StorageConfig,
    consent::tombstones::{self, Tombstone},
    db::Db,
    jobs::outbox,
    keys::NarratorKeys,
    quote,
    search::Search,
};

/// How long it rests when nobody wakes it.
const REST: Duration = Duration::from_millis(500);

/// The job, running. Stops when dropped.
pub struct Keeper {
    task: JoinHandle<()>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts it.
pub fn start(
    db: Db,
    keys: NarratorKeys,
    storage: StorageConfig,
    search: Search,
    clock: Clock,
    erasures: Erasures,
) -> Keeper {
    let wake: Arc<Notify> = Arc::clone(&erasures.wake);
    let round = Round { db, keys, storage, search, clock, erasures };
    let task = tokio::spawn(async move {
        let mut failed = false;
        loop {
            match round.once().await {
                Ok(()) => failed = false,
                Err(error) if !failed => {
                    tracing::error!(%error, "an erasure waits; trying again");
                    failed = true;
                }
                Err(_still) => {}
            }
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(REST) => {}
            }
        }
    });
    Keeper { task }
}

struct Round {
    db: Db,
    keys: NarratorKeys,
    storage: StorageConfig,
    search: Search,
    clock: Clock,
    erasures: Erasures,
}

impl Round {
    async fn once(&self) -> Result<(), ErasureError> {
        for tombstone in tombstones::waiting(&self.db).await? {
            self.erase(tombstone).await?;
        }
        quote::store::sweep(&self.db).await?;
        audit::mark(&self.db, &self.keys, self.clock.now()).await?;
        Ok(())
    }

    async fn erase(&self, mut tombstone: Tombstone) -> Result<(), ErasureError> {
        let narrator = tombstone.narrator;
        self.keys.destroy(narrator).await?;
        self.keys.forget_all_but_erasure(narrator).await?;
        let removed = steps::rows(&self.db, &tombstone, self.clock.now()).await?;
        let files = steps::files(&self.storage, &removed.recordings)?;
        for (name, number) in removed.numbers.into_iter().chain([("files".to_owned(), files)]) {
            // Work that was broken off is counted with what is done now.
            *tombstone.removed.entry(name).or_default() += number;
        }
        self.search.caught_up_with(outbox::newest(&self.db).await?).await;
        fold_in(&self.db, &self.keys, &self.storage).await?;
        let left = self.db.left_of(narrator).await?;
        let folder = self.storage.data.clone();
        let probes = self.erasures.probes_of(narrator);
        let found = tokio::task::spawn_blocking(move || scan::found_in(&folder, &probes)).await;
        let found = found.map_err(|_ended| std::io::Error::other("the scan broke off"))??;
        if left > 0 || !found.is_empty() {
            tracing::error!(rows = left, files = found.len(), "something is left of somebody who is erased");
            return Ok(());
        }
        let at = self.clock.now();
        tombstone.verified_at = Some(at);
        self.db.transact(async |tx| tombstones::verified(tx, &tombstone, at).await).await?;
        self.erasures.forget(narrator);
        Ok(())
    }
}
