//! Accounts.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryOrder, QuerySelect};

use crate::{
    clock::Timestamp,
    db::{Db, HouseTables, Reads, Tx},
    ids::{AccountId, Id},
    people::{
        Email, PeopleError,
        reply::AccountReply,
        rows::account::{ActiveModel, Column, Entity, Model},
    },
};

/// Somebody who comes.
pub(in crate::people) struct NewAccount {
    pub(in crate::people) email: Email,
    pub(in crate::people) display_name: String,
    pub(in crate::people) language: String,
    pub(in crate::people) password_hash: String,
    pub(in crate::people) administrator: bool,
}

/// Whether there is no account at all.
pub(in crate::people) async fn nobody<C: Reads>(house: HouseTables<'_, C>) -> Result<bool, DbErr> {
    let first: Option<AccountId> =
        house.select::<Entity>().select_only().column(Column::Id).into_tuple().one(house.on()).await?;
    Ok(first.is_none())
}

/// The account of an address.
pub(in crate::people) async fn by_email<C: Reads>(
    house: HouseTables<'_, C>,
    email: &Email,
) -> Result<Option<Model>, DbErr> {
    house.one::<Entity>(Column::Email.eq(email.as_str())).await
}

/// An account.
pub(in crate::people) async fn by_id<C: Reads>(
    house: HouseTables<'_, C>,
    account: AccountId,
) -> Result<Option<Model>, DbErr> {
    house.one::<Entity>(Column::Id.eq(account)).await
}

/// Everybody who has an account, by name.
pub(in crate::people) async fn everybody(db: &Db) -> Result<Vec<AccountReply>, DbErr> {
    let house = db.house();
    let rows = house.select::<Entity>().order_by_asc(Column::DisplayName).order_by_asc(Column::Id).all(house.on());
    Ok(rows.await?.into_iter().map(AccountReply::from).collect())
}

/// Makes an account.
pub(in crate::people) async fn make(tx: &Tx, new: &NewAccount, at: Timestamp) -> Result<AccountId, PeopleError> {
    // Two invitations to one address may be used in the same second: the second has lost its time.
    if by_email(tx.house(), &new.email).await?.is_some() {
        return Err(PeopleError::LinkOver);
    }
    let id = AccountId::at(at);
    tx.house()
        .insert(ActiveModel {
            id: Set(id),
            email: Set(new.email.as_str().to_owned()),
            display_name: Set(new.display_name.clone()),
            password_hash: Set(Some(new.password_hash.clone())),
            language: Set(new.language.clone()),
            administrator: Set(new.administrator),
            created_at: Set(at),
            disabled_at: Set(None),
            password_changed_at: Set(Some(at)),
        })
        .await?;
    Ok(id)
}

/// Changes what an account is called and its language.
pub(in crate::people) async fn change(
    db: &Db,
    account: AccountId,
    display_name: Option<String>,
    language: Option<String>,
) -> Result<AccountReply, PeopleError> {
    db.transact(async |tx| {
        let known = by_id(tx.house(), account).await?.ok_or(PeopleError::Absent)?;
        let changed = ActiveModel {
            id: Set(account),
            display_name: Set(display_name.unwrap_or(known.display_name)),
            language: Set(language.unwrap_or(known.language)),
            ..Default::default()
        };
        Ok(tx.house().update(changed).await?.into())
    })
    .await
}

/// Gives an account another password.
pub(in crate::people) async fn set_password(
    tx: &Tx,
    account: AccountId,
    hash: String,
    at: Timestamp,
) -> Result<(), DbErr> {
    let changed = ActiveModel {
        id: Set(account),
        password_hash: Set(Some(hash)),
        password_changed_at: Set(Some(at)),
        ..Default::default()
    };
    tx.house().update(changed).await?;
    Ok(())
}
