//! Dates, years and times of day, in the calendars that people count in: a year of 13xx or 14xx is Persian or of the Hijra.

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::letters::Script;
use crate::lexicon::Kind;
use crate::reading::{Case, Gap};
use crate::span::Category;

pub(super) fn suggest(scene: &mut Scene<'_>) {
    months(scene);
    let mut index = 0;
    while scene.word(index).is_some() {
        if !scene.is_taken(index) && scene.number(index).is_some() {
            let found = in_digits(scene, index)
                .or_else(|| time(scene, index))
                .or_else(|| year(scene, index))
                .or_else(|| money(scene, index));
            if let Some((first, last, what)) = found {
                scene.suggest_words(first, last, what);
                index = last;
            }
        }
        index = index.saturating_add(1);
    }
}

type Dated = (usize, usize, What);

fn date() -> What {
    What::quasi(Category::DateTime, Rule::Date, Certainty::Sure)
}

/// A day of a month: 3, 3rd, 1er, 12., ١٢.
fn is_day(scene: &Scene<'_>, index: usize) -> bool {
    scene.number(index).is_some_and(|(value, length, rest)| {
        (1..=31).contains(&value)
            && length <= 2
            && matches!(rest.as_str(), "" | "st" | "nd" | "rd" | "th" | "er" | "e" | "de" | "ste" | "го")
    })
}

/// A year that people live through: of our calendar, or the Persian or Islamic one beside Arabic script.
fn is_year(scene: &Scene<'_>, index: usize) -> bool {
    let Some((value, 4, rest)) = scene.number(index) else { return false };
    let eastern = || {
        let arabic = |at: usize| scene.word(at).is_some_and(|word| word.script == Script::Arabic);
        let own_digits =
            scene.word(index).and_then(|word| scene.char_at(word.start)).is_some_and(|c| !c.is_ascii_digit());
        own_digits || arabic(index.saturating_add(1)) || index.checked_sub(1).is_some_and(arabic)
    };
    let plain = matches!(rest.as_str(), "" | "s" | "х" | "ті" | "року");
    plain && ((1900..=2040).contains(&value) || (1330..=1450).contains(&value) && eastern())
}

/// Words that may stand between the parts of a date.
fn is_link(scene: &Scene<'_>, index: usize) -> bool {
    matches!(
        scene.folded(index).as_str(),
        "of" | "de" | "d" | "den" | "the" | "du" | "من" | "شهر" | "ماه" | "عام" | "سنه" | "لعام" | "سال"
    ) && scene.joins(index)
}

/// Months that are also words, or so short that they are often something else: they need a number beside them.
fn is_doubtful(folded: &str) -> bool {
    folded.chars().count() <= 4
        || matches!(
            folded,
            "march"
                | "avril"
                | "سرطان"
                | "میزان"
                | "عقرب"
                | "محرم"
                | "شعبان"
                | "صفر"
                | "серпень"
                | "лютии"
                | "лютого"
                | "лютому"
        )
}

fn months(scene: &mut Scene<'_>) {
    let mut dated = None;
    let signs: Vec<_> =
        scene.signs.iter().filter(|sign| sign.kind.is_any(Kind::MONTH)).map(|sign| sign.found).collect();
    for found in signs {
        if scene.is_taken(found.first_word) {
            continue;
        }
        let (mut first, mut last, mut numbers) = (found.first_word, found.last_word, 0_u32);
        let before = first.checked_sub(1).filter(|_| scene.joins(first) || scene.gap(first) == Gap::Sentence);
        let linked =
            before.filter(|before| is_link(scene, *before)).and_then(|before| before.checked_sub(1)).or(before);
        if let Some(day) = linked.filter(|day| is_day(scene, *day)) {
            (first, numbers) = (day, 1);
        }
        let mut next = last.saturating_add(1);
        let near = |scene: &Scene<'_>, at: usize| scene.joins(at) || scene.gap(at) == Gap::Comma;
        if is_day(scene, next)
            && near(scene, next)
            && numbers == 0
            && !scene.is(next.saturating_add(1), Kind::AGE_UNIT.or(Kind::AGE_OLD))
        {
            (last, numbers) = (next, 1);
            next = next.saturating_add(1);
        }
        for _ in 0..2 {
            if is_link(scene, next) || scene.is(next, Kind::YEAR) && scene.joins(next) {
                next = next.saturating_add(1);
            }
        }
        let two_digits = scene.number(next).is_some_and(|(_, length, rest)| length == 2 && rest.is_empty());
        let short = two_digits && numbers > 0 && scene.gap(next) == Gap::Space && last.saturating_add(1) == next;
        if near(scene, next) && (is_year(scene, next) || short) {
            (last, numbers) = (next, numbers.saturating_add(1));
            last = with_unit(scene, last);
        }
        let word = scene.folded(found.last_word);
        let small = scene.word(found.first_word).is_some_and(|word| word.script == Script::Latin && !word.is_capital());
        let announced = before.is_some_and(|before| {
            matches!(
                scene.folded(before).as_str(),
                "in" | "en"
                    | "de"
                    | "im"
                    | "since"
                    | "depuis"
                    | "fin"
                    | "debut"
                    | "mois"
                    | "eind"
                    | "begin"
                    | "bishii"
                    | "d"
                    | "last"
                    | "until"
            )
        });
        if numbers > 0 || !is_doubtful(&word) && (!small || announced) {
            first = with_day_before(scene, first, dated);
            dated = Some(last);
            scene.suggest_words(first, last, date());
        }
    }
}

/// Words that tie two dates into one range.
fn is_tie(scene: &Scene<'_>, index: usize) -> bool {
    let folded = scene.folded(index);
    let ties = matches!(
        folded.as_str(),
        "and"
            | "to"
            | "or"
            | "until"
            | "et"
            | "au"
            | "und"
            | "bis"
            | "en"
            | "tot"
            | "و"
            | "تا"
            | "الی"
            | "حتی"
            | "і"
            | "и"
            | "та"
            | "до"
            | "ilaa"
            | "iyo"
    );
    ties && scene.joins(index)
}

/// Where a range of dates begins: 14 and [27 July]; 5 May 2006 and [24 October 2008].
fn with_day_before(scene: &Scene<'_>, first: usize, dated: Option<usize>) -> usize {
    let Some(tie) = first.checked_sub(1) else { return first };
    let Some(before) = tie.checked_sub(1).filter(|_| scene.joins(first)) else { return first };
    if is_tie(scene, tie) && (dated == Some(before) || is_day(scene, before)) { before } else { first }
}

/// A word for "year" behind a year: 2014 року, 2013 ዓ.ም.
fn with_unit(scene: &Scene<'_>, index: usize) -> usize {
    let next = index.saturating_add(1);
    if !scene.joins(next) {
        return index;
    }
    match scene.folded(next).as_str() {
        "року" | "році" | "рік" | "р" | "року." | "г" | "года" | "году" | "م" | "میلادی" | "شمسی" | "هجری" => {
            next
        }
        "ዓ" if scene.folded(next.saturating_add(1)) == "ም" => next.saturating_add(1),
        "አ" if scene.folded(next.saturating_add(1)) == "ም" => next.saturating_add(1),
        _ => index,
    }
}

/// 12/09/2016, 12.9.16, 2016-09-12.
fn in_digits(scene: &Scene<'_>, index: usize) -> Option<Dated> {
    let (second, third) = (index.saturating_add(1), index.saturating_add(2));
    let tied = |at: usize| matches!(scene.gap(at), Gap::Dot | Gap::Hyphen);
    if !tied(second) || !tied(third) || tied(third.saturating_add(1)) && scene.number(third.saturating_add(1)).is_some()
    {
        return None;
    }
    let (one, two, three) = (scene.number(index)?, scene.number(second)?, scene.number(third)?);
    let small = |part: &(u32, usize, String)| part.1 <= 2 && (1..=31).contains(&part.0);
    let is_date = match (one.1, three.1) {
        (1 | 2, 2 | 4) => small(&one) && small(&two) && (three.1 == 2 || (1300..2100).contains(&three.0)),
        (4, 1 | 2) => small(&two) && small(&three) && (1300..2100).contains(&one.0),
        _ => false,
    };
    is_date.then_some((index, third, date()))
}

/// 9:48, 14.30 Uhr, 5 h 40, 6 pm.
fn time(scene: &Scene<'_>, index: usize) -> Option<Dated> {
    let what = What::quasi(Category::DateTime, Rule::Time, Certainty::Likely);
    let (hour, length, rest) = scene.number(index)?;
    if hour > 24 || length > 2 {
        return None;
    }
    let half = |at: usize| {
        matches!(
            scene.folded(at).as_str(),
            "am" | "pm" | "uhr" | "uur" | "h" | "a" | "p" | "ранку" | "вечора" | "صباحا" | "مساء"
        )
    };
    let minutes = |at: usize| {
        scene.number(at).is_some_and(|(value, length, rest)| {
            value < 60 && length == 2 && matches!(rest.as_str(), "" | "am" | "pm" | "h")
        })
    };
    let next = index.saturating_add(1);
    let between = scene.word(index).and_then(|word| scene.char_at(word.end));
    let nothing_behind = |at: usize| !matches!(scene.gap(at), Gap::Dot | Gap::Hyphen) || scene.number(at).is_none();
    if between == Some(':') && minutes(next) && scene.gap(next) == Gap::Dot {
        let behind = next.saturating_add(1);
        let last = if half(behind) && scene.joins(behind) { behind } else { next };
        return Some((index, last, what));
    }
    if between == Some('.')
        && minutes(next)
        && scene.gap(next) == Gap::Dot
        && nothing_behind(next.saturating_add(1))
        && half(next.saturating_add(1))
    {
        return Some((index, next.saturating_add(1), what));
    }
    let behind = next.saturating_add(1);
    if scene.folded(next) == "h" && scene.joins(next) {
        return Some((index, if minutes(behind) && scene.joins(behind) { behind } else { next }, what));
    }
    let fused = rest == "h" || rest.starts_with('h') && rest.len() == 1 || matches!(rest.as_str(), "am" | "pm");
    if fused {
        return Some((index, index, what));
    }
    let named = matches!(scene.folded(next).as_str(), "am" | "pm" | "uhr" | "uur") && scene.joins(next);
    named.then_some((index, next, what))
}

fn year(scene: &Scene<'_>, index: usize) -> Option<Dated> {
    if !is_year(scene, index) {
        return None;
    }
    // 2000 euros, 2000 people in a small-letter plural are amounts; a year is followed by other things.
    let next = index.saturating_add(1);
    if scene.joins(next) && (is_currency(scene, next) || scene.gap(next) == Gap::Dot && scene.number(next).is_some()) {
        return None;
    }
    let tied = matches!(scene.gap(index), Gap::Dot | Gap::Hyphen)
        && index.checked_sub(1).is_some_and(|before| scene.number(before).is_some() && !is_year(scene, before));
    if tied {
        return None;
    }
    let tie = index.checked_sub(1).filter(|tie| is_tie(scene, *tie) && scene.joins(index));
    let first = tie.and_then(|tie| tie.checked_sub(1)).filter(|before| is_year(scene, *before)).unwrap_or(index);
    Some((first, with_unit(scene, index), What::quasi(Category::DateTime, Rule::Year, Certainty::Likely)))
}

fn is_currency(scene: &Scene<'_>, index: usize) -> bool {
    matches!(
        scene.folded(index).as_str(),
        "euro"
            | "euros"
            | "eur"
            | "pounds"
            | "pound"
            | "gbp"
            | "dollars"
            | "dollar"
            | "usd"
            | "lira"
            | "liras"
            | "livres"
            | "francs"
            | "dinars"
            | "nakfa"
            | "birr"
            | "shillings"
            | "دولار"
            | "یورو"
            | "لیره"
            | "دینار"
            | "دلار"
            | "تومان"
            | "افغانی"
            | "جنیه"
            | "гривень"
            | "доларів"
            | "євро"
            | "ብር"
            | "ዶላር"
            | "ናቕፋ"
            | "doolar"
            | "شلن"
    )
}

/// An amount of money: a number beside a currency.
fn money(scene: &Scene<'_>, index: usize) -> Option<Dated> {
    let mut last = index;
    while scene.number(last.saturating_add(1)).is_some_and(|(_, length, _)| length == 3)
        && matches!(scene.gap(last.saturating_add(1)), Gap::Space | Gap::Dot | Gap::Comma)
    {
        last = last.saturating_add(1);
    }
    // Hundredths: 5,699.21.
    let hundredths = last.saturating_add(1);
    if scene.gap(hundredths) == Gap::Dot
        && scene.number(hundredths).is_some_and(|(_, length, rest)| length <= 2 && rest.is_empty())
    {
        last = hundredths;
    }
    let next = last.saturating_add(1);
    let sign =
        |at: Option<u32>| at.and_then(|at| scene.char_at(at)).is_some_and(|c| matches!(c, '€' | '$' | '£' | '₴'));
    let word = scene.word(index)?;
    let marked = sign(word.start.checked_sub(1)) || sign(scene.word(last).map(|word| word.end));
    let named = is_currency(scene, next) && scene.joins(next);
    let code = index.checked_sub(1).filter(|before| is_currency_code(scene, *before) && scene.joins(index));
    let code_behind = is_currency_code(scene, next) && scene.joins(next);
    let what = What::quasi(Category::Quantity, Rule::Money, Certainty::Weak);
    let end = if named || code_behind { next } else { last };
    (marked || named || code_behind || code.is_some()).then(|| (code.unwrap_or(index), end, what))
}

/// Codes of currencies (ISO 4217) as they stand beside an amount.
fn is_currency_code(scene: &Scene<'_>, index: usize) -> bool {
    scene.word(index).is_some_and(|word| word.case == Case::Capitals)
        && matches!(
            scene.folded(index).as_str(),
            "eur"
                | "usd"
                | "gbp"
                | "chf"
                | "try"
                | "trl"
                | "dem"
                | "ats"
                | "pln"
                | "uah"
                | "rub"
                | "sek"
                | "nok"
                | "dkk"
                | "czk"
                | "huf"
                | "ron"
                | "bgn"
                | "irr"
                | "afn"
                | "etb"
                | "ern"
                | "sdg"
                | "lyd"
                | "syp"
                | "iqd"
                | "lbp"
                | "jod"
                | "egp"
                | "frf"
                | "nlg"
        )
}
