//! What a search answers, and how long work is going.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    clock::Timestamp,
    consent::narrators::NarratorRole,
    ids::{AccountId, CodeId, JobId, RevisionId, TestimonyId},
    jobs::Job,
    testimony::{Direction, TestimonyKind},
};

/// What was found. Every number in it counts only what this person may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchReply {
    /// As it was typed.
    pub query: String,
    /// How many passages.
    pub total: u64,
    /// In how many testimonies.
    pub testimonies: u64,
    /// Of how many narrators.
    pub narrators: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The passages of this page, the best first; without words, in the order in which the stories came.
    pub hits: Vec<Hit>,
    /// What can be narrowed by.
    pub facets: Facets,
    /// What to send as `after` for the next page.
    pub next: Option<String>,
    /// The languages looked through (BCP 47).
    pub languages: Vec<String>,
}

/// A passage.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    /// Of which testimony.
    pub testimony_id: TestimonyId,
    /// Its title.
    pub title: String,
    /// Whose story it is.
    pub narrator: HitNarrator,
    /// What kind of story.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written.
    pub direction: Direction,
    /// When it was told.
    pub told_on: Option<String>,
    /// In which revision the positions count.
    pub revision_id: RevisionId,
    /// First code point of the passage.
    pub start: u32,
    /// One past the last code point of the passage.
    pub end: u32,
    /// Who speaks.
    pub speaker: Option<String>,
    /// The part worth showing.
    pub window: Window,
    /// The words found, in the window; positions count in the whole text.
    pub marks: Vec<Mark>,
    /// Which codes the passage bears.
    pub codes: Vec<HitCode>,
    /// When it is spoken in the recording, in milliseconds.
    pub start_ms: Option<u64>,
}

/// The narrator of a passage.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitNarrator {
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
}

/// A part of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Window {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A place in a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mark {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// A code of a passage.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitCode {
    /// Its id.
    pub id: CodeId,
}

/// What can be narrowed by: for each value, how many of the passages found have it.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Facets {
    /// Codes.
    pub codes: Vec<CodeCount>,
    /// Speakers, as transcripts name them: at most 50.
    pub speakers: Vec<NameCount>,
    /// Roles of narrators.
    pub narrator_roles: Vec<ValueCount>,
    /// Languages.
    pub languages: Vec<ValueCount>,
    /// Kinds of testimonies.
    pub kinds: Vec<ValueCount>,
    /// Who coded.
    pub coders: Vec<CoderCount>,
    /// Years in which they were told.
    pub years: Vec<ValueCount>,
    /// What narrators say of themselves: at most 200.
    pub attributes: Vec<AttributeCount>,
}

/// A value and how many passages have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueCount {
    /// The value.
    pub id: String,
    /// How many passages.
    pub count: u64,
}

/// A code and how many passages bear it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeCount {
    /// The code.
    pub id: CodeId,
    /// How many passages.
    pub count: u64,
}

/// A speaker and how many passages are theirs.
#[derive(Debug, Serialize, ToSchema)]
pub struct NameCount {
    /// As the transcript names them.
    pub name: String,
    /// How many passages.
    pub count: u64,
}

/// A coder and how many passages they coded.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoderCount {
    /// Who.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// How many passages.
    pub count: u64,
}

/// Something narrators say of themselves, and how many passages are theirs.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttributeCount {
    /// Which attribute.
    pub attribute: String,
    /// Its value.
    pub value: String,
    /// How many passages.
    pub count: u64,
}

/// A long piece of work.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobReply {
    /// Its id.
    pub id: JobId,
    /// Which work, such as `reindex`.
    pub kind: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all, 0 while unknown.
    pub total: i64,
    /// What happened, as a stable code.
    pub message: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl From<Job> for JobReply {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            done: job.done,
            total: job.total,
            message: job.message,
            created_at: job.created_at,
            finished_at: job.finished_at,
        }
    }
}
