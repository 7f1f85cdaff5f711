//! Some narrators wish to see each use before it is told. They are asked on their own page, and silence is no.

use tests::{
    Narrator, Person, Story, TestApp, Value, comes_with, json, new_id, story,
    summing::{frame, quote, statement},
};

const TEXT: &str = "We found a flat after nine months. The porter was kind to us.";
const FLAT: (usize, usize) = (0, 34);
const PORTER: (usize, usize) = (35, 61);

struct Forum {
    app: TestApp,
    ed: Person,
    amina: Narrator,
    told: Story,
    code: String,
}

impl Forum {
    /// Amina lets herself be quoted for everybody, and wishes to see each use first.
    async fn open() -> Self {
        let app = TestApp::at("2026-03-01").await;
        let (kim, ed) = (app.collector("Kim").await, app.editor("Ed").await);
        let notice = app.founder().await.publishes_a_notice().await;
        kim.welcomes_a_crowd(&notice, 5).await;
        let amina = kim.welcomes("Amina", &notice).await;
        let forum = Self { told: Story { id: new_id(), revision: new_id() }, code: String::new(), app, ed, amina };
        forum.amina_answers().await;
        let told = forum.amina.tells("The flat", TEXT).await;
        let code = forum.amina.is_handed_a_code().await;
        Self { told, code, ..forum }
    }

    async fn amina_answers(&self) {
        let granted =
            |purpose: &str, audience: &str| json!({ "purpose": purpose, "decision": "granted", "audience": audience });
        let mut quoting = granted("quote-anonymously", "public");
        quoting["terms"] = json!({ "review_before_use": true });
        let decisions = [granted("store", "team"), granted("analyse", "team"), granted("count", "public"), quoting];
        let form = json!({
            "notice_id": self.amina.notice(), "notice_language": "en", "mode": "on-screen",
            "collected_on": "2026-03-01", "decisions": decisions,
        });
        let kim = &self.amina.collector;
        kim.put(&kim.here(&format!("/narrators/{}/consents/{}", self.amina.id, new_id())), form).await.ok();
    }

    fn form(&self, (start, end): (usize, usize), audience: &str) -> Value {
        json!({
            "testimony_id": self.told.id, "revision_id": self.told.revision, "start": start, "end": end,
            "purpose": "quote-anonymously", "audience": audience, "place": "Learning from Leiden",
        })
    }

    fn quote(&self, id: &str) -> String {
        self.ed.here(&format!("/quotes/{id}"))
    }

    fn asking(&self, id: &str) -> String {
        self.ed.here(&format!("/askings/{id}"))
    }

    async fn amina_comes_back(&self) -> Person {
        comes_with(&self.code, &self.app.stranger("Amina at home")).await
    }

    async fn quotes(&self) -> usize {
        self.ed.get(&self.ed.here("/quotes")).await.ok().as_array().expect("quotes").len()
    }
}

async fn says(amina: &Person, id: &str, answer: &str) -> Value {
    amina.post(&format!("/api/narrator/askings/{id}"), json!({ "answer": answer })).await.ok()
}

#[story]
async fn who_wishes_to_see_each_use_first_is_asked_and_silence_is_no() {
    let forum = Forum::open().await;
    let id = new_id();
    // In the team nobody has to ask.
    forum.ed.put(&forum.quote(&new_id()), forum.form(PORTER, "team")).await.has(201);
    forum.ed.put(&forum.asking(&new_id()), forum.form(PORTER, "team")).await.is(409, "consent.no-need-to-ask");

    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(201);
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(200);
    forum.ed.put(&forum.asking(&id), forum.form(PORTER, "public")).await.is(409, "quote.exists-differently");
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");

    let amina = forum.amina_comes_back().await;
    let page = amina.get("/api/narrator").await.ok();
    let asked = &page["askings"][0];
    assert_eq!(asked["words"], "We found a flat after nine months.");
    assert_eq!((&asked["audience"], &asked["place"]), (&json!("public"), &json!("Learning from Leiden")));
    assert_eq!(asked["answer"], Value::Null);
    // Whoever asked cannot answer.
    forum.ed.post(&format!("/api/narrator/askings/{id}"), json!({ "answer": "yes" })).await.is(401, "visit.over");

    assert_eq!(says(&amina, &id, "yes").await["askings"][0]["answer"], "yes");
    // A yes is to these words, for these readers, at this place.
    for other in [forum.form(PORTER, "public"), forum.form((0, 20), "public")] {
        forum.ed.put(&forum.quote(&id), other).await.is(409, "quote.exists-differently");
    }
    forum.ed.put(&forum.quote(&new_id()), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.has(201);
    let all = forum.ed.get(&forum.ed.here("/askings")).await.ok();
    assert_eq!((&all[0]["answer"], all.as_array().map(Vec::len)), (&json!("yes"), Some(1)));
    let used = amina.get("/api/narrator").await.ok()["stories"][0]["uses"].clone();
    assert_eq!(used.as_array().map(Vec::len), Some(2), "{used}");
}

#[story]
async fn the_words_that_are_told_are_the_words_that_were_shown() {
    let forum = Forum::open().await;
    let (mask, id) = (new_id(), new_id());
    let redaction = forum.ed.here(&format!("/testimonies/{}/redactions/{mask}", forum.told.id));
    let form = json!({
        "revision_id": forum.told.revision, "start": 39, "end": 45, "entity_id": new_id(), "category": "demographic",
        "identifier": "quasi",
    });
    forum.ed.put(&redaction, form).await.has(201);
    forum.ed.put(&forum.asking(&id), forum.form(PORTER, "public")).await.has(201);
    let amina = forum.amina_comes_back().await;
    let shown = says(&amina, &id, "yes").await["askings"][0]["words"].clone();
    assert!(!shown.as_str().expect("words").contains("porter"), "{shown}");
    // What stood in its place is taken away meanwhile: nobody showed her that.
    forum.ed.delete(&redaction).await.has(204);
    let quoted = forum.ed.put(&forum.quote(&id), forum.form(PORTER, "public")).await.has(201).json;
    assert_eq!(quoted["words"], shown);
}

#[story]
async fn a_no_after_a_yes_reaches_the_published_page() {
    let forum = Forum::open().await;
    let pia = forum.app.protector("Pia").await;
    let (id, amina) = (new_id(), forum.amina_comes_back().await);
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(201);
    says(&amina, &id, "yes").await;
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.has(201);
    let bo = forum.app.coder("Bo").await;
    let code = bo.code_named("ioi.housing").await;
    bo.codes(&forum.told, 35, 61, &code).await;
    let summary = forum.ed.begins_a_summary("What opens a street").await;
    let evidence = summary.rests_on(&forum.told, PORTER.0, PORTER.1, "supports").await;
    let mut blocks = frame();
    blocks.push(statement("learning-points", "learning-point", "Porters open doors.", &[evidence]));
    blocks.push(quote(&id));
    summary.says(&blocks).await;
    let page = summary.goes_public(&pia).await;
    let reader = forum.app.stranger("A reader");
    let read = async || reader.get(&page).await.text();
    assert!(read().await.contains("nine months"));

    says(&amina, &id, "no").await;
    let now = read().await;
    assert!(!now.contains("nine months") && now.contains("Porters open doors."), "{now}");
    assert_eq!(forum.quotes().await, 0);
    forum.ed.put(&forum.quote(&new_id()), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");
    // And yes once more: the same words are quoted anew, whether or not they were swept away.
    says(&amina, &id, "yes").await;
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.has(201);
    assert_eq!(forum.quotes().await, 1);
    forum.ed.delete(&forum.asking(&id)).await.has(204);
    assert_eq!(forum.quotes().await, 0);
    let uses = amina.get("/api/narrator").await.ok()["stories"][0]["uses"].clone();
    let open = uses.as_array().expect("uses").iter().filter(|one| one["kind"] == "quote" && one["ended_at"].is_null());
    assert_eq!(open.count(), 0, "{uses}");
}

#[story]
async fn a_yes_holds_under_the_answer_it_was_said_under() {
    let forum = Forum::open().await;
    let (id, amina) = (new_id(), forum.amina_comes_back().await);
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(201);
    says(&amina, &id, "yes").await;
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.has(201);
    assert_eq!(forum.quotes().await, 1);
    // She is asked for her consent again, and answers the same: about this use she was asked before that.
    forum.amina_answers().await;
    assert_eq!(forum.quotes().await, 0);
    forum.ed.put(&forum.quote(&new_id()), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");
}

#[story]
async fn a_code_that_replaced_another_says_no_at_once_and_yes_only_later() {
    let forum = Forum::open().await;
    let id = new_id();
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(201);
    let stranger = forum.app.stranger("Somebody with a new code");
    let hurried = comes_with(&forum.amina.is_handed_a_code().await, &stranger).await;
    assert_eq!(hurried.get("/api/narrator").await.ok()["askings"], json!([]), "no words are shown yet");
    let yes = json!({ "answer": "yes" });
    hurried.post(&format!("/api/narrator/askings/{id}"), yes).await.is(403, "visit.not-whole-yet");
    assert_eq!(hurried.post(&format!("/api/narrator/askings/{id}"), json!({ "answer": "no" })).await.status, 200);
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.is(409, "consent.ask-first");
}

#[story]
async fn nobody_is_asked_about_what_they_do_not_allow_or_keep_out() {
    let forum = Forum::open().await;
    let mut named = forum.form(FLAT, "public");
    named["purpose"] = json!("quote-by-name");
    forum.ed.put(&forum.asking(&new_id()), named).await.is(409, "consent.not-granted");
    let amina = forum.amina_comes_back().await;
    let (start, end) = FLAT;
    let limit =
        json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    amina.post("/api/narrator/limits", limit).await.ok();
    assert!(forum.ed.put(&forum.asking(&new_id()), forum.form(FLAT, "public")).await.status >= 400);
    let id = new_id();
    forum.ed.put(&forum.asking(&id), forum.form(PORTER, "public")).await.has(201);
    // Asked no more: nothing to answer, and nothing to quote.
    forum.ed.delete(&forum.asking(&id)).await.has(204);
    assert_eq!(amina.get("/api/narrator").await.ok()["askings"], json!([]));
    amina.post(&format!("/api/narrator/askings/{id}"), json!({ "answer": "yes" })).await.is(404, "not-found");
}

#[story]
async fn an_old_backup_does_not_bring_a_yes_back() {
    let mut forum = Forum::open().await;
    let (id, amina) = (new_id(), forum.amina_comes_back().await);
    forum.ed.put(&forum.asking(&id), forum.form(FLAT, "public")).await.has(201);
    says(&amina, &id, "yes").await;
    forum.ed.put(&forum.quote(&id), forum.form(FLAT, "public")).await.has(201);
    let old = forum.app.keeps_a_backup().await;
    forum.app.days_pass(1);
    let amina = forum.amina_comes_back().await;
    says(&amina, &id, "no").await;
    assert_eq!(forum.quotes().await, 0);
    forum.app.brings_back(&old).await;
    forum.ed = forum.ed.speaking_to(&forum.app.service);
    assert_eq!(forum.quotes().await, 0);
    let amina = forum.amina_comes_back().await;
    assert_eq!(amina.get("/api/narrator").await.ok()["askings"][0]["answer"], "no");
}
