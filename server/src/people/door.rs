//! At the door: setting up, signing in, using a link, choosing a password. Everything a stranger can try is counted first,
//! costs the same whether there is an account or not, and is answered alike.

use super::{
    Email, MailError, Neighbourhood, Password, Passwords, PeopleError, Post, Throttle, forms,
    links::{self, Link, LinkKind, What},
    mail::Letter,
    reply::{ChangePassword, NewPassword, SetUp, SignIn},
    store,
    throttle::Try,
};
use crate::{
    audit,
    clock::{Clock, Timestamp},
    config::Config,
    db::Db,
    ids::{AccountId, ProjectId},
};

/// What the door stands on.
#[derive(Clone)]
pub struct Door {
    /// The records.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Where passwords are hashed.
    pub passwords: Passwords,
    /// How often somebody may try.
    pub throttle: Throttle,
    /// How mail leaves.
    pub post: Post,
}

/// Somebody who just came in, with the secret of their session.
pub(super) struct Entered {
    pub(super) account: AccountId,
    pub(super) secret: String,
}

/// How somebody comes: from where, and with which session that ends when a new one begins.
pub struct Coming {
    pub(super) from: Neighbourhood,
    pub(super) old_session: Option<String>,
}

/// An act of somebody on an account or in a project.
pub(super) fn event(
    act: &'static str,
    actor: AccountId,
    project: Option<ProjectId>,
    on: &'static str,
    subject: uuid::Uuid,
    at: Timestamp,
) -> audit::Event {
    audit::Event { act, actor: Some(actor), project, on, subject: Some(subject), at }
}

impl Door {
    /// A door to these records.
    ///
    /// # Errors
    /// When the settings of mail make no sense.
    pub fn new(db: &Db, clock: &Clock, config: &Config) -> Result<Self, MailError> {
        Ok(Self {
            db: db.clone(),
            clock: clock.clone(),
            passwords: Passwords::new(),
            throttle: Throttle::new(clock.clone()),
            post: Post::new(&config.mail, &config.web)?,
        })
    }

    /// The hash to keep of something that a narrator carries.
    ///
    /// # Errors
    /// "Slow down" when too many wait.
    pub async fn hash_carried(&self, carried: &str) -> Result<String, PeopleError> {
        self.hashed(Password::typed(carried)).await
    }

    /// Whether this is what the narrator carries; the same work where there is nobody. Slow after a failure.
    ///
    /// # Errors
    /// "Slow down" when it was tried too often.
    pub async fn try_carried(
        &self,
        from: &Neighbourhood,
        carried: &str,
        hash: Option<String>,
    ) -> Result<bool, PeopleError> {
        let pace = self.throttle.count(from, Try::ReturnCode(carried)).await?;
        let fits = self.fits(Password::typed(carried), hash).await?;
        if !fits {
            pace.after_failure().await;
        }
        Ok(fits)
    }

    /// Counts that a link opened nothing, and is slow about it: whoever guesses links comes to nothing.
    ///
    /// # Errors
    /// "Slow down" when too many were tried.
    pub async fn tried_link(&self, from: &Neighbourhood, secret: &str) -> Result<(), PeopleError> {
        self.throttle.count(from, Try::Link(secret)).await?.after_failure().await;
        Ok(())
    }

    /// Whether this is the password behind the hash, when it is its turn.
    async fn fits(&self, password: Password, hash: Option<String>) -> Result<bool, PeopleError> {
        self.throttle.slowly(self.passwords.verify(password, hash).await).await
    }

    /// The hash to keep, when it is its turn.
    async fn hashed(&self, password: Password) -> Result<String, PeopleError> {
        self.throttle.slowly(self.passwords.hash(password).await).await
    }

    /// Signs somebody in.
    pub(super) async fn sign_in(&self, coming: &Coming, form: &SignIn) -> Result<Entered, PeopleError> {
        let Some(email) = Email::parse(&form.email) else { return Err(PeopleError::WrongSignIn) };
        let pace = self.throttle.count(&coming.from, Try::Account(email.as_str())).await?;
        let known = store::accounts::by_email(self.db.house(), &email).await?;
        let hash = known.as_ref().and_then(|account| account.password_hash.clone());
        let fits = self.fits(Password::typed(&form.password), hash.clone()).await?;
        let Some(account) = known.filter(|account| fits && account.disabled_at.is_none()) else {
            pace.after_failure().await;
            return Err(PeopleError::WrongSignIn);
        };
        let at = self.clock.now();
        self.db
            .transact(async |tx| {
                // The password may have been changed while this one was being compared: then it opens nothing any more.
                let now = store::accounts::by_id(tx.house(), account.id).await?;
                if now.is_none_or(|now| now.password_hash != hash) {
                    return Err(PeopleError::WrongSignIn);
                }
                let secret = store::sessions::begin(tx, coming, account.id, at).await?;
                Ok(Entered { account: account.id, secret })
            })
            .await
    }

    /// Makes the first organisation and the account that keeps the installation.
    pub(super) async fn set_up(&self, coming: &Coming, form: &SetUp) -> Result<Entered, PeopleError> {
        let pace = self.throttle.count(&coming.from, Try::SetUp).await?;
        if !store::accounts::nobody(self.db.house()).await? {
            return Err(PeopleError::SetUpAlready);
        }
        let at = self.clock.now();
        let link = store::links::open(self.db.house(), &form.token, at).await?;
        if !link.is_some_and(|link| matches!(link.what, What::SetUp)) {
            pace.after_failure().await;
            return Err(PeopleError::LinkOver);
        }
        let email = Email::of_a_form(&form.email)?;
        let person = store::accounts::NewAccount {
            display_name: forms::a_name("/display_name", &form.display_name)?,
            language: forms::a_language("/language", &form.language)?,
            password_hash: self.hashed(Password::chosen(&form.password, &email)?).await?,
            email,
            administrator: true,
        };
        let organisation = forms::a_name("/organisation", &form.organisation)?;
        self.db
            .transact(async |tx| {
                if !store::accounts::nobody(tx.house()).await? {
                    return Err(PeopleError::SetUpAlready);
                }
                let account = store::accounts::make(tx, &person, at).await?;
                store::projects::make_organisation(tx, &organisation, at).await?;
                store::links::drop_all(tx, LinkKind::SetUp).await?;
                audit::add(tx, event("account.set-up", account, None, "account", account.0, at)).await?;
                Ok(Entered { account, secret: store::sessions::begin(tx, coming, account, at).await? })
            })
            .await
    }

    /// Uses an invitation or a link for a new password.
    pub(super) async fn use_link(
        &self,
        coming: &Coming,
        token: &str,
        form: &NewPassword,
    ) -> Result<Entered, PeopleError> {
        let pace = self.throttle.count(&coming.from, Try::Link(token)).await?;
        let Some(link) = store::links::open(self.db.house(), token, self.clock.now()).await? else {
            pace.after_failure().await;
            return Err(PeopleError::LinkOver);
        };
        match link.what.clone() {
            What::SetUp => Err(PeopleError::LinkOver),
            What::Reset { account } => self.reset(coming, &link, account, form).await,
            What::Invitation { email, .. } => self.accept(coming, &link, email, form).await,
        }
    }

    async fn reset(
        &self,
        coming: &Coming,
        link: &Link,
        account: AccountId,
        form: &NewPassword,
    ) -> Result<Entered, PeopleError> {
        let known = store::accounts::by_id(self.db.house(), account).await?.ok_or(PeopleError::LinkOver)?;
        let email = Email::parse(&known.email).ok_or(PeopleError::LinkOver)?;
        let hash = self.hashed(Password::chosen(&form.password, &email)?).await?;
        let at = self.clock.now();
        self.db
            .transact(async |tx| {
                store::links::spend(tx, link, at).await?;
                store::accounts::set_password(tx, account, hash, at).await?;
                store::sessions::end_all(tx, account, None).await?;
                // Whoever had the old password may have made tokens with it.
                store::tokens::revoke_all(tx, account, None, account, at).await?;
                audit::add(tx, event("account.password-reset", account, None, "account", account.0, at)).await?;
                Ok(Entered { account, secret: store::sessions::begin(tx, coming, account, at).await? })
            })
            .await
    }

    /// Accepts an invitation: with a new account, or with the password of the one there is. What is asked for and how long
    /// it takes is the same.
    async fn accept(
        &self,
        coming: &Coming,
        link: &Link,
        email: Email,
        form: &NewPassword,
    ) -> Result<Entered, PeopleError> {
        let pace = self.throttle.count(&coming.from, Try::Account(email.as_str())).await?;
        let password = Password::chosen(&form.password, &email)?;
        let display_name = forms::a_name("/display_name", form.display_name.as_deref().unwrap_or_default())?;
        let language = forms::a_language("/language", form.language.as_deref().unwrap_or("en"))?;
        let known = store::accounts::by_email(self.db.house(), &email).await?;
        let newcomer = match &known {
            Some(account) => {
                let fits = self.fits(password, account.password_hash.clone()).await?;
                if !fits || account.disabled_at.is_some() {
                    pace.after_failure().await;
                    return Err(PeopleError::WrongSignIn);
                }
                None
            }
            None => {
                let password_hash = self.hashed(password).await?;
                let administrator = false;
                Some(store::accounts::NewAccount { display_name, language, password_hash, email, administrator })
            }
        };
        let known = known.map(|account| account.id);
        let at = self.clock.now();
        self.db
            .transact(async |tx| {
                store::links::spend(tx, link, at).await?;
                let account = match (known, &newcomer) {
                    (Some(account), _) => account,
                    (None, Some(newcomer)) => store::accounts::make(tx, newcomer, at).await?,
                    (None, None) => return Err(PeopleError::LinkOver),
                };
                store::members::join(tx, link, account, at).await?;
                Ok(Entered { account, secret: store::sessions::begin(tx, coming, account, at).await? })
            })
            .await
    }

    /// Sends a link for a new password, if there is such an account and mail leaves. All of it happens after the answer.
    pub(super) async fn ask_reset(&self, coming: &Coming, email: Email) -> Result<(), PeopleError> {
        self.throttle.count_letter(&coming.from, email.as_str()).await?;
        let door = self.clone();
        if self.post.leaves() {
            tokio::spawn(async move {
                if let Err(error) = door.send_reset(&email).await {
                    let _logged = crate::problem::Problem::from(error);
                }
            });
        }
        Ok(())
    }

    async fn send_reset(&self, email: &Email) -> Result<(), PeopleError> {
        let Some(account) = store::accounts::by_email(self.db.house(), email).await? else { return Ok(()) };
        if account.disabled_at.is_none() {
            let (token, id) = self.make_reset(account.id, None).await?;
            self.post.send(Letter::Reset, email, &token, id);
        }
        Ok(())
    }

    /// A link for a new password, made by somebody who keeps the installation. It is shown only where no mail leaves.
    pub(super) async fn reset_for(&self, account: AccountId, by: AccountId) -> Result<Option<String>, PeopleError> {
        let known = store::accounts::by_id(self.db.house(), account).await?.ok_or(PeopleError::Absent)?;
        let email = Email::parse(&known.email).ok_or(PeopleError::Absent)?;
        let (token, id) = self.make_reset(account, Some(by)).await?;
        let mailed = self.post.send(Letter::Reset, &email, &token, id);
        Ok((!mailed).then(|| self.post.address_of(&token)))
    }

    async fn make_reset(&self, account: AccountId, by: Option<AccountId>) -> Result<(String, uuid::Uuid), PeopleError> {
        let (token, at) = (links::secret()?, self.clock.now());
        self.db
            .transact(async |tx| {
                store::links::drop_resets(tx, account).await?;
                let id = store::links::make(tx, &token, &What::Reset { account }, by, at).await?;
                if let Some(by) = by {
                    let made = event("account.reset-link-made", by, None, "account", account.0, at);
                    audit::add(tx, made).await?;
                }
                Ok((token, id))
            })
            .await
    }

    /// Changes a password by whoever knows the present one. Every other session ends, and open links for a new one too.
    pub(super) async fn change_password(
        &self,
        coming: &Coming,
        account: AccountId,
        session: Option<uuid::Uuid>,
        form: &ChangePassword,
    ) -> Result<(), PeopleError> {
        let known = store::accounts::by_id(self.db.house(), account).await?.ok_or(PeopleError::Absent)?;
        let email = Email::parse(&known.email).ok_or(PeopleError::Absent)?;
        let pace = self.throttle.count(&coming.from, Try::Account(email.as_str())).await?;
        if !self.fits(Password::typed(&form.current), known.password_hash).await? {
            pace.after_failure().await;
            return Err(PeopleError::WrongPassword);
        }
        let hash = self.hashed(Password::chosen(&form.password, &email)?).await?;
        let at = self.clock.now();
        self.db
            .transact(async |tx| {
                store::accounts::set_password(tx, account, hash, at).await?;
                store::sessions::end_all(tx, account, session).await?;
                store::links::drop_resets(tx, account).await?;
                audit::add(tx, event("account.password-changed", account, None, "account", account.0, at)).await?;
                Ok(())
            })
            .await
    }
}
