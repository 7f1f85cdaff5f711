//! Proof that somebody may do an act in a project. Made by the extractor from the session or token and the memberships, or
//! answered with "absent".

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};

use super::Act;
use crate::{
    clock::Timestamp,
    db::Db,
    ids::{AccountId, ProjectId},
    people::{self, Role, SignedIn},
    problem::Problem,
};

/// This person may do `A` in this project, now. Cannot be made outside this module.
#[derive(Debug)]
pub struct Permit<A> {
    person: AccountId,
    project: ProjectId,
    roles: Vec<Role>,
    administrator: bool,
    at: Timestamp,
    act: PhantomData<fn() -> A>,
}

impl<A> Clone for Permit<A> {
    fn clone(&self) -> Self {
        Self {
            person: self.person,
            project: self.project,
            roles: self.roles.clone(),
            administrator: self.administrator,
            at: self.at,
            act: PhantomData,
        }
    }
}

impl<A: Act> Permit<A> {
    /// In which project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.project
    }

    /// Who.
    #[must_use]
    pub fn person(&self) -> AccountId {
        self.person
    }

    /// The moment the request came in: what is granted is judged at it.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The roles this person has in the project.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// What this person may do in the project, by name.
    #[must_use]
    pub fn may(&self) -> Vec<&'static str> {
        super::may(&self.roles, self.administrator)
    }

    /// A permit for another act, when this person may do that too.
    #[must_use]
    pub fn also<B: Act>(&self) -> Option<Permit<B>> {
        Permit::grant(self.person, self.project, self.roles.clone(), self.administrator, self.at)
    }

    fn grant(
        person: AccountId,
        project: ProjectId,
        roles: Vec<Role>,
        administrator: bool,
        at: Timestamp,
    ) -> Option<Self> {
        let allowed = roles.iter().any(|role| A::allowed(*role)) || (administrator && A::open_to_administrators());
        allowed.then_some(Self { person, project, roles, administrator, at, act: PhantomData })
    }

    /// A permit for the command line: whoever can open the keys of this machine, acting as a member of the project.
    ///
    /// # Errors
    /// "Absent" when that member may not do the act.
    pub async fn at_the_console(
        db: &Db,
        person: AccountId,
        project: ProjectId,
        at: Timestamp,
    ) -> Result<Self, Problem> {
        let roles = people::roles_in(db, person, project).await?;
        Self::grant(person, project, roles, false, at).ok_or_else(Problem::not_found)
    }
}

impl<A: Act> FromRequest for Permit<A> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        let project = request.match_info().get("project").and_then(|text| text.parse::<ProjectId>().ok());
        let db = request.app_data::<Data<Db>>().cloned();
        Box::pin(async move {
            let somebody = signed_in.await?;
            let project = project.ok_or_else(Problem::not_found)?;
            let db = db.ok_or_else(|| Problem::unforeseen(&"no database registered"))?;
            if !somebody.token_allows(A::SCOPE, project) {
                return Err(Problem::not_found());
            }
            let roles = people::roles_in(&db, somebody.account, project).await?;
            // An administrator is let in without a role only where there is a project.
            if roles.is_empty() && !people::project_exists(&db, project).await? {
                return Err(Problem::not_found());
            }
            let administrator = somebody.administrator && somebody.is_in_person();
            Self::grant(somebody.account, project, roles, administrator, somebody.at).ok_or_else(Problem::not_found)
        })
    }
}
