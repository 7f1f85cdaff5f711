//! Reads every file of a folder, each in a child process of this program with 1 GiB of memory and 30 seconds, and prints
//! what came of it. It shows names of files and never their words.
//!
//! `cargo run --release -p documents --example survey -- FOLDER [--list] [--pdftotext PROGRAM]`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use documents::Asked;
use documents::confined::{Limits, Report, attempt, serve_one};

#[derive(Default)]
struct Tally {
    outcomes: BTreeMap<String, u32>,
    longest: Duration,
    most_memory: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--serve-one") {
        std::process::exit(i32::from(serve_one().is_err()));
    }
    let Some(folder) = arguments.first() else {
        eprintln!("survey FOLDER [--list] [--pdftotext PROGRAM]");
        std::process::exit(2);
    };
    let list = arguments.iter().any(|argument| argument == "--list");
    let pdftotext = arguments.iter().skip_while(|argument| *argument != "--pdftotext").nth(1).map(PathBuf::from);
    let program = std::env::current_exe().expect("this program has a path");
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for file in files_in(Path::new(folder)) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let inside = file.strip_prefix(folder).unwrap_or(&file);
        let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let asked = Asked { file_name, pdftotext: pdftotext.clone(), ..Asked::default() };
        let report = attempt(&program, &["--serve-one"], &bytes, &asked, Limits::default());
        let outcome = outcome_of(&report);
        if list {
            println!("{outcome}\t{}\t{}", inside.display(), detail_of(&report));
        }
        let first = inside.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let tally = tallies.entry(first.unwrap_or_default()).or_default();
        *tally.outcomes.entry(outcome).or_default() += 1;
        tally.longest = tally.longest.max(report.took);
        tally.most_memory = tally.most_memory.max(report.peak_memory_bytes.unwrap_or_default());
    }
    print(&tallies);
}

fn outcome_of(report: &Report) -> String {
    match &report.outcome {
        Ok(Ok(_)) => "ok".to_owned(),
        Ok(Err(refusal)) => refusal.code.as_str().to_owned(),
        Err(failure) => format!("!{failure:?}"),
    }
}

fn detail_of(report: &Report) -> String {
    match &report.outcome {
        Ok(Ok(read)) => {
            let encoding = read
                .encoding
                .as_ref()
                .map(|choice| format!("{}{}", choice.chosen, if choice.guessed { "?" } else { "" }));
            let (characters, turns, cues) = (read.text.chars().count(), read.turns.len(), read.cues.len());
            let encoding = encoding.unwrap_or_default();
            format!(
                "{:?} {encoding} {characters} characters, {turns} turns, {cues} cues {:?}",
                read.format, read.notices
            )
        }
        Ok(Err(refusal)) => refusal.to_string(),
        Err(_) => String::new(),
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

fn print(tallies: &BTreeMap<String, Tally>) {
    let mut all = Tally::default();
    for (folder, tally) in tallies {
        line(folder, tally);
        for (outcome, count) in &tally.outcomes {
            *all.outcomes.entry(outcome.clone()).or_default() += count;
        }
        all.longest = all.longest.max(tally.longest);
        all.most_memory = all.most_memory.max(tally.most_memory);
    }
    line("all", &all);
}

fn line(folder: &str, tally: &Tally) {
    let outcomes: Vec<String> = tally.outcomes.iter().map(|(outcome, count)| format!("{outcome} {count}")).collect();
    let memory = tally.most_memory / 1_048_576;
    println!("{folder:28} {:6.2} s {memory:5} MiB  {}", tally.longest.as_secs_f64(), outcomes.join(", "));
}
