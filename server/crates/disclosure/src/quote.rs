//! The quote gate: whether a narrator's words may stand under a label. What counts is everything a reader sees of that
//! person: the label, what the words themselves give away, and all that stood under the same pseudonym before.

pub(crate) mod cues;
pub(crate) mod elimination;
pub(crate) mod pool;
pub(crate) mod recognise;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Mark, Preset};
use cues::{Cue, CueLanguage};
use elimination::candidates_left;
use pool::{Pool, Shown};
use recognise::{Recognition, who_could_recognise};

/// Up to so many indirect identifiers may stay unresolved before a second person has to read the quote.
pub const UNRESOLVED_WITHOUT_SECOND_REVIEWER: usize = 2;

/// What was decided about words in a quote that could point to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InTheText {
    /// They say a value of an attribute, and stay: it counts like the label.
    Says(Shown),
    /// They were replaced by something general, in brackets.
    Replaced,
    /// Nobody decided yet.
    Unresolved,
}

/// Words in a quote that could point to somebody together with other things (TAB: a quasi-identifier).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quasi {
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// What was decided.
    pub decided: InTheText,
}

/// What a pseudonym has shown in a publication, label and text together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The pseudonym.
    pub pseudonym: String,
    /// What readers saw.
    pub shown: BTreeSet<Shown>,
}

/// A quote with what is to stand beside it.
#[derive(Debug, Clone)]
pub struct Quote<'a> {
    /// Whose words.
    pub narrator: Mark,
    /// Under which pseudonym.
    pub pseudonym: &'a str,
    /// The words as they would be read: redacted, translated.
    pub text: &'a str,
    /// In which languages to look for cues; [`CueLanguage::ALL`] where unsure.
    pub languages: &'a [CueLanguage],
    /// What stands beside them.
    pub label: BTreeSet<Shown>,
    /// What in the words could point to somebody.
    pub quasi: Vec<Quasi>,
}

/// Why a quote may not stand so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum QuoteRefusal {
    /// The narrator is not in the pool.
    NarratorUnknown,
    /// A value belongs to an attribute that nobody described, so nobody decided how finely it may be shown.
    AttributeUnknown {
        /// Its name.
        attribute: String,
    },
    /// A value, in the label or the text, is finer than allowed.
    TooFine {
        /// What is shown.
        shown: Shown,
        /// To how many levels.
        level: usize,
        /// How many are allowed.
        finest_level: usize,
    },
    /// The label does not describe this narrator: it would point at others.
    NotOfNarrator {
        /// What does not fit.
        shown: Shown,
    },
    /// The label fits too few.
    LabelFitsFew {
        /// So many.
        k: u64,
        /// So many are needed.
        needed: u64,
    },
    /// Label and words together fit too few.
    QuoteFitsFew {
        /// So many.
        k: u64,
        /// So many are needed.
        needed: u64,
    },
    /// Everything under this pseudonym together fits too few. A new pseudonym may help.
    PseudonymFitsFew {
        /// So many.
        k: u64,
        /// So many are needed.
        needed: u64,
    },
    /// With this quote too few are left for a pseudonym, if all pseudonyms are different people.
    LeftByElimination {
        /// For which pseudonym: this one, or one published before.
        pseudonym: String,
        /// So many.
        k: u64,
        /// So many are needed.
        needed: u64,
    },
}

impl QuoteRefusal {
    /// A code that stays.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NarratorUnknown => "quote.narrator-unknown",
            Self::AttributeUnknown { .. } => "quote.attribute-unknown",
            Self::TooFine { .. } => "quote.too-fine",
            Self::NotOfNarrator { .. } => "quote.not-of-narrator",
            Self::LabelFitsFew { .. } => "quote.label-fits-few",
            Self::QuoteFitsFew { .. } => "quote.quote-fits-few",
            Self::PseudonymFitsFew { .. } => "quote.pseudonym-fits-few",
            Self::LeftByElimination { .. } => "quote.left-by-elimination",
        }
    }
}

/// Why a second person has to read a quote before it may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum SecondReviewer {
    /// Too much in the words was left undecided.
    Unresolved {
        /// So many.
        unresolved: usize,
        /// At most so many need no second person.
        at_most: usize,
    },
    /// The words speak of something that few people are or did.
    UniquenessCues {
        /// So many times.
        cues: usize,
    },
}

impl SecondReviewer {
    /// A code that stays.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unresolved { .. } => "quote.unresolved",
            Self::UniquenessCues { .. } => "quote.uniqueness-cues",
        }
    }
}

/// What was found about a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct QuoteVerdict {
    /// Every reason against it; none if it may stand.
    pub refusals: Vec<QuoteRefusal>,
    /// Why a second person has to read it; none if one is enough.
    pub second_reviewer: Vec<SecondReviewer>,
    /// So many narrators are needed.
    pub needed: u64,
    /// So many narrators the label fits.
    pub k_label: u64,
    /// So many it fits together with what the words say.
    pub k_quote: u64,
    /// So many everything under this pseudonym fits.
    pub k_pseudonym: u64,
    /// Where the words speak of something that few people are or did.
    pub cues: Vec<Cue>,
    /// Who could know the narrator by this: questions for the reviewer.
    pub recognised_by: Vec<Recognition>,
}

impl QuoteVerdict {
    /// Whether nothing speaks against it; a second reviewer may still be needed.
    #[must_use]
    pub fn may_stand(&self) -> bool {
        self.refusals.is_empty()
    }
}

/// Judges a quote against the pool and everything published before, under all pseudonyms of the project.
#[must_use]
pub fn judge(quote: &Quote<'_>, pool: &Pool, published: &[Published], preset: Preset) -> QuoteVerdict {
    let needed = preset.threshold();
    let said = quote.quasi.iter().filter_map(|quasi| match &quasi.decided {
        InTheText::Says(shown) => Some(shown.clone()),
        InTheText::Replaced | InTheText::Unresolved => None,
    });
    let seen: BTreeSet<Shown> = quote.label.iter().cloned().chain(said).collect();
    let mut labels: BTreeMap<String, BTreeSet<Shown>> = BTreeMap::new();
    for earlier in published {
        labels.entry(earlier.pseudonym.clone()).or_default().extend(earlier.shown.iter().cloned());
    }
    let before = candidates_left(pool, &labels);
    let whole = labels.entry(quote.pseudonym.to_owned()).or_default();
    whole.extend(seen.iter().cloned());
    let (k_label, k_quote, k_pseudonym) = (pool.k(&quote.label), pool.k(&seen), pool.k(whole));
    let whole = whole.clone();

    let mut refusals = of_values(quote.narrator, pool, &seen, &whole);
    if k_label < needed {
        refusals.push(QuoteRefusal::LabelFitsFew { k: k_label, needed });
    }
    if k_quote < needed {
        refusals.push(QuoteRefusal::QuoteFitsFew { k: k_quote, needed });
    }
    if k_pseudonym < needed {
        refusals.push(QuoteRefusal::PseudonymFitsFew { k: k_pseudonym, needed });
    } else {
        let after = candidates_left(pool, &labels);
        // What was too few before this quote, and is not fewer through it, is no reason against it.
        let worse = after.into_iter().filter(|(pseudonym, k)| {
            *k < needed && (pseudonym == quote.pseudonym || before.get(pseudonym).is_none_or(|before| k < before))
        });
        refusals.extend(worse.map(|(pseudonym, k)| QuoteRefusal::LeftByElimination { pseudonym, k, needed }));
    }

    let cues = cues::cues(quote.text, quote.languages);
    let unresolved = quote.quasi.iter().filter(|quasi| quasi.decided == InTheText::Unresolved).count();
    let mut second_reviewer = Vec::new();
    if unresolved > UNRESOLVED_WITHOUT_SECOND_REVIEWER {
        second_reviewer.push(SecondReviewer::Unresolved { unresolved, at_most: UNRESOLVED_WITHOUT_SECOND_REVIEWER });
    }
    if !cues.is_empty() {
        second_reviewer.push(SecondReviewer::UniquenessCues { cues: cues.len() });
    }
    let kinds = whole.iter().filter_map(|shown| pool.attribute(&shown.attribute)).map(|attribute| attribute.kind);
    let recognised_by = who_could_recognise(&kinds.collect(), &cues.iter().map(|cue| cue.kind).collect());
    QuoteVerdict { refusals, second_reviewer, needed, k_label, k_quote, k_pseudonym, cues, recognised_by }
}

/// What is wrong with single values: unknown, too fine, or not of this narrator.
fn of_values(mark: Mark, pool: &Pool, seen: &BTreeSet<Shown>, whole: &BTreeSet<Shown>) -> Vec<QuoteRefusal> {
    let mut refusals = Vec::new();
    for shown in seen {
        let level = shown.value.len();
        match pool.attribute(&shown.attribute) {
            None => refusals.push(QuoteRefusal::AttributeUnknown { attribute: shown.attribute.clone() }),
            Some(attribute) if level > attribute.finest_level => refusals.push(QuoteRefusal::TooFine {
                shown: shown.clone(),
                level,
                finest_level: attribute.finest_level,
            }),
            Some(_) => {}
        }
    }
    let Some(narrator) = pool.narrator(mark) else {
        refusals.push(QuoteRefusal::NarratorUnknown);
        return refusals;
    };
    let foreign = whole.iter().filter(|shown| !narrator.fits(&BTreeSet::from([(*shown).clone()])));
    refusals.extend(foreign.map(|shown| QuoteRefusal::NotOfNarrator { shown: shown.clone() }));
    refusals
}
