//! What was done is remembered in a chain that nobody changes unseen.

use kith::audit;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tests::{TestApp, json, story};

/// Somebody who has the database in their hands, and takes its guards away.
async fn intruder(app: &TestApp) -> DatabaseConnection {
    let records = Database::connect(app.config.storage.database_url()).await.unwrap();
    let guards = match records.get_database_backend() {
        sea_orm::DbBackend::Postgres => "DROP TRIGGER an_event_stays_as_it_is ON audit_event",
        _ => "DROP TRIGGER an_event_is_not_changed; DROP TRIGGER an_event_is_not_removed",
    };
    records.execute_unprepared(guards).await.unwrap();
    records
}

async fn with_some_events(app: &TestApp) -> u64 {
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    amina.tells("The flat", "We found a flat.").await;
    let (db, keys) = (app.db().await, app.keys().await);
    audit::mark(&db, &keys, app.clock.now()).await.unwrap();
    audit::verify(&db, &keys).await.unwrap().expect("whole")
}

#[story]
async fn the_database_itself_keeps_the_chain_as_it_is() {
    let app = TestApp::at("2026-03-01").await;
    with_some_events(&app).await;
    let records = Database::connect(app.config.storage.database_url()).await.unwrap();
    for act in ["UPDATE audit_event SET act = 'nothing'", "DELETE FROM audit_event WHERE number > 3"] {
        let refused = records.execute_unprepared(act).await.unwrap_err();
        assert!(refused.to_string().contains("stays as it is"), "{refused}");
    }
}

#[story]
async fn an_event_that_was_changed_removed_or_moved_is_noticed() {
    const DAMAGE: [&str; 6] = [
        "UPDATE audit_event SET act = 'testimony.opened' WHERE number = 3",
        "UPDATE audit_event SET at = at + 1 WHERE number = 4",
        "UPDATE audit_event SET detail = 'other' WHERE number = 5",
        "DELETE FROM audit_event WHERE number = 4",
        "UPDATE audit_event SET number = CASE number WHEN 3 THEN -3 WHEN 4 THEN 3 ELSE number END WHERE number IN (3, 4)",
        "DELETE FROM audit_event WHERE number > 6",
    ];
    for damage in DAMAGE {
        let app = TestApp::at("2026-03-01").await;
        assert!(with_some_events(&app).await > 8);
        let records = intruder(&app).await;
        records.execute_unprepared(damage).await.unwrap();
        let found = audit::verify(&app.db().await, &app.keys().await).await.unwrap();
        assert!(found.is_err(), "{damage} was not noticed");
    }
}

#[story]
async fn whoever_keeps_consents_reads_what_happened_and_nobody_else() {
    let app = TestApp::at("2026-03-01").await;
    with_some_events(&app).await;
    let (pia, bo) = (app.protector("Pia").await, app.coder("Bo").await);
    bo.get(&bo.here("/audit")).await.is(404, "not-found");
    let all = pia.get(&pia.here("/audit?act=consent.")).await.ok();
    assert_eq!(all["items"][0]["act"], "consent.recorded");
    assert_eq!(all["items"][0]["actor"]["name"], "Kim");
    assert!(all["items"][0]["detail"].as_str().expect("a detail").starts_with("store:team,analyse:team"), "{all}");
    let first = pia.get(&pia.here("/audit?limit=2")).await.ok();
    let next = first["next"].as_str().expect("a next page");
    let second = pia.get(&pia.here(&format!("/audit?limit=2&after={next}"))).await.ok();
    assert!(second["items"][0]["number"].as_i64() < first["items"][1]["number"].as_i64());
    let state = pia.get(&pia.here("/audit/state")).await.ok();
    assert_eq!(state["whole"], json!(true));
    assert!(!all.to_string().contains("flat"), "no word of a story");
}

#[story]
async fn a_chain_whose_end_was_cut_off_is_noticed_even_after_more_was_done() {
    let app = TestApp::at("2026-03-01").await;
    with_some_events(&app).await;
    let records = intruder(&app).await;
    records.execute_unprepared("DELETE FROM audit_event WHERE number > 6").await.unwrap();
    app.coder("Bo").await;
    let (db, keys) = (app.db().await, app.keys().await);
    audit::mark(&db, &keys, app.clock.now()).await.unwrap();
    assert!(audit::verify(&db, &keys).await.unwrap().is_err(), "the evidence was written over");
}
