//! The same summary in other languages, as links, each in its own language.

use maud::{Markup, html};

use super::{
    store::Shown,
    words::{Words, direction},
};
use crate::people::Publisher;

/// What languages call themselves; others stand by their tags.
const NAMES: [(&str, &str); 24] = [
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("ckb", "کوردیی ناوەندی"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("hu", "Magyar"),
    ("it", "Italiano"),
    ("kmr", "Kurmancî"),
    ("ku", "Kurdî"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("prs", "دری"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
];

/// What a language calls itself.
fn name(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or_default();
    NAMES.iter().find(|(language, _)| *language == primary).map_or(tag, |(_, name)| *name)
}

fn address(of: &Publisher, slug: &str) -> String {
    format!("/read/{}/{slug}", of.slug)
}

/// For programs, in the head of a page: the page itself is one of them.
pub(super) fn head(of: &Publisher, shown: &Shown, base: &str) -> Markup {
    let own = &shown.publication;
    let all = shown.also_in.iter().map(|(language, slug)| (language, slug)).chain([(&own.language, &own.slug)]);
    html! {
        @if !shown.also_in.is_empty() {
            @for (language, slug) in all {
                link rel="alternate" hreflang=(language) href={ (base) (address(of, slug)) };
            }
        }
    }
}

/// For readers.
pub(super) fn links(of: &Publisher, shown: &Shown, words: &Words) -> Markup {
    html! {
        @if !shown.also_in.is_empty() {
            p.also {
                (words.say("also-in")) ": "
                @for (at, (language, slug)) in shown.also_in.iter().enumerate() {
                    @if at > 0 { " · " }
                    a href=(address(of, slug)) hreflang=(language) lang=(language) dir=(direction(language)) {
                        (name(language))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_by_its_own_name() {
        assert_eq!((name("ar-SY"), name("de"), name("sw")), ("العربية", "Deutsch", "sw"));
    }
}
