//! What a page shows, as the neutral document that files are made of. It is made from [`Shown`], which came through the gate,
//! and holds what the page holds: nothing more, and nothing that is not shown now.

use report::{Block as Printed, Cell, Day, Direction, Fact, Lines, Report, Row, Section, Table};

use super::{
    page::Address,
    parts::{self, STANDING, says_its_part},
    store::{Shown, Voice},
    words::{Words, direction},
};
use crate::{
    access::Audience,
    clock::Timestamp,
    people::Publisher,
    summary::{
        document::{Block, Part},
        reply::{FigureReply, StrengthReply},
    },
};

/// The summary as it may be shown now, in its own language.
pub(super) fn report(of: &Publisher, shown: &Shown, at: &Address, words: &Words) -> Report {
    let publication = &shown.publication;
    let is_retired = publication.retired_at.is_some();
    let mut sections = Vec::new();
    let mut notices: Vec<String> =
        parts::banner(publication.audience).map(|name| say(words, name)).into_iter().collect();
    if is_retired {
        notices.push(say(words, "retired"));
    } else {
        sections.extend(Part::ALL.iter().filter_map(|part| section(of, shown, *part, words)));
        sections.push(cite(of, shown, at, words));
        if !shown.is_newest {
            notices.push(say(words, "newer"));
        }
    }
    Report {
        title: shown.document().title.clone(),
        language: publication.language.clone(),
        direction: direction_of(&publication.language),
        publisher: of.name.clone(),
        version: format!("{} {}", say(words, "version"), version(shown, words)),
        identifier: format!("urn:uuid:{}", publication.id),
        published: day(publication.published_at),
        standfirst: paragraphs(&shown.document().standfirst),
        notices,
        facts: facts(of, shown, words),
        contents: say(words, "contents"),
        sections,
    }
}

fn say(words: &Words, name: &str) -> String {
    words.say(name).to_owned()
}

fn direction_of(language: &str) -> Direction {
    if direction(language) == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight }
}

fn day(at: Timestamp) -> Day {
    let written = at.day();
    let mut numbers = written.rsplitn(3, '-').map(|number| number.parse::<i32>().unwrap_or(1));
    let mut small = || numbers.next().and_then(|number| u8::try_from(number).ok()).unwrap_or(1);
    let (day, month) = (small(), small());
    Day { year: numbers.next().unwrap_or(1970), month, day }
}

/// Paragraphs, parted by empty lines.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).map(str::to_owned).collect()
}

/// Something that is read in its own direction wherever it stands: Unicode's first strong isolate.
fn apart(text: &str, words: &Words) -> String {
    if text.is_ascii() && words.direction() == "ltr" { text.to_owned() } else { format!("\u{2068}{text}\u{2069}") }
}

fn version(shown: &Shown, words: &Words) -> String {
    format!("{} · {}", shown.publication.version, left_to_right(&shown.publication.published_at.day(), words))
}

/// Days and addresses are read from the left in every language.
fn left_to_right(text: &str, words: &Words) -> String {
    if words.direction() == "ltr" { text.to_owned() } else { format!("\u{2066}{text}\u{2069}") }
}

fn facts(of: &Publisher, shown: &Shown, words: &Words) -> Vec<Fact> {
    let published = &shown.published;
    let mut facts = Vec::new();
    let mut fact = |name: &str, value: String| facts.push(Fact { name: say(words, name), value });
    fact("by", apart(&of.name, words));
    fact("version", version(shown, words));
    if let Some(at) = shown.reissued_at {
        fact("reissued-on", format!("{}. {}", left_to_right(&at.day(), words), words.say("reissued-why")));
    }
    if !published.period_from.is_empty() {
        let (from, until) =
            (left_to_right(&published.period_from, words), left_to_right(&published.period_until, words));
        fact("period", format!("{from} {} {until}", words.say("until")));
    }
    if !published.grants.is_empty() {
        let grants: Vec<String> = published.grants.iter().map(|grant| apart(grant, words)).collect();
        fact("grants", grants.join(", "));
    }
    fact("looked-at-again", left_to_right(&shown.publication.review_by.day(), words));
    facts
}

fn section(of: &Publisher, shown: &Shown, part: Part, words: &Words) -> Option<Section> {
    let of_part = shown.document().blocks.iter().filter(|block| block.part() == part);
    let mut blocks: Vec<Printed> = of_part.flat_map(|one| block(shown, one, words)).collect();
    if blocks.is_empty() && !STANDING.contains(&part) {
        return None;
    }
    if part == Part::MethodAndLimits {
        blocks.push(Printed::Always(Lines::Paragraphs(vec![say(words, "limits")])));
    }
    if part == Part::Disclosure {
        let rules = parts::disclosure_for(shown.publication.audience).into_iter().map(|name| say(words, name));
        let contact = Some(of.contact.trim()).filter(|contact| !contact.is_empty());
        let contact = contact.map(|contact| format!("{} {}", words.say("disclosure.contact"), apart(contact, words)));
        blocks.push(Printed::Always(Lines::List(rules.chain(contact).collect())));
    }
    Some(Section { heading: say(words, &format!("part.{}", part.as_str())), blocks })
}

fn cite(of: &Publisher, shown: &Shown, at: &Address, words: &Words) -> Section {
    let title = &shown.document().title;
    let version = format!("{} {}", words.say("version"), version(shown, words));
    let said = format!("{}. {}. {version}.", apart(&of.name, words), apart(title, words));
    let cited = at.cited(shown.publication.version).map(Printed::Address);
    Section { heading: say(words, "cite"), blocks: [Printed::Paragraph(said)].into_iter().chain(cited).collect() }
}

fn block(shown: &Shown, block: &Block, words: &Words) -> Vec<Printed> {
    match block {
        Block::Text { text, .. } => paragraphs(text).into_iter().map(Printed::Paragraph).collect(),
        Block::Statement { id, says, text, addressee, sector, conditions, .. } => {
            let mut facts = Vec::new();
            let sector = sector.map(|sector| say(words, &format!("sector.{}", sector.as_str()))).unwrap_or_default();
            for (name, value) in [("addressee", addressee), ("sector", &sector), ("conditions", conditions)] {
                if !value.trim().is_empty() {
                    facts.push(Fact { name: say(words, name), value: value.clone() });
                }
            }
            let mut note = None;
            if let Some(StrengthReply { supports, otherwise }) = shown.published.strengths.get(id) {
                facts.push(Fact { name: say(words, "rests-on"), value: parts::band(*supports, words) });
                match otherwise {
                    Some(band) => {
                        facts.push(Fact { name: say(words, "otherwise"), value: parts::band(*band, words) });
                    }
                    None => note = Some(say(words, "no-otherwise")),
                }
            }
            let kind = (!says_its_part(*says, block.part())).then(|| say(words, &format!("says.{}", says.as_str())));
            vec![Printed::Statement { kind, claim: text.clone(), facts, note }]
        }
        Block::Quote { id, translation, .. } => match shown.voices.get(id) {
            Some(voice) => vec![Printed::Voice(self::voice(voice, translation, words))],
            None => vec![Printed::Marker(say(words, "withdrawn"))],
        },
        Block::Figure { id, note, .. } => match shown.published.figures.get(id) {
            Some(answer) if answer.withheld => vec![Printed::Marker(say(words, "figure-withheld"))],
            Some(answer) if answer.of == "link" && answer.rows.is_empty() => {
                vec![Printed::Marker(say(words, "links-none"))]
            }
            Some(answer) => vec![Printed::Table(figure(answer, note, shown.publication.audience, words))],
            None => Vec::new(),
        },
        Block::SmallFigure { text, numerator, denominator, period, place, source, caveat, .. } => {
            let mut lines = vec![format!("{place} · {period} · {}: {source}", words.say("source"))];
            if !caveat.trim().is_empty() {
                lines.push(format!("{}: {caveat}", words.say("caveat")));
            }
            let number = format!("{numerator} {} {denominator}", words.say("of"));
            vec![Printed::SmallFigure { number, text: text.clone(), lines }]
        }
        Block::Withdrawn { .. } => vec![Printed::Marker(say(words, "withdrawn"))],
    }
}

fn voice(voice: &Voice, translation: &str, words: &Words) -> report::Voice {
    let name = voice.name.as_ref().map_or_else(|| say(words, "a-narrator"), |name| apart(name, words));
    let said = voice.label.iter().map(|(name, value)| apart(&parts::role_or(name, value, words), words));
    let turning = voice.turning.as_ref().map(|of| {
        let answers = apart(&of.says.join(" · "), words);
        format!("{}: {answers} ({})", words.say("says.tipping-point"), words.say(parts::whose(of)))
    });
    report::Voice {
        words: paragraphs(&voice.words),
        language: voice.language.clone(),
        direction: direction_of(&voice.language),
        translation: paragraphs(translation),
        translated: say(words, "translated"),
        said_by: std::iter::once(name).chain(said).chain(turning).collect(),
    }
}

fn figure(answer: &FigureReply, note: &str, readers: Audience, words: &Words) -> Table {
    let row = |row: &crate::summary::reply::FigureRow| Row {
        name: parts::row_name(answer, &row.key, &row.name, words),
        cells: row.cells.iter().map(|one| cell(*one, words)).collect(),
    };
    let base = parts::cell(answer.base, words);
    let mut notes = vec![format!("{}: {base}. {}", words.say("base"), words.say(parts::small_for(readers)))];
    notes.extend(
        answer.as_of.as_ref().map(|day| words.say("figure-as-of").replace("{day}", &left_to_right(day, words))),
    );
    notes.extend(paragraphs(note));
    if answer.of == "link" {
        notes.extend([say(words, "links-how-told"), say(words, "links-left-out")]);
    }
    if ["indicator", "link"].contains(&answer.of.as_str()) {
        notes.push(say(words, "attribution"));
    }
    Table {
        name: say(words, &format!("of-{}", answer.of)),
        columns: answer.columns.iter().map(|column| say(words, column)).collect(),
        rows: answer.rows.iter().map(row).collect(),
        notes,
    }
}

fn cell(cell: crate::summary::reply::CellReply, words: &Words) -> Cell {
    let number = if let crate::summary::reply::CellReply::Shown(number) = cell { Some(number) } else { None };
    Cell { text: parts::cell(cell, words), number }
}
