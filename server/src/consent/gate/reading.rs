//! What readers of something published are shown: rows that their narrators allow for that audience now, and whose use in
//! this publication has not ended. Nobody signs in for it, so there is no permit; there is a publication.

use std::marker::PhantomData;

use sea_orm::{
    ColumnTrait, DbErr, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{Opened, Stories, allowed::Asked};
use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    db::{Db, Reader, Reads},
    ids::ProjectId,
};

/// That something published is read. No act of anybody is cleared by it.
#[derive(Clone, Copy, Debug)]
pub struct ReadPublished;

/// Which publication is read, by whom, and when.
#[derive(Clone, Copy, Debug)]
pub struct Readers {
    /// In which project it was made.
    pub project: ProjectId,
    /// The publication.
    pub of: Uuid,
    /// Who reads.
    pub audience: Audience,
    /// When.
    pub at: Timestamp,
}

/// Opens what one publication shows.
pub struct Reading<'a, C> {
    connection: &'a C,
    readers: Readers,
}

impl Db {
    /// Opens what this publication shows to its readers.
    #[must_use]
    pub fn as_published(&self, readers: Readers) -> Reading<'_, Reader> {
        Reading { connection: self.connection(), readers }
    }
}

impl<'a, C: Reads> Reading<'a, C> {
    /// Who reads.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.readers.audience
    }

    /// When a use of this publication ended last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ended_last(&self) -> Result<Option<Timestamp>, DbErr> {
        let last = Query::select()
            .expr_as(Expr::col("ended_at").max(), "last")
            .from("consent_use")
            .and_where(Expr::col("of_id").eq(self.readers.of))
            .and_where(Expr::col("kind").eq("publication"))
            .to_owned();
        let row = self.connection.query_one(&last).await?;
        Ok(row.map(|row| row.try_get("", "last")).transpose()?.flatten())
    }

    /// The rows on passages that were published for this purpose, and still may be.
    #[must_use]
    pub fn stories<E: Stories>(&self, purpose: Purpose) -> Opened<'a, E, ReadPublished, C> {
        let Readers { project, of, audience, at } = self.readers;
        let used = |column: &'static str| Expr::col(("consent_use", column));
        let mut uses = Query::select()
            .expr(Expr::val(1))
            .from("consent_use")
            .and_where(used("of_id").eq(of))
            .and_where(used("kind").eq("publication"))
            .and_where(used("purpose").eq(purpose.as_str()))
            .and_where(used("ended_at").is_null())
            .and_where(used("narrator_id").equals(E::narrator().as_column_ref()))
            .to_owned();
        if let Some([revision, start, end]) = E::passage() {
            uses.and_where(used("revision_id").equals(revision.as_column_ref()))
                .and_where(used("start_at").equals(start.as_column_ref()))
                .and_where(used("end_at").equals(end.as_column_ref()));
        } else if let Some(testimony) = E::testimony() {
            uses.and_where(used("testimony_id").equals(testimony.as_column_ref()));
        }
        let asked = Asked::of(project, purpose, audience, at);
        let select = E::find().filter(asked.of_rows::<E>()).filter(Expr::exists(uses));
        Opened { connection: self.connection, select, act: PhantomData }
    }
}
