//! Organisations and projects: what they are called and who works there, never what is in them.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder};

use super::members;
use crate::{
    access::{self, Act, ChangeProject, Permit},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id, OrganisationId, ProjectId},
    people::{
        Administrator, PeopleError, Role, SignedIn,
        door::event,
        reply::{ChangedProject, Keeper, MyProject, OrganisationName, OrganisationReply, ProjectReply},
        rows::{membership, organisation, project},
    },
};

/// A project somebody wants to begin.
pub(in crate::people) struct NewProject {
    pub(in crate::people) name: String,
    pub(in crate::people) description: String,
    pub(in crate::people) language: String,
    pub(in crate::people) organisation: Organisation,
}

/// Which organisation is to keep a project.
pub(in crate::people) enum Organisation {
    /// One there is.
    Known(OrganisationId),
    /// A new one of this name.
    New(String),
    /// The only one this person knows.
    TheOnlyOne,
}

type Names = BTreeMap<OrganisationId, String>;

async fn organisations(db: &Db, which: Condition) -> Result<Names, DbErr> {
    let rows = db.house().all::<organisation::Entity>(which).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

async fn roles_everywhere(db: &Db, account: AccountId) -> Result<BTreeMap<ProjectId, Vec<Role>>, DbErr> {
    let rows = db.house().all::<membership::Entity>(membership::Column::AccountId.eq(account)).await?;
    let mut roles: BTreeMap<ProjectId, Vec<Role>> = BTreeMap::new();
    for row in rows {
        roles.entry(row.project_id).or_default().extend(Role::parse(&row.role));
    }
    for some in roles.values_mut() {
        some.sort_unstable();
    }
    Ok(roles)
}

/// The projects of which somebody may know: where they belong, and for who keeps the installation all of them.
async fn known(db: &Db, in_roles: &BTreeMap<ProjectId, Vec<Role>>, all: bool) -> Result<Vec<project::Model>, DbErr> {
    let theirs = project::Column::Id.is_in(in_roles.keys().copied());
    let which = if all { Condition::all() } else { Condition::all().add(theirs) };
    let house = db.house();
    let ordered = house.select::<project::Entity>().filter(which).order_by_asc(project::Column::Name);
    ordered.order_by_asc(project::Column::Id).all(house.on()).await
}

/// Somebody's projects, with what they may do there.
pub(super) async fn of(db: &Db, account: AccountId, administrator: bool) -> Result<Vec<MyProject>, DbErr> {
    let mut roles = roles_everywhere(db, account).await?;
    let projects = known(db, &roles, administrator).await?;
    let kept_by: BTreeSet<OrganisationId> = projects.iter().map(|row| row.organisation_id).collect();
    let names = organisations(db, Condition::all().add(organisation::Column::Id.is_in(kept_by))).await?;
    let mine = projects.into_iter().map(|row| {
        let roles = roles.remove(&row.id).unwrap_or_default();
        MyProject {
            id: row.id,
            name: row.name,
            organisation: names.get(&row.organisation_id).cloned().unwrap_or_default(),
            may: access::may(&roles, administrator),
            roles,
            language: row.language,
        }
    });
    Ok(mine.collect())
}

/// The organisations of which somebody may know, by name.
pub(in crate::people) async fn organisations_of(db: &Db, me: &SignedIn) -> Result<Vec<OrganisationReply>, DbErr> {
    let roles = roles_everywhere(db, me.account).await?;
    let projects = known(db, &roles, me.administrator).await?;
    let kept_by = projects.iter().map(|row| row.organisation_id);
    let theirs = organisation::Column::Id.is_in(kept_by);
    let which = if me.administrator { Condition::all() } else { Condition::all().add(theirs) };
    let rows = db.house().all::<organisation::Entity>(which).await?;
    let shown = |row: organisation::Model| OrganisationReply {
        id: row.id,
        projects: projects.iter().filter(|project| project.organisation_id == row.id).count(),
        name: row.name,
        keeper: Keeper {
            address: row.address,
            contact: row.contact,
            jurisdiction: row.jurisdiction,
            storage_place: row.storage_place,
        },
    };
    let mut shown: Vec<OrganisationReply> = rows.into_iter().map(shown).collect();
    shown.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(shown)
}

/// Makes an organisation.
pub(in crate::people) async fn make_organisation(tx: &Tx, name: &str, at: Timestamp) -> Result<OrganisationId, DbErr> {
    let id = OrganisationId::at(at);
    let row = organisation::ActiveModel {
        slug: Set(None),
        id: Set(id),
        name: Set(name.to_owned()),
        created_at: Set(at),
        address: Set(String::new()),
        contact: Set(String::new()),
        jurisdiction: Set(String::new()),
        storage_place: Set(String::new()),
    };
    tx.house().insert(row).await?;
    Ok(id)
}

/// Says what consent records tell of an organisation.
pub(in crate::people) async fn keep_keeper(
    db: &Db,
    by: &Administrator,
    id: OrganisationId,
    keeper: Keeper,
) -> Result<(), PeopleError> {
    db.transact(async |tx| {
        if tx.house().one::<organisation::Entity>(organisation::Column::Id.eq(id)).await?.is_none() {
            return Err(PeopleError::Absent);
        }
        let row = organisation::ActiveModel {
            id: Set(id),
            address: Set(keeper.address),
            contact: Set(keeper.contact),
            jurisdiction: Set(keeper.jurisdiction),
            storage_place: Set(keeper.storage_place),
            ..Default::default()
        };
        tx.house().update(row).await?;
        Ok(audit::add(tx, event("organisation.changed", by.0.account, None, "organisation", id.0, by.0.at)).await?)
    })
    .await
}

/// Begins a project; whoever begins it leads it. Open to who keeps the installation and to who leads a project already.
pub(in crate::people) async fn make(db: &Db, me: &SignedIn, new: NewProject) -> Result<ProjectReply, PeopleError> {
    let leads = roles_everywhere(db, me.account).await?.values().any(|roles| roles.contains(&Role::Lead));
    if !me.administrator && !leads {
        return Err(PeopleError::Absent);
    }
    let known = organisations_of(db, me).await?;
    let given = match new.organisation {
        Organisation::Known(id) if known.iter().any(|one| one.id == id) => Ok(id),
        Organisation::Known(_) => return Err(PeopleError::Absent),
        Organisation::New(name) => Err(name),
        Organisation::TheOnlyOne => match known.as_slice() {
            [one] => Ok(one.id),
            _ => return Err(PeopleError::form("/organisation_name", "required", "Say which organisation keeps it.")),
        },
    };
    let (id, at) = (ProjectId::at(me.at), me.at);
    let row = db
        .transact(async |tx| {
            let kept_by = match given {
                Ok(id) => id,
                Err(name) => make_organisation(tx, &name, at).await?,
            };
            let row = project::ActiveModel {
                id: Set(id),
                organisation_id: Set(kept_by),
                name: Set(new.name),
                description: Set(new.description),
                language: Set(new.language),
                created_at: Set(at),
                consent_epoch: Set(0),
                retention_months: Set(None),
            };
            let row = tx.house().insert(row).await?;
            members::first_lead(tx, id, me.account, at).await?;
            audit::add(tx, event("project.made", me.account, Some(id), "project", id.0, at)).await?;
            Ok::<_, PeopleError>(row)
        })
        .await?;
    let roles = vec![Role::Lead];
    let may = access::may(&roles, me.administrator);
    shown(db, row, roles, may).await
}

/// A project, without the counts of stories, which the house's home page adds ([`ProjectReply::counting`]).
///
/// # Errors
/// When it is gone or the database fails.
pub async fn project<A: Act>(db: &Db, permit: &Permit<A>) -> Result<ProjectReply, PeopleError> {
    let row = db.house().one::<project::Entity>(project::Column::Id.eq(permit.project())).await?;
    let mut roles = permit.roles().to_vec();
    roles.sort_unstable();
    shown(db, row.ok_or(PeopleError::Absent)?, roles, permit.may()).await
}

async fn shown(
    db: &Db,
    row: project::Model,
    roles: Vec<Role>,
    may: Vec<&'static str>,
) -> Result<ProjectReply, PeopleError> {
    let kept_by = organisation::Column::Id.eq(row.organisation_id);
    let kept_by = db.house().one::<organisation::Entity>(kept_by).await?.ok_or(PeopleError::Absent)?;
    Ok(ProjectReply {
        id: row.id,
        organisation: OrganisationName { id: kept_by.id, name: kept_by.name },
        name: row.name,
        description: row.description,
        language: row.language,
        retention_months: row.retention_months,
        created_at: row.created_at,
        may,
        roles,
        counts: None,
    })
}

/// How many people belong to a project.
///
/// # Errors
/// When the database fails.
pub async fn members_of(db: &Db, project: ProjectId) -> Result<usize, DbErr> {
    let rows = db.house().all::<membership::Entity>(membership::Column::ProjectId.eq(project)).await?;
    Ok(rows.iter().map(|row| row.account_id).collect::<BTreeSet<_>>().len())
}

/// Changes what a project is called, says of itself, and its language.
pub(in crate::people) async fn change(
    db: &Db,
    permit: &Permit<ChangeProject>,
    changes: ChangedProject,
) -> Result<ProjectReply, PeopleError> {
    let (id, at, by) = (permit.project(), permit.at(), permit.person());
    db.transact(async |tx| {
        let row = tx.house().one::<project::Entity>(project::Column::Id.eq(id)).await?.ok_or(PeopleError::Absent)?;
        let changed = project::ActiveModel {
            id: Set(id),
            name: Set(changes.name.unwrap_or(row.name)),
            description: Set(changes.description.unwrap_or(row.description)),
            language: Set(changes.language.unwrap_or(row.language)),
            retention_months: Set(match changes.retention_months {
                None => row.retention_months,
                Some(months) => Some(months).filter(|months| *months > 0),
            }),
            ..Default::default()
        };
        tx.house().update(changed).await?;
        audit::add(tx, event("project.changed", by, Some(id), "project", id.0, at)).await?;
        Ok::<_, PeopleError>(())
    })
    .await?;
    project(db, permit).await
}
