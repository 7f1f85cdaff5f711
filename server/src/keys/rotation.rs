//! Another key for the installation: every narrator's key is wrapped anew under it, and the old one is gone. What is sealed
//! under the narrators' keys stays as it is. Broken off at any moment, one of the two keys opens everything, and the next
//! start finds out which.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, TransactionTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{InstallationKey, KeyError, KeyFileError, NarratorKeys};
use crate::{config::StorageConfig, db::without_values};

/// Why the key could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key file.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// A key that is there does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store of keys.
    #[error("the store of keys failed: {}", without_values(.0))]
    Store(#[from] DbErr),
}

#[derive(FromQueryResult)]
struct Wrapped {
    narrator_id: uuid::Uuid,
    wrapped: Vec<u8>,
}

/// Changes the installation's key. Says how many keys are wrapped under the new one. Nobody may serve meanwhile: whoever
/// remembers the old key would wrap new narrators under it.
///
/// # Errors
/// When a key does not open, or the file or the store cannot be written; then the old key is as good as before.
pub async fn rotate(config: &StorageConfig) -> Result<u64, RotationError> {
    settle(config).await?;
    let old = InstallationKey::load_or_make(&config.keys)?;
    let keys = NarratorKeys::open(config, old.clone()).await?;
    let new = InstallationKey::make_next(&config.keys)?;
    let all = wrapped(&keys).await?;
    let mut again = Vec::with_capacity(all.len());
    for row in &all {
        let key = old.unwrap_key(row.narrator_id, &row.wrapped)?;
        again.push((row.narrator_id, new.wrap(row.narrator_id, &key)?));
    }
    let tx = keys.connection.begin().await?;
    for (narrator, wrapped) in again {
        let update = Query::update()
            .table("narrator_key")
            .value("wrapped", wrapped)
            .and_where(Expr::col("narrator_id").eq(narrator))
            .to_owned();
        tx.execute(&update).await?;
    }
    tx.commit().await?;
    InstallationKey::next_takes_over(&config.keys)?;
    if config.database.is_none() {
        keys.fold_in().await?;
    }
    Ok(u64::try_from(all.len()).unwrap_or(u64::MAX))
}

/// After a rotation that was broken off: the key that opens what is stored stays, the other goes.
///
/// # Errors
/// When neither opens what is stored, or the file or the store fails.
pub async fn settle(config: &StorageConfig) -> Result<(), RotationError> {
    let Some(next) = InstallationKey::load_next(&config.keys)? else { return Ok(()) };
    let keys = NarratorKeys::open(config, next.clone()).await?;
    // They were all wrapped anew in one transaction: any one of them tells.
    let opens = wrapped(&keys).await?.first().is_some_and(|row| next.unwrap_key(row.narrator_id, &row.wrapped).is_ok());
    if opens {
        InstallationKey::next_takes_over(&config.keys)?;
    } else {
        InstallationKey::forget_next(&config.keys)?;
    }
    Ok(())
}

async fn wrapped(keys: &NarratorKeys) -> Result<Vec<Wrapped>, DbErr> {
    let select = Query::select().columns(["narrator_id", "wrapped"]).from("narrator_key").to_owned();
    let found = Wrapped::find_by_statement(keys.connection.get_database_backend().build(&select));
    found.all(&keys.connection).await
}
