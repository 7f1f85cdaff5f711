//! What a person asked for, read from our own small query language and bounded on every side.
//!
//! tantivy's own parser is not used: 800 nested parentheses overflow its stack and end the
//! process. Here every input gives a query or an error, in time linear in its length.

pub mod error;
mod parser;

use std::fmt;

use crate::language::Apostrophe;
use crate::words::Words;
use error::{QueryError, QueryErrorCode};

/// The longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 1024;
/// How deep parentheses may be nested.
pub const MAX_DEPTH: usize = 16;
/// How many words, counting those in phrases, and filters a query may have.
pub const MAX_WORDS: usize = 32;
/// How many words a phrase may have.
pub const MAX_PHRASE_WORDS: usize = 12;
/// How many letters must stand before `*`; one is enough where a letter is a word (Chinese).
pub const MIN_PREFIX_LETTERS: usize = 2;

/// The most distinct words [`Query::any_of`] takes from a text.
const MAX_WORDS_OF_TEXT: usize = 256;
/// How much of a text [`Query::any_of`] reads, in bytes.
const MAX_TEXT_BYTES: usize = 16 * 1024;

/// A query, read and within its limits. Printing it gives a query that reads the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) root: Option<Node>,
    pub(crate) speakers: Vec<String>,
    pub(crate) codes: Vec<String>,
}

/// A part of a query. Depth is bounded by [`MAX_DEPTH`], so walking down it is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A word in any of its forms. Text that cuts into several words is found as a sequence.
    Word(String),
    /// Words as written, one after the other.
    Phrase(String),
    /// Words that begin like this.
    Prefix(String),
    /// Words that differ in one or two letters.
    Fuzzy(String, u8),
    /// All of them.
    All(Vec<Node>),
    /// At least one of them.
    Any(Vec<Node>),
    /// Any of many words, stop words left out; made from text, never typed.
    AnyOf(Vec<String>),
    Not(Box<Node>),
}

/// Reads what a person typed.
///
/// | write | to find passages with |
/// |---|---|
/// | `found work` | both words, in any form: *works*, *finding* stays another word |
/// | `house OR flat`, `house \| flat` | either |
/// | `house AND flat`, `house & flat` | both, like `house flat` |
/// | `house -flat`, `house NOT flat` | the first and not the second |
/// | `(house OR flat) school` | groups |
/// | `"a safe place"`, `«…»`, `“…”` | exactly these words in this order |
/// | `integrat*` | words that begin so; two letters at least |
/// | `Aleppo~`, `Zanzibar~2` | words one letter off (two, in words of six letters or more) |
/// | `speaker:Amina`, `code:"social bonds"` | narrows the whole query; resolved by the caller |
///
/// `OR`, `AND` and `NOT` are capital; AND binds closer than OR. Commas, also Arabic and Chinese
/// ones, divide words. A quote that is not closed ends with the query.
///
/// # Errors
///
/// [`QueryError`] says what is wrong and where; see [`QueryErrorCode`] for all there are.
pub fn parse(input: &str) -> Result<Query, QueryError> {
    parser::parse(input)
}

impl Query {
    /// Any of the words of a text, the rarer and the more the better: a question as people ask
    /// it, or "passages like this one". Reads 16 kB and 256 distinct words of it at most.
    ///
    /// # Errors
    ///
    /// [`QueryErrorCode::NothingToFind`] when there is no word in it.
    pub fn any_of(text: &str) -> Result<Query, QueryError> {
        let mut end = text.len().min(MAX_TEXT_BYTES);
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let text = text.get(..end).unwrap_or_default();
        let mut words: Vec<String> = Vec::new();
        for range in Words::of(text, Apostrophe::Keep) {
            let word = text.get(range).unwrap_or_default();
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
            if words.len() >= MAX_WORDS_OF_TEXT {
                break;
            }
        }
        if words.is_empty() {
            return Err(QueryError {
                code: QueryErrorCode::NothingToFind,
                at: 0,
                found: text.chars().take(32).collect(),
            });
        }
        Ok(Query { root: Some(Node::AnyOf(words)), speakers: Vec::new(), codes: Vec::new() })
    }

    /// What was asked for with `speaker:`, in order; a passage by any of them fits.
    #[must_use]
    pub fn speakers(&self) -> &[String] {
        &self.speakers
    }

    /// What was asked for with `code:`, in order; a passage must bear all of them.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Whether there are words to look for, beside `speaker:` and `code:`.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.root.is_some()
    }
}

/// The words of a piece of a query, before any language is known.
pub(crate) fn count_words(text: &str) -> usize {
    Words::of(text, Apostrophe::Keep).take(MAX_PHRASE_WORDS.saturating_add(1)).count()
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        for (name, values) in [("speaker", &self.speakers), ("code", &self.codes)] {
            for value in values {
                write!(f, "{gap}{name}:\"{value}\"")?;
                gap = " ";
            }
        }
        if let Some(root) = &self.root {
            f.write_str(gap)?;
            // A filter beside an `OR` that stands free would belong to one side of it: that cannot be read.
            let is_group = !gap.is_empty() && matches!(root, Node::Any(_) | Node::AnyOf(_));
            write_grouped(root, is_group, f)?;
        }
        Ok(())
    }
}

fn write_node(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::Word(text) => f.write_str(text),
        Node::Phrase(text) => write!(f, "\"{text}\""),
        Node::Prefix(text) => write!(f, "{text}*"),
        Node::Fuzzy(text, distance) => write!(f, "{text}~{distance}"),
        Node::AnyOf(words) => f.write_str(&words.join(" OR ")),
        Node::All(parts) => {
            for (i, part) in parts.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { " " })?;
                let is_group = matches!(part, Node::Any(_) | Node::All(_));
                write_grouped(part, is_group, f)?;
            }
            Ok(())
        }
        Node::Any(parts) => {
            for (i, part) in parts.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { " OR " })?;
                write_grouped(part, matches!(part, Node::Any(_)), f)?;
            }
            Ok(())
        }
        Node::Not(inner) => {
            f.write_str("-")?;
            let is_group = matches!(**inner, Node::Any(_) | Node::All(_));
            write_grouped(inner, is_group, f)
        }
    }
}

fn write_grouped(node: &Node, is_group: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_group {
        f.write_str("(")?;
    }
    write_node(node, f)?;
    if is_group {
        f.write_str(")")?;
    }
    Ok(())
}
