//! A published summary as a file to take along: it says what the page says, and nothing that the page says no longer.

use std::io::{Cursor, Read};

use documents::{Asked, Format};
use tests::{
    Person, TestApp, Value, json, story,
    summing::{quote, statement, text},
};

use crate::summaries::{CLAIM, forum};

const QUOTED: &str = "Then Amina was asked to cook for everybody.";
const MARKER: &str = "Something stood here that rests on words that were withdrawn.";

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The whole summary as files that a reader takes along: the words in them.
async fn taken_along(reader: &Person, address: &str) -> Vec<(&'static str, String)> {
    let pdf = file(reader, address, "summary.pdf", PDF).await;
    let docx = file(reader, address, "summary.docx", DOCX).await;
    vec![("PDF", words_in(&pdf, Format::Pdf)), ("DOCX", words_in(&docx, Format::Docx))]
}

/// The figures that a reader takes along: all words in them, and the first figure.
async fn figures(reader: &Person, address: &str) -> (String, String) {
    let book = file(reader, address, "figures.xlsx", XLSX).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut part = |name: &str| {
        let mut text = String::new();
        let Ok(mut part) = zip.by_name(name) else { return text };
        part.read_to_string(&mut text).expect("text");
        text
    };
    (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet2.xml"))
}

async fn file(reader: &Person, address: &str, name: &str, kind: &str) -> Vec<u8> {
    let answer = reader.get(&format!("{address}/{name}")).await.has(200);
    assert_eq!(answer.headers.get("content-type").map(String::as_str), Some(kind), "{name}");
    assert_eq!(answer.headers.get("cache-control").map(String::as_str), Some("no-cache"), "{name}");
    answer.bytes
}

/// What the house's own reader finds in it, with single spaces.
fn words_in(file: &[u8], format: Format) -> String {
    let asked = Asked { format: Some(format), ..Asked::default() };
    let read = documents::read(file, &asked).expect("a document that can be read");
    read.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(file: &[u8], words: &str) -> bool {
    file.windows(words.len()).any(|window| window == words.as_bytes())
}

#[story]
async fn a_reader_takes_a_summary_along() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    let page = reader.get(&address).await.text();
    assert!(page.contains("href=\"/read/forum/what-opens-a-street/summary.pdf\""), "{page}");
    for (name, words) in taken_along(&reader, &address).await {
        for part in [
            "What opens a street",
            CLAIM,
            QUOTED,
            "five to nine people",
            "fewer than 5",
            "Social bridges",
            "Nobody is scored or ranked",
            "Personal experience cannot be made general.",
            "/read/forum/what-opens-a-street/v1",
        ] {
            assert!(words.contains(part), "{name}: {part}: {words}");
        }
    }
    let pdf = file(&reader, &address, "summary.pdf", PDF).await;
    for part in ["/StructTreeRoot", "/Outlines", "pdfuaid", "<rdf:li>en</rdf:li>", "2026-03-01T00:00:00"] {
        assert!(says(&pdf, part), "{part}");
    }
    let (words, first) = figures(&reader, &address).await;
    for part in ["What opens a street", "fewer than 5", "Social bridges", "Fewer than five people are never told apart"]
    {
        assert!(words.contains(part), "XLSX: {part}: {words}");
    }
    assert!(first.contains("<v>5</v>") && !words.contains(QUOTED) && !words.contains(CLAIM), "{first}");
    let again = file(&reader, &address, "summary.pdf", PDF).await;
    assert!(pdf == again, "the same words are the same bytes");
    for nothing in ["/read/forum/another/summary.pdf", "/read/nobody/x/summary.pdf", &format!("{address}/summary.exe")]
    {
        assert_eq!(reader.get(nothing).await.status, 404, "{nothing}");
    }
}

#[story]
async fn what_a_narrator_takes_back_is_in_no_file_that_is_made_from_then_on() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif", "Farid"]).await;
    let (summary, _) = forum.draft().await;
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("Somebody at a foundation");
    for (name, words) in taken_along(&reader, &address).await {
        assert!(words.contains(QUOTED) && words.contains(CLAIM) && !words.contains(MARKER), "{name}");
    }
    app.days_pass(2);
    forum.narrators[0].0.withdraws(&["quote-anonymously"]).await;
    for (name, words) in taken_along(&reader, &address).await {
        assert!(!words.contains("Amina") && words.contains(CLAIM) && words.contains(MARKER), "{name}: {words}");
        assert!(words.contains("Issued again on") && words.contains("2026-03-03"), "{name}: {words}");
    }
    let amina = forum.narrators[0].0.comes_back(&app.stranger("Amina at home")).await;
    amina.post("/api/narrator/withdrawals", json!({ "everything": true })).await.ok();
    for (name, words) in taken_along(&reader, &address).await {
        assert!(!words.contains("Amina") && !words.contains(CLAIM) && words.contains(MARKER), "{name}: {words}");
        assert!(!words.contains("five to nine people"), "{name}: what bore it out is not told either");
    }
    let (words, first) = figures(&reader, &address).await;
    assert!(!words.contains("Amina") && words.contains("Issued again on"), "{words}");
    assert!(first.contains("<v>5</v>"), "figures stay as they were: one person less would say who it was");
    // Taken back by those who published it: a title, and that it was.
    forum.ed.post(&summary.path(&forum.ed, "/retire"), json!({})).await.has(204);
    for (name, words) in taken_along(&reader, &address).await {
        assert!(words.contains("taken back by those who published it") && !words.contains("We asked how"), "{name}");
    }
    let (words, first) = figures(&reader, &address).await;
    assert!(words.contains("taken back by those who published it") && first.is_empty(), "{words}");
}

#[story]
async fn a_summary_in_arabic_is_a_file_in_arabic() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif"]).await;
    let (summary, _) = forum.draft().await;
    let head = json!({ "title": "ما الذي يفتح شارعاً", "language": "ar", "grants": [] });
    forum.ed.put(&summary.path(&forum.ed, ""), head).await.ok();
    let mut blocks = blocks_of(&summary, &forum.ed).await;
    blocks.push(text("purpose", "سألنا كيف صار الناس يشعرون أنهم في بيتهم، بالعربية and in English."));
    let now = summary.seen_by(&forum.ed).await["edition"].clone();
    let document = json!({ "title": "ما الذي يفتح شارعاً", "blocks": blocks });
    let form = json!({ "after": now, "document": document });
    forum.ed.put(&summary.path(&forum.ed, "/document"), form).await.ok();
    let address = summary.goes_public(&forum.pia).await;
    let reader = app.stranger("قارئة");
    let pdf = file(&reader, &address, "summary.pdf", PDF).await;
    for part in ["pdfuaid", "<rdf:li>ar</rdf:li>", "/Direction/R2L"] {
        assert!(says(&pdf, part), "{part}");
    }
    let docx = words_in(&file(&reader, &address, "summary.docx", DOCX).await, Format::Docx);
    for part in ["ما الذي يفتح شارعاً", "سألنا كيف صار الناس يشعرون", "عمّ سألنا، ولماذا", QUOTED]
    {
        assert!(docx.contains(part), "{part}: {docx}");
    }
    let (words, first) = figures(&reader, &address).await;
    assert!(first.contains("rightToLeft=\"1\"") && words.contains("ما الذي يفتح شارعاً"), "{words}");
}

#[story]
async fn hostile_words_are_words() {
    let app = TestApp::at("2026-03-01").await;
    let forum = forum(&app, &["Amina", "Bashir", "Cem", "Dina", "Elif"]).await;
    let (summary, _) = forum.draft().await;
    let mut blocks = blocks_of(&summary, &forum.ed).await;
    let long = "w".repeat(5_000);
    for words in [
        "#import \"x\": * and #panic(\"y\")",
        "$ x $ \\ * bold * _under_ `raw` @label // comment",
        "=HYPERLINK(\"http://x.example\") <b>&amp;</b> ]]>",
        "nul\u{1}bell\u{7} \u{202e}turned\u{202c} عربي and English 🙂 漢字",
        &long,
    ] {
        blocks.push(text("two-way", words));
    }
    blocks.retain(|block| block["kind"] != "statement");
    let (_, story) = &forum.narrators[0];
    let evidence = [summary.rests_on(story, 27, 70, "supports").await];
    blocks.push(statement("learning-points", "learning-point", "#panic(\"z\") opens $ a \\ street.", &evidence));
    let quoted = forum.ed.quotes(story, 27, 70).await;
    blocks.push(quote(&quoted));
    summary.says(&blocks).await;
    let address = summary.goes_public(&forum.pia).await;
    for (name, words) in taken_along(&app.stranger("A reader"), &address).await {
        for part in [
            "#import \"x\": * and #panic(\"y\")",
            "* bold * _under_ `raw` @label // comment",
            "=HYPERLINK(\"http://x.example\") <b>&amp;</b> ]]>",
            "nulbell",
            "#panic(\"z\") opens $ a \\ street.",
        ] {
            assert!(words.contains(part), "{name}: {part}: {words}");
        }
        assert!(words.chars().filter(|sign| *sign == 'w').count() > 5_000, "{name}");
    }
}

async fn blocks_of(summary: &tests::Summary, editor: &Person) -> Vec<Value> {
    summary.seen_by(editor).await["document"]["blocks"].as_array().expect("blocks").clone()
}
