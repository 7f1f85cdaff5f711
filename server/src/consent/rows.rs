//! Tables of narrators and consents.

mod explained;
mod proved;

pub(super) use explained::{notice, notice_sound, notice_text};
pub(super) use proved::{again, evidence, representative};

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
        fn testimony() -> Option<Column> {
            None
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
        pub asked_how: String,
        pub representative_id: Option<Uuid>,
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
        pub state: String,
        pub state_by: String,
        pub attribution: String,
        pub voice: String,
        pub image: String,
        pub embargo_until: Option<Timestamp>,
        pub embargo_event: Option<String>,
        pub review_before_use: bool,
        pub countries_excluded: String,
        pub legal_basis: String,
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

pub(super) mod limit {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_limit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub act_id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub testimony_id: TestimonyId,
        pub scope: String,
        pub scope_id: Option<Uuid>,
        pub revision_id: Option<RevisionId>,
        pub start_at: i32,
        pub end_at: i32,
        pub purpose: String,
        pub audience_rank: i32,
        pub made_by: String,
        pub made_at: Timestamp,
        pub lifted_at: Option<Timestamp>,
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

pub(super) mod flag {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "protection_flag")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub kind: String,
        pub review_on: String,
        pub holds_all_from: Option<Timestamp>,
        pub note_sealed: Option<Vec<u8>>,
        pub set_by: AccountId,
        pub set_at: Timestamp,
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

pub(super) mod used {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{NarratorId, ProjectId, RevisionId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent_use")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub testimony_id: TestimonyId,
        pub revision_id: Option<RevisionId>,
        pub start_at: Option<i32>,
        pub end_at: Option<i32>,
        pub purpose: String,
        pub audience: String,
        pub audience_rank: i32,
        pub grant_id: Uuid,
        pub consent_epoch: i64,
        pub of_id: Uuid,
        pub line: Option<i32>,
        pub place: String,
        pub at: Timestamp,
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

pub(super) mod said {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, NarratorId, ProjectId, TestimonyId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "narrator_said")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub testimony_id: Option<TestimonyId>,
        pub kind: String,
        pub words_sealed: Vec<u8>,
        pub at: Timestamp,
        pub answered_at: Option<Timestamp>,
        pub answered_by: Option<AccountId>,
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

pub(super) mod return_code {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{AccountId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_code")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub finder: Vec<u8>,
        pub hash: String,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub ended_at: Option<Timestamp>,
        pub whole_from: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod visit {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "narrator_visit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub secret_hash: Vec<u8>,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub began_at: Timestamp,
        pub ends_at: Timestamp,
        pub whole_from: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod concern {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        consent::gate::Desk,
        ids::{AccountId, NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "safeguarding_note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub narrator_id: NarratorId,
        pub words_sealed: Vec<u8>,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub settled_at: Option<Timestamp>,
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

pub(super) mod tombstone {
    use sea_orm::entity::prelude::*;

    use crate::{
        clock::Timestamp,
        db::House,
        ids::{NarratorId, ProjectId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tombstone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub narrator_id: NarratorId,
        pub project_id: ProjectId,
        pub erased_on: String,
        pub ground: String,
        pub purposes: String,
        pub notices: String,
        pub testimonies: String,
        pub uses: String,
        pub recipients: i32,
        pub acknowledged: i32,
        pub removed: String,
        pub verified_at: Option<Timestamp>,
        pub chain_head: Vec<u8>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
