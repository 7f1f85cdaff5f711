//! What is noted of narrators, and how it is put right.

use tests::{TestApp, json, new_id, story};

#[story]
async fn what_was_noted_wrongly_is_put_right_by_whoever_welcomed_them_or_keeps_the_consents() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, lou, pia, noor) =
        (app.collector("Kim").await, app.collector("Lou").await, app.protector("Pia").await, app.founder().await);
    let notice = noor.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("The bus", "The driver waited for us in the rain.").await;
    app.index_follows().await;
    let narrator = noor.here(&format!("/narrators/{}", amina.id));
    let noted = |role: &str| json!({ "pseudonym": "Amina", "role": role, "attributes": { "languages": ["ti", "nl"] } });

    kim.put(&narrator, noted("practitioner")).await.has(200);
    let as_practitioner = noor.here("/search?q=driver&narrator_role=practitioner");
    let found = noor.get(&as_practitioner).await.ok();
    assert_eq!(found["hits"][0]["testimony_id"], json!(told.id));

    // Kim has left; Amina asks Pia, who says what is right.
    pia.put(&narrator, noted("newcomer")).await.has(200);
    assert_eq!(noor.get(&as_practitioner).await.ok()["hits"], json!([]), "searches know it at once");
    let seen = kim.get(&narrator).await.ok();
    assert_eq!((&seen["role"], &seen["attributes"]["languages"]), (&json!("newcomer"), &json!(["ti", "nl"])));
    let events = pia.get(&pia.here("/audit")).await.ok();
    assert_eq!(events.to_string().matches("narrator.changed").count(), 2, "{events}");

    lou.put(&narrator, noted("official")).await.is(409, "consent.exists-differently");
    for nobody in [&app.coder("Bo").await, &app.reader("Rae").await] {
        nobody.put(&narrator, noted("official")).await.is(404, "not-found");
    }
    assert_eq!(kim.get(&narrator).await.ok()["role"], json!("newcomer"));
    // Who keeps the consents welcomes nobody by that.
    pia.put(&pia.here(&format!("/narrators/{}", new_id())), noted("newcomer")).await.is(404, "not-found");
}

#[story]
async fn who_puts_right_what_is_noted_changes_no_name_in_the_vault() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, pia, noor) = (app.collector("Kim").await, app.protector("Pia").await, app.founder().await);
    let notice = noor.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let narrator = noor.here(&format!("/narrators/{}", amina.id));
    let names = noor.here(&format!("/narrators/{}/names", amina.id));
    kim.put(&names, json!({ "name": "Selam Canary" })).await.has(204);

    let other = json!({ "pseudonym": "Amina", "role": "newcomer", "names": { "name": "Somebody Else" } });
    noor.put(&narrator, other.clone()).await.has(409);
    pia.put(&narrator, other).await.is(404, "not-found");
    noor.put(&narrator, json!({ "pseudonym": "Selam", "role": "both" })).await.has(200);
    assert_eq!(pia.get(&names).await.ok()["name"], json!("Selam Canary"));
    assert_eq!(kim.get(&narrator).await.ok()["pseudonym"], json!("Selam"));
}
