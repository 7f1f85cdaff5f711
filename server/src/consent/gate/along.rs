//! What may come along with a row of a story in one question: numbers and words that belong to the same narrator, and words
//! of the house. Only the gate applies it, and only to rows that it opens; whatever is joined is of the narrator who was
//! just found to allow it, or of nobody's story.

use std::marker::PhantomData;

use sea_orm::{
    ColumnTrait, EntityTrait, Iterable, JoinType, QuerySelect, RelationDef, Select,
    sea_query::{Condition, Expr, ExprTrait, IntoCondition, Query, SelectStatement},
};

use super::{Desk, Stories, allowed::Asked};
use crate::db::Beside;

/// That nothing of a row is kept out of what is asked.
type Kept = Box<dyn Fn(Asked) -> Expr + Send>;

/// A number beside each row: how many rows of another table of stories belong to it.
pub struct Count {
    select: SelectStatement,
    link: Expr,
    narrator: Expr,
    /// What of it is kept out.
    kept_out: Option<Kept>,
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
        let kept_out = B::testimony().zip(B::passage()).map(|(testimony, passage)| {
            let kept_out: Kept = Box::new(move |asked| asked.not_kept_out(testimony, passage));
            kept_out
        });
        let recordings = B::testimony().zip(B::recording()).map(|(testimony, recording)| {
            let kept_out: Kept = Box::new(move |asked| asked.recording_not_kept_out(testimony, recording));
            kept_out
        });
        let kept_out = kept_out.or(recordings);
        Self { select, link: column(link), narrator: column(B::narrator()), kept_out }
    }

    /// Of the row with this id, and of its narrator alone, without what is kept out.
    fn beside<E: Stories>(mut self, id: E::Column, asked: Option<Asked>) -> SelectStatement {
        self.select.and_where(self.link.equals(id.as_column_ref()));
        self.select.and_where(self.narrator.equals(E::narrator().as_column_ref()));
        if let (Some(kept_out), Some(asked)) = (&self.kept_out, asked) {
            self.select.and_where(kept_out(asked));
        }
        self.select
    }
}

/// What comes along with rows of `E`. Numbers are called `n0`, `n1` …, in their order.
pub struct Along<E: EntityTrait> {
    columns: Vec<(Expr, String)>,
    joins: Vec<(JoinType, RelationDef)>,
    counts: Vec<(E::Column, Count)>,
    entity: PhantomData<E>,
}

impl<E: Stories> Default for Along<E> {
    fn default() -> Self {
        Self { columns: Vec::new(), joins: Vec::new(), counts: Vec::new(), entity: PhantomData }
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
        self.counts.extend(counts.into_iter().map(|count| (id, count)));
        self
    }

    fn take<O: EntityTrait>(&mut self, columns: impl IntoIterator<Item = (O::Column, &'static str)>) {
        let columns = columns.into_iter();
        self.columns.extend(columns.map(|(column, name)| (Expr::col(column.as_column_ref()), name.to_owned())));
    }

    pub(super) fn with(self, mut select: Select<E>, asked: Option<Asked>) -> Select<E> {
        // What is joined has columns of the same names.
        select = select.select_only().columns(E::Column::iter());
        for (kind, relation) in self.joins {
            select = select.join(kind, relation);
        }
        for (column, name) in self.columns {
            select = select.expr_as(column, name);
        }
        for (at, (id, count)) in self.counts.into_iter().enumerate() {
            select = select.expr_as(Expr::from(count.beside::<E>(id, asked)), format!("n{at}"));
        }
        select
    }
}
