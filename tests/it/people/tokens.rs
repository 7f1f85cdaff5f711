//! Programs that come with a token.

use tests::{Person, TestApp, Value, json, story};

async fn token(of: &Person, scopes: &[&str], project: Option<&str>) -> Value {
    let form = json!({ "name": "Nightly export", "scopes": scopes, "project": project, "expires_in_days": 30 });
    of.post("/api/account/tokens", form).await.has(201).ok()
}

#[story]
async fn a_token_is_shown_once_and_reads_what_its_scope_covers() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let made = token(&noor, &["read"], None).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("kith_"));
    assert_eq!(made["expires_at"], "2026-03-31T00:00:00Z");
    assert_eq!(noor.get("/api/account/tokens").await.ok()[0]["secret"], Value::Null);

    let program = noor.program(secret);
    program.get(&noor.here("")).await.ok();
    // What only a person may do looks as if it were not there, though Noor leads the project.
    program.get(&noor.here("/invitations")).await.is(404, "not-found");
    program.patch(&noor.here(""), json!({ "name": "Renamed" })).await.is(404, "not-found");
    program.get("/api/account/tokens").await.is(404, "not-found");
    program
        .post("/api/account/tokens", json!({ "name": "more", "scopes": ["read"], "expires_in_days": 1 }))
        .await
        .is(404, "not-found");
    program.get("/api/session").await.is(404, "not-found");
}

#[story]
async fn a_token_of_another_scope_reads_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let made = token(&noor, &["collect"], None).await;
    noor.program(made["secret"].as_str().unwrap()).get(&noor.here("")).await.is(404, "not-found");
}

#[story]
async fn a_token_for_one_project_opens_no_other() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let form = json!({ "name": "Second", "description": "", "language": "en" });
    let second = noor.post("/api/projects", form).await.ok();
    let made = token(&noor, &["read"], second["id"].as_str()).await;
    let program = noor.program(made["secret"].as_str().unwrap());
    program.get(&format!("/api/projects/{}", second["id"].as_str().unwrap())).await.ok();
    program.get(&noor.here("")).await.is(404, "not-found");

    let stranger = app.invited(&noor.working_in(second["id"].as_str().unwrap()), "Bo", &["coder"]).await;
    let form = json!({ "name": "x", "scopes": ["read"], "project": noor.project, "expires_in_days": 1 });
    stranger.post("/api/account/tokens", form).await.is(404, "not-found");
}

#[story]
async fn a_token_ends_when_it_is_revoked_or_its_days_are_over() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let (one, other) = (token(&noor, &["read"], None).await, token(&noor, &["read"], None).await);
    let program = |made: &Value| noor.program(made["secret"].as_str().unwrap());
    let path = format!("/api/account/tokens/{}", one["id"].as_str().unwrap());
    bo.delete(&path).await.is(404, "not-found");
    noor.delete(&path).await.has(204);
    program(&one).get(&noor.here("")).await.is(401, "signed-out");
    program(&other).get(&noor.here("")).await.ok();
    app.days_pass(31);
    program(&other).get(&noor.here("")).await.is(401, "signed-out");
}

#[story]
async fn a_token_of_somebody_who_was_removed_opens_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let everywhere = token(&bo, &["read"], None).await;
    let here = token(&bo, &["read"], bo.project.as_deref()).await;
    noor.delete(&noor.here(&format!("/members/{}", bo.id()))).await.has(204);
    bo.program(everywhere["secret"].as_str().unwrap()).get(&bo.here("")).await.is(404, "not-found");
    bo.program(here["secret"].as_str().unwrap()).get(&bo.here("")).await.is(401, "signed-out");
}

#[story]
async fn a_token_has_a_purpose_and_an_end() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    for wrong in [
        json!({ "name": "x", "scopes": ["read"], "expires_in_days": 367 }),
        json!({ "name": "x", "scopes": ["read"], "expires_in_days": 0 }),
        json!({ "name": "x", "scopes": [], "expires_in_days": 1 }),
        json!({ "name": "", "scopes": ["read"], "expires_in_days": 1 }),
        json!({ "name": "x", "scopes": ["everything"], "expires_in_days": 1 }),
    ] {
        noor.post("/api/account/tokens", wrong).await.is(422, "invalid");
    }
}
