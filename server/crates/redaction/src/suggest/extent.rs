//! How far a name goes once its beginning is known: over capitals and particles where a script has capitals, over known names,
//! articles and family endings where it has none.

use super::scene::Scene;
use crate::letters::Script;
use crate::lexicon::Kind;
use crate::reading::Gap;

/// How a name was announced, and so how much beside it is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Announced {
    Cue,
    Title,
    Kin,
    Nothing,
}

/// Small words within the names of people.
fn is_particle(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "van"
            | "der"
            | "den"
            | "von"
            | "al"
            | "el"
            | "bin"
            | "ibn"
            | "bint"
            | "ben"
            | "abu"
            | "umm"
            | "abou"
            | "oum"
            | "ould"
            | "ag"
            | "da"
            | "di"
            | "do"
            | "dos"
            | "la"
            | "le"
            | "ter"
            | "ten"
            | "te"
            | "zu"
            | "ul"
            | "ur"
            | "as"
            | "ash"
            | "ad"
            | "az"
            | "an"
            | "ar"
            | "d"
            | "o"
    )
}

/// Words that lead a name in the Arabic script and are part of it.
fn leads(folded: &str) -> bool {
    matches!(
        folded,
        "بن" | "ابن"
            | "بنت"
            | "عبد"
            | "ابو"
            | "ابی"
            | "ابا"
            | "ام"
            | "ال"
            | "ولد"
            | "بو"
            | "آل"
            | "حاجی"
            | "حاج"
            | "سید"
            | "سیده"
            | "شیخ"
            | "ملا"
            | "بی"
            | "الحاج"
            | "الشیخ"
            | "الدکتور"
            | "دکتور"
            | "استاد"
            | "الاستاذ"
            | "ወልደ"
            | "ገብረ"
            | "ሀይለ"
            | "ተክለ"
    )
}

/// Where a name that begins at a word ends; `None` if none begins there.
pub(super) fn name_from(scene: &Scene<'_>, first: usize, announced: Announced) -> Option<usize> {
    let word = scene.word(first)?;
    let folded = scene.folded(first);
    if word.has_case() {
        let after = first.saturating_add(1);
        if is_particle(&folded) && scene.joins(after) && scene.word(after).is_some_and(|next| next.is_capital()) {
            return Some(extend(scene, after, announced));
        }
        let german_noun = announced == Announced::Kin && scene.is_german(first) && !scene.is(first, Kind::GIVEN);
        let fits = word.is_capital() && !scene.is_plain(first) && !scene.is(first, Kind::MONTH) && !german_noun;
        return fits.then(|| extend(scene, first, announced));
    }
    if matches!(word.script, Script::Digit | Script::Other) {
        return None;
    }
    let is_name = scene.is(first, Kind::GIVEN);
    if scene.is_plain(first) || word.length() < 2 {
        return None;
    }
    let other = Kind::PLACE_CUE
        .or(Kind::ORGANISATION)
        .or(Kind::OCCUPATION)
        .or(Kind::MONTH)
        .or(Kind::KIN)
        .or(Kind::PLACE)
        .or(Kind::ETHNIC)
        .or(Kind::AGE_UNIT)
        .or(Kind::HEALTH)
        .or(Kind::BELIEF);
    if !is_name && scene.is_whole(first, other) && announced != Announced::Cue {
        return None;
    }
    if announced == Announced::Kin
        && !is_name
        && (folded.starts_with('و')
            || folded.starts_with('ی')
            || folded.starts_with('ت')
            || folded.starts_with("ال")
            || folded.starts_with("می")
            || folded.starts_with("لم")
            || folded.starts_with('ب'))
    {
        return None;
    }
    if leads(&folded) && scene.joins(first.saturating_add(1)) {
        return Some(extend(scene, first.saturating_add(1), announced));
    }
    Some(extend(scene, first, announced))
}

/// Where the names beside a name end.
pub(super) fn extend(scene: &Scene<'_>, from: usize, announced: Announced) -> usize {
    let mut last = from;
    let mut taken = 0_usize;
    while taken < 4 {
        let next = last.saturating_add(1);
        let gap = scene.gap(next);
        let Some(word) = scene.word(next).filter(|_| gap.joins() && gap != Gap::None) else { break };
        let folded = scene.folded(next);
        if word.has_case() {
            let after = next.saturating_add(1);
            if is_particle(&folded) && !word.is_capital() {
                if scene.joins(after)
                    && scene.word(after).is_some_and(|word| word.is_capital())
                    && !scene.is_plain(after)
                    && !(scene.is(after, Kind::PLACE)
                        && !scene.is(after, Kind::GIVEN)
                        && matches!(folded.as_str(), "de" | "van" | "von"))
                {
                    last = after;
                    taken = taken.saturating_add(1);
                    continue;
                }
                break;
            }
            let same_script = scene.word(from).is_some_and(|first| first.script == word.script);
            let mark = gap == Gap::Mark && word.length() <= 1;
            let common = scene.is_german(next) && announced == Announced::Kin && !scene.is(next, Kind::GIVEN);
            if !word.is_capital()
                || !same_script
                || scene.is_plain(next) && word.length() > 1
                || mark
                || common
                || scene.is_plain(next) && gap == Gap::Space && folded == "i"
            {
                break;
            }
        } else if !goes_on(scene, last, next, &folded, announced, taken) {
            break;
        }
        last = next;
        taken = taken.saturating_add(1);
    }
    last
}

/// Whether a word of a script without capitals belongs to the name before it.
fn goes_on(scene: &Scene<'_>, last: usize, next: usize, folded: &str, announced: Announced, taken: usize) -> bool {
    let Some(word) = scene.word(next) else { return false };
    if leads(&scene.folded(last)) && !scene.is_plain(next) {
        return true;
    }
    let after = next.saturating_add(1);
    if leads(folded) && word.script == Script::Arabic {
        let followed = scene.joins(after) && !scene.is_plain(after);
        return followed && !matches!(folded, "ام" | "سید");
    }
    if scene.is_plain(next) || word.length() < 2 || matches!(word.script, Script::Digit | Script::Other | Script::Latin)
    {
        return false;
    }
    if scene.is_whole(next, Kind::GIVEN) {
        return true;
    }
    let other = Kind::PLACE_CUE
        .or(Kind::ORGANISATION)
        .or(Kind::OCCUPATION)
        .or(Kind::MONTH)
        .or(Kind::KIN)
        .or(Kind::ETHNIC)
        .or(Kind::AGE_CUE)
        .or(Kind::AGE_UNIT)
        .or(Kind::BELIEF)
        .or(Kind::CALLED);
    if scene.is_whole(next, Kind::HONORIFIC) && matches!(folded, "خانم" | "اقا" | "جان" | "صاحب" | "خان")
    {
        return true;
    }
    let length = word.length();
    let family = ["ی", "زاده", "پور", "یان", "نژاد"].iter().any(|ending| folded.ends_with(ending));
    let surname = word.script == Script::Arabic
        && (folded.starts_with("ال") && length >= 5 || family && length >= 4 && taken == 0);
    if surname {
        return !scene.is_whole(next, other) || folded.starts_with("ال");
    }
    let unclear = scene.is(next, other) || folded.starts_with('و') && length >= 4 || scene.gap(next) != Gap::Space;
    // السيدة ليلى منصور: behind a title and a given name stands a surname, unless it ends as verbs do.
    let verb = ["نی", "نا", "وا", "ها", "هم", "تم", "ت", "ه"].iter().any(|ending| folded.ends_with(ending))
        || ["ی", "ت", "می"].iter().any(|beginning| folded.starts_with(beginning));
    let behind_title = announced == Announced::Title && scene.is(last, Kind::GIVEN) && word.script == Script::Arabic;
    if behind_title && taken == 0 && !unclear && !verb && length >= 4 {
        return true;
    }
    announced == Announced::Cue && taken == 0 && !unclear
}

/// Where the names before a given name begin: capitals, where no sentence begins.
pub(super) fn extend_back(scene: &Scene<'_>, from: usize) -> usize {
    let mut first = from;
    while let Some(before) = first.checked_sub(1).filter(|before| from.saturating_sub(*before) <= 3) {
        let Some(word) = scene.word(before) else { break };
        let cased = word.has_case() && word.is_capital() && !word.opens;
        let title = scene.is_whole(before, Kind::HONORIFIC) && !scene.is(before, Kind::GIVEN);
        let known = scene.is_whole(before, Kind::GIVEN) && (!word.has_case() || word.is_capital());
        let fits =
            known || cased && !title && !scene.is_german(before) && !scene.is(before, Kind::PLACE.or(Kind::MONTH));
        if !(scene.joins(first) && scene.gap(first) != Gap::Line && fits) || scene.is_plain(before) {
            break;
        }
        first = before;
    }
    first
}
