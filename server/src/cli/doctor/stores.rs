//! Records, keys, audit chain and index: whether each is whole and follows the others. Numbers only.

use super::{
    super::{
        backup::{
            holding::{KEYS, RECORDS},
            records,
        },
        migrate,
    },
    found::{Found, Notes},
    places,
};
use crate::{
    audit,
    config::{Config, StorageConfig},
    db::Db,
    jobs::outbox,
    keys::{InstallationKey, NarratorKeys},
    people,
};

/// A write-ahead log longer than this was not folded in for long, in bytes.
const LONG_LOG: u64 = 256 * 1024 * 1024;

pub(super) async fn look(config: &Config, found: &mut Vec<Found>) {
    let storage = &config.storage;
    let connection = match migrate::connect(storage).await {
        Ok(connection) => connection,
        Err(error) => return found.fail("database", error.to_string()),
    };
    found.ok("database", if storage.database.is_some() { "PostgreSQL answers" } else { "SQLite answers" });
    match migrate::waiting(&connection).await {
        Ok(all) => {
            let waiting = all.iter().filter(|(_, waiting)| *waiting).count();
            if waiting > 0 {
                return found.fail("tables", format!("{waiting} changes are waiting: kith migrate"));
            }
            found.ok("tables", "all changes were made");
        }
        Err(error) => return found.fail("tables", crate::db::without_values(&error)),
    }
    if storage.database.is_none() {
        sqlite(storage, &connection, found).await;
    }
    let narrators = records::one(&connection, "SELECT COUNT(*) FROM narrator").await;
    let narrators = narrators.ok().and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
    // OK to fail: the process ends soon.
    let _closed = connection.close().await;
    match Db::open(storage).await {
        Ok(db) => opened(config, &db, narrators, found).await,
        Err(error) => found.fail("database", crate::db::without_values(&error)),
    }
}

async fn sqlite(storage: &StorageConfig, connection: &sea_orm::DatabaseConnection, found: &mut Vec<Found>) {
    match records::integrity(connection).await {
        Ok(said) if said == "ok" => found.ok("integrity", "every page of the records is whole"),
        Ok(said) => found.fail("integrity", format!("the records are damaged ({said}): restore the newest backup")),
        Err(error) => found.fail("integrity", crate::db::without_values(&error)),
    }
    match records::loose_ends(connection).await {
        Ok(0) => found.ok("references", "every row finds what it refers to"),
        Ok(count) => found.fail("references", format!("{count} rows refer to something that is not there")),
        Err(error) => found.fail("references", crate::db::without_values(&error)),
    }
    let log = storage.data.join(format!("{RECORDS}-wal"));
    let long = std::fs::metadata(log).map_or(0, |log| log.len());
    let words = format!("the write-ahead log has {} MiB", long / 1_048_576);
    if long > LONG_LOG { found.warn("log", words) } else { found.ok("log", words) }
}

async fn opened(config: &Config, db: &Db, narrators: u64, found: &mut Vec<Found>) {
    match people::console::everybody(db).await {
        Ok(all) if all.iter().any(|one| one.administrator && one.disabled_at.is_none()) => {
            found.ok("people", format!("{} accounts", all.len()));
        }
        Ok(_) => {
            found.warn("people", "nobody keeps the installation: open the link that kith serve prints, or kith user")
        }
        Err(error) => found.fail("people", crate::db::without_values(&error)),
    }
    keys(&config.storage, db, narrators, found).await;
    index(config, db, found).await;
}

async fn keys(storage: &StorageConfig, db: &Db, narrators: u64, found: &mut Vec<Found>) {
    // Never made here: a new key opens nothing.
    if !InstallationKey::file(&storage.keys).is_file() {
        return;
    }
    if storage.database.is_none() && !storage.keys.join(KEYS).is_file() {
        return found.fail("keys-open", format!("{KEYS} is missing in the keys folder: bring it back from its backup"));
    }
    let opened = match InstallationKey::load_or_make(&storage.keys) {
        Ok(key) => NarratorKeys::open(storage, key).await.map_err(|error| crate::db::without_values(&error)),
        Err(error) => Err(error.to_string()),
    };
    let counted = match &opened {
        Ok(keys) => {
            chain(db, keys, found).await;
            keys.all_open().await.map_err(|error| error.to_string())
        }
        Err(why) => Err(why.clone()),
    };
    match counted {
        Ok(count) if count < narrators => {
            let gone = narrators.saturating_sub(count);
            found.warn("keys-open", format!("{gone} narrators have no key: they were erased, or keys were lost"));
        }
        Ok(count) => found.ok("keys-open", format!("the installation's key opens all {count} keys of narrators")),
        Err(why) => {
            found.fail("keys-open", format!("the keys of narrators do not open ({why}): is this the right key file?"))
        }
    }
}

async fn chain(db: &Db, keys: &NarratorKeys, found: &mut Vec<Found>) {
    match audit::verify(db, keys).await {
        Ok(Ok(events)) => found.ok("audit", format!("the chain of {events} events is whole")),
        Ok(Err(broken)) => found.fail("audit", broken.to_string()),
        Err(error) => found.fail("audit", crate::db::without_values(&error)),
    }
}

async fn index(config: &Config, db: &Db, found: &mut Vec<Found>) {
    let newest = match outbox::newest(db).await {
        Ok(newest) => newest,
        Err(error) => return found.fail("index", crate::db::without_values(&error)),
    };
    match follows(config) {
        None => found.warn("index", "there is no index yet: it is built when the service starts, or by kith reindex"),
        Some(follows) if follows >= newest => found.ok("index", "the index follows every change"),
        Some(follows) => {
            let behind = newest.saturating_sub(follows);
            found.warn("index", format!("the index is {behind} changes behind: is the service running?"));
        }
    }
}

/// The place in the outbox up to which the index follows, as its newest commit notes it.
fn follows(config: &Config) -> Option<i64> {
    let meta = std::fs::read(places::index_meta(&config.storage.index())?).ok()?;
    let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
    let note: serde_json::Value = serde_json::from_str(meta.get("payload")?.as_str()?).ok()?;
    note.get("follows")?.as_i64()
}
