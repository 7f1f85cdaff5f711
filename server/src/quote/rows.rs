//! The tables of quotes, and of those that their narrators wish to see first.

pub(super) mod quote {
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
        fn asked() -> Option<Column> {
            Some(Column::Id)
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
}

pub(super) mod asking {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::{OfNarrator, gate::Stories},
        ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    /// Has the id of the quote that it asks for.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "use_asking")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub testimony_id: TestimonyId,
        pub grant_id: Uuid,
        pub revision_id: RevisionId,
        pub start_at: i32,
        pub end_at: i32,
        pub purpose: String,
        pub audience: String,
        pub audience_rank: i32,
        pub place: String,
        pub language: String,
        pub words_sealed: Vec<u8>,
        pub asked_by: AccountId,
        pub asked_at: Timestamp,
        pub answer: Option<String>,
        pub answered_at: Option<Timestamp>,
        pub ended_at: Option<Timestamp>,
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
}
