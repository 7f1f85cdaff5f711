//! One-time links: set-up, invitation, new password. What is kept is a hash; the link itself is shown or mailed once.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Email, PeopleError, Role, store};
use crate::{
    clock::{Clock, Timestamp},
    db::Db,
    ids::{AccountId, ProjectId},
    keys,
    named::named,
};

named! {
    /// What a link is for.
    LinkKind {
        /// To set the service up.
        SetUp = "setup",
        /// To begin working in a project.
        Invitation = "invitation",
        /// To choose a new password.
        Reset = "reset",
    }
}

impl LinkKind {
    /// When a link of this kind made now is over.
    #[must_use]
    pub fn ends(self, made: Timestamp) -> Timestamp {
        match self {
            Self::SetUp | Self::Invitation => made.plus_days(7),
            Self::Reset => made.plus_minutes(120),
        }
    }
}

/// A link that works still.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) id: uuid::Uuid,
    pub(super) expires_at: Timestamp,
    pub(super) what: What,
}

/// What a link does.
#[derive(Clone, Debug)]
pub(super) enum What {
    SetUp,
    Invitation { email: Email, project: ProjectId, roles: Vec<Role> },
    Reset { account: AccountId },
}

impl What {
    pub(super) fn kind(&self) -> LinkKind {
        match self {
            Self::SetUp => LinkKind::SetUp,
            Self::Invitation { .. } => LinkKind::Invitation,
            Self::Reset { .. } => LinkKind::Reset,
        }
    }
}

/// A secret to hand out once: 32 random bytes in letters that fit into an address.
pub(super) fn secret() -> Result<String, PeopleError> {
    Ok(URL_SAFE_NO_PAD.encode(keys::random::<32>()?))
}

/// A new secret with which the service can be set up, as long as nobody has an account. The one of an earlier start stops
/// working. Say it to whoever can read the log, as `/setup/{token}`.
///
/// # Errors
/// When the database or the machine's randomness fails.
pub async fn setup_link_if_needed(db: &Db, clock: &Clock) -> Result<Option<String>, PeopleError> {
    let (secret, at) = (secret()?, clock.now());
    db.transact(async |tx| {
        store::links::drop_all(tx, LinkKind::SetUp).await?;
        if !store::accounts::nobody(tx.house()).await? {
            return Ok(None);
        }
        store::links::make(tx, &secret, &What::SetUp, None, at).await?;
        Ok(Some(secret))
    })
    .await
}
