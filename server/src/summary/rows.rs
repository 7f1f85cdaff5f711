//! Tables of summaries. What editors write opens with the summary's own key only; of narrators there are positions and ids,
//! and those in a table that the gate guards.

pub(super) mod summary {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SummaryId,
        pub project_id: ProjectId,
        pub language: String,
        pub audience: String,
        pub translation_of: Option<SummaryId>,
        pub period_from: String,
        pub period_until: String,
        pub grants: String,
        pub edition: i32,
        pub submitted_edition: Option<i32>,
        pub slug: Option<String>,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub changed_at: Timestamp,
        pub retired_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod edition {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_edition")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub summary_id: SummaryId,
        pub number: i32,
        pub document_sealed: Vec<u8>,
        pub made_by: AccountId,
        pub made_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod evidence {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::{OfNarrator, gate::Stories},
        ids::*,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_evidence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub summary_id: SummaryId,
        pub narrator_id: NarratorId,
        pub testimony_id: TestimonyId,
        pub revision_id: RevisionId,
        pub start_at: i32,
        pub end_at: i32,
        pub stance: String,
        pub made_by: AccountId,
        pub made_at: Timestamp,
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

pub(super) mod sign {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_sign")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub summary_id: SummaryId,
        pub edition: i32,
        pub gate: String,
        pub account_id: AccountId,
        pub passed: bool,
        pub note_sealed: Option<Vec<u8>>,
        pub rests_on: Vec<u8>,
        pub at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod comment {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_comment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub summary_id: SummaryId,
        pub block_id: Uuid,
        pub words_sealed: Vec<u8>,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub settled_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod publication {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "publication")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub summary_id: SummaryId,
        pub project_id: ProjectId,
        pub organisation_id: OrganisationId,
        pub slug: String,
        pub language: String,
        pub version: i32,
        pub edition: i32,
        pub audience: String,
        pub document_sealed: Vec<u8>,
        pub published_by: AccountId,
        pub published_at: Timestamp,
        pub review_by: Timestamp,
        pub reissued_at: Option<Timestamp>,
        pub retired_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod release {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "release")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub summary_id: SummaryId,
        pub release_sealed: Vec<u8>,
        pub at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod reader {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_reader")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub summary_id: SummaryId,
        pub name_sealed: Vec<u8>,
        pub secret_hash: Vec<u8>,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub expires_at: Timestamp,
        pub ended_at: Option<Timestamp>,
        pub opened_times: i32,
        pub last_opened_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
