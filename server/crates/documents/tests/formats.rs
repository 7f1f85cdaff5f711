//! Documents of every format, as people send them and as nobody should. All words are invented.

use std::io::{Cursor, Write};

use documents::{Asked, Document, Format, Notice, Refusal, RefusalCode, read};
use passages::slice;

fn named(file_name: &str) -> Asked {
    Asked { file_name: file_name.to_owned(), ..Asked::default() }
}

fn open(file_name: &str, bytes: &[u8]) -> Document {
    read(bytes, &named(file_name)).unwrap()
}

fn refused(file_name: &str, bytes: &[u8]) -> Refusal {
    read(bytes, &named(file_name)).unwrap_err()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Vec<u8> {
    package(&[("word/document.xml", &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"))])
}

fn said(document: &Document) -> Vec<(Option<&str>, &str)> {
    let words = |turn: &passages::Turn| slice(&document.text, turn.start..turn.end).unwrap().to_owned();
    document.turns.iter().map(|turn| (turn.speaker.as_deref(), &*words(turn).leak())).collect()
}

#[test]
fn word_documents_keep_tables_and_strict_ones_open() {
    assert_eq!(
        open("a.docx", &fixture("tables.docx")).text,
        "Above\nTop left\tTop right\nBottom left\tBottom right\nBelow"
    );
    assert_eq!(open("a.docx", &fixture("strict-format.docx")).text, "Test");
}

#[test]
fn deleted_and_hidden_words_stay_out_of_word_documents() {
    let document = open(
        "a.docx",
        &word(
            "<w:p><w:r><w:t>We left</w:t></w:r><w:del><w:r><w:delText> his name</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p><w:p/><w:p><w:r><w:t xml:space='preserve'>at night &amp; &#x645;</w:t></w:r></w:p>",
        ),
    );
    assert_eq!(document.text, "We left\n\nat night & م");
    assert_eq!(document.notices, [Notice::DeletedTextLeftOut, Notice::HiddenTextLeftOut]);
}

#[test]
fn open_documents_keep_their_notes() {
    let document = open("a.odt", &fixture("footnote.odt"));
    assert!(document.text.starts_with("A text before footnote.\nA text before endnote.\n"));
    assert!(document.notices.contains(&Notice::NotesAtTheEnd));
}

#[test]
fn bombs_and_deep_nests_are_refused() {
    let bomb = "x".repeat(200 * 1024 * 1024);
    assert_eq!(refused("a.docx", &package(&[("word/document.xml", &bomb)])).code, RefusalCode::TooLarge);
    let deep = "<w:p>".repeat(100_000);
    assert_eq!(refused("a.docx", &word(&deep)).code, RefusalCode::TooDeep);
    let page = format!("{}We left", "<div>".repeat(200_000));
    assert_eq!(open("a.html", page.as_bytes()).text, "We left");
}

#[test]
fn entities_of_a_documents_own_are_never_expanded() {
    let text = "<?xml version='1.0'?><!DOCTYPE TEI [<!ENTITY a 'boom'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><TEI><text><body><p>We &a; &f; left</p></body></text></TEI>";
    let document = open("a.xml", text.as_bytes());
    assert_eq!(document.text, "We left");
    assert_eq!(document.notices, [Notice::EntitiesNotExpanded { count: 2 }]);
}

#[test]
fn speech_in_tei_is_said_by_somebody() {
    let text = "<TEI><teiHeader><listPerson><person xml:id='A1'><persName>Amina <surname>Said</surname></persName></person></listPerson></teiHeader><text><body>\n<u who='#A1'>\n  <seg>We left.</seg>\n  <seg>At night.</seg></u><note>Pause.</note><u who='#bo'><seg>When?</seg></u></body></text></TEI>";
    let document = open("a.xml", text.as_bytes());
    assert_eq!(document.text, "We left.\nAt night.\nPause.\nWhen?");
    assert_eq!(said(&document), [(Some("Amina Said"), "We left.\nAt night."), (Some("bo"), "When?")]);
}

#[test]
fn pages_and_markdown_become_words() {
    let page = "<!doctype html><title>no</title><style>no</style><p>Amina&nbsp;left  <b>at</b>\nnight.<script>no()</script><p>Bo &amp; she<br>walked.<template>no</template>";
    assert_eq!(open("a.html", page.as_bytes()).text, "Amina\u{a0}left at night.\n\nBo & she\nwalked.");
    let document =
        open("a.md", "**Amina Said:** We *left*.\n\n**Bo:** When?\n\n**Amina Said:** In [May](http://x).\n".as_bytes());
    assert_eq!(document.text, "Amina Said: We left.\n\nBo: When?\n\nAmina Said: In May.");
    assert_eq!(document.turns.len(), 3);
}

#[test]
fn captions_keep_their_times_and_voices() {
    let vtt = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Amina>We left\n<i>at</i> night.\n\n00:02.000 --> 00:04.000\n<v Amina>It &amp; snow.\n\n00:05.000 -->\nlost\n\n00:05.000 --> 00:06.000\n<v Bo>When?\n";
    let document = open("a.vtt", vtt.as_bytes());
    assert_eq!(document.text, "We left at night.\nIt & snow.\nWhen?");
    assert_eq!(said(&document), [(Some("Amina"), "We left at night.\nIt & snow."), (Some("Bo"), "When?")]);
    assert_eq!(
        document.cues.iter().map(|cue| (cue.start_ms, cue.end_ms)).collect::<Vec<_>>(),
        [(1000, 2500), (2000, 4000), (5000, 6000)]
    );
    assert_eq!(document.notices, [Notice::CuesOverlap { count: 1 }, Notice::LinesSkipped { line: 10, count: 1 }]);
    assert_eq!(open("x", &fixture("id.vtt")).cues.len(), 5);
}

#[test]
fn srt_is_read_by_its_content_in_any_encoding() {
    let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\nخرجنا ليلاً\r\n\r\nثم مشينا\r\n\r\n2\r\n00:00:03,5 --> 00:00:04,000\r\n{\\an8}<font color=red>نعم</font>\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(srt);
    let document = open("a.txt", &bytes);
    assert_eq!((document.format, document.text.as_str()), (Format::Srt, "خرجنا ليلاً ثم مشينا\nنعم"));
    assert_eq!(document.cues.last().map(|cue| cue.start_ms), Some(3500));
    assert!(document.encoding.unwrap().guessed);
}

#[test]
fn text_comes_out_clean() {
    let document = open("a.txt", "\u{feff}We\r\nleft\rat\0 \u{202e}night\u{202c}\u{c}now".as_bytes());
    assert_eq!(document.text, "We\nleft\nat \u{202e}night\u{202c}\nnow");
    assert_eq!(
        document.notices,
        [Notice::ControlCharactersLeftOut { count: 1 }, Notice::BidiControlsPresent { count: 2 }]
    );
}

fn pdf(stream: &str) -> String {
    format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n4 0 obj\n<</Length {}>>\nstream\n{stream}\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\ntrailer\n<</Root 1 0 R>>\n",
        stream.len()
    )
}

#[test]
fn a_pdf_with_words_is_read_even_when_its_table_is_missing() {
    assert_eq!(
        open("a.pdf", pdf("BT /F1 12 Tf 72 700 Td (We left at night.) Tj ET").as_bytes()).text,
        "We left at night."
    );
    assert_eq!(refused("a.pdf", pdf("0 0 100 100 re f").as_bytes()).code, RefusalCode::NoTextFound);
}

/// A stand-in for poppler: it reads everything it is given and says one line.
#[test]
fn pdftotext_is_used_where_it_is_installed() {
    use std::os::unix::fs::PermissionsExt;
    let program = std::env::temp_dir().join(format!("kith-pdftotext-{}", std::process::id()));
    std::fs::write(&program, "#!/bin/sh\nread -r first && case $first in %PDF*) printf 'خرجنا\\n\\f' ;; esac\n")
        .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let asked = Asked { pdftotext: Some(program.clone()), ..Asked::default() };
    let document = read(pdf("").as_bytes(), &asked).unwrap();
    std::fs::remove_file(&program).unwrap();
    assert_eq!(document.text, "خرجنا");
    assert_eq!(document.notices, [Notice::RightToLeftPdfOrderNeedsConfirming]);
    let asked = Asked { pdftotext: Some("/nowhere/pdftotext".into()), ..Asked::default() };
    assert_eq!(read(pdf("BT /F1 12 Tf (We left.) Tj ET").as_bytes(), &asked).unwrap().text, "We left.");
}

#[test]
fn what_is_not_read_is_refused_with_the_reason() {
    let wide: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let doc = [b"\xd0\xcf\x11\xe0".as_slice(), &[0; 64], &wide].concat();
    for (bytes, code, says) in [
        (b"".as_slice(), RefusalCode::Empty, "empty"),
        (b" \n\t ", RefusalCode::Empty, "blank"),
        (&doc, RefusalCode::UnsupportedFormat, ".doc"),
        (b"\x89PNG\r\n\x1a\n", RefusalCode::UnsupportedFormat, "PNG"),
        (b"ID3\x04\0", RefusalCode::UnsupportedFormat, "MP3"),
        (b"PK\x03\x04 and nothing", RefusalCode::Damaged, "broken"),
        (b"%PDF-1.4 and nothing", RefusalCode::Damaged, "PDF"),
        (b"<?xml version='1.0'?><svg/>", RefusalCode::UnsupportedFormat, "XML"),
        (b"<?xml version='1.0'?><TEI>\n<text></p></text></TEI>", RefusalCode::Damaged, "XML"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17], RefusalCode::NotText, "other than text"),
    ] {
        let refusal = refused("x", bytes);
        assert_eq!(refusal.code, code, "{refusal}");
        assert!(refusal.detail.contains(says), "{refusal}");
    }
    assert_eq!(refused("x", b"<?xml version='1.0'?><TEI>\n<text></p></text></TEI>").line, Some(2));
}

#[test]
fn codes_on_the_wire_are_stable() {
    let wire = |notice: Notice| serde_json::to_string(&notice).unwrap();
    assert_eq!(
        wire(Notice::RightToLeftPdfOrderNeedsConfirming),
        r#"{"code":"right-to-left-pdf-order-needs-confirming"}"#
    );
    assert_eq!(wire(Notice::LinesSkipped { line: 3, count: 1 }), r#"{"code":"lines-skipped","line":3,"count":1}"#);
    assert_eq!(serde_json::to_string(&RefusalCode::NoTextFound).unwrap(), r#""no-text-found""#);
}

mod anything {
    //! Whatever the bytes, reading ends, and every position it gives stands in the text.

    use proptest::prelude::*;

    use super::*;

    fn beginning() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            Just(Vec::new()),
            Just(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v ".to_vec()),
            Just(b"1\n00:00:01,000 --> 00:00:02,000\n".to_vec()),
            Just(b"{\\rtf1\\ansi ".to_vec()),
            Just(b"<!doctype html><p>".to_vec()),
            Just(b"<TEI><text><u who='a'>".to_vec()),
            Just("أمينة: خرجنا\nبو: متى؟\n".as_bytes().to_vec()),
        ]
    }

    proptest! {
        #[test]
        fn is_read_or_refused(start in beginning(), rest in prop::collection::vec(any::<u8>(), 0..400), ascii in "[\\n -~]{0,200}") {
            for tail in [rest.as_slice(), ascii.as_bytes()] {
                let bytes = [start.as_slice(), tail].concat();
                if let Ok(document) = read(&bytes, &Asked::default()) {
                    prop_assert!(document.text.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
                    for turn in &document.turns { prop_assert!(slice(&document.text, turn.start..turn.end).is_some_and(|words| !words.is_empty())); }
                    for cue in &document.cues { prop_assert!(slice(&document.text, cue.start..cue.end).is_some_and(|words| !words.is_empty())); }
                }
            }
        }
    }
}
