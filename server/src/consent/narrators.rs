//! Narrators: the name they chose, the role they speak in, and what little else they wish to say of themselves. Never a
//! legal status. What they are called really is in the vault.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Cleared, ConsentError, Gate, OfNarrator,
    gate::{Along, OwnStory, ReadPublished, Reading, Stories},
    rows,
    visits::Visit,
};
use crate::{
    access::{DeskAct, Permit, Purpose, Reach, StoryAct},
    audit,
    clock::Timestamp,
    db::{Db, Reads},
    ids::{AccountId, NarratorId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
    named::named,
    page::Wanted,
    people,
};

named! {
    /// In which role somebody speaks.
    NarratorRole {
        /// Came here from elsewhere.
        Newcomer = "newcomer",
        /// Was here before.
        ReceivingCommunity = "receiving-community",
        /// Both, or of the second generation.
        Both = "both",
        /// Works or volunteers in the field.
        Practitioner = "practitioner",
        /// Speaks for an office.
        Official = "official",
        /// Several people who told one story.
        Group = "group",
    }
}

/// What a narrator says of themself. All of it optional; values are ids of the codebook file or own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    /// How long in the country when the story was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_in_country: Option<String>,
    /// Why they came, in broad words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Region, or a background they name themself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_broad: Option<String>,
    /// Languages they speak (BCP 47).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Age band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<String>,
    /// Gender, in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Disability, in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disability: Option<String>,
    /// Place, from small to large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Caring duties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caring_duties: Option<String>,
}

impl Attributes {
    /// Each that was given, by name.
    #[must_use]
    pub fn given(&self) -> Vec<(&'static str, &str)> {
        let single = [
            ("time_in_country", &self.time_in_country),
            ("route", &self.route),
            ("origin_broad", &self.origin_broad),
            ("age_band", &self.age_band),
            ("gender", &self.gender),
            ("disability", &self.disability),
            ("place", &self.place),
            ("caring_duties", &self.caring_duties),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        single.chain(self.languages.iter().map(|language| ("languages", language.as_str()))).collect()
    }

    fn check(&self) -> Result<(), ConsentError> {
        let too_long = self.given().iter().any(|(_, value)| value.chars().count() > 200) || self.languages.len() > 20;
        if too_long {
            return Err(ConsentError::Bounds {
                at: "/attributes",
                detail: "Say it in at most 200 characters, and at most 20 languages.".to_owned(),
            });
        }
        Ok(())
    }
}

/// A narrator as people of the project may know them.
#[derive(Clone, Debug)]
pub struct Narrator {
    /// Their id.
    pub id: NarratorId,
    /// Their place in the order of arrival.
    pub number: i64,
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
    /// What they say of themselves.
    pub attributes: Attributes,
    /// Who welcomed them.
    pub welcomed_by: AccountId,
    /// When.
    pub created_at: Timestamp,
}

/// What stands of a narrator beside their story.
#[derive(Clone, Debug)]
pub struct Teller {
    /// Their id.
    pub id: NarratorId,
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
}

/// Brings along what is shown of a narrator beside their story: for [`teller`].
#[must_use]
pub fn along<E: Stories>(along: Along<E>) -> Along<E> {
    use rows::narrator::Column as C;
    along.narrator::<rows::narrator::Entity>([(C::Role, "teller_role"), (C::PseudonymSealed, "teller_pseudonym")])
}

/// A narrator out of what came along.
///
/// # Errors
/// When the key does not open it.
pub fn teller(id: NarratorId, role: &str, pseudonym_sealed: &[u8], key: &NarratorKey) -> Result<Teller, KeyError> {
    Ok(Teller {
        id,
        pseudonym: key.open_text(pseudonym_place(id), pseudonym_sealed)?,
        role: NarratorRole::parse(role).unwrap_or(NarratorRole::Newcomer),
    })
}

impl OfNarrator for Narrator {
    fn narrator(&self) -> NarratorId {
        self.id
    }
}

/// Somebody new.
#[derive(Clone, Debug)]
pub struct NewNarrator {
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
    /// What they say of themselves.
    pub attributes: Attributes,
}

impl NewNarrator {
    fn check(&self) -> Result<(), ConsentError> {
        let length = self.pseudonym.chars().count();
        if self.pseudonym.trim().is_empty() || length > 120 {
            return Err(ConsentError::Bounds {
                at: "/pseudonym",
                detail: "A narrator needs a chosen name of at most 120 characters.".to_owned(),
            });
        }
        self.attributes.check()
    }
}

fn pseudonym_place(id: NarratorId) -> Place {
    Place { table: "narrator", column: "pseudonym_sealed", row: id.0 }
}

fn attributes_place(id: NarratorId) -> Place {
    Place { table: "narrator", column: "attributes_sealed", row: id.0 }
}

fn opened(row: rows::narrator::Model, key: &NarratorKey) -> Result<Narrator, KeyError> {
    Ok(Narrator {
        id: row.id,
        number: row.number,
        pseudonym: key.open_text(pseudonym_place(row.id), &row.pseudonym_sealed)?,
        role: NarratorRole::parse(&row.role).unwrap_or(NarratorRole::Newcomer),
        attributes: key.open_json(attributes_place(row.id), &row.attributes_sealed)?,
        welcomed_by: row.welcomed_by,
        created_at: row.created_at,
    })
}

async fn opened_all<A>(
    rows: Vec<Cleared<rows::narrator::Model, A>>,
    keys: &NarratorKeys,
) -> Result<Vec<Cleared<Narrator, A>>, ConsentError> {
    let ids: Vec<NarratorId> = rows.iter().map(|row| row.get().id).collect();
    let keys = keys.of_all(&ids).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        // A narrator whose key was destroyed is erased: nothing of them is shown.
        if let Some(key) = keys.get(&row.get().id) {
            all.push(row.try_map(|row| opened(row, key))?);
        }
    }
    Ok(all)
}

/// Welcomes a narrator: makes their key, then keeps what they say of themselves. Safe to send twice; sending other words
/// changes them. Says whether they are new.
///
/// # Errors
/// When the id is somebody else's or something is out of bounds.
pub async fn welcome<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: NarratorId,
    new: NewNarrator,
) -> Result<(Cleared<Narrator, A>, bool), ConsentError> {
    new.check()?;
    let key = keys.make(id, permit.at()).await?;
    let pseudonym = key.seal_text(pseudonym_place(id), new.pseudonym.trim())?;
    let attributes = key.seal_json(attributes_place(id), &new.attributes)?;
    let is_new = db
        .transact(async |tx| {
            let gate = tx.as_permitted(permit);
            let known = gate.desk::<rows::narrator::Entity>().only(rows::narrator::Column::Id.eq(id)).one().await?;
            let mut row = rows::narrator::ActiveModel {
                id: Set(id),
                project_id: Set(permit.project()),
                role: Set(new.role.as_str().to_owned()),
                pseudonym_sealed: Set(pseudonym),
                attributes_sealed: Set(attributes),
                ..Default::default()
            };
            let is_new = known.is_none();
            match known {
                Some(known) => {
                    row.number = Set(known.get().number);
                    gate.update_at_desk(row).await?;
                    // What searches narrow by is remembered under the epoch.
                    people::raise_consent_epoch(tx, permit.project()).await?;
                }
                // Whoever only keeps the consents of others welcomes nobody.
                None if A::DESK_REACH != Reach::OwnNarrators => return Err(ConsentError::Absent),
                None => {
                    row.welcomed_by = Set(permit.person());
                    row.created_at = Set(permit.at());
                    gate.insert_at_desk(row).await.map_err(taken)?;
                }
            }
            let event = audit::Event {
                act: if is_new { "narrator.welcomed" } else { "narrator.changed" },
                actor: Some(permit.person()),
                project: Some(permit.project()),
                on: "narrator",
                subject: Some(id.0),
                at: permit.at(),
            };
            audit::add(tx, event).await?;
            Ok::<_, ConsentError>(is_new)
        })
        .await?;
    Ok((one(db, keys, permit, id).await?, is_new))
}

/// An id that is taken elsewhere is told apart from a database that fails.
pub(crate) fn taken(error: DbErr) -> ConsentError {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => ConsentError::ExistsDifferently,
        _ => ConsentError::Database(error),
    }
}

/// One narrator whom this act reaches.
///
/// # Errors
/// [`ConsentError::Absent`] when there is none.
pub async fn one<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    id: NarratorId,
) -> Result<Cleared<Narrator, A>, ConsentError> {
    let gate = db.as_permitted(permit);
    let row = gate.desk::<rows::narrator::Entity>().only(rows::narrator::Column::Id.eq(id)).one().await?;
    opened_all(row.into_iter().collect(), keys).await?.pop().ok_or(ConsentError::Absent)
}

/// Narrators whom this act reaches, newest first; one row more than the page, see `page`.
///
/// # Errors
/// When the database or the keys fail.
pub async fn page<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    wanted: &Wanted,
    after: Option<i64>,
) -> Result<Vec<Cleared<Narrator, A>>, ConsentError> {
    let gate = db.as_permitted(permit);
    let mut query = gate.desk::<rows::narrator::Entity>();
    if let Some(after) = after {
        query = query.only(rows::narrator::Column::Number.lt(after));
    }
    let rows = query.by(rows::narrator::Column::Number, Order::Desc).at_most(wanted.size() + 1).all().await?;
    opened_all(rows, keys).await
}

/// All narrators whose stories this act may use now: for the columns that search filters by.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all_of_stories<A: StoryAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
) -> Result<Vec<Cleared<Narrator, A>>, ConsentError> {
    let rows = db.as_permitted(permit).stories::<rows::narrator::Entity>().all().await?;
    opened_all(rows, keys).await
}

/// All narrators whose stories this gate lets through.
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_gate<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    keys: &NarratorKeys,
) -> Result<Vec<Cleared<Narrator, A>>, ConsentError> {
    opened_all(gate.stories::<rows::narrator::Entity>().all().await?, keys).await
}

/// A narrator who grants what this act needs, as the witness under which a story is brought.
///
/// # Errors
/// When the database fails.
pub async fn granting<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    id: NarratorId,
) -> Result<Option<Cleared<Granting, A>>, DbErr> {
    let found = gate.stories::<rows::narrator::Entity>().only(rows::narrator::Column::Id.eq(id)).one().await?;
    Ok(found.map(|row| row.map(|row| Granting(row.id))))
}

/// The narrator who is here; nothing when they were erased.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<Option<Cleared<Narrator, OwnStory>>, ConsentError> {
    let found = db.as_narrator(visit).desk::<rows::narrator::Entity>().one().await?;
    Ok(opened_all(found.into_iter().collect(), keys).await?.pop())
}

/// The narrators whose words a publication shows for this purpose, as far as they still allow it.
///
/// # Errors
/// When the database or the keys fail.
pub async fn published<C: Reads>(
    keys: &NarratorKeys,
    reading: &Reading<'_, C>,
    purpose: Purpose,
) -> Result<Vec<Cleared<Narrator, ReadPublished>>, ConsentError> {
    opened_all(reading.stories::<rows::narrator::Entity>(purpose).all().await?, keys).await
}

/// Whether this act reaches such a narrator at the desk, whatever they grant.
///
/// # Errors
/// When the database fails.
pub async fn is_known<A: DeskAct, C: Reads>(gate: &Gate<'_, A, C>, id: NarratorId) -> Result<bool, DbErr> {
    let found = gate.desk::<rows::narrator::Entity>().only(rows::narrator::Column::Id.eq(id)).one().await?;
    Ok(found.is_some())
}

/// A narrator who grants what an act needs.
#[derive(Clone, Copy, Debug)]
pub struct Granting(NarratorId);

impl OfNarrator for Granting {
    fn narrator(&self) -> NarratorId {
        self.0
    }
}
