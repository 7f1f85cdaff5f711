//! At the door: setting up, signing in, forgetting a password.

use tests::{TestApp, json, story, token_of};

fn set_up(token: &str) -> tests::Value {
    json!({
        "token": token, "email": "ada@example.org", "display_name": "آدا", "password": "rain on four roofs",
        "language": "en", "organisation": "Forum",
    })
}

#[story]
async fn the_service_is_set_up_once_and_only_with_the_key_from_its_log() {
    let app = TestApp::at("2026-03-01").await;
    let ada = app.stranger("Ada");
    assert_eq!(ada.get("/api/setup").await.ok()["needed"], true);
    ada.post("/api/setup", set_up("not the key")).await.is(404, "link.expired");

    let session = ada.post("/api/setup", set_up(&app.setup_token)).await.ok();
    assert_eq!(session["account"]["display_name"], "آدا");
    assert_eq!(session["account"]["administrator"], true);
    assert_eq!(session["mail"], false);
    assert_eq!(ada.get("/api/session").await.ok(), session);
    assert_eq!(ada.get("/api/setup").await.ok()["needed"], false);

    let eve = app.stranger("Eve");
    eve.post("/api/setup", set_up(&app.setup_token)).await.is(409, "setup.done");
    eve.get("/api/session").await.is(401, "signed-out");
}

#[story]
async fn a_new_start_makes_a_new_key_until_somebody_used_one() {
    let mut app = TestApp::at("2026-03-01").await;
    let first = app.setup_token.clone();
    app.restart();
    assert_ne!(app.setup_token, first);
    app.stranger("Eve").post("/api/setup", set_up(&first)).await.is(404, "link.expired");
    app.stranger("Ada").post("/api/setup", set_up(&app.setup_token)).await.ok();
    app.restart();
    assert_eq!(app.setup_token, "");
}

#[story]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await.elsewhere();
    let wrong = bo.signs_in_with("not the password").await.is(401, "sign-in.wrong");
    let unknown = app.stranger("Nobody").signs_in().await.is(401, "sign-in.wrong");
    let too_long = bo.signs_in_with(&"long ".repeat(1000)).await.is(401, "sign-in.wrong");
    let no_address = bo.post("/api/session", json!({ "email": "Bo", "password": "x" })).await;
    assert_eq!(wrong.json, unknown.json);
    assert_eq!(wrong.json, too_long.json);
    assert_eq!(wrong.json, no_address.is(401, "sign-in.wrong").json);
    assert!(wrong.set_cookies.is_empty());
    bo.signs_in().await.ok();
}

#[story]
async fn addresses_are_the_same_in_small_and_large_letters() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await.elsewhere();
    let form = json!({ "email": bo.email.to_uppercase(), "password": bo.password() });
    bo.post("/api/session", form).await.ok();
}

#[story]
async fn after_ten_quick_tries_somebody_must_wait_but_others_need_not() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let eve = bo.elsewhere().from("203.0.113.5");
    for _ in 0..10 {
        eve.signs_in_with("a guess at it").await.is(401, "sign-in.wrong");
    }
    let refused = eve.signs_in().await.is(429, "sign-in.slow-down");
    let seconds: i64 = refused.headers["retry-after"].parse().unwrap();
    assert!((1..=31).contains(&seconds));
    assert_eq!(refused.json["retry_after_seconds"], seconds);
    // The same address written otherwise, or a neighbour in the same network, is no way around it.
    eve.from("203.0.113.77").signs_in().await.is(429, "sign-in.slow-down");
    // Bo is not locked out.
    bo.elsewhere().signs_in().await.ok();
    app.minutes_pass(1);
    eve.signs_in().await.ok();
}

#[story]
async fn an_address_that_tries_many_accounts_must_wait() {
    let app = TestApp::at("2026-03-01").await;
    let eve = app.stranger("Eve");
    let mut answers = Vec::new();
    for number in 0..41 {
        let form = json!({ "email": format!("somebody{number}@example.org"), "password": "a guess at it" });
        answers.push(eve.post("/api/session", form).await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 1);
    assert_eq!(answers.last(), Some(&429));
}

#[story]
async fn many_at_once_are_asked_to_come_back_rather_than_filling_the_memory() {
    let app = TestApp::at("2026-03-01").await;
    let crowd: Vec<_> = (0..60).map(|_| app.stranger("Crowd")).collect();
    let at_once = crowd.into_iter().map(|one| tokio::spawn(async move { one.signs_in().await }));
    let mut busy = 0;
    for answer in at_once.collect::<Vec<_>>() {
        let answer = answer.await.unwrap();
        if answer.status == 429 {
            assert!(answer.is(429, "sign-in.busy").headers.contains_key("retry-after"));
            busy += 1;
        } else {
            answer.is(401, "sign-in.wrong");
        }
    }
    assert!(busy < 60, "nobody got in");
    app.coder("Bo").await;
}

#[story]
async fn signing_in_again_ends_the_session_this_browser_had() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let before = bo.cookie().unwrap();
    let answer = bo.signs_in().await;
    assert_eq!(answer.status, 200);
    let [line] = answer.set_cookies.as_slice() else { panic!("one cookie") };
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=1209600"] {
        assert!(line.contains(attribute), "{line}");
    }
    assert_ne!(bo.cookie().unwrap(), before);
    let thief = app.stranger("Thief");
    thief.takes_cookie(&before);
    thief.get("/api/session").await.is(401, "signed-out");
}

#[story]
async fn signing_out_ends_the_session_and_wipes_what_the_browser_kept() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let kept = bo.cookie().unwrap();
    let answer = bo.delete("/api/session").await.has(204);
    assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(bo.cookie(), None);
    bo.takes_cookie(&kept);
    bo.get("/api/session").await.is(401, "signed-out");
    bo.elsewhere().delete("/api/session").await.has(204);
}

#[story]
async fn a_session_ends_after_two_weeks_without_use_and_after_ninety_days_anyway() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, kim) = (app.coder("Bo").await, app.coder("Kim").await);
    for _ in 0..8 {
        app.days_pass(10);
        bo.get("/api/session").await.ok();
    }
    kim.get("/api/session").await.is(401, "signed-out");
    app.days_pass(9);
    bo.get("/api/session").await.ok();
    app.days_pass(2);
    bo.get("/api/session").await.is(401, "signed-out");
}

#[story]
async fn a_changed_password_ends_every_other_session() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let phone = bo.elsewhere();
    phone.signs_in().await.ok();
    assert_eq!(bo.get("/api/account/sessions").await.ok().as_array().unwrap().len(), 2);

    let path = "/api/account/password";
    let wrong = bo.post(path, json!({ "current": "something else", "password": "snow on four roofs" })).await;
    assert_eq!(wrong.is(422, "invalid").field(), "password.wrong");
    for (weak, code) in
        [("short", "password.short"), ("Password123", "password.common"), (&bo.email, "password.common")]
    {
        let refused = bo.post(path, json!({ "current": bo.password(), "password": weak })).await;
        assert_eq!(refused.is(422, "invalid").field(), code);
    }
    bo.post(path, json!({ "current": bo.password(), "password": "snow on four roofs" })).await.has(204);
    phone.get("/api/session").await.is(401, "signed-out");
    bo.get("/api/session").await.ok();
    phone.signs_in().await.is(401, "sign-in.wrong");
    phone.signs_in_with("snow on four roofs").await.ok();
}

#[story]
async fn somebody_ends_a_session_of_their_own_and_of_nobody_else() {
    let app = TestApp::at("2026-03-01").await;
    let (bo, kim) = (app.coder("Bo").await, app.coder("Kim").await);
    let phone = bo.elsewhere();
    phone.signs_in().await.ok();
    let sessions = bo.get("/api/account/sessions").await.ok();
    let other = sessions.as_array().unwrap().iter().find(|one| one["current"] == false).unwrap();
    let path = format!("/api/account/sessions/{}", other["id"].as_str().unwrap());
    kim.delete(&path).await.is(404, "not-found");
    bo.delete(&path).await.has(204);
    phone.get("/api/session").await.is(401, "signed-out");
    bo.get("/api/session").await.ok();
}

#[story]
async fn a_forgotten_password_is_answered_alike_whether_there_is_an_account_or_not() {
    let app = TestApp::with_mail("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let letters = app.letters();
    let stranger = app.stranger("Nobody");
    let unknown = stranger.post("/api/password-reset", json!({ "email": stranger.email })).await.has(202);
    let known = bo.elsewhere().post("/api/password-reset", json!({ "email": bo.email })).await.has(202);
    assert_eq!(unknown.bytes, known.bytes);
    for answer in [unknown, known] {
        assert_eq!(answer.headers.get("content-length").map(String::as_str), Some("0"));
    }
    let mut letter = String::new();
    while app.letters() == letters {
        letter = app.letter_to(&bo.email).await.unwrap();
    }
    letter = if letter.contains("new password") { letter } else { app.letter_to(&bo.email).await.unwrap() };
    assert_eq!(app.letters(), letters + 1);

    let path = format!("/api/links/{}", token_of(&letter));
    let link = stranger.get(&path).await.ok();
    assert_eq!((link["kind"].as_str(), link["email"].as_str()), (Some("reset"), Some(bo.email.as_str())));
    let session = stranger.post(&path, json!({ "password": "snow on four roofs" })).await.ok();
    assert_eq!(session["account"]["email"], bo.email);
    bo.get("/api/session").await.is(401, "signed-out");
    stranger.post(&path, json!({ "password": "hail on four roofs" })).await.is(404, "link.expired");
    bo.signs_in_with("snow on four roofs").await.ok();
}

#[story]
async fn nobody_can_be_buried_under_letters() {
    let app = TestApp::with_mail("2026-03-01").await;
    for _ in 0..3 {
        app.stranger("Eve").post("/api/password-reset", json!({ "email": "kim@example.org" })).await.has(202);
    }
    let fourth = app.stranger("Eve").post("/api/password-reset", json!({ "email": "kim@example.org" })).await;
    fourth.is(429, "sign-in.slow-down");
}

#[story]
async fn a_link_for_a_new_password_lasts_two_hours() {
    let app = TestApp::at("2026-03-01").await;
    let (ada, bo) = (app.administrator().await, app.coder("Bo").await);
    let made = ada.post(&format!("/api/people/{}/reset", bo.id()), json!({})).await.ok();
    assert_eq!(made["mailed"], false);
    let path = format!("/api/links/{}", token_of(made["link"].as_str().unwrap()));
    app.minutes_pass(119);
    app.stranger("Bo").get(&path).await.ok();
    app.minutes_pass(2);
    app.stranger("Bo").get(&path).await.is(404, "link.expired");
}

#[story]
async fn only_who_keeps_the_installation_sees_everybody_and_makes_links_for_them() {
    let app = TestApp::at("2026-03-01").await;
    let (ada, bo, lena) = (app.administrator().await, app.coder("Bo").await, app.lead("Lena").await);
    let people = ada.get("/api/people").await.ok();
    assert_eq!(people.as_array().unwrap().len(), 4);
    for somebody in [&bo, &lena] {
        somebody.get("/api/people").await.is(404, "not-found");
        let path = format!("/api/people/{}/reset", bo.id());
        somebody.post(&path, json!({})).await.is(404, "not-found");
    }
    ada.post("/api/people/01890a5d-ac96-774b-bcce-b302099a8057/reset", json!({})).await.is(404, "not-found");
}

#[story]
async fn a_foreign_page_can_change_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let host = app.service.trim_start_matches("http://").to_owned();
    let json = ("content-type", "application/json");
    let name = || Some(br#"{"display_name":"Owned"}"#.to_vec());
    for headers in [
        vec![json, ("sec-fetch-site", "cross-site")],
        vec![json, ("sec-fetch-site", "same-site")],
        vec![json, ("origin", "https://evil.example")],
        vec![json, ("origin", "null")],
        // A proxy that asks for a password of its own makes browsers send this along.
        vec![json, ("origin", "https://evil.example"), ("authorization", "Basic a2ltOnBhc3M=")],
    ] {
        bo.send("PATCH", "/api/account", name(), &headers).await.is(403, "foreign-origin");
    }
    bo.send("PATCH", "/api/account", name(), &[json, ("origin", &format!("http://{host}"))]).await.ok();
}

#[story]
async fn somebody_changes_how_they_are_called() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let changed = bo.patch("/api/account", json!({ "display_name": " Бо Ньюком ", "language": "uk" })).await.ok();
    assert_eq!((changed["display_name"].as_str(), changed["language"].as_str()), (Some("Бо Ньюком"), Some("uk")));
    let refused = bo.patch("/api/account", json!({ "language": "no language" })).await.is(422, "invalid");
    assert_eq!(refused.json["fields"][0]["at"], "/language");
    bo.patch("/api/account", json!({ "display_name": "  " })).await.is(422, "invalid");
}
