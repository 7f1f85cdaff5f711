//! Capitals where no sentence begins: names that no list knows. In German every noun has one, so nothing is said there.

use std::collections::HashSet;

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::letters::Script;
use crate::lexicon::Kind;
use crate::reading::{Case, Gap, Word};
use crate::span::Category;

/// Capitals that everybody knows and that lead to nobody.
const PUBLIC: &[&str] = &[
    "unhcr", "iom", "nhs", "ngo", "uk", "usa", "eu", "un", "hiv", "tv", "bbc", "gp", "ielts", "esol", "ind", "coa",
    "azc", "bamf", "ofpra", "cnda", "cada", "ofii", "msf", "sms", "pdf", "dna", "aids", "ptsd", "who", "unicef", "ce",
    "cp", "гб", "тв", "оон", "сша", "єс", "всу", "зсу", "снд", "cafcass", "covid", "isis", "daesh", "brp", "nass",
    "arc", "bsn", "ccn", "faq", "cv", "ms", "dvd", "cctv",
];

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let (mut small, mut inside): (HashSet<String>, HashSet<String>) = (HashSet::new(), HashSet::new());
    for (index, word) in scene.reading.words.iter().enumerate().filter(|(_, word)| word.has_case()) {
        if !word.is_capital() {
            small.insert(scene.folded(index));
        } else if !word.opens && !scene.is_german(index) {
            inside.insert(scene.folded(index));
        }
    }
    let mut index = 0;
    while let Some(word) = scene.word(index).copied() {
        if !is_candidate(scene, index, &word) {
            index = index.saturating_add(1);
            continue;
        }
        let mut last = index;
        while let Some(next) = scene.word(last.saturating_add(1)).copied() {
            let at = last.saturating_add(1);
            let tied = next.gap.joins() && next.gap != Gap::Line && next.script == word.script;
            if !tied || next.opens || !is_candidate(scene, at, &next) || at.saturating_sub(index) > 5 {
                break;
            }
            last = at;
        }
        say(scene, index, last, &word, &small, &inside);
        index = last.saturating_add(1);
    }
}

/// Capitals that no rule has taken and that are no plain word.
fn is_candidate(scene: &Scene<'_>, index: usize, word: &Word) -> bool {
    let initial = word.length() == 1 && word.script == Script::Latin && scene.char_at(word.end) == Some('.');
    word.has_case()
        && word.is_capital()
        && !scene.is_taken(index)
        && (word.length() > 1 || initial)
        && !scene.is(index, Kind::MONTH)
        && !scene.is_german(index)
        && !scene.is_plain(index)
}

fn say(
    scene: &mut Scene<'_>,
    first: usize,
    last: usize,
    word: &Word,
    small: &HashSet<String>,
    inside: &HashSet<String>,
) {
    let folded = scene.folded(first);
    let length = last.saturating_sub(first).saturating_add(1);
    let capitals = (first..=last).all(|at| scene.word(at).is_some_and(|word| word.case == Case::Capitals));
    if capitals {
        let heading = length > 1 && word.opens;
        let short = word.length() >= 2 && word.length() <= 7 && length == 1;
        if short && !PUBLIC.contains(&folded.as_str()) {
            scene.suggest_words(first, last, What::quasi(Category::Organisation, Rule::Acronym, Certainty::Weak));
        } else if length > 1 && !heading {
            scene.suggest_words(first, last, What::direct(Category::Person, Rule::Capitals, Certainty::Weak));
        }
        return;
    }
    let single = length == 1;
    let opening_is_name = inside.contains(&folded) || is_surname(&folded, word.script);
    // A word that also stands in small letters opens a sentence, it is no name there.
    let told = !word.opens || opening_is_name && !small.contains(&folded);
    let certainty = if single || word.opens { Certainty::Weak } else { Certainty::Likely };
    let what = What::direct(Category::Person, Rule::Capitals, certainty);
    if told {
        scene.suggest_words(first, last, what);
    } else if !single {
        let from = if small.contains(&folded) { first.saturating_add(1) } else { first };
        scene.suggest_words(from, last, what);
    }
}

/// Endings that few words but names of people have.
fn is_surname(folded: &str, script: Script) -> bool {
    script == Script::Cyrillic
        && [
            "енко",
            "енка",
            "енку",
            "енком",
            "чук",
            "чука",
            "чуку",
            "ович",
            "івна",
            "івни",
            "івні",
            "івною",
            "йович",
            "ськии",
            "ська",
        ]
        .iter()
        .any(|ending| folded.ends_with(ending))
        && folded.chars().count() > 5
}
