//! Every path and every kind of person, as one table. A path that is not listed here fails; a change of who may do what
//! shows as a change of the snapshot, for a person to look at.

use std::collections::BTreeMap;

use tests::{Narrator, Person, Story, TestApp, Value, json, new_id, story};

/// What there is to reach in the world of the table.
struct World {
    people: Vec<(&'static str, Person)>,
    kim: Person,
    amina: Narrator,
    told: Story,
    notice: String,
    code: String,
    codebook: String,
    noor: Person,
    summary: String,
}

async fn world(app: &TestApp) -> World {
    let noor = app.founder().await;
    let kim = app.collector("Kim").await;
    let notice = noor.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("The flat", "Q: hello\nA: We found a flat.\nQ: and\nA: it was good").await;
    let code = noor.code_named("ioi.housing").await;
    let books = noor.get(&noor.here("/codebooks")).await.ok();
    let codebook = books["codebooks"][0]["id"].as_str().expect("a codebook").to_owned();
    let mut ada = app.administrator().await;
    ada.project.clone_from(&kim.project);
    let mut nobody = elsewhere(app, &ada).await;
    nobody.project.clone_from(&kim.project);
    let mut stranger = app.stranger("Sam");
    stranger.project.clone_from(&kim.project);
    let people = vec![
        ("stranger", stranger),
        ("outsider", nobody),
        ("administrator", ada),
        ("reader", app.reader("Ria").await),
        ("collector", app.collector("Lou").await),
        ("own-collector", kim.clone()),
        ("coder", app.coder("Bo").await),
        ("editor", app.person("Ed", &["editor"]).await),
        ("protector", app.protector("Pia").await),
        ("lead", noor.clone()),
        ("lead's-read-token", noor.program(&read_token(&noor).await)),
    ];
    let summary = noor.begins_a_summary("Begun").await.id;
    World { people, kim, amina, told, notice, code, codebook, noor, summary }
}

/// A token of this person's that is for reading only.
async fn read_token(person: &Person) -> String {
    let form = json!({ "name": "a program", "scopes": ["read"], "expires_in_days": 30 });
    let token = person.post("/api/account/tokens", form).await.ok();
    token["secret"].as_str().expect("a secret").to_owned()
}

/// Somebody with an account and a project of their own, elsewhere.
async fn elsewhere(app: &TestApp, ada: &Person) -> Person {
    let mut ada = ada.clone();
    let form = json!({ "name": "Another", "description": "", "language": "en" });
    let project = ada.post("/api/projects", form).await.ok();
    ada.project = project["id"].as_str().map(str::to_owned);
    app.invited(&ada, "Olu", &["lead"]).await
}

fn a_call() -> Value {
    json!({ "title": "What opens a street", "called_by": "A fund", "language": "en", "questions": ["What opened one?"] })
}

impl World {
    /// The body a path takes, so that only the person decides the answer.
    fn body(&self, operation: &str) -> Option<Value> {
        let text = "Q: hello\nA: We found a flat.\nQ: and\nA: it was good";
        let passage = json!({ "revision_id": self.told.revision, "start": 3, "end": 8, "code_id": self.code });
        Some(match operation {
            "writeNotice" => json!({ "texts": [{ "language": "en", "title": "T", "body": "B" }] }),
            "welcomeNarrator" => json!({ "pseudonym": "Somebody", "role": "newcomer" }),
            "keepNames" => json!({ "name": "N" }),
            "recordConsent" => json!({
                "notice_id": self.notice, "notice_language": "en", "mode": "written", "collected_on": "2026-02-01",
                "decisions": [
                    { "purpose": "store", "decision": "granted" },
                    { "purpose": "analyse", "decision": "granted" },
                    { "purpose": "contact-again", "decision": "granted" },
                ],
            }),
            "withdrawConsent" => json!({ "purposes": ["contact-again"], "asked_by": "narrator" }),
            "keepTestimony" => json!({
                "narrator_id": self.amina.id, "title": "T", "kind": "interview", "language": "en", "text": text,
            }),
            "changeTestimony" | "changeCollected" => json!({ "place_told": "here" }),
            "changeTurns" | "changeCollectedTurns" => json!({ "revision_id": self.told.revision, "turns": [] }),
            "reviseTestimony" | "reviseCollected" => json!({ "text": text, "reason": "again" }),
            "addRecording" => json!({ "kind": "audio", "address": "tape 1" }),
            "keepCode" => json!({
                "codebook_id": self.codebook, "parent_id": self.code, "name": new_id(), "definition": "D",
            }),
            "codePassage" => passage,
            "markTippingPoint" => json!({
                "revision_id": self.told.revision, "start": 3, "end": 8,
                "axes": { "shape": "tp.shape.single-event", "identified_by": "tp.by.coder" },
            }),
            "changeProject" => json!({ "description": "D" }),
            "setRoles" => json!({ "roles": ["reader"] }),
            "invite" => json!({ "email": format!("{}@example.org", new_id()), "roles": ["reader"] }),
            "makeProject" => json!({ "name": "P", "description": "", "language": "en" }),
            "changeAccount" => json!({ "language": "en" }),
            "makeToken" => json!({ "name": "T", "scopes": ["read"], "expires_in_days": 1 }),
            "makeExport" => json!({
                "recipient": "R", "contact": "C", "purpose": "quote-anonymously", "audience": "team",
            }),
            "acknowledgedExport" => json!({}),
            "keepKeeper" => json!({ "address": "A", "contact": "C", "jurisdiction": "NL", "storage_place": "Here" }),
            "putFlag" => json!({ "kind": "threat", "review_on": "2026-06-01" }),
            "suspendConsent" => json!({ "purposes": ["contact-again"] }),
            "eraseNarrator" => json!({ "ground": "objected" }),
            "quotePassage" => json!({
                "testimony_id": self.told.id, "revision_id": self.told.revision, "start": 3, "end": 8,
                "purpose": "quote-anonymously", "audience": "team", "place": "P",
            }),
            "askNarrator" => json!({
                "testimony_id": self.told.id, "revision_id": self.told.revision, "start": 3, "end": 8,
                "purpose": "quote-anonymously", "audience": "public", "place": "P",
            }),
            "askedAgain" => json!({ "revision_id": self.told.revision, "asked_on": "2026-02-01", "kept_out": [] }),
            "putRequest" => json!({ "right": "access", "received_on": "2026-02-01" }),
            "settleRequest" => json!({ "outcome": "done" }),
            "answerAsking" => json!({ "answer": "no" }),
            "nameRepresentative" => json!({ "role": "advocate", "since": "2026-02-01" }),
            "endRepresentative" => json!({}),
            "beginSummary" => json!({ "title": "T", "language": "en" }),
            "writeSummary" => json!({ "after": 1, "document": { "title": "T", "blocks": [] } }),
            "linkEvidence" => json!({
                "testimony_id": self.told.id, "revision_id": self.told.revision, "start": 3, "end": 8,
                "stance": "supports",
            }),
            "redact" => json!({
                "revision_id": self.told.revision, "start": 3, "end": 8, "entity_id": new_id(), "category": "misc",
                "identifier": "quasi",
            }),
            "writeCall" => a_call(),
            "sayBeside" => json!({ "summary_id": self.summary, "words": "They changed the form." }),
            "declineQuestion" => json!({ "words": "It would name somebody." }),
            "raiseConcern" => json!({ "words": "W" }),
            "settleConcern" => json!({}),
            "addReader" => json!({ "name": "A foundation" }),
            "putComment" => json!({ "block_id": new_id(), "text": "C" }),
            "signSummary" => json!({ "edition": 1, "passed": true }),
            "withdrawOwn" | "resumeOwn" => json!({ "purposes": ["contact-again"] }),
            "keepPassageOut" => json!({
                "testimony_id": self.told.id, "revision_id": self.told.revision, "start": 3, "end": 8,
            }),
            "reviewTippingPoint" => json!({ "review": "confirmed" }),
            "saySelfView" => json!({ "belonging": "yes" }),
            "sayMore" => json!({ "kind": "addition", "words": "W" }),
            "makeReturnCode" | "endFlag" | "answeredMessage" | "reindex" | "resetLinkFor" => json!({}),
            _ => return None,
        })
    }

    /// A path with a call or a response of its own in it: one person's act does not decide the next one's.
    async fn beside(&self, name: &str, path: &str) -> String {
        let noor = &self.noor;
        let mut path = path.to_owned();
        if path.contains("{call}") {
            let call = noor.here(&format!("/calls/{}", new_id()));
            if name != "writeCall" {
                noor.put(&call, a_call()).await.has(201);
                if name.contains("nswer") {
                    noor.post(&format!("{call}/open"), json!({})).await.ok();
                    path = path.replace("{summary}", &self.summary);
                }
                if name == "takeAnswerBack" {
                    noor.put(&format!("{call}/answers/{}", self.summary), json!({})).await.has(201);
                }
            }
            path = path.replace("{call}", call.rsplit('/').next().unwrap_or_default());
        }
        if path.contains("{response}") {
            let response = new_id();
            if name != "sayBeside" {
                let words = json!({ "summary_id": self.summary, "words": "They changed the form." });
                noor.put(&noor.here(&format!("/responses/{response}")), words).await.has(201);
            }
            path = path.replace("{response}", &response);
        }
        path
    }

    /// A path with its names filled in: what exists for reading, what is new for writing.
    fn path(&self, method: &str, path: &str, [recording, coding, tipping, member]: &[&str; 4]) -> String {
        let writing = method == "put";
        let fresh = new_id();
        let last_is = |name: &str| path.ends_with(&format!("{{{name}}}"));
        let pick = |name: &str, existing: &str| {
            if writing && last_is(name) { fresh.clone() } else { existing.to_owned() }
        };
        path.replace("{project}", self.kim.project.as_deref().expect("a project"))
            .replace("{notice}", &pick("notice", &self.notice))
            .replace("{narrator}", &pick("narrator", &self.amina.id))
            .replace("{consent}", &fresh)
            .replace("{testimony}", &pick("testimony", &self.told.id))
            .replace("{revision}", &fresh)
            .replace(
                "{recording}",
                &if writing && !path.ends_with("/content") { fresh.clone() } else { (*recording).to_owned() },
            )
            .replace("{coding}", &pick("coding", coding))
            .replace("{tipping}", &pick("tipping", tipping))
            .replace("{code}", &fresh)
            .replace("{account}", member)
            .replace("{invitation}", &fresh)
            .replace("{organisation}", &fresh)
            .replace("{flag}", &fresh)
            .replace("{message}", &fresh)
            .replace("{limit}", &fresh)
            .replace("{summary}", &pick("summary", &self.summary))
            .replace("{slug}", "nothing")
            .replace("{secret}", "no-such-secret")
            .replace("{block}", &fresh)
            .replace("{evidence}", &fresh)
            .replace("{comment}", &fresh)
            .replace("{redaction}", &fresh)
            .replace("{concern}", &fresh)
            .replace("{reader}", &fresh)
            .replace("{secret}", "no-such-secret")
            .replace("{gate}", "approval")
            .replace("{publisher}", "nobody")
            .replace("{file}", "summary.json")
            .replace("{request}", &fresh)
            .replace("{again}", &fresh)
            .replace("{asking}", &fresh)
            .replace("{representative}", &fresh)
            .replace("{language}", "en")
            .replace("{form}", "whole")
            .replace("{quote}", &fresh)
            .replace("{export}", &fresh)
            .replace("{id}", &fresh)
            .replace("{token}", "no-such-token")
    }
}

/// Paths by which one comes in or that concern one's own account: told in `people.rs` and `own.rs`, the same for everybody
/// here.
const AT_THE_DOOR: &[&str] = &[
    "setupState",
    "setUp",
    "signIn",
    "currentSession",
    "signOut",
    "openLink",
    "useLink",
    "askPasswordReset",
    "beginVisit",
    "endVisit",
    "changePassword",
    "listSessions",
    "endSession",
    "listTokens",
    "revokeToken",
];

#[story]
async fn who_may_do_what() {
    let app = TestApp::at("2026-03-01").await;
    let mut world = world(&app).await;
    let description = world.noor.get("/api/openapi.json").await.ok();
    let mut table: BTreeMap<String, String> = BTreeMap::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let name = operation["operationId"].as_str().expect("a name");
            if AT_THE_DOOR.contains(&name) {
                continue;
            }
            if operation["requestBody"]["content"]["application/json"].is_object() {
                assert!(world.body(name).is_some(), "{name} is not listed in the access table");
            }
            // A story and a member of the row's own: what one path did does not decide the next.
            world.amina = world.kim.welcomes("Amina", &world.notice).await;
            world.amina.allows(&["store", "analyse", "quote-anonymously", "contact-again"]).await;
            world.told = world.amina.tells("The flat", "Q: hello\nA: We found a flat.\nQ: and\nA: it was good").await;
            let victim = app.reader("Vic").await;
            let row = row(&world, name, method, path, victim.id()).await;
            table.insert(format!("{name} ({} {path})", method.to_uppercase()), row);
        }
    }
    let kinds: Vec<&str> = world.people.iter().map(|(kind, _)| *kind).collect();
    let mut text = format!("{}\n\n", kinds.join(" "));
    for (name, row) in table {
        text.push_str(&format!("{row}  {name}\n"));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("access_table", text);
    });
}

async fn row(world: &World, name: &str, method: &str, path: &str, member: &str) -> String {
    let mut answers = Vec::new();
    for (_, person) in &world.people {
        // Whoever was erased has no stories to prepare.
        let (recording, coding, tipping) = match name {
            "eraseNarrator" => (new_id(), new_id(), new_id()),
            _ => prepared(world, person).await,
        };
        let path = world.beside(name, path).await;
        let path = world.path(method, &path, &[&recording, &coding, &tipping, member]);
        let bytes = match name {
            "readDocument" => Some(b"Just words.".to_vec()),
            "uploadRecording" => Some(b"sound".to_vec()),
            _ => None,
        };
        let path = if name == "uploadRecording" { format!("{path}?kind=audio") } else { path };
        if name == "withdrawConsent" {
            world.amina.allows(&["store", "analyse", "quote-anonymously", "contact-again"]).await;
        }
        let answer = match bytes {
            Some(bytes) => person.send_bytes(&method.to_uppercase(), &path, bytes).await,
            None => match (method, world.body(name)) {
                ("get", _) => person.get(&path).await,
                ("delete", _) => person.delete(&path).await,
                ("put", body) => person.put(&path, body.unwrap_or_else(|| json!({}))).await,
                ("patch", body) => person.patch(&path, body.unwrap_or_else(|| json!({}))).await,
                (_, body) => person.post(&path, body.unwrap_or_else(|| json!({}))).await,
            },
        };
        assert!(answer.status < 500, "{name}: {}", answer.json);
        answers.push(answer.status.to_string());
    }
    answers.join(" ")
}

/// A recording of the collector's, and a coding and a tipping point of this person's own where they may make one.
async fn prepared(world: &World, person: &Person) -> (String, String, String) {
    let (recording, coding, tipping) = (new_id(), new_id(), new_id());
    let at = |what: &str| world.kim.here(&format!("/testimonies/{}/{what}", world.told.id));
    let content = format!("{}?kind=audio", at(&format!("recordings/{recording}/content")));
    world.kim.send_bytes("PUT", &content, b"sound".to_vec()).await.ok();
    if let Some(body) = world.body("codePassage") {
        let _only_coders = person.put(&at(&format!("codings/{coding}")), body).await;
    }
    if let Some(body) = world.body("markTippingPoint") {
        let _only_coders = person.put(&at(&format!("tipping-points/{tipping}")), body).await;
    }
    (recording, coding, tipping)
}
