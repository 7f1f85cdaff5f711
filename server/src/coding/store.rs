//! Queries on codings, all through the gate. Writing one takes the fewest statements: coders work at the speed of reading.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, DbErr, Order,
    sea_query::ExprTrait,
};

use super::{Attributes, Certainty, CodingError, Passage, rows};
use crate::{
    access::{CodePassages, Permit, StoryAct},
    audit,
    clock::Timestamp,
    codebook::Codes,
    consent::{
        Cleared, Gate, OfNarrator,
        gate::{BeyondConsent, Count, Erasing},
    },
    db::{Db, Reads, Tx, from_row},
    ids::{AccountId, CodeId, CodingId, NarratorId, ProjectId, RevisionId, TestimonyId},
    jobs::outbox::{self, Change},
    keys::{NarratorKey, NarratorKeys, Place},
    testimony::{self, TestimonyHead},
};

const LONGEST_MEMO: usize = 2_000;
/// How many ids fit in one question to the database.
const AT_ONCE: usize = 500;

/// A coder's application of a code to a passage.
#[derive(Clone, Debug)]
pub struct Coding {
    /// Its id.
    pub id: CodingId,
    /// On which testimony.
    pub testimony: TestimonyId,
    /// On which passage.
    pub passage: Passage,
    /// With which code.
    pub code: CodeId,
    /// Who coded.
    pub coder: AccountId,
    /// What else is said of it.
    pub attributes: Attributes,
    /// What the coder noted.
    pub memo: Option<String>,
    /// How sure it is that it stands on its words.
    pub anchored: Certainty,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its coder last changed it.
    pub updated_at: Timestamp,
}

/// A coding to make or to change.
#[derive(Clone, Debug)]
pub struct NewCoding {
    /// On which passage.
    pub passage: Passage,
    /// With which code.
    pub code: CodeId,
    /// What else is said of it.
    pub attributes: Attributes,
    /// A note.
    pub memo: Option<String>,
}

impl NewCoding {
    /// Checks what was sent, as far as that needs no testimony.
    ///
    /// # Errors
    /// When an attribute is unknown or the memo too long.
    pub fn of(sent: super::reply::NewCoding, codes: &Codes) -> Result<Self, CodingError> {
        let memo = sent.memo.filter(|memo| !memo.trim().is_empty());
        if memo.as_ref().is_some_and(|memo| memo.chars().count() > LONGEST_MEMO) {
            return Err(CodingError::MemoTooLong);
        }
        Ok(Self {
            passage: Passage { revision: sent.revision_id, start: sent.start, end: sent.end },
            code: sent.code_id,
            attributes: Attributes::of(sent.attributes, codes.attributes())?,
            memo,
        })
    }
}

/// What is read of a coding: not its narrator and project, which are those of its testimony.
struct Line {
    id: CodingId,
    revision_id: RevisionId,
    coder_id: AccountId,
    start_at: i32,
    end_at: i32,
    code_id: CodeId,
    attributes: String,
    memo_sealed: Option<Vec<u8>>,
    anchored: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

from_row!(Line {
    id,
    revision_id,
    coder_id,
    start_at,
    end_at,
    code_id,
    attributes,
    memo_sealed,
    anchored,
    created_at,
    updated_at
});

fn memo_place(id: CodingId) -> Place {
    Place { table: "coding", column: "memo_sealed", row: id.0 }
}

fn position(kept: i32) -> u32 {
    u32::try_from(kept).unwrap_or(0)
}

impl Line {
    fn open(self, testimony: TestimonyId, key: Option<&NarratorKey>) -> Result<Coding, CodingError> {
        let memo = match (self.memo_sealed, key) {
            (Some(sealed), Some(key)) => Some(key.open_text(memo_place(self.id), &sealed)?),
            _ => None,
        };
        Ok(Coding {
            id: self.id,
            testimony,
            passage: Passage { revision: self.revision_id, start: position(self.start_at), end: position(self.end_at) },
            code: self.code_id,
            coder: self.coder_id,
            attributes: Attributes::from_text(&self.attributes),
            memo,
            anchored: Certainty::parse(&self.anchored).unwrap_or(Certainty::Unsure),
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// The codings of a testimony, in the order of the text.
///
/// # Errors
/// [`CodingError::Absent`] when this act may not use the testimony now.
pub async fn of_testimony<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    of: TestimonyId,
) -> Result<Vec<Cleared<Coding, A>>, CodingError> {
    use rows::Column as C;
    let gate = db.as_permitted(permit);
    let head = testimony::cleared(&gate, of).await?.ok_or(CodingError::Absent)?;
    let lines = gate
        .stories::<rows::Entity>()
        .only(C::TestimonyId.eq(of))
        .by(C::StartAt, Order::Asc)
        .by(C::Number, Order::Asc)
        .columns::<Line>([
            C::Id,
            C::RevisionId,
            C::CoderId,
            C::StartAt,
            C::EndAt,
            C::CodeId,
            C::Attributes,
            C::MemoSealed,
            C::Anchored,
            C::CreatedAt,
            C::UpdatedAt,
        ])
        .await?;
    let has_memos = lines.iter().any(|line| line.get().memo_sealed.is_some());
    let key = if has_memos { Some(keys.of(head.get().narrator_id).await?) } else { None };
    lines.into_iter().map(|line| line.try_map(|line| line.open(of, key.as_ref()))).collect()
}

/// Codes a passage, or changes what the same coder said before under this id. Says whether it is new.
///
/// # Errors
/// When the testimony is absent, the id is another's, or something of the coding does not fit.
pub async fn put(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<CodePassages>,
    on: TestimonyId,
    id: CodingId,
    new: NewCoding,
) -> Result<(Cleared<Coding, CodePassages>, bool), CodingError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, on).await?.ok_or(CodingError::Absent)?;
        let known = gate.stories::<rows::Entity>().only(rows::Column::Id.eq(id)).one().await?;
        let known = known.map(|row| row.get().clone());
        if let Some(row) = &known {
            if row.testimony_id != on {
                return Err(CodingError::ExistsElsewhere);
            }
            if row.coder_id != permit.person() {
                return Err(CodingError::NotYours);
            }
        }
        let (row, is_new) = match known {
            Some(row) => (change(tx, keys, codes, permit, &head, row, &new).await?, false),
            None => (add(tx, keys, codes, permit, &head, id, &new).await?, true),
        };
        Ok((head.map(|_head| opened(row, new.memo)), is_new))
    })
    .await
}

/// A row with the memo that was just sealed into it.
fn opened(row: rows::Model, memo: Option<String>) -> Coding {
    Coding {
        id: row.id,
        testimony: row.testimony_id,
        passage: Passage { revision: row.revision_id, start: position(row.start_at), end: position(row.end_at) },
        code: row.code_id,
        coder: row.coder_id,
        attributes: Attributes::from_text(&row.attributes),
        memo,
        anchored: Certainty::parse(&row.anchored).unwrap_or(Certainty::Unsure),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

async fn sealed(
    keys: &NarratorKeys,
    head: &TestimonyHead,
    id: CodingId,
    memo: Option<&str>,
) -> Result<Option<Vec<u8>>, CodingError> {
    let Some(memo) = memo else { return Ok(None) };
    Ok(Some(keys.of(head.narrator_id).await?.seal_text(memo_place(id), memo)?))
}

async fn add(
    tx: &Tx,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<CodePassages>,
    head: &Cleared<TestimonyHead, CodePassages>,
    id: CodingId,
    new: &NewCoding,
) -> Result<rows::Model, CodingError> {
    let (start, end) = new.passage.in_text_of(head.get())?;
    if !codes.exists_codable(&tx.house(), permit.project(), new.code).await? {
        return Err(CodingError::UnknownCode);
    }
    let row = rows::ActiveModel {
        number: NotSet,
        id: Set(id),
        project_id: Set(permit.project()),
        testimony_id: Set(head.get().id),
        narrator_id: Set(head.get().narrator_id),
        revision_id: Set(new.passage.revision),
        coder_id: Set(permit.person()),
        start_at: Set(start),
        end_at: Set(end),
        code_id: Set(new.code),
        attributes: Set(new.attributes.to_text()),
        memo_sealed: Set(sealed(keys, head.get(), id, new.memo.as_deref()).await?),
        anchored: Set(Certainty::Exact.as_str().to_owned()),
        created_at: Set(permit.at()),
        updated_at: Set(permit.at()),
    };
    let row = tx.as_permitted(permit).insert(head, row).await.map_err(|error| match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => CodingError::ExistsElsewhere,
        _ => error.into(),
    })?;
    follow(tx, permit, head.get().id, id, "coding.made").await?;
    Ok(row)
}

async fn change(
    tx: &Tx,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<CodePassages>,
    head: &Cleared<TestimonyHead, CodePassages>,
    row: rows::Model,
    new: &NewCoding,
) -> Result<rows::Model, CodingError> {
    let memo_before = match &row.memo_sealed {
        Some(sealed) => Some(keys.of(head.get().narrator_id).await?.open_text(memo_place(row.id), sealed)?),
        None => None,
    };
    let said_before = row.code_id == new.code && row.attributes == new.attributes.to_text() && memo_before == new.memo;
    // The same said of an earlier text comes from a phone that never heard our answer: the coding was carried meanwhile.
    if said_before && row.revision_id != new.passage.revision && row.revision_id == head.get().revision_id {
        return Ok(row);
    }
    let (start, end) = new.passage.in_text_of(head.get())?;
    let sure = row.anchored == Certainty::Exact.as_str();
    if said_before && sure && (row.start_at, row.end_at) == (start, end) && row.revision_id == new.passage.revision {
        return Ok(row);
    }
    // A code that was retired since may stay; another must be one that is offered now.
    if row.code_id != new.code && !codes.exists_codable(&tx.house(), permit.project(), new.code).await? {
        return Err(CodingError::UnknownCode);
    }
    let id = row.id;
    let mut row: rows::ActiveModel = row.into();
    row.revision_id = Set(new.passage.revision);
    row.start_at = Set(start);
    row.end_at = Set(end);
    row.code_id = Set(new.code);
    row.attributes = Set(new.attributes.to_text());
    row.memo_sealed = Set(sealed(keys, head.get(), id, new.memo.as_deref()).await?);
    row.anchored = Set(Certainty::Exact.as_str().to_owned());
    row.updated_at = Set(permit.at());
    let row = tx.as_permitted(permit).update(head, row).await?;
    follow(tx, permit, head.get().id, id, "coding.changed").await?;
    Ok(row)
}

/// Removes a coding. Safe to send twice; the same id may be made again, which is how undoing works.
///
/// # Errors
/// When the testimony is absent, or somebody else coded this.
pub async fn remove(db: &Db, permit: &Permit<CodePassages>, on: TestimonyId, id: CodingId) -> Result<(), CodingError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, on).await?.ok_or(CodingError::Absent)?;
        let which = rows::Column::Id.eq(id).and(rows::Column::TestimonyId.eq(on));
        let Some(row) = gate.stories::<rows::Entity>().only(which.clone()).one().await? else { return Ok(()) };
        if row.get().coder_id != permit.person() {
            return Err(CodingError::NotYours);
        }
        gate.remove::<rows::Entity, _>(&head, which).await?;
        Ok(follow(tx, permit, on, id, "coding.removed").await?)
    })
    .await
}

/// What follows every change of a coding, in its transaction.
async fn follow(
    tx: &Tx,
    permit: &Permit<CodePassages>,
    on: TestimonyId,
    id: CodingId,
    act: &'static str,
) -> Result<(), DbErr> {
    outbox::add(tx, Change::Codings, permit.project(), Some(on.0), permit.at()).await?;
    let event = audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "coding",
        subject: Some(id.0),
        at: permit.at(),
    };
    audit::add(tx, event).await
}

/// How often a testimony is coded, and by how many people.
#[must_use]
pub fn counts() -> [Count; 2] {
    use rows::Column as C;
    let codings = Count::rows::<rows::Entity>(C::TestimonyId, Condition::all());
    [codings, Count::different::<rows::Entity>(C::CoderId, C::TestimonyId)]
}

/// How much a project is coded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers {
    /// Codings.
    pub codings: u64,
    /// Codings by the person who asks.
    pub by_me: u64,
    /// Narrators with at least one coding.
    pub coded_narrators: u64,
}

/// How much the project is coded, as far as this act may know.
///
/// # Errors
/// When the database fails.
pub async fn numbers<A: StoryAct>(db: &Db, permit: &Permit<A>) -> Result<Numbers, DbErr> {
    let gate = db.as_permitted(permit);
    let opened = || gate.stories::<rows::Entity>();
    Ok(Numbers {
        codings: opened().number().await?,
        by_me: opened().only(rows::Column::CoderId.eq(permit.person())).number().await?,
        coded_narrators: opened().number_of_different(rows::Column::NarratorId).await?,
    })
}

/// Where a coding stands: positions and ids only, for counting and for filters of searches.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// On which testimony.
    pub testimony_id: TestimonyId,
    /// In which of its texts the positions count.
    pub revision_id: RevisionId,
    /// First code point.
    pub start_at: i32,
    /// One past the last code point.
    pub end_at: i32,
    /// With which code.
    pub code_id: CodeId,
    /// Who coded.
    pub coder_id: AccountId,
}

from_row!(Column { testimony_id, revision_id, start_at, end_at, code_id, coder_id });

const COLUMNS: [rows::Column; 6] = [
    rows::Column::TestimonyId,
    rows::Column::RevisionId,
    rows::Column::StartAt,
    rows::Column::EndAt,
    rows::Column::CodeId,
    rows::Column::CoderId,
];

/// Where the codings of these testimonies stand. Read past consent by the worker; the gate judges whoever asks later.
///
/// # Errors
/// When the database fails.
pub async fn columns(beyond: &BeyondConsent<'_>, testimonies: &[TestimonyId]) -> Result<Vec<Column>, DbErr> {
    let mut all = Vec::new();
    for some in testimonies.chunks(AT_ONCE) {
        let which = rows::Column::TestimonyId.is_in(some.iter().copied());
        all.extend(beyond.columns::<rows::Entity, Column>(COLUMNS, which).await?);
    }
    Ok(all)
}

/// Where all codings of a project stand, as [`columns`].
///
/// # Errors
/// When the database fails.
pub async fn columns_of_project(beyond: &BeyondConsent<'_>, project: ProjectId) -> Result<Vec<Column>, DbErr> {
    beyond.columns::<rows::Entity, Column>(COLUMNS, rows::Column::ProjectId.eq(project)).await
}

/// Removes the codings and memos on the stories of somebody who is erased; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::Entity>().await
}

/// A passage with one of its codes, as an export needs it.
#[derive(Clone, Copy, Debug)]
pub struct CodedPassage {
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Whose story it is.
    narrator_id: NarratorId,
    /// On which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// With which code.
    pub code_id: CodeId,
    /// Whether what is told helped or stood in the way, by stable name.
    pub effect: Option<&'static str>,
}

/// The values of `effect` that are counted.
const EFFECTS: [&str; 4] = ["enabler", "barrier", "mixed", "neutral"];

impl OfNarrator for CodedPassage {
    fn narrator(&self) -> NarratorId {
        self.narrator_id
    }
}

fn effect(attributes: &str) -> Option<&'static str> {
    let attributes = Attributes::from_text(attributes);
    let said = attributes.values().get("effect")?.first()?;
    EFFECTS.into_iter().find(|effect| effect == said)
}

/// The coded passages that this gate lets through, in the order they were coded.
///
/// # Errors
/// When the database fails.
pub async fn passages<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>) -> Result<Vec<Cleared<CodedPassage, A>>, DbErr> {
    let found = gate.stories::<rows::Entity>().by(rows::Column::Number, Order::Asc).all().await?;
    let passage = |row: rows::Model| CodedPassage {
        testimony_id: row.testimony_id,
        narrator_id: row.narrator_id,
        revision_id: row.revision_id,
        start: position(row.start_at),
        end: position(row.end_at),
        code_id: row.code_id,
        effect: effect(&row.attributes),
    };
    Ok(found.into_iter().map(|row| row.map(passage)).collect())
}
