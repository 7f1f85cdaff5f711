//! What one word becomes: its folded form, its stem, its parts, and whether it is a stop word.
//! The order is fixed: plain form, stop words, stem, and only then the folding of letters.

use frostem::Stemmer;

use crate::cache::Cache;
use crate::language::Language;
use crate::letters::fold;
use crate::normal::write_plain;
use crate::stopwords::StopWords;
use crate::words::Words;

/// The zero-width non-joiner, which joins the parts of Persian words without a space.
const NON_JOINER: char = '\u{200C}';

/// One word, analysed. Strings are kept and written over, so that analysis seldom allocates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysed {
    /// The folded form, as found in the index.
    pub(crate) surface: String,
    /// The folded stem; empty where there is no stemmer, and for stop words.
    pub(crate) stem: String,
    /// The folded parts of a word written with a zero-width non-joiner inside.
    pub(crate) parts: Vec<String>,
    pub(crate) is_stop_word: bool,
}

/// Turns words of one language into what the index holds of them.
#[derive(Clone)]
pub(crate) struct Analyser {
    rules: Rules,
    cache: Cache,
}

#[derive(Clone)]
struct Rules {
    language: Language,
    stemmer: Option<Stemmer>,
    stop_words: StopWords,
    plain: String,
}

impl Analyser {
    pub(crate) fn new(language: Language) -> Analyser {
        Analyser {
            rules: Rules {
                language,
                stemmer: language.stemmer().map(Stemmer::new),
                stop_words: StopWords::of(language),
                plain: String::new(),
            },
            cache: Cache::default(),
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.rules.language
    }

    /// The words of `text`, cut by the rules of the language.
    pub(crate) fn words<'a>(&self, text: &'a str) -> Words<'a> {
        Words::of(text, self.rules.language.apostrophe())
    }

    /// Analyses one word as [`Words`] cut it. Recent words are remembered: a few thousand words
    /// make up nine tenths of any text.
    pub(crate) fn analyse(&mut self, word: &str) -> &Analysed {
        let rules = &mut self.rules;
        self.cache.get_or_write(word, |into| rules.write(word, into))
    }

    /// All words of a short text.
    pub(crate) fn analyse_all(&mut self, text: &str) -> Vec<Analysed> {
        self.words(text)
            .filter_map(|range| text.get(range))
            .map(|word| self.rules.analysed(word))
            .filter(|word| !word.surface.is_empty())
            .collect()
    }

    /// The words of a plain word as typed, without stop words at its ends unless it has no other:
    /// the article of l'école and the case of İstanbul'da are not asked for.
    pub(crate) fn analyse_typed(&mut self, text: &str) -> Vec<Analysed> {
        let mut words = self.analyse_all(text);
        let telling = |word: &Analysed| !word.is_stop_word;
        if let (Some(first), Some(last)) = (words.iter().position(telling), words.iter().rposition(telling)) {
            words.truncate(last.saturating_add(1));
            words.drain(..first);
        }
        words
    }

    /// The folded form of a text read as one word, whatever is between its letters.
    pub(crate) fn surface_of(&mut self, text: &str) -> String {
        self.rules.analysed(text).surface
    }
}

impl Rules {
    fn analysed(&mut self, word: &str) -> Analysed {
        let mut analysed = Analysed::default();
        self.write(word, &mut analysed);
        analysed
    }

    fn write(&mut self, word: &str, into: &mut Analysed) {
        write_plain(word, self.language, &mut self.plain);
        into.surface.clear();
        fold(&self.plain, self.language, &mut into.surface);
        into.stem.clear();
        into.is_stop_word = self.stop_words.hold(&self.plain, &into.surface);
        if let Some(stemmer) = self.stemmer
            && !into.is_stop_word
        {
            fold(&stemmer.stem(&self.plain), self.language, &mut into.stem);
        }
        into.parts.clear();
        if self.language.has_joined_parts() && word.contains(NON_JOINER) {
            for part in word.split(NON_JOINER).filter(|part| !part.is_empty()) {
                write_plain(part, self.language, &mut self.plain);
                let mut folded = String::new();
                fold(&self.plain, self.language, &mut folded);
                into.parts.push(folded);
            }
            if into.parts.len() < 2 {
                into.parts.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Analysed, Analyser};
    use crate::language::Language;

    fn analysed(word: &str, language: Language) -> Analysed {
        Analyser::new(language).analyse(word).clone()
    }

    #[test]
    fn arabic_is_stemmed_before_it_is_folded() {
        let school = analysed("مدرسة", Language::Ar);
        let the_school = analysed("المدرسةُ", Language::Ar);
        assert_eq!(school.stem, the_school.stem);
        assert_ne!(school.surface, the_school.surface);
    }

    #[test]
    fn english_words_meet_in_their_stem() {
        assert_eq!(analysed("Houses", Language::En).stem, analysed("house", Language::En).stem);
        assert_eq!(analysed("narrator’s", Language::En).stem, analysed("narrators", Language::En).stem);
        assert!(analysed("the", Language::En).is_stop_word);
        assert!(analysed("the", Language::En).stem.is_empty());
    }

    #[test]
    fn dutch_keeps_the_older_stemmer() {
        assert_eq!(analysed("gemeenten", Language::Nl).stem, analysed("gemeente", Language::Nl).stem);
        assert!(analysed("gemeente", Language::Nl).stem.starts_with("gemeent"));
    }

    #[test]
    fn a_joined_word_is_one_word_and_its_parts() {
        let joined = analysed("بیماری‌های", Language::Fa);
        assert_eq!(joined.surface, analysed("بیماریهای", Language::Fa).surface);
        assert_eq!(joined.parts, ["بیماری", "های"]);
        assert_eq!(analysed("که‌", Language::Ckb).surface, analysed("كە", Language::Ckb).surface);
    }

    #[test]
    fn languages_without_a_stemmer_have_no_stem() {
        for language in [
            Language::Uk,
            Language::Fa,
            Language::Ckb,
            Language::Ps,
            Language::Am,
            Language::Ti,
            Language::So,
            Language::Zh,
            Language::Und,
        ] {
            assert!(analysed("house", language).stem.is_empty());
        }
    }

    #[test]
    fn the_same_word_twice_gives_the_same_answer() {
        let mut analyser = Analyser::new(Language::En);
        for _ in 0..2 {
            for word in ["Running", "running", "ran", "Running"] {
                let fresh = analysed(word, Language::En);
                let again = analyser.analyse(word);
                assert_eq!((&again.surface, &again.stem), (&fresh.surface, &fresh.stem));
            }
        }
    }
}
