//! Cues of uniqueness: "the first woman councillor", "the only one from Homs in this town", "I was in the newspaper".
//! Suggestions for a reviewer, found by words; they prove nothing, and their absence proves nothing either.

use std::collections::BTreeMap;

use super::words::{How, endings, entries};

/// What a cue speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum CueKind {
    /// Being the first.
    First,
    /// Being the only one.
    Only,
    /// Being the youngest, the oldest, famous.
    Superlative,
    /// Being elected, holding an office.
    PublicOffice,
    /// Newspapers, television, prizes: what can be searched for.
    Media,
}

/// A language whose cue words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum CueLanguage {
    /// en
    English,
    /// nl
    Dutch,
    /// de
    German,
    /// fr
    French,
    /// uk
    Ukrainian,
    /// ar
    Arabic,
    /// fa, prs
    Persian,
}

impl CueLanguage {
    /// Every language with cue words.
    pub const ALL: &'static [Self] =
        &[Self::English, Self::Dutch, Self::German, Self::French, Self::Ukrainian, Self::Arabic, Self::Persian];
}

/// Words that speak of something few people are or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cue {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// What it speaks of.
    pub kind: CueKind,
    /// By which language's words it was found.
    pub language: CueLanguage,
}

/// The cues in a text, in order; one for each stretch of text and kind, however many languages know it.
#[must_use]
pub fn cues(text: &str, languages: &[CueLanguage]) -> Vec<Cue> {
    let words = words_of(text);
    let mut found = BTreeMap::new();
    for language in languages {
        let endings: Vec<String> = endings(*language).iter().map(|ending| folded(ending)).collect();
        for (kind, how, cue_words) in entries(*language) {
            for cue_word in *cue_words {
                let parts: Vec<String> = cue_word.split(' ').map(folded).collect();
                for run in words.windows(parts.len()) {
                    if is_cue(run, &parts, *how, *language, &endings)
                        && let (Some(first), Some(last)) = (run.first(), run.last())
                    {
                        let cue = Cue { start: first.start, end: last.end, kind: *kind, language: *language };
                        found.entry((cue.start, cue.end, cue.kind)).or_insert(cue);
                    }
                }
            }
        }
    }
    found.into_values().collect()
}

fn is_cue(run: &[Word], parts: &[String], how: How, language: CueLanguage, endings: &[String]) -> bool {
    let last = parts.len().saturating_sub(1);
    run.iter().zip(parts).enumerate().all(|(at, (word, part))| {
        let how = if at == last { how } else { How::Whole };
        without_article(&word.folded, language).iter().any(|form| matches(form, part, how, endings))
    })
}

fn matches(form: &str, part: &str, how: How, endings: &[String]) -> bool {
    let is_ending = |rest: &str| rest.is_empty() || endings.iter().any(|ending| ending == rest);
    match how {
        How::Whole => form == part,
        How::Inflected => form.strip_prefix(part).is_some_and(is_ending),
        How::Compound => form.match_indices(part).any(|(at, _)| form.get(at + part.len()..).is_some_and(is_ending)),
    }
}

/// The word, and what is left without what Arabic writes onto its front: و ف (and), ب ل ك (with, for, like), ال (the),
/// and لل (for the). At least three letters stay. Other languages, Persian too, write these apart.
fn without_article(word: &str, language: CueLanguage) -> Vec<&str> {
    let mut forms = vec![word];
    if language != CueLanguage::Arabic {
        return forms;
    }
    for fronts in [&["و", "ف"][..], &["ب", "ل", "ك"][..], &["ال", "لل"][..]] {
        let shorter: Vec<&str> = forms
            .iter()
            .flat_map(|form| fronts.iter().filter_map(|front| form.strip_prefix(front)))
            .filter(|rest| rest.chars().count() >= 3)
            .collect();
        forms.extend(shorter);
    }
    forms
}

/// A word with its place, folded for comparing.
struct Word {
    start: u32,
    end: u32,
    folded: String,
}

fn words_of(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    for (at, letter) in letters.iter().enumerate() {
        let Ok(start) = u32::try_from(at) else { break };
        let beside = |by: Option<usize>| by.and_then(|by| letters.get(by)).copied().unwrap_or(' ');
        let is_within = is_of_word(*letter) || joins(beside(at.checked_sub(1)), *letter, beside(at.checked_add(1)));
        if !is_within {
            words.extend(open.take());
            continue;
        }
        let word = open.get_or_insert_with(|| Word { start, end: start, folded: String::new() });
        word.end = start.saturating_add(1);
        fold(*letter, &mut word.folded);
    }
    words.extend(open);
    words.retain(|word| !word.folded.is_empty());
    words
}

/// Letters, digits, and marks that stand on or between letters without ending a word.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_mark(letter)
}

/// An apostrophe joins in Ukrainian (`пам'ять`) and parts in French (`l'unique`).
fn joins(before: char, letter: char, after: char) -> bool {
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{52f}');
    matches!(letter, '\'' | '’' | 'ʼ') && is_cyrillic(before) && is_cyrillic(after)
}

/// Combining marks, vowel signs, tatweel, joiners and direction marks: writing that does not change the word.
const fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{ad}')
}

fn folded(word: &str) -> String {
    let mut to = String::new();
    word.chars().filter(|letter| is_of_word(*letter)).for_each(|letter| fold(letter, &mut to));
    to
}

/// Lower case, without accents and marks; the ways to write one Arabic or Persian letter become one.
fn fold(letter: char, to: &mut String) {
    if is_mark(letter) || matches!(letter, '\'' | '’' | 'ʼ') {
        return;
    }
    for lower in letter.to_lowercase().filter(|lower| !is_mark(*lower)) {
        match lower {
            'à'..='å' => to.push('a'),
            'ç' => to.push('c'),
            'è'..='ë' => to.push('e'),
            'ì'..='ï' => to.push('i'),
            'ñ' => to.push('n'),
            'ò'..='ö' => to.push('o'),
            'ù'..='ü' => to.push('u'),
            'ß' => to.push_str("ss"),
            'й' => to.push('и'),
            'ї' => to.push('і'),
            'أ' | 'إ' | 'آ' | 'ٱ' => to.push('ا'),
            'ى' | 'ی' => to.push('ي'),
            'ک' => to.push('ك'),
            'ة' | 'ۀ' | 'ە' => to.push('ه'),
            other => to.push(other),
        }
    }
}
