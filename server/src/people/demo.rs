//! The people and the project of the demonstration, which live in a folder of their own. Must never touch an installation in
//! which anybody else has an account.

use std::collections::HashMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, sea_query::ExprTrait};

use super::{
    Password, Passwords, PeopleError, Role, console, forms,
    rows::{account, membership, organisation, project},
    store,
};
use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id, OrganisationId, ProjectId},
};

/// Addresses of the demonstration end like this; nobody can have one (RFC 2606).
pub const DOMAIN: &str = "@demo.example";

/// Somebody of the demonstration.
pub struct Person {
    /// Address.
    pub email: String,
    /// How they are called.
    pub name: String,
    /// Whether they keep the installation.
    pub administrator: bool,
    /// What they do in the project.
    pub roles: Vec<Role>,
}

/// The project of the demonstration.
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Who keeps it.
    pub organisation: String,
    /// How it is called.
    pub name: String,
    /// What it says of itself.
    pub description: String,
    /// Language.
    pub language: String,
}

/// A password that was never used before.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn fresh_password() -> Result<String, PeopleError> {
    Ok(super::links::secret()?.chars().filter(char::is_ascii_alphanumeric).take(16).collect())
}

/// Makes what is missing and gives everybody this password. Safe to do twice.
///
/// # Errors
/// [`PeopleError::SetUpAlready`] when somebody else has an account here.
pub async fn set_up(
    db: &Db,
    asked: &Project,
    people: &[Person],
    password: &str,
    at: Timestamp,
) -> Result<HashMap<String, AccountId>, PeopleError> {
    if console::everybody(db).await?.iter().any(|person| !person.email.ends_with(DOMAIN)) {
        return Err(PeopleError::SetUpAlready);
    }
    let hash = Passwords::new().hash(Password::typed(password)).await?;
    let mut ids = HashMap::new();
    for person in people {
        if !person.email.ends_with(DOMAIN) {
            return Err(PeopleError::Absent);
        }
        let (id, _is_new) = console::add(db, &person.email, &person.name, "en", at).await?;
        ids.insert(person.email.clone(), id);
    }
    let name = forms::a_name("/name", &asked.name)?;
    db.transact(async |tx| {
        make_project(tx, asked, name, at).await?;
        for person in people {
            let Some(id) = ids.get(&person.email).copied() else { continue };
            store::accounts::set_password(tx, id, hash.clone(), at).await?;
            let row =
                account::ActiveModel { id: Set(id), administrator: Set(person.administrator), ..Default::default() };
            tx.house().update(row).await?;
            for role in &person.roles {
                give(tx, asked.id, id, *role, at).await?;
            }
        }
        Ok::<_, PeopleError>(())
    })
    .await?;
    Ok(ids)
}

async fn make_project(tx: &Tx, asked: &Project, name: String, at: Timestamp) -> Result<(), DbErr> {
    if tx.house().one::<project::Entity>(project::Column::Id.eq(asked.id)).await?.is_some() {
        return Ok(());
    }
    let known =
        tx.house().one::<organisation::Entity>(organisation::Column::Name.eq(asked.organisation.as_str())).await?;
    let kept_by: OrganisationId = match known {
        Some(row) => row.id,
        None => store::projects::make_organisation(tx, &asked.organisation, at).await?,
    };
    let row = project::ActiveModel {
        id: Set(asked.id),
        organisation_id: Set(kept_by),
        name: Set(name),
        description: Set(asked.description.clone()),
        language: Set(asked.language.clone()),
        created_at: Set(at),
        consent_epoch: Set(0),
        retention_months: Set(None),
    };
    tx.house().insert(row).await?;
    Ok(())
}

async fn give(tx: &Tx, project: ProjectId, person: AccountId, role: Role, at: Timestamp) -> Result<(), DbErr> {
    let which = membership::Column::ProjectId
        .eq(project)
        .and(membership::Column::AccountId.eq(person))
        .and(membership::Column::Role.eq(role.as_str()));
    if tx.house().one::<membership::Entity>(which).await?.is_none() {
        let row = membership::ActiveModel {
            id: Set(AccountId::at(at).0),
            project_id: Set(project),
            account_id: Set(person),
            role: Set(role.as_str().to_owned()),
            created_at: Set(at),
        };
        tx.house().insert(row).await?;
    }
    Ok(())
}
