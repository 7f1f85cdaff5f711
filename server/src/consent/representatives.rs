//! Who may speak for a narrator: a guardian, counsel, an advocate, from one day to another. What they are called and how to
//! reach them is opened as the vault is. A guardian's contact is not the narrator's: whoever writes to one does not write to
//! the other.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ConsentError, narrators, remember, rows, visits::Visit};
use crate::{
    access::{DeskAct, OpenVault, Permit},
    clock::Timestamp,
    db::{Db, Reads},
    ids::NarratorId,
    keys::{NarratorKeys, Place},
    named::named,
};

const LONGEST: usize = 400;

named! {
    /// As what somebody speaks for a narrator.
    RepresentativeRole {
        /// A parent, or who was made guardian.
        Guardian = "guardian",
        /// Who represents them before an office or a court.
        Counsel = "counsel",
        /// Whom they trust to speak for them.
        Advocate = "advocate",
    }
}

/// Somebody who speaks for a narrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRepresentative {
    /// As what.
    pub role: RepresentativeRole,
    /// From which day, like 2026-03-01.
    pub since: String,
    /// Until which day; a guardian until the narrator is of age.
    #[serde(default)]
    pub until: Option<String>,
    /// What they are called; where neither this nor the contact is said anew, both stay as they were.
    #[serde(default)]
    pub name: Option<String>,
    /// How to reach them.
    #[serde(default)]
    pub contact: Option<String>,
}

impl std::fmt::Debug for NewRepresentative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewRepresentative(…)")
    }
}

/// What somebody who speaks for a narrator is called, and how to reach them.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RepresentativeNames {
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// How to reach them.
    #[serde(default)]
    pub contact: String,
}

/// Somebody who speaks for a narrator, without their name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RepresentativeReply {
    /// Their id.
    pub id: Uuid,
    /// As what they speak.
    pub role: RepresentativeRole,
    /// From which day.
    pub since: String,
    /// Until which day.
    pub until: Option<String>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

fn place(id: Uuid) -> Place {
    Place { table: "representative", column: "names_sealed", row: id }
}

fn reply(row: &rows::representative::Model) -> RepresentativeReply {
    RepresentativeReply {
        id: row.id,
        role: RepresentativeRole::parse(&row.role).unwrap_or(RepresentativeRole::Advocate),
        since: row.since.clone(),
        until: row.until.clone(),
        ended_at: row.ended_at,
    }
}

fn check(new: &NewRepresentative) -> Result<(), ConsentError> {
    let is_day = |day: &str| day.len() == 10 && Timestamp::parse(day).is_some();
    let wrong = |at, detail: &str| Err(ConsentError::Bounds { at, detail: detail.to_owned() });
    if !is_day(&new.since) {
        return wrong("/since", "Say from which day they speak for them, like 2026-03-01.");
    }
    if new.until.as_deref().is_some_and(|until| !is_day(until) || until < new.since.as_str()) {
        return wrong("/until", "Say until which day, like 2031-03-01; it is not before the first.");
    }
    if [&new.name, &new.contact].into_iter().flatten().any(|text| text.chars().count() > LONGEST) {
        return wrong("/name", "A name and a contact have at most 400 characters each.");
    }
    Ok(())
}

/// Names somebody, or says it anew. Safe to send twice; says whether it is new.
///
/// # Errors
/// When the narrator is not reached, or something is out of bounds.
pub async fn name<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
    id: Uuid,
    new: &NewRepresentative,
) -> Result<(RepresentativeReply, bool), ConsentError> {
    check(new)?;
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    let says_names = new.name.is_some() || new.contact.is_some();
    let names = RepresentativeNames {
        name: new.name.clone().unwrap_or_default(),
        contact: new.contact.clone().unwrap_or_default(),
    };
    let sealed = key.seal_json(place(id), &names)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, narrator).await? {
            return Err(ConsentError::Absent);
        }
        let which = rows::representative::Column::Id.eq(id);
        let known = gate.desk::<rows::representative::Entity>().only(which).one().await?;
        if known.as_ref().is_some_and(|known| known.get().narrator_id != narrator) {
            return Err(ConsentError::ExistsDifferently);
        }
        let mut row = rows::representative::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(narrator),
            role: Set(new.role.as_str().to_owned()),
            since: Set(new.since.clone()),
            until: Set(new.until.clone()),
            ..Default::default()
        };
        let is_new = known.is_none();
        if is_new || says_names {
            row.names_sealed = Set(sealed);
        }
        let row = if is_new {
            row.named_by = Set(permit.person());
            row.named_at = Set(permit.at());
            row.ended_at = Set(None);
            gate.insert_at_desk(row).await.map_err(narrators::taken)?
        } else {
            gate.update_at_desk(row).await?
        };
        remember(tx, permit, "representative.named", narrator).await?;
        Ok((reply(&row), is_new))
    })
    .await
}

/// Who speaks for a narrator, and who did.
///
/// # Errors
/// "Absent" when this act does not reach them.
pub async fn of_narrator<A: DeskAct>(
    db: &Db,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Vec<RepresentativeReply>, ConsentError> {
    let gate = db.as_permitted(permit);
    if !narrators::is_known(&gate, narrator).await? {
        return Err(ConsentError::Absent);
    }
    use rows::representative::Column as C;
    let found = gate.desk::<rows::representative::Entity>().only(C::NarratorId.eq(narrator));
    Ok(found.by(C::NamedAt, Order::Desc).all().await?.iter().map(|row| reply(row.get())).collect())
}

/// Whether somebody speaks for a narrator on this day.
///
/// # Errors
/// When the database fails.
pub(super) async fn speaks<A: DeskAct, C: Reads>(
    gate: &super::Gate<'_, A, C>,
    narrator: NarratorId,
    id: Uuid,
    day: &str,
) -> Result<bool, DbErr> {
    let which = rows::representative::Column::Id.eq(id).and(rows::representative::Column::NarratorId.eq(narrator));
    let found = gate.desk::<rows::representative::Entity>().only(which).one().await?;
    Ok(found.is_some_and(|found| {
        let row = found.get();
        row.ended_at.is_none() && row.since.as_str() <= day && row.until.as_deref().is_none_or(|until| day <= until)
    }))
}

/// Somebody speaks for a narrator no longer. Safe to send twice.
///
/// # Errors
/// "Absent" when there is none.
pub async fn end<A: DeskAct>(db: &Db, permit: &Permit<A>, narrator: NarratorId, id: Uuid) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let which = rows::representative::Column::Id.eq(id).and(rows::representative::Column::NarratorId.eq(narrator));
        let known = gate.desk::<rows::representative::Entity>().only(which).one().await?;
        let known = known.ok_or(ConsentError::Absent)?;
        if known.get().ended_at.is_none() {
            let mut row: rows::representative::ActiveModel = known.get().clone().into();
            row.ended_at = Set(Some(permit.at()));
            gate.update_at_desk(row).await?;
            remember(tx, permit, "representative.ended", narrator).await?;
        }
        Ok(())
    })
    .await
}

/// What they are called, and how to reach them. Opened as the vault is, and remembered.
///
/// # Errors
/// "Absent" when there is none.
pub async fn names(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<OpenVault>,
    narrator: NarratorId,
    id: Uuid,
) -> Result<RepresentativeNames, ConsentError> {
    let which = rows::representative::Column::Id.eq(id).and(rows::representative::Column::NarratorId.eq(narrator));
    let found = db.as_permitted(permit).desk::<rows::representative::Entity>().only(which).one().await?;
    let found = found.ok_or(ConsentError::Absent)?;
    let key = keys.of(narrator).await.map_err(|_gone| ConsentError::Absent)?;
    db.transact(async |tx| remember(tx, permit, "representative.opened", narrator).await).await?;
    Ok(key.open_json(place(id), &found.get().names_sealed)?)
}

/// Who speaks for the narrator who is here.
///
/// # Errors
/// When the database fails.
pub async fn own(db: &Db, visit: &Visit) -> Result<Vec<RepresentativeReply>, DbErr> {
    let own = db.as_narrator(visit).desk::<rows::representative::Entity>();
    Ok(own
        .by(rows::representative::Column::NamedAt, Order::Desc)
        .all()
        .await?
        .iter()
        .map(|row| reply(row.get()))
        .collect())
}
