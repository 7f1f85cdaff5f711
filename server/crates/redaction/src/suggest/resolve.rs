//! Makes one list of what the rules said: in order, each place once.

use std::cmp::Reverse;

use super::Suggestion;
use crate::span::Category;

/// Of suggestions within one another the wider is kept, of equal ones the most certain; those of one category that overlap
/// become one. A wider one that held something that identifies on its own does so too.
pub(super) fn resolve(mut all: Vec<Suggestion>) -> Vec<Suggestion> {
    all.sort_by_key(|s| (s.start, Reverse(s.end), Reverse(s.certainty), s.identifier, s.rule));
    let mut kept: Vec<Suggestion> = Vec::new();
    for next in all {
        let Some(last) = kept.last_mut().filter(|last| next.start < last.end) else {
            kept.push(next);
            continue;
        };
        if next.end <= last.end {
            let same = next.start == last.start && next.end == last.end;
            let holds = !same && matches!(next.category, Category::Person | Category::Code);
            if holds {
                last.identifier = last.identifier.min(next.identifier);
            }
            last.confidential = last.confidential.or(next.confidential);
        } else if next.category == last.category {
            last.end = next.end;
            last.certainty = last.certainty.max(next.certainty);
            last.identifier = last.identifier.min(next.identifier);
        } else {
            kept.push(next);
        }
    }
    kept
}
