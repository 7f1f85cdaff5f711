//! The erasure drill: a narrator with canaries in everything that can hold one takes everything back with their code; then
//! every path is asked, every byte is looked at, and a backup from before is brought back. `make drill` does it twenty times
//! and prints what it saw; CI does it once.

use std::{process::Command, time::Instant};

use tests::{Person, TestApp, json, story};

use super::erasure::{CANARIES, forum, the_job_is_done};

/// How often it is done.
fn rounds() -> u32 {
    std::env::var("KITH_DRILL").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}

#[story]
async fn whoever_takes_everything_back_is_gone() {
    for round in 1..=rounds() {
        drill(round).await;
    }
}

async fn drill(round: u32) {
    let mut app = TestApp::at("2026-03-01").await;
    let forum = forum(&app).await;
    let before = forum.all_paths().await;
    let planted: Vec<_> = CANARIES.iter().filter(|canary| before.contains(**canary)).collect();
    assert_eq!(planted.len(), CANARIES.len(), "only {planted:?} of {CANARIES:?} can be read at first");
    let old = app.keeps_a_backup().await;

    let amina = forum.amina.comes_back(&app.stranger("Amina at home")).await;
    let began = Instant::now();
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    let withdrawn = began.elapsed();
    let all = forum.all_replies().await;
    let asked = began.elapsed();
    let told = all.iter().find(|reply| CANARIES.iter().any(|canary| reply.contains(canary)));
    assert_eq!(told, None, "a path still tells it");
    let done = the_job_is_done(&forum.pia).await;
    let erased = began.elapsed();
    let bytes = nothing_lies_anywhere(&app).await;

    app.brings_back(&old).await;
    let [bo, pia] = [&forum.bo, &forum.pia].map(|person| person.speaking_to(&app.service));
    nobody_is_brought_back(&bo, &forum.told.id).await;
    the_job_is_done(&pia).await;
    let bytes_again = nothing_lies_anywhere(&app).await;
    println!(
        "round {round}: withdrawn in {withdrawn:.2?}; {} paths silent after {asked:.2?}; erased and verified after \
         {erased:.2?}; removed {}; {} canaries in none of {bytes} bytes, and after an old backup in none of {bytes_again}",
        all.len(),
        done["removed"],
        CANARIES.len(),
    );
}

/// No canary stands in any file: records and their log, keys, index, recordings, backups, and what a server of databases
/// keeps. Says how many bytes there were.
async fn nothing_lies_anywhere(app: &TestApp) -> u64 {
    let places = app.places().await;
    let mut look = Command::new("grep");
    look.env("LC_ALL", "C").args(["-r", "-l", "-a", "-i", "-F"]);
    for canary in CANARIES {
        look.args(["-e", canary]);
    }
    let found = look.args(&places).output().expect("grep is there");
    // 1 says that it looked and found nothing.
    let said = String::from_utf8_lossy(&found.stderr);
    assert_eq!((found.status.code(), String::from_utf8_lossy(&found.stdout)), (Some(1), "".into()), "{said}");
    let size = Command::new("du").args(["-s", "-c", "-b"]).args(&places).output().expect("du is there");
    let size = String::from_utf8_lossy(&size.stdout);
    size.lines().last().and_then(|line| line.split_whitespace().next()?.parse().ok()).expect("a number of bytes")
}

async fn nobody_is_brought_back(bo: &Person, story: &str) {
    bo.get(&bo.here(&format!("/testimonies/{story}"))).await.is(404, "not-found");
    for canary in CANARIES {
        assert_eq!(bo.finds(canary).await, Vec::<String>::new(), "{canary} is found again");
    }
}
