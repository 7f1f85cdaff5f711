//! How what a narrator allows becomes less: withdrawing, narrowing, suspending, keeping a passage out; by the narrator with
//! their code, or by staff on their behalf. Each is in force for every reader when it commits, is an event of the audit
//! chain, and is promised beside the keys, so that no old backup undoes it. Only narrators take such a step back.

use sea_orm::{ActiveValue::Set, ColumnTrait, sea_query::ExprTrait};
use serde::{Deserialize, Serialize};

use super::{
    ConsentError,
    gate::Hand,
    rows,
    states::{By, Happening, State},
    visits::Visit,
};
use crate::{
    access::{Audience, DeskAct, Permit, Purpose},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, ConsentId, Id, NarratorId, ProjectId, RevisionId, TestimonyId},
    jobs::outbox::{self, Change},
    keys::{NarratorKeys, Place, Promise, PromiseKind},
    people,
};

/// Who makes a change, from where, and when.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    /// In which project.
    pub project: ProjectId,
    /// In which standing.
    pub by: By,
    /// Which member of staff, if it is one.
    pub person: Option<AccountId>,
    /// How it came: `code`, `in-person`, `staff-on-behalf`, `clock`.
    pub channel: &'static str,
    /// When.
    pub at: Timestamp,
}

impl Author {
    /// Staff, on a narrator's behalf.
    #[must_use]
    pub fn staff<A: DeskAct>(permit: &Permit<A>, channel: &'static str) -> Self {
        let (project, person) = (permit.project(), Some(permit.person()));
        Self { project, by: By::Staff, person, channel, at: permit.at() }
    }

    /// Remembers the change of what a narrator allows, and lets nothing that was remembered before be believed.
    pub(crate) async fn changed(
        self,
        tx: &Tx,
        act: &'static str,
        narrator: NarratorId,
        what: &str,
    ) -> Result<(), sea_orm::DbErr> {
        people::raise_consent_epoch(tx, self.project).await?;
        self.remember(tx, act, narrator, what).await
    }

    /// Remembers something that changes nothing of what is allowed.
    pub(crate) async fn remember(
        self,
        tx: &Tx,
        act: &'static str,
        narrator: NarratorId,
        what: &str,
    ) -> Result<(), sea_orm::DbErr> {
        let (actor, project) = (self.person, Some(self.project));
        let event = audit::Event { act, actor, project, on: "narrator", subject: Some(narrator.0), at: self.at };
        audit::add_with(tx, event, &format!("{what} by {} through {}", self.by.as_str(), self.channel)).await
    }

    /// A promise about one purpose of one record.
    fn promise(
        self,
        kind: PromiseKind,
        narrator: NarratorId,
        purpose: Purpose,
        record: ConsentId,
        said: String,
    ) -> Promise {
        let (purpose, act) = (purpose.as_str().to_owned(), record.0);
        Promise { kind, purpose, act, said, ..Promise::to(self.project, narrator, self.at) }
    }
}

/// Purposes as they are remembered.
fn names(purposes: &[Purpose]) -> String {
    purposes.iter().map(|purpose| purpose.as_str()).collect::<Vec<_>>().join(",")
}

/// These purposes and all that mean nothing without them.
#[must_use]
pub fn with_dependents(purposes: &[Purpose]) -> Vec<Purpose> {
    let falls = |purpose: &Purpose| purpose.with_needs().any(|one| purposes.contains(&one));
    Purpose::ALL.iter().copied().filter(falls).collect()
}

/// What is asked to become less.
#[derive(Clone, Copy, Debug)]
pub struct Less<'a> {
    /// Of whom.
    pub narrator: NarratorId,
    /// Which purposes; what needs them falls with them.
    pub purposes: &'a [Purpose],
    /// Why, kept sealed.
    pub reason: Option<&'a str>,
}

/// Withdraws purposes, with everything that needs them. Answers with the record they were of; nothing where none of it is
/// allowed any more.
///
/// # Errors
/// When the database or the keys refuse.
pub(crate) async fn withdraw<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    less: Less<'_>,
    ended_how: &str,
) -> Result<Option<ConsentId>, ConsentError> {
    let mut record = None;
    let (mut ended, mut promises) = (Vec::new(), Vec::new());
    for (purpose, grant, state) in moved(hand, author, less, Happening::Withdraw).await? {
        record = Some(grant.record_id);
        ended.push(purpose);
        promises.push(author.promise(PromiseKind::Withdrawn, less.narrator, purpose, grant.record_id, String::new()));
        let mut row: rows::grant::ActiveModel = grant.clone().into();
        row.state = Set(state.as_str().to_owned());
        row.state_by = Set(author.by.as_str().to_owned());
        row.ended_at = Set(Some(author.at));
        row.ended_how = Set(Some(ended_how.to_owned()));
        row.reason_sealed = Set(sealed_reason(keys, less, grant.id).await?);
        hand.change(row).await?;
    }
    if ended.is_empty() {
        return Ok(None);
    }
    end_uses(hand, less.narrator, &ended, None, author.at).await?;
    author.changed(tx, "consent.withdrawn", less.narrator, &names(&ended)).await?;
    outbox::add(tx, Change::Withdrawn, author.project, Some(less.narrator.0), author.at).await?;
    // Last: what is promised is what will be committed next.
    keys.promise(&promises).await?;
    Ok(record)
}

/// Without a reason no key is needed: whoever is erased may have none any more.
async fn sealed_reason(
    keys: &NarratorKeys,
    less: Less<'_>,
    grant: uuid::Uuid,
) -> Result<Option<Vec<u8>>, ConsentError> {
    let Some(reason) = less.reason else { return Ok(None) };
    let place = Place { table: "consent_grant", column: "reason_sealed", row: grant };
    Ok(Some(keys.of(less.narrator).await?.seal_text(place, reason)?))
}

/// What is allowed now, as far as this hand reaches.
///
/// # Errors
/// When the database fails.
pub(crate) async fn granted<'a, H: Hand<'a>>(hand: &H, narrator: NarratorId) -> Result<Vec<Purpose>, sea_orm::DbErr> {
    let open = rows::grant::Column::NarratorId.eq(narrator).and(rows::grant::Column::EndedAt.is_null());
    let grants = hand.open::<rows::grant::Entity>().only(open).all().await?;
    let valid = |grant: &super::Cleared<rows::grant::Model, H::Sees>| {
        let is_valid = State::parse(&grant.get().state).is_some_and(State::is_valid);
        Purpose::parse(&grant.get().purpose).filter(|_| is_valid)
    };
    Ok(grants.iter().filter_map(valid).collect())
}

/// The grants of these purposes that this can happen to, and where each stands after it.
async fn moved<'a, H: Hand<'a>>(
    hand: &H,
    author: Author,
    less: Less<'_>,
    what: Happening,
) -> Result<Vec<(Purpose, rows::grant::Model, State)>, ConsentError> {
    let all = with_dependents(less.purposes);
    let open = rows::grant::Column::NarratorId
        .eq(less.narrator)
        .and(rows::grant::Column::EndedAt.is_null())
        .and(rows::grant::Column::Purpose.is_in(all.iter().map(|purpose| purpose.as_str())));
    let grants = hand.open::<rows::grant::Entity>().only(open).all().await?;
    let after = |grant: &super::Cleared<rows::grant::Model, H::Sees>| {
        let grant = grant.get();
        let state = State::parse(&grant.state)?.after(what, author.by)?;
        Some((Purpose::parse(&grant.purpose)?, grant.clone(), state))
    };
    Ok(grants.iter().filter_map(after).collect())
}

/// Lets purposes reach fewer people.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn narrow<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    less: Less<'_>,
    to: Audience,
) -> Result<bool, ConsentError> {
    let (mut narrowed, mut promises) = (Vec::new(), Vec::new());
    for (purpose, grant, _) in moved(hand, author, less, Happening::Narrow).await? {
        if grant.audience_rank > to.rank() {
            narrowed.push(purpose);
            let said = to.as_str().to_owned();
            promises.push(author.promise(PromiseKind::Narrowed, less.narrator, purpose, grant.record_id, said));
            let reason = sealed_reason(keys, less, grant.id).await?;
            let mut row: rows::grant::ActiveModel = grant.into();
            row.audience = Set(to.as_str().to_owned());
            row.audience_rank = Set(to.rank());
            if reason.is_some() {
                row.reason_sealed = Set(reason);
            }
            hand.change(row).await?;
        }
    }
    if narrowed.is_empty() {
        return Ok(false);
    }
    end_uses(hand, less.narrator, &narrowed, Some(to), author.at).await?;
    let what = format!("{} to {}", names(&narrowed), to.as_str());
    author.changed(tx, "consent.narrowed", less.narrator, &what).await?;
    outbox::add(tx, Change::Withdrawn, author.project, Some(less.narrator.0), author.at).await?;
    keys.promise(&promises).await?;
    Ok(true)
}

/// Holds purposes for a while, or holds them no longer.
///
/// # Errors
/// When the database or the keys refuse.
pub(crate) async fn hold<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    less: Less<'_>,
    held: bool,
) -> Result<bool, ConsentError> {
    let (what, kind, act) = if held {
        (Happening::Suspend, PromiseKind::Suspended, "consent.suspended")
    } else {
        (Happening::Resume, PromiseKind::Resumed, "consent.resumed")
    };
    let (mut changed, mut promises) = (Vec::new(), Vec::new());
    for (purpose, grant, state) in moved(hand, author, less, what).await? {
        changed.push(purpose);
        promises.push(author.promise(kind, less.narrator, purpose, grant.record_id, String::new()));
        let mut row: rows::grant::ActiveModel = grant.into();
        row.state = Set(state.as_str().to_owned());
        row.state_by = Set(author.by.as_str().to_owned());
        hand.change(row).await?;
    }
    if changed.is_empty() {
        return Ok(false);
    }
    author.changed(tx, act, less.narrator, &names(&changed)).await?;
    keys.promise(&promises).await?;
    Ok(true)
}

/// Uses that a new answer does not allow any more end.
///
/// # Errors
/// When the database refuses.
pub(super) async fn end_uncovered<'a, H: Hand<'a>>(
    hand: &H,
    narrator: NarratorId,
    widest: impl Fn(Purpose) -> Option<Audience>,
    at: Timestamp,
) -> Result<(), ConsentError> {
    for purpose in Purpose::ALL {
        end_uses(hand, narrator, &[*purpose], widest(*purpose), at).await?;
    }
    Ok(())
}

/// Promises what a new answer allows less than before.
pub(super) fn less_than_before(
    author: Author,
    narrator: NarratorId,
    before: &[(Purpose, Audience, ConsentId)],
    widest: impl Fn(Purpose) -> Option<Audience>,
) -> Vec<Promise> {
    let less = |(purpose, was, record): &(Purpose, Audience, ConsentId)| match widest(*purpose) {
        None => Some(author.promise(PromiseKind::Withdrawn, narrator, *purpose, *record, String::new())),
        Some(now) if now.rank() < was.rank() => {
            Some(author.promise(PromiseKind::Narrowed, narrator, *purpose, *record, now.as_str().to_owned()))
        }
        Some(_) => None,
    };
    before.iter().filter_map(less).collect()
}

/// Uses that are allowed no more end: those of these purposes, or those that reach further than this audience.
async fn end_uses<'a, H: Hand<'a>>(
    hand: &H,
    narrator: NarratorId,
    purposes: &[Purpose],
    beyond: Option<Audience>,
    at: Timestamp,
) -> Result<(), ConsentError> {
    use rows::used::Column as C;
    let mut which = C::NarratorId
        .eq(narrator)
        .and(C::EndedAt.is_null())
        .and(C::Purpose.is_in(purposes.iter().map(|purpose| purpose.as_str())));
    if let Some(beyond) = beyond {
        which = which.and(C::AudienceRank.gt(beyond.rank()));
    }
    for used in hand.open::<rows::used::Entity>().only(which).all().await? {
        let mut row: rows::used::ActiveModel = used.get().clone().into();
        row.ended_at = Set(Some(at));
        hand.change(row).await?;
    }
    Ok(())
}

/// Where one passage stands in one edition of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InText {
    /// Which edition.
    pub revision: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Something of a story that is kept out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The act that keeps it out.
    pub act: uuid::Uuid,
    /// Of which story.
    pub testimony: TestimonyId,
    /// Out of which purpose, and of all that need it.
    pub purpose: Purpose,
    /// Where it stands, in every edition of the text; the whole story where there is none.
    pub passages: Vec<InText>,
}

/// Keeps something of a story out of a purpose and of all that need it, for everybody but the narrator.
///
/// # Errors
/// When the database or the keys refuse.
pub(crate) async fn keep_out<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    narrator: NarratorId,
    limit: &Limit,
) -> Result<(), ConsentError> {
    add_limit(hand, author, narrator, limit).await?;
    end_touched(hand, narrator, limit, author.at).await?;
    author.changed(tx, "consent.limited", narrator, limit.purpose.as_str()).await?;
    outbox::add(tx, Change::Testimony, author.project, Some(limit.testimony.0), author.at).await?;
    outbox::add(tx, Change::Withdrawn, author.project, Some(narrator.0), author.at).await?;
    let said = serde_json::to_string(limit).unwrap_or_default();
    let promise = Promise::to(author.project, narrator, author.at);
    keys.promise(&[Promise { kind: PromiseKind::Limited, act: limit.act, said, ..promise }]).await?;
    Ok(())
}

/// Uses of what is kept out now end.
pub(super) async fn end_touched<'a, H: Hand<'a>>(
    hand: &H,
    narrator: NarratorId,
    limit: &Limit,
    at: Timestamp,
) -> Result<(), ConsentError> {
    let touched = |used: &rows::used::Model| {
        limit.passages.is_empty()
            || limit.passages.iter().any(|kept| {
                let [start, end] = [used.start_at, used.end_at].map(|at| u32::try_from(at.unwrap_or(0)).unwrap_or(0));
                used.revision_id == Some(kept.revision) && kept.start < end && start < kept.end
            })
    };
    use rows::used::Column as C;
    let open = C::NarratorId.eq(narrator).and(C::TestimonyId.eq(limit.testimony)).and(C::EndedAt.is_null());
    for used in hand.open::<rows::used::Entity>().only(open).all().await? {
        if touched(used.get()) {
            let mut row: rows::used::ActiveModel = used.get().clone().into();
            row.ended_at = Set(Some(at));
            hand.change(row).await?;
        }
    }
    Ok(())
}

pub(super) async fn add_limit<'a, H: Hand<'a>>(
    hand: &H,
    author: Author,
    narrator: NarratorId,
    limit: &Limit,
) -> Result<(), ConsentError> {
    let row = |passage: Option<InText>| rows::limit::ActiveModel {
        id: Set(crate::ids::CodeId::at(author.at).0),
        act_id: Set(limit.act),
        project_id: Set(author.project),
        narrator_id: Set(narrator),
        testimony_id: Set(limit.testimony),
        scope: Set(if passage.is_some() { "passage" } else { "testimony" }.to_owned()),
        scope_id: Set(None),
        revision_id: Set(passage.map(|passage| passage.revision)),
        start_at: Set(passage.map_or(0, |passage| i32::try_from(passage.start).unwrap_or(i32::MAX))),
        end_at: Set(passage.map_or(0, |passage| i32::try_from(passage.end).unwrap_or(i32::MAX))),
        purpose: Set(limit.purpose.as_str().to_owned()),
        audience_rank: Set(-1),
        made_by: Set(author.by.as_str().to_owned()),
        made_at: Set(author.at),
        lifted_at: Set(None),
    };
    if limit.passages.is_empty() {
        hand.add(row(None)).await?;
    }
    for passage in &limit.passages {
        hand.add(row(Some(*passage))).await?;
    }
    Ok(())
}

/// Allows again what was kept out. Only the narrator takes this step.
///
/// # Errors
/// [`ConsentError::Absent`] when there is no such limit of theirs.
pub(crate) async fn lift<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    narrator: NarratorId,
    act: uuid::Uuid,
) -> Result<(), ConsentError> {
    if author.by != By::Narrator {
        return Err(ConsentError::OnlyTheNarrator);
    }
    use rows::limit::Column as C;
    let which = C::NarratorId.eq(narrator).and(C::ActId.eq(act)).and(C::LiftedAt.is_null());
    let limits = hand.open::<rows::limit::Entity>().only(which).all().await?;
    let Some(testimony) = limits.first().map(|limit| limit.get().testimony_id) else {
        return Err(ConsentError::Absent);
    };
    for limit in limits {
        let mut row: rows::limit::ActiveModel = limit.get().clone().into();
        row.lifted_at = Set(Some(author.at));
        hand.change(row).await?;
    }
    author.changed(tx, "consent.limit-lifted", narrator, "passage").await?;
    outbox::add(tx, Change::Testimony, author.project, Some(testimony.0), author.at).await?;
    let promise = Promise::to(author.project, narrator, author.at);
    keys.promise(&[Promise { kind: PromiseKind::Lifted, act, ..promise }]).await?;
    Ok(())
}

/// A use that its narrator was shown first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ToldUse {
    /// The quote.
    pub id: uuid::Uuid,
    /// Of which story.
    pub testimony: TestimonyId,
    /// Of which text.
    pub revision: RevisionId,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it was quoted.
    pub purpose: Purpose,
}

/// Ends a use that the narrator was shown and said yes to before, and whatever publication shows it.
///
/// # Errors
/// When the database or the keys refuse.
pub(crate) async fn refuse_use<'a, H: Hand<'a>>(
    tx: &Tx,
    hand: &H,
    keys: &NarratorKeys,
    author: Author,
    narrator: NarratorId,
    told: &ToldUse,
) -> Result<(), ConsentError> {
    end_told(hand, narrator, told, author.at).await?;
    author.changed(tx, "use.refused", narrator, "quote").await?;
    outbox::add(tx, Change::Withdrawn, author.project, Some(narrator.0), author.at).await?;
    let said = serde_json::to_string(told).unwrap_or_default();
    let promise = Promise::to(author.project, narrator, author.at);
    keys.promise(&[Promise { kind: PromiseKind::UseRefused, act: told.id, said, ..promise }]).await?;
    Ok(())
}

/// A quote, and each publication that shows its words, are used no more.
pub(super) async fn end_told<'a, H: Hand<'a>>(
    hand: &H,
    narrator: NarratorId,
    told: &ToldUse,
    at: Timestamp,
) -> Result<(), ConsentError> {
    use rows::used::Column as C;
    let position = |at: u32| i32::try_from(at).unwrap_or(i32::MAX);
    let there = C::Kind
        .eq(super::uses::UseKind::Publication.as_str())
        .and(C::Purpose.eq(told.purpose.as_str()))
        .and(C::RevisionId.eq(told.revision))
        .and(C::StartAt.eq(position(told.start)))
        .and(C::EndAt.eq(position(told.end)));
    let open = C::NarratorId.eq(narrator).and(C::TestimonyId.eq(told.testimony)).and(C::EndedAt.is_null());
    for used in hand.open::<rows::used::Entity>().only(open.and(C::OfId.eq(told.id).or(there))).all().await? {
        let mut row: rows::used::ActiveModel = used.get().clone().into();
        row.ended_at = Set(Some(at));
        hand.change(row).await?;
    }
    Ok(())
}

/// Something that the narrator keeps out, as it stands in one text.
#[derive(Clone, Copy, Debug)]
pub struct OwnLimit {
    /// The act that keeps it out.
    pub act: uuid::Uuid,
    /// Of which story.
    pub testimony: TestimonyId,
    /// Where it stands.
    pub place: InText,
    /// Since when.
    pub since: Timestamp,
}

/// What the narrator keeps out now.
///
/// # Errors
/// When the database fails.
pub async fn own_limits(db: &Db, visit: &Visit) -> Result<Vec<OwnLimit>, sea_orm::DbErr> {
    let open = rows::limit::Column::LiftedAt.is_null().and(rows::limit::Column::Scope.eq("passage"));
    let found = db.as_narrator(visit).desk::<rows::limit::Entity>().only(open).all().await?;
    let place = |row: &rows::limit::Model| {
        let [start, end] = [row.start_at, row.end_at].map(|at| u32::try_from(at).unwrap_or(0));
        Some(InText { revision: row.revision_id?, start, end })
    };
    let own = |row: &super::Cleared<rows::limit::Model, _>| {
        let row = row.get();
        Some(OwnLimit { act: row.act_id, testimony: row.testimony_id, place: place(row)?, since: row.made_at })
    };
    Ok(found.iter().filter_map(own).collect())
}

/// How many places the narrator keeps out.
///
/// # Errors
/// When the database fails.
pub async fn own_limits_in<C: crate::db::Reads>(own: &super::gate::Own<'_, C>) -> Result<u64, sea_orm::DbErr> {
    own.desk::<rows::limit::Entity>().only(rows::limit::Column::LiftedAt.is_null()).number().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn withdrawing_storing_withdraws_everything_but_contact() {
        let all = with_dependents(&[Purpose::Store]);
        assert!(Purpose::ALL.iter().all(|purpose| all.contains(purpose) == (*purpose != Purpose::ContactAgain)));
        assert_eq!(with_dependents(&[Purpose::QuoteByName]), [Purpose::QuoteByName]);
    }
}
