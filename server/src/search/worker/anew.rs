//! Building the index anew, beside the one that serves: some testimonies at a time, then what came meanwhile, then the new
//! one takes the old one's place in one step.

use std::time::{Duration, Instant};

use super::{Worker, WorkerError};
use crate::{
    ids::TestimonyId,
    jobs::{self, Job, JobKind, JobState},
    search::index::Writer,
    testimony::store,
};

/// How many testimonies are read at once.
const AT_ONCE: u8 = 16;
/// How often it is said how far it is.
const SAY: Duration = Duration::from_secs(1);

/// An index that is being built.
pub(super) struct Anew {
    writer: Writer,
    after: i64,
    until: i64,
    job: Option<Job>,
    said: Option<Instant>,
}

impl Anew {
    pub(super) fn new(writer: Writer, until: i64, job: Option<Job>) -> Self {
        Self { writer, after: 0, until, job, said: None }
    }
}

impl Worker {
    /// Some more testimonies, or the end of it. Says whether there is more to do.
    pub(super) async fn go_on_anew(&mut self) -> Result<bool, WorkerError> {
        let Some(mut anew) = self.anew.take() else { return Ok(false) };
        if anew.after >= anew.until {
            self.take_over(anew).await?;
            return Ok(true);
        }
        let step = self.step(&mut anew).await;
        // A database that fails for a moment does not cost what was built; an index that fails does, see `begin_again`.
        self.anew = Some(anew);
        step?;
        Ok(true)
    }

    async fn step(&self, anew: &mut Anew) -> Result<(), WorkerError> {
        let ids = store::ids_after(&self.db, anew.after, usize::from(AT_ONCE)).await?;
        let ids: Vec<TestimonyId> = ids.into_iter().map(|(_, id)| id).collect();
        let told = self.read(&ids).await?;
        for told in &told {
            anew.writer.put(told.id, Some(told))?;
        }
        anew.after = anew.after.saturating_add(i64::from(AT_ONCE)).min(anew.until);
        if anew.said.is_none_or(|said| said.elapsed() > SAY) {
            anew.said = Some(Instant::now());
            self.say(anew.job.as_ref(), JobState::Running, anew.after, anew.until).await;
        }
        Ok(())
    }

    async fn take_over(&mut self, mut anew: Anew) -> Result<(), WorkerError> {
        anew.writer.commit()?;
        while self.follow(&mut anew.writer).await? {}
        anew.writer.asked_anew = false;
        anew.writer.commit()?;
        let path = anew.writer.path().to_owned();
        anew.writer.finish()?;
        let writer = Writer::open(&path)?;
        self.folder.as_ref().ok_or(WorkerError::Held)?.use_from_now(&path)?;
        self.serve(writer);
        self.folder.as_ref().ok_or(WorkerError::Held)?.clear_but(&[path.as_path()])?;
        let mut job = anew.job;
        while let Some(done) = job {
            if !self.say(Some(&done), JobState::Done, anew.until, anew.until).await {
                break;
            }
            // Who asked while it was being built asked for the same.
            job = jobs::mine_next(&self.db, JobKind::Reindex).await?;
        }
        tracing::info!("the index was built anew");
        Ok(())
    }

    async fn say(&self, job: Option<&Job>, state: JobState, done: i64, total: i64) -> bool {
        let Some(job) = job else { return false };
        match jobs::report(&self.db, job, state, done, total, self.clock.now()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(job.id = %job.id, cause = crate::db::without_values(&error), "progress was not noted");
                false
            }
        }
    }
}
