//! The one way in: bytes to a document, or a refusal. It holds the bounds that every format shares.

use passages::{Turn, recognise_turns};

use crate::detect::{Kind, kind_of};
use crate::document::{Asked, Cue, Document, EncodingChoice, Format, Notice};
use crate::encoding::{Declared, Decoded, decode};
use crate::out::Out;
use crate::refusal::{Refusal, RefusalCode};
use crate::{docx, html, markdown, odt, pdf, rtf, subtitles, tei, xml};

/// The most bytes a document may have.
pub const LARGEST_INPUT: usize = 64 * 1024 * 1024;

/// The most bytes the text of a document may have, in UTF-8.
pub const LARGEST_TEXT: usize = 16 * 1024 * 1024;

/// What a reader of one format makes.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) out: Out,
    /// Turns from the document's own marks; `None` to recognise them in the text.
    pub(crate) turns: Option<Vec<Turn>>,
    pub(crate) cues: Vec<Cue>,
    pub(crate) notices: Vec<Notice>,
}

impl From<Out> for Reading {
    fn from(out: Out) -> Self {
        Self { out, ..Self::default() }
    }
}

/// Reads a document.
///
/// # Errors
/// A [`Refusal`] that says why: it is empty, too large, damaged, of a kind that is not read, without text.
pub fn read(bytes: &[u8], asked: &Asked) -> Result<Document, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new(RefusalCode::Empty, "The file is empty."));
    }
    if bytes.len() > LARGEST_INPUT {
        let detail = format!("The file is larger than {} MiB.", LARGEST_INPUT / 1_048_576);
        return Err(Refusal::new(RefusalCode::TooLarge, detail));
    }
    match kind_of(bytes, asked)? {
        Kind::Docx(package) => finish(Format::Docx, docx::read(*package)?, None),
        Kind::Odt(package) => finish(Format::Odt, odt::read(*package)?, None),
        Kind::Rtf => finish(Format::Rtf, rtf::read(bytes)?, None),
        Kind::Pdf => finish(Format::Pdf, pdf::read(bytes, asked.pdftotext.as_deref())?, None),
        Kind::Text => read_text(bytes, asked),
    }
}

fn read_text(bytes: &[u8], asked: &Asked) -> Result<Document, Refusal> {
    let Decoded { text, choice } = decode(bytes, asked.encoding.as_deref(), Declared::in_bytes(bytes))?;
    if text.trim().is_empty() {
        return Err(Refusal::new(RefusalCode::Empty, "There is nothing but blank space in it."));
    }
    let format = crate::detect::text_format(&text, asked)?;
    let reading = match format {
        Format::WebVtt => subtitles::read_webvtt(&text)?,
        Format::Srt => subtitles::read_srt(&text)?,
        Format::Html => html::read(&text)?,
        Format::Markdown => markdown::read(&text)?,
        Format::Tei => tei::read(&text)?,
        Format::Odt => odt::read_flat(&text)?,
        Format::PlainText => plain(&text)?,
        Format::Docx | Format::Rtf | Format::Pdf => {
            return Err(Refusal::damaged("It was to be read as a format that it does not have."));
        }
    };
    // What the XML declaration says is no guess, even when it was not needed.
    let choice = if xml::is_xml(&text) { EncodingChoice { guessed: false, ..choice } } else { choice };
    finish(format, reading, Some(choice))
}

fn plain(text: &str) -> Result<Reading, Refusal> {
    let mut out = Out::default();
    out.push(text)?;
    let controls = usize::try_from(out.controls_left_out()).unwrap_or(usize::MAX);
    // A stray escape or form feed is an accident; one character in fifty is a program or a picture.
    if controls > 8 && controls > text.len() / 50 {
        return Err(Refusal::new(RefusalCode::NotText, "The file holds something other than text."));
    }
    Ok(out.into())
}

fn finish(format: Format, reading: Reading, encoding: Option<EncodingChoice>) -> Result<Document, Refusal> {
    let finished = reading.out.finish();
    if finished.text.is_empty() {
        let detail = match format {
            Format::Pdf => {
                "It opens, but holds no text: it may be a scan or a drawing. Text recognition is needed first."
            }
            Format::WebVtt | Format::Srt => "There are no captions with words in it.",
            _ => "It opens, but there are no words in it.",
        };
        return Err(Refusal::no_text(detail));
    }
    let mut notices = finished.notices;
    notices.extend(reading.notices);
    let turns = reading.turns.unwrap_or_else(|| recognise_turns(&finished.text));
    Ok(Document { format, text: finished.text, turns, cues: reading.cues, encoding, notices })
}
