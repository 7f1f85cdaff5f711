//! Tables of work.

pub(super) mod outbox {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::ProjectId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub number: i64,
        pub kind: String,
        pub project_id: ProjectId,
        pub subject_id: Option<Uuid>,
        pub created_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod job {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{AccountId, JobId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobId,
        pub kind: String,
        pub project_id: Option<ProjectId>,
        pub asked_by: Option<AccountId>,
        pub state: String,
        pub done: i64,
        pub total: i64,
        pub message: String,
        pub created_at: Timestamp,
        pub started_at: Option<Timestamp>,
        pub finished_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
