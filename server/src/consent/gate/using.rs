//! Writing down what a story is used for, in the transaction in which the gate was asked.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, IntoCondition, Query},
};

use super::{
    Gate, Kept, Stories,
    allowed::{Asked, SeenFirst},
};
use crate::{
    access::{Audience, Purpose, StoryAct},
    clock::Timestamp,
    consent::rows::{grant, limit, narrator, used},
    db::{Db, Reads},
    ids::{CodeId, Id, NarratorId, ProjectId, RevisionId},
};

impl<A: StoryAct, C: Reads> Gate<'_, A, C> {
    /// The grant that covers this use of a narrator's stories now, if there is one.
    pub(in crate::consent) async fn grant_for_use(
        &self,
        of: NarratorId,
        purpose: Purpose,
        audience: Audience,
        (is_quote, of_use): (bool, uuid::Uuid),
    ) -> Result<Option<uuid::Uuid>, DbErr> {
        // Of a quote its own asking; what shows quotes of whoever was asked is left to the rule of the database.
        let asked = Asked::of(self.project, purpose, audience, self.at);
        let seen_first = if is_quote { SeenFirst::This(of_use) } else { SeenFirst::Own };
        self.grant_of(of, Asked { seen_first, ..asked }).await
    }

    /// The grant under which a narrator may be asked about a use: all of it holds, but that they did not see it yet.
    pub(crate) async fn grant_to_ask(
        &self,
        of: NarratorId,
        purpose: Purpose,
        audience: Audience,
    ) -> Result<Option<uuid::Uuid>, DbErr> {
        let seen_first = SeenFirst::Later;
        self.grant_of(of, Asked { seen_first, ..Asked::of(self.project, purpose, audience, self.at) }).await
    }

    async fn grant_of(&self, of: NarratorId, asked: Asked) -> Result<Option<uuid::Uuid>, DbErr> {
        let allowed = asked.of_rows::<narrator::Entity>().add(<narrator::Entity as Stories>::narrator().eq(of));
        if narrator::Entity::find().filter(allowed).one(self.connection).await?.is_none() {
            return Ok(None);
        }
        grant::Entity::find()
            .select_only()
            .column(grant::Column::Id)
            .filter(grant::Column::NarratorId.eq(of))
            .filter(grant::Column::Purpose.eq(asked.purpose.as_str()))
            .filter(grant::Column::EndedAt.is_null())
            .filter(grant::Column::State.is_in(crate::consent::uses::valid_states()))
            .filter(grant::Column::AudienceRank.gte(asked.audience.rank()))
            .into_tuple()
            .one(self.connection)
            .await
    }

    pub(in crate::consent) async fn insert_use(&self, row: used::ActiveModel) -> Result<(), DbErr> {
        row.insert(self.connection).await?;
        Ok(())
    }

    pub(in crate::consent) async fn uses(&self, which: impl IntoCondition) -> Result<Vec<used::Model>, DbErr> {
        used::Entity::find()
            .filter(used::Column::ProjectId.eq(self.project))
            .filter(which.into_condition())
            .all(self.connection)
            .await
    }

    pub(in crate::consent) async fn end_uses(&self, which: impl IntoCondition) -> Result<(), DbErr> {
        used::Entity::update_many()
            .col_expr(used::Column::EndedAt, Expr::val(self.at))
            .filter(used::Column::ProjectId.eq(self.project))
            .filter(which.into_condition())
            .exec(self.connection)
            .await?;
        Ok(())
    }

    /// In which project.
    pub(in crate::consent) fn project(&self) -> ProjectId {
        self.project
    }

    /// When the request came in.
    pub(in crate::consent) fn at(&self) -> Timestamp {
        self.at
    }
}

impl<A: StoryAct> Gate<'_, A, DatabaseTransaction> {
    /// The limits that stand on one edition of a story's text, for a correction to carry along: as they stand there.
    pub(crate) async fn limits_on(&self, revision: RevisionId) -> Result<Vec<Kept>, DbErr> {
        let found = limit::Entity::find().filter(self.standing(revision)).all(self.connection).await?;
        Ok(found.iter().map(place_of).collect())
    }

    /// Keeps the same out of the next edition as of this one: each passage at its new place.
    pub(crate) async fn carry_limits(
        &self,
        from: RevisionId,
        to: RevisionId,
        mut placed: impl FnMut(Kept) -> Kept,
    ) -> Result<(), DbErr> {
        for row in limit::Entity::find().filter(self.standing(from)).all(self.connection).await? {
            let place = placed(place_of(&row));
            let mut next: limit::ActiveModel = row.into();
            next.id = Set(CodeId::at(self.at).0);
            next.revision_id = Set(Some(to));
            next.start_at = Set(i32::try_from(place.start).unwrap_or(0));
            next.end_at = Set(i32::try_from(place.end).unwrap_or(i32::MAX));
            limit::Entity::insert(next).exec_without_returning(self.connection).await?;
        }
        Ok(())
    }

    fn standing(&self, revision: RevisionId) -> Condition {
        Condition::all()
            .add(limit::Column::ProjectId.eq(self.project))
            .add(limit::Column::RevisionId.eq(revision))
            .add(limit::Column::LiftedAt.is_null())
    }
}

fn place_of(row: &limit::Model) -> Kept {
    let [start, end] = [row.start_at, row.end_at].map(|at| u32::try_from(at).unwrap_or(0));
    Kept { start, end }
}

impl Db {
    /// Lines whose use has ended and that nobody was told of yet: ids and numbers of no narrator.
    pub(in crate::consent) async fn ended_lines(&self, kind: &str) -> Result<Vec<(uuid::Uuid, i32)>, DbErr> {
        let told = Query::select()
            .expr(Expr::val(1))
            .from("export_notice")
            .and_where(Expr::col(("export_notice", "export_id")).equals(used::Column::OfId.as_column_ref()))
            .and_where(Expr::col(("export_notice", "line")).equals(used::Column::Line.as_column_ref()))
            .to_owned();
        used::Entity::find()
            .select_only()
            .columns([used::Column::OfId, used::Column::Line])
            .filter(used::Column::Kind.eq(kind))
            .filter(used::Column::EndedAt.is_not_null())
            .filter(used::Column::Line.is_not_null())
            .filter(Expr::exists(told).not())
            .into_tuple()
            .all(self.connection())
            .await
    }
}
