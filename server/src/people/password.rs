//! Passwords: argon2id with the parameters OWASP advises, never on the threads that answer requests, and never more than
//! two at once, because each takes 19 MiB and a processor. Must never log a password, and never tell by its time whether
//! there is an account.

use std::{sync::Arc, thread::available_parallelism};

use actix_web::web;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{Email, PeopleError};
use crate::problem::FieldProblem;

/// How many are hashed at the same time, at most. Unbounded, 64 sign-ins took 5 GB and froze every other path.
const AT_ONCE: usize = 2;
/// How many more may wait for their turn.
const WAITING: usize = 16;
/// The longest password, in bytes: a bound on the work that strangers can ask for.
const LONGEST_BYTES: usize = 1000;
/// The shortest password that is taken, in characters.
const SHORTEST: usize = 10;

/// Of ten characters and more, those that are tried first.
const COMMON: &str = "\
    0123456789 0987654321 1122334455 1231231234 123123123123 1234567890 12345678910 1234567891 123456789a \
    123456789q 1234qwerasdf 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 9876543210 abcdefghij abcd123456 administrator \
    asdfasdfasdf asdfghjkl; asdfghjkl1 changemenow charlie123 chocolate1 computer123 consumer123 \
    correcthorsebatterystaple football123 iloveyou12 iloveyou123 internet123 letmein123 liverpool1 manchester \
    michael123 mypassword newpassword p@ssw0rd123 passw0rd123 password01 password10 password11 password12 \
    password123 password1234 passwordpassword pokemon123 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv \
    qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop123 sunshine123 superman123 testtest123 \
    unknown123 volunteer1 welcome123 welcome1234 welkom1234 welkom12345 whatever123 wachtwoord wachtwoord1 \
    wachtwoord123 zaqwsxcde123 zxcvbnm123 kithkithkith testimony1 integration";

/// A password as it was typed, in one of the ways Unicode can write it, so that another keyboard writes the same.
/// Wiped from memory when it is no longer needed; hides from `Debug`.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// As somebody typed it to sign in. One that is too long to be anybody's becomes one that is nobody's.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let text = if text.len() > LONGEST_BYTES { "" } else { text };
        Self(Zeroizing::new(text.nfc().collect()))
    }

    /// As somebody chose it for this address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn chosen(text: &str, email: &Email) -> Result<Self, FieldProblem> {
        let wrong = |code: &str, detail: &str| FieldProblem {
            at: "/password".to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        };
        if text.len() > LONGEST_BYTES {
            return Err(wrong("password.long", "This password is longer than 1,000 bytes. Choose a shorter one."));
        }
        let password = Self::typed(text);
        if password.0.chars().count() < SHORTEST {
            return Err(wrong("password.short", "This password is too short. Use at least ten characters."));
        }
        let small = Zeroizing::new(password.0.to_lowercase());
        let same_again = small.chars().collect::<std::collections::BTreeSet<_>>().len() < 4;
        let of_the_address = *small == email.as_str() || *small == email.before_the_at();
        if same_again || of_the_address || COMMON.split_whitespace().any(|common| common == small.as_str()) {
            return Err(wrong("password.common", "This password is easy to guess. Choose another."));
        }
        Ok(password)
    }
}

/// Where passwords are hashed, in turns.
#[derive(Clone)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
    in_the_house: Arc<Semaphore>,
    nobodys: Arc<str>,
}

impl Passwords {
    /// Ready to hash. Hashes one password of nobody, to be compared where there is no account.
    #[must_use]
    pub fn new() -> Self {
        // Half of the processors at most: the other half answers everybody else.
        let at_once = available_parallelism().map_or(1, |processors| processors.get() / 2).clamp(1, AT_ONCE);
        let nobodys = Argon2::default().hash_password(b"nobody has this password").map(|hash| hash.to_string());
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            in_the_house: Arc::new(Semaphore::new(at_once + WAITING)),
            nobodys: nobodys.unwrap_or_default().into(),
        }
    }

    /// The hash to keep.
    ///
    /// # Errors
    /// "Busy" when too many wait already.
    pub async fn hash(&self, password: Password) -> Result<String, PeopleError> {
        let hashed = self
            .in_turn(move || Argon2::default().hash_password(password.0.as_bytes()).map(|hash| hash.to_string()))
            .await?;
        hashed.map_err(|cause| PeopleError::Machine(format!("argon2: {cause}")))
    }

    /// Whether this is the password behind the hash. Without a hash (there is no such account) the same work is done.
    ///
    /// # Errors
    /// "Busy" when too many wait already.
    pub async fn verify(&self, password: Password, hash: Option<String>) -> Result<bool, PeopleError> {
        let (known, hash) = (hash.is_some(), hash.unwrap_or_else(|| self.nobodys.to_string()));
        let fits = self
            .in_turn(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.0.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(fits && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PeopleError> {
        let Ok(_place) = self.in_the_house.try_acquire() else { return Err(PeopleError::Busy) };
        let Ok(turn) = self.at_once.clone().acquire_owned().await else { return Err(PeopleError::Busy) };
        // The turn goes into the work: whoever stops waiting for the answer does not make room for more of it.
        let done = web::block(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_stopped| PeopleError::Machine("hashing was stopped".to_owned()))
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<String> {
        let email = Email::parse("mariam.haddad@example.org").unwrap();
        Password::chosen(text, &email).err().map(|problem| problem.code)
    }

    #[test]
    fn easy_passwords_are_refused_and_long_sentences_taken() {
        assert_eq!(refusal("nine char").as_deref(), Some("password.short"));
        assert_eq!(refusal("Password123").as_deref(), Some("password.common"));
        assert_eq!(refusal("aaaaaaaaaaaa").as_deref(), Some("password.common"));
        assert_eq!(refusal("Mariam.Haddad@example.org").as_deref(), Some("password.common"));
        assert_eq!(refusal(&"long ".repeat(201)).as_deref(), Some("password.long"));
        assert_eq!(refusal("قمر فوق السطح"), None);
        assert_eq!(refusal("rain on four roofs"), None);
    }

    #[test]
    fn the_same_password_from_another_keyboard_is_the_same() {
        assert_eq!(*Password::typed("cafe\u{301} minuit").0, *Password::typed("caf\u{e9} minuit").0);
    }
}
