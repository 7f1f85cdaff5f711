//! The conformance suite of vtt.js: every cue's times, identifier and text as the suite expects them. The suite is read
//! from `$KITH_CORPORA/hostile/vttjs-conformance`; without it the test says that it is skipped.

use std::path::{Path, PathBuf};

use documents::subtitles::webvtt;

/// Where the suite (of 2013 to 2015) and the standard of today differ, and what the standard says.
const SUPERSEDED: &[(&str, &str)] = &[
    ("cue-times/minimum-spots-over-sixty.vtt", "a first number above 59 is hours, and minutes must then follow it"),
    ("integration/id.vtt", "a second line with an arrow begins a block of its own"),
];

#[test]
fn cues_are_read_as_the_conformance_suite_expects() {
    let Some(corpora) = std::env::var_os("KITH_CORPORA").map(PathBuf::from) else {
        println!("skipped: KITH_CORPORA does not name the folder of corpora");
        return;
    };
    let tests = corpora.join("hostile/vttjs-conformance/tests");
    if !tests.is_dir() {
        println!("skipped: {} is not there", tests.display());
        return;
    }
    let pairs = pairs_in(&tests);
    assert!(pairs.len() > 150, "only {} pairs were found", pairs.len());
    let mut wrong = Vec::new();
    for (vtt, json) in &pairs {
        let name = vtt.strip_prefix(&tests).unwrap().display().to_string();
        if SUPERSEDED.iter().all(|(file, _)| *file != name) && ours(vtt) != theirs(json) {
            wrong.push(format!("{name}\n  ours   {:?}\n  theirs {:?}", ours(vtt), theirs(json)));
        }
    }
    println!("{} of {} files agree", pairs.len() - wrong.len() - SUPERSEDED.len(), pairs.len());
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

type Cue = (String, u64, u64, String);

fn ours(vtt: &Path) -> Vec<Cue> {
    let bytes = std::fs::read(vtt).unwrap();
    let file = webvtt(&String::from_utf8_lossy(&bytes)).unwrap_or_default();
    file.cues.into_iter().map(|cue| (cue.id, cue.start_ms, cue.end_ms, cue.payload)).collect()
}

fn theirs(json: &Path) -> Vec<Cue> {
    if json.ends_with("no-output.json") {
        return Vec::new();
    }
    let expected: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let text = |cue: &serde_json::Value, name: &str| cue[name].as_str().unwrap_or_default().to_owned();
    let ms = |cue: &serde_json::Value, name: &str| (cue[name].as_f64().unwrap() * 1000.0).round() as u64;
    let cues = expected["cues"].as_array().cloned().unwrap_or_default();
    cues.iter().map(|cue| (text(cue, "id"), ms(cue, "startTime"), ms(cue, "endTime"), text(cue, "text"))).collect()
}

/// The files and their expectations, as the suite's own scripts pair them. Expectations of processed trees are others' concern.
fn pairs_in(tests: &Path) -> Vec<(PathBuf, PathBuf)> {
    let mut pairs = Vec::new();
    let mut folders = vec![tests.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "test.js" || name == "tests.js") {
                let script = std::fs::read_to_string(&path).unwrap();
                for call in script.split("jsonEqual").skip(1).filter(|call| !call.starts_with("ProcModel")) {
                    let mut names = call.split('"').skip(1).step_by(2);
                    if let (Some(vtt), Some(json)) = (names.next(), names.next()) {
                        let (vtt, json) = (tests.join(vtt), tests.join(json));
                        if vtt.is_file() && (json.is_file() || json.ends_with("no-output.json")) {
                            pairs.push((vtt, json));
                        }
                    }
                }
            }
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}
