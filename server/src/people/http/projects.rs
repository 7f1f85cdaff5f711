//! Organisations and projects.

use actix_web::{
    HttpResponse, Responder,
    http::StatusCode,
    web::{Data, Json, Path},
};

use crate::{
    access::{ChangeProject, Permit},
    db::Db,
    ids::OrganisationId,
    people::{
        Administrator, PeopleError, SignedIn, forms,
        reply::{ChangedProject, Keeper, NewProject, OrganisationReply, ProjectReply},
        store::projects::{self, Organisation},
    },
    problem::{FieldProblem, Problem},
};

impl TryFrom<NewProject> for projects::NewProject {
    type Error = FieldProblem;

    fn try_from(form: NewProject) -> Result<Self, FieldProblem> {
        let organisation = match (form.organisation_id, form.organisation_name) {
            (Some(id), _) => Organisation::Known(id),
            (None, Some(name)) => Organisation::New(forms::a_name("/organisation_name", &name)?),
            (None, None) => Organisation::TheOnlyOne,
        };
        Ok(Self {
            name: forms::a_name("/name", &form.name)?,
            description: forms::some_sentences("/description", &form.description)?,
            language: forms::a_language("/language", &form.language)?,
            organisation,
        })
    }
}

/// `GET /api/organisations`
pub async fn list_organisations(me: SignedIn, db: Data<Db>) -> Result<Json<Vec<OrganisationReply>>, Problem> {
    let me = me.in_person()?;
    Ok(Json(projects::organisations_of(&db, &me).await?))
}

/// `POST /api/projects`
pub async fn make_project(me: SignedIn, db: Data<Db>, form: Json<NewProject>) -> Result<impl Responder, Problem> {
    let me = me.in_person()?;
    let new = projects::NewProject::try_from(form.into_inner()).map_err(PeopleError::from)?;
    Ok((Json(projects::make(&db, &me, new).await?), StatusCode::CREATED))
}

/// `PATCH /api/projects/{project}`
pub async fn change_project(
    permit: Permit<ChangeProject>,
    db: Data<Db>,
    form: Json<ChangedProject>,
) -> Result<Json<ProjectReply>, Problem> {
    let name = form.name.as_deref().map(|text| forms::a_name("/name", text));
    let description = form.description.as_deref().map(|text| forms::some_sentences("/description", text));
    let language = form.language.as_deref().map(|text| forms::a_language("/language", text));
    let name = name.transpose().map_err(PeopleError::from)?;
    let description = description.transpose().map_err(PeopleError::from)?;
    let language = language.transpose().map_err(PeopleError::from)?;
    let retention_months = form.retention_months;
    if retention_months.is_some_and(|months| !(0..=1200).contains(&months)) {
        let detail = "Between 1 and 1,200 months; 0 for as long as narrators allow.";
        return Err(Problem::invalid("/retention_months", "out-of-bounds", detail));
    }
    let changes = ChangedProject { name, description, language, retention_months };
    Ok(Json(projects::change(&db, &permit, changes).await?))
}

/// `PUT /api/organisations/{organisation}/keeper`: what consent records tell of who keeps the stories.
pub async fn keep_keeper(
    me: Administrator,
    db: Data<Db>,
    path: Path<OrganisationId>,
    body: Json<Keeper>,
) -> Result<HttpResponse, Problem> {
    let said = |at: &str, text: &str| forms::some_sentences(at, text).map_err(PeopleError::from);
    let keeper = Keeper {
        address: said("/address", &body.address)?,
        contact: said("/contact", &body.contact)?,
        jurisdiction: said("/jurisdiction", &body.jurisdiction)?,
        storage_place: said("/storage_place", &body.storage_place)?,
    };
    projects::keep_keeper(&db, &me, *path, keeper).await?;
    Ok(HttpResponse::NoContent().finish())
}
