//! The words of the public pages, in the languages of the interface.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

/// Each language and its words.
const FILES: [(&str, &str); 7] = [
    ("en", include_str!("words/en.json")),
    ("nl", include_str!("words/nl.json")),
    ("de", include_str!("words/de.json")),
    ("fr", include_str!("words/fr.json")),
    ("uk", include_str!("words/uk.json")),
    ("ar", include_str!("words/ar.json")),
    ("fa", include_str!("words/fa.json")),
];

type All = HashMap<String, String>;

static READ: LazyLock<[OnceLock<All>; 7]> = LazyLock::new(Default::default);

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Its tag.
    pub language: &'static str,
    all: &'static All,
}

impl Words {
    /// Of this language, or else in English.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
        let at = FILES.iter().position(|(language, _)| *language == primary).unwrap_or(0);
        let (language, file) = FILES.get(at).copied().unwrap_or(("en", "{}"));
        // OK because a test reads every file.
        let read = || serde_json::from_str(file).unwrap_or_default();
        let all = READ.get(at).map_or_else(no_words, |read_once| read_once.get_or_init(read));
        Self { language, all }
    }

    /// Of the first language that a browser asks for and that there is.
    #[must_use]
    pub fn asked(accept_language: Option<&str>) -> Self {
        let asked = accept_language.unwrap_or_default().split(',').filter_map(|one| one.split([';', '-']).next());
        let known = asked.map(str::trim).find(|tag| FILES.iter().any(|(language, _)| language == tag));
        Self::of(known.unwrap_or("en"))
    }

    /// The words of this name; the name where there are none.
    #[must_use]
    pub fn say<'a>(&self, name: &'a str) -> &'a str
    where
        'static: 'a,
    {
        self.all.get(name).map_or(name, String::as_str)
    }

    /// In which direction they are read.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        direction(self.language)
    }
}

fn no_words() -> &'static All {
    static NONE: OnceLock<All> = OnceLock::new();
    NONE.get_or_init(All::new)
}

/// In which direction a language is read.
#[must_use]
pub fn direction(tag: &str) -> &'static str {
    let primary = tag.split('-').next().unwrap_or_default();
    if ["ar", "fa", "ur", "ps", "he", "yi", "ckb", "sd", "ug", "dv", "syr"].contains(&primary) { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let names =
            |file: &str| -> BTreeSet<String> { serde_json::from_str::<All>(file).unwrap().into_keys().collect() };
        for (language, file) in FILES {
            assert_eq!(names(file), names(FILES[0].1), "{language}");
            assert_eq!(Words::of(language).language, language);
        }
    }

    #[test]
    fn a_browser_gets_the_first_language_that_there_is() {
        assert_eq!(Words::asked(Some("ti,fa-IR;q=0.9,en;q=0.8")).language, "fa");
        assert_eq!(Words::asked(None).language, "en");
    }
}
