//! How a narrator comes back without an account: with a return code of sixteen digits, handed over at intake. The code itself
//! is kept nowhere: an HMAC finds its row, an argon2id hash proves it. A visit lasts half an hour and leaves no cookie. Must
//! never tell a wrong code from one that never was, by its answer or by its time.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use zeroize::Zeroizing;

use super::{ConsentError, changes::Author, narrators, rows, states::By, tombstones};
use crate::{
    access::{DeskAct, Permit},
    audit,
    clock::{Clock, Timestamp},
    db::Db,
    ids::{Id, NarratorId, ProjectId},
    keys::{NarratorKeys, Promise, PromiseKind, random},
    people::{Door, Neighbourhood, PeopleError, secret_hash},
    problem::Problem,
};

/// How many digits a code has: 53 bits, as one in sixteen digits is 10^16.
const DIGITS: usize = 16;
/// How long a visit lasts, in minutes.
const VISIT_MINUTES: i64 = 30;
/// How long a code that replaced another opens less, in hours. Whoever makes codes is staff: one made behind a narrator's back
/// must not open at once what staff may not read, nor allow what only the narrator may.
const WHOLE_AFTER_HOURS: i64 = 48;
/// How long the code of somebody who was erased says so, in days.
const SAYS_ERASED_DAYS: i64 = 90;
/// The header that carries the secret of a visit. A page of elsewhere cannot send it.
pub const HEADER: &str = "kith-visit";

/// A narrator who is here: proof that somebody came with their code. Cannot be made outside this module.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    project: ProjectId,
    narrator: NarratorId,
    at: Timestamp,
    whole_from: Timestamp,
}

impl Visit {
    /// Of which project.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.project
    }

    /// Who.
    #[must_use]
    pub fn narrator(&self) -> NarratorId {
        self.narrator
    }

    /// The moment the request came in.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// From when this code opens everything, where it does not yet.
    #[must_use]
    pub fn whole_from(&self) -> Option<Timestamp> {
        (self.whole_from > self.at).then_some(self.whole_from)
    }

    /// That this code opens everything.
    ///
    /// # Errors
    /// While it is so new that it only takes back.
    pub fn is_whole(&self) -> Result<(), ConsentError> {
        if self.whole_from().is_some() { Err(ConsentError::NotWholeYet) } else { Ok(()) }
    }

    /// As the one who changes what they allow.
    #[must_use]
    pub fn author(&self) -> Author {
        Author { project: self.project, by: By::Narrator, person: None, channel: "code", at: self.at }
    }
}

/// The digits of a code as somebody typed it, in any of the digits people write with; nothing where they cannot be a code.
fn digits(typed: &str) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
    for sign in typed.chars().take(200) {
        let digit = match sign {
            '0'..='9' => Some(sign),
            '\u{660}'..='\u{669}' => char::from_digit(u32::from(sign) - 0x660, 10),
            '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(sign) - 0x6f0, 10),
            _ => None,
        };
        digits.extend(digit);
    }
    (digits.len() == DIGITS).then_some(digits)
}

/// Sixteen digits, each as likely as any other.
fn fresh() -> Result<Zeroizing<String>, ConsentError> {
    let mut code = Zeroizing::new(String::with_capacity(DIGITS));
    while code.len() < DIGITS {
        for byte in random::<32>()? {
            // 250 and above would make low digits a little likelier.
            if byte < 250 && code.len() < DIGITS {
                code.extend(char::from_digit(u32::from(byte % 10), 10));
            }
        }
    }
    Ok(code)
}

/// In groups of four, as it is handed over.
fn in_groups(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Makes a return code for a narrator. The one before opens nothing any more. It is shown once and kept nowhere.
///
/// # Errors
/// When this act does not reach the narrator, or the hash must wait.
pub async fn make_code<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    door: &Door,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<String, Problem> {
    if !narrators::is_known(&db.as_permitted(permit), narrator).await? {
        return Err(Problem::not_found());
    }
    let code = fresh()?;
    let hash = door.hash_carried(&code).await?;
    let mut row = rows::return_code::ActiveModel {
        id: Set(crate::ids::CodeId::at(permit.at()).0),
        project_id: Set(permit.project()),
        narrator_id: Set(narrator),
        finder: Set(keys.finder(&code, permit.at()).await?),
        hash: Set(hash),
        made_by: Set(permit.person()),
        made_at: Set(permit.at()),
        ended_at: Set(None),
        whole_from: Set(permit.at()),
    };
    db.transact(async |tx| {
        let replaces = end_codes(tx, narrator, permit.at()).await?;
        let hours = if replaces { WHOLE_AFTER_HOURS } else { 0 };
        row.whole_from = Set(permit.at().plus_minutes(hours * 60));
        tx.house().insert(row).await?;
        let ended = Promise { kind: PromiseKind::CodesEnded, ..Promise::to(permit.project(), narrator, permit.at()) };
        keys.promise(&[ended]).await?;
        Author::staff(permit, "in-person").remember(tx, "return-code.made", narrator, "code").await
    })
    .await?;
    Ok(in_groups(&code))
}

/// Ends every code of a narrator; says whether there was one before, open or ended.
pub(super) async fn end_codes(tx: &crate::db::Tx, narrator: NarratorId, at: Timestamp) -> Result<bool, sea_orm::DbErr> {
    use rows::return_code::Column as C;
    let all = tx.house().all::<rows::return_code::Entity>(C::NarratorId.eq(narrator)).await?;
    let replaces = !all.is_empty();
    for code in all.into_iter().filter(|code| code.ended_at.is_none() && code.made_at <= at) {
        let mut row: rows::return_code::ActiveModel = code.into();
        row.ended_at = Set(Some(at));
        tx.house().update(row).await?;
    }
    tx.house().delete::<rows::visit::Entity>(rows::visit::Column::NarratorId.eq(narrator)).await?;
    Ok(replaces)
}

/// Ends the codes that were replaced since, after an old backup was brought back. Says whether there were any.
pub(super) async fn end_codes_made_before(
    tx: &crate::db::Tx,
    narrator: NarratorId,
    at: Timestamp,
) -> Result<bool, sea_orm::DbErr> {
    use rows::return_code::Column as C;
    let open = C::NarratorId.eq(narrator).and(C::EndedAt.is_null()).and(C::MadeAt.lt(at));
    let old = tx.house().all::<rows::return_code::Entity>(open).await?;
    let any = !old.is_empty();
    for code in old {
        let mut row: rows::return_code::ActiveModel = code.into();
        row.ended_at = Set(Some(at));
        tx.house().update(row).await?;
    }
    Ok(any)
}

/// Begins a visit with a code. Gives the secret that the page keeps in its memory, and until when it holds.
///
/// # Errors
/// [`ConsentError::UnknownCode`] for whatever is not a narrator's code now, with the same work each time.
pub async fn begin(
    db: &Db,
    keys: &NarratorKeys,
    door: &Door,
    from: &Neighbourhood,
    typed: &str,
) -> Result<(Visit, String), Problem> {
    // What cannot be a code is looked for all the same.
    let code = digits(typed).unwrap_or_default();
    let finder = keys.finder(&code, door.clock.now()).await?;
    let which = rows::return_code::Column::Finder.eq(finder);
    let known = db.house().one::<rows::return_code::Entity>(which).await?;
    // One that has ended is as wrong as one that never was, and takes as long.
    let known = known.filter(|known| known.ended_at.is_none());
    let hash = known.as_ref().map(|known| known.hash.clone());
    let fits = match door.try_carried(from, &code, hash).await {
        Err(PeopleError::SlowDown(seconds)) => return Err(slow_down(seconds)),
        answer => answer?,
    };
    let Some(known) = known.filter(|_| fits) else { return Err(ConsentError::UnknownCode.into()) };
    let at = door.clock.now();
    let secret = URL_SAFE_NO_PAD.encode(random::<32>()?);
    let (project, narrator, whole_from) = (known.project_id, known.narrator_id, known.whole_from);
    let visit = Visit { project, narrator, at, whole_from };
    db.transact(async |tx| {
        // It may have been replaced while it was being compared.
        let still = rows::return_code::Column::Id.eq(known.id).and(rows::return_code::Column::EndedAt.is_null());
        let still = tx.house().one::<rows::return_code::Entity>(still).await?.is_some();
        if !still || says_nothing_more(tx, narrator, at).await? {
            return Err(ConsentError::UnknownCode);
        }
        tx.house().delete::<rows::visit::Entity>(rows::visit::Column::EndsAt.lte(at)).await?;
        let row = rows::visit::ActiveModel {
            secret_hash: Set(secret_hash(&secret)),
            project_id: Set(visit.project),
            narrator_id: Set(visit.narrator),
            began_at: Set(at),
            ends_at: Set(ends_at(at)),
            whole_from: Set(whole_from),
        };
        tx.house().insert(row).await?;
        Ok(visit.author().remember(tx, "visit.began", visit.narrator, "visit").await?)
    })
    .await?;
    Ok((visit, secret))
}

/// Whether somebody was erased so long ago that their code does not even say so any more.
async fn says_nothing_more(tx: &crate::db::Tx, narrator: NarratorId, at: Timestamp) -> Result<bool, sea_orm::DbErr> {
    let erased = tombstones::of(tx.house(), narrator).await?;
    let day = erased.and_then(|tombstone| Timestamp::parse(&tombstone.erased_on));
    Ok(day.is_some_and(|day| day.plus_days(SAYS_ERASED_DAYS) < at))
}

fn slow_down(seconds: u64) -> Problem {
    Problem::new(
        actix_web::http::StatusCode::TOO_MANY_REQUESTS,
        "return-code.slow-down",
        "There were too many tries. Wait a little and try again.",
    )
    .retry_after(seconds)
}

/// When a visit that began now ends by itself.
#[must_use]
pub fn ends_at(began: Timestamp) -> Timestamp {
    began.plus_minutes(VISIT_MINUTES)
}

/// Ends a visit; one that is over stays so.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &Db, secret: &str) -> Result<(), sea_orm::DbErr> {
    let which = rows::visit::Column::SecretHash.eq(secret_hash(secret));
    db.transact(async |tx| tx.house().delete::<rows::visit::Entity>(which).await).await?;
    Ok(())
}

/// The secret that a request carries.
#[must_use]
pub fn secret_of(request: &HttpRequest) -> Option<String> {
    request.headers().get(HEADER)?.to_str().ok().map(str::to_owned)
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (db, clock) = (request.app_data::<Data<Db>>().cloned(), request.app_data::<Data<Clock>>().cloned());
        let secret = secret_of(request);
        Box::pin(async move {
            let (Some(db), Some(clock)) = (db, clock) else {
                return Err(Problem::unforeseen(&"no database registered"));
            };
            let Some(secret) = secret else { return Err(ConsentError::VisitOver.into()) };
            let at = clock.now();
            let which =
                rows::visit::Column::SecretHash.eq(secret_hash(&secret)).and(rows::visit::Column::EndsAt.gt(at));
            let found = db.house().one::<rows::visit::Entity>(which).await?.ok_or(ConsentError::VisitOver)?;
            let (project, narrator) = (found.project_id, found.narrator_id);
            Ok(Self { project, narrator, at, whole_from: found.whole_from })
        })
    }
}

/// What the audit chain tells of who read somebody's stories.
#[must_use]
pub fn reading_acts() -> [&'static str; 2] {
    ["testimony.opened", "recording.played"]
}

/// Remembers that somebody read or heard a part of a story.
///
/// # Errors
/// When the database refuses.
pub async fn remember_reading(
    db: &Db,
    act: &'static str,
    person: crate::ids::AccountId,
    project: ProjectId,
    subject: uuid::Uuid,
    at: Timestamp,
) -> Result<(), sea_orm::DbErr> {
    let event =
        audit::Event { act, actor: Some(person), project: Some(project), on: "testimony", subject: Some(subject), at };
    db.transact(async |tx| audit::add(tx, event).await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_any_digits_and_groups() {
        assert_eq!(digits("4711 0815-2342 9981").unwrap().as_str(), "4711081523429981");
        assert_eq!(digits("٤٧١١٠٨١٥٢٣٤٢٩٩٨١").unwrap().as_str(), "4711081523429981");
        assert_eq!(digits("۴۷۱۱ ۰۸۱۵ ۲۳۴۲ ۹۹۸۱").unwrap().as_str(), "4711081523429981");
        assert!(digits("4711").is_none() && digits(&"1".repeat(17)).is_none());
        assert_eq!(in_groups("4711081523429981"), "4711 0815 2342 9981");
    }

    #[test]
    fn codes_are_not_made_twice() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert!(one.len() == DIGITS && one != other);
    }
}
