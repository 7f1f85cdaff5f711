//! Making exports, and telling recipients what to delete.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};

use super::{
    ExportError,
    reply::{ExportContent, ExportLine, ExportReply, NewExport, NoticeOfRemoval},
    rows,
};
use crate::{
    access::{Audience, ExportPassages, Permit, Purpose},
    audit,
    clock::Timestamp,
    coding,
    consent::{
        ConsentError,
        uses::{self, NewUse, UseKind},
    },
    db::Db,
    ids::{Id, NarratorId, RevisionId, TestimonyId},
    keys::NarratorKeys,
    redaction::rendering::Veil,
    testimony,
};

/// How many lines an export may have.
pub const MOST_LINES: usize = 5_000;
const LONGEST: usize = 200;
/// What goes with every export.
const TERMS: &str = "Use it only for what it was given for. Do not try to find out who told it, and do not pass it on. When you \
                     are told that a line is withdrawn, delete it wherever you have it, and say so.";

/// Makes an export: each passage whose narrator allows it is a line, and each line a use. Safe to send twice; says whether it
/// is new.
///
/// # Errors
/// When something is out of bounds, or the id is used for another export.
pub async fn make(
    db: &Db,
    permit: &Permit<ExportPassages>,
    id: uuid::Uuid,
    new: NewExport,
) -> Result<(ExportReply, bool), ExportError> {
    check(&new)?;
    let is_new = db
        .transact(async |tx| {
            let house = tx.house();
            if let Some(known) = house.one::<rows::export::Entity>(rows::export::Column::Id.eq(id)).await? {
                let same = known.project_id == permit.project()
                    && known.recipient == new.recipient.trim()
                    && known.purpose == new.purpose.as_str()
                    && known.audience == new.audience.as_str();
                return if same { Ok(false) } else { Err(ExportError::ExistsDifferently) };
            }
            let told = tx.as_permitted(permit).to_be_told(new.purpose, new.audience);
            let passages = coding::store::passages(&told).await?;
            let mut places = BTreeMap::new();
            for passage in &passages {
                let at = passage.get();
                places.entry((at.testimony_id, at.revision_id, at.start, at.end)).or_insert(passage);
            }
            if places.len() > MOST_LINES {
                return Err(ExportError::TooLong);
            }
            let row = rows::export::ActiveModel {
                id: Set(id),
                project_id: Set(permit.project()),
                recipient: Set(new.recipient.trim().to_owned()),
                contact: Set(new.contact.trim().to_owned()),
                purpose: Set(new.purpose.as_str().to_owned()),
                audience: Set(new.audience.as_str().to_owned()),
                lines: Set(i32::try_from(places.len()).unwrap_or(i32::MAX)),
                made_by: Set(permit.person()),
                made_at: Set(permit.at()),
            };
            house.insert(row).await?;
            let gate = tx.as_permitted(permit);
            for (line, ((testimony, revision, start, end), passage)) in (1..).zip(places) {
                let used = NewUse {
                    kind: UseKind::ExportRow,
                    testimony,
                    passage: Some((revision, start, end)),
                    purpose: new.purpose,
                    audience: new.audience,
                    of: id,
                    line: Some(line),
                    place: new.recipient.trim().to_owned(),
                };
                uses::record(tx, &gate, passage, &used).await?;
            }
            audit::add(tx, event(permit, "export.made", id)).await?;
            Ok(true)
        })
        .await?;
    let all = all(db, permit).await?;
    let made = all.into_iter().find(|export| export.id == id).ok_or(ExportError::Absent)?;
    Ok((made, is_new))
}

fn check(new: &NewExport) -> Result<(), ConsentError> {
    let wrong = |at, detail: &str| Err(ConsentError::Bounds { at, detail: detail.to_owned() });
    for (at, text) in [("/recipient", &new.recipient), ("/contact", &new.contact)] {
        if text.trim().is_empty() || text.chars().count() > LONGEST {
            return wrong(at, "Say who receives it and how they are reached, in at most 200 characters each.");
        }
    }
    if ![Purpose::QuoteAnonymously, Purpose::QuoteUnderPseudonym].contains(&new.purpose) {
        return wrong("/purpose", "An export quotes anonymously or under the chosen name.");
    }
    Ok(())
}

fn event(permit: &Permit<ExportPassages>, act: &'static str, id: uuid::Uuid) -> audit::Event {
    let (actor, project) = (Some(permit.person()), Some(permit.project()));
    audit::Event { act, actor, project, on: "export", subject: Some(id), at: permit.at() }
}

/// The exports of a project, the newest first, with the lines that their recipients are to delete.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &Db, permit: &Permit<ExportPassages>) -> Result<Vec<ExportReply>, DbErr> {
    let house = db.house();
    let found = house
        .select::<rows::export::Entity>()
        .filter(rows::export::Column::ProjectId.eq(permit.project()))
        .order_by_desc(rows::export::Column::MadeAt)
        .all(house.on())
        .await?;
    let ids: Vec<uuid::Uuid> = found.iter().map(|row| row.id).collect();
    let mut notices: HashMap<uuid::Uuid, Vec<NoticeOfRemoval>> = HashMap::new();
    for row in house.all::<rows::notice::Entity>(rows::notice::Column::ExportId.is_in(ids)).await? {
        let (since, told_at, acknowledged_at) = (row.since, row.told_at, row.acknowledged_at);
        let notice = NoticeOfRemoval { line: row.line, since, told_at, acknowledged_at };
        notices.entry(row.export_id).or_default().push(notice);
    }
    let reply = |row: rows::export::Model| {
        let mut of_it = notices.remove(&row.id).unwrap_or_default();
        of_it.sort_by_key(|notice| notice.line);
        ExportReply {
            id: row.id,
            recipient: row.recipient,
            contact: row.contact,
            purpose: Purpose::parse(&row.purpose).unwrap_or(Purpose::QuoteAnonymously),
            audience: Audience::parse(&row.audience).unwrap_or(Audience::Team),
            made_at: row.made_at,
            lines: row.lines,
            notices: of_it,
        }
    };
    Ok(found.into_iter().map(reply).collect())
}

/// What an export holds now: the lines that their narrators still allow.
///
/// # Errors
/// When there is no such export, or the database or the keys fail.
pub async fn content(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ExportPassages>,
    id: uuid::Uuid,
) -> Result<ExportContent, ExportError> {
    let export = all(db, permit).await?.into_iter().find(|one| one.id == id).ok_or(ExportError::Absent)?;
    let told = db.as_permitted(permit).to_be_told(export.purpose, export.audience);
    let mut codes: BTreeMap<(TestimonyId, RevisionId, u32, u32), Vec<crate::ids::CodeId>> = BTreeMap::new();
    for passage in coding::store::passages(&told).await? {
        let at = passage.get();
        codes.entry((at.testimony_id, at.revision_id, at.start, at.end)).or_default().push(at.code_id);
    }
    let mut texts: HashMap<RevisionId, String> = HashMap::new();
    let gate = db.as_permitted(permit);
    let mut veils: HashMap<NarratorId, Veil> = HashMap::new();
    let mut lines = Vec::new();
    for used in uses::open_of(&told, id).await? {
        let Some((revision, start, end)) = used.passage else { continue };
        let Some(codes) = codes.get(&(used.testimony, revision, start, end)) else { continue };
        let text = match texts.entry(revision) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let text = testimony::store::text_of(db, keys, permit, used.testimony, revision).await?;
                place.insert(text.get().text.clone())
            }
        };
        let range = passages::CodePoints(start)..passages::CodePoints(end);
        let words = passages::Offsets::of(text).slice(range).unwrap_or_default();
        let head = testimony::cleared(&gate, used.testimony).await?.ok_or(ExportError::Absent)?;
        let narrator = head.get().narrator_id;
        let veil = match veils.entry(narrator) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let key = keys.of(narrator).await?;
                place.insert(Veil::of(&gate, &key, narrator, export.audience).await?)
            }
        };
        let words = if veil.is_cut_by(text, start, end) { "[…]".to_owned() } else { veil.over_words(words) };
        lines.push(ExportLine {
            line: used.line.unwrap_or(0),
            testimony_id: used.testimony,
            words,
            codes: codes.clone(),
        });
    }
    lines.sort_by_key(|line| line.line);
    let (act, at) = ("export.handed-over", permit.at());
    db.transact(async |tx| audit::add(tx, audit::Event { at, ..event(permit, act, id) }).await).await?;
    Ok(ExportContent { recipient: export.recipient, terms: TERMS, lines })
}

/// Remembers that the recipient deleted what they were asked to delete so far.
///
/// # Errors
/// "Absent" when there is no such export.
pub async fn acknowledged(db: &Db, permit: &Permit<ExportPassages>, id: uuid::Uuid) -> Result<(), ExportError> {
    db.transact(async |tx| {
        let house = tx.house();
        let which = rows::export::Column::Id.eq(id).and(rows::export::Column::ProjectId.eq(permit.project()));
        if house.one::<rows::export::Entity>(which).await?.is_none() {
            return Err(ExportError::Absent);
        }
        let open = rows::notice::Column::ExportId.eq(id).and(rows::notice::Column::AcknowledgedAt.is_null());
        for notice in house.all::<rows::notice::Entity>(open).await? {
            let mut row: rows::notice::ActiveModel = notice.into();
            row.acknowledged_at = Set(Some(permit.at()));
            house.update(row).await?;
        }
        Ok(audit::add(tx, event(permit, "export.acknowledged", id)).await?)
    })
    .await
}

/// Writes down which lines recipients are to delete, because their use has ended. Done before the uses of somebody who is
/// erased are removed: the notice holds a number, and nobody.
///
/// # Errors
/// When the database refuses.
pub async fn notify(db: &Db, at: Timestamp) -> Result<(), DbErr> {
    let ended = uses::ended_lines(db).await?;
    if ended.is_empty() {
        return Ok(());
    }
    db.transact(async |tx| {
        for (export, line) in ended {
            let which = rows::notice::Column::ExportId.eq(export).and(rows::notice::Column::Line.eq(line));
            if tx.house().one::<rows::notice::Entity>(which).await?.is_none() {
                let row = rows::notice::ActiveModel {
                    id: Set(crate::ids::CodeId::at(at).0),
                    export_id: Set(export),
                    line: Set(line),
                    since: Set(at),
                    acknowledged_at: Set(None),
                    told_at: Set(None),
                    told_times: Set(0),
                };
                tx.house().insert(row).await?;
            }
        }
        Ok(())
    })
    .await
}

/// Whom exports of a project were handed to, each once.
///
/// # Errors
/// When the database fails.
pub async fn recipients(db: &Db, project: crate::ids::ProjectId) -> Result<Vec<String>, DbErr> {
    let found = db.house().all::<rows::export::Entity>(rows::export::Column::ProjectId.eq(project)).await?;
    let mut all: Vec<String> = found.into_iter().map(|row| row.recipient).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}
