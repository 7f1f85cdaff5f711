//! What others feel while sixty-four strangers try passwords.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    client::{Client, House, words},
    table::{Aim, Table, quantile},
};

const STRANGERS: u64 = 64;
const SECONDS: u64 = 5;

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(4);
    for at in 0..60 {
        house.tells(&house.lead, at, "en", &format!("Story {at}"), &words(2_000));
    }
    let paths = ["/api/health", "/testimonies", "/search?q=flat"];
    while house.lead.send("GET", "/search?q=flat", None).0 != 200 {}
    table.note(format!("{STRANGERS} strangers at the door for {SECONDS} s, each try from another network:"));
    let quiet = felt(&house, &paths, Duration::from_secs(2), &AtomicBool::new(false));
    house.service.count_memory_anew();
    let (over, tries, hashed) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let busy = std::thread::scope(|scope| {
        for stranger in 0..STRANGERS {
            let (house, over, tries, hashed) = (&house, &over, &tries, &hashed);
            scope.spawn(move || hammer(house, stranger, over, tries, hashed));
        }
        felt(&house, &paths, Duration::from_secs(SECONDS), &over)
    });
    let (_, most) = house.service.memory();
    for ((path, mut busy), (_, mut quiet)) in busy.into_iter().zip(quiet) {
        let beside =
            format!("p50 {:.2} ms; at peace p95 {:.2} ms", quantile(&mut busy, 0.5), quantile(&mut quiet, 0.95));
        table.line(format!("  GET {path}, p95"), quantile(&mut busy, 0.95), "ms", beside, Aim::Below(50.0));
    }
    let beside = format!("{} tries answered, {} after a look at the password", tries.into_inner(), hashed.into_inner());
    table.line("  memory, at most", most, "MB", beside, Aim::Below(200.0));
}

/// How long answers take, one after the other.
fn felt<'a>(house: &House, paths: &[&'a str], how_long: Duration, over: &AtomicBool) -> Vec<(&'a str, Vec<f64>)> {
    let all: Mutex<Vec<(&str, Vec<f64>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for path in paths {
            let all = &all;
            scope.spawn(move || {
                let client = Client::of(&house.office.lead, &house.service);
                let (began, mut times) = (Instant::now(), Vec::new());
                while began.elapsed() < how_long {
                    times.push(client.timed(path).0);
                    // People read between two clicks; the door is what is measured, not they.
                    std::thread::park_timeout(Duration::from_millis(10));
                }
                all.lock().unwrap().push((path, times));
            });
        }
    });
    over.store(true, Ordering::SeqCst);
    let mut all = all.into_inner().unwrap();
    all.sort_by_key(|(path, _)| paths.iter().position(|one| one == path));
    all
}

fn hammer(house: &House, stranger: u64, over: &AtomicBool, tries: &AtomicU64, hashed: &AtomicU64) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(20)))
        .build();
    let agent: ureq::Agent = agent.into();
    let mut number = stranger;
    while !over.load(Ordering::SeqCst) {
        number += STRANGERS;
        let form = json!({ "email": format!("somebody{number}@example.org"), "password": "rain on other roofs" });
        let from = format!("10.{}.{}.{}", number / 65_536 % 256, number / 256 % 256, number % 256);
        let request = ureq::http::Request::builder()
            .method("POST")
            .uri(format!("{}/api/session", house.service.address))
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            // The neighbourhood is the first three numbers.
            .header("x-forwarded-for", from)
            .body(form.to_string().into_bytes())
            .unwrap();
        let Ok(mut answer) = agent.run(request) else { continue };
        let _read = answer.body_mut().read_to_vec();
        tries.fetch_add(1, Ordering::Relaxed);
        match answer.status().as_u16() {
            401 | 403 | 422 => drop(hashed.fetch_add(1, Ordering::Relaxed)),
            429 | 503 => {}
            status => panic!("the door answered {status}"),
        }
    }
}
