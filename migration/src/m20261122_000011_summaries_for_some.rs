//! Summaries for some readers and not for everybody: for whom a version was published, and the links that such readers are
//! handed. Of a link a hash is kept; whom it is for is sealed under the summary's key.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // What was published before was for everybody.
        let audience = text("audience").default("public").to_owned();
        m.alter_table(Table::alter().table("publication").add_column(audience).to_owned()).await?;
        m.create_table(
            Table::create()
                .table("summary_reader")
                .col(uuid("id").primary_key())
                .col(uuid("summary_id"))
                .col(blob("name_sealed"))
                .col(blob("secret_hash"))
                .col(uuid("made_by"))
                .col(big_integer("made_at"))
                .col(big_integer("expires_at"))
                .col(big_integer_null("ended_at"))
                .col(integer("opened_times").default(0).to_owned())
                .col(big_integer_null("last_opened_at"))
                .foreign_key(
                    ForeignKey::create()
                        .name("fk_summary_reader_summary_id")
                        .from("summary_reader", "summary_id")
                        .to("summary", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
        let mut by_secret = Index::create().name("ix_summary_reader_secret_hash").table("summary_reader").to_owned();
        m.create_index(by_secret.col("secret_hash").unique().to_owned()).await?;
        let mut by_summary = Index::create().name("ix_summary_reader_summary_id").table("summary_reader").to_owned();
        m.create_index(by_summary.col("summary_id").to_owned()).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.drop_table(Table::drop().table("summary_reader").to_owned()).await?;
        // What was published for some is no page of everybody's.
        m.get_connection().execute_unprepared("DELETE FROM publication WHERE audience <> 'public'").await?;
        m.alter_table(Table::alter().table("publication").drop_column("audience").to_owned()).await?;
        Ok(())
    }
}
