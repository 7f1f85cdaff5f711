//! What a file is, by its content first and its name last. It must never trust a name over a content.

use crate::document::{Asked, Format};
use crate::package::Package;
use crate::refusal::{Refusal, RefusalCode};
use crate::xml;

/// Which reader a file goes to.
pub(crate) enum Kind<'b> {
    Docx(Box<Package<'b>>),
    Odt(Box<Package<'b>>),
    Rtf,
    Pdf,
    /// To be decoded first.
    Text,
}

/// The beginnings of files that are not read, and what they are.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a sound, video or picture file (RIFF)"),
    (b"ID3", "a sound recording (MP3)"),
    (b"\xff\xfb", "a sound recording (MP3)"),
    (b"OggS", "a sound or video recording (Ogg)"),
    (b"fLaC", "a sound recording (FLAC)"),
    (b"\x1a\x45\xdf\xa3", "a video recording (Matroska or WebM)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"wOF", "a font"),
    (b"\0\x01\0\0", "a font"),
];

/// What kind of file this is.
///
/// # Errors
/// It is of a kind that is not read, encrypted, or a broken package.
pub(crate) fn kind_of<'b>(bytes: &'b [u8], asked: &Asked) -> Result<Kind<'b>, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08") {
        return packed(bytes);
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if contains(head, b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.starts_with(b"{\\rt") {
        return Ok(Kind::Rtf);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(compound(bytes));
    }
    if head.get(4..8).is_some_and(|kind| kind == b"ftyp") {
        return Err(Refusal::unsupported("a video, sound or picture file (MP4, HEIC)"));
    }
    if let Some((_, what)) = NOT_READ.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Refusal::unsupported(what));
    }
    // Somebody said what it is, or its name does, and it does not even begin so.
    let named = asked.format.or_else(|| by_name(&asked.file_name));
    let missing = |what: &str| Err(Refusal::damaged(format!("It is named as {what} but does not begin like one.")));
    match named {
        Some(Format::Docx) => missing("a Word document"),
        Some(Format::Odt) if !xml::is_xml(&String::from_utf8_lossy(head)) => missing("an OpenDocument text"),
        Some(Format::Pdf) => missing("a PDF"),
        Some(Format::Rtf) => missing("an RTF document"),
        _ => Ok(Kind::Text),
    }
}

fn packed(bytes: &[u8]) -> Result<Kind<'_>, Refusal> {
    let mut package = Package::open(bytes)?;
    let mimetype = package.text_of("mimetype").unwrap_or_default();
    let mimetype = mimetype.trim();
    let is_text = mimetype.starts_with("application/vnd.oasis.opendocument.text")
        || mimetype.starts_with("application/vnd.sun.xml.writer");
    if is_text || (mimetype.is_empty() && package.has("content.xml")) {
        return Ok(Kind::Odt(Box::new(package)));
    }
    if mimetype.starts_with("application/epub") {
        return Err(Refusal::unsupported("an e-book (EPUB)"));
    }
    if !mimetype.is_empty() && package.has("content.xml") {
        return Err(Refusal::unsupported("an OpenDocument file that is no text (a table, slides or a drawing)"));
    }
    if package.main_part("word/document.xml").is_some_and(|part| !part.starts_with("xl/") && !part.starts_with("ppt/"))
    {
        return Ok(Kind::Docx(Box::new(package)));
    }
    if package.has("xl/workbook.xml") {
        return Err(Refusal::unsupported("an Excel workbook"));
    }
    if package.has("ppt/presentation.xml") {
        return Err(Refusal::unsupported("a PowerPoint presentation"));
    }
    Err(Refusal::unsupported_but("an archive (zip)", "Documents are read one at a time."))
}

/// Old Office files and encrypted new ones share a container; the names in its directory are UTF-16.
fn compound(bytes: &[u8]) -> Refusal {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    if contains(bytes, &wide("EncryptedPackage")) {
        return Refusal::new(RefusalCode::Encrypted, "The document is protected by a password.");
    }
    if contains(bytes, &wide("WordDocument")) {
        return Refusal::unsupported_but("a Word document of the old kind (.doc)", "Saved as .docx it can be.");
    }
    Refusal::unsupported("an old Office file (.doc, .xls, .ppt, .msg)")
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// Which text format decoded text is in.
///
/// # Errors
/// It is XML or captions of a kind that is not read.
pub(crate) fn text_format(text: &str, asked: &Asked) -> Result<Format, Refusal> {
    if let Some(format) = asked.format {
        return Ok(format);
    }
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(2048).collect::<String>().to_ascii_lowercase();
    if text.trim_start_matches('\u{feff}').starts_with("WEBVTT") {
        return Ok(Format::WebVtt);
    }
    if head.starts_with("[script info]") {
        return Err(Refusal::unsupported_but("a SubStation Alpha caption file", "WebVTT and SRT are."));
    }
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Ok(Format::Html);
    }
    let named = by_name(&asked.file_name);
    let is_named_xml = asked.file_name.to_ascii_lowercase().ends_with(".xml") && start.starts_with('<');
    if xml::is_xml(start) || is_named_xml {
        return xml_format(start, named);
    }
    if begins_like_srt(start) {
        return Ok(Format::Srt);
    }
    if named == Some(Format::WebVtt) {
        return Ok(Format::WebVtt);
    }
    let has_tags = ["<html", "<head", "<body", "<!doctype html"].iter().any(|tag| head.contains(tag));
    match named {
        Some(Format::Markdown) => Ok(Format::Markdown),
        Some(Format::Html) => Ok(Format::Html),
        _ if has_tags && head.starts_with('<') => Ok(Format::Html),
        _ => Ok(Format::PlainText),
    }
}

fn xml_format(text: &str, named: Option<Format>) -> Result<Format, Refusal> {
    match xml::root_of(text).as_deref() {
        Some("TEI" | "teiCorpus" | "TEI.2" | "text" | "u" | "body") => Ok(Format::Tei),
        Some("html" | "HTML") => Ok(Format::Html),
        Some("document-content" | "document") if text.contains("urn:oasis:names:tc:opendocument") => Ok(Format::Odt),
        Some("tt") => Err(Refusal::unsupported_but("a TTML caption file", "WebVTT and SRT are.")),
        Some("ANNOTATION_DOCUMENT") => Err(Refusal::unsupported("an ELAN annotation file")),
        Some(_) if named == Some(Format::Html) => Ok(Format::Html),
        // Collections made before TEI had a home have its `text` and `p` under a root of their own.
        Some(_) if has_element(text, "text") && has_element(text, "p") => Ok(Format::Tei),
        Some(_) => Err(Refusal::unsupported("XML of a kind other than TEI and XHTML")),
        None if named == Some(Format::Html) => Ok(Format::Html),
        None => Err(Refusal::damaged("It begins like XML and is not.")),
    }
}

fn has_element(text: &str, name: &str) -> bool {
    text.contains(&format!("<{name}>")) || text.contains(&format!("<{name} "))
}

/// A number and a timing line, or a timing line, among the first lines.
fn begins_like_srt(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(2);
    let first = lines.next().unwrap_or_default();
    let is_number = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit());
    let timing = if is_number { lines.next().unwrap_or_default() } else { first };
    crate::subtitles::is_srt_timing(timing)
}

fn by_name(file_name: &str) -> Option<Format> {
    let (_, ending) = file_name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Format::PlainText),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "docx" | "docm" | "dotx" => Some(Format::Docx),
        "odt" | "ott" | "fodt" => Some(Format::Odt),
        "rtf" => Some(Format::Rtf),
        "pdf" => Some(Format::Pdf),
        "vtt" => Some(Format::WebVtt),
        "srt" => Some(Format::Srt),
        _ => None,
    }
}
