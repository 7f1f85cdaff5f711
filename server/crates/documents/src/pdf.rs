//! PDF: by `pdftotext` where a person has installed it, else by the built-in reader, whose panics are caught. It never
//! writes the document to a disk.

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::document::Notice;
use crate::out::Out;
use crate::read::{LARGEST_TEXT, Reading};
use crate::refusal::{Refusal, RefusalCode};

pub(crate) fn read(bytes: &[u8], pdftotext: Option<&Path>) -> Result<Reading, Refusal> {
    let text = match pdftotext.and_then(|program| by_program(program, bytes)) {
        Some(answer) => answer?,
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
    let notices = is_right_to_left.then_some(Notice::RightToLeftPdfOrderNeedsConfirming).into_iter().collect();
    Ok(Reading { out, notices, ..Reading::default() })
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn built_in(bytes: &[u8]) -> Result<String, Refusal> {
    // The library panics on some broken files; nothing of its state outlives the call.
    match catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem(bytes))) {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(pdf_extract::OutputError::PdfError(error))) => Err(refusal(&error)),
        Ok(Err(_)) => Err(Refusal::damaged("The PDF cannot be read.")),
        Err(_) => Err(Refusal::damaged("The PDF breaks the rules of its format.")),
    }
}

fn refusal(error: &pdf_extract::Error) -> Refusal {
    let why = format!("{error:?}").to_ascii_lowercase();
    if why.contains("decrypt") || why.contains("password") || why.contains("encrypt") {
        return Refusal::new(RefusalCode::Encrypted, "The PDF is protected by a password.");
    }
    Refusal::damaged("The PDF breaks the rules of its format.")
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
