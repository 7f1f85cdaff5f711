//! What narrators were promised, written beside the keys and so apart from the records: withdrawals, passages kept out,
//! erasures. Whoever brings an old backup of the records back does not bring back anybody who changed their mind since.
//! Ids and positions only, never words.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Expr, ExprTrait, OnConflict, Order, Query},
};

use super::NarratorKeys;
use crate::{
    clock::Timestamp,
    ids::{NarratorId, ProjectId},
    named::named,
};

named! {
    /// What was promised.
    PromiseKind {
        /// A purpose is allowed no more.
        Withdrawn = "withdrawn",
        /// A purpose reaches fewer people.
        Narrowed = "narrowed",
        /// A purpose is held for a while.
        Suspended = "suspended",
        /// It is held no longer.
        Resumed = "resumed",
        /// Something is kept out.
        Limited = "limited",
        /// It is allowed again.
        Lifted = "lifted",
        /// The return codes made so far open nothing any more.
        CodesEnded = "codes-ended",
        /// They are protected.
        Flagged = "flagged",
        /// They are protected from it no longer.
        Unflagged = "unflagged",
        /// Something that was said of them is not so.
        Rejected = "rejected",
        /// A use that they were shown is not allowed.
        UseRefused = "use-refused",
        /// Everything is erased.
        Erased = "erased",
    }
}

/// One promise to one narrator.
#[derive(Clone, Debug)]
pub struct Promise {
    /// What.
    pub kind: PromiseKind,
    /// In which project.
    pub project: ProjectId,
    /// To whom.
    pub narrator: NarratorId,
    /// Of which purpose, where it is of one.
    pub purpose: String,
    /// Of which act, where one act has several rows.
    pub act: uuid::Uuid,
    /// What else must be known to keep it again: JSON of ids and positions.
    pub said: String,
    /// When.
    pub at: Timestamp,
}

impl Promise {
    /// To erase them, until it is said what else is promised.
    #[must_use]
    pub fn to(project: ProjectId, narrator: NarratorId, at: Timestamp) -> Self {
        let (purpose, said) = (String::new(), String::new());
        Self { kind: PromiseKind::Erased, project, narrator, purpose, act: uuid::Uuid::nil(), said, at }
    }
}

#[derive(FromQueryResult)]
struct Kept {
    kind: String,
    project_id: ProjectId,
    narrator_id: NarratorId,
    purpose: String,
    act_id: uuid::Uuid,
    said: String,
    at: Timestamp,
}

/// How far the audit chain had come at some moment.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ChainMark {
    /// The number of the newest event.
    pub number: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

impl NarratorKeys {
    /// Writes promises down. Done before the records are committed: one that is written twice, or in vain, only keeps more
    /// back than was asked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn promise(&self, promises: &[Promise]) -> Result<(), DbErr> {
        for promise in promises {
            let insert = Query::insert()
                .into_table("promise")
                .columns(["kind", "project_id", "narrator_id", "purpose", "act_id", "said", "at"])
                .values_panic([
                    promise.kind.as_str().into(),
                    promise.project.0.into(),
                    promise.narrator.0.into(),
                    promise.purpose.clone().into(),
                    promise.act.into(),
                    promise.said.clone().into(),
                    promise.at.0.into(),
                ])
                .to_owned();
            self.connection.execute(&insert).await?;
        }
        Ok(())
    }

    /// Every promise, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn promises(&self) -> Result<Vec<Promise>, DbErr> {
        let select = Query::select()
            .columns(["kind", "project_id", "narrator_id", "purpose", "act_id", "said", "at"])
            .from("promise")
            .order_by("number", Order::Asc)
            .to_owned();
        let rows = Kept::find_by_statement(self.connection.get_database_backend().build(&select))
            .all(&self.connection)
            .await?;
        let promise = |row: Kept| {
            Some(Promise {
                kind: PromiseKind::parse(&row.kind)?,
                project: row.project_id,
                narrator: row.narrator_id,
                purpose: row.purpose,
                act: row.act_id,
                said: row.said,
                at: row.at,
            })
        };
        Ok(rows.into_iter().filter_map(promise).collect())
    }

    /// Whether somebody was promised to be erased: then their id is never used again.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn was_erased(&self, narrator: NarratorId) -> Result<bool, DbErr> {
        let select = Query::select()
            .expr(Expr::val(1))
            .from("promise")
            .and_where(Expr::col("narrator_id").eq(narrator.0))
            .and_where(Expr::col("kind").eq(PromiseKind::Erased.as_str()))
            .limit(1)
            .to_owned();
        Ok(self.connection.query_one(&select).await?.is_some())
    }

    /// Forgets what was promised to somebody but that they are erased: positions in texts that are gone tell nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_all_but_erasure(&self, narrator: NarratorId) -> Result<(), DbErr> {
        let delete = Query::delete()
            .from_table("promise")
            .and_where(Expr::col("narrator_id").eq(narrator.0))
            .and_where(Expr::col("kind").ne(PromiseKind::Erased.as_str()))
            .to_owned();
        self.connection.execute(&delete).await?;
        Ok(())
    }

    /// Remembers how far the audit chain has come. The newest mark of each hundred stays, so that a chain that was written
    /// anew from the middle is noticed too.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_chain(&self, mark: &ChainMark) -> Result<(), DbErr> {
        let of_the_same_hundred = Query::delete()
            .from_table("chain_mark")
            .and_where(Expr::col("number").gte(mark.number - mark.number % 100))
            .and_where(Expr::col("number").lte(mark.number))
            .to_owned();
        self.connection.execute(&of_the_same_hundred).await?;
        let insert = Query::insert()
            .into_table("chain_mark")
            .columns(["number", "hash", "at"])
            .values_panic([mark.number.into(), mark.hash.clone().into(), mark.at.0.into()])
            // Another replica was quicker.
            .on_conflict(OnConflict::column("number").do_nothing().to_owned())
            .to_owned();
        self.connection.execute(&insert).await?;
        Ok(())
    }

    /// How far the audit chain had come, the oldest mark first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chain_marks(&self) -> Result<Vec<ChainMark>, DbErr> {
        let select = Query::select()
            .columns(["number", "hash", "at"])
            .from("chain_mark")
            .order_by("number", Order::Asc)
            .to_owned();
        ChainMark::find_by_statement(self.connection.get_database_backend().build(&select)).all(&self.connection).await
    }

    /// Takes what was overwritten out of the write-ahead log too: wrapped keys that were destroyed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fold_in(&self) -> Result<(), DbErr> {
        crate::db::fold_in(&self.connection).await
    }
}
