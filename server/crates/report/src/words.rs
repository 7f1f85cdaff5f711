//! Words as a file can hold them: in one line, without signs that steer a machine, and with tags of languages that every
//! reader knows.

#[cfg(feature = "pdf")]
use unicode_segmentation::UnicodeSegmentation;

/// After how many signs without a place to break one is made.
#[cfg(feature = "pdf")]
const LONGEST_RUN: usize = 40;
/// How long the pieces of such a run are.
#[cfg(feature = "pdf")]
const PIECE: usize = 8;

/// The words in one line, without signs that nobody can read: controls, and what Unicode keeps from being characters.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut waits = false;
    for sign in text.chars() {
        if sign.is_whitespace() && !is_tied(sign) {
            waits = !plain.is_empty();
        } else if is_readable(sign) {
            if waits {
                plain.push(' ');
                waits = false;
            }
            plain.push(sign);
        }
    }
    plain
}

/// Spaces at which nobody breaks a line: they stay what they are.
const fn is_tied(sign: char) -> bool {
    matches!(sign, '\u{a0}' | '\u{202f}')
}

/// Neither a control, nor the byte order mark, nor one of the places that are no characters.
fn is_readable(sign: char) -> bool {
    let is_no_character = matches!(sign, '\u{feff}' | '\u{fdd0}'..='\u{fdef}') || u32::from(sign) & 0xfffe == 0xfffe;
    !sign.is_control() && !is_no_character
}

/// The words in pieces between which a line may break: one piece, but where somebody wrote on and on without a space.
#[cfg(feature = "pdf")]
#[must_use]
pub fn pieces(text: &str) -> Vec<String> {
    let text = plain(text);
    let mut pieces = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let signs: Vec<&str> = word.graphemes(true).collect();
        let is_long = signs.len() > LONGEST_RUN;
        for part in signs.chunks(if is_long { PIECE } else { LONGEST_RUN }) {
            if is_long {
                pieces.push(String::new());
            }
            if let Some(last) = pieces.last_mut() {
                last.extend(part.iter().copied());
            }
        }
        if is_long {
            pieces.push(String::new());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A language, and a region where there is one, as files name them: `und` for what is none.
#[must_use]
pub fn locale(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split(['-', '_']);
    let is_language = |part: &&str| matches!(part.len(), 2 | 3) && part.bytes().all(|sign| sign.is_ascii_alphabetic());
    let language = parts.next().filter(is_language).map_or_else(|| "und".to_owned(), str::to_ascii_lowercase);
    let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|sign| sign.is_ascii_alphabetic());
    (language, parts.find(is_region).map(str::to_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_one_line_without_signs_that_steer() {
        assert_eq!(plain("  a\r\n\tb\u{0}\u{7}\u{feff}c\u{ffff} "), "a bc");
        assert_eq!(plain("10\u{a0}km \u{200f}نص"), "10\u{a0}km \u{200f}نص");
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn only_what_has_no_end_is_cut_and_nothing_is_lost() {
        assert_eq!(pieces("We found a flat."), ["We found a flat."]);
        assert_eq!(pieces(""), Vec::<String>::new());
        let long = format!("See {} there", "é́".repeat(100));
        let cut = pieces(&long);
        assert_eq!(cut.concat(), long);
        assert!(cut.len() > 10 && cut.iter().all(|piece| piece.graphemes(true).count() <= 8));
    }

    #[test]
    fn tags_of_languages_are_what_readers_know() {
        let some = |region: &str| Some(region.to_owned());
        assert_eq!(locale("fa-AF"), ("fa".to_owned(), some("AF")));
        assert_eq!(locale("zh-Hant-TW"), ("zh".to_owned(), some("TW")));
        assert_eq!(locale("ckb"), ("ckb".to_owned(), None));
        for none in ["", "x-klingon", "\"#panic()", "english"] {
            assert_eq!(locale(none).0, "und", "{none}");
        }
    }
}
