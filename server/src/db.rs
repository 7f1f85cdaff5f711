//! The connection to the records, and what may be done with it without asking anybody's consent: tables of the house
//! (accounts, projects, jobs …), which hold nothing of a story. Tables of stories are reached through `consent::gate` alone.

mod direct;
mod reader;
mod shape;

use std::{marker::PhantomData, time::Duration};

pub use reader::{Reader, Reads};
pub(crate) use shape::from_row;
pub use shape::{Cell, Cells, FromRow};

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbBackend, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait, RelationDef, Select,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sea_query::{Expr, IntoCondition},
};

use crate::config::StorageConfig;

/// A table that holds nothing of anybody's story. Implemented in the `rows` of each subject; a test lists them.
pub trait House: EntityTrait {}

/// A word of the house to stand beside rows of another table, where there is one.
pub struct Beside<E: EntityTrait> {
    pub(crate) join: RelationDef,
    pub(crate) column: Expr,
    pub(crate) called: &'static str,
    rows: PhantomData<E>,
}

impl<E: EntityTrait> Beside<E> {
    /// The column of the one row of the house that `from` names, and what it is called in the answer. In `to` each value must
    /// stand once.
    #[must_use]
    pub fn of<H: House>(from: E::Column, to: H::Column, column: H::Column, called: &'static str) -> Self {
        let join = E::belongs_to(H::default()).from(from).to(to).into();
        Self { join, column: Expr::col(column.as_column_ref()), called, rows: PhantomData }
    }
}

/// The records. Cheap to clone; the connections inside are private.
#[derive(Clone)]
pub struct Db {
    read: Reader,
    write: DatabaseConnection,
}

/// A transaction in which one act is done.
pub struct Tx {
    connection: DatabaseTransaction,
}

/// Reads and writes of house tables, over a connection or inside a transaction.
pub struct HouseTables<'a, C> {
    connection: &'a C,
}

impl Db {
    /// Connects, and on SQLite sets what makes it safe and quick: WAL, every commit on the disk, foreign keys, overwriting
    /// of what is deleted, one writer and several readers.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open(config: &StorageConfig) -> Result<Self, DbErr> {
        let url = config.database_url();
        if url.starts_with("sqlite:") {
            let write = Database::connect(sqlite(&url, 1)).await?;
            let read = Database::connect(sqlite(&url, config.readers)).await?;
            Ok(Self { read: Reader::new(read, direct::Direct::to(&url, config.readers)), write })
        } else {
            // Apart, so that writers who wait for their turn take no reader's connection.
            let read = Database::connect(postgres(&url, config.readers.max(4), None)).await?;
            let write = Database::connect(postgres(&url, 4, None)).await?;
            Ok(Self { read: Reader::new(read, None), write })
        }
    }

    /// The kind of database.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Tables that hold nothing of a story.
    #[must_use]
    pub fn house(&self) -> HouseTables<'_, Reader> {
        HouseTables { connection: &self.read }
    }

    /// The connection itself: for the gate, the migrations and nobody else (clippy.toml keeps it so).
    pub(crate) fn connection(&self) -> &Reader {
        &self.read
    }

    /// The writing connection, for migrations and checkpoints.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Takes what was overwritten out of SQLite's write-ahead log too: the log is folded in and cut to nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn fold_in(&self) -> Result<(), DbErr> {
        fold_in(&self.write).await
    }

    /// Does one act in one transaction: all of it, or nothing. Writers take turns from their first question to their commit,
    /// on both databases: what an act checks is still so when it writes.
    ///
    /// # Errors
    /// Whatever the act answers, or the database at begin and commit.
    pub async fn transact<T, E: From<DbErr>>(&self, act: impl AsyncFnOnce(&Tx) -> Result<T, E>) -> Result<T, E> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = Tx { connection: self.write.begin_with_options(options).await? };
        tx.take_turns().await?;
        match act(&tx).await {
            Ok(value) => {
                tx.connection.commit().await?;
                Ok(value)
            }
            Err(error) => {
                tx.connection.rollback().await?;
                Err(error)
            }
        }
    }
}

impl Tx {
    /// On SQLite the transaction itself is the turn. On PostgreSQL a lock is, held until the end: two acts that each check
    /// what the other is about to change would both go through otherwise, and numbers that are given out before commits
    /// would be stepped over by readers.
    async fn take_turns(&self) -> Result<(), DbErr> {
        if self.connection.get_database_backend() == DbBackend::Postgres {
            self.connection.execute_unprepared("SELECT pg_advisory_xact_lock(28233)").await?;
        }
        Ok(())
    }

    /// Tables that hold nothing of a story.
    #[must_use]
    pub fn house(&self) -> HouseTables<'_, DatabaseTransaction> {
        HouseTables { connection: &self.connection }
    }

    /// The transaction itself: for the gate, the outbox and the audit chain (clippy.toml keeps it so).
    pub(crate) fn connection(&self) -> &DatabaseTransaction {
        &self.connection
    }
}

#[expect(clippy::disallowed_methods, reason = "house tables hold nothing of a story")]
impl<'a, C: Reads> HouseTables<'a, C> {
    /// The rows that match.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<E: House>(&self, which: impl IntoCondition) -> Result<Vec<E::Model>, DbErr> {
        E::find().filter(which.into_condition()).all(self.connection).await
    }

    /// Some columns of the rows of a query, as a shape of our own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows<E: House, T: FromRow>(&self, select: Select<E>) -> Result<Vec<T>, DbErr> {
        self.connection.rows(select.as_query()).await
    }

    /// The row that matches, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one<E: House>(&self, which: impl IntoCondition) -> Result<Option<E::Model>, DbErr> {
        E::find().filter(which.into_condition()).one(self.connection).await
    }

    /// A query to shape further (order, limit, join to another house table).
    #[must_use]
    pub fn select<E: House>(&self) -> Select<E> {
        E::find()
    }

    /// The connection to run such a query on.
    #[must_use]
    pub fn on(&self) -> &'a C {
        self.connection
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: House,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        row.insert(self.connection).await
    }

    /// Changes a row.
    ///
    /// # Errors
    /// When the row is gone or the database refuses.
    pub async fn update<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: House,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        row.update(self.connection).await
    }

    /// Removes the rows that match, and says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete<E: House>(&self, which: impl IntoCondition) -> Result<u64, DbErr> {
        Ok(E::delete_many().filter(which.into_condition()).exec(self.connection).await?.rows_affected)
    }
}

/// Folds a write-ahead log in and cuts it to nothing. A reader that is still under way is waited for, a little each time.
pub(crate) async fn fold_in(connection: &DatabaseConnection) -> Result<(), DbErr> {
    for _ in 0..50 {
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, FOLD_IN)).await?;
        let busy: i32 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
        if busy == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(DbErr::Custom("the write-ahead log is held by a reader".into()))
}

const FOLD_IN: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// SQLite as Kith wants it.
pub(crate) fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = quiet(url);
    // A file does not hang up: asking before each use whether it is still there would only cost time.
    options.max_connections(connections).min_connections(1).test_before_acquire(false).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(15))
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("cache_size", "-8000")
            .pragma("temp_store", "MEMORY")
    });
    options
}

/// PostgreSQL as Kith wants it.
pub(crate) fn postgres(url: &str, connections: u32, schema: Option<&str>) -> ConnectOptions {
    let mut options = quiet(url);
    options.max_connections(connections).min_connections(1);
    if let Some(schema) = schema {
        options.set_schema_search_path(schema);
    }
    options
}

/// No statement in logs or spans: statements carry values.
fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(Duration::from_secs(20));
    options
}

/// What went wrong in the database, without the statement and without values: fit for a log.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "a word for the log; kinds not named here are all the same to it")]
pub fn without_values(error: &DbErr) -> String {
    let kind = match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => "unique constraint",
        Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => "foreign key",
        Some(_) => "constraint",
        None => match error {
            DbErr::ConnectionAcquire(_) => "no connection free",
            DbErr::Conn(_) => "connection lost",
            DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => "row gone",
            DbErr::Exec(_) => "statement refused",
            DbErr::Query(_) => "query refused",
            _ => "database",
        },
    };
    kind.to_owned()
}
