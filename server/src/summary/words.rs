//! What is looked for in the words of editors: stretches that narrators said, which belong in quotes; numbers, which belong
//! in figures; more than one sentence where one must rest on its passages.

use std::collections::HashSet;

/// How many words in a row are no accident.
const IN_A_ROW: usize = 6;

/// The words of a text as they are compared: without case, marks and signs.
fn plain(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
        .collect()
}

/// Stretches of what narrators said, to find them again.
#[derive(Debug, Default)]
pub(super) struct Said(HashSet<Vec<String>>);

impl Said {
    /// Remembers a text.
    pub(super) fn add(&mut self, text: &str) {
        let words = plain(text);
        self.0.extend(words.windows(IN_A_ROW).map(<[String]>::to_vec));
    }

    /// The first stretch of these words that a narrator said.
    pub(super) fn stands_in(&self, prose: &str) -> Option<String> {
        let words = plain(prose);
        let stretch = words.windows(IN_A_ROW).find(|stretch| self.0.contains(*stretch))?;
        Some(stretch.join(" "))
    }
}

/// A digit as ASCII writes it, of the three kinds that people here write with.
fn digit(sign: char) -> Option<char> {
    let from = ['0', '\u{660}', '\u{6f0}'].into_iter().map(u32::from);
    let value = from.filter_map(|zero| u32::from(sign).checked_sub(zero)).find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

/// Whether a text has a number in it that is no year.
pub(super) fn has_a_number(text: &str) -> bool {
    text.split(|sign: char| !sign.is_alphanumeric()).any(|word| {
        let digits: String = word.chars().filter_map(digit).collect();
        let is_number = !word.is_empty() && word.chars().all(char::is_numeric);
        let is_year = digits.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year));
        is_number && !is_year
    })
}

/// Whether a text goes on after its first sentence.
pub(super) fn is_more_than_a_sentence(text: &str) -> bool {
    let mut signs = text.trim().chars().peekable();
    while let Some(sign) = signs.next() {
        let ends = matches!(sign, '.' | '!' | '?' | '؟' | '۔' | '。');
        let spaced = signs.peek().is_some_and(|next| next.is_whitespace());
        if ends && spaced {
            let next = signs.clone().find(|sign| !sign.is_whitespace());
            // After a point that shortens a word ("e.g. so") a sentence goes on in small letters.
            if next.is_some_and(|next| !next.is_lowercase() && !next.is_ascii_digit()) {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_narrator_said_is_found_whatever_its_case_and_signs() {
        let mut said = Said::default();
        said.add("We lived in one room, and the landlord never came. Then my neighbour knocked.");
        assert!(said.stands_in("They told us: “One room — and the Landlord never came”!").is_some());
        assert_eq!(said.stands_in("Landlords who never come are one reason."), None);
        said.add("كنا نعيش في غرفة واحدة ولم يأت صاحب البيت");
        assert!(said.stands_in("قالت: كنا نعيش في غرفة واحدة ولم يأت").is_some());
    }

    #[test]
    fn numbers_are_found_in_every_script_and_years_are_none() {
        assert!(has_a_number("Of 12 women nine found work."));
        assert!(has_a_number("من ١٢ امرأة"));
        assert!(!has_a_number("Since 2024 the council has changed its letters."));
        assert!(!has_a_number("منذ ٢٠٢٤ غيّرت البلدية رسائلها."));
        assert!(!has_a_number("A language café at the school"));
    }

    #[test]
    fn one_sentence_is_told_from_two() {
        assert!(!is_more_than_a_sentence("A neighbour who knocks opens the street."));
        assert!(!is_more_than_a_sentence("Small things, e.g. a shared meal, open the street."));
        assert!(is_more_than_a_sentence("A neighbour knocks. The street opens."));
        assert!(is_more_than_a_sentence("هل تعرف الجيران؟ نعم نعرفهم."));
    }
}
