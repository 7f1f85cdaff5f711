//! Summaries that are for some readers: who is told in them, who reads them, and what nobody can work out by reading two.

use std::io::Read;

use documents::{Asked, Format};
use tests::{
    Narrator, Person, Summary, TestApp, Value, json, new_id, story,
    summing::{frame, quote, statement},
};

use crate::summaries::{CLAIM, Forum, asked, forum};

const QUOTED: &str = "Then Amina was asked to cook for everybody.";
const NAMES: [&str; 6] = ["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"];

/// A forum of people who let themselves be counted and quoted for those who pay, and for nobody else outside.
async fn forum_for_funders(app: &TestApp, names: &[&str]) -> Forum {
    let mut forum = forum(app, &[]).await;
    for name in names {
        forum.is_joined_for("funder", name).await;
    }
    forum
}

/// A summary of everybody for funders, published, with a link for somebody at a foundation.
async fn shared(forum: &Forum) -> (Summary, String, String) {
    let (summary, _) = forum.draft_for("funder", forum.names.len()).await;
    let published = summary.passes_every_gate(&forum.pia).await;
    assert_eq!((&published["version"], &published["address"]), (&json!(1), &Value::Null));
    let (link, path) = summary.is_handed_to("Sanne at the foundation").await;
    (summary, link, path)
}

fn indicators(data: &Value) -> Value {
    let all = data["figures"].as_object().expect("figures");
    all.values().find(|one| one["of"] == "indicator").expect("a figure").clone()
}

async fn is_absent(reader: &Person, path: &str) {
    let answer = reader.get(path).await.has(404);
    let page = String::from_utf8(answer.bytes).expect("text");
    assert!(page.contains("There is nothing here."), "{path}: {page}");
}

#[story]
async fn a_funder_reads_by_a_link_what_narrators_allow_funders() {
    let app = TestApp::at("2026-03-01").await;
    let mut forum = forum_for_funders(&app, &NAMES).await;
    // Goran allows nothing for funders: he is counted for nobody outside.
    forum.is_joined_for("team", "Goran").await;
    forum.names.pop();
    let (summary, _, path) = shared(&forum).await;
    let funder = app.stranger("Sanne at the foundation");
    let page = funder.get(&path).await;
    let header = |name: &str| page.headers.get(name).map(String::as_str).unwrap_or_default().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert!(header("x-robots-tag").contains("noindex") && header("referrer-policy") == "no-referrer");
    assert!(page.set_cookies.is_empty());
    let page = page.text();
    for words in [CLAIM, QUOTED, "five to nine people", "For funders of this project. Please do not pass it on."] {
        assert!(page.contains(words), "{words}");
    }
    for nowhere in ["feed.xml", "href=\"/read/forum", "href=\"/read\""] {
        assert!(!page.contains(nowhere), "{nowhere}: {page}");
    }
    // Six as they are, not rounded, and by which rules.
    let data = funder.get(&format!("{path}/summary.json")).await.ok();
    assert_eq!((&data["disclosure"]["preset"], &data["disclosure"]["rounding"]), (&json!("funder"), &Value::Null));
    assert_eq!(indicators(&data)["base"], json!({ "is": "shown", "number": 6 }));
    assert!(page.contains("those who read by agreement"), "{page}");
    // Nowhere else: not to everybody, not by its id, in no list, feed or search; the house is not even named.
    let reader = app.stranger("A reader");
    for absent in ["/read/forum", "/read/forum/what-opens-a-street", "/read/forum/feed.xml"] {
        is_absent(&reader, absent).await;
    }
    assert!(!reader.get("/read").await.text().contains("Forum"));
    // When the forum publishes something for everybody too, this one is not beside it.
    for name in ["Hana", "Ines", "Jana", "Kofi", "Lena", "Musa"] {
        forum.is_joined_by(name).await;
    }
    let public = public_summary(&forum, "What opens a street").await;
    assert_eq!(public, "/read/forum/what-opens-a-street", "its name was free");
    for list in ["/read/forum", "/read/forum/feed.xml", "/read/forum?q=cook", "/read/forum/what-opens-a-street"] {
        let page = reader.get(list).await.text();
        assert!(!page.contains("Amina") && !page.contains(&summary.id), "{list}: {page}");
    }
    for file in ["", "/v1", "/summary.pdf", "/summary.docx", "/figures.csv", "/summary.json"] {
        is_absent(&reader, &format!("/read/forum/{}{file}", summary.id)).await;
        is_absent(&reader, &format!("/shared/{}{file}", summary.id)).await;
    }
    // Whoever handed it out sees that it was opened, and never the link again.
    let links = forum.ed.get(&summary.path(&forum.ed, "/readers")).await.ok();
    assert_eq!((&links[0]["opened_times"], &links[0]["link"]), (&json!(1), &Value::Null));
    assert_eq!(links[0]["name"], "Sanne at the foundation");
    assert_eq!(links[0]["expires_at"], "2026-05-30T00:00:00Z");
    // Amina sees where she is told, and for whom.
    app.days_pass(2);
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    let own = amina.get("/api/narrator").await.ok();
    let uses = own["stories"][0]["uses"].as_array().expect("uses").clone();
    let told = uses.iter().find(|one| one["label"] == "What opens a street").expect("the summary");
    assert_eq!(told["audience"], "funder");
}

/// A summary for everybody that rests on the last who joined, published. Says where.
async fn public_summary(forum: &Forum, title: &str) -> String {
    let summary = forum.ed.begins_a_summary(title).await;
    let ((_, story), name) = forum.narrators.iter().zip(everyone(forum)).next_back().expect("somebody");
    let (start, end) = asked(&name);
    let evidence = [summary.rests_on(story, start, end, "supports").await];
    let mut blocks = frame();
    blocks.push(statement("learning-points", "learning-point", CLAIM, &evidence));
    summary.says(&blocks).await;
    summary.goes_public(&forum.pia).await
}

/// The names of all narrators; some stories hold one name less, where somebody is in no draft.
fn everyone(forum: &Forum) -> Vec<String> {
    let mut names = forum.names.clone();
    if names.len() < forum.narrators.len() {
        names.insert(NAMES.len(), "Goran".to_owned());
    }
    names
}

#[story]
async fn what_is_allowed_for_funders_is_never_told_to_everybody() {
    let app = TestApp::at("2026-03-01").await;
    let mut forum = forum_for_funders(&app, &NAMES).await;
    let (start, end) = asked("Amina");
    let amina = forum.narrators[0].1.clone();
    let (for_funders, made) = forum.ed.tries_to_quote("funder", &amina, start, end).await;
    made.has(201);
    forum.ed.tries_to_quote("public", &amina, start, end).await.1.is(409, "consent.not-granted");
    // Hana allows everybody; what was chosen for funders is still not for everybody.
    forum.is_joined_by("Hana").await;
    let (start, end) = asked("Hana");
    let hana = forum.narrators[6].1.clone();
    let (of_hana, made) = forum.ed.tries_to_quote("funder", &hana, start, end).await;
    made.has(201);
    let public = forum.ed.begins_a_summary("For everybody").await;
    let (start, end) = asked("Amina");
    let linked = [public.rests_on(&amina, start, end, "supports").await];
    let mut blocks = frame();
    blocks.push(statement("learning-points", "learning-point", CLAIM, &linked));
    blocks.push(quote(&for_funders));
    blocks.push(quote(&of_hana));
    public.says(&blocks).await;
    let problems = public.problems().await;
    assert_eq!(problems[..4], ["evidence.not-allowed", "evidence.none", "quote.for-fewer", "quote.for-fewer"]);
    public.is_submitted().await.is(409, "summary.not-passed");
    // The same blocks are good for funders, and not for the partners' summary of somebody who is not asked so.
    let facts = |audience: &str| json!({ "title": "For some", "language": "en", "audience": audience });
    forum.ed.put(&public.path(&forum.ed, ""), facts("funder")).await.ok();
    assert_eq!(public.problems().await, Vec::<String>::new());
    for nobody in ["team", "archive"] {
        forum.ed.put(&public.path(&forum.ed, ""), facts(nobody)).await.is(422, "invalid");
    }
    // What was said yes to for funders is not said for everybody.
    public.is_submitted().await.ok();
    public.is_signed_by(&forum.pia, "protection").await.ok();
    forum.ed.put(&public.path(&forum.ed, ""), facts("partners")).await.ok();
    let signs = public.seen_by(&forum.ed).await["signs"].clone();
    assert_eq!(signs[0]["stands"], false);
    // Once it is published, its readers stay who they are.
    forum.ed.put(&public.path(&forum.ed, ""), facts("funder")).await.ok();
    public.passes_every_gate(&forum.pia).await;
    for others in ["public", "partners"] {
        forum.ed.put(&public.path(&forum.ed, ""), facts(others)).await.is(409, "summary.audience-stands");
    }
    let unsaid = json!({ "title": "For some", "language": "en" });
    assert_eq!(forum.ed.put(&public.path(&forum.ed, ""), unsaid).await.ok()["audience"], "funder");
}

#[story]
async fn what_a_narrator_takes_back_is_gone_from_the_link_and_its_files() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum_for_funders(&app, &NAMES).await;
    let (_, _, path) = shared(&forum).await;
    let funder = app.stranger("Sanne at the foundation");
    let told = async || {
        let mut all = Vec::new();
        for file in ["", "/v1", "/summary.json", "/figures.csv"] {
            all.push(funder.get(&format!("{path}{file}")).await.text());
        }
        for (file, format) in [("summary.pdf", Format::Pdf), ("summary.docx", Format::Docx)] {
            let answer = funder.get(&format!("{path}/{file}")).await.has(200);
            assert_eq!(answer.headers.get("cache-control").map(String::as_str), Some("no-store"));
            let read = documents::read(&answer.bytes, &Asked { format: Some(format), ..Asked::default() });
            let words = read.expect("a document").text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("Please do not pass it on"), "{file}: {words}");
            // A file that is passed on does not open the door.
            assert!(!words.contains("shared/"), "{file}: {words}");
            all.push(words);
        }
        let mut book = Vec::new();
        let answer = funder.get(&format!("{path}/figures.xlsx")).await.has(200);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes)).expect("a package");
        zip.by_name("xl/sharedStrings.xml").expect("words").read_to_end(&mut book).expect("text");
        all.push(String::from_utf8(book).expect("text"));
        all.join("\n")
    };
    let before = told().await;
    assert!(before.contains(QUOTED) && before.contains(CLAIM));
    forum.narrators[0].0.withdraws(&["quote-anonymously"]).await;
    let after = told().await;
    assert!(!after.contains("Amina") && after.contains(CLAIM), "{after}");
    app.days_pass(2);
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    let after = told().await;
    assert!(!after.contains("Amina") && !after.contains(CLAIM), "{after}");
}

#[story]
async fn a_link_that_is_ended_or_over_opens_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum_for_funders(&app, &NAMES).await;
    let (draft, _) = forum.draft_for("funder", 6).await;
    let path = |summary: &Summary| summary.path(&forum.ed, &format!("/readers/{}", new_id()));
    // Of what is not published, and of what everybody reads, there are no links.
    forum.ed.put(&path(&draft), json!({ "name": "Too early" })).await.is(409, "summary.no-links");
    draft.passes_every_gate(&forum.pia).await;
    for wrong in [json!({ "name": " " }), json!({ "name": "N", "expires_in_days": 367 })] {
        forum.ed.put(&path(&draft), wrong).await.is(422, "invalid");
    }
    forum.pia.put(&draft.path(&forum.pia, &format!("/readers/{}", new_id())), json!({ "name": "N" })).await.has(404);
    let reader = app.stranger("A reader");
    let opens = async |path: &str| assert!(reader.get(path).await.text().contains(CLAIM), "{path}");
    let (sanne, first) = draft.is_handed_to("Sanne").await;
    let form = json!({ "name": "Tim", "expires_in_days": 10 });
    let second = forum.ed.put(&path(&draft), form).await.has(201).ok();
    let second = second["link"].as_str().expect("a link").to_owned();
    assert_ne!(first, second);
    opens(&first).await;
    // Sent again because the answer was lost: the same link, whose secret nobody has.
    let again = forum.ed.put(&draft.path(&forum.ed, &format!("/readers/{sanne}")), json!({ "name": "Sanne" })).await;
    assert_eq!(again.has(200).json["link"], Value::Null);
    // Whoever protects narrators may end a link too.
    forum.pia.post(&draft.path(&forum.pia, &format!("/readers/{sanne}/end")), json!({})).await.has(204);
    forum.ed.post(&draft.path(&forum.ed, &format!("/readers/{sanne}/end")), json!({})).await.has(204);
    for file in ["", "/v1", "/summary.pdf", "/summary.json", "/x"] {
        is_absent(&reader, &format!("{first}{file}")).await;
    }
    opens(&second).await;
    is_absent(&reader, &format!("{second}/x")).await;
    is_absent(&reader, &format!("{second}/v2")).await;
    let guesser = app.stranger("Somebody who guesses");
    let guessed = format!("/shared/{}", "A".repeat(43));
    for _ in 0..10 {
        is_absent(&guesser, &guessed).await;
    }
    guesser.get(&guessed).await.has(429);
    app.days_pass(9);
    opens(&second).await;
    app.days_pass(1);
    is_absent(&reader, &second).await;
    // Taken back, none opens any more, and none is made.
    let (_, third) = draft.is_handed_to("Umut").await;
    opens(&third).await;
    forum.ed.post(&draft.path(&forum.ed, "/retire"), json!({})).await.has(204);
    is_absent(&reader, &third).await;
    forum.ed.put(&path(&draft), json!({ "name": "Too late" })).await.is(409, "summary.no-links");
    let links = forum.ed.get(&draft.path(&forum.ed, "/readers")).await.ok();
    assert!(links.as_array().expect("links").iter().all(|link| link["ended_at"].is_string()), "{links}");
    let noted = forum.pia.get(&forum.pia.here("/audit?act=summary.reader-")).await.ok();
    let acts: Vec<_> = noted["items"].as_array().expect("events").iter().map(|one| one["act"].clone()).collect();
    assert_eq!(acts.len(), 4, "{acts:?}");
    assert_eq!(acts.iter().filter(|act| *act == "summary.reader-ended").count(), 1);
}

/// Joined by these for everybody, and by those for funders alone.
async fn mixed(app: &TestApp) -> (Forum, [Narrator; 2]) {
    let mut forum = forum(app, &["Amina", "Bashir", "Cem", "Dina", "Elif"]).await;
    for name in ["Farid", "Goran"] {
        forum.is_joined_for("funder", name).await;
    }
    let two = [5, 6].map(|at: usize| forum.narrators[at].0.clone());
    (forum, two)
}

#[story]
async fn a_number_that_funders_are_not_told_is_not_told_to_everybody_beside_theirs() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &NAMES).await;
    let code = forum.bo.code_named("ioi.social-bridges").await;
    // Two more told of it, and not what helped: eight and six, exactly, leave two.
    for name in ["Gita", "Hugo"] {
        let narrator = forum.kim.welcomes(name, &forum.notice).await;
        narrator.allows(&["store", "analyse", "count:public"]).await;
        let story = narrator.tells(name, "The street was shut to us for a long time.").await;
        forum.bo.codes(&story, 0, 10, &code).await;
    }
    let told = async |path: &str| {
        let data = app.stranger("A reader").get(&format!("{path}/summary.json")).await.ok();
        let rows = indicators(&data)["rows"].as_array().expect("rows").clone();
        rows.iter().find(|row| row["key"] == "ioi.social-bridges").expect("bridges")["cells"].clone()
    };
    let (shown, few) =
        (|number| json!({ "is": "shown", "number": number }), json!({ "is": "fewer-than", "number": 5 }));
    let withheld = json!({ "is": "withheld" });
    let (_, _, path) = shared(&forum).await;
    assert_eq!(told(&path).await, json!([shown(8), withheld, few]));
    // Rounded, both could be told; beside the eight, "about five" would leave three at most.
    let (public, _) = forum.draft().await;
    assert_eq!(told(&public.goes_public(&forum.pia).await).await, json!([shown(10), withheld, few]));
}

#[story]
async fn whoever_reads_the_funders_figure_and_everybodys_cannot_subtract() {
    // First for the funder: everybody is not told a number that lies two beside it.
    let app = TestApp::at("2026-03-01").await;
    let (forum, _) = mixed(&app).await;
    let (_, _, path) = shared(&forum).await;
    let funder = app.stranger("Sanne at the foundation");
    let for_funders = indicators(&funder.get(&format!("{path}/summary.json")).await.ok());
    assert_eq!(for_funders["base"], json!({ "is": "shown", "number": 7 }));
    let (public, _) = forum.draft_for("public", 5).await;
    assert_eq!(public.advice().await, ["figure.withheld", "figure.withheld"]);
    let address = public.goes_public(&forum.pia).await;
    let told = funder.get(&format!("{address}/summary.json")).await.ok();
    assert_eq!((&indicators(&told)["withheld"], &told["disclosure"]["preset"]), (&json!(true), &json!("public")));

    // First for everybody: the funder is told what everybody was.
    let app = TestApp::at("2026-03-01").await;
    let (forum, _) = mixed(&app).await;
    let (public, _) = forum.draft_for("public", 5).await;
    let address = public.goes_public(&forum.pia).await;
    let for_all = indicators(&app.stranger("A reader").get(&format!("{address}/summary.json")).await.ok());
    app.days_pass(1);
    let (_, _, path) = shared(&forum).await;
    let funder = app.stranger("Sanne at the foundation");
    let for_funders = indicators(&funder.get(&format!("{path}/summary.json")).await.ok());
    assert_eq!((&for_funders["rows"], &for_funders["base"]), (&for_all["rows"], &for_all["base"]));
    assert_eq!(for_funders["as_of"], "2026-03-01");
}
