//! Narrators, their vault, and what they allow: notices, consent records, grants.
//! Columns that end in `_sealed` are readable only with the narrator's key.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        notice(m).await?;
        notice_text(m).await?;
        narrator(m).await?;
        vault(m).await?;
        consent_record(m).await?;
        consent_grant(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["consent_grant", "consent_record", "vault", "narrator", "notice_text", "notice"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn notice(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("notice")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(integer("edition"))
            .col(uuid("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer_null("published_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_notice_project_id")
                    .from("notice", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_notice_project_id_edition")
            .table("notice")
            .col("project_id")
            .col("edition")
            .unique()
            .to_owned(),
    )
    .await?;
    Ok(())
}

async fn notice_text(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("notice_text")
            .col(uuid("id").primary_key())
            .col(uuid("notice_id"))
            .col(text("language"))
            .col(text("title"))
            .col(text("body"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_notice_text_notice_id")
                    .from("notice_text", "notice_id")
                    .to("notice", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_notice_text_notice_id_language")
            .table("notice_text")
            .col("notice_id")
            .col("language")
            .unique()
            .to_owned(),
    )
    .await?;
    Ok(())
}

async fn narrator(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("narrator")
            .col(big_pk_auto("number"))
            .col(uuid("id").unique_key())
            .col(uuid("project_id"))
            .col(text("role"))
            .col(blob("pseudonym_sealed"))
            .col(blob("attributes_sealed"))
            .col(uuid("welcomed_by"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_narrator_project_id")
                    .from("narrator", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_narrator_project_id_number")
            .table("narrator")
            .col("project_id")
            .col("number")
            .to_owned(),
    )
    .await?;
    Ok(())
}

/// Names and contacts. Nothing joins to it but the acts of the vault.
async fn vault(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("vault")
            .col(uuid("narrator_id").primary_key())
            .col(uuid("project_id"))
            .col(blob("names_sealed"))
            .col(big_integer("changed_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_vault_narrator_id")
                    .from("vault", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await
}

async fn consent_record(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("consent_record")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid_null("notice_id"))
            .col(text("notice_language"))
            .col(text("mode"))
            .col(uuid("collected_by"))
            .col(text("collected_on"))
            .col(big_integer("recorded_at"))
            .col(big_integer_null("valid_until"))
            .col(blob_null("note_sealed"))
            .col(big_integer_null("replaced_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_consent_record_narrator_id")
                    .from("consent_record", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_consent_record_notice_id")
                    .from("consent_record", "notice_id")
                    .to("notice", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("ix_consent_record_narrator_id").table("consent_record").col("narrator_id").to_owned(),
    )
    .await?;
    Ok(())
}

/// One row a purpose. `scope` leaves room for testimony, passage and recording beside person.
async fn consent_grant(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("consent_grant")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("record_id"))
            .col(uuid("narrator_id"))
            .col(text("scope"))
            .col(uuid_null("scope_id"))
            .col(text("purpose"))
            .col(text("decision"))
            .col(text("audience"))
            .col(integer("audience_rank"))
            .col(big_integer("valid_from"))
            .col(big_integer_null("valid_until"))
            .col(big_integer_null("ended_at"))
            .col(text_null("ended_how"))
            .col(blob_null("reason_sealed"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_consent_grant_record_id")
                    .from("consent_grant", "record_id")
                    .to("consent_record", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_consent_grant_project_id_purpose_narrator_id")
            .table("consent_grant")
            .col("project_id")
            .col("purpose")
            .col("narrator_id")
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("ix_consent_grant_narrator_id").table("consent_grant").col("narrator_id").to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("ix_consent_grant_record_id").table("consent_grant").col("record_id").to_owned(),
    )
    .await?;
    Ok(())
}
