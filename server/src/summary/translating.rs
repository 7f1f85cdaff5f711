//! Summaries in other languages: which is made from which, what a translation begins with, and where the others are read. A
//! translation is a summary of its own: it passes its own gates, and rests on its own links to the same passages.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use uuid::Uuid;

use super::{
    SummaryError,
    document::{Block, Document},
    evidence::{self, Evidence},
    publishing::Publication,
    rows,
    store::{as_written, key_id, quotes_shown, row_of, shown},
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, WriteSummaries},
    db::{Db, HouseTables, Reads, Tx},
    ids::{Id, SummaryId},
    keys::NarratorKeys,
    testimony,
};

/// That a summary can be a translation of this one: of the same project, not of itself, and of one that is none.
pub(super) async fn check<C: Reads>(
    house: &HouseTables<'_, C>,
    permit: &Permit<WriteSummaries>,
    id: SummaryId,
    of: Option<SummaryId>,
) -> Result<(), SummaryError> {
    use rows::summary::{Column, Entity};
    let wrong =
        |detail: &str| Err(SummaryError::Bounds { at: "/translation_of".to_owned(), detail: detail.to_owned() });
    let Some(of) = of else { return Ok(()) };
    if of == id {
        return wrong("A summary is not a translation of itself.");
    }
    let original = house.one::<Entity>(Column::Id.eq(of).and(Column::ProjectId.eq(permit.project()))).await?;
    let Some(original) = original else { return wrong("There is no such summary in this project.") };
    if original.translation_of.is_some() {
        return wrong("That one is a translation itself: name the summary it was made from.");
    }
    if house.one::<Entity>(Column::TranslationOf.eq(id)).await?.is_some() {
        return wrong("Others are translations of this one.");
    }
    Ok(())
}

/// What a translation begins with: what may be read of the original now, in the words it has, under ids of its own.
pub(super) struct Copy {
    pub document: Document,
    evidence: Vec<(Uuid, Evidence)>,
}

/// Takes a copy of the newest edition. What stands on withdrawn words is left out.
///
/// # Errors
/// When there is no such summary, or the database or the keys fail.
pub(super) async fn copy_of(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<WriteSummaries>,
    original: SummaryId,
) -> Result<Copy, SummaryError> {
    let row = row_of(db, permit, original).await?;
    let key = keys.of(key_id(original)).await?;
    let written = as_written(db, &key, original, row.edition).await?;
    let found = evidence::cleared(&db.as_permitted(permit), original).await?;
    let found: HashMap<Uuid, Evidence> = found.iter().map(|one| (one.get().id, *one.get())).collect();
    let quotes = match permit.also::<ApproveSummaries>() {
        Some(reads) => quotes_shown(db, keys, &reads, &written).await?,
        None => Vec::new(),
    };
    let stands = found.keys().copied().collect();
    let speaks = quotes.iter().map(|quote| quote.id).collect();
    let mut document = shown(written, &stands, &speaks);
    document.blocks.retain(|block| !matches!(block, Block::Withdrawn { .. }));
    let mut links = Vec::new();
    for block in &mut document.blocks {
        block.is_called(new_id(permit));
        if let Block::Statement { evidence, .. } = block {
            for link in evidence {
                if let Some(one) = found.get(link) {
                    *link = new_id(permit);
                    links.push((*link, *one));
                }
            }
        }
    }
    Ok(Copy { document, evidence: links })
}

fn new_id(permit: &Permit<WriteSummaries>) -> Uuid {
    crate::ids::CodeId::at(permit.at()).0
}

/// Links the passages of a copy to the summary that begins with it. Every one asks the gate again.
///
/// # Errors
/// [`SummaryError::WrittenMeanwhile`] when something was withdrawn since the copy was taken.
pub(super) async fn link(
    tx: &Tx,
    permit: &Permit<WriteSummaries>,
    to: SummaryId,
    copy: &Copy,
) -> Result<(), SummaryError> {
    let gate = tx.as_permitted(permit);
    for (id, one) in &copy.evidence {
        let head = testimony::cleared(&gate, one.testimony).await?.ok_or(SummaryError::WrittenMeanwhile)?;
        let kept_out = gate.kept_out(&[one.testimony]).await?.touches(one.revision, one.start, one.end);
        if kept_out {
            return Err(SummaryError::WrittenMeanwhile);
        }
        let [start, end] = [one.start, one.end].map(|at| i32::try_from(at).unwrap_or(i32::MAX));
        let row = rows::evidence::ActiveModel {
            id: Set(*id),
            project_id: Set(permit.project()),
            summary_id: Set(to),
            narrator_id: Set(one.narrator),
            testimony_id: Set(one.testimony),
            revision_id: Set(one.revision),
            start_at: Set(start),
            end_at: Set(end),
            stance: Set(one.stance.as_str().to_owned()),
            made_by: Set(permit.person()),
            made_at: Set(permit.at()),
        };
        gate.insert(&head, row).await?;
    }
    Ok(())
}

/// The same summary in other languages: the newest version of each that everybody may read and that was not taken back, by
/// language.
///
/// # Errors
/// When the database fails.
pub async fn in_other_languages(db: &Db, of: &Publication) -> Result<Vec<Publication>, SummaryError> {
    use rows::{publication, summary};
    let house = db.house();
    let Some(row) = house.one::<summary::Entity>(summary::Column::Id.eq(of.summary)).await? else {
        return Ok(Vec::new());
    };
    let original = row.translation_of.unwrap_or(row.id);
    let related = summary::Column::Id.eq(original).or(summary::Column::TranslationOf.eq(original));
    let related = house.all::<summary::Entity>(related.and(summary::Column::ProjectId.eq(row.project_id))).await?;
    let mut others: Vec<Publication> = Vec::new();
    for one in related {
        if one.id == row.id || one.retired_at.is_some() || one.audience != Audience::Public.as_str() {
            continue;
        }
        let versions = house.all::<publication::Entity>(publication::Column::SummaryId.eq(one.id)).await?;
        let newest = versions.into_iter().max_by_key(|version| version.version);
        let read = newest.filter(|one| one.retired_at.is_none() && one.organisation_id == of.organisation);
        others.extend(read.map(Publication::from));
    }
    others.sort_by(|one, other| (&one.language, &one.slug).cmp(&(&other.language, &other.slug)));
    Ok(others)
}
