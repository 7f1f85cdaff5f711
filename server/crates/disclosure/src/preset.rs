//! How careful a publication has to be, and a statement of it that a machine can read. A preset is chosen, never mixed.

/// For whom figures are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Preset {
    /// For everybody: every count to the nearest five, small ones as "fewer than five". What NHS Digital (2018) and
    /// Ofqual (2025) moved to, because hiding single cells by hand was slow and went wrong.
    Public,
    /// For a funder under an agreement: counts as they are, small ones hidden, and others hidden so that no small one
    /// can be worked out.
    Funder,
    /// As in a trusted research environment (UK LLC, ONS): fewer than ten are hidden, zero among them.
    Strict,
}

/// When a zero is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Zeros {
    /// Only where nobody can be counted, because the cell has no meaning (a boy's pregnancy).
    OnlyStructural,
}

/// The numbers of a preset, to stand beside what was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Statement {
    /// The preset.
    pub preset: Preset,
    /// What is counted: always narrators.
    pub counted: &'static str,
    /// Counts below this are never shown, and a hidden count keeps at least this many possible values.
    pub threshold: u64,
    /// Shown counts are rounded to the nearest multiple of this; none where they are as they are.
    pub rounded_to: Option<u64>,
    /// No percentage of fewer narrators than this.
    pub percentage_base: u64,
    /// No mean over fewer narrators than this.
    pub average_base: u64,
    /// At most this many attributes are crossed in one table.
    pub attributes_crossed: usize,
    /// When a zero is shown.
    pub zeros: Zeros,
    /// Totals are computed from the counts as they are, then rounded; they need not be the sum of what is shown.
    pub totals_from_unrounded: bool,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 3] = [Self::Public, Self::Funder, Self::Strict];

    /// The smallest count that is shown, the number of values that a hidden count keeps, and the `k` of quotes.
    #[must_use]
    pub const fn threshold(self) -> u64 {
        match self {
            Self::Public | Self::Funder => 5,
            Self::Strict => 10,
        }
    }

    /// The base to which shown counts are rounded.
    #[must_use]
    pub const fn rounded_to(self) -> Option<u64> {
        match self {
            Self::Public => Some(5),
            Self::Funder | Self::Strict => None,
        }
    }

    /// No percentage of fewer narrators than this. HESA draws the line at 22.5; the rule of UK LLC (ten) is weaker, so
    /// strict takes the larger of the two.
    #[must_use]
    pub const fn percentage_base(self) -> u64 {
        match self {
            Self::Public | Self::Funder | Self::Strict => 25,
        }
    }

    /// No mean over fewer narrators than this. HESA hides means over seven or fewer, UK LLC means over fewer than ten.
    #[must_use]
    pub const fn average_base(self) -> u64 {
        match self {
            Self::Public | Self::Funder => 8,
            Self::Strict => 10,
        }
    }

    /// At most this many attributes are crossed in one table: each further one divides the people once more.
    #[must_use]
    pub const fn attributes_crossed(self) -> usize {
        2
    }

    /// A count as it is shown, rounded half up where the preset rounds.
    #[must_use]
    pub(crate) const fn rounded(self, count: u64) -> u64 {
        match self.rounded_to() {
            Some(base) => nearest(count, base),
            None => count,
        }
    }

    /// What this preset does, for machines. Zero is shown only if structural in every preset: if other zeros were
    /// shown, "fewer than five" would mean one to four, and a row of zeros beside one count would say something about
    /// everybody in that row.
    #[must_use]
    pub const fn statement(self) -> Statement {
        Statement {
            preset: self,
            counted: "narrators",
            threshold: self.threshold(),
            rounded_to: self.rounded_to(),
            percentage_base: self.percentage_base(),
            average_base: self.average_base(),
            attributes_crossed: self.attributes_crossed(),
            zeros: Zeros::OnlyStructural,
            totals_from_unrounded: true,
        }
    }
}

/// The nearest multiple of `base`, half up.
pub(crate) const fn nearest(count: u64, base: u64) -> u64 {
    (count + base / 2) / base * base
}
