//! OpenDocument text, packed or flat. Notes are gathered at the end; comments and deleted text are left out.

use passages::CodePoints;

use crate::document::Notice;
use crate::out::Out;
use crate::package::Package;
use crate::read::Reading;
use crate::refusal::{Refusal, RefusalCode};
use crate::xml::{self, Element, Listener, Step};

/// The most spaces one `text:s` may stand for.
const MOST_SPACES: usize = 1_000;

pub(crate) fn read(mut package: Package<'_>) -> Result<Reading, Refusal> {
    let manifest = package.text_of("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Refusal::new(RefusalCode::Encrypted, "The document is protected by a password."));
    }
    let content = package.text_of("content.xml")?;
    reading(&content, "content.xml")
}

/// Reads the flat form, one XML file.
pub(crate) fn read_flat(text: &str) -> Result<Reading, Refusal> {
    reading(text, "the document")
}

fn reading(content: &str, part: &str) -> Result<Reading, Refusal> {
    let mut body = Body::default();
    xml::walk(content, part, &mut body)?;
    let mut out = body.out;
    let mut notices = Vec::new();
    let notes = body.notes.finish().text;
    if !notes.is_empty() {
        out.end_line();
        out.push(&notes)?;
        notices.push(Notice::NotesAtTheEnd);
    }
    notices.extend(body.left_out_comments.then_some(Notice::CommentsLeftOut));
    notices.extend(body.left_out_deleted.then_some(Notice::DeletedTextLeftOut));
    Ok(Reading { out, notices, ..Reading::default() })
}

#[derive(Debug, Default)]
struct Body {
    out: Out,
    notes: Out,
    /// How many notes are open; a note may not hold notes, but a file may.
    in_notes: usize,
    in_body: usize,
    /// How many paragraphs are open: a text box in a paragraph holds paragraphs.
    in_paragraphs: usize,
    paragraph: CodePoints,
    in_tables: usize,
    left_out_comments: bool,
    left_out_deleted: bool,
}

impl Body {
    fn target(&mut self) -> &mut Out {
        if self.in_notes > 0 { &mut self.notes } else { &mut self.out }
    }

    fn put(&mut self, words: &str) -> Result<(), Refusal> {
        self.target().push(words)
    }
}

impl Listener for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) -> Result<Step, Refusal> {
        match name {
            "body" => self.in_body += 1,
            // Styles and fonts stand before the body; the flat form holds everything in one tree.
            _ if self.in_body == 0 => {
                let is_around = matches!(name, "document" | "document-content");
                return Ok(if is_around { Step::Into } else { Step::Over });
            }
            "p" | "h" => {
                self.in_paragraphs += 1;
                if !self.target().awaits_cell() {
                    self.target().line_next();
                }
                self.paragraph = self.target().here();
            }
            "s" => {
                let count = element.attribute("c").and_then(|c| c.parse().ok()).unwrap_or(1_usize);
                self.put(&" ".repeat(count.min(MOST_SPACES)))?;
            }
            "tab" => self.put("\t")?,
            "line-break" => self.put("\n")?,
            "note-body" => {
                self.in_notes += 1;
                self.notes.end_line();
            }
            "note-citation" => return Ok(Step::Over),
            "annotation" => {
                self.left_out_comments = true;
                return Ok(Step::Over);
            }
            "tracked-changes" => {
                self.left_out_deleted = true;
                return Ok(Step::Over);
            }
            "image" => {
                self.target().leave_out_image();
                return Ok(Step::Over);
            }
            "table" => self.in_tables += 1,
            "table-row" => self.target().row_next(),
            "table-cell" => self.target().cell_next(),
            "forms" | "sequence-decls" | "variable-decls" | "binary-data" | "ruby-text" | "desc" | "title"
            | "script" | "event-listeners" | "object" | "object-ole" => return Ok(Step::Over),
            _ => {}
        }
        Ok(Step::Into)
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "body" => self.in_body = self.in_body.saturating_sub(1),
            "p" | "h" => {
                self.in_paragraphs = self.in_paragraphs.saturating_sub(1);
                let here = self.target().here();
                let is_blank = self.paragraph == here;
                match (is_blank, self.in_tables) {
                    (true, 0) => self.target().blank_line_next(),
                    (true, _) => {}
                    (false, _) => self.target().line_next(),
                }
            }
            "note-body" => self.in_notes = self.in_notes.saturating_sub(1),
            "table" => {
                self.in_tables = self.in_tables.saturating_sub(1);
                self.target().row_next();
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) -> Result<(), Refusal> {
        if self.in_paragraphs == 0 || words.is_empty() {
            return Ok(());
        }
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let words = if self.target().ends_with_space() { words.trim_start_matches(blank) } else { words };
        self.target().push_collapsed(words)
    }

    fn entity(&mut self) {
        self.out.leave_out_entity();
    }
}
