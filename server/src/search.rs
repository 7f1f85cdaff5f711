//! Finding passages, under consent. The index holds terms and numbers; what is allowed now is asked of the gate and filters
//! every passage before anything of it is counted; what is shown passes the gate once more. Must never show, count or rank
//! by anything that the gate does not let through.
//!
//! A withdrawal hides at once, without the index: it raises the epoch of consents, which every search asks for first.

mod asked;
mod codings;
mod facets;
mod hits;
pub mod http;
mod index;
mod matching;
pub mod reply;
mod snapshot;
mod statistics;
#[cfg(test)]
mod tests;
mod worker;

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use asked::Asked;
pub use asked::SearchQuery;
use codings::{CodeFilter, Codings};
use index::{IndexError, Open};
use snapshot::{Freshness, Snapshot};
use statistics::Statistics;
use tokio::sync::{Notify, Semaphore, watch};

use crate::{
    access::{Permit, ReadTestimonies},
    audit,
    clock::{Clock, Timestamp},
    codebook::Codes,
    coding,
    consent::gate::{Actor, Reason},
    db::Db,
    ids::{AccountId, CodeId, ProjectId, TestimonyId},
    jobs::{
        self, Job, JobKind,
        outbox::{self, Change, Entry},
    },
    keys::NarratorKeys,
    people,
    problem::Problem,
};

/// How long a search waits for an index that is just being opened.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many searches run at once; others wait their turn.
const AT_ONCE: usize = 4;

/// What can go wrong with a search.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The words cannot be understood.
    #[error(transparent)]
    Query(#[from] findable::QueryError),
    /// The index is being built.
    #[error("the index is being built")]
    Rebuilding,
    /// It would take too long.
    #[error("the search takes too long")]
    TooLong,
    /// No code is named so.
    #[error("no code is named so")]
    UnknownCode,
    /// What is allowed could not be asked.
    #[error(transparent)]
    Consent(#[from] crate::consent::ConsentError),
    /// The stories could not be opened.
    #[error(transparent)]
    Testimony(#[from] crate::testimony::TestimonyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        use actix_web::http::StatusCode;
        match error {
            SearchError::Query(wrong) => {
                let code = format!("query.{}", wrong.code.as_str());
                let detail = wrong.to_string();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, code.clone(), detail.clone()).at(
                    format!("at:{}", wrong.at),
                    code,
                    detail,
                )
            }
            SearchError::Rebuilding => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "search.rebuilding",
                "What can be found is being put in order anew. The stories themselves are all there. Try again soon.",
            )
            .retry_after(5),
            SearchError::TooLong => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "search.too-long",
                "This search takes too long. Look for rarer words, or for fewer at once.",
            ),
            SearchError::UnknownCode => {
                let detail = "No code of this project has the name behind code:. Choose it from the list of codes.";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "query.unknown-code", detail)
            }
            SearchError::Consent(error) => error.into(),
            SearchError::Testimony(error) => error.into(),
            SearchError::Database(error) => error.into(),
        }
    }
}

/// The search, as handlers ask it. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    shared: Arc<Shared>,
}

/// What searches and the worker share.
struct Shared {
    serving: RwLock<Option<Arc<Open>>>,
    follows: watch::Sender<Option<i64>>,
    wake: Notify,
    stopping: AtomicBool,
    broken: AtomicBool,
    /// The newest change of each project's testimonies that the index follows.
    changed: RwLock<HashMap<ProjectId, i64>>,
    snapshots: RwLock<HashMap<ProjectId, Arc<Snapshot>>>,
    statistics: RwLock<HashMap<ProjectId, Arc<Statistics>>>,
    codings: tokio::sync::Mutex<HashMap<ProjectId, Arc<Codings>>>,
    /// Testimonies whose codings changed since they were read.
    recoded: Mutex<HashMap<ProjectId, HashSet<TestimonyId>>>,
    turns: Semaphore,
}

/// The worker that keeps the index, running. Stops when dropped; [`Keeper::stop`] also waits for it.
pub struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the worker over this folder.
///
/// # Errors
/// When the machine gives no thread.
pub fn start(folder: PathBuf, db: Db, keys: NarratorKeys, clock: Clock) -> std::io::Result<(Search, Keeper)> {
    let shared = Arc::new(Shared {
        serving: RwLock::default(),
        follows: watch::Sender::new(None),
        wake: Notify::new(),
        stopping: AtomicBool::new(false),
        broken: AtomicBool::new(false),
        changed: RwLock::default(),
        snapshots: RwLock::default(),
        statistics: RwLock::default(),
        codings: tokio::sync::Mutex::default(),
        recoded: Mutex::default(),
        turns: Semaphore::new(AT_ONCE),
    });
    // One thread of its own to write the index, and one that keeps the connections of the database going meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let worker = worker::Worker::new(Arc::clone(&shared), db, keys, clock, folder);
    let thread = std::thread::Builder::new().name("index".to_owned()).spawn(move || runtime.block_on(worker.run()))?;
    Ok((Search { shared: Arc::clone(&shared) }, Keeper { shared, thread: Some(thread) }))
}

impl Keeper {
    /// Ends the worker after what it is doing, and waits for it.
    pub async fn stop(mut self) {
        self.tell();
        if let Some(thread) = self.thread.take() {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::warn!("the worker of the index did not end well; nothing is lost");
            }
        }
    }

    fn tell(&self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.shared.wake.notify_one();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.tell();
    }
}

impl Shared {
    fn serve(&self, open: Option<Arc<Open>>) {
        let gone = open.is_none();
        *self.serving.write().unwrap_or_else(PoisonError::into_inner) = open;
        if gone {
            self.follows.send_replace(None);
        }
    }

    fn follows(&self, number: i64) {
        self.follows.send_if_modified(|known| known.replace(number) != Some(number));
    }

    fn changed(&self, entries: &[Entry]) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        for entry in entries.iter().filter(|entry| entry.change == Change::Testimony) {
            let known = changed.entry(entry.project).or_default();
            *known = entry.number.max(*known);
        }
        drop(changed);
        for entry in entries {
            self.recoded(entry.project, entry.subject.map(TestimonyId));
        }
    }

    /// Remembers whose codings are to be read again; a corrected text carries its codings along.
    fn recoded(&self, project: ProjectId, testimonies: impl IntoIterator<Item = TestimonyId>) {
        let mut recoded = self.recoded.lock().unwrap_or_else(PoisonError::into_inner);
        recoded.entry(project).or_default().extend(testimonies);
    }

    fn serving(&self) -> Option<Arc<Open>> {
        self.serving.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Search {
    /// Waits until what was written up to this place of the outbox can be found.
    pub async fn caught_up_with(&self, number: i64) {
        self.shared.wake.notify_one();
        let mut follows = self.shared.follows.subscribe();
        // OK to end early: then nothing follows any more.
        let _ended = follows.wait_for(|follows| follows.is_some_and(|follows| follows >= number)).await;
    }

    /// The index, waiting a little for one that is just being opened.
    async fn serving(&self) -> Result<Arc<Open>, SearchError> {
        if self.shared.serving().is_none() {
            let mut follows = self.shared.follows.subscribe();
            // OK to end early: whether there is an index is asked again.
            let _in_vain = tokio::time::timeout(PATIENCE, follows.wait_for(Option::is_some)).await;
        }
        self.shared.serving().ok_or(SearchError::Rebuilding)
    }

    /// What this person may find now.
    async fn snapshot(
        &self,
        db: &Db,
        keys: &NarratorKeys,
        permit: &Permit<ReadTestimonies>,
    ) -> Result<Arc<Snapshot>, SearchError> {
        let project = permit.project();
        // Asked before anything remembered is believed: a withdrawal is in force when it commits.
        let consents = people::consent_epoch(db, project).await?;
        let changed = self.shared.changed.read().unwrap_or_else(PoisonError::into_inner).get(&project).copied();
        let freshness = Freshness { consents, testimonies: changed.unwrap_or(0) };
        let known = self.shared.snapshots.read().unwrap_or_else(PoisonError::into_inner).get(&project).cloned();
        if let Some(known) = known.filter(|known| known.is_good(freshness, permit.at())) {
            return Ok(known);
        }
        let made = Arc::new(Snapshot::make(db, keys, permit, freshness).await?);
        let mut all = self.shared.snapshots.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(project, Arc::clone(&made));
        Ok(made)
    }

    /// How frequent words are in what is allowed; counted anew when that or the index changed.
    fn statistics(
        &self,
        searcher: &tantivy::Searcher,
        open: &Open,
        project: ProjectId,
        snapshot: &Arc<Snapshot>,
    ) -> Result<Arc<Statistics>, IndexError> {
        let state = (open.serial, searcher.generation().generation_id());
        let known = self.shared.statistics.read().unwrap_or_else(PoisonError::into_inner).get(&project).cloned();
        if let Some(known) = known.filter(|known| known.of_state == state && Arc::ptr_eq(&known.snapshot, snapshot)) {
            return Ok(known);
        }
        let made = Arc::new(Statistics::of(searcher, state, Arc::clone(snapshot))?);
        let mut all = self.shared.statistics.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(project, Arc::clone(&made));
        Ok(made)
    }

    /// Where the codings of a project stand. Read once, and then what changed.
    async fn codings(&self, db: &Db, project: ProjectId) -> Result<Arc<Codings>, SearchError> {
        let beyond = db.beyond_consent(Reason::Columns, Actor::Worker);
        let mut all = self.shared.codings.lock().await;
        let recoded = self.shared.recoded.lock().unwrap_or_else(PoisonError::into_inner).remove(&project);
        let recoded: Vec<TestimonyId> = recoded.into_iter().flatten().collect();
        let known = all.get(&project);
        let read = match known {
            Some(known) if recoded.is_empty() => return Ok(Arc::clone(known)),
            Some(_) => coding::store::columns(&beyond, &recoded).await,
            None => coding::store::columns_of_project(&beyond, project).await,
        };
        let columns = read.inspect_err(|_| self.shared.recoded(project, recoded.iter().copied()))?;
        let mut codings = known.map(|known| Codings::clone(known)).unwrap_or_default();
        for testimony in recoded {
            codings.forget(testimony);
        }
        codings.take(columns);
        let codings = Arc::new(codings);
        all.insert(project, Arc::clone(&codings));
        Ok(codings)
    }

    /// Which codes are asked for, with those below them.
    async fn code_filter(
        &self,
        db: &Db,
        codes: &Codes,
        project: ProjectId,
        asked: &Asked,
    ) -> Result<CodeFilter, SearchError> {
        let mut filter = CodeFilter { codes: Vec::new(), coders: asked.coders.clone() };
        if asked.codes.is_empty() && asked.named_codes.is_empty() && asked.indicators.is_empty() {
            return Ok(filter);
        }
        let known = codes.of_project(db, project).await?;
        let below = |all: &[CodeId]| all.iter().flat_map(|code| known.descendants(*code)).collect::<Vec<_>>();
        filter.codes.extend(asked.codes.iter().map(|code| below(&[*code])));
        for name in &asked.named_codes {
            let named = known.named(name);
            if named.is_empty() {
                return Err(SearchError::UnknownCode);
            }
            filter.codes.push(below(&named));
        }
        if !asked.indicators.is_empty() {
            filter.codes.push(below(&asked.indicators));
        }
        Ok(filter)
    }

    /// Tells the worker that the index cannot be read.
    fn broke(&self) {
        self.shared.broken.store(true, Ordering::SeqCst);
        self.shared.wake.notify_one();
    }
}

/// Asks for the index to be built anew: of the whole installation, as one project's work or as everybody's. Who asks while
/// it is asked for already gets that same work.
///
/// # Errors
/// When the database refuses.
pub async fn reindex(
    db: &Db,
    project: Option<ProjectId>,
    asked_by: Option<AccountId>,
    at: Timestamp,
) -> Result<Job, sea_orm::DbErr> {
    if let Some(job) = jobs::mine_next(db, JobKind::Reindex).await? {
        return Ok(job);
    }
    db.transact(async |tx| {
        let everywhere = project.unwrap_or(ProjectId(uuid::Uuid::nil()));
        outbox::add(tx, Change::Everything, everywhere, None, at).await?;
        let event = audit::Event { act: "index.asked-anew", actor: asked_by, project, on: "index", subject: None, at };
        audit::add(tx, event).await?;
        jobs::add(tx, JobKind::Reindex, project, asked_by, at).await
    })
    .await
}
