//! Members of a project, and invitations to it.

use actix_web::{
    HttpResponse, Responder,
    http::StatusCode,
    web::{Data, Json, Path},
};

use crate::{
    access::{ManageMembers, Permit, SeeProject},
    db::Db,
    ids::{AccountId, ProjectId},
    people::{
        Door, Email, PeopleError, forms,
        reply::{InvitationReply, MemberReply, NewInvitation, NewRoles},
        store::{invitations, members},
    },
    problem::Problem,
};

/// `GET /api/projects/{project}/members`
pub async fn list_members(permit: Permit<SeeProject>, db: Data<Db>) -> Result<Json<Vec<MemberReply>>, Problem> {
    Ok(Json(members::list(&db, &permit).await?))
}

/// `PUT /api/projects/{project}/members/{account}`
pub async fn set_roles(
    permit: Permit<ManageMembers>,
    db: Data<Db>,
    path: Path<(ProjectId, AccountId)>,
    form: Json<NewRoles>,
) -> Result<Json<MemberReply>, Problem> {
    let roles = forms::some_roles(&form.roles).map_err(PeopleError::from)?;
    Ok(Json(members::set_roles(&db, &permit, path.1, &roles).await?))
}

/// `DELETE /api/projects/{project}/members/{account}`
pub async fn remove_member(
    permit: Permit<ManageMembers>,
    db: Data<Db>,
    path: Path<(ProjectId, AccountId)>,
) -> Result<impl Responder, Problem> {
    members::remove(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /api/projects/{project}/invitations`
pub async fn list_invitations(
    permit: Permit<ManageMembers>,
    door: Data<Door>,
) -> Result<Json<Vec<InvitationReply>>, Problem> {
    Ok(Json(invitations::list(&door, &permit).await?))
}

/// `POST /api/projects/{project}/invitations`
pub async fn invite(
    permit: Permit<ManageMembers>,
    door: Data<Door>,
    form: Json<NewInvitation>,
) -> Result<impl Responder, Problem> {
    let email = Email::of_a_form(&form.email).map_err(PeopleError::from)?;
    let roles = forms::some_roles(&form.roles).map_err(PeopleError::from)?;
    Ok((Json(invitations::invite(&door, &permit, email, roles).await?), StatusCode::CREATED))
}

/// `DELETE /api/projects/{project}/invitations/{id}`
pub async fn withdraw_invitation(
    permit: Permit<ManageMembers>,
    db: Data<Db>,
    path: Path<(ProjectId, uuid::Uuid)>,
) -> Result<impl Responder, Problem> {
    invitations::withdraw(&db, &permit, path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}
