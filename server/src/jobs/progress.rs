//! Long work with a number that people can watch: rows in the database, so that it survives a crash.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait};

use super::rows::job as rows;
use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id, JobId, ProjectId},
};

/// Which long work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Building the index anew.
    Reindex,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Not begun.
    Waiting,
    /// Being done.
    Running,
    /// Done.
    Done,
    /// Given up; the message says why.
    Failed,
}

impl JobKind {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reindex => "reindex",
        }
    }
}

impl JobState {
    /// The stored name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A long piece of work as it stands.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Which work: see [`JobKind`].
    pub kind: String,
    /// How far: see [`JobState`].
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all, 0 while unknown.
    pub total: i64,
    /// A stable code of what happened, never words of a story.
    pub message: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl From<rows::Model> for Job {
    fn from(row: rows::Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            state: row.state,
            done: row.done,
            total: row.total,
            message: row.message,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// Asks for a piece of work, in the transaction of the act that asks.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    tx: &Tx,
    kind: JobKind,
    project: Option<ProjectId>,
    asked_by: Option<AccountId>,
    at: Timestamp,
) -> Result<Job, DbErr> {
    let row = rows::ActiveModel {
        id: Set(JobId::at(at)),
        kind: Set(kind.as_str().to_owned()),
        project_id: Set(project),
        asked_by: Set(asked_by),
        state: Set(JobState::Waiting.as_str().to_owned()),
        done: Set(0),
        total: Set(0),
        message: Set(String::new()),
        created_at: Set(at),
        started_at: Set(None),
        finished_at: Set(None),
    };
    Ok(tx.house().insert(row).await?.into())
}

/// A piece of work.
///
/// # Errors
/// When the database fails.
pub async fn one(db: &Db, id: JobId) -> Result<Option<Job>, DbErr> {
    Ok(db.house().one::<rows::Entity>(rows::Column::Id.eq(id)).await?.map(Job::from))
}

/// The newest work of a project, and work of the whole installation.
///
/// # Errors
/// When the database fails.
pub async fn of_project(db: &Db, project: ProjectId) -> Result<Vec<Job>, DbErr> {
    let house = db.house();
    let found = house
        .select::<rows::Entity>()
        .filter(rows::Column::ProjectId.eq(project).or(rows::Column::ProjectId.is_null()))
        .order_by_desc(rows::Column::CreatedAt)
        .limit(50)
        .all(house.on())
        .await?;
    Ok(found.into_iter().map(Job::from).collect())
}

/// The oldest work of a kind that waits, or that was left running by a process that died.
///
/// # Errors
/// When the database fails.
pub async fn mine_next(db: &Db, kind: JobKind) -> Result<Option<Job>, DbErr> {
    let house = db.house();
    let open = [JobState::Waiting.as_str(), JobState::Running.as_str()];
    let found = house
        .select::<rows::Entity>()
        .filter(rows::Column::Kind.eq(kind.as_str()))
        .filter(rows::Column::State.is_in(open))
        .order_by_asc(rows::Column::CreatedAt)
        .one(house.on())
        .await?;
    Ok(found.map(Job::from))
}

/// Writes how far a piece of work is.
///
/// # Errors
/// When the database refuses, or the job is gone.
pub async fn report(db: &Db, job: &Job, state: JobState, done: i64, total: i64, at: Timestamp) -> Result<(), DbErr> {
    let ended = matches!(state, JobState::Done | JobState::Failed);
    let row = rows::ActiveModel {
        id: Set(job.id),
        state: Set(state.as_str().to_owned()),
        done: Set(done),
        total: Set(total),
        finished_at: Set(ended.then_some(at)),
        ..Default::default()
    };
    db.transact(async |tx| tx.house().update(row).await).await?;
    Ok(())
}
