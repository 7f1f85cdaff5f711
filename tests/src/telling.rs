//! Narrators and their stories, as collectors bring them.

use kith::{
    clock::Clock,
    ids::{Id, TestimonyId},
};
use serde_json::{Value, json};

use crate::Person;

/// Somebody who tells, welcomed by a collector.
#[derive(Clone)]
pub struct Narrator {
    /// Their id.
    pub id: String,
    /// Who welcomed them.
    pub collector: Person,
    notice: String,
}

/// A story that was kept.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its id.
    pub id: String,
    /// Its newest text.
    pub revision: String,
}

/// A fresh id, as pages make them.
#[must_use]
pub fn new_id() -> String {
    TestimonyId::at(Clock::Machine.now()).to_string()
}

impl Person {
    /// Publishes a notice in English and Arabic, and says its id. For whoever keeps notices.
    pub async fn publishes_a_notice(&self) -> String {
        let id = new_id();
        let texts = json!([
            { "language": "en", "title": "Your story", "body": "You can stop at any time." },
            { "language": "ar", "title": "قصتك", "body": "يمكنك التوقف في أي وقت." },
        ]);
        self.put(&self.here(&format!("/notices/{id}")), json!({ "texts": texts, "publish": true })).await.ok();
        id
    }

    /// Welcomes a narrator, who has allowed nothing yet.
    pub async fn welcomes(&self, pseudonym: &str, notice: &str) -> Narrator {
        let id = new_id();
        let form = json!({ "pseudonym": pseudonym, "role": "newcomer" });
        self.put(&self.here(&format!("/narrators/{id}")), form).await.ok();
        Narrator { id, collector: self.clone(), notice: notice.to_owned() }
    }

    /// Finds passages, and says which stories they are of.
    pub async fn finds(&self, query: &str) -> Vec<String> {
        let found = self.get(&self.here(&format!("/search?q={}", encoded(query)))).await.ok();
        let mut ids: Vec<String> = found["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .map(|hit| hit["testimony_id"].as_str().expect("an id").to_owned())
            .collect();
        ids.dedup();
        ids
    }

    /// Codes a passage of a story, and says the coding's id.
    pub async fn codes(&self, story: &Story, start: u32, end: u32, code: &str) -> String {
        let id = new_id();
        let form = json!({ "revision_id": story.revision, "start": start, "end": end, "code_id": code });
        self.put(&self.here(&format!("/testimonies/{}/codings/{id}", story.id)), form).await.ok();
        id
    }

    /// The id of a code of the built-in codebooks, by its key such as `ioi.housing`.
    pub async fn code_named(&self, key: &str) -> String {
        fn search(node: &Value, key: &str) -> Option<String> {
            if node["key"] == key {
                return node["id"].as_str().map(str::to_owned);
            }
            node["children"].as_array().into_iter().flatten().find_map(|child| search(child, key))
        }
        let all = self.get(&self.here("/codebooks")).await.ok();
        let books = all["codebooks"].as_array().expect("codebooks").iter();
        let mut nodes = books.flat_map(|book| book["categories"].as_array().into_iter().flatten());
        nodes.find_map(|node| search(node, key)).unwrap_or_else(|| panic!("no code {key}"))
    }
}

impl Narrator {
    /// Answers yes to these purposes (each, when said so, for an audience: `count:funder`) and no to all others.
    pub async fn allows(&self, purposes: &[&str]) -> String {
        self.allows_until(purposes, Value::Null).await
    }

    /// The same, until a day.
    pub async fn allows_until(&self, purposes: &[&str], until: Value) -> String {
        let decisions: Vec<Value> = purposes
            .iter()
            .map(|one| {
                let (purpose, audience) = one.split_once(':').unwrap_or((one, "team"));
                json!({ "purpose": purpose, "decision": "granted", "audience": audience })
            })
            .collect();
        let id = new_id();
        let form = json!({
            "notice_id": self.notice, "notice_language": "en", "mode": "on-screen", "collected_on": "2026-03-01",
            "valid_until": until, "decisions": decisions,
        });
        let path = self.collector.here(&format!("/narrators/{}/consents/{id}", self.id));
        self.collector.put(&path, form).await.ok();
        id
    }

    /// Tells a story under this title.
    pub async fn tells(&self, title: &str, text: &str) -> Story {
        self.tells_in("en", title, text).await
    }

    /// Tells a story in a language.
    pub async fn tells_in(&self, language: &str, title: &str, text: &str) -> Story {
        let id = new_id();
        let form =
            json!({ "narrator_id": self.id, "title": title, "kind": "interview", "language": language, "text": text });
        let kept = self.collector.put(&self.collector.here(&format!("/testimonies/{id}")), form).await.ok();
        Story { id, revision: kept["revision"]["id"].as_str().expect("a revision").to_owned() }
    }

    /// With which notice they are asked.
    #[must_use]
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// Is handed a return code.
    pub async fn is_handed_a_code(&self) -> String {
        let path = self.collector.here(&format!("/narrators/{}/return-code", self.id));
        let made = self.collector.post(&path, json!({})).await.ok();
        made["code"].as_str().expect("a code").to_owned()
    }

    /// Comes back with their code, at a browser of their own.
    pub async fn comes_back(&self, browser: &Person) -> Person {
        comes_with(&self.is_handed_a_code().await, browser).await
    }
}

/// Comes back with a code that was handed over before.
pub async fn comes_with(code: &str, browser: &Person) -> Person {
    let visit = browser.post("/api/narrator/visits", json!({ "code": code })).await.ok();
    browser.visiting(visit["secret"].as_str().expect("a secret"))
}

impl Narrator {
    /// Withdraws purposes, through the collector.
    pub async fn withdraws(&self, purposes: &[&str]) {
        let form = json!({ "purposes": purposes, "asked_by": "narrator", "reason": "asked on the phone" });
        let path = self.collector.here(&format!("/narrators/{}/withdrawals", self.id));
        self.collector.post(&path, form).await.ok();
    }
}

/// Text fit for the query part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
