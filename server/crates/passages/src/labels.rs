//! What a speaker's label at the head of a line looks like. It says what a line could be; `turns` decides, from the
//! whole text, whether it is.

/// How a line could name its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name and a colon, or a name and a time: `AMINA:`, `Amina [00:12:01]`.
    Named,
    /// `Q.`, `A.`, `Q)`: one letter, which might also be an initial.
    Letter,
    /// `Q1`, `A12.`: a letter with a number.
    Numbered,
    /// A name in capitals with the line to itself.
    Alone,
}

/// A label that a line could begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The name as written.
    pub(crate) name: String,
    /// The name for comparing: lower case, without invisible marks.
    pub(crate) key: String,
    pub(crate) kind: Kind,
}

/// A name longer than this, in code points, is a sentence.
const LONGEST_NAME: usize = 40;
const MOST_WORDS: usize = 4;

/// Words that head a line and are nobody's name, in the languages of the narrators we know of. They are never speakers.
const NOBODY: &[&str] = &[
    "note",
    "notes",
    "nb",
    "n.b.",
    "p.s.",
    "ps",
    "source",
    "sources",
    "date",
    "place",
    "location",
    "time",
    "title",
    "subject",
    "summary",
    "keywords",
    "warning",
    "example",
    "address",
    "abstract",
    "http",
    "https",
    "tel",
    "email",
    "e-mail",
    "phone",
    "fax",
    "occupation",
    "written by",
    "edited by",
    "name",
    "age",
    "gender",
    "language",
    "duration",
    "file",
    "recorded",
    "recording",
    "transcript",
    "transcriber",
    "project",
    "copyright",
    "chapter",
    "page",
    "he said",
    "she said",
    "important",
    "remember",
    "conclusion",
    "question",
    "answer",
    "http //",
    "www",
    "remarque",
    "lieu",
    "anmerkung",
    "hinweis",
    "ort",
    "datum",
    "nota",
    "fecha",
    "lugar",
    "not",
    "tarih",
    "yer",
    "примечание",
    "дата",
    "место",
    "источник",
    "примітка",
    "місце",
    "джерело",
    "ملاحظة",
    "تاريخ",
    "التاريخ",
    "المكان",
    "المصدر",
    "قال",
    "قالت",
    "وقال",
    "وقالت",
    "قلت",
    "توجه",
    "یادداشت",
    "تاریخ",
    "مکان",
    "گفت",
    "نوټ",
    "نوٹ",
];

/// Small words that stand uncapitalised inside names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "di", "la", "le", "van", "von", "der", "den", "ter", "bin", "bint", "ibn",
    "abu", "al", "el", "ul", "y", "e", "and", "of", "the",
];

impl Label {
    /// Whether the label is a heading's or a note's word rather than a name.
    pub(crate) fn is_nobody(&self) -> bool {
        NOBODY.contains(&self.key.as_str())
    }
}

/// The label that this line could begin with.
pub(crate) fn label_of(line: &str) -> Option<Label> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let line = strip_time(line).unwrap_or(line).trim_start();
    emphasised(line).or_else(|| lettered(line)).or_else(|| named(line)).or_else(|| alone(line))
}

/// `**NAME:** words`, `**NAME**: words`, `__NAME__ [00:12]`, and `**NAME**` alone.
fn emphasised(line: &str) -> Option<Label> {
    let mark = line.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let inside = line.trim_start_matches(mark);
    let (inside, after) = inside.split_once(mark)?;
    let after = after.trim_start_matches(mark).trim_start();
    match inside.trim_end().strip_suffix([':', '：']) {
        Some(name) => name_label(without_time(name), Kind::Named),
        None if after.starts_with([':', '：']) || is_time(after) => name_label(without_time(inside), Kind::Named),
        None if after.is_empty() => named(inside).or_else(|| alone(inside)),
        None => None,
    }
}

/// `Q.`, `A)`, `Q1`, `A12.`.
fn lettered(line: &str) -> Option<Label> {
    let letter = line.chars().next().filter(|c| matches!(c, 'Q' | 'A'))?;
    let rest = line.strip_prefix(letter)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after.len() < rest.len();
    let ends = match after.chars().next() {
        Some('.' | ')') => after.chars().nth(1).is_none_or(char::is_whitespace),
        Some(c) => is_numbered && (c.is_whitespace() || c == ':'),
        None => is_numbered,
    };
    let kind = if is_numbered { Kind::Numbered } else { Kind::Letter };
    ends.then(|| Label { name: letter.to_string(), key: letter.to_lowercase().to_string(), kind })
}

/// `NAME: words`, `NAME [00:12:01]: words`, `NAME (00:12)`, `NAME 00:12:01`.
fn named(line: &str) -> Option<Label> {
    if let Some((name, rest)) = before_time(line) {
        let rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with([':', '：']) || line.contains(['[', '(']) {
            return name_label(name, Kind::Named);
        }
    }
    let (name, rest) = line.split_once([':', '：'])?;
    if rest.starts_with(|c: char| c == '/' || c == ':' || c.is_ascii_digit()) {
        return None;
    }
    name_label(name, Kind::Named)
}

/// `SPEAKER` in capitals, with the line to itself.
fn alone(line: &str) -> Option<Label> {
    let has_capital = line.chars().any(char::is_uppercase);
    let ends_openly = line.ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == ']');
    if !has_capital || !ends_openly || line.chars().any(char::is_lowercase) {
        return None;
    }
    name_label(line, Kind::Alone)
}

fn name_label(name: &str, kind: Kind) -> Option<Label> {
    let name: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    let name = name.trim().trim_matches(['[', ']']).trim();
    if !is_like_a_name(name) {
        return None;
    }
    Some(Label { name: name.to_owned(), key: name.to_lowercase(), kind })
}

/// One to four words of letters, digits, marks and `. ' - _ # & ( )`, capitalised where the script has capitals. One
/// word alone may be lower case (`interviewer:`).
fn is_like_a_name(name: &str) -> bool {
    let mut words = 0_usize;
    for word in name.split_whitespace() {
        words += 1;
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let small = bare.starts_with(char::is_lowercase);
        if small && name.contains(char::is_whitespace) && !is_small_by_right(bare, words) {
            return false;
        }
    }
    (1..=MOST_WORDS).contains(&words)
        && name.chars().count() <= LONGEST_NAME
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(may_stand_in_a_name)
}

fn is_small_by_right(word: &str, nth: usize) -> bool {
    let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    // "al-Masri", "d'Arc": the capital follows the joint.
    let joined = word.contains(['-', '\'', '’']) && word.contains(char::is_uppercase);
    nth > 1 && (PARTICLES.contains(&plain) || joined)
}

fn may_stand_in_a_name(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '-' | '_' | '#' | '&' | '(' | ')');
    }
    // Combining marks and joiners are part of names; the blocks of symbols and of other scripts' stops are not.
    match c {
        '\u{200c}' | '\u{200d}' | '\u{2010}' | '\u{2011}' | '‘' | '’' | '·' => true,
        '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' => false,
        '؟' | '،' | '؛' | '۔' | '«' | '»' | '？' | '¿' | '¡' | '×' | '÷' | '\u{fffd}' => false,
        _ => !c.is_control(),
    }
}

/// Bidi controls and the byte order mark: they may surround a name without being of it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The name before a time, and what follows the time.
fn before_time(line: &str) -> Option<(&str, &str)> {
    let colon = line.find([':', '：'])?;
    let head = line.get(..colon)?.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = head.trim_end_matches(['[', '(', ' ', '\t']);
    let time = line.get(name.len()..)?.trim_start();
    (name.len() < head.len()).then_some(())?;
    Some((name, strip_time(time)?))
}

fn without_time(name: &str) -> &str {
    before_time(name).filter(|(_, rest)| rest.trim().is_empty()).map_or(name, |(name, _)| name)
}

fn is_time(words: &str) -> bool {
    strip_time(words).is_some_and(|rest| rest.trim_end_matches([':', ' ']).is_empty())
}

/// What follows a leading time, `[00:12:01]`, `(12:01)` or `00:12:01.500`, if there is one.
fn strip_time(words: &str) -> Option<&str> {
    let open = words.starts_with(['[', '(']);
    let mut rest = words.trim_start_matches(['[', '(']);
    let mut groups = 0_usize;
    loop {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = rest.len().saturating_sub(after.len());
        if !(1..=3).contains(&digits) || (groups > 0 && digits < 2) {
            return None;
        }
        groups += 1;
        let separator = if groups < 3 { after.strip_prefix(':') } else { None };
        let fraction =
            after.strip_prefix(['.', ',']).filter(|f| groups > 1 && f.starts_with(|c: char| c.is_ascii_digit()));
        match (separator.filter(|next| next.starts_with(|c: char| c.is_ascii_digit())), fraction) {
            (Some(next), _) => rest = next,
            (None, Some(f)) => {
                rest = f.trim_start_matches(|c: char| c.is_ascii_digit());
                break;
            }
            (None, None) => {
                rest = after;
                break;
            }
        }
    }
    let closed = rest.strip_prefix([']', ')']);
    let rest = if open { closed? } else { rest };
    let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || c == ':' || open);
    (groups > 1 && ends).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(line: &str) -> Option<String> {
        label_of(line).map(|label| label.name)
    }

    #[test]
    fn a_name_before_a_colon_is_a_label() {
        for (line, expected) in [
            ("AMINA: We left at night.", "AMINA"),
            ("Amina Said: We left.", "Amina Said"),
            ("**Carmen Andoh:** Welcome", "Carmen Andoh"),
            ("**Amina** : we", "Amina"),
            ("**Amina**: we", "Amina"),
            ("__Amina__ [00:12]", "Amina"),
            ("أمينة: خرجنا ليلاً", "أمينة"),
            ("\u{202b}أمينة سعيد: خرجنا", "أمينة سعيد"),
            ("Олена Петрівна: ми виїхали", "Олена Петрівна"),
            ("[00:12:01] Amina: we left", "Amina"),
            ("Amina [00:12:01]: we left", "Amina"),
            ("Amina [00:12:01] we left", "Amina"),
            ("Speaker 1  00:12", "Speaker 1"),
            ("Omar al-Masri: yes", "Omar al-Masri"),
            ("Q: where?", "Q"),
            ("Q12. where?", "Q"),
            ("Q. Where?", "Q"),
            ("MRS. RITA CAMILLERI", "MRS. RITA CAMILLERI"),
            ("张伟：我们走了", "张伟"),
        ] {
            assert_eq!(name(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn prose_is_no_label() {
        for line in [
            "He said to me: go",
            "we met (10:30) at the gate",
            "See https://example.org",
            "At 10:30 we left",
            "10:30 we left",
            "\"Go\": he said",
            "A camp is no place",
            "Quiet. We left.",
            "A.B. Smith was here",
            "",
            ":",
            "**",
            "خرجنا، ثم قال: تعال",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
