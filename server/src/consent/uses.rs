//! What was used where: one row for every quote, export row, publication and count, written in the transaction in which the
//! gate was asked. The database refuses a use that no grant covers (migration 7), whoever asks it.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Cleared, ConsentError, Gate, OfNarrator, gate::Own, rows, states::State};
use crate::{
    access::{Audience, DeskAct, KeepConsents, Permit, Purpose, StoryAct},
    clock::Timestamp,
    db::{Db, Reads, Tx},
    ids::{Id, NarratorId, RevisionId, TestimonyId},
    named::named,
    people,
};

named! {
    /// What kind of use.
    UseKind {
        /// A passage was quoted.
        Quote = "quote",
        /// A line of an export.
        ExportRow = "export-row",
        /// Something was published.
        Publication = "publication",
        /// It was counted.
        Count = "count",
    }
}

/// A use to record.
#[derive(Clone, Debug)]
pub struct NewUse {
    /// What kind.
    pub kind: UseKind,
    /// Of which story.
    pub testimony: TestimonyId,
    /// Of which passage, in code points; nothing where it is of the whole.
    pub passage: Option<(RevisionId, u32, u32)>,
    /// For what.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// Which quote, export or publication.
    pub of: uuid::Uuid,
    /// Which line of it, where it has lines.
    pub line: Option<i32>,
    /// Where it can be met: a title of ours, never words of a story.
    pub place: String,
}

/// Records a use of a story that was cleared for this act in this same transaction.
///
/// # Errors
/// [`ConsentError::NotGranted`] when no grant covers it.
pub async fn record<A: StoryAct, W: OfNarrator, C: Reads>(
    tx: &Tx,
    gate: &Gate<'_, A, C>,
    witness: &Cleared<W, A>,
    new: &NewUse,
) -> Result<(), ConsentError> {
    let narrator = witness.get().narrator();
    let one = (new.kind == UseKind::Quote, new.of);
    let grant = gate.grant_for_use(narrator, new.purpose, new.audience, one).await?;
    let grant = grant.ok_or(ConsentError::NotGranted)?;
    let position = |at: u32| i32::try_from(at).unwrap_or(i32::MAX);
    let row = rows::used::ActiveModel {
        id: Set(crate::ids::CodeId::at(gate.at()).0),
        kind: Set(new.kind.as_str().to_owned()),
        project_id: Set(gate.project()),
        narrator_id: Set(narrator),
        testimony_id: Set(new.testimony),
        revision_id: Set(new.passage.map(|passage| passage.0)),
        start_at: Set(new.passage.map(|passage| position(passage.1))),
        end_at: Set(new.passage.map(|passage| position(passage.2))),
        purpose: Set(new.purpose.as_str().to_owned()),
        audience: Set(new.audience.as_str().to_owned()),
        audience_rank: Set(new.audience.rank()),
        grant_id: Set(grant),
        consent_epoch: Set(people::consent_epoch_in(tx, gate.project()).await?),
        of_id: Set(new.of),
        line: Set(new.line),
        place: Set(new.place.clone()),
        at: Set(gate.at()),
        ended_at: Set(None),
    };
    gate.insert_use(row).await.map_err(|error| match error.sql_err() {
        // The database itself said that no grant covers it.
        _ if refused_by_the_database(&error) => ConsentError::NotGranted,
        _ => ConsentError::Database(error),
    })
}

fn refused_by_the_database(error: &DbErr) -> bool {
    matches!(error, DbErr::Exec(_) | DbErr::Query(_)) && error.to_string().contains("no grant covers this use")
}

/// A use as its narrator is shown it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UseReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// What kind.
    pub kind: UseKind,
    /// Where it can be met.
    pub label: String,
    /// For whom.
    pub audience: Audience,
    /// When.
    pub at: Timestamp,
    /// Of which text.
    pub revision_id: Option<RevisionId>,
    /// First code point of the passage.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// The uses of a narrator's stories, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_narrator<C: Reads>(own: &Own<'_, C>) -> Result<Vec<(TestimonyId, UseReply)>, DbErr> {
    let all = own.desk::<rows::used::Entity>().by(rows::used::Column::At, Order::Desc).all().await?;
    Ok(all.iter().map(|row| (row.get().testimony_id, shown(row.get()))).collect())
}

/// In which publications a narrator's stories stand now: which story, and which publication.
///
/// # Errors
/// When the database fails.
pub async fn published_of<C: Reads>(own: &Own<'_, C>) -> Result<Vec<(TestimonyId, uuid::Uuid)>, DbErr> {
    use rows::used::Column as U;
    let stands = U::Kind.eq(UseKind::Publication.as_str()).and(U::EndedAt.is_null());
    let all = own.desk::<rows::used::Entity>().only(stands).all().await?;
    let mut all: Vec<_> = all.iter().map(|row| (row.get().testimony_id, row.get().of_id)).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The same for those who answer what is held of a narrator: positions and places, never words.
///
/// # Errors
/// When the database fails.
pub async fn at_desk<A: DeskAct>(db: &Db, permit: &Permit<A>, narrator: NarratorId) -> Result<Vec<UseReply>, DbErr> {
    let theirs = rows::used::Column::NarratorId.eq(narrator);
    let all = db.as_permitted(permit).desk::<rows::used::Entity>().only(theirs).by(rows::used::Column::At, Order::Desc);
    Ok(all.all().await?.iter().map(|row| shown(row.get())).collect())
}

fn shown(row: &rows::used::Model) -> UseReply {
    let position = |at: Option<i32>| at.and_then(|at| u32::try_from(at).ok());
    UseReply {
        id: row.id,
        kind: UseKind::parse(&row.kind).unwrap_or(UseKind::Quote),
        label: row.place.clone(),
        audience: Audience::parse(&row.audience).unwrap_or(Audience::Public),
        at: row.at,
        revision_id: row.revision_id,
        start: position(row.start_at),
        end: position(row.end_at),
        ended_at: row.ended_at,
    }
}

/// Ends the uses of something that is taken back by those who made it.
///
/// # Errors
/// When the database refuses.
pub async fn end_of<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>, of: uuid::Uuid) -> Result<(), DbErr> {
    gate.end_uses(rows::used::Column::OfId.eq(of).and(rows::used::Column::EndedAt.is_null())).await
}

/// Ends what lets others hear or see a narrator.
///
/// # Errors
/// When the database refuses.
pub async fn end_shared<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>, narrator: NarratorId) -> Result<(), DbErr> {
    use rows::used::Column as U;
    let shared = U::Purpose.is_in([Purpose::ShareVoice.as_str(), Purpose::ShareImage.as_str()]);
    gate.end_uses(U::NarratorId.eq(narrator).and(shared).and(U::EndedAt.is_null())).await
}

/// The uses of something that have not ended.
///
/// # Errors
/// When the database fails.
pub async fn open_of<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>, of: uuid::Uuid) -> Result<Vec<NewUse>, DbErr> {
    let position = |at: Option<i32>| at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
    let shown = |row: rows::used::Model| NewUse {
        kind: UseKind::parse(&row.kind).unwrap_or(UseKind::Quote),
        testimony: row.testimony_id,
        passage: row.revision_id.map(|revision| (revision, position(row.start_at), position(row.end_at))),
        purpose: Purpose::parse(&row.purpose).unwrap_or(Purpose::QuoteAnonymously),
        audience: Audience::parse(&row.audience).unwrap_or(Audience::Public),
        of: row.of_id,
        line: row.line,
        place: row.place,
    };
    let open = rows::used::Column::OfId.eq(of).and(rows::used::Column::EndedAt.is_null());
    Ok(gate.uses(open).await?.into_iter().map(shown).collect())
}

/// Lines of exports whose use has ended, of everybody: an export's id and a number, and nobody.
///
/// # Errors
/// When the database fails.
pub async fn ended_lines(db: &Db) -> Result<Vec<(uuid::Uuid, i32)>, DbErr> {
    db.ended_lines(UseKind::ExportRow.as_str()).await
}

/// The state names a grant is valid in, for the gate.
pub(super) fn valid_states() -> impl Iterator<Item = &'static str> {
    State::ALL.iter().filter(|state| state.is_valid()).map(|state| state.as_str())
}

/// How many narrators allow each purpose now: numbers for the record of processing.
///
/// # Errors
/// When the database fails.
pub async fn allowed_now(db: &Db, permit: &Permit<KeepConsents>) -> Result<HashMap<Purpose, usize>, DbErr> {
    let valid = rows::grant::Column::EndedAt.is_null().and(rows::grant::Column::State.is_in(valid_states()));
    let found = db.as_permitted(permit).desk::<rows::grant::Entity>().only(valid).all().await?;
    let mut all: HashMap<Purpose, HashSet<NarratorId>> = HashMap::new();
    for grant in found {
        if let Some(purpose) = Purpose::parse(&grant.get().purpose) {
            all.entry(purpose).or_default().insert(grant.get().narrator_id);
        }
    }
    Ok(all.into_iter().map(|(purpose, narrators)| (purpose, narrators.len())).collect())
}
