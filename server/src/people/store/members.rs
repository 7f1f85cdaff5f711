//! Who belongs to a project. It always keeps somebody who leads it, and nobody who merely keeps the installation gives
//! themself a part in a project that others lead.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder};

use super::{accounts, fresh, links, tokens};
use crate::{
    access::{ManageMembers, Permit, SeeProject},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, ProjectId},
    people::{
        Email, PeopleError, Role,
        door::event,
        links::{Link, What},
        reply::{MemberAccount, MemberReply},
        rows::{
            account,
            membership::{ActiveModel, Column, Entity, Model},
        },
    },
};

fn of(project: ProjectId, account: AccountId) -> Condition {
    Condition::all().add(Column::ProjectId.eq(project)).add(Column::AccountId.eq(account))
}

fn leads(project: ProjectId) -> Condition {
    Condition::all().add(Column::ProjectId.eq(project)).add(Column::Role.eq(Role::Lead.as_str()))
}

/// The members, those who came first first. Addresses are shown to those who manage members, and to each their own.
pub(in crate::people) async fn list(db: &Db, permit: &Permit<SeeProject>) -> Result<Vec<MemberReply>, DbErr> {
    let house = db.house();
    let rows = house
        .select::<Entity>()
        .filter(Column::ProjectId.eq(permit.project()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(house.on())
        .await?;
    let ids: BTreeSet<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let people = house.all::<account::Entity>(account::Column::Id.is_in(ids)).await?;
    let mut people: BTreeMap<AccountId, account::Model> = people.into_iter().map(|row| (row.id, row)).collect();
    let manages = permit.may().contains(&<ManageMembers as crate::access::Act>::NAME);
    let mut members: Vec<MemberReply> = Vec::new();
    for row in rows {
        if let Some(member) = members.iter_mut().find(|member| member.account.id == row.account_id) {
            member.roles.extend(Role::parse(&row.role));
        } else if let Some(person) = people.remove(&row.account_id) {
            let email = (manages || person.id == permit.person()).then_some(person.email);
            let account = MemberAccount { id: person.id, display_name: person.display_name, email };
            let roles = Role::parse(&row.role).into_iter().collect();
            members.push(MemberReply { account, roles, joined_at: row.created_at });
        }
    }
    for member in &mut members {
        member.roles.sort_unstable();
    }
    Ok(members)
}

/// Whether this permit comes from keeping the installation, not from leading the project, while others lead it.
async fn comes_from_outside(tx: &Tx, permit: &Permit<ManageMembers>) -> Result<bool, DbErr> {
    let leads_it = permit.roles().contains(&Role::Lead);
    Ok(!leads_it && !tx.house().all::<Entity>(leads(permit.project())).await?.is_empty())
}

/// Refuses that somebody from outside invites themself.
pub(super) async fn not_oneself(tx: &Tx, permit: &Permit<ManageMembers>, email: &Email) -> Result<(), PeopleError> {
    let me = accounts::by_id(tx.house(), permit.person()).await?;
    let oneself = me.is_some_and(|me| me.email == email.as_str());
    if oneself && comes_from_outside(tx, permit).await? {
        return Err(PeopleError::NotYourself);
    }
    Ok(())
}

async fn give(tx: &Tx, project: ProjectId, account: AccountId, role: Role, at: Timestamp) -> Result<(), DbErr> {
    tx.house()
        .insert(ActiveModel {
            id: Set(fresh(at)),
            project_id: Set(project),
            account_id: Set(account),
            role: Set(role.as_str().to_owned()),
            created_at: Set(at),
        })
        .await?;
    Ok(())
}

async fn take(tx: &Tx, project: ProjectId, account: AccountId, role: Role) -> Result<(), DbErr> {
    tx.house().delete::<Entity>(of(project, account).add(Column::Role.eq(role.as_str()))).await?;
    Ok(())
}

fn roles(rows: &[Model]) -> BTreeSet<Role> {
    rows.iter().filter_map(|row| Role::parse(&row.role)).collect()
}

/// Makes somebody the first lead of a project.
pub(super) async fn first_lead(tx: &Tx, project: ProjectId, account: AccountId, at: Timestamp) -> Result<(), DbErr> {
    give(tx, project, account, Role::Lead, at).await
}

/// Gives somebody who accepted an invitation its roles, beside those they have.
pub(in crate::people) async fn join(
    tx: &Tx,
    link: &Link,
    account: AccountId,
    at: Timestamp,
) -> Result<(), PeopleError> {
    let What::Invitation { project, roles: invited, .. } = &link.what else { return Err(PeopleError::LinkOver) };
    let has = roles(&tx.house().all::<Entity>(of(*project, account)).await?);
    for role in invited.iter().filter(|role| !has.contains(role)) {
        give(tx, *project, account, *role, at).await?;
    }
    audit::add(tx, event("member.joined", account, Some(*project), "account", account.0, at)).await?;
    audit::add(tx, event("invitation.used", account, Some(*project), "link", link.id, at)).await?;
    Ok(())
}

/// Gives somebody exactly these roles.
pub(in crate::people) async fn set_roles(
    db: &Db,
    permit: &Permit<ManageMembers>,
    account: AccountId,
    wanted: &[Role],
) -> Result<MemberReply, PeopleError> {
    let (project, at, by) = (permit.project(), permit.at(), permit.person());
    let wanted: BTreeSet<Role> = wanted.iter().copied().collect();
    db.transact(async |tx| {
        let person = accounts::by_id(tx.house(), account).await?;
        let person = person.filter(|person| person.disabled_at.is_none()).ok_or(PeopleError::Absent)?;
        if account == by && comes_from_outside(tx, permit).await? {
            return Err(PeopleError::NotYourself);
        }
        let rows = tx.house().all::<Entity>(of(project, account)).await?;
        let has = roles(&rows);
        for role in wanted.difference(&has) {
            give(tx, project, account, *role, at).await?;
        }
        for role in has.difference(&wanted) {
            take(tx, project, account, *role).await?;
        }
        if has != wanted {
            still_led(tx, project, account, &has, &wanted).await?;
            audit::add(tx, event("member.roles-set", by, Some(project), "account", account.0, at)).await?;
        }
        let joined_at = rows.iter().map(|row| row.created_at).min().unwrap_or(at);
        let person = MemberAccount { id: account, display_name: person.display_name, email: Some(person.email) };
        Ok(MemberReply { account: person, roles: wanted.into_iter().collect(), joined_at })
    })
    .await
}

/// Takes every role from somebody, and what they could still do by them: open invitations and tokens for the project.
pub(in crate::people) async fn remove(
    db: &Db,
    permit: &Permit<ManageMembers>,
    account: AccountId,
) -> Result<(), PeopleError> {
    let (project, at, by) = (permit.project(), permit.at(), permit.person());
    db.transact(async |tx| {
        let has = roles(&tx.house().all::<Entity>(of(project, account)).await?);
        if has.is_empty() {
            return Err(PeopleError::Absent);
        }
        tx.house().delete::<Entity>(of(project, account)).await?;
        still_led(tx, project, account, &has, &BTreeSet::new()).await?;
        tokens::revoke_all(tx, account, Some(project), by, at).await?;
        audit::add(tx, event("member.removed", by, Some(project), "account", account.0, at)).await?;
        Ok(())
    })
    .await
}

/// After somebody's roles changed: whoever stops leading takes their open invitations along, and the last lead stays.
async fn still_led(
    tx: &Tx,
    project: ProjectId,
    account: AccountId,
    had: &BTreeSet<Role>,
    has: &BTreeSet<Role>,
) -> Result<(), PeopleError> {
    if had.contains(&Role::Lead) && !has.contains(&Role::Lead) {
        if tx.house().all::<Entity>(leads(project)).await?.is_empty() {
            return Err(PeopleError::LastLead);
        }
        links::drop_invitations_by(tx, account, project).await?;
    }
    Ok(())
}
