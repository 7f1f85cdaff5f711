//! The table of codings. Positions and ids; `memo_sealed` opens with the narrator's key only.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    consent::Stories,
    ids::{AccountId, CodeId, CodingId, NarratorId, ProjectId, RevisionId, TestimonyId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub number: i64,
    pub id: CodingId,
    pub project_id: ProjectId,
    pub testimony_id: TestimonyId,
    pub narrator_id: NarratorId,
    pub revision_id: RevisionId,
    pub coder_id: AccountId,
    pub start_at: i32,
    pub end_at: i32,
    pub code_id: CodeId,
    pub attributes: String,
    pub memo_sealed: Option<Vec<u8>>,
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
