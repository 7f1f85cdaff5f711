//! Narrators come back with a code: they see what is held of them, and what they stop, stops at once.

use tests::{Narrator, Person, Story, TestApp, Value, comes_with, json, new_id, story};

const TEXT: &str = "Q: how did you find it\nA: We found a flat after nine months.\nA: My brother hid in Zanzibarovka.";

struct Forum {
    kim: Person,
    bo: Person,
    ed: Person,
    amina: Narrator,
    told: Story,
}

async fn forum(app: &TestApp) -> Forum {
    let (kim, bo, ed) = (app.collector("Kim").await, app.coder("Bo").await, app.editor("Ed").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse", "quote-anonymously:public"]).await;
    let told = amina.tells("The flat", TEXT).await;
    Forum { kim, bo, ed, amina, told }
}

impl Forum {
    /// Where some words stand, in code points.
    fn at(words: &str) -> (usize, usize) {
        let start = TEXT.find(words).expect("these words");
        (start, start + words.len())
    }

    async fn quotes(&self, words: &str, audience: &str) -> (String, tests::Answer) {
        let ((start, end), id) = (Self::at(words), new_id());
        let form = json!({
            "testimony_id": self.told.id, "revision_id": self.told.revision, "start": start, "end": end,
            "purpose": "quote-anonymously", "audience": audience, "place": "Learning from Leiden",
        });
        (id.clone(), self.ed.put(&self.ed.here(&format!("/quotes/{id}")), form).await)
    }

    async fn text(&self) -> Value {
        self.bo.get(&self.bo.here(&format!("/testimonies/{}", self.told.id))).await.ok()["text"].clone()
    }
}

#[story]
async fn a_narrator_sees_everything_and_who_read_it_and_where_it_was_used() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    forum.text().await;
    forum.quotes("We found a flat", "public").await.1.has(201);
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.get("/api/narrator").await.ok();
    assert_eq!((&page["pseudonym"], &page["project"]), (&json!("Amina"), &json!("Newcomers")));
    let told = &page["stories"][0];
    assert_eq!(told["text"], TEXT);
    assert_eq!(told["uses"][0]["label"], "Learning from Leiden");
    assert_eq!(told["uses"][0]["audience"], "public");
    let readers = page["read_by"].as_array().expect("readers");
    assert!(readers.iter().any(|one| one["role"] == "coder" && one["times"] == 1), "{readers:?}");
    let given: Vec<_> =
        page["purposes"].as_array().expect("purposes").iter().filter(|one| one["state"] == "given").collect();
    assert_eq!(given.len(), 3);
    assert_eq!(amina.get("/api/narrator/everything").await.ok()["stories"][0]["text"], TEXT);
    // Nobody else is on it, and without the visit there is nothing.
    app.stranger("Sam").get("/api/narrator").await.is(401, "visit.over");
}

#[story]
async fn a_passage_that_is_kept_out_is_read_by_nobody_else_in_any_way() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let code = forum.bo.code_named("ioi.safety").await;
    let hidden = Forum::at("My brother hid in Zanzibarovka.");
    let [start, end] = [hidden.0, hidden.1].map(|at| u32::try_from(at).expect("short"));
    forum.bo.codes(&forum.told, start, end, &code).await;
    forum.quotes("hid in Zanzibarovka", "public").await.1.has(201);
    let tape = forum.kim.here(&format!("/testimonies/{}/recordings/{}", forum.told.id, new_id()));
    forum.kim.put(&tape, json!({ "kind": "audio", "address": "tape 1" })).await.ok();
    assert_eq!(forum.bo.get(&forum.bo.here("/testimonies")).await.ok()["items"][0]["recordings"], 1);
    app.index_follows().await;
    assert_eq!(forum.bo.finds("Zanzibarovka").await, std::slice::from_ref(&forum.told.id));

    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let form = json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    let page = amina.post("/api/narrator/limits", form).await.ok();
    assert_eq!(page["stories"][0]["limits"][0]["start"], start);
    assert!(page["stories"][0]["uses"][0]["ended_at"].is_string(), "the quote ended: {}", page["stories"][0]["uses"]);

    let text = forum.text().await;
    let text = text.as_str().expect("a text");
    assert!(text.contains("We found a flat") && !text.contains("Zanzibarovka") && !text.contains("brother"), "{text}");
    assert_eq!(text.chars().count(), TEXT.chars().count(), "positions stay where they are");
    let collected = forum.kim.get(&forum.kim.here(&format!("/collected/{}", forum.told.id))).await.ok();
    assert!(!collected.to_string().contains("Zanzibarovka"));
    // Before the index has followed, and after.
    for _ in 0..2 {
        assert_eq!(forum.bo.finds("Zanzibarovka").await, Vec::<String>::new());
        assert_eq!(forum.bo.finds("flat").await, std::slice::from_ref(&forum.told.id));
        app.index_follows().await;
    }
    let codings = forum.bo.get(&forum.bo.here(&format!("/testimonies/{}/codings", forum.told.id))).await.ok();
    assert_eq!(codings, json!([]));
    let listed = forum.bo.get(&forum.bo.here("/testimonies")).await.ok();
    assert_eq!(listed["items"][0]["codings"], 0, "{}", listed["items"][0]);
    assert_eq!(listed["items"][0]["recordings"], 0, "a recording of it is heard by nobody, and not counted");
    assert_eq!(forum.ed.get(&forum.ed.here("/quotes")).await.ok(), json!([]));
    forum.quotes("brother hid", "public").await.1.is(409, "consent.not-granted");

    // Only the narrator takes it back.
    let limit = page["stories"][0]["limits"][0]["id"].as_str().expect("an id").to_owned();
    amina.delete(&format!("/api/narrator/limits/{limit}")).await.ok();
    assert_eq!(forum.text().await, TEXT);
    app.index_follows().await;
    assert_eq!(forum.bo.finds("Zanzibarovka").await, std::slice::from_ref(&forum.told.id));
}

#[story]
async fn a_correction_does_not_bring_back_what_is_kept_out() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, noor) = (forum(&app).await, app.founder().await);
    let (start, end) = Forum::at("hid in Zanzibarovka");
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let form = json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    amina.post("/api/narrator/limits", form).await.ok();
    // Whoever still has the old words corrects something else.
    let text = TEXT.replace("nine months", "ten long months");
    let path = noor.here(&format!("/testimonies/{}/revisions/{}", forum.told.id, new_id()));
    noor.put(&path, json!({ "text": text, "reason": "it was ten" })).await.ok();
    let read = forum.text().await;
    let read = read.as_str().expect("a text");
    assert!(read.contains("ten long months") && !read.contains("Zanzibarovka"), "{read}");
    let path = forum.bo.here(&format!("/testimonies/{}?revision={}", forum.told.id, forum.told.revision));
    assert!(!forum.bo.get(&path).await.ok().to_string().contains("Zanzibarovka"), "an old edition tells it");
}

#[story]
async fn what_is_withdrawn_by_code_stops_at_once_and_what_stays_stays() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    forum.quotes("We found a flat", "public").await.1.has(201);
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.post("/api/narrator/withdrawals", json!({ "purposes": ["quote-anonymously"] })).await.ok();
    let quoting =
        page["purposes"].as_array().expect("purposes").iter().find(|one| one["purpose"] == "quote-anonymously");
    assert_eq!(quoting.expect("it is there")["state"], "withdrawn");
    assert_eq!(forum.ed.get(&forum.ed.here("/quotes")).await.ok(), json!([]));
    forum.quotes("nine months", "public").await.1.is(409, "consent.not-granted");
    assert_eq!(forum.text().await, TEXT);
    amina.post("/api/narrator/withdrawals", json!({ "purposes": ["analyse"] })).await.ok();
    forum.bo.get(&forum.bo.here(&format!("/testimonies/{}", forum.told.id))).await.is(404, "not-found");
    assert_eq!(amina.get("/api/narrator").await.ok()["stories"][0]["text"], TEXT, "it is still theirs");
}

#[story]
async fn readers_are_fewer_where_the_narrator_says_so() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    forum.quotes("We found a flat", "public").await.1.has(201);
    forum.quotes("nine months", "funder").await.1.has(201);
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let form = json!({ "purposes": ["quote-anonymously"], "only_for": "funder" });
    amina.post("/api/narrator/withdrawals", form).await.ok();
    let quotes = forum.ed.get(&forum.ed.here("/quotes")).await.ok();
    let words: Vec<_> = quotes.as_array().expect("quotes").iter().map(|one| one["words"].clone()).collect();
    assert_eq!(words, [json!("nine months")]);
    forum.quotes("We found", "public").await.1.is(409, "consent.not-granted");
}

#[story]
async fn a_tipping_point_is_the_narrators_to_judge() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let id = new_id();
    let form = json!({
        "revision_id": forum.told.revision, "start": 26, "end": 41, "before": "in the camp",
        "axes": { "shape": "tp.shape.single-event", "identified_by": "tp.by.coder" },
    });
    let path = forum.bo.here(&format!("/testimonies/{}/tipping-points", forum.told.id));
    forum.bo.put(&format!("{path}/{id}"), form).await.ok();
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let own = format!("/api/narrator/tipping-points/{id}");
    amina.post(&own, json!({ "review": "reworded" })).await.is(422, "invalid");
    amina.post(&own, json!({ "review": "reworded", "words": "the day I had a key" })).await.ok();
    let read = forum.bo.get(&path).await.ok();
    assert_eq!((&read[0]["own_words"], &read[0]["standing"]), (&json!("the day I had a key"), &json!("confirmed")));
    let page = amina.post(&own, json!({ "review": "rejected" })).await.ok();
    assert_eq!(forum.bo.get(&path).await.ok(), json!([]));
    assert_eq!(page["stories"][0]["tipping_points"][0]["review"], "rejected");
}

#[story]
async fn narrators_say_how_they_see_themselves_and_write_to_the_forum() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, pia) = (forum(&app).await, app.protector("Pia").await);
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let view = json!({ "belonging": "partly", "words": "on market days", "who_decides": "my neighbours" });
    let page = amina.put("/api/narrator/self-view", view).await.ok();
    assert_eq!(page["self_view"]["words"], "on market days");
    let letter = json!({ "kind": "correction", "testimony_id": forum.told.id, "words": "it was ten months" });
    amina.post("/api/narrator/messages", letter).await.ok();
    amina.post("/api/narrator/messages", json!({ "kind": "addition", "words": " " })).await.is(422, "invalid");
    let path = pia.here(&format!("/narrators/{}/messages", forum.amina.id));
    let letters = pia.get(&path).await.ok();
    assert_eq!(letters[0]["words"], "it was ten months");
    forum.bo.get(&path).await.is(404, "not-found");
    let id = letters[0]["id"].as_str().expect("an id").to_owned();
    pia.post(&format!("{path}/{id}/answered"), json!({})).await.has(204);
    assert!(amina.get("/api/narrator").await.ok()["said"][0]["answered_at"].is_string());
}

#[story]
async fn codes_that_are_wrong_are_all_alike_and_slow() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let old = forum.amina.is_handed_a_code().await;
    let code = forum.amina.is_handed_a_code().await;
    let guesser = app.stranger("Guesser");
    let near: String = code.chars().enumerate().map(|(at, c)| if at == 18 { '0' } else { c }).collect();
    let mut answers = Vec::new();
    for wrong in [old.as_str(), &near, "1234 5678 9012 3456", "4711", "", "not a code at all", &"9".repeat(4000)] {
        if wrong == code {
            continue;
        }
        let answer = guesser.post("/api/narrator/visits", json!({ "code": wrong })).await;
        answers.push(answer.is(401, "return-code.unknown").json);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "one answer for all: {answers:?}");
    let mut refused = 0;
    for number in 0..1_000 {
        let answer = guesser.post("/api/narrator/visits", json!({ "code": format!("{number:016}") })).await;
        assert!(answer.status == 401 || answer.status == 429, "{}", answer.status);
        refused += u32::from(answer.status == 429);
    }
    assert!(refused > 980, "{refused} of 1,000 were slowed");
    let slow = guesser.post("/api/narrator/visits", json!({ "code": code.clone() })).await;
    assert!(slow.is(429, "return-code.slow-down").headers.contains_key("retry-after"));
    // Somebody else's guessing does not shut the narrator out, and any digits will do.
    let arabic: String =
        code.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c)).collect();
    let amina = app.stranger("Amina at home");
    let visit = amina.post("/api/narrator/visits", json!({ "code": arabic })).await.ok();
    let amina = amina.visiting(visit["secret"].as_str().expect("a secret"));
    amina.get("/api/narrator").await.ok();
    app.minutes_pass(31);
    amina.get("/api/narrator").await.is(401, "visit.over");
}

#[story]
async fn a_visit_leaves_nothing_behind() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.get("/api/narrator").await;
    assert!(page.set_cookies.is_empty());
    assert_eq!(page.headers["cache-control"], "no-store");
    let gone = amina.delete("/api/narrator/visits").await.has(204);
    assert!(gone.headers["clear-site-data"].contains("cache"));
    amina.get("/api/narrator").await.is(401, "visit.over");
}

#[story]
async fn whoever_is_protected_is_told_of_to_nobody_beyond_the_team() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, pia) = (forum(&app).await, app.protector("Pia").await);
    forum.quotes("We found a flat", "public").await.1.has(201);
    let path = pia.here(&format!("/narrators/{}/protection/{}", forum.amina.id, new_id()));
    let flag = json!({ "kind": "open-asylum-claim", "review_on": "2026-06-01", "note": "hearing in May" });
    forum.bo.put(&path, flag.clone()).await.is(404, "not-found");
    pia.put(&path, flag).await.has(201);
    assert_eq!(forum.ed.get(&forum.ed.here("/quotes")).await.ok(), json!([]));
    forum.quotes("nine months", "public").await.1.is(409, "consent.not-granted");
    assert_eq!(forum.text().await, TEXT, "the team goes on");
    pia.post(&format!("{path}/end"), json!({})).await.has(204);
    assert_eq!(forum.ed.get(&forum.ed.here("/quotes")).await.ok().as_array().map(Vec::len), Some(1));
}

#[story]
async fn a_child_who_is_of_age_is_asked_anew() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, pia) = (forum(&app).await, app.protector("Pia").await);
    let path = pia.here(&format!("/narrators/{}/protection/{}", forum.amina.id, new_id()));
    pia.put(&path, json!({ "kind": "minor", "review_on": "2026-03-05" })).await.has(201);
    app.index_follows().await;
    assert_eq!(forum.bo.finds("flat").await.len(), 1);
    app.days_pass(5);
    forum.bo.get(&forum.bo.here(&format!("/testimonies/{}", forum.told.id))).await.is(404, "not-found");
    assert_eq!(forum.bo.finds("flat").await, Vec::<String>::new());
    forum.kim.get(&forum.kim.here(&format!("/collected/{}", forum.told.id))).await.ok();
}

#[story]
async fn what_staff_hold_back_only_the_narrator_lets_go() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, pia) = (forum(&app).await, app.protector("Pia").await);
    let path = pia.here(&format!("/narrators/{}/suspensions", forum.amina.id));
    pia.post(&path, json!({ "purposes": ["analyse"] })).await.has(204);
    forum.bo.get(&forum.bo.here(&format!("/testimonies/{}", forum.told.id))).await.is(404, "not-found");
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.get("/api/narrator").await.ok();
    let states: Vec<_> =
        page["purposes"].as_array().expect("purposes").iter().filter(|one| one["state"] == "suspended").collect();
    assert_eq!(states.len(), 2, "analysing and what needs it");
    let form = json!({ "purposes": ["analyse", "quote-anonymously"] });
    amina.post("/api/narrator/resumptions", form).await.ok();
    assert_eq!(forum.text().await, TEXT);
}

#[story]
async fn a_code_made_in_the_place_of_another_shows_nothing_for_two_days_and_stops_what_it_is_told() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, pia) = (forum(&app).await, app.protector("Pia").await);
    let first = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let (start, end) = Forum::at("hid in Zanzibarovka");
    let form = json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    let limit = first.post("/api/narrator/limits", form.clone()).await.ok()["stories"][0]["limits"][0]["id"].clone();
    // Somebody of the team, who may not read stories, makes a code behind her back.
    let path = pia.here(&format!("/narrators/{}/return-code", forum.amina.id));
    let code = pia.post(&path, json!({})).await.ok()["code"].as_str().expect("a code").to_owned();
    first.get("/api/narrator").await.is(401, "visit.over");
    let with_it = comes_with(&code, &app.stranger("Pia at home")).await;
    let page = with_it.get("/api/narrator").await.ok();
    assert!(page["whole_from"].is_string() && !page.to_string().contains("Zanzibarovka"), "{page}");
    assert!(!with_it.get("/api/narrator/everything").await.ok().to_string().contains("flat"));
    let lift = format!("/api/narrator/limits/{}", limit.as_str().expect("an id"));
    with_it.delete(&lift).await.is(403, "visit.not-whole-yet");
    with_it.post("/api/narrator/resumptions", json!({ "purposes": ["store"] })).await.is(403, "visit.not-whole-yet");
    with_it.post("/api/narrator/withdrawals", json!({ "purposes": ["quote-anonymously"] })).await.ok();
    app.days_pass(3);
    let page = comes_with(&code, &app.stranger("Amina at home")).await.get("/api/narrator").await.ok();
    assert_eq!((&page["whole_from"], &page["stories"][0]["text"]), (&Value::Null, &json!(TEXT)));
}

#[story]
async fn whoever_mends_the_rest_does_not_destroy_what_is_kept_out() {
    let app = TestApp::at("2026-03-01").await;
    let (forum, noor) = (forum(&app).await, app.founder().await);
    let (start, end) = Forum::at("My brother hid in Zanzibarovka.");
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let form = json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    let limit = amina.post("/api/narrator/limits", form).await.ok()["stories"][0]["limits"][0]["id"].clone();
    let shown = forum.text().await.as_str().expect("a text").to_owned();
    let path = noor.here(&format!("/testimonies/{}/revisions/{}", forum.told.id, new_id()));
    let mended = shown.replace("nine months", "ten months");
    noor.put(&path, json!({ "text": mended, "reason": "it was ten" })).await.ok();
    assert_eq!(forum.text().await, json!(mended), "it is still covered");
    // Who cuts it in two is told so, and nothing is lost.
    let path = noor.here(&format!("/testimonies/{}/revisions/{}", forum.told.id, new_id()));
    let cut = mended.replacen("\u{2588}\u{2588}\u{2588}", "\u{2588} or \u{2588}", 2);
    noor.put(&path, json!({ "text": cut, "reason": "why not" })).await.is(422, "invalid");
    amina.delete(&format!("/api/narrator/limits/{}", limit.as_str().expect("an id"))).await.ok();
    assert_eq!(forum.text().await, json!(TEXT.replace("nine months", "ten months")));
}

#[story]
async fn whoever_was_erased_is_not_welcomed_again_by_a_phone_that_never_heard_of_it() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    let form = json!({ "pseudonym": "Amina", "role": "newcomer" });
    forum.kim.put(&forum.kim.here(&format!("/narrators/{}", forum.amina.id)), form).await.is(404, "not-found");
}

#[story]
async fn what_was_taken_back_is_not_given_again_by_an_answer_of_before() {
    let app = TestApp::at("2026-03-05").await;
    let forum = forum(&app).await;
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "purposes": ["quote-anonymously"] })).await.ok();
    let notice = forum.kim.get(&forum.kim.here("/notices")).await.ok()[0]["id"].clone();
    let form = |day: &str| {
        json!({
            "notice_id": notice, "notice_language": "en", "mode": "written", "collected_on": day, "decisions": [
                { "purpose": "store", "decision": "granted" }, { "purpose": "analyse", "decision": "granted" },
                { "purpose": "quote-anonymously", "decision": "granted", "audience": "public" },
            ],
        })
    };
    let path = || forum.kim.here(&format!("/narrators/{}/consents/{}", forum.amina.id, new_id()));
    let refused = forum.kim.put(&path(), form("2026-03-01")).await.is(422, "invalid");
    assert_eq!(refused.field(), "consent.withdrawn-since");
    forum.kim.put(&path(), form("2026-03-05")).await.has(201);
}

#[story]
async fn what_was_handed_over_is_a_use_and_its_recipient_is_told_what_to_delete() {
    let app = TestApp::with_mail("2026-03-01").await;
    let (forum, noor) = (forum(&app).await, app.founder().await);
    let code = forum.bo.code_named("ioi.housing").await;
    for words in ["We found a flat", "hid in Zanzibarovka"] {
        let (start, end) = Forum::at(words);
        let [start, end] = [start, end].map(|at| u32::try_from(at).expect("short"));
        forum.bo.codes(&forum.told, start, end, &code).await;
    }
    let quiet = forum.kim.welcomes("Olu", forum.amina.notice()).await;
    quiet.allows(&["store", "analyse"]).await;
    let unheard = quiet.tells("The bakery", "We opened a bakery in Leiden.").await;
    forum.bo.codes(&unheard, 0, 10, &code).await;
    let id = new_id();
    let form = json!({
        "recipient": "University of Leiden", "contact": "stories@example.org", "purpose": "quote-anonymously",
        "audience": "partners",
    });
    let path = noor.here(&format!("/exports/{id}"));
    forum.ed.put(&path, form.clone()).await.is(404, "not-found");
    assert_eq!(noor.put(&path, form.clone()).await.has(201).json["lines"], 2, "only of those who allow it");
    noor.put(&path, form).await.has(200);
    let content = noor.get(&format!("{path}/content")).await.ok();
    let words: Vec<_> = content["lines"].as_array().expect("lines").iter().map(|line| line["words"].clone()).collect();
    assert_eq!(words, [json!("We found a flat"), json!("hid in Zanzibarovka")]);

    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.get("/api/narrator").await.ok();
    assert_eq!(page["stories"][0]["uses"][0]["label"], "University of Leiden");
    let (start, end) = Forum::at("My brother hid in Zanzibarovka.");
    let limit =
        json!({ "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": start, "end": end });
    amina.post("/api/narrator/limits", limit).await.ok();
    let content = noor.get(&format!("{path}/content")).await.ok();
    assert_eq!(content["lines"].as_array().map(Vec::len), Some(1), "{content}");
    assert_eq!(notices(&noor, 1).await, [2]);
    let letter = app.letter_to("stories@example.org").await.expect("a letter");
    assert!(letter.contains(&id) && letter.contains("\n2\n"), "{letter}");
    assert!(!letter.contains("Zanzibarovka") && !letter.contains("Amina") && !letter.contains("Newcomers"), "{letter}");
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    assert_eq!(notices(&noor, 2).await, [1, 2]);
    assert_eq!(noor.get(&format!("{path}/content")).await.ok()["lines"], json!([]));
    noor.post(&format!("{path}/acknowledged"), json!({})).await.has(204);
    let all = noor.get(&noor.here("/exports")).await.ok();
    assert!(
        all[0]["notices"].as_array().expect("notices").iter().all(|one| one["acknowledged_at"].is_string()),
        "{all}"
    );
}

/// Waits until recipients were told of so many lines, and says which.
async fn notices(noor: &Person, number: usize) -> Vec<i64> {
    for _ in 0..2_000 {
        let all = noor.get(&noor.here("/exports")).await.ok();
        let lines: Vec<i64> =
            all[0]["notices"].as_array().expect("notices").iter().filter_map(|one| one["line"].as_i64()).collect();
        if lines.len() >= number {
            return lines;
        }
        tokio::task::yield_now().await;
    }
    panic!("nobody was told")
}

#[story]
async fn a_fear_for_somebody_reaches_those_who_protect_and_nobody_else() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let (pia, lead) = (app.protector("Pia").await, app.founder().await);
    let id = new_id();
    let path = |person: &Person| person.here(&format!("/narrators/{}/concerns/{id}", forum.amina.id));
    let words = json!({ "words": "Her brother in law asks everywhere for Snorkelfang." });
    forum.bo.put(&path(&forum.bo), words.clone()).await.has(204);
    // Sent again because the answer was lost: it is said once.
    forum.bo.put(&path(&forum.bo), words).await.has(204);
    forum.bo.put(&path(&forum.bo), json!({ "words": " " })).await.is(422, "invalid");
    for person in [&forum.bo, &forum.kim, &forum.ed, &lead] {
        person.get(&person.here("/concerns")).await.is(404, "not-found");
        person.post(&format!("{}/settle", path(person)), json!({})).await.is(404, "not-found");
    }
    let all = pia.get(&pia.here("/concerns")).await.ok();
    assert_eq!(all.as_array().map(Vec::len), Some(1));
    assert_eq!(all[0]["words"], "Her brother in law asks everywhere for Snorkelfang.");
    pia.post(&format!("{}/settle", path(&pia)), json!({})).await.has(204);
    assert!(pia.get(&pia.here("/concerns")).await.ok()[0]["settled_at"].is_string());
    // It is nothing that the narrator's page or their audit tells in words, and it goes when they go.
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    assert!(!amina.get("/api/narrator").await.ok().to_string().contains("Snorkelfang"));
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    super::erasure::the_job_is_done(&pia).await;
    assert_eq!(pia.get(&pia.here("/concerns")).await.ok(), json!([]));
}

#[story]
async fn what_the_system_knows_of_itself_begins_the_record_of_processing() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let pia = app.protector("Pia").await;
    let record = pia.get(&pia.here("/processing-record")).await.text();
    for words in [
        "# Record of processing: Newcomers",
        "store: allowed by fewer than 5 narrators",
        "**to be said**",
        "# Impact assessment",
    ] {
        assert!(record.contains(words), "{words}: {record}");
    }
    assert!(!record.contains("Amina"));
    forum.bo.get(&forum.bo.here("/processing-record")).await.is(404, "not-found");
}

#[story]
async fn whoever_was_asked_again_after_telling_keeps_passages_to_themselves() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let (start, end) = Forum::at("My brother hid in Zanzibarovka.");
    let form = json!({
        "revision_id": forum.told.revision, "asked_on": "2026-03-02", "kept_out": [{ "start": start, "end": end }],
    });
    let path = |id: &str| forum.kim.here(&format!("/collected/{}/asked-again/{id}", forum.told.id));
    let id = new_id();
    let lou = app.collector("Lou").await;
    for nobody in [&forum.bo, &lou] {
        nobody.put(&path(&new_id()), form.clone()).await.is(404, "not-found");
    }
    let mut outside = form.clone();
    outside["kept_out"] = json!([{ "start": 5, "end": 9_000 }]);
    assert_eq!(forum.kim.put(&path(&id), outside).await.is(422, "invalid").field(), "passage.outside");
    forum.kim.put(&path(&id), form.clone()).await.has(201);
    forum.kim.put(&path(&id), form).await.has(200);
    let text = forum.text().await.as_str().expect("a text").to_owned();
    assert!(text.contains("We found a flat") && !text.contains("Zanzibarovka"), "{text}");
    forum.quotes("hid in Zanzibarovka", "public").await.1.is(409, "consent.not-granted");
    let listed = forum.kim.here(&format!("/narrators/{}/asked-again", forum.amina.id));
    let listed = forum.kim.get(&listed).await.ok();
    assert_eq!((&listed[0]["asked_on"], &listed[0]["kept_out"]), (&json!("2026-03-02"), &json!(1)));
    lou.get(&forum.kim.here(&format!("/narrators/{}/asked-again", forum.amina.id))).await.is(404, "not-found");

    // On their own page it stands as theirs, and they alone let it be read again.
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let story = amina.get("/api/narrator").await.ok()["stories"][0].clone();
    assert_eq!(story["asked_again_on"], "2026-03-02");
    let limit = story["limits"][0]["id"].as_str().expect("a limit").to_owned();
    amina.delete(&format!("/api/narrator/limits/{limit}")).await.ok();
    assert_eq!(forum.text().await, TEXT);
}

#[story]
async fn staff_let_fewer_read_on_somebodys_behalf_and_never_more() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    forum.quotes("We found a flat", "public").await.1.has(201);
    let path = forum.kim.here(&format!("/narrators/{}/withdrawals", forum.amina.id));
    let to = |audience: &str| json!({ "purposes": ["quote-anonymously"], "asked_by": "staff-on-behalf", "reason": "canary of a reason", "only_for": audience });
    forum.bo.post(&path, to("team")).await.is(404, "not-found");
    let record = forum.kim.post(&path, to("partners")).await.ok();
    let quoting = |record: &Value| {
        let all = record["decisions"].as_array().expect("decisions").iter();
        all.clone().find(|one| one["purpose"] == "quote-anonymously").expect("quoting")["audience"].clone()
    };
    assert_eq!(quoting(&record), "partners");
    assert_eq!(forum.ed.get(&forum.ed.here("/quotes")).await.ok(), json!([]));
    forum.quotes("We found a flat", "public").await.1.is(409, "consent.not-granted");
    forum.quotes("We found a flat", "partners").await.1.has(201);
    // Wider again is the narrator's alone.
    assert_eq!(quoting(&forum.kim.post(&path, to("public")).await.ok()), "partners");
}
