//! Codebooks on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{CodeId, CodebookId};

/// Every codebook of a project, and the words that go with codings.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodebooksReply {
    /// The codebooks; the first is the main one.
    pub codebooks: Vec<CodebookReply>,
    /// What may be said of a coding beside its code.
    pub attributes: Vec<CodingAttribute>,
    /// What may be said of a narrator.
    pub narrator_attributes: Vec<NarratorAttribute>,
    /// What may be said of a tipping point.
    pub tipping_axes: Vec<TippingAxis>,
}

/// One codebook, as a tree.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodebookReply {
    /// Its id, the same on every installation.
    pub id: CodebookId,
    /// Its short name, such as `ioi`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Where it comes from: to be shown wherever it is used.
    pub attribution: String,
    /// Its version.
    pub version: String,
    /// The nodes at the top.
    pub categories: Vec<CodeNode>,
    /// Whether this project made it.
    pub local: bool,
}

/// One code, or a heading over codes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeNode {
    /// Its id; built-in codes have the same on every installation.
    pub id: CodeId,
    /// Its short name, such as `ioi.work`.
    pub key: String,
    /// Its name per language.
    pub names: BTreeMap<String, String>,
    /// Its name in the language it was written in.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// Its colour, `#rrggbb`.
    pub color: String,
    /// Whether passages can be coded with it.
    pub codable: bool,
    /// When to use it.
    pub use_when: Vec<String>,
    /// When not to, and what to use instead.
    pub not_when: Vec<NotWhen>,
    /// Invented passages that it fits.
    pub examples: Vec<CodeExample>,
    /// An invented passage that it nearly fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near_miss: Option<NearMiss>,
    /// Questions an interviewer may ask.
    pub prompts: Vec<String>,
    /// Words that often go with it, in English.
    pub keywords: Vec<String>,
    /// Under which node it stands.
    pub parent_id: Option<CodeId>,
    /// Whether this project added it.
    pub local: bool,
    /// Whether it is no longer offered; what was coded with it stays.
    pub retired: bool,
    /// What stands under it.
    #[schema(no_recursion)]
    pub children: Vec<CodeNode>,
}

/// A case in which a code does not fit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotWhen {
    /// The case.
    pub case: String,
    /// What fits instead.
    pub instead: Option<CodeLink>,
}

/// A code, by id and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeLink {
    /// Its id.
    pub id: CodeId,
    /// Its name.
    pub name: String,
}

/// An invented passage.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeExample {
    /// Its language, BCP 47.
    pub lang: String,
    /// The passage.
    pub text: String,
    /// The same in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
    /// Its direction: `ltr`, `rtl` or `auto`.
    pub dir: String,
}

/// An invented passage that a code nearly fits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearMiss {
    /// The passage.
    pub text: String,
    /// The code that fits.
    pub correct: CodeLink,
}

/// Something that may be said of a coding beside its code.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodingAttribute {
    /// Its id, such as `effect`.
    pub id: String,
    /// Its name.
    pub label: String,
    /// `one` or `many` values.
    pub cardinality: &'static str,
    /// The values to choose from.
    pub values: Vec<AttributeValue>,
    /// The id of the node under which alone it makes sense.
    pub applies_to: Option<CodeId>,
    /// Why it is asked.
    pub why: String,
}

/// Something that may be said of a narrator.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NarratorAttribute {
    /// Its id, such as `age_band`.
    pub id: String,
    /// Its name.
    pub label: String,
    /// `one` or `many` values.
    pub cardinality: &'static str,
    /// The values to choose from; none where own words are asked.
    pub values: Vec<AttributeValue>,
    /// Whether it is told in own words.
    pub free: bool,
    /// Whether it must be said.
    pub required: bool,
    /// Why it is asked.
    pub why: String,
}

/// One value of an attribute.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttributeValue {
    /// Its id, such as `barrier`.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// One question about a tipping point.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TippingAxis {
    /// Its id, as in a tipping point's `axes`.
    pub id: String,
    /// The answers to choose from.
    pub values: Vec<AxisValue>,
}

/// One answer to a question about a tipping point.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AxisValue {
    /// Its id, the same on every installation.
    pub id: CodeId,
    /// Its short name, such as `tp.shape.single-event`; may be sent instead of the id.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: String,
}

/// A code that a project adds under a code of a codebook.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewCode {
    /// Under which code.
    pub parent_id: CodeId,
    /// Of which codebook.
    pub codebook_id: CodebookId,
    /// Its name.
    pub name: String,
    /// What it means.
    #[serde(default)]
    pub definition: String,
    /// When to use it.
    #[serde(default)]
    pub use_when: Vec<String>,
    /// When not to.
    #[serde(default)]
    pub not_when: Vec<String>,
    /// Passages that it fits. Invented ones: never words of a narrator.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Its colour, `#rrggbb`; that of its parent unless said.
    pub color: Option<String>,
}
