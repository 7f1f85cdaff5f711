//! What a person is: work, origin, belief, politics, sex, health. Words of a list; the person who reads decides whose they are.

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::lexicon::Kind;
use crate::span::{Category, Confidential};

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let signs = scene.signs.clone();
    for sign in signs {
        let what = |rule| What::quasi(Category::Demographic, rule, Certainty::Likely);
        let what = if sign.kind.is_any(Kind::SEX) {
            what(Rule::Sex).confidential(Confidential::Sex)
        } else if sign.kind.is_any(Kind::HEALTH) {
            what(Rule::Health).confidential(Confidential::Health)
        } else if sign.kind.is_any(Kind::BELIEF) {
            what(Rule::Belief).confidential(Confidential::Belief)
        } else if sign.kind.is_any(Kind::POLITICS) {
            what(Rule::Politics).confidential(Confidential::Politics)
        } else if sign.kind.is_any(Kind::ETHNIC) {
            what(Rule::Origin).confidential(Confidential::Ethnic)
        } else if sign.kind.is_any(Kind::OCCUPATION) {
            what(Rule::Occupation)
        } else {
            continue;
        };
        let taken = (sign.found.first_word..=sign.found.last_word).any(|index| scene.is_taken(index));
        // Two letters are too often another word, and a word that is a name beside a name is a name.
        let doubtful = sign.found.letters < 3
            || sign.kind.is_any(Kind::GIVEN.or(Kind::MONTH))
            || scene.is(sign.found.first_word, Kind::ORGANISATION) && sign.kind.is_any(Kind::OCCUPATION)
            || sign.kind.is_any(Kind::ETHNIC.or(Kind::BELIEF)) && is_small_latin(scene, sign.found.first_word);
        if !taken && !doubtful && !is_verb(scene, sign.found.first_word) {
            scene.suggest(sign.found.start, sign.found.end, what);
        }
    }
}

/// Persian کرد is "did" behind a noun, and "Kurd" behind a person or a comma.
fn is_verb(scene: &Scene<'_>, index: usize) -> bool {
    let folded = scene.folded(index);
    let Some(word) = scene.word(index).filter(|_| folded.starts_with("کرد")) else { return false };
    let persian = scene.char_at(word.start) == Some('ک');
    let before = index.checked_sub(1).map(|before| scene.folded(before)).unwrap_or_default();
    let told = matches!(before.as_str(), "من" | "ما" | "او" | "هم" | "مردم" | "زن" | "مرد" | "زبان");
    let people = matches!(folded.as_str(), "کردها" | "کردهای" | "کردتبار" | "کردستانی");
    persian && !people && (folded != "کرد" && folded != "کردی" || scene.joins(index) && !told)
}

/// English writes peoples and religions with a capital; in French and Dutch a small letter is right, so only words that are
/// too often others are left out.
fn is_small_latin(scene: &Scene<'_>, index: usize) -> bool {
    let small = scene.word(index).is_some_and(|word| word.has_case() && !word.is_capital());
    small
        && matches!(
            scene.folded(index).as_str(),
            "fur"
                | "four"
                | "dir"
                | "rom"
                | "afar"
                | "turk"
                | "secular"
                | "polish"
                | "bantu"
                | "роми"
                | "ром"
                | "боико"
                | "нара"
        )
}
