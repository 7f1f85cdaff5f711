//! Who speaks where. Recognition is by rule and can be wrong: it proposes, and a person may correct it. It must never
//! take prose for a speaker because of one colon.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::CodePoints;
use crate::labels::{Kind, Label, label_of};
use crate::lines::{Line, lines_of};

/// A stretch of a text that one person says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// The name as the document gives it, without marks and times; `None` when nobody is named.
    pub speaker: Option<String>,
    /// The first code point: that of the label, where the label stands in the text.
    pub start: CodePoints,
    /// The code point after the last.
    pub end: CodePoints,
}

/// One line that could begin a turn.
struct Candidate {
    label: Label,
    start: CodePoints,
    /// It is the first line of the text or stands after a blank line or after another label's line.
    opens_paragraph: bool,
}

/// The turns of a text whose line ends are `\n`, in order, without overlap; none when the text names no speakers.
///
/// A line *could* begin a turn when it begins with a name and a colon (one to four words, capitalised where the script
/// has capitals, at most 40 code points; bold marks and times beside it are tolerated), with `Q.`, `A.`, `Q1`, or when
/// it is a name in capitals alone. It *does* begin one by these rules, so that one `Note: …` in prose is no speaker:
///
/// 1. A named label counts when it occurs at least twice.
/// 2. A named label that occurs once counts at the start of a paragraph after the first label that counts by 1.
/// 3. Where none occurs twice, labels count when there are two different ones and every paragraph from the first of
///    them on begins with one.
/// 4. `Q.` and `A.` count when both occur; `Q1` counts when numbered letters occur twice.
/// 5. Names alone on their lines count when there are two different ones and one of them occurs twice.
/// 6. Words like *Note*, *Date*, *قال* never count.
///
/// A turn runs from its label to the next turn, without trailing blank space; what stands before the first is in no turn.
#[must_use]
pub fn recognise_turns(text: &str) -> Vec<Turn> {
    let lines: Vec<Line<'_>> = lines_of(text, CodePoints(0)).collect();
    let candidates = candidates_in(&lines);
    let heads = those_that_count(candidates, &lines);
    let mut spelling: HashMap<String, String> = HashMap::new();
    let mut turns: Vec<Turn> = Vec::with_capacity(heads.len());
    let mut starts = heads.iter().map(|head| head.start).skip(1);
    let mut rest = lines.as_slice();
    for head in &heads {
        let until = starts.next();
        let own = rest.partition_point(|line| until.is_none_or(|until| line.end < until));
        let (of_this, of_next) = rest.split_at_checked(own).unwrap_or((rest, &[]));
        rest = of_next;
        let last = of_this.iter().rev().find(|line| !line.is_blank());
        let name = spelling.entry(head.label.key.clone()).or_insert_with(|| head.label.name.clone());
        turns.push(Turn { speaker: Some(name.clone()), start: head.start, end: last.map_or(head.start, end_of_words) });
    }
    turns
}

/// The end of a line without its trailing blank space.
fn end_of_words(line: &Line<'_>) -> CodePoints {
    line.start.plus(CodePoints::in_text(line.words.trim_end()).0)
}

fn candidates_in(lines: &[Line<'_>]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut opens_paragraph = true;
    for line in lines {
        let blank = line.is_blank();
        let label = if blank { None } else { label_of(line.words).filter(|label| !label.is_nobody()) };
        let is_label = label.is_some();
        if let Some(label) = label {
            let indent = line.words.chars().take_while(|c| c.is_whitespace()).count();
            let start = line.start.plus(u32::try_from(indent).unwrap_or(u32::MAX));
            found.push(Candidate { label, start, opens_paragraph });
        }
        opens_paragraph = blank || is_label;
    }
    found
}

fn those_that_count(candidates: Vec<Candidate>, lines: &[Line<'_>]) -> Vec<Candidate> {
    let count = |kinds: &[Kind], key: &str| {
        candidates.iter().filter(|c| kinds.contains(&c.label.kind) && (key.is_empty() || c.label.key == key)).count()
    };
    let mut named: HashMap<&str, usize> = HashMap::new();
    let mut alone: HashMap<&str, usize> = HashMap::new();
    for candidate in &candidates {
        let counts = if candidate.label.kind == Kind::Alone { &mut alone } else { &mut named };
        *counts.entry(candidate.label.key.as_str()).or_default() += 1;
    }
    let lettered = [Kind::Named, Kind::Letter, Kind::Numbered];
    let both_letters = count(&lettered, "q") > 0 && count(&lettered, "a") > 0;
    let numbered = count(&[Kind::Numbered], "") > 1;
    let names_alone = alone.len() > 1 && alone.values().any(|n| *n > 1);
    let repeats = |c: &Candidate| match c.label.kind {
        Kind::Named => named.get(c.label.key.as_str()).is_some_and(|n| *n > 1),
        Kind::Letter => both_letters,
        Kind::Numbered => both_letters || numbered,
        Kind::Alone => names_alone,
    };
    let first = candidates.iter().find(|c| repeats(c) && c.label.kind != Kind::Alone).map(|c| c.start);
    let all_paragraphs = first.is_none() && names_every_paragraph(&candidates, lines);
    let keep: Vec<bool> = candidates
        .iter()
        .map(|c| {
            let late = || c.opens_paragraph && first.is_some_and(|first| c.start > first);
            repeats(c) || (c.label.kind == Kind::Named && (all_paragraphs || late()))
        })
        .collect();
    candidates.into_iter().zip(keep).filter_map(|(candidate, keep)| keep.then_some(candidate)).collect()
}

/// Rule 3: two different names, and from the first on no paragraph without one.
fn names_every_paragraph(candidates: &[Candidate], lines: &[Line<'_>]) -> bool {
    let named: Vec<&Candidate> = candidates.iter().filter(|c| c.label.kind == Kind::Named).collect();
    let Some(first) = named.first() else {
        return false;
    };
    let differ = named.iter().any(|c| c.label.key != first.label.key);
    let dialogue = || lines.iter().skip_while(|line| line.end < first.start);
    let has_blank_lines = dialogue().any(Line::is_blank);
    let mut after_blank = true;
    let mut heads = named.iter().map(|c| c.start).peekable();
    let all = dialogue().filter(|line| !line.is_blank() || has_blank_lines).all(|line| {
        let opens = !line.is_blank() && (after_blank || !has_blank_lines);
        after_blank = line.is_blank();
        while heads.next_if(|start| *start < line.start).is_some() {}
        !opens || heads.peek().is_some_and(|start| *start <= line.end)
    });
    differ && all
}
