//! The blocks of a summary as they stand on a page.

use maud::{Markup, html};

use super::{
    map,
    store::{Shown, Voice},
    words::{Words, direction},
};
use crate::summary::{
    document::{Block, Part, StatementKind},
    reply::{Band, CellReply, FigureReply, StrengthReply},
};

/// The parts that stand in every summary, because something is always said in them.
pub(super) const STANDING: [Part; 2] = [Part::Disclosure, Part::MethodAndLimits];
/// What is always said of how nobody can be found.
pub(super) const DISCLOSURE: [&str; 5] = ["people", "small", "quotes", "words", "no-score"];

/// A part with everything in it; nothing where there is none.
pub(super) fn part(shown: &Shown, part: Part, words: &Words) -> Option<Markup> {
    let blocks: Vec<&Block> = shown.document().blocks.iter().filter(|block| block.part() == part).collect();
    if blocks.is_empty() && !STANDING.contains(&part) {
        return None;
    }
    Some(html! {
        section id=(part.as_str()) aria-labelledby={ "h-" (part.as_str()) } {
            h2 id={ "h-" (part.as_str()) } { (words.say(&format!("part.{}", part.as_str())).to_owned()) }
            @for one in blocks { (block(shown, one, words)) }
            @if part == Part::MethodAndLimits { p.always { (words.say("limits")) } }
            @if part == Part::Disclosure { (disclosure(words)) }
        }
    })
}

fn disclosure(words: &Words) -> Markup {
    html! {
        ul.always {
            @for name in DISCLOSURE {
                li { (words.say(&format!("disclosure.{name}")).to_owned()) }
            }
        }
    }
}

fn block(shown: &Shown, block: &Block, words: &Words) -> Markup {
    match block {
        Block::Text { text, .. } => prose(text),
        Block::Statement { id, says, text, addressee, conditions, .. } => html! {
            article.statement id={ "b-" (id) } {
                @if !says_its_part(*says, block.part()) {
                    h3 { (words.say(&format!("says.{}", says.as_str())).to_owned()) }
                }
                p.claim { (text) }
                dl {
                    @if !addressee.trim().is_empty() { dt { (words.say("addressee")) } dd { (addressee) } }
                    @if !conditions.trim().is_empty() { dt { (words.say("conditions")) } dd { (conditions) } }
                    @if let Some(strength) = shown.published.strengths.get(id) { (self::strength(*strength, words)) }
                }
            }
        },
        Block::Quote { id, translation, .. } => match shown.voices.get(id) {
            Some(voice) => quote(voice, translation, words),
            None => withdrawn(words),
        },
        Block::Figure { id, asks, note, .. } => match shown.published.figures.get(id) {
            Some(answer) => figure(answer, asks.as_str(), note, &shown.publication.language, words),
            None => html! {},
        },
        Block::SmallFigure { text, numerator, denominator, period, place, source, caveat, .. } => html! {
            figure.small {
                p { strong { (numerator) " " (words.say("of")) " " (denominator) } " " (text) }
                figcaption {
                    (place) " · " (period) " · " (words.say("source")) ": " (source)
                    @if !caveat.trim().is_empty() { br; (words.say("caveat")) ": " (caveat) }
                }
            }
        },
        Block::Withdrawn { .. } => withdrawn(words),
    }
}

/// Whether the heading of the part says already what kind of statement it is.
pub(super) const fn says_its_part(says: StatementKind, part: Part) -> bool {
    matches!(
        (says, part),
        (StatementKind::LearningPoint, Part::LearningPoints)
            | (StatementKind::BestPractice, Part::GoodPractices)
            | (StatementKind::PolicyAsk, Part::PolicyAsks)
            | (StatementKind::TippingPoint, Part::TippingPoints)
    )
}

/// Paragraphs, parted by empty lines.
pub(super) fn prose(text: &str) -> Markup {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    html! { @for paragraph in paragraphs { p { (paragraph) } } }
}

fn withdrawn(words: &Words) -> Markup {
    html! { p.withdrawn { (words.say("withdrawn")) } }
}

pub(super) fn band(band: Band, words: &Words) -> String {
    words.say(&format!("band.{}", band.as_str())).to_owned()
}

fn strength(strength: StrengthReply, words: &Words) -> Markup {
    html! {
        dt { (words.say("rests-on")) } dd { (band(strength.supports, words)) }
        @match strength.otherwise {
            Some(otherwise) => { dt { (words.say("otherwise")) } dd { (band(otherwise, words)) } },
            None => { dt.unseen { (words.say("otherwise")) } dd { (words.say("no-otherwise")) } },
        }
    }
}

/// What is said of whoever speaks: roles have words of ours.
pub(super) fn role_or(name: &str, value: &str, words: &Words) -> String {
    if name == "role" { words.say(&format!("role.{value}")).to_owned() } else { value.to_owned() }
}

fn quote(voice: &Voice, translation: &str, words: &Words) -> Markup {
    html! {
        figure.voice {
            blockquote lang=(voice.language) dir=(direction(&voice.language)) { (prose(&voice.words)) }
            @if !translation.trim().is_empty() {
                blockquote.translation { (prose(translation)) p.kind { (words.say("translated")) } }
            }
            figcaption {
                "— "
                @match &voice.name { Some(name) => bdi { (name) }, None => (words.say("a-narrator")) }
                @for (name, value) in &voice.label { ", " bdi { (role_or(name, value, words)) } }
            }
        }
    }
}

/// A number as far as it may be told.
pub(super) fn cell(cell: CellReply, words: &Words) -> String {
    match cell {
        CellReply::Shown(number) => number.to_string(),
        CellReply::FewerThan(number) => words.say("fewer-than").replace("{number}", &number.to_string()),
        CellReply::Withheld => words.say("not-told").to_owned(),
    }
}

/// What a row is called.
pub(super) fn row_name(answer: &FigureReply, key: &str, name: &str, words: &Words) -> String {
    if answer.of == "role" { role_or("role", key, words) } else { name.to_owned() }
}

fn figure(answer: &FigureReply, asks: &str, note: &str, language: &str, words: &Words) -> Markup {
    if answer.withheld {
        return html! { p.withdrawn { (words.say("figure-withheld")) } };
    }
    let most = answer.rows.iter().flat_map(|row| &row.cells).map(|cell| amount(*cell)).max().unwrap_or(0).max(1);
    let is_links = answer.of == "link";
    html! {
        figure.table {
            @if is_links && !answer.rows.is_empty() { p.always { (words.say("links-how")) } (map::map(answer, language, words)) }
            @if is_links && answer.rows.is_empty() { p.withdrawn { (words.say("links-none")) } }
            @else { div.wide tabindex="0" role="region" aria-label=(words.say(&format!("of-{}", answer.of)).to_owned()) {
                table data-asks=(asks) {
                    thead { tr {
                        th scope="col" { (words.say(&format!("of-{}", answer.of)).to_owned()) }
                        @for column in &answer.columns { th scope="col" { (words.say(column).to_owned()) } }
                    } }
                    tbody { @for row in &answer.rows { tr {
                        th scope="row" { (row_name(answer, &row.key, &row.name, words)) }
                        @for one in &row.cells {
                            td {
                                @if amount(*one) > 0 { meter min="0" max=(most) value=(amount(*one)) aria-hidden="true" {} }
                                span { (cell(*one, words)) }
                            }
                        }
                    } } }
                }
            } }
            figcaption {
                (words.say("base")) ": " (cell(answer.base, words)) ". " (words.say("disclosure.small"))
                @if let Some(day) = &answer.as_of { br; (words.say("figure-as-of").replace("{day}", day)) }
                @if !note.trim().is_empty() { br; (note) }
                @if is_links { br; (words.say("links-left-out")) }
                @if is_links || answer.of == "indicator" { br; small { (words.say("attribution")) } }
            }
        }
    }
}

/// How long a bar is: as long as the number that is told.
const fn amount(cell: CellReply) -> u64 {
    if let CellReply::Shown(number) = cell { number } else { 0 }
}
