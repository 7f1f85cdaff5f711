//! Tables of what is explained when consent is asked, to read and to hear.

pub(in crate::consent) mod notice {
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

pub(in crate::consent) mod notice_text {
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
        pub easy_body: String,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(in crate::consent) mod notice_sound {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::NoticeId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice_sound")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub notice_id: NoticeId,
        pub language: String,
        pub form: String,
        pub mime: String,
        pub bytes: i32,
        pub content: Vec<u8>,
        pub kept_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
