//! What somebody allows, as a record that others can read: in the fields of ISO/IEC TS 27560, and printed.

use tests::{Person, TestApp, Value, json, new_id, story};

async fn keeps_to_the_schema(person: &Person, receipt: &Value) {
    let schema = person.get("/api/schemas/consent-record").await;
    let schema: Value = serde_json::from_slice(&schema.bytes).expect("a schema");
    let schema = jsonschema::validator_for(&schema).expect("a valid schema");
    let wrong: Vec<String> =
        schema.iter_errors(&receipt["record"]).map(|one| format!("{} at {}", one, one.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{receipt:#}");
}

fn status_of(receipt: &Value, purpose: &str) -> (String, String) {
    let purposes = receipt["record"]["processing"]["purposes"].as_array().expect("purposes");
    let one = purposes.iter().find(|one| one["purpose"] == purpose).expect("this purpose");
    let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
    (text("status"), text("state"))
}

#[story]
async fn every_state_of_a_consent_makes_a_record_that_keeps_to_the_schema() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, pia) = (app.collector("Kim").await, app.protector("Pia").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let consent = new_id();
    let terms = json!({
        "attribution": "pseudonym", "voice": "altered", "image": "none", "embargo_until": "2026-06-01T00:00:00Z",
        "embargo_event": "claim-decided", "review_before_use": true, "countries_excluded": ["SY", "IR"],
        "legal_basis": "research",
    });
    let form = json!({
        "notice_id": notice, "notice_language": "ar", "mode": "guardian-with-assent", "collected_on": "2026-02-28",
        "valid_until": "2027-03-01", "decisions": [
            { "purpose": "store", "decision": "granted" },
            { "purpose": "analyse", "decision": "granted" },
            { "purpose": "quote-under-pseudonym", "decision": "granted", "audience": "public", "terms": terms },
            { "purpose": "count", "decision": "refused" },
        ],
    });
    let path = kim.here(&format!("/narrators/{}/consents/{consent}", amina.id));
    kim.put(&path, form).await.ok();
    let first = kim.get(&format!("{path}/receipt")).await.ok();
    keeps_to_the_schema(&kim, &first).await;
    assert_eq!(status_of(&first, "store"), ("dpv:ConsentGiven".into(), "given".into()));
    assert_eq!(status_of(&first, "count"), ("dpv:ConsentRefused".into(), "refused".into()));
    assert_eq!(status_of(&first, "archive"), ("dpv:ConsentUnknown".into(), "not-asked".into()));
    assert_eq!(first["record"]["events"][0]["entity_id"], "guardian");
    assert_eq!(first["record"]["processing"]["recipients"], json!(["public", "team"]));

    pia.post(&pia.here(&format!("/narrators/{}/suspensions", amina.id)), json!({ "purposes": ["analyse"] }))
        .await
        .has(204);
    let held = pia.get(&pia.here(&format!("/narrators/{}/consents/{consent}/receipt", amina.id))).await.ok();
    keeps_to_the_schema(&pia, &held).await;
    assert_eq!(status_of(&held, "analyse").1, "suspended");
    amina.withdraws(&["quote-under-pseudonym"]).await;
    let after = kim.get(&format!("{path}/receipt")).await.ok();
    keeps_to_the_schema(&kim, &after).await;
    assert_eq!(status_of(&after, "quote-under-pseudonym").0, "dpv:ConsentWithdrawn");
    assert_eq!(after["record"]["events"].as_array().map(Vec::len), Some(2));
    assert_ne!(first["sha256"], after["sha256"]);
    // The narrator takes the same along.
    let at_home = amina.comes_back(&app.stranger("Amina at home")).await;
    let own = at_home.get("/api/narrator/receipt").await.ok();
    keeps_to_the_schema(&at_home, &own).await;
    assert_eq!(own["record"]["record_id"], json!(consent));
    app.days_pass(366);
    kim.signs_in().await.ok();
    let at_home = amina.comes_back(&app.stranger("Amina at home")).await;
    let over = at_home.get("/api/narrator/receipt").await.ok();
    keeps_to_the_schema(&at_home, &over).await;
    assert_eq!(status_of(&over, "store").0, "dpv:ConsentExpired");
}

#[story]
async fn who_keeps_the_stories_says_who_they_are() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, ada) = (app.collector("Kim").await, app.administrator().await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let consent = amina.allows(&["store"]).await;
    let id = ada.get("/api/organisations").await.ok()[0]["id"].as_str().expect("an id").to_owned();
    let keeper = json!({
        "address": "Turfmarkt 1, Leiden", "contact": "stories@example.org", "jurisdiction": "NL",
        "storage_place": "the cellar of the library",
    });
    kim.put(&format!("/api/organisations/{id}/keeper"), keeper.clone()).await.is(404, "not-found");
    ada.put(&format!("/api/organisations/{id}/keeper"), keeper).await.has(204);
    let receipt = kim.get(&kim.here(&format!("/narrators/{}/consents/{consent}/receipt", amina.id))).await.ok();
    keeps_to_the_schema(&kim, &receipt).await;
    assert_eq!(receipt["record"]["party"][0]["address"], "Turfmarkt 1, Leiden");
    assert_eq!(receipt["record"]["processing"]["jurisdiction"], "NL");
}

#[story]
async fn how_somebody_was_asked_is_remembered_and_what_was_not_understood_is_explained_again() {
    let app = TestApp::at("2026-03-01").await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let form = |understood: bool| {
        json!({
            "notice_id": notice, "notice_language": "ar", "mode": "witnessed", "collected_on": "2026-02-28",
            "decisions": [{ "purpose": "store", "decision": "granted" }],
            "asked": {
                "interpreter": "community", "interpreter_confirmed": true, "witness": "social worker", "listened": true,
                "said_back": [{ "question": "can-stop", "understood": understood }],
            },
        })
    };
    let path = kim.here(&format!("/narrators/{}/consents", amina.id));
    kim.put(&format!("{path}/{}", new_id()), form(false)).await.is(422, "invalid");
    kim.put(&format!("{path}/{}", new_id()), form(true)).await.ok();
    let asked = kim.get(&path).await.ok()[0]["asked"].clone();
    assert_eq!((&asked["interpreter"], &asked["witness"]), (&json!("community"), &json!("social worker")));
    assert_eq!(asked["said_back"][0]["question"], "can-stop");
}

#[story]
async fn what_waits_at_the_desk_is_seen_in_time() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, pia, noor) = (app.collector("Kim").await, app.protector("Pia").await, app.founder().await);
    let notice = noor.publishes_a_notice().await;
    let [amina, olu] = [kim.welcomes("Amina", &notice).await, kim.welcomes("Olu", &notice).await];
    amina.allows_until(&["store"], json!("2026-03-20")).await;
    olu.allows_until(&["store"], json!("2027-03-20")).await;
    let flag = json!({ "kind": "threat", "review_on": "2026-03-03" });
    pia.put(&pia.here(&format!("/narrators/{}/protection/{}", olu.id, new_id())), flag).await.ok();
    let at_home = olu.comes_back(&app.stranger("Olu at home")).await;
    at_home.post("/api/narrator/messages", json!({ "kind": "contact", "words": "call me" })).await.ok();
    let waiting = pia.get(&pia.here("/waiting")).await.ok();
    assert_eq!(waiting["runs_out"][0]["narrator_id"], json!(amina.id));
    assert_eq!(waiting["runs_out"].as_array().map(Vec::len), Some(1));
    assert_eq!(waiting["look_again"], json!([]));
    assert_eq!(waiting["unanswered"][0]["narrator_id"], json!(olu.id));
    assert!(!waiting.to_string().contains("call me"));
    noor.patch(&noor.here(""), json!({ "retention_months": 24 })).await.ok();
    app.days_pass(3);
    assert_eq!(pia.get(&pia.here("/waiting")).await.ok()["look_again"][0]["kind"], "threat");
    app.days_pass(730);
    pia.signs_in().await.ok();
    let waiting = pia.get(&pia.here("/waiting")).await.ok();
    assert_eq!(waiting["kept_too_long"].as_array().map(Vec::len), Some(2));
    kim.get(&kim.here("/waiting")).await.has(401);
}
