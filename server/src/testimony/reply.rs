//! What testimonies send and take. Built from cleared values, never from rows.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    Cue, Direction, Heading, TestimonyError, TestimonyKind, ToldOn, Turn, reading,
    store::{Changes, NewTestimony, RevisionLine, Told},
};
use crate::{
    access::StoryAct,
    clock::Timestamp,
    consent::{Cleared, narrators::NarratorRole},
    ids::{NarratorId, RevisionId, TestimonyId},
};

/// A testimony as a list shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestimonyReply {
    /// Its id.
    pub id: TestimonyId,
    /// Title.
    pub title: String,
    /// What kind.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// When it was told: a year, a month or a day.
    pub told_on: Option<String>,
    /// Where it was told.
    pub place_told: Option<String>,
    /// Who brought it.
    pub collected_by: String,
    /// When it was kept.
    pub created_at: Timestamp,
    /// Whose story it is.
    pub narrator: NarratorInShort,
    /// The newest text.
    pub revision: RevisionInShort,
    /// How many turns it has.
    pub turns: u32,
    /// How many recordings.
    pub recordings: u64,
    /// How many codings.
    pub codings: u64,
    /// How many people coded it.
    pub coders: u64,
    /// How many tipping points are marked.
    pub tipping_points: u64,
    /// What this person may do here.
    pub may: Vec<&'static str>,
}

/// A narrator beside their story.
#[derive(Debug, Serialize, ToSchema)]
pub struct NarratorInShort {
    /// Their id.
    pub id: NarratorId,
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
}

/// A revision beside its story.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionInShort {
    /// Its id.
    pub id: RevisionId,
    /// Length in code points.
    pub code_points: u32,
}

/// What later subjects know of a testimony.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers {
    /// Recordings.
    pub recordings: u64,
    /// Codings.
    pub codings: u64,
    /// People who coded it.
    pub coders: u64,
    /// Tipping points.
    pub tipping_points: u64,
}

impl TestimonyReply {
    /// Put together from what was cleared for one act.
    #[must_use]
    pub fn of<A: StoryAct>(told: &Cleared<Told, A>, numbers: Numbers, may: &[&'static str]) -> Self {
        let told = told.get();
        let narrator = &told.teller;
        Self {
            id: told.id,
            title: told.heading.title.clone(),
            kind: told.kind,
            language: told.language.clone(),
            direction: told.direction,
            told_on: told.told_on.clone(),
            place_told: told.heading.place_told.clone(),
            collected_by: told.collector.clone(),
            created_at: told.created_at,
            narrator: NarratorInShort { id: narrator.id, pseudonym: narrator.pseudonym.clone(), role: narrator.role },
            revision: RevisionInShort { id: told.revision_id, code_points: told.code_points },
            turns: told.turns,
            recordings: numbers.recordings,
            codings: numbers.codings,
            coders: numbers.coders,
            tipping_points: numbers.tipping_points,
            may: may.to_vec(),
        }
    }
}

/// A revision as it is listed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionReply {
    /// Its id.
    pub id: RevisionId,
    /// Which edition, from 1.
    pub number: i32,
    /// When.
    pub created_at: Timestamp,
    /// Why.
    pub reason: String,
}

impl<A> From<&Cleared<RevisionLine, A>> for RevisionReply {
    fn from(line: &Cleared<RevisionLine, A>) -> Self {
        let line = line.get();
        Self { id: line.id, number: line.edition, created_at: line.created_at, reason: line.reason.clone() }
    }
}

/// A testimony to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepTestimony {
    /// Whose story it is.
    pub narrator_id: NarratorId,
    /// Title.
    pub title: String,
    /// What kind.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written; by its language when not said.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// When it was told: a year, a month or a day.
    #[serde(default)]
    pub told_on: Option<String>,
    /// Where it was told.
    #[serde(default)]
    pub place_told: Option<String>,
    /// The words.
    pub text: String,
    /// Turns; recognised when not said.
    #[serde(default)]
    pub turns: Option<Vec<Turn>>,
    /// Cues of a recording.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// Name of the file it came from.
    #[serde(default)]
    pub file_name: Option<String>,
}

impl TryFrom<KeepTestimony> for NewTestimony {
    type Error = TestimonyError;

    fn try_from(new: KeepTestimony) -> Result<Self, TestimonyError> {
        Ok(Self {
            narrator: new.narrator_id,
            heading: Heading {
                title: new.title.trim().to_owned(),
                place_told: filled(new.place_told),
                file_name: filled(new.file_name),
            },
            kind: new.kind,
            language: new.language,
            direction: new.direction,
            told_on: filled(new.told_on).map(|told| ToldOn::parse(&told)).transpose()?,
            text: new.text,
            turns: new.turns,
            cues: new.cues,
        })
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What to change above a story; what is left out stays, null forgets.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeTestimony {
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// Kind.
    #[serde(default)]
    pub kind: Option<TestimonyKind>,
    /// BCP 47 tag.
    #[serde(default)]
    pub language: Option<String>,
    /// Direction.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// When it was told.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub told_on: Option<Option<String>>,
    /// Where it was told.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub place_told: Option<Option<String>>,
}

/// Tells "left out" from "null".
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

impl TryFrom<ChangeTestimony> for Changes {
    type Error = TestimonyError;

    fn try_from(changes: ChangeTestimony) -> Result<Self, TestimonyError> {
        let told_on = match changes.told_on {
            None => None,
            Some(told) => Some(filled(told).map(|told| ToldOn::parse(&told)).transpose()?),
        };
        Ok(Self {
            title: changes.title.map(|title| title.trim().to_owned()),
            kind: changes.kind,
            language: changes.language,
            direction: changes.direction,
            told_on,
            place_told: changes.place_told.map(filled),
        })
    }
}

/// Who speaks when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeTurns {
    /// The text they lie over.
    pub revision_id: RevisionId,
    /// All turns, in order.
    pub turns: Vec<Turn>,
}

/// A corrected text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRevision {
    /// The words.
    pub text: String,
    /// Turns; recognised when not said.
    #[serde(default)]
    pub turns: Option<Vec<Turn>>,
    /// Why, in a few words.
    #[serde(default)]
    pub reason: String,
}

/// How a document is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ReadAs {
    /// The name of the file.
    #[serde(default)]
    pub file_name: Option<String>,
    /// The format, where it should not be found out.
    #[serde(default)]
    pub format: Option<String>,
    /// The encoding, where it should not be found out.
    #[serde(default)]
    pub encoding: Option<String>,
}

/// What was read of a document. Nothing of it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingReply {
    /// The format it has.
    pub format: String,
    /// The words.
    pub text: String,
    /// Turns that were recognised.
    pub turns: Vec<Turn>,
    /// Cues, of captions.
    pub cues: Vec<Cue>,
    /// How its bytes were understood, where there was a choice.
    pub encoding: Option<EncodingReply>,
    /// What a person should know of the reading.
    pub notices: Vec<ReadingNotice>,
    /// What the file's name suggests.
    pub suggested: SuggestedReply,
}

/// How bytes were understood.
#[derive(Debug, Serialize, ToSchema)]
pub struct EncodingReply {
    /// The encoding used.
    pub chosen: String,
    /// Whether it was a guess.
    pub guessed: bool,
    /// Others that are plausible.
    pub alternatives: Vec<String>,
}

/// Something to know of a reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingNotice {
    /// Its stable name, such as `images-left-out`.
    pub code: String,
    /// How many, where it can be counted.
    pub count: Option<u64>,
    /// On which line, where it has one.
    pub line: Option<u64>,
}

/// What the file's name suggests.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestedReply {
    /// A title.
    pub title: String,
    /// A language.
    pub language: Option<String>,
    /// A direction.
    pub direction: Direction,
}

impl ReadingReply {
    /// With what the file's name suggests.
    #[must_use]
    pub fn of(read: documents::Document, file_name: &str) -> Self {
        let stable = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let notices = serde_json::to_value(&read.notices).unwrap_or_default();
        let language = reading::suggested_language(file_name);
        let direction = language.as_deref().map_or(Direction::Auto, Direction::of_language);
        Self {
            format: serde_json::to_value(read.format).as_ref().map(stable).unwrap_or_default(),
            text: read.text,
            turns: read
                .turns
                .into_iter()
                .map(|turn| Turn { speaker: turn.speaker, start: turn.start.0, end: turn.end.0 })
                .collect(),
            cues: read
                .cues
                .into_iter()
                .map(|cue| Cue { start_ms: cue.start_ms, end_ms: cue.end_ms, start: cue.start.0, end: cue.end.0 })
                .collect(),
            encoding: read.encoding.map(|choice| EncodingReply {
                chosen: choice.chosen,
                guessed: choice.guessed,
                alternatives: choice.alternatives,
            }),
            notices: notices
                .as_array()
                .into_iter()
                .flatten()
                .map(|notice| ReadingNotice {
                    code: notice.get("code").map(stable).unwrap_or_default(),
                    count: notice.get("count").and_then(serde_json::Value::as_u64),
                    line: notice.get("line").and_then(serde_json::Value::as_u64),
                })
                .collect(),
            suggested: SuggestedReply { title: reading::suggested_title(file_name), language, direction },
        }
    }
}

/// Which testimonies a list shows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListAsked {
    /// How many, 50 unless said, 200 at most.
    pub limit: Option<u64>,
    /// After which place: the `next` of the page before.
    pub after: Option<String>,
    /// `newest` (unless said) or `oldest` first.
    pub order: Option<String>,
    /// Only of this narrator.
    pub narrator: Option<NarratorId>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only in this language.
    pub language: Option<String>,
    /// Only what I brought.
    pub mine: Option<bool>,
}
