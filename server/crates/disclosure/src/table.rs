//! Count tables of narrators, of one or two attributes, and what may be shown of them. A table counts each narrator
//! once: where somebody may have several values (indicators, jobs), each value is a table of its own.

pub(crate) mod figures;
pub(crate) mod protect;

use thiserror::Error;

use crate::{Preset, Statement};

/// More cells than this are no table for readers, and would take too long to audit.
pub const MAX_CELLS: usize = 400;
/// More narrators than this are refused, so that sums stay far from overflow.
pub const MAX_NARRATORS: u64 = 1_000_000_000;

/// What stands in a cell before anything is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Count {
    /// So many narrators, each in this cell only.
    Narrators(u64),
    /// Nobody can stand here, because the cell has no meaning. Everybody may know that.
    Impossible,
}

impl Count {
    /// How many narrators: none where nobody can be.
    #[must_use]
    pub const fn narrators(self) -> u64 {
        match self {
            Self::Narrators(count) => count,
            Self::Impossible => 0,
        }
    }
}

/// What is shown in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Cell {
    /// This count, rounded if the preset rounds. Zero is shown only where nobody can be.
    Shown(u64),
    /// Fewer than this, none included.
    FewerThan(u64),
    /// Hidden, so that others cannot be worked out. Beside cells that say `FewerThan` it is not itself a small count;
    /// see [`Hiding`].
    Withheld,
}

/// How hidden figures of a table are written. What the labels say is part of what an outsider knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Hiding {
    /// Small counts say `FewerThan`; whatever else is hidden says `Withheld`, and is therefore known not to be small.
    Told,
    /// All hidden figures say `Withheld`, small or not. Needed where the difference would itself give a count away: two
    /// small cells alone in a row that is known not to be small cannot be zero.
    Alike,
}

/// Which figure of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Place {
    /// A cell. Tables of one attribute have only column 0.
    Cell {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
    },
    /// The total of a row, in tables of two attributes.
    RowTotal(usize),
    /// The total of a column, in tables of two attributes.
    ColumnTotal(usize),
    /// The total of the table.
    Total,
}

/// How far hiding had to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// Nothing is hidden.
    Shown,
    /// Only small counts are hidden.
    SmallHidden,
    /// Other figures are hidden too, so that the small ones cannot be worked out.
    OthersHidden,
    /// No way was found to show a part of this table; all of it is withheld.
    WithheldWholly,
}

/// How many figures (cells and totals) were treated in which way, and what that cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Tally {
    /// Figures shown, structural zeros among them.
    pub shown: usize,
    /// Figures hidden because they are small.
    pub small: usize,
    /// Figures hidden so that small ones cannot be worked out, or because the table is withheld wholly.
    pub others: usize,
    /// Narrators in cells that are shown.
    pub narrators_shown: u64,
    /// Narrators in all cells. For those who made the table: never publish this beside a hidden total.
    pub narrators: u64,
}

/// What was done to a table, to stand beside it: safe for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableStatement {
    /// The rules.
    pub rules: Statement,
    /// How hidden figures are written.
    pub hiding: Hiding,
    /// How far hiding had to go.
    pub outcome: Outcome,
    /// How many figures (cells and totals) are shown.
    pub figures_shown: usize,
    /// How many are hidden. Not divided into small and other ones: where all look alike, that would tell.
    pub figures_hidden: usize,
}

/// Why something is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TableError {
    /// There is no row, or no column.
    #[error("a table needs a row and a column")]
    Empty,
    /// A row does not have a count for each column.
    #[error("row {row} has {counts} counts for {columns} columns")]
    Ragged {
        /// Counted from 0.
        row: usize,
        /// How many counts it has.
        counts: usize,
        /// How many it should have.
        columns: usize,
    },
    /// More than [`MAX_CELLS`].
    #[error("{cells} cells are more than {MAX_CELLS}")]
    TooManyCells {
        /// How many.
        cells: usize,
    },
    /// More than [`MAX_NARRATORS`].
    #[error("there are more narrators than {MAX_NARRATORS}")]
    TooManyNarrators,
}

impl TableError {
    /// A code that stays.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "table.empty",
            Self::Ragged { .. } => "table.ragged",
            Self::TooManyCells { .. } => "table.too-many-cells",
            Self::TooManyNarrators => "table.too-many-narrators",
        }
    }
}

/// How many narrators have which value of one attribute, or of two crossed: more than two cannot be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub(crate) counts: Vec<Vec<Count>>,
    pub(crate) has_two_attributes: bool,
}

impl Table {
    /// A table of one attribute, and its total.
    ///
    /// # Errors
    /// If it is empty or too large.
    pub fn of_one(counts: impl IntoIterator<Item = Count>) -> Result<Self, TableError> {
        let counts = counts.into_iter().map(|count| vec![count]).collect();
        Self { counts, has_two_attributes: false }.checked()
    }

    /// A table of two attributes, with the totals of its rows and columns.
    ///
    /// # Errors
    /// If it is empty, ragged or too large.
    pub fn of_two(counts: Vec<Vec<Count>>) -> Result<Self, TableError> {
        Self { counts, has_two_attributes: true }.checked()
    }

    fn checked(self) -> Result<Self, TableError> {
        let columns = self.columns();
        if columns == 0 {
            return Err(TableError::Empty);
        }
        let ragged = self.counts.iter().enumerate().find(|(_, row)| row.len() != columns);
        if let Some((row, counts)) = ragged {
            return Err(TableError::Ragged { row, counts: counts.len(), columns });
        }
        let cells = self.rows().saturating_mul(columns);
        if cells > MAX_CELLS {
            return Err(TableError::TooManyCells { cells });
        }
        let narrators = self.counts.iter().flatten().fold(0_u64, |sum, count| sum.saturating_add(count.narrators()));
        if narrators > MAX_NARRATORS {
            return Err(TableError::TooManyNarrators);
        }
        Ok(self)
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.counts.len()
    }

    /// How many columns: one in a table of one attribute.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.counts.first().map_or(0, Vec::len)
    }

    /// Whether it crosses two attributes, and so has totals of rows and columns.
    #[must_use]
    pub fn has_two_attributes(&self) -> bool {
        self.has_two_attributes
    }

    /// The count at a place, from the counts as they are. A total is impossible if all that it sums is.
    #[must_use]
    pub fn count(&self, place: Place) -> Option<Count> {
        let row_total = |row: usize| self.counts.get(row).map(|counts| sum(counts.iter()));
        match place {
            Place::Cell { row, column } => self.counts.get(row)?.get(column).copied(),
            Place::RowTotal(row) => row_total(row).filter(|_| self.has_two_attributes),
            Place::ColumnTotal(column) => {
                let counts: Vec<&Count> = self.counts.iter().filter_map(|row| row.get(column)).collect();
                (self.has_two_attributes && !counts.is_empty()).then(|| sum(counts.into_iter()))
            }
            Place::Total => Some(sum(self.counts.iter().flatten())),
        }
    }
}

fn sum<'a>(mut counts: impl Iterator<Item = &'a Count> + Clone) -> Count {
    if counts.clone().all(|count| *count == Count::Impossible) {
        return Count::Impossible;
    }
    Count::Narrators(counts.by_ref().map(|count| count.narrators()).sum())
}

/// A table as it may be published under one preset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Protected {
    pub(crate) preset: Preset,
    pub(crate) hiding: Hiding,
    pub(crate) outcome: Outcome,
    pub(crate) has_two_attributes: bool,
    pub(crate) cells: Vec<Vec<Cell>>,
    pub(crate) row_totals: Vec<Cell>,
    pub(crate) column_totals: Vec<Cell>,
    pub(crate) total: Cell,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) tally: Tally,
}

impl Protected {
    /// The preset that was applied.
    #[must_use]
    pub fn preset(&self) -> Preset {
        self.preset
    }

    /// How hidden figures are written.
    #[must_use]
    pub fn hiding(&self) -> Hiding {
        self.hiding
    }

    /// How far hiding had to go.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The cells, row by row.
    #[must_use]
    pub fn cells(&self) -> &[Vec<Cell>] {
        &self.cells
    }

    /// The totals of the rows: none in a table of one attribute.
    #[must_use]
    pub fn row_totals(&self) -> &[Cell] {
        &self.row_totals
    }

    /// The totals of the columns: none in a table of one attribute.
    #[must_use]
    pub fn column_totals(&self) -> &[Cell] {
        &self.column_totals
    }

    /// The total of the table.
    #[must_use]
    pub fn total(&self) -> Cell {
        self.total
    }

    /// What is shown at a place.
    #[must_use]
    pub fn cell(&self, place: Place) -> Option<Cell> {
        match place {
            Place::Cell { row, column } => self.cells.get(row)?.get(column).copied(),
            Place::RowTotal(row) => self.row_totals.get(row).copied(),
            Place::ColumnTotal(column) => self.column_totals.get(column).copied(),
            Place::Total => Some(self.total),
        }
    }

    /// What was done, for readers and machines.
    #[must_use]
    pub fn statement(&self) -> TableStatement {
        TableStatement {
            rules: self.preset.statement(),
            hiding: self.hiding,
            outcome: self.outcome,
            figures_shown: self.tally.shown,
            figures_hidden: self.tally.small + self.tally.others,
        }
    }

    /// What was done, in numbers, for those who made the table. Not for readers: it counts narrators as they are.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Every place of this table: cells row by row, totals of rows, of columns, the total.
    pub(crate) fn places(&self) -> Vec<Place> {
        figures::places(self.cells.len(), self.cells.first().map_or(0, Vec::len), self.has_two_attributes)
    }
}
