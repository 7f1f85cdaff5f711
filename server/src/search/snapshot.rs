//! What a project's readers may find now, as columns in memory: which testimonies the gate lets through, and what each can
//! be narrowed by. Remembered until a consent changes, a testimony changes, or a consent begins or ends by itself. Must
//! never be made but through the gate, and holds no words of a story.

use std::collections::{BTreeSet, HashMap};

use crate::{
    access::{Permit, ReadTestimonies},
    clock::Timestamp,
    consent::{ConsentError, gate::KeptOut, narrators},
    db::Db,
    ids::{NarratorId, RevisionId, TestimonyId},
    keys::NarratorKeys,
    testimony,
};

/// One testimony.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: TestimonyId,
    /// What the index knows it by.
    pub number: i64,
    /// The newest text.
    pub revision: RevisionId,
    /// Whose story it is: a place in `narrators`.
    pub narrator: usize,
    /// What kind.
    pub kind: Box<str>,
    /// BCP 47 tag.
    pub language: Box<str>,
    /// When it was told, as far as known.
    pub told_on: Option<Box<str>>,
    /// Where something is kept out: which edition the newest text is. What the index still knows of others is not looked at.
    pub only_edition: Option<i32>,
}

impl Row {
    /// The year it was told in.
    pub fn year(&self) -> Option<&str> {
        self.told_on.as_deref()?.get(..4)
    }
}

/// One narrator.
#[derive(Clone, Debug)]
pub struct Teller {
    /// In which role they speak.
    pub role: &'static str,
    /// What they say of themselves.
    pub attributes: Vec<(&'static str, String)>,
}

/// What a project's readers may find.
#[derive(Debug)]
pub struct Snapshot {
    /// The testimonies, in the order of their numbers.
    pub rows: Vec<Row>,
    /// Their narrators.
    pub narrators: Vec<Teller>,
    /// The languages of the testimonies, each once.
    pub languages: BTreeSet<Box<str>>,
    freshness: Freshness,
    made_at: Timestamp,
    good_until: Option<Timestamp>,
    lowest: i64,
    /// The passages that are kept out.
    pub kept_out: KeptOut,
    /// For each number from the lowest: the place in `rows`, from 1; 0 is not allowed.
    places: Vec<u32>,
}

/// What a snapshot was made after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The epoch of the project's consents.
    pub consents: i64,
    /// The newest change of its testimonies that the index follows.
    pub testimonies: i64,
}

impl Snapshot {
    /// Whether it still says what is allowed.
    pub fn is_good(&self, freshness: Freshness, now: Timestamp) -> bool {
        self.freshness == freshness && now >= self.made_at && self.good_until.is_none_or(|until| now < until)
    }

    /// Asks the gate.
    ///
    /// # Errors
    /// When the database or the keys fail.
    pub async fn make(
        db: &Db,
        keys: &NarratorKeys,
        permit: &Permit<ReadTestimonies>,
        freshness: Freshness,
    ) -> Result<Self, ConsentError> {
        // Asked first: a change between the questions is seen again, never missed.
        let good_until = db.as_permitted(permit).next_change_of_mind().await?;
        let mut places_of: HashMap<NarratorId, usize> = HashMap::new();
        let mut tellers = Vec::new();
        for narrator in narrators::all_of_stories(db, keys, permit).await? {
            let narrator = narrator.get();
            let given = narrator.attributes.given().into_iter();
            places_of.insert(narrator.id, tellers.len());
            tellers.push(Teller {
                role: narrator.role.as_str(),
                attributes: given.map(|(name, value)| (name, value.to_owned())).collect(),
            });
        }
        let mut rows = Vec::new();
        for column in testimony::store::columns(db, permit).await? {
            let column = column.get();
            // A narrator whose key is gone is erased: nothing of them is found.
            let Some(narrator) = places_of.get(&column.narrator_id) else { continue };
            rows.push(Row {
                id: column.id,
                number: column.number,
                revision: column.revision_id,
                narrator: *narrator,
                kind: column.kind.as_str().into(),
                language: column.language.as_str().into(),
                told_on: column.told_on.as_deref().map(Into::into),
                only_edition: None,
            });
        }
        rows.sort_by_key(|row| row.number);
        let kept_out = db.as_permitted(permit).all_kept_out().await?;
        let editions = testimony::store::editions(db, permit, kept_out.texts()).await?;
        for row in &mut rows {
            row.only_edition = editions.get(&row.revision).copied();
        }
        Ok(Self { kept_out, ..Self::of(rows, tellers, freshness, permit.at(), good_until) })
    }

    fn of(
        rows: Vec<Row>,
        narrators: Vec<Teller>,
        freshness: Freshness,
        made_at: Timestamp,
        good_until: Option<Timestamp>,
    ) -> Self {
        let lowest = rows.first().map_or(0, |row| row.number);
        let mut places = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let slot = usize::try_from(row.number.saturating_sub(lowest)).unwrap_or(0);
            places.resize(slot, 0);
            places.push(u32::try_from(at.saturating_add(1)).unwrap_or(0));
        }
        let languages = rows.iter().map(|row| row.language.clone()).collect();
        let kept_out = KeptOut::default();
        Self { rows, narrators, languages, freshness, made_at, good_until, lowest, kept_out, places }
    }

    /// All that is allowed.
    pub fn everything(&self) -> Allowed {
        Allowed { lowest: self.lowest, places: self.places.clone() }
    }

    /// What is allowed and wanted.
    pub fn only(&self, wanted: impl Fn(&Row, &Teller) -> bool) -> Allowed {
        let mut allowed = self.everything();
        for place in &mut allowed.places {
            let row = usize::try_from(*place).ok().and_then(|at| self.rows.get(at.checked_sub(1)?));
            let fits =
                row.is_some_and(|row| self.narrators.get(row.narrator).is_some_and(|teller| wanted(row, teller)));
            *place = if fits { *place } else { 0 };
        }
        allowed
    }
}

/// Which testimonies a search may look at: the filter that every passage passes before it is even counted.
#[derive(Clone, Debug)]
pub struct Allowed {
    lowest: i64,
    places: Vec<u32>,
}

impl Allowed {
    /// The place of a testimony in the snapshot's rows, if it may be looked at.
    pub fn row_of(&self, number: u64) -> Option<usize> {
        let slot = i64::try_from(number).ok()?.checked_sub(self.lowest)?;
        let place = *self.places.get(usize::try_from(slot).ok()?)?;
        usize::try_from(place).ok()?.checked_sub(1)
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.places.iter().all(|place| *place == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: i64) -> Row {
        Row {
            id: TestimonyId(uuid::Uuid::from_u128(u128::try_from(number).unwrap())),
            number,
            revision: RevisionId(uuid::Uuid::nil()),
            narrator: 0,
            kind: "interview".into(),
            language: "ar".into(),
            told_on: Some("2026-03".into()),
            only_edition: None,
        }
    }

    #[test]
    fn only_what_the_gate_let_through_has_a_place() {
        let teller = Teller { role: "newcomer", attributes: Vec::new() };
        let freshness = Freshness { consents: 1, testimonies: 1 };
        let rows = vec![row(5), row(6), row(9)];
        let until = Some(Timestamp(20));
        let snapshot = Snapshot::of(rows, vec![teller], freshness, Timestamp(10), until);
        let all = snapshot.everything();
        assert_eq!(
            [4, 5, 6, 7, 8, 9, 10].map(|number| all.row_of(number)),
            [None, Some(0), Some(1), None, None, Some(2), None]
        );
        let one = snapshot.only(|row, _| row.number == 9);
        assert_eq!([5, 6, 9].map(|number| one.row_of(number)), [None, None, Some(2)]);
        assert!(snapshot.only(|_, _| false).is_empty());
        assert!(snapshot.is_good(freshness, Timestamp(19)));
        assert!(!snapshot.is_good(freshness, Timestamp(20)));
        assert!(!snapshot.is_good(freshness, Timestamp(9)));
        assert!(!snapshot.is_good(Freshness { consents: 2, testimonies: 1 }, Timestamp(12)));
    }
}
