//! What narrators see of their own stories: all of them, whole, whatever they allow others.

use sea_orm::{ColumnTrait, Order};

use super::{OpenText, Told, open, rows, told};
use crate::{
    access::StoryAct,
    consent::{
        Cleared, Gate,
        gate::{Own, OwnStory},
        visits::Visit,
    },
    db::{Db, Reads},
    ids::TestimonyId,
    keys::NarratorKeys,
    testimony::TestimonyError,
};

/// The narrator's own stories with their newest texts, the first that was kept first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn own(
    db: &Db,
    keys: &NarratorKeys,
    visit: &Visit,
) -> Result<Vec<Cleared<(Told, OpenText), OwnStory>>, TestimonyError> {
    let opened = db.as_narrator(visit).stories_along(told::with_text_along());
    let found = opened.by(rows::testimony::Column::Number, Order::Asc).all_as().await?;
    let key = keys.of(visit.narrator()).await?;
    Ok(found.into_iter().map(|one| one.try_map(|one| told::texted(one, &key))).collect::<Result<_, _>>()?)
}

/// Every edition of the text of one of the narrator's own stories, the newest first.
///
/// # Errors
/// [`TestimonyError::Absent`] when there is no such story of theirs.
pub async fn editions_of<C: Reads>(
    own: &Own<'_, C>,
    keys: &NarratorKeys,
    testimony: TestimonyId,
) -> Result<Vec<OpenText>, TestimonyError> {
    let rows = own
        .stories::<rows::revision::Entity>()
        .only(rows::revision::Column::TestimonyId.eq(testimony))
        .by(rows::revision::Column::Edition, Order::Desc)
        .all()
        .await?;
    let Some(first) = rows.first() else { return Err(TestimonyError::Absent) };
    let key = keys.of(first.get().narrator_id).await?;
    Ok(rows.iter().map(|row| open(row.get(), &key)).collect::<Result<_, _>>()?)
}

/// All editions of a story's text as this act may use them, the newest first: what is kept out already is covered in each.
///
/// # Errors
/// "Absent" when this act may not use it now.
pub async fn editions_for<A: StoryAct, C: Reads>(
    gate: &Gate<'_, A, C>,
    keys: &NarratorKeys,
    testimony: TestimonyId,
) -> Result<Vec<OpenText>, TestimonyError> {
    let rows = gate
        .stories::<rows::revision::Entity>()
        .only(rows::revision::Column::TestimonyId.eq(testimony))
        .by(rows::revision::Column::Edition, Order::Desc)
        .all()
        .await?;
    let Some(first) = rows.first() else { return Err(TestimonyError::Absent) };
    let key = keys.of(first.get().narrator_id).await?;
    let kept_out = gate.kept_out(&[testimony]).await?;
    let open = |row: &Cleared<rows::revision::Model, A>| Ok(open(row.get(), &key)?.without(&kept_out));
    rows.iter().map(open).collect()
}
