//! The table of quotes.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    consent::{OfNarrator, gate::Stories},
    ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub project_id: ProjectId,
    pub testimony_id: TestimonyId,
    pub narrator_id: NarratorId,
    pub revision_id: RevisionId,
    pub start_at: i32,
    pub end_at: i32,
    pub purpose: String,
    pub audience: String,
    pub place: String,
    pub language: String,
    pub words_sealed: Vec<u8>,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    pub removed_at: Option<Timestamp>,
}
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
impl Stories for Entity {
    fn project() -> Column {
        Column::ProjectId
    }
    fn narrator() -> Column {
        Column::NarratorId
    }
    fn testimony() -> Option<Column> {
        Some(Column::TestimonyId)
    }
    fn passage() -> Option<[Column; 3]> {
        Some([Column::RevisionId, Column::StartAt, Column::EndAt])
    }
}
impl OfNarrator for Model {
    fn narrator(&self) -> NarratorId {
        self.narrator_id
    }
}
