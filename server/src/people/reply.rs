//! People on the wire: what is taken and what is given. Rows of the database never go out; secrets go out once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Role, Scope, links::LinkKind, rows};
use crate::{
    clock::Timestamp,
    ids::{AccountId, OrganisationId, ProjectId},
};

/// Whether the service waits to be set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// Whether there is no account yet.
    pub needed: bool,
}

/// The first organisation and whoever keeps the installation.
#[derive(Deserialize, ToSchema)]
pub struct SetUp {
    /// The one-time key from the log.
    pub token: String,
    /// Address of whoever keeps the installation.
    pub email: String,
    /// Their name, in any script.
    pub display_name: String,
    /// Their password.
    pub password: String,
    /// The language of their pages.
    pub language: String,
    /// Name of the organisation that keeps the stories.
    pub organisation: String,
}

/// Somebody who wants to come in.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// What a one-time link is used with.
#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    /// The token of the link; the one in the address counts.
    pub token: Option<String>,
    /// A new password; with an invitation to somebody who has an account, the one they have.
    pub password: String,
    /// Their name, with an invitation.
    pub display_name: Option<String>,
    /// The language of their pages, with an invitation.
    pub language: Option<String>,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
pub struct ChangePassword {
    /// The present one.
    pub current: String,
    /// The new one.
    pub password: String,
}

/// Who forgot their password.
#[derive(Deserialize, ToSchema)]
pub struct AskPasswordReset {
    /// Their address.
    pub email: String,
}

/// What changes of an account.
#[derive(Deserialize, ToSchema)]
pub struct ChangeAccount {
    /// The name.
    pub display_name: Option<String>,
    /// The language of the pages.
    pub language: Option<String>,
}

/// Who is signed in, and where they work.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionReply {
    /// Who.
    pub account: AccountReply,
    /// Where.
    pub projects: Vec<MyProject>,
    /// The version that runs.
    pub version: &'static str,
    /// Whether mail leaves: if not, links are shown to whoever makes them.
    pub mail: bool,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountReply {
    /// Its id.
    pub id: AccountId,
    /// The address.
    pub email: String,
    /// The name.
    pub display_name: String,
    /// The language of the pages.
    pub language: String,
    /// Whether this person keeps the installation.
    pub administrator: bool,
    /// Since when.
    pub created_at: Timestamp,
}

impl From<rows::account::Model> for AccountReply {
    fn from(row: rows::account::Model) -> Self {
        Self {
            id: row.id,
            email: row.email,
            display_name: row.display_name,
            language: row.language,
            administrator: row.administrator,
            created_at: row.created_at,
        }
    }
}

/// A project in which somebody works.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyProject {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// Who keeps it.
    pub organisation: String,
    /// As what they work there.
    pub roles: Vec<Role>,
    /// Its language.
    pub language: String,
    /// What they may do there.
    #[schema(value_type = Vec<String>)]
    pub may: Vec<&'static str>,
}

/// What a one-time link is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkReply {
    /// Of which kind.
    pub kind: LinkKind,
    /// For whose address.
    pub email: Option<String>,
    /// To which project, by name.
    pub project: Option<String>,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Somebody to be invited.
#[derive(Deserialize, ToSchema)]
pub struct NewInvitation {
    /// Their address.
    pub email: String,
    /// As what.
    pub roles: Vec<Role>,
}

/// An invitation.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationReply {
    /// Its id.
    pub id: Uuid,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub roles: Vec<Role>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether it was used.
    pub used: bool,
    /// The link to hand over: only in the reply that made it, and only where no mail leaves.
    pub link: Option<String>,
    /// Whether it goes by mail.
    pub mailed: bool,
}

/// A link for a new password.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetReply {
    /// The link to hand over, where no mail leaves.
    pub link: Option<String>,
    /// Whether it goes by mail.
    pub mailed: bool,
}

/// A token somebody wants.
#[derive(Deserialize, ToSchema)]
pub struct NewToken {
    /// What they call it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Where, if not everywhere.
    pub project: Option<ProjectId>,
    /// How long, up to 366 days.
    pub expires_in_days: i64,
}

/// A token for programs.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenReply {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Where, if not everywhere.
    pub project: Option<ProjectId>,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// The token itself: only in the reply that made it.
    pub secret: Option<String>,
}

/// Where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionInfo {
    /// Its id.
    pub id: Uuid,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was used last.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// An organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationReply {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// How many of its projects this person knows.
    pub projects: usize,
    /// What consent records say of it.
    #[serde(flatten)]
    pub keeper: Keeper,
}

/// What a consent record must say of who keeps the stories.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Keeper {
    /// Where it is.
    pub address: String,
    /// How it is reached.
    pub contact: String,
    /// Under which law it stands.
    pub jurisdiction: String,
    /// Where the stories lie.
    pub storage_place: String,
}

/// An organisation by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationName {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// A project somebody wants to begin.
#[derive(Deserialize, ToSchema)]
pub struct NewProject {
    /// Its name.
    pub name: String,
    /// What it is about.
    #[serde(default)]
    pub description: String,
    /// Its language.
    pub language: String,
    /// Who keeps it.
    pub organisation_id: Option<OrganisationId>,
    /// Who keeps it, if it is an organisation that is new here.
    pub organisation_name: Option<String>,
}

/// What changes of a project.
#[derive(Deserialize, ToSchema)]
pub struct ChangedProject {
    /// The name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// How many months a story is kept after its narrator was last asked; 0 for as long as they allow.
    pub retention_months: Option<i32>,
}

/// How much there is in a project, as far as this person may know.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ProjectCounts {
    /// Narrators.
    pub narrators: u64,
    /// Testimonies.
    pub testimonies: u64,
    /// Codings.
    pub codings: u64,
    /// Narrators with at least one coded passage.
    pub coded_narrators: u64,
    /// Members.
    pub members: u64,
    /// Published notices.
    pub notices: u64,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectReply {
    /// Its id.
    pub id: ProjectId,
    /// Who keeps it.
    pub organisation: OrganisationName,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Its language.
    pub language: String,
    /// How many months a story is kept after its narrator was last asked.
    pub retention_months: Option<i32>,
    /// Since when.
    pub created_at: Timestamp,
    /// What this person may do in it.
    #[schema(value_type = Vec<String>)]
    pub may: Vec<&'static str>,
    /// As what this person works in it.
    pub roles: Vec<Role>,
    /// How much there is in it; where it is not counted, nothing.
    pub counts: Option<ProjectCounts>,
}

impl ProjectReply {
    /// The same, with counts that came through the gate.
    #[must_use]
    pub fn counting(self, counts: ProjectCounts) -> Self {
        Self { counts: Some(counts), ..self }
    }
}

/// A member of a project.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberReply {
    /// Who.
    pub account: MemberAccount,
    /// As what.
    pub roles: Vec<Role>,
    /// Since when.
    pub joined_at: Timestamp,
}

/// Who somebody is to others in the project.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberAccount {
    /// Their id.
    pub id: AccountId,
    /// Their name.
    pub display_name: String,
    /// Their address, for those who manage members.
    pub email: Option<String>,
}

/// The roles somebody is to have.
#[derive(Deserialize, ToSchema)]
pub struct NewRoles {
    /// Exactly these.
    pub roles: Vec<Role>,
}
