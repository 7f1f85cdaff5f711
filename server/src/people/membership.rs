//! Who belongs to which project, and in which roles.

use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use super::{Role, rows};
use crate::{
    db::{Db, HouseTables, Reads, Tx},
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

/// Raises the epoch of a project's consents: whoever remembers what is allowed must ask again.
///
/// # Errors
/// When the database refuses.
#[expect(clippy::disallowed_methods, reason = "one number of a house table, raised where it stands")]
pub(crate) async fn raise_consent_epoch(tx: &Tx, project: ProjectId) -> Result<(), DbErr> {
    rows::project::Entity::update_many()
        .col_expr(rows::project::Column::ConsentEpoch, Expr::col(rows::project::Column::ConsentEpoch).add(1))
        .filter(rows::project::Column::Id.eq(project))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The epoch of a project's consents.
///
/// # Errors
/// When the database fails.
pub async fn consent_epoch(db: &Db, project: ProjectId) -> Result<i64, DbErr> {
    epoch(db.house(), project).await
}

/// The epoch of a project's consents, as this transaction sees it.
///
/// # Errors
/// When the database fails.
pub async fn consent_epoch_in(tx: &Tx, project: ProjectId) -> Result<i64, DbErr> {
    epoch(tx.house(), project).await
}

async fn epoch<C: Reads>(house: HouseTables<'_, C>, project: ProjectId) -> Result<i64, DbErr> {
    let epoch: Option<i64> = house
        .select::<rows::project::Entity>()
        .select_only()
        .column(rows::project::Column::ConsentEpoch)
        .filter(rows::project::Column::Id.eq(project))
        .into_tuple()
        .one(house.on())
        .await?;
    Ok(epoch.unwrap_or(0))
}

/// What a project and who keeps it are called.
#[derive(Clone, Debug)]
pub struct About {
    /// The project.
    pub project: String,
    /// The organisation.
    pub organisation: String,
    /// Where it is.
    pub address: String,
    /// How it is reached.
    pub contact: String,
    /// Under which law it stands.
    pub jurisdiction: String,
    /// Where the stories lie.
    pub storage_place: String,
}

/// What a project and who keeps it are called: for those who need no account to know it, the narrators.
///
/// # Errors
/// When the database fails.
pub async fn about_project(db: &Db, project: ProjectId) -> Result<Option<About>, DbErr> {
    let house = db.house();
    let Some(row) = house.one::<rows::project::Entity>(rows::project::Column::Id.eq(project)).await? else {
        return Ok(None);
    };
    let of = rows::organisation::Column::Id.eq(row.organisation_id);
    let Some(keeper) = house.one::<rows::organisation::Entity>(of).await? else { return Ok(None) };
    Ok(Some(About {
        project: row.name,
        organisation: keeper.name,
        address: keeper.address,
        contact: keeper.contact,
        jurisdiction: keeper.jurisdiction,
        storage_place: keeper.storage_place,
    }))
}

/// How many months a project means to keep a story after its narrator was last asked, if it says so.
///
/// # Errors
/// When the database fails.
pub async fn retention_months(db: &Db, project: ProjectId) -> Result<Option<i32>, DbErr> {
    let found = db.house().one::<rows::project::Entity>(rows::project::Column::Id.eq(project)).await?;
    Ok(found.and_then(|row| row.retention_months))
}
