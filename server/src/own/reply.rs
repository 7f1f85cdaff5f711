//! What the narrator's own page sends and takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    consent::{
        evidence::ProofReply,
        protection::FlagKind,
        representatives::RepresentativeReply,
        said::{MessageReply, SelfViewReply},
        sounds::SoundForm,
        states::State,
        uses::UseReply,
    },
    ids::{RecordingId, RevisionId, TestimonyId, TippingId},
    media::RecordingKind,
    people::Role,
    quote::asking::AskingReply,
    response::reply::SaidBeside,
    testimony::{Direction, TestimonyKind, Turn},
    tipping::Review,
};

/// A return code as somebody typed it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnCode {
    /// Sixteen digits in any groups.
    pub code: String,
}

/// A visit that began.
#[derive(Serialize, ToSchema)]
pub struct VisitReply {
    /// What the page sends as `Kith-Visit`. It is to be kept in memory only.
    pub secret: String,
    /// When the visit ends by itself.
    pub ends_at: Timestamp,
    /// The page.
    pub page: NarratorPage,
}

/// Everything that is held of a narrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct NarratorPage {
    /// The name they chose.
    pub pseudonym: String,
    /// The language they were asked in.
    pub language: Option<String>,
    /// What the project is called.
    pub project: String,
    /// Who keeps it.
    pub organisation: String,
    /// When they were welcomed.
    pub welcomed_at: Option<Timestamp>,
    /// On which day everything was erased; then nothing else is here.
    pub erased_on: Option<String>,
    /// The code is new and took the place of another: from when it shows everything. Until then it only takes back.
    pub whole_from: Option<Timestamp>,
    /// Until when what they allow holds.
    pub held_until: Option<Timestamp>,
    /// What they allow.
    pub purposes: Vec<OwnPurpose>,
    /// What was explained to them.
    pub notice: Option<OwnNotice>,
    /// What keeps everything in the team for now.
    pub held_back: Vec<FlagKind>,
    /// What somebody would like to tell of them, and where they wish to see it first.
    pub askings: Vec<AskingReply>,
    /// What proves what they allow.
    pub evidence: Vec<ProofReply>,
    /// Who may speak for them.
    pub representatives: Vec<RepresentativeReply>,
    /// Their stories.
    pub stories: Vec<OwnTestimony>,
    /// Who has read them.
    pub read_by: Vec<ReadBy>,
    /// What they said to those who keep their stories.
    pub said: Vec<MessageReply>,
    /// How they see themself.
    pub self_view: Option<SelfViewReply>,
}

/// What a narrator says of one purpose.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPurpose {
    /// The purpose.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: State,
    /// For whom.
    pub audience: Audience,
    /// Since when.
    pub since: Timestamp,
    /// What it needs.
    pub needs: Option<Purpose>,
}

/// What was explained to a narrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnNotice {
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
    /// The same in easy words; empty where there are none.
    pub easy_body: String,
    /// BCP 47 tag.
    pub language: String,
    /// As it is heard: in its own words, in easy words, in neither or both.
    pub sounds: Vec<SoundForm>,
}

/// One of the narrator's stories.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnTestimony {
    /// Its id.
    pub id: TestimonyId,
    /// Title.
    pub title: String,
    /// Where it was told.
    pub place: Option<String>,
    /// When it was told.
    pub told_on: Option<String>,
    /// What kind.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// When it was kept.
    pub kept_at: Timestamp,
    /// The newest text.
    pub revision_id: RevisionId,
    /// Its words, all of them.
    pub text: String,
    /// Who speaks when.
    pub turns: Vec<Turn>,
    /// On which day it was gone through with them last, passage by passage.
    pub asked_again_on: Option<String>,
    /// What is kept out.
    pub limits: Vec<OwnLimit>,
    /// Recordings.
    pub recordings: Vec<OwnRecording>,
    /// Tipping points.
    pub tipping_points: Vec<OwnTipping>,
    /// Where it was used.
    pub uses: Vec<UseReply>,
    /// What is published that rests on it, and what came of that.
    pub came_of_it: Vec<OwnOutcome>,
}

/// A published summary that rests on a story, and what is said beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnOutcome {
    /// What it is called.
    pub title: String,
    /// Where everybody reads it.
    pub address: String,
    /// What came of it, and what readers asked.
    pub said: Vec<SaidBeside>,
}

/// A passage that is kept out.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnLimit {
    /// Its id.
    pub id: uuid::Uuid,
    /// First code point of the newest text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Since when.
    pub since: Timestamp,
}

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnRecording {
    /// Its id.
    pub id: RecordingId,
    /// What kind.
    pub kind: RecordingKind,
    /// Link or file name.
    pub name: Option<String>,
}

/// A tipping point as its narrator sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnTipping {
    /// Its id.
    pub id: TippingId,
    /// On which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// When it was.
    pub dated: Option<String>,
    /// Where it was.
    pub place: Option<String>,
    /// What life was like before.
    pub before: Option<String>,
    /// What was different after.
    pub after: Option<String>,
    /// Who helped.
    pub helped_by: Option<String>,
    /// Own words for it.
    pub own_words: Option<String>,
    /// What they say of it.
    pub review: Review,
}

/// Somebody who has read, by what they do: never by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadBy {
    /// In which role.
    pub role: Role,
    /// How often.
    pub times: i64,
    /// When last.
    pub last_at: Timestamp,
}

/// What to allow no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnWithdrawal {
    /// Which purposes; what needs them falls with them.
    #[serde(default)]
    pub purposes: Vec<Purpose>,
    /// All of it: everything is erased.
    #[serde(default)]
    pub everything: bool,
    /// Not taken back, but for no more than these readers.
    #[serde(default)]
    pub only_for: Option<Audience>,
}

/// What to hold no longer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// Which purposes; what needs them is let go with them.
    pub purposes: Vec<Purpose>,
}

/// A passage to keep out.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepOut {
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// On which text of it.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// What the narrator says of a tipping point.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnReview {
    /// Confirmed, reworded or rejected.
    pub review: Review,
    /// In other words, where it is reworded.
    #[serde(default)]
    pub words: Option<String>,
}

/// A return code, shown once.
#[derive(Serialize, ToSchema)]
pub struct ReturnCodeReply {
    /// Sixteen digits in groups of four.
    pub code: String,
}
