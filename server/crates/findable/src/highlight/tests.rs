//! Marked words, as a reader sees them.

use super::Highlighter;
use crate::language::Language;
use crate::query::{Query, parse};
use proptest::prelude::*;

/// The passage with its hits in brackets.
fn marked(query: &str, language: Language, text: &str) -> String {
    let mut highlighter = Highlighter::new(&parse(query).unwrap(), language);
    let ranges = highlighter.ranges(text);
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if ranges.iter().any(|range| range.start == at) {
            out.push('[');
        }
        out.push(c);
        if ranges.iter().any(|range| range.end == at + 1) {
            out.push(']');
        }
    }
    out
}

fn shown_of(highlighter: &mut Highlighter, text: &str, max: usize) -> std::ops::Range<usize> {
    let hits = highlighter.ranges(text);
    highlighter.best_window(text, &hits, max)
}

#[test]
fn every_form_of_a_word_is_marked() {
    assert_eq!(
        marked("house", Language::En, "😀 Two houses; the HOUSE, housing."),
        "😀 Two [houses]; the [HOUSE], [housing]."
    );
    assert_eq!(marked("مدرسة", Language::Ar, "كانت المَدرسةُ بعيدة"), "كانت [المَدرسةُ] بعيدة");
    assert_eq!(marked("ışık", Language::Tr, "IŞIK söndü"), "[IŞIK] söndü");
}

#[test]
fn beginnings_and_near_words_are_marked() {
    assert_eq!(marked("integrat*", Language::En, "reintegration, integration"), "reintegration, [integration]");
    assert_eq!(marked("alepo~", Language::En, "from Aleppo to"), "from [Aleppo] to");
    assert_eq!(marked("خان*", Language::Fa, "خانه و خانواده"), "[خانه] و [خانواده]");
}

#[test]
fn phrases_only_where_they_stand_together() {
    assert_eq!(
        marked("\"a safe place\"", Language::En, "Safe? It was a safe place. A place, a safe house."),
        "Safe? It was [a safe place]. A place, a safe house."
    );
    assert_eq!(marked("mother-in-law", Language::En, "his mother in law, in law"), "his [mother in law], in law");
}

#[test]
fn what_is_excluded_and_what_is_too_common_is_not_marked() {
    assert_eq!(marked("house -flat", Language::En, "a house, no flat"), "a [house], no flat");
    assert_eq!(marked("the house", Language::En, "the house"), "the [house]");
    assert_eq!(marked("the", Language::En, "the house"), "[the] house");
}

#[test]
fn joined_and_parted_words_are_marked() {
    assert_eq!(marked("بیماریهای", Language::Fa, "از بیماری‌های سخت"), "از [بیماری‌های] سخت");
    assert_eq!(marked("بیماری", Language::Fa, "از بیماری‌های سخت"), "از [بیماری‌های] سخت");
    assert_eq!(marked("می‌خواهم", Language::Fa, "من می خواهم بروم"), "من [می خواهم] بروم");
}

#[test]
fn the_window_is_where_the_hits_are() {
    let text = format!("{} the flat and the house were cold. {}", "word ".repeat(40), "more ".repeat(40));
    let mut highlighter = Highlighter::new(&parse("flat house cold").unwrap(), Language::En);
    let window = shown_of(&mut highlighter, &text, 60);
    let shown: String = text.chars().skip(window.start).take(window.len()).collect();
    assert!(shown.contains("flat and the house were cold"), "{shown}");
    assert!(window.len() <= 60);
    assert!(!shown.starts_with(' ') && !shown.ends_with(' '));
    assert_eq!(shown_of(&mut highlighter, "short text", 60), 0..10);
    assert_eq!(shown_of(&mut highlighter, &"x".repeat(90), 60), 0..60);
}

proptest! {
    #[test]
    fn ranges_and_windows_stay_in_the_text(text in "\\PC{0,300}", max in 0_usize..80, language in 0_usize..50) {
        let language = Language::ALL.get(language).copied().unwrap_or(Language::Und);
        let words: String = text.chars().take(120).collect();
        for query in [Query::any_of(&words), parse(&words), parse("a* \"b c\" alepo~2")].into_iter().flatten() {
            let mut highlighter = Highlighter::new(&query, language);
            let length = text.chars().count();
            let mut last = 0;
            for range in highlighter.ranges(&text) {
                prop_assert!(range.start >= last && range.start < range.end && range.end <= length);
                last = range.end;
            }
            let window = shown_of(&mut highlighter, &text, max);
            prop_assert!(window.start <= window.end && window.end <= length && window.len() <= max);
        }
    }
}
