//! Bytes to characters. What is certain comes first (a byte order mark, a person's choice, valid UTF-8); a guess says
//! that it is one. Nothing is refused here for being odd; what cannot be read becomes `U+FFFD` and is counted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::document::EncodingChoice;
use crate::refusal::{Refusal, RefusalCode};

/// Decoded text and how it was decoded.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) choice: EncodingChoice,
}

/// An encoding that the document itself names.
pub(crate) struct Declared(Option<&'static Encoding>);

/// Encodings that are proposed beside a guess, because narrators' languages were written in them.
const PROPOSED: &[&str] = &[
    "windows-1256",
    "iso-8859-6",
    "windows-1251",
    "koi8-u",
    "windows-1252",
    "windows-1254",
    "windows-1250",
    "windows-1255",
    "windows-1253",
    "iso-8859-5",
    "ibm866",
    "gb18030",
    "big5",
    "euc-kr",
    "shift_jis",
    "windows-874",
];
const MOST_ALTERNATIVES: usize = 6;
/// How far an encoding is looked for; guesses do not improve beyond it.
const SAMPLE: usize = 64 * 1024;

#[derive(Clone, Copy)]
enum Chosen {
    Known(&'static Encoding),
    Utf32 { big_endian: bool },
}

impl Declared {
    /// The encoding named in an XML declaration or an HTML `meta` near the start.
    pub(crate) fn in_bytes(bytes: &[u8]) -> Self {
        let head: String = bytes.iter().take(1024).map(|byte| char::from(*byte)).collect();
        let head = head.trim_start().to_ascii_lowercase();
        let is_markup = head.starts_with("<?xml") || head.contains("<html") || head.contains("<meta");
        let label = ["encoding=", "charset="].iter().find_map(|name| head.split_once(name)).map(|(_, rest)| {
            let rest = rest.trim_start_matches(['"', '\'', ' ']);
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
                .next()
                .unwrap_or_default()
        });
        let named = label.filter(|_| is_markup).and_then(|label| Encoding::for_label(label.as_bytes()));
        // Text in which such a declaration can be read byte by byte is not UTF-16, whatever it says.
        Self(named.filter(|named| *named != UTF_16LE && *named != UTF_16BE))
    }
}

/// Decodes text.
///
/// # Errors
/// The asked encoding is not known.
pub(crate) fn decode(bytes: &[u8], asked: Option<&str>, declared: Declared) -> Result<Decoded, Refusal> {
    if let Some(label) = asked {
        let chosen = chosen_by(label)?;
        return Ok(decoded(bytes, chosen, false, Vec::new()));
    }
    if let Some(chosen) = by_mark(bytes).or_else(|| by_zeros(bytes)) {
        return Ok(decoded(bytes, chosen, false, Vec::new()));
    }
    let has_escape = bytes.contains(&0x1b);
    if is_utf8(bytes) && !(has_escape && bytes.is_ascii()) {
        return Ok(decoded(bytes, Chosen::Known(UTF_8), false, Vec::new()));
    }
    if let Some(declared) = declared.0.filter(|declared| *declared != UTF_8) {
        return Ok(decoded(bytes, Chosen::Known(declared), false, alternatives(bytes, declared)));
    }
    let guess = guess(bytes);
    let is_certain = guess == UTF_8 && is_utf8(bytes);
    let others = if is_certain { Vec::new() } else { alternatives(bytes, guess) };
    Ok(decoded(bytes, Chosen::Known(guess), !is_certain, others))
}

fn chosen_by(label: &str) -> Result<Chosen, Refusal> {
    match label.trim().to_ascii_lowercase().as_str() {
        "utf-32le" | "utf-32" | "utf32" | "utf-32-le" => Ok(Chosen::Utf32 { big_endian: false }),
        "utf-32be" | "utf-32-be" => Ok(Chosen::Utf32 { big_endian: true }),
        label => Encoding::for_label(label.as_bytes()).map(Chosen::Known).ok_or_else(|| {
            Refusal::new(RefusalCode::UnknownEncoding, "The encoding that was asked for is not one that is known here.")
        }),
    }
}

fn by_mark(bytes: &[u8]) -> Option<Chosen> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] if bytes.len().is_multiple_of(4) => Some(Chosen::Utf32 { big_endian: false }),
        [0, 0, 0xfe, 0xff, ..] => Some(Chosen::Utf32 { big_endian: true }),
        _ => Encoding::for_bom(bytes).map(|(encoding, _)| Chosen::Known(encoding)),
    }
}

/// UTF-16 and UTF-32 without a mark. Text in any other encoding holds no zero bytes; here spaces, line ends and Latin
/// letters have them, always on the same side.
fn by_zeros(bytes: &[u8]) -> Option<Chosen> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut zeros = [0_usize; 4];
    for (at, byte) in sample.iter().enumerate() {
        if let Some(zeros) = zeros.get_mut(at % 4).filter(|_| *byte == 0) {
            *zeros += 1;
        }
    }
    let [a, b, c, d] = zeros;
    let quads = sample.len() / 4;
    if a + b + c + d == 0 || quads == 0 {
        return None;
    }
    if bytes.len().is_multiple_of(4) && a == quads && d == 0 && b * 10 > quads * 9 {
        return Some(Chosen::Utf32 { big_endian: true });
    }
    if bytes.len().is_multiple_of(4) && d == quads && a == 0 && c * 10 > quads * 9 {
        return Some(Chosen::Utf32 { big_endian: false });
    }
    let (even, odd) = (a + c, b + d);
    let (encoding, zeros) = if even == 0 { (UTF_16LE, odd) } else { (UTF_16BE, even) };
    let enough = zeros * 50 >= quads && (even == 0 || odd == 0);
    let sample = sample.get(..sample.len() & !1).unwrap_or(sample);
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let nonsense = text.chars().filter(|c| *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())).count();
    (enough && nonsense * 100 <= text.chars().count()).then_some(Chosen::Known(encoding))
}

fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..SAMPLE * 16).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-8 with a few broken bytes: ten good sequences for every bad one.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad > 0 && good > bad * 10
}

fn alternatives(bytes: &[u8], chosen: &'static Encoding) -> Vec<String> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (shown, _) = chosen.decode_without_bom_handling(sample);
    let proposed = PROPOSED.iter().filter_map(|label| Encoding::for_label(label.as_bytes()));
    let mut found: Vec<(usize, String)> = proposed
        .filter(|encoding| *encoding != chosen)
        .filter_map(|encoding| {
            let (text, _) = encoding.decode_without_bom_handling(sample);
            let letters = share_of_letters(&text)?;
            (text != shown && letters >= 70).then(|| (letters, encoding.name().to_ascii_lowercase()))
        })
        .collect();
    found.sort_by_key(|(letters, _)| std::cmp::Reverse(*letters));
    found.into_iter().map(|(_, label)| label).take(MOST_ALTERNATIVES).collect()
}

/// Of the characters beyond ASCII, how many in a hundred are letters; `None` when some could not be read.
fn share_of_letters(text: &str) -> Option<usize> {
    let beyond = || text.chars().filter(|c| !c.is_ascii());
    let unreadable = beyond().filter(|c| *c == '\u{fffd}' || c.is_control()).count();
    let letters = beyond().filter(|c| c.is_alphabetic()).count();
    // The sample may end inside a character, which reads as one unreadable one.
    (unreadable <= 1).then(|| letters * 100 / beyond().count().max(1))
}

fn decoded(bytes: &[u8], chosen: Chosen, guessed: bool, alternatives: Vec<String>) -> Decoded {
    let (text, label) = match chosen {
        Chosen::Known(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(bytes);
            (text.into_owned(), encoding.name().to_ascii_lowercase())
        }
        Chosen::Utf32 { big_endian } => {
            (utf32(bytes, big_endian), if big_endian { "utf-32be" } else { "utf-32le" }.to_owned())
        }
    };
    Decoded { text, choice: EncodingChoice { chosen: label, guessed, alternatives } }
}

fn utf32(bytes: &[u8], big_endian: bool) -> String {
    let (quads, rest) = bytes.as_chunks::<4>();
    let whole = quads.iter().map(|quad| if big_endian { u32::from_be_bytes(*quad) } else { u32::from_le_bytes(*quad) });
    let read = whole.map(|n| char::from_u32(n).unwrap_or('\u{fffd}'));
    let broken = (!rest.is_empty()).then_some('\u{fffd}');
    read.chain(broken).skip_while(|c| *c == '\u{feff}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(bytes: &[u8]) -> (String, String, bool) {
        let decoded = decode(bytes, None, Declared::in_bytes(bytes)).unwrap();
        (decoded.text, decoded.choice.chosen, decoded.choice.guessed)
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn wide_text_without_a_mark_is_read() {
        for text in ["File type = \"ooTextFile\"\n", "خرجنا من البيت ليلاً\nولم نعد"] {
            assert_eq!(choice(&utf16(text, true)), (text.to_owned(), "utf-16be".to_owned(), false));
            assert_eq!(choice(&utf16(text, false)), (text.to_owned(), "utf-16le".to_owned(), false));
            let be: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
            assert_eq!(choice(&be), (text.to_owned(), "utf-32be".to_owned(), false));
        }
    }

    #[test]
    fn arabic_and_cyrillic_code_pages_are_guessed_and_say_so() {
        let arabic = "خرجنا من البيت في الليل ومشينا تسعة أيام حتى وصلنا إلى الحدود، وكان الشتاء قاسياً علينا جميعاً.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(arabic);
        assert_eq!(choice(&bytes), (arabic.to_owned(), "windows-1256".to_owned(), true));
        let ukrainian = "Ми виїхали вночі і йшли дев'ять днів, доки не дісталися кордону.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(ukrainian);
        assert_eq!(choice(&bytes), (ukrainian.to_owned(), "windows-1251".to_owned(), true));
    }

    #[test]
    fn a_declaration_is_believed_when_the_bytes_allow_it() {
        assert_eq!(choice(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>").1, "windows-1252");
        assert_eq!(choice("<meta charset=windows-1251>é".as_bytes()).1, "utf-8");
    }

    #[test]
    fn a_guess_names_what_else_it_could_be() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode("خرجنا من البيت في الليل ومشينا");
        let decoded = decode(&bytes, None, Declared::in_bytes(b"")).unwrap();
        assert!(!decoded.choice.alternatives.is_empty());
        assert!(decode(b"x", Some("klingon"), Declared::in_bytes(b"")).is_err());
    }
}
