//! One decision, everywhere: where else an entity that somebody decided about is mentioned. It proposes; nothing is masked here.

use std::collections::HashSet;

use passages::CodePoints;

use crate::known::{Endings, Freedom, Known};
use crate::leak::without_prefixes;
use crate::lexicon::LEXICON;
use crate::reading::{Reading, Word};
use crate::span::{Category, Span};
use crate::suggest::{Certainty, is_title};

/// Another mention of a decided entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The mention, as it would be decided.
    pub span: Span,
    /// Sure when the whole string stands there, likely when one name of several does.
    pub certainty: Certainty,
}

/// Where else in the text decided entities are mentioned: as they were written, inflected, prefixed or folded, and people by
/// one of their names alone. Places that a span of the same entity already covers are left out.
#[must_use]
pub fn same_everywhere(text: &str, decided: &[Span]) -> Vec<Mention> {
    let reading = Reading::of(text);
    let mut known = Known::default();
    let mut meant: Vec<(Span, Certainty)> = Vec::new();
    let mut seen: HashSet<(u128, String)> = HashSet::new();
    for span in decided {
        let range =
            usize::try_from(span.start.0).unwrap_or(usize::MAX)..usize::try_from(span.end.0).unwrap_or(usize::MAX);
        let Some(words) = reading.chars.get(range) else { continue };
        let string: String = words.iter().collect();
        let mut add = |form: &str, certainty: Certainty| {
            if seen.insert((span.entity.0, crate::lexicon::folded(form))) {
                known.add(form, Endings::OfNames, u32::try_from(meant.len()).unwrap_or(u32::MAX));
                meant.push((*span, certainty));
            }
        };
        add(&string, Certainty::Sure);
        without_prefixes(&string).iter().for_each(|bare| add(bare, Certainty::Likely));
        if span.category == Category::Person {
            parts_of_name(&string).iter().for_each(|part| add(part, Certainty::Likely));
        }
    }
    let mut mentions: Vec<Mention> = Vec::new();
    for found in known.find(&reading, Freedom::Anywhere) {
        let Some((span, certainty)) = usize::try_from(found.payload).ok().and_then(|index| meant.get(index)) else {
            continue;
        };
        let (start, end) = (CodePoints(found.start), CodePoints(found.end));
        let covered =
            decided.iter().any(|known| known.entity == span.entity && known.start <= start && end <= known.end);
        let first = reading.word(found.first_word);
        let in_small = *certainty != Certainty::Sure && first.is_some_and(|word| word.has_case() && !word.is_capital());
        if !covered && !in_small {
            mentions.push(Mention { span: Span { start, end, ..*span }, certainty: *certainty });
        }
    }
    widest(mentions)
}

/// Mentions in order; of those of one entity that overlap, the widest.
fn widest(mut mentions: Vec<Mention>) -> Vec<Mention> {
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.span.entity));
    let mut kept: Vec<Mention> = Vec::new();
    for mention in mentions {
        let inside = kept.iter().rev().take(8).any(|wider| {
            wider.span.entity == mention.span.entity
                && wider.span.start <= mention.span.start
                && mention.span.end <= wider.span.end
        });
        if !inside {
            kept.push(mention);
        }
    }
    kept
}

/// The names within a name of several words that may stand alone: not titles, not particles, three letters at least (two in
/// Ethiopic, where a letter is a syllable).
pub(crate) fn parts_of_name(name: &str) -> Vec<String> {
    let reading = Reading::of(name);
    if reading.words.len() < 2 {
        return Vec::new();
    }
    let alone = |word: &&Word| {
        let folded = reading.folded(word);
        let shortest = if word.script == crate::letters::Script::Ethiopic { 2 } else { 3 };
        word.length() >= shortest && !is_title(&folded) && !LEXICON.is_plain(&folded)
    };
    let string = |word: &Word| {
        let range = usize::try_from(word.start).ok()?..usize::try_from(word.end).ok()?;
        reading.chars.get(range).map(|chars| chars.iter().collect::<String>())
    };
    reading.words.iter().filter(alone).filter_map(string).collect()
}
