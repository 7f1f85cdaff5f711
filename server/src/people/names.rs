//! How people of the team are called, for showing who did what. Team members, never narrators.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::rows::account;
use crate::{
    db::{Beside, Db},
    ids::AccountId,
};

/// What the account in a column is called, to stand beside the rows of a table.
#[must_use]
pub fn name_beside<E: EntityTrait>(account: E::Column, called: &'static str) -> Beside<E> {
    Beside::of::<account::Entity>(account, account::Column::Id, account::Column::DisplayName, called)
}

/// The display names of these accounts.
///
/// # Errors
/// When the database fails.
pub async fn names_of(db: &Db, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let house = db.house();
    let named: Vec<(AccountId, String)> = house
        .select::<account::Entity>()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(house.on())
        .await?;
    Ok(named.into_iter().collect())
}
