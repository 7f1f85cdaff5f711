//! Offsets that name their unit, and the one table that converts between units. It never guesses: a position inside a
//! character, or past the end, has no counterpart and is `None`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One checkpoint for about so many bytes: a conversion walks at most this far.
const STRIDE: usize = 250;

/// A position in a text, counted in bytes of its UTF-8 form. Serialised as a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u32);

/// A position in a text, counted in Unicode code points: the unit of every stored position. Serialised as a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodePoints(pub u32);

/// A position in a text, counted in UTF-16 code units, as browsers count. Serialised as a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Utf16(pub u32);

impl CodePoints {
    /// How many code points a text has; at most `u32::MAX`, where counting stops.
    #[must_use]
    pub fn in_text(text: &str) -> Self {
        Self(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
    }

    /// This position moved forward by `more` code points, stopping at `u32::MAX`.
    #[must_use]
    pub fn plus(self, more: u32) -> Self {
        Self(self.0.saturating_add(more))
    }
}

/// One place in a text, in all three units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Place {
    bytes: u32,
    code_points: u32,
    utf16: u32,
}

impl Place {
    fn after(self, character: char) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            bytes: self.bytes.saturating_add(small(character.len_utf8())),
            code_points: self.code_points.saturating_add(1),
            utf16: self.utf16.saturating_add(small(character.len_utf16())),
        }
    }

    /// Counts bytes of a kind rather than characters: a character begins with a byte that continues none, and takes two
    /// units of UTF-16 when it begins with 0xF0 or more.
    fn after_all(self, block: &str) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let begin = count(block, |byte| byte & 0xC0 != 0x80);
        let in_pairs = count(block, |byte| byte >= 0xF0);
        Self {
            bytes: self.bytes.saturating_add(small(block.len())),
            code_points: self.code_points.saturating_add(begin),
            utf16: self.utf16.saturating_add(begin).saturating_add(in_pairs),
        }
    }
}

/// How many bytes of a block are of a kind. Counted in bytes, 255 at a time, which a processor does many at once.
fn count(block: &str, kind: impl Fn(u8) -> bool) -> u32 {
    let few = |bytes: &[u8]| bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(kind(*byte))));
    block.as_bytes().chunks(255).map(|bytes| u32::from(few(bytes))).sum()
}

/// What a text begins with, up to the character in which the stride ends; `None` of an empty text.
fn first_block(text: &str) -> Option<&str> {
    let end = text.ceil_char_boundary(STRIDE);
    text.get(..end).filter(|block| !block.is_empty())
}

/// Converts positions of one text between the three units.
///
/// Building it reads the text once and keeps 12 bytes for every 250 of it. A conversion is a binary search and a walk over
/// at most 250 bytes. Texts are expected to be under 4 GiB: a place beyond that has no position.
#[derive(Debug, Clone)]
pub struct Offsets<'t> {
    text: &'t str,
    checkpoints: Vec<Place>,
    end: Place,
}

impl<'t> Offsets<'t> {
    /// The table for this text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        checkpoints.push(Place::default());
        let (mut end, mut rest) = (Place::default(), text);
        while let Some(block) = first_block(rest) {
            end = end.after_all(block);
            checkpoints.push(end);
            rest = rest.get(block.len()..).unwrap_or_default();
        }
        Self { text, checkpoints, end }
    }

    /// The text the table was made for.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The length of the text in code points.
    #[must_use]
    pub fn length(&self) -> CodePoints {
        CodePoints(self.end.code_points)
    }

    /// The length of the text in UTF-16 units.
    #[must_use]
    pub fn length_utf16(&self) -> Utf16 {
        Utf16(self.end.utf16)
    }

    /// Where this code point begins, in bytes; `None` past the end. The end itself has a position.
    #[must_use]
    pub fn to_bytes(&self, at: CodePoints) -> Option<Bytes> {
        self.place(at.0, |p| p.code_points).map(|p| Bytes(p.bytes))
    }

    /// Where this code point begins, in UTF-16 units; `None` past the end.
    #[must_use]
    pub fn to_utf16(&self, at: CodePoints) -> Option<Utf16> {
        self.place(at.0, |p| p.code_points).map(|p| Utf16(p.utf16))
    }

    /// Which code point begins at this byte; `None` inside a character or past the end.
    #[must_use]
    pub fn from_bytes(&self, at: Bytes) -> Option<CodePoints> {
        self.place(at.0, |p| p.bytes).map(|p| CodePoints(p.code_points))
    }

    /// Which code point begins at this UTF-16 unit; `None` inside a surrogate pair or past the end.
    #[must_use]
    pub fn from_utf16(&self, at: Utf16) -> Option<CodePoints> {
        self.place(at.0, |p| p.utf16).map(|p| CodePoints(p.code_points))
    }

    /// The words of a range; `None` when it runs backwards or past the end.
    #[must_use]
    pub fn slice(&self, range: Range<CodePoints>) -> Option<&'t str> {
        let (start, end) = (self.to_bytes(range.start)?, self.to_bytes(range.end)?);
        self.text.get(usize::try_from(start.0).ok()?..usize::try_from(end.0).ok()?)
    }

    /// The place that stands at `at` in the unit that `unit` reads.
    fn place(&self, at: u32, unit: impl Fn(&Place) -> u32) -> Option<Place> {
        let after = self.checkpoints.partition_point(|place| unit(place) <= at);
        let mut place = *self.checkpoints.get(after.checked_sub(1)?)?;
        let rest = self.text.get(usize::try_from(place.bytes).ok()?..)?;
        let mut characters = rest.chars();
        while unit(&place) < at {
            place = place.after(characters.next()?);
        }
        (unit(&place) == at).then_some(place)
    }
}

/// The words of one range of a text; `None` when it runs backwards or past the end. For many ranges of one text, make
/// an [`Offsets`] once.
#[must_use]
pub fn slice(text: &str, range: Range<CodePoints>) -> Option<&str> {
    let length = range.end.0.checked_sub(range.start.0)?;
    let rest = after(text, range.start.0)?;
    let beyond = after(rest, length)?;
    rest.get(..rest.len().checked_sub(beyond.len())?)
}

/// What remains of a text after so many code points; `None` when it has fewer.
fn after(text: &str, count: u32) -> Option<&str> {
    let mut characters = text.chars();
    if let Some(last) = count.checked_sub(1) {
        characters.nth(usize::try_from(last).ok()?)?;
    }
    Some(characters.as_str())
}
