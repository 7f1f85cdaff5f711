//! Codings on the wire.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Certainty, store::Coding};
use crate::{
    access::{CodePassages, Permit, StoryAct},
    clock::Timestamp,
    consent::Cleared,
    ids::{AccountId, CodeId, CodingId, RevisionId, TestimonyId},
};

/// A coding.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodingReply {
    /// Its id.
    pub id: CodingId,
    /// On which testimony.
    pub testimony_id: TestimonyId,
    /// On which text of it.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// With which code.
    pub code_id: CodeId,
    /// Who coded.
    pub coder: CoderReply,
    /// Whether that is the person who asks.
    pub mine: bool,
    /// What else is said of it: ids of values by attribute.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// What the coder noted.
    pub memo: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed by its coder.
    pub updated_at: Timestamp,
    /// How sure it is that it stands on its words since the text was corrected.
    pub anchored: Certainty,
    /// What the person who asks may do: `change`, `remove`.
    pub may: &'static [&'static str],
}

/// Who coded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CoderReply {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub display_name: String,
}

/// A coding to make or to change.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewCoding {
    /// On which text.
    pub revision_id: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// With which code.
    pub code_id: CodeId,
    /// What else is said of it: ids of values by attribute.
    #[serde(default)]
    pub attributes: BTreeMap<String, Vec<String>>,
    /// A note, at most 2,000 characters.
    #[serde(default)]
    pub memo: Option<String>,
}

/// Who looks, to say what is theirs.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    person: AccountId,
    codes: bool,
}

impl Looks {
    /// With this permit.
    #[must_use]
    pub fn with<A: StoryAct>(permit: &Permit<A>) -> Self {
        Self { person: permit.person(), codes: permit.also::<CodePassages>().is_some() }
    }

    /// Whether what this coder made is theirs.
    #[must_use]
    pub fn is(self, coder: AccountId) -> bool {
        self.person == coder
    }

    /// What they may do with what this coder made.
    #[must_use]
    pub fn may(self, coder: AccountId) -> &'static [&'static str] {
        if self.codes && self.is(coder) { &["change", "remove"] } else { &[] }
    }
}

impl CoderReply {
    /// By id, with the name if there is one.
    #[must_use]
    pub fn of(coder: AccountId, names: &HashMap<AccountId, String>) -> Self {
        Self { id: coder, display_name: names.get(&coder).cloned().unwrap_or_default() }
    }
}

impl CodingReply {
    /// As it is shown to one person.
    #[must_use]
    pub fn of<A>(coding: &Cleared<Coding, A>, names: &HashMap<AccountId, String>, looks: Looks) -> Self {
        let coding = coding.get();
        Self {
            id: coding.id,
            testimony_id: coding.testimony,
            revision_id: coding.passage.revision,
            start: coding.passage.start,
            end: coding.passage.end,
            code_id: coding.code,
            coder: CoderReply::of(coding.coder, names),
            mine: looks.is(coding.coder),
            attributes: coding.attributes.values().clone(),
            memo: coding.memo.clone(),
            created_at: coding.created_at,
            updated_at: coding.updated_at,
            anchored: coding.anchored,
            may: looks.may(coding.coder),
        }
    }
}
