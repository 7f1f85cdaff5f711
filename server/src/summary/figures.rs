//! Numbers out of the stories: always of narrators, only of those who let themselves be counted for the audience, and always
//! under disclosure control. No score, no ranking: rows stand in the order of the codebook.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use disclosure::{
    Cell, Compared, Count, Ledger, LedgerRefusal, Mark, Marks, Preset, Release, ReleasedCell, Showing, Table, protect,
};
use uuid::Uuid;

use super::{
    SummaryError,
    document::{Block, Document, Question, Stance},
    evidence::Evidence,
    links,
    releases::Released,
    reply::{Band, CellReply, FigurePoint, FigureReply, FigureRow, StrengthReply},
};
use crate::{
    access::{Audience, Permit, Purpose, StoryAct},
    codebook::{Codes, ProjectCodes, reply::CodeNode},
    coding::{self, store::CodedPassage},
    consent::{Cleared, OfNarrator},
    db::Db,
    ids::{CodeId, NarratorId, RevisionId, TestimonyId},
    testimony, tipping,
};

/// The rules that numbers for these readers keep. Who reads by agreement gets them as they are, without the small ones.
#[must_use]
pub const fn preset_for(audience: Audience) -> Preset {
    match audience {
        Audience::Team | Audience::Partners | Audience::Funder => Preset::Funder,
        Audience::Archive | Audience::Public => Preset::Public,
    }
}

/// Narrators, without order.
type People = BTreeSet<NarratorId>;

/// A row before it is protected: its stable name, its name, and who is in each of its cells.
type Row = (String, String, Vec<People>);

/// A figure before it is protected: who is in each cell. Leaves this subject only protected.
pub(super) struct Raw {
    pub of: &'static str,
    pub points: Vec<FigurePoint>,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    pub base: People,
}

/// A story of somebody who is counted, under which that is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub testimony: TestimonyId,
    pub revision: RevisionId,
}

/// What figures are made of, asked for once.
pub(super) struct Material {
    codes: ProjectCodes,
    coded: Vec<Coded>,
    tellers: Vec<testimony::store::Teller>,
    shapes: Vec<(NarratorId, String)>,
}

struct Coded {
    narrator: NarratorId,
    revision: RevisionId,
    place: (u32, u32),
    code: CodeId,
    effect: Option<&'static str>,
}

impl Material {
    /// Asks the gate: for counting, for this audience.
    pub(super) async fn gather<A: StoryAct>(
        db: &Db,
        codes: &Codes,
        permit: &Permit<A>,
        audience: Audience,
    ) -> Result<Self, SummaryError> {
        let gate = || db.as_permitted(permit).to_be_told(Purpose::Count, audience);
        let coded = |passage: Cleared<CodedPassage, A>| {
            let passage = passage.get();
            let (narrator, place) = (passage.narrator(), (passage.start, passage.end));
            let (revision, code, effect) = (passage.revision_id, passage.code_id, passage.effect);
            Coded { narrator, revision, place, code, effect }
        };
        let coded = coding::store::passages(&gate()).await?.into_iter().map(coded).collect();
        let tellers = testimony::store::tellers(&gate()).await?.into_iter().map(|one| one.get().clone()).collect();
        let shapes = tipping::store::shapes(&gate()).await?;
        let shapes = shapes.into_iter().map(|one| one.get().clone()).collect();
        let codes = codes.of_project(db, permit.project()).await?;
        Ok(Self { codes, coded, tellers, shapes })
    }

    /// Everybody who is counted in any figure.
    pub(super) fn counted(&self) -> Vec<Counted> {
        let mut by_narrator = BTreeMap::new();
        for teller in &self.tellers {
            let counted = Counted { testimony: teller.testimony, revision: teller.revision };
            by_narrator.entry(teller.narrator).or_insert(counted);
        }
        by_narrator.into_values().collect()
    }

    /// The answer to a question, unprotected.
    pub(super) fn answer(&self, asks: Question, codes: &Codes, language: &str) -> Raw {
        let base: People = self.tellers.iter().map(|teller| teller.narrator).collect();
        match asks {
            Question::Coverage => Raw {
                of: "indicator",
                columns: vec!["told", "helped", "in-the-way"],
                points: Vec::new(),
                rows: self.coverage(codes, language),
                base,
            },
            Question::Roles => {
                let roles = self.tellers.iter().map(|teller| (teller.narrator, teller.role.clone()));
                one_column("role", by_key(roles), base)
            }
            Question::Languages => {
                let languages = self.tellers.iter().map(|teller| (teller.narrator, teller.language.clone()));
                one_column("language", by_key(languages), base)
            }
            Question::TippingShapes => {
                let mut rows = by_key(self.shapes.iter().cloned());
                let values = codes.tipping_axes().iter().flat_map(|axis| &axis.values);
                let names: HashMap<&str, &str> = values.map(|one| (one.key.as_str(), one.name.as_str())).collect();
                for (key, name, _) in &mut rows {
                    if let Some(known) = names.get(key.as_str()) {
                        (*known).clone_into(name);
                    }
                }
                one_column("tipping-shape", rows, base)
            }
            Question::Links => {
                let (points, rows) = self.links(codes, language);
                Raw { points, ..one_column("link", rows, base) }
            }
        }
    }

    fn coverage(&self, codes: &Codes, language: &str) -> Vec<Row> {
        let indicators = codes.indicators();
        let mut cells: HashMap<CodeId, [People; 3]> = HashMap::new();
        for coded in &self.coded {
            let Some(indicator) = self.codes.indicator_of(coded.code) else { continue };
            let [told, helped, in_the_way] = cells.entry(indicator).or_default();
            told.insert(coded.narrator);
            match coded.effect {
                Some("enabler") => drop(helped.insert(coded.narrator)),
                Some("barrier") => drop(in_the_way.insert(coded.narrator)),
                Some("mixed") => {
                    helped.insert(coded.narrator);
                    in_the_way.insert(coded.narrator);
                }
                _ => {}
            }
        }
        let row = |indicator: &CodeNode| {
            let cells = cells.remove(&indicator.id).unwrap_or_default();
            (indicator.key.clone(), name_in(indicator, language).to_owned(), Vec::from(cells))
        };
        indicators.map(row).collect()
    }

    /// Every pair of indicators, in the order of the codebook, and who told of both in the same passage.
    fn links(&self, codes: &Codes, language: &str) -> (Vec<FigurePoint>, Vec<Row>) {
        let told = self.coded.iter().filter_map(|coded| {
            let (narrator, revision, (start, end)) = (coded.narrator, coded.revision, coded.place);
            Some(links::Told { narrator, revision, start, end, indicator: self.codes.indicator_of(coded.code)? })
        });
        let mut people = links::together(told);
        let point = |indicator: &CodeNode| {
            let name = links::short(name_in(indicator, language)).to_owned();
            (indicator.id, FigurePoint { key: indicator.key.clone(), name })
        };
        let points: Vec<(CodeId, FigurePoint)> = codes.indicators().map(point).collect();
        let mut rows = Vec::new();
        for (at, (id, one)) in points.iter().enumerate() {
            for (other_id, other) in points.iter().skip(at.saturating_add(1)) {
                let both = people.remove(&(*id, *other_id)).unwrap_or_default();
                rows.push((links::key(&one.key, &other.key), links::name(one, other), vec![both]));
            }
        }
        (points.into_iter().map(|(_, point)| point).collect(), rows)
    }
}

fn name_in<'a>(indicator: &'a CodeNode, language: &str) -> &'a str {
    indicator.names.get(language).unwrap_or(&indicator.name)
}

fn one_column(of: &'static str, rows: Vec<Row>, base: People) -> Raw {
    Raw { of, points: Vec::new(), columns: vec!["narrators"], rows, base }
}

fn by_key(all: impl Iterator<Item = (NarratorId, String)>) -> Vec<Row> {
    let mut rows: BTreeMap<String, People> = BTreeMap::new();
    for (narrator, key) in all {
        rows.entry(key).or_default().insert(narrator);
    }
    rows.into_iter().map(|(key, people)| (key.clone(), key, vec![people])).collect()
}

/// How many narrators bear each statement out, in bands.
pub(super) fn strengths(document: &Document, told: &HashMap<Uuid, Evidence>) -> BTreeMap<Uuid, StrengthReply> {
    let of_block = |block: &Block| {
        let evidence = || block.evidence().iter().filter_map(|id| told.get(id));
        let people = |supports: bool| -> People {
            evidence().filter(|one| (one.stance == Stance::Supports) == supports).map(|one| one.narrator).collect()
        };
        let otherwise: People = evidence()
            .filter(|one| matches!(one.stance, Stance::Contradicts | Stance::Complicates))
            .map(|one| one.narrator)
            .collect();
        let otherwise = (!otherwise.is_empty()).then(|| band(otherwise.len()));
        matches!(block, Block::Statement { .. })
            .then(|| (block.id(), StrengthReply { supports: band(people(true).len()), otherwise }))
    };
    document.blocks.iter().filter_map(of_block).collect()
}

const fn band(number: usize) -> Band {
    match number {
        0..5 => Band::Few,
        5..10 => Band::Several,
        _ => Band::Many,
    }
}

/// A figure as it may leave the project: each number protected by itself, then beside the others of the same figure and all
/// whom it speaks of, then beside everything that was released before, to whomever. What was released stays as it was until
/// enough people joined or left. Of links only those that are told have a row.
pub(super) fn protected(raw: &Raw, asks: Question, audience: Audience, released: &Released) -> FigureReply {
    let mut figure = row_by_row(raw, asks, audience, released);
    if asks == Question::Links {
        links::leave_out_untold(&mut figure);
    }
    figure
}

/// A figure as it may leave the project, with every row there is.
fn row_by_row(raw: &Raw, asks: Question, audience: Audience, released: &Released) -> FigureReply {
    let preset = preset_for(audience);
    let mut figure = FigureReply {
        of: raw.of.to_owned(),
        points: raw.points.clone(),
        columns: raw.columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: raw
            .rows
            .iter()
            .map(|(key, name, cells)| FigureRow {
                key: key.clone(),
                name: name.clone(),
                cells: cells.iter().map(|people| alone(people.len(), preset)).collect(),
            })
            .collect(),
        base: alone(raw.base.len(), preset),
        withheld: false,
        as_of: None,
    };
    if matches!(asks, Question::Roles | Question::Languages | Question::TippingShapes) && adds_up(raw) {
        as_one_table(raw, &mut figure, preset);
    }
    if figure.withheld {
        return withheld(figure);
    }
    let mut release = release_of(raw, &figure, asks, preset);
    let itself = Ledger::default();
    // Each round hides at least one number, so there is an end.
    while let Some(cell) = itself.refusals(&release).iter().find_map(too_near) {
        if !hide(&mut release, &mut figure, raw, asks, &cell) {
            return withheld(figure);
        }
    }
    if !itself.refusals(&release).is_empty() {
        return withheld(figure);
    }
    while leaves_few(raw, &figure, preset) {
        if !hide_the_smallest(&mut release, &mut figure, raw, asks) {
            return withheld(figure);
        }
    }
    // What is not told to those who read exact numbers is not told here either: they read both.
    while let Some(cell) =
        released.ledger.refusals(&release).iter().find_map(|one| released.told_otherwise(one, preset))
    {
        if !hide(&mut release, &mut figure, raw, asks, &cell) {
            break;
        }
    }
    let mut refusals = released.ledger.refusals(&release);
    // A link lies within each of its two: where one is out already and nearly as large, the other is hidden, and not the whole
    // figure with it. Numbers that add up are not hidden one by one.
    if asks == Question::Links || (asks == Question::Coverage && released.last(asks, audience).is_none()) {
        let near: Vec<String> = refusals.iter().filter_map(near_another).collect();
        for cell in near {
            hide(&mut release, &mut figure, raw, asks, &cell);
        }
        refusals = released.ledger.refusals(&release);
    }
    if refusals.is_empty() && !leaves_few(raw, &figure, preset) {
        return figure;
    }
    match released.last(asks, audience) {
        Some((day, last)) => as_it_was(last.clone(), day, &figure),
        None => withheld(figure),
    }
}

/// The smaller of two numbers of one release that say too much together.
fn too_near(refusal: &LedgerRefusal) -> Option<String> {
    let LedgerRefusal::SmallDifference(difference) = refusal else { return None };
    match (&difference.earlier, &difference.new) {
        (Compared::Cell(cell), _) | (Compared::Population, Compared::Cell(cell)) => Some(cell.clone()),
        (Compared::Population, Compared::Population) => None,
    }
}

/// The number that says too much beside one of another name that is out already.
fn near_another(refusal: &LedgerRefusal) -> Option<String> {
    let LedgerRefusal::SmallDifference(difference) = refusal else { return None };
    match &difference.new {
        Compared::Cell(cell) if difference.new != difference.earlier => Some(cell.clone()),
        Compared::Cell(_) | Compared::Population => None,
    }
}

fn name_of(asks: Question, key: &str, column: &str) -> String {
    format!("{}.{key}.{column}", asks.as_str())
}

fn hide(release: &mut Release, figure: &mut FigureReply, raw: &Raw, asks: Question, cell: &str) -> bool {
    for (row, (key, _, _)) in figure.rows.iter_mut().zip(&raw.rows) {
        for (shown, column) in row.cells.iter_mut().zip(&raw.columns) {
            if name_of(asks, key, column) == cell && matches!(shown, CellReply::Shown(_)) {
                *shown = CellReply::Withheld;
                release.cells.iter_mut().filter(|one| one.name == cell).for_each(|one| one.showing = Showing::Hidden);
                return true;
            }
        }
    }
    false
}

/// Hides the smallest number that is told; says whether there was one.
fn hide_the_smallest(release: &mut Release, figure: &mut FigureReply, raw: &Raw, asks: Question) -> bool {
    let told = |row: &FigureRow| match row.cells.first() {
        Some(CellReply::Shown(number)) => Some((*number, row.key.clone())),
        _ => None,
    };
    let Some((_, key)) = figure.rows.iter().filter_map(told).min() else { return false };
    let column = raw.columns.first().copied().unwrap_or_default();
    hide(release, figure, raw, asks, &name_of(asks, &key, column))
}

fn withheld(mut figure: FigureReply) -> FigureReply {
    figure.rows.clear();
    figure.base = CellReply::Withheld;
    figure.withheld = true;
    figure
}

/// The figure of a release before, with the names of today's language.
fn as_it_was(mut last: FigureReply, day: &str, now: &FigureReply) -> FigureReply {
    for row in &mut last.rows {
        if let Some(named) = now.rows.iter().find(|one| one.key == row.key) {
            row.name.clone_from(&named.name);
        }
    }
    last.points.clone_from(&now.points);
    last.as_of = Some(last.as_of.unwrap_or_else(|| day.to_owned()));
    last
}

/// Whether everybody is in one row and none is in two: then the numbers add up.
fn adds_up(raw: &Raw) -> bool {
    let of_rows = || raw.rows.iter().filter_map(|(_, _, cells)| cells.first());
    let all: People = of_rows().flatten().copied().collect();
    of_rows().map(BTreeSet::len).sum::<usize>() == raw.base.len() && all == raw.base
}

/// Whether so few are in none of the numbers that are told that whoever adds these up learns of them. Only where numbers are
/// exact: rounded ones do not add up.
fn leaves_few(raw: &Raw, figure: &FigureReply, preset: Preset) -> bool {
    let is_exact = preset.statement().rounded_to.is_none() && matches!(figure.base, CellReply::Shown(_));
    if !is_exact || raw.columns.len() > 1 || raw.of == "link" {
        return false;
    }
    let shown: HashSet<&str> = figure
        .rows
        .iter()
        .filter(|row| row.cells.iter().any(|cell| matches!(cell, CellReply::Shown(_))))
        .map(|row| row.key.as_str())
        .collect();
    let told: People = raw
        .rows
        .iter()
        .filter(|(key, _, _)| shown.contains(key.as_str()))
        .flat_map(|(_, _, cells)| cells.iter().flatten().copied())
        .collect();
    let left = raw.base.difference(&told).count();
    !told.is_empty() && (1..usize::try_from(preset.threshold()).unwrap_or(usize::MAX)).contains(&left)
}

/// Everybody speaks in one role, so the numbers add up: they are protected together with their sum.
fn as_one_table(raw: &Raw, figure: &mut FigureReply, preset: Preset) {
    let of_row = |(_, _, cells): &Row| {
        let number = cells.first().map_or(0, BTreeSet::len);
        Count::Narrators(u64::try_from(number).unwrap_or(u64::MAX))
    };
    let Ok(table) = Table::of_one(raw.rows.iter().map(of_row)) else {
        figure.withheld = true;
        return;
    };
    let protected = protect(&table, preset);
    let told = protected.cells().iter().flatten().copied();
    for (row, cell) in figure.rows.iter_mut().zip(told) {
        row.cells = vec![reply(cell)];
    }
    figure.base = reply(protected.total());
}

/// One number by itself. What it says beside others is weighed over the whole release.
fn alone(number: usize, preset: Preset) -> CellReply {
    let count = Count::Narrators(u64::try_from(number).unwrap_or(u64::MAX));
    let Ok(table) = Table::of_one([count]) else { return CellReply::Withheld };
    let first = protect(&table, preset).cells().first().and_then(|row| row.first()).copied();
    first.map_or(CellReply::Withheld, reply)
}

const fn reply(cell: Cell) -> CellReply {
    match cell {
        Cell::Shown(number) => CellReply::Shown(number),
        Cell::FewerThan(number) => CellReply::FewerThan(number),
        Cell::Withheld => CellReply::Withheld,
    }
}

fn marks(people: &People) -> Marks {
    people.iter().map(|narrator| Mark(narrator.0.into_bytes())).collect()
}

/// What a figure would release, and about whom.
pub(super) fn release_of(raw: &Raw, figure: &FigureReply, asks: Question, preset: Preset) -> Release {
    let mut cells = Vec::new();
    // What has no row is hidden, and that says something too.
    let rows: HashMap<&str, &FigureRow> = figure.rows.iter().map(|row| (row.key.as_str(), row)).collect();
    for (key, _, people) in &raw.rows {
        let row = rows.get(key.as_str());
        for (at, (column, narrators)) in raw.columns.iter().zip(people).enumerate() {
            let cell = row.and_then(|row| row.cells.get(at));
            let showing = if matches!(cell, Some(CellReply::Shown(_))) { Showing::Shown } else { Showing::Hidden };
            // Whoever has told a story in two languages is in both cells, and in the base.
            let narrators = marks(narrators).intersection(&marks(&raw.base)).copied().collect();
            cells.push(ReleasedCell { name: name_of(asks, key, column), showing, narrators });
        }
    }
    Release { id: "new".to_owned(), preset, population: marks(&raw.base), cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(numbers: std::ops::Range<u128>) -> People {
        numbers.map(|number| NarratorId(Uuid::from_u128(number))).collect()
    }

    fn languages(rows: &[(&str, std::ops::Range<u128>)], base: std::ops::Range<u128>) -> Raw {
        let row = |(key, who): &(&str, std::ops::Range<u128>)| {
            ((*key).to_owned(), (*key).to_owned(), vec![people(who.clone())])
        };
        one_column("language", rows.iter().map(row).collect(), people(base))
    }

    fn told(raw: &Raw, audience: Audience) -> (Vec<CellReply>, CellReply) {
        let figure = protected(raw, Question::Languages, audience, &Released::default());
        (figure.rows.iter().flat_map(|row| row.cells.clone()).collect(), figure.base)
    }

    #[test]
    fn whoever_adds_up_exact_numbers_does_not_learn_of_the_few_that_are_left() {
        // Three speak Tigrinya: 43 less 20 less 20.
        let raw = languages(&[("ar", 0..20), ("uk", 20..40), ("ti", 40..43)], 0..43);
        let (cells, base) = told(&raw, Audience::Funder);
        let all_but_them = cells.iter().filter(|cell| **cell == CellReply::Shown(20)).count();
        assert!(all_but_them < 2 || base != CellReply::Shown(43), "{cells:?} of {base:?}");
        // Somebody told in two languages: the numbers add up to more, and still nobody is left over.
        let raw = languages(&[("ar", 0..20), ("uk", 19..40), ("ti", 40..43)], 0..43);
        let (cells, base) = told(&raw, Audience::Funder);
        let shown = cells.iter().filter(|cell| matches!(cell, CellReply::Shown(_))).count();
        assert!(shown < 2 || base != CellReply::Shown(43), "{cells:?} of {base:?}");
    }

    #[test]
    fn where_nobody_is_hidden_exact_numbers_are_told() {
        let raw = languages(&[("ar", 0..20), ("uk", 20..40)], 0..40);
        let (cells, base) = told(&raw, Audience::Funder);
        assert_eq!((cells, base), (vec![CellReply::Shown(20), CellReply::Shown(20)], CellReply::Shown(40)));
    }
}
