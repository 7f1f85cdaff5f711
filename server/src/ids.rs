//! Ids: UUIDv7 newtypes, one macro for all. A phone may make an id, so that sending twice is harmless.

use uuid::Uuid;

use crate::clock::Timestamp;

/// What every id can do.
pub trait Id: Copy + From<Uuid> + Into<Uuid> {
    /// A new id, made at this moment.
    #[must_use]
    fn at(now: Timestamp) -> Self {
        let milliseconds = u64::try_from(now.0).unwrap_or(0);
        let seconds = milliseconds / 1000;
        let nanoseconds = u32::try_from((milliseconds % 1000) * 1_000_000).unwrap_or(0);
        Self::from(Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanoseconds)))
    }
}

/// Makes id types. Also writes the `TryFromU64` that sea-orm asks of primary keys: ours never come from a counter.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            sea_orm::DeriveValueType, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = uuid::Uuid)]
        pub struct $name(pub uuid::Uuid);
        impl $crate::ids::Id for $name {}
        impl From<uuid::Uuid> for $name { fn from(id: uuid::Uuid) -> Self { Self(id) } }
        impl From<$name> for uuid::Uuid { fn from(id: $name) -> Self { id.0 } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { text.parse().map(Self) }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                uuid::Uuid::column_result(value).map(Self)
            }
        }
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

id! {
    /// A person who can sign in.
    AccountId;
    /// A forum or another body that keeps projects.
    OrganisationId;
    /// A project.
    ProjectId;
    /// A person or group whose story it is.
    NarratorId;
    /// A told story.
    TestimonyId;
    /// One immutable text of a testimony.
    RevisionId;
    /// Audio, video or another file beside a testimony.
    RecordingId;
    /// A text that explains what is asked, and in which languages.
    NoticeId;
    /// One record of what a narrator allowed.
    ConsentId;
    /// A code of a codebook.
    CodeId;
    /// A codebook.
    CodebookId;
    /// A coder's application of a code to a passage.
    CodingId;
    /// A turning point marked on a passage.
    TippingId;
    /// A learning summary.
    SummaryId;
    /// A call for learning.
    CallId;
    /// A reader's question, or what came of a summary.
    ResponseId;
    /// A long piece of work.
    JobId;
}
