//! Names and contacts: written at intake, read by the protector alone, sealed under the narrator's key. Nothing joins to it.

use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ConsentError,
    gate::{Actor, Reason},
    narrators, remember, rows,
};
use crate::{
    access::{DeskAct, Permit, VaultAct},
    db::Db,
    ids::{NarratorId, ProjectId},
    keys::{NarratorKeys, Place},
};

/// Who somebody really is, and how to reach them. All of it optional.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Their name, whole, as they say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What is good to know when reaching them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names(…)")
    }
}

impl Names {
    fn is_empty(&self) -> bool {
        [&self.name, &self.contact, &self.note].iter().all(|value| value.as_deref().is_none_or(|v| v.trim().is_empty()))
    }
}

fn place(narrator: NarratorId) -> Place {
    Place { table: "vault", column: "names_sealed", row: narrator.0 }
}

/// Puts names into the vault, in place of those that were there. Empty names take them out.
///
/// # Errors
/// When the narrator is not reached or a value is too long.
pub async fn keep<A: DeskAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
    names: Names,
) -> Result<(), ConsentError> {
    let longest = [&names.name, &names.contact, &names.note].iter().filter_map(|v| v.as_ref()).map(String::len).max();
    if longest.unwrap_or(0) > 4_000 {
        let detail = "That is too long for the vault: at most 4,000 bytes each.".to_owned();
        return Err(ConsentError::Bounds { at: "/names", detail });
    }
    let sealed = keys.of(narrator).await?.seal_json(place(narrator), &names)?;
    db.transact(async |tx| {
        let gate = tx.as_permitted(permit);
        if !narrators::is_known(&gate, narrator).await? {
            return Err(ConsentError::Absent);
        }
        let row = rows::vault::ActiveModel {
            narrator_id: Set(narrator),
            project_id: Set(permit.project()),
            names_sealed: Set(sealed),
            changed_at: Set(permit.at()),
        };
        gate.put_in_vault(row).await?;
        let act = if names.is_empty() { "vault.emptied" } else { "vault.kept" };
        Ok(remember(tx, permit, act, narrator).await?)
    })
    .await
}

/// Opens the vault for one narrator; that it was opened is remembered before anything is shown.
///
/// # Errors
/// When the narrator is not reached.
pub async fn open<A: VaultAct>(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<A>,
    narrator: NarratorId,
) -> Result<Names, ConsentError> {
    if !narrators::is_known(&db.as_permitted(permit), narrator).await? {
        return Err(ConsentError::Absent);
    }
    db.transact(async |tx| remember(tx, permit, "vault.opened", narrator).await).await?;
    let gate = db.as_permitted(permit);
    let found = gate.vault::<rows::vault::Entity>().only(rows::vault::Column::NarratorId.eq(narrator)).one().await?;
    match found {
        Some(row) => Ok(keys.of(narrator).await?.open_json(place(narrator), &row.get().names_sealed)?),
        None => Ok(Names::default()),
    }
}

/// The names of a project's narrators, to find them in words that are about to leave the team. For matching alone: whoever
/// asks is told where, never what.
///
/// # Errors
/// When the database or the keys fail.
pub(crate) async fn to_match(db: &Db, keys: &NarratorKeys, project: ProjectId) -> Result<Vec<String>, ConsentError> {
    let beyond = db.beyond_consent(Reason::Matching, Actor::Worker);
    let rows = beyond.vault::<rows::vault::Entity>(rows::vault::Column::ProjectId.eq(project)).await?;
    let ids: Vec<NarratorId> = rows.iter().map(|row| row.narrator_id).collect();
    let opened = keys.of_all(&ids).await?;
    let mut names = Vec::new();
    for row in rows {
        if let Some(key) = opened.get(&row.narrator_id) {
            let kept: Names = key.open_json(place(row.narrator_id), &row.names_sealed)?;
            names.extend(kept.name.filter(|name| !name.trim().is_empty()));
        }
    }
    Ok(names)
}
