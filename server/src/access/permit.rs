//! Proof that somebody may do an act in a project. Made by the extractor from the session or token and the memberships, or
//! answered with "absent".

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};

use super::Act;
use crate::{
    clock::Timestamp,
    db::Db,
    ids::{AccountId, ProjectId},
    people::{self, Credential, Role, Scope},
    problem::Problem,
};

/// This person may do `A` in this project, now. Cannot be made outside this module.
#[derive(Debug)]
pub struct Permit<A> {
    standing: Standing,
    act: PhantomData<fn() -> A>,
}

/// Who somebody is in a project, and what the key they came with is for.
#[derive(Clone, Debug)]
struct Standing {
    person: AccountId,
    project: ProjectId,
    roles: Vec<Role>,
    administrator: bool,
    /// What a program's token may be used for; nothing for a person, who may all that their roles allow.
    token: Option<Vec<Scope>>,
    at: Timestamp,
}

impl Standing {
    fn allows<A: Act>(&self) -> bool {
        let by_key = match &self.token {
            None => true,
            Some(scopes) => A::SCOPE.is_some_and(|scope| scopes.contains(&scope)),
        };
        let by_role = self.roles.iter().any(|role| A::allowed(*role));
        by_key && (by_role || (self.administrator && A::open_to_administrators()))
    }
}

impl<A> Clone for Permit<A> {
    fn clone(&self) -> Self {
        Self { standing: self.standing.clone(), act: PhantomData }
    }
}

impl<A: Act> Permit<A> {
    /// In which project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.standing.project
    }

    /// Who.
    #[must_use]
    pub fn person(&self) -> AccountId {
        self.standing.person
    }

    /// The moment the request came in: what is granted is judged at it.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.standing.at
    }

    /// The roles this person has in the project.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.standing.roles
    }

    /// What this person, with the key they came with, may do in the project, by name.
    #[must_use]
    pub fn may(&self) -> Vec<&'static str> {
        let by_role = super::may(&self.standing.roles, self.standing.administrator);
        by_role.into_iter().filter(|name| self.standing.token.is_none() || self.key_is_for(name)).collect()
    }

    fn key_is_for(&self, name: &str) -> bool {
        let scope = super::scope_of(name);
        self.standing.token.as_ref().is_some_and(|scopes| scope.is_some_and(|scope| scopes.contains(&scope)))
    }

    /// A permit for another act, when this person, with the key they came with, may do that too.
    #[must_use]
    pub fn also<B: Act>(&self) -> Option<Permit<B>> {
        Permit::grant(self.standing.clone())
    }

    fn grant(standing: Standing) -> Option<Self> {
        standing.allows::<A>().then_some(Self { standing, act: PhantomData })
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
        let standing = Standing { person, project, roles, administrator: false, token: None, at };
        Self::grant(standing).ok_or_else(Problem::not_found)
    }
}

impl<A: Act> FromRequest for Permit<A> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let project = request.match_info().get("project").and_then(|text| text.parse::<ProjectId>().ok());
        let somebody = people::somebody_in(request, project);
        let db = request.app_data::<Data<Db>>().cloned();
        Box::pin(async move {
            let (somebody, roles) = somebody.await?;
            let project = project.ok_or_else(Problem::not_found)?;
            let db = db.ok_or_else(|| Problem::unforeseen(&"no database registered"))?;
            if !somebody.token_allows(A::SCOPE, project) {
                return Err(Problem::not_found());
            }
            // An administrator is let in without a role only where there is a project.
            if roles.is_empty() && !people::project_exists(&db, project).await? {
                return Err(Problem::not_found());
            }
            let administrator = somebody.administrator && somebody.is_in_person();
            let token = match somebody.credential {
                Credential::Session(_) => None,
                Credential::Token { scopes, .. } => Some(scopes),
            };
            let standing = Standing { person: somebody.account, project, roles, administrator, token, at: somebody.at };
            Self::grant(standing).ok_or_else(Problem::not_found)
        })
    }
}
