//! The table of codes that projects add. It holds researchers' words about codes, nothing of a story.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    db::House,
    ids::{AccountId, CodeId, CodebookId, ProjectId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "local_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CodeId,
    pub project_id: ProjectId,
    pub codebook_id: CodebookId,
    pub parent_id: CodeId,
    pub name: String,
    pub definition: String,
    pub rules: String,
    pub color: Option<String>,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
impl House for Entity {}
