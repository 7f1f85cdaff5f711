//! Places in code points, and the part of a passage worth showing.

use std::ops::Range;

/// Byte ranges in order, of words that do not overlap, as ranges in code points.
pub(super) fn in_code_points(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut byte = 0;
    let mut point: usize = 0;
    let mut reach = |to: usize| {
        let between = text.get(byte..to).unwrap_or_default();
        point = point.saturating_add(between.chars().count());
        byte = to;
        point
    };
    ranges.map(|range| reach(range.start)..reach(range.end)).collect()
}

/// The window of at most `max` code points with the most hits; see `Highlighter::best_window`.
pub(super) fn best(hits: &[Range<usize>], words: &[Range<usize>], length: usize, max: usize) -> Range<usize> {
    if length <= max {
        return 0..length;
    }
    let densest = densest(hits, max);
    // A third of what is left over goes before the first hit, to show what led to it.
    let spare = max.saturating_sub(densest.len());
    let earliest = densest.start.saturating_sub(spare / 3);
    let wanted = earliest.min(length.saturating_sub(max));
    let start = words
        .iter()
        .map(|word| word.start)
        .find(|start| *start >= wanted)
        .map_or(wanted, |start| start.min(densest.start.max(wanted)));
    let start = if wanted == 0 { 0 } else { start };
    let limit = start.saturating_add(max).min(length);
    let end = words
        .iter()
        .map(|word| word.end)
        .take_while(|end| *end <= limit)
        .filter(|end| *end > start)
        .last()
        // One word longer than the window is cut.
        .unwrap_or(limit);
    start..end
}

/// From the first to the last of the most hits that fit; the first such, cut to `max`.
fn densest(hits: &[Range<usize>], max: usize) -> Range<usize> {
    let mut best = 0..0;
    let mut most = 0;
    let mut last: usize = 0;
    for (first, hit) in hits.iter().enumerate() {
        last = last.max(first);
        let fits = |end: usize| end.saturating_sub(hit.start) <= max;
        while hits.get(last.saturating_add(1)).is_some_and(|next| fits(next.end)) {
            last = last.saturating_add(1);
        }
        let count = last.saturating_sub(first).saturating_add(1);
        if count > most {
            most = count;
            let end = hits.get(last).map_or(hit.end, |hit| hit.end);
            best = hit.start..end.min(hit.start.saturating_add(max));
        }
    }
    best
}
