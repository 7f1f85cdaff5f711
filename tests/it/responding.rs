//! Both ways: those who pay ask what was learnt and forums answer; readers ask, somebody answers and another lets it out;
//! narrators see what came of their words.

use tests::{Answer, Person, TestApp, Value, json, new_id, story};

use crate::{erasure::the_job_is_done, summaries::forum};

const SIX: [&str; 6] = ["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"];

fn asking(title: &str) -> Value {
    json!({
        "title": title, "called_by": "The Bridge Fund", "language": "en", "purpose": "We give anew next spring.",
        "questions": ["What opened a street?", "What did you stop doing?"], "indicators": ["ioi.social-bridges"],
        "period_from": "2025-01-01", "period_until": "2025-12-31", "closes_on": "2026-04-30",
        "grants": ["360G-bridge-17"], "contact": "learning@bridge.example",
    })
}

#[story]
async fn a_fund_asks_and_a_forum_answers_with_what_it_publishes() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let id = new_id();
    let call = forum.ed.here(&format!("/calls/{id}"));
    let wrong = json!({ "title": "T", "called_by": "F", "language": "en", "questions": [] });
    assert_eq!(forum.ed.put(&call, wrong).await.has(422).json["fields"][0]["at"], "/questions");
    let mut unknown = asking("What opens a street?");
    unknown["indicators"] = json!(["ioi.social-bridges", "ioi.wealth"]);
    assert_eq!(forum.ed.put(&call, unknown).await.has(422).json["fields"][0]["at"], "/indicators/1");
    forum.ed.put(&call, asking("What opens a street?")).await.has(201);
    forum.ed.put(&call, asking("What opens a street?")).await.has(200);
    let vault = forum.pia.here(&format!("/narrators/{}/names", forum.narrators[0].0.id));
    forum.pia.put(&vault, json!({ "name": "Zaytuni" })).await.ok();
    forum.ed.put(&call, asking("What opened Zaytuni's street?")).await.is(422, "call.names");
    // A draft is nobody's but theirs.
    let reader = app.stranger("Somebody at a foundation");
    assert!(!reader.get("/read/calls").await.text().contains("What opens a street?"));
    let (summary, _) = forum.draft().await;
    forum.ed.put(&format!("{call}/answers/{}", summary.id), json!({})).await.is(409, "call.not-open");
    let opened = forum.ed.post(&format!("{call}/open"), json!({})).await.ok();
    assert_eq!(
        (&opened["state"], &opened["address"]),
        (&json!("open"), &json!("/read/forum/calls/what-opens-a-street"))
    );
    forum.ed.put(&format!("{call}/answers/{}", summary.id), json!({})).await.has(201);
    forum.ed.put(&format!("{call}/answers/{}", summary.id), json!({})).await.has(200);
    let page = reader.get("/read/forum/calls/what-opens-a-street").await.text();
    for words in ["The Bridge Fund", "What did you stop doing?", "Social bridges", "360G-bridge-17", "is published yet"]
    {
        assert!(page.contains(words), "{words}");
    }
    // Its answer is there for everybody once it is published, and beside it stands what it answers.
    let address = summary.goes_public(&forum.pia).await;
    let page = reader.get("/read/forum/calls/what-opens-a-street").await.text();
    assert!(page.contains(&format!("href=\"{address}\"")) && !page.contains("is published yet"));
    assert!(reader.get(&address).await.text().contains("href=\"/read/forum/calls/what-opens-a-street\""));
    let data = reader.get("/read/forum/calls/what-opens-a-street/call.json").await.ok();
    assert_eq!(data["answers"][0]["title"], "What opens a street");
    // What was asked stays as it was answered.
    forum.ed.put(&call, asking("Something else")).await.is(409, "call.answered");
    assert_eq!(forum.ed.get(&forum.ed.here("/calls")).await.ok()[0]["title"], "What opens a street?");
    summary.editor.post(&summary.path(&forum.ed, "/retire"), json!({})).await.has(204);
    assert!(!reader.get("/read/forum/calls/what-opens-a-street").await.text().contains(&address));
    // Once the last day has gone by, it takes no more.
    app.days_pass(70);
    forum.ed.signs_in().await.ok();
    let late = forum.ed.begins_a_summary("Late").await;
    forum.ed.put(&format!("{call}/answers/{}", late.id), json!({})).await.is(409, "call.not-open");
    assert!(reader.get("/read/calls").await.text().contains("Closed"));
    // Whoever asked can take it back, though it was answered: then nobody reads it.
    forum.ed.delete(&call).await.has(204);
    assert_eq!(reader.get("/read/forum/calls/what-opens-a-street").await.status, 404);
}

#[story]
async fn another_project_answers_and_sees_nothing_else_of_whoever_asks() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina"]).await;
    let id = new_id();
    forum.ed.put(&forum.ed.here(&format!("/calls/{id}")), asking("What opens a street?")).await.has(201);
    let mut noor = app.founder().await;
    let form =
        json!({ "name": "Elsewhere", "description": "", "language": "en", "organisation_name": "Another forum" });
    let project = noor.post("/api/projects", form).await.ok();
    noor.project = project["id"].as_str().map(str::to_owned);
    let olu = app.invited(&noor, "Olu", &["editor"]).await;
    assert_eq!(olu.get(&olu.here("/calls")).await.ok(), json!([]));
    forum.ed.post(&forum.ed.here(&format!("/calls/{id}/open")), json!({})).await.ok();
    let seen = olu.get(&olu.here("/calls")).await.ok();
    assert_eq!((&seen[0]["title"], &seen[0]["is_own"]), (&json!("What opens a street?"), &json!(false)));
    // It is theirs to answer, not to change; and nobody answers with somebody else's summary.
    olu.put(&olu.here(&format!("/calls/{id}")), asking("Mine now")).await.is(409, "call.exists-differently");
    olu.post(&olu.here(&format!("/calls/{id}/close")), json!({})).await.is(404, "not-found");
    let (theirs, own) = (forum.ed.begins_a_summary("Ours").await, olu.begins_a_summary("Theirs").await);
    let answer = |summary: &str| olu.here(&format!("/calls/{id}/answers/{summary}"));
    olu.put(&answer(&theirs.id), json!({})).await.is(404, "not-found");
    olu.put(&answer(&own.id), json!({})).await.has(201);
    // What is still being written is shown to those who write it, and to nobody else.
    assert_eq!(olu.get(&olu.here("/calls")).await.ok()[0]["answers"][0]["is_own"], true);
    assert_eq!(forum.ed.get(&forum.ed.here("/calls")).await.ok()[0]["answers"], json!([]));
    olu.delete(&answer(&own.id)).await.has(204);
    assert_eq!(olu.get(&olu.here("/calls")).await.ok()[0]["answers"], json!([]));
}

/// Sends a question as the page's form does.
async fn asks(reader: &Person, address: &str, words: &str, name: &str) -> Answer {
    let form = format!("words={}&name={}&website=", tests::encoded(words), tests::encoded(name));
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    reader.send("POST", &format!("{address}/questions"), Some(form.into_bytes()), &headers).await
}

/// What waits, as somebody of the team sees it.
async fn responses(person: &Person) -> Vec<Value> {
    person.get(&person.here("/responses")).await.ok().as_array().cloned().unwrap_or_default()
}

fn id_of(one: &Value) -> &str {
    one["id"].as_str().expect("an id")
}

#[story]
async fn a_reader_asks_one_answers_another_lets_it_out_and_it_goes_with_the_words_it_stands_beside() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let form = reader.get(&format!("{address}/questions")).await;
    assert_eq!(form.headers.get("referrer-policy").map(String::as_str), Some("same-origin"));
    let refused = asks(&reader, &address, " ", "").await.has(422);
    assert!(String::from_utf8_lossy(&refused.bytes).contains("at most 1,000 characters"));
    let sent = asks(&reader, &address, "Did the council pay for the <meal>?", "Robin of a fund").await.has(303);
    let mine = sent.headers.get("location").expect("an address").clone();
    assert!(reader.get(&mine).await.text().contains("waits to be answered"));
    assert_eq!(reader.get("/read/asked/guessed").await.status, 404);
    // Nobody reads it beside the summary, and whoever may not write summaries does not read it at all.
    assert!(!reader.get(&address).await.text().contains("Did the council"));
    assert_eq!(forum.bo.get(&forum.bo.here("/responses")).await.status, 404);
    let waiting = responses(&forum.ed).await;
    assert_eq!((&waiting[0]["state"], &waiting[0]["name"]), (&json!("waiting"), &json!("Robin of a fund")));
    let one = forum.ed.here(&format!("/responses/{}", id_of(&waiting[0])));
    // Names and narrators' own words stay out of it.
    let own_words = json!({ "words": "She said the street was shut to us then she was asked to cook for everybody" });
    let said = json!({ "words": "The street was shut to us. Then it opened." });
    forum.ed.put(&one, said).await.is(422, "response.gives-away");
    forum.ed.put(&one, own_words).await.is(422, "response.gives-away");
    forum.ed.put(&one, json!({ "words": "No: neighbours shared what it cost." })).await.has(204);
    let elsewhere = json!({ "words": "No.", "summary_id": new_id() });
    forum.ed.put(&one, elsewhere).await.is(409, "response.exists-differently");
    forum.ed.post(&format!("{one}/pass"), json!({})).await.is(403, "response.somebody-else");
    forum.pia.post(&format!("{one}/pass"), json!({})).await.has(204);
    let page = reader.get(&address).await.text();
    assert!(
        page.contains("Did the council pay for the &lt;meal&gt;?") && page.contains("neighbours shared what it cost")
    );
    assert!(reader.get(&mine).await.text().contains("It is answered"));
    // Sent twice, as a slow line does, it stays let out.
    forum.ed.put(&one, json!({ "words": "No: neighbours shared what it cost." })).await.has(204);
    assert!(reader.get(&address).await.text().contains("neighbours shared what it cost"));
    // A narrator whose words stand there takes them back: nobody knows whether the answer leans on them.
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "purposes": ["quote-anonymously"] })).await.ok();
    let page = reader.get(&address).await.text();
    assert!(!page.contains("Did the council") && !page.contains("neighbours shared"));
    assert!(reader.get(&mine).await.text().contains("being looked at again"));
    assert_eq!(responses(&forum.pia).await[0]["state"], "again");
    forum.pia.post(&format!("{one}/pass"), json!({})).await.has(204);
    assert!(reader.get(&address).await.text().contains("neighbours shared what it cost"));
    // Changed, it waits for somebody else again; declined, only whoever asked reads why.
    forum.ed.put(&one, json!({ "words": "No. It cost little." })).await.has(204);
    assert!(!reader.get(&address).await.text().contains("It cost little"));
    // A reason holds as long as nothing is taken back after it.
    app.minutes_pass(1);
    forum.ed.post(&format!("{one}/decline"), json!({ "words": "It is about one person alone." })).await.has(204);
    assert!(reader.get(&mine).await.text().contains("It is about one person alone."));
    assert!(!reader.get(&address).await.text().contains("about one person alone"));
    forum.ed.delete(&one).await.has(204);
    assert_eq!(reader.get(&mine).await.status, 404);
}

#[story]
async fn whoever_sends_question_after_question_is_asked_to_come_back() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    for number in 0..3 {
        asks(&reader, &address, &format!("Question {number}?"), "").await.has(303);
    }
    asks(&reader, &address, "And another?", "").await.has(429);
    assert_eq!(responses(&forum.ed).await.len(), 3);
    // What a page from elsewhere makes a browser send is not taken.
    let foreign = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let form = Some(b"words=Hello".to_vec());
    let elsewhere = app.stranger("Somebody else").from("198.51.100.7");
    elsewhere.send("POST", &format!("{address}/questions"), form, &foreign).await.is(403, "foreign-origin");
}

#[story]
async fn narrators_see_what_came_of_their_words() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let outcome = new_id();
    let one = forum.ed.here(&format!("/responses/{outcome}"));
    let words = "The council pays for a table in every street now.";
    let said = json!({ "summary_id": summary.id, "words": words, "happened_on": "2026-02-20" });
    forum.ed.put(&one, said).await.has(201);
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    let own = async |amina: &Person| amina.get("/api/narrator").await.ok()["stories"][0]["came_of_it"].clone();
    assert_eq!(own(&amina).await, json!([{ "title": "What opens a street", "address": address, "said": [] }]));
    forum.pia.post(&format!("{one}/pass"), json!({})).await.has(204);
    let seen = own(&amina).await;
    assert_eq!((&seen[0]["said"][0]["words"], &seen[0]["said"][0]["day"]), (&json!(words), &json!("2026-02-20")));
    let page = app.stranger("Somebody at a foundation").get(&address).await.text();
    assert!(page.contains("What came of it") && page.contains(words));
}

#[story]
async fn what_was_written_beside_a_summary_goes_with_whoever_is_erased() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    asks(&app.stranger("Somebody at a foundation"), &address, "Who paid?", "").await.has(303);
    let question = id_of(&responses(&forum.ed).await[0]).to_owned();
    let answer = json!({ "words": "Neighbours shared what it cost." });
    forum.ed.put(&forum.ed.here(&format!("/responses/{question}")), answer).await.has(204);
    let outcome = json!({ "summary_id": summary.id, "words": "There is a table in every street now." });
    forum.ed.put(&forum.ed.here(&format!("/responses/{}", new_id())), outcome).await.has(201);
    assert_eq!(responses(&forum.ed).await.len(), 2);
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    the_job_is_done(&forum.pia).await;
    let left = responses(&forum.ed).await;
    assert_eq!(left.len(), 1, "what came of it is written anew");
    assert_eq!((&left[0]["state"], &left[0]["words"]), (&json!("waiting"), &Value::Null));
}
