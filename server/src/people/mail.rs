//! Mail: invitations and links for a new password, sent in the background. Must never log an address or a link, and never
//! name a project or a story in a letter, because mail lies open on many machines.

use std::{sync::Arc, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use super::Email;
use crate::config::{MailConfig, WebConfig};

/// How long to wait before each further try, in seconds.
const AGAIN_AFTER_SECONDS: [u64; 3] = [5, 60, 600];

/// Why mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address of the mail server is none.
    #[error("KITH_MAIL_SERVER is no address of a mail server, such as smtps://user:password@host")]
    Server,
    /// There is no sender, or it is no address.
    #[error("KITH_MAIL_FROM is needed with a mail server, such as Kith <stories@example.org>")]
    From,
}

/// What a letter is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Letter {
    /// Somebody is invited.
    Invitation,
    /// Somebody forgot their password.
    Reset,
}

impl Letter {
    fn words(self, link: &str) -> (&'static str, String) {
        match self {
            Self::Invitation => (
                "An invitation",
                format!(
                    "Hello,\n\nyou are invited to work with others in Kith. Open this link within seven days; it works \
                     once:\n\n{link}\n\nIf you did not expect this, you need not do anything.\n"
                ),
            ),
            Self::Reset => (
                "A new password",
                format!(
                    "Hello,\n\nsomebody asked for a new password for this address. Open this link within two hours; it \
                     works once:\n\n{link}\n\nIf it was not you, you need not do anything: your password stays as it is.\n"
                ),
            ),
        }
    }
}

/// How mail leaves, if it does, and which address our links begin with. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    smtp: Option<Arc<Smtp>>,
    begins: Arc<str>,
}

struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Post {
    /// As the settings say. Links never begin with what a request claims to be the host: a stranger could write it.
    ///
    /// # Errors
    /// When the settings make no sense.
    pub fn new(mail: &MailConfig, web: &WebConfig) -> Result<Self, MailError> {
        let begins = web.public_url.clone().unwrap_or_else(|| format!("http://{}", web.listen));
        let smtp = match &mail.server {
            None => None,
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|_holds_a_password| MailError::Server)?;
                let from = mail.from.as_deref().and_then(|from| from.parse().ok()).ok_or(MailError::From)?;
                let transport = transport.timeout(Some(Duration::from_secs(30))).build();
                Some(Arc::new(Smtp { transport, from }))
            }
        };
        Ok(Self { smtp, begins: begins.trim_end_matches('/').into() })
    }

    /// Whether mail leaves.
    #[must_use]
    pub fn leaves(&self) -> bool {
        self.smtp.is_some()
    }

    /// The whole address of a one-time link.
    #[must_use]
    pub(super) fn address_of(&self, token: &str) -> String {
        format!("{}/link/{token}", self.begins)
    }

    /// Sends a letter with a link in the background, with a few tries, and says whether it will.
    pub(super) fn send(&self, letter: Letter, to: &Email, token: &str, id: uuid::Uuid) -> bool {
        let (subject, body) = letter.words(&self.address_of(token));
        self.send_words(subject, body, to.as_str(), id)
    }

    /// Whether mail could reach this: an address, and nothing else that people write into such a field.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.trim().parse::<lettre::Address>().is_ok()
    }

    /// Sends a letter in the background, with a few tries, and says whether it will: not where there is no mail, or this is
    /// no address.
    #[must_use]
    pub fn send_words(&self, subject: &str, body: String, to: &str, id: uuid::Uuid) -> bool {
        let Some(smtp) = self.smtp.clone() else { return false };
        let Ok(to) = to.trim().parse() else { return false };
        let message = Message::builder()
            .from(smtp.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body);
        let Ok(message) = message else { return false };
        tokio::spawn(async move { smtp.deliver(message, id).await });
        true
    }
}

impl Smtp {
    async fn deliver(&self, message: Message, id: uuid::Uuid) {
        for wait in AGAIN_AFTER_SECONDS.into_iter().map(Some).chain([None]) {
            match (self.transport.send(message.clone()).await, wait) {
                (Ok(_), _) => {
                    tracing::info!(letter.id = %id, "letter sent");
                    return;
                }
                (Err(error), Some(seconds)) if !error.is_permanent() => {
                    tracing::warn!(letter.id = %id, seconds, "letter not sent yet");
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                }
                // What the server said may name the address, so only its number is written down.
                (Err(error), _) => {
                    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
                    tracing::error!(letter.id = %id, code, "letter not sent");
                    return;
                }
            }
        }
    }
}
