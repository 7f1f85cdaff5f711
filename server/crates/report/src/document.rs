//! What is to be printed. It holds no ids of passages, no names but those that may be told, and every word of the frame in the
//! language of the summary: this crate says nothing of its own.

/// In which direction words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A summary as it may be shown now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Report {
    /// What it is called.
    pub title: String,
    /// In which language it is: a tag after BCP 47.
    pub language: String,
    /// In which direction it is read.
    pub direction: Direction,
    /// Who publishes it.
    pub publisher: String,
    /// Which version, as it stands at the foot of each page.
    pub version: String,
    /// What tells it from every other file; the same for the same summary and version.
    pub identifier: String,
    /// When it was published: the only day that the file itself carries.
    pub published: Day,
    /// What it comes down to, in paragraphs.
    pub standfirst: Vec<String>,
    /// What a reader must know before reading: that there is a newer version, or that it was taken back.
    pub notices: Vec<String>,
    /// What is said of it: who, when, of which time.
    pub facts: Vec<Fact>,
    /// What stands above the list of its sections; nothing where there shall be none.
    pub contents: String,
    /// What it says.
    pub sections: Vec<Section>,
}

/// Something that is said of something else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// What.
    pub name: String,
    /// What is said of it.
    pub value: String,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Section {
    /// What it is called.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// What stands in a section.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A sentence that rests on passages.
    Statement {
        /// What kind of sentence; nothing where the section says it.
        kind: Option<String>,
        /// The sentence.
        claim: String,
        /// How many bear it out, of whom something is asked, on which conditions.
        facts: Vec<Fact>,
        /// What else is to be said of it, without a name.
        note: Option<String>,
    },
    /// A narrator's own words.
    Voice(Voice),
    /// Numbers.
    Table(Table),
    /// A number of the forum's own.
    SmallFigure {
        /// The number, with its base.
        number: String,
        /// What was counted.
        text: String,
        /// Where, when, by whom, and what it does not say.
        lines: Vec<String>,
    },
    /// Something stood here and was withdrawn, or cannot be told.
    Marker(String),
    /// Where it is read.
    Address(String),
    /// What is always said.
    Always(Lines),
}

/// Sentences that stand below each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lines {
    /// As paragraphs.
    Paragraphs(Vec<String>),
    /// As a list.
    List(Vec<String>),
}

/// A narrator's words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Voice {
    /// The words, in paragraphs.
    pub words: Vec<String>,
    /// In which language they are.
    pub language: String,
    /// In which direction they are read.
    pub direction: Direction,
    /// The same in the language of the summary; empty where there is no need.
    pub translation: Vec<String>,
    /// What says that it is a translation.
    pub translated: String,
    /// Who speaks: a name or its absence, then what else is said of them.
    pub said_by: Vec<String>,
}

/// Numbers in rows and columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// What its rows are; it stands above their names.
    pub name: String,
    /// What its columns are.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What must be known to read it: its base, the rules, a note.
    pub notes: Vec<String>,
}

/// A row of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// Its numbers, one a column.
    pub cells: Vec<Cell>,
}

/// A number, as far as it may be told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// As it is read.
    pub text: String,
    /// The number, where it is told; a bar is as long.
    pub number: Option<u64>,
}

impl Table {
    /// The largest number that is told, at least one.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| cell.number).max().unwrap_or(0).max(1)
    }
}
