//! A query as tantivy runs it: each word looked for in the fields of the languages asked for, in
//! its folded form and by its stem. It says what matches, never who may read it.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query as Search, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analyser::{Analysed, Analyser};
use crate::even::Even;
use crate::expand::{Expand, Like};
use crate::fields::Fields;
use crate::language::Language;
use crate::query::{Node, Query};
use crate::tokens::STEM_MARK;

/// What a word as written adds to the score of its stem. Measured on XQuAD, CACM and Cranfield
/// with `examples/relevance.rs`.
const EXACT_BOOST: f32 = 0.25;
/// The score of a word that only begins alike or is nearly the same.
const LIKE_BOOST: f32 = 1.0;

/// From how many letters on a word may differ in one, and in two.
const LETTERS_FOR_ONE: usize = 3;
const LETTERS_FOR_TWO: usize = 6;

type Boxed = Box<dyn Search>;

/// The languages of one search, with their analysers.
struct Compiler {
    languages: Vec<(Field, Analyser)>,
}

impl Query {
    /// The search for passages in any of these languages; with none given, for passages whose
    /// language is unknown. `speaker:` and `code:` are not part of it: a query of these alone
    /// matches every passage, and the caller narrows it down.
    #[must_use]
    pub fn to_tantivy(&self, fields: &Fields, languages: &[Language]) -> Boxed {
        let Some(root) = &self.root else {
            return Box::new(AllQuery);
        };
        let mut wanted: Vec<Language> = languages.to_vec();
        if wanted.is_empty() {
            wanted.push(Language::Und);
        }
        wanted.sort();
        wanted.dedup();
        let mut compiler = Compiler {
            languages: wanted
                .into_iter()
                .map(|language| (fields.for_language(language), Analyser::new(language)))
                .collect(),
        };
        match root {
            Node::Not(_) => compiler.all(std::slice::from_ref(root)),
            _ => compiler.node(root),
        }
    }
}

/// How many letters a fuzzy word may be off: what was asked for, less in short words.
pub(crate) fn allowed_distance(folded: &str, asked: u8) -> u8 {
    match folded.chars().count() {
        0..LETTERS_FOR_ONE => 0,
        LETTERS_FOR_ONE..LETTERS_FOR_TWO => asked.min(1),
        _ => asked.min(2),
    }
}

impl Compiler {
    fn node(&mut self, node: &Node) -> Boxed {
        match node {
            Node::Word(text) => self.in_each(|field, analyser| word(field, analyser, text)),
            Node::Phrase(text) => self.in_each(|field, analyser| {
                let words = analyser.analyse_all(text);
                surfaces_in_order(field, &words)
            }),
            Node::Prefix(text) => self.in_each(|field, analyser| prefix(field, analyser, text)),
            Node::Fuzzy(text, distance) => self.in_each(|field, analyser| fuzzy(field, analyser, text, *distance)),
            Node::All(parts) => self.all(parts),
            Node::Any(parts) => any(parts.iter().map(|part| self.node(part)).collect()),
            Node::AnyOf(words) => self.any_of(words),
            Node::Not(inner) => {
                // A negative stands beside something positive, see the parser; alone, it is
                // everything else.
                let inner = self.node(inner);
                let everything: Boxed = Box::new(AllQuery);
                Box::new(BooleanQuery::new(vec![(Occur::Must, everything), (Occur::MustNot, inner)]))
            }
        }
    }

    /// All of the parts; stop words are passed over where something else is asked for.
    fn all(&mut self, parts: &[Node]) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let speaks = parts.iter().any(|part| !matches!(part, Node::Not(_)) && !self.is_passed_over(part));
        for part in parts {
            match part {
                Node::Not(inner) => clauses.push((Occur::MustNot, self.node(inner))),
                _ if speaks && self.is_passed_over(part) => {}
                _ => clauses.push((Occur::Must, self.node(part))),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        match clauses.pop() {
            Some((Occur::Must, only)) if clauses.is_empty() => only,
            Some(last) => {
                clauses.push(last);
                Box::new(BooleanQuery::new(clauses))
            }
            None => Box::new(EmptyQuery),
        }
    }

    /// Whether the part is a plain word too common, in every language asked for, to look for.
    fn is_passed_over(&mut self, part: &Node) -> bool {
        let Node::Word(text) = part else {
            return false;
        };
        self.languages.iter_mut().all(|(_, analyser)| is_stop_word(analyser, text))
    }

    fn any_of(&mut self, words: &[String]) -> Boxed {
        let telling: Vec<&String> = words
            .iter()
            .filter(|text| !self.languages.iter_mut().all(|(_, analyser)| is_stop_word(analyser, text)))
            .collect();
        let all: Vec<&String> = words.iter().collect();
        let chosen = if telling.is_empty() { all } else { telling };
        let searches =
            chosen.into_iter().map(|text| self.in_each(|field, analyser| word(field, analyser, text))).collect();
        any(searches)
    }

    fn in_each(&mut self, mut find: impl FnMut(Field, &mut Analyser) -> Option<Boxed>) -> Boxed {
        let searches = self.languages.iter_mut();
        any(searches.filter_map(|(field, analyser)| find(*field, analyser)).collect())
    }
}

fn is_stop_word(analyser: &mut Analyser, text: &str) -> bool {
    let words = analyser.analyse_all(text);
    !words.is_empty() && words.iter().all(|word| word.is_stop_word)
}

/// A word in any of its forms. Where the text is several words (mother-in-law, 住房问题), they
/// must stand in order, as written or by their stems.
fn word(field: Field, analyser: &mut Analyser, text: &str) -> Option<Boxed> {
    let words = analyser.analyse_typed(text);
    if let [only] = words.as_slice() {
        return Some(any(forms(field, only)));
    }
    let mut searches = Vec::new();
    searches.extend(surfaces_in_order(field, &words).map(|search| boosted(search, EXACT_BOOST)));
    let has_stems = words.iter().any(|word| !word.stem.is_empty());
    if has_stems {
        let terms = words.iter().map(|word| root_term(field, word)).collect();
        searches.extend(in_order(terms));
    }
    (!searches.is_empty()).then(|| any(searches))
}

fn forms(field: Field, word: &Analysed) -> Vec<Boxed> {
    let exact = term_search(Term::from_field_text(field, &word.surface));
    let mut forms = Vec::new();
    if word.stem.is_empty() {
        forms.push(boosted(exact, 1.0 + EXACT_BOOST));
    } else {
        forms.push(boosted(exact, EXACT_BOOST));
        forms.push(term_search(root_term(field, word)));
    }
    // Persian parts may also have been written as words of their own, one after the other.
    let parts = word.parts.iter().map(|part| Term::from_field_text(field, part));
    forms.extend(in_order(parts.collect()));
    forms
}

/// The term of the stem, or of the word itself where it has none.
fn root_term(field: Field, word: &Analysed) -> Term {
    if word.stem.is_empty() {
        return Term::from_field_text(field, &word.surface);
    }
    let mut marked = String::with_capacity(word.stem.len().saturating_add(1));
    marked.push(STEM_MARK);
    marked.push_str(&word.stem);
    Term::from_field_text(field, &marked)
}

fn surfaces_in_order(field: Field, words: &[Analysed]) -> Option<Boxed> {
    let terms = words.iter().map(|word| Term::from_field_text(field, &word.surface));
    in_order(terms.collect())
}

fn in_order(mut terms: Vec<Term>) -> Option<Boxed> {
    match terms.len() {
        0 => None,
        1 => terms.pop().map(term_search),
        _ => Some(Box::new(Even(Box::new(PhraseQuery::new(terms))))),
    }
}

/// Words that begin like this. Of several, all but the last must be there too.
fn prefix(field: Field, analyser: &mut Analyser, text: &str) -> Option<Boxed> {
    let words = analyser.analyse_all(text);
    let (last, before) = words.split_last()?;
    let like = |prefix: String| -> Boxed {
        let like = Like::Prefix(prefix);
        boosted(Box::new(Expand { field, like }), LIKE_BOOST)
    };
    if before.is_empty() {
        return Some(like(last.surface.clone()));
    }
    let mut clauses: Vec<(Occur, Boxed)> = before.iter().map(|word| (Occur::Must, any(forms(field, word)))).collect();
    clauses.push((Occur::Must, like(last.surface.clone())));
    let in_pieces: Boxed = Box::new(BooleanQuery::new(clauses));
    // Without spaces the dictionary may have cut the whole word differently.
    Some(any(vec![like(analyser.surface_of(text)), in_pieces]))
}

/// Words that nearly are this one; several words are looked for as they are.
fn fuzzy(field: Field, analyser: &mut Analyser, text: &str, asked: u8) -> Option<Boxed> {
    let words = analyser.analyse_all(text);
    let [only] = words.as_slice() else {
        return word(field, analyser, text);
    };
    let mut searches = forms(field, only);
    let distance = allowed_distance(&only.surface, asked);
    if distance > 0 {
        let like = Like::Near(only.surface.clone(), distance);
        searches.push(boosted(Box::new(Expand { field, like }), LIKE_BOOST));
    }
    Some(any(searches))
}

fn term_search(term: Term) -> Boxed {
    Box::new(Even(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))))
}

fn boosted(search: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(search, boost))
}

fn any(mut searches: Vec<Boxed>) -> Boxed {
    match searches.len() {
        0 => Box::new(EmptyQuery),
        1 => searches.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::union(searches)),
    }
}
