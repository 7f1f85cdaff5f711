//! The table of what is said beside summaries: words of readers and editors, sealed under the summary's key.

use sea_orm::entity::prelude::*;

use crate::{clock::Timestamp, db::House, ids::*};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "response")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResponseId,
    pub project_id: ProjectId,
    pub summary_id: SummaryId,
    pub kind: String,
    pub language: String,
    pub secret_hash: Option<Vec<u8>>,
    pub question_sealed: Option<Vec<u8>>,
    pub name_sealed: Option<Vec<u8>>,
    pub begun_at: Timestamp,
    pub shown_question_sealed: Option<Vec<u8>>,
    pub words_sealed: Option<Vec<u8>>,
    pub happened_on: String,
    pub said_by: Option<AccountId>,
    pub said_at: Option<Timestamp>,
    pub passed_by: Option<AccountId>,
    pub passed_at: Option<Timestamp>,
    pub stood_beside: Option<Vec<u8>>,
    pub declined_at: Option<Timestamp>,
}
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
impl House for Entity {}
