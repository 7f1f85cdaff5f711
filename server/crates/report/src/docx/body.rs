//! The text of the document, paragraph by paragraph. Every text goes through [`escaped`].

use super::{OFFICE, WORDS, XML, tag};
use crate::{Block, Direction, Fact, Lines, Report, Section, Table, Voice, words::plain};

/// Words as they may stand in XML.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in plain(text).chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// In which language words are, and in which direction they are read.
#[derive(Clone, Copy)]
struct Speech<'r> {
    language: &'r str,
    direction: Direction,
}

/// The text while it is written.
pub(super) struct Body<'r> {
    own: Speech<'r>,
    xml: String,
    links: Vec<String>,
}

impl<'r> Body<'r> {
    /// Nothing yet, in the language of a report.
    pub(super) fn new(report: &'r Report) -> Self {
        let own = Speech { language: &report.language, direction: report.direction };
        Self { own, xml: String::new(), links: Vec::new() }
    }

    /// A whole report.
    pub(super) fn of(report: &'r Report) -> Self {
        let mut body = Self::new(report);
        body.line("Publisher", &report.publisher);
        body.line("Title", &report.title);
        for words in &report.standfirst {
            body.line("Subtitle", words);
        }
        for words in &report.notices {
            body.line("Notice", words);
        }
        body.facts(&report.facts);
        for section in &report.sections {
            body.section(section);
        }
        body
    }

    /// What was written so far.
    pub(super) fn written(&self) -> &str {
        &self.xml
    }

    /// The document, and where its links lead, in the order of their numbers.
    pub(super) fn finish(self) -> (String, Vec<String>) {
        let bidi = if self.own.direction == Direction::RightToLeft { "<w:bidi/>" } else { "" };
        let page = format!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1530" w:right="1757" w:bottom="1530" w:left="1757" w:header="709" w:footer="709" w:gutter="0"/>{bidi}</w:sectPr>"#
        );
        let document = format!(
            r#"{XML}<w:document xmlns:w="{WORDS}" xmlns:r="{OFFICE}"><w:body>{}{page}</w:body></w:document>"#,
            self.xml
        );
        (document, self.links)
    }

    /// The foot of a page: what is said, then its number.
    pub(super) fn footer(&mut self, said: &str) {
        let number = r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#;
        let said = run(said, "", self.own);
        self.paragraph("Footer", self.own, &format!("{said}{number}"));
    }

    fn paragraph(&mut self, style: &str, speech: Speech<'_>, runs: &str) {
        let bidi = if speech.direction == Direction::RightToLeft { "<w:bidi/>" } else { "" };
        let style = if style.is_empty() { String::new() } else { format!(r#"<w:pStyle w:val="{style}"/>"#) };
        self.xml.push_str(&format!("<w:p><w:pPr>{style}{bidi}</w:pPr>{runs}</w:p>"));
    }

    /// A paragraph in the language of the report.
    fn line(&mut self, style: &str, words: &str) {
        let runs = run(words, "", self.own);
        self.paragraph(style, self.own, &runs);
    }

    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            let name = run(&format!("{}:\u{a0}", fact.name), "Soft", self.own);
            let runs = name + &run(&fact.value, "", self.own);
            self.paragraph("Fact", self.own, &runs);
        }
    }

    fn section(&mut self, section: &Section) {
        self.line("Heading1", &section.heading);
        for block in &section.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(words) => self.line("", words),
            Block::Statement { kind, claim, facts, note } => {
                if let Some(kind) = kind {
                    self.line("Heading2", kind);
                }
                self.line("Claim", claim);
                self.facts(facts);
                if let Some(note) = note {
                    self.line("Note", note);
                }
            }
            Block::Voice(voice) => self.voice(voice),
            Block::Table(table) => self.table(table),
            Block::SmallFigure { number, text, lines } => {
                let runs = run(&format!("{number}\u{a0}"), "Strong", self.own) + &run(text, "", self.own);
                self.paragraph("Claim", self.own, &runs);
                lines.iter().for_each(|line| self.line("Note", line));
            }
            Block::Marker(words) => self.line("Marker", words),
            Block::Address(address) => self.address(address),
            Block::Always(Lines::Paragraphs(lines)) => lines.iter().for_each(|line| self.line("Note", line)),
            Block::Always(Lines::List(lines)) => lines.iter().for_each(|line| self.line("ListParagraph", line)),
        }
    }

    fn voice(&mut self, voice: &Voice) {
        let speech = Speech { language: &voice.language, direction: voice.direction };
        for words in &voice.words {
            let runs = run(words, "", speech);
            self.paragraph("Quote", speech, &runs);
        }
        for words in &voice.translation {
            self.line("Translation", words);
        }
        if !voice.translation.is_empty() {
            self.line("Note", &voice.translated);
        }
        self.line("Attribution", &format!("— {}", voice.said_by.join(", ")));
    }

    fn address(&mut self, address: &str) {
        let english = Speech { language: "", direction: Direction::LeftToRight };
        if address.starts_with("https://") || address.starts_with("http://") {
            let words = run(address, "Hyperlink", english);
            let link = format!(r#"<w:hyperlink r:id="link{}">{words}</w:hyperlink>"#, self.links.len());
            self.links.push(address.to_owned());
            self.paragraph("", self.own, &link);
        } else {
            let words = run(address, "", english);
            self.paragraph("", self.own, &words);
        }
    }

    fn table(&mut self, table: &Table) {
        let bidi = if self.own.direction == Direction::RightToLeft { "<w:bidiVisual/>" } else { "" };
        let line = |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="D9D6CD"/>"#);
        let columns = table.columns.len();
        // Twentieths of a point: the first column is half as wide again as the others.
        let unit = 8392 / (columns * 2 + 3);
        let widths: Vec<usize> = std::iter::once(unit * 3).chain(std::iter::repeat_n(unit * 2, columns)).collect();
        let grid: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        self.xml.push_str(&format!(
            r#"<w:tbl><w:tblPr>{bidi}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{}{}{}</w:tblBorders><w:tblLook w:val="0480" w:firstRow="1" w:firstColumn="1" w:noVBand="1"/><w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#,
            line("top"),
            line("bottom"),
            line("insideH"),
            escaped(&table.name),
        ));
        let head = std::iter::once(&table.name).chain(&table.columns).map(String::as_str);
        self.row("<w:cantSplit/><w:tblHeader/>", "CellHead", &widths, head);
        for row in &table.rows {
            let cells = row.cells.iter().map(|cell| cell.text.as_str());
            self.row("<w:cantSplit/>", "Cell", &widths, std::iter::once(row.name.as_str()).chain(cells));
        }
        self.xml.push_str("</w:tbl>");
        table.notes.iter().for_each(|note| self.line("Note", note));
    }

    fn row<'a>(&mut self, kind: &str, style: &str, widths: &[usize], cells: impl Iterator<Item = &'a str>) {
        self.xml.push_str(&format!("<w:tr><w:trPr>{kind}</w:trPr>"));
        for (width, words) in widths.iter().zip(cells) {
            self.xml.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#));
            self.line(style, words);
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }
}

/// Words of one style, language and direction.
fn run(words: &str, style: &str, speech: Speech<'_>) -> String {
    let style = if style.is_empty() { String::new() } else { format!(r#"<w:rStyle w:val="{style}"/>"#) };
    let tag = tag(speech.language);
    let language = match speech.direction {
        _ if tag == "und" => String::new(),
        Direction::LeftToRight => format!(r#"<w:lang w:val="{tag}"/>"#),
        Direction::RightToLeft => format!(r#"<w:lang w:bidi="{tag}"/>"#),
    };
    let rtl = if speech.direction == Direction::RightToLeft { "<w:rtl/>" } else { "" };
    format!(r#"<w:r><w:rPr>{style}{rtl}{language}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(words))
}
