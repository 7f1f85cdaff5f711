//! Finds in a text what was masked in it, before it leaves the house. It would rather stop a text for nothing than let a
//! name through; people look at what it finds.

use passages::CodePoints;

use crate::known::{Endings, Freedom, Known};
use crate::reading::Reading;

/// A masked string that stands in a text after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leak {
    /// Its first code point.
    pub start: CodePoints,
    /// Behind its last code point.
    pub end: CodePoints,
    /// Which of the masked strings it is, counted from 0.
    pub which: usize,
}

/// Masked strings, made ready once to be looked for in many texts.
#[derive(Debug, Clone, Default)]
pub struct Masked {
    known: Known,
}

impl Masked {
    /// Makes masked strings ready. Strings with fewer than two letters or digits are not looked for.
    #[must_use]
    pub fn of<S: AsRef<str>>(masked: &[S]) -> Self {
        let mut known = Known::default();
        for (which, string) in masked.iter().enumerate() {
            known.add(string.as_ref(), Endings::OfNames, u32::try_from(which).unwrap_or(u32::MAX));
        }
        Self { known }
    }

    /// Every place of a text where a masked string stands, in the order of the text.
    #[must_use]
    pub fn leaks(&self, text: &str) -> Vec<Leak> {
        let mut leaks: Vec<Leak> = self
            .known
            .find(&Reading::of(text), Freedom::Anywhere)
            .into_iter()
            .map(|found| Leak {
                start: CodePoints(found.start),
                end: CodePoints(found.end),
                which: usize::try_from(found.payload).unwrap_or(usize::MAX),
            })
            .collect();
        leaks.sort_by_key(|leak| (leak.start, leak.end, leak.which));
        leaks.dedup();
        leaks
    }
}

/// Where masked strings stand in a text: whatever the case, with or without accents, vowel marks, joiners and tatweel, with
/// letter variants, across line ends and hyphens, with Ukrainian and Persian endings and with Arabic and Ethiopic prefixes.
/// Parts of a masked string are not looked for: give a surname by itself where it should be found by itself.
#[must_use]
pub fn leak_check<S: AsRef<str>>(text: &str, masked: &[S]) -> Vec<Leak> {
    Masked::of(masked).leaks(text)
}

#[cfg(test)]
mod tests {
    use super::leak_check;

    fn found(text: &str, masked: &str) -> bool {
        !leak_check(text, &[masked]).is_empty()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (text, masked) in [
            ("then AMINA HADDAD came", "Amina Haddad"),
            ("then Amina\nHaddad came", "Amina Haddad"),
            ("then Ami-\nna came", "Amina"),
            ("Amina's bag, Aminas Tasche", "Amina"),
            ("amina_haddad81@example.org", "Amina Haddad"),
            ("aminahaddad@example.org", "Amina Haddad"),
            ("Aïcha", "Aicha"),
            ("I gave it to O’Brien.", "O'Brien"),
            ("ذهبت مع وأمينة", "أمينة"),
            ("قلت لِأَمِينَة", "امينه"),
            ("بالحداد وللحداد", "الحداد"),
            ("علی‌رضا را دیدم", "علیرضا"),
            ("علی رضا", "علی‌رضا"),
            ("без Олени Ковальчук", "Олена Ковальчук"),
            ("з Оленою", "Олена"),
            ("Ользі подзвонила", "Ольга"),
            ("до Сергія", "Сергій"),
            ("від Федора", "Федір"),
            ("пана Хмельницького", "Хмельницький"),
            ("ለአበበ ሰጠሁት", "አበበ"),
            ("07700 900142", "07700900142"),
            ("٠٧٧٠٠٩٠٠١٤٢", "07700 900142"),
            ("李明说", "李明"),
        ] {
            assert!(found(text, masked), "{masked} in {text}");
        }
    }

    #[test]
    fn other_words_are_not_names() {
        for (text, masked) in [
            ("in a house", "Ina"),
            ("aminate", "Amina"),
            ("the alive", "Ali"),
            ("оленями", "Олег"),
            ("الأمينات", "مينا"),
        ] {
            assert!(!found(text, masked), "{masked} in {text}");
        }
    }

    #[test]
    fn the_place_is_given_in_code_points() {
        let leaks = leak_check("هي وأمينة هنا", &["x", "أمينة"]);
        assert_eq!((leaks[0].start.0, leaks[0].end.0, leaks[0].which), (4, 9, 1));
    }
}
