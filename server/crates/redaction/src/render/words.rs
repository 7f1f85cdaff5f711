//! What stands in brackets. A replacement that somebody wrote is checked against what it replaces, because "Amina's sister" for
//! Amina hides nobody.

use crate::letters::{fold, is_silent};
use crate::span::Category;

/// Shown where every label would repeat what it hides.
const NOTHING_SAID: &str = "…";

/// The longest replacement, in code points; the rest is left off.
const LONGEST: usize = 200;

/// The words in brackets for a masked range: what was written, else the label of the category, else dots, whichever first
/// repeats nothing of what is hidden.
pub(super) fn shown<'s>(
    written: Option<&str>,
    category: Category,
    secrets: impl Iterator<Item = &'s [char]>,
) -> String {
    let secrets: Vec<String> = secrets.map(|secret| folded(secret.iter().copied())).filter(|s| !s.is_empty()).collect();
    let repeats = |words: &str| {
        let words = folded(words.chars());
        secrets.iter().any(|secret| words.contains(secret.as_str()))
    };
    let cleaned = written.map(clean).filter(|words| !words.is_empty());
    let words = cleaned
        .filter(|words| !repeats(words))
        .or_else(|| Some(category.label().to_owned()).filter(|words| !repeats(words)))
        .unwrap_or_else(|| NOTHING_SAID.to_owned());
    format!("[{words}]")
}

/// Letters and digits, folded; of a secret without any, its characters as they are.
fn folded(secret: impl Iterator<Item = char> + Clone) -> String {
    let mut out = String::new();
    for c in secret.clone().filter(|c| c.is_alphanumeric()) {
        fold(c, &mut |letter| out.push(letter));
    }
    if out.is_empty() {
        secret.filter(|c| !c.is_whitespace() && !is_silent(*c) && !matches!(c, '[' | ']')).collect()
    } else {
        out
    }
}

/// One line without brackets, controls and marks of direction.
fn clean(written: &str) -> String {
    let plain = written.chars().take(LONGEST).map(|c| if c.is_whitespace() { ' ' } else { c });
    let kept: String =
        plain.filter(|c| !c.is_control() && !matches!(c, '[' | ']') && !super::direction::is_control(*c)).collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
