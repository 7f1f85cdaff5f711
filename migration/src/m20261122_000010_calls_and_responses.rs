//! Those who pay ask what was learnt, and forums answer with summaries; readers ask about a summary, and what came of it is
//! said beside it. A call is for everybody to read and names nobody; what readers and editors write beside a summary is sealed
//! under the summary's own key.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["response", "call_answer", "learning_call"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        calls(m).await?;
        responses(m).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn index(
    m: &SchemaManager<'_>,
    name: &str,
    table: &'static str,
    columns: &[&'static str],
    once: bool,
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    if once {
        index.unique();
    }
    m.create_index(index).await
}

fn goes_with(table: &'static str, parent: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

async fn calls(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("learning_call")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("organisation_id"))
            .col(text_null("slug"))
            .col(text("language"))
            .col(text("called_by"))
            .col(text("title"))
            .col(text("purpose"))
            .col(text("questions"))
            .col(text("indicators"))
            .col(text("period_from"))
            .col(text("period_until"))
            .col(text("closes_on"))
            .col(text("grants"))
            .col(text("contact"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer("changed_at"))
            .col(big_integer_null("opened_at"))
            .col(big_integer_null("closed_at"))
            .foreign_key(&mut goes_with("learning_call", "project", "project_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_learning_call_project_id", "learning_call", &["project_id"], false).await?;
    index(m, "ix_learning_call_slug", "learning_call", &["organisation_id", "slug"], true).await?;
    m.create_table(
        Table::create()
            .table("call_answer")
            .col(uuid("id").primary_key())
            .col(uuid("call_id"))
            .col(uuid("summary_id"))
            .col(uuid("project_id"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .foreign_key(&mut goes_with("call_answer", "learning_call", "call_id"))
            .foreign_key(&mut goes_with("call_answer", "summary", "summary_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_call_answer_call_id", "call_answer", &["call_id", "summary_id"], true).await?;
    index(m, "ix_call_answer_summary_id", "call_answer", &["summary_id"], false).await
}

/// What is said beside a published summary: a reader's question with its answer, or what came of it. It stands as long as
/// what it was said beside stands as it was.
async fn responses(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("response")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("summary_id"))
            .col(text("kind"))
            .col(text("language"))
            .col(blob_null("secret_hash"))
            .col(blob_null("question_sealed"))
            .col(blob_null("name_sealed"))
            .col(big_integer("begun_at"))
            .col(blob_null("shown_question_sealed"))
            .col(blob_null("words_sealed"))
            .col(text("happened_on"))
            .col(uuid_null("said_by"))
            .col(big_integer_null("said_at"))
            .col(uuid_null("passed_by"))
            .col(big_integer_null("passed_at"))
            .col(blob_null("stood_beside"))
            .col(big_integer_null("declined_at"))
            .foreign_key(&mut goes_with("response", "summary", "summary_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_response_summary_id", "response", &["summary_id"], false).await?;
    index(m, "ix_response_project_id", "response", &["project_id", "begun_at"], false).await?;
    index(m, "ix_response_secret_hash", "response", &["secret_hash"], true).await
}
