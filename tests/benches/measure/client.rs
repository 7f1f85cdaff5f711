//! A service that works, and people who ask it without pause.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Ground, Narrator, Office, Person, Service, new_id};
use tokio::runtime::Runtime;

/// One browser on one connection, without a runtime.
pub struct Client {
    agent: ureq::Agent,
    address: String,
    cookie: String,
    project: String,
}

impl Client {
    /// This person's browser.
    pub fn of(person: &Person, service: &Service) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        Self {
            agent: agent.into(),
            address: service.address.clone(),
            cookie: format!("kith={}", person.cookie().unwrap_or_default()),
            project: person.here(""),
        }
    }

    /// Sends to a path of the project; to another when it begins with `/api` or `/read`.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Vec<u8>) {
        let elsewhere = path.starts_with("/api") || path.starts_with("/read");
        let project = if elsewhere { "" } else { self.project.as_str() };
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{project}{path}", self.address))
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin");
        let answer = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                self.agent.run(request.body(body.to_string().into_bytes()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.unwrap();
        let bytes = answer.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
        (answer.status().as_u16(), bytes)
    }

    /// What a good answer says.
    pub fn get(&self, path: &str) -> Value {
        let (status, bytes) = self.send("GET", path, None);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Puts something that must be accepted.
    pub fn put(&self, path: &str, body: &Value) -> Value {
        let (status, bytes) = self.send("PUT", path, Some(body));
        assert!(status == 200 || status == 201, "{path}: {status} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Milliseconds until a whole, good answer came, and its bytes.
    pub fn timed(&self, path: &str) -> (f64, usize) {
        let began = Instant::now();
        let (status, bytes) = self.send("GET", path, None);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&bytes));
        (milliseconds(began), bytes.len())
    }
}

pub fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

/// A service with people and narrators.
pub struct House {
    // In this order: the service ends, then its folder goes.
    pub service: Service,
    pub ground: Ground,
    pub office: Office,
    pub lead: Client,
    pub narrators: Vec<Narrator>,
    runtime: Runtime,
}

/// A story that was kept.
#[derive(Clone)]
pub struct Kept {
    pub id: String,
    pub revision: String,
}

impl House {
    /// A new one, with so many narrators who allow to be read and coded.
    pub fn with_narrators(number: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ground = Ground::new();
        let service = ground.start();
        let (office, narrators) = runtime.block_on(async {
            let office = service.settled().await;
            let mut narrators = Vec::new();
            for at in 0..number {
                let narrator = office.lead.welcomes(&format!("Narrator {at}"), &office.notice).await;
                narrator.allows(&["store", "analyse"]).await;
                narrators.push(narrator);
            }
            (office, narrators)
        });
        let lead = Client::of(&office.lead, &service);
        Self { service, ground, office, lead, narrators, runtime }
    }

    /// Somebody who codes, and their browser.
    pub fn coder(&self, number: u32) -> Client {
        let name = format!("Coder {number}");
        let invited = self.service.invited(&self.office.lead, &name, 100 + number, &["coder"]);
        Client::of(&self.runtime.block_on(invited), &self.service)
    }

    /// Does something as people in stories do it.
    pub fn told<T>(&self, story: impl Future<Output = T>) -> T {
        self.runtime.block_on(story)
    }

    /// Somebody with these roles.
    pub fn somebody(&self, name: &str, number: u32, roles: &[&str]) -> Person {
        self.runtime.block_on(self.service.invited(&self.office.lead, name, 200 + number, roles))
    }

    /// The id of a code.
    pub fn code(&self) -> String {
        self.runtime.block_on(self.office.lead.code_named("ioi.housing"))
    }

    /// Keeps a story.
    pub fn tells(&self, client: &Client, at: usize, language: &str, title: &str, text: &str) -> Kept {
        let narrator = &self.narrators[at % self.narrators.len()].id;
        let id = new_id();
        let form = json!({
            "narrator_id": narrator, "title": title, "kind": "interview", "language": language, "text": text,
        });
        let kept = client.put(&format!("/testimonies/{id}"), &form);
        Kept { id, revision: kept["revision"]["id"].as_str().unwrap().to_owned() }
    }
}

/// Does all of this work on so many threads, each with a browser of the lead.
pub fn at_once<T: Sync>(house: &House, threads: usize, all: &[T], work: impl Fn(&Client, usize, &T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let client = Client::of(&house.office.lead, &house.service);
                while let Some((at, one)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, all.get(at)?)))
                {
                    work(&client, at, one);
                }
            });
        }
    });
}

/// Processor seconds of this thread so far.
pub fn own_processor_seconds() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// Processor seconds of this process so far, with those of threads that are gone.
pub fn processor_seconds_of_this_process() -> f64 {
    tests::processor_seconds(std::process::id())
}

/// Words of no story, of about this many bytes.
pub fn words(bytes: usize) -> String {
    let line =
        "Interviewer: And then? \n\nAmina: We found a flat after nine months, and the neighbours brought us soup.\n\n";
    line.repeat(bytes / line.len() + 1)
}

impl Kept {
    /// As a list shows it.
    pub fn of(listed: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self { id: text(&listed["id"]), revision: text(&listed["revision"]["id"]) }
    }
}
