//! Hiding: first what is small, then what else the audit needs, chosen so that the choice itself says little. It ends
//! always: every step withholds one more figure, and where that does not help, the whole table is withheld and says so.

use super::{
    Cell, Count, Hiding, Outcome, Place, Protected, Table, Tally,
    figures::{network, places, read, whole},
};
use crate::{
    Preset, audit,
    flow::{Beyond, Network, Rising},
};

/// The table as it may be published under this preset.
///
/// Counts below the threshold are hidden, those of totals too, and zero with them unless nobody can be there. Then
/// further figures are withheld until every hidden one keeps `threshold` possible values, which [`crate::audit()`] checks
/// from the outside. First small counts say that they are small; where that cannot hold, all that is hidden looks alike;
/// where that cannot hold either, the table is withheld wholly.
///
/// A row in which everybody stands in one cell says something about each of them ("class disclosure"). The other cells
/// of such a row are zeros, so they are hidden and must be able to be `threshold - 1`. Under funder and strict that
/// hides the full cell or the total as well; under public the rounding of both leaves room for those few elsewhere.
#[must_use]
pub fn protect(table: &Table, preset: Preset) -> Protected {
    for hiding in [Hiding::Told, Hiding::Alike] {
        let mut figures = Figures::of(table, preset, hiding);
        if !figures.secure() {
            continue;
        }
        let protected = figures.publish(table);
        let says_something = hiding == Hiding::Told || figures.states.contains(&State::Shown);
        if says_something && audit(&protected).is_ok_and(|audit| audit.holds()) {
            return protected;
        }
    }
    Figures::of(table, preset, Hiding::Alike).withhold_wholly(table)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody can be here, and everybody knows.
    Impossible,
    Small,
    Shown,
    Withheld,
}

/// Somebody who tries to work out what is hidden.
#[derive(Debug, Clone, Copy)]
enum Outsider {
    /// Reads withheld figures so.
    Reads(Hiding),
    /// Knows of each hidden figure whether it is small, whatever its label says.
    KnowsWhichAreSmall,
}

struct Figures {
    preset: Preset,
    hiding: Hiding,
    has_two_attributes: bool,
    places: Vec<Place>,
    counts: Vec<u64>,
    /// The counts as flows.
    truth: Vec<i64>,
    states: Vec<State>,
    /// Some flow that agrees with everything shown so far. Choices start from it and not from the counts as they are, so
    /// that they say nothing about those.
    settled: Vec<i64>,
    /// The least and most that each hidden figure must be able to be.
    wanted: Vec<(i64, i64)>,
    /// As what a withheld figure is read just now.
    read_as: Hiding,
    network: Network,
}

impl Figures {
    fn of(table: &Table, preset: Preset, hiding: Hiding) -> Self {
        let (rows, columns) = (table.rows(), table.columns());
        let places = places(rows, columns, table.has_two_attributes);
        let counted: Vec<Count> = places.iter().filter_map(|place| table.count(*place)).collect();
        let state = |count: &Count| match count {
            Count::Impossible => State::Impossible,
            Count::Narrators(count) if *count < preset.threshold() => State::Small,
            Count::Narrators(_) => State::Shown,
        };
        let states = counted.iter().map(state).collect();
        let counts: Vec<u64> = counted.iter().map(|count| count.narrators()).collect();
        let truth: Vec<i64> = counts.iter().map(|count| whole(*count)).collect();
        let mut network = network(&places, rows, columns, table.has_two_attributes);
        network.set_flows(&truth);
        let has_two_attributes = table.has_two_attributes;
        let (settled, wanted, read_as) = (truth.clone(), Vec::new(), hiding);
        Self { preset, hiding, has_two_attributes, places, counts, truth, states, settled, wanted, read_as, network }
    }

    fn state(&self, figure: usize) -> State {
        self.states.get(figure).copied().unwrap_or(State::Impossible)
    }

    fn count(&self, figure: usize) -> u64 {
        self.counts.get(figure).copied().unwrap_or(0)
    }

    fn set(&mut self, figure: usize, state: State) {
        if let Some(at) = self.states.get_mut(figure) {
            *at = state;
        }
        self.bound(figure);
    }

    /// What an outsider knows about a figure. Where all that is hidden looks alike, the outsider may still guess which
    /// ones are small, so small ones are bounded as if their label said so.
    fn bound(&mut self, figure: usize) {
        let count = self.count(figure);
        let bounds = match self.state(figure) {
            State::Impossible => (0, 0),
            State::Small => (0, whole(self.preset.threshold()) - 1),
            State::Shown => read(Cell::Shown(self.preset.rounded(count)), self.preset, self.read_as),
            State::Withheld => read(Cell::Withheld, self.preset, self.read_as),
        };
        self.network.bound(figure, bounds);
    }

    /// What withholding a figure costs: a total more than some cells. Never by the size of the figure: which one was
    /// chosen can be seen, and would then say which one is smaller. For the same reason nothing is shown again that
    /// turns out not to be needed: an outsider who tries which tables come out like this one would find few.
    fn cost(&self, figure: usize) -> u64 {
        match self.places.get(figure) {
            Some(Place::Cell { .. }) | None => 1,
            Some(Place::RowTotal(_) | Place::ColumnTotal(_)) => 3,
            Some(Place::Total) => 10,
        }
    }

    fn beyond(&self) -> Vec<Option<Beyond>> {
        let (low, high) = read(Cell::Withheld, self.preset, self.read_as);
        let one = |figure| (self.state(figure) == State::Shown).then(|| Beyond { low, high, cost: self.cost(figure) });
        (0..self.places.len()).map(one).collect()
    }

    fn hidden(&self) -> Vec<usize> {
        (0..self.places.len()).filter(|figure| matches!(self.state(*figure), State::Small | State::Withheld)).collect()
    }

    /// Withholds until every hidden figure keeps enough values; false if that cannot be.
    ///
    /// Where all that is hidden looks alike, two outsiders are kept out: one who reads the table as it stands, and one
    /// who somehow knows of every hidden figure whether it is small (by trying which tables would come out like this
    /// one, say). To the second the shown figures must add nothing: what is left is what would be left if none were shown.
    fn secure(&mut self) -> bool {
        while let Some(figure) = self.needed_beside_a_known_rest() {
            self.set(figure, State::Withheld);
        }
        for outsider in self.outsiders() {
            self.imagine(outsider);
            if !self.withhold_for_all_hidden() {
                return false;
            }
        }
        true
    }

    fn outsiders(&self) -> &'static [Outsider] {
        match self.hiding {
            Hiding::Told => &[Outsider::Reads(Hiding::Told)],
            Hiding::Alike => &[Outsider::KnowsWhichAreSmall, Outsider::Reads(Hiding::Alike)],
        }
    }

    /// Sets bounds and what is wanted for this outsider.
    fn imagine(&mut self, outsider: &Outsider) {
        let most = whole(self.preset.threshold()) - 1;
        self.wanted = vec![(0, most); self.places.len()];
        self.read_as = match outsider {
            Outsider::Reads(hiding) => *hiding,
            Outsider::KnowsWhichAreSmall => Hiding::Told,
        };
        if matches!(outsider, Outsider::KnowsWhichAreSmall) {
            let states = self.states.clone();
            for state in self.states.iter_mut().filter(|state| **state == State::Shown) {
                *state = State::Withheld;
            }
            (0..self.places.len()).for_each(|figure| self.bound(figure));
            self.network.set_flows(&self.truth);
            self.wanted = (0..self.places.len()).map(|figure| self.network.extremes(figure)).collect();
            self.states = states;
        }
        (0..self.places.len()).for_each(|figure| self.bound(figure));
        if self.network.settle() {
            self.settled = self.network.flows();
        }
    }

    /// What was safe stays safe while more is withheld, so each figure is looked at once.
    fn withhold_for_all_hidden(&mut self) -> bool {
        let mut waiting = self.hidden();
        while let Some(figure) = waiting.pop() {
            while let Err(to_withhold) = self.keeps_enough(figure) {
                if to_withhold.is_empty() {
                    return false;
                }
                for figure in to_withhold {
                    self.set(figure, State::Withheld);
                    waiting.push(figure);
                }
            }
        }
        true
    }

    /// Where a total and all but a few of its parts are known, the rest is known together: four women and nobody else
    /// in two hidden cells are a group of four. Then one more part, the cheapest, is hidden among them.
    fn needed_beside_a_known_rest(&self) -> Option<usize> {
        if self.preset.rounded_to().is_some() {
            // A rounded total leaves five values to the rest, which the audit of each cell relies on as well.
            return None;
        }
        self.lines().into_iter().find_map(|(total, parts)| {
            let (hidden, shown): (Vec<usize>, Vec<usize>) = parts
                .into_iter()
                .filter(|part| self.state(*part) != State::Impossible)
                .partition(|part| self.state(*part) != State::Shown);
            let rest: u64 = hidden.iter().map(|part| self.count(*part)).sum();
            let is_known = self.state(total) == State::Shown && !hidden.is_empty();
            (is_known && rest < self.preset.threshold())
                .then(|| shown.into_iter().min_by_key(|part| self.cost(*part)))
                .flatten()
        })
    }

    /// Each total with what it sums.
    fn lines(&self) -> Vec<(usize, Vec<usize>)> {
        let those = |wanted: &dyn Fn(Place) -> bool| -> Vec<usize> {
            self.places.iter().enumerate().filter(|(_, place)| wanted(**place)).map(|(figure, _)| figure).collect()
        };
        let mut lines = Vec::new();
        for (figure, place) in self.places.iter().enumerate() {
            match *place {
                Place::Cell { .. } => {}
                Place::RowTotal(of) => {
                    lines.push((figure, those(&|p| matches!(p, Place::Cell { row, .. } if row == of))));
                }
                Place::ColumnTotal(of) => {
                    lines.push((figure, those(&|p| matches!(p, Place::Cell { column, .. } if column == of))));
                }
                Place::Total if self.has_two_attributes => {
                    lines.push((figure, those(&|p| matches!(p, Place::RowTotal(_)))));
                    lines.push((figure, those(&|p| matches!(p, Place::ColumnTotal(_)))));
                }
                Place::Total => lines.push((figure, those(&|p| matches!(p, Place::Cell { .. })))),
            }
        }
        lines
    }

    /// Whether a hidden figure keeps enough possible values; if not, what to withhold for one value more (nothing if
    /// that cannot help). A small one must be able to be all that is wanted, another one so many different things.
    fn keeps_enough(&mut self, figure: usize) -> Result<(), Vec<usize>> {
        let (lowest, highest) = self.wanted.get(figure).copied().unwrap_or_default();
        let is_small = self.state(figure) == State::Small;
        let values = (highest - lowest).min(whole(self.preset.threshold()) - 1);
        let now = self.settled.get(figure).copied().unwrap_or_default();
        let up = if is_small { highest - now } else { values };
        self.network.set_flows(&self.settled);
        let raised = self.network.raise(figure, up);
        if raised == values {
            return Ok(());
        }
        let way_up = (raised < up).then(|| self.network.cheapest_way_on(figure, Rising::Up, &self.beyond()));
        if is_small && let Some(way) = way_up {
            return Err(way.unwrap_or_default());
        }
        self.network.set_flows(&self.settled);
        let down = values - raised;
        let lowered = self.network.lower(figure, down);
        if lowered == down {
            return Ok(());
        }
        // Empty where its own label, not the rest of the table, keeps it from falling further.
        let way_down = self.network.cheapest_way_on(figure, Rising::Down, &self.beyond()).filter(|way| !way.is_empty());
        let cost = |way: &Vec<usize>| way.iter().map(|figure| self.cost(*figure)).sum::<u64>();
        Err([way_up.flatten(), way_down].into_iter().flatten().min_by_key(cost).unwrap_or_default())
    }

    fn publish(&self, table: &Table) -> Protected {
        let has_withheld = self.states.contains(&State::Withheld);
        let has_small = self.states.contains(&State::Small);
        let outcome = match (has_withheld, has_small) {
            (true, _) => Outcome::OthersHidden,
            (false, true) => Outcome::SmallHidden,
            (false, false) => Outcome::Shown,
        };
        let cell = |state: State, count: u64| match (state, self.hiding) {
            (State::Impossible, _) => Cell::Shown(0),
            (State::Shown, _) => Cell::Shown(self.preset.rounded(count)),
            (State::Small, Hiding::Told) => Cell::FewerThan(self.preset.threshold()),
            (State::Small, Hiding::Alike) | (State::Withheld, _) => Cell::Withheld,
        };
        self.written(table, outcome, cell)
    }

    fn withhold_wholly(&mut self, table: &Table) -> Protected {
        self.states = self.states.iter().map(|_| State::Withheld).collect();
        self.written(table, Outcome::WithheldWholly, |_, _| Cell::Withheld)
    }

    fn written(&self, table: &Table, outcome: Outcome, cell: impl Fn(State, u64) -> Cell) -> Protected {
        let mut published = Protected {
            preset: self.preset,
            hiding: self.hiding,
            outcome,
            has_two_attributes: self.has_two_attributes,
            cells: vec![Vec::new(); table.rows()],
            row_totals: Vec::new(),
            column_totals: Vec::new(),
            total: Cell::Withheld,
            tally: self.tally(),
        };
        for (place, (state, count)) in self.places.iter().zip(self.states.iter().zip(&self.counts)) {
            let cell = cell(*state, *count);
            match *place {
                Place::Cell { row, .. } => {
                    if let Some(cells) = published.cells.get_mut(row) {
                        cells.push(cell);
                    }
                }
                Place::RowTotal(_) => published.row_totals.push(cell),
                Place::ColumnTotal(_) => published.column_totals.push(cell),
                Place::Total => published.total = cell,
            }
        }
        published
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (figure, place) in self.places.iter().enumerate() {
            let (state, count) = (self.state(figure), self.count(figure));
            let is_cell = matches!(place, Place::Cell { .. });
            match state {
                State::Impossible | State::Shown => tally.shown += 1,
                State::Small => tally.small += 1,
                State::Withheld => tally.others += 1,
            }
            if is_cell {
                tally.narrators += count;
                tally.narrators_shown += if state == State::Shown { count } else { 0 };
            }
        }
        tally
    }
}
