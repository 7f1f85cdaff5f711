//! Codes that a project adds: what they may be called and where they may stand.

use serde::{Deserialize, Serialize};

use super::{CodebookError, reply::NewCode};

const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 4_000;
const LONGEST_RULE: usize = 1_000;
const MOST_RULES: usize = 30;
/// How many a project may add.
pub(super) const MOST_CODES: usize = 5_000;

/// When to use a code and when not, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Rules {
    #[serde(default)]
    pub use_when: Vec<String>,
    #[serde(default)]
    pub not_when: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
}

/// A code that is fit to be kept.
pub(super) struct Checked {
    pub name: String,
    pub definition: String,
    pub rules: Rules,
    pub color: Option<String>,
}

impl Checked {
    /// Checks the bounds of what was sent.
    pub(super) fn of(new: &NewCode) -> Result<Self, CodebookError> {
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(CodebookError::bounds("/name", "A code has a name of at most 200 characters."));
        }
        if new.definition.chars().count() > LONGEST_TEXT {
            return Err(CodebookError::bounds("/definition", "A definition has at most 4,000 characters."));
        }
        if new.color.as_deref().is_some_and(|color| !is_color(color)) {
            return Err(CodebookError::bounds("/color", "A colour is written like #1b6ca8."));
        }
        Ok(Self {
            name: name.to_owned(),
            definition: new.definition.trim().to_owned(),
            rules: Rules {
                use_when: rules("/use_when", &new.use_when)?,
                not_when: rules("/not_when", &new.not_when)?,
                examples: rules("/examples", &new.examples)?,
            },
            color: new.color.as_deref().map(str::to_ascii_lowercase),
        })
    }
}

fn rules(at: &'static str, rules: &[String]) -> Result<Vec<String>, CodebookError> {
    let kept: Vec<String> =
        rules.iter().map(|rule| rule.trim()).filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
    if kept.len() > MOST_RULES || kept.iter().any(|rule| rule.chars().count() > LONGEST_RULE) {
        return Err(CodebookError::bounds(at, "At most 30 of these, of at most 1,000 characters each."));
    }
    Ok(kept)
}

fn is_color(color: &str) -> bool {
    color
        .strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(name: &str, color: Option<&str>) -> NewCode {
        NewCode {
            parent_id: uuid::Uuid::nil().into(),
            codebook_id: uuid::Uuid::nil().into(),
            name: name.into(),
            definition: String::new(),
            use_when: vec!["  ".into(), " A bicycle. ".into()],
            not_when: Vec::new(),
            examples: Vec::new(),
            color: color.map(str::to_owned),
        }
    }

    #[test]
    fn a_code_needs_a_name_and_a_color_that_is_one() {
        assert!(Checked::of(&new("  ", None)).is_err());
        assert!(Checked::of(&new(&"x".repeat(201), None)).is_err());
        assert!(Checked::of(&new("Cycling", Some("red"))).is_err());
        assert!(Checked::of(&new("Cycling", Some("#12345é"))).is_err());
        let kept = Checked::of(&new(" Cycling ", Some("#1B6CA8"))).expect("fits");
        assert_eq!((kept.name.as_str(), kept.color.as_deref()), ("Cycling", Some("#1b6ca8")));
        assert_eq!(kept.rules.use_when, ["A bicycle."], "empty rules are left out");
    }
}
