//! Ages: "I was 34", "34 years old", aged, عمري, мені було, ዕድመይ. A length of time is no age; a word for age beside it tells.

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::lexicon::Kind;
use crate::reading::Gap;
use crate::span::Category;

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let mut index = 0;
    while scene.word(index).is_some() {
        let Some(last) = number(scene, index).filter(|_| !scene.is_taken(index)) else {
            index = index.saturating_add(1);
            continue;
        };
        if let Some(end) = age(scene, index, last) {
            scene.suggest_words(index, end, What::quasi(Category::Demographic, Rule::Age, Certainty::Likely));
            index = end;
        }
        index = index.max(last).saturating_add(1);
    }
}

/// The last word of a number that may be an age, in digits or in words.
fn number(scene: &Scene<'_>, index: usize) -> Option<usize> {
    if let Some((value, length, rest)) = scene.number(index) {
        return (length <= 3
            && (1..=110).contains(&value)
            && matches!(rest.as_str(), "" | "річна" | "річнии" | "ти" | "jarige" | "jahrige"))
        .then_some(index);
    }
    if !scene.is(index, Kind::AGE_NUMBER) {
        return None;
    }
    let mut last = index;
    let more = |at: usize| scene.is(at, Kind::AGE_NUMBER) && scene.joins(at);
    while more(last.saturating_add(1)) || is_and(scene, last.saturating_add(1)) && more(last.saturating_add(2)) {
        last = if more(last.saturating_add(1)) { last.saturating_add(1) } else { last.saturating_add(2) };
    }
    Some(last)
}

fn is_and(scene: &Scene<'_>, index: usize) -> bool {
    scene.joins(index) && matches!(scene.folded(index).as_str(), "et" | "and" | "و" | "iyo" | "en" | "und")
}

/// Where an age ends, if a number is one.
fn age(scene: &Scene<'_>, first: usize, last: usize) -> Option<usize> {
    let next = last.saturating_add(1);
    let joined = scene.joins(next);
    if joined && scene.is(next, Kind::AGE_OLD) {
        let from = scene.signs.partition_point(|sign| sign.found.first_word < next);
        let here = scene.signs.iter().skip(from).take_while(|sign| sign.found.first_word == next);
        return here.filter(|sign| sign.kind.is_any(Kind::AGE_OLD)).map(|sign| sign.found.last_word).max();
    }
    if scene.number(last).is_some_and(|(_, _, rest)| rest.len() > 2) {
        return Some(last);
    }
    let asked = (first.saturating_sub(3)..first).rev().take_while(|before| joins_on(scene, before.saturating_add(1)));
    let cued = asked.clone().any(|before| scene.is(before, Kind::AGE_CUE));
    let told = asked.clone().any(|before| is_age_word(scene, before));
    if joined && scene.is(next, Kind::AGE_UNIT) && cued {
        let ago = scene.folded(next.saturating_add(1));
        let length = matches!(
            ago.as_str(),
            "ago" | "geleden" | "later" | "тому" | "dans" | "dort" | "lang" | "long" | "في" | "در"
        );
        return (!length).then_some(next);
    }
    let right_before = first.checked_sub(1).is_some_and(|before| scene.is(before, Kind::AGE_CUE) && scene.joins(first));
    let closes = !joined
        || matches!(
            scene.folded(next).as_str(),
            "when"
                | "and"
                | "at"
                | "then"
                | "but"
                | "lorsque"
                | "quand"
                | "toen"
                | "als"
                | "коли"
                | "لما"
                | "عندما"
                | "حین"
                | "وقتی"
                | "که"
                | "ነበርኩ"
                | "ነበረ"
                | "markii"
        );
    (told || right_before && closes && is_speaking_of_age(scene, first)).then_some(last)
}

fn joins_on(scene: &Scene<'_>, index: usize) -> bool {
    scene.joins(index) || scene.gap(index) == Gap::Comma
}

/// Words that speak of age and of nothing else.
fn is_age_word(scene: &Scene<'_>, index: usize) -> bool {
    let folded = scene.folded(index);
    let stem = folded.strip_prefix('و').unwrap_or(&folded).to_owned();
    matches!(
        stem.as_str(),
        "aged"
            | "turned"
            | "عمری"
            | "عمره"
            | "عمرها"
            | "بعمر"
            | "سنم"
            | "እድሜዬ"
            | "እድሜ"
            | "እድመይ"
            | "እድሜው"
            | "እድሜዋ"
            | "እድመኡ"
            | "እድመአ"
            | "dadaydu"
    )
}

/// "I was 34", "he is 12", "at 17": a person or a bare "at" before the number.
fn is_speaking_of_age(scene: &Scene<'_>, first: usize) -> bool {
    let before = first.checked_sub(1).map(|at| scene.folded(at)).unwrap_or_default();
    matches!(
        before.as_str(),
        "was"
            | "am"
            | "m"
            | "is"
            | "s"
            | "were"
            | "at"
            | "only"
            | "just"
            | "age"
            | "было"
            | "було"
            | "мені"
            | "їи"
            | "іи"
            | "иому"
            | "war"
            | "bin"
            | "ist"
    )
}
