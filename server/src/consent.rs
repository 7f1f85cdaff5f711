//! What narrators allow, and the one gate every read of a story passes. Nothing is ticked beforehand; not asked is refused;
//! what was withdrawn is closed to every reader when the withdrawal commits.

pub mod again;
pub mod asked;
pub mod changes;
pub mod concerns;
pub mod evidence;
pub mod gate;
pub mod http;
pub mod narrators;
pub mod notices;
pub mod protection;
pub mod receipt;
pub mod records;
pub mod replay;
pub mod reply;
pub mod representatives;
pub mod requests;
mod rows;
pub mod said;
pub mod sounds;
pub mod states;
pub mod terms;
pub mod tombstones;
pub mod uses;
pub mod vault;
pub mod visits;
pub mod waiting;

pub use gate::{Cleared, Desk, Gate, OfNarrator, Opened, Stories, Vault};

/// Remembers in the audit chain what was done at the desk about a narrator: who, what, whose, and never a word.
///
/// # Errors
/// When the database refuses.
async fn remember<A: crate::access::Act>(
    tx: &crate::db::Tx,
    permit: &crate::access::Permit<A>,
    act: &'static str,
    of: crate::ids::NarratorId,
) -> Result<(), sea_orm::DbErr> {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    crate::audit::add(
        tx,
        crate::audit::Event { act, actor, project, on: "narrator", subject: Some(of.0), at: permit.at() },
    )
    .await
}

/// What can go wrong at the desk of consent.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// There is no such narrator, notice or record that this person may see.
    #[error("nothing here")]
    Absent,
    /// The id is taken by something else.
    #[error("the id is taken by something else")]
    ExistsDifferently,
    /// The notice was published and cannot change.
    #[error("a published notice cannot change")]
    NoticePublished,
    /// A purpose was granted without what it needs.
    #[error("{} needs {}", .purpose.as_str(), .needs.as_str())]
    Needs {
        /// What was granted.
        purpose: crate::access::Purpose,
        /// What must be granted too.
        needs: crate::access::Purpose,
    },
    /// A purpose is named twice.
    #[error("{} is answered twice", .0.as_str())]
    Twice(crate::access::Purpose),
    /// Only the narrator may allow this again.
    #[error("only the narrator may allow this again")]
    OnlyTheNarrator,
    /// The narrator took it back after they had answered so.
    #[error("{} was taken back after that day", .0.as_str())]
    WithdrawnSince(crate::access::Purpose),
    /// The return code is so new that it only takes back.
    #[error("the return code is too new for this")]
    NotWholeYet,
    /// The visit of the narrator is over, or never began.
    #[error("the visit is over")]
    VisitOver,
    /// No narrator has this return code.
    #[error("no narrator has this return code")]
    UnknownCode,
    /// Nothing covers this use.
    #[error("no grant covers this use")]
    NotGranted,
    /// The narrator wishes to see it first.
    #[error("the narrator wishes to see this use first")]
    AskFirst,
    /// The narrator does not ask to see it first.
    #[error("the narrator need not be asked")]
    NoNeedToAsk,
    /// The narrator was never asked.
    #[error("there is nothing to withdraw")]
    NothingToWithdraw,
    /// Something of the input is out of its bounds.
    #[error("{detail}")]
    Bounds {
        /// Where.
        at: &'static str,
        /// What.
        detail: String,
    },
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// The database.
    #[error("database")]
    Database(#[from] sea_orm::DbErr),
}

impl From<ConsentError> for crate::problem::Problem {
    fn from(error: ConsentError) -> Self {
        use actix_web::http::StatusCode;
        let detail = error.to_string();
        match error {
            ConsentError::Absent => Self::not_found(),
            ConsentError::ExistsDifferently => Self::new(
                StatusCode::CONFLICT,
                "consent.exists-differently",
                "This id is already used for something else.",
            ),
            ConsentError::NoticePublished => Self::new(
                StatusCode::CONFLICT,
                "notice.published",
                "This notice was published: people were asked with it, so it stays as it is. Write a new edition.",
            ),
            ConsentError::Needs { purpose, needs } => Self::invalid(
                "/decisions",
                "consent.needs",
                format!("“{}” means nothing without “{}”.", purpose.as_str(), needs.as_str()),
            ),
            ConsentError::Twice(_) => Self::invalid("/decisions", "consent.twice", detail),
            ConsentError::NothingToWithdraw => Self::new(
                StatusCode::CONFLICT,
                "consent.nothing-to-withdraw",
                "This narrator was never asked, so there is nothing to withdraw.",
            ),
            ConsentError::OnlyTheNarrator => Self::new(
                StatusCode::FORBIDDEN,
                "consent.only-the-narrator",
                "Only the narrator can allow more again: with their code, or by being asked anew.",
            ),
            ConsentError::WithdrawnSince(purpose) => Self::invalid(
                "/collected_on",
                "consent.withdrawn-since",
                format!("The narrator took “{}” back after that day. Ask them again.", purpose.as_str()),
            ),
            ConsentError::NotWholeYet => Self::new(
                StatusCode::FORBIDDEN,
                "visit.not-whole-yet",
                "This code is new. For two days it can stop things, and not yet show or allow them.",
            ),
            ConsentError::VisitOver => {
                Self::new(StatusCode::UNAUTHORIZED, "visit.over", "This visit is over. Type your code again to go on.")
            }
            ConsentError::UnknownCode => Self::new(
                StatusCode::UNAUTHORIZED,
                "return-code.unknown",
                "This code does not open anything. Check the digits and try again.",
            ),
            ConsentError::NotGranted => Self::new(
                StatusCode::CONFLICT,
                "consent.not-granted",
                "The narrator does not allow this use, or not for these readers.",
            ),
            ConsentError::AskFirst => Self::new(
                StatusCode::CONFLICT,
                "consent.ask-first",
                "The narrator wishes to see each use first. Ask them; what they do not answer is a no.",
            ),
            ConsentError::NoNeedToAsk => Self::new(
                StatusCode::CONFLICT,
                "consent.no-need-to-ask",
                "The narrator allows this already, without seeing it first.",
            ),
            ConsentError::Bounds { at, detail } => Self::invalid(at, "out-of-bounds", detail),
            ConsentError::Key(error) => error.into(),
            ConsentError::Database(error) => error.into(),
        }
    }
}
