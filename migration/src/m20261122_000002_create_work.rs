//! The work to be done and what was done: the outbox that feeds the index, jobs with progress, the audit chain.
//! None of them holds a word of a story.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        outbox(m).await?;
        job(m).await?;
        audit_event(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_event", "job", "outbox"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `number` is also the order of commits: writers take turns (see the server's `jobs`).
async fn outbox(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("outbox")
            .col(big_pk_auto("number"))
            .col(text("kind"))
            .col(uuid("project_id"))
            .col(uuid_null("subject_id"))
            .col(big_integer("created_at"))
            .to_owned(),
    )
    .await
}

async fn job(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("job")
            .col(uuid("id").primary_key())
            .col(text("kind"))
            .col(uuid_null("project_id"))
            .col(uuid_null("asked_by"))
            .col(text("state"))
            .col(big_integer("done"))
            .col(big_integer("total"))
            .col(text("message"))
            .col(big_integer("created_at"))
            .col(big_integer_null("started_at"))
            .col(big_integer_null("finished_at"))
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_job_project_id").table("job").col("project_id").to_owned()).await?;
    m.create_index(Index::create().name("ix_job_state").table("job").col("state").to_owned()).await?;
    Ok(())
}

async fn audit_event(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("audit_event")
            .col(big_pk_auto("number"))
            .col(big_integer("at"))
            .col(text("act"))
            .col(uuid_null("actor_id"))
            .col(uuid_null("project_id"))
            .col(text("subject_kind"))
            .col(uuid_null("subject_id"))
            .col(blob("previous_hash"))
            .col(blob("hash"))
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_audit_event_project_id").table("audit_event").col("project_id").to_owned())
        .await?;
    Ok(())
}
