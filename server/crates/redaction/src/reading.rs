//! A text as the rules read it: letters folded, words with their place, and what stands between them. It changes nothing and
//! remembers where everything stood, in code points.

use crate::letters::{Script, fold, is_silent, script};

/// What stands before a letter or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing: the letter belongs to the one before.
    None,
    /// Something inside a word that may also end it: an apostrophe, a joiner that does not join, a soft hyphen.
    Mark,
    /// A hyphen, also at the end of a line.
    Hyphen,
    /// One line end and nothing else.
    Line,
    /// Spaces, at most one line end among them.
    Space,
    /// A dot, slash or underscore without a space.
    Dot,
    /// A comma.
    Comma,
    /// A quotation mark or bracket that opens.
    Quote,
    /// The end of a sentence, or an empty line.
    Sentence,
    /// Anything else.
    Other,
}

impl Gap {
    /// Whether words of one name or phrase may stand on both sides.
    pub(crate) fn joins(self) -> bool {
        matches!(self, Self::None | Self::Mark | Self::Hyphen | Self::Line | Self::Space | Self::Dot)
    }
}

/// One folded letter or digit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// The folded letter.
    pub(crate) letter: char,
    /// Where it stood, in code points.
    pub(crate) at: u32,
    /// The word it belongs to.
    pub(crate) word: u32,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// How a word is written in scripts that have capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// All small, or a script without capitals.
    Small,
    /// A capital first.
    Capital,
    /// More than one letter, all capitals.
    Capitals,
}

/// A run of letters and digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Its first code point.
    pub(crate) start: u32,
    /// Behind its last code point.
    pub(crate) end: u32,
    /// Its first folded letter.
    pub(crate) first: usize,
    /// Behind its last folded letter.
    pub(crate) last: usize,
    /// The script of its first letter.
    pub(crate) script: Script,
    /// How it is written.
    pub(crate) case: Case,
    /// What stands before it.
    pub(crate) gap: Gap,
    /// Whether it opens a sentence, a line or a quotation, where capitals mean nothing.
    pub(crate) opens: bool,
}

impl Word {
    /// How many folded letters it has.
    pub(crate) fn length(&self) -> usize {
        self.last.saturating_sub(self.first)
    }

    /// Whether it is written as names are, in scripts that have capitals.
    pub(crate) fn is_capital(&self) -> bool {
        self.case != Case::Small
    }

    /// Whether its script has capitals.
    pub(crate) fn has_case(&self) -> bool {
        matches!(self.script, Script::Latin | Script::Cyrillic)
    }
}

/// A text as the rules read it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    /// The text itself.
    pub(crate) chars: Vec<char>,
    /// Its folded letters.
    pub(crate) letters: Vec<Letter>,
    /// Its words.
    pub(crate) words: Vec<Word>,
}

impl Reading {
    /// Reads a text, once.
    pub(crate) fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut reading = Self { letters: Vec::with_capacity(chars.len()), words: Vec::new(), chars };
        let (mut at, mut behind) = (0_usize, 0_usize);
        while let Some(c) = reading.chars.get(at).copied() {
            if c.is_alphanumeric() && !is_silent(c) {
                let end = reading.read_word(behind, at);
                at = end;
                behind = end;
            } else {
                at = at.saturating_add(1);
            }
        }
        reading
    }

    /// Reads the word that begins at `start`, after what stands from `behind`; gives back where it ends.
    fn read_word(&mut self, behind: usize, start: usize) -> usize {
        let Some(opening) = self.chars.get(start).copied() else { return start };
        let (gap, opens) = self.between(behind, start);
        let index = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let first = self.letters.len();
        let own_script = script(opening);
        let (mut at, mut end, mut next_gap) = (start, start, gap);
        let (mut capitals, mut cased, mut first_capital) = (0_u32, 0_u32, false);
        while let Some(c) = self.chars.get(at).copied() {
            if is_silent(c) {
                if at == end && !is_joiner(c) {
                    end = at.saturating_add(1);
                }
                if is_joiner(c) && next_gap == Gap::None {
                    next_gap = Gap::Mark;
                }
                at = at.saturating_add(1);
                // A mark belongs to the word only when it follows a letter directly, a joiner only between letters.
                continue;
            }
            if is_apostrophe(c) {
                let elided = own_script == Script::Latin && self.letters.len().saturating_sub(first) <= 2;
                let inside = self.chars.get(at.saturating_add(1)).is_some_and(|next| next.is_alphabetic());
                if elided || !inside || end != at {
                    break;
                }
                next_gap = Gap::Mark;
                at = at.saturating_add(1);
                continue;
            }
            if !c.is_alphanumeric() {
                break;
            }
            if own_script == Script::Unspaced && at > start {
                break;
            }
            // A prefix stands before digits without a space: በ2013.
            let digit = script(c) == Script::Digit;
            let spaceless = |script: Script| matches!(script, Script::Ethiopic | Script::Arabic);
            if at > start && (digit && spaceless(own_script) || own_script == Script::Digit && spaceless(script(c))) {
                break;
            }
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            let (letters, gap_here) = (&mut self.letters, &mut next_gap);
            fold(c, &mut |letter| {
                letters.push(Letter { letter, at: place, word: index, gap: *gap_here });
                *gap_here = Gap::None;
            });
            first_capital |= c.is_uppercase() && at == start;
            capitals = capitals.saturating_add(u32::from(c.is_uppercase()));
            cased = cased.saturating_add(u32::from(c.is_alphabetic()));
            at = at.saturating_add(1);
            end = at;
        }
        let case = match (capitals == cased && cased > 1, first_capital) {
            (true, _) => Case::Capitals,
            (false, true) => Case::Capital,
            (false, false) => Case::Small,
        };
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let last = self.letters.len();
        if last > first {
            let (start, end) = (place(start), place(end));
            self.words.push(Word { start, end, first, last, script: own_script, case, gap, opens });
        }
        end
    }

    /// What stands between two places, and whether a sentence begins behind it.
    fn between(&self, from: usize, to: usize) -> (Gap, bool) {
        let Some(between) = self.chars.get(from..to) else { return (Gap::Other, true) };
        let Some(before) = self.words.last() else { return (Gap::Sentence, true) };
        let (mut lines, mut spaces, mut others) = (0_u32, 0_u32, 0_u32);
        let mut gap = Gap::None;
        for c in between.iter().copied() {
            let here = match c {
                '\n' => {
                    lines = lines.saturating_add(1);
                    continue;
                }
                _ if c.is_whitespace() => {
                    spaces = spaces.saturating_add(1);
                    continue;
                }
                _ if is_silent(c) => continue,
                '-' | '\u{2010}' | '\u{2011}' | '\u{05BE}' => Gap::Hyphen,
                '.' | '/' | '_' | '·' | '\\' => Gap::Dot,
                ',' | '،' | '፣' | '、' => Gap::Comma,
                '"' | '“' | '„' | '«' | '‹' | '(' | '[' | '‘' | '‚' | '\u{2013}' | '\u{2014}' => Gap::Quote,
                '!' | '?' | '…' | '؟' | '።' | '፧' | ':' | ';' | '؛' | '፤' | '፡' | '。' => Gap::Sentence,
                '\'' | '’' | 'ʼ' => Gap::Mark,
                _ => Gap::Other,
            };
            others = others.saturating_add(1);
            gap = match (gap, here) {
                (Gap::None, here) => here,
                (Gap::Sentence, _) | (_, Gap::Sentence) => Gap::Sentence,
                (Gap::Quote, _) | (_, Gap::Quote) => Gap::Quote,
                (Gap::Dot, Gap::Dot) => Gap::Dot,
                (Gap::Hyphen, Gap::Hyphen) => Gap::Hyphen,
                _ => Gap::Other,
            };
        }
        let after_short = gap == Gap::Dot && (before.is_capital() && before.length() <= 1 || self.is_title(before));
        let gap = match gap {
            Gap::None if between.is_empty() => Gap::Mark,
            Gap::None if lines > 1 => Gap::Sentence,
            Gap::None if lines == 1 && spaces == 0 => Gap::Line,
            Gap::None if lines == 1 || spaces > 0 => Gap::Space,
            // A colon of an Ethiopic text is a space between words; a dot after an initial or a title ends nothing.
            Gap::Dot if spaces.saturating_add(lines) > 0 && !after_short => Gap::Sentence,
            Gap::Dot if spaces > 0 => Gap::Space,
            Gap::Hyphen if spaces > 0 && between.first().is_some_and(|c| c.is_whitespace()) => Gap::Quote,
            Gap::Sentence if others == 1 && between.contains(&'፡') => Gap::Space,
            Gap::Sentence if others == 1 && spaces.saturating_add(lines) == 0 && between.contains(&':') => Gap::Dot,
            Gap::Sentence | Gap::Quote | Gap::Comma | Gap::Other if lines > 1 => Gap::Sentence,
            Gap::None
            | Gap::Mark
            | Gap::Hyphen
            | Gap::Line
            | Gap::Space
            | Gap::Dot
            | Gap::Comma
            | Gap::Quote
            | Gap::Sentence
            | Gap::Other => gap,
        };
        let opens = matches!(gap, Gap::Sentence | Gap::Quote) || lines > 0 && gap != Gap::Hyphen && others > 0;
        (gap, opens)
    }

    /// Whether a word is a title that is written with a dot.
    fn is_title(&self, word: &Word) -> bool {
        let letters: String = self.folded(word);
        matches!(
            letters.as_str(),
            "mr" | "mrs"
                | "ms"
                | "dr"
                | "st"
                | "prof"
                | "mme"
                | "mlle"
                | "rev"
                | "no"
                | "nr"
                | "вул"
                | "м"
                | "п"
                | "hr"
                | "fr"
                | "mw"
                | "dhr"
        )
    }

    /// The folded letters of a word.
    pub(crate) fn folded(&self, word: &Word) -> String {
        self.letters.get(word.first..word.last).unwrap_or_default().iter().map(|letter| letter.letter).collect()
    }

    /// The word of this number.
    pub(crate) fn word(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// Behind the letter of this number, with the marks that sit on it, in code points.
    pub(crate) fn end_of_letter(&self, index: usize) -> u32 {
        let Some(letter) = self.letters.get(index) else { return 0 };
        let mut end = letter.at.saturating_add(1);
        let char_at = |at: u32| usize::try_from(at).ok().and_then(|at| self.chars.get(at)).copied();
        // A hamza on the line is folded away and belongs to the letter before it.
        while char_at(end).is_some_and(|c| is_silent(c) && !is_joiner(c) || c == 'ء') {
            end = end.saturating_add(1);
        }
        end
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '\u{02BB}' | '\u{05F3}' | '\u{02B9}' | '\u{2032}')
}

/// Silent characters that stand between letters rather than on one.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{Gap, Reading};

    fn words(text: &str) -> Vec<(String, Gap)> {
        let reading = Reading::of(text);
        reading.words.iter().map(|word| (reading.folded(word), word.gap)).collect()
    }

    #[test]
    fn words_are_cut_where_a_name_may_begin() {
        let folded: Vec<String> =
            words("L’hôpital d'Amina Haddad's O'Brien Слов'янськ علی\u{200C}رضا").into_iter().map(|(w, _)| w).collect();
        assert_eq!(folded, ["l", "hopital", "d", "amina", "haddads", "o", "brien", "словянськ", "علیرضا"]);
        assert_eq!(words("Mr. Smith. He")[1].1, Gap::Space);
        assert_eq!(words("Mr. Smith. He")[2].1, Gap::Sentence);
        assert_eq!(words("Ami-\nna")[1].1, Gap::Hyphen);
        assert_eq!(words("ሰላም፡ኣለኹ።")[1].1, Gap::Space);
    }
}
