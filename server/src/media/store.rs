//! Queries on recordings, all through the gate, and the sealed files.

use std::path::{Path, PathBuf};

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};

use super::{MediaError, RecordingKind, Source, rows};
use crate::{
    access::{Permit, StoryAct},
    audit,
    clock::Timestamp,
    config::StorageConfig,
    consent::{
        Cleared,
        gate::{Count, Erasing, Gate, OwnStory, ReadPublished, Reading},
        visits::Visit,
    },
    db::{Db, Reads},
    ids::{NarratorId, RecordingId, TestimonyId},
    keys::{NarratorKey, NarratorKeys, Place, RecordingReader},
    testimony,
};

/// Words about a recording, sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Address {
    /// Link or file name.
    #[serde(default)]
    pub address: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A recording.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Its id.
    pub id: RecordingId,
    /// What kind.
    pub kind: RecordingKind,
    /// Where it lies.
    pub source: Source,
    /// Words about it.
    pub address: Address,
    /// Media type.
    pub mime: String,
    /// Length in bytes.
    pub bytes: Option<i64>,
    /// Length in milliseconds.
    pub duration_ms: Option<i64>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// A recording to add.
#[derive(Clone, Debug)]
pub struct ToAdd {
    /// What kind.
    pub kind: RecordingKind,
    /// Where it lies.
    pub source: Source,
    /// Words about it.
    pub address: Address,
    /// Media type.
    pub mime: String,
    /// Length in bytes.
    pub bytes: Option<i64>,
    /// Length in milliseconds.
    pub duration_ms: Option<i64>,
}

fn place(id: RecordingId) -> Place {
    Place { table: "recording", column: "address_sealed", row: id.0 }
}

/// Where the sealed bytes of a recording lie.
#[must_use]
pub fn file(config: &StorageConfig, id: RecordingId) -> PathBuf {
    config.recordings().join(id.to_string())
}

fn opened(row: rows::recording::Model, key: &NarratorKey) -> Result<Recording, crate::keys::KeyError> {
    Ok(Recording {
        id: row.id,
        kind: RecordingKind::parse(&row.kind).unwrap_or(RecordingKind::Document),
        source: Source::parse(&row.source).unwrap_or(Source::Elsewhere),
        address: key.open_json(place(row.id), &row.address_sealed)?,
        mime: row.mime,
        bytes: row.bytes,
        duration_ms: row.duration_ms,
        created_at: row.created_at,
    })
}

/// The key under which a recording of this testimony is sealed, when this act may use it now.
///
/// # Errors
/// "Absent" when it may not.
pub async fn key_for<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    testimony: TestimonyId,
) -> Result<NarratorKey, MediaError> {
    let head = testimony::cleared(&db.as_permitted(permit), testimony).await?.ok_or(MediaError::Absent)?;
    Ok(keys.of(head.get().narrator_id).await?)
}

/// Adds a recording, or changes what is said of it. Safe to send twice. Says whether it is new.
///
/// # Errors
/// When this act may not use the testimony now, or the id was used elsewhere.
pub async fn add<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    testimony: TestimonyId,
    id: RecordingId,
    add: ToAdd,
) -> Result<(Cleared<Recording, A>, bool), MediaError> {
    let is_new = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            let head = testimony::cleared(&gate, testimony).await?.ok_or(MediaError::Absent)?;
            let key = keys.of(head.get().narrator_id).await?;
            let known =
                gate.stories::<rows::recording::Entity>().only(rows::recording::Column::Id.eq(id)).one().await?;
            let mut row = rows::recording::ActiveModel {
                id: Set(id),
                testimony_id: Set(testimony),
                project_id: Set(permit.project()),
                narrator_id: Set(head.get().narrator_id),
                kind: Set(add.kind.as_str().to_owned()),
                source: Set(add.source.as_str().to_owned()),
                address_sealed: Set(key.seal_json(place(id), &add.address)?),
                mime: Set(add.mime.clone()),
                bytes: Set(add.bytes),
                duration_ms: Set(add.duration_ms),
                ..Default::default()
            };
            let is_new = known.is_none();
            match known {
                Some(known) if known.get().testimony_id != testimony || known.get().source != add.source.as_str() => {
                    return Err(MediaError::ExistsDifferently);
                }
                // What somebody listened to is what is heard: other bytes are another recording.
                Some(known)
                    if add.source == Source::Kept
                        && (known.get().kind != add.kind.as_str()
                            || key.open_json::<Address>(place(id), &known.get().address_sealed)?.sha256
                                != add.address.sha256) =>
                {
                    return Err(MediaError::ExistsDifferently);
                }
                Some(_) => drop(gate.update(&head, row).await?),
                None => {
                    row.created_at = Set(permit.at());
                    gate.insert(&head, row).await.map_err(taken)?;
                }
            }
            audit::add(tx, event(permit, if is_new { "recording.added" } else { "recording.changed" }, id)).await?;
            Ok(is_new)
        })
        .await?;
    let all = of_testimony(db, keys, permit, testimony).await?;
    let kept = all.into_iter().find(|recording| recording.get().id == id).ok_or(MediaError::Absent)?;
    Ok((kept, is_new))
}

fn taken(error: DbErr) -> MediaError {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => MediaError::ExistsDifferently,
        _ => MediaError::Database(error),
    }
}

fn event<A: StoryAct>(permit: &Permit<A>, act: &'static str, id: RecordingId) -> audit::Event {
    audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "recording",
        subject: Some(id.0),
        at: permit.at(),
    }
}

/// The recordings of a testimony that this act may use now.
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_testimony<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    testimony: TestimonyId,
) -> Result<Vec<Cleared<Recording, A>>, MediaError> {
    let rows = db
        .as_permitted(permit)
        .stories::<rows::recording::Entity>()
        .only(rows::recording::Column::TestimonyId.eq(testimony))
        .by(rows::recording::Column::CreatedAt, Order::Asc)
        .all()
        .await?;
    let narrators: Vec<NarratorId> = rows.iter().map(|row| row.get().narrator_id).collect();
    let keys = keys.of_all(&narrators).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(key) = keys.get(&row.get().narrator_id) {
            all.push(row.try_map(|row| opened(row, key))?);
        }
    }
    Ok(all)
}

/// How many recordings a testimony has.
#[must_use]
pub fn count() -> Count {
    Count::rows::<rows::recording::Entity>(rows::recording::Column::TestimonyId, Condition::all())
}

/// Removes a recording: the row at once, then its bytes.
///
/// # Errors
/// When this act may not use it now.
pub async fn remove<A: StoryAct>(
    db: &Db,
    config: &StorageConfig,
    permit: &Permit<A>,
    testimony: TestimonyId,
    id: RecordingId,
) -> Result<(), MediaError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, testimony).await?.ok_or(MediaError::Absent)?;
        let which = rows::recording::Column::Id.eq(id);
        if gate.remove::<rows::recording::Entity, _>(&head, which).await? == 0 {
            return Err(MediaError::Absent);
        }
        Ok(audit::add(tx, event(permit, "recording.removed", id)).await?)
    })
    .await?;
    match std::fs::remove_file(file(config, id)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(crate::keys::KeyError::from(error).into()),
        _ => Ok(()),
    }
}

/// Opens the sealed bytes of a recording that this act may use now.
///
/// # Errors
/// "Absent" when it may not, or when it lies elsewhere.
pub async fn open<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    config: &StorageConfig,
    permit: &Permit<A>,
    testimony: TestimonyId,
    id: RecordingId,
) -> Result<(Cleared<Recording, A>, RecordingReader), MediaError> {
    let key = key_for(db, keys, permit, testimony).await?;
    let all = of_testimony(db, keys, permit, testimony).await?;
    let found = all.into_iter().find(|recording| recording.get().id == id && recording.get().source == Source::Kept);
    let found = found.ok_or(MediaError::Absent)?;
    Ok((found, reader(&file(config, id), &key)?))
}

fn reader(path: &Path, key: &NarratorKey) -> Result<RecordingReader, MediaError> {
    Ok(RecordingReader::open(path, key)?)
}

/// Whether this gate lets a recording through.
///
/// # Errors
/// When the database fails.
pub async fn may_be_told<A: StoryAct, C: Reads>(gate: &Gate<'_, A, C>, id: RecordingId) -> Result<bool, DbErr> {
    let found = gate.stories::<rows::recording::Entity>().only(rows::recording::Column::Id.eq(id)).one().await?;
    Ok(found.is_some())
}

/// A recording that a publication lets its readers hear or see.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Its id.
    pub id: RecordingId,
    /// Of which story.
    pub testimony: TestimonyId,
    /// What kind.
    pub kind: RecordingKind,
    /// Media type.
    pub mime: String,
    narrator: NarratorId,
}

/// The recording, if a publication shares it and still may: for everything that its kind asks.
///
/// # Errors
/// When the database fails.
pub async fn published<C: Reads>(
    reading: &Reading<'_, C>,
    id: RecordingId,
) -> Result<Option<Cleared<Shared, ReadPublished>>, DbErr> {
    let which = rows::recording::Column::Id.eq(id).and(rows::recording::Column::Source.eq(Source::Kept.as_str()));
    let mut allowed = None;
    for kind in RecordingKind::ALL {
        for (asked, purpose) in kind.shared_as().iter().enumerate() {
            let of_kind = which.clone().and(rows::recording::Column::Kind.eq(kind.as_str()));
            let found = reading.stories::<rows::recording::Entity>(*purpose).only(of_kind).one().await?;
            match found {
                Some(row) => {
                    if !kind.is_told_by(&row.get().mime) {
                        return Ok(None);
                    }
                    allowed = Some(row.map(|row| Shared {
                        id: row.id,
                        testimony: row.testimony_id,
                        kind: *kind,
                        mime: row.mime,
                        narrator: row.narrator_id,
                    }));
                }
                // The picture may be shared and the voice not: then neither is.
                None if asked > 0 => return Ok(None),
                None => break,
            }
        }
    }
    Ok(allowed)
}

/// Opens the sealed bytes of what is shared.
///
/// # Errors
/// When the key or the file is gone.
pub async fn open_shared(
    keys: &NarratorKeys,
    config: &StorageConfig,
    shared: &Cleared<Shared, ReadPublished>,
) -> Result<RecordingReader, MediaError> {
    let key = keys.of(shared.get().narrator).await?;
    reader(&file(config, shared.get().id), &key)
}

/// The narrator's own recordings, each with its story.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<Vec<(TestimonyId, Cleared<Recording, OwnStory>)>, MediaError> {
    let own = db.as_narrator(visit).stories::<rows::recording::Entity>();
    let found = own.by(rows::recording::Column::CreatedAt, Order::Asc).all().await?;
    let key = keys.of(visit.narrator()).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in found {
        all.push((row.get().testimony_id, row.try_map(|row| opened(row, &key))?));
    }
    Ok(all)
}

/// The recordings of somebody who is erased.
///
/// # Errors
/// When the database fails.
pub async fn ids_of(erasing: &Erasing<'_>) -> Result<Vec<RecordingId>, DbErr> {
    let ids = erasing.ids::<rows::recording::Entity>(rows::recording::Column::Id).await?;
    Ok(ids.into_iter().map(RecordingId).collect())
}

/// Removes the recordings of somebody who is erased, once their files are gone; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    erasing.stories::<rows::recording::Entity>().await
}
