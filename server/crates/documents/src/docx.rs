//! Word documents, transitional and strict. Elements are known by their names without prefixes, so both namespaces, and
//! any prefix, read alike. Deleted and hidden text and comments are left out, and that is said.

use std::mem::take;

use passages::CodePoints;

use crate::document::Notice;
use crate::out::Out;
use crate::package::Package;
use crate::read::Reading;
use crate::refusal::{Refusal, RefusalCode};
use crate::xml::{self, Element, Listener, Step};

pub(crate) fn read(mut package: Package<'_>) -> Result<Reading, Refusal> {
    let Some(main) = package.main_part("word/document.xml") else {
        return Err(Refusal::damaged("The package has no main document."));
    };
    let mut body = Body::default();
    xml::walk(&package.text_of(&main)?, &main, &mut body)?;
    body.out.end_line();
    let folder = main.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
    let mut notices = Vec::new();
    let mut unreadable = 0;
    for notes in ["footnotes.xml", "endnotes.xml"] {
        let part = if folder.is_empty() { notes.to_owned() } else { format!("{folder}/{notes}") };
        if !package.has(&part) {
            continue;
        }
        let before = body.out.here();
        match package.text_of(&part).and_then(|text| xml::walk(&text, &part, &mut body)) {
            Err(refusal) if refusal.code == RefusalCode::TooLarge => return Err(refusal),
            Err(_) => unreadable += 1,
            Ok(()) if body.out.here() > before => notices.push(Notice::NotesAtTheEnd),
            Ok(()) => {}
        }
        body.out.end_line();
    }
    notices.dedup();
    if package.has(&format!("{folder}/comments.xml")) && body.has_comments {
        notices.push(Notice::CommentsLeftOut);
    }
    notices.extend(body.left_out_deleted.then_some(Notice::DeletedTextLeftOut));
    notices.extend(body.left_out_hidden.then_some(Notice::HiddenTextLeftOut));
    notices.extend((unreadable > 0).then_some(Notice::SomePartsUnreadable { count: unreadable }));
    Ok(Reading { out: body.out, notices, ..Reading::default() })
}

#[derive(Debug, Default)]
struct Body {
    out: Out,
    /// Where the open paragraph began.
    paragraph: CodePoints,
    in_tables: usize,
    in_text: bool,
    keeps_space: bool,
    is_hidden: bool,
    words: String,
    has_comments: bool,
    left_out_deleted: bool,
    left_out_hidden: bool,
}

impl Body {
    fn put(&mut self, words: &str) -> Result<(), Refusal> {
        if self.is_hidden {
            self.left_out_hidden |= !words.trim().is_empty();
            return Ok(());
        }
        self.out.push(words)
    }

    /// Words of the body wait until their element closes: a text element may come in several pieces.
    fn put_waiting(&mut self) -> Result<(), Refusal> {
        let words = take(&mut self.words);
        let words = if self.keeps_space { words.as_str() } else { words.trim() };
        if words.is_empty() { Ok(()) } else { self.put(words) }
    }
}

impl Listener for Body {
    fn open(&mut self, name: &str, element: &Element<'_>) -> Result<Step, Refusal> {
        match name {
            "t" => {
                self.in_text = true;
                self.keeps_space = element.attribute("space").is_some_and(|space| space == "preserve");
            }
            "p" => {
                if !self.out.awaits_cell() {
                    self.out.line_next();
                }
                self.paragraph = self.out.here();
            }
            "tbl" => self.in_tables += 1,
            "tr" => self.out.row_next(),
            "tc" => self.out.cell_next(),
            "tab" if element.attribute("pos").is_none() && element.attribute("val").is_none() => self.put("\t")?,
            "br" | "cr" => self.put("\n")?,
            "noBreakHyphen" => self.put("\u{2011}")?,
            "softHyphen" => self.put("\u{ad}")?,
            "sym" => self.put(&symbol(element))?,
            "r" => self.is_hidden = false,
            "vanish" => {
                let off = element.attribute("val").is_some_and(|val| matches!(val.as_str(), "0" | "false" | "off"));
                self.is_hidden = !off;
            }
            "del" | "moveFrom" => {
                self.left_out_deleted = true;
                return Ok(Step::Over);
            }
            "commentReference" => self.has_comments = true,
            "blip" | "imagedata" => self.out.leave_out_image(),
            // A paragraph's mark may be hidden without its words being so; a fallback repeats its choice.
            "pPr" | "sectPr" | "tblPr" | "tcPr" | "trPr" | "Fallback" | "instrText" | "delText" => {
                return Ok(Step::Over);
            }
            "footnote" | "endnote" if is_separator(element) => return Ok(Step::Over),
            _ => {}
        }
        Ok(Step::Into)
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "t" => {
                self.in_text = false;
                self.put_waiting()?;
            }
            "p" if self.paragraph == self.out.here() && self.in_tables == 0 => self.out.blank_line_next(),
            "p" if self.paragraph == self.out.here() => {}
            "p" => self.out.line_next(),
            "tbl" => {
                self.in_tables = self.in_tables.saturating_sub(1);
                self.out.row_next();
            }
            "r" => self.is_hidden = false,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) -> Result<(), Refusal> {
        if self.in_text {
            self.words.push_str(words);
        }
        Ok(())
    }

    fn entity(&mut self) {
        self.out.leave_out_entity();
    }
}

fn is_separator(note: &Element<'_>) -> bool {
    note.attribute("type").is_some_and(|kind| kind != "normal")
}

/// A character of a symbol font, where it is a real character; those fonts put theirs in the private area.
fn symbol(element: &Element<'_>) -> String {
    let code = element.attribute("char").and_then(|hex| u32::from_str_radix(&hex, 16).ok());
    match code.and_then(char::from_u32) {
        Some(character) if !('\u{e000}'..='\u{f8ff}').contains(&character) => character.to_string(),
        _ => "\u{fffd}".to_owned(),
    }
}
