//! Learning summaries: written, passed through gates, published; and what becomes of them when a narrator changes their mind.

use tests::{
    Narrator, Person, Story, Summary, TestApp, Value, json, new_id, story,
    summing::{figure, frame, quote, statement, text},
};

/// What each narrator tells; their own name stands in it.
fn told(name: &str) -> String {
    format!("The street was shut to us. Then {name} was asked to cook for everybody. Now I know who lives here.")
}

pub const CLAIM: &str = "Being asked to give something opens a street.";

pub struct Forum {
    pub kim: Person,
    pub bo: Person,
    pub ed: Person,
    pub pia: Person,
    pub notice: String,
    pub narrators: Vec<(Narrator, Story)>,
    pub names: Vec<String>,
}

/// A forum with coded stories of these people, who let themselves be counted and quoted for everybody.
pub async fn forum(app: &TestApp, names: &[&str]) -> Forum {
    forum_led_by(app, &app.founder().await, names).await
}

/// The same in a project that this person leads.
pub async fn forum_led_by(app: &TestApp, lead: &Person, names: &[&str]) -> Forum {
    let works = async |name: &str, role: &str| app.invited(lead, name, &[role]).await;
    let (kim, bo) = (works("Kim", "collector").await, works("Bo", "coder").await);
    let (ed, pia) = (works("Ed", "editor").await, works("Pia", "protector").await);
    let notice = lead.publishes_a_notice().await;
    let mut forum = Forum { kim, bo, ed, pia, notice, narrators: Vec::new(), names: Vec::new() };
    for name in names {
        forum.is_joined_by(name).await;
    }
    forum
}

impl Forum {
    /// Somebody tells a story, which is coded.
    pub async fn is_joined_by(&mut self, name: &str) {
        self.is_joined_for("public", name).await;
    }

    /// The same, of somebody who lets themselves be counted and quoted for these readers.
    pub async fn is_joined_for(&mut self, audience: &str, name: &str) {
        let narrator = self.kim.welcomes(name, &self.notice).await;
        let [count, quote] = ["count", "quote-anonymously"].map(|purpose| format!("{purpose}:{audience}"));
        narrator.allows(&["store", "analyse", &count, &quote]).await;
        let story = narrator.tells(name, &told(name)).await;
        let code = self.bo.code_named("ioi.social-bridges").await;
        let (start, end) = asked(name);
        let coding = json!({
            "revision_id": story.revision, "start": start, "end": end, "code_id": code,
            "attributes": { "effect": ["enabler"] },
        });
        self.bo.put(&self.bo.here(&format!("/testimonies/{}/codings/{}", story.id, new_id())), coding).await.ok();
        self.narrators.push((narrator, story));
        self.names.push(name.to_owned());
    }

    /// A draft with a claim that rests on everybody, and a quote of the first.
    pub async fn draft(&self) -> (Summary, String) {
        self.draft_for("public", self.names.len()).await
    }

    /// A draft for these readers, with a claim that rests on so many of the first, and a quote of the very first.
    pub async fn draft_for(&self, audience: &str, on: usize) -> (Summary, String) {
        let summary = self.ed.begins_a_summary_for(audience, "What opens a street").await;
        let mut evidence = Vec::new();
        for ((_, story), name) in self.narrators.iter().zip(&self.names).take(on) {
            let (start, end) = asked(name);
            evidence.push(summary.rests_on(story, start, end, "supports").await);
        }
        let (start, end) = asked(&self.names[0]);
        let (quoted, answer) = self.ed.tries_to_quote(audience, &self.narrators[0].1, start, end).await;
        answer.has(201);
        let mut blocks = frame();
        blocks.push(statement("learning-points", "learning-point", CLAIM, &evidence));
        blocks.push(quote(&quoted));
        blocks.push(figure("coverage", "coverage"));
        blocks.push(figure("who-spoke", "roles"));
        blocks.push(text("two-way", "The council changed its letters."));
        summary.says(&blocks).await;
        (summary, quoted)
    }
}

/// Where somebody says that they were asked.
pub fn asked(name: &str) -> (usize, usize) {
    let start = "The street was shut to us. ".len();
    (start, start + format!("Then {name} was asked to cook for everybody.").len())
}

#[story]
async fn a_summary_is_written_passed_published_and_read_by_everybody() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    let (summary, _) = forum.draft().await;
    let seen = summary.seen_by(&forum.ed).await;
    assert_eq!((&seen["state"], &seen["edition"]), (&json!("draft"), &json!(2)));
    assert_eq!(seen["evidence"][0]["words"], "Then Amina was asked to cook for everybody.");
    // Whoever protects narrators passes it, and reads no story for it.
    assert_eq!(summary.seen_by(&forum.pia).await["evidence"][0]["words"], "");
    let address = summary.goes_public(&forum.pia).await;
    assert_eq!(address, "/read/forum/what-opens-a-street");
    let reader = app.stranger("Somebody at a foundation");
    let page = reader.get(&address).await;
    assert_eq!(page.headers.get("content-type").map(String::as_str), Some("text/html; charset=utf-8"));
    assert!(page.set_cookies.is_empty());
    let page = page.text();
    for words in [CLAIM, "Then Amina was asked to cook for everybody.", "five to nine people", "Social bridges"] {
        assert!(page.contains(words), "{words}");
    }
    // Six narrators told what helped: rounded to five. Nobody told what stood in the way.
    let data = reader.get(&format!("{address}/summary.json")).await.ok();
    let figure = data["figures"]
        .as_object()
        .and_then(|all| all.values().find(|one| one["of"] == "indicator"))
        .expect("a figure");
    let row = figure["rows"].as_array().expect("rows").iter().find(|row| row["key"] == "ioi.social-bridges");
    let five = json!({ "is": "shown", "number": 5 });
    let few = json!({ "is": "fewer-than", "number": 5 });
    assert_eq!(row.expect("bridges")["cells"], json!([five, five, few]));
    assert_eq!(figure["rows"].as_array().map(Vec::len), Some(14), "what nobody told of is shown as such");
    // What programs may rely on is said where the data says it.
    let schema = reader.get(data["$schema"].as_str().expect("where")).await.ok();
    let required: Vec<&str> = schema["required"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert!(required.iter().all(|name| data.get(name).is_some()) && required.contains(&"disclosure"), "{required:?}");
    assert!(schema["$defs"]["Block"].is_object() && !schema.to_string().contains("#/components"), "{schema}");
    assert!(reader.get(&format!("{address}/figures.csv")).await.text().contains("\"<5\""));
    assert!(reader.get("/read").await.text().contains("Forum"));
    assert!(reader.get("/read/forum").await.text().contains("What opens a street"));
    assert!(reader.get("/read/forum/feed.xml").await.text().contains("<title>What opens a street</title>"));
    assert!(reader.get("/read/forum?q=streets+giving").await.text().contains("<mark>street</mark>"));
    assert!(reader.get("/read/forum?q=harbour").await.text().contains("Nothing here says that"));
    for nothing in ["/read/forum/another", "/read/nobody", &format!("{address}/v7"), &format!("{address}/x")] {
        assert_eq!(reader.get(nothing).await.status, 404, "{nothing}");
    }
}

#[story]
async fn what_a_narrator_takes_back_is_gone_from_page_data_feed_and_search_at_once() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let words = "Then Amina was asked";
    assert!(reader.get(&address).await.text().contains(words));
    app.days_pass(2);
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.get("/api/narrator").await.ok();
    assert!(
        page["stories"][0]["uses"].as_array().expect("uses").iter().any(|one| one["label"] == "What opens a street")
    );
    // First the quotes alone: the claim stands.
    amina.post("/api/narrator/withdrawals", json!({ "purposes": ["quote-anonymously"] })).await.ok();
    let page = reader.get(&address).await.text();
    assert!(!page.contains(words) && page.contains("rests on words that were withdrawn"), "{page}");
    assert!(page.contains(CLAIM) && page.contains("Issued again on"));
    // Then everything: so does what rested on it.
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    for path in [address.clone(), format!("{address}/summary.json"), format!("{address}/v1")] {
        let page = reader.get(&path).await.text();
        assert!(!page.contains(words) && !page.contains(CLAIM), "{path}");
    }
    let feed = reader.get("/read/forum/feed.xml").await.text();
    assert!(feed.contains("<updated>2026-03-03T00:00:00Z</updated>"), "{feed}");
    assert!(reader.get("/read/forum?q=giving").await.text().contains("Nothing here says that"));
    // The draft shows it neither, nor any edition before.
    for edition in ["", "?edition=2"] {
        let draft = forum.ed.get(&summary.path(&forum.ed, edition)).await.ok().to_string();
        assert!(!draft.contains(CLAIM) && draft.contains("withdrawn"), "{draft}");
    }
    // Figures stay as they were until the next version: one person less would say who it was.
    assert!(reader.get(&format!("{address}/figures.csv")).await.text().contains("\"told\",\"5\""));
}

#[story]
async fn a_claim_without_evidence_and_words_of_narrators_do_not_pass() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir"]).await;
    let summary = forum.ed.begins_a_summary("What opens a street").await;
    assert_eq!(summary.problems().await, ["part.empty", "part.empty", "statement.none"]);
    summary.is_submitted().await.is(409, "summary.not-passed");
    let says = async |claim: Value| {
        let mut blocks = frame();
        blocks.push(claim);
        summary.says(&blocks).await;
        summary.problems().await
    };
    let claim = |text: &str, evidence: &[String]| statement("learning-points", "learning-point", text, evidence);
    assert_eq!(says(claim(CLAIM, &[])).await, ["evidence.none"]);
    let (narrator, story) = &forum.narrators[0];
    let (start, end) = asked(&forum.names[0]);
    let coded = summary.rests_on(story, start, end, "supports").await;
    let otherwise = summary.rests_on(story, start, end, "contradicts").await;
    let uncoded = summary.rests_on(story, 0, 10, "supports").await;
    assert_eq!(says(claim(CLAIM, &[uncoded])).await, ["evidence.not-coded"]);
    assert_eq!(says(claim(CLAIM, std::slice::from_ref(&otherwise))).await, ["evidence.none"]);
    let mut quiet = claim(CLAIM, std::slice::from_ref(&coded));
    quiet["looked_for_contrary"] = json!(false);
    assert_eq!(says(quiet.clone()).await, ["contrary.not-looked-for"]);
    quiet["evidence"] = json!([coded, otherwise]);
    assert_eq!(says(quiet).await, Vec::<String>::new());
    let two = "A street opens. It opens when somebody gives.";
    assert_eq!(says(claim(two, std::slice::from_ref(&coded))).await, ["statement.more-than-a-sentence"]);
    assert_eq!(says(claim("Of 12 people nine gave.", std::slice::from_ref(&coded))).await, ["statement.number"]);
    // Numbers in other words than figures are looked at where they speak of the work, and stop elsewhere.
    let mut told = frame();
    told.push(claim(CLAIM, &[coded.clone(), otherwise.clone()]));
    told[0]["text"] = json!("We asked 40 people in 2025.");
    summary.says(&told).await;
    assert_eq!((summary.problems().await, summary.advice().await), (vec![], vec!["prose.number".to_owned()]));
    told.push(text("two-way", "The council answered 12 letters."));
    summary.says(&told).await;
    assert_eq!(summary.problems().await, ["prose.number"]);
    let hers = "Then she was asked to cook for everybody, and Amina was asked to cook for everybody.";
    assert_eq!(says(claim(hers, std::slice::from_ref(&coded))).await, ["words.verbatim"]);
    // Who does not let themselves be counted for everybody bears no public claim out.
    narrator.withdraws(&["count"]).await;
    assert_eq!(says(claim(CLAIM, std::slice::from_ref(&coded))).await, ["evidence.not-allowed", "evidence.none"]);
    // What is not linked here cannot be named, and in a claiming part nobody just writes.
    let now = summary.seen_by(&forum.ed).await["edition"].clone();
    let write = async |block: Value| {
        let form = json!({ "after": now, "document": { "title": "T", "blocks": [block] } });
        forum.ed.put(&summary.path(&forum.ed, "/document"), form).await.is(422, "invalid")
    };
    write(claim(CLAIM, &[new_id()])).await;
    write(text("learning-points", "Streets are long.")).await;
    // What nobody judges stands beside no quote, and what is no identifier of a grant is none.
    let mut told_too_much = quote(&new_id());
    told_too_much["label"] = json!(["disability"]);
    write(told_too_much).await;
    let grants = json!({ "title": "T", "language": "en", "grants": ["Omar from Homs told us so"] });
    forum.ed.put(&summary.path(&forum.ed, ""), grants).await.is(422, "invalid");
}

#[story]
async fn nobody_passes_their_own_summary_alone_and_a_change_of_mind_sends_it_back() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir"]).await;
    forum.kim.welcomes_a_crowd(&forum.notice, 4).await;
    let (summary, _) = forum.draft().await;
    forum.bo.get(&summary.path(&forum.bo, "")).await.is(404, "not-found");
    summary.is_published().await.is(409, "summary.not-passed");
    summary.is_submitted().await.ok();
    summary.is_signed_by(&forum.ed, "second-person").await.is(403, "summary.somebody-else");
    summary.is_signed_by(&forum.ed, "protection").await.is(403, "summary.somebody-else");
    summary.is_signed_by(&forum.ed, "approval").await.is(409, "summary.not-passed");
    summary.is_signed_by(&forum.pia, "second-person").await.ok();
    summary.is_signed_by(&forum.pia, "protection").await.ok();
    summary.is_signed_by(&forum.pia, "approval").await.ok();
    summary.is_published().await.is(409, "summary.not-passed");
    let signed = summary.is_signed_by(&forum.ed, "approval").await.ok();
    assert_eq!(signed["state"], "approved");
    // Amina withdraws her quote between approval and publication.
    forum.narrators[0].0.withdraws(&["quote-anonymously"]).await;
    summary.is_published().await.is(409, "summary.not-passed");
    assert!(summary.problems().await.contains(&"quote.withdrawn".to_owned()));
    // Without it, it is another edition, and must pass again.
    let document = summary.seen_by(&forum.ed).await["document"].clone();
    let blocks: Vec<Value> = document["blocks"].as_array().expect("blocks").clone();
    let blocks: Vec<Value> = blocks.into_iter().filter(|block| block["kind"] != "withdrawn").collect();
    summary.says(&blocks).await;
    summary.is_published().await.is(409, "summary.not-passed");
    let held = json!({ "edition": 3, "passed": false });
    forum.pia.put(&summary.path(&forum.pia, "/signs/approval"), held).await.is(422, "invalid");
    summary.goes_public(&forum.pia).await;
    assert_eq!(summary.seen_by(&forum.ed).await["state"], "published");
    // The same again is the same.
    assert_eq!(summary.is_published().await.ok()["version"], 1);
    // And it can be taken back.
    forum.ed.post(&summary.path(&forum.ed, "/retire"), json!({})).await.has(204);
    let page = app.stranger("A reader").get("/read/forum/what-opens-a-street").await.text();
    assert!(page.contains("taken back") && !page.contains(CLAIM), "{page}");
    let data = app.stranger("A reader").get("/read/forum/what-opens-a-street/summary.json").await.ok();
    assert_eq!((&data["figures"], &data["strengths"]), (&json!({}), &json!({})));
    summary.is_published().await;
    assert_eq!(summary.seen_by(&forum.ed).await["version"], 1);
}

#[story]
async fn two_who_write_at_once_lose_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina"]).await;
    let summary = forum.ed.begins_a_summary("What opens a street").await;
    let other = app.editor("Edda").await;
    let written = |title: &str, after: i64| json!({ "after": after, "document": { "title": title, "blocks": [] } });
    let put = async |person: &Person, form: Value| person.put(&summary.path(person, "/document"), form).await;
    put(&forum.ed, written("Ed's", 1)).await.ok();
    put(&other, written("Edda's", 1)).await.is(409, "summary.written-meanwhile");
    // Sent again because the answer was lost: the same edition.
    assert_eq!(put(&forum.ed, written("Ed's", 1)).await.ok()["edition"], 2);
    assert_eq!(put(&other, written("Edda's", 2)).await.ok()["edition"], 3);
    let editions = forum.ed.get(&summary.path(&forum.ed, "/editions")).await.ok();
    let by: Vec<_> =
        editions.as_array().expect("editions").iter().map(|one| one["by"]["display_name"].clone()).collect();
    assert_eq!(by, ["Edda", "Ed", "Ed"]);
    let block = text("purpose", "Why we asked.");
    summary.says(std::slice::from_ref(&block)).await;
    let (remark, block) = (new_id(), block["id"].clone());
    let form = json!({ "block_id": block, "text": "Who told us so?" });
    other.put(&summary.path(&other, &format!("/comments/{remark}")), form).await.has(201);
    let settled = json!({ "block_id": block, "text": "never mind", "settled": true });
    forum.ed.put(&summary.path(&forum.ed, &format!("/comments/{remark}")), settled).await.has(200);
    let all = other.get(&summary.path(&other, "/comments")).await.ok();
    assert_eq!((&all[0]["text"], all[0]["settled_at"].is_string()), (&json!("Who told us so?"), true));
}

#[story]
async fn a_figure_changes_only_when_it_cannot_say_who_left() {
    let app = TestApp::at("2026-03-01").await;
    let mut forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid", "Goran"]).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody who compares");
    let told = async || {
        let data = reader.get(&format!("{address}/summary.json")).await.ok();
        data["figures"]
            .as_object()
            .and_then(|all| all.values().find(|one| one["of"] == "indicator"))
            .expect("a figure")
            .clone()
    };
    let first = told().await;
    assert_eq!((&first["base"], &first["as_of"]), (&json!({ "is": "shown", "number": 5 }), &Value::Null));
    // One leaves: whoever saw both numbers would know what they had told.
    app.days_pass(1);
    forum.narrators[6].0.withdraws(&["count"]).await;
    let again = async |forum: &Forum| {
        let document = summary.seen_by(&forum.ed).await["document"].clone();
        let mut blocks: Vec<Value> = document["blocks"].as_array().expect("blocks").clone();
        blocks.retain(|block| !["withdrawn", "statement"].contains(&block["kind"].as_str().unwrap_or_default()));
        let (start, end) = asked(&forum.names[0]);
        let evidence = [summary.rests_on(&forum.narrators[0].1, start, end, "supports").await];
        blocks.push(statement("learning-points", "learning-point", CLAIM, &evidence));
        summary.says(&blocks).await;
        let advice = summary.advice().await;
        summary.is_submitted().await.ok();
        for gate in ["second-person", "protection", "approval"] {
            summary.is_signed_by(&forum.pia, gate).await.ok();
        }
        summary.is_signed_by(&forum.ed, "approval").await.ok();
        summary.is_published().await.ok();
        advice
    };
    assert_eq!(again(&forum).await, ["figure.differencing", "figure.differencing"]);
    let second = told().await;
    assert_eq!((&second["as_of"], &second["rows"]), (&json!("2026-03-01"), &first["rows"]));
    // Four join: five came or went, in this figure as in its base.
    app.days_pass(1);
    for name in ["Hana", "Ines", "Jana", "Kofi"] {
        forum.is_joined_by(name).await;
    }
    assert_eq!(again(&forum).await, Vec::<String>::new());
    let third = told().await;
    assert_eq!((&third["base"], &third["as_of"]), (&json!({ "is": "shown", "number": 10 }), &Value::Null));
}

#[story]
async fn a_quote_stands_only_where_whoever_speaks_is_one_of_several() {
    let app = TestApp::at("2026-03-01").await;
    let mut forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina"]).await;
    let (summary, quoted) = forum.draft().await;
    assert_eq!(summary.problems().await, ["quote.k-too-small"]);
    assert_eq!(summary.advice().await, ["figure.withheld", "figure.withheld"]);
    forum.is_joined_by("Elif").await;
    assert_eq!(summary.problems().await, Vec::<String>::new());
    // All are newcomers; then one is a practitioner, and that would say who it is.
    let labelled = async |label: &str| {
        let mut blocks = summary.seen_by(&forum.ed).await["document"]["blocks"].as_array().expect("blocks").clone();
        for block in &mut blocks {
            if block["quote_id"] == json!(quoted) {
                block["label"] = json!([label]);
            }
        }
        summary.says(&blocks).await;
        summary.problems().await
    };
    assert_eq!(labelled("role").await, Vec::<String>::new());
    let form = json!({ "pseudonym": "Amina", "role": "practitioner" });
    let path = forum.kim.here(&format!("/narrators/{}", forum.narrators[0].0.id));
    forum.kim.put(&path, form).await.ok();
    assert_eq!(labelled("role").await, ["quote.k-too-small"]);
}
