//! Tables of exports: who received what kind of thing, and which lines they were asked to delete. No words, no narrators.

pub(super) mod export {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{AccountId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "export")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub recipient: String,
        pub contact: String,
        pub purpose: String,
        pub audience: String,
        pub lines: i32,
        pub made_by: AccountId,
        pub made_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod notice {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "export_notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub export_id: Uuid,
        pub line: i32,
        pub since: Timestamp,
        pub acknowledged_at: Option<Timestamp>,
        pub told_at: Option<Timestamp>,
        pub told_times: i32,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
