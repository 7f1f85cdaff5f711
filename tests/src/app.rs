//! The whole service on a folder of its own, with a clock that stands until a test moves it.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    thread::JoinHandle,
};

use actix_web::{dev::ServerHandle, rt::System};
use clap::Parser;
use kith::{
    app::App,
    clock::{Clock, Timestamp},
    config::Config,
    db::Db,
    jobs::outbox,
    keys::{InstallationKey, NarratorKeys},
    people::links,
    search::Search,
};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{
    Person, new_id,
    post_office::PostOffice,
    records::{self, OwnDatabase},
};

#[derive(Parser)]
struct Settings {
    #[command(flatten)]
    config: Config,
}

/// A service of one test's own.
pub struct TestApp {
    /// Its clock.
    pub clock: Clock,
    /// Its settings.
    pub config: Config,
    /// Where it listens, as `http://127.0.0.1:4711`.
    pub service: String,
    /// The one-time key that its first start wrote to the log.
    pub setup_token: String,
    people: AtomicU32,
    administrator: OnceCell<Person>,
    founder: OnceCell<Person>,
    post_office: Option<PostOffice>,
    // In this order: the service ends, then its database goes, then its folder.
    server: Option<Running>,
    _database: Option<OwnDatabase>,
    folder: TempDir,
}

struct Running {
    handle: ServerHandle,
    search: Search,
    thread: JoinHandle<()>,
}

impl TestApp {
    /// A new service at this day. Nobody is there yet; mail does not leave, so links are shown.
    pub async fn at(day: &str) -> Self {
        Self::started(day, None)
    }

    /// The same, with a mail server ([`TestApp::letter_to`]).
    pub async fn with_mail(day: &str) -> Self {
        Self::started(day, Some(PostOffice::open()))
    }

    fn started(day: &str, post_office: Option<PostOffice>) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::fixed_at(Timestamp::parse(day).expect("a day"));
        let database = OwnDatabase::if_wanted();
        let config = settings(folder.path(), database.as_ref(), post_office.as_ref());
        let (address, setup_token, server) = start(config.clone(), clock.clone());
        Self {
            clock,
            config,
            service: format!("http://{address}"),
            setup_token: setup_token.unwrap_or_default(),
            people: AtomicU32::new(1),
            administrator: OnceCell::new(),
            founder: OnceCell::new(),
            post_office,
            server: Some(server),
            _database: database,
            folder,
        }
    }

    /// Stops the service and starts it again on the same folder, as after a power cut that came at a quiet moment. People
    /// who spoke to it before must be asked for again.
    pub fn restart(&mut self) {
        self.stop();
        let (address, token, server) = start(self.config.clone(), self.clock.clone());
        self.service = format!("http://{address}");
        self.setup_token = token.unwrap_or_default();
        self.server = Some(server);
        for cell in [&mut self.administrator, &mut self.founder] {
            if let Some(person) = cell.take() {
                let _empty = cell.set(person.speaking_to(&self.service));
            }
        }
    }

    /// Takes a backup of the records and recordings, not of the keys: with `kith backup`, or as `pg_dump` would.
    pub async fn keeps_a_backup(&self) -> PathBuf {
        let to = self.folder().join(format!("backup-{}", new_id()));
        if self.config.storage.database.is_none() {
            self.kith(&["backup", "--quiet", "--to"], &to, &self.config.storage.data);
        } else {
            records::copy(&self.config.storage.database_url()).await;
        }
        to
    }

    /// Brings an old backup back into an empty folder, with `kith restore`, or as `pg_restore` would, and starts on it. The
    /// keys stay as they are.
    pub async fn brings_back(&mut self, backup: &Path) {
        self.stop();
        self.config.storage.data = self.folder().join(format!("brought-back-{}", new_id()));
        let storage = &self.config.storage;
        if storage.database.is_none() {
            self.kith(&["restore", "--from"], backup, &storage.data);
        } else {
            std::fs::create_dir_all(&storage.data).unwrap();
            records::put_back(&storage.database_url()).await;
        }
        self.restart();
    }

    fn kith(&self, words: &[&str], place: &Path, data: &Path) {
        let mut command = std::process::Command::new(crate::service::program());
        command.args(words).arg(place).arg("--data").arg(data).arg("--keys").arg(&self.config.storage.keys);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KITH_")) {
            command.env_remove(name);
        }
        let said = command.output().expect("kith runs");
        assert!(said.status.success(), "{words:?}: {}", String::from_utf8_lossy(&said.stderr));
    }

    /// Where anything of this app lies: its folder, and on PostgreSQL its database, the server's write-ahead log and its log.
    pub async fn places(&self) -> Vec<PathBuf> {
        let mut places = vec![self.folder().to_owned()];
        if self.config.storage.database.is_some() {
            places.extend(records::files_of(&self.config.storage.database_url()).await);
        }
        places
    }

    /// Stops the service, until [`TestApp::restart`].
    pub fn rests(&mut self) {
        self.stop();
    }

    fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            drop(server.handle.stop(false));
            let _stopped = server.thread.join();
        }
    }

    /// The folder in which everything lies, to look for words that must not be there.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets minutes pass.
    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.set(self.clock.now().plus_minutes(minutes));
    }

    /// Lets days pass.
    pub fn days_pass(&self, days: i64) {
        self.clock.set(self.clock.now().plus_days(days));
    }

    /// Waits until the index has followed everything that was done so far.
    pub async fn index_follows(&self) {
        let newest = outbox::newest(&self.db().await).await.unwrap();
        self.server.as_ref().expect("it runs").search.caught_up_with(newest).await;
    }

    /// Every file that lies in the folder of this service.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let (mut all, mut folders) = (Vec::new(), vec![self.folder().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { all.push(path) }
            }
        }
        all
    }

    /// A connection of the test's own to the records.
    pub async fn db(&self) -> Db {
        Db::open(&self.config.storage).await.unwrap()
    }

    /// The test's own view of the keys.
    pub async fn keys(&self) -> NarratorKeys {
        let key = InstallationKey::load_or_make(&self.config.storage.keys).unwrap();
        NarratorKeys::open(&self.config.storage, key).await.unwrap()
    }

    /// The newest letter to this address, waited for.
    pub async fn letter_to(&self, email: &str) -> Option<String> {
        self.post_office.as_ref().expect("made with_mail").letter_to(email).await
    }

    /// How many letters left so far.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.post_office.as_ref().map_or(0, PostOffice::letters)
    }

    /// Somebody without an account, from a network of their own.
    #[must_use]
    pub fn stranger(&self, name: &str) -> Person {
        Person::new(name, &self.service, self.people.fetch_add(1, Ordering::SeqCst))
    }

    /// Whoever keeps the installation, always the same. The first call sets the service up.
    pub async fn administrator(&self) -> Person {
        let made = self.administrator.get_or_init(|| async {
            let mut ada = self.stranger("Ada");
            let form = json!({
                "token": self.setup_token, "email": ada.email, "display_name": ada.name, "password": ada.password(),
                "language": "en", "organisation": "Forum",
            });
            let session = ada.post("/api/setup", form).await.ok();
            ada.account = session["account"]["id"].as_str().map(str::to_owned);
            ada
        });
        made.await.clone()
    }

    /// Noor, who leads the project of the test, always the same. The administrator began it and has no part in it.
    pub async fn founder(&self) -> Person {
        let made = self.founder.get_or_init(|| async {
            let mut ada = self.administrator().await;
            let form = json!({ "name": "Newcomers", "description": "", "language": "en" });
            let project = ada.post("/api/projects", form).await.ok();
            ada.project = project["id"].as_str().map(str::to_owned);
            let noor = self.invited(&ada, "Noor", &["lead"]).await;
            noor.delete(&noor.here(&format!("/members/{}", ada.id()))).await.has(204);
            noor
        });
        made.await.clone()
    }

    /// The project of the test.
    pub async fn project(&self) -> String {
        self.founder().await.project.unwrap()
    }

    /// Somebody who works in the project of the test.
    pub async fn person(&self, name: &str, roles: &[&str]) -> Person {
        self.invited(&self.founder().await, name, roles).await
    }

    /// Somebody whom this person invites to their project.
    pub async fn invited(&self, by: &Person, name: &str, roles: &[&str]) -> Person {
        let mut person = self.stranger(name);
        let form = json!({ "email": person.email, "roles": roles });
        let invitation = by.post(&by.here("/invitations"), form).await.ok();
        let token = match invitation["link"].as_str() {
            Some(link) => token_of(link),
            None => token_of(&self.letter_to(&person.email).await.expect("a letter")),
        };
        let form = json!({ "password": person.password(), "display_name": name, "language": "en" });
        let session = person.post(&format!("/api/links/{token}"), form).await.ok();
        person.account = session["account"]["id"].as_str().map(str::to_owned);
        person.project.clone_from(&by.project);
        person
    }

    /// Somebody who brings testimonies.
    pub async fn collector(&self, name: &str) -> Person {
        self.person(name, &["collector"]).await
    }

    /// Somebody who codes.
    pub async fn coder(&self, name: &str) -> Person {
        self.person(name, &["coder"]).await
    }

    /// Somebody who leads.
    pub async fn lead(&self, name: &str) -> Person {
        self.person(name, &["lead"]).await
    }

    /// Somebody who keeps names and consents.
    pub async fn protector(&self, name: &str) -> Person {
        self.person(name, &["protector"]).await
    }

    /// Somebody who writes summaries.
    pub async fn editor(&self, name: &str) -> Person {
        self.person(name, &["editor"]).await
    }

    /// Somebody who reads what is published.
    pub async fn reader(&self, name: &str) -> Person {
        self.person(name, &["reader"]).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The token in a link or in a letter with a link.
#[must_use]
pub fn token_of(text: &str) -> String {
    let (_, after) = text.split_once("/link/").expect("a link");
    after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

fn settings(folder: &Path, database: Option<&OwnDatabase>, post_office: Option<&PostOffice>) -> Config {
    let inside = |name: &str| folder.join(name).display().to_string();
    let mut words = vec!["kith".to_owned(), "--data".into(), inside("data"), "--keys".into(), inside("keys")];
    words.extend(["--listen", "127.0.0.1:0", "--trusted-proxies", "1", "--workers", "2"].map(str::to_owned));
    if let Some(database) = database {
        words.extend(["--database".into(), database.url()]);
    }
    if let Some(office) = post_office {
        words.extend(["--mail-server".into(), office.url.clone()]);
        words.extend(["--mail-from", "Kith <stories@example.org>"].map(str::to_owned));
    }
    let mut config = Settings::parse_from(words).config;
    config.web.reader_program = beside_the_tests("kith");
    config
}

/// A program of the workspace, if it was built.
fn beside_the_tests(name: &str) -> Option<PathBuf> {
    let tests = std::env::current_exe().ok()?;
    let program = tests.parent()?.parent()?.join(name);
    program.exists().then_some(program)
}

/// On a thread with a runtime of its own, so that it serves while a test computes.
fn start(config: Config, clock: Clock) -> (std::net::SocketAddr, Option<String>, Running) {
    let (tell, told) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        System::new().block_on(async move {
            let app = App::build(config, clock.clone()).await.expect("the service starts");
            let token = links::setup_link_if_needed(&app.stores.db, &clock).await.expect("a setup link");
            tell.send((app.address, token, app.handle(), app.search.clone())).expect("the test waits");
            app.serve().await.expect("the service serves");
        });
    });
    let (address, token, handle, search) = told.recv().expect("the service starts");
    (address, token, Running { handle, search, thread })
}
