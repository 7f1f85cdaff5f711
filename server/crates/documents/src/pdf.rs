//! PDF: by `pdftotext` where a person has installed it, else by the built-in reader, whose panics are caught. It never
//! writes the document to a disk.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};

use pdf_extract::{Document as PdfDocument, PlainTextOutput, output_doc, output_doc_page};

use crate::document::Notice;
use crate::out::Out;
use crate::read::{LARGEST_TEXT, Reading};
use crate::refusal::{Refusal, RefusalCode};

pub(crate) fn read(bytes: &[u8], pdftotext: Option<&Path>) -> Result<Reading, Refusal> {
    let (text, unreadable) = match pdftotext.and_then(|program| by_program(program, bytes)) {
        Some(answer) => (answer?, 0),
        None => built_in(bytes)?,
    };
    let mut out = Out::default();
    let mut gap = false;
    for line in text.split(['\n', '\u{c}']) {
        // Pages are laid out with many blank lines; one says as much.
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            out.end_paragraph();
        }
        out.push(line.trim_end())?;
        out.push("\n")?;
    }
    let is_right_to_left = text.chars().any(is_right_to_left);
    let mut notices = Vec::new();
    notices.extend(is_right_to_left.then_some(Notice::RightToLeftPdfOrderNeedsConfirming));
    notices.extend((unreadable > 0).then_some(Notice::SomePartsUnreadable { count: unreadable }));
    Ok(Reading { out, notices, ..Reading::default() })
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Text, and how many pages could not be read.
fn built_in(bytes: &[u8]) -> Result<(String, u32), Refusal> {
    let document = unless_it_panics(|| open(bytes)).unwrap_or_else(|| Err(broken()))?;
    let pages = unless_it_panics(|| document.get_pages()).unwrap_or_default();
    if pages.is_empty() {
        return Err(broken());
    }
    let mut text = String::new();
    if unless_it_panics(|| output_doc(&document, &mut PlainTextOutput::new(&mut text))).is_some_and(|done| done.is_ok())
    {
        return Ok((text, 0));
    }
    // One bad page or font must not cost the rest: page by page, and by the plainer reader where that fails too.
    text.clear();
    let mut unreadable = 0_u32;
    for number in pages.into_keys() {
        let mut page = String::new();
        let read = unless_it_panics(|| output_doc_page(&document, &mut PlainTextOutput::new(&mut page), number));
        if read.is_none_or(|done| done.is_err()) {
            let plainer = unless_it_panics(|| document.extract_text(&[number]).ok()).flatten();
            unreadable = unreadable.saturating_add(u32::from(plainer.is_none()));
            page = plainer.unwrap_or_default();
        }
        text.push_str(&page);
        text.push('\n');
        if text.len() > LARGEST_TEXT {
            break;
        }
    }
    if unreadable > 0 && text.trim().is_empty() {
        return Err(broken());
    }
    Ok((text, unreadable))
}

fn open(bytes: &[u8]) -> Result<PdfDocument, Refusal> {
    let mut document = match PdfDocument::load_mem(bytes) {
        Ok(document) => document,
        Err(error) => {
            let mended = mended(bytes).and_then(|mended| PdfDocument::load_mem(&mended).ok());
            mended.ok_or_else(|| refusal(&error))?
        }
    };
    if document.is_encrypted() {
        // Many PDFs are encrypted with an empty password, only to forbid printing.
        document.decrypt("").map_err(|error| refusal(&error))?;
    }
    Ok(document)
}

/// The PDF with a new table of its objects, for files whose own table is broken; `None` when there is nothing to list.
/// Of an object that is there twice, the later one counts, as in a file that was saved again.
fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut objects: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
    let mut at = 0_usize;
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        if let Some((number, generation)) = object_on(line) {
            objects.insert(number, (generation, at));
        }
        at = at.saturating_add(line.len());
    }
    let root = after_last(bytes, b"/Root")?;
    let mut words = root.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<u32>().ok();
    let (root, generation) = (number()?, number()?);
    let size = objects.last_key_value()?.0.checked_add(1)?;
    let mut table = String::from("\nxref\n0 1\n0000000000 65535 f \n");
    for (number, (generation, at)) in &objects {
        table.push_str(&format!("{number} 1\n{at:010} {generation:05} n \n"));
    }
    let start = bytes.len().checked_add(1)?;
    table.push_str(&format!("trailer\n<</Size {size} /Root {root} {generation} R>>\nstartxref\n{start}\n%%EOF\n"));
    Some([bytes, table.as_bytes()].concat())
}

/// The number and generation of the object that begins on this line.
fn object_on(line: &[u8]) -> Option<(u32, u32)> {
    let mut words = line.get(..32).unwrap_or(line).split(|byte| byte.is_ascii_whitespace());
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<u32>().ok();
    let (object, generation) = (number()?, number()?);
    words.next().filter(|word| word.starts_with(b"obj")).map(|_| (object, generation.min(65_535)))
}

fn after_last<'b>(bytes: &'b [u8], sought: &[u8]) -> Option<&'b [u8]> {
    let at = bytes.windows(sought.len()).rposition(|window| window == sought)?;
    bytes.get(at.checked_add(sought.len())?..)
}

/// The libraries panic on some broken files; nothing of their state outlives the call.
fn unless_it_panics<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn broken() -> Refusal {
    Refusal::damaged("The PDF breaks the rules of its format.")
}

fn refusal(error: &pdf_extract::Error) -> Refusal {
    let why = format!("{error:?}").to_ascii_lowercase();
    if why.contains("decrypt") || why.contains("password") || why.contains("encrypt") {
        return Refusal::new(RefusalCode::Encrypted, "The PDF is protected by a password.");
    }
    broken()
}

/// `None` when the program is not there.
fn by_program(program: &Path, bytes: &[u8]) -> Option<Result<String, Refusal>> {
    let mut command = Command::new(program);
    command.args(["-enc", "UTF-8", "-eol", "unix", "-", "-"]).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let (mut to, from, errors) = (child.stdin.take()?, child.stdout.take()?, child.stderr.take()?);
    let most = u64::try_from(LARGEST_TEXT).unwrap_or(u64::MAX).saturating_add(1);
    let (mut text, mut said) = (Vec::new(), String::new());
    std::thread::scope(|scope| {
        // A program that stops reading early ends this write with an error, which its exit status explains.
        scope.spawn(move || to.write_all(bytes));
        scope.spawn(|| {
            let _ = errors.take(4096).read_to_string(&mut said);
        });
        let _ = from.take(most).read_to_end(&mut text);
    });
    let ended = child.wait().ok()?;
    if ended.success() || !text.trim_ascii().is_empty() {
        return Some(Ok(String::from_utf8_lossy(&text).into_owned()));
    }
    if said.contains("ncorrect password") || said.contains("encrypt") {
        return Some(Err(Refusal::new(RefusalCode::Encrypted, "The PDF is protected by a password.")));
    }
    Some(Err(Refusal::damaged("The PDF cannot be read.")))
}
