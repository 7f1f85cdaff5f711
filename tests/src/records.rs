//! On which database a story is told. Each app has one of its own, which goes with it.

use std::{
    future::Future,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// A file in the app's folder.
    Sqlite,
    /// A database on the server that `KITH_TEST_POSTGRES` names.
    Postgres,
}

tokio::task_local! {
    static RECORDS: Records;
}

/// The server for tests, if there is one.
fn server() -> Option<String> {
    std::env::var("KITH_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Tells a story on this database. Without a PostgreSQL server, those that need one are left out.
pub fn tell(records: Records, story: impl Future<Output = ()>) {
    if records == Records::Postgres && server().is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(RECORDS.scope(records, story));
}

/// A PostgreSQL database of one app's own.
pub(crate) struct OwnDatabase {
    server: String,
    name: String,
}

impl OwnDatabase {
    /// Made when this story is told on PostgreSQL.
    pub(crate) fn if_wanted() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        if RECORDS.try_with(|records| *records).unwrap_or(Records::Sqlite) == Records::Sqlite {
            return None;
        }
        let number = MADE.fetch_add(1, Ordering::SeqCst);
        let own = Self { server: server()?, name: format!("kith_test_{}_{number}", std::process::id()) };
        own.ask(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", own.name));
        own.ask(&format!("CREATE DATABASE {} TEMPLATE template0", own.name));
        Some(own)
    }

    /// Its address: the server's, with its own name as the path.
    pub(crate) fn url(&self) -> String {
        let (before, query) = self.server.split_once('?').map_or((self.server.as_str(), None), |(a, b)| (a, Some(b)));
        let (scheme, rest) = before.split_once("://").unwrap();
        let host = rest.split_once('/').map_or(rest, |(host, _)| host);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{scheme}://{host}/{}{query}", self.name)
    }

    /// On a thread of its own, because a story may be ending and its runtime with it.
    fn ask(&self, statement: &str) {
        let (server, statement) = (self.server.clone(), statement.to_owned());
        let asked = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let connection = Database::connect(&server).await.unwrap();
                connection.execute_unprepared(&statement).await.unwrap();
                connection.close().await.unwrap();
            });
        });
        asked.join().unwrap();
    }
}

/// Copies the records as they are at this moment, without the keys, into a schema of the database.
pub(crate) async fn copy(url: &str) {
    let records = Database::connect(url).await.unwrap();
    records.execute_unprepared("DROP SCHEMA IF EXISTS copy CASCADE; CREATE SCHEMA copy").await.unwrap();
    for table in tables(&records).await {
        let copied = format!("CREATE TABLE copy.{table} AS TABLE public.{table}");
        records.execute_unprepared(&copied).await.unwrap();
    }
    records.close().await.unwrap();
}

/// Puts such a copy in the place of the records, while nobody serves them.
pub(crate) async fn put_back(url: &str) {
    let records = Database::connect(url).await.unwrap();
    let mut all = String::from("BEGIN; SET LOCAL session_replication_role = replica; ");
    for table in tables(&records).await {
        all.push_str(&format!("DELETE FROM public.{table}; INSERT INTO public.{table} SELECT * FROM copy.{table}; "));
    }
    records.execute_unprepared(&format!("{all} COMMIT")).await.unwrap();
    records.close().await.unwrap();
}

/// Where the server keeps this database, what it is about to write, and its log. What it holds in memory is written first.
pub(crate) async fn files_of(url: &str) -> Vec<PathBuf> {
    let records = Database::connect(url).await.unwrap();
    records.execute_unprepared("CHECKPOINT").await.unwrap();
    let asked = "SELECT current_setting('data_directory') || '/base/' || oid::text, current_setting('data_directory') \
                 FROM pg_database WHERE datname = current_database()";
    let row = records.query_one_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap().unwrap();
    let [base, data]: [String; 2] = [0, 1].map(|at| row.try_get_by_index(at).unwrap());
    records.close().await.unwrap();
    [base, format!("{data}/pg_wal"), format!("{data}/log")].map(PathBuf::from).into()
}

async fn tables(records: &DatabaseConnection) -> Vec<String> {
    let asked = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
    let rows = records.query_all_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        self.ask(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
