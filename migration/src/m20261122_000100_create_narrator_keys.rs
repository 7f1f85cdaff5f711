//! One key a narrator, wrapped by the installation's key. Destroying a row makes every copy of that narrator's
//! words unreadable at once, in every backup of the records too.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        narrator_key(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["narrator_key"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn narrator_key(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("narrator_key")
            .col(uuid("narrator_id").primary_key())
            .col(blob("wrapped"))
            .col(big_integer("made_at"))
            .to_owned(),
    )
    .await
}
