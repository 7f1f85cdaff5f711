//! Random tables: nothing hidden can be known more closely than the threshold, whoever computes it.

mod oracle;

use std::time::Instant;

use disclosure::{Audit, Cell, Count, Hiding, Outcome, Place, Preset, Protected, Table, audit, protect};
use oracle::{ENDLESS, by_cuts, by_tables, figures};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

fn count() -> impl Strategy<Value = Count> {
    prop_oneof![
        4 => (0_u64..12).prop_map(Count::Narrators),
        2 => (0_u64..5).prop_map(Count::Narrators),
        2 => (0_u64..60).prop_map(Count::Narrators),
        1 => Just(Count::Narrators(0)),
        1 => Just(Count::Impossible),
    ]
}

/// Tables up to this many rows and columns; every fifth has one attribute.
fn table(rows: usize, columns: usize) -> impl Strategy<Value = Table> {
    let two = (2..=rows, 2..=columns).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(count(), columns), rows)
            .prop_map(|counts| Table::of_two(counts).unwrap())
    });
    let one = prop::collection::vec(count(), 1..=7).prop_map(|counts| Table::of_one(counts).unwrap());
    prop_oneof![4 => two, 1 => one]
}

fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[derive(Default, Debug)]
struct Loss {
    tables: u32,
    wholly: u32,
    alike: u32,
    others_hidden: u32,
    figures: usize,
    small: usize,
    others: usize,
    narrators: u64,
    narrators_shown: u64,
}

impl Loss {
    fn add(&mut self, published: &Protected) {
        let tally = published.tally();
        self.tables += 1;
        self.wholly += u32::from(published.outcome() == Outcome::WithheldWholly);
        self.alike += u32::from(published.outcome() == Outcome::OthersHidden && published.hiding() == Hiding::Alike);
        self.others_hidden += u32::from(published.outcome() == Outcome::OthersHidden);
        self.figures += tally.shown + tally.small + tally.others;
        self.small += tally.small;
        self.others += tally.others;
        self.narrators += tally.narrators;
        self.narrators_shown += tally.narrators_shown;
    }

    fn print(&self, preset: Preset) {
        let percent = |part: f64, whole: f64| 100.0 * part / whole;
        println!(
            "{preset:?}: {} tables; {} wholly withheld, {} with others hidden ({} alike); of {} figures {:.1} % small and hidden, \
             {:.1} % hidden for others; {:.1} % of narrators in shown cells",
            self.tables,
            self.wholly,
            self.others_hidden,
            self.alike,
            self.figures,
            percent(self.small as f64, self.figures as f64),
            percent(self.others as f64, self.figures as f64),
            percent(self.narrators_shown as f64, self.narrators as f64),
        );
    }
}

/// What the crate's audit says, figure by figure, against what the oracle says.
fn agrees(audit: &Audit, figures: &[oracle::Figure], bounds: &[(i64, i64)]) {
    let hidden: Vec<(i64, i64)> =
        figures.iter().zip(bounds).filter(|(f, _)| f.is_hidden).map(|(_, bound)| *bound).collect();
    assert_eq!(audit.bounds.len(), hidden.len());
    for (ours, (low, high)) in audit.bounds.iter().zip(hidden) {
        let high = (high < ENDLESS / 2).then_some(high as u64);
        assert_eq!((ours.lowest, ours.highest), (low as u64, high), "{:?}", ours.place);
    }
}

/// Labels are true, and totals with all but a few of their parts leave no small group known.
fn labels_are_true(table: &Table, published: &Protected) {
    let threshold = published.preset().threshold();
    let places = audit_places(published);
    for (place, cell) in places {
        let count = table.count(place).unwrap();
        match cell {
            Cell::Shown(0) => assert_eq!(count, Count::Impossible),
            Cell::Shown(v) if published.preset() == Preset::Public => {
                assert!(count.narrators() >= threshold && v % 5 == 0 && v.abs_diff(count.narrators()) <= 2);
            }
            Cell::Shown(v) => assert!(v == count.narrators() && v >= threshold),
            Cell::FewerThan(limit) => assert!(limit == threshold && count.narrators() < limit),
            Cell::Withheld if published.hiding() == Hiding::Told => assert!(count.narrators() >= threshold),
            Cell::Withheld => {}
        }
    }
}

/// Where all that is hidden looks alike: somebody who guesses which figures are small still has all values before them.
/// To somebody who knows of each whether it is small or not, the shown figures add nothing. How many values are then
/// missing, through that knowledge alone, is returned.
fn alike_but_guessed(table: &Table, published: &Protected, mut figures: Vec<oracle::Figure>, nodes: usize) -> i64 {
    let threshold = published.preset().threshold() as i64;
    let counts = counts_of(table);
    let small_values = |figures: &[oracle::Figure]| -> Vec<i64> {
        let bounds = by_cuts(nodes, figures);
        let small = figures.iter().zip(bounds).filter(|(f, _)| f.is_hidden && f.high == threshold - 1);
        small.map(|(_, (low, high))| high - low + 1).collect()
    };
    for (figure, _) in figures.iter_mut().zip(&counts).filter(|(f, count)| f.is_hidden && **count < threshold) {
        (figure.low, figure.high) = (0, threshold - 1);
    }
    assert!(small_values(&figures).iter().all(|values| *values >= threshold), "{table:?} {published:?}");
    for (figure, _) in figures.iter_mut().zip(&counts).filter(|(f, count)| f.is_hidden && **count >= threshold) {
        figure.low = threshold;
    }
    let known = small_values(&figures);
    for figure in figures.iter_mut().filter(|figure| !figure.is_hidden && figure.high > 0) {
        (figure.low, figure.high) = (threshold, ENDLESS);
    }
    assert_eq!(known, small_values(&figures), "{table:?} {published:?}");
    known.into_iter().min().unwrap()
}

/// The counts as they are, in the order of the oracle's figures.
fn counts_of(table: &Table) -> Vec<i64> {
    let (rows, columns) = (table.rows(), table.columns());
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| Place::Cell { row, column }));
    let totals = (0..rows).map(Place::RowTotal).chain((0..columns).map(Place::ColumnTotal)).chain([Place::Total]);
    cells.chain(totals).filter_map(|place| table.count(place)).map(|count| count.narrators() as i64).collect()
}

fn audit_places(published: &Protected) -> Vec<(Place, Cell)> {
    let mut all = vec![(Place::Total, published.total())];
    for (row, cells) in published.cells().iter().enumerate() {
        all.extend(cells.iter().enumerate().map(|(column, cell)| (Place::Cell { row, column }, *cell)));
    }
    all.extend(published.row_totals().iter().enumerate().map(|(row, cell)| (Place::RowTotal(row), *cell)));
    all.extend(published.column_totals().iter().enumerate().map(|(c, cell)| (Place::ColumnTotal(c), *cell)));
    all
}

fn no_small_group_is_left_over(table: &Table, published: &Protected) {
    if published.preset() == Preset::Public {
        return;
    }
    let (rows, columns) = (table.rows(), table.columns());
    let line = |total: Cell, parts: Vec<Cell>| {
        let Cell::Shown(total) = total else { return };
        let shown: u64 = parts.iter().map(|cell| if let Cell::Shown(v) = cell { *v } else { 0 }).sum();
        let rest = total - shown;
        let is_hidden = parts.iter().any(|cell| !matches!(cell, Cell::Shown(_)));
        let is_whole = !parts.iter().any(|cell| matches!(cell, Cell::Shown(v) if *v > 0));
        assert!(!is_hidden || is_whole || rest >= published.preset().threshold(), "{published:?}");
    };
    let cells = published.cells();
    if table.has_two_attributes() {
        (0..rows).for_each(|r| line(published.row_totals()[r], cells[r].clone()));
        (0..columns).for_each(|c| line(published.column_totals()[c], cells.iter().map(|row| row[c]).collect()));
        line(published.total(), published.row_totals().to_vec());
        line(published.total(), published.column_totals().to_vec());
    } else {
        line(published.total(), cells.iter().map(|row| row[0]).collect());
    }
}

#[test]
fn of_ten_thousand_tables_nothing_hidden_is_known_more_closely_than_the_threshold() {
    let cases = cases(10_000);
    let mut runner = runner();
    let mut losses = [Loss::default(), Loss::default(), Loss::default()];
    let (mut protecting, mut judging) = (0.0, 0.0);
    let (mut hidden, mut slowest) = (0_u32, 0.0_f64);
    let mut alike = (0_u32, std::collections::BTreeMap::new());
    for _ in 0..cases {
        let table = table(4, 3).new_tree(&mut runner).unwrap().current();
        for (preset, loss) in Preset::ALL.into_iter().zip(&mut losses) {
            let started = Instant::now();
            let published = protect(&table, preset);
            protecting += started.elapsed().as_secs_f64();
            slowest = slowest.max(started.elapsed().as_secs_f64());
            loss.add(&published);
            labels_are_true(&table, &published);
            no_small_group_is_left_over(&table, &published);
            if published.outcome() == Outcome::WithheldWholly {
                continue;
            }
            let started = Instant::now();
            let (nodes, figures) = figures(&published);
            for (figure, (low, high)) in figures.iter().zip(by_cuts(nodes, &figures)) {
                if figure.is_hidden {
                    hidden += 1;
                    let values = high - low + 1;
                    assert!(values >= preset.threshold() as i64, "{table:?} {published:?} {low}..={high}");
                }
            }
            if published.hiding() == Hiding::Alike {
                let known = alike_but_guessed(&table, &published, figures.clone(), nodes);
                alike.0 += 1;
                *alike.1.entry(preset.threshold() as i64 - known).or_insert(0_u32) += 1;
            }
            judging += started.elapsed().as_secs_f64();
        }
    }
    for (preset, loss) in Preset::ALL.into_iter().zip(&losses) {
        loss.print(preset);
    }
    println!(
        "{cases} tables, {hidden} hidden figures, none below the threshold; protect {protecting:.1} s (slowest {slowest:.4} s), oracle {judging:.1} s"
    );
    println!(
        "of {} tables where all that is hidden looks alike, values missing to somebody who knows of each figure whether it is small: {:?}",
        alike.0, alike.1
    );
}

#[test]
fn the_audit_is_exact() {
    let mut runner = runner();
    for _ in 0..cases(1_000) {
        let table = table(4, 4).new_tree(&mut runner).unwrap().current();
        for preset in Preset::ALL {
            let published = protect(&table, preset);
            if published.outcome() != Outcome::WithheldWholly {
                let (nodes, figures) = figures(&published);
                agrees(&audit(&published).unwrap(), &figures, &by_cuts(nodes, &figures));
            }
        }
    }
}

/// The oracle of cuts, and with it the audit, against every table there is.
#[test]
fn the_oracle_itself_agrees_with_every_table_there_is() {
    let mut runner = runner();
    let small = prop::collection::vec(prop::collection::vec((0_u64..9).prop_map(Count::Narrators), 2), 2..=2);
    let (mut tables, mut tried) = (0, 0);
    for _ in 0..cases(300) {
        let table = Table::of_two(small.new_tree(&mut runner).unwrap().current()).unwrap();
        for preset in [Preset::Public, Preset::Funder] {
            let published = protect(&table, preset);
            tried += 1;
            // Where the total is hidden, tables are endless.
            if !matches!(published.total(), Cell::Shown(_)) || published.outcome() == Outcome::WithheldWholly {
                continue;
            }
            tables += 1;
            let (nodes, figures) = figures(&published);
            let bounds = by_cuts(nodes, &figures);
            let most = bounds.iter().take(4).map(|(_, high)| *high).max().unwrap();
            assert_eq!(by_tables(&published, most).unwrap(), bounds, "{published:?}");
        }
    }
    println!("{tables} of {tried} published tables tried against every table there is");
    assert!(tables > 50);
}

/// Tables as large as a real summary has them: fourteen indicators by six groups.
#[test]
fn large_tables_end_soon_and_hold() {
    let mut runner = runner();
    let large = prop::collection::vec(prop::collection::vec(count(), 6), 14);
    let started = Instant::now();
    let cases = cases(20).min(200);
    for _ in 0..cases {
        let table = Table::of_two(large.new_tree(&mut runner).unwrap().current()).unwrap();
        for preset in Preset::ALL {
            let published = protect(&table, preset);
            assert!(audit(&published).unwrap().holds());
            labels_are_true(&table, &published);
            no_small_group_is_left_over(&table, &published);
        }
    }
    println!("{cases} tables of 14 x 6, three presets: {:.2} s", started.elapsed().as_secs_f64());
}
