//! The text being made: every reader writes here and nowhere else, so that line ends, control characters and the
//! largest size are settled in one place and positions are final when they are taken.

use passages::CodePoints;

use crate::document::Notice;
use crate::read::LARGEST_TEXT;
use crate::refusal::{Refusal, RefusalCode};

/// Text with counted positions.
#[derive(Debug, Default)]
pub(crate) struct Out {
    text: String,
    code_points: u32,
    after_return: bool,
    gap: Gap,
    unreadable: u32,
    controls: u32,
    bidi: u32,
    images: u32,
    entities: u32,
}

/// What is to stand between the last words and the next, if there are next ones.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    BlankLine,
}

/// Finished text, and what is to be said about it.
pub(crate) struct Finished {
    pub(crate) text: String,
    pub(crate) notices: Vec<Notice>,
}

impl Out {
    /// Where the next character will stand.
    pub(crate) fn here(&self) -> CodePoints {
        CodePoints(self.code_points)
    }

    pub(crate) fn ends_with_space(&self) -> bool {
        self.gap != Gap::None || self.text.chars().next_back().is_none_or(char::is_whitespace)
    }

    /// Adds words as they are, but for line ends and control characters.
    ///
    /// # Errors
    /// Too large.
    pub(crate) fn push(&mut self, words: &str) -> Result<(), Refusal> {
        if self.text.len().saturating_add(words.len()) > LARGEST_TEXT {
            let detail = format!("The text is longer than {} MiB.", LARGEST_TEXT / 1_048_576);
            return Err(Refusal::new(RefusalCode::TooLarge, detail));
        }
        if words.is_empty() {
            return Ok(());
        }
        self.fill_gap();
        for character in words.chars() {
            self.push_char(character);
        }
        Ok(())
    }

    /// Writes what stands before the next words now, so that [`Out::here`] is where they will begin.
    pub(crate) fn fill_gap(&mut self) {
        match std::mem::take(&mut self.gap) {
            Gap::None => {}
            Gap::Space if self.text.ends_with(char::is_whitespace) => {}
            Gap::Space => self.push_char(' '),
            Gap::Cell if self.text.is_empty() || self.text.ends_with('\n') => {}
            Gap::Cell => self.push_char('\t'),
            Gap::Line => self.end_line(),
            Gap::BlankLine => self.end_paragraph(),
        }
    }

    /// A space stands before the next words, if they come on this line.
    pub(crate) fn space_next(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// The next words begin a line.
    pub(crate) fn line_next(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// The next words follow a blank line.
    pub(crate) fn blank_line_next(&mut self) {
        self.gap = Gap::BlankLine;
    }

    /// The next words begin a cell of a table: a tab parts them from the cell before, if it is in the same row.
    pub(crate) fn cell_next(&mut self) {
        self.gap = Gap::Cell;
    }

    /// The next words begin a row of a table.
    pub(crate) fn row_next(&mut self) {
        self.gap = Gap::None;
        self.end_line();
    }

    pub(crate) fn awaits_cell(&self) -> bool {
        self.gap == Gap::Cell
    }

    fn push_char(&mut self, character: char) {
        let follows_return = std::mem::replace(&mut self.after_return, character == '\r');
        let kept = match character {
            '\n' if follows_return => return,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{feff}' => return,
            '\n' | '\t' => character,
            c if c.is_control() => {
                self.controls = self.controls.saturating_add(1);
                return;
            }
            c => c,
        };
        if kept == '\u{fffd}' {
            self.unreadable = self.unreadable.saturating_add(1);
        }
        if matches!(kept, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            self.bidi = self.bidi.saturating_add(1);
        }
        self.text.push(kept);
        self.code_points = self.code_points.saturating_add(1);
    }

    /// Adds words with every run of blank space made one space, and none at the start of a line.
    ///
    /// # Errors
    /// Too large.
    pub(crate) fn push_collapsed(&mut self, words: &str) -> Result<(), Refusal> {
        // A no-break space is a letter's companion, not blank space, as in HTML and ODF.
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        for (nth, part) in words.split(blank).enumerate() {
            if nth > 0 && !self.ends_with_space() {
                self.push(" ")?;
            }
            if !part.is_empty() {
                self.push(part)?;
            }
        }
        Ok(())
    }

    /// Ends the line, unless it is already at the start of one.
    pub(crate) fn end_line(&mut self) {
        self.gap = Gap::None;
        self.drop_trailing(|c| c == ' ' || c == '\t');
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.push_char('\n');
        }
    }

    /// Leaves a blank line, unless there is one or nothing yet.
    pub(crate) fn end_paragraph(&mut self) {
        self.end_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.push_char('\n');
        }
    }

    fn drop_trailing(&mut self, dropped: impl Fn(char) -> bool) {
        while self.text.chars().next_back().is_some_and(&dropped) {
            self.text.pop();
            self.code_points = self.code_points.saturating_sub(1);
        }
    }

    pub(crate) fn leave_out_image(&mut self) {
        self.images = self.images.saturating_add(1);
    }

    pub(crate) fn leave_out_entity(&mut self) {
        self.entities = self.entities.saturating_add(1);
    }

    /// How many control characters were left out so far.
    pub(crate) fn controls_left_out(&self) -> u32 {
        self.controls
    }

    /// The text without blank lines at its end, and the notices every format shares.
    pub(crate) fn finish(mut self) -> Finished {
        self.drop_trailing(char::is_whitespace);
        let mut notices = Vec::new();
        let mut note = |count: u32, notice: fn(u32) -> Notice| {
            if count > 0 {
                notices.push(notice(count));
            }
        };
        note(self.unreadable, |count| Notice::SomeCharactersUnreadable { count });
        note(self.controls, |count| Notice::ControlCharactersLeftOut { count });
        note(self.bidi, |count| Notice::BidiControlsPresent { count });
        note(self.images, |count| Notice::ImagesLeftOut { count });
        note(self.entities, |count| Notice::EntitiesNotExpanded { count });
        Finished { text: self.text, notices }
    }
}
