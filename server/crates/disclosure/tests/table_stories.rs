//! Tables as they come up in real publications, and what the presets do about them.

use disclosure::{
    Cell::{self, FewerThan, Shown, Withheld},
    Count, Hiding, Outcome, Place, Preset, Table, TableError, Zeros, audit, protect,
};

fn two(counts: &[&[u64]]) -> Table {
    Table::of_two(counts.iter().map(|row| row.iter().map(|n| Count::Narrators(*n)).collect()).collect()).unwrap()
}

fn one(counts: &[u64]) -> Table {
    Table::of_one(counts.iter().map(|n| Count::Narrators(*n))).unwrap()
}

/// Ofqual, October 2025: to the nearest five, 1 to 4 as "fewer than 5", totals from unrounded figures.
#[test]
fn results_of_schools_are_rounded_as_ofqual_rounds_them() {
    let table = two(&[&[12, 33, 61], &[8, 3, 22], &[27, 41, 19]]);
    let shown = protect(&table, Preset::Public);
    assert_eq!(shown.cells()[0], [Shown(10), Shown(35), Shown(60)]);
    assert_eq!(shown.cells()[1], [Shown(10), FewerThan(5), Shown(20)]);
    // 33, not 10 + fewer than 5 + 20.
    assert_eq!(shown.row_totals()[1], Shown(35));
    assert_eq!(shown.total(), Shown(225));
    assert!(audit(&shown).unwrap().holds());
}

/// NHS Digital, 2018: replacing small counts alone was undone by subtracting. 23 - 20 = 3.
#[test]
fn one_hidden_ward_cannot_be_subtracted_from_its_hospital() {
    let table = two(&[&[3, 20], &[40, 37]]);
    let shown = protect(&table, Preset::Funder);
    let hidden = |row: usize| shown.cells()[row].iter().filter(|cell| !matches!(cell, Shown(_))).count();
    assert_eq!(shown.cells()[0][0], FewerThan(5));
    assert!(hidden(0) == 2 || !matches!(shown.row_totals()[0], Shown(_)));
    let small = audit(&shown).unwrap().bounds[0];
    assert_eq!((small.lowest, small.highest), (0, Some(4)));
}

/// Rounding alone is not enough either: 3 + 20 = 23 is read as 18..22 and 23..27, so 3 cannot be zero.
#[test]
fn what_rounding_leaves_open_is_checked_too() {
    let shown = protect(&two(&[&[3, 20], &[40, 37]]), Preset::Public);
    assert_eq!(shown.cells()[0][0], FewerThan(5));
    assert_eq!(shown.outcome(), Outcome::OthersHidden);
    assert_eq!(audit(&shown).unwrap().bounds[0].lowest, 0);
}

/// Everybody from one town was detained: the row says so of each of them.
#[test]
fn a_row_where_everybody_is_in_one_cell() {
    let table = two(&[&[20, 0, 0], &[14, 31, 12], &[9, 17, 26]]);
    for preset in Preset::ALL {
        let shown = protect(&table, preset);
        let bounds = audit(&shown).unwrap().bounds;
        for column in [1, 2] {
            assert_ne!(shown.cells()[0][column], Shown(0), "{preset:?}: a zero that is not structural is never shown");
            let place = Place::Cell { row: 0, column };
            let zero = bounds.iter().find(|bounds| bounds.place == place).unwrap();
            // So many of the twenty could be elsewhere, as far as anybody can tell.
            assert!(zero.highest.unwrap() >= preset.threshold() - 1, "{preset:?}");
        }
        let is_shown = |cell: Cell| matches!(cell, Shown(_));
        let both = is_shown(shown.cells()[0][0]) && is_shown(shown.row_totals()[0]);
        // Rounded, both may stand: about 20 of about 20. Unrounded they may not.
        assert_eq!(both, preset == Preset::Public, "{preset:?} {shown:?}");
    }
}

#[test]
fn where_nobody_can_be_zero_is_shown() {
    let narrators = Count::Narrators;
    let table = Table::of_two(vec![
        vec![narrators(14), narrators(25), narrators(31)],
        vec![Count::Impossible, narrators(33), narrators(18)],
    ]);
    for preset in Preset::ALL {
        let shown = protect(&table.clone().unwrap(), preset);
        assert_eq!(shown.cells()[1][0], Shown(0));
        assert_eq!(shown.outcome(), Outcome::Shown);
        assert!(audit(&shown).unwrap().bounds.is_empty());
    }
}

/// Eight narrators, as the first project had: almost nothing can be said, and that is said.
#[test]
fn eight_narrators_are_too_few_for_a_crossed_table() {
    let table = two(&[&[2, 1], &[3, 0], &[1, 1]]);
    let strict = protect(&table, Preset::Strict);
    assert!(strict.cells().iter().flatten().all(|cell| *cell == FewerThan(10)));
    assert_eq!(strict.total(), FewerThan(10));
    for preset in [Preset::Public, Preset::Funder] {
        let shown = protect(&table, preset);
        assert!(shown.cells().iter().flatten().all(|cell| !matches!(cell, Shown(_))), "{shown:?}");
        assert!(audit(&shown).unwrap().holds());
    }
}

/// Two small cells alone in a row that is known not to be small: neither can be zero, so no label may say which is small.
#[test]
fn where_labels_would_tell_all_that_is_hidden_looks_alike() {
    let shown = protect(&two(&[&[3, 4], &[40, 37], &[22, 51]]), Preset::Public);
    assert_eq!(shown.hiding(), Hiding::Alike);
    assert_eq!(shown.cells()[0], [Withheld, Withheld]);
    assert_eq!(shown.cells()[1], [Shown(40), Shown(35)]);
    assert!(audit(&shown).unwrap().holds());
}

/// The four who are left over when all others are known are a group of four, whichever cell they are in.
#[test]
fn a_rest_of_four_is_not_left_over() {
    let shown = protect(&one(&[4, 0, 20, 31]), Preset::Funder);
    let known: u64 = shown.cells().iter().map(|row| if let Shown(n) = row[0] { n } else { 0 }).sum();
    assert!(shown.total() == Withheld || 55 - known >= 5, "{shown:?}");
}

#[test]
fn a_total_is_withheld_where_nothing_else_helps() {
    let shown = protect(&one(&[3, 20]), Preset::Funder);
    assert_eq!(shown.cells()[0][0], FewerThan(5));
    assert!(audit(&shown).unwrap().holds());
    assert!(shown.cells()[1][0] == Withheld || shown.total() == Withheld);
}

/// Two groups of four and nobody else: whatever is shown, they are both four.
#[test]
fn what_cannot_be_protected_is_withheld_wholly() {
    let shown = protect(&one(&[3, 4]), Preset::Funder);
    assert_eq!(shown.outcome(), Outcome::WithheldWholly);
    assert_eq!((shown.cells()[0][0], shown.total()), (Withheld, Withheld));
    assert!(audit(&shown).unwrap().bounds.iter().all(|bounds| bounds.values().is_none()));
}

#[test]
fn a_preset_says_what_it_does() {
    let public = Preset::Public.statement();
    assert_eq!((public.threshold, public.rounded_to, public.percentage_base, public.average_base), (5, Some(5), 25, 8));
    let strict = Preset::Strict.statement();
    assert_eq!((strict.threshold, strict.rounded_to, strict.percentage_base, strict.average_base), (10, None, 25, 10));
    assert_eq!((strict.attributes_crossed, strict.zeros, strict.counted), (2, Zeros::OnlyStructural, "narrators"));
    assert_eq!(Preset::Funder.statement().rounded_to, None);
    let table = protect(&two(&[&[12, 33, 61], &[8, 3, 22], &[27, 41, 19]]), Preset::Public).statement();
    assert_eq!((table.rules, table.outcome, table.hiding), (public, Outcome::SmallHidden, Hiding::Told));
    assert_eq!((table.figures_shown, table.figures_hidden), (15, 1));
}

#[test]
fn what_is_no_table_is_refused() {
    let one = Count::Narrators(1);
    assert_eq!(Table::of_two(vec![]), Err(TableError::Empty));
    assert_eq!(
        Table::of_two(vec![vec![one, one], vec![one]]),
        Err(TableError::Ragged { row: 1, counts: 1, columns: 2 })
    );
    assert_eq!(Table::of_two(vec![vec![one; 21]; 20]), Err(TableError::TooManyCells { cells: 420 }));
    assert_eq!(Table::of_one([Count::Narrators(u64::MAX), one]), Err(TableError::TooManyNarrators));
    assert_eq!(TableError::Empty.code(), "table.empty");
}

#[test]
fn the_largest_table_ends() {
    let counts = (0..20).map(|r| (0..20).map(|c| Count::Narrators((r * 7 + c * 11) % 23)).collect()).collect();
    let table = Table::of_two(counts).unwrap();
    for preset in Preset::ALL {
        let started = std::time::Instant::now();
        let shown = protect(&table, preset);
        println!("20 x 20, {preset:?}: {:.2} s, {:?}", started.elapsed().as_secs_f64(), shown.outcome());
        assert!(audit(&shown).unwrap().holds());
    }
}
