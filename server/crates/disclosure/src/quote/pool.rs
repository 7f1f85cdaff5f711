//! The pool: what could be known of every narrator of a project, generalised, and which of them a label fits. It holds
//! no names; an outsider is taken to hold all of it.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::Mark;

/// What an attribute is about. It decides who is asked about in [`crate::who_could_recognise`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum AttributeKind {
    /// Country, region or town of origin, nationality.
    Origin,
    /// Where somebody lives or lived here.
    Residence,
    /// Age or year of birth.
    Age,
    /// Gender, or whom somebody loves.
    Gender,
    /// Work, study, former profession.
    Work,
    /// When somebody left or arrived, by which way.
    Journey,
    /// Partner, children, relatives.
    Family,
    /// Faith, ethnicity, language.
    Belonging,
    /// Health, disability, violence suffered.
    Health,
    /// Status, hearings, offices.
    Procedure,
    /// Politics, military service, activism.
    Politics,
    /// Anything else.
    Other,
}

/// An attribute of narrators, with values that go from coarse to fine: `["Levant", "Syria", "Homs"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, unique in the pool.
    pub name: String,
    /// What it is about.
    pub kind: AttributeKind,
    /// How many levels of its values may be published, counted from the coarsest: with 2, "Syria" may and "Homs" may
    /// not; with 0, nothing may.
    pub finest_level: usize,
}

/// A value that a reader sees, beside the quote or in it, as far down as it is said: `["Levant", "Syria"]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Shown {
    /// Name of the attribute.
    pub attribute: String,
    /// From coarse to fine.
    pub value: Vec<String>,
}

/// One narrator with everything that could be known. Whoever has two jobs has two values of one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrator {
    /// The opaque mark.
    pub mark: Mark,
    /// Values from coarse to fine, by name of the attribute. What is not known fits no label.
    pub values: BTreeMap<String, BTreeSet<Vec<String>>>,
}

impl Narrator {
    /// Whether this narrator could be the one whom these values describe.
    #[must_use]
    pub fn fits(&self, shown: &BTreeSet<Shown>) -> bool {
        shown.iter().all(|shown| {
            let values = self.values.get(&shown.attribute).into_iter().flatten();
            values.into_iter().any(|value| value.starts_with(&shown.value))
        })
    }
}

/// Why something is no pool.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PoolError {
    /// Two attributes have one name.
    #[error("there are two attributes {name}")]
    AttributeTwice {
        /// The name.
        name: String,
    },
    /// A narrator stands in it twice, and would be counted twice.
    #[error("a narrator stands in the pool twice")]
    NarratorTwice,
    /// A narrator has a value of an attribute that was not described.
    #[error("the attribute {name} is not described")]
    UnknownAttribute {
        /// The name.
        name: String,
    },
}

impl PoolError {
    /// A code that stays.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AttributeTwice { .. } => "pool.attribute-twice",
            Self::NarratorTwice => "pool.narrator-twice",
            Self::UnknownAttribute { .. } => "pool.unknown-attribute",
        }
    }
}

/// All narrators of a project, among whom a quoted one has to be hidden.
#[derive(Debug, Clone)]
pub struct Pool {
    attributes: BTreeMap<String, Attribute>,
    narrators: Vec<Narrator>,
}

impl Pool {
    /// A pool of these narrators.
    ///
    /// # Errors
    /// If a name or a narrator comes twice, or a value has no described attribute.
    pub fn new(attributes: Vec<Attribute>, narrators: Vec<Narrator>) -> Result<Self, PoolError> {
        let mut by_name = BTreeMap::new();
        for attribute in attributes {
            let name = attribute.name.clone();
            if by_name.insert(name.clone(), attribute).is_some() {
                return Err(PoolError::AttributeTwice { name });
            }
        }
        let mut seen = BTreeSet::new();
        for narrator in &narrators {
            if !seen.insert(narrator.mark) {
                return Err(PoolError::NarratorTwice);
            }
            if let Some(name) = narrator.values.keys().find(|name| !by_name.contains_key(*name)) {
                return Err(PoolError::UnknownAttribute { name: name.clone() });
            }
        }
        Ok(Self { attributes: by_name, narrators })
    }

    /// Its narrators.
    #[must_use]
    pub fn narrators(&self) -> &[Narrator] {
        &self.narrators
    }

    /// The attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }

    /// The narrators whom these values fit, by position in [`Pool::narrators`].
    #[must_use]
    pub fn candidates(&self, shown: &BTreeSet<Shown>) -> Vec<usize> {
        let fits = |(at, narrator): (usize, &Narrator)| narrator.fits(shown).then_some(at);
        self.narrators.iter().enumerate().filter_map(fits).collect()
    }

    /// How many narrators these values fit: the `k` of a label.
    #[must_use]
    pub fn k(&self, shown: &BTreeSet<Shown>) -> u64 {
        u64::try_from(self.candidates(shown).len()).unwrap_or(u64::MAX)
    }

    pub(crate) fn narrator(&self, mark: Mark) -> Option<&Narrator> {
        self.narrators.iter().find(|narrator| narrator.mark == mark)
    }
}
