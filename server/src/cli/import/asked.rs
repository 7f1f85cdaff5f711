//! What is said of stories and of those who told them, by a manifest or by options: read strictly, with a plain reason when
//! it cannot be understood. Nothing is granted that is not written.

use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    consent::{
        narrators::NarratorRole,
        records::{ConsentMode, Decision},
    },
};

/// A consent as it is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConsentAsked {
    pub(super) answers: Vec<(Purpose, Decision, Audience)>,
    pub(super) mode: ConsentMode,
    pub(super) collected_on: String,
    /// Edition of the notice.
    pub(super) notice: i32,
    pub(super) notice_language: String,
    pub(super) valid_until: Option<Timestamp>,
}

/// Somebody to welcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Teller {
    pub(super) pseudonym: String,
    pub(super) role: NarratorRole,
    pub(super) consent: ConsentAsked,
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
}

/// Reads `store analyse count:funder`: purposes, each with the widest audience it is for (the team when none is named).
pub(super) fn grants(text: &str) -> Result<Vec<(Purpose, Decision, Audience)>, String> {
    let mut answers = Vec::new();
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        let (purpose, audience) = word.split_once(':').unwrap_or((word, Audience::Team.as_str()));
        let purpose = Purpose::parse(purpose).ok_or_else(|| {
            format!("There is no purpose “{purpose}”; there are: {}.", names(Purpose::ALL, Purpose::as_str))
        })?;
        let audience = Audience::parse(audience).ok_or_else(|| {
            format!("There is no audience “{audience}”; there are: {}.", names(Audience::ALL, Audience::as_str))
        })?;
        if answers.iter().any(|(known, _, _)| *known == purpose) {
            return Err(format!("“{}” is granted twice.", purpose.as_str()));
        }
        answers.push((purpose, Decision::Granted, audience));
    }
    if !answers.iter().any(|(purpose, _, _)| *purpose == Purpose::Store) {
        return Err("“store” is not granted, and nothing may be kept without it.".to_owned());
    }
    for (purpose, _, _) in &answers {
        if let Some(needs) = purpose.needs()
            && !answers.iter().any(|(granted, _, _)| *granted == needs)
        {
            return Err(format!("“{}” means nothing without “{}”.", purpose.as_str(), needs.as_str()));
        }
    }
    Ok(answers)
}

/// Reads how consent was given.
pub(super) fn mode(text: &str) -> Result<ConsentMode, String> {
    ConsentMode::parse(text).ok_or_else(|| {
        format!("There is no mode “{text}”; there are: {}.", names(ConsentMode::ALL, ConsentMode::as_str))
    })
}

/// Reads in which role somebody speaks.
pub(super) fn role(text: &str) -> Result<NarratorRole, String> {
    NarratorRole::parse(text).ok_or_else(|| {
        format!("There is no role “{text}”; there are: {}.", names(NarratorRole::ALL, NarratorRole::as_str))
    })
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<String, String> {
    match Timestamp::parse(text) {
        Some(_) if text.len() == 10 => Ok(text.to_owned()),
        _ => Err(format!("“{text}” is no day; write it like 2026-03-01.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_granted_that_is_not_written() {
        let read = grants("store analyse count:funder").expect("grants");
        assert_eq!(read.len(), 3);
        assert_eq!(read[2], (Purpose::Count, Decision::Granted, Audience::Funder));
        assert_eq!(read[1].2, Audience::Team);
        assert!(grants("analyse").expect_err("no store").contains("store"));
        assert!(grants("").is_err());
        assert!(grants("store count").expect_err("needs").contains("analyse"));
        assert!(grants("store store").expect_err("twice").contains("twice"));
        assert!(grants("store read").expect_err("unknown").contains("quote-anonymously"));
    }

    #[test]
    fn a_day_is_a_whole_day() {
        assert!(day("2026-03-01").is_ok());
        assert!(day("2026-03-01T10:00:00Z").is_err());
        assert!(day("1 March").is_err());
    }
}
