//! Reading past consent: for machines only, each with a name and a reason. Nothing of it is ever shown without the gate.

use sea_orm::{ColumnTrait, DbErr, QueryFilter, QuerySelect, QueryTrait, sea_query::IntoCondition};

use super::{KeptOut, Stories, Vault};
use crate::{
    db::{FromRow, Reader, Reads},
    {access::StoryAct, db::Db, ids::TestimonyId},
};

impl Db {
    /// Reads past consent: for machines only, and each of them has a name and a reason. A test lists the callers.
    #[must_use]
    pub fn beyond_consent(&self, _reason: Reason, _actor: Actor) -> BeyondConsent<'_> {
        BeyondConsent { connection: self.connection() }
    }
}

/// Why a machine reads past consent.
#[derive(Clone, Copy, Debug)]
pub enum Reason {
    /// To put a story's terms in the index, which gives out ids only.
    Indexing,
    /// To keep positions of codings for counting, behind the gate again when it is asked.
    Columns,
    /// To look for words that must be gone.
    Erasing,
    /// To find names of the vault in words that are about to leave the team. Nobody is told which.
    Matching,
    /// To write a backup, sealed as it lies.
    Backup,
    /// To see whether the house is in order: numbers only.
    Doctor,
}

/// Which machine.
#[derive(Clone, Copy, Debug)]
pub enum Actor {
    /// The worker that feeds the index.
    Worker,
    /// The command line.
    Console,
}

/// Rows read past consent, for a machine.
pub struct BeyondConsent<'a> {
    connection: &'a Reader,
}

impl BeyondConsent<'_> {
    /// The rows that match.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all<E: Stories>(&self, which: impl IntoCondition) -> Result<Vec<E::Model>, DbErr> {
        E::find().filter(which.into_condition()).all(self.connection).await
    }

    /// The passages of these stories that are kept out of an act, whoever asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_out<A: StoryAct>(&self, of: &[TestimonyId]) -> Result<KeptOut, DbErr> {
        KeptOut::of_act::<A, _>(self.connection, of).await
    }

    /// What the vault holds of these narrators.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vault<E: Vault>(&self, which: impl IntoCondition) -> Result<Vec<E::Model>, DbErr> {
        E::find().filter(which.into_condition()).all(self.connection).await
    }

    /// The highest value of a number column.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn highest<E: Stories>(&self, column: E::Column) -> Result<i64, DbErr> {
        let found: Option<Option<i64>> =
            E::find().select_only().column_as(column.max(), "highest").into_tuple().one(self.connection).await?;
        Ok(found.flatten().unwrap_or(0))
    }

    /// Some columns of the rows that match.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn columns<E: Stories, T: FromRow>(
        &self,
        columns: impl IntoIterator<Item = E::Column>,
        which: impl IntoCondition,
    ) -> Result<Vec<T>, DbErr> {
        let select = E::find().filter(which.into_condition()).select_only().columns(columns);
        self.connection.rows(select.as_query()).await
    }
}
