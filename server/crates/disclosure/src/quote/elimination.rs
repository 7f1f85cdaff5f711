//! Elimination: five pseudonyms that fit the same five narrators leave a sixth, who fits those five and one more, with
//! that one. An outsider who takes each pseudonym for another person can conclude so; this computes what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::pool::{Pool, Shown};

/// For each pseudonym the number of narrators who are left when every pseudonym has to be somebody else: those with
/// whom all other pseudonyms can still be given out. Where pseudonyms cannot all be different people at all (one narrator
/// chose two), elimination says nothing, and every candidate is left.
#[must_use]
pub fn candidates_left(pool: &Pool, labels: &BTreeMap<String, BTreeSet<Shown>>) -> BTreeMap<String, u64> {
    let candidates: Vec<Vec<usize>> = labels.values().map(|label| pool.candidates(label)).collect();
    let count = |left: usize| u64::try_from(left).unwrap_or(u64::MAX);
    let mut given = Given { to: vec![None; pool.narrators().len()], candidates: &candidates };
    let all_different = (0..candidates.len()).all(|pseudonym| given.give(pseudonym, None));
    labels
        .keys()
        .zip(candidates.iter().enumerate())
        .map(|(name, (pseudonym, narrators))| {
            let left = if all_different {
                narrators.iter().filter(|narrator| given.could_be(pseudonym, **narrator)).count()
            } else {
                narrators.len()
            };
            (name.clone(), count(left))
        })
        .collect()
}

/// Narrators given to pseudonyms, each to at most one.
#[derive(Clone)]
struct Given<'a> {
    to: Vec<Option<usize>>,
    candidates: &'a [Vec<usize>],
}

impl Given<'_> {
    /// Gives this pseudonym a narrator, moving others if needed; never the fixed one. Augmenting paths, after Berge.
    fn give(&mut self, pseudonym: usize, fixed: Option<usize>) -> bool {
        let mut came_by: Vec<Option<usize>> = vec![None; self.to.len()];
        let mut waiting = vec![pseudonym];
        while let Some(asking) = waiting.pop() {
            for narrator in self.candidates.get(asking).into_iter().flatten().copied() {
                if Some(narrator) == fixed || came_by.get(narrator).is_none_or(Option::is_some) {
                    continue;
                }
                if let Some(at) = came_by.get_mut(narrator) {
                    *at = Some(asking);
                }
                match self.to.get(narrator).copied().flatten() {
                    Some(holder) => waiting.push(holder),
                    None => {
                        self.move_along(narrator, pseudonym, &came_by);
                        return true;
                    }
                }
            }
        }
        false
    }

    fn move_along(&mut self, free: usize, start: usize, came_by: &[Option<usize>]) {
        let mut narrator = free;
        while let Some(asking) = came_by.get(narrator).copied().flatten() {
            let held = self.to.iter().position(|holder| *holder == Some(asking));
            if let Some(at) = self.to.get_mut(narrator) {
                *at = Some(asking);
            }
            match held {
                Some(before) if asking != start => narrator = before,
                _ => return,
            }
        }
    }

    /// Whether all pseudonyms can still be different people if this one is this narrator.
    fn could_be(&self, pseudonym: usize, narrator: usize) -> bool {
        let holder = self.to.get(narrator).copied().flatten();
        if holder == Some(pseudonym) {
            return true;
        }
        let mut trial = self.clone();
        for at in &mut trial.to {
            if *at == Some(pseudonym) {
                *at = None;
            }
        }
        if let Some(at) = trial.to.get_mut(narrator) {
            *at = Some(pseudonym);
        }
        holder.is_none_or(|holder| trial.give(holder, Some(narrator)))
    }
}
