//! What is masked in a story is read by nobody outside the team: in no quote, export, page, data, feed or search, in whichever
//! edition of the text it stands and however it is written there.

use tests::{
    Narrator, Person, Story, TestApp, Value, json, new_id, story,
    summing::{frame, quote, statement},
};

const TEXT: &str = "I come from Zanzibarovka. In ZANZIBAROVKA we had a bakery, and Mr Quibble-Wort helped us on 3 May 2021. \
                    Then we learnt to ask. Quibblewort's shop is shut now.";

struct Forum {
    kim: Person,
    ed: Person,
    pia: Person,
    lead: Person,
    amina: Narrator,
    told: Story,
}

async fn forum(app: &TestApp) -> Forum {
    let (kim, ed, pia) = (app.collector("Kim").await, app.editor("Ed").await, app.protector("Pia").await);
    let lead = app.founder().await;
    let notice = lead.publishes_a_notice().await;
    kim.welcomes_a_crowd(&notice, 5).await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse", "count:public", "quote-anonymously:public"]).await;
    let told = amina.tells("The bakery", TEXT).await;
    Forum { kim, ed, pia, lead, amina, told }
}

impl Forum {
    fn at(words: &str) -> (usize, usize) {
        let start = TEXT.find(words).expect("these words");
        (start, start + words.len())
    }

    /// The editor masks some words; for everybody something else may stand there.
    async fn masks(&self, words: &str, category: &str, entity: &str, public: Value) -> tests::Answer {
        let ((start, end), id) = (Self::at(words), new_id());
        let form = json!({
            "revision_id": self.told.revision, "start": start, "end": end, "entity_id": entity, "category": category,
            "identifier": "direct", "masks": { "public": public },
        });
        self.ed.put(&self.ed.here(&format!("/testimonies/{}/redactions/{id}", self.told.id)), form).await
    }

    async fn as_read_by(&self, audience: &str) -> String {
        let path = format!("/testimonies/{}/rendering?audience={audience}", self.told.id);
        self.ed.get(&self.ed.here(&path)).await.ok()["text"].as_str().expect("a text").to_owned()
    }

    async fn quotes_for(&self, audience: &str) -> Vec<String> {
        let all = self.ed.get(&self.ed.here("/quotes")).await.ok();
        let all = all.as_array().expect("quotes").iter().filter(|one| one["audience"] == audience);
        all.map(|one| one["words"].as_str().expect("words").to_owned()).collect()
    }
}

#[story]
async fn what_is_masked_is_masked_wherever_it_is_mentioned_for_those_it_is_masked_for() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let town = json!({ "is": "words", "text": "a town in the east" });
    forum.masks("Zanzibarovka", "location", &new_id(), town).await.has(201);
    let public = forum.as_read_by("public").await;
    assert!(
        public.starts_with("I come from [a town in the east]. In [a town in the east] we had a bakery"),
        "{public}"
    );
    // Nobody wrote down what the funder reads: the name of its kind.
    assert!(forum.as_read_by("funder").await.starts_with("I come from [place]. In [place]"));
    assert_eq!(forum.as_read_by("team").await, TEXT);
    let kept = json!({ "is": "keep" });
    forum.masks("3 May 2021", "datetime", &new_id(), kept).await.has(201);
    assert!(forum.as_read_by("public").await.contains("3 May 2021"));
    // A day is no secret to everybody, and still one to the archive.
    assert!(!forum.as_read_by("archive").await.contains("3 May 2021"));
    let all = forum.ed.get(&forum.ed.here(&format!("/testimonies/{}/redactions", forum.told.id))).await.ok();
    assert_eq!(all["decided"].as_array().map(Vec::len), Some(2));
    let again = all["suggested"].as_array().expect("suggestions").iter().find(|one| !one["entity_id"].is_null());
    assert_eq!(again.map(|one| one["start"].clone()), Some(json!(Forum::at("ZANZIBAROVKA").0)));
    assert!(all["measured"].as_array().is_some_and(|rows| rows.iter().any(|row| row["language"] == "en")));
    // Half a word would not be found again where it must be masked.
    assert_eq!(forum.masks("Zanzibar", "location", &new_id(), json!({ "is": "label" })).await.status, 422);
    // To look at a rendering is to read the story, and its narrator sees that somebody did.
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let readers = amina.get("/api/narrator").await.ok()["read_by"].clone();
    let readers = readers.as_array().expect("readers").iter();
    assert!(readers.clone().any(|one| one["role"] == "editor" && one["times"] == 5), "{readers:?}");
    // Whoever only reads or collects decides nothing; what lies outside is refused.
    let path = format!("/testimonies/{}/redactions", forum.told.id);
    forum.kim.get(&forum.kim.here(&path)).await.is(404, "not-found");
    let outside = json!({
        "revision_id": forum.told.revision, "start": 5, "end": 9_000, "entity_id": new_id(), "category": "misc",
        "identifier": "quasi",
    });
    forum.ed.put(&forum.ed.here(&format!("{path}/{}", new_id())), outside).await.is(422, "invalid");
}

#[story]
async fn the_log_of_what_is_masked_says_everything_but_the_words() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let words = "Zanzibarovka";
    forum.masks(words, "location", &new_id(), json!({ "is": "words", "text": "=a city" })).await.has(201);
    let log = forum.ed.get(&forum.ed.here("/redactions/log")).await.text();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[1].contains("\"location\"") && lines[1].contains("[=a city]") && !log.contains(words), "{log}");
    for nobody in [&forum.kim, &forum.pia] {
        nobody.get(&forum.ed.here("/redactions/log")).await.is(404, "not-found");
    }
    // Whoever takes everything back is in no log.
    forum.amina.withdraws(&["store"]).await;
    assert_eq!(forum.ed.get(&forum.ed.here("/redactions/log")).await.text().lines().count(), 1);
}

#[story]
async fn no_quote_export_page_or_search_of_others_has_a_masked_word_in_it() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let bo = app.coder("Bo").await;
    let code = bo.code_named("ioi.work").await;
    let (start, end) = Forum::at("In ZANZIBAROVKA we had a bakery, and Mr Quibble-Wort helped us");
    let [from, until] = [start, end].map(|at| u32::try_from(at).expect("short"));
    bo.codes(&forum.told, from, until, &code).await;
    // Quoted before anybody masked anything, and published.
    let quoted = forum.ed.quotes(&forum.told, start, end).await;
    let summary = forum.ed.begins_a_summary("Bread").await;
    let evidence = [summary.rests_on(&forum.told, start, end, "supports").await];
    let says = async |claim: &str| {
        let mut blocks = frame();
        blocks.push(statement("learning-points", "learning-point", claim, &evidence));
        blocks.push(quote(&quoted));
        summary.says(&blocks).await;
        summary.problems().await
    };
    assert_eq!(says("Work brings neighbours.").await, Vec::<String>::new());
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("A reader");
    assert!(reader.get(&address).await.text().contains("ZANZIBAROVKA"));
    let export = json!({
        "recipient": "University", "contact": "x@example.org", "purpose": "quote-anonymously", "audience": "partners",
    });
    let exported = forum.lead.here(&format!("/exports/{}", new_id()));
    forum.lead.put(&exported, export).await.ok();
    // Then it is masked: at once everywhere.
    forum.masks("Zanzibarovka", "location", &new_id(), json!({ "is": "words", "text": "a town" })).await.has(201);
    forum.masks("Quibble-Wort", "person", &new_id(), json!({ "is": "label" })).await.has(201);
    let mut all = forum.quotes_for("public").await;
    all.push(forum.lead.get(&format!("{exported}/content")).await.ok().to_string());
    for rest in ["", "/summary.json"] {
        all.push(reader.get(&format!("{address}{rest}")).await.text());
    }
    all.push(reader.get("/read/forum?q=bakery").await.text());
    for one in &all {
        let one = one.to_lowercase();
        assert!(one.contains("bakery") && !one.contains("zanzibar") && !one.contains("quibble"), "{one}");
    }
    assert!(reader.get(&address).await.text().contains("In [a town] we had a bakery, and Mr [person] helped us"));
    // A passage whose edge would give a part of it away is not quoted.
    let (inside, end) = (Forum::at("Wort helped us").0, Forum::at("on 3 May").0);
    let cut = json!({
        "testimony_id": forum.told.id, "revision_id": forum.told.revision, "start": inside, "end": end,
        "purpose": "quote-anonymously", "audience": "public", "place": "P",
    });
    forum.ed.put(&forum.ed.here(&format!("/quotes/{}", new_id())), cut).await.is(422, "invalid");
    // What editors wrote that holds a word which is masked later leaves the page with it.
    forum.masks("bakery", "organisation", &new_id(), json!({ "is": "label" })).await.has(201);
    assert!(!reader.get(&address).await.text().contains("bakery"));
    // What editors write is looked through as well, and so are names that only the vault knows.
    assert_eq!(says("People of Zanzibarovka give.").await, ["words.name"]);
    let names = json!({ "name": "Flumphetta Parsnip" });
    forum.kim.put(&forum.kim.here(&format!("/narrators/{}/names", forum.amina.id)), names).await.has(204);
    assert_eq!(says("A baker called flumphetta gives.").await, ["words.name"]);
    assert_eq!(says("Neighbours give.").await, Vec::<String>::new());
}

#[story]
async fn a_mask_holds_in_corrected_texts_and_goes_with_whoever_is_erased() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    forum.masks("Zanzibarovka", "location", &new_id(), json!({ "is": "label" })).await.has(201);
    let corrected = "We left Zanzibarovka at night. The bakery is shut.";
    let path = forum.kim.here(&format!("/collected/{}/revisions/{}", forum.told.id, new_id()));
    forum.kim.put(&path, json!({ "text": corrected, "reason": "misheard" })).await.ok();
    assert_eq!(forum.as_read_by("public").await, "We left [place] at night. The bakery is shut.");
    let all = forum.ed.get(&forum.ed.here(&format!("/testimonies/{}/redactions", forum.told.id))).await.ok();
    assert_eq!((&all["decided"], &all["suggested"][0]["certainty"]), (&json!([]), &json!("sure")));
    // Another story of hers is read the same way; somebody else's is not.
    let other = forum.amina.tells("Again", "Zanzibarovka was home.").await;
    let path = format!("/testimonies/{}/rendering?audience=public", other.id);
    assert_eq!(forum.ed.get(&forum.ed.here(&path)).await.ok()["text"], "[place] was home.");
    forum
        .pia
        .post(&forum.pia.here(&format!("/narrators/{}/erasure", forum.amina.id)), json!({ "ground": "objected" }))
        .await
        .has(202);
    let done = super::erasure::the_job_is_done(&forum.pia).await;
    assert_eq!(done["removed"]["redactions"], 1);
}

/// A small generator: the same seed gives the same history.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

/// The words that may be masked, as the editor selects them, and what of each must not be read then.
const SECRETS: [(&str, &str); 3] = [("Zanzibarovka", "zanzibar"), ("Quibble-Wort", "quibble"), ("3 May 2021", "3 may")];
const CIRCLES: [(&str, &str); 4] =
    [("partners", "funder"), ("funder", "funder"), ("archive", "archive"), ("public", "public")];

#[story]
async fn whatever_is_masked_in_whatever_order_no_circle_reads_what_is_masked_for_it() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let bo = app.coder("Bo").await;
    let code = bo.code_named("ioi.work").await;
    bo.codes(&forum.told, 0, u32::try_from(TEXT.len()).expect("short"), &code).await;
    let exported = forum.lead.here(&format!("/exports/{}", new_id()));
    let export = json!({
        "recipient": "University", "contact": "x@example.org", "purpose": "quote-anonymously", "audience": "archive",
    });
    forum.lead.put(&exported, export).await.ok();
    let quoted = forum.ed.quotes(&forum.told, 0, TEXT.len()).await;
    let (for_funders, made) = forum.ed.tries_to_quote("funder", &forum.told, 0, TEXT.len()).await;
    made.has(201);
    let written = async |audience: &str, quoted: &str| {
        let summary = forum.ed.begins_a_summary_for(audience, "Bread").await;
        let evidence = [summary.rests_on(&forum.told, 0, 20, "supports").await];
        let mut blocks = frame();
        blocks.push(statement("learning-points", "learning-point", "Work brings neighbours.", &evidence));
        blocks.push(quote(quoted));
        summary.says(&blocks).await;
        summary
    };
    let address = written("public", &quoted).await.goes_public(&forum.pia).await;
    let shared = written("funder", &for_funders).await;
    shared.passes_every_gate(&forum.pia).await;
    let (_, link) = shared.is_handed_to("Sanne").await;
    let reader = app.stranger("A reader");
    let mut chance = Chance(20_261_122);
    let entities = [new_id(), new_id(), new_id()];
    let ids = [new_id(), new_id(), new_id()];
    let mut masks: [Option<Value>; 3] = [None, None, None];
    // A quote that was masked once stays so until it is chosen anew.
    let mut quote_is_masked = [false; 3];
    let mut masked_for_funders = [false; 3];
    let mut seen = [0; 2];
    for step in 0..40 {
        let which = chance.below(3);
        let path = forum.ed.here(&format!("/testimonies/{}/redactions/{}", forum.told.id, ids[which]));
        if masks[which].is_some() && chance.below(4) == 0 {
            forum.ed.delete(&path).await.has(204);
            masks[which] = None;
        } else {
            let mask = |chance: &mut Chance| match chance.below(3) {
                0 => json!({ "is": "label" }),
                1 => json!({ "is": "words", "text": "something else" }),
                _ => json!({ "is": "keep" }),
            };
            let all = json!({ "funder": mask(&mut chance), "archive": mask(&mut chance), "public": mask(&mut chance) });
            let (start, end) = Forum::at(SECRETS[which].0);
            let form = json!({
                "revision_id": forum.told.revision, "start": start, "end": end, "entity_id": entities[which],
                "category": "misc", "identifier": "direct", "masks": all,
            });
            assert!(forum.ed.put(&path, form).await.status < 300);
            quote_is_masked[which] |= all["public"]["is"] != "keep";
            masked_for_funders[which] |= all["funder"]["is"] != "keep";
            masks[which] = Some(all);
        }
        let is_masked =
            |which: usize, profile: &str| masks[which].as_ref().is_some_and(|all| all[profile]["is"] != "keep");
        for (audience, profile) in CIRCLES {
            let text = forum.as_read_by(audience).await.to_lowercase();
            for (which, (_, secret)) in SECRETS.iter().enumerate() {
                seen[usize::from(is_masked(which, profile))] += 1;
                assert_eq!(text.contains(secret), !is_masked(which, profile), "step {step}: {audience} reads {text}");
            }
        }
        let content = forum.lead.get(&format!("{exported}/content")).await.ok().to_string().to_lowercase();
        let mut public = forum.quotes_for("public").await.join(" ");
        let mut some = forum.quotes_for("funder").await.join(" ");
        for rest in ["", "/summary.json"] {
            some.push_str(&reader.get(&format!("{link}{rest}")).await.text());
        }
        public.push_str(&reader.get(&address).await.text());
        public.push_str(&reader.get(&format!("{address}/summary.json")).await.text());
        public.push_str(&reader.get("/read/forum?q=bakery").await.text());
        for (which, (_, secret)) in SECRETS.iter().enumerate() {
            assert_eq!(
                content.contains(secret),
                !is_masked(which, "archive"),
                "step {step}: the export says {content}"
            );
            let told = public.to_lowercase().contains(secret);
            assert_eq!(told, !quote_is_masked[which], "step {step}: everybody reads {secret}");
            let told = some.to_lowercase().contains(secret);
            assert_eq!(told, !masked_for_funders[which], "step {step}: a funder reads {secret}");
        }
    }
    assert!(seen.iter().all(|number| *number > 50), "{seen:?}");
}

#[story]
async fn what_is_masked_has_times_for_whoever_edits_the_recording_and_no_words() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let entity = new_id();
    forum.masks("Zanzibarovka", "location", &entity, json!({ "is": "label" })).await.has(201);
    let at = |story: &str, file: &str| format!("/testimonies/{story}/redactions/{file}");
    let plain = forum.ed.here(&at(&forum.told.id, "times"));
    forum.ed.get(&plain).await.is(409, "redaction.no-times");
    // The same narrator told it on film; what was decided there holds here.
    let captions = "WEBVTT\n\n00:00.000 --> 00:01.500\nWe came in winter.\n\n00:01.500 --> 00:03.000\nZanzibarovka was cold.\n\n\
                    00:03.000 --> 00:04.250\nIn zanzibarovka we stayed.\n\n00:09.000 --> 00:10.000\nThen we left.\n";
    let path = forum.kim.here("/readings?file_name=film.vtt");
    let read = forum.kim.send_bytes("POST", &path, captions.as_bytes().to_vec()).await.ok();
    let id = new_id();
    let film = json!({
        "narrator_id": forum.amina.id, "title": "On film", "kind": "interview", "language": "en",
        "text": read["text"], "cues": read["cues"], "file_name": "film.vtt",
    });
    let kept = forum.kim.put(&forum.kim.here(&format!("/testimonies/{id}")), film).await.ok();
    let times = forum.ed.get(&forum.ed.here(&at(&id, "times"))).await.ok();
    let stretch = json!({ "start_ms": 1_500, "end_ms": 4_250, "categories": ["location"], "things": [1] });
    assert_eq!((&times["times"], &times["without_time"]), (&json!([stretch]), &json!(0)));
    let table = forum.ed.get(&forum.ed.here(&at(&id, "times.csv?audience=funder"))).await.has(200);
    assert_eq!(table.headers.get("content-type").map(String::as_str), Some("text/csv; charset=utf-8"));
    let table = table.text();
    assert!(table.contains("\"00:00:01.500\",\"00:00:04.250\",\"1500\",\"4250\",\"location\",\"1\""), "{table}");
    assert!(!table.to_lowercase().contains("zanzibarovka"), "{table}");
    // The team hears what was said.
    let of_team = forum.ed.get(&forum.ed.here(&at(&id, "times?audience=team"))).await.ok();
    assert_eq!(of_team["times"], json!([]));
    // What a narrator keeps out has no time here, and so there is no list that would leave it to be heard.
    app.days_pass(2);
    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let form = json!({
        "testimony_id": id, "revision_id": kept["revision"]["id"], "start": 0, "end": 10,
    });
    amina.post("/api/narrator/limits", form).await.ok();
    forum.ed.get(&forum.ed.here(&at(&id, "times"))).await.is(409, "redaction.kept-out");
    forum.amina.withdraws(&["analyse"]).await;
    forum.ed.get(&forum.ed.here(&at(&id, "times"))).await.is(404, "not-found");
}
