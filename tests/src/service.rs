//! The real program as a process of its own: started, worked with, killed at any moment, started again on the same folder.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use serde_json::json;
use tempfile::TempDir;

use crate::{Person, app::token_of, records::OwnDatabase};

/// What outlives a process: its folder and its database.
pub struct Ground {
    /// The folder.
    pub folder: TempDir,
    database: Option<OwnDatabase>,
}

/// The program, running.
pub struct Service {
    /// Where it listens, as `http://127.0.0.1:4711`.
    pub address: String,
    /// The token of its set-up link, while nobody has an account.
    pub setup_token: Option<String>,
    child: Child,
}

/// People at work in one project of a service.
#[derive(Clone)]
pub struct Office {
    /// Leads it, and so may do everything there.
    pub lead: Person,
    /// The notice that is read with narrators.
    pub notice: String,
}

impl Ground {
    /// An empty folder, and an empty database of the kind this story is told on.
    #[must_use]
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), database: OwnDatabase::if_wanted() }
    }

    /// A folder in the folder.
    #[must_use]
    pub fn inside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of the database; of a file in the folder when there is no server.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(database) => database.url(),
            None => format!("sqlite://{}?mode=rw", self.inside("data").join("records.sqlite").display()),
        }
    }

    /// Whether the records are in a file.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.database.is_none()
    }

    /// The settings with which it runs, for reading beside it.
    #[must_use]
    pub fn storage(&self) -> kith::config::StorageConfig {
        kith::config::StorageConfig {
            data: self.inside("data"),
            keys: self.inside("keys"),
            database: self.database.as_ref().map(OwnDatabase::url),
            readers: 2,
        }
    }

    /// Starts the program, without waiting for it.
    #[must_use]
    pub fn spawn(&self) -> Child {
        let mut command = Command::new(program());
        command.arg("serve").arg("--data").arg(self.inside("data")).arg("--keys").arg(self.inside("keys"));
        command.args(["--listen", "127.0.0.1:0", "--trusted-proxies", "1", "--workers", "2"]);
        if let Some(database) = &self.database {
            command.arg("--database").arg(database.url());
        }
        let log = std::fs::File::options().create(true).append(true).open(self.inside("log")).unwrap();
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KITH_")) {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().expect("the program starts")
    }

    /// Starts the program and waits until it says where it is.
    #[must_use]
    pub fn start(&self) -> Service {
        let mut child = self.spawn();
        let mut setup_token = None;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        loop {
            let Some(Ok(line)) = lines.next() else {
                panic!("it ended before it served: {:?}; {}", child.wait(), self.newest_of_log())
            };
            if let Some((_, token)) = line.split_once("/setup?token=") {
                setup_token = Some(token.trim().to_owned());
            }
            if let Some(address) = line.strip_prefix("Kith is at ") {
                return Service { address: address.to_owned(), setup_token, child };
            }
        }
    }

    /// The end of what it wrote to its log.
    #[must_use]
    pub fn newest_of_log(&self) -> String {
        let log = std::fs::read_to_string(self.inside("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(12).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Default for Ground {
    fn default() -> Self {
        Self::new()
    }
}

impl Service {
    /// Kills it at once, as `kill -9` does.
    pub fn kill(mut self) {
        let _gone_already = self.child.kill();
        let _ended = self.child.wait();
    }

    /// Its number among the processes.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// Somebody without an account.
    #[must_use]
    pub fn stranger(&self, name: &str, number: u32) -> Person {
        Person::new(name, &self.address, number)
    }

    /// The same person, speaking to it where it is now.
    #[must_use]
    pub fn met_by(&self, person: &Person) -> Person {
        person.speaking_to(&self.address)
    }

    /// Sets it up: an administrator, a project, and somebody who leads it and published a notice.
    pub async fn settled(&self) -> Office {
        let mut ada = self.stranger("Ada", 1);
        let form = json!({
            "token": self.setup_token, "email": ada.email, "display_name": ada.name, "password": ada.password(),
            "language": "en", "organisation": "Forum",
        });
        let session = ada.post("/api/setup", form).await.ok();
        ada.account = session["account"]["id"].as_str().map(str::to_owned);
        let form = json!({ "name": "Newcomers", "description": "", "language": "en" });
        let project = ada.post("/api/projects", form).await.ok();
        ada.project = project["id"].as_str().map(str::to_owned);
        let lead = self.invited(&ada, "Noor", 2, &["lead"]).await;
        let notice = lead.publishes_a_notice().await;
        Office { lead, notice }
    }

    /// Somebody whom this person invites to their project.
    pub async fn invited(&self, by: &Person, name: &str, number: u32, roles: &[&str]) -> Person {
        let mut person = self.stranger(name, number);
        let form = json!({ "email": person.email, "roles": roles });
        let invitation = by.post(&by.here("/invitations"), form).await.ok();
        let token = token_of(invitation["link"].as_str().expect("a link"));
        let form = json!({ "password": person.password(), "display_name": name, "language": "en" });
        let session = person.post(&format!("/api/links/{token}"), form).await.ok();
        person.account = session["account"]["id"].as_str().map(str::to_owned);
        person.project.clone_from(&by.project);
        person
    }

    /// Seconds of processor time it has used so far.
    #[must_use]
    pub fn processor_seconds(&self) -> f64 {
        processor_seconds(self.pid())
    }

    /// Megabytes of memory: now and at most.
    #[must_use]
    pub fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let of = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|number| number.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
        };
        (of("VmRSS:"), of("VmHWM:"))
    }

    /// Counts its greatest memory from now on.
    pub fn count_memory_anew(&self) {
        // OK where the machine does not let us: then the greatest since its start is told.
        let _refused = std::fs::write(format!("/proc/{}/clear_refs", self.pid()), "5");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Seconds of processor time a process has used so far.
#[must_use]
pub fn processor_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // Behind the name, which is in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')').unwrap();
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks: f64 = [11, 12].into_iter().map(|at: usize| fields[at].parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// The program of the workspace, built as the tests were; or the one that `KITH_TEST_PROGRAM` names, to compare another.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(other) = std::env::var_os("KITH_TEST_PROGRAM") {
            return PathBuf::from(other);
        }
        let here = std::env::current_exe().unwrap();
        let folder = here.parent().and_then(Path::parent).unwrap();
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--package", "kith", "--target-dir"]).arg(folder.parent().unwrap());
        if folder.ends_with("release") {
            build.arg("--release");
        }
        let built = build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).status().expect("cargo");
        assert!(built.success(), "the program could not be built");
        folder.join("kith")
    })
}
