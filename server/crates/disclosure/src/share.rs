//! Shares: "so many in a hundred of the narrators". A share may never say more than the counts that it stands for.

use crate::{Cell, Preset, preset::nearest};

/// A share as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Share {
    /// May be shown.
    Shown {
        /// Of a hundred, in whole numbers.
        percent: u64,
        /// Of how many narrators, as the preset shows counts.
        of: Cell,
    },
    /// May not be shown.
    Withheld(WhyNot),
}

/// Why a figure may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum WhyNot {
    /// There are fewer narrators than the preset asks for.
    BaseTooSmall {
        /// How many it asks for.
        needed: u64,
    },
    /// Those of whom the share speaks are too few, or nobody.
    PartTooSmall {
        /// How many it asks for.
        needed: u64,
    },
    /// Those of whom it does not speak are too few, or nobody: "everybody" says something about each.
    RestTooSmall {
        /// How many it asks for.
        needed: u64,
    },
    /// The part is larger than the whole.
    NoShare,
    /// A value lies outside the scale.
    OffScale,
}

impl WhyNot {
    /// A code that stays.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BaseTooSmall { .. } => "figure.base-too-small",
            Self::PartTooSmall { .. } => "figure.part-too-small",
            Self::RestTooSmall { .. } => "figure.rest-too-small",
            Self::NoShare => "figure.no-share",
            Self::OffScale => "figure.off-scale",
        }
    }
}

/// The share of `part` in `of` narrators.
///
/// `100 * part / of`, where both are first rounded to the nearest multiple of the threshold (5; strict 10), under every
/// preset: also where the base itself stands beside it unrounded, the percentage leads back only to the rounded part,
/// never to the part as it was. Whole percents only. Below the base rule nothing is shown, and nothing where the part or
/// the rest are fewer than the threshold, so neither 0 nor 100 can appear.
#[must_use]
pub fn share(part: u64, of: u64, preset: Preset) -> Share {
    let (needed, threshold) = (preset.percentage_base().max(preset.threshold()), preset.threshold());
    let Some(rest) = of.checked_sub(part) else { return Share::Withheld(WhyNot::NoShare) };
    if of < needed {
        return Share::Withheld(WhyNot::BaseTooSmall { needed });
    }
    if part < threshold {
        return Share::Withheld(WhyNot::PartTooSmall { needed: threshold });
    }
    if rest < threshold {
        return Share::Withheld(WhyNot::RestTooSmall { needed: threshold });
    }
    let (part, whole) = (u128::from(nearest(part, threshold)), u128::from(nearest(of, threshold)));
    let percent = u64::try_from((200 * part + whole) / (2 * whole)).unwrap_or(100);
    Share::Shown { percent, of: Cell::Shown(preset.rounded(of)) }
}
