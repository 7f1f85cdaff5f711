//! Who is asking: read from the session cookie or from an API token. Secrets are looked up by their SHA-256; being 32
//! random bytes they need no slow hash, and the look-up tells nothing by its timing.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{AUTHORIZATION, HeaderMap},
    web::Data,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, IntoCondition},
};
use sha2::{Digest, Sha256};

use super::{Role, Scope, rows};
use crate::{
    clock::{Clock, Timestamp},
    config::WebConfig,
    db::{Db, from_row},
    ids::{AccountId, ProjectId},
    problem::Problem,
};

/// Stands for no project: nobody has a role there.
const NOWHERE: ProjectId = ProjectId(uuid::Uuid::nil());

/// Somebody who proved who they are.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Their account.
    pub account: AccountId,
    /// Whether they keep the installation.
    pub administrator: bool,
    /// How they proved it.
    pub credential: Credential,
    /// When the request came in.
    pub at: Timestamp,
}

/// How somebody proved who they are.
#[derive(Clone, Debug)]
pub enum Credential {
    /// By signing in: the session's id.
    Session(uuid::Uuid),
    /// By a token of theirs, which may be for some work and one project only.
    Token {
        /// What it may be used for.
        scopes: Vec<Scope>,
        /// Where, if not everywhere.
        project: Option<ProjectId>,
    },
}

impl SignedIn {
    /// Whether a token (if this is one) covers an act of this scope in this project.
    #[must_use]
    pub fn token_allows(&self, scope: Option<Scope>, in_project: ProjectId) -> bool {
        match &self.credential {
            Credential::Session(_) => true,
            Credential::Token { scopes, project } => {
                scope.is_some_and(|scope| scopes.contains(&scope)) && project.is_none_or(|only| only == in_project)
            }
        }
    }

    /// Whether a person signed in, rather than a program with a token.
    #[must_use]
    pub fn is_in_person(&self) -> bool {
        matches!(self.credential, Credential::Session(_))
    }

    /// The same, for what only a person may do.
    ///
    /// # Errors
    /// "Absent" for a program.
    pub fn in_person(self) -> Result<Self, Problem> {
        if self.is_in_person() { Ok(self) } else { Err(Problem::not_found()) }
    }
}

/// Somebody who keeps the installation: organisations, people, settings, backups; never stories.
#[derive(Clone, Debug)]
pub struct Administrator(pub SignedIn);

/// The name of the session cookie: bound to host and TLS where there is TLS.
#[must_use]
pub fn cookie_name(config: &WebConfig) -> &'static str {
    if config.is_https() { "__Host-kith" } else { "kith" }
}

/// What is stored of a secret that was handed out.
#[must_use]
pub fn secret_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// What is asked of a session with every request: as one question, for no more than is needed.
struct Found {
    id: uuid::Uuid,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    expires_at: Timestamp,
    account_id: AccountId,
    administrator: bool,
    disabled_at: Option<Timestamp>,
    role: Option<String>,
}

from_row!(Found { id, created_at, last_seen_at, expires_at, account_id, administrator, disabled_at, role });

/// The session with this secret; one row for each role in the project, and one without any.
async fn sessions(db: &Db, secret: &str, project: ProjectId) -> Result<Vec<Found>, DbErr> {
    use rows::{account, membership, session};
    let whose = session::Entity::belongs_to(account::Entity).from(session::Column::AccountId).to(account::Column::Id);
    let member = session::Entity::belongs_to(membership::Entity)
        .from(session::Column::AccountId)
        .to(membership::Column::AccountId)
        .on_condition(move |_, member| Expr::col((member, membership::Column::ProjectId)).eq(project).into_condition());
    let house = db.house();
    let found = house
        .select::<session::Entity>()
        .select_only()
        .columns([session::Column::Id, session::Column::CreatedAt, session::Column::LastSeenAt])
        .columns([session::Column::ExpiresAt, session::Column::AccountId])
        .columns([account::Column::Administrator, account::Column::DisabledAt])
        .column(membership::Column::Role)
        .join(JoinType::InnerJoin, whose.into())
        .join(JoinType::LeftJoin, member.into())
        .filter(session::Column::SecretHash.eq(secret_hash(secret)));
    house.rows(found).await
}

async fn by_session(
    db: &Db,
    secret: &str,
    at: Timestamp,
    project: ProjectId,
) -> Result<Option<(SignedIn, Vec<Role>)>, Problem> {
    let found = sessions(db, secret, project).await?;
    let Some(session) = found.first().filter(|one| one.expires_at > at && one.disabled_at.is_none()) else {
        return Ok(None);
    };
    if session.last_seen_at.plus_minutes(5) < at {
        let seen = rows::session::ActiveModel {
            id: Set(session.id),
            last_seen_at: Set(at),
            expires_at: Set(super::store::session_end(session.created_at, at)),
            ..Default::default()
        };
        // OK to lose: the session may have been ended meanwhile, and then it must stay ended.
        let _ended_meanwhile = db.transact(async |tx| tx.house().update(seen).await).await;
    }
    let roles = found.iter().filter_map(|one| Role::parse(one.role.as_deref()?)).collect();
    let (account, administrator) = (session.account_id, session.administrator);
    Ok(Some((SignedIn { account, administrator, credential: Credential::Session(session.id), at }, roles)))
}

async fn by_token(
    db: &Db,
    secret: &str,
    at: Timestamp,
    project: ProjectId,
) -> Result<Option<(SignedIn, Vec<Role>)>, Problem> {
    let Some(token) =
        db.house().one::<rows::api_token::Entity>(rows::api_token::Column::SecretHash.eq(secret_hash(secret))).await?
    else {
        return Ok(None);
    };
    if token.revoked_at.is_some() || token.expires_at <= at {
        return Ok(None);
    }
    let Some(account) = db.house().one::<rows::account::Entity>(rows::account::Column::Id.eq(token.account_id)).await?
    else {
        return Ok(None);
    };
    if account.disabled_at.is_some() {
        return Ok(None);
    }
    if token.last_used_at.is_none_or(|last| last.plus_minutes(5) < at) {
        let used =
            rows::api_token::ActiveModel { id: Set(token.id), last_used_at: Set(Some(at)), ..Default::default() };
        // OK to lose: the token may have been revoked meanwhile.
        let _revoked_meanwhile = db.transact(async |tx| tx.house().update(used).await).await;
    }
    let scopes = token.scopes.split(' ').filter_map(Scope::parse).collect();
    let credential = Credential::Token { scopes, project: token.project_id };
    let roles = super::roles_in(db, account.id, project).await?;
    Ok(Some((SignedIn { account: account.id, administrator: account.administrator, credential, at }, roles)))
}

/// Who asks, and the roles they have in a project; none where no project is named.
///
/// # Errors
/// "Signed out" when nobody is; otherwise when the database fails.
pub(crate) fn somebody_in(
    request: &HttpRequest,
    project: Option<ProjectId>,
) -> impl Future<Output = Result<(SignedIn, Vec<Role>), Problem>> + 'static {
    let project = project.unwrap_or(NOWHERE);
    let db = request.app_data::<Data<Db>>().cloned();
    let at = request.app_data::<Data<Clock>>().map(|clock| clock.now());
    let token = bearer(request.headers()).map(str::to_owned);
    let name = request.app_data::<Data<WebConfig>>().map_or("kith", |config| cookie_name(config));
    let cookie = request.cookie(name).map(|cookie| cookie.value().to_owned());
    async move {
        let (Some(db), Some(at)) = (db, at) else { return Err(Problem::unforeseen(&"the app is not whole")) };
        let found = match (token, cookie) {
            (Some(token), _) => by_token(&db, &token, at, project).await?,
            (None, Some(cookie)) => by_session(&db, &cookie, at, project).await?,
            (None, None) => None,
        };
        found.ok_or_else(Problem::signed_out)
    }
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let somebody = somebody_in(request, None);
        Box::pin(async move { Ok(somebody.await?.0) })
    }
}

impl FromRequest for Administrator {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        Box::pin(async move {
            let somebody = signed_in.await?.in_person()?;
            if somebody.administrator { Ok(Self(somebody)) } else { Err(Problem::not_found()) }
        })
    }
}
