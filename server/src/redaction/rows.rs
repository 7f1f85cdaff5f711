//! The table of redactions. Positions, ids and kinds; the words and what stands for them open with the narrator's key only.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    consent::{OfNarrator, gate::Stories},
    ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "redaction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub project_id: ProjectId,
    pub narrator_id: NarratorId,
    pub testimony_id: TestimonyId,
    pub revision_id: RevisionId,
    pub start_at: i32,
    pub end_at: i32,
    pub entity_id: Uuid,
    pub category: String,
    pub identifier: String,
    pub confidential: String,
    pub masked_sealed: Vec<u8>,
    pub decided_by: AccountId,
    pub decided_at: Timestamp,
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
    /// None: what is masked in a story that is kept out, or in a passage that is, is masked in the others too.
    fn testimony() -> Option<Column> {
        None
    }
}
impl OfNarrator for Model {
    fn narrator(&self) -> NarratorId {
        self.narrator_id
    }
}
