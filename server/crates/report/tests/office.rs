//! A summary as a text document and as tables, read again.

use std::io::{Cursor, Read};

use documents::{Asked, Format};
use report::{docx::docx, xlsx::xlsx};

mod samples;

fn words_in(docx: &[u8]) -> String {
    let asked = Asked { format: Some(Format::Docx), ..Asked::default() };
    let read = documents::read(docx, &asked).expect("a document that can be read");
    read.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn part(package: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_text_document_has_headings_languages_and_the_head_of_its_table() {
    let file = docx(&samples::english()).expect("a file");
    let words = words_in(&file);
    for sentence in [
        "Being asked to give something opens a street.",
        "كنت أظن أن الشارع مغلق أمامنا.",
        "fewer than 5",
        "Something stood here that rests on words that were withdrawn.",
        "https://kith.example.org/read/forum/what-opens-a-street/v2",
    ] {
        assert!(words.contains(sentence), "{sentence}: {words}");
    }
    let document = part(&file, "word/document.xml");
    for mark in [
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:pStyle w:val=\"Quote\"/><w:bidi/>",
        "<w:rtl/><w:lang w:bidi=\"ar\"/>",
        "<w:lang w:val=\"uk\"/>",
        "<w:tblHeader/>",
    ] {
        assert!(document.contains(mark), "{mark}");
    }
    assert!(!document.contains("<w:bidiVisual/>"));
    let arabic = part(&docx(&samples::arabic()).expect("a file"), "word/document.xml");
    assert!(arabic.contains("<w:bidiVisual/>") && arabic.contains("<w:bidi/></w:sectPr>"));
    assert!(docx(&samples::english()).expect("a file") == file, "the same words are the same bytes");
}

#[test]
fn tables_hold_numbers_as_numbers_and_the_rest_as_words() {
    let file = xlsx(&samples::english()).expect("a file");
    let strings = part(&file, "xl/sharedStrings.xml");
    for words in
        ["What opens a street", "Fewer than five people are never told apart", "fewer than 5", "Social bridges"]
    {
        assert!(strings.contains(words), "{words}");
    }
    assert!(!strings.contains("when my window is dark"), "no quotes in it");
    assert!(part(&file, "xl/worksheets/sheet2.xml").contains("<v>25</v>"));
    assert!(part(&file, "xl/workbook.xml").contains("name=\"1 Part of life\""));
    let arabic = part(&xlsx(&samples::arabic()).expect("a file"), "xl/worksheets/sheet2.xml");
    assert!(arabic.contains("rightToLeft=\"1\""));
    assert!(xlsx(&samples::english()).expect("a file") == file, "the same words are the same bytes");
}

#[test]
fn hostile_words_are_words_and_well_formed() {
    let mut report = samples::hostile();
    report.sections.push(report.sections[0].clone());
    report.title = "[]:*?/\\'".to_owned();
    let file = docx(&report).expect("a file");
    let words = words_in(&file);
    for words_of in ["#import \"x\": * and #panic(\"y\")", "* bold * _under_ `raw` @label <label>", "abc[31m"] {
        assert!(words.contains(words_of), "{words_of}");
    }
    let strings = part(&xlsx(&report).expect("a file"), "xl/sharedStrings.xml");
    assert!(strings.contains("@label &lt;label&gt;"));
}
