//! The changes of Kith's tables, one file a change. A migration uses the words of its day and never an entity of the
//! server, so that an old one keeps meaning what it meant. `Migrator` changes the records, `KeyMigrator` the store of
//! narrators' keys, which is kept apart from them.

pub use sea_orm_migration::{MigratorTrait, MigratorTraitSelf};

mod m20261122_000001_create_people;
mod m20261122_000002_create_work;
mod m20261122_000003_create_consent;
mod m20261122_000004_create_testimony;
mod m20261122_000005_create_coding;
mod m20261122_000006_index_what_is_granted;
mod m20261122_000007_consent_that_reaches_everything;
mod m20261122_000008_learning_summaries;
mod m20261122_000009_asked_before_each_use;
mod m20261122_000010_calls_and_responses;
mod m20261122_000011_summaries_for_some;
mod m20261122_000100_create_narrator_keys;
mod m20261122_000101_keep_promises;

use sea_orm_migration::MigrationTrait;

/// The records: people, consents, testimonies, what is said of them, and the work to be done.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_people::Migration),
            Box::new(m20261122_000002_create_work::Migration),
            Box::new(m20261122_000003_create_consent::Migration),
            Box::new(m20261122_000004_create_testimony::Migration),
            Box::new(m20261122_000005_create_coding::Migration),
            Box::new(m20261122_000006_index_what_is_granted::Migration),
            Box::new(m20261122_000007_consent_that_reaches_everything::Migration),
            Box::new(m20261122_000008_learning_summaries::Migration),
            Box::new(m20261122_000009_asked_before_each_use::Migration),
            Box::new(m20261122_000010_calls_and_responses::Migration),
            Box::new(m20261122_000011_summaries_for_some::Migration),
        ]
    }
}

/// The keys of narrators: a file (SQLite) or a schema (PostgreSQL) of their own, backed up apart.
pub struct KeyMigrator;

impl MigratorTrait for KeyMigrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000100_create_narrator_keys::Migration),
            Box::new(m20261122_000101_keep_promises::Migration),
        ]
    }
}
