//! Reading in a child process, with the small program beside the library as the child.

use std::path::PathBuf;

use documents::confined::{Failure, Limits, attempt, read};
use documents::{Asked, RefusalCode};

const ARGUMENTS: &[&str] = &[];

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_read-document"))
}

#[test]
fn a_document_is_read_in_a_child() {
    let document = read(&program(), ARGUMENTS, "خرجنا ليلاً".as_bytes(), &Asked::default(), Limits::default()).unwrap();
    assert_eq!(document.text, "خرجنا ليلاً");
    let refusal = read(&program(), ARGUMENTS, b"", &Asked::default(), Limits::default()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Empty);
}

#[test]
fn a_child_that_needs_too_much_memory_is_told_apart() {
    let text = "We left. ".repeat(1_500_000);
    assert!(read(&program(), ARGUMENTS, text.as_bytes(), &Asked::default(), Limits::default()).is_ok());
    let limits = Limits { memory_bytes: 100 * 1024 * 1024, seconds: 30 };
    let report = attempt(&program(), ARGUMENTS, text.as_bytes(), &Asked::default(), limits);
    assert_eq!(report.outcome.unwrap_err(), Failure::OverMemory);
    let refusal = read(&program(), ARGUMENTS, text.as_bytes(), &Asked::default(), limits).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::TooLarge);
}

#[test]
fn a_child_that_takes_too_long_is_ended() {
    let sleeper = PathBuf::from("/bin/sleep");
    let limits = Limits { seconds: 1, ..Limits::default() };
    let refusal = read(&sleeper, &["infinity"], b"x", &Asked::default(), limits).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::TookTooLong);
}

#[test]
fn a_program_that_is_not_there_is_a_refusal() {
    let refusal = read(&PathBuf::from("/nowhere/kith"), &[], b"x", &Asked::default(), Limits::default()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Damaged);
}
