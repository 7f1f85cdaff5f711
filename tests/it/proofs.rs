//! What proves a consent, who speaks for a narrator, and notices that are heard.

use tests::{Narrator, Person, TestApp, Value, json, new_id, story};

/// The beginning of a photograph: enough to be known as one. No picture of anybody.
const PHOTOGRAPH: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00signed by nobody, canaryink";
/// The beginning of a recording.
const SPOKEN: &[u8] = b"OggS\x00\x02\x00\x00\x00\x00canaryvoice";

struct Forum {
    app: TestApp,
    kim: Person,
    pia: Person,
    noor: Person,
    amina: Narrator,
    consent: String,
}

impl Forum {
    async fn open() -> Self {
        let app = TestApp::at("2026-03-01").await;
        let (kim, pia, noor) = (app.collector("Kim").await, app.protector("Pia").await, app.founder().await);
        let notice = noor.publishes_a_notice().await;
        let amina = kim.welcomes("Amina", &notice).await;
        let consent = amina.allows(&["store", "analyse"]).await;
        Self { app, kim, pia, noor, amina, consent }
    }

    fn of_amina(&self, rest: &str) -> String {
        self.kim.here(&format!("/narrators/{}{rest}", self.amina.id))
    }

    async fn brings(&self, who: &Person, bytes: &[u8]) -> (String, tests::Answer) {
        let id = new_id();
        let path = self.of_amina(&format!("/consents/{}/evidence/{id}", self.consent));
        (id, who.send_bytes("PUT", &path, bytes.to_vec()).await)
    }
}

#[story]
async fn a_signed_paper_is_kept_sealed_and_opened_by_the_protector_and_its_narrator_alone() {
    let forum = Forum::open().await;
    let (paper, answer) = forum.brings(&forum.kim, PHOTOGRAPH).await;
    let kept = answer.has(201).json;
    assert_eq!((&kept["kind"], &kept["mime"]), (&json!("paper"), &json!("image/jpeg")));
    let (_, answer) = forum.brings(&forum.kim, SPOKEN).await;
    assert_eq!(answer.has(201).json["kind"], "spoken");
    forum.brings(&forum.kim, b"<html><script>alert(1)</script>").await.1.is(422, "invalid");
    let (lou, bo) = (forum.app.collector("Lou").await, forum.app.coder("Bo").await);
    for nobody in [&lou, &bo] {
        forum.brings(nobody, PHOTOGRAPH).await.1.is(404, "not-found");
        nobody.get(&forum.of_amina("/evidence")).await.is(404, "not-found");
    }
    let listed = forum.noor.get(&forum.of_amina("/evidence")).await.ok();
    assert_eq!(listed.as_array().map(Vec::len), Some(2), "{listed}");
    assert_eq!(listed[1]["consent_id"], json!(forum.consent));
    let one = forum.of_amina(&format!("/evidence/{paper}"));
    for nobody in [&forum.kim, &forum.noor, &bo] {
        nobody.get(&one).await.is(404, "not-found");
    }
    let opened = forum.pia.get(&one).await;
    assert_eq!((opened.status, opened.bytes.as_slice()), (200, PHOTOGRAPH));
    assert!(opened.headers["content-security-policy"].contains("sandbox"));
    // It is remembered who looked.
    let events = forum.pia.get(&forum.pia.here("/audit")).await.ok();
    assert!(events.to_string().contains("evidence.opened"), "{events}");
    let amina = forum.amina.comes_back(&forum.app.stranger("Amina at home")).await;
    assert_eq!(amina.get("/api/narrator").await.ok()["evidence"].as_array().map(Vec::len), Some(2));
    assert_eq!(amina.get(&format!("/api/narrator/evidence/{paper}")).await.bytes, PHOTOGRAPH);
    // Nothing of it lies about in clear.
    for file in forum.app.places().await {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!bytes.windows(9).any(|piece| piece == b"canaryink"), "{}", file.display());
    }
    forum.noor.delete(&one).await.has(204);
    forum.pia.get(&one).await.is(404, "not-found");
}

#[story]
async fn who_is_erased_leaves_no_paper() {
    let forum = Forum::open().await;
    let (paper, _) = forum.brings(&forum.kim, PHOTOGRAPH).await;
    let speaker = forum.of_amina(&format!("/representatives/{}", new_id()));
    let form = json!({ "role": "advocate", "since": "2026-02-01", "name": "Olena Canary" });
    forum.kim.put(&speaker, form).await.has(201);
    let amina = forum.amina.comes_back(&forum.app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    forum.pia.get(&forum.of_amina(&format!("/evidence/{paper}"))).await.is(404, "not-found");
    let erased = async || {
        for _ in 0..2_000 {
            let all = forum.pia.get(&forum.pia.here("/erasures")).await.ok();
            if all[0]["verified_at"].is_string() {
                return all[0].clone();
            }
            tokio::task::yield_now().await;
        }
        panic!("it was never seen that nothing is left")
    };
    assert!(erased().await["removed"]["consents"].as_u64().is_some_and(|number| number > 2));
}

#[story]
async fn somebody_speaks_for_a_narrator_from_one_day_to_another() {
    let forum = Forum::open().await;
    let id = new_id();
    let path = forum.of_amina(&format!("/representatives/{id}"));
    let form = json!({
        "role": "guardian", "since": "2026-02-01", "until": "2026-12-31", "name": "Olena Canary", "contact": "070 1234",
    });
    let kept = forum.kim.put(&path, form.clone()).await.has(201).json.clone();
    assert!(!kept.to_string().contains("Canary"), "{kept}");
    let mut wrong = form.clone();
    wrong["until"] = json!("2026-01-01");
    forum.kim.put(&path, wrong).await.is(422, "invalid");
    let listed = forum.noor.get(&forum.of_amina("/representatives")).await.ok();
    assert_eq!((&listed[0]["role"], &listed[0]["until"]), (&json!("guardian"), &json!("2026-12-31")));
    assert!(!listed.to_string().contains("Canary"), "{listed}");
    let names = format!("{path}/names");
    for nobody in [&forum.kim, &forum.noor] {
        nobody.get(&names).await.is(404, "not-found");
    }
    // Longer, and nothing said of the name: it stays.
    let longer = json!({ "role": "guardian", "since": "2026-02-01", "until": "2027-12-31" });
    forum.kim.put(&path, longer).await.has(200);
    assert_eq!(forum.pia.get(&names).await.ok()["name"], "Olena Canary");

    // An answer says who spoke; whoever did not on that day cannot have.
    let answer = |day: &str| {
        json!({
            "notice_id": forum.amina.notice(), "notice_language": "en", "mode": "guardian-with-assent",
            "collected_on": day, "decisions": [{ "purpose": "store", "decision": "granted" }],
            "asked": { "assent_of_child": true }, "representative_id": id,
        })
    };
    let record = |id: &str| forum.of_amina(&format!("/consents/{id}"));
    forum.kim.put(&record(&new_id()), answer("2026-01-15")).await.is(422, "invalid");
    let kept = forum.kim.put(&record(&new_id()), answer("2026-03-01")).await.has(201).json.clone();
    assert_eq!(kept["representative_id"], json!(id));
    let amina = forum.amina.comes_back(&forum.app.stranger("Amina at home")).await;
    assert_eq!(amina.get("/api/narrator").await.ok()["representatives"][0]["role"], "guardian");
    forum.kim.post(&format!("{path}/end"), json!({})).await.has(204);
    forum.kim.put(&record(&new_id()), answer("2026-03-01")).await.is(422, "invalid");
}

#[story]
async fn a_notice_is_read_in_easy_words_and_heard() {
    let forum = Forum::open().await;
    let (noor, id) = (&forum.noor, new_id());
    let path = noor.here(&format!("/notices/{id}"));
    let texts = json!([
        { "language": "en", "title": "Your story", "body": "You may stop at any time.", "easy_body": "You can stop." },
        { "language": "ar", "title": "قصتك", "body": "يمكنك التوقف في أي وقت." },
    ]);
    noor.put(&path, json!({ "texts": texts })).await.has(201);
    let sound = |language: &str, form: &str| format!("{path}/sounds/{language}/{form}");
    let keep = async |who: &Person, place: String, bytes: &[u8]| who.send_bytes("PUT", &place, bytes.to_vec()).await;
    keep(noor, sound("en", "whole"), SPOKEN).await.has(204);
    keep(noor, sound("en", "easy"), SPOKEN).await.has(204);
    keep(noor, sound("en", "whole"), PHOTOGRAPH).await.is(422, "invalid");
    keep(noor, sound("fr", "whole"), SPOKEN).await.is(404, "not-found");
    keep(noor, sound("en", "sung"), SPOKEN).await.is(404, "not-found");
    keep(&forum.kim, sound("en", "whole"), SPOKEN).await.is(404, "not-found");
    noor.delete(&sound("en", "easy")).await.has(204);
    noor.put(&path, json!({ "texts": texts, "publish": true })).await.has(200);
    keep(noor, sound("ar", "whole"), SPOKEN).await.is(409, "notice.published");
    noor.delete(&sound("en", "whole")).await.is(409, "notice.published");

    let all = forum.kim.get(&forum.kim.here("/notices")).await.ok();
    let mine: &Value = all.as_array().expect("notices").iter().find(|one| one["id"] == json!(id)).expect("it");
    assert_eq!(mine["sounds"], json!([{ "language": "en", "form": "whole", "bytes": SPOKEN.len() }]));
    let easy = mine["texts"].as_array().expect("texts").iter().find(|text| text["language"] == "en").expect("English");
    assert_eq!(easy["easy_body"], "You can stop.");
    let heard = forum.kim.get(&sound("en", "whole")).await;
    assert_eq!((heard.headers["content-type"].as_str(), heard.bytes.as_slice()), ("audio/ogg", SPOKEN));

    let form = json!({
        "notice_id": id, "notice_language": "en", "mode": "on-screen", "collected_on": "2026-03-01",
        "decisions": [{ "purpose": "store", "decision": "granted" }], "asked": { "easy_read": true, "listened": true },
    });
    forum.kim.put(&forum.of_amina(&format!("/consents/{}", new_id())), form).await.has(201);
    let amina = forum.amina.comes_back(&forum.app.stranger("Amina at home")).await;
    let notice = amina.get("/api/narrator").await.ok()["notice"].clone();
    assert_eq!((&notice["easy_body"], &notice["sounds"]), (&json!("You can stop."), &json!(["whole"])));
    assert_eq!(amina.get("/api/narrator/notice/whole").await.bytes, SPOKEN);
    amina.get("/api/narrator/notice/easy").await.is(404, "not-found");
}

#[story]
async fn what_somebody_asks_for_as_their_right_is_due_within_a_month() {
    let forum = Forum::open().await;
    let (noor, id) = (&forum.noor, new_id());
    let path = forum.of_amina(&format!("/requests/{id}"));
    let form = json!({ "right": "access", "received_on": "2026-01-31" });
    for nobody in [&forum.kim, &forum.app.coder("Bo").await] {
        nobody.put(&path, form.clone()).await.is(404, "not-found");
    }
    noor.put(&path, json!({ "right": "access", "received_on": "2026-03-02" })).await.is(422, "invalid");
    assert_eq!(noor.put(&path, form.clone()).await.has(201).json["due_on"], "2026-02-28");
    noor.put(&path, json!({ "right": "erasure", "received_on": "2026-01-31" }))
        .await
        .is(409, "consent.exists-differently");
    let waiting = noor.get(&noor.here("/waiting")).await.ok();
    assert_eq!(
        (&waiting["requested"][0]["right"], &waiting["requested"][0]["due_on"]),
        (&json!("access"), &json!("2026-02-28"))
    );
    let longer = json!({ "right": "access", "received_on": "2026-01-31", "extended": true });
    assert_eq!(noor.put(&path, longer).await.has(200).json["due_on"], "2026-04-30");

    // The protector hands over what is held, without words that staff do not read.
    let told = forum.amina.tells("The flat", "Canarysentence in a flat.").await;
    let pack = forum.of_amina("/access-pack");
    noor.get(&pack).await.is(404, "not-found");
    let held = forum.pia.get(&pack).await.ok();
    assert_eq!((&held["pseudonym"], held["consents"].as_array().map(Vec::len)), (&json!("Amina"), Some(1)));
    assert_eq!(held["requests"][0]["right"], "access");
    assert!(!held.to_string().contains("Canarysentence") && !told.id.is_empty());

    let end = async |outcome: Value| noor.post(&format!("{path}/settle"), outcome).await;
    end(json!({ "outcome": "refused" })).await.is(422, "invalid");
    end(json!({ "outcome": "done", "ground": "Handed over on paper." })).await.has(204);
    end(json!({ "outcome": "done" })).await.has(204);
    end(json!({ "outcome": "refused", "ground": "Too late." })).await.is(409, "consent.exists-differently");
    let all = forum.pia.get(&forum.pia.here("/requests")).await.ok();
    assert_eq!((&all[0]["outcome"], &all[0]["ground"]), (&json!("done"), &json!("Handed over on paper.")));
    assert_eq!(noor.get(&noor.here("/waiting")).await.ok()["requested"], json!([]));
}
