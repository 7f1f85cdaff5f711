//! Long lists come in pages: a cursor that is a place in an unchanging order, so that a page costs the same at any depth.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

const USUAL: u64 = 50;
const MOST: u64 = 200;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; nothing on the last.
    pub next: Option<String>,
}

/// Which page is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
pub struct Wanted {
    /// How many, 50 unless said, 200 at most.
    pub limit: Option<u64>,
    /// After which place: the `next` of the page before.
    pub after: Option<String>,
}

impl Wanted {
    /// How many.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }

    /// After which number of the order.
    ///
    /// # Errors
    /// When `after` is no place that was given out.
    pub fn place(&self) -> Result<Option<i64>, Problem> {
        match self.after.as_deref().map(str::parse::<i64>) {
            None => Ok(None),
            Some(Ok(place)) => Ok(Some(place)),
            Some(Err(_other_words)) => Err(Problem::invalid("after", "unknown-place", "This is no page of this list.")),
        }
    }
}

impl<T> Page<T> {
    /// A page out of one row more than fits: the extra row only says that there is a next page.
    pub fn of<R>(mut rows: Vec<R>, size: u64, place: impl Fn(&R) -> i64, show: impl FnMut(R) -> T) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(|row| place(row).to_string()) } else { None };
        Self { items: rows.into_iter().map(show).collect(), next }
    }
}
