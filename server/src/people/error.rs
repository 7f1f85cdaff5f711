//! What can go wrong with people, and which answer it becomes. The answer never says whether an account exists to somebody
//! who is not signed in.

use actix_web::http::StatusCode;

use crate::problem::{FieldProblem, Problem};

/// What can go wrong with people.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Address and password do not belong together; also when there is no such account.
    #[error("sign-in is wrong")]
    WrongSignIn,
    /// The present password is another one.
    #[error("the present password is another")]
    WrongPassword,
    /// Too many tries; so many seconds to wait.
    #[error("too many tries")]
    SlowDown(u64),
    /// Too many people sign in at this moment.
    #[error("busy")]
    Busy,
    /// The link was used, is over, or never was.
    #[error("link is over")]
    LinkOver,
    /// Set-up was done before.
    #[error("set-up was done before")]
    SetUpAlready,
    /// The project would be left without anybody who leads it.
    #[error("the last lead stays")]
    LastLead,
    /// Somebody who keeps the installation gives themself a part in a project that others lead.
    #[error("not yourself")]
    NotYourself,
    /// There are more of these already than one account or project needs.
    #[error("enough of these")]
    Enough,
    /// Absent, or not theirs.
    #[error("nothing here")]
    Absent,
    /// Something of the form is wrong.
    #[error("{}", .0.detail)]
    Form(FieldProblem),
    /// The machine failed at something nobody can mend by a form.
    #[error("{0}")]
    Machine(String),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<FieldProblem> for PeopleError {
    fn from(problem: FieldProblem) -> Self {
        Self::Form(problem)
    }
}

impl From<crate::keys::KeyError> for PeopleError {
    fn from(error: crate::keys::KeyError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl PeopleError {
    /// Something wrong at a place of the form.
    pub(super) fn form(at: &str, code: &str, detail: &str) -> Self {
        Self::Form(FieldProblem { at: at.to_owned(), code: code.to_owned(), detail: detail.to_owned() })
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::WrongSignIn => Self::new(
                StatusCode::UNAUTHORIZED,
                "sign-in.wrong",
                "This email address and password do not belong together. Check both and try again.",
            ),
            PeopleError::WrongPassword => {
                Self::invalid("/current", "password.wrong", "This is not your present password.")
            }
            PeopleError::SlowDown(seconds) => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "sign-in.slow-down",
                "There were too many tries. Wait a little and try again.",
            )
            .retry_after(seconds),
            PeopleError::Busy => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "sign-in.busy",
                "Many people sign in at this moment. Try again in a few seconds.",
            )
            .retry_after(2),
            PeopleError::LinkOver => Self::new(
                StatusCode::NOT_FOUND,
                "link.expired",
                "This link no longer works: it was used already, or its time is over. Ask for a new one.",
            ),
            PeopleError::SetUpAlready => {
                Self::new(StatusCode::CONFLICT, "setup.done", "This service is set up already. Sign in instead.")
            }
            PeopleError::LastLead => Self::new(
                StatusCode::CONFLICT,
                "members.last-lead",
                "A project needs somebody who leads it. Make somebody else a lead first.",
            ),
            PeopleError::NotYourself => Self::new(
                StatusCode::FORBIDDEN,
                "members.not-yourself",
                "Others lead this project: only they can give you a part in it.",
            ),
            PeopleError::Enough => {
                Self::new(StatusCode::CONFLICT, "enough", "There are very many of these already. End some first.")
            }
            PeopleError::Absent => Self::not_found(),
            PeopleError::Form(field) => Self::invalid(field.at, field.code, field.detail),
            PeopleError::Machine(cause) => Self::unforeseen(&cause),
            PeopleError::Database(error) => error.into(),
        }
    }
}
