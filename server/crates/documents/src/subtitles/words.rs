//! The words of one caption and who says them: tags go, `<v NAME>` tells the speaker, entities become characters.

use crate::html::decode_entities;

/// Words of one voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) speaker: Option<String>,
    pub(crate) words: String,
}

/// The words of a caption, voice by voice.
pub(crate) fn said_in(payload: &str) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let mut voices: Vec<String> = Vec::new();
    let mut rest = payload;
    while !rest.is_empty() {
        let (words, tag, after) = next_tag(rest);
        add(&mut said, voices.last(), words);
        if let Some(tag) = tag {
            hear(tag, &mut voices);
        }
        rest = after;
    }
    for part in &mut said {
        part.words = decode_entities(&part.words);
    }
    said
}

fn add(said: &mut Vec<Said>, speaker: Option<&String>, words: &str) {
    match said.last_mut().filter(|last| last.speaker.as_ref() == speaker) {
        Some(last) => last.words.push_str(words),
        None if words.is_empty() => {}
        None => said.push(Said { speaker: speaker.cloned(), words: words.to_owned() }),
    }
}

/// The words before the next tag, the tag without its brackets, and what follows. SubStation overrides (`{\an8}`),
/// which SRT files borrow, count as tags. A lone `<` is a word.
fn next_tag(text: &str) -> (&str, Option<&str>, &str) {
    for (at, bracket) in text.match_indices(['<', '{']) {
        let Some((words, from)) = text.split_at_checked(at) else { break };
        let inside = from.strip_prefix(bracket).unwrap_or_default();
        let (is_tag, end) = match bracket {
            "<" => (inside.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '>')), '>'),
            _ => (inside.starts_with('\\'), '}'),
        };
        if is_tag {
            let (tag, after) = inside.split_once(end).unwrap_or((inside, ""));
            return (words, Some(tag), after);
        }
    }
    (text, None, "")
}

fn hear(tag: &str, voices: &mut Vec<String>) {
    if tag == "/v" {
        voices.pop();
        return;
    }
    let Some(rest) = tag.strip_prefix('v').filter(|rest| rest.starts_with(['.', ' ', '\t', '\n'])) else { return };
    let name = rest.split_once([' ', '\t', '\n']).map_or("", |(_, name)| name);
    let name = decode_entities(name);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A voice span is often left open at the end of a caption, and another one then begins without closing it.
    if !name.is_empty() && voices.len() < 16 {
        voices.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_are_heard_and_marks_are_not() {
        let said = said_in("<v.loud Amina Said>We <i>left</i> &amp; walked.</v> <v Bo>When? 1 < 2 {\\an8}");
        let said: Vec<_> = said.iter().map(|part| (part.speaker.as_deref(), part.words.as_str())).collect();
        assert_eq!(said, [(Some("Amina Said"), "We left & walked."), (None, " "), (Some("Bo"), "When? 1 < 2 ")]);
    }

    #[test]
    fn a_broken_tag_ends_with_its_caption() {
        assert_eq!(said_in("left <b").first().map(|part| part.words.clone()), Some("left ".to_owned()));
        assert!(said_in("<").len() == 1);
    }
}
