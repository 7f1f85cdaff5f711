//! Parts of life that were told of together: drawn, counted as narrators, and only where nobody stands out.

use tests::{
    TestApp, Value, json, new_id, story,
    summing::{figure, frame, statement},
};

use crate::summaries::{CLAIM, Forum, asked, forum};

/// Codes what these narrators said of being asked with one more indicator.
async fn also_told_of(forum: &Forum, indicator: &str, how_many: usize) {
    let code = forum.bo.code_named(indicator).await;
    for ((_, story), name) in forum.narrators.iter().zip(&forum.names).take(how_many) {
        let (start, end) = asked(name);
        let coding = json!({
            "revision_id": story.revision, "start": start + 5, "end": end + 4, "code_id": code, "attributes": {},
        });
        forum.bo.put(&forum.bo.here(&format!("/testimonies/{}/codings/{}", story.id, new_id())), coding).await.ok();
    }
}

#[story]
async fn what_five_told_of_together_is_a_line_and_what_two_told_is_nothing() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    also_told_of(&forum, "ioi.culture", 6).await;
    also_told_of(&forum, "ioi.housing", 2).await;
    let summary = forum.ed.begins_a_summary("What belongs together").await;
    let (start, end) = asked("Amina");
    let evidence = [summary.rests_on(&forum.narrators[0].1, start, end, "supports").await];
    let mut blocks = frame();
    blocks.push(statement("learning-points", "learning-point", CLAIM, &evidence));
    // Asked before the numbers that it lies within, it gives way to them all the same.
    blocks.push(figure("coverage", "links"));
    blocks.push(figure("coverage", "coverage"));
    summary.says(&blocks).await;
    assert_eq!(summary.advice().await, Vec::<String>::new());
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let data = reader.get(&format!("{address}/summary.json")).await.ok();
    let figures = data["figures"].as_object().expect("figures");
    let links = figures.values().find(|one| one["of"] == "link").expect("links");
    let five = json!({ "is": "shown", "number": 5 });
    let row = json!({ "key": "ioi.social-bridges+ioi.culture", "name": "Social bridges – Culture", "cells": [five] });
    assert_eq!((&links["rows"], &links["base"]), (&json!([row]), &five));
    assert_eq!(links["points"].as_array().map(Vec::len), Some(14));
    let coverage = figures.values().find(|one| one["of"] == "indicator").expect("coverage");
    assert_eq!((coverage["rows"].as_array().map(Vec::len), &coverage["points"]), (Some(14), &Value::Null));
    let page = reader.get(&address).await.text();
    for said in ["<svg class=\"map\"", "role=\"img\"", ">Culture</tspan>", "Social bridges – Culture", "are left out"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(page.matches("<circle").count(), 14);
    // Inside a drawing nothing closes by itself.
    assert_eq!(page.matches("</path>").count(), page.matches("<path").count());
    assert_eq!(page.matches("stroke-width").count(), 1, "one line");
    assert!(!page.contains("Housing – ") && !page.contains("– Housing"), "{page}");
    let table = reader.get(&format!("{address}/figures.csv")).await.text();
    assert!(
        table.contains("\"links\",\"ioi.social-bridges+ioi.culture\",\"Social bridges – Culture\",\"narrators\",\"5\"")
    );
    assert!(!table.contains("ioi.housing+"), "{table}");
    // One takes back that they are counted: the line stays as it was told.
    app.days_pass(1);
    forum.narrators[5].0.withdraws(&["count"]).await;
    assert!(reader.get(&format!("{address}/figures.csv")).await.text().contains("\"narrators\",\"5\""));
    let checks = forum.ed.get(&summary.path(&forum.ed, "/checks")).await.ok();
    let now = checks["figures"].as_object().expect("figures").values().find(|one| one["of"] == "link").expect("links");
    assert_eq!((&now["as_of"], &now["rows"]), (&json!("2026-03-01"), &json!([row])));
}
