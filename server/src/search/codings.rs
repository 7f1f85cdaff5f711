//! Positions of codings, in memory: which codes lie over a passage, and who set them. Positions and ids only; which of them
//! are looked at is decided by the passages the gate lets through.

use std::{collections::HashMap, sync::Arc};

use crate::{
    coding::store::Column,
    consent::gate::Kept,
    ids::{AccountId, CodeId, RevisionId, TestimonyId},
};

/// One coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coding {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Which code.
    pub code: CodeId,
    /// Who set it.
    pub coder: AccountId,
    /// In which text the positions count.
    pub revision: RevisionId,
}

/// The codings of a project, by testimonies.
#[derive(Clone, Debug, Default)]
pub struct Codings {
    of_testimonies: HashMap<TestimonyId, Arc<OfTestimony>>,
}

/// The codings of one testimony by their beginnings, and how long the longest is: what lies over a place begins not
/// further before it.
#[derive(Debug, Default)]
pub struct OfTestimony {
    by_start: Vec<Coding>,
    longest: u32,
}

impl Codings {
    /// Takes in the codings of these columns, in the place of all that was known of their testimonies.
    pub fn take(&mut self, columns: Vec<Column>) {
        let mut all: HashMap<TestimonyId, Vec<Coding>> = HashMap::new();
        for column in columns {
            all.entry(column.testimony_id).or_default().push(Coding {
                start: u32::try_from(column.start_at).unwrap_or(0),
                end: u32::try_from(column.end_at).unwrap_or(0),
                code: column.code_id,
                coder: column.coder_id,
                revision: column.revision_id,
            });
        }
        for (testimony, codings) in all {
            self.put(testimony, codings);
        }
    }

    /// Forgets what was known of a testimony.
    pub fn forget(&mut self, testimony: TestimonyId) {
        self.of_testimonies.remove(&testimony);
    }

    fn put(&mut self, testimony: TestimonyId, mut codings: Vec<Coding>) {
        codings.sort_unstable_by_key(|coding| (coding.start, coding.end));
        let longest = codings.iter().map(|coding| coding.end.saturating_sub(coding.start)).max().unwrap_or(0);
        self.of_testimonies.insert(testimony, Arc::new(OfTestimony { by_start: codings, longest }));
    }

    /// The codings of a testimony.
    pub fn of(&self, testimony: TestimonyId) -> Option<&OfTestimony> {
        self.of_testimonies.get(&testimony).map(|of| &**of)
    }
}

impl OfTestimony {
    /// The codings that lie over some of a passage of this text, and over nothing that is kept out. Those left on an older
    /// text wait for a person.
    pub fn over(
        &self,
        revision: RevisionId,
        start: u32,
        end: u32,
        kept_out: &[Kept],
    ) -> impl Iterator<Item = &Coding> + Clone {
        let earliest = start.saturating_sub(self.longest);
        let from = self.by_start.partition_point(|coding| coding.start < earliest);
        let to = self.by_start.partition_point(|coding| coding.start < end);
        let near = self.by_start.get(from..to).unwrap_or_default();
        let is_kept_out =
            |coding: &Coding| kept_out.iter().any(|kept| kept.start < coding.end && coding.start < kept.end);
        near.iter().filter(move |coding| coding.end > start && coding.revision == revision && !is_kept_out(coding))
    }
}

/// How a passage must be coded.
#[derive(Clone, Debug, Default)]
pub struct CodeFilter {
    /// It bears one of each of these: a code, or one below it.
    pub codes: Vec<Vec<CodeId>>,
    /// It was coded by one of these; by anybody when there is none.
    pub coders: Vec<AccountId>,
}

impl CodeFilter {
    /// Whether anything is asked of codings.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.coders.is_empty()
    }

    /// Whether a passage with these codings fits.
    pub fn fits<'a>(&self, over: impl Iterator<Item = &'a Coding> + Clone) -> bool {
        if self.is_empty() {
            return true;
        }
        let by_wanted = over.filter(|coding| self.coders.is_empty() || self.coders.contains(&coding.coder));
        if self.codes.is_empty() {
            return by_wanted.clone().next().is_some();
        }
        self.codes.iter().all(|either| by_wanted.clone().any(|coding| either.contains(&coding.code)))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: RevisionId = RevisionId(Uuid::nil());

    fn coding(start: u32, end: u32, code: u128, coder: u128) -> Coding {
        Coding {
            start,
            end,
            code: CodeId(Uuid::from_u128(code)),
            coder: AccountId(Uuid::from_u128(coder)),
            revision: NOW,
        }
    }

    #[test]
    fn what_lies_over_a_passage_is_found_and_nothing_beside_it() {
        let mut codings = Codings::default();
        let all = [coding(0, 100, 1, 1), coding(10, 20, 2, 1), coding(20, 30, 3, 2), coding(40, 41, 4, 2)];
        let testimony = TestimonyId(Uuid::from_u128(7));
        codings.put(testimony, all.to_vec());
        let of = codings.of(testimony).unwrap();
        let over = |start, end| of.over(NOW, start, end, &[]).copied().collect::<Vec<_>>();
        assert_eq!(over(20, 40), [all[0], all[2]]);
        assert_eq!(over(19, 20), [all[0], all[1]]);
        assert_eq!(over(100, 120), []);
        assert_eq!(of.over(RevisionId(Uuid::from_u128(1)), 0, 100, &[]).count(), 0);
        assert!(codings.of(TestimonyId(Uuid::from_u128(8))).is_none());
    }

    #[test]
    fn every_code_must_be_there_by_a_wanted_coder() {
        let all = [coding(0, 9, 1, 1), coding(0, 9, 2, 2)];
        let code = |code| vec![CodeId(Uuid::from_u128(code))];
        let coder = |coder| vec![AccountId(Uuid::from_u128(coder))];
        let fits = |codes, coders| CodeFilter { codes, coders }.fits(all.iter());
        assert!(fits(vec![code(1), code(2)], vec![]));
        assert!(!fits(vec![code(1), code(2)], coder(1)));
        assert!(fits(vec![code(1)], coder(1)));
        assert!(fits(vec![], coder(2)));
        assert!(!fits(vec![], coder(3)));
        assert!(!fits(vec![vec![]], vec![]));
    }
}
