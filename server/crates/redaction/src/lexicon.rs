//! The words that rules stand on, read once from `data/`: words that point at names, places, work and belief, common given
//! names, places, and plain words that are no names. The files say where they come from; none was copied from a list of people.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::known::{Endings, Found, Freedom, Known};
use crate::letters::fold;
use crate::reading::Reading;

/// What a word of the lexicon points at. The number is a bit, so that a word may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind(u32);

impl Kind {
    pub(crate) const CALLED: Self = Self(1);
    pub(crate) const NAMED_BEFORE: Self = Self(1 << 1);
    pub(crate) const HONORIFIC: Self = Self(1 << 2);
    pub(crate) const KIN: Self = Self(1 << 3);
    pub(crate) const ORGANISATION: Self = Self(1 << 4);
    pub(crate) const COMPANY: Self = Self(1 << 5);
    pub(crate) const PLACE_CUE: Self = Self(1 << 6);
    pub(crate) const MONTH: Self = Self(1 << 7);
    pub(crate) const SEASON: Self = Self(1 << 8);
    pub(crate) const YEAR: Self = Self(1 << 9);
    pub(crate) const NUMBER: Self = Self(1 << 10);
    pub(crate) const PHONE: Self = Self(1 << 11);
    pub(crate) const AGE_OLD: Self = Self(1 << 12);
    pub(crate) const AGE_UNIT: Self = Self(1 << 13);
    pub(crate) const AGE_CUE: Self = Self(1 << 14);
    pub(crate) const AGE_NUMBER: Self = Self(1 << 15);
    pub(crate) const GERMAN: Self = Self(1 << 16);
    pub(crate) const NOT_GERMAN: Self = Self(1 << 17);
    pub(crate) const OCCUPATION: Self = Self(1 << 18);
    pub(crate) const ETHNIC: Self = Self(1 << 19);
    pub(crate) const BELIEF: Self = Self(1 << 20);
    pub(crate) const POLITICS: Self = Self(1 << 21);
    pub(crate) const SEX: Self = Self(1 << 22);
    pub(crate) const HEALTH: Self = Self(1 << 23);
    pub(crate) const GIVEN: Self = Self(1 << 24);
    pub(crate) const COUNTRY: Self = Self(1 << 25);
    pub(crate) const REGION: Self = Self(1 << 26);
    pub(crate) const CITY: Self = Self(1 << 27);
    pub(crate) const PLACE: Self = Self(Self::COUNTRY.0 | Self::REGION.0 | Self::CITY.0);
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn is_any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// The kind of a line, and the endings its words take.
    fn of_line(name: &str) -> Option<(Self, Endings)> {
        Some(match name {
            "called" => (Self::CALLED, Endings::Fixed),
            "named_before" => (Self::NAMED_BEFORE, Endings::Fixed),
            "honorific" => (Self::HONORIFIC, Endings::Fixed),
            "kin" => (Self::KIN, Endings::Fixed),
            "organisation" => (Self::ORGANISATION, Endings::OfWords),
            "company" => (Self::COMPANY, Endings::Fixed),
            "place" => (Self::PLACE_CUE, Endings::OfNames),
            "month" => (Self::MONTH, Endings::Fixed),
            "season" => (Self::SEASON, Endings::Fixed),
            "year" => (Self::YEAR, Endings::Fixed),
            "number" => (Self::NUMBER, Endings::OfNames),
            "phone" => (Self::PHONE, Endings::OfNames),
            "age_old" => (Self::AGE_OLD, Endings::Fixed),
            "age_unit" => (Self::AGE_UNIT, Endings::Fixed),
            "age_cue" => (Self::AGE_CUE, Endings::Fixed),
            "age_number" => (Self::AGE_NUMBER, Endings::Fixed),
            "lang_de" => (Self::GERMAN, Endings::Fixed),
            "lang_other" => (Self::NOT_GERMAN, Endings::Fixed),
            "occupation" => (Self::OCCUPATION, Endings::OfWords),
            "ethnic" => (Self::ETHNIC, Endings::OfWords),
            "belief" => (Self::BELIEF, Endings::OfWords),
            "politics" => (Self::POLITICS, Endings::OfWords),
            "sex" => (Self::SEX, Endings::OfWords),
            "health" => (Self::HEALTH, Endings::OfWords),
            "latin" | "arabic" | "cyrillic" | "ethiopic" => (Self::GIVEN, Endings::OfNames),
            "country" => (Self::COUNTRY, Endings::OfNames),
            "region" => (Self::REGION, Endings::OfNames),
            "city" => (Self::CITY, Endings::OfNames),
            _ => return None,
        })
    }
}

/// A word of the lexicon where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sign {
    pub(crate) kind: Kind,
    pub(crate) found: Found,
}

/// The words that rules stand on.
pub(crate) struct Lexicon {
    known: Known,
    kinds: Vec<Kind>,
    plain: HashSet<String>,
}

/// Read once.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self { known: Known::default(), kinds: Vec::new(), plain: HashSet::new() };
        // One word often is on several lines (a place, a name): it is looked for once, as all that it is.
        let mut forms: HashMap<(String, bool), (Kind, Endings, &str)> = HashMap::new();
        let files = [
            include_str!("../data/words.tsv"),
            include_str!("../data/people.tsv"),
            include_str!("../data/given.tsv"),
            include_str!("../data/places.tsv"),
        ];
        for (name, words) in files.into_iter().flat_map(lines) {
            let Some((kind, endings)) = Kind::of_line(name) else { continue };
            for form in words.split('|') {
                let key = (folded_words(form), endings == Endings::Fixed);
                let entry = forms.entry(key).or_insert((Kind::NONE, endings, form));
                entry.0 = entry.0.or(kind);
            }
        }
        let mut ordered: Vec<_> = forms.into_iter().collect();
        ordered.sort_by(|one, other| one.0.cmp(&other.0));
        for (_, (kind, endings, form)) in ordered {
            let payload = u32::try_from(lexicon.kinds.len()).unwrap_or(u32::MAX);
            lexicon.kinds.push(kind);
            lexicon.known.add(form, endings, payload);
        }
        for (_, words) in lines(include_str!("../data/plain.tsv")) {
            lexicon.plain.extend(words.split('|').map(folded));
        }
        lexicon
    }

    /// Every word of the lexicon in a text.
    pub(crate) fn signs(&self, reading: &Reading) -> Vec<Sign> {
        let kind = |found: &Found| usize::try_from(found.payload).ok().and_then(|at| self.kinds.get(at)).copied();
        let found = self.known.find(reading, Freedom::Phrase);
        found.into_iter().filter_map(|found| kind(&found).map(|kind| Sign { kind, found })).collect()
    }

    /// Whether a folded word is a plain word, never a name.
    pub(crate) fn is_plain(&self, folded: &str) -> bool {
        self.plain.contains(folded)
    }
}

fn lines(file: &str) -> impl Iterator<Item = (&str, &str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The folded words of a form, with spaces between.
pub(crate) fn folded_words(form: &str) -> String {
    let reading = Reading::of(form);
    let words: Vec<String> = reading.words.iter().map(|word| reading.folded(word)).collect();
    words.join(" ")
}

/// A form folded letter by letter, apostrophes and joiners left out.
pub(crate) fn folded(form: &str) -> String {
    let mut out = String::new();
    for c in form.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()) {
        fold(c, &mut |letter| out.push(letter));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Kind, LEXICON, lines};
    use crate::reading::Reading;

    #[test]
    fn every_line_has_a_kind_and_every_form_is_found() {
        for file in [
            include_str!("../data/words.tsv"),
            include_str!("../data/people.tsv"),
            include_str!("../data/given.tsv"),
            include_str!("../data/places.tsv"),
        ] {
            for (name, words) in lines(file) {
                let (kind, _) = Kind::of_line(name).unwrap_or_else(|| panic!("{name}"));
                for form in words.split('|').filter(|form| form.chars().filter(|c| c.is_alphanumeric()).count() > 1) {
                    let signs = LEXICON.signs(&Reading::of(form));
                    assert!(signs.iter().any(|sign| sign.kind.is_any(kind)), "{form} is not found as {name}");
                }
            }
        }
    }
}
