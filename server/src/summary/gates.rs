//! The gates that people pass a summary through: who may, what a sign rests on, and when a gate is passed. A sign holds for
//! one edition and for what that edition rested on; when either changes, it stands no more.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, sea_query::ExprTrait};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    SummaryError, checks,
    document::{Block, Document, Stance},
    reply::{GateKind, NewSign, SignReply, SummaryLine, SummaryState},
    rows,
    store::{key_id, remember, row_in, row_of, writer, writers_of},
};
use crate::{
    access::{ApproveSummaries, Permit, Protect, WriteSummaries},
    clock::Timestamp,
    codebook::Codes,
    db::Db,
    ids::{AccountId, Id, SummaryId},
    keys::{NarratorKey, NarratorKeys, Place},
};

/// How long a note may be, in characters.
const LONGEST_NOTE: usize = 2_000;

/// The gates that people pass it through.
pub(super) const fn of_people() -> [GateKind; 3] {
    [GateKind::SecondPerson, GateKind::Protection, GateKind::Approval]
}

fn note_place(id: Uuid) -> Place {
    Place { table: "summary_sign", column: "note_sealed", row: id }
}

/// What an edition rests on: its words and what stands above them, which of its passages and quotes are allowed now, and how they stand to it.
pub(super) fn rests_on(
    row: &rows::summary::Model,
    document: &Document,
    evidence: &HashMap<Uuid, Stance>,
    quotes: &HashSet<Uuid>,
) -> Vec<u8> {
    let mut stands: BTreeMap<Uuid, &str> = BTreeMap::new();
    for block in &document.blocks {
        let linked = block.evidence().iter().filter_map(|id| Some((*id, evidence.get(id)?.as_str())));
        stands.extend(linked.chain(block.quote().filter(|id| quotes.contains(id)).map(|id| (id, "quote"))));
    }
    let mut hash = Sha256::new();
    hash.update(row.edition.to_be_bytes());
    for said in [&row.audience, &row.language, &row.period_from, &row.period_until, &row.grants] {
        hash.update(said.as_bytes());
        hash.update([0]);
    }
    hash.update(serde_json::to_vec(document).unwrap_or_default());
    for (id, how) in stands {
        hash.update(id.as_bytes());
        hash.update(how.as_bytes());
    }
    hash.finalize().to_vec()
}

/// The signs on an edition.
pub(super) async fn signs(db: &Db, of: SummaryId, edition: i32) -> Result<Vec<rows::sign::Model>, DbErr> {
    let which = rows::sign::Column::SummaryId.eq(of).and(rows::sign::Column::Edition.eq(edition));
    db.house().all::<rows::sign::Entity>(which).await
}

/// Those that rest on what is so now.
pub(super) fn standing(mut signs: Vec<rows::sign::Model>, rests_on: &[u8]) -> Vec<rows::sign::Model> {
    signs.retain(|sign| sign.rests_on == rests_on);
    signs
}

/// Whether a gate is passed: nobody said no, and whoever must say yes did.
pub(super) fn is_signed(gate: GateKind, signs: &[rows::sign::Model], writers: &[AccountId]) -> bool {
    let of_it = || signs.iter().filter(|sign| sign.gate == gate.as_str());
    let yes: HashSet<AccountId> = of_it().filter(|sign| sign.passed).map(|sign| sign.account_id).collect();
    let outside = yes.iter().any(|person| !writers.contains(person));
    let refused = of_it().any(|sign| !sign.passed);
    !refused
        && match gate {
            GateKind::SecondPerson => outside,
            GateKind::Protection => !yes.is_empty(),
            GateKind::Approval => yes.len() >= 2 && outside,
            GateKind::Evidence | GateKind::Disclosure => false,
        }
}

/// A sign as it is shown.
pub(super) fn reply(
    sign: &rows::sign::Model,
    key: &NarratorKey,
    names: &HashMap<AccountId, String>,
    rests_on: &[u8],
) -> Result<SignReply, SummaryError> {
    let stands = sign.rests_on == rests_on;
    // A note may repeat what it is about: it goes when that goes.
    let note = match &sign.note_sealed {
        Some(sealed) if stands => key.open_text(note_place(sign.id), sealed)?,
        _ => String::new(),
    };
    Ok(SignReply {
        gate: GateKind::parse(&sign.gate).unwrap_or(GateKind::SecondPerson),
        by: writer(sign.account_id, names),
        passed: sign.passed,
        note,
        stands,
        at: sign.at,
    })
}

/// Whether this person may pass a summary through a gate.
fn may_sign(permit: &Permit<ApproveSummaries>, gate: GateKind, writers: &[AccountId]) -> bool {
    match gate {
        GateKind::SecondPerson => !writers.contains(&permit.person()),
        GateKind::Protection => permit.also::<Protect>().is_some(),
        GateKind::Approval => true,
        GateKind::Evidence | GateKind::Disclosure => false,
    }
}

/// What this person may do with a summary.
pub(super) fn may(
    permit: &Permit<ApproveSummaries>,
    row: &rows::summary::Model,
    line: &SummaryLine,
    writers: &[AccountId],
) -> Vec<String> {
    let mut may = vec!["comment".to_owned()];
    let writes = permit.also::<WriteSummaries>().is_some();
    let submitted = row.submitted_edition == Some(row.edition);
    if row.retired_at.is_some() {
        return may;
    }
    if writes {
        may.push("write".to_owned());
        if !submitted && line.state == SummaryState::Draft {
            may.push("submit".to_owned());
        }
        if line.state == SummaryState::Approved {
            may.push("publish".to_owned());
        }
        if line.version.is_some() {
            may.push("retire".to_owned());
        }
    }
    if submitted && line.state != SummaryState::Published {
        let gates = of_people().into_iter().filter(|gate| may_sign(permit, *gate, writers));
        may.extend(gates.map(|gate| format!("sign:{}", gate.as_str())));
    }
    may
}

/// Sends the newest edition through the gates: the first two are asked at once.
///
/// # Errors
/// [`SummaryError::NotPassed`] when the evidence or what it discloses does not let it.
pub async fn submit(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    writes: &Permit<WriteSummaries>,
    id: SummaryId,
) -> Result<(), SummaryError> {
    let asked = checks::of(db, keys, codes, permit, id).await?;
    asked.must_pass()?;
    db.transact(async |tx| {
        let row = row_in(tx, permit, id).await?;
        if row.edition != asked.row.edition {
            return Err(SummaryError::WrittenMeanwhile);
        }
        let mut row: rows::summary::ActiveModel = row.into();
        row.submitted_edition = Set(Some(asked.row.edition));
        row.changed_at = Set(permit.at());
        tx.house().update(row).await?;
        Ok(remember(tx, writes, "summary.submitted", id).await?)
    })
    .await
}

/// Passes an edition through a gate, or says why not. Said again, it is changed.
///
/// # Errors
/// When this person may not, an earlier gate is not passed, or it is another edition.
pub async fn sign(
    db: &Db,
    keys: &NarratorKeys,
    codes: &Codes,
    permit: &Permit<ApproveSummaries>,
    id: SummaryId,
    gate: GateKind,
    new: NewSign,
) -> Result<(), SummaryError> {
    if new.note.chars().count() > LONGEST_NOTE || (!new.passed && new.note.trim().is_empty()) {
        let detail = "Say in at most 2,000 characters why it may not go on.".to_owned();
        return Err(SummaryError::Bounds { at: "/note".to_owned(), detail });
    }
    let row = row_of(db, permit, id).await?;
    let writers = writers_of(db, id).await?;
    if !may_sign(permit, gate, &writers) {
        return Err(SummaryError::NotYours);
    }
    if row.submitted_edition != Some(new.edition) || row.edition != new.edition {
        return Err(SummaryError::WrittenMeanwhile);
    }
    let asked = checks::of(db, keys, codes, permit, id).await?;
    if new.passed {
        asked.must_pass()?;
        let so_far = standing(signs(db, id, new.edition).await?, &asked.rests_on);
        if gate == GateKind::Approval {
            for before in [GateKind::SecondPerson, GateKind::Protection] {
                if !is_signed(before, &so_far, &writers) {
                    return Err(SummaryError::NotPassed(before.as_str()));
                }
            }
        }
    }
    let key = keys.of(key_id(id)).await?;
    db.transact(async |tx| {
        use rows::sign::Column as C;
        let house = tx.house();
        if row_in(tx, permit, id).await?.submitted_edition != Some(new.edition) {
            return Err(SummaryError::WrittenMeanwhile);
        }
        let mine = C::SummaryId
            .eq(id)
            .and(C::Edition.eq(new.edition))
            .and(C::Gate.eq(gate.as_str()))
            .and(C::AccountId.eq(permit.person()));
        house.delete::<rows::sign::Entity>(mine).await?;
        let sign = crate::ids::CodeId::at(permit.at()).0;
        let note = new.note.trim();
        let note_sealed = if note.is_empty() { None } else { Some(key.seal_text(note_place(sign), note)?) };
        let row = rows::sign::ActiveModel {
            id: Set(sign),
            summary_id: Set(id),
            edition: Set(new.edition),
            gate: Set(gate.as_str().to_owned()),
            account_id: Set(permit.person()),
            passed: Set(new.passed),
            note_sealed: Set(note_sealed),
            rests_on: Set(asked.rests_on.clone()),
            at: Set(permit.at()),
        };
        house.insert(row).await?;
        let act = if new.passed { "summary.passed" } else { "summary.held" };
        Ok(remember(tx, permit, act, id).await?)
    })
    .await
}

/// Whether a block is one of the claims that must be shown to rest on something.
pub(super) const fn is_claim(block: &Block) -> bool {
    matches!(block, Block::Statement { .. })
}

/// When a summary that is published today is looked at again: two years.
pub(super) fn review_by(at: Timestamp) -> Timestamp {
    Timestamp(at.0.saturating_add(TWO_YEARS))
}

/// In milliseconds.
const TWO_YEARS: i64 = 730 * 24 * 60 * 60 * 1_000;
