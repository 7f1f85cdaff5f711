//! What a quote brings along: the turning point that its very words tell, and a recording that is heard or seen beside them. It
//! is judged as quotes are, kept as it was judged, and shown as long as its narrator allows it and nobody changed it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    SummaryError,
    checks::Problems,
    document::{Block, Document},
    reply::GateKind,
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, Purpose},
    codebook::Codes,
    db::Db,
    ids::{RecordingId, TestimonyId, TippingId},
    keys::NarratorKeys,
    media::{self, Source},
    quote::reply::QuoteReply,
    redaction::rendering::Veil,
    testimony,
    tipping::{self, Standing, store::Turning},
};

/// A turning point beside a quote, as it was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TurningReply {
    /// What is said of it, answer by answer: names of the codebook, in English.
    pub says: Vec<String>,
    /// The indicators it touches.
    pub indicators: Vec<String>,
    /// Whether its narrator confirmed it; otherwise it is how coders read it.
    pub confirmed: bool,
    /// What it was, as it is compared: changed since, it is not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    pub was: Vec<u8>,
}

/// What quotes bring along, and what is written down of it when it is published.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub turnings: BTreeMap<Uuid, TurningReply>,
    /// Which story is heard or seen, for which purpose.
    pub shared: Vec<(TestimonyId, Purpose)>,
}

/// What a turning point is, as it is compared.
#[must_use]
pub fn turning_hash(turning: &Turning) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(turning.id.0.as_bytes());
    hash.update(serde_json::to_vec(&(&turning.axes, turning.tie, &turning.indicators)).unwrap_or_default());
    hash.update(turning.standing.as_str());
    hash.finalize().to_vec()
}

/// Judges what every quote brings along.
///
/// # Errors
/// When the database or the keys fail.
pub(super) async fn judged(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    (document, language): (&Document, &str),
    quotes: &HashMap<Uuid, QuoteReply>,
    audience: Audience,
    problems: &mut Problems,
) -> Result<Brought, SummaryError> {
    let mut brought = Brought::default();
    for block in &document.blocks {
        let Block::Quote { id, quote_id, tipping_id, recording_id, .. } = block else { continue };
        let Some(quote) = quotes.get(quote_id) else { continue };
        if let Some(tipping) = tipping_id {
            match turning(db, codes, permit, TippingId(*tipping), quote, audience, language).await? {
                Some(turning) => drop(brought.turnings.insert(*id, turning)),
                None => problems.add(GateKind::Evidence, "quote.turning-point", Some(*id)),
            }
        }
        if let Some(recording) = recording_id {
            match shared(db, keys, permit, RecordingId(*recording), quote, audience).await? {
                Ok(purposes) => {
                    brought.shared.extend(purposes.iter().map(|purpose| (quote.testimony_id, *purpose)));
                    problems.look_at(GateKind::Disclosure, "recording.listen", *id);
                }
                Err(code) => problems.add(GateKind::Disclosure, code, Some(*id)),
            }
        }
    }
    Ok(brought)
}

async fn turning(
    db: &Db,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    id: TippingId,
    quote: &QuoteReply,
    audience: Audience,
    language: &str,
) -> Result<Option<TurningReply>, SummaryError> {
    let gate = db.as_permitted(permit).to_be_told(quote.purpose, audience);
    let Some(found) = tipping::store::told(&gate, id).await? else { return Ok(None) };
    let Some(turning) = found.get().as_ref() else { return Ok(None) };
    let at = &turning.passage;
    // The same words: then whatever keeps the quote out keeps this out.
    if (at.revision, at.start, at.end) != (quote.revision_id, quote.start, quote.end) {
        return Ok(None);
    }
    let values = || codes.tipping_axes().iter().flat_map(|axis| &axis.values);
    let name = |key: &String| values().find(|value| value.key == *key).map(|value| value.name.clone());
    let axes = &turning.axes;
    let answers = std::iter::once(&axes.shape).chain(&axes.direction).chain(&axes.process).chain(&axes.triggers);
    let touched = codes.indicators().filter(|one| turning.indicators.contains(&one.id));
    Ok(Some(TurningReply {
        says: answers.filter_map(name).collect(),
        indicators: touched.map(|one| one.names.get(language).unwrap_or(&one.name).clone()).collect(),
        confirmed: turning.standing == Standing::Confirmed,
        was: turning_hash(turning),
    }))
}

/// For what a recording is shared; or why it is not.
async fn shared(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    id: RecordingId,
    quote: &QuoteReply,
    audience: Audience,
) -> Result<Result<&'static [Purpose], &'static str>, SummaryError> {
    let of_story = media::store::of_testimony(db, keys, permit, quote.testimony_id).await.map_err(as_summary)?;
    let Some(recording) = of_story.iter().find(|one| one.get().id == id) else { return Ok(Err("recording.absent")) };
    let purposes = recording.get().kind.shared_as();
    let is_what_it_says = recording.get().kind.is_told_by(&recording.get().mime);
    if recording.get().source != Source::Kept || purposes.is_empty() || !is_what_it_says {
        return Ok(Err("recording.not-here"));
    }
    for purpose in purposes {
        let gate = db.as_permitted(permit).to_be_told(*purpose, audience);
        if !media::store::may_be_told(&gate, id).await? {
            return Ok(Err("recording.not-allowed"));
        }
    }
    let gate = db.as_permitted(permit);
    let Some(head) = testimony::cleared(&gate, quote.testimony_id).await? else { return Ok(Err("recording.absent")) };
    let narrator = head.get().narrator_id;
    // Masks are of words; nobody knows where in the recording they are said.
    let veil = Veil::of(&gate, &keys.of(narrator).await?, narrator, audience).await?;
    Ok(if veil.masks_anything() { Err("recording.masked") } else { Ok(purposes) })
}

fn as_summary(error: media::MediaError) -> SummaryError {
    match error {
        media::MediaError::Database(error) => SummaryError::Database(error),
        media::MediaError::Key(error) => SummaryError::Key(error),
        media::MediaError::Absent
        | media::MediaError::ExistsDifferently
        | media::MediaError::TooLarge(_)
        | media::MediaError::BrokeOff
        | media::MediaError::OutsideRange { .. }
        | media::MediaError::Bounds { .. } => SummaryError::Absent,
    }
}
