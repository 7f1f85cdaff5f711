//! The worker that keeps the index: it follows the outbox, a few times a second, and builds everything anew when asked or
//! when the index is not whole. It has a thread of its own. What it does may be done twice, and none of it is ever lost:
//! the place up to which it follows is noted in the index itself, with the same commit.

mod anew;

use std::{
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use anew::Anew;
use futures_util::FutureExt;

use super::{
    Shared,
    index::{Folder, IndexError, Open, Writer, guarded},
};
use crate::{
    clock::Clock,
    consent::gate::{Actor, Reason},
    db::Db,
    ids::TestimonyId,
    jobs::{
        self, JobKind,
        outbox::{self, Change, Entry},
    },
    keys::{KeyError, NarratorKeys},
    testimony::{
        TestimonyError,
        store::{self, ForIndex},
    },
};

/// How often the outbox is looked at.
const TICK: Duration = Duration::from_millis(250);
/// How long to wait at most after something failed.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How many changes are followed with one commit.
const AT_ONCE: u64 = 64;

/// What can go wrong with the worker. It tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum WorkerError {
    /// Another process keeps the index of this folder.
    #[error("another process keeps the index of this folder")]
    Held,
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The disk.
    #[error("the folder of the index failed: {}", .0.kind())]
    Disk(#[from] std::io::Error),
    /// The database.
    #[error("the database failed: {}", crate::db::without_values(.0))]
    Database(#[from] sea_orm::DbErr),
    /// Opening a story.
    #[error("the stories could not be read")]
    Stories(#[from] TestimonyError),
    /// A mistake of ours.
    #[error("the worker broke off")]
    BrokeOff,
}

/// The worker.
pub(super) struct Worker {
    pub(super) shared: Arc<Shared>,
    pub(super) db: Db,
    pub(super) keys: NarratorKeys,
    pub(super) clock: Clock,
    root: PathBuf,
    folder: Option<Folder>,
    serving: Option<Writer>,
    anew: Option<Anew>,
}

impl Worker {
    pub(super) fn new(shared: Arc<Shared>, db: Db, keys: NarratorKeys, clock: Clock, root: PathBuf) -> Self {
        Self { shared, db, keys, clock, root, folder: None, serving: None, anew: None }
    }

    /// Works until it is told to stop.
    pub(super) async fn run(mut self) {
        let mut failures: u32 = 0;
        while !self.shared.stopping.load(Ordering::SeqCst) {
            let turn = AssertUnwindSafe(self.turn()).catch_unwind().await;
            let pause = match turn.unwrap_or(Err(WorkerError::BrokeOff)) {
                Ok(true) => continue,
                Ok(false) => {
                    failures = 0;
                    TICK
                }
                Err(error) => {
                    if failures == 0 {
                        tracing::warn!(%error, "the index is behind; trying again");
                    }
                    failures = failures.saturating_add(1);
                    self.begin_again(&error);
                    TICK.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(LONGEST_PAUSE)
                }
            };
            tokio::select! {
                () = self.shared.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.close();
    }

    /// One turn. Says whether there is more to do at once.
    async fn turn(&mut self) -> Result<bool, WorkerError> {
        if self.folder.is_none() {
            self.folder = Some(Folder::take(&self.root)?.ok_or(WorkerError::Held)?);
        }
        if self.shared.broken.swap(false, Ordering::SeqCst) {
            self.look_again();
        } else if self.serving.is_none() && self.anew.is_none() {
            self.open_current().await?;
        }
        if self.serving.is_none() && self.anew.is_none() {
            self.begin_anew().await?;
        }
        let mut more = false;
        if let Some(mut writer) = self.serving.take() {
            let followed = self.follow(&mut writer).await;
            let (follows, asked_anew) = (writer.follows, writer.asked_anew);
            self.serving = Some(writer);
            more |= followed?;
            self.shared.follows(follows);
            if asked_anew && self.anew.is_none() {
                self.begin_anew().await?;
            }
        }
        if self.anew.is_some() {
            more |= self.go_on_anew().await?;
        }
        Ok(more)
    }

    /// Opens the index that is there, if it is whole.
    async fn open_current(&mut self) -> Result<(), WorkerError> {
        let Some(current) = self.folder.as_ref().and_then(Folder::current) else { return Ok(()) };
        match Writer::open(&current) {
            Ok(writer) if writer.follows <= outbox::newest(&self.db).await? => {
                if let Some(folder) = &self.folder {
                    folder.clear_but(&[current.as_path()])?;
                }
                self.serve(writer);
            }
            Ok(_of_another_database) => tracing::warn!("the index is ahead of the database; building it anew"),
            Err(error) => tracing::warn!(%error, "building the index anew"),
        }
        if self.serving.is_none() {
            self.shared.serve(None);
        }
        Ok(())
    }

    fn serve(&mut self, writer: Writer) {
        self.shared.serve(Some(Arc::clone(&writer.open)));
        self.shared.follows(writer.follows);
        self.serving = Some(writer);
    }

    /// After a search that failed: an index that is whole stays, so that no query can take it from everybody.
    fn look_again(&mut self) {
        let Some(writer) = &self.serving else { return };
        match guarded(|| Open::examine(writer.path())) {
            Ok(_whole) => tracing::warn!("a search failed, and the index is whole"),
            Err(error) => {
                tracing::warn!(%error, "a search failed; building the index anew");
                self.shared.serve(None);
                self.serving = None;
            }
        }
    }

    /// After a failure: what was put and not committed is forgotten with its writer, and followed again from the note of
    /// the newest commit. Readers keep what they have.
    fn begin_again(&mut self, error: &WorkerError) {
        if matches!(error, WorkerError::Index(_) | WorkerError::Disk(_) | WorkerError::BrokeOff) {
            self.serving = None;
            self.anew = None;
        }
    }

    fn close(mut self) {
        if let Some(mut writer) = self.serving.take()
            && let Err(error) = writer.commit_if_ahead()
        {
            tracing::warn!(%error, "the index was not closed well; nothing is lost");
        }
        self.shared.serve(None);
    }

    /// Follows the outbox for some changes. Says whether there are more.
    async fn follow(&self, writer: &mut Writer) -> Result<bool, WorkerError> {
        let entries = outbox::after(&self.db, writer.follows, AT_ONCE).await?;
        let Some(newest) = entries.last().map(|entry| entry.number) else { return Ok(false) };
        let (mut ids, mut asked_anew) = (Vec::new(), false);
        for Entry { change, subject, .. } in &entries {
            match (change, subject.map(TestimonyId)) {
                (Change::Testimony, Some(id)) if !ids.contains(&id) => ids.push(id),
                (Change::Everything, _) => asked_anew = true,
                (Change::Testimony | Change::Codings | Change::Withdrawn, _) => {}
            }
        }
        // All is read before anything is put, so that a database that fails leaves nothing half put.
        let told = self.read(&ids).await?;
        for id in &ids {
            writer.put(*id, told.iter().find(|told| told.id == *id))?;
        }
        writer.follows = newest;
        if asked_anew {
            writer.asked_anew = true;
        }
        self.shared.changed(&entries);
        if !ids.is_empty() || asked_anew {
            writer.commit()?;
        }
        Ok(u64::try_from(entries.len()).unwrap_or(0) >= AT_ONCE)
    }

    /// Opens testimonies for the index. One that cannot be opened holds up no other.
    async fn read(&self, ids: &[TestimonyId]) -> Result<Vec<ForIndex>, WorkerError> {
        let beyond = self.db.beyond_consent(Reason::Indexing, Actor::Worker);
        let all = match store::for_index(&beyond, &self.keys, ids).await {
            Err(TestimonyError::Key(KeyError::CannotOpen)) => None,
            read => Some(read?),
        };
        if let Some(all) = all {
            return Ok(all);
        }
        let mut all = Vec::with_capacity(ids.len());
        for id in ids {
            match store::for_index(&beyond, &self.keys, &[*id]).await {
                Ok(one) => all.extend(one),
                Err(TestimonyError::Key(KeyError::CannotOpen)) => {
                    tracing::error!(testimony.id = %id, "cannot be opened, so it cannot be found");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(all)
    }

    async fn begin_anew(&mut self) -> Result<(), WorkerError> {
        let Some(folder) = &self.folder else { return Err(WorkerError::Held) };
        let follows = outbox::newest(&self.db).await?;
        let until = store::highest_number(&self.db).await?;
        let now = self.clock.now();
        let job = match jobs::mine_next(&self.db, JobKind::Reindex).await? {
            Some(job) => Some(job),
            // Nobody asked for it, but people may want to know why they find nothing for a while.
            None if until > 0 => {
                Some(self.db.transact(async |tx| jobs::add(tx, JobKind::Reindex, None, None, now).await).await?)
            }
            None => None,
        };
        let serving = self.serving.as_ref().map(Writer::path);
        folder.clear_but(&serving.into_iter().collect::<Vec<_>>())?;
        let path = folder.next()?;
        self.anew = Some(Anew::new(Writer::make(&path, follows)?, until, job));
        Ok(())
    }
}
