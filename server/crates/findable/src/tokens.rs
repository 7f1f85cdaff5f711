//! The tokenizer tantivy sees: for each word its folded form and, at the same position, its stem
//! behind a mark. Offsets are those of the word in the text as it was given, in bytes.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analyser::{Analysed, Analyser};
use crate::language::Language;
use crate::words::Words;

/// Stands before a stem in the index, so that no stem is taken for a word people wrote.
pub const STEM_MARK: char = '\u{1}';

/// The tokenizer of one language. Copies are cheap and learn their own words.
#[derive(Clone)]
pub struct WordTokenizer {
    analyser: Analyser,
}

impl WordTokenizer {
    #[must_use]
    pub fn new(language: Language) -> WordTokenizer {
        WordTokenizer { analyser: Analyser::new(language) }
    }
}

impl std::fmt::Debug for WordTokenizer {
    /// The language only: what it remembers are words of a story.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WordTokenizer({})", self.analyser.language())
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordTokenStream<'a> {
        WordTokenStream {
            words: self.analyser.words(text),
            analyser: &mut self.analyser,
            text,
            token: Token::default(),
            stem: String::new(),
            parts: Vec::new(),
        }
    }
}

/// The tokens of one text.
pub struct WordTokenStream<'a> {
    analyser: &'a mut Analyser,
    words: Words<'a>,
    text: &'a str,
    token: Token,
    stem: String,
    parts: Vec<String>,
}

impl WordTokenStream<'_> {
    /// Takes up what else the word is known by, to be given at the same position.
    fn keep_for_later(stem: &mut String, parts: &mut Vec<String>, word: &Analysed) {
        if !word.stem.is_empty() {
            stem.push(STEM_MARK);
            stem.push_str(&word.stem);
        }
        if !word.parts.is_empty() {
            parts.extend(word.parts.iter().rev().cloned());
        }
    }
}

impl TokenStream for WordTokenStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.stem.is_empty() {
            std::mem::swap(&mut self.token.text, &mut self.stem);
            self.stem.clear();
            return true;
        }
        if let Some(part) = self.parts.pop() {
            self.token.text = part;
            return true;
        }
        for range in self.words.by_ref() {
            let Some(word) = self.text.get(range.clone()) else {
                continue;
            };
            let analysed = self.analyser.analyse(word);
            if analysed.surface.is_empty() {
                continue;
            }
            self.token.text.clear();
            self.token.text.push_str(&analysed.surface);
            Self::keep_for_later(&mut self.stem, &mut self.parts, analysed);
            self.token.offset_from = range.start;
            self.token.offset_to = range.end;
            self.token.position = self.token.position.wrapping_add(1);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream, Tokenizer};

    use super::{STEM_MARK, WordTokenizer};
    use crate::language::Language;

    fn tokens(text: &str, language: Language) -> Vec<(usize, String, String)> {
        let mut tokenizer = WordTokenizer::new(language);
        let mut stream = tokenizer.token_stream(text);
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            let shown = token.text.replace(STEM_MARK, "=");
            found.push((token.position, shown, text[token.offset_from..token.offset_to].to_owned()));
        }
        found
    }

    #[test]
    fn a_word_and_its_stem_share_a_position() {
        let found = tokens("The Houses burned.", Language::En);
        let shown: Vec<(usize, &str)> = found.iter().map(|(at, text, _)| (*at, text.as_str())).collect();
        assert_eq!(shown, [(0, "the"), (1, "houses"), (1, "=hous"), (2, "burned"), (2, "=burn")]);
        assert_eq!(found[1].2, "Houses");
        assert_eq!(found[2].2, "Houses");
    }

    #[test]
    fn offsets_are_those_of_the_text_as_given() {
        for (_, _, word) in tokens("كانت البدايةُ صعبةً 😀 جدا", Language::Ar) {
            assert!(["كانت", "البدايةُ", "صعبةً", "جدا"].contains(&word.as_str()), "{word}");
        }
    }

    #[test]
    fn parts_of_a_joined_word_share_its_position() {
        let found = tokens("می‌خواهم بروم", Language::Fa);
        assert_eq!(found.iter().map(|t| t.0).collect::<Vec<_>>(), [0, 0, 0, 1]);
        assert_eq!(found[0].1, "میخواهم");
    }
}
