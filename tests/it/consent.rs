//! What narrators allow is what happens; what they withdraw stops at once.

use tests::{Person, Story, TestApp, Value, json, new_id, story};

#[story]
async fn no_story_enters_without_consent() {
    let app = TestApp::at("2026-03-01").await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let form = json!({
        "narrator_id": amina.id, "title": "A flat", "kind": "interview", "language": "en", "text": "We found a flat.",
    });
    let path = kim.here(&format!("/testimonies/{}", new_id()));
    kim.put(&path, form.clone()).await.is(422, "consent.missing");
    amina.allows(&["contact-again"]).await;
    kim.put(&path, form.clone()).await.is(422, "consent.missing");
    amina.allows(&["store"]).await;
    kim.put(&path, form.clone()).await.has(201);
    kim.put(&path, form).await.has(200);
}

#[story]
async fn nothing_is_granted_that_was_not_asked_and_nothing_without_what_it_needs() {
    let app = TestApp::at("2026-03-01").await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store"]).await;
    let records = kim.get(&kim.here(&format!("/narrators/{}/consents", amina.id))).await.ok();
    let decisions = records[0]["decisions"].as_array().expect("decisions");
    assert_eq!(decisions.len(), 11);
    let granted: Vec<_> = decisions.iter().filter(|one| one["decision"] == "granted").collect();
    assert_eq!(granted.len(), 1);

    let form = json!({
        "notice_id": notice, "notice_language": "en", "mode": "on-screen", "collected_on": "2026-02-28",
        "decisions": [{ "purpose": "analyse", "decision": "granted" }],
    });
    let path = kim.here(&format!("/narrators/{}/consents/{}", amina.id, new_id()));
    let refused = kim.put(&path, form).await.is(422, "invalid");
    assert_eq!(refused.field(), "consent.needs");
}

#[story]
async fn a_notice_that_people_were_asked_with_stays_as_it_is() {
    let app = TestApp::at("2026-03-01").await;
    let noor = app.founder().await;
    let notice = noor.publishes_a_notice().await;
    let path = noor.here(&format!("/notices/{notice}"));
    let other = json!({ "texts": [{ "language": "en", "title": "Other", "body": "Words." }], "publish": true });
    noor.put(&path, other).await.is(409, "notice.published");
    assert_eq!(noor.get(&noor.here("/notices")).await.ok()[0]["texts"].as_array().map(Vec::len), Some(2));
}

#[story]
async fn a_withdrawn_story_is_absent_for_everybody_at_once() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("The flat", "We found a flat after nine months.").await;
    let code = bo.code_named("ioi.housing").await;
    bo.codes(&told, 0, 15, &code).await;
    app.index_follows().await;
    assert_eq!(bo.finds("flat").await, std::slice::from_ref(&told.id));

    amina.withdraws(&["analyse"]).await;
    for path in paths_of(&told) {
        bo.get(&bo.here(&path)).await.is(404, "not-found");
    }
    assert_eq!(bo.finds("flat").await, Vec::<String>::new());
    let list = bo.get(&bo.here("/testimonies")).await.ok();
    assert_eq!(list["items"], json!([]));
    // The collector keeps what may still be kept.
    kim.get(&kim.here(&format!("/collected/{}", told.id))).await.ok();

    amina.withdraws(&["store"]).await;
    kim.get(&kim.here(&format!("/collected/{}", told.id))).await.is(404, "not-found");
}

fn paths_of(told: &Story) -> [String; 3] {
    [
        format!("/testimonies/{}", told.id),
        format!("/testimonies/{}/codings", told.id),
        format!("/testimonies/{}/tipping-points", told.id),
    ]
}

#[story]
async fn a_withdrawal_whose_answer_was_lost_may_be_sent_again() {
    let app = TestApp::at("2026-03-01").await;
    let kim = app.collector("Kim").await;
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let form = json!({ "purposes": ["analyse"], "asked_by": "narrator" });
    let path = kim.here(&format!("/narrators/{}/withdrawals", amina.id));
    kim.post(&path, form.clone()).await.is(409, "consent.nothing-to-withdraw");
    amina.allows(&["store", "analyse"]).await;
    let once = kim.post(&path, form.clone()).await.ok();
    assert_eq!(once, kim.post(&path, form).await.ok());
}

#[story]
async fn consent_that_has_run_out_is_no_consent() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows_until(&["store", "analyse"], json!("2026-03-02")).await;
    let told = amina.tells("The flat", "We found a flat.").await;
    app.index_follows().await;
    assert_eq!(bo.finds("flat").await, std::slice::from_ref(&told.id));
    app.days_pass(2);
    bo.get(&bo.here(&format!("/testimonies/{}", told.id))).await.is(404, "not-found");
    assert_eq!(bo.finds("flat").await, Vec::<String>::new());
}

#[story]
async fn names_are_for_the_protector_alone_and_it_is_remembered_who_looked() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
    let (pia, noor) = (app.protector("Pia").await, app.founder().await);
    let notice = noor.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    let path = kim.here(&format!("/narrators/{}/names", amina.id));
    kim.put(&path, json!({ "name": "Zanzibarovka Petrovna", "contact": "+31 6 1234" })).await.has(204);
    for person in [&kim, &bo, &noor, &app.administrator().await] {
        person.get(&path).await.is(404, "not-found");
    }
    assert_eq!(pia.get(&path).await.ok()["name"], "Zanzibarovka Petrovna");
}

#[story]
async fn a_collector_reaches_only_the_people_they_welcomed() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, lou) = (app.collector("Kim").await, app.collector("Lou").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Amina", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("The flat", "We found a flat.").await;
    lou.get(&lou.here(&format!("/narrators/{}", amina.id))).await.is(404, "not-found");
    lou.get(&lou.here(&format!("/collected/{}", told.id))).await.is(404, "not-found");
    lou.get(&lou.here(&format!("/testimonies/{}", told.id))).await.is(404, "not-found");
    assert_eq!(lou.get(&lou.here("/narrators")).await.ok()["items"], json!([]));
    let form = json!({ "purposes": ["store"], "asked_by": "narrator" });
    lou.post(&lou.here(&format!("/narrators/{}/withdrawals", amina.id)), form).await.is(404, "not-found");
}

#[story]
async fn no_word_lies_readable_on_the_disk() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, bo) = (app.collector("Kim").await, app.coder("Bo").await);
    let notice = app.founder().await.publishes_a_notice().await;
    let amina = kim.welcomes("Quibblewort", &notice).await;
    amina.allows(&["store", "analyse"]).await;
    let told = amina.tells("Snorkelfang", "Zanzibarovka found a flat after nine months.").await;
    let code = bo.code_named("ioi.housing").await;
    let form =
        json!({ "revision_id": told.revision, "start": 0, "end": 12, "code_id": code, "memo": "Flumphetta said so" });
    bo.put(&bo.here(&format!("/testimonies/{}/codings/{}", told.id, new_id())), form).await.ok();
    app.index_follows().await;
    let mut seen = 0;
    for file in app.files() {
        let bytes = std::fs::read(&file).unwrap_or_default();
        seen += bytes.len();
        // Terms of the text are in the index, folded and apart; titles, memos, names and whole sentences are nowhere.
        for secret in ["Quibblewort", "Snorkelfang", "Flumphetta", "flat after nine", "Zanzibarovka"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} lies readable in {}", file.display());
        }
    }
    assert!(seen > 10_000, "the folder was looked at: {seen} bytes");
}

/// Everything that a person can get to read, by every path that reads and by searching for each word.
async fn all_they_can_read(person: &Person, stories: &[Story], narrators: &[String], words: &[String]) -> String {
    let mut paths = vec!["".to_owned()];
    for list in ["testimonies?limit=200", "collected?limit=200", "narrators?limit=200", "numbers", "jobs", "codebooks"]
    {
        paths.push(format!("/{list}"));
    }
    for told in stories {
        paths.extend(paths_of(told));
        paths.push(format!("/collected/{}", told.id));
        paths.push(format!("/testimonies/{}?revision={}", told.id, told.revision));
    }
    for narrator in narrators {
        paths.push(format!("/narrators/{narrator}"));
        paths.push(format!("/narrators/{narrator}/consents"));
        paths.push(format!("/narrators/{narrator}/names"));
    }
    for word in words {
        paths.push(format!("/search?q={word}"));
    }
    paths.push("/search?q=canary&limit=200".to_owned());
    let mut all = String::new();
    for path in paths {
        let answer = person.get(&person.here(&path)).await;
        // The query itself is repeated in the answer; it is no word of a story.
        let mut json = answer.json;
        if let Some(reply) = json.as_object_mut() {
            reply.remove("query");
        }
        all.push_str(&json.to_string());
    }
    all
}

/// A small generator: the same seed gives the same worlds.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// What one narrator did, in order, and whether their story may be analysed at the end.
async fn random_narrator(
    kim: &Person,
    notice: &str,
    number: u64,
    chance: &mut Chance,
) -> (Story, String, String, bool) {
    let narrator = kim.welcomes(&format!("pseudonymcanary{number}"), notice).await;
    narrator.allows(&["store", "analyse"]).await;
    let word = format!("wordcanary{number}x");
    let text = format!("Q: what happened\nA: canary {word} then\nQ: and\nA: canary again {word}");
    let told = narrator.tells(&format!("titlecanary{number}"), &text).await;
    let mut open = true;
    for _ in 0..chance.below(4) {
        match chance.below(6) {
            0 => {
                narrator.allows(&["store", "analyse", "count:public"]).await;
                open = true;
            }
            1 => {
                narrator.allows(&["store"]).await;
                open = false;
            }
            2 => {
                narrator.allows_until(&["store", "analyse"], json!("2026-02-01")).await;
                open = false;
            }
            3 if open => {
                narrator.withdraws(&["analyse"]).await;
                open = false;
            }
            4 if open => {
                narrator.withdraws(&["store"]).await;
                open = false;
            }
            _ => {
                narrator.allows(&["store", "analyse", "quote-anonymously:funder"]).await;
                open = true;
            }
        }
    }
    (told, narrator.id, word, open)
}

#[story]
async fn nobody_obtains_a_word_of_whoever_refused_whatever_they_did_before() {
    let app = TestApp::at("2026-03-01").await;
    let (kim, notice) = (app.collector("Kim").await, app.founder().await.publishes_a_notice().await);
    let mut chance = Chance(20_261_122);
    let mut world = Vec::new();
    for number in 0..24 {
        world.push(random_narrator(&kim, &notice, number, &mut chance).await);
    }
    let open = world.iter().filter(|(_, _, _, open)| *open).count();
    assert!((4..=20).contains(&open), "the worlds differ: {open} of 24 are open");
    app.index_follows().await;
    let stories: Vec<Story> = world.iter().map(|one| one.0.clone()).collect();
    let narrators: Vec<String> = world.iter().map(|one| one.1.clone()).collect();
    let words: Vec<String> = world.iter().map(|one| one.2.clone()).collect();
    let ada = {
        let mut ada = app.administrator().await;
        ada.project.clone_from(&kim.project);
        ada
    };
    let people = [
        (app.coder("Bo").await, true),
        (app.founder().await, true),
        (app.person("Ed", &["editor"]).await, true),
        (app.reader("Ria").await, false),
        (app.protector("Pia").await, false),
        (app.collector("Lou").await, false),
        (ada, false),
    ];
    for (person, may_read) in people {
        let all = all_they_can_read(&person, &stories, &narrators, &words).await;
        for (number, (_, _, word, open)) in world.iter().enumerate() {
            let found = all.contains(word) || all.contains(&format!("titlecanary{number}\""));
            assert_eq!(found, may_read && *open, "{} and story {number} (open: {open})", person.name);
        }
    }
    counts_agree(&app.coder("Cy").await, open).await;
}

async fn counts_agree(coder: &Person, open: usize) {
    let found = coder.get(&coder.here("/search?q=canary&limit=200")).await.ok();
    assert_eq!(found["testimonies"], json!(open));
    assert_eq!(found["narrators"], json!(open));
    assert_eq!(found["total"], json!(open * 2));
    let counted: u64 = found["facets"]["languages"].as_array().into_iter().flatten().filter_map(count).sum();
    assert_eq!(counted, u64::try_from(open * 2).unwrap_or_default());
    assert_eq!(coder.get(&coder.here("/numbers")).await.ok()["testimonies"], json!(open));
}

fn count(facet: &Value) -> Option<u64> {
    facet["count"].as_u64()
}
