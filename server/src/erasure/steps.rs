//! What is removed of somebody, subject by subject. Whoever adds a table of stories adds its step here; the count of what is
//! left finds whoever forgot.

use std::collections::HashMap;

use crate::{
    coding,
    config::StorageConfig,
    consent::tombstones::{self, Tombstone},
    db::{Db, Tx},
    ids::{RecordingId, TestimonyId},
    jobs::outbox::{self, Change},
    media, quote, testimony, tipping,
};

use super::ErasureError;
use crate::clock::Timestamp;

/// What was removed: how many of each kind, and the files that are still to go.
pub(super) struct Removed {
    pub(super) numbers: HashMap<String, u64>,
    pub(super) recordings: Vec<RecordingId>,
}

/// Removes every row, in one transaction, and tells the index.
pub(super) async fn rows(db: &Db, tombstone: &Tombstone, at: Timestamp) -> Result<Removed, ErasureError> {
    db.transact(async |tx| {
        let erasing = tx.erasing(tombstone.project, tombstone.narrator);
        let mut numbers = HashMap::new();
        let mut put = |name: &str, number: u64| {
            numbers.insert(name.to_owned(), number);
        };
        put("tipping_points", tipping::store::erase(&erasing).await?);
        put("codings", coding::store::erase(&erasing).await?);
        put("quotes", quote::store::erase(&erasing).await?);
        let (number, recordings) = media::store::erase(&erasing).await?;
        put("recordings", number);
        put("uses", tombstones::erase_uses(&erasing).await?);
        put("texts_and_stories", testimony::store::erase(&erasing).await?);
        put("consents", tombstones::erase_consents(&erasing).await?);
        gone_from_the_index(tx, tombstone, at).await?;
        Ok::<_, ErasureError>(Removed { numbers, recordings })
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

/// Removes the files of recordings; those that are gone are gone. Says how many there were.
pub(super) fn files(storage: &StorageConfig, recordings: &[RecordingId]) -> Result<u64, ErasureError> {
    let mut removed = 0;
    for id in recordings {
        match std::fs::remove_file(media::store::file(storage, *id)) {
            Ok(()) => removed += 1,
            Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(removed)
}
