//! Building the index, and finding in it, beside bare tantivy with the same passages and the same queries in process.

mod asked;
mod bare;

use std::{io::BufRead, path::PathBuf, time::Instant};

use asked::Asked;
use bare::Bare;
use flate2::read::GzDecoder;
use kith::testimony::Shape;
use passages::Offsets;
use serde_json::Value;
use tests::encoded;

use crate::{
    client::{House, at_once, milliseconds, processor_seconds_of_this_process},
    table::{Aim, Table, quantile},
};

/// A large text collection.
struct Corpus {
    name: &'static str,
    file: &'static str,
    language: &'static str,
    /// Every how manyth text is taken.
    every: usize,
}

const CORPORA: [Corpus; 2] = [
    Corpus { name: "1,248 life histories", file: "fwp_life_histories.jsonl.gz", language: "en", every: 1 },
    Corpus {
        name: "13,441 Spanish speeches (every fifth)",
        file: "parlamint_es_speeches.jsonl.gz",
        language: "es",
        every: 5,
    },
];

/// How often each query is asked.
const ROUNDS: usize = 3;

pub fn measure(table: &mut Table) {
    let Some(folder) = std::env::var_os("KITH_CORPORA").map(PathBuf::from) else {
        table.note("search: left out, because KITH_CORPORA names no folder of large texts");
        return;
    };
    for corpus in &CORPORA {
        let path = folder.join("large").join(corpus.file);
        if path.exists() {
            of_corpus(table, corpus, &texts(corpus, &path));
        } else {
            table.note(format!("search: {} left out, because {} is not there", corpus.name, corpus.file));
        }
    }
}

fn texts(corpus: &Corpus, path: &std::path::Path) -> Vec<String> {
    let lines = std::io::BufReader::new(GzDecoder::new(std::fs::File::open(path).unwrap())).lines();
    let lines = lines.step_by(corpus.every).map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    lines.filter_map(|one| one["text"].as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)).collect()
}

fn of_corpus(table: &mut Table, corpus: &Corpus, texts: &[String]) {
    let house = House::with_narrators(100);
    let began = Instant::now();
    at_once(&house, 6, texts, |client, at, text| {
        house.tells(client, at, corpus.language, &format!("Story {at}"), text);
    });
    let loaded = milliseconds(began) / 1_000.0;
    let passages = passages_of(texts);
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = passages.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    table.note(format!("{}: {} passages, {megabytes:.0} MB, brought in {loaded:.0} s", corpus.name, passages.len()));

    let (service_seconds, service_wall) = rebuilt(&house);
    let (before, began) = (processor_seconds_of_this_process(), Instant::now());
    let bare = Bare::of(&passages, corpus.language);
    let (bare_seconds, bare_wall) = (processor_seconds_of_this_process() - before, milliseconds(began) / 1_000.0);
    let beside = format!(
        "{:.1} beside {:.1} MB a processor second; {:.1} beside {:.1} MB/s by the clock",
        megabytes / service_seconds,
        megabytes / bare_seconds,
        megabytes / service_wall,
        megabytes / bare_wall
    );
    table.line("  building the index anew, beside bare", bare_seconds / service_seconds, "×", beside, Aim::Above(0.5));

    for kind in Asked::from(&passages) {
        compare(table, &house, &bare, &kind);
    }
    let (now, most) = house.service.memory();
    table.line("  memory afterwards", now, "MB", format!("{most:.0} MB at most"), Aim::None);
}

fn passages_of(texts: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for text in texts {
        let text = text.replace("\r\n", "\n");
        let shape = Shape::of(&text, None, Vec::new()).unwrap();
        let offsets = Offsets::of(&text);
        let found = shape.passages(&text);
        all.extend(found.iter().filter_map(|one| offsets.slice(one.start..one.end)).map(str::to_owned));
    }
    all
}

/// Has the index built anew: seconds of the processor and of the clock.
fn rebuilt(house: &House) -> (f64, f64) {
    // What was brought is being followed still; that is not what is measured.
    let mut before = house.service.processor_seconds();
    loop {
        std::thread::park_timeout(std::time::Duration::from_millis(1_000));
        let now = house.service.processor_seconds();
        if now - before < 0.02 {
            break;
        }
        before = now;
    }
    let (before, began) = (house.service.processor_seconds(), Instant::now());
    let (status, _) = house.lead.send("POST", "/reindex", Some(&Value::Null));
    assert_eq!(status, 200);
    loop {
        std::thread::park_timeout(std::time::Duration::from_millis(50));
        let jobs = house.lead.get("/jobs");
        let jobs = jobs.as_array().unwrap();
        if jobs.iter().all(|job| job["state"] == "done") && !jobs.is_empty() {
            break;
        }
    }
    (house.service.processor_seconds() - before, milliseconds(began) / 1_000.0)
}

fn compare(table: &mut Table, house: &House, bare: &Bare, kind: &Asked) {
    let paths: Vec<String> =
        kind.queries.iter().map(|query| format!("/search?limit=20&q={}", encoded(&query.typed()))).collect();
    let (mut service, mut beside, mut differ) = (Vec::new(), Vec::new(), 0_usize);
    for (path, query) in paths.iter().zip(&kind.queries) {
        let found = house.lead.get(path)["total"].as_u64().unwrap_or(0);
        let found_bare = bare.search(query);
        differ += usize::from(found == 0 && found_bare > 0);
    }
    let before = house.service.processor_seconds();
    for _ in 0..ROUNDS {
        for path in &paths {
            service.push(house.lead.timed(path).0);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let processor = (house.service.processor_seconds() - before) * 1_000.0 / service.len() as f64;
    for _ in 0..ROUNDS {
        for query in &kind.queries {
            let began = Instant::now();
            std::hint::black_box(bare.search(query));
            beside.push(milliseconds(began));
        }
    }
    let limit = quantile(&mut beside, 0.95).mul_add(3.0, 5.0);
    let mut note = format!(
        "p50 {:.2} ms, {processor:.2} ms processor; bare p50 {:.2} p95 {:.2} ms",
        quantile(&mut service, 0.5),
        quantile(&mut beside, 0.5),
        quantile(&mut beside, 0.95)
    );
    if differ > 0 {
        note += &format!("; {differ} found by bare alone");
    }
    table.line(format!("  search, {}, p95", kind.name), quantile(&mut service, 0.95), "ms", note, Aim::Below(limit));
}
