//! What coders say of passages: local codes, codings, tipping points. Positions, never words; memos are sealed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        local_code(m).await?;
        coding(m).await?;
        tipping_point(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["tipping_point", "coding", "local_code"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Codes a project adds under the built-in ones.
async fn local_code(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("local_code")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("codebook_id"))
            .col(uuid("parent_id"))
            .col(text("name"))
            .col(text("definition"))
            .col(text("rules"))
            .col(text_null("color"))
            .col(uuid("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer_null("retired_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_local_code_project_id")
                    .from("local_code", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_local_code_project_id").table("local_code").col("project_id").to_owned())
        .await?;
    Ok(())
}

async fn coding(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("coding")
            .col(big_pk_auto("number"))
            .col(uuid("id").unique_key())
            .col(uuid("project_id"))
            .col(uuid("testimony_id"))
            .col(uuid("narrator_id"))
            .col(uuid("revision_id"))
            .col(uuid("coder_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(uuid("code_id"))
            .col(text("attributes"))
            .col(blob_null("memo_sealed"))
            .col(text("anchored"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_coding_testimony_id")
                    .from("coding", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_coding_revision_id")
                    .from("coding", "revision_id")
                    .to("revision", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_coding_testimony_id").table("coding").col("testimony_id").to_owned())
        .await?;
    m.create_index(
        Index::create()
            .name("ix_coding_project_id_code_id")
            .table("coding")
            .col("project_id")
            .col("code_id")
            .to_owned(),
    )
    .await?;
    Ok(())
}

async fn tipping_point(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("tipping_point")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("testimony_id"))
            .col(uuid("narrator_id"))
            .col(uuid("revision_id"))
            .col(uuid("coder_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(text("axes"))
            .col(text("indicators"))
            .col(blob("words_sealed"))
            .col(text("review"))
            .col(text("anchored"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_tipping_point_testimony_id")
                    .from("tipping_point", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_tipping_point_revision_id")
                    .from("tipping_point", "revision_id")
                    .to("revision", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("ix_tipping_point_testimony_id").table("tipping_point").col("testimony_id").to_owned(),
    )
    .await?;
    m.create_index(
        Index::create().name("ix_tipping_point_project_id").table("tipping_point").col("project_id").to_owned(),
    )
    .await?;
    Ok(())
}
