//! Tables of what proves a consent, of who speaks for a narrator, and of asking again after a story was told.

pub(in crate::consent) mod evidence {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, ConsentId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_evidence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub record_id: ConsentId,
        pub kind: String,
        pub mime: String,
        pub bytes: i32,
        pub content_sealed: Vec<u8>,
        pub kept_by: AccountId,
        pub kept_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Desk for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::NarratorId
        }
    }
}

pub(in crate::consent) mod representative {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "representative")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub role: String,
        pub since: String,
        pub until: Option<String>,
        pub names_sealed: Vec<u8>,
        pub named_by: AccountId,
        pub named_at: Timestamp,
        pub ended_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Desk for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::NarratorId
        }
    }
}

pub(in crate::consent) mod again {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "asked_again")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub testimony_id: TestimonyId,
        pub revision_id: RevisionId,
        pub asked_on: String,
        pub kept_out: i32,
        pub asked_by: AccountId,
        pub asked_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Desk for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::NarratorId
        }
    }
}
