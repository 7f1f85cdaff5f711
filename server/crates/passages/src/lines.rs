//! Lines of a text with their positions in code points. It never changes a line.

use crate::CodePoints;

/// One line, without its `\n`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub(crate) words: &'t str,
    pub(crate) start: CodePoints,
    /// The end of its words; the `\n`, where there is one, stands here.
    pub(crate) end: CodePoints,
}

impl Line<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        self.words.chars().all(char::is_whitespace)
    }
}

/// Every line of the text, in order; `first` is the position at which the text itself begins.
pub(crate) fn lines_of(text: &str, first: CodePoints) -> impl Iterator<Item = Line<'_>> {
    text.split('\n').scan(first, |next, words| {
        let start = *next;
        let end = start.plus(CodePoints::in_text(words).0);
        *next = end.plus(1);
        Some(Line { words, start, end })
    })
}
