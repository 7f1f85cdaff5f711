//! Means over narrators, of values on a scale that is known beforehand (a score from 1 to 5, months of waiting).

use thiserror::Error;

use crate::{Cell, Preset, WhyNot};

/// What a value can be at all, in the caller's unit: a fact about the question, never the smallest and largest answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    lowest: i32,
    highest: i32,
}

/// A scale that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a scale goes from a smaller to a larger value")]
pub struct ScaleError;

impl Scale {
    /// From the lowest to the highest possible value.
    ///
    /// # Errors
    /// If the lowest is not below the highest.
    pub fn new(lowest: i32, highest: i32) -> Result<Self, ScaleError> {
        if lowest < highest { Ok(Self { lowest, highest }) } else { Err(ScaleError) }
    }

    /// In thousandths.
    fn width(self) -> i64 {
        (i64::from(self.highest) - i64::from(self.lowest)) * THOUSANDTHS
    }
}

/// A mean as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Average {
    /// May be shown.
    Shown {
        /// The mean, in thousandths of the caller's unit: 3600 is 3.6.
        thousandths: i64,
        /// To what it is rounded, in the same unit: "to the nearest 0.5" is 500.
        to_nearest: i64,
        /// Over how many narrators, as the preset shows counts.
        of: Cell,
    },
    /// May not be shown.
    Withheld(WhyNot),
}

const THOUSANDTHS: i64 = 1_000;

/// The mean of one value per narrator.
///
/// It is rounded to 1, 2 or 5 times a power of ten (of thousandths), the smallest such step for which step times number
/// of narrators is at least the width of the scale. The sum is then uncertain by the width of the scale: even somebody
/// who knows the values of all narrators but one, or who holds the mean with and without that one, learns at most on
/// which side of one point of the scale that value lies. Only where that point is next to an end of the scale can a
/// value at this very end be told. With few narrators on a wide scale the mean is coarse; that is its point.
#[must_use]
pub fn average(values: &[i32], scale: Scale, preset: Preset) -> Average {
    let needed = preset.average_base().max(preset.threshold());
    let (Ok(count), Ok(narrators)) = (u64::try_from(values.len()), i64::try_from(values.len())) else {
        return Average::Withheld(WhyNot::OffScale);
    };
    if count < needed {
        return Average::Withheld(WhyNot::BaseTooSmall { needed });
    }
    if values.iter().any(|value| *value < scale.lowest || *value > scale.highest) {
        return Average::Withheld(WhyNot::OffScale);
    }
    let sum: i64 = values.iter().map(|value| i64::from(*value)).sum();
    let step = step_for(scale.width(), narrators);
    // Thousandths of the mean over the step, half up: floor((2 * 1000 * sum + step * n) / (2 * step * n)).
    let (sum, step_wide, narrators) = (i128::from(sum) * 1_000, i128::from(step), i128::from(narrators));
    let steps = (2 * sum + step_wide * narrators).div_euclid(2 * step_wide * narrators);
    let thousandths = i64::try_from(steps * step_wide).unwrap_or_default();
    Average::Shown { thousandths, to_nearest: step, of: Cell::Shown(preset.rounded(count)) }
}

/// The smallest of 1, 2, 5, 10, 20, 50 … thousandths that, times so many narrators, covers the scale.
fn step_for(width: i64, narrators: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [power, power.saturating_mul(2), power.saturating_mul(5)] {
            if step.saturating_mul(narrators) >= width {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}
