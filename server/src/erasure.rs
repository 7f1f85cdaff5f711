//! Erasing a narrator: their key is destroyed at once, which makes every copy of their words unreadable, in every backup of
//! the records too; then one job removes what is left, row by row and file by file, and looks whether anything is. What
//! remains is a tombstone without personal data. Each subject removes its own rows; `steps` names them all.

mod keeper;
mod scan;
mod steps;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

pub use keeper::{Keeper, start};
use serde::Serialize;
use tokio::sync::Notify;
use utoipa::ToSchema;

use crate::{
    access::Purpose,
    audit,
    clock::Timestamp,
    config::StorageConfig,
    consent::{
        ConsentError,
        changes::{self, Author, Less},
        gate::Replaying,
        states::By,
        tombstones::{self, Tombstone},
    },
    db::{Db, Tx},
    ids::{NarratorId, ProjectId},
    keys::{KeyError, NarratorKeys, Promise, PromiseKind},
    named::named,
    testimony,
};

named! {
    /// On which ground somebody is erased (Article 17(1) of the GDPR).
    Ground {
        /// They took their consent back: 17(1)(b).
        Withdrawn = "withdrawn",
        /// They object: 17(1)(c).
        Objected = "objected",
        /// It is no longer needed: 17(1)(a).
        NoLongerNeeded = "no-longer-needed",
        /// It should never have been kept: 17(1)(d).
        Unlawful = "unlawful",
    }
}

/// What can go wrong with an erasure.
#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    /// What is allowed could not be ended.
    #[error(transparent)]
    Consent(#[from] ConsentError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The stories.
    #[error("the stories could not be read")]
    Stories(#[from] testimony::TestimonyError),
    /// A file.
    #[error("a file could not be removed: {0}")]
    File(#[from] std::io::Error),
    /// Summaries.
    #[error("a summary could not be read")]
    Summaries(#[from] crate::summary::SummaryError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<ErasureError> for crate::problem::Problem {
    fn from(error: ErasureError) -> Self {
        match error {
            ErasureError::Consent(error) => error.into(),
            ErasureError::Key(error) => error.into(),
            ErasureError::Stories(error) => error.into(),
            ErasureError::Summaries(error) => error.into(),
            ErasureError::Database(error) => error.into(),
            ErasureError::File(error) => Self::unforeseen(&error),
        }
    }
}

/// The erasures that wait, and pieces of the words to look for when each is done: in memory only. Cheap to clone.
#[derive(Clone, Default)]
pub struct Erasures {
    wake: Arc<Notify>,
    probes: Arc<Mutex<HashMap<NarratorId, Vec<Vec<u8>>>>>,
}

impl Erasures {
    fn expect(&self, narrator: NarratorId, probes: Vec<Vec<u8>>) {
        self.probes.lock().unwrap_or_else(PoisonError::into_inner).entry(narrator).or_insert(probes);
    }

    fn probes_of(&self, narrator: NarratorId) -> Vec<Vec<u8>> {
        self.probes.lock().unwrap_or_else(PoisonError::into_inner).get(&narrator).cloned().unwrap_or_default()
    }

    fn forget(&self, narrator: NarratorId) {
        self.probes.lock().unwrap_or_else(PoisonError::into_inner).remove(&narrator);
    }
}

/// Begins to erase somebody: when this returns nobody can read anything of them any more, here or in any backup of the
/// records. Safe to ask twice.
///
/// # Errors
/// When the database or the store of keys fails.
pub async fn begin(
    db: &Db,
    keys: &NarratorKeys,
    storage: &StorageConfig,
    erasures: &Erasures,
    narrator: NarratorId,
    author: Author,
    ground: Ground,
) -> Result<(), ErasureError> {
    if tombstones::of(db.house(), narrator).await?.is_some() {
        return Ok(keys.destroy(narrator).await?);
    }
    // What will be looked for, before anybody can begin to look; whoever has no key any more has no words either.
    erasures.expect(narrator, scan::probes(db, keys, narrator).await.unwrap_or_default());
    let ended = db.transact(async |tx| {
        if tombstones::of(tx.house(), narrator).await?.is_some() {
            return Ok(());
        }
        let ended = end_everything(tx, keys, author, narrator).await?;
        let tombstone = bury(tx, author, narrator, ground, ended).await?;
        tombstones::put(tx, tombstone).await?;
        author.changed(tx, "narrator.erasing", narrator, ground.as_str()).await?;
        let promise = Promise {
            kind: PromiseKind::Erased,
            project: author.project,
            narrator,
            purpose: ground.as_str().to_owned(),
            act: uuid::Uuid::nil(),
            said: String::new(),
            at: author.at,
        };
        keys.promise(&[promise]).await.map_err(ErasureError::from)
    });
    if let Err(error) = ended.await {
        erasures.forget(narrator);
        return Err(error);
    }
    keys.destroy(narrator).await?;
    fold_in(db, keys, storage).await?;
    erasures.wake.notify_one();
    Ok(())
}

/// Ends whatever is allowed; says which purposes were.
async fn end_everything(
    tx: &Tx,
    keys: &NarratorKeys,
    author: Author,
    narrator: NarratorId,
) -> Result<Vec<Purpose>, ErasureError> {
    let hand = Replaying::of(tx, author.project, narrator);
    let before = changes::granted(&hand, narrator).await?;
    let less = Less { narrator, purposes: Purpose::ALL, reason: None };
    changes::withdraw(tx, &hand, keys, author, less, "withdrawn:erasure").await?;
    Ok(before)
}

async fn bury(
    tx: &Tx,
    author: Author,
    narrator: NarratorId,
    ground: Ground,
    ended: Vec<Purpose>,
) -> Result<Tombstone, ErasureError> {
    let erasing = tx.erasing(author.project, narrator);
    let testimonies = testimony::store::ids_of(&erasing).await?;
    let of_consent = tombstones::of_consent(&erasing).await?;
    Ok(Tombstone {
        narrator,
        project: author.project,
        erased_on: author.at.day(),
        ground: ground.as_str().to_owned(),
        purposes: ended.iter().map(|purpose| purpose.as_str().to_owned()).collect(),
        notices: of_consent.notices,
        testimonies: testimonies.iter().map(ToString::to_string).collect(),
        uses: of_consent.uses,
        removed: HashMap::new(),
        verified_at: None,
        chain_head: audit::head(tx).await?,
    })
}

/// After a backup of the records was brought back: whoever was erased since is erased again, before anybody is served. Says
/// how many that were.
///
/// # Errors
/// When the database or the store of keys fails.
pub async fn again(
    db: &Db,
    keys: &NarratorKeys,
    storage: &StorageConfig,
    erasures: &Erasures,
    at: Timestamp,
) -> Result<u64, ErasureError> {
    let mut again = 0;
    for promise in keys.promises().await? {
        if promise.kind != PromiseKind::Erased {
            continue;
        }
        if tombstones::of(db.house(), promise.narrator).await?.is_none() {
            let author = Author { project: promise.project, by: By::Narrator, person: None, channel: "promise", at };
            let ground = Ground::parse(&promise.purpose).unwrap_or(Ground::Withdrawn);
            begin(db, keys, storage, erasures, promise.narrator, author, ground).await?;
            again += 1;
        }
        keys.destroy(promise.narrator).await?;
    }
    Ok(again)
}

/// On which day somebody was erased, if they were.
///
/// # Errors
/// When the database fails.
pub async fn erased_on(db: &Db, narrator: NarratorId) -> Result<Option<String>, sea_orm::DbErr> {
    Ok(tombstones::of(db.house(), narrator).await?.map(|tombstone| tombstone.erased_on))
}

/// One erasure as those who keep consents see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasureReply {
    /// The id that was the narrator's, and is nobody's any more.
    pub narrator_id: NarratorId,
    /// On which day.
    pub erased_on: String,
    /// On which ground.
    pub ground: String,
    /// How many stories.
    pub testimonies: usize,
    /// How many rows and files were removed, by kind.
    pub removed: HashMap<String, u64>,
    /// When it was seen that nothing is left; nothing while the work goes on.
    pub verified_at: Option<Timestamp>,
}

/// The erasures of a project, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_project(db: &Db, project: ProjectId) -> Result<Vec<ErasureReply>, sea_orm::DbErr> {
    let all = tombstones::of_project(db, project).await?;
    let reply = |one: Tombstone| ErasureReply {
        narrator_id: one.narrator,
        erased_on: one.erased_on,
        ground: one.ground,
        testimonies: one.testimonies.len(),
        removed: one.removed,
        verified_at: one.verified_at,
    };
    Ok(all.into_iter().map(reply).collect())
}

/// Takes what was overwritten out of the write-ahead logs too.
async fn fold_in(db: &Db, keys: &NarratorKeys, storage: &StorageConfig) -> Result<(), ErasureError> {
    if storage.database.is_none() {
        db.fold_in().await?;
        keys.fold_in().await?;
    }
    Ok(())
}
