//! Local codes: kept, retired, and shown in their place in the trees. Built-in codes never change.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};

use super::{
    CodebookError, Codes,
    local::{Checked, MOST_CODES, Rules},
    reply::{CodeExample, CodeNode, CodebooksReply, NewCode, NotWhen},
    rows,
};
use crate::{
    access::{Act, KeepCodebook, Permit},
    audit,
    db::{Db, Tx},
    ids::{CodeId, CodebookId, ProjectId},
};

/// Every codebook with the local codes of this project in their places.
///
/// # Errors
/// When the database fails.
pub async fn open<A: Act>(db: &Db, codes: &Codes, permit: &Permit<A>) -> Result<CodebooksReply, DbErr> {
    let house = db.house();
    let local = house
        .select::<rows::Entity>()
        .filter(rows::Column::ProjectId.eq(permit.project()))
        .order_by_asc(rows::Column::CreatedAt)
        .order_by_asc(rows::Column::Id)
        .all(house.on())
        .await?;
    let mut reply = codes.without_local().clone();
    let mut under: HashMap<CodeId, Vec<rows::Model>> = HashMap::new();
    for row in local {
        under.entry(row.parent_id).or_default().push(row);
    }
    if !under.is_empty() {
        for codebook in &mut reply.codebooks {
            codebook.categories.iter_mut().for_each(|node| grow(node, &mut under));
        }
    }
    Ok(reply)
}

/// Adds the local codes under a node, and those under them.
fn grow(node: &mut CodeNode, under: &mut HashMap<CodeId, Vec<rows::Model>>) {
    for row in under.remove(&node.id).unwrap_or_default() {
        node.children.push(shown(row, &node.color));
    }
    node.children.iter_mut().for_each(|child| grow(child, under));
}

fn shown(row: rows::Model, parents_color: &str) -> CodeNode {
    let rules: Rules = serde_json::from_str(&row.rules).unwrap_or_default();
    let not_when = rules.not_when.into_iter().map(|case| NotWhen { case, instead: None }).collect();
    let examples = rules
        .examples
        .into_iter()
        .map(|text| CodeExample { lang: "und".to_owned(), text, gloss: None, dir: "auto".to_owned() })
        .collect();
    CodeNode {
        id: row.id,
        key: format!("local.{}", row.id),
        names: BTreeMap::new(),
        name: row.name,
        definition: row.definition,
        color: row.color.unwrap_or_else(|| parents_color.to_owned()),
        codable: row.retired_at.is_none(),
        use_when: rules.use_when,
        not_when,
        examples,
        near_miss: None,
        prompts: Vec::new(),
        keywords: Vec::new(),
        parent_id: Some(row.parent_id),
        local: true,
        retired: row.retired_at.is_some(),
        children: Vec::new(),
    }
}

/// Keeps a local code: adds it, changes it, or brings it back. Says whether it is new.
///
/// # Errors
/// When it may not stand there, its id is taken, or something is out of bounds.
pub async fn keep(
    db: &Db,
    codes: &Codes,
    permit: &Permit<KeepCodebook>,
    id: CodeId,
    new: NewCode,
) -> Result<(CodeNode, bool), CodebookError> {
    let checked = Checked::of(&new)?;
    if codes.built_in().get(id).is_some() {
        return Err(CodebookError::BuiltIn);
    }
    let (row, is_new) = db
        .transact(async |tx| {
            let parent = place(tx, codes, permit.project(), new.parent_id).await?;
            if parent.codebook != new.codebook_id {
                return Err(CodebookError::CannotStandThere);
            }
            let kept = match tx.house().one::<rows::Entity>(ours(permit.project(), id)).await? {
                Some(row) if row.parent_id != new.parent_id => return Err(CodebookError::ExistsDifferently),
                Some(row) => (change(tx, row, checked).await?, false),
                None => (add(tx, permit, id, &new, checked).await?, true),
            };
            audit::add(tx, event(permit, "code.kept", id)).await?;
            Ok::<_, CodebookError>((kept.0, parent.color, kept.1))
        })
        .await
        .map(|(row, color, is_new)| (shown(row, &color), is_new))?;
    Ok((row, is_new))
}

/// Retires a local code: it is offered no more, and what was coded with it stays. Safe to send twice.
///
/// # Errors
/// When there is no such local code.
pub async fn retire(db: &Db, codes: &Codes, permit: &Permit<KeepCodebook>, id: CodeId) -> Result<(), CodebookError> {
    if codes.built_in().get(id).is_some() {
        return Err(CodebookError::BuiltIn);
    }
    db.transact(async |tx| {
        let found = tx.house().one::<rows::Entity>(ours(permit.project(), id)).await?;
        let row = found.ok_or(CodebookError::Absent)?;
        if row.retired_at.is_some() {
            return Ok(());
        }
        let mut row: rows::ActiveModel = row.into();
        row.retired_at = Set(Some(permit.at()));
        tx.house().update(row).await?;
        Ok(audit::add(tx, event(permit, "code.retired", id)).await?)
    })
    .await
}

fn ours(project: ProjectId, id: CodeId) -> sea_orm::sea_query::SimpleExpr {
    rows::Column::Id.eq(id).and(rows::Column::ProjectId.eq(project))
}

struct Parent {
    codebook: CodebookId,
    color: String,
}

/// Where a local code would stand: under a built-in node that takes some, or under another local code.
async fn place(tx: &Tx, codes: &Codes, project: ProjectId, parent: CodeId) -> Result<Parent, CodebookError> {
    if let Some(known) = codes.built_in().get(parent) {
        return match known.takes_local {
            true => Ok(Parent { codebook: known.codebook, color: known.color.clone() }),
            false => Err(CodebookError::CannotStandThere),
        };
    }
    let row = tx.house().one::<rows::Entity>(ours(project, parent)).await?.ok_or(CodebookError::CannotStandThere)?;
    let color = row.color.unwrap_or_else(|| "#5f6b7a".to_owned());
    Ok(Parent { codebook: row.codebook_id, color })
}

async fn add(
    tx: &Tx,
    permit: &Permit<KeepCodebook>,
    id: CodeId,
    new: &NewCode,
    checked: Checked,
) -> Result<rows::Model, CodebookError> {
    let all = tx.house().all::<rows::Entity>(rows::Column::ProjectId.eq(permit.project())).await?;
    if all.len() >= MOST_CODES {
        return Err(CodebookError::bounds("/name", "A project has at most 5,000 codes of its own."));
    }
    let row = rows::ActiveModel {
        id: Set(id),
        project_id: Set(permit.project()),
        codebook_id: Set(new.codebook_id),
        parent_id: Set(new.parent_id),
        name: Set(checked.name),
        definition: Set(checked.definition),
        rules: Set(as_json(&checked.rules)),
        color: Set(checked.color),
        created_by: Set(permit.person()),
        created_at: Set(permit.at()),
        retired_at: Set(None),
    };
    tx.house().insert(row).await.map_err(|error| match error.sql_err() {
        // OK because an id made by a phone is taken elsewhere only when it was sent to another project before.
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => CodebookError::ExistsDifferently,
        _ => error.into(),
    })
}

async fn change(tx: &Tx, row: rows::Model, checked: Checked) -> Result<rows::Model, DbErr> {
    let mut row: rows::ActiveModel = row.into();
    row.name = Set(checked.name);
    row.definition = Set(checked.definition);
    row.rules = Set(as_json(&checked.rules));
    row.color = Set(checked.color);
    row.retired_at = Set(None);
    tx.house().update(row).await
}

/// OK because lists of words can always be written as JSON.
fn as_json(rules: &Rules) -> String {
    serde_json::to_string(rules).unwrap_or_default()
}

fn event(permit: &Permit<KeepCodebook>, act: &'static str, id: CodeId) -> audit::Event {
    audit::Event {
        act,
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "code",
        subject: Some(id.0),
        at: permit.at(),
    }
}
