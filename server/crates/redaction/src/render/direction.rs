//! Keeps the direction of a line whole around a replacement (Unicode Bidirectional Algorithm, UAX #9): a replacement written in
//! the other direction is isolated, and marks of direction that a mask would cut in two are closed.

use std::ops::Range;

/// First strong isolate, and the mark that ends an isolate.
const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';
/// The mark that ends an embedding or an override.
const PDF: char = '\u{202C}';

/// How far neighbours are asked for their direction, in code points.
const NEAR: usize = 200;

/// Marks that change the direction of what follows, or end it.
pub(super) fn is_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Left,
    Right,
}

/// The direction of a letter, roughly: right-to-left blocks against all other letters.
fn way(c: char) -> Option<Way> {
    match c {
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => c.is_alphabetic().then_some(Way::Right),
        _ if c.is_alphabetic() => Some(Way::Left),
        _ => None,
    }
}

/// The words for a masked range, isolated where a neighbour on the line runs the other way, with the closing marks that the
/// range held for marks before it. Marks opened within the range end with it.
pub(super) fn set_apart(words: &str, chars: &[char], masked: Range<usize>) -> String {
    let mut shown = closing(chars.get(masked.clone()).unwrap_or_default());
    let own = words.chars().find_map(way);
    let before = chars.get(..masked.start).unwrap_or_default().iter().rev();
    let after = chars.get(masked.end..).unwrap_or_default().iter();
    let other = |way_there: Option<Way>| way_there.is_some() && own.is_some() && way_there != own;
    if other(nearest(before)) || other(nearest(after)) {
        shown.push(FSI);
        shown.push_str(words);
        shown.push(PDI);
    } else {
        shown.push_str(words);
    }
    shown
}

fn nearest<'c>(chars: impl Iterator<Item = &'c char>) -> Option<Way> {
    chars.take(NEAR).take_while(|c| **c != '\n').find_map(|c| way(*c))
}

/// The marks in a masked range that close what was opened before it, in their order.
fn closing(masked: &[char]) -> String {
    let (mut isolates, mut embeddings) = (0_u32, 0_u32);
    let mut open = String::new();
    for c in masked.iter().copied() {
        match c {
            '\u{2066}'..='\u{2068}' => isolates = isolates.saturating_add(1),
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embeddings = embeddings.saturating_add(1),
            PDI if isolates > 0 => isolates = isolates.saturating_sub(1),
            PDF if embeddings > 0 => embeddings = embeddings.saturating_sub(1),
            PDI | PDF => open.push(c),
            // A paragraph ends all that is open.
            '\n' => (isolates, embeddings) = (0, 0),
            _ => {}
        }
    }
    open
}
