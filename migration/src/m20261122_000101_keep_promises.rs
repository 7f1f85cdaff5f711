//! Beside the keys, and so apart from the records: what was withdrawn, kept out, held and erased, so that an old backup of
//! the records brings nobody back; and how far the audit chain had come, so that its end cannot be cut off unseen.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("promise")
                .col(big_pk_auto("number"))
                .col(text("kind"))
                .col(uuid("project_id"))
                .col(uuid("narrator_id"))
                .col(text("purpose"))
                .col(uuid("act_id"))
                .col(text("said"))
                .col(big_integer("at"))
                .to_owned(),
        )
        .await?;
        m.create_index(Index::create().name("ix_promise_narrator_id").table("promise").col("narrator_id").to_owned())
            .await?;
        m.create_table(
            Table::create()
                .table("chain_mark")
                .col(big_integer("number").primary_key())
                .col(blob("hash"))
                .col(big_integer("at"))
                .to_owned(),
        )
        .await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.drop_table(Table::drop().table("chain_mark").to_owned()).await?;
        m.drop_table(Table::drop().table("promise").to_owned()).await
    }
}
