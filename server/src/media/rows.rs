//! The table of recordings. Addresses (file names, links) are sealed.

pub(super) mod recording {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::{OfNarrator, Stories},
        ids::{NarratorId, ProjectId, RecordingId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recording")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RecordingId,
        pub testimony_id: TestimonyId,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub kind: String,
        pub source: String,
        pub address_sealed: Vec<u8>,
        pub mime: String,
        pub bytes: Option<i64>,
        pub duration_ms: Option<i64>,
        pub created_at: Timestamp,
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
        fn recording() -> Option<Column> {
            Some(Column::Id)
        }
    }
    impl OfNarrator for Model {
        fn narrator(&self) -> NarratorId {
            self.narrator_id
        }
    }
}
