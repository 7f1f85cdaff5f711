//! Renders a text for one profile in one pass: kept words stay as they are, masked ranges become replacements in brackets. It
//! never changes a text, never leaves a rest of a masked range, and never writes into a replacement what it replaces.

mod direction;
mod words;

use std::ops::Range;

use passages::CodePoints;

use crate::span::{EntityId, Profile, Replacement, Replacements, Span};

/// A stretch of a rendering and the stretch of the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the text.
    pub original: Range<CodePoints>,
    /// Where it stands in the rendering.
    pub rendered: Range<CodePoints>,
    /// The entity that is masked here; `None` of words that are kept.
    pub masked: Option<EntityId>,
}

/// A text as one profile reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    /// What is read.
    pub text: String,
    /// How it came about, in order and without holes; empty of an empty text.
    pub pieces: Vec<Piece>,
}

impl Rendering {
    /// Where a range of the text is in the rendering. A range that cuts a masked one gets its whole replacement.
    #[must_use]
    pub fn to_rendered(&self, range: Range<CodePoints>) -> Range<CodePoints> {
        convert(&self.pieces, range, |piece| (&piece.original, &piece.rendered))
    }

    /// Which range of the text a range of the rendering stands for. A range that cuts a replacement gets all it replaces.
    #[must_use]
    pub fn to_original(&self, range: Range<CodePoints>) -> Range<CodePoints> {
        convert(&self.pieces, range, |piece| (&piece.rendered, &piece.original))
    }

    /// What is read of a range of the text.
    #[must_use]
    pub fn part(&self, range: Range<CodePoints>) -> &str {
        passages::slice(&self.text, self.to_rendered(range)).unwrap_or_default()
    }
}

/// Renders a text. Spans may overlap and nest: masked ones that overlap become one masked range, which shows the replacement
/// of the widest; a masked span within a kept one is masked. Spans that run backwards are nothing, and what lies past the end
/// of the text is left off.
#[must_use]
pub fn render(text: &str, spans: &[Span], replacements: &Replacements, profile: Profile) -> Rendering {
    let chars: Vec<char> = text.chars().collect();
    let masks = masks(&chars, spans, replacements, profile);
    write(&chars, &masks, 0..chars.len())
}

/// What is read of one range of a text, without writing the rest: equal to [`Rendering::part`] of the whole rendering.
#[must_use]
pub fn render_part(
    text: &str,
    spans: &[Span],
    replacements: &Replacements,
    profile: Profile,
    range: Range<CodePoints>,
) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = (within(range.start, &chars), within(range.end, &chars));
    if start > end {
        return String::new();
    }
    let masks = masks(&chars, spans, replacements, profile);
    let cut = |at: usize| masks.iter().find(|mask| mask.start < at && at < mask.end);
    let (mut from, mut to) = (start, end);
    if let Some(mask) = cut(start) {
        from = mask.start;
        to = to.max(mask.end);
    }
    if let Some(mask) = cut(end) {
        to = mask.end;
    }
    if start == end && from == to {
        return String::new();
    }
    write(&chars, &masks, from..to).text
}

/// A masked range and what stands for it.
struct Mask {
    start: usize,
    end: usize,
    entity: EntityId,
    shown: String,
}

fn within(at: CodePoints, chars: &[char]) -> usize {
    usize::try_from(at.0).unwrap_or(usize::MAX).min(chars.len())
}

/// Masked ranges in order, none touching another's inside.
fn masks(chars: &[char], spans: &[Span], replacements: &Replacements, profile: Profile) -> Vec<Mask> {
    let mut hidden: Vec<(usize, usize, &Span)> = spans
        .iter()
        .filter(|span| replacements.get(span.entity, profile) != Some(&Replacement::Keep))
        .map(|span| (within(span.start, chars), within(span.end, chars), span))
        .filter(|(start, end, _)| start < end)
        .collect();
    hidden.sort_by_key(|(start, end, span)| (*start, *end, span.entity));
    let mut masks: Vec<Mask> = Vec::new();
    let mut rest = hidden.as_slice();
    while let Some((first_start, first_end, _)) = rest.first() {
        let (start, mut end, mut count) = (*first_start, *first_end, 0_usize);
        for (next_start, next_end, _) in rest {
            if *next_start >= end && count > 0 {
                break;
            }
            end = end.max(*next_end);
            count = count.saturating_add(1);
        }
        let (here, later) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        rest = later;
        let widest = here.iter().max_by_key(|(start, end, span)| {
            (end.saturating_sub(*start), std::cmp::Reverse(*start), std::cmp::Reverse((span.identifier, span.entity)))
        });
        let Some((_, _, widest)) = widest else { continue };
        let written = match replacements.get(widest.entity, profile) {
            Some(Replacement::Text(written)) => Some(written.as_str()),
            Some(Replacement::Keep) | None => None,
        };
        let secrets = here.iter().filter_map(|(start, end, _)| chars.get(*start..*end));
        let words = words::shown(written, widest.category, secrets);
        let shown = direction::set_apart(&words, chars, start..end);
        masks.push(Mask { start, end, entity: widest.entity, shown });
    }
    masks
}

/// Writes a range of a text that cuts no mask.
fn write(chars: &[char], masks: &[Mask], range: Range<usize>) -> Rendering {
    let mut rendering = Rendering { text: String::new(), pieces: Vec::new() };
    let (mut at, mut written) = (range.start, 0_usize);
    let mut add = |original: Range<usize>, shown: &mut dyn Iterator<Item = char>, masked: Option<EntityId>| {
        let before = written;
        for c in shown {
            rendering.text.push(c);
            written = written.saturating_add(1);
        }
        let place = |n: usize| CodePoints(u32::try_from(n).unwrap_or(u32::MAX));
        rendering.pieces.push(Piece {
            original: place(original.start)..place(original.end),
            rendered: place(before)..place(written),
            masked,
        });
    };
    let first = masks.partition_point(|mask| mask.end <= range.start);
    for mask in masks.iter().skip(first).take_while(|mask| mask.start < range.end) {
        if at < mask.start {
            add(at..mask.start, &mut chars.get(at..mask.start).unwrap_or_default().iter().copied(), None);
        }
        add(mask.start..mask.end, &mut mask.shown.chars(), Some(mask.entity));
        at = mask.end;
    }
    if at < range.end {
        add(at..range.end, &mut chars.get(at..range.end).unwrap_or_default().iter().copied(), None);
    }
    rendering
}

type Sides<'p> = (&'p Range<CodePoints>, &'p Range<CodePoints>);

/// Takes a range from one side of the pieces to the other.
fn convert(pieces: &[Piece], range: Range<CodePoints>, sides: impl Fn(&Piece) -> Sides<'_>) -> Range<CodePoints> {
    let Some(last) = pieces.last() else { return CodePoints(0)..CodePoints(0) };
    let (from_end, to_end) = sides(last);
    let limit = from_end.end;
    let (start, end) = (range.start.min(limit), range.end.min(limit).max(range.start.min(limit)));
    let empty = start == end;
    // The start belongs to the piece that begins at or before it, the end to the piece that begins before it.
    let begin = pieces.get(pieces.partition_point(|piece| sides(piece).0.end <= start));
    let finish = pieces.get(pieces.partition_point(|piece| sides(piece).0.end < end));
    let ahead = |piece: &Piece, at: CodePoints| {
        let (from, to) = sides(piece);
        to.start.plus(at.0.saturating_sub(from.start.0))
    };
    let to_start = match begin {
        None => to_end.end,
        Some(piece) if piece.masked.is_some() => sides(piece).1.start,
        Some(piece) => ahead(piece, start),
    };
    let inside = |piece: &Piece| sides(piece).0.start < start && start < sides(piece).0.end;
    let to_finish = match finish {
        _ if empty && !begin.is_some_and(inside) => to_start,
        None => to_end.end,
        Some(piece) if piece.masked.is_some() => sides(piece).1.end,
        Some(piece) => ahead(piece, end),
    };
    to_start..to_finish.max(to_start)
}
