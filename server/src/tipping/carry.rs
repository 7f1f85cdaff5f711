//! Carrying tipping points along when a text is corrected, in the transaction of the correction. None is dropped.

use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, DbErr,
};

use super::rows;
use crate::{
    access::{Permit, StoryAct},
    coding::{Anchors, Carried, Certainty},
    db::Tx,
    testimony::store::Revised,
};

/// Moves the tipping points of a testimony to its corrected text. When the same correction was there already, says what
/// became of them.
///
/// # Errors
/// When the database refuses.
pub async fn carry<A: StoryAct>(
    tx: &Tx,
    permit: &Permit<A>,
    revised: &Revised<A>,
    anchors: &mut Anchors<'_>,
) -> Result<Carried, DbErr> {
    let gate = tx.as_permitted(permit);
    let which = rows::Column::TestimonyId.eq(revised.head.get().id);
    let mut carried = Carried::default();
    for row in gate.stories::<rows::Entity>().only(which).all().await? {
        let row = row.get();
        let before = Certainty::parse(&row.anchored).unwrap_or(Certainty::Unsure);
        if revised.was_there || row.revision_id == revised.now.revision {
            carried.count(before, 1);
            continue;
        }
        let place = |kept: i32| u32::try_from(kept).unwrap_or(0);
        let placed = anchors.place(place(row.start_at), place(row.end_at));
        let certainty = placed.certainty.max(before);
        carried.count(certainty, 1);
        let row = rows::ActiveModel {
            id: Unchanged(row.id),
            project_id: Unchanged(row.project_id),
            narrator_id: Unchanged(row.narrator_id),
            revision_id: Set(revised.now.revision),
            start_at: Set(i32::try_from(placed.start).unwrap_or(i32::MAX)),
            end_at: Set(i32::try_from(placed.end).unwrap_or(i32::MAX)),
            anchored: Set(certainty.as_str().to_owned()),
            ..Default::default()
        };
        gate.update(&revised.head, row).await?;
    }
    Ok(carried)
}
