//! Links between parts of life, drawn: a point for each, around an oval in the order of the codebook, and a line for each link
//! that is told. A picture for the eye; the table below it says the same. Colours are those of the page, sizes are attributes,
//! because the page allows no styles but its own sheet.

use maud::{Markup, html};

use super::words::{Words, direction};
use crate::summary::{
    links,
    reply::{CellReply, FigurePoint, FigureReply},
};

/// How wide and how high it is, in its own units; on a narrow phone a unit is three quarters of a pixel.
const SIZE: (f64, f64) = (480.0, 372.0);
/// How far the points are from the middle, sideways and upwards.
const OVAL: (f64, f64) = (102.0, 172.0);
/// How far above and below the middle points stand.
const HIGHEST: f64 = 150.0;
/// How far a name stands from its point.
const BESIDE: f64 = 12.0;
/// How high a line of a name is.
const LINE: f64 = 16.0;
/// How many signs a line of a name has, where its words allow that.
const LONGEST_LINE: usize = 14;

/// Where a point stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    x: f64,
    y: f64,
}

/// Places around the oval, evenly spaced from top to bottom: down on the side where reading begins to end, up on the other, so
/// that every name has room beside its point.
fn places(number: usize, is_rtl: bool) -> Vec<Place> {
    let (first, second) = (number.div_ceil(2), number / 2);
    let side = |count: usize, at: usize, sign: f64| {
        let height = if count < 2 { 0.0 } else { 2.0 * HIGHEST * share(at, count - 1) - HIGHEST };
        let out = OVAL.0 * (1.0 - (height / OVAL.1).powi(2)).max(0.0).sqrt();
        Place { x: SIZE.0 / 2.0 + sign * out, y: SIZE.1 / 2.0 + height }
    };
    let sign = if is_rtl { -1.0 } else { 1.0 };
    let down = (0..first).map(|at| side(first, at, sign));
    let up = (0..second).rev().map(|at| side(second, at, -sign));
    down.chain(up).collect()
}

/// Which part of the whole so many are.
fn share(at: usize, of: usize) -> f64 {
    let small = |number: usize| f64::from(u16::try_from(number).unwrap_or(u16::MAX));
    small(at) / small(of)
}

/// How thick a line is: numbers are told in fives, and a picture tells less than they do.
const fn thickness(cell: CellReply) -> Option<&'static str> {
    match cell {
        CellReply::Shown(0..10) => Some("1.5"),
        CellReply::Shown(10..20) => Some("3"),
        CellReply::Shown(20..40) => Some("5"),
        CellReply::Shown(_) => Some("7"),
        CellReply::FewerThan(_) | CellReply::Withheld => None,
    }
}

/// A name in lines, parted between words.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST_LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn number(of: f64) -> String {
    format!("{of:.1}")
}

/// The map of a figure of links; nothing where it has no points.
pub(super) fn map(answer: &FigureReply, language: &str, words: &Words) -> Markup {
    let is_rtl = direction(language) == "rtl";
    let points: Vec<(&FigurePoint, Place)> = answer.points.iter().zip(places(answer.points.len(), is_rtl)).collect();
    if points.is_empty() {
        return html! {};
    }
    let place = |key: &str| points.iter().find(|(point, _)| point.key == key).map(|(_, place)| *place);
    let line = |row: &crate::summary::reply::FigureRow| {
        let (one, other) = links::ends(&row.key)?;
        let (one, other) = (place(one)?, place(other)?);
        // Bent towards the middle, so that lines between neighbours do not run through others' names.
        let bent = |one: f64, other: f64, whole: f64| 0.7 * (one + other) / 2.0 + 0.3 * whole / 2.0;
        let bend = Place { x: bent(one.x, other.x, SIZE.0), y: bent(one.y, other.y, SIZE.1) };
        let [a, b, c, d, e, f] = [one.x, one.y, bend.x, bend.y, other.x, other.y].map(number);
        Some((format!("M{a} {b}Q{c} {d} {e} {f}"), thickness(*row.cells.first()?)?))
    };
    let linked: Vec<(String, &str)> = answer.rows.iter().filter_map(line).collect();
    html! {
        svg.map viewBox=(format!("0 0 {} {}", SIZE.0, SIZE.1)) role="img" aria-label=(words.say("links-map")) {
            g.links fill="none" stroke="currentColor" stroke-linecap="round" {
                @for (path, width) in &linked { path d=(path) stroke-width=(width) {} }
            }
            // Arabic is joined and ordered whatever this says; it is what "start" of a name means that must not turn around.
            g fill="currentColor" font-size="15" direction="ltr" {
                @for (point, place) in &points { (named(point, *place)) }
            }
        }
    }
}

fn named(point: &FigurePoint, place: Place) -> Markup {
    let is_right = place.x > SIZE.0 / 2.0;
    let (x, anchor) = if is_right { (place.x + BESIDE, "start") } else { (place.x - BESIDE, "end") };
    let lines = lines(&point.name);
    let above = LINE * share(lines.len().saturating_sub(1), 2);
    html! {
        circle cx=(number(place.x)) cy=(number(place.y)) r="4.5" {}
        text text-anchor=(anchor) {
            @for (at, line) in lines.iter().enumerate() {
                tspan x=(number(x)) y=(number(place.y - above + LINE * share(at, 1) + 5.0)) { (line) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_has_its_own_place_inside_and_the_other_way_around_for_who_reads_from_the_right() {
        let all = places(14, false);
        assert_eq!(all.len(), 14);
        assert!(all.iter().all(|one| (0.0..SIZE.0).contains(&one.x) && (0.0..SIZE.1).contains(&one.y)));
        for (at, one) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|other| one != other), "{at}");
        }
        let turned = places(14, true);
        assert!(
            all.iter().zip(&turned).all(|(one, other)| (one.x + other.x - SIZE.0).abs() < 0.01 && one.y == other.y)
        );
        assert!(all[0].x > SIZE.0 / 2.0 && all[13].x < SIZE.0 / 2.0 && all[0].y < all[6].y && all[7].y > all[13].y);
    }

    #[test]
    fn a_name_is_parted_between_words() {
        assert_eq!(lines("Language and communication"), ["Language and", "communication"]);
        assert_eq!(lines("Verantwoordelijkheden"), ["Verantwoordelijkheden"]);
    }

    #[test]
    fn what_is_not_told_has_no_line() {
        assert_eq!(thickness(CellReply::Withheld), thickness(CellReply::FewerThan(5)));
        assert_eq!(thickness(CellReply::Shown(5)), Some("1.5"));
    }
}
