//! What may come along with a row of a story in one question: numbers and words that belong to the same narrator, and words
//! of the house. Only the gate applies it, and only to rows that it opens; whatever is joined is of the narrator who was
//! just found to allow it, or of nobody's story.

use std::marker::PhantomData;

use sea_orm::{
    ColumnTrait, EntityTrait, Iterable, JoinType, QuerySelect, RelationDef, Select,
    sea_query::{Condition, Expr, ExprTrait, IntoCondition, Query, SelectStatement},
};

use super::{Desk, Stories};
use crate::db::Beside;

/// A number beside each row: how many rows of another table of stories belong to it.
pub struct Count {
    select: SelectStatement,
    link: Expr,
    narrator: Expr,
}

impl Count {
    /// How many rows there are, by the column that links them.
    #[must_use]
    pub fn rows<B: Stories>(link: B::Column, which: impl IntoCondition) -> Self {
        Self::of::<B>(Expr::cust("COUNT(*)"), link, which.into_condition())
    }

    /// How many different values they have in a column.
    #[must_use]
    pub fn different<B: Stories>(column: B::Column, link: B::Column) -> Self {
        Self::of::<B>(Expr::col(column.as_column_ref()).count_distinct(), link, Condition::all())
    }

    fn of<B: Stories>(what: Expr, link: B::Column, which: Condition) -> Self {
        let select = Query::select().expr(what).from(B::default().table_ref()).cond_where(which).to_owned();
        let column = |column: B::Column| Expr::col(column.as_column_ref());
        Self { select, link: column(link), narrator: column(B::narrator()) }
    }

    /// Of the row with this id, and of its narrator alone.
    fn beside<E: Stories>(mut self, id: E::Column) -> SelectStatement {
        self.select.and_where(self.link.equals(id.as_column_ref()));
        self.select.and_where(self.narrator.equals(E::narrator().as_column_ref()));
        self.select
    }
}

/// What comes along with rows of `E`. Numbers are called `n0`, `n1` …, in their order.
pub struct Along<E> {
    columns: Vec<(Expr, String)>,
    joins: Vec<(JoinType, RelationDef)>,
    entity: PhantomData<E>,
}

impl<E: Stories> Default for Along<E> {
    fn default() -> Self {
        Self { columns: Vec::new(), joins: Vec::new(), entity: PhantomData }
    }
}

impl<E: Stories> Along<E> {
    /// Columns of the narrator's own row: the one table that is both of the desk and of stories.
    #[must_use]
    pub fn narrator<N: Stories + Desk>(mut self, columns: impl IntoIterator<Item = (N::Column, &'static str)>) -> Self {
        let own = E::belongs_to(N::default()).from(E::narrator()).to(<N as Stories>::narrator());
        self.joins.push((JoinType::InnerJoin, own.into()));
        self.take::<N>(columns);
        self
    }

    /// Columns of the one other part of the same narrator's story that `from` names; in `to` each value must stand once.
    #[must_use]
    pub fn story<B: Stories>(
        mut self,
        from: E::Column,
        to: B::Column,
        columns: impl IntoIterator<Item = (B::Column, &'static str)>,
    ) -> Self {
        let of_the_same = |one, other| Expr::col((one, E::narrator())).equals((other, B::narrator())).into_condition();
        let part = E::belongs_to(B::default()).from(from).to(to).on_condition(of_the_same);
        self.joins.push((JoinType::InnerJoin, part.into()));
        self.take::<B>(columns);
        self
    }

    /// A word of the house, where there is one.
    #[must_use]
    pub fn house(mut self, beside: Beside<E>) -> Self {
        self.joins.push((JoinType::LeftJoin, beside.join));
        self.columns.push((beside.column, beside.called.to_owned()));
        self
    }

    /// Numbers of what belongs to the row with this id.
    #[must_use]
    pub fn counting(mut self, id: E::Column, counts: impl IntoIterator<Item = Count>) -> Self {
        let counts = counts.into_iter().enumerate();
        self.columns.extend(counts.map(|(at, count)| (count.beside::<E>(id).into(), format!("n{at}"))));
        self
    }

    fn take<O: EntityTrait>(&mut self, columns: impl IntoIterator<Item = (O::Column, &'static str)>) {
        let columns = columns.into_iter();
        self.columns.extend(columns.map(|(column, name)| (Expr::col(column.as_column_ref()), name.to_owned())));
    }

    pub(super) fn with(self, mut select: Select<E>) -> Select<E> {
        // What is joined has columns of the same names.
        select = select.select_only().columns(E::Column::iter());
        for (kind, relation) in self.joins {
            select = select.join(kind, relation);
        }
        for (column, name) in self.columns {
            select = select.expr_as(column, name);
        }
        select
    }
}
