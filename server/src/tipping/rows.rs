//! The table of tipping points. Positions, answers and ids; `words_sealed` opens with the narrator's key only.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    consent::Stories,
    ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId, TippingId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tipping_point")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TippingId,
    pub project_id: ProjectId,
    pub testimony_id: TestimonyId,
    pub narrator_id: NarratorId,
    pub revision_id: RevisionId,
    pub coder_id: AccountId,
    pub start_at: i32,
    pub end_at: i32,
    pub axes: String,
    pub indicators: String,
    pub words_sealed: Vec<u8>,
    pub review: String,
    pub anchored: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
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
