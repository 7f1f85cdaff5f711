//! After a backup of the records was brought back: what was withdrawn, narrowed, held and kept out since is done again, from
//! the promises that lie beside the keys, before anybody is served. Erasures are done again by the erasure itself.

use std::collections::HashMap;

use super::{
    ConsentError,
    changes::{self, Author, Less, Limit},
    gate::Replaying,
    protection,
    states::By,
    visits,
};
use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    db::Db,
    ids::NarratorId,
    keys::{KeyError, NarratorKeys, Promise, PromiseKind},
};

/// Keeps the promises that the records do not know of. Says how many there were.
///
/// # Errors
/// When the database or the keys fail.
pub async fn keep(db: &Db, keys: &NarratorKeys, at: Timestamp) -> Result<u64, ConsentError> {
    let mut of_narrators: HashMap<NarratorId, Vec<Promise>> = HashMap::new();
    for promise in keys.promises().await? {
        of_narrators.entry(promise.narrator).or_default().push(promise);
    }
    let mut kept = 0;
    for (narrator, promises) in of_narrators {
        if promises.iter().any(|promise| promise.kind == PromiseKind::Erased) {
            continue;
        }
        match of_one(db, keys, narrator, &promises, at).await {
            Ok(number) => kept += number,
            // Whoever has no key any more is erased: there is nothing to hold back.
            Err(ConsentError::Key(KeyError::Gone)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

async fn of_one(
    db: &Db,
    keys: &NarratorKeys,
    narrator: NarratorId,
    promises: &[Promise],
    at: Timestamp,
) -> Result<u64, ConsentError> {
    let Some(first) = promises.first() else { return Ok(0) };
    let author = Author { project: first.project, by: By::Narrator, person: None, channel: "promise", at };
    db.transact(async |tx| {
        let mut kept: u64 = 0;
        for promise in promises {
            let hand = Replaying::of_promise(tx, promise);
            let purposes: Vec<Purpose> = Purpose::parse(&promise.purpose).into_iter().collect();
            let less = Less { narrator, purposes: &purposes, reason: None };
            let done = match promise.kind {
                PromiseKind::Withdrawn => {
                    changes::withdraw(tx, &hand, keys, author, less, "withdrawn:promise").await?.is_some()
                }
                PromiseKind::Narrowed => match Audience::parse(&promise.said) {
                    Some(to) => changes::narrow(tx, &hand, keys, author, less, to).await?,
                    None => false,
                },
                PromiseKind::Suspended if is_last_word(promises, promise) => {
                    changes::hold(tx, &hand, keys, author, less, true).await?
                }
                PromiseKind::Limited if !was_undone(promises, promise, PromiseKind::Lifted) => {
                    limit_again(&hand, author, narrator, promise).await?
                }
                PromiseKind::CodesEnded => visits::end_codes_made_before(tx, narrator, promise.at).await?,
                PromiseKind::Flagged if !was_undone(promises, promise, PromiseKind::Unflagged) => {
                    flag_again(&hand, narrator, promise).await?
                }
                PromiseKind::Rejected => hand.reject(promise.act).await?,
                PromiseKind::UseRefused => refuse_again(&hand, author, narrator, promise).await?,
                PromiseKind::Suspended
                | PromiseKind::Resumed
                | PromiseKind::Limited
                | PromiseKind::Lifted
                | PromiseKind::Flagged
                | PromiseKind::Unflagged
                | PromiseKind::Erased => false,
            };
            kept += u64::from(done);
        }
        if kept > 0 {
            author.changed(tx, "consent.promises-kept", narrator, "after a backup was brought back").await?;
        }
        Ok(kept)
    })
    .await
}

/// Whether what was held was not let go later.
fn is_last_word(promises: &[Promise], held: &Promise) -> bool {
    let later = |one: &&Promise| one.purpose == held.purpose && one.at >= held.at;
    let last =
        promises.iter().filter(later).rfind(|one| matches!(one.kind, PromiseKind::Suspended | PromiseKind::Resumed));
    last.is_some_and(|last| last.kind == PromiseKind::Suspended)
}

fn was_undone(promises: &[Promise], done: &Promise, by: PromiseKind) -> bool {
    promises.iter().any(|one| one.kind == by && one.act == done.act)
}

async fn flag_again(hand: &Replaying<'_>, narrator: NarratorId, promise: &Promise) -> Result<bool, ConsentError> {
    let Ok(flag) = serde_json::from_str::<protection::Promised>(&promise.said) else { return Ok(false) };
    if hand.knows("protection_flag", "id", promise.act).await? {
        return Ok(false);
    }
    protection::put_again(hand, promise.project, narrator, promise.act, flag, promise.at).await?;
    Ok(true)
}

async fn refuse_again(
    hand: &Replaying<'_>,
    author: Author,
    narrator: NarratorId,
    promise: &Promise,
) -> Result<bool, ConsentError> {
    let Ok(told) = serde_json::from_str(&promise.said) else { return Ok(false) };
    if !hand.refuse_use(promise.act, promise.at).await? {
        return Ok(false);
    }
    changes::end_told(hand, narrator, &told, author.at).await?;
    Ok(true)
}

async fn limit_again(
    hand: &Replaying<'_>,
    author: Author,
    narrator: NarratorId,
    promise: &Promise,
) -> Result<bool, ConsentError> {
    let Ok(limit) = serde_json::from_str::<Limit>(&promise.said) else { return Ok(false) };
    if hand.knows("consent_limit", "act_id", limit.act).await?
        || !hand.knows("testimony", "id", limit.testimony.0).await?
    {
        return Ok(false);
    }
    changes::add_limit(hand, author, narrator, &limit).await?;
    changes::end_touched(hand, narrator, &limit, author.at).await?;
    Ok(true)
}
