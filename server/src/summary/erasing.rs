//! What is left of a summary when somebody is erased: what rested on their words is cut out of every edition and of
//! everything that was published, and so are remarks beside it. Editors' sentences may hold what a narrator said; so they go
//! with it, whoever else bore them out.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use uuid::Uuid;

use super::{
    SummaryError,
    document::Document,
    publishing::{self, Published},
    releases, rows,
    store::{edition_place, key_id},
};
use crate::{
    access::{Permit, RedactStories},
    clock::Timestamp,
    consent::{gate::Erasing, uses},
    db::Tx,
    ids::{NarratorId, ProjectId, SummaryId},
    keys::{KeyError, NarratorKey, NarratorKeys},
    people,
    redaction::rendering::Veil,
};

/// Removes the passages of a narrator from every summary of the project, and what rested on them or showed one of these
/// quotes. Says how many passages and blocks, and of which summaries.
///
/// # Errors
/// When the database or the keys fail.
pub async fn erase(
    tx: &Tx,
    keys: &NarratorKeys,
    erasing: &Erasing<'_>,
    project: ProjectId,
    quotes: &[Uuid],
    at: Timestamp,
) -> Result<(u64, Vec<SummaryId>), SummaryError> {
    let gone = erasing.ids::<rows::evidence::Entity>(rows::evidence::Column::Id).await?;
    let gone: HashSet<Uuid> = gone.into_iter().chain(quotes.iter().copied()).collect();
    releases::forget(tx, keys, project, erasing.narrator(), at).await?;
    let (mut removed, mut touched) = (0, Vec::new());
    if !gone.is_empty() {
        for summary in tx.house().all::<rows::summary::Entity>(rows::summary::Column::ProjectId.eq(project)).await? {
            match keys.of(key_id(summary.id)).await {
                Ok(key) => {
                    let blocks = cut(tx, &key, summary.id, &gone, at).await?;
                    removed += blocks;
                    touched.extend((blocks > 0).then_some(summary.id));
                }
                // Without its key nobody reads it, whatever stands in it.
                Err(KeyError::Gone) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok((removed + erasing.stories::<rows::evidence::Entity>().await?, touched))
}

async fn cut(
    tx: &Tx,
    key: &NarratorKey,
    summary: SummaryId,
    gone: &HashSet<Uuid>,
    at: Timestamp,
) -> Result<u64, SummaryError> {
    let house = tx.house();
    let mut blocks = HashSet::new();
    for row in house.all::<rows::edition::Entity>(rows::edition::Column::SummaryId.eq(summary)).await? {
        let place = edition_place(row.id);
        let mut document: Document = key.open_json(place, &row.document_sealed)?;
        if without(&mut document, gone, &mut blocks) {
            let mut row: rows::edition::ActiveModel = row.into();
            row.document_sealed = Set(key.seal_json(place, &document)?);
            house.update(row).await?;
        }
    }
    for row in house.all::<rows::publication::Entity>(rows::publication::Column::SummaryId.eq(summary)).await? {
        let place = publishing::place(row.id);
        let mut published: Published = key.open_json(place, &row.document_sealed)?;
        if without(&mut published.document, gone, &mut blocks) {
            published.turnings.retain(|id, _| !blocks.contains(id));
            published.beside.retain(|id, _| !blocks.contains(id));
            published.strengths.retain(|id, _| !blocks.contains(id));
            let mut row: rows::publication::ActiveModel = row.into();
            row.document_sealed = Set(key.seal_json(place, &published)?);
            row.reissued_at = Set(Some(at));
            house.update(row).await?;
        }
    }
    let beside = rows::comment::Column::SummaryId.eq(summary).and(rows::comment::Column::BlockId.is_in(blocks.clone()));
    house.delete::<rows::comment::Entity>(beside).await?;
    if !blocks.is_empty() {
        let noted = rows::sign::Column::SummaryId.eq(summary).and(rows::sign::Column::NoteSealed.is_not_null());
        for sign in house.all::<rows::sign::Entity>(noted).await? {
            let mut sign: rows::sign::ActiveModel = sign.into();
            sign.note_sealed = Set(None);
            house.update(sign).await?;
        }
    }
    Ok(u64::try_from(blocks.len()).unwrap_or(u64::MAX))
}

/// Takes out what rests on what is gone; says whether anything did.
fn without(document: &mut Document, gone: &HashSet<Uuid>, blocks: &mut HashSet<Uuid>) -> bool {
    let mut changed = false;
    for block in &mut document.blocks {
        let rested = block.evidence().iter().chain(block.quote().as_ref()).any(|id| gone.contains(id));
        if rested {
            blocks.insert(block.id());
            *block = block.withdrawn();
            changed = true;
        }
    }
    changed
}

/// Takes from every published page what editors wrote that holds a word which is masked from now on, as they could not know;
/// and lets nothing that was asked before be believed.
///
/// # Errors
/// When the database or the keys fail.
pub async fn mask(
    tx: &Tx,
    keys: &NarratorKeys,
    permit: &Permit<RedactStories>,
    narrator: NarratorId,
) -> Result<(), SummaryError> {
    people::raise_consent_epoch(tx, permit.project()).await?;
    // Nobody knows where in a recording it is said.
    uses::end_shared(&tx.as_permitted(permit), narrator).await?;
    let (gate, narrators_key) = (tx.as_permitted(permit), keys.of(narrator).await?);
    let mut veils = HashMap::new();
    let of_project = rows::publication::Column::ProjectId.eq(permit.project());
    for row in tx.house().all::<rows::publication::Entity>(of_project).await? {
        let key = match keys.of(key_id(row.summary_id)).await {
            Ok(key) => key,
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        // What is masked for everybody may stand where funders read it.
        let veil = match veils.entry(row.audience.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let audience = publishing::audience_of(&row.audience);
                place.insert(Veil::of(&gate, &narrators_key, narrator, audience).await?)
            }
        };
        let place = publishing::place(row.id);
        let mut published: Published = key.open_json(place, &row.document_sealed)?;
        let before = published.document.clone();
        let document = &mut published.document;
        for text in [&mut document.title, &mut document.standfirst] {
            if veil.leaks_in(text) {
                *text = veil.over_words(text);
            }
        }
        for block in &mut document.blocks {
            if block.prose().iter().any(|prose| veil.leaks_in(prose)) {
                *block = block.withdrawn();
            }
        }
        if *document != before {
            let mut row: rows::publication::ActiveModel = row.into();
            row.document_sealed = Set(key.seal_json(place, &published)?);
            row.reissued_at = Set(Some(permit.at()));
            tx.house().update(row).await?;
        }
    }
    Ok(())
}
