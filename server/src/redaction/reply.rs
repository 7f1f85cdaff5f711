//! Redactions on the wire.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    access::Audience,
    clock::Timestamp,
    ids::{AccountId, RevisionId},
    named::named,
};

named! {
    /// What kind of thing a span is about (after the Text Anonymization Benchmark).
    MaskCategory {
        /// A name of a person.
        Person = "person",
        /// A number or sign that stands for somebody.
        Code = "code",
        /// A place.
        Location = "location",
        /// An organisation.
        Organisation = "organisation",
        /// What somebody is: work, origin, age.
        Demographic = "demographic",
        /// A day or a time.
        DateTime = "datetime",
        /// A number of things.
        Quantity = "quantity",
        /// Anything else.
        Misc = "misc",
    }
}

named! {
    /// Whether it finds somebody by itself.
    MaskIdentifier {
        /// By itself.
        Direct = "direct",
        /// Together with other things.
        Quasi = "quasi",
    }
}

named! {
    /// What makes it dangerous beyond recognition (GDPR, article 9).
    MaskConfidential {
        /// Belief.
        Belief = "belief",
        /// Politics.
        Politics = "politics",
        /// Sex.
        Sex = "sex",
        /// Origin.
        Ethnic = "ethnic",
        /// Health.
        Health = "health",
    }
}

/// What stands in the place of an entity, for each circle of readers. Nothing written: the name of its kind, in brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Masks {
    /// For partners and those who pay.
    #[serde(default)]
    pub funder: Mask,
    /// For an archive.
    #[serde(default)]
    pub archive: Mask,
    /// For everybody.
    #[serde(default)]
    pub public: Mask,
}

/// What one circle reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", content = "text", rename_all = "kebab-case")]
pub enum Mask {
    /// The name of its kind, in brackets.
    #[default]
    Label,
    /// These words, in brackets.
    Words(String),
    /// The narrator's own words.
    Keep,
}

/// A redaction.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RedactionReply {
    /// Its id.
    pub id: Uuid,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// About whom or what: the same for every mention.
    pub entity_id: Uuid,
    /// What kind.
    pub category: MaskCategory,
    /// Whether it finds somebody by itself.
    pub identifier: MaskIdentifier,
    /// What makes it dangerous.
    pub confidential: Option<MaskConfidential>,
    /// What stands in its place.
    pub masks: Masks,
    /// Why, if somebody said so.
    pub reason: String,
    /// Who decided.
    pub decided_by: AccountId,
    /// When.
    pub decided_at: Timestamp,
}

/// A redaction to make or to change. What it says of the entity holds for all its mentions.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRedaction {
    /// Of the newest text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// About whom or what.
    pub entity_id: Uuid,
    /// What kind.
    pub category: MaskCategory,
    /// Whether it finds somebody by itself.
    pub identifier: MaskIdentifier,
    /// What makes it dangerous.
    #[serde(default)]
    pub confidential: Option<MaskConfidential>,
    /// What stands in its place.
    #[serde(default)]
    pub masks: Masks,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A suggestion, never a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestionReply {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The entity that was decided about elsewhere in the narrator's stories, if it is one.
    pub entity_id: Option<Uuid>,
    /// What kind.
    pub category: MaskCategory,
    /// Whether it finds somebody by itself.
    pub identifier: MaskIdentifier,
    /// What makes it dangerous.
    pub confidential: Option<MaskConfidential>,
    /// How sure: `sure`, `likely` or `weak`.
    pub certainty: &'static str,
}

/// How much the suggestions find, as it was measured on sentences of invented people.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeasuredReply {
    /// In which language, or `all`.
    pub language: &'static str,
    /// On how many sentences.
    pub sentences: u32,
    /// Whether the project knew the names.
    pub names_known: bool,
    /// Of a thousand things that find somebody by themselves, how many were found; nothing where there were none.
    pub direct_per_mille: Option<u32>,
    /// Of a thousand that do so with others.
    pub quasi_per_mille: Option<u32>,
}

/// The redactions of a story, and what else may need one.
#[derive(Debug, Serialize, ToSchema)]
pub struct RedactionsReply {
    /// In which text.
    pub revision_id: RevisionId,
    /// What was decided, in the order of the text.
    pub decided: Vec<RedactionReply>,
    /// What is suggested, in the order of the text, without what was decided.
    pub suggested: Vec<SuggestionReply>,
    /// What suggestions find and miss, in the language of the story and in all.
    pub measured: Vec<MeasuredReply>,
}

/// For whom a text is rendered.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RenderedFor {
    /// For whom; for everybody when nobody is named.
    #[serde(default = "everybody")]
    pub audience: Audience,
}

const fn everybody() -> Audience {
    Audience::Public
}

/// A text as a circle of readers would read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenderedReply {
    /// For whom.
    pub audience: Audience,
    /// The text.
    pub text: String,
}
