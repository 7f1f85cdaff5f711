//! Publishing what passed the gates, and taking it back. What is published holds the editors' words, figures as they were
//! protected, and ids: quotes are asked for anew whenever somebody reads.

use std::collections::{BTreeMap, HashSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    SummaryError,
    brought::TurningReply,
    checks::{self, Asked},
    document::{Block, Document},
    evidence, figures, gates, readers, releases,
    reply::{FigureReply, GateKind, StrengthReply},
    rows,
    store::{key_id, newest_publication, remember, row_in, writers_of},
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, Purpose, WriteSummaries},
    clock::Timestamp,
    codebook::Codes,
    consent::{
        gate::Reading,
        uses::{self, NewUse, UseKind},
    },
    db::{Db, Tx},
    ids::{Id, OrganisationId, ProjectId, SummaryId, TestimonyId},
    keys::{KeyError, NarratorKey, NarratorKeys, Place},
    people, testimony,
};

/// What is published, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Published {
    /// What it says.
    pub document: Document,
    /// What its figures say, by block.
    pub figures: BTreeMap<Uuid, FigureReply>,
    /// How many narrators bear each statement out, by block.
    pub strengths: BTreeMap<Uuid, StrengthReply>,
    /// From which day it speaks.
    pub period_from: String,
    /// Until which day.
    pub period_until: String,
    /// Grants it answers for.
    pub grants: Vec<String>,
    /// What stood beside each quote when it was judged, as a hash: anything else is not shown.
    #[serde(default)]
    pub beside: BTreeMap<Uuid, Vec<u8>>,
    /// The turning points that quotes tell, as they were judged, by block.
    #[serde(default)]
    pub turnings: BTreeMap<Uuid, TurningReply>,
}

/// What stands beside a quote, as it is compared.
#[must_use]
pub fn beside_hash(of: Uuid, said: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(of.as_bytes());
    hash.update(said.as_bytes());
    hash.finalize().to_vec()
}

/// A version that was published.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Its id.
    pub id: Uuid,
    /// Of which summary.
    pub summary: SummaryId,
    /// In which project.
    pub project: ProjectId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its name in addresses.
    pub slug: String,
    /// In which language it is.
    pub language: String,
    /// For whom.
    pub audience: Audience,
    /// Which version, from 1.
    pub version: i32,
    /// When it was published.
    pub published_at: Timestamp,
    /// When it is looked at again.
    pub review_by: Timestamp,
    /// When it was taken back.
    pub retired_at: Option<Timestamp>,
    sealed: Vec<u8>,
}

pub(super) fn place(id: Uuid) -> Place {
    Place { table: "publication", column: "document_sealed", row: id }
}

impl From<rows::publication::Model> for Publication {
    fn from(row: rows::publication::Model) -> Self {
        Self {
            id: row.id,
            summary: row.summary_id,
            project: row.project_id,
            organisation: row.organisation_id,
            slug: row.slug,
            language: row.language,
            audience: audience_of(&row.audience),
            version: row.version,
            published_at: row.published_at,
            review_by: row.review_by,
            retired_at: row.retired_at,
            sealed: row.document_sealed,
        }
    }
}

impl Publication {
    /// What it says, as it was published. For the subject that asks the gate before it shows any of it.
    ///
    /// # Errors
    /// When the key is gone.
    pub async fn open(&self, keys: &NarratorKeys) -> Result<Published, SummaryError> {
        let key = keys.of(key_id(self.summary)).await?;
        Ok(key.open_json(place(self.id), &self.sealed)?)
    }
}

/// For whom a summary is. A name that nobody knows is everybody: nobody is told more then.
pub(super) fn audience_of(name: &str) -> Audience {
    Audience::parse(name).unwrap_or(Audience::Public)
}

/// The versions that match. By organisation and name those for everybody alone: what is for some has no public address.
pub(crate) async fn versions(db: &Db, which: Which<'_>) -> Result<Vec<Publication>, SummaryError> {
    use rows::publication::Column as C;
    let for_everybody = || C::Audience.eq(Audience::Public.as_str());
    let which = match which {
        Which::Of(organisation) => C::OrganisationId.eq(organisation).and(for_everybody()),
        Which::Called(organisation, slug) => {
            C::OrganisationId.eq(organisation).and(C::Slug.eq(slug)).and(for_everybody())
        }
        Which::OfSummary(summary) => C::SummaryId.eq(summary),
    };
    let mut all = db.house().all::<rows::publication::Entity>(which).await?;
    all.sort_by_key(|row| (std::cmp::Reverse(row.published_at), std::cmp::Reverse(row.version)));
    Ok(all.into_iter().map(Publication::from).collect())
}

/// The newest version of a summary that everybody reads, with what it is called; nothing where it was taken back.
///
/// # Errors
/// When the database or the keys fail.
pub async fn newest_for_everybody(
    db: &Db,
    keys: &NarratorKeys,
    summary: SummaryId,
) -> Result<Option<(Publication, String)>, SummaryError> {
    let Some(row) = newest_publication(db, summary).await? else { return Ok(None) };
    let publication = Publication::from(row);
    if publication.retired_at.is_some() || publication.audience != Audience::Public {
        return Ok(None);
    }
    match publication.open(keys).await {
        Ok(published) => Ok(Some((publication, published.document.title))),
        // Without its key nobody reads it.
        Err(SummaryError::Key(KeyError::Gone)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Which versions.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// Every one of an organisation.
    Of(OrganisationId),
    /// Those of one name.
    Called(OrganisationId, &'a str),
    /// Those of one summary, whoever it is for: for whoever came by its link.
    OfSummary(SummaryId),
}

/// Of which summary a publication is a version.
///
/// # Errors
/// When the database fails.
pub async fn summary_of(db: &Db, publication: Uuid) -> Result<Option<SummaryId>, sea_orm::DbErr> {
    let found = db.house().one::<rows::publication::Entity>(rows::publication::Column::Id.eq(publication)).await?;
    Ok(found.map(|row| row.summary_id))
}

/// When something was cut out of a publication last.
///
/// # Errors
/// When the database fails.
pub async fn reissued_at(db: &Db, id: Uuid) -> Result<Option<Timestamp>, sea_orm::DbErr> {
    let found = db.house().one::<rows::publication::Entity>(rows::publication::Column::Id.eq(id)).await?;
    Ok(found.and_then(|row| row.reissued_at))
}

/// Which passages a publication rests on, as far as they still may be told.
///
/// # Errors
/// When the database fails.
pub async fn evidence_of<C: crate::db::Reads>(
    reading: &Reading<'_, C>,
    summary: SummaryId,
) -> Result<HashSet<Uuid>, sea_orm::DbErr> {
    evidence::published(reading, summary).await
}

/// Publishes the newest edition, when every gate is passed on what is so now. Answers with the version.
///
/// # Errors
/// [`SummaryError::NotPassed`] when a gate is not passed, or not any more.
pub async fn publish(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    writes: &Permit<WriteSummaries>,
    id: SummaryId,
) -> Result<i32, SummaryError> {
    let asked = checks::of(db, keys, codes, permit, id).await?;
    asked.must_pass()?;
    if let Some(known) = newest_publication(db, id).await?
        && known.edition == asked.row.edition
    {
        return Ok(known.version);
    }
    if asked.row.submitted_edition != Some(asked.row.edition) {
        return Err(SummaryError::NotPassed(GateKind::SecondPerson.as_str()));
    }
    let signs = gates::standing(gates::signs(db, id, asked.row.edition).await?, &asked.rests_on);
    let writers = writers_of(db, id).await?;
    for gate in gates::of_people() {
        if !gates::is_signed(gate, &signs, &writers) {
            return Err(SummaryError::NotPassed(gate.as_str()));
        }
    }
    let key = keys.of(key_id(id)).await?;
    let organisation = people::organisation_of(db, permit.project()).await?.ok_or(SummaryError::Absent)?;
    db.transact(async |tx| {
        let row = row_in(tx, permit, id).await?;
        let epoch = people::consent_epoch_in(tx, permit.project()).await?;
        // Whatever was withdrawn, masked or said meanwhile: it is asked again, and nobody loses a word.
        if row != asked.row || epoch != asked.epoch || row.retired_at.is_some() {
            return Err(SummaryError::WrittenMeanwhile);
        }
        use rows::{publication, release, sign};
        let house = tx.house();
        let of_edition = sign::Column::SummaryId.eq(id).and(sign::Column::Edition.eq(row.edition));
        let signs = gates::standing(house.all::<sign::Entity>(of_edition).await?, &asked.rests_on);
        let held = gates::of_people().into_iter().find(|gate| !gates::is_signed(*gate, &signs, &writers));
        if let Some(gate) = held {
            return Err(SummaryError::NotPassed(gate.as_str()));
        }
        let same = publication::Column::SummaryId.eq(id).and(publication::Column::Edition.eq(row.edition));
        if let Some(known) = house.one::<publication::Entity>(same).await? {
            return Ok(known.version);
        }
        let released = house.all::<release::Entity>(release::Column::ProjectId.eq(row.project_id)).await?;
        if released.len() != asked.released {
            return Err(SummaryError::WrittenMeanwhile);
        }
        put(tx, &key, writes, organisation, &asked, row).await
    })
    .await
}

async fn put(
    tx: &Tx,
    key: &NarratorKey,
    permit: &Permit<WriteSummaries>,
    organisation: OrganisationId,
    asked: &Asked,
    row: rows::summary::Model,
) -> Result<i32, SummaryError> {
    use rows::publication::Column as C;
    let house = tx.house();
    let versions = house.all::<rows::publication::Entity>(C::SummaryId.eq(row.id)).await?;
    let version = versions.iter().map(|one| one.version).max().unwrap_or(0).saturating_add(1);
    let audience = audience_of(&row.audience);
    let slug = match row.slug.clone() {
        Some(slug) => slug,
        None if audience == Audience::Public => {
            people::name_for_addresses(tx, organisation).await?;
            free_slug(tx, organisation, &asked.document.title).await?
        }
        // What is for some takes no name away, and shows by none that it is there.
        None => row.id.to_string(),
    };
    let id = crate::ids::CodeId::at(permit.at()).0;
    let published = Published {
        document: asked.document.clone(),
        figures: asked.figures.clone(),
        strengths: asked.strengths.clone(),
        period_from: row.period_from.clone(),
        period_until: row.period_until.clone(),
        grants: serde_json::from_str(&row.grants).unwrap_or_default(),
        beside: asked.beside.iter().map(|(id, said)| (*id, beside_hash(*id, said))).collect(),
        turnings: asked.brought.turnings.clone(),
    };
    let publication = rows::publication::ActiveModel {
        id: Set(id),
        summary_id: Set(row.id),
        project_id: Set(row.project_id),
        organisation_id: Set(organisation),
        slug: Set(slug.clone()),
        language: Set(row.language.clone()),
        version: Set(version),
        edition: Set(row.edition),
        audience: Set(audience.as_str().to_owned()),
        document_sealed: Set(key.seal_json(place(id), &published)?),
        published_by: Set(permit.person()),
        published_at: Set(permit.at()),
        review_by: Set(gates::review_by(permit.at())),
        reissued_at: Set(None),
        retired_at: Set(None),
    };
    house.insert(publication).await?;
    uses_of(tx, permit, id, asked, &row).await?;
    for block in &asked.document.blocks {
        if let Block::Figure { id, asks, .. } = block
            && let Some(figure) = asked.figures.get(id)
        {
            let raw = asked.material.answer(*asks, &asked.codes, &row.language);
            let release = figures::release_of(&raw, figure, *asks, figures::preset_for(audience));
            releases::put(tx, key, row.project_id, (row.id, audience), *asks, &release, figure, permit.at()).await?;
        }
    }
    let summary = row.id;
    let mut row: rows::summary::ActiveModel = row.into();
    row.slug = Set(Some(slug));
    row.changed_at = Set(permit.at());
    house.update(row).await?;
    remember(tx, permit, "summary.published", summary).await?;
    Ok(version)
}

/// Writes down what is used, in the transaction that publishes it: every quote, every passage that a statement rests on,
/// everybody who is counted.
async fn uses_of(
    tx: &Tx,
    permit: &Permit<WriteSummaries>,
    of: Uuid,
    asked: &Asked,
    row: &rows::summary::Model,
) -> Result<(), SummaryError> {
    let audience = audience_of(&row.audience);
    let place = asked.document.title.clone();
    let new = |kind, testimony, passage, purpose| NewUse {
        kind,
        testimony,
        passage,
        purpose,
        audience,
        of,
        line: None,
        place: place.clone(),
    };
    for quote in asked.quotes.values() {
        let passage = Some((quote.revision_id, quote.start, quote.end));
        used(tx, permit, &new(UseKind::Publication, quote.testimony_id, passage, quote.purpose)).await?;
    }
    for (testimony, purpose) in &asked.brought.shared {
        used(tx, permit, &new(UseKind::Publication, *testimony, None, *purpose)).await?;
    }
    for block in &asked.document.blocks {
        for one in block.evidence().iter().filter_map(|id| asked.evidence.get(id)) {
            let passage = Some((one.revision, one.start, one.end));
            used(tx, permit, &new(UseKind::Publication, one.testimony, passage, Purpose::Count)).await?;
        }
    }
    if !asked.figures.is_empty() {
        for counted in asked.material.counted() {
            // Nobody's words: a passage without length.
            let passage = Some((counted.revision, 0, 0));
            used(tx, permit, &new(UseKind::Count, counted.testimony, passage, Purpose::Count)).await?;
        }
    }
    Ok(())
}

async fn used(tx: &Tx, permit: &Permit<WriteSummaries>, new: &NewUse) -> Result<(), SummaryError> {
    let gate = tx.as_permitted(permit);
    let id: TestimonyId = new.testimony;
    let head = testimony::cleared(&gate, id).await?.ok_or(crate::consent::ConsentError::NotGranted)?;
    Ok(uses::record(tx, &gate, &head, new).await?)
}

/// A name for addresses that nothing else of the organisation has.
async fn free_slug(tx: &Tx, organisation: OrganisationId, title: &str) -> Result<String, SummaryError> {
    use rows::publication::Column as C;
    let plain = people::plain_name(title, "summary");
    let mut slug = plain.clone();
    let mut number = 1_u32;
    loop {
        let which = C::OrganisationId.eq(organisation).and(C::Slug.eq(slug.as_str()));
        if !people::is_reserved(&slug) && tx.house().one::<rows::publication::Entity>(which).await?.is_none() {
            return Ok(slug);
        }
        number = number.saturating_add(1);
        slug = format!("{plain}-{number}");
    }
}

/// Takes every version of a summary back.
///
/// # Errors
/// When there is no such summary.
pub async fn retire(db: &Db, permit: &Permit<WriteSummaries>, id: SummaryId) -> Result<(), SummaryError> {
    db.transact(async |tx| {
        let row = row_in(tx, permit, id).await?;
        let house = tx.house();
        let gate = tx.as_permitted(permit);
        for one in house.all::<rows::publication::Entity>(rows::publication::Column::SummaryId.eq(id)).await? {
            uses::end_of(&gate, one.id).await?;
            let mut one: rows::publication::ActiveModel = one.into();
            one.retired_at = Set(Some(permit.at()));
            house.update(one).await?;
        }
        readers::end_all(tx, id, permit.at()).await?;
        let mut row: rows::summary::ActiveModel = row.into();
        row.retired_at = Set(Some(permit.at()));
        row.changed_at = Set(permit.at());
        house.update(row).await?;
        Ok(remember(tx, permit, "summary.retired", id).await?)
    })
    .await
}
