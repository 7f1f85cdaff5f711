//! Keeping passages out, in every edition of a text: by the narrator on their own page, or with them when they are asked again
//! after they told.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::reply::KeepOut;
use crate::{
    access::{CollectTestimony, Permit, Purpose},
    clock::Timestamp,
    coding::{Anchors, Certainty},
    consent::{
        ConsentError,
        again::{self, AskedAgainReply},
        changes::{self, Author, InText, Limit},
        visits::Visit,
    },
    db::Db,
    ids::{Id, RevisionId, TestimonyId},
    keys::NarratorKeys,
    problem::Problem,
    testimony::{self, OpenText},
};

/// How many passages one narrator may keep out: every reading of their texts looks at each.
const MOST_LIMITS: u64 = 1_000;

/// That a narrator was asked again after they told, and what they wish to keep to themselves.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedAgain {
    /// Which text was gone through.
    pub revision_id: RevisionId,
    /// On which day, like 2026-03-01.
    pub asked_on: String,
    /// The passages they keep out.
    pub kept_out: Vec<KeptPassage>,
}

/// A passage that is kept out.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptPassage {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Keeps a passage out for everybody but the narrator: in every edition of the text, and where one of them cannot be
/// compared surely, all of that edition.
///
/// # Errors
/// When it is no passage of theirs.
pub async fn by_narrator(db: &Db, keys: &NarratorKeys, visit: &Visit, passage: KeepOut) -> Result<(), Problem> {
    db.transact(async |tx| {
        let own = tx.as_narrator(visit);
        // Inside the transaction: a correction that comes meanwhile waits, and carries the limit along.
        let editions = testimony::store::editions_of(&own, keys, passage.testimony_id).await?;
        room_for(changes::own_limits_in(&own).await?, 1)?;
        let limit = limit(&editions, passage, visit.at()).await?;
        Ok(changes::keep_out(tx, &own, keys, visit.author(), visit.narrator(), &limit).await?)
    })
    .await
}

/// Writes down that whoever welcomed a narrator went through the story with them, and keeps out what they wish. All of it or
/// nothing, and safe to send twice; says whether it is new.
///
/// # Errors
/// When the story is not theirs to ask about, its text has changed, or a passage does not lie in it.
pub async fn with_narrator(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<CollectTestimony>,
    testimony: TestimonyId,
    id: Uuid,
    asked: &AskedAgain,
) -> Result<bool, Problem> {
    if asked.asked_on.len() != 10 || Timestamp::parse(&asked.asked_on).is_none() {
        let detail = "Say the day on which they were asked, like 2026-03-01.".to_owned();
        return Err(ConsentError::Bounds { at: "/asked_on", detail }.into());
    }
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let head = testimony::cleared(&gate, testimony).await?.ok_or_else(Problem::not_found)?;
        let narrator = head.get().narrator_id;
        let new = AskedAgainReply {
            id,
            testimony_id: testimony,
            revision_id: asked.revision_id,
            asked_on: asked.asked_on.clone(),
            kept_out: i32::try_from(asked.kept_out.len()).unwrap_or(i32::MAX),
        };
        if !again::write(&gate, permit, narrator, &new).await? {
            return Ok(false);
        }
        if head.get().revision_id != asked.revision_id {
            let detail = "The text was changed meanwhile. Go through the newest with them.";
            return Err(Problem::invalid("/revision_id", "passage.outside", detail));
        }
        let author = Author::staff(permit, "in-person");
        room_for(again::kept_out_of(&gate, narrator).await?, asked.kept_out.len())?;
        let editions = testimony::store::editions_for(&gate, keys, testimony).await?;
        for passage in &asked.kept_out {
            let KeptPassage { start, end } = *passage;
            let passage = KeepOut { testimony_id: testimony, revision_id: asked.revision_id, start, end };
            let limit = limit(&editions, passage, permit.at()).await?;
            changes::keep_out(tx, &gate, keys, author, narrator, &limit).await?;
        }
        author.remember(tx, "consent.asked-again", narrator, "passage by passage").await?;
        Ok(true)
    })
    .await
}

fn room_for(known: u64, more: usize) -> Result<(), Problem> {
    if known.saturating_add(u64::try_from(more).unwrap_or(u64::MAX)) > MOST_LIMITS {
        let detail = "Very many passages are kept out already. A whole use can be stopped instead.";
        return Err(Problem::invalid("/start", "too-many", detail));
    }
    Ok(())
}

async fn limit(editions: &[OpenText], passage: KeepOut, at: Timestamp) -> Result<Limit, Problem> {
    let here = editions.iter().find(|text| text.revision == passage.revision_id).ok_or_else(Problem::not_found)?;
    let length = passages::CodePoints::in_text(&here.text).0;
    if passage.start >= passage.end || passage.end > length {
        return Err(Problem::invalid("/start", "passage.outside", "This passage does not lie in the text."));
    }
    let mut places = Vec::with_capacity(editions.len());
    for edition in editions {
        places.push(place_in(here, edition, passage).await);
    }
    let act = crate::ids::CodeId::at(at).0;
    Ok(Limit { act, testimony: passage.testimony_id, purpose: Purpose::Store, passages: places })
}

/// Where the passage stands in another edition; all of it, where that is not sure.
async fn place_in(here: &OpenText, edition: &OpenText, passage: KeepOut) -> InText {
    let (start, end) = if edition.revision == here.revision {
        (passage.start, passage.end)
    } else {
        let placed = Anchors::between(&here.text, &edition.text).await.place(passage.start, passage.end);
        match placed.certainty {
            Certainty::Exact => (placed.start, placed.end),
            Certainty::Moved | Certainty::Unsure => (0, passages::CodePoints::in_text(&edition.text).0),
        }
    };
    InText { revision: edition.revision, start, end }
}
