//! Tables of calls. Nothing of a story, and nothing that is not for everybody once a call is open.

pub(super) mod call {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "learning_call")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CallId,
        pub project_id: ProjectId,
        pub organisation_id: OrganisationId,
        pub slug: Option<String>,
        pub language: String,
        pub called_by: String,
        pub title: String,
        pub purpose: String,
        pub questions: String,
        pub indicators: String,
        pub period_from: String,
        pub period_until: String,
        pub closes_on: String,
        pub grants: String,
        pub contact: String,
        pub made_by: AccountId,
        pub made_at: Timestamp,
        pub changed_at: Timestamp,
        pub opened_at: Option<Timestamp>,
        pub closed_at: Option<Timestamp>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}

pub(super) mod answer {
    use sea_orm::entity::prelude::*;

    use crate::{clock::Timestamp, db::House, ids::*};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "call_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub call_id: CallId,
        pub summary_id: SummaryId,
        pub project_id: ProjectId,
        pub made_by: AccountId,
        pub made_at: Timestamp,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl House for Entity {}
}
