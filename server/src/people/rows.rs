//! Tables of people and places of work. None holds anything of a story.

pub(super) mod account {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AccountId,
        pub email: String,
        pub display_name: String,
        pub password_hash: Option<String>,
        pub language: String,
        pub administrator: bool,
        pub created_at: Timestamp,
        pub disabled_at: Option<Timestamp>,
        pub password_changed_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod session {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub secret_hash: Vec<u8>,
        pub account_id: AccountId,
        pub created_at: Timestamp,
        pub last_seen_at: Timestamp,
        pub expires_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod organisation {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrganisationId,
        pub name: String,
        pub created_at: Timestamp,
        pub address: String,
        pub contact: String,
        pub jurisdiction: String,
        pub storage_place: String,
        pub slug: Option<String>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod project {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "project")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProjectId,
        pub organisation_id: OrganisationId,
        pub name: String,
        pub description: String,
        pub language: String,
        pub created_at: Timestamp,
        pub consent_epoch: i64,
        pub retention_months: Option<i32>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod membership {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub project_id: ProjectId,
        pub account_id: AccountId,
        pub role: String,
        pub created_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod link {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "link")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub secret_hash: Vec<u8>,
        pub email: Option<String>,
        pub account_id: Option<AccountId>,
        pub project_id: Option<ProjectId>,
        pub roles: Option<String>,
        pub made_by: Option<AccountId>,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
        pub used_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod api_token {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: AccountId,
        pub name: String,
        pub secret_hash: Vec<u8>,
        pub scopes: String,
        pub project_id: Option<ProjectId>,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
        pub last_used_at: Option<Timestamp>,
        pub revoked_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
