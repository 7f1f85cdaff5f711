//! Invitations to a project. Whether the invited address has an account is nobody's business but its owner's.

use sea_orm::{ColumnTrait, Condition, DbErr, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{links, members};
use crate::{
    access::{ManageMembers, Permit},
    audit,
    db::{Db, HouseTables},
    people::{
        Email, PeopleError, Role,
        door::{Door, event},
        links::{LinkKind, What, secret},
        mail::Letter,
        reply::InvitationReply,
        rows::link::{Column, Entity, Model},
    },
};

/// How many invitations may be open in one project.
const OPEN_AT_ONCE: u64 = 500;

fn of_project(permit: &Permit<ManageMembers>) -> Condition {
    Condition::all().add(Column::Kind.eq(LinkKind::Invitation.as_str())).add(Column::ProjectId.eq(permit.project()))
}

fn shown(row: &Model) -> InvitationReply {
    InvitationReply {
        id: row.id,
        email: row.email.clone().unwrap_or_default(),
        roles: links::roles_of(row),
        created_at: row.created_at,
        expires_at: row.expires_at,
        used: row.used_at.is_some(),
        link: None,
        mailed: false,
    }
}

/// The invitations of a project, the newest first.
pub(in crate::people) async fn list(
    door: &Door,
    permit: &Permit<ManageMembers>,
) -> Result<Vec<InvitationReply>, DbErr> {
    let house = door.db.house();
    let rows = house
        .select::<Entity>()
        .filter(of_project(permit))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(OPEN_AT_ONCE)
        .all(house.on())
        .await?;
    let mailed = door.post.leaves();
    Ok(rows.iter().map(|row| InvitationReply { mailed, ..shown(row) }).collect())
}

async fn open_ones<C: crate::db::Reads>(
    house: HouseTables<'_, C>,
    permit: &Permit<ManageMembers>,
) -> Result<u64, DbErr> {
    house.select::<Entity>().filter(of_project(permit)).filter(Column::UsedAt.is_null()).count(house.on()).await
}

/// Invites somebody: by mail, or with a link to hand over where no mail leaves. An earlier open invitation of the same
/// address to the same project stops working.
pub(in crate::people) async fn invite(
    door: &Door,
    permit: &Permit<ManageMembers>,
    email: Email,
    roles: Vec<Role>,
) -> Result<InvitationReply, PeopleError> {
    let (token, at, by) = (secret()?, permit.at(), permit.person());
    let what = What::Invitation { email: email.clone(), project: permit.project(), roles };
    let row = door
        .db
        .transact(async |tx| {
            members::not_oneself(tx, permit, &email).await?;
            let earlier = of_project(permit).add(Column::UsedAt.is_null()).add(Column::Email.eq(email.as_str()));
            tx.house().delete::<Entity>(earlier).await?;
            if open_ones(tx.house(), permit).await? >= OPEN_AT_ONCE {
                return Err(PeopleError::Enough);
            }
            let id = links::make(tx, &token, &what, Some(by), at).await?;
            audit::add(tx, event("invitation.made", by, Some(permit.project()), "link", id, at)).await?;
            tx.house().one::<Entity>(Column::Id.eq(id)).await?.ok_or(PeopleError::Absent)
        })
        .await?;
    let mailed = door.post.send(Letter::Invitation, &email, &token, row.id);
    Ok(InvitationReply { link: (!mailed).then(|| door.post.address_of(&token)), mailed, ..shown(&row) })
}

/// Takes an open invitation back.
pub(in crate::people) async fn withdraw(
    db: &Db,
    permit: &Permit<ManageMembers>,
    id: uuid::Uuid,
) -> Result<(), PeopleError> {
    let (at, by) = (permit.at(), permit.person());
    let which = of_project(permit).add(Column::Id.eq(id)).add(Column::UsedAt.is_null());
    db.transact(async |tx| {
        if tx.house().delete::<Entity>(which).await? == 0 {
            return Err(PeopleError::Absent);
        }
        audit::add(tx, event("invitation.withdrawn", by, Some(permit.project()), "link", id, at)).await?;
        Ok(())
    })
    .await
}
