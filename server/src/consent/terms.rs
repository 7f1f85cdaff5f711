//! What a narrator says of a purpose beyond yes: under which name, with which voice and face, from when, where not, and
//! whether they wish to see each use first. Legal bases after Articles 6 and 9 of the GDPR.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ConsentError, rows};
use crate::{clock::Timestamp, named::named};

named! {
    /// Under which name somebody is quoted.
    Attribution {
        /// Under none.
        None = "none",
        /// Under the name they chose.
        Pseudonym = "pseudonym",
        /// Under one letter.
        Initial = "initial",
        /// Under their own.
        Name = "name",
    }
}

named! {
    /// What may be heard or seen of somebody.
    Likeness {
        /// Nothing.
        None = "none",
        /// Changed, so that nobody knows them by it.
        Altered = "altered",
        /// As it is.
        Own = "own",
    }
}

named! {
    /// On what the use rests in law.
    LegalBasis {
        /// Articles 6(1)(a) and 9(2)(a) of the GDPR.
        ExplicitConsent = "explicit-consent",
        /// Articles 6(1)(e) and 9(2)(j) with 89: research, with consent as a safeguard.
        Research = "research",
        /// Articles 6(1)(e) and 9(2)(j) with 89: archiving in the public interest.
        Archiving = "archiving",
    }
}

/// What else was said of a purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// Under which name.
    pub attribution: Attribution,
    /// With which voice.
    pub voice: Likeness,
    /// With which face.
    pub image: Likeness,
    /// Not before this moment.
    pub embargo_until: Option<Timestamp>,
    /// Not before this happened, such as `claim-decided`; the narrator says when it did.
    pub embargo_event: Option<String>,
    /// Whether the narrator sees each use first.
    pub review_before_use: bool,
    /// Countries in which it is not used (ISO 3166-1, two letters).
    pub countries_excluded: Vec<String>,
    /// On what it rests in law.
    pub legal_basis: LegalBasis,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            attribution: Attribution::None,
            voice: Likeness::None,
            image: Likeness::None,
            embargo_until: None,
            embargo_event: None,
            review_before_use: false,
            countries_excluded: Vec::new(),
            legal_basis: LegalBasis::ExplicitConsent,
        }
    }
}

impl Terms {
    pub(super) fn check(&self) -> Result<(), ConsentError> {
        let is_country = |country: &String| country.len() == 2 && country.bytes().all(|sign| sign.is_ascii_uppercase());
        if self.countries_excluded.len() > 250 || !self.countries_excluded.iter().all(is_country) {
            let detail = "Name countries by two capital letters, like NL.".to_owned();
            return Err(ConsentError::Bounds { at: "/decisions", detail });
        }
        let is_name = |event: &String| {
            (1..=40).contains(&event.len()) && event.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'-')
        };
        if self.embargo_event.as_ref().is_some_and(|event| !is_name(event)) {
            let detail = "Name the event in small letters, like claim-decided.".to_owned();
            return Err(ConsentError::Bounds { at: "/decisions", detail });
        }
        Ok(())
    }

    pub(super) fn of(grant: &rows::grant::Model) -> Self {
        let countries = grant.countries_excluded.split(',').filter(|country| !country.is_empty());
        Self {
            attribution: Attribution::parse(&grant.attribution).unwrap_or(Attribution::None),
            voice: Likeness::parse(&grant.voice).unwrap_or(Likeness::None),
            image: Likeness::parse(&grant.image).unwrap_or(Likeness::None),
            embargo_until: grant.embargo_until,
            embargo_event: grant.embargo_event.clone(),
            review_before_use: grant.review_before_use,
            countries_excluded: countries.map(str::to_owned).collect(),
            legal_basis: LegalBasis::parse(&grant.legal_basis).unwrap_or(LegalBasis::ExplicitConsent),
        }
    }
}
