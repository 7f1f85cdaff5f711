//! Exports on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    ids::{CodeId, TestimonyId},
};

/// An export to make.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    /// Who receives it: an organisation, or a person by their function.
    pub recipient: String,
    /// How they are reached.
    pub contact: String,
    /// How it is quoted: quote-anonymously or quote-under-pseudonym.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
}

/// An export.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// Who received it.
    pub recipient: String,
    /// How they are reached.
    pub contact: String,
    /// How it is quoted.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// When it was made.
    pub made_at: Timestamp,
    /// How many lines it had.
    pub lines: i32,
    /// Lines that the recipient is to delete.
    pub notices: Vec<NoticeOfRemoval>,
}

/// A line that the recipient is to delete (Article 19 of the GDPR).
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeOfRemoval {
    /// Which line, from 1.
    pub line: i32,
    /// Since when.
    pub since: Timestamp,
    /// When they were last written to, if they have a mail address.
    pub told_at: Option<Timestamp>,
    /// When the recipient said that it is done.
    pub acknowledged_at: Option<Timestamp>,
}

/// What an export holds now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportContent {
    /// For whom it was made.
    pub recipient: String,
    /// What must be said with it.
    pub terms: &'static str,
    /// The lines that their narrators still allow.
    pub lines: Vec<ExportLine>,
}

/// One passage.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportLine {
    /// Which line, from 1.
    pub line: i32,
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// The words.
    pub words: String,
    /// With which codes.
    pub codes: Vec<CodeId>,
}
