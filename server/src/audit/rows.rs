//! The table of the audit chain.

use sea_orm::entity::prelude::*;

use crate::{
    clock::Timestamp,
    db::House,
    ids::{AccountId, ProjectId},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub number: i64,
    pub at: Timestamp,
    pub act: String,
    pub actor_id: Option<AccountId>,
    pub project_id: Option<ProjectId>,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub detail: String,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
impl House for Entity {}
