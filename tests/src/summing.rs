//! People who write, pass and publish learning summaries.

use serde_json::{Value, json};

use crate::{Answer, Person, Story, new_id};

/// A summary that is being written.
#[derive(Clone)]
pub struct Summary {
    /// Its id.
    pub id: String,
    /// Who writes it.
    pub editor: Person,
}

/// A paragraph.
#[must_use]
pub fn text(part: &str, text: &str) -> Value {
    json!({ "kind": "text", "id": new_id(), "part": part, "text": text })
}

/// One sentence that rests on passages.
#[must_use]
pub fn statement(part: &str, says: &str, text: &str, evidence: &[String]) -> Value {
    json!({
        "kind": "statement", "id": new_id(), "part": part, "says": says, "text": text,
        "looked_for_contrary": true, "evidence": evidence,
    })
}

/// A narrator's words.
#[must_use]
pub fn quote(id: &str) -> Value {
    json!({ "kind": "quote", "id": new_id(), "part": "quotes", "quote_id": id })
}

/// A question to the stories.
#[must_use]
pub fn figure(part: &str, asks: &str) -> Value {
    json!({ "kind": "figure", "id": new_id(), "part": part, "asks": asks })
}

/// What every summary has.
#[must_use]
pub fn frame() -> Vec<Value> {
    vec![
        text("purpose", "We asked how people came to feel at home."),
        text("method-and-limits", "Conversations in two languages. Nobody is counted who did not agree to it."),
    ]
}

impl Person {
    /// Begins a summary for everybody.
    pub async fn begins_a_summary(&self, title: &str) -> Summary {
        self.begins_a_summary_for("public", title).await
    }

    /// Begins a summary for these readers.
    pub async fn begins_a_summary_for(&self, audience: &str, title: &str) -> Summary {
        let id = new_id();
        let form = json!({
            "title": title, "language": "en", "period_from": "2025-01-01", "period_until": "2025-12-31",
            "audience": audience,
        });
        self.put(&self.here(&format!("/summaries/{id}")), form).await.has(201);
        Summary { id, editor: self.clone() }
    }

    /// Welcomes others, who let themselves be counted for everybody and tell nothing yet: among them one can hide.
    pub async fn welcomes_a_crowd(&self, notice: &str, number: usize) {
        for number in 0..number {
            let one = self.welcomes(&format!("Somebody {number}"), notice).await;
            one.allows(&["store", "analyse", "count:public"]).await;
        }
    }

    /// Chooses a passage to quote anonymously, for everybody.
    pub async fn quotes(&self, story: &Story, start: usize, end: usize) -> String {
        let (id, answer) = self.tries_to_quote("public", story, start, end).await;
        answer.has(201);
        id
    }

    /// Chooses a passage to quote anonymously, for these readers: the quote's id, and what was answered.
    pub async fn tries_to_quote(&self, audience: &str, story: &Story, start: usize, end: usize) -> (String, Answer) {
        let id = new_id();
        let form = json!({
            "testimony_id": story.id, "revision_id": story.revision, "start": start, "end": end,
            "purpose": "quote-anonymously", "audience": audience, "place": "A summary",
        });
        let answer = self.put(&self.here(&format!("/quotes/{id}")), form).await;
        (id, answer)
    }
}

impl Summary {
    /// A path of this summary, for somebody.
    #[must_use]
    pub fn path(&self, person: &Person, rest: &str) -> String {
        person.here(&format!("/summaries/{}{rest}", self.id))
    }

    /// How it is shown to somebody now.
    pub async fn seen_by(&self, person: &Person) -> Value {
        person.get(&self.path(person, "")).await.ok()
    }

    /// Links a passage.
    pub async fn rests_on(&self, story: &Story, start: usize, end: usize, stance: &str) -> String {
        let id = new_id();
        let form = json!({
            "testimony_id": story.id, "revision_id": story.revision, "start": start, "end": end, "stance": stance,
        });
        self.editor.put(&self.path(&self.editor, &format!("/evidence/{id}")), form).await.has(201);
        id
    }

    /// Writes an edition with these blocks.
    pub async fn says(&self, blocks: &[Value]) -> i64 {
        let now = self.seen_by(&self.editor).await;
        let document = json!({ "title": now["title"], "standfirst": "What opens a street.", "blocks": blocks });
        let form = json!({ "after": now["edition"], "document": document });
        let written = self.editor.put(&self.path(&self.editor, "/document"), form).await.ok();
        written["edition"].as_i64().expect("a number")
    }

    /// What keeps its gates shut: codes, gate by gate.
    pub async fn problems(&self) -> Vec<String> {
        self.found(true).await
    }

    /// What people should look at.
    pub async fn advice(&self) -> Vec<String> {
        self.found(false).await
    }

    async fn found(&self, stops: bool) -> Vec<String> {
        let checks = self.editor.get(&self.path(&self.editor, "/checks")).await.ok();
        let of_gate = |gate: &Value| gate["problems"].as_array().cloned().unwrap_or_default();
        let gates = checks["gates"].as_array().expect("gates");
        let found = gates.iter().flat_map(of_gate).filter(|one| one["stops"] == stops);
        found.filter_map(|one| one["code"].as_str().map(str::to_owned)).collect()
    }

    /// Sends it through the gates.
    pub async fn is_submitted(&self) -> Answer {
        self.editor.post(&self.path(&self.editor, "/submit"), json!({})).await
    }

    /// Somebody passes the newest edition through a gate.
    pub async fn is_signed_by(&self, person: &Person, gate: &str) -> Answer {
        let edition = self.seen_by(person).await["edition"].clone();
        let form = json!({ "edition": edition, "passed": true });
        person.put(&self.path(person, &format!("/signs/{gate}")), form).await
    }

    /// Publishes it.
    pub async fn is_published(&self) -> Answer {
        self.editor.post(&self.path(&self.editor, "/publish"), json!({})).await
    }

    /// Takes it through every gate, with somebody who protects narrators, and publishes it. Says where everybody reads it.
    pub async fn goes_public(&self, protector: &Person) -> String {
        let published = self.passes_every_gate(protector).await;
        published["address"].as_str().expect("an address").to_owned()
    }

    /// Hands somebody a link to what is not for everybody: its id, and the path.
    pub async fn is_handed_to(&self, name: &str) -> (String, String) {
        let id = new_id();
        let path = self.path(&self.editor, &format!("/readers/{id}"));
        let made = self.editor.put(&path, json!({ "name": name })).await.has(201).ok();
        (id, made["link"].as_str().expect("a link").to_owned())
    }

    /// Takes it through every gate, with somebody who protects narrators, and publishes it.
    pub async fn passes_every_gate(&self, protector: &Person) -> Value {
        assert_eq!(self.problems().await, Vec::<String>::new());
        self.is_submitted().await.ok();
        self.is_signed_by(protector, "second-person").await.ok();
        self.is_signed_by(protector, "protection").await.ok();
        self.is_signed_by(protector, "approval").await.ok();
        self.is_signed_by(&self.editor, "approval").await.ok();
        self.is_published().await.ok()
    }
}
