//! Testimonies with what stands above them: title and place, who tells, and the numbers that were asked for along with them.

use sea_orm::{ColumnTrait, DbErr, Order};

use super::{OpenText, heading_place, shape_place, text_place};
use crate::{
    access::{Permit, StoryAct},
    clock::Timestamp,
    consent::{
        Cleared, OfNarrator,
        gate::{Along, Count, Opened},
        narrators::{self, Teller},
    },
    db::{Cells, Db, FromRow, Reader},
    ids::{AccountId, NarratorId, RevisionId, TestimonyId},
    keys::{KeyError, NarratorKey, NarratorKeys},
    page::Wanted,
    people,
    testimony::{Direction, Heading, TestimonyError, heading::TestimonyKind, rows},
};

/// A testimony with the words above it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its id.
    pub id: TestimonyId,
    /// What the index knows it by.
    pub number: i64,
    /// Whose story it is.
    pub narrator_id: NarratorId,
    /// Who brought it.
    pub collected_by: AccountId,
    /// What kind.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// When it was told.
    pub told_on: Option<String>,
    /// Title and place.
    pub heading: Heading,
    /// When it was kept.
    pub created_at: Timestamp,
    /// The newest text.
    pub revision_id: RevisionId,
    /// Length of the newest text.
    pub code_points: u32,
    /// How many turns it has.
    pub turns: u32,
    /// Who tells it.
    pub teller: Teller,
    /// What who brought it is called.
    pub collector: String,
    /// The numbers that were asked for along with it, in their order.
    pub numbers: Vec<u64>,
}

impl OfNarrator for Told {
    fn narrator(&self) -> NarratorId {
        self.narrator_id
    }
}

/// What numbers are called that come along, as many as a testimony may have.
const NUMBERS: [&str; 4] = ["n0", "n1", "n2", "n3"];

/// A testimony with what comes along.
struct Line {
    row: rows::testimony::Model,
    teller_role: String,
    teller_pseudonym: Vec<u8>,
    collector: Option<String>,
    numbers: Vec<u64>,
}

impl FromRow for Line {
    fn columns() -> Vec<&'static str> {
        let mut columns = rows::testimony::Model::columns();
        columns.extend(["teller_role", "teller_pseudonym", "collector"]);
        columns.extend(NUMBERS);
        columns
    }

    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        let row = FromRow::take(cells)?;
        let (teller_role, teller_pseudonym, collector) = (cells.one()?, cells.one()?, cells.one()?);
        let mut numbers = Vec::with_capacity(NUMBERS.len());
        for _ in NUMBERS {
            numbers.extend(cells.one_if_there::<i64>()?.map(|number| u64::try_from(number).unwrap_or(0)));
        }
        Ok(Self { row, teller_role, teller_pseudonym, collector, numbers })
    }
}

/// Testimonies that this act may use now, with who tells them and these numbers.
fn with_tellers<'a, A: StoryAct>(
    db: &'a Db,
    permit: &Permit<A>,
    counts: impl IntoIterator<Item = Count>,
) -> Opened<'a, rows::testimony::Entity, A, Reader> {
    db.as_permitted(permit).stories_along(along().counting(rows::testimony::Column::Id, counts))
}

/// Who tells, and what who brought it is called.
fn along() -> Along<rows::testimony::Entity> {
    narrators::along(Along::default()).house(people::name_beside(rows::testimony::Column::CollectedBy, "collector"))
}

fn told(line: Line, key: &NarratorKey) -> Result<Told, KeyError> {
    let row = line.row;
    Ok(Told {
        teller: narrators::teller(row.narrator_id, &line.teller_role, &line.teller_pseudonym, key)?,
        collector: line.collector.unwrap_or_default(),
        numbers: line.numbers,
        id: row.id,
        number: row.number,
        narrator_id: row.narrator_id,
        collected_by: row.collected_by,
        kind: TestimonyKind::parse(&row.kind).unwrap_or(TestimonyKind::Other),
        direction: Direction::parse(&row.direction).unwrap_or(Direction::Auto),
        language: row.language,
        told_on: row.told_on,
        heading: key.open_json(heading_place(row.id), &row.heading_sealed)?,
        created_at: row.created_at,
        revision_id: row.revision_id,
        code_points: u32::try_from(row.code_points).unwrap_or(0),
        turns: u32::try_from(row.turns).unwrap_or(0),
    })
}

/// Which testimonies a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this narrator.
    pub narrator: Option<NarratorId>,
    /// Only of this kind.
    pub kind: Option<TestimonyKind>,
    /// Only in this language.
    pub language: Option<String>,
    /// Only what this person brought.
    pub collected_by: Option<AccountId>,
    /// The first that came first.
    pub oldest_first: bool,
}

/// Testimonies that this act may use now; one row more than the page, see `page`.
///
/// # Errors
/// When the database or the keys fail.
pub async fn page<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    filter: &Filter,
    wanted: &Wanted,
    after: Option<i64>,
    counts: impl IntoIterator<Item = Count>,
) -> Result<Vec<Cleared<Told, A>>, TestimonyError> {
    use rows::testimony::Column;
    let mut query = with_tellers(db, permit, counts);
    if let Some(narrator) = filter.narrator {
        query = query.only(Column::NarratorId.eq(narrator));
    }
    if let Some(kind) = filter.kind {
        query = query.only(Column::Kind.eq(kind.as_str()));
    }
    if let Some(language) = &filter.language {
        query = query.only(Column::Language.eq(language.as_str()));
    }
    if let Some(person) = filter.collected_by {
        query = query.only(Column::CollectedBy.eq(person));
    }
    let order = if filter.oldest_first { Order::Asc } else { Order::Desc };
    if let Some(after) = after {
        query = query.only(if filter.oldest_first { Column::Number.gt(after) } else { Column::Number.lt(after) });
    }
    let lines = query.by(Column::Number, order).at_most(wanted.size() + 1).all_as().await?;
    told_all(lines, keys).await
}

async fn told_all<A>(
    lines: Vec<Cleared<Line, A>>,
    keys: &NarratorKeys,
) -> Result<Vec<Cleared<Told, A>>, TestimonyError> {
    let narrators: Vec<NarratorId> = lines.iter().map(|line| line.get().row.narrator_id).collect();
    let keys = keys.of_all(&narrators).await?;
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        // A story whose key was destroyed is erased: it is shown no more than one that never was.
        if let Some(key) = keys.get(&line.get().row.narrator_id) {
            all.push(line.try_map(|line| told(line, key))?);
        }
    }
    Ok(all)
}

/// One testimony.
///
/// # Errors
/// [`TestimonyError::Absent`] when this act may not use it now.
pub async fn one<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: TestimonyId,
    counts: impl IntoIterator<Item = Count>,
) -> Result<Cleared<Told, A>, TestimonyError> {
    let lines = with_tellers(db, permit, counts).only(rows::testimony::Column::Id.eq(id)).all_as().await?;
    told_all(lines, keys).await?.pop().ok_or(TestimonyError::Absent)
}

/// A testimony with its newest text, as they lie.
pub(super) struct Texted {
    line: Line,
    edition: i32,
    text_sealed: Vec<u8>,
    shape_sealed: Vec<u8>,
}

impl FromRow for Texted {
    fn columns() -> Vec<&'static str> {
        let mut columns = Line::columns();
        columns.extend(["edition", "text_sealed", "shape_sealed"]);
        columns
    }

    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        let line = Line::take(cells)?;
        Ok(Self { line, edition: cells.one()?, text_sealed: cells.one()?, shape_sealed: cells.one()? })
    }
}

/// Those of the testimonies that the index knows by these numbers, that this act may use now, with their newest texts: for
/// showing hits.
///
/// # Errors
/// When the database or the keys fail.
pub async fn with_texts<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    numbers: &[i64],
) -> Result<Vec<Cleared<(Told, OpenText), A>>, TestimonyError> {
    let which = rows::testimony::Column::Number.is_in(numbers.iter().copied());
    let opened = db.as_permitted(permit).stories_along(with_text_along());
    let found: Vec<Cleared<Texted, A>> = opened.only(which).all_as().await?;
    let narrators: Vec<NarratorId> = found.iter().map(|one| one.get().line.row.narrator_id).collect();
    let ids: Vec<TestimonyId> = found.iter().map(|one| one.get().line.row.id).collect();
    let kept_out = db.as_permitted(permit).kept_out(&ids).await?;
    let keys = keys.of_all(&narrators).await?;
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        if let Some(key) = keys.get(&one.get().line.row.narrator_id) {
            let opened = one.try_map(|one| texted(one, key))?;
            all.push(opened.map(|(told, text)| (told, text.without(&kept_out))));
        }
    }
    Ok(all)
}

/// Who tells, what who brought it is called, and the newest text.
pub(super) fn with_text_along() -> Along<rows::testimony::Entity> {
    use rows::{revision, testimony::Column};
    let columns = [
        (revision::Column::Edition, "edition"),
        (revision::Column::TextSealed, "text_sealed"),
        (revision::Column::ShapeSealed, "shape_sealed"),
    ];
    along().story::<revision::Entity>(Column::RevisionId, revision::Column::Id, columns)
}

pub(super) fn texted(one: Texted, key: &NarratorKey) -> Result<(Told, OpenText), KeyError> {
    let revision = one.line.row.revision_id;
    let text = OpenText {
        revision,
        edition: one.edition,
        text: key.open_text(text_place(revision), &one.text_sealed)?,
        shape: key.open_json(shape_place(revision), &one.shape_sealed)?,
    };
    Ok((told(one.line, key)?, text))
}
