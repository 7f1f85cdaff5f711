//! Quotes on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Quote;
use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    consent::Cleared,
    ids::{RevisionId, TestimonyId},
};

/// A quote.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteReply {
    /// Its id.
    pub id: uuid::Uuid,
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Of which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it is quoted.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// Where it can be met.
    pub place: String,
    /// In which language the words are.
    pub language: String,
    /// The words.
    pub words: String,
    /// When it was chosen.
    pub made_at: Timestamp,
}

impl<A> From<&Cleared<Quote, A>> for QuoteReply {
    fn from(quote: &Cleared<Quote, A>) -> Self {
        let one = quote.get();
        Self {
            id: one.id,
            testimony_id: one.testimony,
            revision_id: one.revision,
            start: one.start,
            end: one.end,
            purpose: one.purpose,
            audience: one.audience,
            place: one.place.clone(),
            language: one.language.clone(),
            words: one.words.clone(),
            made_at: one.made_at,
        }
    }
}

/// A passage to quote.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuote {
    /// Of which story.
    pub testimony_id: TestimonyId,
    /// Of its newest text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How: quote-anonymously, quote-under-pseudonym or quote-by-name.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
    /// Where it can be met: a title, never words of the story. Its narrator is shown it.
    pub place: String,
}
