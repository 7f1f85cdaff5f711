//! What narrators say to those who keep their stories: corrections, additions, a wish to be contacted, and their self-view:
//! do I belong here, in own words, and who decides? Sealed like everything of theirs.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ConsentError, narrators, rows, visits::Visit};
use crate::{
    access::{KeepConsents, Permit},
    audit,
    clock::Timestamp,
    db::Db,
    ids::{Id, NarratorId, TestimonyId},
    keys::{NarratorKey, NarratorKeys, Place},
    named::named,
};

const LONGEST: usize = 20_000;
/// How many letters of one narrator are kept: a bound on what one code can fill.
const MOST: usize = 200;

named! {
    /// What somebody says.
    SaidKind {
        /// Something is told wrongly.
        Correction = "correction",
        /// There is more to tell.
        Addition = "addition",
        /// They wish to be contacted.
        Contact = "contact",
        /// Their self-view.
        SelfView = "self-view",
    }
}

named! {
    /// Whether somebody feels that they belong here.
    Belonging {
        /// Yes.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// No.
        No = "no",
        /// They would rather not say.
        NotSaid = "not-said",
    }
}

/// Something to say.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// What it is.
    pub kind: SaidKind,
    /// On which story.
    #[serde(default)]
    pub testimony_id: Option<TestimonyId>,
    /// The words.
    pub words: String,
}

/// How somebody sees themself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfView {
    /// "Do I belong here?"
    pub belonging: Belonging,
    /// In own words.
    #[serde(default)]
    pub words: Option<String>,
    /// "Who decides?"
    #[serde(default)]
    pub who_decides: Option<String>,
}

/// Something that was said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// What it is.
    pub kind: SaidKind,
    /// On which story.
    pub testimony_id: Option<TestimonyId>,
    /// The words.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// When somebody answered it.
    pub answered_at: Option<Timestamp>,
}

/// A self-view with its moment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SelfViewReply {
    /// The self-view.
    #[serde(flatten)]
    pub view: SelfView,
    /// When it was said.
    pub at: Timestamp,
}

fn place(id: uuid::Uuid) -> Place {
    Place { table: "narrator_said", column: "words_sealed", row: id }
}

fn too_long(words: &str) -> bool {
    words.chars().count() > LONGEST
}

/// Keeps what the narrator says.
///
/// # Errors
/// When it is empty, too long, or too much.
pub async fn say(db: &Db, keys: &NarratorKeys, visit: &Visit, new: NewMessage) -> Result<(), ConsentError> {
    if new.words.trim().is_empty() && new.kind != SaidKind::Contact {
        return Err(ConsentError::Bounds { at: "/words", detail: "Write what you wish to say.".to_owned() });
    }
    if new.kind == SaidKind::SelfView {
        return Err(ConsentError::Bounds { at: "/kind", detail: "A self-view has a place of its own.".to_owned() });
    }
    let sealed = |key: &NarratorKey, id| key.seal_text(place(id), new.words.trim());
    keep(db, keys, visit, new.kind, new.testimony_id, too_long(&new.words), sealed).await
}

/// Keeps how the narrator sees themself. What was said before stays.
///
/// # Errors
/// When it is too long.
pub async fn see(db: &Db, keys: &NarratorKeys, visit: &Visit, view: SelfView) -> Result<(), ConsentError> {
    let long = [&view.words, &view.who_decides].into_iter().flatten().any(|words| too_long(words));
    let sealed = |key: &NarratorKey, id| key.seal_json(place(id), &view);
    keep(db, keys, visit, SaidKind::SelfView, None, long, sealed).await
}

async fn keep(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
    kind: SaidKind,
    testimony: Option<TestimonyId>,
    long: bool,
    sealed: impl FnOnce(&NarratorKey, uuid::Uuid) -> Result<Vec<u8>, crate::keys::KeyError>,
) -> Result<(), ConsentError> {
    if long {
        let detail = "That is more than fits here: at most 20,000 characters.".to_owned();
        return Err(ConsentError::Bounds { at: "/words", detail });
    }
    let id = crate::ids::CodeId::at(visit.at()).0;
    let words_sealed = sealed(&keys.of(visit.narrator()).await?, id)?;
    db.transact(async |tx| {
        let own = tx.as_narrator(visit);
        if own.desk::<rows::said::Entity>().number().await? >= u64::try_from(MOST).unwrap_or(u64::MAX) {
            let detail = "There are very many messages already. Please ask to be contacted in person.".to_owned();
            return Err(ConsentError::Bounds { at: "/words", detail });
        }
        let row = rows::said::ActiveModel {
            id: Set(id),
            project_id: Set(visit.project()),
            narrator_id: Set(visit.narrator()),
            testimony_id: Set(testimony),
            kind: Set(kind.as_str().to_owned()),
            words_sealed: Set(words_sealed),
            at: Set(visit.at()),
            answered_at: Set(None),
            answered_by: Set(None),
        };
        own.insert(row).await?;
        Ok(visit.author().remember(tx, "narrator.said", visit.narrator(), kind.as_str()).await?)
    })
    .await
}

fn shown(row: &rows::said::Model, key: &NarratorKey) -> Result<MessageReply, ConsentError> {
    Ok(MessageReply {
        id: row.id,
        kind: SaidKind::parse(&row.kind).unwrap_or(SaidKind::Contact),
        testimony_id: row.testimony_id,
        words: key.open_text(place(row.id), &row.words_sealed)?,
        at: row.at,
        answered_at: row.answered_at,
    })
}

/// What the narrator said so far, the newest first, and how they see themself now.
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_visit(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<(Vec<MessageReply>, Option<SelfViewReply>), ConsentError> {
    let key = keys.of(visit.narrator()).await?;
    let all = db.as_narrator(visit).desk::<rows::said::Entity>().by(rows::said::Column::At, Order::Desc).all().await?;
    let (views, letters): (Vec<_>, Vec<_>) =
        all.iter().map(super::Cleared::get).partition(|row| row.kind == SaidKind::SelfView.as_str());
    let view = match views.first() {
        Some(row) => Some(SelfViewReply { view: key.open_json(place(row.id), &row.words_sealed)?, at: row.at }),
        None => None,
    };
    let letters: Result<Vec<_>, _> = letters.into_iter().map(|row| shown(row, &key)).collect();
    Ok((letters?, view))
}

/// What a narrator wrote to those who keep consents, the newest first.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn letters(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<KeepConsents>,
    narrator: NarratorId,
) -> Result<Vec<MessageReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    if !narrators::is_known(&gate, narrator).await? {
        return Err(ConsentError::Absent);
    }
    let key = keys.of(narrator).await?;
    use rows::said::Column as C;
    let which = C::NarratorId.eq(narrator).and(C::Kind.ne(SaidKind::SelfView.as_str()));
    let all = gate.desk::<rows::said::Entity>().only(which).by(C::At, Order::Desc).all().await?;
    all.iter().map(|row| shown(row.get(), &key)).collect()
}

/// Remembers that a letter was answered.
///
/// # Errors
/// "Absent" when there is no such letter.
pub async fn answered(
    db: &Db,
    permit: &Permit<KeepConsents>,
    narrator: NarratorId,
    id: uuid::Uuid,
) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let found = gate.desk::<rows::said::Entity>().only(rows::said::Column::Id.eq(id)).one().await?;
        let found = found.filter(|row| row.get().narrator_id == narrator).ok_or(ConsentError::Absent)?;
        if found.get().answered_at.is_none() {
            let mut row: rows::said::ActiveModel = found.get().clone().into();
            row.answered_at = Set(Some(permit.at()));
            row.answered_by = Set(Some(permit.person()));
            gate.update_at_desk(row).await?;
            let event = audit::Event {
                act: "message.answered",
                actor: Some(permit.person()),
                project: Some(permit.project()),
                on: "narrator",
                subject: Some(narrator.0),
                at: permit.at(),
            };
            audit::add(tx, event).await?;
        }
        Ok(())
    })
    .await
}
