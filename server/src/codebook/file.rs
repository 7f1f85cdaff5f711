//! The shape of a codebook file, as it is read. What is read is turned into trees in `built_in`; nothing else reads it.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

/// The file that comes with Kith.
const IOI: &str = include_str!("data/ioi-codebook.json");

/// Why a codebook file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CodebookFileError {
    /// It is not of the expected shape.
    #[error("the codebook file cannot be read, at line {line}")]
    Shape {
        /// Where.
        line: usize,
    },
    /// Two nodes have one id.
    #[error("the codebook file uses the id {0} twice")]
    Twice(Uuid),
    /// A rule points to a code that is not there.
    #[error("the codebook file points to {0}, which it does not hold")]
    PointsNowhere(String),
}

/// Reads the file that comes with Kith.
pub(super) fn read() -> Result<File, CodebookFileError> {
    serde_json::from_str(IOI).map_err(|wrong| CodebookFileError::Shape { line: wrong.line() })
}

#[derive(Deserialize)]
pub(super) struct File {
    pub version: String,
    pub codebooks: Codebooks,
}

#[derive(Deserialize)]
pub(super) struct Codebooks {
    pub ioi: Ioi,
    pub modifiers: Attributes,
    pub narrator_attributes: Attributes,
    pub lived_experience: Lived,
    pub tipping_point: Tipping,
    pub mipex: Mipex,
    pub emm_policy: Emm,
}

#[derive(Deserialize)]
pub(super) struct Ioi {
    pub id: String,
    pub title: String,
    pub categories: Vec<Category>,
}

#[derive(Deserialize)]
pub(super) struct Category {
    #[serde(flatten)]
    pub code: Code,
    pub labels: BTreeMap<String, String>,
    pub color: String,
    pub indicators: Vec<Indicator>,
}

#[derive(Deserialize)]
pub(super) struct Indicator {
    #[serde(flatten)]
    pub code: Code,
    pub subtitle: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub color: String,
    pub use_when: Vec<String>,
    pub do_not_use_when: Vec<NotWhen>,
    pub examples: Vec<Example>,
    pub near_miss: Option<NearMiss>,
    pub interview_prompts: Vec<String>,
    pub keyword_hints_en: Vec<String>,
    pub outcomes: Vec<Code>,
}

/// What every node has.
#[derive(Deserialize)]
pub(super) struct Code {
    pub code: String,
    pub guid: Uuid,
    pub name: String,
    #[serde(default)]
    pub definition: String,
    /// Under which heading it is listed, where the codebook has headings.
    #[serde(default)]
    pub group: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NotWhen {
    pub case: String,
    pub instead: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Example {
    pub lang: String,
    pub text: String,
    pub gloss_en: Option<String>,
    pub dir: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct NearMiss {
    pub text: String,
    pub correct: String,
}

#[derive(Deserialize)]
pub(super) struct Attributes {
    pub items: Vec<Attribute>,
}

#[derive(Deserialize)]
pub(super) struct Attribute {
    pub id: String,
    pub label: Option<String>,
    pub cardinality: Option<String>,
    pub applies_to: Option<String>,
    #[serde(default)]
    pub values: Vec<String>,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub required: bool,
}

#[derive(Deserialize)]
pub(super) struct Lived {
    pub id: String,
    pub title: String,
    pub why: String,
    pub codes: Vec<Code>,
}

#[derive(Deserialize)]
pub(super) struct Tipping {
    pub id: String,
    pub title: String,
    pub source: String,
    pub axes: Vec<Axis>,
}

#[derive(Deserialize)]
pub(super) struct Axis {
    pub id: String,
    pub values: Vec<Code>,
}

#[derive(Deserialize)]
pub(super) struct Mipex {
    pub id: String,
    pub title: String,
    pub areas: Vec<Area>,
}

#[derive(Deserialize)]
pub(super) struct Area {
    #[serde(flatten)]
    pub code: Code,
    pub dimensions: Vec<Code>,
}

#[derive(Deserialize)]
pub(super) struct Emm {
    pub id: String,
    pub title: String,
    pub approaches: Vec<Code>,
    pub barriers: Vec<Code>,
    pub practice_types: Vec<Code>,
}
