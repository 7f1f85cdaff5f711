//! Why a query was refused, in words for the person who typed it. A code never changes its name.

/// What was wrong with a query. The kebab-case names are part of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryErrorCode {
    TooLong,
    TooDeep,
    TooManyWords,
    PhraseTooLong,
    UnbalancedParenthesis,
    DanglingOperator,
    NothingToFind,
    PrefixTooShort,
    UnknownField,
    EmptyField,
    MisplacedField,
}

impl QueryErrorCode {
    /// The stable name that clients translate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            QueryErrorCode::TooLong => "too-long",
            QueryErrorCode::TooDeep => "too-deep",
            QueryErrorCode::TooManyWords => "too-many-words",
            QueryErrorCode::PhraseTooLong => "phrase-too-long",
            QueryErrorCode::UnbalancedParenthesis => "unbalanced-parenthesis",
            QueryErrorCode::DanglingOperator => "dangling-operator",
            QueryErrorCode::NothingToFind => "nothing-to-find",
            QueryErrorCode::PrefixTooShort => "prefix-too-short",
            QueryErrorCode::UnknownField => "unknown-field",
            QueryErrorCode::EmptyField => "empty-field",
            QueryErrorCode::MisplacedField => "misplaced-field",
        }
    }

    fn message(self) -> &'static str {
        match self {
            QueryErrorCode::TooLong => "The query is longer than 1,024 bytes.",
            QueryErrorCode::TooDeep => "Parentheses are nested more than 16 deep.",
            QueryErrorCode::TooManyWords => "The query has more than 32 words.",
            QueryErrorCode::PhraseTooLong => "A phrase has more than 12 words; look for fewer of them.",
            QueryErrorCode::UnbalancedParenthesis => "A parenthesis has no partner.",
            QueryErrorCode::DanglingOperator => "OR, AND, NOT and their signs need words to work on.",
            QueryErrorCode::NothingToFind => "Nothing is asked for: give at least one word that should be there.",
            QueryErrorCode::PrefixTooShort => "The beginning of a word needs at least two letters before the asterisk.",
            QueryErrorCode::UnknownField => "Only speaker: and code: can stand before a colon; write others in quotes.",
            QueryErrorCode::EmptyField => "speaker: and code: need a value after the colon.",
            QueryErrorCode::MisplacedField => {
                "speaker: and code: narrow the whole query; they cannot stand under OR or NOT."
            }
        }
    }
}

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .code.message())]
pub struct QueryError {
    pub code: QueryErrorCode,
    /// Where in the query, in code points from its beginning.
    pub at: usize,
    /// What stood there, at most 32 code points of it. It is the person's own words: not for logs.
    pub found: String,
}
