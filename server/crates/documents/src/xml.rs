//! A bounded walk over XML: no entities but the five of the standard, no declarations followed, a greatest depth, and
//! the line where it breaks. Readers of formats stand on it; it knows none of them.

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::refusal::{Refusal, RefusalCode};

/// The deepest nesting that is read. Real documents stay under sixty.
const DEEPEST: usize = 512;

/// What to do with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Go on into it.
    Into,
    /// Pass over it and everything in it.
    Over,
}

/// An element that opens.
pub(crate) struct Element<'e> {
    start: &'e BytesStart<'e>,
}

impl Element<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> String {
        self.start.local_name().as_ref().to_owned()
    }

    /// The value of an attribute, by its name without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found =
            attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
    }
}

/// What a walk tells. Every `open` that answers [`Step::Into`] is followed by a `close` of the same name.
pub(crate) trait Listener {
    fn open(&mut self, name: &str, element: &Element<'_>) -> Result<Step, Refusal>;
    fn close(&mut self, name: &str) -> Result<(), Refusal>;
    fn text(&mut self, words: &str) -> Result<(), Refusal>;
    /// An entity of the document's own making stood here.
    fn entity(&mut self);
}

/// Whether text looks like XML.
pub(crate) fn is_xml(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let named = ["<TEI", "<tei:", "<teiCorpus", "<office:", "<u ", "<tt ", "<tt:"];
    start.starts_with("<?xml") || named.iter().any(|name| start.starts_with(name))
}

/// The name of the outermost element, without a prefix.
pub(crate) fn root_of(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => return Some(start.local_name().as_ref().to_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Walks XML from beginning to end. `part` names what is read, for refusals.
///
/// # Errors
/// Damaged, with the line; too deep; whatever the listener refuses.
pub(crate) fn walk(text: &str, part: &str, listener: &mut impl Listener) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    let mut over: Option<usize> = None;
    loop {
        let event = reader.read_event().map_err(|error| damaged(text, reader.error_position(), part, &error))?;
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    let detail = format!("Elements in {part} are nested deeper than {DEEPEST}.");
                    return Err(
                        Refusal::new(RefusalCode::TooDeep, detail).at_line(line_at(text, reader.buffer_position()))
                    );
                }
                if over.is_none() && open(listener, &start)? == Step::Over {
                    over = Some(depth);
                }
            }
            Event::Empty(start) => {
                if over.is_none() && open(listener, &start)? == Step::Into {
                    listener.close(start.local_name().as_ref())?;
                }
            }
            Event::End(end) => {
                if over.is_none() {
                    listener.close(end.local_name().as_ref())?;
                } else if over == Some(depth) {
                    over = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Eof => break,
            _ if over.is_some() => {}
            event => tell(listener, &event)?,
        }
    }
    if depth > 0 {
        return Err(
            Refusal::damaged(format!("{part} ends in the middle.")).at_line(line_at(text, reader.buffer_position()))
        );
    }
    Ok(())
}

fn open(listener: &mut impl Listener, start: &BytesStart<'_>) -> Result<Step, Refusal> {
    let element = Element { start };
    listener.open(&element.name(), &element)
}

fn tell(listener: &mut impl Listener, event: &Event<'_>) -> Result<(), Refusal> {
    match event {
        Event::Text(words) => listener.text(&words.xml_content(XmlVersion::Implicit1_0)),
        Event::CData(words) => listener.text(&words.xml_content(XmlVersion::Implicit1_0)),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(character)) => listener.text(character.encode_utf8(&mut [0; 4])),
            Ok(None) => match standard_entity(reference) {
                Some(character) => listener.text(character),
                None => {
                    listener.entity();
                    Ok(())
                }
            },
            Err(_) => listener.text("\u{fffd}"),
        },
        _ => Ok(()),
    }
}

fn standard_entity(name: &str) -> Option<&'static str> {
    match name {
        "amp" => Some("&"),
        "lt" => Some("<"),
        "gt" => Some(">"),
        "quot" => Some("\""),
        "apos" => Some("'"),
        "nbsp" => Some("\u{a0}"),
        _ => None,
    }
}

fn damaged(text: &str, at: u64, part: &str, error: &quick_xml::Error) -> Refusal {
    // The library's messages for these two quote names of elements, never words between them.
    let why = match error {
        quick_xml::Error::Syntax(why) => why.to_string(),
        quick_xml::Error::IllFormed(_) => "tags do not match".to_owned(),
        _ => "it is not well-formed".to_owned(),
    };
    Refusal::damaged(format!("{part} breaks the rules of XML: {why}.")).at_line(line_at(text, at))
}

fn line_at(text: &str, byte: u64) -> u32 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX);
    let lines = text.bytes().take(byte).filter(|b| *b == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}
