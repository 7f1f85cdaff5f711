//! Whoever takes everything back is gone: from every path at once, from every byte of the folder soon, and from backups.

use kith::erasure::erased_on;
use tests::{
    Narrator, Person, Story, Summary, TestApp, json, new_id, story,
    summing::{frame, quote, statement},
};

/// Words that stand in one narrator's story and nowhere else.
pub const CANARIES: [&str; 6] =
    ["Quibblewort", "Snorkelfang", "Flumphetta", "Zanzibarovka", "Wumblethwaite", "grommetsproing"];

pub struct Forum {
    pub bo: Person,
    pub ed: Person,
    pub pia: Person,
    pub noor: Person,
    pub amina: Narrator,
    pub told: Story,
    /// Where the export is handed over.
    pub exported: String,
    /// A story out of captions.
    pub captions: Story,
    /// A draft, and where another summary is published.
    pub draft: Summary,
    pub published: String,
}

/// A story with a canary in everything that can hold one.
pub async fn forum(app: &TestApp) -> Forum {
    let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
    let (ed, pia) = (app.editor("Ed").await, app.protector("Pia").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Quibblewort", &notice).await;
    kim.put(&kim.here(&format!("/narrators/{}/names", amina.id)), json!({ "name": "Flumphetta P" })).await.has(204);
    amina.allows(&["store", "analyse", "quote-anonymously:public", "count:public"]).await;
    let text = "Wumblethwaite: how was it\nAmina: We hid in Zanzibarovka until the morning came.";
    let told = amina.tells("Snorkelfang", text).await;
    let turns =
        json!([{ "speaker": "Wumblethwaite", "start": 0, "end": 25 }, { "speaker": "Amina", "start": 26, "end": 79 }]);
    let path = kim.here(&format!("/collected/{}/turns", told.id));
    kim.put(&path, json!({ "revision_id": told.revision, "turns": turns })).await.has(204);
    let tipping = json!({
        "revision_id": told.revision, "start": 33, "end": 54, "before": "in Zanzibarovka", "place": "Flumphetta",
        "axes": { "shape": "tp.shape.single-event", "identified_by": "tp.by.coder" },
    });
    bo.put(&bo.here(&format!("/testimonies/{}/tipping-points/{}", told.id, new_id())), tipping).await.ok();
    let code = bo.code_named("ioi.housing").await;
    let start = text.find("We hid").expect("words");
    let memo = json!({
        "revision_id": told.revision, "start": start, "end": start + 22, "code_id": code, "memo": "Zanzibarovka, she said",
    });
    bo.put(&bo.here(&format!("/testimonies/{}/codings/{}", told.id, new_id())), memo).await.ok();
    let quote = json!({
        "testimony_id": told.id, "revision_id": told.revision, "start": start, "end": start + 22,
        "purpose": "quote-anonymously", "audience": "public", "place": "Learning from Leiden",
    });
    ed.put(&ed.here(&format!("/quotes/{}", new_id())), quote).await.ok();
    let noor = app.founder().await;
    let export = json!({
        "recipient": "University", "contact": "x@example.org", "purpose": "quote-anonymously", "audience": "partners",
    });
    let exported = noor.here(&format!("/exports/{}", new_id()));
    assert_eq!(noor.put(&exported, export).await.ok()["lines"], 1);
    let path = kim.here(&format!("/testimonies/{}/recordings/{}", told.id, new_id()));
    kim.put(&path, json!({ "kind": "audio", "address": "grommetsproing.mp3" })).await.ok();
    let path = kim.here(&format!("/testimonies/{}/recordings/{}/content?kind=audio", told.id, new_id()));
    kim.send_bytes("PUT", &path, b"grommetsproing on tape".to_vec()).await.ok();
    kim.welcomes_a_crowd(&notice, 5).await;
    let captions = captions(&kim, &amina).await;
    let (draft, published) = summaries(&ed, &pia, &told, start).await;
    // Somebody else's story stays.
    let olu = kim.welcomes("Olu", &notice).await;
    olu.allows(&["store", "analyse"]).await;
    olu.tells("The bakery", "We opened a bakery.").await;
    app.index_follows().await;
    let exported = format!("{exported}/content");
    Forum { bo, ed, pia, noor, amina, told, exported, captions, draft, published }
}

/// A story that came as captions of a recording.
async fn captions(kim: &Person, amina: &Narrator) -> Story {
    let id = new_id();
    let form = json!({
        "narrator_id": amina.id, "title": "On film", "kind": "interview", "language": "en",
        "text": "Snorkelfang filmed it.\nIn Zanzibarovka, at night.", "file_name": "grommetsproing.vtt",
        "cues": [
            { "start_ms": 0, "end_ms": 900, "start": 0, "end": 22 },
            { "start_ms": 900, "end_ms": 2_000, "start": 23, "end": 49 },
        ],
    });
    let kept = kim.put(&kim.here(&format!("/testimonies/{id}")), form).await.ok();
    Story { id, revision: kept["revision"]["id"].as_str().expect("a revision").to_owned() }
}

/// A draft and a published summary, both of which say in the editor's words what was told, and show it as a quote.
async fn summaries(ed: &Person, pia: &Person, told: &Story, start: usize) -> (Summary, String) {
    let quoted = ed.quotes(told, start, start + 22).await;
    let says = async |title: &str, claim: &str| {
        let summary = ed.begins_a_summary(title).await;
        let evidence = [summary.rests_on(told, start, start + 22, "supports").await];
        let mut blocks = frame();
        blocks.push(statement("learning-points", "learning-point", claim, &evidence));
        blocks.push(quote(&quoted));
        summary.says(&blocks).await;
        summary
    };
    let draft = says("Not yet", "Wumblethwaite says that hiding in Zanzibarovka ends a childhood.").await;
    let remark =
        json!({ "block_id": draft.seen_by(ed).await["document"]["blocks"][2]["id"], "text": "Flumphetta too?" });
    ed.put(&draft.path(ed, &format!("/comments/{}", new_id())), remark).await.has(201);
    let published = says("Nights", "Whoever hid in Zanzibarovka does not sleep in a shared room.").await;
    (draft, published.goes_public(pia).await)
}

impl Forum {
    /// All that everybody can read, as one text.
    pub async fn all_paths(&self) -> String {
        self.all_replies().await.join("\n")
    }

    /// All that everybody can read, path by path.
    pub async fn all_replies(&self) -> Vec<String> {
        let mut all = vec![self.noor.get(&self.exported).await.json.to_string()];
        for person in [&self.bo, &self.ed, &self.pia, &self.amina.collector] {
            for path in self.paths_of_stories() {
                let mut json = person.get(&person.here(&path)).await.json;
                if let Some(reply) = json.as_object_mut() {
                    reply.remove("query");
                }
                all.push(json.to_string());
            }
        }
        let reader = self.bo.elsewhere();
        let shelf = self.published.rsplit_once('/').map(|(shelf, _)| shelf.to_owned()).expect("a shelf");
        let of_summary = ["", "/summary.json", "/v1", "/figures.csv"].map(|rest| format!("{}{rest}", self.published));
        let of_shelf = ["", "/feed.xml", "?q=Zanzibarovka+hid"].map(|rest| format!("{shelf}{rest}"));
        for path in of_summary.into_iter().chain(of_shelf) {
            let page = reader.get(&path).await.bytes;
            // What was asked stands in the field for the next search.
            all.push(String::from_utf8_lossy(&page).replace("value=\"Zanzibarovka hid\"", ""));
        }
        for person in [&self.ed, &self.pia] {
            for rest in ["", "?edition=2", "/comments", "/checks", "/editions"] {
                all.push(person.get(&self.draft.path(person, rest)).await.json.to_string());
            }
            all.push(person.get(&person.here("/summaries")).await.json.to_string());
        }
        all
    }

    fn paths_of_stories(&self) -> Vec<String> {
        let mut paths = ["/testimonies", "/collected", "/quotes", "/narrators"].map(str::to_owned).to_vec();
        for story in [&self.told, &self.captions] {
            paths.extend(["", "/codings", "/tipping-points"].map(|rest| format!("/testimonies/{}{rest}", story.id)));
        }
        let of_narrator = ["", "/consents", "/names", "/messages"];
        paths.extend(of_narrator.map(|rest| format!("/narrators/{}{rest}", self.amina.id)));
        paths.extend(CANARIES.map(|word| format!("/search?q={word}")));
        paths
    }
}

/// Waits until the job has seen that nothing is left.
pub async fn the_job_is_done(pia: &Person) -> tests::Value {
    for _ in 0..2_000 {
        let all = pia.get(&pia.here("/erasures")).await.ok();
        if all[0]["verified_at"].is_string() {
            return all[0].clone();
        }
        tokio::task::yield_now().await;
    }
    panic!("the erasure does not end")
}

/// The files in which a word stands, in capitals or not.
pub fn files_with(app: &TestApp, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    app.files()
        .into_iter()
        .filter(|file| std::fs::read(file).is_ok_and(|bytes| holds(&bytes, word.as_bytes())))
        .map(|file| file.display().to_string())
        .collect()
}

#[story]
async fn who_takes_everything_back_is_gone_from_every_path_and_every_byte() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    assert!(forum.all_paths().await.contains("Zanzibarovka"));
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let page = amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    assert_eq!(page["erased_on"], "2026-03-01");
    // At once, before any job has done anything.
    let all = forum.all_paths().await;
    for canary in CANARIES {
        assert!(!all.contains(canary), "{canary} is still read");
    }
    assert!(all.contains("bakery"));
    let done = the_job_is_done(&forum.pia).await;
    assert_eq!(done["testimonies"], 2);
    for (what, least) in
        [("codings", 1), ("quotes", 2), ("recordings", 2), ("files", 1), ("texts_and_stories", 4), ("summaries", 6)]
    {
        assert!(done["removed"][what].as_u64() >= Some(least), "{what}: {done}");
    }
    for canary in CANARIES {
        assert_eq!(files_with(&app, canary), Vec::<String>::new(), "{canary} lies on the disk");
    }
    let looked_at: u64 = app.files().iter().filter_map(|file| Some(std::fs::metadata(file).ok()?.len())).sum();
    assert!(looked_at > 10_000, "the folder was looked at: {looked_at} bytes");
    assert_eq!(forum.bo.finds("bakery").await.len(), 1, "others are found as before");
    // The code says that it is done, and opens nothing else.
    let page = amina.get("/api/narrator").await.ok();
    assert_eq!((&page["erased_on"], &page["stories"]), (&json!("2026-03-01"), &json!([])));
}

#[story]
async fn an_erasure_that_was_broken_off_goes_on_at_the_next_start() {
    let mut app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let (id, pia) = (forum.amina.id.clone(), forum.pia.clone());
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    app.restart();
    let pia = pia.speaking_to(&app.service);
    the_job_is_done(&pia).await;
    let narrator = id.parse().expect("an id");
    assert_eq!(erased_on(&app.db().await, narrator).await.unwrap().as_deref(), Some("2026-03-01"));
}

#[story]
async fn an_old_backup_brings_back_nobody_who_withdrew_since() {
    let mut app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let notice = app.founder().await.publishes_a_notice().await;
    let kim = forum.amina.collector.clone();
    let bob = kim.welcomes("Bob", &notice).await;
    bob.allows(&["store", "analyse"]).await;
    let bobs = bob.tells("Bob", "We saw the harbour of Wintersea.").await;
    let cem = kim.welcomes("Cem", &notice).await;
    cem.allows(&["store", "analyse"]).await;
    let cems = cem.tells("Cem", "I kept the keys. I hid them in Thornwickle.").await;
    let old = app.keeps_a_backup().await;

    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    the_job_is_done(&forum.pia).await;
    bob.withdraws(&["analyse"]).await;
    let at_home = cem.comes_back(&app.stranger("Cem at home")).await;
    let form = json!({ "testimony_id": cems.id, "revision_id": cems.revision, "start": 17, "end": 43 });
    at_home.post("/api/narrator/limits", form).await.ok();

    app.brings_back(&old).await;
    let [bo, pia] = [&forum.bo, &forum.pia].map(|person| person.speaking_to(&app.service));
    bo.get(&bo.here(&format!("/testimonies/{}", bobs.id))).await.is(404, "not-found");
    bo.get(&bo.here(&format!("/testimonies/{}", forum.told.id))).await.is(404, "not-found");
    let read = bo.get(&bo.here(&format!("/testimonies/{}", cems.id))).await.ok();
    let read = read["text"].as_str().expect("a text").to_owned();
    assert!(read.contains("I kept the keys") && !read.contains("Thornwickle"), "{read}");
    app.index_follows().await;
    for word in ["Wintersea", "Thornwickle", "Zanzibarovka"] {
        assert_eq!(bo.finds(word).await, Vec::<String>::new(), "{word}");
    }
    the_job_is_done(&pia).await;
}

#[story]
async fn staff_erase_on_a_ground_and_coders_do_not() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let path = |person: &Person| person.here(&format!("/narrators/{}/erasure", forum.amina.id));
    forum.bo.post(&path(&forum.bo), json!({ "ground": "objected" })).await.is(404, "not-found");
    forum.pia.post(&path(&forum.pia), json!({ "ground": "because" })).await.is(422, "invalid");
    forum.pia.post(&path(&forum.pia), json!({ "ground": "objected" })).await.has(202);
    let done = the_job_is_done(&forum.pia).await;
    assert_eq!(done["ground"], "objected");
    assert!(!forum.all_paths().await.contains("Zanzibarovka"));
}
