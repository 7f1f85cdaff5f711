//! Numbers of projects side by side: what is published, once a project, and nothing made of it.

use tests::{
    Person, TestApp, json, story,
    summing::{figure, frame, statement},
};

use crate::summaries::{CLAIM, Forum, asked, forum, forum_led_by};

const NAMES: [&str; 6] = ["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"];

/// Publishes a summary with one claim and the figure of coverage. Says where it is read.
async fn publishes(forum: &Forum, title: &str) -> String {
    let summary = forum.ed.begins_a_summary(title).await;
    let (start, end) = asked(&forum.names[0]);
    let evidence = [summary.rests_on(&forum.narrators[0].1, start, end, "supports").await];
    let mut blocks = frame();
    blocks.push(statement("learning-points", "learning-point", CLAIM, &evidence));
    blocks.push(figure("coverage", "coverage"));
    summary.says(&blocks).await;
    summary.goes_public(&forum.pia).await
}

async fn page(reader: &Person, path: &str) -> String {
    let answer = reader.get(path).await.has(200);
    assert!(answer.set_cookies.is_empty());
    answer.text()
}

#[story]
async fn a_reader_sees_two_projects_side_by_side_and_no_ranking() {
    let app = TestApp::at("2026-03-01").await;
    let here = forum(&app, &NAMES).await;
    let reader = app.stranger("Somebody at a foundation");
    let address = publishes(&here, "What opens a street").await;
    let alone = page(&reader, "/read/forum").await;
    assert!(!alone.contains("/read/forum/compare"), "there is nothing beside it");
    assert!(page(&reader, "/read/forum/compare").await.contains("There is nothing to compare yet"));
    let second = app.administrator().await;
    let form = json!({ "name": "Neighbours", "description": "", "language": "en" });
    let second = second.working_in(second.post("/api/projects", form).await.ok()["id"].as_str().expect("an id"));
    let there = forum_led_by(&app, &app.invited(&second, "Lena", &["lead"]).await, &NAMES).await;
    app.days_pass(1);
    // A page of ours is called so, and this is none.
    assert_eq!(publishes(&there, "Compare").await, "/read/forum/compare-2");
    assert!(page(&reader, "/read/forum").await.contains("href=\"/read/forum/compare\""));
    for path in ["/read/forum/compare", "/read/compare"] {
        let page = page(&reader, path).await;
        let (first, other) = (page.find(">Compare</a>"), page.find(">What opens a street</a>"));
        assert!(first.is_some() && first < other, "by name, not by number or day: {page}");
        for said in
            ["Do not rank these numbers", "Social bridges", "2026-03-02", "fewer than 5", "Of how many narrators"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(page.matches("type=\"checkbox\"").count(), 2);
        assert_eq!(page.matches(" checked").count(), 2, "the first ones where nobody chose");
        assert!(!page.contains("<meter"), "no bars to be measured against each other");
    }
    let chosen = page(&reader, "/read/forum/compare?with=what-opens-a-street").await;
    assert_eq!((chosen.matches(" checked").count(), chosen.matches("scope=\"colgroup\"").count()), (1, 1));
    let table =
        reader.get("/read/compare.csv?with=forum/what-opens-a-street&with=forum/compare-2").await.has(200).text();
    let told = |title: &str| {
        let line =
            |line: &&str| line.contains(title) && line.contains("\"ioi.social-bridges\"") && line.contains("\"told\"");
        table.lines().find(line).map(|line| line.ends_with("\"5\""))
    };
    assert_eq!((told("What opens a street"), told("Compare")), (Some(true), Some(true)), "{table}");
    assert_eq!(table.lines().count(), 1 + 2 * (14 * 3 + 1));
    // A newer summary of the same project takes the place of the one before, with the numbers that stand.
    app.days_pass(1);
    publishes(&here, "What keeps a street open").await;
    let newer = page(&reader, "/read/forum/compare").await;
    assert!(newer.contains(">What keeps a street open</a>") && !newer.contains(">What opens a street</a>"), "{newer}");
    assert_eq!(newer.matches("type=\"checkbox\"").count(), 2);
    // What is taken back stands beside nothing.
    let lines = there.ed.get(&there.ed.here("/summaries")).await.ok();
    let id = lines.as_array().and_then(|all| all[0]["id"].as_str()).expect("a summary").to_owned();
    there.ed.post(&there.ed.here(&format!("/summaries/{id}/retire")), json!({})).await.has(204);
    assert!(page(&reader, "/read/forum/compare").await.contains("There is nothing to compare yet"));
    assert!(page(&reader, &address).await.contains(CLAIM), "the older one is still read");
    for nothing in ["/read/nobody/compare", "/read/nobody/compare.csv"] {
        reader.get(nothing).await.has(404);
    }
}
