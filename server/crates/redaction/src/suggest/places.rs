//! Places and organisations: by name from the list of this crate, and by the word beside a name: street, camp, school, مسجد.

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::letters::Script;
use crate::lexicon::{Kind, Sign};
use crate::reading::{Case, Gap};
use crate::span::Category;

/// Names that are also words: at the beginning of a sentence they are words.
const DOUBTFUL: &[&str] = &[
    "nice", "reading", "bath", "gap", "tours", "hull", "cork", "goes", "echt", "stoke", "lincoln", "hamm", "sid",
    "beni", "como", "bor", "lipa", "suhl", "ede", "oss", "mons", "gand", "kos", "sawa", "chester", "crewe",
];

/// Forms that in Arabic and Persian most often are another word.
const OTHER_WORDS: &[&str] = &[
    "صور",
    "بون",
    "وان",
    "امان",
    "بحری",
    "رم",
    "ام",
    "قم",
    "بانه",
    "وین",
    "رین",
    "کوس",
    "سید",
    "اسن",
    "هند",
    "مقدونیه",
    "حمس",
    "زابل",
    "دوما",
    "نیس",
    "خوی",
    "کلن",
    "حماه",
    "لیل",
];

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let cues: Vec<Sign> = scene
        .signs
        .iter()
        .filter(|sign| sign.kind.is_any(Kind::ORGANISATION.or(Kind::PLACE_CUE).or(Kind::COMPANY)))
        .copied()
        .collect();
    for sign in cues {
        by_cue(scene, sign);
    }
    compounds(scene);
    let names: Vec<Sign> = scene.signs.iter().filter(|sign| sign.kind.is_any(Kind::PLACE)).copied().collect();
    for sign in names {
        by_name(scene, sign);
    }
}

fn by_name(scene: &mut Scene<'_>, sign: Sign) {
    let Some(word) = scene.word(sign.found.first_word) else { return };
    let folded = scene.folded(sign.found.first_word);
    let doubtful = match word.script {
        Script::Latin | Script::Cyrillic => {
            let short_capitals = word.case == Case::Capitals && word.length() <= 2;
            !word.is_capital() || short_capitals || word.opens && DOUBTFUL.contains(&folded.as_str())
        }
        Script::Arabic => {
            let before = sign.found.first_word.checked_sub(1).map(|before| scene.folded(before)).unwrap_or_default();
            let length = folded.chars().count();
            let stripped: String = folded.chars().skip(length.saturating_sub(sign.found.letters)).collect();
            let placed = matches!(before.as_str(), "از" | "در" | "تا" | "به" | "شهر");
            sign.found.letters < 3
                || (OTHER_WORDS.contains(&folded.as_str()) || OTHER_WORDS.contains(&stripped.as_str())) && !placed
                || sign.found.prefixed && sign.found.letters < 4 && !folded.starts_with("ال")
        }
        Script::Ethiopic | Script::Unspaced | Script::Digit | Script::Other => sign.found.letters < 2,
    };
    if doubtful {
        return;
    }
    let certainty = if sign.kind.is_any(Kind::COUNTRY) { Certainty::Weak } else { Certainty::Likely };
    scene.suggest(sign.found.start, sign.found.end, What::quasi(Category::Location, Rule::PlaceName, certainty));
}

/// A name beside a word for organisations or places.
fn by_cue(scene: &mut Scene<'_>, sign: Sign) {
    let (first, last) = (sign.found.first_word, sign.found.last_word);
    let Some(word) = scene.word(first).copied() else { return };
    let what = if sign.kind.is_any(Kind::ORGANISATION.or(Kind::COMPANY)) {
        What::quasi(Category::Organisation, Rule::OrganisationByCue, Certainty::Likely)
    } else {
        What::quasi(Category::Location, Rule::PlaceByCue, Certainty::Likely)
    };
    if let Some(end) = quoted(scene, last) {
        scene.suggest_words(first, end, what);
        return;
    }
    let (from, to) = match word.script {
        Script::Latin => (before_latin(scene, first, sign), after_cased(scene, last, word.script)),
        Script::Cyrillic => (before_cyrillic(scene, first, sign), after_cased(scene, last, word.script)),
        Script::Arabic => (first, after_arabic(scene, last, sign)),
        Script::Ethiopic => around_ethiopic(scene, first, last, sign),
        Script::Unspaced | Script::Digit | Script::Other => return,
    };
    if from < first || to > last {
        let start =
            if from == first { sign.found.start } else { scene.word(from).map_or(sign.found.start, |word| word.start) };
        let end = scene.word(to).map_or(sign.found.end, |word| word.end);
        // Without capitals any word may stand beside "school"; one that is known to be a name makes it likely.
        let named =
            (from..=to).any(|at| scene.is(at, Kind::PLACE.or(Kind::GIVEN)) || scene.folded(at).starts_with("ال"));
        let certainty = if word.has_case() || named { what.certainty } else { Certainty::Weak };
        scene.suggest(start, end, What { certainty, ..what });
    }
}

/// A name in quotation marks right behind a word.
fn quoted(scene: &Scene<'_>, last: usize) -> Option<usize> {
    let first = last.saturating_add(1);
    let word = scene.word(first).filter(|word| word.gap == Gap::Quote)?;
    let opening = word.start.checked_sub(1).and_then(|at| scene.char_at(at));
    let before = scene.word(last).map(|word| word.end)?;
    if !matches!(opening, Some('«' | '"' | '“' | '„')) || word.start.saturating_sub(before) > 2 {
        return None;
    }
    let mut end = first;
    while scene.joins(end.saturating_add(1)) && end.saturating_sub(first) < 5 && !closes(scene, end) {
        end = end.saturating_add(1);
    }
    Some(end)
}

fn closes(scene: &Scene<'_>, index: usize) -> bool {
    scene.word(index).and_then(|word| scene.char_at(word.end)).is_some_and(|c| matches!(c, '»' | '"' | '”' | '“'))
}

/// Small words within names of places and organisations.
fn is_particle(folded: &str) -> bool {
    matches!(
        folded,
        "of" | "for"
            | "de"
            | "du"
            | "des"
            | "d"
            | "la"
            | "le"
            | "les"
            | "l"
            | "van"
            | "der"
            | "den"
            | "von"
            | "zu"
            | "zum"
            | "zur"
            | "am"
            | "an"
            | "aan"
            | "het"
            | "el"
            | "al"
            | "the"
            | "and"
            | "в"
            | "імені"
            | "ім"
            | "на"
            | "святого"
            | "святои"
            | "ee"
            | "bei"
            | "im"
    )
}

fn is_name_word(scene: &Scene<'_>, index: usize) -> bool {
    scene.word(index).is_some_and(|word| word.is_capital() && word.has_case()) && !scene.is(index, Kind::MONTH)
}

/// Where the capitals before a word begin: Roundhay Primary [School], 27 Chapeltown [Road].
fn before_latin(scene: &Scene<'_>, cue: usize, sign: Sign) -> usize {
    let german = scene.is_german(cue);
    let (mut first, mut at) = (cue, cue);
    while let Some(before) = at.checked_sub(1).filter(|before| cue.saturating_sub(*before) <= 6) {
        let gap = scene.gap(at);
        if !(gap.joins() && gap != Gap::Line) {
            break;
        }
        let folded = scene.folded(before);
        let word = scene.word(before);
        let opens = word.is_some_and(|word| word.opens);
        let unsure = opens && (scene.is_plain(before) || scene.is_whole(before, Kind::HONORIFIC));
        if is_name_word(scene, before) && !german && !unsure && (!scene.is_plain(before) || is_public_word(&folded)) {
            first = before;
        } else if !(is_particle(&folded) && first < cue && folded != "the") {
            break;
        }
        at = before;
    }
    let number = first.checked_sub(1).filter(|before| scene.number(*before).is_some() && scene.joins(first));
    match number {
        Some(number) if sign.kind.is_any(Kind::PLACE_CUE) => number,
        _ => first,
    }
}

/// Plain words that are parts of names of organisations: Job Centre, Red Cross.
fn is_public_word(folded: &str) -> bool {
    matches!(folded, "job" | "red" | "state" | "first" | "european" | "central")
}

/// An adjective before a word: обласній [лікарні].
fn before_cyrillic(scene: &Scene<'_>, cue: usize, sign: Sign) -> usize {
    let Some(before) = cue.checked_sub(1).filter(|_| scene.joins(cue)) else { return cue };
    let folded = scene.folded(before);
    let ending = ["іи", "ии", "ои", "ому", "ого", "ську", "ська", "ськіи", "ну", "на", "ії"]
        .iter()
        .any(|ending| folded.ends_with(ending));
    let capital = is_name_word(scene, before) && scene.word(before).is_some_and(|word| !word.opens);
    let adjective = ending && folded.chars().count() >= 6 && sign.kind.is_any(Kind::ORGANISATION);
    if (adjective || capital) && !scene.is_plain(before) { before } else { cue }
}

/// Where the capitals and numbers after a word end: University [of Leeds], вулиці [Миру, 45], школу [№ 12].
fn after_cased(scene: &Scene<'_>, cue: usize, script: Script) -> usize {
    let (mut last, mut at) = (cue, cue.saturating_add(1));
    while at.saturating_sub(cue) <= 7 {
        let gap = scene.gap(at);
        let number = scene.number(at).is_some();
        let marked = |sign: char| {
            scene
                .word(at)
                .and_then(|word| word.start.checked_sub(2))
                .is_some_and(|from| (0..2).any(|step| scene.char_at(from.saturating_add(step)) == Some(sign)))
        };
        let numbered = number
            && (marked('№')
                || marked('#')
                || last > cue && gap == Gap::Comma && !is_year(scene, at)
                || last > cue && gap.joins() && !is_year(scene, at));
        if numbered {
            last = at;
            at = at.saturating_add(1);
            continue;
        }
        if !gap.joins() {
            break;
        }
        let folded = scene.folded(at);
        let plain = scene.is_plain(at) && !is_particle(&folded) && !(last > cue && is_public_word(&folded));
        if is_name_word(scene, at) && scene.word(at).is_some_and(|word| word.script == script) && !plain {
            last = at;
        } else if !(is_particle(&folded) || matches!(folded.as_str(), "saint" | "sainte" | "st"))
            || folded == "and" && last == cue
        {
            break;
        }
        at = at.saturating_add(1);
    }
    last
}

fn is_year(scene: &Scene<'_>, index: usize) -> bool {
    scene.number(index).is_some_and(|(value, length, _)| length == 4 && (1900..2040).contains(&value))
}

/// One word, or two, behind a word of the Arabic script: مستشفى [الشفاء], خیابان [انقلاب].
fn after_arabic(scene: &Scene<'_>, cue: usize, sign: Sign) -> usize {
    let is_known = |at: usize| scene.is(at, Kind::PLACE.or(Kind::GIVEN));
    let fits = |at: usize| {
        scene.joins(at)
            && scene.word(at).is_some_and(|word| matches!(word.script, Script::Arabic))
            && (!scene.is_plain(at) || scene.folded(at) == "ابن")
            && !scene.is(at, Kind::KIN.or(Kind::CALLED).or(Kind::AGE_CUE).or(Kind::MONTH))
    };
    let next = cue.saturating_add(1);
    let tied = scene.folded(next).starts_with('و') && !is_known(next)
        || scene.folded(next).starts_with("لی")
        || scene.folded(next).starts_with("می");
    if !fits(next) || tied || scene.word(next).is_some_and(|word| word.length() < 2) {
        return cue;
    }
    // "The hospital" is one that was spoken of; what follows it is seldom its name.
    let definite = scene.folded(sign.found.first_word).starts_with("ال") && sign.found.prefixed;
    if definite && !is_known(next) {
        return cue;
    }
    let second = next.saturating_add(1);
    let article = scene.folded(second).starts_with("ال") && scene.folded(second).chars().count() > 4;
    let leads = matches!(
        scene.folded(next).as_str(),
        "ابن"
            | "ابو"
            | "ام"
            | "عبد"
            | "سید"
            | "امام"
            | "شهید"
            | "خالد"
            | "الامام"
            | "بنی"
            | "رسول"
            | "بیت"
    );
    let number = scene.number(second).is_some() && scene.joins(second);
    if fits(second) && (article || leads || is_known(second) && is_known(next)) || number { second } else { next }
}

/// The name stands before the word in Amharic, mostly before and sometimes behind in Tigrinya.
fn around_ethiopic(scene: &Scene<'_>, first: usize, last: usize, sign: Sign) -> (usize, usize) {
    let next = last.saturating_add(1);
    if scene.is(next, Kind::PLACE) && scene.joins(next) && sign.kind.is_any(Kind::PLACE_CUE.or(Kind::ORGANISATION)) {
        return (first, next);
    }
    let busy = Kind::OCCUPATION.or(Kind::HONORIFIC).or(Kind::CALLED).or(Kind::AGE_CUE).or(Kind::KIN).or(Kind::MONTH);
    let mut from = first;
    while let Some(before) = from.checked_sub(1).filter(|before| first.saturating_sub(*before) <= 2) {
        let fits = scene.joins(from)
            && !scene.is_plain(before)
            && !scene.is(before, busy)
            && scene.word(before).is_some_and(|word| word.script == Script::Ethiopic && word.length() >= 2);
        if !fits {
            break;
        }
        from = before;
    }
    (from, last)
}

/// Words that hold their cue within: Lindenstraße 18, Keizersgracht, Marktplatz.
fn compounds(scene: &mut Scene<'_>) {
    const STREETS: &[&str] = &[
        "strasse", "strase", "straat", "gracht", "plein", "weg", "laan", "allee", "platz", "gasse", "kade", "singel",
        "steeg", "damm", "ufer", "dijk",
    ];
    const HOUSES: &[&str] = &[
        "krankenhaus",
        "klinikum",
        "gymnasium",
        "grundschule",
        "ziekenhuis",
        "basisschool",
        "moskee",
        "moschee",
        "kirche",
        "kerk",
        "lyceum",
        "college",
        "hogeschool",
        "amt",
    ];
    for index in 0..scene.reading.words.len() {
        let Some(word) = scene.word(index).copied() else { break };
        if word.script != Script::Latin || !word.is_capital() || word.length() < 7 || scene.is_taken(index) {
            continue;
        }
        let folded = scene.folded(index);
        let next = index.saturating_add(1);
        let number = scene.number(next).is_some() && scene.joins(next);
        let ends_in = |list: &[&str]| {
            list.iter().any(|ending| folded.ends_with(ending) && folded.len() > ending.len().saturating_add(2))
        };
        if ends_in(STREETS) {
            let last = if number { next } else { index };
            scene.suggest_words(index, last, What::quasi(Category::Location, Rule::PlaceByCue, Certainty::Likely));
        } else if ends_in(HOUSES) {
            let last = after_cased(scene, index, Script::Latin);
            let certainty = if last > index { Certainty::Likely } else { Certainty::Weak };
            if last > index || !scene.is_german(index) {
                scene.suggest_words(
                    index,
                    last,
                    What::quasi(Category::Organisation, Rule::OrganisationByCue, certainty),
                );
            }
        }
    }
    // A postcode of five digits stands before the name of a town.
    for index in 1..scene.reading.words.len() {
        let before = index.saturating_sub(1);
        let code = scene.number(before).is_some_and(|(_, length, rest)| length == 5 && rest.is_empty());
        let town = scene
            .word(index)
            .is_some_and(|word| word.script == Script::Latin && word.is_capital() && word.gap == Gap::Space);
        if code && town {
            scene.suggest_words(before, index, What::quasi(Category::Location, Rule::Postcode, Certainty::Likely));
        }
    }
}
