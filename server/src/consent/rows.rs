//! Tables of narrators and consents.

pub(super) mod notice {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{AccountId, NoticeId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: NoticeId,
        pub project_id: ProjectId,
        pub edition: i32,
        pub created_by: AccountId,
        pub created_at: Timestamp,
        pub published_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod notice_text {
    use sea_orm::entity::prelude::*;

    use crate::{db::House, ids::NoticeId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_text")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub notice_id: NoticeId,
        pub language: String,
        pub title: String,
        pub body: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod narrator {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::{Desk, OfNarrator, Stories},
        ids::{AccountId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "narrator")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub number: i64,
        pub id: NarratorId,
        pub project_id: ProjectId,
        pub role: String,
        pub pseudonym_sealed: Vec<u8>,
        pub attributes_sealed: Vec<u8>,
        pub welcomed_by: AccountId,
        pub created_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Desk for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::Id
        }
    }
    impl Stories for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::Id
        }
    }
    impl OfNarrator for Model {
        fn narrator(&self) -> NarratorId {
            self.id
        }
    }
}

pub(super) mod vault {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Vault,
        ids::{NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vault")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub narrator_id: NarratorId,
        pub project_id: ProjectId,
        pub names_sealed: Vec<u8>,
        pub changed_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Vault for Entity {
        fn project() -> Column {
            Column::ProjectId
        }
        fn narrator() -> Column {
            Column::NarratorId
        }
    }
}

pub(super) mod record {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, ConsentId, NarratorId, NoticeId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ConsentId,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub notice_id: Option<NoticeId>,
        pub notice_language: String,
        pub mode: String,
        pub collected_by: AccountId,
        pub collected_on: String,
        pub recorded_at: Timestamp,
        pub valid_until: Option<Timestamp>,
        pub note_sealed: Option<Vec<u8>>,
        pub replaced_at: Option<Timestamp>,
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

pub(super) mod grant {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{ConsentId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_grant")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub record_id: ConsentId,
        pub narrator_id: NarratorId,
        pub scope: String,
        pub scope_id: Option<Uuid>,
        pub purpose: String,
        pub decision: String,
        pub audience: String,
        pub audience_rank: i32,
        pub valid_from: Timestamp,
        pub valid_until: Option<Timestamp>,
        pub ended_at: Option<Timestamp>,
        pub ended_how: Option<String>,
        pub reason_sealed: Option<Vec<u8>>,
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
