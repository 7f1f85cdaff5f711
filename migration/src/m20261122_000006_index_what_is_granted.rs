//! What is granted is asked with every row of a story: the index answers it alone, without a look at the table.

use sea_orm_migration::prelude::*;

const OLD: &str = "ix_consent_grant_project_id_purpose_narrator_id";
const NEW: &str = "ix_consent_grant_what_is_granted";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::create().name(NEW).table("consent_grant").to_owned();
        for column in [
            "project_id",
            "purpose",
            "narrator_id",
            "decision",
            "scope",
            "ended_at",
            "audience_rank",
            "valid_from",
            "valid_until",
        ] {
            index.col(column);
        }
        m.create_index(index).await?;
        m.drop_index(Index::drop().name(OLD).table("consent_grant").to_owned()).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::create().name(OLD).table("consent_grant").to_owned();
        for column in ["project_id", "purpose", "narrator_id"] {
            index.col(column);
        }
        m.create_index(index).await?;
        m.drop_index(Index::drop().name(NEW).table("consent_grant").to_owned()).await
    }
}
