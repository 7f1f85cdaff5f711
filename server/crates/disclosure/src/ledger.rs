//! The ledger of releases: two harmless publications can together name somebody. A count of 23 in March and of 22 in
//! June, with one withdrawal between them, says in which cell that narrator stood.
//!
//! The ledger never learns who a narrator is: it sees opaque marks, which the caller makes with a keyed hash and one
//! key per project. They are compared and counted, nothing else, and hidden from `Debug`.

use std::{collections::BTreeSet, fmt};

use crate::Preset;

/// Stands for one narrator: sixteen bytes of a keyed hash. The same narrator always has the same mark.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark(pub [u8; 16]);

impl fmt::Debug for Mark {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Mark(…)")
    }
}

/// Several narrators.
pub type Marks = BTreeSet<Mark>;

/// Whether the count of a cell can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// It can, rounded or not.
    Shown,
    /// It is hidden: "fewer than five", or withheld. That it was shown before, or will be later, says something too.
    Hidden,
}

/// One cell of a release, and whom it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedCell {
    /// What is counted, in words that stay the same from release to release: `housing.helps by gender.woman`.
    pub name: String,
    /// Whether its count can be read.
    pub showing: Showing,
    /// Whom.
    pub narrators: Marks,
}

/// What is published at once: figures about one population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its id, unique in a ledger.
    pub id: String,
    /// Under which preset.
    pub preset: Preset,
    /// Everybody whom it speaks of. Its size counts as shown.
    pub population: Marks,
    /// Its counts.
    pub cells: Vec<ReleasedCell>,
}

/// Which change between two releases is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Judging {
    /// Those who left and those who joined are two groups, and neither may be small. Holds even against an outsider who
    /// knows who joined. One who left then waits for others, or for a release without that cell.
    #[default]
    EachDirection,
    /// Those who left and those who joined are one group. Milder: joiners hide a leaver from everybody who does not know
    /// them, but if all other cells stand still, it shows from which cell the leaver came.
    Together,
}

/// What of a release is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Compared {
    /// Everybody it speaks of.
    Population,
    /// A cell, by its name.
    Cell(String),
}

/// What two figures say together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Difference {
    /// The figure of the new release.
    pub new: Compared,
    /// The id of the release with which it is compared; the new one itself, if the figures stand in one release.
    pub earlier_id: String,
    /// The figure of that release.
    pub earlier: Compared,
    /// Narrators in the new figure who are not in the earlier one.
    pub joined: u64,
    /// Narrators in the earlier figure who are not in the new one.
    pub left: u64,
    /// How many there should be, if any.
    pub needed: u64,
}

/// Why a release may not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum LedgerRefusal {
    /// A release with this id went out already.
    IdKnown,
    /// A cell counts narrators who are not in the population.
    CellOutsidePopulation {
        /// The name of the cell.
        cell: String,
    },
    /// A figure is smaller than the threshold and cannot be shown at all.
    FigureTooSmall {
        /// Which.
        figure: Compared,
        /// How many narrators it should have.
        needed: u64,
    },
    /// Two figures differ by a group that is not empty and too small.
    SmallDifference(Difference),
}

impl LedgerRefusal {
    /// A code that stays.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::IdKnown => "release.id-known",
            Self::CellOutsidePopulation { .. } => "release.cell-outside-population",
            Self::FigureTooSmall { .. } => "release.figure-too-small",
            Self::SmallDifference(_) => "release.small-difference",
        }
    }
}

/// All releases of one project, in the order in which they went out. Retired ones stay: who read them still knows them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    judging: Judging,
    releases: Vec<Release>,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn judging(judging: Judging) -> Self {
        Self { judging, releases: Vec::new() }
    }

    /// What went out.
    #[must_use]
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Every reason against this release; none if it may go out.
    ///
    /// Figures of the same name, and the populations, are the same question asked twice: whoever joined or left between
    /// must be nobody or many, on the counts as they are, since rounding can step over a single narrator. That holds too
    /// where a cell was shown and is now hidden, or the reverse: from five to "fewer than five" is one step. Figures of
    /// different names say something together only where one lies within the other; then the difference is the
    /// count of the rest. Where one release already shows both, that is judged there, and not again.
    ///
    /// Of two presets one rounds and the other does not, and some read both: then what was judged on rounded counts is
    /// judged anew on the counts as they are, and what one hides the other does not show.
    #[must_use]
    pub fn refusals(&self, new: &Release) -> Vec<LedgerRefusal> {
        let mut refusals = Vec::new();
        if self.releases.iter().any(|release| release.id == new.id) {
            refusals.push(LedgerRefusal::IdKnown);
        }
        for cell in &new.cells {
            if !cell.narrators.is_subset(&new.population) {
                refusals.push(LedgerRefusal::CellOutsidePopulation { cell: cell.name.clone() });
            }
        }
        let needed = new.preset.threshold();
        for figure in figures(new).into_iter().filter(|figure| figure.is_shown && size(figure.narrators) < needed) {
            refusals.push(LedgerRefusal::FigureTooSmall { figure: figure.compared(), needed });
        }
        refusals.extend(within(new).into_iter().map(LedgerRefusal::SmallDifference));
        for earlier in &self.releases {
            if !new.population.is_disjoint(&earlier.population) {
                refusals.extend(self.between(new, earlier).into_iter().map(LedgerRefusal::SmallDifference));
            }
        }
        refusals
    }

    /// Enters a release that went out already, whatever speaks against it: what is out there is known.
    pub fn enter_known(&mut self, known: Release) {
        self.releases.push(known);
    }

    /// Enters a release that goes out.
    ///
    /// # Errors
    /// Every reason against it; the ledger is then as before.
    pub fn enter(&mut self, new: Release) -> Result<(), Vec<LedgerRefusal>> {
        let refusals = self.refusals(&new);
        if refusals.is_empty() {
            self.releases.push(new);
            return Ok(());
        }
        Err(refusals)
    }

    fn between(&self, new: &Release, earlier: &Release) -> Vec<Difference> {
        let needed = new.preset.threshold().max(earlier.preset.threshold());
        let (new_figures, earlier_figures) = (figures(new), figures(earlier));
        let is_mixed = new.preset.rounded_to() != earlier.preset.rounded_to();
        // Beside exact counts, what stands in a rounded release was not judged as it can be read now.
        let judges = |of: &Release| !is_mixed || of.preset.rounded_to().is_none();
        let mut found = Vec::new();
        for a in &new_figures {
            for b in earlier_figures.iter().filter(|b| !a.narrators.is_disjoint(b.narrators)) {
                if !(a.is_shown || b.is_shown) {
                    continue;
                }
                let joined = differing(a.narrators, b.narrators);
                let left = differing(b.narrators, a.narrators);
                let is_small = if a.name == b.name {
                    let is_told_beside = is_mixed && a.is_shown != b.is_shown;
                    is_told_beside
                        || match self.judging {
                            Judging::EachDirection => is_few(joined, needed) || is_few(left, needed),
                            Judging::Together => is_few(joined + left, needed),
                        }
                } else {
                    // Crossing figures (women, people from Homs) only give the difference of two unknown rests.
                    let is_within = joined == 0 || left == 0;
                    let in_one_release =
                        (judges(earlier) && stands(a, &earlier_figures)) || (judges(new) && stands(b, &new_figures));
                    a.is_shown && b.is_shown && is_within && !in_one_release && is_few(joined + left, needed)
                };
                if is_small {
                    let (new, earlier_figure) = (a.compared(), b.compared());
                    let (earlier_id, earlier) = (earlier.id.clone(), earlier_figure);
                    found.push(Difference { new, earlier_id, earlier, joined, left, needed });
                }
            }
        }
        found
    }
}

/// Two figures of one release, one within the other: of two tables, say, which [`crate::protect`] never sees together.
fn within(new: &Release) -> Vec<Difference> {
    let figures: Vec<Figure<'_>> = figures(new).into_iter().filter(|figure| figure.is_shown).collect();
    let needed = new.preset.threshold();
    let mut found = Vec::new();
    for a in &figures {
        for b in figures.iter().filter(|b| b.narrators.is_subset(a.narrators)) {
            let joined = differing(a.narrators, b.narrators);
            let is_small = match new.preset.rounded_to() {
                None => is_few(joined, needed),
                Some(base) => joined > 0 && possible_rests(size(a.narrators), size(b.narrators), base, needed) < needed,
            };
            if is_small {
                let (new_figure, earlier) = (a.compared(), b.compared());
                let earlier_id = new.id.clone();
                found.push(Difference { new: new_figure, earlier_id, earlier, joined, left: 0, needed });
            }
        }
    }
    found
}

/// How many values the rest of `whole` beside `part` can have, when both are read rounded.
fn possible_rests(whole: u64, part: u64, base: u64, threshold: u64) -> u64 {
    let read = |count: u64| {
        let lowest = crate::preset::nearest(count, base).saturating_sub(base / 2);
        (lowest.max(threshold), lowest + base - 1)
    };
    let ((whole_low, whole_high), (part_low, part_high)) = (read(whole), read(part));
    (whole_high.saturating_sub(part_low) + 1).saturating_sub(whole_low.saturating_sub(part_high))
}

struct Figure<'a> {
    name: Option<&'a str>,
    is_shown: bool,
    narrators: &'a Marks,
}

impl Figure<'_> {
    fn compared(&self) -> Compared {
        self.name.map_or(Compared::Population, |name| Compared::Cell(name.to_owned()))
    }
}

fn figures(release: &Release) -> Vec<Figure<'_>> {
    let cells = release.cells.iter().map(|cell| Figure {
        name: Some(&cell.name),
        is_shown: cell.showing == Showing::Shown,
        narrators: &cell.narrators,
    });
    [Figure { name: None, is_shown: true, narrators: &release.population }].into_iter().chain(cells).collect()
}

fn stands(figure: &Figure<'_>, among: &[Figure<'_>]) -> bool {
    among.iter().any(|other| other.is_shown && other.narrators == figure.narrators)
}

fn size(narrators: &Marks) -> u64 {
    u64::try_from(narrators.len()).unwrap_or(u64::MAX)
}

fn differing(these: &Marks, those: &Marks) -> u64 {
    u64::try_from(these.difference(those).count()).unwrap_or(u64::MAX)
}

fn is_few(narrators: u64, needed: u64) -> bool {
    narrators > 0 && narrators < needed
}

/// Whether the day of the next planned release has come. The caller keeps the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// It has.
    Due,
    /// It has not.
    NotYet,
}

/// Whether published figures may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum FollowUp {
    /// Nobody joined or left: the figures stay what they are.
    Unchanged,
    /// A new release may be made; the ledger still has to let its figures through.
    MayFollow {
        /// Narrators who were not in the last release.
        joined: u64,
        /// Narrators who are no longer there.
        left: u64,
    },
    /// The planned day has not come.
    NotYet,
    /// Too few joined or left since: who saw somebody go could read off what they had said.
    TooFewChanged {
        /// Narrators who were not in the last release.
        joined: u64,
        /// Narrators who are no longer there.
        left: u64,
        /// How many there should be, joined and left together.
        needed: u64,
    },
}

impl FollowUp {
    /// A code that stays.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unchanged => "release.unchanged",
            Self::MayFollow { .. } => "release.may-follow",
            Self::NotYet => "release.not-yet",
            Self::TooFewChanged { .. } => "release.too-few-changed",
        }
    }
}

/// Whether figures that were published may be replaced by figures about the narrators of now. After a withdrawal
/// published counts stay, until the planned day has come *and* at least `threshold` narrators joined or left.
#[must_use]
pub fn may_follow_withdrawals(last: &Release, now: &Marks, schedule: Schedule) -> FollowUp {
    let (joined, left) = (differing(now, &last.population), differing(&last.population, now));
    let needed = last.preset.threshold();
    match schedule {
        Schedule::Due | Schedule::NotYet if joined + left == 0 => FollowUp::Unchanged,
        Schedule::NotYet => FollowUp::NotYet,
        Schedule::Due if joined + left < needed => FollowUp::TooFewChanged { joined, left, needed },
        Schedule::Due => FollowUp::MayFollow { joined, left },
    }
}
