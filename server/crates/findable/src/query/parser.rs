//! Reads a query. It goes down only as deep as parentheses do, which is counted, and looks at
//! each character a bounded number of times.

use super::error::{QueryError, QueryErrorCode};
use super::{MAX_DEPTH, MAX_PHRASE_WORDS, MAX_QUERY_BYTES, MAX_WORDS, MIN_PREFIX_LETTERS, Node, Query, count_words};
use crate::words::is_unspaced;

type Parsed<T> = Result<T, QueryError>;

/// A part as read; `speaker:` and `code:` are told apart from words only at the end.
enum Part {
    Words(Node),
    Speaker(String),
    Code(String),
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    words: usize,
}

pub(super) fn parse(input: &str) -> Parsed<Query> {
    if input.len() > MAX_QUERY_BYTES {
        return Err(QueryError {
            code: QueryErrorCode::TooLong,
            at: input.char_indices().take_while(|(byte, _)| *byte < MAX_QUERY_BYTES).count(),
            found: input.chars().take(32).collect(),
        });
    }
    let mut parser = Parser { chars: input.chars().collect(), at: 0, depth: 0, words: 0 };
    let parts = parser.any()?;
    if parser.at < parser.chars.len() {
        // Only a closing parenthesis stops the reading before the end.
        return Err(parser.error(QueryErrorCode::UnbalancedParenthesis, parser.at));
    }
    parser.whole(parts)
}

impl Parser {
    fn error(&self, code: QueryErrorCode, at: usize) -> QueryError {
        QueryError { code, at, found: self.chars.iter().skip(at).take(32).collect() }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn after(&self, steps: usize) -> Option<char> {
        self.chars.get(self.at.saturating_add(steps)).copied()
    }

    fn step(&mut self, by: usize) {
        self.at = self.at.saturating_add(by);
    }

    /// Puts the whole query together from the parts of its outermost group.
    fn whole(&self, parts: Vec<Part>) -> Parsed<Query> {
        let mut query = Query { root: None, speakers: Vec::new(), codes: Vec::new() };
        let mut nodes = Vec::new();
        for part in parts {
            match part {
                Part::Speaker(value) => query.speakers.push(value),
                Part::Code(value) => query.codes.push(value),
                Part::Words(node) => nodes.push(node),
            }
        }
        let narrowed = !query.speakers.is_empty() || !query.codes.is_empty();
        if !narrowed && nodes.iter().all(is_negative) {
            return Err(self.error(QueryErrorCode::NothingToFind, 0));
        }
        query.root = gathered(nodes, Node::All);
        Ok(query)
    }

    /// Alternatives, up to the end or a closing parenthesis. A single one is given as its parts.
    fn any(&mut self) -> Parsed<Vec<Part>> {
        let mut start = self.at;
        let first = self.all()?;
        if !self.eat_or() {
            return Ok(first);
        }
        let mut alternatives = vec![self.alternative(first, start)?];
        loop {
            start = self.at;
            let next = self.all()?;
            alternatives.push(self.alternative(next, start)?);
            if !self.eat_or() {
                break;
            }
        }
        let flat = alternatives
            .into_iter()
            .flat_map(|node| match node {
                Node::Any(inner) => inner,
                other => vec![other],
            })
            .collect();
        Ok(gathered(flat, Node::Any).map(Part::Words).into_iter().collect())
    }

    fn alternative(&self, parts: Vec<Part>, start: usize) -> Parsed<Node> {
        if parts.is_empty() {
            return Err(self.error(QueryErrorCode::DanglingOperator, start));
        }
        self.group(parts, start)
    }

    /// Parts that stand together under OR, NOT or in parentheses: words, one of them positive.
    fn group(&self, parts: Vec<Part>, start: usize) -> Parsed<Node> {
        let mut nodes = Vec::new();
        for part in parts {
            match part {
                Part::Words(node) => nodes.push(node),
                Part::Speaker(_) | Part::Code(_) => {
                    return Err(self.error(QueryErrorCode::MisplacedField, start));
                }
            }
        }
        if nodes.iter().all(is_negative) {
            return Err(self.error(QueryErrorCode::NothingToFind, start));
        }
        gathered(nodes, Node::All).ok_or_else(|| self.error(QueryErrorCode::NothingToFind, start))
    }

    /// Parts that must all be there, up to OR, a closing parenthesis or the end.
    fn all(&mut self) -> Parsed<Vec<Part>> {
        let mut parts = Vec::new();
        let mut wants_more = None;
        loop {
            self.skip_spaces();
            if self.peek().is_none_or(|c| c == ')') || self.at_or() {
                break;
            }
            let start = self.at;
            if self.eat_and() {
                if parts.is_empty() {
                    return Err(self.error(QueryErrorCode::DanglingOperator, start));
                }
                wants_more = Some(start);
                continue;
            }
            let found = self.unary()?;
            if !found.is_empty() {
                wants_more = None;
            }
            parts.extend(found);
        }
        match wants_more {
            Some(at) => Err(self.error(QueryErrorCode::DanglingOperator, at)),
            None => Ok(parts),
        }
    }

    fn unary(&mut self) -> Parsed<Vec<Part>> {
        let start = self.at;
        let mut negative = false;
        while self.eat_not() {
            negative = !negative;
            self.skip_spaces();
        }
        let was_asked = self.at > start;
        let found = self.primary()?;
        if was_asked && found.is_empty() {
            return Err(self.error(QueryErrorCode::DanglingOperator, start));
        }
        if !negative {
            return Ok(found);
        }
        let inner = self.group(found, start)?;
        Ok(vec![Part::Words(Node::Not(Box::new(inner)))])
    }

    fn primary(&mut self) -> Parsed<Vec<Part>> {
        match self.peek() {
            None => Ok(Vec::new()),
            Some('(') => self.parenthesis(),
            // After NOT: there is nothing for it to work on.
            Some(_) if self.at_or() || self.at_keyword("AND") => Ok(Vec::new()),
            Some(c) if is_quote(c) => {
                let start = self.at;
                let text = self.quoted();
                self.leaf(Node::Phrase, text, start)
            }
            Some(_) => self.word(),
        }
    }

    fn parenthesis(&mut self) -> Parsed<Vec<Part>> {
        let start = self.at;
        if self.depth >= MAX_DEPTH {
            return Err(self.error(QueryErrorCode::TooDeep, start));
        }
        self.depth = self.depth.saturating_add(1);
        self.step(1);
        let parts = self.any()?;
        if self.peek() != Some(')') {
            return Err(self.error(QueryErrorCode::UnbalancedParenthesis, start));
        }
        self.step(1);
        self.depth = self.depth.saturating_sub(1);
        Ok(vec![Part::Words(self.group(parts, start)?)])
    }

    /// What stands between two quotes; the end of the query closes an open one.
    fn quoted(&mut self) -> String {
        self.step(1);
        let text: String = self.chars.iter().skip(self.at).take_while(|c| !is_quote(**c)).collect();
        self.step(text.chars().count().saturating_add(1));
        self.at = self.at.min(self.chars.len());
        text
    }

    fn word(&mut self) -> Parsed<Vec<Part>> {
        let start = self.at;
        while let Some(c) = self.peek() {
            if c == ':' && self.at_field(start) {
                return self.field(start);
            }
            if ends_word(c) && !self.is_inner_quote(c) {
                break;
            }
            self.step(1);
        }
        let text: String = self.chars.iter().take(self.at).skip(start).collect();
        if let Some(stem) = text.strip_suffix('*') {
            let stem = stem.trim_end_matches('*').to_owned();
            return self.prefix(stem, start);
        }
        for (ending, distance) in [("~", 1), ("~1", 1), ("~2", 2)] {
            if let Some(word) = text.strip_suffix(ending) {
                let word = word.to_owned();
                return self.leaf(|text| Node::Fuzzy(text, distance), word, start);
            }
        }
        self.leaf(Node::Word, text, start)
    }

    fn prefix(&mut self, text: String, start: usize) -> Parsed<Vec<Part>> {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if letters > 0 && letters < MIN_PREFIX_LETTERS && !text.chars().any(is_unspaced) {
            return Err(self.error(QueryErrorCode::PrefixTooShort, start));
        }
        self.leaf(Node::Prefix, text, start)
    }

    /// A leaf, unless its text holds no word at all, which is passed over like a comma.
    fn leaf(&mut self, make: impl FnOnce(String) -> Node, text: String, start: usize) -> Parsed<Vec<Part>> {
        let words = count_words(&text);
        if words == 0 {
            return Ok(Vec::new());
        }
        if words > MAX_PHRASE_WORDS {
            return Err(self.error(QueryErrorCode::PhraseTooLong, start));
        }
        self.count(words, start)?;
        Ok(vec![Part::Words(make(text))])
    }

    fn count(&mut self, words: usize, start: usize) -> Parsed<()> {
        self.words = self.words.saturating_add(words);
        if self.words > MAX_WORDS {
            return Err(self.error(QueryErrorCode::TooManyWords, start));
        }
        Ok(())
    }

    /// Whether what was read since `start` is the name of a field and this colon its end. A
    /// colon after a number, before a space or in an address is no such thing.
    fn at_field(&self, start: usize) -> bool {
        let name_length = self.at.saturating_sub(start);
        let is_name = self.chars.iter().skip(start).take(name_length).all(char::is_ascii_alphabetic);
        let has_value = self.after(1).is_some_and(|next| next != '/' && (!ends_word(next) || is_quote(next)));
        is_name && name_length > 0 && (has_value || self.name_since(start).is_some())
    }

    fn name_since(&self, start: usize) -> Option<fn(String) -> Part> {
        let name: String = self.chars.iter().take(self.at).skip(start).collect();
        match name.to_ascii_lowercase().as_str() {
            "speaker" => Some(Part::Speaker),
            "code" => Some(Part::Code),
            _ => None,
        }
    }

    fn field(&mut self, start: usize) -> Parsed<Vec<Part>> {
        let Some(make) = self.name_since(start) else {
            return Err(self.error(QueryErrorCode::UnknownField, start));
        };
        self.step(1);
        let value = if self.peek().is_some_and(is_quote) {
            self.quoted()
        } else {
            let value: String = self
                .chars
                .iter()
                .skip(self.at)
                .take_while(|c| !c.is_whitespace() && !is_quote(**c) && !matches!(c, '(' | ')'))
                .collect();
            self.step(value.chars().count());
            value
        };
        let value = value.trim();
        if value.is_empty() {
            return Err(self.error(QueryErrorCode::EmptyField, start));
        }
        self.count(1, start)?;
        Ok(vec![make(value.to_owned())])
    }

    /// Gershayim typed as a plain quote, as in צה"ל, are part of the word.
    fn is_inner_quote(&self, c: char) -> bool {
        let is_hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{05D0}'..='\u{05EA}'));
        let before = self.at.checked_sub(1).and_then(|at| self.chars.get(at)).copied();
        c == '"' && is_hebrew(before) && is_hebrew(self.after(1))
    }

    fn skip_spaces(&mut self) {
        while let Some(c) = self.peek() {
            let is_dash = c == '-' && self.after(1).is_none_or(|next| next == '-' || next.is_whitespace());
            if !(c.is_whitespace() || is_comma(c) || is_dash) {
                break;
            }
            self.step(1);
        }
    }

    /// Whether the capital word stands here alone.
    fn at_keyword(&self, keyword: &str) -> bool {
        let length = keyword.chars().count();
        let here = self.chars.iter().skip(self.at).take(length).copied();
        here.eq(keyword.chars()) && self.after(length).is_none_or(ends_word)
    }

    fn at_or(&self) -> bool {
        self.peek() == Some('|') || self.at_keyword("OR")
    }

    fn eat_or(&mut self) -> bool {
        let steps = if self.at_keyword("OR") { 2 } else { usize::from(self.at_or()) };
        // "||" is one.
        let steps = if steps == 1 && self.after(1) == Some('|') { 2 } else { steps };
        self.step(steps);
        steps > 0
    }

    fn eat_and(&mut self) -> bool {
        let steps = match self.peek() {
            Some('&') if self.after(1) == Some('&') => 2,
            Some('&') => 1,
            _ if self.at_keyword("AND") => 3,
            _ => 0,
        };
        self.step(steps);
        steps > 0
    }

    fn eat_not(&mut self) -> bool {
        let steps = match self.peek() {
            Some('-') => 1,
            _ if self.at_keyword("NOT") => 3,
            _ => 0,
        };
        self.step(steps);
        steps > 0
    }
}

fn is_negative(node: &Node) -> bool {
    matches!(node, Node::Not(_))
}

/// One node as itself, several under `make`, none as none. Nested groups of one kind are one.
fn gathered(nodes: Vec<Node>, make: fn(Vec<Node>) -> Node) -> Option<Node> {
    let mut flat = Vec::new();
    for node in nodes {
        match node {
            Node::All(inner) if matches!(make(Vec::new()), Node::All(_)) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() > 1 { Some(make(flat)) } else { flat.pop() }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | ';' | '،' | '؛' | '，' | '、' | '；')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || is_comma(c) || matches!(c, '(' | ')' | '|' | '&')
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
