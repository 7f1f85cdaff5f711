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
    export,
    jobs::outbox,
    keys::NarratorKeys,
    people::Post,
    quote,
    search::Search,
};

/// How long it rests when nobody wakes it.
const REST: Duration = Duration::from_millis(500);
/// How long it rests at most after something failed.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// How long it waits for the index.
const PATIENCE: Duration = Duration::from_secs(30);

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
    post: Post,
) -> Keeper {
    let wake: Arc<Notify> = Arc::clone(&erasures.wake);
    let round = Round { db, keys, storage, search, clock, erasures, post };
    let task = tokio::spawn(async move {
        let mut failures: u32 = 0;
        loop {
            match round.once().await {
                Ok(()) => failures = 0,
                Err(error) => {
                    if failures == 0 {
                        tracing::error!(%error, "an erasure waits; trying again");
                    }
                    failures = failures.saturating_add(1);
                }
            }
            let rest = REST.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(LONGEST_REST);
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(rest) => {}
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
    post: Post,
}

impl Round {
    /// One round. What fails for one waits, and holds up nobody else.
    async fn once(&self) -> Result<(), ErasureError> {
        let mut failed = None;
        // First: what the erased were used for is gone afterwards.
        export::store::notify(&self.db, self.clock.now()).await?;
        export::letters::write(&self.db, &self.post, self.clock.now()).await?;
        for tombstone in tombstones::waiting(&self.db).await? {
            if let Err(error) = self.erase(tombstone).await {
                failed = Some(error);
            }
        }
        quote::store::sweep(&self.db).await?;
        audit::mark(&self.db, &self.keys, self.clock.now()).await?;
        failed.map_or(Ok(()), Err)
    }

    async fn erase(&self, mut tombstone: Tombstone) -> Result<(), ErasureError> {
        let narrator = tombstone.narrator;
        self.keys.destroy(narrator).await?;
        self.keys.forget_all_but_erasure(narrator).await?;
        let files = steps::files(&self.db, &self.storage, &tombstone).await?;
        tombstone.removed = steps::rows(&self.db, &self.keys, &tombstone, files, self.clock.now()).await?;
        let newest = outbox::newest(&self.db).await?;
        if tokio::time::timeout(PATIENCE, self.search.caught_up_with(newest)).await.is_err() {
            return Err(std::io::Error::other("the index does not follow").into());
        }
        fold_in(&self.db, &self.keys, &self.storage).await?;
        let left = self.db.left_of(narrator).await?;
        let folder = self.storage.data.clone();
        let probes = self.erasures.probes_of(narrator);
        let pieces = u64::try_from(probes.len()).unwrap_or(0);
        let found = tokio::task::spawn_blocking(move || scan::found_in(&folder, &probes)).await;
        let found = found.map_err(|_ended| std::io::Error::other("the scan broke off"))??;
        if left > 0 || !found.is_empty() {
            let (rows, files) = (left, found.len());
            return Err(std::io::Error::other(format!("{rows} rows and {files} files are left of somebody")).into());
        }
        let at = self.clock.now();
        // After a restart there are none: then the rows and the index were looked at, and not the bytes.
        tombstone.removed.insert("pieces_looked_for".to_owned(), pieces);
        tombstone.verified_at = Some(at);
        self.db.transact(async |tx| tombstones::verified(tx, &tombstone, at).await).await?;
        self.erasures.forget(narrator);
        Ok(())
    }
}
