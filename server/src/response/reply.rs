//! What is said beside summaries, on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::Timestamp,
    ids::{ResponseId, SummaryId},
    named::named,
    summary::reply::WriterReply,
};

named! {
    /// What is said beside a summary.
    ResponseKind {
        /// A reader asked.
        Question = "question",
        /// What came of it.
        Outcome = "outcome",
    }
}

named! {
    /// Where it stands.
    ResponseState {
        /// A question that nobody has answered.
        Waiting = "waiting",
        /// Written; somebody else has to let it out.
        Drafted = "drafted",
        /// Everybody reads it.
        Shown = "shown",
        /// What it stands beside has changed: nobody reads it until somebody has looked again.
        Again = "again",
        /// It is not answered in public; whoever asked reads why.
        Declined = "declined",
    }
}

/// Something said beside a summary, for those who write and approve summaries.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResponseReply {
    /// Its id.
    pub id: ResponseId,
    /// What it is.
    pub kind: ResponseKind,
    /// Where it stands.
    pub state: ResponseState,
    /// Beside which summary.
    pub summary_id: SummaryId,
    /// What the summary is called; nothing while nobody reads it.
    pub summary_title: Option<String>,
    /// Where the summary is read.
    pub address: Option<String>,
    /// In which language it is.
    pub language: String,
    /// The question as it was asked.
    pub question: Option<String>,
    /// What whoever asked wishes to be called.
    pub name: Option<String>,
    /// When it was asked, or begun.
    pub begun_at: Timestamp,
    /// The question as everybody reads it, where editors wrote it differently.
    pub shown_question: Option<String>,
    /// The answer, what came of it, or why it is not answered.
    pub words: Option<String>,
    /// On which day it happened (ISO 8601), of what came of it.
    pub happened_on: String,
    /// Who wrote it.
    pub said_by: Option<WriterReply>,
    /// Who let it out.
    pub passed_by: Option<WriterReply>,
    /// When it was let out.
    pub passed_at: Option<Timestamp>,
    /// What whoever asks may do: `say`, `pass`, `decline`, `remove`.
    pub may: Vec<String>,
}

/// An answer to a question, or what came of a summary.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewResponse {
    /// Beside which summary: to tell what came of it. A question has its own.
    #[serde(default)]
    pub summary_id: Option<SummaryId>,
    /// The words.
    pub words: String,
    /// The question as everybody should read it, where it has to be shorter or must not name somebody.
    #[serde(default)]
    pub question: Option<String>,
    /// On which day it happened (ISO 8601), of what came of it.
    #[serde(default)]
    pub happened_on: String,
}

/// Why a question is not answered in public.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Declining {
    /// What whoever asked reads.
    pub words: String,
}

/// What everybody reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidBeside {
    /// What it is.
    pub kind: ResponseKind,
    /// In which language it is.
    pub language: String,
    /// The question.
    pub question: Option<String>,
    /// What whoever asked wishes to be called.
    pub name: Option<String>,
    /// The answer, or what came of it.
    pub words: String,
    /// On which day it happened, or was let out.
    pub day: String,
}

/// A question as whoever asked it sees it.
#[derive(Clone, Debug)]
pub struct AskedReply {
    /// Where it stands.
    pub state: ResponseState,
    /// The question.
    pub question: String,
    /// Why it is not answered in public.
    pub words: Option<String>,
    /// In which language it is.
    pub language: String,
}
