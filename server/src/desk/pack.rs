//! The answer to whoever asks what is held of them (Articles 15 and 20 of the GDPR): everything but the words of their
//! stories, for the protector to hand over. Staff who read no stories read none here either; with a return code the
//! narrator opens and takes along all of it, words and recordings too.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{OpenVault, Permit},
    clock::Timestamp,
    consent::{
        again::{self, AskedAgainReply},
        evidence::{self, ProofReply},
        narrators,
        narrators::{Attributes, NarratorRole},
        notices,
        receipt::{self, Parts, Receipt},
        records,
        representatives::{self, RepresentativeReply},
        requests::{self, RequestReply},
        uses::{self, UseReply},
        vault::{self, Names},
    },
    db::Db,
    ids::NarratorId,
    keys::NarratorKeys,
    people,
    problem::Problem,
};

/// What is held of somebody, without the words of their stories.
#[derive(Serialize, ToSchema)]
pub struct AccessPack {
    /// When it was put together.
    pub at: Timestamp,
    /// Who keeps it.
    pub organisation: String,
    /// In which project.
    pub project: String,
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
    /// What they say of themselves.
    pub attributes: Attributes,
    /// When they were welcomed.
    pub welcomed_at: Timestamp,
    /// Their own name and how they are reached.
    pub names: Names,
    /// Each consent, as a record of its own.
    pub consents: Vec<Receipt>,
    /// What proves them.
    pub evidence: Vec<ProofReply>,
    /// Who speaks for them.
    pub representatives: Vec<RepresentativeReply>,
    /// When they were asked again after they told.
    pub asked_again: Vec<AskedAgainReply>,
    /// What their words were used for, where, and for whom.
    pub uses: Vec<UseReply>,
    /// What they asked for.
    pub requests: Vec<RequestReply>,
}

/// Puts it together. Opening the vault is remembered.
///
/// # Errors
/// "Absent" when there is no such narrator.
pub async fn of(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<OpenVault>,
    narrator: NarratorId,
) -> Result<AccessPack, Problem> {
    let about = people::about_project(db, permit.project()).await?.ok_or_else(Problem::not_found)?;
    let known = narrators::one(db, keys, permit, narrator).await?;
    let mut consents = Vec::new();
    for record in records::of_narrator(db, keys, permit, narrator).await? {
        let notice = match record.notice {
            Some(notice) => notices::text_of(db, notice, &record.notice_language).await?,
            None => None,
        };
        let parts = Parts { record: &record, notice: notice.as_ref(), about: &about, at: permit.at() };
        consents.push(receipt::of(&parts)?);
    }
    Ok(AccessPack {
        at: permit.at(),
        pseudonym: known.get().pseudonym.clone(),
        role: known.get().role,
        attributes: known.get().attributes.clone(),
        welcomed_at: known.get().created_at,
        names: vault::open(db, keys, permit, narrator).await?,
        consents,
        evidence: evidence::of_narrator(db, permit, narrator).await?,
        representatives: representatives::of_narrator(db, permit, narrator).await?,
        asked_again: again::of_narrator(db, permit, narrator).await?,
        uses: uses::at_desk(db, permit, narrator).await?,
        requests: requests::of_narrator(db, permit, narrator).await?,
        organisation: about.organisation,
        project: about.project,
    })
}
