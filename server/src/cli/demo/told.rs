//! What the demonstration tells beside the stories themselves, as it stands in `demo.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use uuid::Uuid;

use crate::{
    call::reply::NewCall,
    consent::narrators::Attributes,
    ids::{CallId, SummaryId},
    people::Role,
    summary::{document::Document, reply::NewSummary},
    tipping,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    pub(super) organisation: String,
    pub(super) project: Project,
    pub(super) people: Vec<Person>,
    /// Address of who welcomes narrators.
    pub(super) lead: String,
    pub(super) coders: [String; 2],
    pub(super) notice: Vec<NoticeText>,
    /// The narrator who withdraws everything.
    pub(super) withdraws: String,
    pub(super) expires: Expires,
    pub(super) attributes: Vec<OfNarrator>,
    /// Words that hint at a code, beside those of the codebook.
    pub(super) words: BTreeMap<String, Vec<String>>,
    pub(super) most_codings_each: usize,
    pub(super) memo: String,
    pub(super) tipping_points: Vec<TippingPoint>,
    pub(super) summary: Summary,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Summary {
    pub(super) id: SummaryId,
    /// Address of who writes it.
    pub(super) editor: String,
    /// Address of who passes it.
    pub(super) protector: String,
    pub(super) begins: NewSummary,
    pub(super) rests_on: Vec<Place>,
    pub(super) quotes: Vec<Place>,
    pub(super) document: Document,
    pub(super) call: Call,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) id: Uuid,
    pub(super) file: String,
    pub(super) words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) id: CallId,
    pub(super) open_for_days: i64,
    pub(super) asks: NewCall,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) language: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) email: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) administrator: bool,
    pub(super) roles: Vec<Role>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeText {
    pub(super) language: String,
    pub(super) title: String,
    pub(super) body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expires {
    pub(super) pseudonym: String,
    pub(super) in_days: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfNarrator {
    pub(super) pseudonym: String,
    pub(super) attributes: Attributes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TippingPoint {
    pub(super) file: String,
    /// First words of the passage.
    pub(super) quote: String,
    pub(super) axes: tipping::Axes,
    pub(super) dated: Option<String>,
    pub(super) place: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) helped_by: Option<String>,
    pub(super) tie: Option<tipping::Tie>,
    pub(super) own_words: Option<String>,
    /// Keys of codes.
    pub(super) indicators: Vec<String>,
}
