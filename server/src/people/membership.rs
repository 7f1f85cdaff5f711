//! Who belongs to which project, and in which roles.

use sea_orm::{ColumnTrait, DbErr, QueryFilter, QuerySelect};

use super::{Role, rows};
use crate::{
    db::Db,
    ids::{AccountId, ProjectId},
};

/// The roles a person has in a project; none when they do not belong to it.
///
/// # Errors
/// When the database fails.
pub async fn roles_in(db: &Db, person: AccountId, project: ProjectId) -> Result<Vec<Role>, DbErr> {
    let house = db.house();
    let names: Vec<String> = house
        .select::<rows::membership::Entity>()
        .select_only()
        .column(rows::membership::Column::Role)
        .filter(rows::membership::Column::ProjectId.eq(project))
        .filter(rows::membership::Column::AccountId.eq(person))
        .into_tuple()
        .all(house.on())
        .await?;
    Ok(names.iter().filter_map(|name| Role::parse(name)).collect())
}

/// Whether there is such a project.
///
/// # Errors
/// When the database fails.
pub async fn project_exists(db: &Db, project: ProjectId) -> Result<bool, DbErr> {
    Ok(db.house().one::<rows::project::Entity>(rows::project::Column::Id.eq(project)).await?.is_some())
}
