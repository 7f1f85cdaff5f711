//! Words as people look for them: how a language's words are cut, folded and stemmed, a bounded
//! query language of our own, and which words of a passage a query touched.
//!
//! This crate never opens a database, a socket or a file, and never stores text: it turns words
//! into terms and queries into tantivy queries. Who may read what is decided elsewhere.
//!
//! One text field per analyser is added to a schema with [`add_fields`]; a passage's words go
//! into `Fields::for_language(language)` and nowhere else. [`parse`] reads what a person typed,
//! [`Query::to_tantivy`] turns it into a search, and [`Highlighter`] marks what was found with
//! the same analysis, so prefix, fuzzy and stemmed hits are marked too.

mod analyser;
mod cache;
mod distance;
mod even;
mod expand;
mod fields;
mod highlight;
mod language;
mod letters;
mod normal;
mod query;
mod search;
mod stopwords;
mod tokens;
mod words;

pub use fields::{Fields, MissingField, add_fields, fields};
pub use highlight::Highlighter;
pub use language::Language;
pub use query::error::{QueryError, QueryErrorCode};
pub use query::{MAX_DEPTH, MAX_PHRASE_WORDS, MAX_QUERY_BYTES, MAX_WORDS, MIN_PREFIX_LETTERS, Query, parse};
pub use stopwords::is_stop_word;
pub use tokens::{STEM_MARK, WordTokenizer};

/// What to stamp into an index: when this changes, terms change, and the index must be rebuilt.
///
/// It names the version of our own rules and the date of the Snowball algorithms that
/// `frostem` carries (its minor version is that date, see its documentation).
pub const ANALYSIS_STAMP: &str = "findable 1, frostem 1.20260821.8";
