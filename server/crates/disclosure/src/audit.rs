//! The audit: what an outsider who holds only the published table, and knows the rules, can work out. Exact, by
//! maximal flow, and made from the published cells alone: it never sees the counts.

use thiserror::Error;

use crate::{
    Cell, Outcome, Place, Protected,
    flow::UNBOUNDED,
    table::figures::{network, read},
};

/// The possible values of one hidden figure: every whole number from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Bounds {
    /// Which figure.
    pub place: Place,
    /// The smallest number of narrators that it can be.
    pub lowest: u64,
    /// The largest; none if nothing bounds it.
    pub highest: Option<u64>,
}

impl Bounds {
    /// How many values are possible; none if without end.
    #[must_use]
    pub fn values(&self) -> Option<u64> {
        self.highest.map(|highest| highest.saturating_sub(self.lowest) + 1)
    }
}

/// What can be worked out about each hidden figure.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Audit {
    /// How many values each hidden figure must keep.
    pub threshold: u64,
    /// Each hidden figure, cells first.
    pub bounds: Vec<Bounds>,
}

impl Audit {
    /// Whether every hidden figure keeps at least `threshold` possible values.
    ///
    /// Why so many: "fewer than five" itself says 0 to 4, five values. The rule then means that adding and subtracting
    /// the rest of the table says nothing about a small count that its own label does not say, and that no other
    /// hidden figure is known more closely than that.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.bounds.iter().all(|bounds| bounds.values().is_none_or(|values| values >= self.threshold))
    }

    /// The hidden figure that is known best.
    #[must_use]
    pub fn tightest(&self) -> Option<Bounds> {
        self.bounds.iter().min_by_key(|bounds| bounds.values().unwrap_or(u64::MAX)).copied()
    }
}

/// Why nothing can be audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuditError {
    /// No table at all has these figures: they do not belong together.
    #[error("no table has these figures")]
    Contradictory,
}

/// Computes, for each hidden figure, the smallest and the largest value that agrees with everything published.
///
/// # Errors
/// If the published figures contradict each other, which [`crate::protect`] never makes.
pub fn audit(published: &Protected) -> Result<Audit, AuditError> {
    let threshold = published.preset().threshold();
    let places = published.places();
    if published.outcome() == Outcome::WithheldWholly {
        let bounds = places.into_iter().map(|place| Bounds { place, lowest: 0, highest: None }).collect();
        return Ok(Audit { threshold, bounds });
    }
    let (rows, columns) = (published.cells().len(), published.cells().first().map_or(0, Vec::len));
    let mut network = network(&places, rows, columns, published.has_two_attributes);
    let cells: Vec<Cell> = places.iter().filter_map(|place| published.cell(*place)).collect();
    for (edge, cell) in cells.iter().enumerate() {
        network.bound(edge, read(*cell, published.preset(), published.hiding()));
    }
    if !network.settle() {
        return Err(AuditError::Contradictory);
    }
    let mut bounds = Vec::new();
    for (edge, (place, cell)) in places.into_iter().zip(&cells).enumerate() {
        if matches!(cell, Cell::Shown(_)) {
            continue;
        }
        let (lowest, highest) = network.extremes(edge);
        // Half of what stands for "no bound" is still a thousand times the largest table.
        let highest = (highest < UNBOUNDED / 2).then(|| u64::try_from(highest).unwrap_or(0));
        bounds.push(Bounds { place, lowest: u64::try_from(lowest).unwrap_or(0), highest });
    }
    Ok(Audit { threshold, bounds })
}
