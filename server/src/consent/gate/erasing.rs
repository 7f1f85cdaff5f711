//! Removing everything of one narrator, in a transaction: each subject removes its own rows through this, and a test lists
//! who does. Reads nothing but ids.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, IntoCondition, Query},
};

use super::{Desk, Stories, Vault};
use crate::{
    db::{Db, Tx},
    ids::{NarratorId, ProjectId},
};

/// Tables in which nothing of an erased narrator may be left.
const OF_A_NARRATOR: &[&str] = &[
    "tipping_point",
    "coding",
    "recording",
    "quote",
    "use_asking",
    "consent_evidence",
    "representative",
    "asked_again",
    "summary_evidence",
    "redaction",
    "consent_use",
    "consent_limit",
    "revision",
    "testimony",
    "narrator_said",
    "protection_flag",
    "safeguarding_note",
    "consent_grant",
    "consent_record",
    "vault",
];

/// Removes what is one narrator's.
pub struct Erasing<'a> {
    connection: &'a DatabaseTransaction,
    project: ProjectId,
    narrator: NarratorId,
}

impl Tx {
    /// Removes what is this narrator's: for the erasure alone.
    pub(crate) fn erasing(&self, project: ProjectId, narrator: NarratorId) -> Erasing<'_> {
        Erasing { connection: self.connection(), project, narrator }
    }
}

impl Erasing<'_> {
    /// Whose.
    #[must_use]
    pub fn narrator(&self) -> NarratorId {
        self.narrator
    }

    /// Ids of their rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ids<E: Stories>(&self, id: E::Column) -> Result<Vec<uuid::Uuid>, DbErr> {
        E::find()
            .select_only()
            .column(id)
            .filter(E::project().eq(self.project))
            .filter(E::narrator().eq(self.narrator))
            .into_tuple()
            .all(self.connection)
            .await
    }

    /// Their rows of a table of the desk: for what a tombstone says of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_of_desk<E: Desk>(&self) -> Result<Vec<E::Model>, DbErr> {
        E::find()
            .filter(E::project().eq(self.project))
            .filter(E::narrator().eq(self.narrator))
            .all(self.connection)
            .await
    }

    /// Removes their rows of a table of stories; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn stories<E: Stories>(&self) -> Result<u64, DbErr> {
        let which = E::delete_many().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        Ok(which.exec(self.connection).await?.rows_affected)
    }

    /// Removes their rows of a table of the desk; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn desk<E: Desk>(&self) -> Result<u64, DbErr> {
        let which = E::delete_many().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        Ok(which.exec(self.connection).await?.rows_affected)
    }

    /// Removes their names and contacts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn vault<E: Vault>(&self) -> Result<u64, DbErr> {
        let which = E::delete_many().filter(E::project().eq(self.project)).filter(E::narrator().eq(self.narrator));
        Ok(which.exec(self.connection).await?.rows_affected)
    }
}

impl Db {
    /// How many rows are left of a narrator, in every table that could hold one, and whether their own row is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn left_of(&self, narrator: NarratorId) -> Result<u64, DbErr> {
        let own = ("narrator", "id");
        let mut left: u64 = 0;
        for (table, column) in OF_A_NARRATOR.iter().map(|table| (*table, "narrator_id")).chain([own]) {
            let query = Query::select()
                .expr_as(Expr::cust("COUNT(*)"), "left")
                .from(table)
                .and_where(Expr::col(column).eq(narrator))
                .to_owned();
            let row = self.connection().query_one(&query).await?;
            let count: i64 = row.map(|row| row.try_get("", "left")).transpose()?.unwrap_or(0);
            left += u64::try_from(count).unwrap_or(0);
        }
        Ok(left)
    }
}

impl Db {
    /// Removes rows that nobody is shown any more, whoever's they are: copies of words whose use has ended.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn sweep<E: Stories>(&self, which: impl IntoCondition) -> Result<u64, DbErr> {
        let which = which.into_condition();
        self.transact(async |tx| Ok(E::delete_many().filter(which).exec(tx.connection()).await?.rows_affected)).await
    }
}
