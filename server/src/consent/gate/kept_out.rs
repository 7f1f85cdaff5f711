//! Passages that a narrator keeps out: ranges of texts that no reader of an act is shown, and how a text reads without them.

use std::collections::HashMap;

use sea_orm::{
    DbErr,
    sea_query::{Expr, ExprTrait},
};

use super::allowed::{Asked, limit, limits_of};
use crate::{
    access::StoryAct,
    db::{Reads, from_row},
    ids::{RevisionId, TestimonyId},
};

/// Stands for each character that was kept out, so that all positions stay where they are.
pub const HIDDEN: char = '\u{2588}';
/// How many ids fit in one question to the database.
const AT_ONCE: usize = 500;

/// One passage that is kept out, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// The passages of some stories that are kept out of one act.
#[derive(Clone, Debug, Default)]
pub struct KeptOut {
    by_revision: HashMap<RevisionId, Vec<Kept>>,
}

struct Limit {
    revision_id: RevisionId,
    start_at: i32,
    end_at: i32,
}

from_row!(Limit { revision_id, start_at, end_at });

impl KeptOut {
    pub(super) async fn of<C: Reads>(connection: &C, asked: Asked, of: &[TestimonyId]) -> Result<Self, DbErr> {
        let mut all = Self::default();
        for some in of.chunks(AT_ONCE) {
            let mut query = asked.limits();
            query.and_where(limit("testimony_id").is_in(some.iter().copied()));
            all.read(connection, query).await?;
        }
        Ok(all)
    }

    pub(super) async fn of_act<A: StoryAct, C: Reads>(connection: &C, of: &[TestimonyId]) -> Result<Self, DbErr> {
        let mut all = Self::default();
        for some in of.chunks(AT_ONCE) {
            let mut query = limits_of(A::PURPOSE, A::AUDIENCE);
            query.and_where(limit("testimony_id").is_in(some.iter().copied()));
            all.read(connection, query).await?;
        }
        Ok(all)
    }

    pub(super) async fn of_project<C: Reads>(connection: &C, asked: Asked) -> Result<Self, DbErr> {
        let mut all = Self::default();
        all.read(connection, asked.limits()).await?;
        Ok(all)
    }

    async fn read<C: Reads>(
        &mut self,
        connection: &C,
        mut query: sea_orm::sea_query::SelectStatement,
    ) -> Result<(), DbErr> {
        query.clear_selects().and_where(limit("scope").eq("passage"));
        for column in ["revision_id", "start_at", "end_at"] {
            query.expr_as(Expr::col(("consent_limit", column)), column);
        }
        for limit in connection.rows::<Limit>(&query).await? {
            let [start, end] = [limit.start_at, limit.end_at].map(|position| u32::try_from(position).unwrap_or(0));
            self.by_revision.entry(limit.revision_id).or_default().push(Kept { start, end });
        }
        Ok(())
    }

    /// The texts of which something is kept out.
    pub fn texts(&self) -> impl Iterator<Item = RevisionId> {
        self.by_revision.keys().copied()
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_revision.is_empty()
    }

    /// What is kept out of one text.
    #[must_use]
    pub fn of_text(&self, revision: RevisionId) -> &[Kept] {
        self.by_revision.get(&revision).map_or(&[], Vec::as_slice)
    }

    /// Whether any of a range of a text is kept out.
    #[must_use]
    pub fn touches(&self, revision: RevisionId, start: u32, end: u32) -> bool {
        // Something empty stands at its place.
        let end = Ord::max(end, start.saturating_add(1));
        self.of_text(revision).iter().any(|kept| kept.start < end && start < kept.end)
    }

    /// The text as it may be read: what is kept out is covered, sign by sign; ends of lines stay.
    #[must_use]
    pub fn cover(&self, revision: RevisionId, text: String) -> String {
        let kept = self.of_text(revision);
        if kept.is_empty() {
            return text;
        }
        let mut at: u32 = 0;
        let mut covered = String::with_capacity(text.len());
        for sign in text.chars() {
            let hidden = sign != '\n' && kept.iter().any(|kept| (kept.start..kept.end).contains(&at));
            covered.push(if hidden { HIDDEN } else { sign });
            at = at.saturating_add(1);
        }
        covered
    }
}
