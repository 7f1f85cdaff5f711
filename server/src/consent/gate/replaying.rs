//! The hand that keeps promises again after a backup was brought back: it reaches only the record that the promise is about,
//! so that what somebody allowed later stays allowed.

use std::marker::PhantomData;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IdenStatic, IntoActiveModel, Iterable, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{Desk, Hand, Opened};
use crate::{
    clock::Timestamp,
    db::Tx,
    ids::{NarratorId, ProjectId},
    keys::Promise,
};

/// That a promise is kept again.
pub(crate) struct PromiseKept;

/// Reaches what one narrator allowed up to a moment.
pub(crate) struct Replaying<'a> {
    connection: &'a DatabaseTransaction,
    project: ProjectId,
    narrator: NarratorId,
    /// Only what this record says, where the promise is about one.
    record: Option<uuid::Uuid>,
}

impl<'a> Replaying<'a> {
    /// All that is of a narrator: for the erasure.
    pub(crate) fn of(tx: &'a Tx, project: ProjectId, narrator: NarratorId) -> Self {
        Self { connection: tx.connection(), project, narrator, record: None }
    }

    /// What a promise is about.
    pub(in crate::consent) fn of_promise(tx: &'a Tx, promise: &Promise) -> Self {
        let record = Some(promise.act).filter(|_| !promise.purpose.is_empty());
        Self { record, ..Self::of(tx, promise.project, promise.narrator) }
    }

    pub(in crate::consent) async fn knows(
        &self,
        table: &'static str,
        column: &'static str,
        id: uuid::Uuid,
    ) -> Result<bool, DbErr> {
        let query = Query::select()
            .expr(Expr::val(1))
            .from(table)
            .and_where(Expr::col(column).eq(id))
            .and_where(Expr::col("narrator_id").eq(self.narrator))
            .limit(1)
            .to_owned();
        Ok(self.connection.query_one(&query).await?.is_some())
    }

    /// What the narrator said is not so is shown to nobody again. Says whether it was there, and not rejected.
    pub(in crate::consent) async fn reject(&self, tipping_point: uuid::Uuid) -> Result<bool, DbErr> {
        let update = Query::update()
            .table("tipping_point")
            .value("review", "rejected")
            .and_where(Expr::col("id").eq(tipping_point))
            .and_where(Expr::col("narrator_id").eq(self.narrator))
            .and_where(Expr::col("review").ne("rejected"))
            .to_owned();
        Ok(self.connection.execute(&update).await?.rows_affected() > 0)
    }
}

impl Replaying<'_> {
    /// What the narrator did not allow is not allowed again, unless they said yes later. Says whether it was allowed.
    pub(in crate::consent) async fn refuse_use(&self, asking: uuid::Uuid, at: Timestamp) -> Result<bool, DbErr> {
        let update = Query::update()
            .table("use_asking")
            .value("answer", "no")
            .and_where(Expr::col("id").eq(asking))
            .and_where(Expr::col("narrator_id").eq(self.narrator))
            .and_where(Expr::col("answer").eq("yes"))
            .and_where(Expr::col("answered_at").lte(at))
            .to_owned();
        Ok(self.connection.execute(&update).await?.rows_affected() > 0)
    }
}

impl<'a> Hand<'a> for Replaying<'a> {
    type Sees = PromiseKept;

    fn open<E: Desk>(&self) -> Opened<'a, E, PromiseKept, DatabaseTransaction> {
        let mut select = E::find().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        let about = E::Column::iter().find(|column| column.as_str() == "record_id");
        if let Some((column, record)) = about.zip(self.record) {
            select = select.filter(column.eq(record));
        }
        Opened { connection: self.connection, select, act: PhantomData }
    }

    async fn add<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        row.insert(self.connection).await
    }

    async fn change<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        row.update(self.connection).await
    }
}
