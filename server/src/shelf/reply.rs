//! What the shelf sends.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    media::reply::RecordingReply,
    testimony::{
        Cue, Turn,
        reply::{RevisionReply, TestimonyReply},
    },
};

/// A story, open.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenTestimony {
    /// What stands above it.
    #[serde(flatten)]
    pub testimony: TestimonyReply,
    /// The revision that is open.
    pub open_revision: crate::ids::RevisionId,
    /// The words.
    pub text: String,
    /// Who speaks when.
    pub turns_list: Vec<Turn>,
    /// When which words are heard.
    pub cues: Vec<Cue>,
    /// Recordings beside it.
    pub recordings_list: Vec<RecordingReply>,
    /// Its revisions, newest first.
    pub revisions: Vec<RevisionReply>,
}

/// A story after a correction.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisedTestimony {
    /// The story, open at its new text.
    #[serde(flatten)]
    pub open: OpenTestimony,
    /// What became of the codings and tipping points.
    pub carried: CarriedReply,
}

/// What became of positions when a text was corrected. Nothing is dropped.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct CarriedReply {
    /// On the same words.
    pub kept: u64,
    /// On words that changed a little.
    pub moved: u64,
    /// For a person to look at.
    pub set_aside: u64,
}

impl From<crate::coding::Carried> for CarriedReply {
    fn from(carried: crate::coding::Carried) -> Self {
        Self { kept: carried.kept, moved: carried.moved, set_aside: carried.set_aside }
    }
}

/// How much there is in a project, as far as this person may know.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectNumbers {
    /// Narrators with stories.
    pub narrators: u64,
    /// Stories.
    pub testimonies: u64,
    /// Codings.
    pub codings: u64,
    /// Codings of mine.
    pub codings_by_me: u64,
    /// Narrators whose stories were coded.
    pub coded_narrators: u64,
}
