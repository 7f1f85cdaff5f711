//! API tokens. The secret is shown once; the row holds its hash.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder};

use super::fresh;
use crate::{
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, ProjectId},
    people::{
        PeopleError, Scope, SignedIn,
        door::event,
        links, membership,
        reply::TokenReply,
        rows::api_token::{ActiveModel, Column, Entity, Model},
        secret_hash,
    },
};

/// How many tokens one account may have.
const AT_ONCE: usize = 100;

/// A token somebody wants.
pub(in crate::people) struct NewToken {
    pub(in crate::people) name: String,
    pub(in crate::people) scopes: Vec<Scope>,
    pub(in crate::people) project: Option<ProjectId>,
    pub(in crate::people) days: i64,
}

fn working(account: AccountId) -> Condition {
    Condition::all().add(Column::AccountId.eq(account)).add(Column::RevokedAt.is_null())
}

fn shown(row: Model, secret: Option<String>) -> TokenReply {
    TokenReply {
        id: row.id,
        name: row.name,
        scopes: row.scopes.split(' ').filter_map(Scope::parse).collect(),
        project: row.project_id,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
        secret,
    }
}

/// Somebody's own tokens, the newest first.
pub(in crate::people) async fn list(db: &Db, account: AccountId) -> Result<Vec<TokenReply>, DbErr> {
    let house = db.house();
    let rows = house
        .select::<Entity>()
        .filter(working(account))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(house.on())
        .await?;
    Ok(rows.into_iter().map(|row| shown(row, None)).collect())
}

/// Makes a token. One for a project can be made only by somebody who belongs to it.
pub(in crate::people) async fn make(db: &Db, me: &SignedIn, new: NewToken) -> Result<TokenReply, PeopleError> {
    if let Some(project) = new.project
        && membership::roles_in(db, me.account, project).await?.is_empty()
    {
        return Err(PeopleError::Absent);
    }
    let (id, secret) = (fresh(me.at), format!("kith_{}", links::secret()?));
    let row = ActiveModel {
        id: Set(id),
        account_id: Set(me.account),
        name: Set(new.name),
        secret_hash: Set(secret_hash(&secret)),
        scopes: Set(new.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")),
        project_id: Set(new.project),
        created_at: Set(me.at),
        expires_at: Set(me.at.plus_days(new.days)),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    db.transact(async |tx| {
        if tx.house().all::<Entity>(working(me.account)).await?.len() >= AT_ONCE {
            return Err(PeopleError::Enough);
        }
        let row = tx.house().insert(row).await?;
        audit::add(tx, event("token.made", me.account, new.project, "token", id, me.at)).await?;
        Ok(shown(row, Some(secret)))
    })
    .await
}

/// Revokes one token of somebody's own.
pub(in crate::people) async fn revoke(db: &Db, me: &SignedIn, id: uuid::Uuid) -> Result<(), PeopleError> {
    db.transact(async |tx| {
        match revoke_those(tx, working(me.account).add(Column::Id.eq(id)), me.account, me.at).await? {
            0 => Err(PeopleError::Absent),
            _ => Ok(()),
        }
    })
    .await
}

/// Revokes all tokens of an account, or those for one project.
pub(in crate::people) async fn revoke_all(
    tx: &Tx,
    account: AccountId,
    project: Option<ProjectId>,
    by: AccountId,
    at: Timestamp,
) -> Result<(), DbErr> {
    let of_project = project.map(|project| Column::ProjectId.eq(project));
    revoke_those(tx, working(account).add_option(of_project), by, at).await?;
    Ok(())
}

async fn revoke_those(tx: &Tx, which: Condition, by: AccountId, at: Timestamp) -> Result<usize, DbErr> {
    let rows = tx.house().all::<Entity>(which).await?;
    for row in &rows {
        tx.house().update(ActiveModel { id: Set(row.id), revoked_at: Set(Some(at)), ..Default::default() }).await?;
        audit::add(tx, event("token.revoked", by, row.project_id, "token", row.id, at)).await?;
    }
    Ok(rows.len())
}
