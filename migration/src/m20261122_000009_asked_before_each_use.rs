//! Who wished to see each use first is asked, passage by passage; what proves a consent is kept beside it; somebody may
//! speak for a narrator; a notice can be read in easy words and be heard. The database refuses a use that its narrator
//! wished to see first and did not allow.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use super::m20261122_000007_consent_that_reaches_everything::a_use_needs_a_grant;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["asked_again", "notice_sound", "representative", "consent_evidence", "use_asking"];

/// Shown first, where that was wished, and allowed: this very quote, or a publication that shows it.
const SEEN_FIRST: &str = "(NOT g.review_before_use OR NEW.audience_rank = 0 OR EXISTS (SELECT 1 FROM use_asking a \
     WHERE a.grant_id = g.id AND a.answer = 'yes' AND a.ended_at IS NULL AND a.purpose = NEW.purpose \
     AND a.audience_rank >= NEW.audience_rank AND a.testimony_id = NEW.testimony_id \
     AND a.revision_id = NEW.revision_id AND a.start_at = NEW.start_at AND a.end_at = NEW.end_at \
     AND ((NEW.kind = 'quote' AND a.id = NEW.of_id) OR NEW.kind = 'publication')))";
/// As it was: never beyond the team.
const NEVER: &str = "(NOT g.review_before_use OR NEW.audience_rank = 0)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        askings(m).await?;
        evidence(m).await?;
        representatives(m).await?;
        notices(m).await?;
        again(m).await?;
        let spoken_for = uuid_null("representative_id");
        m.alter_table(Table::alter().table("consent_record").add_column(spoken_for).to_owned()).await?;
        let (at, times) = (big_integer_null("told_at"), integer("told_times").default(0).to_owned());
        m.alter_table(Table::alter().table("export_notice").add_column(at).to_owned()).await?;
        m.alter_table(Table::alter().table("export_notice").add_column(times).to_owned()).await?;
        trigger_anew(m, SEEN_FIRST).await
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        trigger_anew(m, NEVER).await?;
        for column in ["told_at", "told_times"] {
            m.alter_table(Table::alter().table("export_notice").drop_column(column).to_owned()).await?;
        }
        m.alter_table(Table::alter().table("consent_record").drop_column("representative_id").to_owned()).await?;
        m.alter_table(Table::alter().table("notice_text").drop_column("easy_body").to_owned()).await?;
        for table in TABLES {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn trigger_anew(m: &SchemaManager<'_>, seen_first: &str) -> Result<(), DbErr> {
    let backend = m.get_database_backend();
    let drop = match backend {
        DbBackend::Postgres => "DROP TRIGGER a_use_needs_a_grant ON consent_use; DROP FUNCTION a_use_needs_a_grant();",
        _ => "DROP TRIGGER a_use_needs_a_grant;",
    };
    m.get_connection().execute_unprepared(drop).await?;
    m.get_connection().execute_unprepared(&a_use_needs_a_grant(backend, seen_first)).await?;
    Ok(())
}

async fn index(m: &SchemaManager<'_>, name: &str, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
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

/// A passage that its narrator is shown before it is told. Bound to the grant: a new answer is asked anew.
async fn askings(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("use_asking")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(uuid("grant_id"))
            .col(uuid("revision_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(text("purpose"))
            .col(text("audience"))
            .col(integer("audience_rank"))
            .col(text("place"))
            .col(text("language"))
            .col(blob("words_sealed"))
            .col(uuid("asked_by"))
            .col(big_integer("asked_at"))
            .col(text_null("answer"))
            .col(big_integer_null("answered_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(&mut goes_with("use_asking", "testimony", "testimony_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_use_asking_grant_id", "use_asking", &["grant_id", "answer", "ended_at"]).await?;
    index(m, "ix_use_asking_project_id", "use_asking", &["project_id", "asked_at"]).await?;
    index(m, "ix_use_asking_narrator_id", "use_asking", &["narrator_id"]).await
}

/// A paper that was signed, or the yes as it was spoken: sealed under the narrator's key, as it shows who they are.
async fn evidence(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("consent_evidence")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("record_id"))
            .col(text("kind"))
            .col(text("mime"))
            .col(integer("bytes"))
            .col(blob("content_sealed"))
            .col(uuid("kept_by"))
            .col(big_integer("kept_at"))
            .foreign_key(&mut goes_with("consent_evidence", "consent_record", "record_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_consent_evidence_narrator_id", "consent_evidence", &["narrator_id"]).await?;
    index(m, "ix_consent_evidence_record_id", "consent_evidence", &["record_id"]).await
}

/// Who may speak for a narrator, and until when; what they are called is sealed.
async fn representatives(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("representative")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(text("role"))
            .col(text("since"))
            .col(text_null("until"))
            .col(blob("names_sealed"))
            .col(uuid("named_by"))
            .col(big_integer("named_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(&mut goes_with("representative", "narrator", "narrator_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_representative_narrator_id", "representative", &["narrator_id"]).await
}

/// That somebody went through a story with its narrator after it was told, passage by passage.
async fn again(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("asked_again")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(uuid("revision_id"))
            .col(text("asked_on"))
            .col(integer("kept_out"))
            .col(uuid("asked_by"))
            .col(big_integer("asked_at"))
            .foreign_key(&mut goes_with("asked_again", "testimony", "testimony_id"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_asked_again_narrator_id", "asked_again", &["narrator_id"]).await
}

/// The same notice in easy words, and as it is heard.
async fn notices(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    let easy = text("easy_body").default("").to_owned();
    m.alter_table(Table::alter().table("notice_text").add_column(easy).to_owned()).await?;
    m.create_table(
        Table::create()
            .table("notice_sound")
            .col(uuid("id").primary_key())
            .col(uuid("notice_id"))
            .col(text("language"))
            .col(text("form"))
            .col(text("mime"))
            .col(integer("bytes"))
            .col(blob("content"))
            .col(big_integer("kept_at"))
            .foreign_key(&mut goes_with("notice_sound", "notice", "notice_id"))
            .to_owned(),
    )
    .await?;
    let mut one = Index::create().name("ix_notice_sound_notice_id").table("notice_sound").unique().to_owned();
    m.create_index(one.col("notice_id").col("language").col("form").to_owned()).await
}
