//! Queries of each kind, taken from the passages themselves in a way that is the same in every run.

use std::collections::HashMap;

/// How many of each kind.
const EACH: usize = 40;

/// One query, before it is written.
pub enum Query {
    Word(String),
    All(Vec<String>),
    Any(Vec<String>),
    Phrase(String),
    Prefix(String),
}

impl Query {
    /// As somebody types it.
    pub fn typed(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::All(words) => words.join(" "),
            Self::Any(words) => words.join(" OR "),
            Self::Phrase(words) => format!("\"{words}\""),
            Self::Prefix(letters) => format!("{letters}*"),
        }
    }
}

/// Queries of one kind.
pub struct Asked {
    pub name: &'static str,
    pub queries: Vec<Query>,
}

impl Asked {
    /// From these passages: words that stand in between one in a thousand and one in ten of them.
    pub fn from(passages: &[String]) -> Vec<Self> {
        let cut: Vec<Vec<&str>> = passages.iter().map(|passage| words(passage).collect()).collect();
        let mut frequencies: HashMap<String, usize> = HashMap::new();
        for passage in &cut {
            let mut seen: Vec<String> = passage.iter().map(|word| word.to_lowercase()).collect();
            seen.sort_unstable();
            seen.dedup();
            for word in seen {
                *frequencies.entry(word).or_default() += 1;
            }
        }
        let range = passages.len() / 1_000..passages.len() / 10;
        let usual = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
        let mut known: Vec<(&String, &usize)> =
            frequencies.iter().filter(|(word, number)| range.contains(*number) && usual(word)).collect();
        known.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let step = (known.len() / EACH).max(1);
        let chosen: Vec<String> = known.iter().step_by(step).take(EACH).map(|(word, _)| (*word).clone()).collect();
        let pairs = |shift: usize| {
            let of = |at: usize| chosen[at % chosen.len()].clone();
            (0..chosen.len()).map(move |at| vec![of(at), of(at + shift)])
        };
        let prefix = |word: &String| word.chars().take(5).collect::<String>();
        vec![
            Self { name: "a word", queries: chosen.iter().cloned().map(Query::Word).collect() },
            Self { name: "two words, both", queries: pairs(1).map(Query::All).collect() },
            Self { name: "two words, either", queries: pairs(7).map(Query::Any).collect() },
            Self { name: "a phrase", queries: phrases(&cut).into_iter().map(Query::Phrase).collect() },
            Self { name: "a beginning", queries: chosen.iter().map(prefix).map(Query::Prefix).collect() },
        ]
    }
}

fn words(passage: &str) -> impl Iterator<Item = &str> {
    passage.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Two or three words that stand beside each other somewhere.
fn phrases(cut: &[Vec<&str>]) -> Vec<String> {
    let long: Vec<&Vec<&str>> = cut.iter().filter(|passage| passage.len() > 20).collect();
    let step = (long.len() / EACH).max(1);
    let chosen = long.iter().step_by(step).take(EACH).enumerate();
    chosen.map(|(at, passage)| passage[10..12 + at % 2].join(" ").to_lowercase()).collect()
}
