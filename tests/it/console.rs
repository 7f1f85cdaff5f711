//! The command line, as whoever keeps the machine uses it while the service serves.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use kith::{
    access::{Permit, ReadTestimonies},
    app::Stores,
    clock::Clock,
    config::StorageConfig,
    testimony::store as stories,
};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use tests::{TestApp, Value, json, new_id, story};

/// What a command answered.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn ends(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self.out
    }

    /// What it said on the way, too.
    #[track_caller]
    fn ends_with_notes(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self.err
    }

    #[track_caller]
    fn json(self, code: i32) -> Value {
        serde_json::from_str(&self.ends(code)).expect("JSON")
    }
}

/// A service whose clock stands a day after the machine's, for commands take the machine's time.
async fn service() -> TestApp {
    let tomorrow = Clock::Machine.now().plus_days(1).to_string();
    TestApp::at(&tomorrow[..10]).await
}

fn kith(storage: &StorageConfig, words: &[&str]) -> Said {
    let program = program();
    let mut command = Command::new(&program);
    command.args(words).arg("--data").arg(&storage.data).arg("--keys").arg(&storage.keys);
    if let Some(url) = &storage.database {
        command.arg("--database").arg(url);
    }
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KITH_")) {
        command.env_remove(name);
    }
    let output = command.output().expect("kith runs");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("this test");
    let program = tests.parent().and_then(Path::parent).expect("a folder").join("kith");
    assert!(program.exists(), "build it first: cargo build --package kith");
    program
}

fn elsewhere(storage: &StorageConfig, folder: &Path) -> StorageConfig {
    StorageConfig { data: folder.join("data"), keys: folder.join("keys"), ..storage.clone() }
}

fn told(path: &Path) -> &str {
    path.to_str().expect("a plain name")
}

const HEAD: &str = "file,pseudonym,role,language,title,grants,mode,collected_on,notice,notice_language";

/// Every row of every table, as one text, so that two databases can be compared.
async fn rows(file: &Path) -> Vec<String> {
    let db = Database::connect(format!("sqlite://{}?mode=ro", file.display())).await.expect("records");
    let ask = |sql: String| Statement::from_string(DbBackend::Sqlite, sql);
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    let mut all = Vec::new();
    for table in db.query_all_raw(ask(names.to_owned())).await.expect("tables") {
        let table: String = table.try_get_by_index(0).expect("a name");
        let columns =
            db.query_all_raw(ask(format!("SELECT name FROM pragma_table_info('{table}')"))).await.expect("ok");
        let columns: Vec<String> = columns
            .iter()
            .map(|row| format!("quote(\"{}\")", row.try_get_by_index::<String>(0).expect("ok")))
            .collect();
        let list = format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || ',' || "));
        for row in db.query_all_raw(ask(list)).await.expect("rows") {
            all.push(format!("{table}: {}", row.try_get_by_index::<String>(0).expect("ok")));
        }
    }
    all
}

#[story]
async fn a_manifest_brings_stories_under_consent_and_twice_is_once() {
    let app = service().await;
    let noor = app.founder().await;
    noor.publishes_a_notice().await;
    let folder = app.folder().join("told");
    std::fs::create_dir_all(folder.join("ar")).unwrap();
    std::fs::write(folder.join("one.txt"), "We found a flat after nine months.").unwrap();
    std::fs::write(folder.join("two.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\nWe speak at home.\n").unwrap();
    std::fs::write(folder.join("ar/three.txt"), "وجدنا بيتا بعد تسعة أشهر.").unwrap();
    let manifest = folder.join("manifest.csv");
    let row =
        |file: &str, who: &str, grants: &str| format!("{file},{who},newcomer,,Told,{grants},written,2026-02-28,1,en\n");
    let rest =
        row("two.vtt", "Amina", "store analyse").replace(",,Told", ",en,Told") + &row("ar/three.txt", "Bilal", "store");
    let first = row("one.txt", "Amina", "store analyse").replace(",,Told", ",en,Told");
    std::fs::write(&manifest, format!("{HEAD}\n{first}{rest}")).unwrap();

    let project = app.project().await;
    let storage = &app.config.storage;
    let words = ["import", "--project", &project, "--as", &noor.email, "--manifest", told(&manifest), "--json"];
    let report = kith(storage, &words).json(0);
    assert_eq!((&report["kept"], &report["there_already"], &report["refused"]), (&json!(3), &json!(0), &json!(0)));
    let report = kith(storage, &words).json(0);
    assert_eq!((&report["kept"], &report["there_already"]), (&json!(0), &json!(3)));

    // Bilal agreed to his story being kept, and to nothing else.
    let bo = app.coder("Bo").await;
    let list = bo.get(&bo.here("/testimonies")).await.ok();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
    assert!(list["items"][0]["narrator"]["pseudonym"].as_str().is_some_and(|name| name == "Amina"), "{list}");

    // Wider grants in the same manifest change nothing: they were not what was asked.
    std::fs::write(&manifest, format!("{HEAD}\n{}", row("ar/three.txt", "Bilal", "store analyse"))).unwrap();
    let report = kith(storage, &words).json(2);
    assert_eq!(report["refusals"][0]["code"], "consent.exists-differently");
    assert_eq!(report["refusals"][0]["line"], 2);

    // What is withdrawn is not brought back.
    let narrators = noor.get(&noor.here("/narrators")).await.ok();
    let amina = narrators["items"].as_array().unwrap().iter().find(|one| one["pseudonym"] == "Amina").unwrap();
    let path = noor.here(&format!("/narrators/{}/withdrawals", amina["id"].as_str().unwrap()));
    noor.post(&path, json!({ "purposes": ["store"], "asked_by": "narrator" })).await.ok();
    std::fs::write(&manifest, format!("{HEAD}\n{first}")).unwrap();
    assert_eq!(kith(storage, &words).json(2)["refusals"][0]["code"], "testimony.closed");
    std::fs::write(folder.join("new.txt"), "Another one.").unwrap();
    std::fs::write(&manifest, format!("{HEAD}\n{}", first.replace("one.txt", "new.txt"))).unwrap();
    assert_eq!(kith(storage, &words).json(2)["refusals"][0]["code"], "consent.missing");
}

#[story]
async fn nothing_is_brought_by_somebody_who_may_not_or_without_saying_whose_it_is() {
    let app = service().await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let file = app.folder().join("story.txt");
    std::fs::write(&file, "We found a flat.").unwrap();
    let project = app.project().await;
    let storage = &app.config.storage;
    let base = ["import", "--project", &project, "--language", "en"];
    let with = |more: &[&str]| kith(storage, &[&base[..], more, &[told(&file)]].concat());
    assert!(with(&["--as", &noor.email]).err.contains("--narrator"));
    assert_eq!(with(&["--as", &bo.email, "--narrator", &new_id()]).code, 1);
    assert_eq!(with(&["--as", "nobody@example.org", "--narrator", &new_id()]).code, 1);
    let report = with(&["--as", &noor.email, "--narrator", &new_id(), "--json"]).json(2);
    assert_eq!(report["refusals"][0]["code"], "narrator.unknown");
    let notice = noor.publishes_a_notice().await;
    let amina = noor.welcomes("Amina", &notice).await;
    let known = ["--as", &noor.email, "--narrator", &amina.id, "--json"];
    assert_eq!(with(&known).json(2)["refusals"][0]["code"], "consent.missing");
    let now = Clock::Machine.now();
    app.clock.set(now);
    amina.allows(&["store"]).await;
    app.clock.set(now.plus_days(1));
    assert_eq!(with(&known).json(0)["kept"], 1);

    let each = [
        "--as",
        &noor.email,
        "--one-narrator-per-file",
        "--role",
        "newcomer",
        "--grants",
        "store analyse",
        "--mode",
        "written",
        "--collected-on",
        "2026-02-28",
        "--notice",
        "1",
        "--notice-language",
        "ar",
        "--json",
    ];
    let named = app.folder().join("amina-yusuf.txt");
    std::fs::write(&named, "We found another flat.").unwrap();
    let words = [&base[..], &each[..], &[told(&named)]].concat();
    assert_eq!(kith(storage, &words).json(0)["kept"], 1);
    let list = bo.get(&bo.here("/testimonies")).await.ok();
    let pseudonym = list["items"][0]["narrator"]["pseudonym"].as_str().unwrap();
    assert!(pseudonym.starts_with("Narrator "), "{pseudonym}");
}

#[tokio::test]
async fn a_dry_run_needs_no_installation_and_names_what_cannot_be_read() {
    let folder = tempfile::TempDir::new().unwrap();
    let told_in = folder.path().join("told/en");
    std::fs::create_dir_all(&told_in).unwrap();
    std::fs::write(told_in.join("one.txt"), "We found a flat.").unwrap();
    std::fs::write(told_in.join("two.docx"), b"PK\x03\x04 no").unwrap();
    let storage = StorageConfig {
        data: folder.path().join("data"),
        keys: folder.path().join("keys"),
        database: None,
        readers: 1,
    };
    let report = kith(&storage, &["import", "--dry-run", "--json", told(&folder.path().join("told"))]).json(2);
    assert_eq!((&report["files"], &report["read"], &report["refused"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(report["languages"]["en"], 1);
    assert!(!storage.data.exists() && !storage.keys.exists());
}

#[story]
async fn a_backup_under_load_is_restored_to_the_last_row_and_read_with_its_keys_only() {
    let app = service().await;
    if app.config.storage.database.is_some() {
        return recordings_alone_are_backed_up_beside_postgres(&app);
    }
    let kim = app.collector("Kim").await;
    let noor = app.founder().await;
    let notice = noor.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let kept = amina.tells("A flat", "We found a flat after nine months.").await;
    let storage = &app.config.storage;

    // Before anybody writes: keys know how far the chain had come, and these records go at least as far.
    let (first, first_keys) = (app.folder().join("first"), app.folder().join("first-keys"));
    kith(storage, &["backup", "--quiet", "--to", told(&first), "--keys-to", told(&first_keys)]).ends(0);
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Arc::new(tokio::sync::Notify::new());
    let writing = {
        let (stop, amina, begun) = (stop.clone(), amina.clone(), begun.clone());
        tokio::spawn(async move {
            let mut written = 0;
            while !stop.load(Ordering::SeqCst) {
                amina.tells("More", &format!("And then, as the {written}th thing, we moved.")).await;
                written += 1;
                begun.notify_one();
            }
            written
        })
    };
    let busy = app.folder().join("busy.tar");
    let words = ["backup".to_owned(), "--quiet".into(), "--to".into(), told(&busy).to_owned()];
    let own = storage.clone();
    // The backup begins once somebody writes.
    begun.notified().await;
    let said = tokio::task::spawn_blocking(move || kith(&own, &words.iter().map(String::as_str).collect::<Vec<_>>()));
    said.await.unwrap().ends(0);
    stop.store(true, Ordering::SeqCst);
    assert!(writing.await.unwrap() > 0);

    let (to, keys_to) = (app.folder().join("backup"), app.folder().join("keys-apart"));
    kith(storage, &["backup", "--quiet", "--to", told(&to), "--keys-to", told(&keys_to)]).ends(0);
    let before = rows(&storage.data.join("records.sqlite")).await;
    assert_eq!(before, rows(&to.join("records.sqlite")).await);
    let words_in_backup = std::fs::read(to.join("records.sqlite")).unwrap();
    assert!(!String::from_utf8_lossy(&words_in_backup).contains("nine months"));

    // Under load: whole, and its audit chain too.
    let of_busy = elsewhere(storage, &app.folder().join("of-busy"));
    kith(&of_busy, &["restore", "--from", told(&busy), "--keys-from", told(&first_keys)]).ends(0);
    let found = kith(&of_busy, &["doctor", "--json"]).json(2);
    for check in ["integrity", "references", "audit", "keys-open", "tables", "key-file"] {
        let one = found.as_array().unwrap().iter().find(|one| one["check"] == check);
        assert_eq!(one.unwrap_or_else(|| panic!("{check}: {found}"))["level"], "ok", "{found}");
    }

    let again = elsewhere(storage, &app.folder().join("again"));
    assert!(kith(storage, &["restore", "--from", told(&to)]).err.contains("not empty"));
    kith(&again, &["restore", "--from", told(&to)]).ends(0);
    assert_eq!(before, rows(&again.data.join("records.sqlite")).await);
    // Without keys nothing starts, and no key is made that would make everybody seem erased.
    assert!(Stores::open(&again).await.is_err());
    assert!(!again.keys.join("installation.key").exists());
    std::fs::remove_dir_all(&again.data).unwrap();
    std::fs::remove_dir_all(&again.keys).unwrap();
    kith(&again, &["restore", "--from", told(&to), "--keys-from", told(&keys_to)]).ends(0);
    let stores = Stores::open(&again).await.unwrap();
    let person = noor.account.as_deref().unwrap().parse().unwrap();
    let project = app.project().await.parse().unwrap();
    let permit = Permit::<ReadTestimonies>::at_the_console(&stores.db, person, project, app.clock.now()).await.unwrap();
    let (id, revision) = (kept.id.parse().unwrap(), kept.revision.parse().unwrap());
    let text = stories::text_of(&stores.db, &stores.keys, &permit, id, revision).await.unwrap();
    assert_eq!(text.get().text, "We found a flat after nine months.");
}

/// With PostgreSQL the records are for `pg_dump`: the command says so, and never that all is well.
fn recordings_alone_are_backed_up_beside_postgres(app: &TestApp) {
    let storage = &app.config.storage;
    let recording = new_id();
    std::fs::write(storage.recordings().join(&recording), "sealed").unwrap();
    let to = app.folder().join("backup.tar");
    assert!(kith(storage, &["backup", "--quiet", "--to", told(&to)]).ends(2).contains("pg_dump"));
    let again = elsewhere(storage, &app.folder().join("again"));
    assert!(kith(&again, &["restore", "--from", told(&to)]).ends(2).contains("pg_restore"));
    assert_eq!(std::fs::read(again.recordings().join(&recording)).unwrap(), b"sealed");
    let on_sqlite = StorageConfig { database: None, ..elsewhere(storage, &app.folder().join("other")) };
    assert!(kith(&on_sqlite, &["restore", "--from", told(&to)]).err.contains("postgresql"));
}

#[story]
async fn a_damaged_backup_changes_nothing() {
    let app = service().await;
    if app.config.storage.database.is_some() {
        // OK because what is damaged here is the file of records, which PostgreSQL has not.
        return;
    }
    let _noor = app.founder().await;
    let to = app.folder().join("backup");
    kith(&app.config.storage, &["backup", "--quiet", "--to", told(&to)]).ends(0);
    let file = to.join("records.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let again = elsewhere(&app.config.storage, &app.folder().join("again"));
    let said = kith(&again, &["restore", "--from", told(&to)]);
    assert!(said.code == 1 && said.err.contains("damaged"), "{}", said.err);
    assert!(!again.data.exists());
    assert!(kith(&again, &["backup", "--to", told(&to)]).err.contains("no records"));
    let keys_inside = to.join("keys");
    let said = kith(&app.config.storage, &["backup", "--to", told(&to), "--keys-to", told(&keys_inside)]);
    assert!(said.err.contains("one place"), "{}", said.err);
}

#[story]
async fn the_doctor_finds_a_key_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let app = service().await;
    let _noor = app.founder().await;
    let storage = &app.config.storage;
    kith(storage, &["doctor"]).ends(2);
    assert!(kith(storage, &["migrate", "--status"]).ends(0).contains("done"));
    let key = storage.keys.join("installation.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(kith(storage, &["doctor"]).ends(1).contains("FAIL  key-file"));
}

#[story]
async fn the_index_is_built_by_the_service_or_without_it() {
    let app = service().await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    amina.tells("A flat", "We found a flat after nine months.").await;
    let storage = &app.config.storage;
    assert!(!kith(storage, &["reindex"]).ends_with_notes(0).contains("No service"));
    let bo = app.coder("Bo").await;
    assert_eq!(bo.finds("flat").await.len(), 1);
    let found = kith(storage, &["doctor"]);
    assert!(found.out.contains("the index follows every change"), "{}", found.out);

    if storage.database.is_none() {
        let (to, keys_to) = (app.folder().join("backup"), app.folder().join("keys-apart"));
        kith(storage, &["backup", "--quiet", "--to", told(&to), "--keys-to", told(&keys_to)]).ends(0);
        let again = elsewhere(storage, &app.folder().join("again"));
        kith(&again, &["restore", "--from", told(&to), "--keys-from", told(&keys_to)]).ends(0);
        assert!(kith(&again, &["doctor"]).ends(2).contains("there is no index yet"));
        assert!(kith(&again, &["reindex"]).ends_with_notes(0).contains("No service"));
        assert!(kith(&again, &["doctor"]).ends(2).contains("the index follows every change"));
    }
}

#[story]
async fn accounts_are_kept_at_the_console() {
    let app = service().await;
    let ada = app.administrator().await;
    let storage = &app.config.storage;
    let link = kith(storage, &["user", "add", "eve@example.org", "--name", "Eve"]).ends(0);
    assert!(link.contains("/link/"), "{link}");
    assert!(kith(storage, &["user", "list"]).ends(0).contains("eve@example.org"));
    kith(storage, &["user", "add", "eve@example.org", "--name", "Eve"]).ends(2);
    // Ada is the last who keeps the installation.
    assert_eq!(kith(storage, &["user", "disable", &ada.email]).code, 1);
    kith(storage, &["user", "make-administrator", "eve@example.org"]).ends(0);
    kith(storage, &["user", "disable", &ada.email]).ends(0);
    assert_eq!(ada.get("/api/session").await.status, 401);
    assert_eq!(kith(storage, &["user", "reset-link", &ada.email]).code, 1);
    kith(storage, &["user", "enable", &ada.email]).ends(0);
}

#[story]
async fn the_demonstration_is_made_once_and_never_among_others() {
    let app = service().await;
    let storage = &app.config.storage;
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/testimonies");
    let words = ["demo", "--quiet", "--stories", told(&stories)];
    let first = kith(storage, &words).ends(0);
    assert!(first.contains("16 stories") && first.contains("3 tipping points"), "{first}");
    let second = kith(storage, &words).ends(0);
    assert!(second.contains("16 stories"), "{second}");
    if storage.database.is_none() {
        let counted =
            |all: &[String], table: &str| all.iter().filter(|row| row.starts_with(&format!("{table}:"))).count();
        let before = rows(&storage.data.join("records.sqlite")).await;
        kith(storage, &words).ends(0);
        let after = rows(&storage.data.join("records.sqlite")).await;
        let of_stories = ["narrator", "consent_record", "testimony", "coding", "tipping_point", "quote"];
        let of_readers = ["summary", "summary_evidence", "publication", "learning_call", "call_answer"];
        for table in of_stories.into_iter().chain(of_readers).chain(["outbox", "audit_event"]) {
            assert_eq!(counted(&before, table), counted(&after, table), "{table}");
        }
        assert!(counted(&after, "coding") >= 50);
        assert_eq!(counted(&after, "publication"), 1);
    }
    // What was learnt from it is there for everybody.
    let address = first.split_whitespace().find(|word| word.starts_with("/read/")).unwrap().trim_end_matches(',');
    let page = app.stranger("Rae").get(address).await.text();
    assert!(page.contains("A piece of land that a family works for itself"), "{page}");
    assert!(page.contains("every day, we talked every day to each other"), "{page}");
    let other = service().await;
    let _noor = other.founder().await;
    assert!(kith(&other.config.storage, &words).err.contains("people work in this folder"));
}

#[story]
async fn the_chain_is_verified_from_the_command_line() {
    let app = service().await;
    app.founder().await;
    let storage = app.config.storage.clone();
    assert!(kith(&storage, &["audit", "verify"]).ends(0).contains("is whole"));
    let records = Database::connect(storage.database_url()).await.unwrap();
    let guard = match records.get_database_backend() {
        DbBackend::Postgres => "DROP TRIGGER an_event_stays_as_it_is ON audit_event",
        _ => "DROP TRIGGER an_event_is_not_changed",
    };
    records.execute_unprepared(guard).await.unwrap();
    records.execute_unprepared("UPDATE audit_event SET act = 'nothing' WHERE number = 2").await.unwrap();
    assert!(kith(&storage, &["audit", "verify"]).ends(2).contains("event 2"));
}

#[story]
async fn the_key_of_the_installation_is_changed_and_everything_opens_under_the_new_one() {
    let mut app = service().await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("The flat", "We found a flat.").await;
    let code = amina.is_handed_a_code().await;
    let storage = app.config.storage.clone();
    let file = storage.keys.join("installation.key");
    let old = std::fs::read(&file).unwrap();
    assert!(kith(&storage, &["keys", "rotate"]).ends_with_notes(1).contains("a service is running"));
    app.rests();
    assert!(kith(&storage, &["keys", "rotate"]).ends(0).contains("2 keys"), "one of Amina, one that finds codes");
    assert_ne!(old, std::fs::read(&file).unwrap());
    app.restart();
    let kim = kim.speaking_to(&app.service);
    assert_eq!(kim.get(&kim.here(&format!("/collected/{}", told.id))).await.ok()["text"], "We found a flat.");
    let visit = app.stranger("Amina at home").post("/api/narrator/visits", json!({ "code": code })).await.ok();
    assert_eq!(visit["page"]["pseudonym"], "Amina");
    // Broken off before anything was wrapped anew: the next key goes. The old one does not open what the new one wrapped.
    app.rests();
    std::fs::write(storage.keys.join("installation.key.next"), &old).unwrap();
    app.restart();
    assert!(!storage.keys.join("installation.key.next").exists());
    let kim = kim.speaking_to(&app.service);
    kim.get(&kim.here(&format!("/collected/{}", told.id))).await.ok();
    // Broken off just before the new key took its place.
    app.rests();
    std::fs::rename(&file, storage.keys.join("installation.key.next")).unwrap();
    std::fs::write(&file, &old).unwrap();
    app.restart();
    let kim = kim.speaking_to(&app.service);
    kim.get(&kim.here(&format!("/collected/{}", told.id))).await.ok();
}
