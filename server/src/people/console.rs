//! People, as the command line keeps them: whoever can open the keys of this machine may make accounts and links to them,
//! and each such act is in the audit chain with nobody as its actor. Must never give a role in a project: whoever keeps the
//! machine does not read stories by it.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, sea_query::ExprTrait};

use super::{Email, PeopleError, forms, links, links::LinkKind, links::What, rows::account, store};
use crate::{
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id},
};

/// An account as the console lists it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Person {
    /// Its id.
    pub id: AccountId,
    /// Where mail reaches them.
    pub email: String,
    /// How they are called.
    pub display_name: String,
    /// Whether they keep the installation.
    pub administrator: bool,
    /// Whether a password was chosen.
    pub has_password: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed, if it was.
    pub disabled_at: Option<Timestamp>,
}

impl From<account::Model> for Person {
    fn from(row: account::Model) -> Self {
        Self {
            id: row.id,
            email: row.email,
            display_name: row.display_name,
            administrator: row.administrator,
            has_password: row.password_hash.is_some(),
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        }
    }
}

/// The account of an address, unless it is closed.
///
/// # Errors
/// When the database fails.
pub async fn by_address(db: &Db, address: &str) -> Result<Option<AccountId>, DbErr> {
    let Some(email) = Email::parse(address) else { return Ok(None) };
    let known = store::accounts::by_email(db.house(), &email).await?;
    Ok(known.filter(|account| account.disabled_at.is_none()).map(|account| account.id))
}

/// Everybody, by the time they came.
///
/// # Errors
/// When the database fails.
pub async fn everybody(db: &Db) -> Result<Vec<Person>, DbErr> {
    let mut rows = db.house().all::<account::Entity>(account::Column::Id.is_not_null()).await?;
    rows.sort_by_key(|row| (row.created_at, row.id));
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Makes an account without a password; a link lets its owner choose one. Safe to ask twice. Says whether it is new.
///
/// # Errors
/// When address or name are none, or the database refuses.
pub async fn add(
    db: &Db,
    address: &str,
    display_name: &str,
    language: &str,
    at: Timestamp,
) -> Result<(AccountId, bool), PeopleError> {
    let email = Email::of_a_form(address)?;
    let display_name = forms::a_name("/display_name", display_name)?;
    let language = forms::a_language("/language", language)?;
    db.transact(async |tx| {
        if let Some(known) = store::accounts::by_email(tx.house(), &email).await? {
            return Ok((known.id, false));
        }
        let id = AccountId::at(at);
        let row = account::ActiveModel {
            id: Set(id),
            email: Set(email.as_str().to_owned()),
            display_name: Set(display_name),
            password_hash: Set(None),
            language: Set(language),
            administrator: Set(false),
            created_at: Set(at),
            disabled_at: Set(None),
            password_changed_at: Set(None),
        };
        tx.house().insert(row).await?;
        tell(tx, "account.made-at-console", id, at).await?;
        Ok((id, true))
    })
    .await
}

/// A new secret with which the owner of an account chooses a password.
///
/// # Errors
/// When there is no such account, or the database refuses.
pub async fn reset_link(db: &Db, address: &str, at: Timestamp) -> Result<String, PeopleError> {
    let secret = links::secret()?;
    db.transact(async |tx| {
        let known = open_account(tx, address).await?;
        store::links::make(tx, &secret, &What::Reset { account: known.id }, None, at).await?;
        tell(tx, "account.link-made-at-console", known.id, at).await
    })
    .await?;
    Ok(secret)
}

/// How long such a link works, in minutes.
#[must_use]
pub fn reset_link_minutes() -> i64 {
    LinkKind::Reset.ends(Timestamp(0)).0 / 60_000
}

/// Lets somebody keep the installation.
///
/// # Errors
/// When there is no such account, or the database refuses.
pub async fn make_administrator(db: &Db, address: &str, at: Timestamp) -> Result<(), PeopleError> {
    db.transact(async |tx| {
        let known = open_account(tx, address).await?;
        let row = account::ActiveModel { id: Set(known.id), administrator: Set(true), ..Default::default() };
        tx.house().update(row).await?;
        tell(tx, "account.administrator-made-at-console", known.id, at).await
    })
    .await
}

/// Closes an account: its sessions end, its tokens open nothing. The last who keeps the installation stays.
///
/// # Errors
/// [`PeopleError::LastLead`] for the last administrator; when there is no such account, or the database refuses.
pub async fn disable(db: &Db, address: &str, at: Timestamp) -> Result<(), PeopleError> {
    db.transact(async |tx| {
        let known = open_account(tx, address).await?;
        let open = account::Column::Administrator.eq(true).and(account::Column::DisabledAt.is_null());
        let administrators = tx.house().all::<account::Entity>(open).await?;
        if known.administrator && administrators.len() < 2 {
            return Err(PeopleError::LastLead);
        }
        let row = account::ActiveModel { id: Set(known.id), disabled_at: Set(Some(at)), ..Default::default() };
        tx.house().update(row).await?;
        store::sessions::end_all(tx, known.id, None).await?;
        store::links::drop_resets(tx, known.id).await?;
        tell(tx, "account.disabled-at-console", known.id, at).await
    })
    .await
}

/// Opens a closed account again.
///
/// # Errors
/// When there is no such account, or the database refuses.
pub async fn enable(db: &Db, address: &str, at: Timestamp) -> Result<(), PeopleError> {
    db.transact(async |tx| {
        let known = any_account(tx, address).await?;
        let row = account::ActiveModel { id: Set(known.id), disabled_at: Set(None), ..Default::default() };
        tx.house().update(row).await?;
        tell(tx, "account.enabled-at-console", known.id, at).await
    })
    .await
}

async fn any_account(tx: &Tx, address: &str) -> Result<account::Model, PeopleError> {
    let email = Email::of_a_form(address)?;
    store::accounts::by_email(tx.house(), &email).await?.ok_or(PeopleError::Absent)
}

async fn open_account(tx: &Tx, address: &str) -> Result<account::Model, PeopleError> {
    let known = any_account(tx, address).await?;
    if known.disabled_at.is_some() { Err(PeopleError::Absent) } else { Ok(known) }
}

async fn tell(tx: &Tx, act: &'static str, account: AccountId, at: Timestamp) -> Result<(), PeopleError> {
    let event = audit::Event { act, actor: None, project: None, on: "account", subject: Some(account.0), at };
    Ok(audit::add(tx, event).await?)
}
