//! The blocks of a summary as they stand on a page.

use disclosure::Preset;
use maud::{Markup, html};

use super::{
    map,
    store::{Shown, Voice},
    words::{Words, direction},
};
use crate::{
    access::Audience,
    media::RecordingKind,
    summary::{
        brought::TurningReply,
        document::{Block, Part, StatementKind},
        preset_for,
        publishing::Publication,
        reply::{Band, CellReply, FigureReply, StrengthReply},
    },
};

/// The parts that stand in every summary, because something is always said in them.
pub(super) const STANDING: [Part; 2] = [Part::Disclosure, Part::MethodAndLimits];
/// What is always said of how nobody can be found: the names of the words, for these readers.
pub(super) const fn disclosure_for(readers: Audience) -> [&'static str; 6] {
    let rules = match preset_for(readers) {
        Preset::Public => "disclosure.rules-public",
        Preset::Funder | Preset::Strict => "disclosure.rules-funder",
    };
    let [people, quotes] = ["disclosure.people", "disclosure.quotes"];
    [people, small_for(readers), rules, quotes, "disclosure.words", "disclosure.no-score"]
}

/// What is said of small numbers beside a figure.
pub(super) const fn small_for(readers: Audience) -> &'static str {
    match preset_for(readers) {
        Preset::Public => "disclosure.small",
        Preset::Funder | Preset::Strict => "disclosure.small-funder",
    }
}

/// What stands above a summary that is not for everybody.
pub(super) const fn banner(readers: Audience) -> Option<&'static str> {
    match readers {
        Audience::Public => None,
        Audience::Funder => Some("for-funder"),
        Audience::Team | Audience::Partners | Audience::Archive => Some("for-partners"),
    }
}

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
            @if part == Part::Disclosure { (disclosure(shown.publication.audience, words)) }
        }
    })
}

fn disclosure(readers: Audience, words: &Words) -> Markup {
    html! { ul.always { @for name in disclosure_for(readers) { li { (words.say(name)) } } } }
}

fn block(shown: &Shown, block: &Block, words: &Words) -> Markup {
    match block {
        Block::Text { text, .. } => prose(text),
        Block::Statement { id, says, text, addressee, sector, conditions, .. } => html! {
            article.statement id={ "b-" (id) } {
                @if !says_its_part(*says, block.part()) {
                    h3 { (words.say(&format!("says.{}", says.as_str())).to_owned()) }
                }
                p.claim { (text) }
                dl {
                    @if !addressee.trim().is_empty() { dt { (words.say("addressee")) } dd { (addressee) } }
                    @if let Some(sector) = sector {
                        dt { (words.say("sector")) } dd { (words.say(&format!("sector.{}", sector.as_str())).to_owned()) }
                    }
                    @if !conditions.trim().is_empty() { dt { (words.say("conditions")) } dd { (conditions) } }
                    @if let Some(strength) = shown.published.strengths.get(id) { (self::strength(*strength, words)) }
                }
            }
        },
        Block::Quote { id, translation, .. } => match shown.voices.get(id) {
            Some(voice) => quote(voice, translation, &recording(shown, *id, voice, words), words),
            None => withdrawn(words),
        },
        Block::Figure { id, asks, note, .. } => match shown.published.figures.get(id) {
            Some(answer) => figure(answer, (asks.as_str(), note), &shown.publication, words),
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

/// What is heard or seen beside a quote. Older versions say that there was something: it is heard beside the newest.
pub(super) fn recording(shown: &Shown, block: uuid::Uuid, voice: &Voice, words: &Words) -> Markup {
    let Some(recording) = &voice.recording else { return html! {} };
    let Some(heard) = recording.as_ref().filter(|_| shown.is_newest) else {
        return html! { p.withdrawn { (words.say("recording-gone")) } };
    };
    let address = format!("{}/recordings/{block}", shown.address);
    html! {
        @match heard.kind {
            RecordingKind::Image => img.shared src=(address) alt=(heard.described);,
            RecordingKind::Video => {
                video.shared controls preload="none" src=(address) aria-label=(heard.described) {}
                p.kind { (heard.described) }
            },
            RecordingKind::Audio | RecordingKind::Document => {
                audio.shared controls preload="none" src=(address) aria-label=(heard.described) {}
                p.kind { (heard.described) }
            },
        }
    }
}

/// The turning point that a quote tells: what the coders answered, and whose word it is.
fn turning(of: &TurningReply, words: &Words) -> Markup {
    html! {
        dl.turning {
            dt { (words.say("says.tipping-point")) }
            dd { bdi lang="en" { (of.says.join(" · ")) } " — " (words.say(whose(of))) }
            @if !of.indicators.is_empty() { dt { (words.say("touches")) } dd { (of.indicators.join(" · ")) } }
        }
    }
}

/// Whose word a turning point is.
pub(super) const fn whose(of: &TurningReply) -> &'static str {
    if of.confirmed { "turning-confirmed" } else { "turning-read" }
}

pub(super) fn quote(voice: &Voice, translation: &str, recording: &Markup, words: &Words) -> Markup {
    html! {
        figure.voice {
            (recording)
            blockquote lang=(voice.language) dir=(direction(&voice.language)) { (prose(&voice.words)) }
            @if !translation.trim().is_empty() {
                blockquote.translation { (prose(translation)) p.kind { (words.say("translated")) } }
            }
            figcaption {
                "— "
                @match &voice.name { Some(name) => bdi { (name) }, None => (words.say("a-narrator")) }
                @for (name, value) in &voice.label { ", " bdi { (role_or(name, value, words)) } }
            }
            @if let Some(of) = &voice.turning { (turning(of, words)) }
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

fn figure(answer: &FigureReply, (asks, note): (&str, &str), of: &Publication, words: &Words) -> Markup {
    let (readers, language) = (of.audience, of.language.as_str());
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
                (words.say("base")) ": " (cell(answer.base, words)) ". " (words.say(small_for(readers)))
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
