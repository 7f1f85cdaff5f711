//! Bringing a testimony: at once with its first text, under the consent of its narrator. Safe to send twice.

use sea_orm::{ActiveValue::Set, ColumnTrait, Order, sea_query::ExprTrait};

use super::{OpenText, heading_place, open, shape_place, text_place};
use crate::{
    access::{CollectTestimony, Permit},
    audit,
    consent::narrators,
    db::Db,
    ids::{Id, NarratorId, RevisionId, TestimonyId},
    jobs::outbox::{self, Change},
    keys::NarratorKeys,
    testimony::{Cue, Direction, Heading, Shape, TestimonyError, TestimonyKind, ToldOn, Turn, heading, rows, text},
};

/// A testimony to keep.
#[derive(Clone, Debug)]
pub struct NewTestimony {
    /// Whose story it is.
    pub narrator: NarratorId,
    /// What stands above it.
    pub heading: Heading,
    /// What kind.
    pub kind: TestimonyKind,
    /// BCP 47 tag.
    pub language: String,
    /// Which way it is written; by its language when not said.
    pub direction: Option<Direction>,
    /// When it was told.
    pub told_on: Option<ToldOn>,
    /// The words.
    pub text: String,
    /// Turns; recognised when not said.
    pub turns: Option<Vec<Turn>>,
    /// Cues.
    pub cues: Vec<Cue>,
}

/// Keeps a testimony. Says whether it is new.
///
/// # Errors
/// When the narrator has not agreed, the id was used for another story, or something is out of bounds.
pub async fn keep(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<CollectTestimony>,
    id: TestimonyId,
    new: NewTestimony,
) -> Result<bool, TestimonyError> {
    new.heading.check()?;
    let language = heading::language(&new.language)?;
    let words = text::tidy(&new.text)?;
    let shape = Shape::of(&words, new.turns, new.cues)?;
    let key = match keys.of(new.narrator).await {
        Ok(key) => key,
        Err(crate::keys::KeyError::Gone) => return Err(TestimonyError::Absent),
        Err(error) => return Err(error.into()),
    };
    let length = passages::CodePoints::in_text(&words).0;
    let revision = RevisionId::at(permit.at());
    let direction = new.direction.unwrap_or_else(|| Direction::of_language(&language));
    let heading_sealed = key.seal_json(heading_place(id), &new.heading)?;
    let text_sealed = key.seal_text(text_place(revision), &words)?;
    let shape_sealed = key.seal_json(shape_place(revision), &shape)?;
    let sent = OpenText { revision, edition: 1, text: words, shape };
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        let Some(narrator) = narrators::granting(&gate, new.narrator).await? else {
            let known = narrators::is_known(&gate, new.narrator).await?;
            return Err(if known { TestimonyError::ConsentMissing } else { TestimonyError::Absent });
        };
        let known = gate.stories::<rows::testimony::Entity>().only(rows::testimony::Column::Id.eq(id)).one().await?;
        if known.is_some() {
            let first = gate
                .stories::<rows::revision::Entity>()
                .only(rows::revision::Column::TestimonyId.eq(id).and(rows::revision::Column::Edition.eq(1)))
                .by(rows::revision::Column::Edition, Order::Asc)
                .one()
                .await?;
            let same = match first {
                Some(row) if row.get().narrator_id == new.narrator => open(row.get(), &key)?.text == sent.text,
                _ => false,
            };
            return if same { Ok(false) } else { Err(TestimonyError::ExistsDifferently) };
        }
        let row = rows::testimony::ActiveModel {
            id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(new.narrator),
            collected_by: Set(permit.person()),
            kind: Set(new.kind.as_str().to_owned()),
            language: Set(language),
            direction: Set(direction.as_str().to_owned()),
            told_on: Set(new.told_on.map(|told| told.as_str().to_owned())),
            heading_sealed: Set(heading_sealed),
            created_at: Set(permit.at()),
            revision_id: Set(revision),
            code_points: Set(i32::try_from(length).unwrap_or(i32::MAX)),
            turns: Set(i32::try_from(sent.shape.turns.len()).unwrap_or(i32::MAX)),
            ..Default::default()
        };
        gate.insert(&narrator, row).await.map_err(taken)?;
        let row = rows::revision::ActiveModel {
            id: Set(revision),
            testimony_id: Set(id),
            project_id: Set(permit.project()),
            narrator_id: Set(new.narrator),
            edition: Set(1),
            created_by: Set(permit.person()),
            created_at: Set(permit.at()),
            reason: Set(String::new()),
            code_points: Set(i32::try_from(length).unwrap_or(i32::MAX)),
            text_sealed: Set(text_sealed),
            shape_sealed: Set(shape_sealed),
        };
        gate.insert(&narrator, row).await.map_err(taken)?;
        outbox::add(tx, Change::Testimony, permit.project(), Some(id.0), permit.at()).await?;
        audit::add(tx, super::mend::event(permit, "testimony.kept", id)).await?;
        Ok(true)
    })
    .await
}

/// An id that is taken elsewhere is told apart from a database that fails.
fn taken(error: sea_orm::DbErr) -> TestimonyError {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => TestimonyError::ExistsDifferently,
        _ => TestimonyError::Database(error),
    }
}
