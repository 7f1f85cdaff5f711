//! `kith migrate`: brings the tables up to date, or says which changes are waiting.

use clap::Args;
use migration::{Migrator, MigratorTraitSelf};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

use super::{CommandError, Ended, backup::holding::RECORDS, backup::records, say};
use crate::{app::Stores, config::StorageConfig, db};

const EXAMPLES: &str = "\
Examples:
  Bring the tables up to date (kith serve does so too when it starts):
    kith migrate
  See what would be changed, and change nothing:
    kith migrate --status

Exit codes: 0 up to date, 2 with --status: changes are waiting, 1 nothing could be done.";

/// Bring the tables up to date
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Migrate {
    #[command(flatten)]
    storage: StorageConfig,
    /// Only say which changes are waiting
    #[arg(long)]
    status: bool,
}

/// Does it.
pub(super) async fn run(asked: Migrate) -> Result<Ended, CommandError> {
    if !asked.status {
        Stores::open(&asked.storage).await?;
        say("The tables are up to date.")?;
        return Ok(Ended::Well);
    }
    let connection = connect(&asked.storage).await?;
    let waiting = waiting(&connection).await?;
    for (name, is_waiting) in &waiting {
        say(&format!("{}  {name}", if *is_waiting { "waiting" } else { "done   " }))?;
    }
    Ok(if waiting.iter().any(|(_, is_waiting)| *is_waiting) { Ended::InPart } else { Ended::Well })
}

/// Opens records that are there; never makes any.
pub(super) async fn connect(storage: &StorageConfig) -> Result<DatabaseConnection, CommandError> {
    if let Some(url) = &storage.database {
        return Ok(sea_orm::Database::connect(db::postgres(url, 1, None)).await?);
    }
    let file = storage.data.join(RECORDS);
    if !file.is_file() {
        return Err(CommandError::Said(format!("there are no records in {}", storage.data.display())));
    }
    Ok(records::open(&file, "rw").await?)
}

/// Every change of the tables, and whether it is still to be made.
pub(super) async fn waiting(connection: &DatabaseConnection) -> Result<Vec<(String, bool)>, DbErr> {
    let known = Statement::from_string(connection.get_database_backend(), "SELECT version FROM seaql_migrations");
    // OK to take a failure for "none": before the first change there is no such table.
    let rows = connection.query_all_raw(known).await.unwrap_or_default();
    let made: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let all = Migrator.migrations();
    Ok(all.iter().map(|change| (change.name().to_owned(), !made.iter().any(|made| made == change.name()))).collect())
}
