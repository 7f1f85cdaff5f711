//! Summaries on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::{Document, Stance};
use crate::{
    access::Audience,
    clock::Timestamp,
    ids::{AccountId, RevisionId, SummaryId, TestimonyId},
    named::named,
    quote::reply::QuoteReply,
};

named! {
    /// Where a summary stands.
    SummaryState {
        /// It is being written.
        Draft = "draft",
        /// It goes through the gates.
        InReview = "in-review",
        /// Every gate is passed.
        Approved = "approved",
        /// This edition is published.
        Published = "published",
        /// It is no longer offered.
        Retired = "retired",
    }
}

named! {
    /// The gates, in their order. The first two are asked of the evidence itself, the others of people.
    GateKind {
        /// Every claim rests on coded passages that may be told; contrary voices were looked for.
        Evidence = "evidence",
        /// Nobody can be found: in figures, in quotes, in labels.
        Disclosure = "disclosure",
        /// Somebody who did not write it has read it.
        SecondPerson = "second-person",
        /// Whoever protects narrators has looked.
        Protection = "protection",
        /// Two people say yes, one of whom did not write it.
        Approval = "approval",
    }
}

/// A summary in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryLine {
    /// Its id.
    pub id: SummaryId,
    /// What it is called.
    pub title: String,
    /// In which language it is.
    pub language: String,
    /// Of which summary it is a translation.
    pub translation_of: Option<SummaryId>,
    /// For whom.
    pub audience: Audience,
    /// Where it stands.
    pub state: SummaryState,
    /// The newest edition.
    pub edition: i32,
    /// The newest version that was published.
    pub version: Option<i32>,
    /// When that was.
    pub published_at: Option<Timestamp>,
    /// When it is to be looked at again.
    pub review_by: Option<Timestamp>,
    /// Where everybody reads it; nothing where it is for some, who come by links.
    pub address: Option<String>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A summary, open.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryReply {
    /// As in a list.
    #[serde(flatten)]
    pub line: SummaryLine,
    /// From which day it speaks.
    pub period_from: String,
    /// Until which day.
    pub period_until: String,
    /// Grants it answers for, by their 360Giving identifiers.
    pub grants: Vec<String>,
    /// Which edition is open.
    pub open_edition: i32,
    /// What it says. Where something rests on words that are withdrawn, it says so and nothing else.
    pub document: Document,
    /// The passages it rests on, with their words for those who may read the stories.
    pub evidence: Vec<EvidenceReply>,
    /// The quotes it shows.
    pub quotes: Vec<QuoteReply>,
    /// Who wrote it.
    pub writers: Vec<WriterReply>,
    /// Who passed it through which gate, in this edition.
    pub signs: Vec<SignReply>,
    /// What whoever asks may do: `write`, `submit`, `publish`, `retire`, `comment`, and `sign:` with a gate.
    pub may: Vec<String>,
}

/// Somebody of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WriterReply {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub display_name: String,
}

/// A passage that a statement rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceReply {
    /// Its id.
    pub id: Uuid,
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Of which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it stands to the statement.
    pub stance: Stance,
    /// The words.
    pub words: String,
    /// In which language they are.
    pub language: String,
}

/// A passage to rest on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEvidence {
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Of its newest text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it stands to the statement.
    pub stance: Stance,
}

/// Who passed a summary through a gate.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignReply {
    /// Which gate.
    pub gate: GateKind,
    /// Who.
    pub by: WriterReply,
    /// Whether it may go on.
    pub passed: bool,
    /// What they said.
    pub note: String,
    /// Whether what it rests on is still the same.
    pub stands: bool,
    /// When.
    pub at: Timestamp,
}

/// To pass a summary through a gate, or not.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSign {
    /// The edition that was read.
    pub edition: i32,
    /// Whether it may go on.
    pub passed: bool,
    /// What is to be said of it.
    #[serde(default)]
    pub note: String,
}

/// A summary to begin, or what stands above it to change.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSummary {
    /// What it is called.
    pub title: String,
    /// In which language it is (BCP 47).
    pub language: String,
    /// For whom: `public`, `funder` or `partners`. Not said, it is for everybody, or stays as it is. It stands once a version
    /// was published.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// From which day it speaks (ISO 8601), or nothing.
    #[serde(default)]
    pub period_from: String,
    /// Until which day.
    #[serde(default)]
    pub period_until: String,
    /// Grants it answers for, by their 360Giving identifiers.
    #[serde(default)]
    pub grants: Vec<String>,
    /// Of which summary of the project it is a translation; nothing when it is none.
    #[serde(default)]
    pub translation_of: Option<SummaryId>,
    /// What it begins with; a translation that names nothing begins with what its original says and rests on now.
    #[serde(default)]
    pub document: Option<Document>,
}

/// An edition to write.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEdition {
    /// The edition that was open: if somebody wrote a newer one meanwhile, this one is not taken.
    pub after: i32,
    /// What it says.
    pub document: Document,
}

/// That an edition was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionWritten {
    /// Its number.
    pub edition: i32,
}

/// An edition in the list of editions.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionLine {
    /// Its number.
    pub number: i32,
    /// Who wrote it.
    pub by: WriterReply,
    /// When.
    pub made_at: Timestamp,
}

/// Which edition is opened.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OpenEdition {
    /// Its number; the newest when none is named.
    pub edition: Option<i32>,
}

/// What the gates say.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecksReply {
    /// Of which edition.
    pub edition: i32,
    /// Each gate.
    pub gates: Vec<GateReply>,
    /// What its figures would say, by block.
    pub figures: BTreeMap<Uuid, FigureReply>,
    /// How many narrators bear each statement out, in bands, by block.
    pub strengths: BTreeMap<Uuid, StrengthReply>,
}

/// What one gate says.
#[derive(Debug, Serialize, ToSchema)]
pub struct GateReply {
    /// Which.
    pub gate: GateKind,
    /// Whether it is passed.
    pub passed: bool,
    /// What stands against it.
    pub problems: Vec<GateProblem>,
}

/// Something that stands against a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GateProblem {
    /// Stable name, such as `evidence.none`.
    pub code: String,
    /// Whether it keeps the gate shut; otherwise it is something to look at.
    pub stops: bool,
    /// In which block.
    pub block_id: Option<Uuid>,
    /// How many, where it is a matter of numbers.
    pub number: Option<u64>,
    /// What is needed, where it is a matter of numbers.
    pub needed: Option<u64>,
    /// Which part, attribute or words it is about; words of a story only out of a quote that is shown beside it.
    pub about: Option<String>,
}

named! {
    /// How many narrators.
    Band {
        /// Fewer than five.
        Few = "few",
        /// Five to nine.
        Several = "several",
        /// Ten or more.
        Many = "many",
    }
}

/// How many narrators bear a statement out, and how many say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StrengthReply {
    /// Those who bear it out.
    pub supports: Band,
    /// Those who say otherwise or make it less simple; nothing where nobody does.
    pub otherwise: Option<Band>,
}

/// What a figure says: rows of numbers of narrators, under disclosure control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureReply {
    /// What the rows are: `indicator`, `role`, `language`, `tipping-shape` or `link`. Of links, those that are not told have
    /// no row.
    pub of: String,
    /// What is linked, in the order of the codebook: each link is named by two of them, with `+` between. Only of links.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<FigurePoint>,
    /// What the columns are, by stable name.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<FigureRow>,
    /// Of how many narrators.
    pub base: CellReply,
    /// Whether the whole figure is held back, because it would give somebody away.
    pub withheld: bool,
    /// From which day it is, where it stays as it was published then: too few people joined or left since.
    #[serde(default)]
    pub as_of: Option<String>,
}

/// Something that is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigurePoint {
    /// What it is, by stable name.
    pub key: String,
    /// Its name, in the language of the summary.
    pub name: String,
}

/// A row of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureRow {
    /// What it is of, by stable name.
    pub key: String,
    /// Its name, in English, where it has one.
    pub name: String,
    /// Its numbers, in the order of the columns.
    pub cells: Vec<CellReply>,
}

/// A number, as far as it may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", content = "number", rename_all = "kebab-case")]
pub enum CellReply {
    /// This many, rounded.
    Shown(u64),
    /// Fewer than this, or none.
    FewerThan(u64),
    /// Not told.
    Withheld,
}

/// A remark beside a block.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentReply {
    /// Its id.
    pub id: Uuid,
    /// Beside which block.
    pub block_id: Uuid,
    /// The words.
    pub text: String,
    /// Who.
    pub by: WriterReply,
    /// When.
    pub made_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

/// A remark to make, or to settle.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Beside which block.
    pub block_id: Uuid,
    /// The words.
    pub text: String,
    /// Whether it is settled.
    #[serde(default)]
    pub settled: bool,
}

/// Somebody who reads a summary that is for some, by a link of their own.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderReply {
    /// Its id.
    pub id: Uuid,
    /// Whom it is for.
    pub name: String,
    /// The link, as a path: only in the reply that made it. It is kept nowhere.
    pub link: Option<String>,
    /// Who made it.
    pub by: WriterReply,
    /// When.
    pub made_at: Timestamp,
    /// Until when it opens.
    pub expires_at: Timestamp,
    /// When it was ended before.
    pub ended_at: Option<Timestamp>,
    /// How often the page was opened by it.
    pub opened_times: u32,
    /// When it was last.
    pub last_opened_at: Option<Timestamp>,
}

/// A link to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReader {
    /// Whom it is for.
    pub name: String,
    /// How many days it opens: 90 where nothing is said, 366 at most.
    #[serde(default)]
    pub expires_in_days: Option<u32>,
}
