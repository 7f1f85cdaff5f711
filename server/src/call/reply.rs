//! Calls on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::Timestamp,
    ids::{CallId, SummaryId},
    named::named,
};

named! {
    /// Where a call stands.
    CallState {
        /// It is being written: only its project sees it.
        Draft = "draft",
        /// Everybody reads it, and projects answer.
        Open = "open",
        /// Everybody reads it with its answers; it takes no more.
        Closed = "closed",
    }
}

/// A call to write, or to change as long as nobody has answered it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCall {
    /// What it is called.
    pub title: String,
    /// Who asks: the name of a fund, a council, an organisation.
    pub called_by: String,
    /// In which language it is (BCP 47).
    pub language: String,
    /// Why it is asked, and what the answers are for.
    #[serde(default)]
    pub purpose: String,
    /// What is asked, question by question.
    pub questions: Vec<String>,
    /// Parts of life it is about: stable names of indicators; none means all of them.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// From which day the answers should speak (ISO 8601), or nothing.
    #[serde(default)]
    pub period_from: String,
    /// Until which day.
    #[serde(default)]
    pub period_until: String,
    /// The last day on which it can be answered, or nothing.
    #[serde(default)]
    pub closes_on: String,
    /// Grants it belongs to, by their 360Giving identifiers.
    #[serde(default)]
    pub grants: Vec<String>,
    /// How whoever asks is reached.
    #[serde(default)]
    pub contact: String,
}

/// A call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallReply {
    /// Its id.
    pub id: CallId,
    /// Whether it was written in the project of whoever looks.
    pub is_own: bool,
    /// Where it stands.
    pub state: CallState,
    /// What it is called.
    pub title: String,
    /// Who asks.
    pub called_by: String,
    /// In which language it is.
    pub language: String,
    /// Why it is asked.
    pub purpose: String,
    /// What is asked.
    pub questions: Vec<String>,
    /// Parts of life it is about; none means all of them.
    pub indicators: Vec<String>,
    /// From which day the answers should speak.
    pub period_from: String,
    /// Until which day.
    pub period_until: String,
    /// The last day on which it can be answered.
    pub closes_on: String,
    /// Grants it belongs to.
    pub grants: Vec<String>,
    /// How whoever asks is reached.
    pub contact: String,
    /// Since when everybody reads it.
    pub opened_at: Option<Timestamp>,
    /// Where everybody reads it.
    pub address: Option<String>,
    /// What answers it: what is published, and what this project is still writing.
    pub answers: Vec<CallAnswer>,
}

/// A summary that answers a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallAnswer {
    /// Which summary.
    pub summary_id: SummaryId,
    /// What it is called; nothing while it is not published.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// Where everybody reads it.
    pub address: Option<String>,
    /// When it was published last.
    pub published_at: Option<Timestamp>,
    /// Whether it is of the project of whoever looks.
    pub is_own: bool,
}
