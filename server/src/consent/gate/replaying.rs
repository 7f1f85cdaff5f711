//! The hand that keeps promises again after a backup was brought back: it reaches only what was there when the promise was
//! made, so that what somebody allowed later stays allowed.

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
    ids::{NarratorId, ProjectId, TestimonyId},
};

/// That a promise is kept again.
pub(crate) struct PromiseKept;

/// Reaches what one narrator allowed up to a moment.
pub(crate) struct Replaying<'a> {
    connection: &'a DatabaseTransaction,
    project: ProjectId,
    narrator: NarratorId,
    until: Timestamp,
}

impl<'a> Replaying<'a> {
    pub(crate) fn of(tx: &'a Tx, project: ProjectId, narrator: NarratorId, until: Timestamp) -> Self {
        Self { connection: tx.connection(), project, narrator, until }
    }

    pub(in crate::consent) async fn knows_limit(&self, act: uuid::Uuid) -> Result<bool, DbErr> {
        self.knows("consent_limit", "act_id", act).await
    }

    pub(in crate::consent) async fn knows_testimony(&self, id: TestimonyId) -> Result<bool, DbErr> {
        self.knows("testimony", "id", id.0).await
    }

    async fn knows(&self, table: &'static str, column: &'static str, id: uuid::Uuid) -> Result<bool, DbErr> {
        let query = Query::select()
            .expr(Expr::val(1))
            .from(table)
            .and_where(Expr::col(column).eq(id))
            .and_where(Expr::col("narrator_id").eq(self.narrator))
            .limit(1)
            .to_owned();
        Ok(self.connection.query_one(&query).await?.is_some())
    }
}

impl<'a> Hand<'a> for Replaying<'a> {
    type Sees = PromiseKept;

    fn open<E: Desk>(&self) -> Opened<'a, E, PromiseKept, DatabaseTransaction> {
        let mut select = E::find().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        if let Some(from) = E::Column::iter().find(|column| column.as_str() == "valid_from") {
            select = select.filter(from.lte(self.until));
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
