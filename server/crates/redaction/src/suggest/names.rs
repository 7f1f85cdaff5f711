//! Names of people: after the words that announce them, after titles, after words of kinship, and common given names with the
//! names beside them. What one place shows to be a name is a name in the whole text.

use std::collections::HashSet;

use super::extent::{Announced, extend, extend_back, name_from};
use super::scene::{Scene, What};
use super::{Certainty, Rule, Suggestion};
use crate::known::{Endings, Freedom, Known};
use crate::letters::Script;
use crate::lexicon::{Kind, LEXICON, Sign};
use crate::reading::{Gap, Reading};
use crate::same::parts_of_name;
use crate::span::{Category, Identifier};

/// Given names that are also words of every day; alone they say nothing.
const WORDS_TOO: &[&str] = &[
    "نور",
    "امل",
    "امیر",
    "ملک",
    "کریم",
    "هدی",
    "حیاه",
    "صباح",
    "سعید",
    "جمیل",
    "عزیز",
    "صالح",
    "بیان",
    "نضال",
    "ورده",
    "جود",
    "تاج",
    "سالم",
    "جمال",
    "کمال",
    "وفا",
    "هنا",
    "امان",
    "سحر",
    "بهار",
    "گل",
    "امید",
    "ستاره",
    "دنیا",
    "رویا",
    "نسیم",
    "نوروز",
    "جمعه",
    "قربان",
    "رها",
    "صبا",
    "ترانه",
    "حدیث",
    "هدیه",
    "الهام",
    "لاله",
    "شریف",
    "عوض",
    "جهاد",
    "کفاح",
    "الطیب",
    "حامد",
    "نگار",
    "پیام",
    "ایمان",
    "ایه",
    "ندا",
    "صفا",
    "ضیا",
    "غزل",
    "تقوی",
    "جوان",
    "نادر",
    "احسان",
    "اکبر",
    "اصغر",
    "مالک",
    "زینه",
    "هاله",
    "هلا",
    "مها",
    "منی",
    "سنا",
    "رعد",
    "ادم",
    "اسد",
    "غلام",
    "خداداد",
    "روشن",
    "پروانه",
    "صدف",
    "آرزو",
    "ارزو",
    "هستی",
    "دانا",
    "صادق",
    "سبحان",
    "نجاه",
    "ሰላም",
    "ደስታ",
    "ብርሀን",
    "ሂወት",
    "ህይወት",
    "ምህረት",
    "አለም",
    "ገነት",
    "ወርቁ",
    "ገብረ",
    "አበባ",
    "ሙሉ",
    "ክፍለ",
    "ትዝታ",
    "ሀረግ",
    "ለምለም",
    "ሮማ",
    "ጸሀይ",
    "ጽጌ",
    "ወልደ",
    "ለማ",
    "ካሳ",
    "አማን",
    "ሙሴ",
    "ፍረ",
    "joy",
    "faith",
    "mercy",
    "mark",
    "prince",
    "precious",
    "blessing",
    "innocent",
    "grace",
    "divine",
    "gloire",
    "jan",
    "sem",
    "bram",
    "gul",
    "sue",
    "saba",
    "may",
    "ama",
    "jack",
    "desire",
    "merveille",
    "tresor",
    "luc",
    "hope",
    "віра",
    "любов",
    "надія",
    "надіа",
    "злата",
    "роман",
    "лев",
    "мир",
];

/// Whether a folded word is a title, and no name by itself.
pub(crate) fn is_title(folded: &str) -> bool {
    let reading = Reading::of(folded);
    LEXICON.signs(&reading).iter().any(|sign| {
        sign.kind.is_any(Kind::HONORIFIC) && !sign.found.prefixed && sign.found.first_word == sign.found.last_word
    })
}

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let signs = scene.signs.clone();
    for sign in &signs {
        if sign.kind.is_any(Kind::CALLED) {
            called(scene, *sign);
        }
        if sign.kind.is_any(Kind::NAMED_BEFORE) {
            named_before(scene, *sign);
        }
        if sign.kind.is_any(Kind::HONORIFIC) {
            titled(scene, *sign);
        }
        if sign.kind.is_any(Kind::KIN) {
            kin(scene, *sign);
        }
        if sign.kind.is_any(Kind::GIVEN) {
            given(scene, *sign);
        }
    }
}

fn person(rule: Rule, certainty: Certainty) -> What {
    What::direct(Category::Person, rule, certainty)
}

fn called(scene: &mut Scene<'_>, sign: Sign) {
    let mut first = sign.found.last_word.saturating_add(1);
    // Ma'am, it is: small words stand between "name" and the name.
    for _ in 0..2 {
        let folded = scene.folded(first);
        let small = matches!(
            folded.as_str(),
            "is" | "was"
                | "waa"
                | "est"
                | "ist"
                | "هو"
                | "هی"
                | "کان"
                | "کانت"
                | "من"
                | "me"
                | "him"
                | "her"
                | "us"
                | "بود"
                | "را"
                | "ድማ"
                | "እዩ"
                | "ፕሮፌሰር"
                | "був"
                | "була"
        );
        if small && scene.joins(first) && !scene.word(first).is_some_and(|word| word.is_capital()) {
            first = first.saturating_add(1);
        }
    }
    let gap = scene.gap(first);
    let open = gap.joins()
        || matches!(gap, Gap::Quote | Gap::Sentence)
            && scene.word(first).is_some_and(|word| word.has_case() && gap == Gap::Quote);
    if open && let Some(last) = name_from(scene, first, Announced::Cue) {
        scene.suggest_words(first, last, person(Rule::NameByCue, Certainty::Likely));
    }
}

/// Names that stand before the word: አበበ የሚባል, مریم نام داشت.
fn named_before(scene: &mut Scene<'_>, sign: Sign) {
    let mut first = sign.found.first_word;
    while let Some(before) = first.checked_sub(1).filter(|before| sign.found.first_word.saturating_sub(*before) <= 2) {
        let name =
            scene.is(before, Kind::GIVEN.or(Kind::HONORIFIC)) || before.saturating_add(1) == sign.found.first_word;
        if !scene.joins(first) || scene.is_plain(before) && !scene.is(before, Kind::HONORIFIC) || !name {
            break;
        }
        first = before;
    }
    if let Some(last) = sign.found.first_word.checked_sub(1).filter(|last| first <= *last) {
        scene.suggest_words(first, last, person(Rule::NameByCue, Certainty::Likely));
    }
}

fn titled(scene: &mut Scene<'_>, sign: Sign) {
    let next = sign.found.last_word.saturating_add(1);
    if !scene.joins(next) || scene.gap(next) == Gap::Line || is_other_word(scene, sign) {
        return;
    }
    let mut first = next;
    // Titles stand in rows: الشيخ الدكتور, Herr Doktor.
    while scene.is_whole(first, Kind::HONORIFIC)
        && scene.joins(first.saturating_add(1))
        && first.saturating_sub(next) < 2
        && !scene.is(first, Kind::GIVEN)
    {
        first = first.saturating_add(1);
    }
    if let Some(last) = name_from(scene, first, Announced::Title) {
        let start = scene.word(sign.found.first_word).map_or(sign.found.start, |word| word.start);
        let start = if sign.found.prefixed { sign.found.start } else { start };
        let end = scene.word(last).map_or(start, |word| word.end);
        let small = scene.word(sign.found.first_word).is_some_and(|word| word.has_case() && !word.is_capital());
        let cased = scene.word(first).is_some_and(|word| word.has_case());
        let known = (first..=last).any(|at| scene.is(at, Kind::GIVEN));
        let unsure = small || !cased && !known && !is_polite(&scene.folded(sign.found.last_word));
        let certainty = if unsure { Certainty::Weak } else { Certainty::Likely };
        scene.suggest(start, end, person(Rule::NameByTitle, certainty));
    }
}

/// Titles that are nothing else: behind them stands a name, known or not.
fn is_polite(folded: &str) -> bool {
    let plain = folded.strip_prefix("ال").unwrap_or(folded);
    matches!(
        plain,
        "سیده"
            | "سید"
            | "انسه"
            | "استاذ"
            | "استاذه"
            | "دکتور"
            | "دکتوره"
            | "شیخ"
            | "شیخه"
            | "حاج"
            | "حاجه"
            | "ابو"
            | "ام"
            | "اقای"
            | "خانم"
            | "دکتر"
            | "داکتر"
            | "استاد"
            | "حاجی"
            | "مهندس"
            | "محامی"
            | "محامیه"
            | "አቶ"
            | "ወይዘሮ"
            | "ወይዘሪት"
            | "ዶክተር"
            | "አቦይ"
            | "አደይ"
            | "ቀሺ"
            | "ቄስ"
            | "አባ"
            | "ጋሽ"
            | "ጋሼ"
            | "እትዬ"
            | "መምህር"
    )
}

/// Words that are folded like a title: أمام is "before" and no imam, Persian یا is "or".
fn is_other_word(scene: &Scene<'_>, sign: Sign) -> bool {
    let folded = scene.folded(sign.found.first_word);
    let first = scene.char_at(sign.found.start);
    match folded.as_str() {
        "امام" => first == Some('أ'),
        "یا" => first != Some('ي'),
        _ => false,
    }
}

fn kin(scene: &mut Scene<'_>, sign: Sign) {
    let next = sign.found.last_word.saturating_add(1);
    let gap = scene.gap(next);
    let cased = scene.word(next).is_some_and(|word| word.has_case());
    let near = gap.joins() && gap != Gap::Hyphen || gap == Gap::Comma && (cased || scene.is_whole(next, Kind::GIVEN));
    if !near || cased && scene.is(next, Kind::PLACE.or(Kind::ETHNIC)) {
        return;
    }
    if let Some(last) = name_from(scene, next, Announced::Kin) {
        let known = scene.is(next, Kind::GIVEN);
        let certainty = if known { Certainty::Likely } else { Certainty::Weak };
        scene.suggest_words(next, last, person(Rule::NameByKin, certainty));
    }
}

fn given(scene: &mut Scene<'_>, sign: Sign) {
    let found = sign.found;
    let Some(word) = scene.word(found.first_word).copied() else { return };
    if word.has_case() && !word.is_capital() || scene.is_plain(found.first_word) {
        return;
    }
    let folded: String = scene.folded(found.first_word);
    let stripped = folded.chars().skip(folded.chars().count().saturating_sub(found.letters)).collect::<String>();
    let is_word = WORDS_TOO.contains(&folded.as_str()) || WORDS_TOO.contains(&stripped.as_str());
    let last = extend(scene, found.last_word, Announced::Nothing);
    let first = if found.prefixed { found.first_word } else { extend_back(scene, found.first_word) };
    let alone = first == found.first_word && last == found.last_word;
    let beside = |at: Option<usize>| at.is_some_and(|at| scene.is_whole(at, Kind::GIVEN));
    let supported = last > found.last_word && beside(found.last_word.checked_add(1))
        || first < found.first_word && beside(found.first_word.checked_sub(1));
    if is_word && !word.has_case() && !alone && !supported {
        return;
    }
    let unclear = alone && is_word && (!word.has_case() || word.opens);
    let short = found.letters < 3 && word.script == Script::Arabic;
    let prefixed = found.prefixed && alone && (found.letters < 4 && word.script == Script::Arabic || is_word);
    if unclear
        || short
        || prefixed
        || alone && scene.is(found.first_word, Kind::PLACE.or(Kind::MONTH)) && !word.has_case()
    {
        return;
    }
    let german_noun = alone && scene.is_german(found.first_word) && is_word;
    let certainty = if alone && !word.has_case() || german_noun { Certainty::Weak } else { Certainty::Likely };
    let start =
        if first < found.first_word { scene.word(first).map_or(found.start, |word| word.start) } else { found.start };
    let end = if last > found.last_word { scene.word(last).map_or(found.end, |word| word.end) } else { found.end };
    scene.suggest(start, end, person(Rule::GivenName, certainty));
}

/// The longest name that is carried through a text, in code points.
const LONGEST: usize = 80;

/// At most so many names are carried through a text.
const CARRIED: usize = 4_000;

/// What was taken for a name at one place is suggested wherever it stands; a name of several words, each by itself too.
pub(super) fn again(scene: &mut Scene<'_>) {
    let mut known = Known::default();
    let (mut seen, mut whole): (HashSet<String>, HashSet<String>) = (HashSet::new(), HashSet::new());
    let names: Vec<Suggestion> = scene
        .out
        .iter()
        .filter(|s| s.category == Category::Person && s.identifier == Identifier::Direct)
        .filter(|s| s.certainty >= Certainty::Likely && !matches!(s.rule, Rule::ProjectName | Rule::ProjectNamePart))
        .copied()
        .collect();
    for name in names {
        let range =
            usize::try_from(name.start.0).unwrap_or(usize::MAX)..usize::try_from(name.end.0).unwrap_or(usize::MAX);
        let Some(chars) = scene.reading.chars.get(range) else { continue };
        // A row of a hundred capitals is no name to look for elsewhere.
        if chars.len() > LONGEST {
            continue;
        }
        let string: String = chars.iter().collect();
        if !whole.insert(string.clone()) {
            continue;
        }
        let mut forms = parts_of_name(&string);
        forms.push(string);
        for form in forms {
            let folded = crate::lexicon::folded(&form);
            let common = WORDS_TOO.contains(&folded.as_str()) && name.rule == Rule::GivenName;
            if seen.len() < CARRIED && folded.chars().count() >= 3 && !common && seen.insert(folded) {
                known.add(&form, Endings::OfNames, 0);
            }
        }
    }
    for found in known.find(scene.reading, Freedom::Phrase) {
        let small = scene.word(found.first_word).is_some_and(|word| word.has_case() && !word.is_capital());
        let plain = found.first_word == found.last_word && scene.is_plain(found.first_word);
        if !small && !plain {
            scene.suggest(found.start, found.end, person(Rule::SameName, Certainty::Likely));
        }
    }
}
