//! The plain form of a word: one code point for one letter, small letters, no marks that only
//! help reading aloud. Stop words and stems are looked up in this form; letters are folded later,
//! because folding first breaks the stemmers (teh marbuta, umlauts).

use unicode_normalization::UnicodeNormalization;

use crate::language::{Apostrophe, Language};

/// The longest word kept whole, in code points; the rest is left off in text and query alike.
pub(crate) const MAX_WORD_CHARS: usize = 100;

/// Writes the plain form of `word` over `out`: NFKC, then lower case by the rules of the
/// language, then without what has no sound of its own.
pub(crate) fn write_plain(word: &str, language: Language, out: &mut String) {
    out.clear();
    if word.len() <= MAX_WORD_CHARS && word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        out.extend(word.chars().map(|c| match c {
            'I' if language.is_turkic() => 'ı',
            _ => c.to_ascii_lowercase(),
        }));
        return;
    }
    let mut length: usize = 0;
    // A word is cut before it is normalised, so that a wall of marks costs nothing.
    for c in word.chars().take(4 * MAX_WORD_CHARS).nfkc() {
        if length >= MAX_WORD_CHARS {
            break;
        }
        if is_silent(c) || c.is_whitespace() {
            continue;
        }
        length = length.saturating_add(1);
        match c {
            'I' if language.is_turkic() => out.push('ı'),
            'İ' => out.push('i'),
            '\'' | '\u{2019}' | '\u{02BC}' | '\u{05F3}' | '\u{05F4}' => {
                if language.apostrophe() == Apostrophe::Keep {
                    out.push('\'');
                }
            }
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Vowel marks of Arabic and Hebrew, accents that found no letter to sit on (stress in
/// Cyrillic), tatweel, and characters that only shape or order others. Vowel signs of Indic and
/// South-East Asian scripts are letters in all but name and stay.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{180B}'..='\u{180F}'
        | '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E4}' | '\u{06E7}' | '\u{06E8}' | '\u{06EA}'..='\u{06ED}' | '\u{08CA}'..='\u{08FF}')
}

#[cfg(test)]
mod tests {
    use super::write_plain;
    use crate::language::Language;

    fn plain(word: &str, language: Language) -> String {
        let mut out = String::new();
        write_plain(word, language, &mut out);
        out
    }

    #[test]
    fn small_letters_follow_the_language() {
        assert_eq!(plain("IŞIK", Language::Tr), "ışık");
        assert_eq!(plain("IRMAK", Language::Tr), "ırmak");
        assert_eq!(plain("İZMİR", Language::Tr), "izmir");
        assert_eq!(plain("HOUSE", Language::En), "house");
        assert_eq!(plain("İstanbul", Language::En), "istanbul");
        assert_eq!(plain("М’ЯТА", Language::Uk), "мята");
    }

    #[test]
    fn marks_go_and_letters_stay() {
        assert_eq!(plain("صعبةً", Language::Ar), "صعبة");
        assert_eq!(plain("العـــربية", Language::Ar), "العربية");
        assert_eq!(plain("ﷲ", Language::Ar), "الله");
        assert_eq!(plain("שָׁלוֹם", Language::He), "שלום");
        assert_eq!(plain("за́мок", Language::Ru), "замок");
        assert_eq!(plain("हिन्दी", Language::Hi), "हिन्दी");
        assert_eq!(plain("école", Language::Fr), plain("e\u{301}cole", Language::Fr));
    }

    #[test]
    fn a_wall_of_letters_is_cut() {
        assert_eq!(plain(&"ж".repeat(100_000), Language::Ru).chars().count(), 100);
        assert_eq!(plain(&"a".repeat(100_000), Language::En).len(), 100);
    }
}
