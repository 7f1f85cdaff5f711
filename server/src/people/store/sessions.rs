//! Sessions. The cookie holds 32 random bytes, the row their hash.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder};

use super::{accounts, fresh, session_end};
use crate::{
    clock::Timestamp,
    db::{Db, Tx},
    ids::AccountId,
    people::{
        Credential, PeopleError, Post, SignedIn,
        door::Coming,
        links,
        reply::{SessionInfo, SessionReply},
        rows::session::{ActiveModel, Column, Entity},
        secret_hash,
    },
};

/// Begins a session and gives its secret. The one that the same browser had before ends, and those that are over go.
pub(in crate::people) async fn begin(
    tx: &Tx,
    coming: &Coming,
    account: AccountId,
    at: Timestamp,
) -> Result<String, PeopleError> {
    if let Some(old) = &coming.old_session {
        tx.house().delete::<Entity>(Column::SecretHash.eq(secret_hash(old))).await?;
    }
    tx.house().delete::<Entity>(Column::ExpiresAt.lte(at)).await?;
    let secret = links::secret()?;
    tx.house()
        .insert(ActiveModel {
            id: Set(fresh(at)),
            secret_hash: Set(secret_hash(&secret)),
            account_id: Set(account),
            created_at: Set(at),
            last_seen_at: Set(at),
            expires_at: Set(session_end(at, at)),
        })
        .await?;
    Ok(secret)
}

/// Ends the session behind a cookie, if there is one.
pub(in crate::people) async fn end_by_secret(db: &Db, secret: &str) -> Result<(), DbErr> {
    db.transact(async |tx| tx.house().delete::<Entity>(Column::SecretHash.eq(secret_hash(secret))).await).await?;
    Ok(())
}

/// Ends all sessions of an account, but perhaps one.
pub(in crate::people) async fn end_all(tx: &Tx, account: AccountId, but: Option<uuid::Uuid>) -> Result<(), DbErr> {
    let others = but.map(|but| Column::Id.ne(but));
    tx.house().delete::<Entity>(Condition::all().add(Column::AccountId.eq(account)).add_option(others)).await?;
    Ok(())
}

/// Ends one session of somebody's own.
pub(in crate::people) async fn end(db: &Db, account: AccountId, id: uuid::Uuid) -> Result<(), PeopleError> {
    let which = Condition::all().add(Column::AccountId.eq(account)).add(Column::Id.eq(id));
    match db.transact(async |tx| tx.house().delete::<Entity>(which).await).await? {
        0 => Err(PeopleError::Absent),
        _ => Ok(()),
    }
}

/// Somebody's own sessions, the last used first.
pub(in crate::people) async fn list(db: &Db, me: &SignedIn) -> Result<Vec<SessionInfo>, DbErr> {
    let current = match &me.credential {
        Credential::Session(id) => Some(*id),
        Credential::Token { .. } => None,
    };
    let house = db.house();
    let rows = house
        .select::<Entity>()
        .filter(Column::AccountId.eq(me.account))
        .filter(Column::ExpiresAt.gt(me.at))
        .order_by_desc(Column::LastSeenAt)
        .all(house.on())
        .await?;
    let shown = rows.into_iter().map(|row| SessionInfo {
        id: row.id,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        current: Some(row.id) == current,
    });
    Ok(shown.collect())
}

/// Who somebody is and where they work. How much there is in a project is asked of the project, through the gate.
///
/// # Errors
/// When the account is gone or the database fails.
pub async fn session(db: &Db, account: AccountId, post: &Post) -> Result<SessionReply, PeopleError> {
    let account = accounts::by_id(db.house(), account).await?.ok_or(PeopleError::Absent)?;
    let projects = super::projects::of(db, account.id, account.administrator).await?;
    let version = env!("CARGO_PKG_VERSION");
    Ok(SessionReply { account: account.into(), projects, version, mail: post.leaves() })
}
