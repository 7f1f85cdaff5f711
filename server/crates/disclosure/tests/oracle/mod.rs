//! Two oracles for what an outsider can work out, neither of which knows the crate's flows.
//!
//! `by_cuts`: every set of nodes of the circulation is a cut, and a figure can be at most what flows into the cut at
//! most, less what else flows out at least (Hoffman 1960). All cuts are tried. `by_tables`: every table is tried.

use disclosure::{Cell, Hiding, Preset, Protected};

pub const ENDLESS: i64 = 1 << 40;

/// One published figure as an outsider reads it, written down anew from the documentation.
pub fn reading(cell: Cell, preset: Preset, hiding: Hiding) -> (i64, i64) {
    let least = if preset == Preset::Strict { 10 } else { 5 };
    match cell {
        Cell::Shown(0) => (0, 0),
        Cell::Shown(5) if preset == Preset::Public => (5, 7),
        Cell::Shown(v) if preset == Preset::Public => (v as i64 - 2, v as i64 + 2),
        Cell::Shown(v) => (v as i64, v as i64),
        Cell::FewerThan(limit) => (0, limit as i64 - 1),
        Cell::Withheld if hiding == Hiding::Told => (least, ENDLESS),
        Cell::Withheld => (0, ENDLESS),
    }
}

/// A figure: from where to where people are counted, between which bounds.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub from: usize,
    pub to: usize,
    pub low: i64,
    pub high: i64,
    pub is_hidden: bool,
}

/// Cells row by row, row totals, column totals, total.
pub fn figures(published: &Protected) -> (usize, Vec<Figure>) {
    let (rows, columns) = (published.cells().len(), published.cells()[0].len());
    let (start, end) = (rows + columns, rows + columns + 1);
    let mut all = Vec::new();
    let two = !published.row_totals().is_empty();
    let mut add = |cell: Cell, from: usize, to: usize| {
        let (low, high) = reading(cell, published.preset(), published.hiding());
        all.push(Figure { from, to, low, high, is_hidden: !matches!(cell, Cell::Shown(_)) });
    };
    for (r, row) in published.cells().iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            if two { add(*cell, r, rows + c) } else { add(*cell, start, end) }
        }
    }
    for (r, cell) in published.row_totals().iter().enumerate() {
        add(*cell, start, r);
    }
    for (c, cell) in published.column_totals().iter().enumerate() {
        add(*cell, rows + c, end);
    }
    add(published.total(), end, start);
    (rows + columns + 2, all)
}

/// Lowest and highest of every figure.
pub fn by_cuts(nodes: usize, figures: &[Figure]) -> Vec<(i64, i64)> {
    let mut bounds: Vec<(i64, i64)> = figures.iter().map(|f| (f.low, f.high)).collect();
    for cut in 0..(1_u32 << nodes) {
        let (mut in_high, mut in_low, mut out_high, mut out_low) = (0, 0, 0, 0);
        let side = |node: usize| cut >> node & 1 == 1;
        for f in figures {
            match (side(f.from), side(f.to)) {
                (true, false) => (out_high, out_low) = (out_high + f.high, out_low + f.low),
                (false, true) => (in_high, in_low) = (in_high + f.high, in_low + f.low),
                _ => {}
            }
        }
        for (f, bound) in figures.iter().zip(&mut bounds) {
            if side(f.from) && !side(f.to) {
                bound.1 = bound.1.min(in_high - (out_low - f.low));
                bound.0 = bound.0.max(in_low - (out_high - f.high));
            }
        }
    }
    bounds
}

/// Lowest and highest of every figure over all tables whose cells are at most `most`; none if there is no such table.
pub fn by_tables(published: &Protected, most: i64) -> Option<Vec<(i64, i64)>> {
    let (_, figures) = figures(published);
    let (rows, columns) = (published.cells().len(), published.cells()[0].len());
    let two = !published.row_totals().is_empty();
    let cells = rows * columns;
    let mut table: Vec<i64> = figures[..cells].iter().map(|f| f.low).collect();
    let mut found: Option<Vec<(i64, i64)>> = None;
    loop {
        let mut all = table.clone();
        if two {
            all.extend((0..rows).map(|r| table[r * columns..(r + 1) * columns].iter().sum::<i64>()));
            all.extend((0..columns).map(|c| (0..rows).map(|r| table[r * columns + c]).sum::<i64>()));
        }
        all.push(table.iter().sum());
        if all.iter().zip(&figures).all(|(v, f)| f.low <= *v && *v <= f.high) {
            let known = found.get_or_insert_with(|| all.iter().map(|v| (*v, *v)).collect());
            for (known, v) in known.iter_mut().zip(&all) {
                *known = (known.0.min(*v), known.1.max(*v));
            }
        }
        let Some(next) = (0..cells).find(|at| table[*at] < figures[*at].high.min(most)) else { return found };
        table[next] += 1;
        for before in 0..next {
            table[before] = figures[before].low;
        }
    }
}
