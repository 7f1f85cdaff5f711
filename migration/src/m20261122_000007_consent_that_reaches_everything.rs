//! The whole life of a consent: states, embargoes and limits; protection; what was used where; return codes and what
//! narrators say themselves; what is left when somebody is erased. The database itself refuses a use that no grant covers,
//! and a change of the audit chain.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "export_notice",
    "export",
    "tombstone",
    "narrator_said",
    "narrator_visit",
    "return_code",
    "consent_use",
    "quote",
    "protection_flag",
    "consent_limit",
];
const GRANTED_BEFORE: &[&str] = &[
    "project_id",
    "purpose",
    "narrator_id",
    "decision",
    "scope",
    "ended_at",
    "audience_rank",
    "valid_from",
    "valid_until",
];
const GRANTED: &[&str] = &[
    "project_id",
    "purpose",
    "narrator_id",
    "state",
    "scope",
    "ended_at",
    "audience_rank",
    "valid_from",
    "valid_until",
    "embargo_until",
    "embargo_event",
];
/// What a consent record must say of who keeps the stories.
const OF_AN_ORGANISATION: &[&str] = &["address", "contact", "jurisdiction", "storage_place"];
const INDEX: &str = "ix_consent_grant_what_is_granted";
/// Who wishes to see each use first is used in the team only.
const NEVER: &str = "(NOT g.review_before_use OR NEW.audience_rank = 0)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        grants(m).await?;
        limits(m).await?;
        flags(m).await?;
        quotes(m).await?;
        uses(m).await?;
        exports(m).await?;
        return_codes(m).await?;
        said(m).await?;
        tombstones(m).await?;
        m.alter_table(Table::alter().table("audit_event").add_column(text("detail").default("")).to_owned()).await?;
        index(m, "ix_audit_event_subject_id", "audit_event", &["subject_id"]).await?;
        let how = text("asked_how").default("{}").to_owned();
        m.alter_table(Table::alter().table("consent_record").add_column(how).to_owned()).await?;
        let months = integer_null("retention_months");
        m.alter_table(Table::alter().table("project").add_column(months).to_owned()).await?;
        for column in OF_AN_ORGANISATION {
            let column = text(*column).default("").to_owned();
            m.alter_table(Table::alter().table("organisation").add_column(column).to_owned()).await?;
        }
        let backend = m.get_database_backend();
        m.get_connection().execute_unprepared(&a_use_needs_a_grant(backend, NEVER)).await?;
        m.get_connection().execute_unprepared(triggers(backend)).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared(no_triggers(m.get_database_backend())).await?;
        m.drop_index(Index::drop().name("ix_audit_event_subject_id").table("audit_event").to_owned()).await?;
        m.alter_table(Table::alter().table("audit_event").drop_column("detail").to_owned()).await?;
        for column in OF_AN_ORGANISATION {
            m.alter_table(Table::alter().table("organisation").drop_column(*column).to_owned()).await?;
        }
        m.alter_table(Table::alter().table("project").drop_column("retention_months").to_owned()).await?;
        m.alter_table(Table::alter().table("consent_record").drop_column("asked_how").to_owned()).await?;
        for table in TABLES {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        m.drop_index(Index::drop().name(INDEX).table("consent_grant").to_owned()).await?;
        index(m, INDEX, "consent_grant", GRANTED_BEFORE).await?;
        for column in [
            "state",
            "state_by",
            "attribution",
            "voice",
            "image",
            "embargo_until",
            "embargo_event",
            "review_before_use",
            "countries_excluded",
            "legal_basis",
        ] {
            m.alter_table(Table::alter().table("consent_grant").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

async fn index(m: &SchemaManager<'_>, name: &str, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    m.create_index(index).await
}

/// What a grant says beyond yes and no. `state` is the one the gate asks for; `decision` stays what was answered.
async fn grants(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [
        text("state").default("refused").to_owned(),
        text("state_by").default("narrator").to_owned(),
        text("attribution").default("none").to_owned(),
        text("voice").default("none").to_owned(),
        text("image").default("none").to_owned(),
        big_integer_null("embargo_until"),
        text_null("embargo_event"),
        boolean("review_before_use").default(false).to_owned(),
        text("countries_excluded").default("").to_owned(),
        text("legal_basis").default("explicit-consent").to_owned(),
    ] {
        m.alter_table(Table::alter().table("consent_grant").add_column(column).to_owned()).await?;
    }
    m.get_connection()
        .execute_unprepared(
            "UPDATE consent_grant SET state = CASE WHEN decision <> 'granted' THEN 'refused' \
             WHEN ended_how LIKE 'withdrawn%' THEN 'withdrawn' ELSE 'given' END",
        )
        .await?;
    m.drop_index(Index::drop().name(INDEX).table("consent_grant").to_owned()).await?;
    index(m, INDEX, "consent_grant", GRANTED).await
}

/// What is kept out of a grant: a story, a passage of one text, a recording. It can only take away, so that nothing widens
/// by inheritance. `act_id` holds together the rows of one act (the same passage in every edition of a text).
async fn limits(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("consent_limit")
            .col(uuid("id").primary_key())
            .col(uuid("act_id"))
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(text("scope"))
            .col(uuid_null("scope_id"))
            .col(uuid_null("revision_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(text("purpose"))
            .col(integer("audience_rank"))
            .col(text("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer_null("lifted_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_consent_limit_testimony_id")
                    .from("consent_limit", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_consent_limit_testimony_id", "consent_limit", &["testimony_id", "scope", "lifted_at"]).await?;
    index(m, "ix_consent_limit_project_id", "consent_limit", &["project_id", "lifted_at"]).await
}

/// Why nothing of a narrator leaves the team, whatever was granted.
async fn flags(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("protection_flag")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(text("kind"))
            .col(text("review_on"))
            .col(big_integer_null("holds_all_from"))
            .col(blob_null("note_sealed"))
            .col(uuid("set_by"))
            .col(big_integer("set_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_protection_flag_narrator_id")
                    .from("protection_flag", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_protection_flag_narrator_id", "protection_flag", &["narrator_id", "ended_at"]).await
}

/// A passage that is told to others. The words are sealed under the narrator's key, as everything of theirs.
async fn quotes(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("quote")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("testimony_id"))
            .col(uuid("narrator_id"))
            .col(uuid("revision_id"))
            .col(integer("start_at"))
            .col(integer("end_at"))
            .col(text("purpose"))
            .col(text("audience"))
            .col(text("place"))
            .col(blob("words_sealed"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer_null("removed_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_quote_testimony_id")
                    .from("quote", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_quote_project_id", "quote", &["project_id", "made_at"]).await?;
    index(m, "ix_quote_testimony_id", "quote", &["testimony_id"]).await
}

/// What was used where: written in the transaction in which the gate was asked. Positions, never words.
async fn uses(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("consent_use")
            .col(uuid("id").primary_key())
            .col(text("kind"))
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid("testimony_id"))
            .col(uuid_null("revision_id"))
            .col(integer_null("start_at"))
            .col(integer_null("end_at"))
            .col(text("purpose"))
            .col(text("audience"))
            .col(integer("audience_rank"))
            .col(uuid("grant_id"))
            .col(big_integer("consent_epoch"))
            .col(uuid("of_id"))
            .col(integer_null("line"))
            .col(text("place"))
            .col(big_integer("at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_consent_use_testimony_id")
                    .from("consent_use", "testimony_id")
                    .to("testimony", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_consent_use_narrator_id", "consent_use", &["narrator_id", "at"]).await?;
    index(m, "ix_consent_use_of_id", "consent_use", &["of_id"]).await
}

/// What was handed to whom, and which lines they were asked to delete. No words, no narrators.
async fn exports(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("export")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(text("recipient"))
            .col(text("contact"))
            .col(text("purpose"))
            .col(text("audience"))
            .col(integer("lines"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_export_project_id", "export", &["project_id", "made_at"]).await?;
    m.create_table(
        Table::create()
            .table("export_notice")
            .col(uuid("id").primary_key())
            .col(uuid("export_id"))
            .col(integer("line"))
            .col(big_integer("since"))
            .col(big_integer_null("acknowledged_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_export_notice_export_id")
                    .from("export_notice", "export_id")
                    .to("export", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_export_notice_export_id", "export_notice", &["export_id", "line"]).await
}

/// How narrators come back: the code itself is nowhere, its HMAC finds the row, its argon2id hash proves it.
async fn return_codes(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("return_code")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(blob("finder").unique_key())
            .col(text("hash"))
            .col(uuid("made_by"))
            .col(big_integer("made_at"))
            .col(big_integer_null("ended_at"))
            .col(big_integer("whole_from"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_return_code_narrator_id", "return_code", &["narrator_id"]).await?;
    m.create_table(
        Table::create()
            .table("narrator_visit")
            .col(blob("secret_hash").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(big_integer("began_at"))
            .col(big_integer("ends_at"))
            .col(big_integer("whole_from"))
            .to_owned(),
    )
    .await?;
    index(m, "ix_narrator_visit_narrator_id", "narrator_visit", &["narrator_id"]).await
}

/// What narrators say themselves: corrections, additions, wishes to be contacted, and whether they belong here.
async fn said(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("narrator_said")
            .col(uuid("id").primary_key())
            .col(uuid("project_id"))
            .col(uuid("narrator_id"))
            .col(uuid_null("testimony_id"))
            .col(text("kind"))
            .col(blob("words_sealed"))
            .col(big_integer("at"))
            .col(big_integer_null("answered_at"))
            .col(uuid_null("answered_by"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_narrator_said_narrator_id")
                    .from("narrator_said", "narrator_id")
                    .to("narrator", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .await?;
    index(m, "ix_narrator_said_narrator_id", "narrator_said", &["narrator_id", "at"]).await
}

/// What is left of somebody who was erased: ids that are never used again, a day, numbers. Nothing of a person.
async fn tombstones(m: &SchemaManager<'_>) -> Result<(), DbErr> {
    m.create_table(
        Table::create()
            .table("tombstone")
            .col(uuid("narrator_id").primary_key())
            .col(uuid("project_id"))
            .col(text("erased_on"))
            .col(text("ground"))
            .col(text("purposes"))
            .col(text("notices"))
            .col(text("testimonies"))
            .col(text("uses"))
            .col(integer("recipients"))
            .col(integer("acknowledged"))
            .col(text("removed"))
            .col(big_integer_null("verified_at"))
            .col(blob("chain_head"))
            .to_owned(),
    )
    .await?;
    Ok(())
}

/// What makes a use valid, in the words of both databases. What `seen_first` asks is of grants whose narrators wish to see
/// each use first.
fn covered(seen_first: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = NEW.grant_id AND g.project_id = NEW.project_id \
         AND g.narrator_id = NEW.narrator_id AND g.purpose = NEW.purpose AND g.scope = 'person' \
         AND g.state IN ('given', 'renewed') AND g.ended_at IS NULL AND g.audience_rank >= NEW.audience_rank \
         AND g.valid_from <= NEW.at AND (g.valid_until IS NULL OR g.valid_until > NEW.at) \
         AND (g.embargo_until IS NULL OR g.embargo_until <= NEW.at) AND g.embargo_event IS NULL \
         AND {seen_first} AND (g.countries_excluded = '' OR NEW.audience_rank < 3)) \
         AND EXISTS (SELECT 1 FROM testimony t WHERE t.id = NEW.testimony_id AND t.narrator_id = NEW.narrator_id) \
         AND NOT EXISTS (SELECT 1 FROM consent_limit l WHERE l.testimony_id = NEW.testimony_id \
         AND l.lifted_at IS NULL AND l.audience_rank < NEW.audience_rank \
         AND (l.purpose = NEW.purpose OR l.purpose IN ('store', 'analyse')) \
         AND (l.scope = 'testimony' OR (l.scope = 'passage' AND (NEW.start_at IS NULL \
         OR (l.revision_id = NEW.revision_id AND l.start_at < NEW.end_at AND NEW.start_at < l.end_at))))) \
         AND NOT EXISTS (SELECT 1 FROM protection_flag f WHERE f.narrator_id = NEW.narrator_id \
         AND f.ended_at IS NULL AND (NEW.audience_rank > 0 OR f.holds_all_from <= NEW.at))"
    )
}

/// What refuses a use that no grant covers.
pub(crate) fn a_use_needs_a_grant(backend: DbBackend, seen_first: &str) -> String {
    let covered = covered(seen_first);
    match backend {
        DbBackend::Postgres => format!(
            "CREATE FUNCTION a_use_needs_a_grant() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT ({covered}) \
             THEN RAISE EXCEPTION 'no grant covers this use' USING ERRCODE = 'check_violation'; END IF; \
             RETURN NEW; END $$; \
             CREATE TRIGGER a_use_needs_a_grant BEFORE INSERT ON consent_use FOR EACH ROW \
             EXECUTE FUNCTION a_use_needs_a_grant();"
        ),
        _ => format!(
            "CREATE TRIGGER a_use_needs_a_grant BEFORE INSERT ON consent_use WHEN NOT ({covered}) \
             BEGIN SELECT RAISE(ABORT, 'no grant covers this use'); END;"
        ),
    }
}

fn triggers(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "CREATE FUNCTION stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE EXCEPTION 'this stays as it is' USING ERRCODE = 'check_violation'; END $$; \
             CREATE TRIGGER a_use_stays_as_it_is BEFORE UPDATE OF id, kind, project_id, narrator_id, testimony_id, \
             revision_id, start_at, end_at, purpose, audience, audience_rank, grant_id, of_id, line, at ON consent_use \
             FOR EACH ROW EXECUTE FUNCTION stays_as_it_is(); \
             CREATE TRIGGER an_event_stays_as_it_is BEFORE UPDATE OR DELETE ON audit_event \
             FOR EACH ROW EXECUTE FUNCTION stays_as_it_is();"
        }
        _ => {
            "CREATE TRIGGER a_use_stays_as_it_is BEFORE UPDATE OF id, kind, project_id, narrator_id, testimony_id, \
             revision_id, start_at, end_at, purpose, audience, audience_rank, grant_id, of_id, line, at ON consent_use \
             BEGIN SELECT RAISE(ABORT, 'this stays as it is'); END; \
             CREATE TRIGGER an_event_is_not_changed BEFORE UPDATE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'this stays as it is'); END; \
             CREATE TRIGGER an_event_is_not_removed BEFORE DELETE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'this stays as it is'); END;"
        }
    }
}

fn no_triggers(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "DROP TRIGGER an_event_stays_as_it_is ON audit_event; DROP TRIGGER a_use_stays_as_it_is ON consent_use; \
             DROP TRIGGER a_use_needs_a_grant ON consent_use; DROP FUNCTION stays_as_it_is(); \
             DROP FUNCTION a_use_needs_a_grant();"
        }
        _ => {
            "DROP TRIGGER an_event_is_not_removed; DROP TRIGGER an_event_is_not_changed; \
             DROP TRIGGER a_use_stays_as_it_is; DROP TRIGGER a_use_needs_a_grant;"
        }
    }
}
