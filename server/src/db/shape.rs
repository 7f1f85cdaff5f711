//! Shapes of our own that rows are read into: some columns of a query, whichever driver brings them.

use rusqlite::types::FromSql;
use sea_orm::{DbErr, QueryResult, TryGetable};

/// What is read of a row.
pub trait FromRow: Sized + Send + 'static {
    /// The columns, in the order in which they are taken.
    fn columns() -> Vec<&'static str>;

    /// Takes the cells of one row.
    ///
    /// # Errors
    /// When a column is not there, or holds something else.
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr>;
}

/// A value that both drivers know.
pub trait Cell: TryGetable + FromSql {}

impl<T: TryGetable + FromSql> Cell for T {}

/// A row, as its driver has it.
#[derive(Clone, Copy)]
enum Row<'r> {
    Orm(&'r QueryResult),
    Sqlite(&'r rusqlite::Row<'r>),
}

/// The cells of one row, taken one after the other.
pub struct Cells<'r> {
    row: Row<'r>,
    places: &'r [Option<usize>],
    next: usize,
}

impl Cells<'_> {
    /// The value of the next column.
    ///
    /// # Errors
    /// When the column is not there, or holds something else.
    pub fn one<T: Cell>(&mut self) -> Result<T, DbErr> {
        self.one_if_there()?.ok_or_else(|| DbErr::Type(format!("no column at {}", self.next)))
    }

    /// The value of the next column, if the query has it.
    ///
    /// # Errors
    /// When it holds something else.
    pub fn one_if_there<T: Cell>(&mut self) -> Result<Option<T>, DbErr> {
        let place = self.places.get(self.next).copied().flatten();
        self.next = self.next.saturating_add(1);
        let Some(place) = place else { return Ok(None) };
        match self.row {
            Row::Orm(row) => row.try_get_by_index(place).map(Some),
            // Which column and which kind, never what stands there.
            Row::Sqlite(row) => row.get(place).map(Some).map_err(|_other| DbErr::Type(format!("column {place}"))),
        }
    }
}

/// Reads rows of the ORM.
///
/// # Errors
/// When a column is not there, or holds something else.
pub(super) fn of_orm<T: FromRow>(rows: &[QueryResult]) -> Result<Vec<T>, DbErr> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names = first.column_names();
    let places = places::<T>(|column| names.iter().position(|name| name == column));
    rows.iter().map(|row| T::take(&mut Cells { row: Row::Orm(row), places: &places, next: 0 })).collect()
}

/// Reads rows of SQLite.
///
/// # Errors
/// When a column is not there, or holds something else; when SQLite stops.
pub(super) fn of_sqlite<T: FromRow>(mut statement: rusqlite::CachedStatement<'_>) -> Result<Vec<T>, DbErr> {
    let places = places::<T>(|column| statement.column_index(column).ok());
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(super::direct::refused)? {
        all.push(T::take(&mut Cells { row: Row::Sqlite(row), places: &places, next: 0 })?);
    }
    Ok(all)
}

fn places<T: FromRow>(place: impl Fn(&str) -> Option<usize>) -> Vec<Option<usize>> {
    T::columns().into_iter().map(place).collect()
}

/// Says that a struct is read from the columns of the names of its fields.
macro_rules! from_row {
    ($shape:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::db::FromRow for $shape {
            fn columns() -> Vec<&'static str> {
                vec![$(stringify!($field)),+]
            }

            fn take(cells: &mut $crate::db::Cells<'_>) -> Result<Self, sea_orm::DbErr> {
                Ok(Self { $($field: cells.one()?),+ })
            }
        }
    };
}
pub(crate) use from_row;
