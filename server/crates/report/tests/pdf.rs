//! A summary as PDF, read again as a stranger's document would be.

use documents::{Asked, Format};
use report::pdf::pdf;

mod samples;

/// What a reader of documents finds in it, with single spaces.
fn words_in(pdf: &[u8]) -> String {
    let asked = Asked { format: Some(Format::Pdf), ..Asked::default() };
    let read = documents::read(pdf, &asked).expect("a document that can be read");
    read.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_summary_is_a_tagged_file_that_claims_the_standard() {
    let file = pdf(&samples::english()).expect("a file");
    for (words, why) in [
        ("/MarkInfo", "it is tagged"),
        ("/StructTreeRoot", "with a tree"),
        ("/Outlines", "has an outline"),
        ("pdfuaid", "says PDF/UA"),
        ("(Kith)", "made by"),
        ("2026-03-01", "on the day it was published"),
    ] {
        assert!(says(&file, words), "{why}");
    }
    let words = words_in(&file);
    for sentence in [
        "Being asked to give something opens a street.",
        "Now I know who lives here, and when my window is dark somebody knocks.",
        "Спочатку ніхто не вітався.",
        "fewer than 5",
        "Something stood here that rests on words that were withdrawn.",
        "2026-03-01 2 / 4",
    ] {
        assert!(words.contains(sentence), "{sentence}: {words}");
    }
    assert!(file.len() < 200_000, "{}", file.len());
}

#[test]
fn the_same_words_are_the_same_bytes() {
    assert!(pdf(&samples::english()).expect("a file") == pdf(&samples::english()).expect("a file"));
}

#[test]
fn arabic_is_arabic_from_the_first_page_to_the_last() {
    let file = pdf(&samples::arabic()).expect("a file");
    assert!(says(&file, "pdfuaid") && says(&file, "<rdf:li>ar</rdf:li>"));
    assert!(says(&file, "R2L"), "it opens from the right");
}

#[test]
fn hostile_words_print_as_they_are() {
    let file = pdf(&samples::hostile()).expect("a file");
    let words = words_in(&file);
    for part in [
        "#import \"x\": * and #panic(\"y\") and #sys.inputs",
        "* bold * _under_ `raw` @label <label> // comment /* more */",
        "= Not a heading",
        "abc[31m",
        "then English",
    ] {
        assert!(words.contains(part), "{part}");
    }
    let w = words.chars().filter(|sign| *sign == 'w').count();
    assert!(w >= 9 * 5_000, "of 5,000 signs without a space each is there: {w}");
}

#[test]
fn a_summary_that_was_taken_back_is_a_page_with_its_title() {
    let mut report = samples::english();
    report.sections.clear();
    report.facts.clear();
    report.standfirst.clear();
    report.notices = vec!["This summary was taken back by those who published it.".to_owned()];
    let words = words_in(&pdf(&report).expect("a file"));
    assert!(words.contains("What opens a street") && words.contains("taken back"), "{words}");
}
