//! A summary in another language: begun with what the original says and rests on, published for itself, found from each other.

use tests::{TestApp, Value, json, new_id, story};

use crate::summaries::{CLAIM, forum};

#[story]
async fn a_translation_begins_with_its_original_and_readers_find_each_in_the_other() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    let (original, quoted) = forum.draft().await;
    let begins = async |id: &str, of: &str| {
        let form = json!({ "title": "Was eine Straße öffnet", "language": "de", "translation_of": of });
        forum.ed.put(&forum.ed.here(&format!("/summaries/{id}")), form).await
    };
    let (german, second) = (new_id(), new_id());
    begins(&german, &german).await.is(422, "invalid");
    begins(&german, &new_id()).await.is(422, "invalid");
    // The same again is the same: nothing is copied twice.
    begins(&german, &original.id).await.has(201);
    let begun = begins(&german, &original.id).await.has(200).ok();
    assert_eq!((&begun["translation_of"], &begun["edition"]), (&json!(original.id), &json!(1)));
    begins(&second, &german).await.is(422, "invalid");
    begins(&original.id, &german).await.is(422, "invalid");
    let from = original.seen_by(&forum.ed).await;
    let kinds = |of: &Value| {
        let all = of["document"]["blocks"].as_array().expect("blocks").iter();
        all.map(|block| block["kind"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&begun), kinds(&from));
    let ids = |of: &Value, what: &str| {
        let all = of[what].as_array().expect("a list").iter();
        all.map(|one| one["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&begun, "evidence").len(), 6);
    assert!(ids(&begun, "evidence").iter().all(|id| !ids(&from, "evidence").contains(id)), "links of its own");
    assert_eq!(begun["quotes"][0]["id"], json!(quoted));
    let german = tests::Summary { id: german, editor: forum.ed.clone() };
    let here = original.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody who reads German");
    assert!(!reader.get(&here).await.text().contains("hreflang"), "nobody can read it yet");
    let there = german.goes_public(&forum.pia).await;
    assert_eq!(there, "/read/forum/was-eine-strae-offnet");
    let (page, other) = (reader.get(&here).await.text(), reader.get(&there).await.text());
    assert!(
        page.contains(&format!("<a href=\"{there}\" hreflang=\"de\" lang=\"de\" dir=\"ltr\">Deutsch</a>")),
        "{page}"
    );
    assert!(
        page.contains("Also in") && page.contains("rel=\"alternate\" hreflang=\"de\"") && other.contains("Auch auf")
    );
    assert!(other.contains(&format!("<a href=\"{here}\" hreflang=\"en\"")) && other.contains(CLAIM), "{other}");
    // Everything that a narrator takes back is gone from both.
    app.days_pass(1);
    forum.narrators[0].0.withdraws(&["quote-anonymously", "count"]).await;
    for address in [&here, &there] {
        let page = reader.get(address).await.text();
        assert!(!page.contains("Then Amina was asked") && !page.contains(CLAIM), "{page}");
    }
    // What is taken back is not offered.
    forum.ed.post(&german.path(&forum.ed, "/retire"), json!({})).await.has(204);
    assert!(!reader.get(&here).await.text().contains("hreflang"));
}
