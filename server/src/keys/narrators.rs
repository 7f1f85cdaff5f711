//! The keys of narrators: a store apart from the records, opened keys remembered for a while in memory.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use migration::{KeyMigrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbErr, FromQueryResult,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::{InstallationKey, KeyError, NarratorKey, random};
use crate::{clock::Timestamp, config::StorageConfig, db, ids::NarratorId};

/// How many opened keys are remembered.
const REMEMBERED: usize = 20_000;
/// Under this name stands the key that finds what narrators carry.
const OF_FINDING: NarratorId = NarratorId(uuid::Uuid::nil());
/// Name of the schema that holds the keys on PostgreSQL.
const SCHEMA: &str = "kith_keys";

/// The store of narrators' keys. Cheap to clone.
#[derive(Clone)]
pub struct NarratorKeys {
    pub(super) connection: DatabaseConnection,
    pub(super) installation: InstallationKey,
    remembered: Arc<Mutex<HashMap<NarratorId, NarratorKey>>>,
    /// Whose keys were destroyed since the start.
    destroyed: Arc<Mutex<HashSet<uuid::Uuid>>>,
}

#[derive(FromQueryResult)]
struct Wrapped {
    narrator_id: uuid::Uuid,
    wrapped: Vec<u8>,
}

impl NarratorKeys {
    /// Opens the store: a file of its own beside the installation's key, or on PostgreSQL a schema of its own.
    ///
    /// # Errors
    /// When it cannot be opened or brought up to date.
    pub async fn open(config: &StorageConfig, installation: InstallationKey) -> Result<Self, DbErr> {
        let url = config.keys_url();
        let connection = if url.starts_with("sqlite:") {
            Database::connect(db::sqlite(&url, 2)).await?
        } else {
            let first = Database::connect(db::postgres(&url, 1, None)).await?;
            first.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}")).await?;
            first.close().await?;
            Database::connect(db::postgres(&url, 4, Some(SCHEMA))).await?
        };
        KeyMigrator::up(&connection, None).await?;
        Ok(Self { connection, installation, remembered: Arc::default(), destroyed: Arc::default() })
    }

    /// Where something a narrator carries is found again: its HMAC, which tells nothing of it. The key for it is nobody's, and
    /// wrapped like all others, so that what narrators carry outlives another key of the installation.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finder(&self, carried: &str, at: Timestamp) -> Result<Vec<u8>, KeyError> {
        let key = self.make(OF_FINDING, at).await?;
        Ok(hkdf::Hkdf::<sha2::Sha256>::extract(Some(key.bytes()), carried.as_bytes()).0.to_vec())
    }

    /// Makes a narrator's key, or gives the one that is there: safe to ask twice. Done before the narrator's own row is
    /// written; a key without a narrator harms nobody.
    ///
    /// # Errors
    /// When the store fails or the machine gives no random bytes.
    pub async fn make(&self, narrator: NarratorId, at: Timestamp) -> Result<NarratorKey, KeyError> {
        if self.was_erased(narrator).await? {
            return Err(KeyError::Gone);
        }
        let fresh = NarratorKey::from_bytes(random::<32>()?);
        let wrapped = self.installation.wrap(narrator.0, &fresh)?;
        let insert = Query::insert()
            .into_table("narrator_key")
            .columns(["narrator_id", "wrapped", "made_at"])
            .values_panic([narrator.0.into(), wrapped.into(), at.0.into()])
            .on_conflict(OnConflict::column("narrator_id").do_nothing().to_owned())
            .to_owned();
        self.connection.execute(&insert).await?;
        self.of(narrator).await
    }

    /// The narrator's key.
    ///
    /// # Errors
    /// [`KeyError::Gone`] when it was destroyed; otherwise when the store fails.
    pub async fn of(&self, narrator: NarratorId) -> Result<NarratorKey, KeyError> {
        self.of_all(&[narrator]).await?.remove(&narrator).ok_or(KeyError::Gone)
    }

    /// The keys of several narrators; those that are gone are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_all(&self, narrators: &[NarratorId]) -> Result<HashMap<NarratorId, NarratorKey>, KeyError> {
        let mut found = HashMap::with_capacity(narrators.len());
        let mut missing = Vec::new();
        {
            let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            for narrator in narrators {
                match remembered.get(narrator) {
                    Some(key) => drop(found.insert(*narrator, key.clone())),
                    None => missing.push(*narrator),
                }
            }
        }
        missing.sort_unstable();
        missing.dedup();
        for some in missing.chunks(500) {
            let ids: Vec<uuid::Uuid> = some.iter().map(|narrator| narrator.0).collect();
            let select = Query::select()
                .columns(["narrator_id", "wrapped"])
                .from("narrator_key")
                .and_where(Expr::col("narrator_id").is_in(ids))
                .to_owned();
            let rows = Wrapped::find_by_statement(self.connection.get_database_backend().build(&select))
                .all(&self.connection)
                .await?;
            let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() + rows.len() > REMEMBERED {
                remembered.clear();
            }
            let destroyed = self.destroyed.lock().unwrap_or_else(PoisonError::into_inner);
            // Who was destroyed while this was read is not given out and not remembered.
            for row in rows.into_iter().filter(|row| !destroyed.contains(&row.narrator_id)) {
                let key = self.installation.unwrap_key(row.narrator_id, &row.wrapped)?;
                remembered.insert(row.narrator_id.into(), key.clone());
                found.insert(row.narrator_id.into(), key);
            }
        }
        Ok(found)
    }

    /// How many keys there are, when the installation's key opens every one.
    ///
    /// # Errors
    /// [`KeyError::CannotOpen`] when one was wrapped by another installation's key; otherwise when the store fails.
    pub async fn all_open(&self) -> Result<u64, KeyError> {
        let select = Query::select().columns(["narrator_id", "wrapped"]).from("narrator_key").to_owned();
        let rows = Wrapped::find_by_statement(self.connection.get_database_backend().build(&select))
            .all(&self.connection)
            .await?;
        let mut count = 0;
        for row in rows {
            self.installation.unwrap_key(row.narrator_id, &row.wrapped)?;
            count += u64::from(row.narrator_id != OF_FINDING.0);
        }
        Ok(count)
    }

    /// Destroys a narrator's key: what was sealed under it can never be read again, here or in any backup.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn destroy(&self, narrator: NarratorId) -> Result<(), KeyError> {
        self.destroyed.lock().unwrap_or_else(PoisonError::into_inner).insert(narrator.0);
        let delete =
            Query::delete().from_table("narrator_key").and_where(Expr::col("narrator_id").eq(narrator.0)).to_owned();
        self.connection.execute(&delete).await?;
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).remove(&narrator);
        Ok(())
    }
}
