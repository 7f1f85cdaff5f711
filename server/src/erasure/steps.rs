//! What is removed of somebody, subject by subject. Whoever adds a table of stories adds its step here; the count of what is
//! left finds whoever forgot.

use std::collections::HashMap;

use crate::{
    coding,
    config::StorageConfig,
    consent::tombstones::{self, Tombstone},
    db::{Db, Tx},
    ids::TestimonyId,
    jobs::outbox::{self, Change},
    keys::NarratorKeys,
    media, quote, redaction, response, summary, testimony, tipping,
};

use super::ErasureError;
use crate::clock::Timestamp;

/// Removes every row, in one transaction, counts it in the tombstone, and tells the index. Says what the tombstone counts now.
pub(super) async fn rows(
    db: &Db,
    keys: &NarratorKeys,
    tombstone: &Tombstone,
    files: u64,
    at: Timestamp,
) -> Result<HashMap<String, u64>, ErasureError> {
    db.transact(async |tx| {
        let erasing = tx.erasing(tombstone.project, tombstone.narrator);
        // First: which quotes there were is known only as long as they are there.
        let quotes = quote::store::ids_of(&erasing).await?;
        let (blocks, cut) = summary::erase(tx, keys, &erasing, tombstone.project, &quotes, at).await?;
        response::store::erase_beside(tx, &cut).await?;
        let removed = [
            ("summaries", blocks),
            ("redactions", redaction::store::erase(&erasing).await?),
            ("tipping_points", tipping::store::erase(&erasing).await?),
            ("codings", coding::store::erase(&erasing).await?),
            ("quotes", quote::store::erase(&erasing).await?),
            ("askings", quote::asking::erase(&erasing).await?),
            ("recordings", media::store::erase(&erasing).await?),
            ("uses", tombstones::erase_uses(&erasing).await?),
            ("texts_and_stories", testimony::store::erase(&erasing).await?),
            ("consents", tombstones::erase_consents(&erasing).await?),
        ];
        // Told once, and again where something was still there.
        if removed.iter().any(|(_, number)| *number > 0) {
            gone_from_the_index(tx, tombstone, at).await?;
        }
        let mut counted = tombstone.clone();
        for (name, number) in removed.into_iter().chain([("files", files)]) {
            *counted.removed.entry(name.to_owned()).or_default() += number;
        }
        tombstones::counted(tx, &counted).await?;
        Ok::<_, ErasureError>(counted.removed)
    })
    .await
}

async fn gone_from_the_index(tx: &Tx, tombstone: &Tombstone, at: Timestamp) -> Result<(), ErasureError> {
    for id in &tombstone.testimonies {
        if let Ok(id) = id.parse::<TestimonyId>() {
            outbox::add(tx, Change::Testimony, tombstone.project, Some(id.0), at).await?;
            outbox::add(tx, Change::Codings, tombstone.project, Some(id.0), at).await?;
        }
    }
    Ok(())
}

/// Removes the files of recordings, before the rows that know of them; those that are gone are gone. Says how many there were.
pub(super) async fn files(db: &Db, storage: &StorageConfig, tombstone: &Tombstone) -> Result<u64, ErasureError> {
    let recordings =
        db.transact(async |tx| media::store::ids_of(&tx.erasing(tombstone.project, tombstone.narrator)).await).await?;
    let (mut removed, mut failed) = (0, None);
    for id in recordings {
        match std::fs::remove_file(media::store::file(storage, id)) {
            Ok(()) => removed += 1,
            Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        None => Ok(removed),
        Some(error) => Err(error.into()),
    }
}
