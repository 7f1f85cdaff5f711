//! Learning summaries: drafts in editions, the passages they rest on, the gates they pass, and what is published; and
//! what is masked before words leave the team. What editors write is sealed under a key of the summary's own; narrators' words are never copied into it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "safeguarding_note",
    "redaction",
    "release",
    "publication",
    "summary_comment",
    "summary_sign",
    "summary_evidence",
    "summary_edition",
    "summary",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let slug = text_null("slug");
        m.alter_table(Table::alter().table("organisation").add_column(slug).to_owned()).await?;
        index(m, "ix_organisation_slug", "organisation", &["slug"], true).await?;
        let language = text("language").default("").to_owned();
        m.alter_table(Table::alter().table("quote").add_column(language).to_owned()).await?;
        summaries(m).await?;
        evidence(m).await?;
        gates(m).await?;
        publications(m).await?;
        redactions(m).await?;
        safeguarding(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        m.alter_table(Table::alter().table("quote").drop_column("language").to_owned()).await?;
        m.drop_index(Index::drop().name("ix_organisation_slug").table("organisation").to_owned()).await?;
        m.alter_table(Table::alter().table("organisation").drop_column("slug").to_owned()).await?;
        Ok(())
    }
}

async fn index(
    m: &SchemaManager<'_>,
    name: &str,
    table: &'static str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    if unique {
        index.unique();
    }
    for column in columns {
        index.col(*column);
    }
    m.create_index(index).await
}

fn of_a_summary(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_summary_id"))
        .from(table, "summary_id")
        .to("summary", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

async fn summaries(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("summary")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(text("language"))
            .col(text("audience"))
            .col(uuid_null("translation_of"))
            .col(text("period_from"))
            .col(text("period_until"))
            .col(text("grants"))
            .col(integer("edition"))
            .col(integer_null("submitted_edition"))
            .col(text_null("slug"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer("changed_at"))
            .col(big_integer_null("retired_at"))
            .foreign_key(
                ForeignKey::create().name("fk_summary_project_id").from("summary", "project_id").to("project", "id"),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_summary_project_id", "summary", &["project_id", "changed_at"], false).await?;
    m.create_table(
        Table::create()
            .table("summary_edition")
            .col(uuid("id").primary_key())
            .col(uuid("summary_id"))
            .col(integer("number"))
            .col(blob("document_sealed"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .foreign_key(&mut of_a_summary("summary_edition"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_summary_edition_summary_id", "summary_edition", &["summary_id", "number"], true).await?;
    m.create_table(
        Table::create()
            .table("summary_comment")
            .col(uuid("id").primary_key())
            .col(uuid("summary_id"))
            .col(uuid("block_id"))
            .col(blob("words_sealed"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer_null("settled_at"))
            .foreign_key(&mut of_a_summary("summary_comment"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_summary_comment_summary_id", "summary_comment", &["summary_id"], false).await
}

/// The passages that a statement rests on. Rows are a narrator's, as everything that stands on their words.
async fn evidence(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("summary_evidence")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("summary_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(uuid("revision_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(text("stance"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .foreign_key(&mut of_a_summary("summary_evidence"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_summary_evidence_testimony_id")
                    .from("summary_evidence", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_summary_evidence_summary_id", "summary_evidence", &["summary_id"], false).await?;
    index(m, "ix_summary_evidence_narrator_id", "summary_evidence", &["narrator_id"], false).await
}

/// Who passed a summary through which gate, in which edition, and on what state of the evidence.
async fn gates(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("summary_sign")
            .col(uuid("id").primary_key())
            .col(uuid("summary_id"))
            .col(integer("edition"))
            .col(text("gate"))
            .col(uuid("account_id"))
            .col(boolean("passed"))
            .col(blob_null("note_sealed"))
            .col(blob("rests_on"))
            .col(big_integer("at"))
            .foreign_key(&mut of_a_summary("summary_sign"))
            .to_owned(),
    )
    .await?;
    let one_each = &["summary_id", "edition", "gate", "account_id"];
    index(m, "ix_summary_sign_summary_id", "summary_sign", one_each, true).await
}

async fn publications(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("publication")
            .col(uuid("id").primary_key())
            .col(uuid("summary_id"))
            .col(uuid("project_id"))
            .col(uuid("organisation_id"))
            .col(text("slug"))
            .col(text("language"))
            .col(integer("version"))
            .col(integer("edition"))
            .col(blob("document_sealed"))
            .col(uuid("published_by"))
            .col(big_integer("published_at"))
            .col(big_integer("review_by"))
            .col(big_integer_null("reissued_at"))
            .col(big_integer_null("retired_at"))
            .foreign_key(&mut of_a_summary("publication"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_publication_summary_id", "publication", &["summary_id", "version"], true).await?;
    index(m, "ix_publication_slug", "publication", &["organisation_id", "slug", "version"], true).await?;
    // What numbers were released over whom: opaque ids, sealed. Kept so that two releases cannot be taken from one another.
    m.create_table(
        Table::create()
            .table("release")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("summary_id"))
            .col(blob("release_sealed"))
            .col(big_integer("at"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_release_project_id", "release", &["project_id"], false).await
}

/// What is masked in a narrator's words before they leave the team.
async fn redactions(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("redaction")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(uuid("revision_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(uuid("entity_id"))
            .col(text("category"))
            .col(text("identifier"))
            .col(text("confidential"))
            .col(blob("masked_sealed"))
            .col(uuid("decided_by"))
            .col(big_integer("decided_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_redaction_testimony_id")
                    .from("redaction", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_redaction_narrator_id", "redaction", &["narrator_id"], false).await?;
    index(m, "ix_redaction_entity_id", "redaction", &["entity_id"], false).await
}

/// Fears for somebody, for those who protect narrators.
async fn safeguarding(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("safeguarding_note")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(blob("words_sealed"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer_null("settled_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_safeguarding_note_narrator_id")
                    .from("safeguarding_note", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_safeguarding_note_project_id", "safeguarding_note", &["project_id", "made_at"], false).await
}
