//! What proves a consent: the paper that was signed, or the yes as it was spoken. Kept beside the record, sealed under the
//! narrator's key: it shows their name, their hand or their voice. Whoever collects may bring it; only the protector and the
//! narrator open it again.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Cleared, ConsentError, gate::OwnStory, narrators, remember, rows, visits::Visit};
use crate::{
    access::{DeskAct, KeepConsents, OpenVault, Permit},
    clock::Timestamp,
    db::{Db, from_row},
    ids::{ConsentId, NarratorId},
    keys::{NarratorKey, NarratorKeys, Place},
    named::named,
    sniff,
};

/// How large it may be, in bytes: some pages that were photographed, or half an hour that was spoken.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// How many of them one narrator has at most.
const MOST: u64 = 50;

named! {
    /// What it is.
    EvidenceKind {
        /// A paper that was scanned or photographed.
        Paper = "paper",
        /// A yes that was spoken and recorded.
        Spoken = "spoken",
    }
}

/// Something that proves a consent. Not what is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProofReply {
    /// Its id.
    pub id: Uuid,
    /// Of which record.
    pub consent_id: ConsentId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its media type, as its bytes say.
    pub mime: String,
    /// How large it is, in bytes.
    pub bytes: i32,
    /// When it was kept.
    pub kept_at: Timestamp,
}

/// What is in it.
pub struct Content {
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

fn place(id: Uuid) -> Place {
    Place { table: "consent_evidence", column: "content_sealed", row: id }
}

fn kind_of(mime: &str) -> EvidenceKind {
    if mime.starts_with("audio/") { EvidenceKind::Spoken } else { EvidenceKind::Paper }
}

fn reply(row: &rows::evidence::Model) -> ProofReply {
    ProofReply {
        id: row.id,
        consent_id: row.record_id,
        kind: EvidenceKind::parse(&row.kind).unwrap_or(EvidenceKind::Paper),
        mime: row.mime.clone(),
        bytes: row.bytes,
        kept_at: row.kept_at,
    }
}

fn content(row: &rows::evidence::Model, key: &NarratorKey) -> Result<Content, ConsentError> {
    Ok(Content { mime: row.mime.clone(), bytes: key.open(place(row.id), &row.content_sealed)?.to_vec() })
}

/// Keeps what proves a record. Safe to send twice; says whether it is new.
///
/// # Errors
/// When there is no such record of theirs, or it is no paper and nothing spoken.
pub async fn keep<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    of: (NarratorId, ConsentId),
    id: Uuid,
    bytes: &[u8],
) -> Result<(ProofReply, bool), ConsentError> {
    let (narrator, record) = of;
    let Some(mime) = sniff::kind_of(bytes) else {
        let detail = "Send a PDF, a photograph (JPEG, PNG, WebP) or a recording (Ogg, MP3, M4A, WAV, FLAC, WebM).";
        return Err(ConsentError::Bounds { at: "/", detail: detail.to_owned() });
    };
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    let sealed = key.seal(place(id), bytes)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, narrator).await? {
            return Err(ConsentError::Absent);
        }
        let of_theirs = rows::record::Column::Id.eq(record).and(rows::record::Column::NarratorId.eq(narrator));
        gate.desk::<rows::record::Entity>().only(of_theirs).one().await?.ok_or(ConsentError::Absent)?;
        let known = gate.desk::<rows::evidence::Entity>().only(rows::evidence::Column::Id.eq(id)).one().await?;
        if let Some(known) = known {
            let same = known.get().narrator_id == narrator && known.get().record_id == record;
            return if same { Ok((reply(known.get()), false)) } else { Err(ConsentError::ExistsDifferently) };
        }
        let theirs = rows::evidence::Column::NarratorId.eq(narrator);
        if gate.desk::<rows::evidence::Entity>().only(theirs).number().await? >= MOST {
            let detail = "There are very many papers of this narrator already.".to_owned();
            return Err(ConsentError::Bounds { at: "/", detail });
        }
        let row = rows::evidence::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(narrator),
            record_id: Set(record),
            kind: Set(kind_of(mime).as_str().to_owned()),
            mime: Set(mime.to_owned()),
            bytes: Set(i32::try_from(bytes.len()).unwrap_or(i32::MAX)),
            content_sealed: Set(sealed),
            kept_by: Set(permit.person()),
            kept_at: Set(permit.at()),
        };
        let row = gate.insert_at_desk(row).await.map_err(narrators::taken)?;
        remember(tx, permit, "evidence.kept", narrator).await?;
        Ok((reply(&row), true))
    })
    .await
}

/// What proves the consents of a narrator, the newest first. Without what is in it.
///
/// # Errors
/// "Absent" when this act does not reach them.
pub async fn of_narrator<A: DeskAct>(
    db: &Db,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<ProofReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    if !narrators::is_known(&gate, narrator).await? {
        return Err(ConsentError::Absent);
    }
    use rows::evidence::Column as C;
    let found = gate.desk::<rows::evidence::Entity>().only(C::NarratorId.eq(narrator));
    let found = found.by(C::KeptAt, Order::Desc).columns::<Line>(LINE).await?;
    Ok(found.iter().map(|line| line.get().reply()).collect())
}

/// What is listed: all but the bytes.
#[derive(Clone, Debug)]
struct Line {
    id: Uuid,
    record_id: ConsentId,
    kind: String,
    mime: String,
    bytes: i32,
    kept_at: Timestamp,
}

from_row!(Line { id, record_id, kind, mime, bytes, kept_at });

const LINE: [rows::evidence::Column; 6] = [
    rows::evidence::Column::Id,
    rows::evidence::Column::RecordId,
    rows::evidence::Column::Kind,
    rows::evidence::Column::Mime,
    rows::evidence::Column::Bytes,
    rows::evidence::Column::KeptAt,
];

impl Line {
    fn reply(&self) -> ProofReply {
        ProofReply {
            id: self.id,
            consent_id: self.record_id,
            kind: EvidenceKind::parse(&self.kind).unwrap_or(EvidenceKind::Paper),
            mime: self.mime.clone(),
            bytes: self.bytes,
            kept_at: self.kept_at,
        }
    }
}

/// Opens it. It shows who somebody is, so it is opened as the vault is, and remembered.
///
/// # Errors
/// "Absent" when there is none.
pub async fn open(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<OpenVault>,
    narrator: NarratorId,
    id: Uuid,
) -> Result<Content, ConsentError> {
    let which = rows::evidence::Column::Id.eq(id).and(rows::evidence::Column::NarratorId.eq(narrator));
    let found = db.as_permitted(permit).desk::<rows::evidence::Entity>().only(which).one().await?;
    let found = found.ok_or(ConsentError::Absent)?;
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    // Nobody is shown it before it is remembered.
    db.transact(async |tx| remember(tx, permit, "evidence.opened", narrator).await).await?;
    content(found.get(), &key)
}

/// Removes what was brought by mistake. Safe to send twice.
///
/// # Errors
/// When the database refuses.
pub async fn remove(
    db: &Db,
    permit: &Permit<KeepConsents>,
    narrator: NarratorId,
    id: Uuid,
) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let which = rows::evidence::Column::Id.eq(id).and(rows::evidence::Column::NarratorId.eq(narrator));
        if tx.as_permitted(permit).remove_at_desk::<rows::evidence::Entity>(which).await? > 0 {
            remember(tx, permit, "evidence.removed", narrator).await?;
        }
        Ok(())
    })
    .await
}

/// What proves the consents of the narrator who is here.
///
/// # Errors
/// When the database fails.
pub async fn own(db: &Db, visit: &Visit) -> Result<Vec<ProofReply>, DbErr> {
    let own = db.as_narrator(visit);
    let found = own.desk::<rows::evidence::Entity>().by(rows::evidence::Column::KeptAt, Order::Desc);
    Ok(found.columns::<Line>(LINE).await?.iter().map(|line| line.get().reply()).collect())
}

/// What is in one of the narrator's own.
///
/// # Errors
/// "Absent" when it is not theirs.
pub async fn open_own(db: &Db, keys: &NarratorKeys, visit: &Visit, id: Uuid) -> Result<Content, ConsentError> {
    visit.is_whole()?;
    let own = db.as_narrator(visit);
    let found = own.desk::<rows::evidence::Entity>().only(rows::evidence::Column::Id.eq(id)).one().await?;
    let found: Cleared<_, OwnStory> = found.ok_or(ConsentError::Absent)?;
    content(found.get(), &keys.of(visit.narrator()).await?)
}
