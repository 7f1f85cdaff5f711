//! Carrying codings along when a text is corrected, in the transaction of the correction. None is dropped.

use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, DbErr,
};

use super::{Anchors, Certainty, rows};
use crate::{
    access::{Permit, StoryAct},
    db::Tx,
    jobs::outbox::{self, Change},
    testimony::store::Revised,
};

/// What became of positions when a text was corrected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// On the same words.
    pub kept: u64,
    /// On words that changed a little.
    pub moved: u64,
    /// For a person to look at.
    pub set_aside: u64,
}

impl Carried {
    /// One more, or several, of this certainty.
    pub fn count(&mut self, certainty: Certainty, more: u64) {
        match certainty {
            Certainty::Exact => self.kept += more,
            Certainty::Moved => self.moved += more,
            Certainty::Unsure => self.set_aside += more,
        }
    }
}

impl std::ops::Add for Carried {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            kept: self.kept + other.kept,
            moved: self.moved + other.moved,
            set_aside: self.set_aside + other.set_aside,
        }
    }
}

/// Moves the codings of a testimony to its corrected text. When the same correction was there already, says what became of
/// them.
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
    let testimony = revised.head.get().id;
    let opened = || gate.stories::<rows::Entity>().only(rows::Column::TestimonyId.eq(testimony));
    let mut carried = Carried::default();
    if revised.was_there {
        for (name, number) in opened().tally::<(String, i64)>([rows::Column::Anchored]).await? {
            let certainty = Certainty::parse(&name).unwrap_or(Certainty::Unsure);
            carried.count(certainty, u64::try_from(number).unwrap_or(0));
        }
        return Ok(carried);
    }
    for row in opened().only(rows::Column::RevisionId.eq(revised.before.revision)).all().await? {
        let row = row.get();
        let place = |kept: i32| u32::try_from(kept).unwrap_or(0);
        let placed = anchors.place(place(row.start_at), place(row.end_at));
        // What was in doubt before stays in doubt until its coder looks.
        let before = Certainty::parse(&row.anchored).unwrap_or(Certainty::Unsure);
        let certainty = placed.certainty.max(before);
        carried.count(certainty, 1);
        let row = rows::ActiveModel {
            number: Unchanged(row.number),
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
    outbox::add(tx, Change::Codings, permit.project(), Some(testimony.0), permit.at()).await?;
    Ok(carried)
}
