//! What projects were told, side by side: numbers that are published already, as they may be shown now. Nothing is summed,
//! subtracted, sorted by size or ranked, for other people were asked each time.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{
    page::{self, day},
    parts,
    store::Shown,
    words::{Words, direction},
};
use crate::{
    codebook::Codes,
    ids::ProjectId,
    people::Publisher,
    redaction::log::field,
    summary::{
        document::{Block, Question},
        reply::{CellReply, FigureReply},
    },
};

/// How many stand beside each other at once.
pub(super) const MOST: usize = 6;
/// How many are compared at least.
const FEWEST: usize = 2;

/// What a project published last of how much was told of each part of life.
#[derive(Clone, Debug)]
pub(super) struct Side {
    of: Publisher,
    slug: String,
    language: String,
    title: String,
    published_at: crate::clock::Timestamp,
    figure: FigureReply,
}

impl Side {
    /// What it is called in the question: unique among all publishers.
    fn name(&self) -> String {
        format!("{}/{}", self.of.slug, self.slug)
    }

    fn is_asked(&self, with: &[String]) -> bool {
        with.iter().any(|one| *one == self.slug || *one == self.name())
    }

    fn address(&self) -> String {
        format!("/read/{}", self.name())
    }

    /// What it says of an indicator, column by column.
    fn cell(&self, key: &str, column: usize) -> CellReply {
        let row = self.figure.rows.iter().find(|row| row.key == key);
        row.and_then(|row| row.cells.get(column)).copied().unwrap_or(CellReply::Withheld)
    }
}

/// The sides that can be compared, by name: one a project, the newest that says so much.
pub(super) fn sides(of: &Publisher, all: &[Shown]) -> Vec<Side> {
    let mut newest: HashMap<ProjectId, &Shown> = HashMap::new();
    for one in all.iter().filter(|one| one.publication.retired_at.is_none() && coverage(one).is_some()) {
        let known = newest.entry(one.publication.project).or_insert(one);
        if known.publication.published_at < one.publication.published_at {
            *known = one;
        }
    }
    let side = |shown: &Shown| {
        let publication = &shown.publication;
        Some(Side {
            of: of.clone(),
            slug: publication.slug.clone(),
            language: publication.language.clone(),
            title: shown.document().title.clone(),
            published_at: publication.published_at,
            figure: coverage(shown)?.clone(),
        })
    };
    let mut sides: Vec<Side> = newest.into_values().filter_map(side).collect();
    by_name(&mut sides);
    sides
}

pub(super) fn by_name(sides: &mut [Side]) {
    sides.sort_by_cached_key(|side| (side.title.to_lowercase(), side.name()));
}

/// Whether there is anything to compare.
pub(super) fn is_possible(of: &Publisher, all: &[Shown]) -> bool {
    sides(of, all).len() >= FEWEST
}

fn coverage(shown: &Shown) -> Option<&FigureReply> {
    let asks = |block: &Block| {
        let Block::Figure { id, asks: Question::Coverage, .. } = block else { return None };
        shown.published.figures.get(id)
    };
    shown.document().blocks.iter().filter_map(asks).find(|figure| !figure.withheld)
}

/// Those that were asked for; the first ones where none was. Never more than stand beside each other.
pub(super) fn chosen<'a>(all: &'a [Side], with: &[String]) -> Vec<&'a Side> {
    let asked: Vec<&Side> = all.iter().filter(|side| side.is_asked(with)).collect();
    let all = if asked.is_empty() { all.iter().collect() } else { asked };
    all.into_iter().take(MOST).collect()
}

/// Where it is read: below a publisher, or below none.
fn place(of: Option<&Publisher>) -> String {
    of.map_or_else(|| "/read/compare".to_owned(), |of| format!("/read/{}/compare", of.slug))
}

/// The question in an address.
fn asked(chosen: &[&Side]) -> String {
    // Such names are small Latin letters, digits and hyphens: nothing in them is read as anything else.
    let with: Vec<String> = chosen.iter().map(|side| format!("with={}", side.name())).collect();
    with.join("&")
}

/// The page.
pub(super) fn page(of: Option<&Publisher>, all: &[Side], chosen: &[&Side], codes: &Codes, words: &Words) -> Markup {
    let body = html! {
        header {
            p.house {
                @match of {
                    Some(of) => a href={ "/read/" (of.slug) } { bdi { (of.name) } },
                    None => a href="/read" { (words.say("publishers")) },
                }
            }
            h1 { (words.say("compare")) }
        }
        main id="text" {
            @if all.len() < FEWEST { p { (words.say("compare-nothing")) } }
            @else {
                p { (words.say("compare-what")) }
                p.notice { (words.say("compare-why")) }
                (choice(of, all, chosen, words))
                (table(chosen, codes, words))
                p { a href={ (place(of)) ".csv?" (asked(chosen)) } download { (words.say("figures-file")) } }
            }
            @if of.is_some() { p { a href="/read/compare" { (words.say("compare-all")) } } }
        }
    };
    page::frame(words, words.language, words.say("compare"), None, &body)
}

fn choice(of: Option<&Publisher>, all: &[Side], chosen: &[&Side], words: &Words) -> Markup {
    html! {
        form.choice action=(place(of)) method="get" {
            fieldset {
                legend { (words.say("compare-choose").replace("{number}", &MOST.to_string())) }
                @for side in all {
                    @let is_chosen = chosen.iter().any(|one| one.name() == side.name());
                    label {
                        input type="checkbox" name="with" value=(side.name()) checked[is_chosen];
                        " " bdi lang=(side.language) { (side.title) } " · " bdi { (side.of.name) }
                    }
                }
            }
            button type="submit" { (words.say("compare-verb")) }
        }
    }
}

fn table(chosen: &[&Side], codes: &Codes, words: &Words) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(words.say("compare")) {
            table.sides {
                thead {
                    tr {
                        th rowspan="2" scope="col" { (words.say("of-indicator")) }
                        @for side in chosen {
                            th scope="colgroup" colspan=(side.figure.columns.len()) {
                                a href=(side.address()) lang=(side.language) dir=(direction(&side.language)) {
                                    (side.title)
                                }
                                br; bdi { (side.of.name) } br; (when(side, words))
                            }
                        }
                    }
                    tr {
                        @for side in chosen { @for column in &side.figure.columns {
                            th scope="col" { (words.say(column).to_owned()) }
                        } }
                    }
                }
                tbody {
                    @for indicator in codes.indicators() { tr {
                        th scope="row" { (indicator.names.get(words.language).unwrap_or(&indicator.name)) }
                        @for side in chosen { @for column in 0..side.figure.columns.len() {
                            td { (parts::cell(side.cell(&indicator.key, column), words)) }
                        } }
                    } }
                    tr {
                        th scope="row" { (words.say("base")) }
                        @for side in chosen {
                            td colspan=(side.figure.columns.len()) { (parts::cell(side.figure.base, words)) }
                        }
                    }
                }
            }
        }
        p.always { (words.say("disclosure.small")) br; small { (words.say("attribution")) } }
    }
}

/// From which day its numbers are.
fn when(side: &Side, words: &Words) -> Markup {
    html! {
        @match &side.figure.as_of {
            Some(day) => (words.say("figure-as-of").replace("{day}", day)),
            None => (day(side.published_at)),
        }
    }
}

/// The same as CSV (RFC 4180): one line a number, with stable names beside the words.
pub(super) fn csv(chosen: &[&Side], codes: &Codes, base: &str) -> String {
    let mut lines = vec!["publisher,summary,day,address,row,name,column,narrators".to_owned()];
    for side in chosen {
        let day = side.figure.as_of.clone().unwrap_or_else(|| side.published_at.day());
        let address = format!("{base}{}", side.address());
        let mut line = |key: &str, name: &str, column: &str, cell: CellReply| {
            let number = super::files::number(cell);
            let cells = [&side.of.name, &side.title, &day, &address, key, name, column, &number];
            lines.push(cells.map(field).join(","));
        };
        for indicator in codes.indicators() {
            let name = indicator.names.get(&side.language).unwrap_or(&indicator.name);
            for (at, column) in side.figure.columns.iter().enumerate() {
                line(&indicator.key, name, column, side.cell(&indicator.key, at));
            }
        }
        line("base", "", "narrators", side.figure.base);
    }
    lines.join("\r\n") + "\r\n"
}
