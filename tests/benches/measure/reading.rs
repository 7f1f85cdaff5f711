//! What everybody reads: a published summary, as a page, as data, on its shelf and in its feed. Nothing is remembered between
//! two readers, so each of these asks the gate.

use tests::{
    Person, Story, Summary,
    summing::{figure, frame, quote, statement, text},
};

use crate::{
    client::{Client, House},
    table::{Aim, Table, quantile},
};

const NARRATORS: usize = 40;
const STATEMENTS: usize = 30;
const QUOTES: usize = 12;
const ROUNDS: usize = 1_500;
const TEXT: &str =
    "Nobody knew my name. Then somebody asked me to cook for the whole street, and I did. Now I know who lives here.";

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(NARRATORS);
    let protector = house.somebody("Pia", 1, &["protector"]);
    let address = house.told(published(&house, &protector));
    let shelf = address.rsplit_once('/').map(|(shelf, _)| shelf.to_owned()).unwrap();
    for (what, path, aim) in [
        ("a published summary of 30 claims and 12 quotes, as a page, p50", address.clone(), Aim::Below(5.0)),
        ("  the same as data", format!("{address}/summary.json"), Aim::None),
        ("  its shelf", shelf.clone(), Aim::None),
        ("  its feed", format!("{shelf}/feed.xml"), Aim::None),
        ("  a search of the shelf", format!("{shelf}?q=street"), Aim::None),
    ] {
        read(table, &house.lead, what, &path, aim);
    }
}

fn read(table: &mut Table, client: &Client, what: &str, path: &str, aim: Aim) {
    let mut bytes = 0;
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (took, length) = client.timed(path);
            bytes = length;
            took
        })
        .collect();
    let (median, late) = (quantile(&mut times, 0.5), quantile(&mut times, 0.95));
    let note = format!("p95 {late:.2} ms; {:.1} kB", f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_000.0);
    table.line(what, median, "ms", note, aim);
}

async fn published(house: &House, protector: &Person) -> String {
    let lead = &house.office.lead;
    let code = lead.code_named("ioi.social-bridges").await;
    let (start, end) = (TEXT.find("Then").unwrap(), TEXT.find(" Now").unwrap());
    let mut stories: Vec<Story> = Vec::new();
    for (at, narrator) in house.narrators.iter().enumerate() {
        narrator.allows(&["store", "analyse", "count:public", "quote-anonymously:public"]).await;
        let story = narrator.tells(&format!("Story {at}"), TEXT).await;
        let [start, end] = [start, end].map(|at| u32::try_from(at).unwrap());
        lead.codes(&story, start, end, &code).await;
        stories.push(story);
    }
    let summary: Summary = lead.begins_a_summary("What opens a street").await;
    let mut blocks = frame();
    for at in 0..STATEMENTS {
        let mut evidence = Vec::new();
        for step in 0..5 {
            evidence.push(summary.rests_on(&stories[(at + step * 7) % NARRATORS], start, end, "supports").await);
        }
        blocks.push(statement(
            "learning-points",
            "learning-point",
            "Being asked to give something opens a street.",
            &evidence,
        ));
    }
    for story in stories.iter().take(QUOTES) {
        blocks.push(quote(&lead.quotes(story, start, end).await));
    }
    blocks.push(figure("coverage", "coverage"));
    blocks.push(figure("who-spoke", "roles"));
    blocks.push(text("two-way", "The council changed its letters."));
    summary.says(&blocks).await;
    summary.goes_public(protector).await
}
