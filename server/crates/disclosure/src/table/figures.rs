//! The figures of a table in a fixed order, as edges of a circulation, and the bounds that each publication gives.

use super::{Cell, Hiding, Place};
use crate::{
    Preset,
    flow::{Edge, Network, UNBOUNDED},
};

/// Every place: cells row by row, totals of rows, of columns, the total.
pub(crate) fn places(rows: usize, columns: usize, has_two_attributes: bool) -> Vec<Place> {
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| Place::Cell { row, column }));
    let (row_totals, column_totals) = if has_two_attributes { (rows, columns) } else { (0, 0) };
    cells
        .chain((0..row_totals).map(Place::RowTotal))
        .chain((0..column_totals).map(Place::ColumnTotal))
        .chain([Place::Total])
        .collect()
}

/// The circulation of a table: people go from the total to their row, to their column, and back. In a table of one
/// attribute each cell is a way of its own. Edges are in the order of [`places`], without bounds or flow yet.
pub(crate) fn network(places: &[Place], rows: usize, columns: usize, has_two_attributes: bool) -> Network {
    let (start, end) = (rows + columns, rows + columns + 1);
    let ends = |place: &Place| match *place {
        Place::Cell { row, column } if has_two_attributes => (row, rows + column),
        Place::Cell { .. } => (start, end),
        Place::RowTotal(row) => (start, row),
        Place::ColumnTotal(column) => (rows + column, end),
        Place::Total => (end, start),
    };
    let edges = places.iter().map(|place| {
        let (from, to) = ends(place);
        Edge { from, to, low: 0, high: UNBOUNDED, flow: 0 }
    });
    Network::new(rows + columns + 2, edges.collect())
}

/// What a reader knows of a figure from its label alone, lowest and highest. A reader is taken to know the rules: that
/// a shown count is never small, and, where small counts say so, that a withheld one is not small either.
pub(crate) fn read(cell: Cell, preset: Preset, hiding: Hiding) -> (i64, i64) {
    let threshold = whole(preset.threshold());
    match (cell, preset.rounded_to()) {
        (Cell::Shown(0), _) => (0, 0),
        (Cell::Shown(count), None) => (whole(count), whole(count)),
        // To the nearest five, half up: 5 stands for 5 to 7, since 3 and 4 are small, and 10 for 8 to 12.
        (Cell::Shown(count), Some(base)) => {
            let (count, base) = (whole(count), whole(base));
            let lowest = count - base / 2;
            (lowest.max(threshold), lowest + base - 1)
        }
        (Cell::FewerThan(limit), _) => (0, whole(limit) - 1),
        (Cell::Withheld, _) if hiding == Hiding::Told => (threshold, UNBOUNDED),
        (Cell::Withheld, _) => (0, UNBOUNDED),
    }
}

/// A count as a flow; counts are far below [`UNBOUNDED`].
pub(crate) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(UNBOUNDED)
}
