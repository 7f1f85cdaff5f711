//! Connections that read.

use std::future::Future;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    sea_query::SelectStatement,
};

use super::{direct::Direct, shape, shape::FromRow};

/// Where shapes of our own are read: over a connection, or in a transaction.
pub trait Reads: ConnectionTrait {
    /// The rows of this query.
    ///
    /// # Errors
    /// When the database fails, or a column holds something else.
    fn rows<T: FromRow>(&self, query: &SelectStatement) -> impl Future<Output = Result<Vec<T>, DbErr>> + Send;
}

/// Connections that read: through the ORM, and on SQLite directly for shapes of our own. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    orm: DatabaseConnection,
    direct: Option<Direct>,
}

impl Reader {
    pub(super) fn new(orm: DatabaseConnection, direct: Option<Direct>) -> Self {
        Self { orm, direct }
    }
}

impl Reads for Reader {
    async fn rows<T: FromRow>(&self, query: &SelectStatement) -> Result<Vec<T>, DbErr> {
        match &self.direct {
            Some(direct) => direct.all(self.get_database_backend().build(query)).await,
            None => shape::of_orm(&self.orm.query_all(query).await?),
        }
    }
}

impl Reads for DatabaseTransaction {
    async fn rows<T: FromRow>(&self, query: &SelectStatement) -> Result<Vec<T>, DbErr> {
        shape::of_orm(&self.query_all(query).await?)
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.orm.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.orm.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.orm.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.orm.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.orm.query_all_raw(statement).await
    }
}
