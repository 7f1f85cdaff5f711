//! What a quote brings along: the turning point that its words tell, and a voice or a face that its narrator shares.

use tests::{Narrator, Person, Story, TestApp, Value, json, new_id, story};

use crate::summaries::{CLAIM, Forum, forum};

const SIX: [&str; 6] = ["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"];
/// Bytes of a sound nobody can hear.
const SOUND: &[u8] = b"RIFF....WAVEfmt a voice that is heard";

/// How a picture begins.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and nobody in it";

/// A forum whose first narrator lets their voice be heard by everybody.
async fn heard(app: &TestApp, purposes: &[&str]) -> Forum {
    let forum = forum(app, &SIX).await;
    forum.narrators[0].0.allows(purposes).await;
    forum
}

const ALL: [&str; 6] =
    ["store", "analyse", "count:public", "quote-anonymously:public", "share-voice:public", "share-image:public"];

/// What Amina was asked, in code points.
fn asked() -> (usize, usize) {
    let start = "The street was shut to us. ".len();
    (start, start + "Then Amina was asked to cook for everybody.".len())
}

async fn keeps_a_recording(kim: &Person, story: &Story, kind: &str) -> String {
    let id = new_id();
    let path = kim.here(&format!("/testimonies/{}/recordings/{id}/content?kind={kind}", story.id));
    let (mime, bytes) = match kind {
        "image" => ("image/png", PICTURE),
        "video" => ("video/webm", SOUND),
        _ => ("audio/wav", SOUND),
    };
    kim.send("PUT", &path, Some(bytes.to_vec()), &[("content-type", mime)]).await.has(201);
    id
}

async fn marks(bo: &Person, story: &Story, (start, end): (usize, usize)) -> String {
    let id = new_id();
    let body = json!({
        "revision_id": story.revision, "start": start, "end": end,
        "axes": { "shape": "tp.shape.small-sign", "identified_by": "tp.by.coder" },
        "indicators": [bo.code_named("ioi.social-bridges").await],
    });
    bo.put(&bo.here(&format!("/testimonies/{}/tipping-points/{id}", story.id)), body).await.has(201);
    id
}

/// The draft of the forum, with what the quote brings along.
async fn draft(forum: &Forum, along: Value) -> tests::Summary {
    let (summary, _) = forum.draft().await;
    let mut blocks = summary.seen_by(&forum.ed).await["document"]["blocks"].as_array().expect("blocks").clone();
    for block in &mut blocks {
        if block["kind"] == "quote" {
            for (name, value) in along.as_object().expect("fields") {
                block[name] = value.clone();
            }
        }
    }
    summary.says(&blocks).await;
    summary
}

fn first(forum: &Forum) -> (&Narrator, &Story) {
    (&forum.narrators[0].0, &forum.narrators[0].1)
}

/// Where a page says that its recording is.
fn source(page: &str) -> Option<String> {
    let rest = page.split("src=\"").nth(1)?;
    rest.split('"').next().map(str::to_owned)
}

#[story]
async fn a_voice_is_heard_as_long_as_its_narrator_shares_it() {
    let app = TestApp::at("2026-03-01").await;
    let forum = heard(&app, &ALL).await;
    let (amina, told) = first(&forum);
    let recording = keeps_a_recording(&forum.kim, told, "audio").await;
    let summary = draft(&forum, json!({ "recording_id": recording, "described": "Amina laughs, then says it." })).await;
    assert_eq!(summary.advice().await, ["recording.listen"], "somebody is to listen to it first");
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let page = reader.get(&address).await.text();
    let source = source(&page).expect("a recording");
    assert!(page.contains("<audio") && page.contains("Amina laughs, then says it."));
    assert_eq!(reader.get(&source).await.has(200).bytes, SOUND);
    let part = reader.send("GET", &source, None, &[("range", "bytes=4-7")]).await.has(206);
    assert_eq!((part.bytes.as_slice(), part.headers["cache-control"].as_str()), (&SOUND[4..8], "no-store"));
    // Nobody learns an id of a recording from the data, and by its id nobody reaches it.
    assert!(!reader.get(&format!("{address}/summary.json")).await.text().contains(&recording));
    assert_eq!(reader.get(&format!("{address}/recordings/{recording}")).await.status, 404);
    // Amina sees that her voice is heard there; she takes that back, and the words stay.
    let amina = amina.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "purposes": ["share-voice"] })).await.ok();
    assert_eq!(reader.get(&source).await.status, 404);
    let page = reader.get(&address).await.text();
    assert!(
        !page.contains("<audio") && page.contains("recording that stood here") && page.contains("Then Amina was asked")
    );
    // Nor is said what was heard: not on the page, in the data, or to whoever searches.
    for path in
        [address.clone(), format!("{address}/summary.json"), "/read?q=laughs".into(), "/read/forum?q=laughs".into()]
    {
        assert!(!reader.get(&path).await.text().contains("Amina laughs"), "{path}");
    }
}

#[story]
async fn nobody_is_heard_who_did_not_allow_it_or_whose_words_are_masked() {
    let app = TestApp::at("2026-03-01").await;
    let forum =
        heard(&app, &["store", "analyse", "count:public", "quote-anonymously:public", "share-voice:funder"]).await;
    let (amina, told) = first(&forum);
    let recording = keeps_a_recording(&forum.kim, told, "audio").await;
    let others = keeps_a_recording(&forum.kim, &forum.narrators[1].1, "audio").await;
    let bare = draft(&forum, json!({ "recording_id": recording, "described": "Amina says it." })).await;
    assert_eq!(bare.problems().await, ["recording.not-allowed"]);
    bare.is_submitted().await.is(409, "summary.not-passed");
    amina.allows(&ALL).await;
    assert_eq!(bare.problems().await, Vec::<String>::new());
    // Somebody else's recording does not come along with her words.
    let strange = draft(&forum, json!({ "recording_id": others, "described": "Somebody says it." })).await;
    assert_eq!(strange.problems().await, ["recording.absent"]);
    // A recording that nobody describes shuts out whoever does not hear it.
    let (silent, quoted) = forum.draft().await;
    let block = json!({
        "kind": "quote", "id": new_id(), "part": "quotes", "quote_id": quoted, "recording_id": recording,
    });
    let now = silent.seen_by(&forum.ed).await;
    let document = json!({ "title": now["title"], "blocks": [block] });
    let form = json!({ "after": now["edition"], "document": document });
    forum.ed.put(&silent.path(&forum.ed, "/document"), form).await.has(422);
    // Published, it is heard until something of her story is masked: nobody knows where in it that is said.
    let address = bare.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let source = source(&reader.get(&address).await.text()).expect("a recording");
    assert_eq!(reader.get(&source).await.status, 200);
    let masked = json!({
        "revision_id": told.revision, "start": 4, "end": 10, "entity_id": new_id(), "category": "location",
        "identifier": "quasi",
    });
    let mask = forum.ed.here(&format!("/testimonies/{}/redactions/{}", told.id, new_id()));
    forum.ed.put(&mask, masked).await.has(201);
    assert_eq!(reader.get(&source).await.status, 404);
    assert!(bare.problems().await.contains(&"recording.masked".to_owned()));
}

#[story]
async fn a_film_does_not_come_in_as_a_sound_and_what_was_listened_to_is_what_is_heard() {
    let app = TestApp::at("2026-03-01").await;
    let forum = heard(&app, &ALL).await;
    let (_, told) = first(&forum);
    let (kim, id) = (&forum.kim, new_id());
    let sends = async |kind: &str, bytes: &[u8], mime: &str| {
        let path = kim.here(&format!("/testimonies/{}/recordings/{id}/content?kind={kind}", told.id));
        kim.send("PUT", &path, Some(bytes.to_vec()), &[("content-type", mime)]).await
    };
    let film = b"\0\0\0\x20ftypisom....moov....hdlr\0\0\0\0\0\0\0\0vide";
    sends("audio", film, "audio/mp4").await.is(422, "invalid");
    sends("image", SOUND, "image/png").await.is(422, "invalid");
    sends("audio", SOUND, "audio/wav").await.has(201);
    sends("audio", SOUND, "audio/wav").await.has(200);
    // The uncut one is another recording: nobody listened to it.
    let uncut = [SOUND, b" and a name"].concat();
    sends("audio", &uncut, "audio/wav").await.has(409);
    // What says that it is a sound and comes as something else is shared with nobody.
    let other = new_id();
    let path = kim.here(&format!("/testimonies/{}/recordings/{other}/content?kind=audio", told.id));
    kim.send("PUT", &path, Some(SOUND.to_vec()), &[("content-type", "video/mp4")]).await.has(201);
    let summary = draft(&forum, json!({ "recording_id": other, "described": "Amina says it." })).await;
    assert_eq!(summary.problems().await, ["recording.not-here"]);
}

#[story]
async fn a_picture_needs_the_face_and_a_film_needs_both() {
    let app = TestApp::at("2026-03-01").await;
    let forum =
        heard(&app, &["store", "analyse", "count:public", "quote-anonymously:public", "share-image:public"]).await;
    let (_, told) = first(&forum);
    let picture = keeps_a_recording(&forum.kim, told, "image").await;
    let film = keeps_a_recording(&forum.kim, told, "video").await;
    let with_film = draft(&forum, json!({ "recording_id": film, "described": "Amina cooks." })).await;
    assert_eq!(with_film.problems().await, ["recording.not-allowed"]);
    let summary = draft(&forum, json!({ "recording_id": picture, "described": "A pot on a long table." })).await;
    let address = summary.goes_public(&forum.pia).await;
    let page = app.stranger("Somebody at a foundation").get(&address).await.text();
    assert!(page.contains("alt=\"A pot on a long table.\""), "{page}");
}

#[story]
async fn a_turning_point_stands_beside_the_words_that_tell_it_until_its_narrator_rejects_it() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &SIX).await;
    let (amina, told) = first(&forum);
    let elsewhere = marks(&forum.bo, told, (0, 10)).await;
    let wrong = draft(&forum, json!({ "tipping_id": elsewhere })).await;
    assert_eq!(wrong.problems().await, ["quote.turning-point"], "it must be told in these very words");
    let turning = marks(&forum.bo, told, asked()).await;
    let summary = draft(&forum, json!({ "tipping_id": turning })).await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let page = reader.get(&address).await.text();
    assert!(page.contains("was not asked or has not answered") && page.contains("It touches") && page.contains(CLAIM));
    let gallery = reader.get("/read/forum/turning-points").await.text();
    assert!(gallery.contains("Then Amina was asked") && gallery.contains(&format!("href=\"{address}\"")));
    assert!(reader.get("/read?q=cook").await.text().contains("<mark>cook</mark>"), "found among everybody's");
    let data = reader.get(&format!("{address}/summary.json")).await.ok();
    let quote = data["quotes"].as_object().and_then(|all| all.values().next()).expect("a quote").clone();
    assert_eq!((&quote["turning"]["confirmed"], &quote["turning"]["was"]), (&json!(false), &Value::Null));
    let amina = amina.comes_back(&app.stranger("Amina at home")).await;
    let path = format!("/api/narrator/tipping-points/{turning}");
    amina.post(&path, json!({ "review": "rejected" })).await.ok();
    let page = reader.get(&address).await.text();
    assert!(!page.contains("It touches") && page.contains("Then Amina was asked"), "the words stay, the reading goes");
    assert!(reader.get("/read/forum/turning-points").await.text().contains("None is published yet"));
}
