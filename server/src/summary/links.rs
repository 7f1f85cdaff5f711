//! Which indicators are told of together: narrators, for each pair of them, who spoke of both in one passage. Two things are
//! crossed and never more. Nothing here weighs, sorts or ranks: pairs stand in the order of the codebook.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reply::{CellReply, FigurePoint, FigureReply};
use crate::ids::{CodeId, NarratorId, RevisionId};

/// What parts the stable names of the two in the name of a pair.
const AND: char = '+';

/// An indicator told of in a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub narrator: NarratorId,
    pub revision: RevisionId,
    pub start: u32,
    pub end: u32,
    pub indicator: CodeId,
}

/// Where each indicator is told of in one text.
type Places = BTreeMap<CodeId, Vec<(u32, u32)>>;

/// For each pair, who told of both in the same passage. Everybody with places that overlap in one text is in it.
pub(super) fn together(told: impl Iterator<Item = Told>) -> HashMap<(CodeId, CodeId), BTreeSet<NarratorId>> {
    let mut places: BTreeMap<(NarratorId, RevisionId), Places> = BTreeMap::new();
    for one in told {
        let of_text = places.entry((one.narrator, one.revision)).or_default();
        of_text.entry(one.indicator).or_default().push((one.start, one.end));
    }
    let mut pairs: HashMap<(CodeId, CodeId), BTreeSet<NarratorId>> = HashMap::new();
    for ((narrator, _), mut of_text) in places {
        of_text.values_mut().for_each(|all| *all = joined(std::mem::take(all)));
        for (one, here) in &of_text {
            for (other, there) in of_text.iter().filter(|(other, _)| *other != one) {
                if meet(here, there) {
                    pairs.entry((*one, *other)).or_default().insert(narrator);
                }
            }
        }
    }
    pairs
}

/// The same places, in order, those that overlap as one.
fn joined(mut all: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    all.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (start, end) in all {
        match joined.last_mut() {
            Some((_, until)) if start < *until => *until = (*until).max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// Whether any of these overlaps any of those. Both are in order and overlap nothing among themselves.
fn meet(these: &[(u32, u32)], those: &[(u32, u32)]) -> bool {
    let (mut these, mut those) = (these.iter().peekable(), those.iter().peekable());
    while let (Some((start, end)), Some((other_start, other_end))) = (these.peek(), those.peek()) {
        if start < other_end && other_start < end {
            return true;
        }
        // Whichever ends first meets nothing that is still to come.
        let passed = if end <= other_end { these.next() } else { those.next() };
        debug_assert!(passed.is_some(), "both were looked at");
    }
    false
}

/// The stable name of a pair.
pub(super) fn key(one: &str, other: &str) -> String {
    format!("{one}{AND}{other}")
}

/// The two stable names in the name of a pair.
#[must_use]
pub fn ends(key: &str) -> Option<(&str, &str)> {
    key.split_once(AND)
}

/// The name of an indicator without what stands in brackets behind it: on a map there is little room.
pub(super) fn short(name: &str) -> &str {
    name.split('(').next().unwrap_or(name).trim()
}

/// What a pair is called.
pub(super) fn name(one: &FigurePoint, other: &FigurePoint) -> String {
    format!("{} – {}", one.name, other.name)
}

/// Leaves out every pair that is not told, whatever the reason: a list of "fewer than five" helps nobody, and which of them
/// are withheld would say more than either.
pub(super) fn leave_out_untold(figure: &mut FigureReply) {
    figure.rows.retain(|row| row.cells.iter().any(|cell| matches!(cell, CellReply::Shown(_))));
}

#[cfg(test)]
mod tests {
    use disclosure::Preset;
    use uuid::Uuid;

    use super::*;
    use crate::access::Audience;
    use crate::summary::{
        document::Question,
        figures::{self, Raw},
        releases::Released,
    };

    fn told(narrator: u128, revision: u128, (start, end): (u32, u32), indicator: u128) -> Told {
        let (narrator, revision) = (NarratorId(Uuid::from_u128(narrator)), RevisionId(Uuid::from_u128(revision)));
        Told { narrator, revision, start, end, indicator: CodeId(Uuid::from_u128(indicator)) }
    }

    fn numbers(all: &[Told]) -> BTreeMap<(u128, u128), usize> {
        let pairs = together(all.iter().copied()).into_iter();
        pairs.map(|((one, other), people)| ((one.0.as_u128(), other.0.as_u128()), people.len())).collect()
    }

    #[test]
    fn two_are_together_where_their_places_overlap_in_one_text() {
        let both = |number: usize| BTreeMap::from([((1, 2), number), ((2, 1), number)]);
        assert_eq!(numbers(&[told(7, 1, (0, 10), 1), told(7, 1, (9, 12), 2)]), both(1));
        // Places that only touch are two passages, and two texts are two.
        assert_eq!(numbers(&[told(7, 1, (0, 10), 1), told(7, 1, (10, 12), 2)]), BTreeMap::new());
        assert_eq!(numbers(&[told(7, 1, (0, 10), 1), told(7, 2, (0, 10), 2)]), BTreeMap::new());
        // Each narrator once, however often.
        let often = [(0, 10), (5, 30), (40, 50)].map(|place| told(7, 1, place, 1));
        let others = [(2, 3), (45, 60)].map(|place| told(7, 1, place, 2));
        let of_another = [told(8, 3, (0, 1), 1), told(8, 3, (0, 1), 2), told(9, 4, (0, 1), 1)];
        assert_eq!(numbers(&[&often[..], &others[..], &of_another[..]].concat()), both(2));
    }

    /// A figure of links over everybody up to a number: two pairs, of these narrators.
    fn raw(everybody: u128, pairs: [std::ops::Range<u128>; 2]) -> Raw {
        let people = |all: std::ops::Range<u128>| all.map(|one| NarratorId(Uuid::from_u128(one))).collect();
        let rows = ["a+b", "a+c"].into_iter().zip(pairs);
        let rows = rows.map(|(key, of_it)| (key.to_owned(), key.to_owned(), vec![people(of_it)])).collect();
        Raw { of: "link", points: Vec::new(), columns: vec!["narrators"], rows, base: people(0..everybody) }
    }

    fn told_pairs(raw: &Raw, released: &Released) -> Vec<String> {
        figures::protected(raw, Question::Links, Audience::Public, released)
            .rows
            .into_iter()
            .map(|row| row.key)
            .collect()
    }

    #[test]
    fn what_is_small_and_what_is_withheld_look_the_same() {
        let nothing = Released::default();
        assert_eq!(told_pairs(&raw(40, [0..20, 20..30]), &nothing), ["a+b", "a+c"]);
        // Too small; and within another pair but for two, so that both together say how many those are.
        let small = figures::protected(&raw(40, [0..7, 20..24]), Question::Links, Audience::Public, &nothing);
        let withheld = figures::protected(&raw(40, [0..7, 0..5]), Question::Links, Audience::Public, &nothing);
        assert_eq!(small, withheld);
        assert_eq!(small.rows.len(), 1);
    }

    #[test]
    fn a_pair_gives_way_to_a_number_that_is_out() {
        let mut released = Released::default();
        let coverage = raw(40, [0..21, 20..40]);
        let told = figures::protected(&coverage, Question::Coverage, Audience::Public, &released);
        let mut release = figures::release_of(&coverage, &told, Question::Coverage, Preset::Public);
        "before".clone_into(&mut release.id);
        released.ledger.enter_known(release);
        assert_eq!(told_pairs(&raw(40, [0..20, 20..30]), &released), ["a+c"]);
    }

    #[test]
    fn a_pair_is_named_by_its_two() {
        assert_eq!(ends(&key("ioi.work", "ioi.housing")), Some(("ioi.work", "ioi.housing")));
        assert_eq!(short("Liens sociaux (proches et communauté)"), "Liens sociaux");
    }
}
