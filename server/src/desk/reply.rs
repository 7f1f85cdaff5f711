//! What the desk sends and takes.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{access::Purpose, clock::Timestamp, ids::AccountId};

/// One thing that happened: ids and names of acts, never words.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventReply {
    /// Its place in the chain.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What, such as `testimony.opened`.
    pub act: String,
    /// Who; nobody when a narrator or a machine did it.
    pub actor: Option<ActorReply>,
    /// On what kind of thing.
    pub on: String,
    /// On which one.
    pub subject: Option<uuid::Uuid>,
    /// What else: purposes, states and ways.
    pub detail: String,
}

/// Somebody of the project.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorReply {
    /// Their account.
    pub id: AccountId,
    /// What they are called.
    pub name: String,
}

/// Which events are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EventsAsked {
    /// Acts that begin so, such as `consent.`.
    pub act: Option<String>,
    /// Of this person.
    pub person: Option<AccountId>,
    /// About this narrator, story or other thing.
    pub subject: Option<uuid::Uuid>,
    /// From this day or moment.
    pub from: Option<Timestamp>,
    /// Before this day or moment.
    pub until: Option<Timestamp>,
    /// How many, 50 unless said, 200 at most.
    pub limit: Option<u64>,
    /// After which place: the `next` of the page before.
    pub after: Option<String>,
}

/// Whether the chain is whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChainReply {
    /// How many events it holds, of the whole installation.
    pub events: u64,
    /// Whether every one follows from the one before, up to where it had come.
    pub whole: bool,
    /// Where it does not hold.
    pub first_wrong: Option<i64>,
}

/// What to hold for a while.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspend {
    /// Which purposes; what needs them is held with them.
    pub purposes: Vec<Purpose>,
    /// Why, kept sealed.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Why somebody is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// On which ground in law.
    pub ground: crate::erasure::Ground,
}
