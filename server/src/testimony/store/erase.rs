//! Removing the stories of somebody who is erased.

use sea_orm::DbErr;

use super::rows;
use crate::{consent::gate::Erasing, ids::TestimonyId};

/// The ids of their stories.
///
/// # Errors
/// When the database fails.
pub async fn ids_of(erasing: &Erasing<'_>) -> Result<Vec<TestimonyId>, DbErr> {
    let ids = erasing.ids::<rows::testimony::Entity>(rows::testimony::Column::Id).await?;
    Ok(ids.into_iter().map(TestimonyId).collect())
}

/// Removes every text and story; says how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn erase(erasing: &Erasing<'_>) -> Result<u64, DbErr> {
    let texts = erasing.stories::<rows::revision::Entity>().await?;
    Ok(texts + erasing.stories::<rows::testimony::Entity>().await?)
}
