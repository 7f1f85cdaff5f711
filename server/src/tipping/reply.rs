//! Tipping points on the wire.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Axes, Review, Standing, Tie, store::Tipping};
use crate::{
    clock::Timestamp,
    coding::{
        Certainty,
        reply::{CoderReply, Looks},
    },
    consent::Cleared,
    ids::{AccountId, CodeId, RevisionId, TestimonyId, TippingId},
};

/// A tipping point.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TippingReply {
    /// Its id.
    pub id: TippingId,
    /// In which testimony.
    pub testimony_id: TestimonyId,
    /// On which text of it.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Who marked it.
    pub coder: CoderReply,
    /// Whether that is the person who asks.
    pub mine: bool,
    /// The answers, by short name.
    pub axes: Axes,
    /// When it was: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<String>,
    /// Where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What it was about: ids of codes.
    pub indicators: Vec<CodeId>,
    /// What life was like before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What was different after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Who helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped_by: Option<String>,
    /// What ties the narrator to who helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tie: Option<Tie>,
    /// The narrator's own words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    /// What the narrator says of it.
    pub review: Review,
    /// Whose word it is: `interpretation` until the narrator confirms.
    pub standing: Standing,
    /// When it was marked.
    pub created_at: Timestamp,
    /// When it was last changed by its coder.
    pub updated_at: Timestamp,
    /// How sure it is that it stands on its words since the text was corrected.
    pub anchored: Certainty,
    /// What the person who asks may do: `change`, `remove`.
    pub may: &'static [&'static str],
}

/// A tipping point to mark or to change.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewTipping {
    /// On which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The answers.
    pub axes: Axes,
    /// When it was: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub dated: Option<String>,
    /// Where it was.
    pub place: Option<String>,
    /// What it was about: ids of codes.
    #[serde(default)]
    pub indicators: Vec<CodeId>,
    /// What life was like before.
    pub before: Option<String>,
    /// What was different after.
    pub after: Option<String>,
    /// Who helped.
    pub helped_by: Option<String>,
    /// What ties the narrator to who helped.
    pub tie: Option<Tie>,
    /// The narrator's own words for it.
    pub own_words: Option<String>,
}

impl TippingReply {
    /// As it is shown to one person.
    #[must_use]
    pub fn of<A>(tipping: &Cleared<Tipping, A>, names: &HashMap<AccountId, String>, looks: Looks) -> Self {
        let tipping = tipping.get();
        let words = tipping.words.clone();
        Self {
            id: tipping.id,
            testimony_id: tipping.testimony,
            revision_id: tipping.passage.revision,
            start: tipping.passage.start,
            end: tipping.passage.end,
            coder: CoderReply::of(tipping.coder, names),
            mine: looks.is(tipping.coder),
            axes: tipping.axes.clone(),
            dated: words.dated,
            place: words.place,
            indicators: tipping.indicators.clone(),
            before: words.before,
            after: words.after,
            helped_by: words.helped_by,
            tie: tipping.tie,
            own_words: words.own_words,
            review: tipping.review,
            standing: tipping.review.standing(),
            created_at: tipping.created_at,
            updated_at: tipping.updated_at,
            anchored: tipping.anchored,
            may: match tipping.review.standing() {
                Standing::Interpretation => looks.may(tipping.coder),
                // What the narrator confirmed stays in the narrator's words.
                Standing::Confirmed => &[],
            },
        }
    }
}
