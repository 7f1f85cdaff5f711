//! Projects, who belongs to them, and how they come.

use tests::{Person, TestApp, Value, json, story, token_of};

async fn invite(by: &Person, email: &str, roles: &[&str]) -> String {
    let invitation = by.post(&by.here("/invitations"), json!({ "email": email, "roles": roles })).await.ok();
    format!("/api/links/{}", token_of(invitation["link"].as_str().unwrap()))
}

fn coming(person: &Person) -> Value {
    json!({ "password": person.password(), "display_name": person.name, "language": "nl" })
}

fn roles_of(members: &Value, person: &Person) -> Value {
    let members = members.as_array().unwrap();
    members.iter().find(|one| one["account"]["id"] == person.id()).map_or(Value::Null, |one| one["roles"].clone())
}

#[story]
async fn whoever_begins_a_project_leads_it() {
    let app = TestApp::at("2026-03-01").await;
    let ada = app.administrator().await;
    let form = json!({ "name": "Neighbours", "description": "Who\r\nhelped", "language": "nl" });
    let project = ada.post("/api/projects", form).await.has(201).ok();
    assert_eq!(project["roles"], json!(["lead"]));
    assert_eq!(project["organisation"]["name"], "Forum");
    assert_eq!(project["description"], "Who\nhelped");
    let session = ada.get("/api/session").await.ok();
    assert_eq!(session["projects"][0]["name"], "Neighbours");
    assert!(session["projects"][0]["may"].as_array().unwrap().contains(&json!("keep-notices")));

    let path = format!("/api/projects/{}", project["id"].as_str().unwrap());
    let opened = ada.get(&path).await.ok();
    assert_eq!((&opened["id"], &opened["may"]), (&project["id"], &project["may"]));
    let changed = ada.patch(&path, json!({ "name": "Buren" })).await.ok();
    assert_eq!((changed["name"].as_str(), changed["language"].as_str()), (Some("Buren"), Some("nl")));
}

#[story]
async fn only_somebody_who_leads_or_keeps_the_installation_begins_a_project() {
    let app = TestApp::at("2026-03-01").await;
    let (lena, bo) = (app.lead("Lena").await, app.coder("Bo").await);
    let form = json!({ "name": "Second", "description": "", "language": "en" });
    bo.post("/api/projects", form.clone()).await.is(404, "not-found");
    lena.post("/api/projects", form).await.has(201);
    let form = json!({ "name": "Third", "description": "", "language": "en", "organisation_name": "Another forum" });
    lena.post("/api/projects", form).await.has(201);
    // Now Lena knows two organisations and must say which.
    let form = json!({ "name": "Fourth", "description": "", "language": "en" });
    lena.post("/api/projects", form).await.is(422, "invalid");
    assert_eq!(bo.get("/api/organisations").await.ok().as_array().unwrap().len(), 1);
    assert_eq!(lena.get("/api/organisations").await.ok().as_array().unwrap().len(), 2);
}

#[story]
async fn an_invitation_brings_somebody_in_once() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let mut kim = app.stranger("Kim");
    let path = invite(&noor, &kim.email, &["collector", "coder", "collector"]).await;
    let link = kim.get(&path).await.ok();
    assert_eq!(link["kind"], "invitation");
    assert_eq!(link["project"], "Newcomers");
    assert_eq!(link["expires_at"], "2026-03-08T00:00:00Z");

    let short = kim.post(&path, json!({ "password": "short", "display_name": "Kim", "language": "nl" })).await;
    assert_eq!(short.is(422, "invalid").field(), "password.short");
    let session = kim.post(&path, coming(&kim)).await.ok();
    assert_eq!(session["account"]["administrator"], false);
    assert_eq!(session["projects"][0]["roles"], json!(["collector", "coder"]));
    kim.account = session["account"]["id"].as_str().map(str::to_owned);

    app.stranger("Eve").post(&path, coming(&kim)).await.is(404, "link.expired");
    let invitations = noor.get(&noor.here("/invitations")).await.ok();
    let used = invitations.as_array().unwrap().iter().find(|one| one["email"] == kim.email).unwrap();
    assert_eq!((used["used"].as_bool(), used["link"].as_str()), (Some(true), None));
}

#[story]
async fn of_two_who_use_a_link_at_the_same_moment_one_comes_too_late() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let kim = app.stranger("Kim");
    let path = invite(&noor, &kim.email, &["coder"]).await;
    let (one, other) = (kim.elsewhere(), kim.elsewhere());
    let (one, other) = tokio::join!(one.post(&path, coming(&kim)), other.post(&path, coming(&kim)));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!([401, 404].contains(&statuses[1]), "{statuses:?}");
}

#[story]
async fn an_invitation_ends_after_seven_days_or_when_it_is_taken_back() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let late = invite(&noor, "late@example.org", &["coder"]).await;
    let kim = app.stranger("Kim");
    let first = invite(&noor, &kim.email, &["coder"]).await;
    let second = invite(&noor, &kim.email, &["reader"]).await;
    kim.get(&first).await.is(404, "link.expired");
    kim.get(&second).await.ok();
    let invitations = noor.get(&noor.here("/invitations")).await.ok();
    let open = invitations.as_array().unwrap().iter().find(|one| one["email"] == kim.email).unwrap();
    let path = noor.here(&format!("/invitations/{}", open["id"].as_str().unwrap()));
    noor.delete(&path).await.has(204);
    noor.delete(&path).await.is(404, "not-found");
    kim.get(&second).await.is(404, "link.expired");
    app.days_pass(8);
    kim.get(&late).await.is(404, "link.expired");
}

#[story]
async fn somebody_who_has_an_account_joins_another_project_with_their_password() {
    let app = TestApp::at("2026-03-01").await;
    let (lena, bo) = (app.lead("Lena").await, app.coder("Bo").await);
    let form = json!({ "name": "Second", "description": "", "language": "en" });
    let second = lena.post("/api/projects", form).await.ok();
    let there = lena.working_in(second["id"].as_str().unwrap());

    let known = there.post(&there.here("/invitations"), json!({ "email": bo.email, "roles": ["editor"] })).await;
    let stranger = app.stranger("Nobody");
    let unknown =
        there.post(&there.here("/invitations"), json!({ "email": stranger.email, "roles": ["editor"] })).await;
    let shape = |answer: &Value| answer.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(shape(&known.json), shape(&unknown.json));

    let path = format!("/api/links/{}", token_of(known.ok()["link"].as_str().unwrap()));
    let eve = app.stranger("Eve");
    // Asked for the same as a newcomer, before anything tells whether there is an account.
    eve.post(&path, json!({ "password": "eve would like to be bo" })).await.is(422, "invalid");
    let form = json!({ "password": "eve would like to be bo", "display_name": "Eve", "language": "en" });
    eve.post(&path, form).await.is(401, "sign-in.wrong");
    let session = bo.elsewhere().post(&path, coming(&bo)).await.ok();
    assert_eq!(session["account"]["display_name"], "Bo");
    assert_eq!(session["projects"].as_array().unwrap().len(), 2);
}

#[story]
async fn an_invitation_goes_by_mail_where_mail_leaves_and_names_no_project() {
    let app = TestApp::with_mail("2026-03-01").await;
    let noor = app.founder().await;
    let kim = app.stranger("Kim");
    let form = json!({ "email": kim.email, "roles": ["coder"] });
    let invitation = noor.post(&noor.here("/invitations"), form).await.ok();
    assert_eq!((invitation["mailed"].as_bool(), invitation["link"].as_str()), (Some(true), None));
    let letter = app.letter_to(&kim.email).await.expect("a letter");
    assert!(!letter.contains("Newcomers"));
    kim.post(&format!("/api/links/{}", token_of(&letter)), coming(&kim)).await.ok();
}

#[story]
async fn a_lead_gives_and_takes_roles() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let of_bo = noor.here(&format!("/members/{}", bo.id()));
    let member = noor.put(&of_bo, json!({ "roles": ["reader", "collector", "reader"] })).await.ok();
    assert_eq!(member["roles"], json!(["collector", "reader"]));
    assert_eq!(roles_of(&bo.get(&bo.here("/members")).await.ok(), &bo), json!(["collector", "reader"]));
    assert_eq!(noor.put(&of_bo, json!({ "roles": [] })).await.is(422, "invalid").field(), "required");
    noor.put(&of_bo, json!({ "roles": ["owner"] })).await.is(422, "invalid");
    bo.put(&of_bo, json!({ "roles": ["lead"] })).await.is(404, "not-found");

    noor.delete(&of_bo).await.has(204);
    bo.get(&bo.here("/members")).await.is(404, "not-found");
    noor.delete(&of_bo).await.is(404, "not-found");
}

#[story]
async fn the_last_lead_stays() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let of_noor = noor.here(&format!("/members/{}", noor.id()));
    noor.put(&of_noor, json!({ "roles": ["coder"] })).await.is(409, "members.last-lead");
    noor.delete(&of_noor).await.is(409, "members.last-lead");
    app.administrator().await.delete(&of_noor).await.is(409, "members.last-lead");
    assert_eq!(roles_of(&noor.get(&noor.here("/members")).await.ok(), &noor), json!(["lead"]));

    let lena = app.lead("Lena").await;
    noor.delete(&of_noor).await.has(204);
    lena.delete(&lena.here(&format!("/members/{}", lena.id()))).await.is(409, "members.last-lead");
}

#[story]
async fn who_keeps_the_installation_manages_members_but_gives_themself_no_part() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let ada = app.administrator().await.working_in(&app.project().await);
    ada.put(&ada.here(&format!("/members/{}", bo.id())), json!({ "roles": ["editor"] })).await.ok();
    let of_ada = ada.here(&format!("/members/{}", ada.id()));
    ada.put(&of_ada, json!({ "roles": ["coder"] })).await.is(403, "members.not-yourself");
    let form = json!({ "email": ada.email, "roles": ["coder"] });
    ada.post(&ada.here("/invitations"), form).await.is(403, "members.not-yourself");
    // A lead may.
    noor.put(&of_ada, json!({ "roles": ["reader"] })).await.ok();
    ada.put(&of_ada, json!({ "roles": ["reader", "coder"] })).await.is(403, "members.not-yourself");
}

#[story]
async fn whoever_is_removed_takes_their_open_invitations_along() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, lena) = (app.founder().await, app.lead("Lena").await);
    let path = invite(&lena, "friend@example.org", &["lead"]).await;
    noor.delete(&noor.here(&format!("/members/{}", lena.id()))).await.has(204);
    app.stranger("Friend").get(&path).await.is(404, "link.expired");
}

#[story]
async fn addresses_of_members_are_for_those_who_manage_them() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    let email_of_noor = |members: &Value| {
        let members = members.as_array().unwrap().clone();
        members.iter().find(|one| one["account"]["id"] == noor.id()).unwrap()["account"]["email"].clone()
    };
    assert_eq!(email_of_noor(&bo.get(&bo.here("/members")).await.ok()), Value::Null);
    assert_eq!(email_of_noor(&noor.get(&noor.here("/members")).await.ok()), noor.email);
}

#[story]
async fn another_project_looks_like_none() {
    let app = TestApp::at("2026-03-01").await;
    let bo = app.coder("Bo").await;
    let ada = app.administrator().await;
    let form = json!({ "name": "Elsewhere", "description": "", "language": "en" });
    let other = ada.post("/api/projects", form).await.ok();
    let foreign = bo.get(&format!("/api/projects/{}", other["id"].as_str().unwrap())).await.is(404, "not-found");
    let none = bo.get("/api/projects/01890a5d-ac96-774b-bcce-b302099a8057").await.is(404, "not-found");
    let no_id = bo.get("/api/projects/none").await.is(404, "not-found");
    assert_eq!(foreign.json, none.json);
    assert_eq!(foreign.json, no_id.json);
}

#[story]
async fn what_changes_who_belongs_is_remembered_in_a_chain() {
    let app = TestApp::at("2026-03-01").await;
    let (noor, bo) = (app.founder().await, app.coder("Bo").await);
    noor.put(&noor.here(&format!("/members/{}", bo.id())), json!({ "roles": ["reader"] })).await.ok();
    noor.delete(&noor.here(&format!("/members/{}", bo.id()))).await.has(204);
    let events = kith::audit::verify(&app.db().await, &app.keys().await).await.unwrap().unwrap();
    assert!(events >= 10, "{events}");
}
