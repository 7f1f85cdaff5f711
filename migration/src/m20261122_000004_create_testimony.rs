//! Testimonies, their immutable revisions, and recordings. Words are sealed under the narrator's key.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        testimony(m).await?;
        revision(m).await?;
        recording(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["recording", "revision", "testimony"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `number` is what the index and the bitmaps of consent know a testimony by.
async fn testimony(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("testimony")
            .col(big_pk_auto("number"))
            .col(uuid("id").unique_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("collected_by"))
            .col(text("kind"))
            .col(text("language"))
            .col(text("direction"))
            .col(text_null("told_on"))
            .col(blob("heading_sealed"))
            .col(big_integer("created_at"))
            .col(uuid("revision_id"))
            .col(integer("code_points"))
            .col(integer("turns"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_testimony_project_id")
                    .from("testimony", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_testimony_narrator_id")
                    .from("testimony", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_testimony_project_id_number")
            .table("testimony")
            .col("project_id")
            .col("number")
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_testimony_narrator_id").table("testimony").col("narrator_id").to_owned())
        .await?;
    Ok(())
}

/// The text never changes; turns are how it is read and may be mended.
async fn revision(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("revision")
            .col(uuid("id").primary_key())
            .col(uuid("testimony_id"))
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(integer("edition"))
            .col(uuid("created_by"))
            .col(big_integer("created_at"))
            .col(text("reason"))
            .col(integer("code_points"))
            .col(blob("text_sealed"))
            .col(blob("shape_sealed"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_revision_testimony_id")
                    .from("revision", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_revision_testimony_id_edition")
            .table("revision")
            .col("testimony_id")
            .col("edition")
            .unique()
            .to_owned(),
    )
    .await?;
    Ok(())
}

async fn recording(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("recording")
            .col(uuid("id").primary_key())
            .col(uuid("testimony_id"))
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(text("kind"))
            .col(text("source"))
            .col(blob("address_sealed"))
            .col(text("mime"))
            .col(big_integer_null("bytes"))
            .col(big_integer_null("duration_ms"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_recording_testimony_id")
                    .from("recording", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_recording_testimony_id").table("recording").col("testimony_id").to_owned())
        .await?;
    Ok(())
}
