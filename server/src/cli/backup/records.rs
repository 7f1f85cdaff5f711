//! Taking a snapshot of an SQLite file while others write to it, and counting what is in it. The copy holds what is
//! committed at one moment, without the bytes of what was deleted. Must never open what is sealed.

use std::{collections::BTreeMap, path::Path};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};

fn quiet(path: &Path, how: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode={how}", path.display()));
    options.sqlx_logging(false).record_stmt_in_spans(false).max_connections(1);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(std::time::Duration::from_secs(15)));
    options
}

/// Opens a file that is there, to read it.
pub(in crate::cli) async fn open(path: &Path, how: &str) -> Result<DatabaseConnection, DbErr> {
    Database::connect(quiet(path, how)).await
}

/// Writes a copy of one moment. Writers go on meanwhile.
pub(in crate::cli) async fn snapshot(of: &Path, to: &Path) -> Result<(), DbErr> {
    // Not read-only: reading a database that nobody has open may need its shared-memory file to be made.
    let connection = open(of, "rw").await?;
    let into = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [to.display().to_string().into()]);
    connection.execute_raw(into).await?;
    connection.close().await
}

/// How many rows each table of a file has.
pub(in crate::cli) async fn rows(of: &Path) -> Result<BTreeMap<String, u64>, DbErr> {
    let connection = open(of, "ro").await?;
    let mut counts = BTreeMap::new();
    for table in tables(&connection).await? {
        let count = one(&connection, &format!("SELECT COUNT(*) FROM \"{table}\"")).await?;
        counts.insert(table, u64::try_from(count).unwrap_or(0));
    }
    connection.close().await?;
    Ok(counts)
}

/// The tables of a database, by name.
pub(in crate::cli) async fn tables(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, names)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// One number.
pub(in crate::cli) async fn one(connection: &DatabaseConnection, sql: &str) -> Result<i64, DbErr> {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    row.map_or(Ok(0), |row| row.try_get_by_index(0))
}

/// What a check of the whole file says; `ok` when nothing is wrong.
pub(in crate::cli) async fn integrity(connection: &DatabaseConnection) -> Result<String, DbErr> {
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check(1)");
    let row = connection.query_one_raw(check).await?;
    row.map_or(Ok("nothing".to_owned()), |row| row.try_get_by_index(0))
}

/// How many rows point to rows that are not there.
pub(in crate::cli) async fn loose_ends(connection: &DatabaseConnection) -> Result<usize, DbErr> {
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    Ok(connection.query_all_raw(check).await?.len())
}
