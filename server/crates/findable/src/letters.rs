//! Letters read as one: spellings that people mix are folded, so that either finds the other.
//! What is folded in one language may be two letters in the next, so the language decides.
//!
//! Sources: Lucene's ArabicNormalizer, PersianNormalizer, SoraniNormalizer and HindiNormalizer
//! for the pairs; counts of mixed spellings in TICO-19 for which of them matter.

use unicode_normalization::char::decompose_canonical;

use crate::language::{ArabicScript, Language};

/// Writes the folded form of `plain` at the end of `out`.
pub(crate) fn fold(plain: &str, language: Language, out: &mut String) {
    if plain.is_ascii() {
        out.push_str(plain);
        return;
    }
    let arabic = language.arabic_script();
    for c in plain.chars() {
        match c {
            '\0'..='\x7F' => out.push(c),
            '\u{0600}'..='\u{06FF}' => fold_arabic(c, arabic, out),
            '\u{0900}'..='\u{097F}' => fold_devanagari(c, out),
            '\u{1200}'..='\u{1357}' => out.push(fold_ethiopic(c, language)),
            '\u{0400}'..='\u{04FF}' => out.push(match c {
                'ё' => 'е',
                'ґ' => 'г',
                _ => c,
            }),
            '\u{0080}'..='\u{024F}' | '\u{0370}'..='\u{03FF}' | '\u{1E00}'..='\u{1FFF}' => {
                fold_european(c, out);
            }
            '\u{0966}'..='\u{0D6F}' => out.push(ascii_digit(c)),
            _ => out.push(c),
        }
    }
}

fn fold_european(c: char, out: &mut String) {
    match c {
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ł' => out.push('l'),
        'ħ' => out.push('h'),
        'ŧ' => out.push('t'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        _ => {
            // The letter without what was put on it.
            let mut base = None;
            decompose_canonical(c, |part| base = base.or(Some(part)));
            out.push(base.unwrap_or(c));
        }
    }
}

fn fold_arabic(c: char, script: ArabicScript, out: &mut String) {
    let folded = match (c, script) {
        ('ك' | 'ڪ', _) => 'ک',
        // In Pashto the yehs are different letters, and so is almost everything else.
        ('\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}', _) => ascii_digit(c),
        (_, ArabicScript::Pashto) => c,
        ('أ' | 'إ' | 'آ' | 'ٱ', _) => 'ا',
        ('ؤ', ArabicScript::Arabic | ArabicScript::Persian) => 'و',
        ('ئ', ArabicScript::Arabic | ArabicScript::Persian) => 'ی',
        ('ي' | 'ى' | 'ۍ', _) => 'ی',
        ('ة' | 'ۃ' | 'ہ' | 'ۀ' | 'ۂ' | 'ە' | 'ھ' | 'ۿ', _) => 'ه',
        _ => c,
    };
    out.push(folded);
}

fn fold_devanagari(c: char, out: &mut String) {
    match c {
        // The nukta is often left out by those who write fast.
        '\u{093C}' => {}
        'ँ' => out.push('ं'),
        _ => out.push(ascii_digit(c)),
    }
}

/// Amharic writes several sounds with more than one row of letters; Tigrinya keeps ሀ and ሐ, አ
/// and ዐ apart. Rows have eight letters in the same order, so a fold is a step between rows.
fn fold_ethiopic(c: char, language: Language) -> char {
    let amharic = language == Language::Am;
    let (from, to) = match c {
        '\u{1210}'..='\u{1217}' if amharic => (0x1210, 0x1200),
        '\u{1280}'..='\u{1287}' if amharic => (0x1280, 0x1200),
        '\u{12D0}'..='\u{12D7}' if amharic => (0x12D0, 0x12A0),
        '\u{1220}'..='\u{1227}' => (0x1220, 0x1230),
        '\u{1340}'..='\u{1347}' => (0x1340, 0x1338),
        _ => return c,
    };
    u32::from(c).checked_sub(from).and_then(|step| char::from_u32(step.saturating_add(to))).unwrap_or(c)
}

/// A decimal digit of another script as 0 to 9; anything else unchanged.
fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        // From Devanagari to Malayalam, every block of 128 has its digits at the same place.
        '\u{0966}'..='\u{0D6F}' if matches!(u32::from(c) & 0x7F, 0x66..=0x6F) => (u32::from(c) & !0x7F) | 0x66,
        _ => return c,
    };
    u32::from(c).checked_sub(zero).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::fold;
    use crate::language::Language;

    fn folded(plain: &str, language: Language) -> String {
        let mut out = String::new();
        fold(plain, language, &mut out);
        out
    }

    fn same(language: Language, one: &str, other: &str) {
        assert_eq!(folded(one, language), folded(other, language), "{one} {other}");
    }

    #[test]
    fn mixed_spellings_of_the_arabic_script_are_one() {
        same(Language::Ar, "أمان", "امان");
        same(Language::Ar, "مدرسة", "مدرسه");
        same(Language::Ar, "على", "علي");
        same(Language::Fa, "علایم", "علائم");
        same(Language::Fa, "كه", "که");
        same(Language::Fa, "تأثیر", "تاثیر");
        same(Language::Ur, "لیے", "لئے");
        same(Language::Ckb, "که", "كە");
        same(Language::Ar, "٢٠١٥", "2015");
    }

    #[test]
    fn different_letters_stay_different() {
        assert_ne!(folded("دی", Language::Ps), folded("دي", Language::Ps));
        assert_ne!(folded("край", Language::Ru), folded("краи", Language::Ru));
        assert_ne!(folded("ሐ", Language::Ti), folded("ሀ", Language::Ti));
        assert_eq!(folded("한국어", Language::Ko), "한국어");
        assert_eq!(folded("がくせい", Language::Ja), "がくせい");
    }

    #[test]
    fn european_letters_lose_their_marks() {
        assert_eq!(folded("straße", Language::De), "strasse");
        assert_eq!(folded("ışık", Language::Tr), "isik");
        assert_eq!(folded("øvelse", Language::Da), "ovelse");
        assert_eq!(folded("σπίτι", Language::El), "σπιτι");
        assert_eq!(folded("nhà", Language::Vi), "nha");
        assert_eq!(folded("शहर२", Language::Hi), "शहर2");
        same(Language::Am, "ሰላም", "ሠላም");
        same(Language::Hi, "ज\u{93C}रूरत", "जरूरत");
    }
}
