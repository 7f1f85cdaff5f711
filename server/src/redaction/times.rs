//! Where what is masked is heard: stretches of a recording, in whole captions, for whoever makes its sound or picture
//! unrecognisable. Never the words themselves; and what has no time is said too, so that nobody takes silence for safety.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    RedactionError,
    log::field,
    rendering::Veil,
    reply::{MaskCategory, RenderedFor},
};
use crate::{
    access::{Audience, Permit, RedactStories},
    consent::gate::HIDDEN,
    db::Db,
    ids::{RevisionId, TestimonyId},
    keys::NarratorKeys,
    testimony::{self, Cue},
};

const HEAD: &str = "from,until,start_ms,end_ms,categories,things";

/// When what is masked for some readers is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MaskTimesReply {
    /// In which story.
    pub testimony_id: TestimonyId,
    /// By which of its texts.
    pub revision_id: RevisionId,
    /// For whom it is masked.
    pub audience: Audience,
    /// The stretches, in order, apart from each other.
    pub times: Vec<MaskTime>,
    /// How often something masked stands where the captions have no time: there somebody has to listen.
    pub without_time: usize,
}

/// A stretch of a recording in which something masked is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MaskTime {
    /// Begin, in milliseconds.
    pub start_ms: u64,
    /// End, in milliseconds.
    pub end_ms: u64,
    /// What kinds of things are heard in it.
    pub categories: BTreeSet<MaskCategory>,
    /// Which things: each has a number, by where it stands first. The same thing has the same number all through.
    pub things: BTreeSet<usize>,
}

/// A mention of something masked: where it stands, of what kind it is, and its number.
#[derive(Clone, Copy, Debug)]
struct Mention {
    start: u32,
    end: u32,
    category: MaskCategory,
    thing: usize,
}

/// When what is masked for these readers is heard in a story.
///
/// # Errors
/// "Absent" when this act may not use it now; when it has no captions, or something of it is kept out.
pub async fn of_testimony(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<RedactStories>,
    of: TestimonyId,
    asked: RenderedFor,
) -> Result<MaskTimesReply, RedactionError> {
    let gate = db.as_permitted(permit);
    let head = testimony::cleared(&gate, of).await?.ok_or(RedactionError::Absent)?;
    let (narrator, revision) = (head.get().narrator_id, head.get().revision_id);
    let key = keys.of(narrator).await?;
    let veil = Veil::of(&gate, &key, narrator, asked.audience).await?;
    let text = testimony::store::text_of(db, keys, permit, of, revision).await?;
    let text = text.get();
    // What is kept out has no time any more, and a list without it would leave it to be heard.
    if text.text.contains(HIDDEN) {
        return Err(RedactionError::KeptOut);
    }
    if text.shape.cues.is_empty() {
        return Err(RedactionError::NoTimes);
    }
    let (times, without_time) = heard(&mentions(&veil, &text.text), &text.shape.cues);
    Ok(MaskTimesReply { testimony_id: of, revision_id: revision, audience: asked.audience, times, without_time })
}

fn mentions(veil: &Veil, text: &str) -> Vec<Mention> {
    let mut spans = veil.spans_in(text);
    spans.sort_by_key(|span| (span.start, span.end));
    let mut known = Vec::new();
    let mut mentions = Vec::new();
    for span in spans {
        let at = known.iter().position(|entity| *entity == span.entity).unwrap_or_else(|| {
            known.push(span.entity);
            known.len() - 1
        });
        mentions.push(Mention {
            start: span.start.0,
            end: span.end.0,
            category: MaskCategory::parse(span.category.as_str()).unwrap_or(MaskCategory::Misc),
            thing: at + 1,
        });
    }
    mentions
}

/// The captions in which they stand, those that touch as one; and how many stand partly or wholly in none.
fn heard(mentions: &[Mention], cues: &[Cue]) -> (Vec<MaskTime>, usize) {
    let mut all = Vec::new();
    let mut without_time = 0;
    for one in mentions {
        let (categories, things) = (BTreeSet::from([one.category]), BTreeSet::from([one.thing]));
        let before = all.len();
        for cue in cues.iter().filter(|cue| cue.start < one.end && one.start < cue.end) {
            let (start_ms, end_ms) = (cue.start_ms, cue.end_ms);
            all.push(MaskTime { start_ms, end_ms, categories: categories.clone(), things: things.clone() });
        }
        if all.len() == before {
            without_time += 1;
        }
    }
    all.sort_by_key(|one| (one.start_ms, one.end_ms));
    let mut joined: Vec<MaskTime> = Vec::new();
    for one in all {
        match joined.last_mut() {
            Some(last) if one.start_ms <= last.end_ms => {
                last.end_ms = last.end_ms.max(one.end_ms);
                last.categories.extend(one.categories);
                last.things.extend(one.things);
            }
            _ => joined.push(one),
        }
    }
    (joined, without_time)
}

/// The same as CSV (RFC 4180), in milliseconds and as editing programs write times. What has no time is a line without one.
#[must_use]
pub fn csv(reply: &MaskTimesReply) -> String {
    let mut lines = vec![HEAD.to_owned()];
    for time in &reply.times {
        let categories: Vec<&str> = time.categories.iter().map(|one| one.as_str()).collect();
        let things: Vec<String> = time.things.iter().map(usize::to_string).collect();
        let cells = [
            written(time.start_ms),
            written(time.end_ms),
            time.start_ms.to_string(),
            time.end_ms.to_string(),
            categories.join(" "),
            things.join(" "),
        ];
        lines.push(cells.map(|cell| field(&cell)).join(","));
    }
    for _ in 0..reply.without_time {
        lines.push(["", "", "", "", "without-time", ""].map(field).join(","));
    }
    lines.join("\r\n") + "\r\n"
}

/// As `01:02:03.004`.
fn written(ms: u64) -> String {
    let (seconds, rest) = (ms / 1_000, ms % 1_000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start_ms: u64, end_ms: u64, start: u32, end: u32) -> Cue {
        Cue { start_ms, end_ms, start, end }
    }

    fn mention(start: u32, end: u32, thing: usize) -> Mention {
        Mention { start, end, category: MaskCategory::Person, thing }
    }

    #[test]
    fn stretches_are_whole_captions_and_those_that_touch_are_one() {
        let cues = [cue(0, 900, 0, 10), cue(900, 2_000, 11, 20), cue(5_000, 6_000, 21, 30)];
        let (times, without) = heard(&[mention(2, 4, 1), mention(12, 14, 2), mention(25, 26, 1)], &cues);
        let said: Vec<_> = times.iter().map(|one| (one.start_ms, one.end_ms, one.things.len())).collect();
        assert_eq!((said, without), (vec![(0, 2_000, 2), (5_000, 6_000, 1)], 0));
        // Across two captions it is heard in both.
        let (times, _) = heard(&[mention(18, 23, 1)], &cues);
        assert_eq!(
            times.iter().map(|one| (one.start_ms, one.end_ms)).collect::<Vec<_>>(),
            [(900, 2_000), (5_000, 6_000)]
        );
    }

    #[test]
    fn what_stands_in_no_caption_is_said() {
        assert_eq!(heard(&[mention(40, 44, 1)], &[cue(0, 900, 0, 10)]), (Vec::new(), 1));
        assert_eq!(written(3_723_004), "01:02:03.004");
    }
}
