//! TEI XML: transcribed speech (`<u who>`, `<sp>`) with its speakers, and plain texts. The header is read for the names
//! of persons and for nothing else.

use std::collections::HashMap;

use passages::{CodePoints, Turn};

use crate::out::Out;
use crate::read::Reading;
use crate::refusal::Refusal;
use crate::xml::{self, Element, Listener, Step};

pub(crate) fn read(text: &str) -> Result<Reading, Refusal> {
    let mut speech = Speech::default();
    xml::walk(text, "the document", &mut speech)?;
    speech.close_turn();
    let Speech { out, mut turns, names, .. } = speech;
    for turn in &mut turns {
        if let Some(name) = turn.speaker.as_ref().and_then(|id| names.get(id)) {
            turn.speaker = Some(name.clone());
        }
    }
    let turns = (!turns.is_empty()).then_some(turns);
    Ok(Reading { out, turns, ..Reading::default() })
}

#[derive(Debug, Default)]
struct Speech {
    out: Out,
    turns: Vec<Turn>,
    open: Option<(Option<String>, CodePoints)>,
    /// Names of persons by their identifiers.
    names: HashMap<String, String>,
    person: Option<(String, String)>,
    in_header: bool,
    in_text: usize,
    speaker: Option<String>,
    joined: bool,
}

impl Speech {
    fn close_turn(&mut self) {
        let Some((speaker, start)) = self.open.take() else { return };
        self.out.end_line();
        // The line end that was just written, or stood there, is no part of the turn.
        let end = CodePoints(self.out.here().0.saturating_sub(1));
        if end > start {
            self.turns.push(Turn { speaker, start, end });
        }
    }

    fn open_turn(&mut self, speaker: Option<String>) {
        self.close_turn();
        self.out.end_line();
        self.open = Some((speaker, self.out.here()));
    }

    fn open_in_header(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "person" => self.person = element.attribute("id").map(|id| (id, String::new())),
            "teiHeader" => self.in_header = true,
            _ => {}
        }
    }
}

impl Listener for Speech {
    fn open(&mut self, name: &str, element: &Element<'_>) -> Result<Step, Refusal> {
        if name == "teiHeader" || self.in_header {
            self.open_in_header(name, element);
            return Ok(Step::Into);
        }
        match name {
            "text" | "body" => self.in_text += 1,
            "u" => {
                let who = element.attribute("who").and_then(|who| who.split_whitespace().next().map(plain_id));
                self.open_turn(who);
                self.in_text += 1;
            }
            "sp" => self.open_turn(element.attribute("who").map(|who| plain_id(&who))),
            "speaker" => self.speaker = Some(String::new()),
            "note" | "vocal" | "kinesic" | "incident" | "gap" | "figure" | "desc" => {
                let inside = self.open.is_some();
                if !inside && name == "note" {
                    self.out.end_line();
                } else {
                    return Ok(Step::Over);
                }
            }
            "w" | "pc" => self.joined = element.attribute("join").is_some_and(|join| join == "right"),
            "p" | "seg" | "head" | "div" | "lg" | "l" | "item" | "lb" | "stage" | "row" | "cell" => self.out.end_line(),
            _ => {}
        }
        Ok(Step::Into)
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if self.in_header {
            match name {
                "teiHeader" => self.in_header = false,
                "person" => {
                    if let Some((id, name)) = self.person.take().filter(|(_, name)| !name.trim().is_empty()) {
                        self.names.insert(id, name.split_whitespace().collect::<Vec<_>>().join(" "));
                    }
                }
                _ => {}
            }
            return Ok(());
        }
        match name {
            "text" | "body" => self.in_text = self.in_text.saturating_sub(1),
            "u" | "sp" => {
                self.close_turn();
                self.in_text = self.in_text.saturating_sub(usize::from(name == "u"));
            }
            "speaker" => {
                let heard = self.speaker.take().map(|name| name.trim().trim_end_matches([':', '.']).to_owned());
                if let (Some((speaker, _)), Some(heard)) = (self.open.as_mut(), heard.filter(|name| !name.is_empty())) {
                    *speaker = Some(heard);
                }
            }
            "p" | "seg" | "head" | "lg" | "l" | "item" | "note" | "stage" | "row" | "cell" => self.out.end_line(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, words: &str) -> Result<(), Refusal> {
        if let Some((_, name)) = self.person.as_mut() {
            name.push_str(words);
        } else if let Some(name) = self.speaker.as_mut() {
            name.push_str(words);
        } else if !self.in_header && self.in_text > 0 {
            if words.trim().is_empty() && (std::mem::take(&mut self.joined) || self.out.ends_with_space()) {
                return Ok(());
            }
            return self.out.push_collapsed(words);
        }
        Ok(())
    }

    fn entity(&mut self) {
        self.out.leave_out_entity();
    }
}

/// `#Ana.Pérez`, `parla:AnaPérez` → the identifier alone.
fn plain_id(who: &str) -> String {
    who.rsplit_once(['#', ':']).map_or(who, |(_, id)| id).to_owned()
}
