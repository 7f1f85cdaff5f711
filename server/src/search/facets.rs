//! What can be narrowed by, counted over the passages found, and so over what the gate lets through alone.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use super::{
    matching::Matches,
    reply::{AttributeCount, CodeCount, CoderCount, Facets, NameCount, ValueCount},
    snapshot::Snapshot,
};
use crate::ids::AccountId;

const MOST_SPEAKERS: usize = 50;
const MOST_ATTRIBUTES: usize = 200;

/// How many testimonies and narrators, and the facets.
pub(super) struct Counted {
    pub(super) testimonies: u64,
    pub(super) narrators: u64,
    pub(super) facets: Facets,
}

type Counts<K> = BTreeMap<K, u64>;

fn add<K: Ord>(counts: &mut Counts<K>, value: K, number: u64) {
    let known = counts.entry(value).or_default();
    *known = known.saturating_add(number);
}

/// The most frequent first; equal ones in their own order.
fn most_frequent<K: Ord>(counts: impl IntoIterator<Item = (K, u64)>) -> Vec<(K, u64)> {
    let mut all: Vec<(K, u64)> = counts.into_iter().collect();
    all.sort_by(|(a, a_number), (b, b_number)| b_number.cmp(a_number).then_with(|| a.cmp(b)));
    all
}

fn frequent<K: Ord + Copy + Hash>(counts: &HashMap<K, u64>) -> Vec<(K, u64)> {
    most_frequent(counts.iter().map(|(value, number)| (*value, *number)))
}

fn values(counts: Counts<&str>) -> Vec<ValueCount> {
    most_frequent(counts).into_iter().map(|(id, count)| ValueCount { id: id.to_owned(), count }).collect()
}

/// Counts.
pub(super) fn count(snapshot: &Snapshot, matches: &Matches, names: &HashMap<AccountId, String>) -> Counted {
    let (mut roles, mut languages, mut kinds, mut years) = (Counts::new(), Counts::new(), Counts::new(), Counts::new());
    let mut attributes: Counts<(&str, &str)> = Counts::new();
    let mut of_narrators = vec![0_u64; snapshot.narrators.len()];
    let mut testimonies: u64 = 0;
    for (row, number) in snapshot.rows.iter().zip(&matches.of_testimonies).filter(|(_, number)| **number > 0) {
        testimonies = testimonies.saturating_add(1);
        add(&mut languages, &*row.language, *number);
        add(&mut kinds, &*row.kind, *number);
        if let Some(year) = row.year() {
            add(&mut years, year, *number);
        }
        if let Some(of_narrator) = of_narrators.get_mut(row.narrator) {
            *of_narrator = of_narrator.saturating_add(*number);
        }
    }
    let mut narrators: u64 = 0;
    for (narrator, number) in snapshot.narrators.iter().zip(of_narrators).filter(|(_, number)| *number > 0) {
        narrators = narrators.saturating_add(1);
        add(&mut roles, narrator.role, number);
        for (attribute, value) in &narrator.attributes {
            add(&mut attributes, (*attribute, value.as_str()), number);
        }
    }
    let speakers = most_frequent(matches.speakers.iter().map(|(name, number)| (name, *number)));
    let attributes = most_frequent(attributes).into_iter().take(MOST_ATTRIBUTES);
    let coder = |(id, count)| CoderCount { id, name: names.get(&id).cloned().unwrap_or_default(), count };
    let facets = Facets {
        codes: frequent(&matches.codes).into_iter().map(|(id, count)| CodeCount { id, count }).collect(),
        speakers: speakers
            .into_iter()
            .take(MOST_SPEAKERS)
            .map(|(name, count)| NameCount { name: name.clone(), count })
            .collect(),
        narrator_roles: values(roles),
        languages: values(languages),
        kinds: values(kinds),
        coders: frequent(&matches.coders).into_iter().map(coder).collect(),
        years: values(years),
        attributes: attributes
            .map(|((attribute, value), count)| AttributeCount {
                attribute: attribute.to_owned(),
                value: value.to_owned(),
                count,
            })
            .collect(),
    };
    Counted { testimonies, narrators, facets }
}
