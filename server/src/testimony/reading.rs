//! Reading a document that somebody brings: in a child process of our own executable, which can crash, hang or swell at its
//! own cost. Nothing of it is kept; the person confirms the text and sends it as a testimony.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use documents::{Asked, Document, Refusal, confined};
use tokio::sync::Semaphore;

/// The hidden subcommand by which our executable reads one document from its standard input.
pub const SUBCOMMAND: &str = "read-document";
/// Biggest document, in bytes.
pub const BIGGEST: usize = 64 * 1024 * 1024;
/// How many documents are read at once: each may take a processor and up to 1 GiB for a while.
const AT_ONCE: usize = 2;
/// Where poppler is installed where it is.
pub const PDFTOTEXT: &str = "/usr/bin/pdftotext";

/// Reads documents, a few at a time.
#[derive(Clone)]
pub struct Readers {
    program: PathBuf,
    pdftotext: Option<PathBuf>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// Readers that start this program.
    #[must_use]
    pub fn started_by(program: PathBuf) -> Self {
        let pdftotext = Some(PathBuf::from(PDFTOTEXT)).filter(|path| path.is_file());
        Self { program, pdftotext, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// What a person asked, with what this machine has.
    #[must_use]
    pub fn asked(&self, file_name: String, format: Option<documents::Format>, encoding: Option<String>) -> Asked {
        Asked { file_name, format, encoding, pdftotext: self.pdftotext.clone() }
    }

    /// Reads one document; waits for a turn.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn read(&self, bytes: Vec<u8>, asked: Asked) -> Result<Document, Refusal> {
        let _turn = self.turns.acquire().await;
        let program = self.program.clone();
        let reading = tokio::task::spawn_blocking(move || read_now(&program, &bytes, &asked));
        match reading.await {
            Ok(read) => read,
            Err(_stopped) => Err(Refusal {
                code: documents::RefusalCode::Damaged,
                line: None,
                detail: "Reading was interrupted. Try again.".to_owned(),
            }),
        }
    }
}

/// Reads one document in a child process, blocking.
///
/// # Errors
/// Why it cannot be read.
pub fn read_now(program: &Path, bytes: &[u8], asked: &Asked) -> Result<Document, Refusal> {
    confined::read(program, &[SUBCOMMAND], bytes, asked, confined::Limits::default())
}

/// The stable name of a format, as it is sent.
///
/// # Errors
/// When there is no such format.
pub fn format_named(name: &str) -> Result<documents::Format, crate::problem::Problem> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(|_unknown| {
        let detail = "Kith reads plain-text, markdown, html, docx, odt, rtf, pdf, web-vtt, srt and tei.";
        crate::problem::Problem::invalid("format", "unknown-format", detail)
    })
}

/// A title to suggest: the file's name without its ending.
#[must_use]
pub fn suggested_title(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    stem.replace(['_', '-'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

const KNOWN_LANGUAGES: &[&str] = &[
    "adx", "aeb", "am", "ar", "bg", "bn", "bs", "ca", "ckb", "cs", "da", "de", "el", "en", "es", "fa", "fr", "gu",
    "ha", "he", "hi", "hr", "ht", "hu", "hy", "it", "ja", "ka", "kmr", "kok", "ku", "mr", "my", "ne", "nl", "om", "pa",
    "pl", "prs", "ps", "pt", "ro", "ru", "sk", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tr", "ug",
    "uk", "ur", "uz", "vi", "yue", "zh",
];

/// Whether this is the tag of a language that names of files and folders are understood to mean.
#[must_use]
pub fn is_language(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default();
    KNOWN_LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(primary)) && super::heading::language(tag).is_ok()
}

/// A language to suggest, from a file name such as `story.ar.vtt` or `fa_story.txt`.
#[must_use]
pub fn suggested_language(file_name: &str) -> Option<String> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let parts: Vec<&str> = name.split(['.', '_']).collect();
    let before_ending = parts.iter().rev().nth(1).filter(|_| parts.len() > 2);
    let found = [parts.first(), before_ending].into_iter().flatten().find(|part| parts.len() > 2 && is_language(part));
    found.map(|part| (*part).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_suggests_a_title_and_a_language() {
        assert_eq!(suggested_title("ftf_transcript_mckelvey.pdf"), "ftf transcript mckelvey");
        assert_eq!(suggested_title("C:\\stories\\قصة.txt"), "قصة");
        assert_eq!(suggested_language("video-introduction.ar.vtt").as_deref(), Some("ar"));
        assert_eq!(suggested_language("kok_video-introduction.kok.vtt").as_deref(), Some("kok"));
        assert_eq!(suggested_language("story.txt"), None);
    }
}
