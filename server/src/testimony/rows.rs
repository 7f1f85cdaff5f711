//! Tables of testimonies and their texts. `_sealed` columns open with the narrator's key only.

pub(super) mod testimony {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::{OfNarrator, Stories},
        db::from_row,
        ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "testimony")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub number: i64,
        pub id: TestimonyId,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub collected_by: AccountId,
        pub kind: String,
        pub language: String,
        pub direction: String,
        pub told_on: Option<String>,
        pub heading_sealed: Vec<u8>,
        pub created_at: Timestamp,
        pub revision_id: RevisionId,
        pub code_points: i32,
        pub turns: i32,
    }
    from_row!(Model {
        number,
        id,
        project_id,
        narrator_id,
        collected_by,
        kind,
        language,
        direction,
        told_on,
        heading_sealed,
        created_at,
        revision_id,
        code_points,
        turns,
    });
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
            Some(Column::Id)
        }
    }
    impl OfNarrator for Model {
        fn narrator(&self) -> NarratorId {
            self.narrator_id
        }
    }
}

pub(super) mod revision {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::{OfNarrator, Stories},
        ids::{AccountId, NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RevisionId,
        pub testimony_id: TestimonyId,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub edition: i32,
        pub created_by: AccountId,
        pub created_at: Timestamp,
        pub reason: String,
        pub code_points: i32,
        pub text_sealed: Vec<u8>,
        pub shape_sealed: Vec<u8>,
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
    }
    impl OfNarrator for Model {
        fn narrator(&self) -> NarratorId {
            self.narrator_id
        }
    }
}
