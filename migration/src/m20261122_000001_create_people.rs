//! People and where they work: accounts, sessions, tokens, links; organisations, projects, memberships.
//! Times are milliseconds since 1970 in UTC; secrets are kept as SHA-256 of what was handed out.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        account(m).await?;
        session(m).await?;
        organisation(m).await?;
        project(m).await?;
        membership(m).await?;
        link(m).await?;
        api_token(m).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["api_token", "link", "membership", "project", "organisation", "session", "account"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn account(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("account")
            .col(uuid("id").primary_key())
            .col(text("email").unique_key())
            .col(text("display_name"))
            .col(text_null("password_hash"))
            .col(text("language"))
            .col(boolean("administrator"))
            .col(big_integer("created_at"))
            .col(big_integer_null("disabled_at"))
            .col(big_integer_null("password_changed_at"))
            .to_owned(),
    )
    .await
}

async fn session(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("session")
            .col(uuid("id").primary_key())
            .col(blob("secret_hash").unique_key())
            .col(uuid("account_id"))
            .col(big_integer("created_at"))
            .col(big_integer("last_seen_at"))
            .col(big_integer("expires_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_session_account_id")
                    .from("session", "account_id")
                    .to("account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_session_account_id").table("session").col("account_id").to_owned()).await?;
    Ok(())
}

async fn organisation(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("organisation")
            .col(uuid("id").primary_key())
            .col(text("name"))
            .col(big_integer("created_at"))
            .to_owned(),
    )
    .await
}

/// `consent_epoch` rises with every change of a consent, in the same transaction.
async fn project(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("project")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(text("name"))
            .col(text("description"))
            .col(text("language"))
            .col(big_integer("created_at"))
            .col(big_integer("consent_epoch"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_project_organisation_id")
                    .from("project", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .await
}

/// One row a role: in a small forum one person does several works.
async fn membership(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("membership")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("account_id"))
            .col(text("role"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_membership_project_id")
                    .from("membership", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_membership_account_id")
                    .from("membership", "account_id")
                    .to("account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(
        Index::create()
            .name("ix_membership_project_id_account_id_role")
            .table("membership")
            .col("project_id")
            .col("account_id")
            .col("role")
            .unique()
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_membership_account_id").table("membership").col("account_id").to_owned())
        .await?;
    Ok(())
}

/// One-time links: set-up, invitation, new password.
async fn link(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("link")
            .col(uuid("id").primary_key())
            .col(text("kind"))
            .col(blob("secret_hash").unique_key())
            .col(text_null("email"))
            .col(uuid_null("account_id"))
            .col(uuid_null("project_id"))
            .col(text_null("roles"))
            .col(uuid_null("made_by"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_link_account_id")
                    .from("link", "account_id")
                    .to("account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_link_project_id")
                    .from("link", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_link_project_id").table("link").col("project_id").to_owned()).await?;
    Ok(())
}

async fn api_token(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("api_token")
            .col(uuid("id").primary_key())
            .col(uuid("account_id"))
            .col(text("name"))
            .col(blob("secret_hash").unique_key())
            .col(text("scopes"))
            .col(uuid_null("project_id"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("last_used_at"))
            .col(big_integer_null("revoked_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_api_token_account_id")
                    .from("api_token", "account_id")
                    .to("account", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_api_token_project_id")
                    .from("api_token", "project_id")
                    .to("project", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    m.create_index(Index::create().name("ix_api_token_account_id").table("api_token").col("account_id").to_owned())
        .await?;
    Ok(())
}
