//! The log of what is masked: where, what kind of thing, what stands in its place for whom, why, by whom and when (after the
//! practice of the UK Data Service, which asks for it apart from the file that is shared). Never the words themselves.

use sea_orm::Order;

use super::{RedactionError, reply::Mask, rows, store};
use crate::{
    access::{Permit, RedactStories},
    db::Db,
    ids::NarratorId,
    keys::NarratorKeys,
    testimony,
};

const HEAD: &str = "testimony,text,start,end,entity,category,identifier,confidential,for_funders,for_archives,for_everybody,\
                    reason,decided_by,decided_at";

/// The log of a project as CSV (RFC 4180): the stories that may be read now, in the order they were decided about.
///
/// # Errors
/// When the database or the keys fail.
pub async fn csv(db: &Db, keys: &NarratorKeys, permit: &Permit<RedactStories>) -> Result<String, RedactionError> {
    let gate = db.as_permitted(permit);
    let found = gate.stories::<rows::Entity>().by(rows::Column::DecidedAt, Order::Asc).all().await?;
    let narrators: Vec<NarratorId> = found.iter().map(|row| row.get().narrator_id).collect();
    let opened = keys.of_all(&narrators).await?;
    let mut lines = vec![HEAD.to_owned()];
    for row in &found {
        let row = row.get();
        let Some(key) = opened.get(&row.narrator_id) else { continue };
        // A mask holds for all stories of a narrator; a story that is kept out is not named.
        if testimony::cleared(&gate, row.testimony_id).await?.is_none() {
            continue;
        }
        let kept = store::opened(row, key)?;
        let cells = [
            row.testimony_id.to_string(),
            row.revision_id.to_string(),
            row.start_at.to_string(),
            row.end_at.to_string(),
            row.entity_id.to_string(),
            row.category.clone(),
            row.identifier.clone(),
            row.confidential.clone(),
            said(&kept.masks.funder),
            said(&kept.masks.archive),
            said(&kept.masks.public),
            kept.reason,
            row.decided_by.to_string(),
            row.decided_at.to_string(),
        ];
        lines.push(cells.map(|cell| field(&cell)).join(","));
    }
    Ok(lines.join("\r\n") + "\r\n")
}

fn said(mask: &Mask) -> String {
    match mask {
        Mask::Label => "[kind]".to_owned(),
        Mask::Words(words) => format!("[{words}]"),
        Mask::Keep => "kept".to_owned(),
    }
}

/// A cell that no spreadsheet takes for a formula.
pub(crate) fn field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(field("a, b"), "\"a, b\"");
    }
}
