//! The gate: the one way to anything of a story. It adds to every query "in this project, and this purpose is granted to
//! this audience, not withdrawn, not expired", and only then mints `Cleared`. Replies are built from `Cleared` values and
//! from nothing else. There is no override, for no role.
#![expect(clippy::disallowed_methods, reason = "this is the gate")]

mod allowed;
mod along;
mod beyond;
mod erasing;
mod kept_out;
mod own;
mod reading;
mod replaying;
mod using;

use std::marker::PhantomData;

use allowed::{Asked, SeenFirst};
pub use along::{Along, Count};
pub use beyond::{Actor, BeyondConsent, Reason};
pub use erasing::Erasing;
pub use kept_out::{HIDDEN, Kept, KeptOut};
pub use own::{Own, OwnStory};
pub use reading::{ReadPublished, Readers, Reading};
pub(crate) use replaying::Replaying;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, TryGetableMany,
    sea_query::{Condition, Expr, ExprTrait, IntoCondition, Query, SelectStatement},
};

use crate::{
    access::{Act, Audience, DeskAct, Permit, Purpose, Reach, StoryAct, VaultAct},
    clock::Timestamp,
    db::{Db, FromRow, Reader, Reads, Tx},
    ids::{AccountId, NarratorId, ProjectId, TestimonyId},
};

/// A table whose rows are parts of somebody's story.
pub trait Stories: EntityTrait {
    /// The column of the project.
    fn project() -> Self::Column;
    /// The column of the narrator whose story it is.
    fn narrator() -> Self::Column;
    /// The column of the testimony it is a part of; only the narrator's own row is part of none.
    fn testimony() -> Option<Self::Column>;
    /// The column of the recording, where the rows are recordings.
    fn recording() -> Option<Self::Column> {
        None
    }
    /// The column of the use that its narrator may wish to see first, where the rows are such uses.
    fn asked() -> Option<Self::Column> {
        None
    }
    /// The columns of the text, the first code point and one past the last, where the rows stand on passages.
    fn passage() -> Option<[Self::Column; 3]> {
        None
    }
}

/// A table of narrators or of what they allow. Holds no words of a story.
pub trait Desk: EntityTrait {
    /// The column of the project.
    fn project() -> Self::Column;
    /// The column of the narrator.
    fn narrator() -> Self::Column;
}

/// The table of names and contacts.
pub trait Vault: EntityTrait {
    /// The column of the project.
    fn project() -> Self::Column;
    /// The column of the narrator.
    fn narrator() -> Self::Column;
}

/// A value that belongs to one narrator.
pub trait OfNarrator {
    /// Whose it is.
    fn narrator(&self) -> NarratorId;
}

/// A value its narrator allows to be used for the act `A`. Made by the gate alone.
#[derive(Debug)]
pub struct Cleared<T, A> {
    value: T,
    act: PhantomData<fn() -> A>,
}

impl<T, A> Cleared<T, A> {
    /// The value.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// What is made of this value and of nothing else is cleared for the same act.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Cleared<U, A> {
        Cleared { value: with(self.value), act: PhantomData }
    }

    /// As [`Cleared::map`], where making it may fail.
    ///
    /// # Errors
    /// Whatever the making answers.
    pub fn try_map<U, E>(self, with: impl FnOnce(T) -> Result<U, E>) -> Result<Cleared<U, A>, E> {
        Ok(Cleared { value: with(self.value)?, act: PhantomData })
    }
}

/// Opens stories to the act that was permitted, over a connection or in a transaction.
pub struct Gate<'a, A, C> {
    connection: &'a C,
    project: ProjectId,
    person: AccountId,
    at: Timestamp,
    wider: Option<Asked>,
    act: PhantomData<fn() -> A>,
}

/// A query that has passed the gate: it can be narrowed, ordered and run, never widened.
pub struct Opened<'a, E: EntityTrait, A, C> {
    connection: &'a C,
    select: Select<E>,
    act: PhantomData<fn() -> A>,
}

impl Db {
    /// Opens what this permit is for.
    #[must_use]
    pub fn as_permitted<A: Act>(&self, permit: &Permit<A>) -> Gate<'_, A, Reader> {
        Gate::new(self.connection(), permit)
    }
}

impl Tx {
    /// Opens what this permit is for, inside this transaction.
    #[must_use]
    pub fn as_permitted<A: Act>(&self, permit: &Permit<A>) -> Gate<'_, A, DatabaseTransaction> {
        Gate::new(self.connection(), permit)
    }
}

impl<'a, A: Act, C: Reads> Gate<'a, A, C> {
    fn new(connection: &'a C, permit: &Permit<A>) -> Self {
        let (project, person, at) = (permit.project(), permit.person(), permit.at());
        Self { connection, project, person, at, wider: None, act: PhantomData }
    }

    fn opened<E: EntityTrait>(&self, select: Select<E>) -> Opened<'a, E, A, C> {
        Opened { connection: self.connection, select, act: PhantomData }
    }
}

impl<'a, A: StoryAct, C: Reads> Gate<'a, A, C> {
    /// The rows of stories that this act may use now.
    #[must_use]
    pub fn stories<E: Stories>(&self) -> Opened<'a, E, A, C> {
        let mut all = self.asked().of_rows::<E>();
        if A::REACH == Reach::OwnNarrators {
            all = all.add(E::narrator().in_subquery(welcomed_by(self.person)));
        }
        if let Some(wider) = self.wider {
            all = all.add(wider.of_rows::<E>());
        }
        self.opened(E::find().filter(all))
    }

    fn asked(&self) -> Asked {
        Asked::of(self.project, A::PURPOSE, A::AUDIENCE, self.at)
    }

    /// The same, and only where this purpose is granted to this audience too: for what is to be told to others.
    #[must_use]
    pub fn to_be_told(mut self, purpose: Purpose, audience: Audience) -> Self {
        self.wider = Some(Asked::of(self.project, purpose, audience, self.at));
        self
    }

    /// The same for one use, and only where its narrator saw it first, if they wished to.
    #[must_use]
    pub fn use_to_be_told(mut self, purpose: Purpose, audience: Audience, of: uuid::Uuid) -> Self {
        let asked = Asked::of(self.project, purpose, audience, self.at);
        self.wider = Some(Asked { seen_first: SeenFirst::This(of), ..asked });
        self
    }

    /// The same, whether or not its narrator saw it yet: for asking them. What is opened so is told to nobody.
    #[must_use]
    pub(crate) fn for_asking(mut self, purpose: Purpose, audience: Audience) -> Self {
        let asked = Asked::of(self.project, purpose, audience, self.at);
        self.wider = Some(Asked { seen_first: SeenFirst::Later, ..asked });
        self
    }

    /// The passages of these stories that are kept out of what this act may use now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_out(&self, of: &[TestimonyId]) -> Result<KeptOut, DbErr> {
        let asked = self.wider.unwrap_or(self.asked());
        KeptOut::of(self.connection, asked, of).await
    }

    /// All passages that are kept out of what this act may use now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_kept_out(&self) -> Result<KeptOut, DbErr> {
        KeptOut::of_project(self.connection, self.asked()).await
    }

    /// The rows of stories that this act may use now, with what comes along.
    #[must_use]
    pub fn stories_along<E: Stories>(&self, along: Along<E>) -> Opened<'a, E, A, C> {
        let opened = self.stories();
        Opened { select: along.with(opened.select, Some(self.asked())), ..opened }
    }

    /// When what this act may use changes next without anybody doing anything: a grant begins or ends, an embargo is over,
    /// a child is of age.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_change_of_mind(&self) -> Result<Option<Timestamp>, DbErr> {
        let mut next = None;
        let of_grants = ["valid_from", "valid_until", "embargo_until"].map(|moment| ("consent_grant", moment));
        for (table, moment) in of_grants.into_iter().chain([("protection_flag", "holds_all_from")]) {
            let mut query = Query::select()
                .expr_as(Expr::col(moment).min(), "moment")
                .from(table)
                .and_where(Expr::col("project_id").eq(self.project))
                .and_where(Expr::col("ended_at").is_null())
                .and_where(Expr::col(moment).gt(self.at))
                .to_owned();
            if table == "consent_grant" {
                query.and_where(Expr::col("purpose").eq(A::PURPOSE.as_str()));
            }
            let found = self.connection.query_one(&query).await?;
            let found: Option<Timestamp> = found.map(|row| row.try_get("", "moment")).transpose()?.flatten();
            next = next.into_iter().chain(found).min();
        }
        Ok(next)
    }

    /// Adds a row to a story that was cleared for this act in this same transaction.
    ///
    /// # Errors
    /// When the row is for another narrator or project than what was cleared, or the database refuses.
    pub async fn insert<T, W>(
        &self,
        witness: &Cleared<W, A>,
        row: T,
    ) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        W: OfNarrator,
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Stories,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.fits(witness.value.narrator(), &row)?;
        row.insert(self.connection).await
    }

    /// Changes a row of a story that was cleared for this act in this same transaction.
    ///
    /// # Errors
    /// When the row is of another story than what was cleared, or the database refuses.
    pub async fn update<T, W>(
        &self,
        witness: &Cleared<W, A>,
        row: T,
    ) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        W: OfNarrator,
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Stories,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.fits(witness.value.narrator(), &row)?;
        row.update(self.connection).await
    }

    /// Removes rows of a story that was cleared for this act in this same transaction; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove<E, W>(&self, witness: &Cleared<W, A>, which: impl IntoCondition) -> Result<u64, DbErr>
    where
        E: Stories,
        W: OfNarrator,
    {
        let removed = E::delete_many()
            .filter(E::project().eq(self.project))
            .filter(E::narrator().eq(witness.value.narrator()))
            .filter(which.into_condition())
            .exec(self.connection)
            .await?;
        Ok(removed.rows_affected)
    }

    fn fits<T>(&self, narrator: NarratorId, row: &T) -> Result<(), DbErr>
    where
        T: ActiveModelTrait,
        T::Entity: Stories,
    {
        let project = row.get(T::Entity::project()).into_value();
        let of = row.get(T::Entity::narrator()).into_value();
        if project == Some(self.project.into()) && of == Some(narrator.into()) {
            Ok(())
        } else {
            Err(DbErr::Custom("a row of another story than what was cleared".into()))
        }
    }
}

impl<'a, A: DeskAct, C: Reads> Gate<'a, A, C> {
    /// Narrators and consents that this act reaches.
    #[must_use]
    pub fn desk<E: Desk>(&self) -> Opened<'a, E, A, C> {
        let mut all = Condition::all().add(E::project().eq(self.project));
        if A::DESK_REACH == Reach::OwnNarrators {
            all = all.add(E::narrator().in_subquery(welcomed_by(self.person)));
        }
        self.opened(E::find().filter(all))
    }

    /// Adds a row at the desk, in the permitted project.
    ///
    /// # Errors
    /// When the row is for another project, or the database refuses it.
    pub async fn insert_at_desk<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.here(row.get(T::Entity::project()).into_value())?;
        row.insert(self.connection).await
    }

    /// Changes a row at the desk that was opened in this transaction.
    ///
    /// # Errors
    /// When the row is of another project, or gone.
    pub async fn update_at_desk<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
    {
        self.here(row.get(T::Entity::project()).into_value())?;
        row.update(self.connection).await
    }

    /// Removes rows at the desk that this act reaches; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_at_desk<E: Desk>(&self, which: impl IntoCondition) -> Result<u64, DbErr> {
        let mut all = Condition::all().add(E::project().eq(self.project)).add(which.into_condition());
        if A::DESK_REACH == Reach::OwnNarrators {
            all = all.add(E::narrator().in_subquery(welcomed_by(self.person)));
        }
        Ok(E::delete_many().filter(all).exec(self.connection).await?.rows_affected)
    }

    /// Writes names and contacts of a narrator whom this act reaches (checked by the caller through `desk`).
    ///
    /// # Errors
    /// When the row is for another project, or the database refuses it.
    pub async fn put_in_vault<T>(&self, row: T) -> Result<(), DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Vault,
    {
        self.here(row.get(T::Entity::project()).into_value())?;
        let narrator = T::Entity::narrator();
        let of = row.get(narrator).into_value();
        if let Some(of) = of {
            T::Entity::delete_many().filter(Expr::col(narrator).eq(Expr::val(of))).exec(self.connection).await?;
        }
        T::Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(())
    }

    fn here(&self, project: Option<sea_orm::Value>) -> Result<(), DbErr> {
        if project == Some(self.project.into()) {
            Ok(())
        } else {
            Err(DbErr::Custom("a row of another project than what was permitted".into()))
        }
    }
}

impl<'a, A: VaultAct, C: Reads> Gate<'a, A, C> {
    /// Names and contacts.
    #[must_use]
    pub fn vault<E: Vault>(&self) -> Opened<'a, E, A, C> {
        self.opened(E::find().filter(E::project().eq(self.project)))
    }
}

impl<E: EntityTrait, A, C: Reads> Opened<'_, E, A, C> {
    /// Only those that match as well.
    #[must_use]
    pub fn only(mut self, which: impl IntoCondition) -> Self {
        self.select = self.select.filter(which.into_condition());
        self
    }

    /// In this order.
    #[must_use]
    pub fn by(mut self, column: E::Column, order: Order) -> Self {
        self.select = self.select.order_by(column, order);
        self
    }

    /// At most so many.
    #[must_use]
    pub fn at_most(mut self, number: u64) -> Self {
        self.select = self.select.limit(number);
        self
    }

    /// The rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all(self) -> Result<Vec<Cleared<E::Model, A>>, DbErr> {
        let rows = self.select.all(self.connection).await?;
        Ok(rows.into_iter().map(|value| Cleared { value, act: PhantomData }).collect())
    }

    /// The row, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one(self) -> Result<Option<Cleared<E::Model, A>>, DbErr> {
        Ok(self.select.one(self.connection).await?.map(|value| Cleared { value, act: PhantomData }))
    }

    /// The rows with what came along, as a shape of their own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_as<T: FromRow>(self) -> Result<Vec<Cleared<T, A>>, DbErr> {
        let rows: Vec<T> = self.connection.rows(self.select.as_query()).await?;
        Ok(rows.into_iter().map(|value| Cleared { value, act: PhantomData }).collect())
    }

    /// Some columns of the rows, as a shape of their own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn columns<T: FromRow>(
        self,
        columns: impl IntoIterator<Item = E::Column>,
    ) -> Result<Vec<Cleared<T, A>>, DbErr> {
        let rows: Vec<T> = self.connection.rows(self.select.select_only().columns(columns).as_query()).await?;
        Ok(rows.into_iter().map(|value| Cleared { value, act: PhantomData }).collect())
    }

    /// How many rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn number(self) -> Result<u64, DbErr> {
        let counted: Option<i64> =
            self.select.select_only().expr(Expr::cust("COUNT(*)")).into_tuple().one(self.connection).await?;
        Ok(counted.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }

    /// How many different values a column has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn number_of_different(self, column: E::Column) -> Result<u64, DbErr> {
        let counted: Option<i64> = self
            .select
            .select_only()
            .expr(Expr::col(column).count_distinct())
            .into_tuple()
            .one(self.connection)
            .await?;
        Ok(counted.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }

    /// How many rows for each value of some columns: the values and, last, the number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tally<T: TryGetableMany + Send + Sync>(
        self,
        columns: impl IntoIterator<Item = E::Column>,
    ) -> Result<Vec<T>, DbErr> {
        let mut select = self.select.select_only();
        for column in columns {
            select = select.column(column).group_by(column);
        }
        select.expr(Expr::cust("COUNT(*)")).into_tuple().all(self.connection).await
    }
}

fn welcomed_by(person: AccountId) -> SelectStatement {
    Query::select().column("id").from("narrator").and_where(Expr::col("welcomed_by").eq(person)).to_owned()
}

/// Whoever changes what is allowed: staff with a permit for the desk, or the narrator.
pub(crate) trait Hand<'a> {
    /// What it clears.
    type Sees;

    /// Rows of what narrators allow, as far as this hand reaches.
    fn open<E: Desk>(&self) -> Opened<'a, E, Self::Sees, DatabaseTransaction>;

    /// Adds a row.
    async fn add<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>;

    /// Changes a row that was opened.
    async fn change<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
    where
        T: ActiveModelTrait + ActiveModelBehavior + Send,
        T::Entity: Desk,
        <T::Entity as EntityTrait>::Model: IntoActiveModel<T>;
}

/// A gate and how it opens, adds and changes rows of the desk.
macro_rules! hand {
    ($gate:ty, [$($act:ident)?], $sees:ty, $insert:ident, $update:ident) => {
        impl<'a $(, $act: DeskAct)?> Hand<'a> for $gate {
            type Sees = $sees;

            fn open<E: Desk>(&self) -> Opened<'a, E, Self::Sees, DatabaseTransaction> {
                self.desk()
            }

            async fn add<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
            where
                T: ActiveModelTrait + ActiveModelBehavior + Send,
                T::Entity: Desk,
                <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
            {
                self.$insert(row).await
            }

            async fn change<T>(&self, row: T) -> Result<<T::Entity as EntityTrait>::Model, DbErr>
            where
                T: ActiveModelTrait + ActiveModelBehavior + Send,
                T::Entity: Desk,
                <T::Entity as EntityTrait>::Model: IntoActiveModel<T>,
            {
                self.$update(row).await
            }
        }
    };
}

hand!(Gate<'a, A, DatabaseTransaction>, [A], A, insert_at_desk, update_at_desk);
hand!(Own<'a, DatabaseTransaction>, [], OwnStory, insert, update);
