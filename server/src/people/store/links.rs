//! One-time links.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr};

use super::{accounts, fresh};
use crate::{
    clock::Timestamp,
    db::{Db, HouseTables, Reads, Tx},
    ids::{AccountId, ProjectId},
    people::{
        Email, PeopleError, Role,
        links::{Link, LinkKind, What},
        reply::LinkReply,
        rows::{
            link::{ActiveModel, Column, Entity, Model},
            project,
        },
        secret_hash,
    },
};

/// How long a link is remembered after its end, so that a list of invitations can show what became of them.
const KEPT_DAYS: i64 = 60;

/// Keeps a link and gives its id.
pub(in crate::people) async fn make(
    tx: &Tx,
    token: &str,
    what: &What,
    made_by: Option<AccountId>,
    at: Timestamp,
) -> Result<uuid::Uuid, DbErr> {
    let (email, project, roles, account) = match what {
        What::SetUp => (None, None, None, None),
        What::Invitation { email, project, roles } => (Some(email), Some(*project), Some(names(roles)), None),
        What::Reset { account } => (None, None, None, Some(*account)),
    };
    // Addresses of people who were invited and never came are not kept for ever.
    tx.house().delete::<Entity>(Column::ExpiresAt.lt(at.plus_days(-KEPT_DAYS))).await?;
    let id = fresh(at);
    tx.house()
        .insert(ActiveModel {
            id: Set(id),
            kind: Set(what.kind().as_str().to_owned()),
            secret_hash: Set(secret_hash(token)),
            email: Set(email.map(|email| email.as_str().to_owned())),
            account_id: Set(account),
            project_id: Set(project),
            roles: Set(roles),
            made_by: Set(made_by),
            created_at: Set(at),
            expires_at: Set(what.kind().ends(at)),
            used_at: Set(None),
        })
        .await?;
    Ok(id)
}

fn names(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

/// The roles of an invitation.
pub(super) fn roles_of(row: &Model) -> Vec<Role> {
    row.roles.as_deref().unwrap_or_default().split(' ').filter_map(Role::parse).collect()
}

fn what(row: &Model) -> Option<What> {
    match LinkKind::parse(&row.kind)? {
        LinkKind::SetUp => Some(What::SetUp),
        LinkKind::Invitation => Some(What::Invitation {
            email: Email::parse(row.email.as_deref()?)?,
            project: row.project_id?,
            roles: roles_of(row),
        }),
        LinkKind::Reset => Some(What::Reset { account: row.account_id? }),
    }
}

/// The link behind a token, if it works now.
pub(in crate::people) async fn open<C: Reads>(
    house: HouseTables<'_, C>,
    token: &str,
    at: Timestamp,
) -> Result<Option<Link>, DbErr> {
    let row = house.one::<Entity>(Column::SecretHash.eq(secret_hash(token))).await?;
    let row = row.filter(|row| row.used_at.is_none() && row.expires_at > at);
    Ok(row.and_then(|row| {
        let what = what(&row)?;
        Some(Link { id: row.id, expires_at: row.expires_at, what })
    }))
}

/// What a link says to whoever holds it.
pub(in crate::people) async fn show(db: &Db, link: &Link) -> Result<LinkReply, PeopleError> {
    let (email, project) = match &link.what {
        What::SetUp => (None, None),
        What::Invitation { email, project, .. } => (Some(email.as_str().to_owned()), Some(*project)),
        What::Reset { account } => (accounts::by_id(db.house(), *account).await?.map(|account| account.email), None),
    };
    let project = match project {
        Some(id) => db.house().one::<project::Entity>(project::Column::Id.eq(id)).await?.map(|project| project.name),
        None => None,
    };
    Ok(LinkReply { kind: link.what.kind(), email, project, expires_at: link.expires_at })
}

/// Uses a link up, in the transaction of what it does. Of two at the same time, one comes too late.
pub(in crate::people) async fn spend(tx: &Tx, link: &Link, at: Timestamp) -> Result<(), PeopleError> {
    let row = tx.house().one::<Entity>(Column::Id.eq(link.id)).await?;
    if !row.is_some_and(|row| row.used_at.is_none() && row.expires_at > at) {
        return Err(PeopleError::LinkOver);
    }
    tx.house().update(ActiveModel { id: Set(link.id), used_at: Set(Some(at)), ..Default::default() }).await?;
    Ok(())
}

/// Drops every link of a kind that was not used.
pub(in crate::people) async fn drop_all(tx: &Tx, kind: LinkKind) -> Result<(), DbErr> {
    let which = Condition::all().add(Column::Kind.eq(kind.as_str())).add(Column::UsedAt.is_null());
    tx.house().delete::<Entity>(which).await?;
    Ok(())
}

/// Drops links for a new password of this account.
pub(in crate::people) async fn drop_resets(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let which = Condition::all().add(Column::Kind.eq(LinkKind::Reset.as_str())).add(Column::AccountId.eq(account));
    tx.house().delete::<Entity>(which).await?;
    Ok(())
}

/// Drops the open invitations that somebody made in a project they may not invite to any more.
pub(super) async fn drop_invitations_by(tx: &Tx, by: AccountId, project: ProjectId) -> Result<(), DbErr> {
    let which = Condition::all()
        .add(Column::Kind.eq(LinkKind::Invitation.as_str()))
        .add(Column::UsedAt.is_null())
        .add(Column::MadeBy.eq(by))
        .add(Column::ProjectId.eq(project));
    tx.house().delete::<Entity>(which).await?;
    Ok(())
}
