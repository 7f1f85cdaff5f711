//! Numbers that lead to one person: references of the authorities people deal with, telephones, accounts, postcodes. Forms are
//! those the authorities print; where there is a check digit it is tried. Digits of every script count.

use super::checks::{is_bsn, is_iban, is_nhs};
use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::letters::{Script, digit_value};
use crate::lexicon::Kind;
use crate::span::Category;

/// Forms of numbers. A is a letter, 9 a digit, X either; `-` may be nothing, spaces or one of - . / between, `~` is
/// one to three of these; any other character stands for itself.
const FORMS: &[(Rule, &str, Certainty)] = &[
    (Rule::NationalInsurance, "AA-99-99-99-A", Certainty::Sure),
    (Rule::AsylumSupport, "99/99/99999", Certainty::Sure),
    (Rule::AsylumSupport, "99/99/99999/999", Certainty::Sure),
    (Rule::UnhcrCase, "999-99A99999", Certainty::Sure),
    (Rule::HomeOffice, "A9999999", Certainty::Sure),
    (Rule::HomeOffice, "A9999999/999", Certainty::Sure),
    (Rule::ResidencePermit, "AA9999999", Certainty::Sure),
    (Rule::ResidencePermit, "AAA999999", Certainty::Likely),
    (Rule::ApplicationNumber, "AAA999999999", Certainty::Sure),
    (Rule::ApplicationNumber, "9999-9999-9999-9999", Certainty::Sure),
    (Rule::FederalOffice, "9999999~999", Certainty::Likely),
    (Rule::ShareCode, "XXX XXX XXX", Certainty::Likely),
    (Rule::Postcode, "A9-9AA", Certainty::Likely),
    (Rule::Postcode, "A99-9AA", Certainty::Likely),
    (Rule::Postcode, "AA9-9AA", Certainty::Likely),
    (Rule::Postcode, "AA99-9AA", Certainty::Likely),
    (Rule::Postcode, "A9A-9AA", Certainty::Likely),
    (Rule::Postcode, "AA9A-9AA", Certainty::Likely),
    (Rule::Postcode, "9999 AA", Certainty::Likely),
    (Rule::Postcode, "9999AA", Certainty::Likely),
];

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let mut index = 0;
    while let Some(word) = scene.word(index).copied() {
        let next = index.saturating_add(1);
        index = next;
        if scene.is_taken(next.saturating_sub(1))
            || !matches!(word.script, Script::Latin | Script::Digit | Script::Cyrillic)
        {
            continue;
        }
        let here = next.saturating_sub(1);
        let has_digit = |at: usize| scene.folded(at).chars().any(|c| c.is_ascii_digit());
        let opens_code = word.length() <= 3 && word.is_capital() && has_digit(next);
        if !has_digit(here) && !opens_code {
            continue;
        }
        let found = account(scene, word.start, Certainty::Sure)
            .or_else(|| form(scene, here, word.start))
            .or_else(|| eurodac(scene, word.start))
            .or_else(|| account(scene, word.start, Certainty::Likely))
            .or_else(|| group(scene, here))
            .or_else(|| mixed(scene, here));
        if let Some((start, end, what)) = found {
            scene.suggest(start, end, what);
            while scene.word(index).is_some_and(|word| word.start < end) {
                index = index.saturating_add(1);
            }
        }
    }
    by_cue(scene);
}

type Code = (u32, u32, What);

fn is_word(scene: &Scene<'_>, at: u32) -> bool {
    scene.char_at(at).is_some_and(char::is_alphanumeric)
}

fn matches_form(scene: &Scene<'_>, from: u32, form: &str) -> Option<u32> {
    let mut at = from;
    for expected in form.chars() {
        let here = scene.char_at(at);
        let fits = match expected {
            'A' => here.is_some_and(|c| c.is_ascii_uppercase()),
            '9' => here.is_some_and(|c| digit_value(c).is_some()),
            'X' => here.is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
            '-' | '~' => {
                let mut spaces = 0;
                while spaces < 3
                    && scene.char_at(at).is_some_and(|c| matches!(c, ' ' | '\u{A0}' | '-' | '.' | '/' | '–'))
                {
                    at = at.saturating_add(1);
                    spaces += 1;
                }
                if expected == '~' && spaces == 0 {
                    return None;
                }
                continue;
            }
            other => here == Some(other),
        };
        if !fits {
            return None;
        }
        at = at.saturating_add(1);
    }
    (!is_word(scene, at)).then_some(at)
}

fn form(scene: &Scene<'_>, index: usize, from: u32) -> Option<Code> {
    let mut best: Option<Code> = None;
    for (rule, form, certainty) in FORMS {
        let Some(end) = matches_form(scene, from, form) else { continue };
        let fits = if *rule == Rule::NationalInsurance {
            scene.char_at(end.saturating_sub(1)).is_some_and(|c| matches!(c, 'A'..='D'))
        } else if *rule == Rule::ShareCode {
            let within = |kind: fn(&char) -> bool| (from..end).filter_map(|at| scene.char_at(at)).any(|c| kind(&c));
            let begins = matches!(scene.char_at(from), Some('W' | 'S' | 'R'));
            begins && within(char::is_ascii_digit) && within(char::is_ascii_uppercase)
        } else if *rule == Rule::Postcode && form.starts_with("9999") {
            // No Dutch postcode begins with 0 or ends in SA, SD or SS (PostNL); EU, AD and BC stand behind years.
            let last: String = (end.saturating_sub(2)..end).filter_map(|at| scene.char_at(at)).collect();
            scene.char_at(from) != Some('0') && !["SA", "SD", "SS", "EU", "AD", "BC"].contains(&last.as_str())
        } else if *rule == Rule::FederalOffice {
            scene.is_german(index) || cue(scene, index, Kind::NUMBER)
        } else {
            true
        };
        let longer = best.is_none_or(|(_, longest, _)| end > longest);
        if fits && longer {
            let what = if *rule == Rule::Postcode {
                What::quasi(Category::Location, *rule, *certainty)
            } else {
                What::direct(Category::Code, *rule, *certainty)
            };
            best = Some((from, end, what));
        }
    }
    best
}

/// Country, two check digits, then 11 to 30 letters and digits in groups.
fn account(scene: &Scene<'_>, from: u32, least: Certainty) -> Option<Code> {
    let begins = matches_head(scene, from)?;
    let mut characters = begins;
    let (mut at, mut end) = (from.saturating_add(4), from.saturating_add(4));
    while characters.len() < 34 {
        let spaced = scene.char_at(at) == Some(' ');
        let here = if spaced { at.saturating_add(1) } else { at };
        let Some(c) = scene.char_at(here).filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) else { break };
        // Behind a space an account goes on with a digit or with a group of capitals.
        if spaced
            && !scene.char_at(here.saturating_add(1)).is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        {
            break;
        }
        characters.push(c);
        at = here.saturating_add(1);
        end = at;
    }
    let whole = characters.len() >= 15 && !is_word(scene, end);
    let certainty = if is_iban(&characters) { Certainty::Sure } else { Certainty::Likely };
    (whole && certainty >= least).then(|| (from, end, What::direct(Category::Code, Rule::Iban, certainty)))
}

fn matches_head(scene: &Scene<'_>, from: u32) -> Option<Vec<char>> {
    let head: Vec<char> = (from..from.saturating_add(4)).filter_map(|at| scene.char_at(at)).collect();
    let fits = matches!(head.as_slice(), [a, b, c, d] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit());
    fits.then_some(head)
}

/// Two letters of a country, the category 1, 2, 3 or 5, and a national number (Regulation 603/2013, article 24).
fn eurodac(scene: &Scene<'_>, from: u32) -> Option<Code> {
    let letters = (from..from.saturating_add(2)).all(|at| scene.char_at(at).is_some_and(|c| c.is_ascii_uppercase()));
    let category = matches!(scene.char_at(from.saturating_add(2)), Some('1' | '2' | '3' | '5'));
    let mut end = from.saturating_add(3);
    let mut digits = 0_u32;
    while let Some(c) = scene.char_at(end).filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        digits = digits.saturating_add(u32::from(c.is_ascii_digit()));
        end = end.saturating_add(1);
    }
    let fits = letters && category && digits >= 6 && !is_word(scene, end);
    fits.then(|| (from, end, What::direct(Category::Code, Rule::Eurodac, Certainty::Likely)))
}

/// A row of digits in groups: telephones and whatever else has seven digits or more.
fn group(scene: &Scene<'_>, index: usize) -> Option<Code> {
    let word = scene.word(index)?;
    if word.script != Script::Digit {
        return None;
    }
    let separator = |c: char| matches!(c, ' ' | '\u{A0}' | '-' | '.' | '/' | '(' | ')' | '–' | '\u{2011}');
    let (mut at, mut end) = (word.start, word.start);
    let (mut digits, mut groups, mut others) = (Vec::new(), vec![0_usize], 0_u32);
    while let Some(c) = scene.char_at(at) {
        if let Some(value) = digit_value(c) {
            if others > 0 {
                groups.push(0);
            }
            digits.push(value);
            if let Some(last) = groups.last_mut() {
                *last = last.saturating_add(1);
            }
            others = 0;
            end = at.saturating_add(1);
        } else if separator(c) && others < 2 && digits.len() < 24 {
            others = others.saturating_add(1);
        } else {
            break;
        }
        at = at.saturating_add(1);
    }
    if is_word(scene, end) {
        return None;
    }
    let before = word.start.checked_sub(1).and_then(|at| scene.char_at(at));
    let start = match before {
        Some('+' | '＋') => word.start.saturating_sub(1),
        Some('(') if scene.char_at(word.start.saturating_sub(2)) == Some('+') => word.start.saturating_sub(2),
        _ => word.start,
    };
    let sure = |rule, certainty| Some((start, end, What::direct(Category::Code, rule, certainty)));
    let (count, first) = (digits.len(), digits.first().copied().unwrap_or_default());
    let international = start < word.start || digits.starts_with(&[0, 0]);
    if international && (8..=17).contains(&count) {
        return sure(Rule::Phone, Certainty::Sure);
    }
    if cue(scene, index, Kind::PHONE) && (6..=15).contains(&count) {
        return sure(Rule::Phone, Certainty::Sure);
    }
    let thousands = groups.len() > 1
        && first != 0
        && groups.iter().skip(1).all(|size| *size == 3)
        && groups.first().is_some_and(|size| *size <= 3);
    if count == 10 && first != 0 && is_nhs(&digits) && groups.as_slice() == [3, 3, 4] {
        return sure(Rule::HealthNumber, Certainty::Sure);
    }
    if count < 7 || thousands && count < 10 {
        return None;
    }
    if first == 0 && (9..=11).contains(&count) {
        return sure(Rule::Phone, Certainty::Likely);
    }
    match count {
        9 if is_bsn(&digits) => sure(Rule::CitizenNumber, Certainty::Likely),
        10 if first == 2 => sure(Rule::AlienNumber, Certainty::Likely),
        10 if is_nhs(&digits) => sure(Rule::HealthNumber, Certainty::Likely),
        12 => sure(Rule::ForeignersRegister, Certainty::Likely),
        _ => sure(Rule::LongNumber, Certainty::Likely),
    }
}

/// Letters and digits in one word: five characters or more, three digits among them.
fn mixed(scene: &Scene<'_>, index: usize) -> Option<Code> {
    let word = scene.word(index)?;
    let folded = scene.folded(index);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let fits = digits >= 3 && digits < folded.chars().count() && folded.chars().count() >= 5;
    fits.then(|| (word.start, word.end, What::direct(Category::Code, Rule::MixedCode, Certainty::Weak)))
}

/// Whether a word of a kind stands within the five words before, in the same sentence or the one before a colon.
fn cue(scene: &Scene<'_>, index: usize, kind: Kind) -> bool {
    (index.saturating_sub(5)..index).any(|before| scene.is(before, kind))
}

/// A number after a word for numbers: three digits or more, or two groups.
fn by_cue(scene: &mut Scene<'_>) {
    let cues: Vec<usize> =
        scene.signs.iter().filter(|sign| sign.kind.is_any(Kind::NUMBER)).map(|sign| sign.found.last_word).collect();
    for cue in cues {
        for index in cue.saturating_add(1)..cue.saturating_add(6) {
            if scene.is_taken(index) {
                break;
            }
            let folded = scene.folded(index);
            if folded.chars().filter(char::is_ascii_digit).count() < 3 {
                continue;
            }
            let is_year =
                scene.number(index).is_some_and(|(value, length, _)| length == 4 && (1900..2040).contains(&value));
            let mut last = index;
            while scene.gap(last.saturating_add(1)) == crate::reading::Gap::Dot
                || scene.gap(last.saturating_add(1)) == crate::reading::Gap::Hyphen
            {
                last = last.saturating_add(1);
            }
            let mut first = index;
            // Letters before the digits belong to them when they are written in capitals beside them: AC 1234.
            let beside = index.checked_sub(1).filter(|before| *before > cue && !scene.is_taken(*before));
            if let Some(before) = beside.filter(|before| {
                scene.word(*before).is_some_and(|word| {
                    word.length() <= 4 && word.case != crate::reading::Case::Small && word.has_case()
                })
            }) {
                first = before;
            }
            if !(is_year && first == last) {
                scene.suggest_words(first, last, What::direct(Category::Code, Rule::NumberByCue, Certainty::Likely));
            }
            break;
        }
    }
}
