//! What narrators see of themselves: everything that is held of them, whatever they allow others, and nothing of anybody
//! else. The proof is a visit that began with their return code.

use std::marker::PhantomData;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{Along, Desk, Opened, Stories};
use crate::{
    consent::visits::Visit,
    db::{Db, Reader, Reads, Tx},
    ids::{NarratorId, ProjectId},
};

/// That a narrator looks at their own story. No act of anybody else is cleared by it.
#[derive(Clone, Copy, Debug)]
pub struct OwnStory;

/// Opens what is one narrator's own, over a connection or in a transaction.
pub struct Own<'a, C> {
    connection: &'a C,
    project: ProjectId,
    narrator: NarratorId,
}

impl Db {
    /// Opens what is held of the narrator who is here.
    #[must_use]
    pub fn as_narrator(&self, visit: &Visit) -> Own<'_, Reader> {
        Own { connection: self.connection(), project: visit.project(), narrator: visit.narrator() }
    }
}

impl Tx {
    /// Opens what is held of the narrator who is here, inside this transaction.
    #[must_use]
    pub fn as_narrator(&self, visit: &Visit) -> Own<'_, DatabaseTransaction> {
        Own { connection: self.connection(), project: visit.project(), narrator: visit.narrator() }
    }
}

impl<'a, C: Reads> Own<'a, C> {
    /// Rows of their story.
    #[must_use]
    pub fn stories<E: Stories>(&self) -> Opened<'a, E, OwnStory, C> {
        let select = E::find().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        Opened { connection: self.connection, select, act: PhantomData }
    }

    /// Rows of their story, with what comes along.
    #[must_use]
    pub fn stories_along<E: Stories>(&self, along: Along<E>) -> Opened<'a, E, OwnStory, C> {
        let opened = self.stories();
        Opened { select: along.with(opened.select, None), ..opened }
    }

    /// Rows of what they allow.
    #[must_use]
    pub fn desk<E: Desk>(&self) -> Opened<'a, E, OwnStory, C> {
        let select = E::find().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        Opened { connection: self.connection, select, act: PhantomData }
    }

    /// Adds something of theirs.
    ///
    /// # Errors
    /// When the row is not theirs, or the database refuses it.
    pub async fn insert<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.theirs(row.get(T::Entity::project()).into_value(), row.get(T::Entity::narrator()).into_value())?;
        row.insert(self.connection).await
    }

    /// Changes something of theirs that was opened in this transaction.
    ///
    /// # Errors
    /// When the row is not theirs, or gone.
    pub async fn update<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.theirs(row.get(T::Entity::project()).into_value(), row.get(T::Entity::narrator()).into_value())?;
        row.update(self.connection).await
    }

    /// Changes a part of their story that was opened in this transaction.
    ///
    /// # Errors
    /// When the row is not theirs, or gone.
    pub async fn update_story<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Stories,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.theirs(row.get(T::Entity::project()).into_value(), row.get(T::Entity::narrator()).into_value())?;
        row.update(self.connection).await
    }

    fn theirs(&self, project: Option<sea_orm::Value>, narrator: Option<sea_orm::Value>) -> Result<(), DbErr> {
        if project == Some(self.project.into()) && narrator == Some(self.narrator.into()) {
            Ok(())
        } else {
            Err(DbErr::Custom("a row that is not the narrator's own".into()))
        }
    }
}
