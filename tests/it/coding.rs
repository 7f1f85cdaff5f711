//! Coders say what passages tell of. What they say is theirs, can be taken back, and stays where the words go.

use tests::{Narrator, Person, Story, TestApp, Value, json, new_id, story};

const TEXT: &str = "We came in winter. Nobody told us the rules. Then a neighbour knocked with a cake. \
                    كانت لطيفة جدًا 😀 and we laughed.";

/// Amina, who allows this, and what she tells.
async fn told(app: &TestApp, purposes: &[&str]) -> (Narrator, Story) {
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = app.collector("Kim").await.welcomes("Amina", &notice).await;
    amina.allows(purposes).await;
    let told = amina.tells("The cake", TEXT).await;
    (amina, told)
}

/// Where words stand in the text, in code points.
fn place(words: &str) -> (usize, usize) {
    let at = TEXT.find(words).expect("words of the text");
    let start = TEXT.split_at(at).0.chars().count();
    (start, start + words.chars().count())
}

fn path(person: &Person, told: &Story, coding: &str) -> String {
    person.here(&format!("/testimonies/{}/codings/{coding}", told.id))
}

async fn codings(person: &Person, told: &Story) -> Vec<Value> {
    let all = person.get(&person.here(&format!("/testimonies/{}/codings", told.id))).await.ok();
    all.as_array().expect("a list").clone()
}

async fn passage(person: &Person, told: &Story, words: &str, code: &str) -> Value {
    let (start, end) = place(words);
    let code = person.code_named(code).await;
    json!({ "revision_id": told.revision, "start": start, "end": end, "code_id": code })
}

#[story]
async fn a_coder_codes_twenty_passages_takes_one_back_and_puts_it_again() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, (_, told)) = (app.coder("Bo").await, told(&app, &["store", "analyse"]).await);
    let code = bo.code_named("ioi.social-bridges").await;
    let mut made = Vec::new();
    for start in 0..20 {
        made.push(bo.codes(&told, start, start + 30, &code).await);
    }
    let all = codings(&bo, &told).await;
    let ids: Vec<&str> = all.iter().filter_map(|coding| coding["id"].as_str()).collect();
    assert_eq!(ids, made, "in the order of the text, overlapping as they will");
    assert!(all.iter().all(|coding| coding["mine"] == true && coding["may"] == json!(["change", "remove"])));

    let undone = path(&bo, &told, &made[7]);
    bo.delete(&undone).await.has(204);
    bo.delete(&undone).await.has(204);
    assert_eq!(codings(&bo, &told).await.len(), 19);
    let again = json!({ "revision_id": told.revision, "start": 7, "end": 37, "code_id": code });
    bo.put(&undone, again).await.has(201);
    assert_eq!(codings(&bo, &told).await.len(), 20);
}

#[story]
async fn the_same_coding_sent_twice_is_one_and_changing_it_changes_it() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, (_, told)) = (app.coder("Bo").await, told(&app, &["store", "analyse"]).await);
    let mut form = passage(&bo, &told, "Then a neighbour knocked with a cake.", "ioi.social-bridges").await;
    form["attributes"] = json!({ "effect": ["enabler"], "level": ["person", "community-neighbourhood"] });
    form["memo"] = json!("Wie freundlich! لطيفة");
    let one = path(&bo, &told, &new_id());
    let first = bo.put(&one, form.clone()).await.has(201).json;
    assert_eq!(bo.put(&one, form.clone()).await.has(200).json, first);
    assert_eq!(first["memo"], "Wie freundlich! لطيفة");
    assert_eq!(first["anchored"], "exact");

    app.minutes_pass(5);
    form["attributes"] = json!({ "effect": ["mixed"] });
    form["memo"] = Value::Null;
    let changed = bo.put(&one, form).await.has(200).json;
    assert_eq!((&changed["attributes"], &changed["memo"]), (&json!({ "effect": ["mixed"] }), &Value::Null));
    assert_eq!(changed["created_at"], first["created_at"]);
    assert_ne!(changed["updated_at"], first["updated_at"]);
    assert_eq!(codings(&bo, &told).await, [changed]);
}

#[story]
async fn two_coders_code_side_by_side_and_neither_changes_what_is_the_others() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, cy, (_, told)) = (app.coder("Bo").await, app.coder("Cy").await, told(&app, &["store", "analyse"]).await);
    let form = passage(&bo, &told, "Nobody told us the rules.", "ioi.rights-responsibilities").await;
    let id = new_id();
    bo.put(&path(&bo, &told, &id), form.clone()).await.has(201);
    cy.put(&path(&cy, &told, &id), form.clone()).await.is(409, "coding.not-yours");
    cy.delete(&path(&cy, &told, &id)).await.is(409, "coding.not-yours");
    cy.put(&path(&cy, &told, &new_id()), form).await.has(201);
    let seen = codings(&cy, &told).await;
    let whose: Vec<_> = seen.iter().map(|one| (one["coder"]["display_name"].as_str(), one["mine"].as_bool())).collect();
    assert_eq!(whose, [(Some("Bo"), Some(false)), (Some("Cy"), Some(true))]);
    let may: Vec<&Value> = seen.iter().map(|one| &one["may"]).collect();
    assert_eq!(may, [&json!([]), &json!(["change", "remove"])]);
    let read = codings(&app.editor("Ed").await, &told).await;
    assert!(read.iter().all(|one| one["may"] == json!([])), "who only reads changes nothing");
}

#[story]
async fn an_id_that_was_used_on_another_story_is_told_apart() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, (amina, told)) = (app.coder("Bo").await, told(&app, &["store", "analyse"]).await);
    let other = amina.tells("Another day", TEXT).await;
    let form = passage(&bo, &told, "We came in winter.", "ioi.safety").await;
    let id = new_id();
    bo.put(&path(&bo, &told, &id), form.clone()).await.has(201);
    let mut elsewhere = form;
    elsewhere["revision_id"] = json!(other.revision);
    bo.put(&path(&bo, &other, &id), elsewhere).await.is(409, "coding.exists-elsewhere");
}

#[story]
async fn where_analysing_was_not_allowed_there_is_nothing_to_code() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, (amina, told)) = (app.coder("Bo").await, told(&app, &["store"]).await);
    let form = passage(&bo, &told, "We came in winter.", "ioi.safety").await;
    let one = path(&bo, &told, &new_id());
    bo.put(&one, form.clone()).await.is(404, "not-found");
    bo.get(&bo.here(&format!("/testimonies/{}/codings", told.id))).await.is(404, "not-found");
    amina.allows(&["store", "analyse"]).await;
    bo.put(&one, form.clone()).await.has(201);
    amina.withdraws(&["analyse"]).await;
    bo.put(&one, form).await.is(404, "not-found");
    bo.delete(&one).await.is(404, "not-found");
}

#[story]
async fn what_does_not_fit_is_refused_with_its_place() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, (_, told)) = (app.coder("Bo").await, told(&app, &["store", "analyse"]).await);
    let form = passage(&bo, &told, "We came in winter.", "ioi.safety").await;
    let length = TEXT.chars().count();
    let heading = bo.code_named("ioi.cat.markers-means").await;
    for (field, value, code) in [
        ("end", json!(length + 1), "coding.outside-the-text"),
        ("end", json!(0), "coding.outside-the-text"),
        ("code_id", json!(heading), "coding.unknown-code"),
        ("code_id", json!(new_id()), "coding.unknown-code"),
        ("attributes", json!({ "effect": ["terrible"] }), "coding.unknown-attribute"),
        ("attributes", json!({ "effect": ["enabler", "barrier"] }), "coding.unknown-attribute"),
        ("memo", json!("😀".repeat(2_001)), "coding.memo-too-long"),
    ] {
        let mut wrong = form.clone();
        wrong[field] = value;
        assert_eq!(bo.put(&path(&bo, &told, &new_id()), wrong).await.is(422, "invalid").field(), code);
    }
    let mut older = form.clone();
    older["revision_id"] = json!(new_id());
    bo.put(&path(&bo, &told, &new_id()), older).await.is(409, "coding.other-text");
    let mut whole = form;
    whole["end"] = json!(length);
    whole["memo"] = json!("😀".repeat(2_000));
    bo.put(&path(&bo, &told, &new_id()), whole).await.has(201);
}

#[story]
async fn a_corrected_text_takes_codings_along_and_a_late_retry_changes_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, noor, (_, told)) = (app.coder("Bo").await, app.founder().await, told(&app, &["store", "analyse"]).await);
    let mut ids = Vec::new();
    let mut forms = Vec::new();
    for words in ["كانت لطيفة جدًا 😀", "Then a neighbour knocked with a cake.", "Nobody told us the rules."]
    {
        let form = passage(&bo, &told, words, "ioi.social-bridges").await;
        ids.push(new_id());
        bo.put(&path(&bo, &told, &ids[ids.len() - 1]), form.clone()).await.has(201);
        forms.push(form);
    }
    let revised =
        TEXT.replace("in winter", "late, in the winter").replace("a neighbour knocked", "our neighbour knocked");
    let revised = revised.replace("Nobody told us the rules. ", "");
    let revision = new_id();
    let form = json!({ "text": revised, "reason": "heard again" });
    let path_of = noor.here(&format!("/testimonies/{}/revisions/{revision}", told.id));
    let carried = noor.put(&path_of, form.clone()).await.ok()["carried"].clone();
    assert_eq!(carried, json!({ "kept": 1, "moved": 1, "set_aside": 1 }));
    assert_eq!(noor.put(&path_of, form).await.ok()["carried"], carried);

    let all = codings(&bo, &told).await;
    let letters: Vec<char> = revised.chars().collect();
    let words_of = |id: &str| {
        let coding = all.iter().find(|one| one["id"] == id).expect("never dropped");
        let at = |field: &str| coding[field].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a position");
        assert_eq!(coding["revision_id"], json!(revision));
        (
            letters[at("start")..at("end")].iter().collect::<String>(),
            coding["anchored"].as_str().expect("said").to_owned(),
        )
    };
    assert_eq!(words_of(&ids[0]), ("كانت لطيفة جدًا 😀".into(), "exact".into()));
    assert_eq!(words_of(&ids[1]), ("Then our neighbour knocked with a cake.".into(), "moved".into()));
    assert_eq!(words_of(&ids[2]).1, "unsure");

    let late = bo.put(&path(&bo, &told, &ids[1]), forms[1].clone()).await.has(200).json;
    assert_eq!(late["revision_id"], json!(revision), "a phone that never heard our answer changes nothing");
    let mut confirmed = forms[1].clone();
    for field in ["revision_id", "start", "end"] {
        confirmed[field] = late[field].clone();
    }
    assert_eq!(bo.put(&path(&bo, &told, &ids[1]), confirmed).await.has(200).json["anchored"], "exact");
}

#[story]
async fn a_lead_adds_a_code_under_an_indicator_and_retires_it() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, noor, (_, told)) = (app.coder("Bo").await, app.founder().await, told(&app, &["store", "analyse"]).await);
    let books = bo.get(&bo.here("/codebooks")).await.ok();
    let housing = bo.code_named("ioi.housing").await;
    let form = json!({
        "parent_id": housing, "codebook_id": books["codebooks"][0]["id"], "name": "Mould", "definition": "Damp walls.",
        "use_when": ["Walls are damp."], "not_when": [], "examples": [], "color": "#1B6CA8",
    });
    let id = new_id();
    let code = noor.here(&format!("/codes/{id}"));
    bo.put(&code, form.clone()).await.is(404, "not-found");
    assert_eq!(noor.put(&code, form.clone()).await.has(201).json["local"], true);
    noor.put(&code, form.clone()).await.has(200);
    let mut fifteenth = form.clone();
    fifteenth["parent_id"] = json!(bo.code_named("ioi.cat.markers-means").await);
    let refused = noor.put(&noor.here(&format!("/codes/{}", new_id())), fifteenth).await.is(422, "invalid");
    assert_eq!(refused.field(), "code.cannot-stand-there");
    noor.put(&noor.here(&format!("/codes/{housing}")), form).await.is(409, "code.built-in");
    assert_eq!(bo.code_named(&format!("local.{id}")).await, id, "it stands in the tree");

    let coding = bo.codes(&told, 0, 10, &id).await;
    noor.delete(&code).await.has(204);
    noor.delete(&code).await.has(204);
    assert_eq!(codings(&bo, &told).await.len(), 1, "what was coded stays");
    let again = json!({ "revision_id": told.revision, "start": 0, "end": 12, "code_id": id });
    bo.put(&path(&bo, &told, &coding), again.clone()).await.has(200);
    let refused = bo.put(&path(&bo, &told, &new_id()), again).await.is(422, "invalid");
    assert_eq!(refused.field(), "coding.unknown-code");
}

#[story]
async fn a_tipping_point_is_an_interpretation_and_its_coders_own() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, cy, (_, told)) = (app.coder("Bo").await, app.coder("Cy").await, told(&app, &["store", "analyse"]).await);
    let (start, end) = place("Then a neighbour knocked with a cake.");
    let bridges = bo.code_named("ioi.social-bridges").await;
    let form = json!({
        "revision_id": told.revision, "start": start, "end": end, "dated": "2017-05", "indicators": [bridges],
        "axes": { "shape": "tp.shape.single-event", "triggers": ["tp.trigger.kindness"], "identified_by": "tp.by.coder" },
        "before": "Alone", "own_words": "كانت لطيفة", "tie": "bridge",
    });
    let one = bo.here(&format!("/testimonies/{}/tipping-points/{}", told.id, new_id()));
    let marked = bo.put(&one, form.clone()).await.has(201).json;
    assert_eq!((&marked["standing"], &marked["review"]), (&json!("interpretation"), &json!("not-asked")));
    assert_eq!(bo.put(&one, form.clone()).await.has(200).json, marked);
    cy.put(&one, form.clone()).await.is(409, "tipping.not-yours");
    cy.delete(&one).await.is(409, "tipping.not-yours");
    let seen = cy.get(&cy.here(&format!("/testimonies/{}/tipping-points", told.id))).await.ok();
    assert_eq!((&seen[0]["own_words"], &seen[0]["mine"]), (&json!("كانت لطيفة"), &json!(false)));

    let mut wrong = form.clone();
    wrong["axes"]["shape"] = json!("tp.trigger.kindness");
    assert_eq!(bo.put(&one, wrong).await.is(422, "invalid").field(), "tipping.unknown-answer");
    bo.delete(&one).await.has(204);
    bo.put(&one, form).await.has(201);
}
