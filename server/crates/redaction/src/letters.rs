//! Letters read as one: what people and programs mix when they write a name is folded, so that no spelling hides it. More is
//! folded here than in search (crate `findable`), because a name found too often costs a glance, and one missed may cost more.
//!
//! Sources for the pairs: Lucene's ArabicNormalizer and PersianNormalizer; for Amharic the rows of letters that sound alike.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The script of a letter, as far as rules differ by script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Ethiopic,
    /// Written without spaces between words: every letter may begin a name.
    Unspaced,
    Digit,
    Other,
}

/// The script that a letter belongs to.
pub(crate) fn script(c: char) -> Script {
    match c {
        '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' | '\u{0966}'..='\u{096F}' => Script::Digit,
        'a'..='z' | 'A'..='Z' | '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF5A}' => {
            Script::Latin
        }
        '\u{0400}'..='\u{052F}' => Script::Cyrillic,
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' | '\u{FB50}'..='\u{FDFF}' => {
            Script::Arabic
        }
        '\u{FE70}'..='\u{FEFC}' => Script::Arabic,
        '\u{1200}'..='\u{139F}' | '\u{2D80}'..='\u{2DDF}' | '\u{AB00}'..='\u{AB2F}' => Script::Ethiopic,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => Script::Unspaced,
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => Script::Unspaced,
        '\u{20000}'..='\u{3FFFF}' => Script::Unspaced,
        _ => Script::Other,
    }
}

/// What shapes or lengthens letters and has no sound of its own: vowel marks, accents, tatweel, joiners, marks of direction.
pub(crate) fn is_silent(c: char) -> bool {
    match c {
        '\0'..='\u{AC}' => false,
        '\u{AD}' | '\u{061C}' | '\u{0640}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => true,
        '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => is_combining_mark(c),
    }
}

/// Writes the folded form of one character: nothing for a silent one, otherwise small letters without marks.
pub(crate) fn fold(c: char, out: &mut impl FnMut(char)) {
    match c {
        'a'..='z' | '0'..='9' => out(c),
        'A'..='Z' => out(c.to_ascii_lowercase()),
        'ß' | 'ẞ' => {
            out('s');
            out('s');
        }
        'æ' | 'Æ' => {
            out('a');
            out('e');
        }
        'œ' | 'Œ' => {
            out('o');
            out('e');
        }
        'þ' | 'Þ' => {
            out('t');
            out('h');
        }
        'ø' | 'Ø' => out('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out('d'),
        'ł' | 'Ł' => out('l'),
        'ı' | 'İ' => out('i'),
        'ə' | 'Ə' => out('e'),
        'Ɓ' | 'ɓ' => out('b'),
        'Ɗ' | 'ɗ' => out('d'),
        'Ŋ' | 'ŋ' => out('n'),
        'ς' => out('σ'),
        '\u{0400}'..='\u{052F}' => out(fold_cyrillic(c)),
        '\u{0600}'..='\u{06FF}' => {
            if !is_silent(c) && c != 'ء' {
                out(fold_arabic(c));
            }
        }
        '\u{1200}'..='\u{1357}' => out(fold_ethiopic(c)),
        _ if is_silent(c) => {}
        _ => decompose_compatible(c, |part| {
            if is_silent(part) {
            } else if part == c {
                for small in c.to_lowercase().filter(|small| !is_silent(*small)) {
                    out(small);
                }
            } else {
                fold_part(part, out);
            }
        }),
    }
}

/// One part of a decomposed character: its parts have no further parts.
fn fold_part(part: char, out: &mut impl FnMut(char)) {
    match part {
        'ء' => {}
        '\u{0600}'..='\u{06FF}' => out(fold_arabic(part)),
        '\u{0400}'..='\u{052F}' => out(fold_cyrillic(part)),
        _ if part.is_alphanumeric() => {
            for small in part.to_lowercase().filter(|small| !is_silent(*small)) {
                out(small);
            }
        }
        _ => {}
    }
}

fn fold_cyrillic(c: char) -> char {
    let small = c.to_lowercase().next().unwrap_or(c);
    match small {
        'ґ' => 'г',
        'ё' => 'е',
        // Both are a letter with a mark, and stand without it where a program took the mark apart.
        'й' => 'и',
        'ї' => 'і',
        _ => small,
    }
}

fn fold_arabic(c: char) -> char {
    match c {
        'ك' | 'ڪ' | 'ګ' => 'ک',
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ي' | 'ى' | 'ۍ' | 'ې' | 'ے' | 'ێ' => 'ی',
        'ة' | 'ۃ' | 'ہ' | 'ۀ' | 'ۂ' | 'ە' | 'ھ' | 'ۿ' => 'ه',
        '\u{0660}'..='\u{0669}' => digit(c, 0x0660),
        '\u{06F0}'..='\u{06F9}' => digit(c, 0x06F0),
        _ => c,
    }
}

fn digit(c: char, zero: u32) -> char {
    u32::from(c).checked_sub(zero).and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// Rows of the Ethiopic block have eight letters in the same order, so a fold is a step between rows. ሃ is read as ሀ and
/// ኣ as አ, whose first and fourth forms sound alike.
fn fold_ethiopic(c: char) -> char {
    let step = |from: u32, to: u32| {
        u32::from(c).checked_sub(from).and_then(|step| char::from_u32(step.saturating_add(to))).unwrap_or(c)
    };
    let folded = match c {
        '\u{1210}'..='\u{1217}' => step(0x1210, 0x1200),
        '\u{1280}'..='\u{1287}' => step(0x1280, 0x1200),
        '\u{12D0}'..='\u{12D7}' => step(0x12D0, 0x12A0),
        '\u{1220}'..='\u{1227}' => step(0x1220, 0x1230),
        '\u{1340}'..='\u{1347}' => step(0x1340, 0x1338),
        _ => c,
    };
    match folded {
        '\u{1203}' => '\u{1200}',
        '\u{12A3}' => '\u{12A0}',
        _ => folded,
    }
}

/// A decimal digit of any of the scripts at hand, as its value.
pub(crate) fn digit_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '\u{0660}'..='\u{0669}' => u32::from(c).checked_sub(0x0660),
        '\u{06F0}'..='\u{06F9}' => u32::from(c).checked_sub(0x06F0),
        '\u{0966}'..='\u{096F}' => u32::from(c).checked_sub(0x0966),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn folded(word: &str) -> String {
        let mut out = String::new();
        word.chars().for_each(|c| fold(c, &mut |f| out.push(f)));
        out
    }

    #[test]
    fn spellings_that_people_mix_are_one() {
        for (one, other) in [
            ("أمينة", "امینه"),
            ("أَمِينَة", "أمينة"),
            ("أميـــنة", "أمينة"),
            ("علی\u{200C}رضا", "عليرضا"),
            ("ﺃﻣﻴﻨﺔ", "أمينة"),
            ("Przemyśl", "przemysl"),
            ("Şırnak", "sirnak"),
            ("STRASSE", "straße"),
            ("Aïcha", "ai\u{308}cha"),
            ("Сергій", "сергіи\u{306}"),
            ("Ґалина", "галина"),
            ("ሠላም", "ሰላም"),
            ("ኣስመራ", "አሥመራ"),
            ("٠٧٩", "079"),
            ("Ａｍｉｎａ", "amina"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("сміло"), folded("село"));
    }
}
