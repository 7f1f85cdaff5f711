//! Names that are known, found in a text however they are written: folded, hyphenated, broken across lines, with the endings
//! and prefixes that a language puts on them. It never says which name it was unless asked by number.

use std::collections::HashMap;

use crate::letters::{Script, script};
use crate::reading::{Gap, Letter, Reading};

/// How freely a known name is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freedom {
    /// Anywhere, whatever stands between its words: for what must not be published.
    Anywhere,
    /// As a phrase: only spaces, hyphens and line ends between its words.
    Phrase,
}

/// Which endings a known name may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endings {
    /// Those of names.
    OfNames,
    /// Those of nouns and adjectives.
    OfWords,
    /// None: a phrase that stands as it is.
    Fixed,
}

/// One word of a known name.
#[derive(Debug, Clone)]
struct Part {
    letters: Vec<char>,
    /// How many letters stay when the word is inflected.
    stem: usize,
    script: Script,
    /// Whether it may be written in one with the part before: a joiner stood between them.
    joined: bool,
}

#[derive(Debug, Clone)]
struct Name {
    parts: Vec<Part>,
    endings: Endings,
    /// The Arabic article was taken off its first word.
    definite: bool,
    payload: u32,
}

/// Where a known name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its first code point, behind any prefix.
    pub(crate) start: u32,
    /// Behind its last code point, endings included.
    pub(crate) end: u32,
    /// The word in which it begins.
    pub(crate) first_word: usize,
    /// The word in which it ends.
    pub(crate) last_word: usize,
    /// What was put in with the name.
    pub(crate) payload: u32,
    /// Whether a prefix was taken off.
    pub(crate) prefixed: bool,
    /// How many folded letters it has.
    pub(crate) letters: usize,
}

/// Names that are known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    names: Vec<Name>,
    by_beginning: HashMap<u128, Vec<usize>>,
}

/// The longest beginning under which names are kept.
const BEGINNING: usize = 4;

impl Known {
    /// Adds a name under a number of the caller's; names of fewer than two letters are not looked for.
    pub(crate) fn add(&mut self, name: &str, endings: Endings, payload: u32) {
        let reading = Reading::of(name);
        let mut definite = false;
        let mut parts: Vec<Part> = Vec::new();
        for (index, word) in reading.words.iter().enumerate() {
            let (mut letters, rest) = halves(reading.letters.get(word.first..word.last).unwrap_or_default());
            if index == 0
                && endings != Endings::Fixed
                && word.script == Script::Arabic
                && letters.starts_with(&['ا', 'ل'])
                && letters.len() >= 5
                && usize::try_from(word.start).is_ok_and(|at| reading.chars.get(at) == Some(&'ا'))
            {
                letters.drain(..2);
                definite = true;
            }
            let stem = if endings == Endings::Fixed { letters.len() } else { stem_length(&letters, word.script) };
            parts.push(Part { letters, stem, script: word.script, joined: false });
            if !rest.is_empty() {
                let stem = if endings == Endings::Fixed { rest.len() } else { stem_length(&rest, word.script) };
                parts.push(Part { letters: rest, stem, script: word.script, joined: true });
            }
        }
        let total: usize = parts.iter().map(|part| part.letters.len()).sum();
        if total < 2 && !parts.iter().any(|part| part.script == Script::Unspaced) {
            return;
        }
        let Some(first) = parts.first() else { return };
        // What may change in a stem stays out of the key: Ольга, Ользі; Київ, Києва.
        let firm = if first.script == Script::Cyrillic { first.stem.saturating_sub(2).max(2) } else { first.stem };
        let Some(key) =
            first.letters.get(..firm.min(first.stem).min(BEGINNING)).map(|letters| beginning(letters.iter().copied()))
        else {
            return;
        };
        self.by_beginning.entry(key).or_default().push(self.names.len());
        self.names.push(Name { parts, endings, definite, payload });
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every place where a known name stands, in the order of the text.
    pub(crate) fn find(&self, reading: &Reading, freedom: Freedom) -> Vec<Found> {
        let mut found = Vec::new();
        if self.is_empty() {
            return found;
        }
        for word in &reading.words {
            for (skip, article) in prefixes(reading, word.first, word.last, word.script) {
                let from = word.first.saturating_add(skip);
                self.find_at(reading, from, skip, article, freedom, &mut found);
            }
        }
        found
    }

    fn find_at(
        &self,
        reading: &Reading,
        from: usize,
        skip: usize,
        article: bool,
        freedom: Freedom,
        out: &mut Vec<Found>,
    ) {
        for length in 1..=BEGINNING {
            let Some(letters) = reading.letters.get(from..from.saturating_add(length)) else { return };
            let within = letters.windows(2).all(|pair| matches!(pair, [one, other] if in_word(other.gap, one, other)));
            if !within {
                return;
            }
            let Some(candidates) = self.by_beginning.get(&beginning(letters.iter().map(|letter| letter.letter))) else {
                continue;
            };
            for name in candidates.iter().filter_map(|index| self.names.get(*index)) {
                if name.endings == Endings::Fixed && skip > 0 && !article_like(reading, from, skip) {
                    continue;
                }
                let allowed = !name.definite
                    || article
                    || freedom == Freedom::Anywhere
                        && name.parts.first().is_some_and(|part| part.letters.len() >= 4 || name.parts.len() > 1);
                if !allowed {
                    continue;
                }
                let Some(until) = stands_at(name, reading, from, freedom) else { continue };
                let Some((first, last)) = reading.letters.get(from).zip(reading.letters.get(until.saturating_sub(1)))
                else {
                    continue;
                };
                let start = if name.definite { definite_start(reading, from, skip) } else { from };
                let word = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
                out.push(Found {
                    start: reading.letters.get(start).map_or(first.at, |letter| letter.at),
                    end: reading.end_of_letter(until.saturating_sub(1)),
                    first_word: word(first.word),
                    last_word: word(last.word),
                    payload: name.payload,
                    prefixed: start > from.saturating_sub(skip),
                    letters: until.saturating_sub(start),
                });
            }
        }
    }
}

/// A word that is held together by a joiner or an apostrophe may also be written in two; each half has two letters or more.
fn halves(letters: &[Letter]) -> (Vec<char>, Vec<char>) {
    let cut = letters
        .iter()
        .enumerate()
        .find(|(index, letter)| *index >= 2 && index.saturating_add(2) <= letters.len() && letter.gap == Gap::Mark)
        .map_or(letters.len(), |(index, _)| index);
    let (one, other) = letters.split_at_checked(cut).unwrap_or((letters, &[]));
    let plain = |part: &[Letter]| part.iter().map(|letter| letter.letter).collect();
    (plain(one), plain(other))
}

/// A name with its article is shown with its article.
fn definite_start(reading: &Reading, from: usize, skip: usize) -> usize {
    let two = from.saturating_sub(2);
    let article =
        reading.letters.get(two..from).is_some_and(|pair| matches!(pair, [a, l] if a.letter == 'ا' && l.letter == 'ل'));
    if skip >= 2 && article { two } else { from }
}

/// A fixed phrase may stand behind "and" alone: واسمي.
fn article_like(reading: &Reading, from: usize, skip: usize) -> bool {
    skip == 1 && reading.letters.get(from.saturating_sub(1)).is_some_and(|letter| matches!(letter.letter, 'و' | 'ف'))
}

/// Up to four letters as one number.
fn beginning(letters: impl Iterator<Item = char>) -> u128 {
    letters.fold(1, |sum, letter| (sum << 21) | u128::from(u32::from(letter)))
}

/// Whether a gap may stand inside a word of a name: hyphenated, broken at the line's end, or spelt letter by letter. Codes
/// are grouped as people like.
fn in_word(gap: Gap, before: &Letter, after: &Letter) -> bool {
    match gap {
        Gap::None | Gap::Mark | Gap::Hyphen => true,
        Gap::Line => before.letter.is_alphanumeric() && !before.letter.is_ascii_digit(),
        Gap::Space | Gap::Dot => before.letter.is_ascii_digit() || after.letter.is_ascii_digit(),
        Gap::Comma | Gap::Quote | Gap::Sentence | Gap::Other => false,
    }
}

/// Where a name that begins at a letter ends, if it stands there.
fn stands_at(name: &Name, reading: &Reading, from: usize, freedom: Freedom) -> Option<usize> {
    let mut at = from;
    for (index, part) in name.parts.iter().enumerate() {
        if index > 0 {
            let gap = reading.letters.get(at)?.gap;
            let between = match freedom {
                Freedom::Anywhere => true,
                Freedom::Phrase => gap.joins() && (part.joined || gap != Gap::None),
            };
            if !between {
                return None;
            }
        }
        let next = name.parts.get(index.saturating_add(1));
        let runs_on = next.is_some_and(|next| next.joined || freedom == Freedom::Anywhere);
        at = part_at(part, name.endings, reading, at, runs_on, freedom)?;
    }
    Some(at)
}

/// Where one word of a name ends, if it stands at a letter.
fn part_at(
    part: &Part,
    endings: Endings,
    reading: &Reading,
    from: usize,
    runs_on: bool,
    freedom: Freedom,
) -> Option<usize> {
    let whole = exact(&part.letters, reading, from);
    if let Some(end) = whole {
        // In Persian a joiner holds what is one word: می in می‌رود is no month.
        let held = freedom == Freedom::Phrase
            && part.script == Script::Arabic
            && reading.letters.get(end).is_some_and(|next| next.gap == Gap::Mark)
            && !tail(reading, end.saturating_add(1)).is_some_and(|(mut rest, _)| {
                rest.splice(..0, reading.letters.get(end).map(|next| next.letter));
                takes(part, Endings::OfWords, &rest)
            });
        if runs_on || ends(reading, end) && !held {
            return Some(end);
        }
    }
    if endings == Endings::Fixed {
        return None;
    }
    let (end, alternated) = stem_at(part, reading, from)?;
    let (tail, until) = tail(reading, end)?;
    (takes(part, endings, &tail) && alternation_holds(alternated, &tail)).then_some(until)
}

/// Behind the letters, if all stand there.
fn exact(letters: &[char], reading: &Reading, from: usize) -> Option<usize> {
    let mut at = from;
    for (index, letter) in letters.iter().enumerate() {
        let here = reading.letters.get(at)?;
        if here.letter != *letter {
            return None;
        }
        if index > 0 {
            let before = reading.letters.get(at.checked_sub(1)?)?;
            if !in_word(here.gap, before, here) {
                return None;
            }
        }
        at = at.saturating_add(1);
    }
    // Short words on both sides of a line's end are words, not halves of a name.
    let broken =
        || reading.letters.get(from.saturating_add(1)..at).is_some_and(|l| l.iter().any(|l| l.gap == Gap::Line));
    (letters.len() >= 5 || !broken()).then_some(at)
}

/// Which letter changed in the stem, and so which endings may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alternated {
    No,
    /// Ольга, Ользі: before і only.
    Last,
    /// Федір, Федора; Київ, Києва: before an ending only.
    Vowel,
}

fn stem_at(part: &Part, reading: &Reading, from: usize) -> Option<(usize, Alternated)> {
    let mut alternated = Alternated::No;
    let mut at = from;
    for (index, letter) in part.letters.iter().take(part.stem).enumerate() {
        let here = reading.letters.get(at)?;
        if index > 0 {
            let before = reading.letters.get(at.checked_sub(1)?)?;
            if !in_word(here.gap, before, here) {
                return None;
            }
        }
        if here.letter != *letter {
            let behind = part.stem.saturating_sub(index);
            alternated = match (letter, here.letter) {
                _ if part.script != Script::Cyrillic => return None,
                ('г', 'з') | ('к', 'ц') | ('х', 'с') if behind == 1 => Alternated::Last,
                ('і', 'о' | 'е' | 'є') if behind == 2 => Alternated::Vowel,
                _ => return None,
            };
        }
        at = at.saturating_add(1);
    }
    Some((at, alternated))
}

fn alternation_holds(alternated: Alternated, tail: &[char]) -> bool {
    match alternated {
        Alternated::No => true,
        Alternated::Last => tail == ['і'],
        Alternated::Vowel => !tail.is_empty(),
    }
}

/// Whether a word ends before this letter.
fn ends(reading: &Reading, at: usize) -> bool {
    let Some(next) = reading.letters.get(at) else { return true };
    let Some(last) = at.checked_sub(1).and_then(|before| reading.letters.get(before)) else { return true };
    next.gap != Gap::None
        || next.letter.is_ascii_digit() != last.letter.is_ascii_digit()
        || script(next.letter) == Script::Unspaced
        || script(last.letter) == Script::Unspaced
}

/// The letters from here to the end of the word, four at most.
fn tail(reading: &Reading, from: usize) -> Option<(Vec<char>, usize)> {
    let mut letters = Vec::new();
    let mut at = from;
    while !ends(reading, at) {
        letters.push(reading.letters.get(at)?.letter);
        at = at.saturating_add(1);
        if letters.len() > 4 {
            return None;
        }
    }
    Some((letters, at))
}

/// How many letters stay when a word is inflected: in Ukrainian all but the vowels at its end, three at least.
fn stem_length(letters: &[char], script: Script) -> usize {
    if script != Script::Cyrillic {
        return letters.len();
    }
    let vowel = |letter: &char| matches!(letter, 'а' | 'я' | 'о' | 'е' | 'и' | 'і' | 'у' | 'ю' | 'є' | 'ь');
    let mut stem = letters.len();
    // й is folded to и, so that -ий ends in two of them.
    for _ in 0..2 {
        let ends_in_vowel = stem.checked_sub(1).and_then(|last| letters.get(last)).is_some_and(vowel);
        let adjective = letters.ends_with(&['и', 'и']) || letters.ends_with(&['ь']);
        if ends_in_vowel && stem > 3 && (stem == letters.len() || adjective) {
            stem = stem.saturating_sub(1);
        }
    }
    stem
}

/// Endings after folding (й as и, ї as і), of names and of adjectives that became names.
const CYRILLIC: &[&str] = &[
    "", "а", "я", "у", "ю", "і", "и", "е", "є", "о", "ь", "ом", "ем", "єм", "ям", "ам", "ою", "ею", "єю", "ові", "еві",
    "єві", "ах", "ях", "ами", "ями", "ів", "ии", "ого", "ому", "им", "іи", "ои", "ії", "іі", "ьою", "ьому", "их",
    "ими", "еи", "ко", "ьо",
];
const ARABIC_NAMES: &[&str] = &["را", "جان", "ها"];
/// Behind a long vowel Persian writes its link as a letter: زهرای.
const BEHIND_VOWEL: &[&str] = &["ی", "یی", "را", "جان", "ها"];
const ARABIC_WORDS: &[&str] = &[
    "ه", "ین", "ون", "ات", "ا", "ان", "تی", "ی", "نا", "ها", "هم", "م", "ای", "های", "را", "ش", "مان", "یه", "ام",
    "اش", "ند", "یم", "هام", "ت",
];
const ETHIOPIC: &[&str] =
    &["ን", "ም", "ና", "ስ", "ሞ", "ንም", "ው", "ዋ", "ዊ", "ዊት", "ነኝ", "ዬ", "የ", "ኳ", "ውን", "ኡ", "ኣ", "ታት", "ዎች", "ነት", "ት"];
const LATIN_NAMES: &[&str] = &["s"];
const LATIN_WORDS: &[&str] = &["s", "e", "es", "en", "er", "n", "em"];
const UNCHANGED: &[&str] = &[""];

/// Whether a word may end so.
fn takes(part: &Part, endings: Endings, tail: &[char]) -> bool {
    let length = part.letters.len();
    let vowel = matches!(part.letters.last(), Some('ا' | 'و'));
    let list = match (part.script, endings) {
        (Script::Cyrillic, _) if length >= 4 => CYRILLIC,
        (Script::Arabic, Endings::OfNames) if length >= 4 && vowel => BEHIND_VOWEL,
        (Script::Arabic, Endings::OfNames) if length >= 4 => ARABIC_NAMES,
        (Script::Arabic, Endings::OfWords) if length >= 4 => ARABIC_WORDS,
        (Script::Ethiopic, _) => ETHIOPIC,
        (Script::Latin, Endings::OfNames) if length >= 3 => LATIN_NAMES,
        (Script::Latin, Endings::OfWords) if length >= 4 => LATIN_WORDS,
        _ => UNCHANGED,
    };
    list.iter().any(|ending| ending.chars().eq(tail.iter().copied()))
}

/// How many letters of a word may be a prefix, and whether the Arabic article is among them; none is always first.
fn prefixes(reading: &Reading, first: usize, last: usize, script: Script) -> Vec<(usize, bool)> {
    let mut skips = vec![(0, false)];
    let letter = |index: usize| (index < last).then(|| reading.letters.get(index)).flatten().map(|l| l.letter);
    match script {
        Script::Arabic => {
            let mut from = vec![first];
            if matches!(letter(first), Some('و' | 'ف')) {
                from.push(first.saturating_add(1));
            }
            for at in from.clone() {
                if matches!(letter(at), Some('ب' | 'ل' | 'ک')) {
                    from.push(at.saturating_add(1));
                }
            }
            for at in from {
                if at > first {
                    skips.push((at.saturating_sub(first), false));
                }
                let (one, two) = (letter(at), letter(at.saturating_add(1)));
                if matches!((one, two), (Some('ا'), Some('ل')) | (Some('ل'), Some('ل'))) {
                    skips.push((at.saturating_add(2).saturating_sub(first), true));
                }
            }
            // Of للحداد the first ل is the preposition and the second the article.
            skips.retain(|(skip, _)| first.saturating_add(*skip) < last);
        }
        Script::Ethiopic => {
            if matches!(letter(first), Some('የ' | 'ከ' | 'በ' | 'ለ' | 'ን' | 'ብ' | 'ዘ' | 'ዝ' | 'ም'))
                && last > first.saturating_add(2)
            {
                skips.push((1, false));
            }
            if matches!(
                (letter(first), letter(first.saturating_add(1))),
                (Some('እ'), Some('ነ' | 'ን')) | (Some('ስ'), Some('ለ'))
            ) {
                skips.push((2, false));
            }
        }
        Script::Latin | Script::Cyrillic | Script::Unspaced | Script::Digit | Script::Other => {}
    }
    skips
}
