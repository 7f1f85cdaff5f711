//! What people fill in, read at the door: inside there are no raw strings.

use std::collections::BTreeSet;

use super::{PeopleError, Role, Scope};
use crate::problem::FieldProblem;

fn wrong(at: &str, code: &str, detail: String) -> FieldProblem {
    FieldProblem { at: at.to_owned(), code: code.to_owned(), detail }
}

/// A name of a person, a project, an organisation, a token: any script, whole, on one line.
pub(super) fn a_name(at: &str, text: &str) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(wrong(at, "required", "Write a name here.".to_owned()));
    }
    if text.chars().count() > 200 {
        return Err(wrong(at, "too-long", "This is longer than 200 characters.".to_owned()));
    }
    if text.chars().any(char::is_control) {
        return Err(wrong(at, "invalid", "There is a character in it that cannot be shown.".to_owned()));
    }
    Ok(text.to_owned())
}

/// A few sentences, or none.
pub(super) fn some_sentences(at: &str, text: &str) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.chars().count() > 5000 {
        return Err(wrong(at, "too-long", "This is longer than 5,000 characters.".to_owned()));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(wrong(at, "invalid", "There is a character in it that cannot be shown.".to_owned()));
    }
    Ok(text.replace("\r\n", "\n"))
}

/// A language, as `nl`, `ar`, `zh-Hant`.
pub(super) fn a_language(at: &str, text: &str) -> Result<String, FieldProblem> {
    let plain = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or_default();
    let begins = (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_lowercase());
    if begins && text.len() <= 35 && text.split('-').all(plain) {
        Ok(text.to_owned())
    } else {
        Err(wrong(at, "invalid", "This is no language, such as nl or zh-Hant.".to_owned()))
    }
}

/// At least one role, each once.
pub(super) fn some_roles(roles: &[Role]) -> Result<Vec<Role>, FieldProblem> {
    if roles.is_empty() {
        return Err(wrong("/roles", "required", "Choose at least one role.".to_owned()));
    }
    Ok(roles.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
}

/// At least one scope, each once.
pub(super) fn some_scopes(scopes: &[Scope]) -> Result<Vec<Scope>, FieldProblem> {
    if scopes.is_empty() {
        return Err(wrong("/scopes", "required", "Choose at least one thing the token may be used for.".to_owned()));
    }
    Ok(scopes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
}

/// From one day to a year and a day.
pub(super) fn some_days(days: i64) -> Result<i64, PeopleError> {
    if (1..=366).contains(&days) {
        Ok(days)
    } else {
        Err(PeopleError::form("/expires_in_days", "out-of-bounds", "A token lasts from 1 to 366 days."))
    }
}
