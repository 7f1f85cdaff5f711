//! Addresses of the net: e-mail, web, user names.

use super::scene::{Scene, What};
use super::{Certainty, Rule};
use crate::span::Category;

/// The longest address looked for, in code points.
const LONGEST: u32 = 200;

/// Last parts of names on the net that are common where people come from and go to; after them a word with a dot is an address.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "info", "edu", "gov", "int", "eu", "uk", "nl", "de", "fr", "be", "ua", "ru", "ir", "af", "sy",
    "iq", "tr", "er", "et", "so", "sd", "io", "me", "tv", "co", "ngo", "app", "gr", "it", "se", "at", "ch", "pl",
];

pub(super) fn suggest(scene: &mut Scene<'_>) {
    let length = u32::try_from(scene.reading.chars.len()).unwrap_or(u32::MAX);
    let mut done = 0;
    for at in 0..length {
        if at < done {
            continue;
        }
        let found = match scene.char_at(at) {
            Some('@' | '＠') => address(scene, at, length),
            Some(':') if scene.char_at(at.saturating_add(1)) == Some('/') => web(scene, at, length),
            Some('.') => dotted(scene, at, length),
            _ => None,
        };
        if let Some((start, end, rule)) = found {
            let certainty = if rule == Rule::WebAddress { Certainty::Likely } else { Certainty::Sure };
            scene.suggest(start, end, What::direct(Category::Code, rule, certainty));
            done = end;
        }
    }
}

fn back(scene: &Scene<'_>, from: u32, is_part: impl Fn(char) -> bool) -> u32 {
    let mut start = from;
    while from.saturating_sub(start) < LONGEST
        && start > 0
        && scene.char_at(start.saturating_sub(1)).is_some_and(&is_part)
    {
        start = start.saturating_sub(1);
    }
    start
}

fn on(scene: &Scene<'_>, from: u32, length: u32, is_part: impl Fn(char) -> bool) -> u32 {
    let mut end = from;
    while end < length && end.saturating_sub(from) < LONGEST && scene.char_at(end).is_some_and(&is_part) {
        end = end.saturating_add(1);
    }
    while end > from
        && scene.char_at(end.saturating_sub(1)).is_some_and(|c| matches!(c, '.' | '-' | ',' | '?' | '!' | ')'))
    {
        end = end.saturating_sub(1);
    }
    end
}

fn address(scene: &Scene<'_>, at: u32, length: u32) -> Option<(u32, u32, Rule)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let start = back(scene, at, part);
    let behind = at.saturating_add(1);
    let end = on(scene, behind, length, part);
    match (start < at, end > behind.saturating_add(1)) {
        (true, true) => Some((start, end, Rule::Email)),
        (false, true) => Some((at, end, Rule::Handle)),
        _ => None,
    }
}

fn web(scene: &Scene<'_>, at: u32, length: u32) -> Option<(u32, u32, Rule)> {
    let start = back(scene, at, |c| c.is_ascii_alphabetic());
    let end = on(scene, at, length, |c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '»' | '،'));
    (start < at && end > at.saturating_add(3)).then_some((start, end, Rule::WebAddress))
}

/// www.example.org, facebook.com/name.
fn dotted(scene: &Scene<'_>, at: u32, length: u32) -> Option<(u32, u32, Rule)> {
    let start = back(scene, at, |c| c.is_ascii_alphanumeric() || c == '-');
    let end =
        on(scene, at, length, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '?' | '=' | '%'));
    if start == at || end == at {
        return None;
    }
    let range = usize::try_from(start).ok()?..usize::try_from(end).ok()?;
    let string: String = scene.reading.chars.get(range)?.iter().collect();
    let host = string.split('/').next().unwrap_or_default().to_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    let begins_with_letter = host.chars().next().is_some_and(char::is_alphabetic);
    let name = host.len().saturating_sub(last.len());
    (begins_with_letter && name > 3 && ENDINGS.contains(&last)).then_some((start, end, Rule::WebAddress))
}
