//! Reading SQLite without the ORM's driver in between. That driver keeps a thread for each connection and hands every row over
//! singly: for a page of fifty rows the machine changes threads fifty times, which takes as long as all else.

use std::{
    path::PathBuf,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags,
    types::{Null, ToSqlOutput},
};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, Statement, Value, sqlx::sqlite::SqliteConnectOptions};
use tokio::sync::Semaphore;

use super::shape::{self, FromRow};

/// How many statements a connection keeps compiled.
const KEPT_STATEMENTS: usize = 64;

/// How long a question waits for its turn, as it would for a connection of the ORM's.
const PATIENCE: Duration = Duration::from_secs(20);

/// A few connections that read, each by one question at a time. Cheap to clone.
#[derive(Clone)]
pub(super) struct Direct(Arc<Shared>);

struct Shared {
    file: PathBuf,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Direct {
    /// Connections to the file at this address, which is there already; opened when they are needed, so many at most. None to
    /// what lies in memory.
    pub(super) fn to(url: &str, at_once: u32) -> Option<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .ok()
            .filter(|_| ![":memory:", "mode=memory"].iter().any(|kept| url.contains(kept)))?;
        let turns = Arc::new(Semaphore::new(usize::try_from(at_once).unwrap_or(1).max(1)));
        Some(Self(Arc::new(Shared { file: options.get_filename().to_owned(), turns, idle: Mutex::default() })))
    }

    /// Asks, off the threads that answer requests.
    pub(super) async fn all<T: FromRow>(&self, statement: Statement) -> Result<Vec<T>, DbErr> {
        let interrupted = || DbErr::Custom("reading was interrupted".into());
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.0.turns).acquire_owned()).await;
        let turn = turn.map_err(|_elapsed| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let turn = turn.map_err(|_closed| interrupted())?;
        let shared = Arc::clone(&self.0);
        let reading = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            shared.all(&statement)
        });
        reading.await.map_err(|_stopped| interrupted())?
    }
}

impl Shared {
    fn all<T: FromRow>(&self, statement: &Statement) -> Result<Vec<T>, DbErr> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open().map_err(refused)?,
        };
        // After an error the connection is closed rather than given to the next.
        let found = ask(&connection, statement)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(found)
    }

    #[expect(clippy::disallowed_methods, reason = "this is where SQLite is read directly")]
    fn open(&self) -> rusqlite::Result<Connection> {
        // Not read-only to the machine, which would keep it from the shared memory of the log; read-only to whoever asks.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.file, flags)?;
        connection.busy_timeout(Duration::from_secs(15))?;
        connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
        for (pragma, value) in [("query_only", "ON"), ("trusted_schema", "OFF"), ("temp_store", "MEMORY")] {
            connection.pragma_update(None, pragma, value)?;
        }
        Ok(connection)
    }
}

fn ask<T: FromRow>(connection: &Connection, statement: &Statement) -> Result<Vec<T>, DbErr> {
    let mut prepared = connection.prepare_cached(&statement.sql).map_err(refused)?;
    let values = statement.values.iter().flat_map(|values| &values.0);
    for (at, value) in values.enumerate() {
        prepared.raw_bind_parameter(at.saturating_add(1), bound(value)?).map_err(refused)?;
    }
    shape::of_sqlite(prepared)
}

/// What SQLite is given for a value.
#[expect(clippy::wildcard_enum_match_arm, reason = "kinds that no column of ours has are refused alike")]
fn bound(value: &Value) -> Result<ToSqlOutput<'_>, DbErr> {
    fn of<'v, T: Into<ToSqlOutput<'v>>>(value: Option<T>) -> ToSqlOutput<'v> {
        value.map_or_else(|| Null.into(), Into::into)
    }
    Ok(match value {
        Value::Bool(value) => of(*value),
        Value::Int(value) => of(*value),
        Value::BigInt(value) => of(*value),
        Value::Unsigned(value) => of(*value),
        // A limit, which is never so big.
        Value::BigUnsigned(value) => of(value.map(|number| i64::try_from(number).unwrap_or(i64::MAX))),
        Value::Double(value) => of(*value),
        Value::String(value) => of(value.as_deref()),
        Value::Bytes(value) => of(value.as_deref()),
        Value::Uuid(value) => of(value.as_ref().map(|id| id.as_bytes().as_slice())),
        _ => return Err(DbErr::Type("a kind of value that is not asked for here".into())),
    })
}

/// What went wrong, without the statement and without values.
pub(super) fn refused(error: rusqlite::Error) -> DbErr {
    let code = error.sqlite_error_code();
    DbErr::Query(RuntimeErr::Internal(code.map_or_else(|| "SQLite".to_owned(), |code| format!("SQLite: {code:?}"))))
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    struct Told {
        number: i64,
        place: Option<String>,
    }
    super::super::from_row!(Told { number, place });

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }

    fn shelf() -> (Folder, Shared) {
        let folder = Folder(std::env::temp_dir().join(format!("kith-direct-{}", uuid::Uuid::new_v4())));
        std::fs::create_dir(&folder.0).unwrap();
        let file = folder.0.join("records.sqlite");
        #[expect(clippy::disallowed_methods, reason = "the file is made here")]
        let connection = Connection::open(&file).unwrap();
        let told = "CREATE TABLE told (number INTEGER PRIMARY KEY, place TEXT);
            INSERT INTO told VALUES (1, NULL), (2, 'Utrecht'), (3, 'Ghent')";
        connection.execute_batch(told).unwrap();
        (folder, Shared { file, turns: Arc::new(Semaphore::new(1)), idle: Mutex::default() })
    }

    fn first(limit: u64) -> Statement {
        let sql = "SELECT number, place FROM told WHERE number > ? ORDER BY number LIMIT ?";
        Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, [Value::from(0_i64), Value::from(limit)])
    }

    #[test]
    fn rows_are_read_into_shapes_of_ours() {
        let (_folder, shelf) = shelf();
        let told: Vec<Told> = shelf.all(&first(2)).unwrap();
        let told: Vec<_> = told.iter().map(|one| (one.number, one.place.as_deref())).collect();
        assert_eq!(told, [(1, None), (2, Some("Utrecht"))]);
    }

    #[test]
    fn a_question_with_another_limit_is_not_compiled_anew() {
        let (_folder, shelf) = shelf();
        for limit in [1, 2, 3] {
            let told: Vec<Told> = shelf.all(&first(limit)).unwrap();
            assert_eq!(u64::try_from(told.len()).unwrap(), limit);
        }
        let idle = shelf.idle.lock().unwrap();
        let statement = idle.first().unwrap().prepare_cached(&first(1).sql).unwrap();
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "SQLite was built without ENABLE_QPSG");
    }

    #[test]
    fn what_is_wrong_is_said_without_a_word_of_the_question() {
        let (_folder, shelf) = shelf();
        let error = |sql: &str| {
            let asked = Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
            shelf.all::<Told>(&asked).err().unwrap().to_string()
        };
        let (unknown, missing) = ("SELECT secret FROM told", "SELECT number FROM told");
        for sql in [unknown, missing, "SELECT 'Ghent' AS number, 1 AS place", "DELETE FROM told"] {
            let said = error(sql);
            assert!(!said.contains("told") && !said.contains("Ghent") && !said.contains("secret"), "{said}");
        }
        assert_eq!(shelf.all::<Told>(&first(9)).unwrap().len(), 3, "nobody deleted anything");
    }
}
