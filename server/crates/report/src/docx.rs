//! A report as DOCX: the small package that office programs of all makers open, with real headings, the language and direction
//! of every text, a table's head, and nothing else. It links no template, no picture, no font and no program.

mod body;

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use self::body::{Body, escaped};
use crate::{Direction, Report, words::locale};

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Why there is no DOCX.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be written")]
pub struct DocxError(#[from] zip::result::ZipError);

impl From<std::io::Error> for DocxError {
    fn from(cause: std::io::Error) -> Self {
        Self(cause.into())
    }
}

/// The report as DOCX.
///
/// # Errors
/// When the package cannot be written, which is no fault of the words.
pub fn docx(report: &Report) -> Result<Vec<u8>, DocxError> {
    let body = Body::of(report);
    let (document, links) = body.finish();
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relations(&top())),
        ("docProps/core.xml", core(report)),
        ("word/_rels/document.xml.rels", relations(&below(&links))),
        ("word/document.xml", document),
        ("word/styles.xml", styles(report)),
        ("word/numbering.xml", numbering()),
        ("word/settings.xml", settings()),
        ("word/footer1.xml", footer(report)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The day of the package is the day of the summary, not of the machine.
    let day = report.published;
    let year = u16::try_from(day.year).unwrap_or(1980);
    let day = DateTime::from_date_and_time(year, day.month, day.day, 0, 0, 0).unwrap_or(DateTime::DEFAULT);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(day);
    for (name, part) in parts {
        zip.start_file(name, options)?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| format!(r#"<Override PartName="/{name}" ContentType="{kind}"/>"#);
    let parts: String = ["document.main", "styles", "numbering", "settings", "footer"]
        .iter()
        .map(|kind| {
            let name = if *kind == "footer" { "footer1" } else { kind.trim_end_matches(".main") };
            part(&format!("word/{name}.xml"), &format!("{KIND}.{kind}+xml"))
        })
        .collect();
    let core = part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    format!(
        r#"{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{parts}{core}</Types>"#
    )
}

/// A line of a list of relations: its id, what kind, and where it leads.
type Relation = (String, String, String, bool);

fn relations(all: &[Relation]) -> String {
    let line = |(id, kind, target, is_outside): &Relation| {
        let outside = if *is_outside { r#" TargetMode="External""# } else { "" };
        format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{}"{outside}/>"#, escaped(target))
    };
    let all: String = all.iter().map(line).collect();
    format!(r#"{XML}<Relationships xmlns="{PACKAGE}/relationships">{all}</Relationships>"#)
}

fn top() -> Vec<Relation> {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    vec![
        ("r1".to_owned(), format!("{OFFICE}/officeDocument"), "word/document.xml".to_owned(), false),
        ("r2".to_owned(), core, "docProps/core.xml".to_owned(), false),
    ]
}

fn below(links: &[String]) -> Vec<Relation> {
    let own = ["styles", "numbering", "settings", "footer"];
    let own = own.iter().map(|kind| {
        let file = if *kind == "footer" { "footer1" } else { kind };
        ((*kind).to_owned(), format!("{OFFICE}/{kind}"), format!("{file}.xml"), false)
    });
    let link = |(at, link): (usize, &String)| (format!("link{at}"), format!("{OFFICE}/hyperlink"), link.clone(), true);
    own.chain(links.iter().enumerate().map(link)).collect()
}

fn core(report: &Report) -> String {
    let day = report.published;
    let day = format!("{:04}-{:02}-{:02}T00:00:00Z", day.year, day.month, day.day);
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:identifier>{}</dc:identifier><dc:language>{}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>"#,
        escaped(&report.title),
        escaped(&report.publisher),
        escaped(&report.identifier),
        tag(&report.language),
    )
}

/// A language as office programs know it.
fn tag(language: &str) -> String {
    match locale(language) {
        (language, Some(region)) => format!("{language}-{region}"),
        (language, None) => language,
    }
}

fn styles(report: &Report) -> String {
    let tag = tag(&report.language);
    let language = match report.direction {
        Direction::LeftToRight => format!(r#"<w:lang w:val="{tag}"/>"#),
        Direction::RightToLeft => format!(r#"<w:lang w:bidi="{tag}"/>"#),
    };
    include_str!("docx/styles.xml").replace("{language}", &language)
}

fn numbering() -> String {
    format!(
        r#"{XML}<w:numbering xmlns:w="{WORDS}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#
    )
}

fn settings() -> String {
    // Without this, programs open it as a document of fifteen years ago.
    format!(
        r#"{XML}<w:settings xmlns:w="{WORDS}"><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

fn footer(report: &Report) -> String {
    let mut body = Body::new(report);
    let said = format!("{} · {} ·\u{a0}", report.publisher, report.version);
    body.footer(&said);
    format!(r#"{XML}<w:ftr xmlns:w="{WORDS}">{}</w:ftr>"#, body.written())
}
