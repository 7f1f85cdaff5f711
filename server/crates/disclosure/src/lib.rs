//! What may be published about few people without saying anything about one of them: count tables, shares, means,
//! releases that follow each other, and quotes.
//!
//! Everything here is pure: numbers, words and opaque marks in, a decision with its numbers out. It never touches a
//! database, the network or a clock, and never learns who a narrator is. Counts are counts of narrators, never of
//! passages: ten passages of one narrator are one narrator.
//!
//! [`protect`] treats a [`Table`] after a [`Preset`], and [`audit()`] computes what an outsider can still work out.
//! [`share()`] and [`average()`] do the same for single figures. A [`Ledger`] compares a release with those before it, and
//! [`judge`] decides whether a quote may stand under its label. Refusals carry a stable code and the numbers that a
//! page needs to explain them.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::wildcard_enum_match_arm,
        clippy::panic
    )
)]

mod audit;
mod average;
mod flow;
mod ledger;
mod preset;
mod quote;
mod share;
mod table;

pub use audit::{Audit, AuditError, Bounds, audit};
pub use average::{Average, Scale, ScaleError, average};
pub use ledger::{
    Compared, Difference, FollowUp, Judging, Ledger, LedgerRefusal, Mark, Marks, Release, ReleasedCell, Schedule,
    Showing, may_follow_withdrawals,
};
pub use preset::{Preset, Statement, Zeros};
pub use quote::cues::{Cue, CueKind, CueLanguage, cues};
pub use quote::elimination::candidates_left;
pub use quote::pool::{Attribute, AttributeKind, Narrator, Pool, PoolError, Shown};
pub use quote::recognise::{Because, Recogniser, Recognition, who_could_recognise};
pub use quote::{
    InTheText, Published, Quasi, Quote, QuoteRefusal, QuoteVerdict, SecondReviewer, UNRESOLVED_WITHOUT_SECOND_REVIEWER,
    judge,
};
pub use share::{Share, WhyNot, share};
pub use table::protect::protect;
pub use table::{
    Cell, Count, Hiding, MAX_CELLS, MAX_NARRATORS, Outcome, Place, Protected, Table, TableError, TableStatement, Tally,
};
