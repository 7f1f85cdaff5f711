//! Letters to those who received an export: which of its lines were taken back, and are to be deleted (Article 19 of the
//! GDPR). A first one at once, and two more while nobody says that it was done. A letter names the export and numbers of
//! lines, and nobody: mail lies open on many machines.

use std::collections::BTreeMap;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, sea_query::ExprTrait};

use super::rows;
use crate::{clock::Timestamp, db::Db, people::Post};

/// How many letters about one line.
const LETTERS: i32 = 3;
/// After how many days it is written again.
const AGAIN_AFTER_DAYS: i64 = 14;

/// Writes to everybody who is to delete something and was not told, or not lately. Whoever has no mail address is told by
/// those who handed it over. Says how many letters.
///
/// # Errors
/// When the database refuses.
pub async fn write(db: &Db, post: &Post, at: Timestamp) -> Result<usize, DbErr> {
    use rows::notice::Column as C;
    if !post.leaves() {
        return Ok(0);
    }
    let lately = C::ToldAt.is_null().or(C::ToldAt.lte(at.plus_days(-AGAIN_AFTER_DAYS)));
    let due = C::AcknowledgedAt.is_null().and(C::ToldTimes.lt(LETTERS)).and(lately);
    let mut of_exports: BTreeMap<uuid::Uuid, Vec<rows::notice::Model>> = BTreeMap::new();
    for notice in db.house().all::<rows::notice::Entity>(due).await? {
        of_exports.entry(notice.export_id).or_default().push(notice);
    }
    let mut letters = 0;
    for (id, notices) in of_exports {
        let export = db.house().one::<rows::export::Entity>(rows::export::Column::Id.eq(id)).await?;
        let Some(export) = export.filter(|export| Post::is_address(&export.contact)) else { continue };
        let mut lines: Vec<i32> = notices.iter().map(|notice| notice.line).collect();
        lines.sort_unstable();
        // Written down before it is sent: rather one letter too few than one every half second.
        db.transact(async |tx| {
            for notice in notices {
                let times = notice.told_times + 1;
                let mut row: rows::notice::ActiveModel = notice.into();
                row.told_at = Set(Some(at));
                row.told_times = Set(times);
                tx.house().update(row).await?;
            }
            Ok::<_, DbErr>(())
        })
        .await?;
        let sent = post.send_words("Lines to delete", words(id, &lines), &export.contact, id);
        letters += usize::from(sent);
    }
    Ok(letters)
}

fn words(export: uuid::Uuid, lines: &[i32]) -> String {
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    format!(
        "Hello,\n\nyou received passages under the number\n\n{export}\n\nSome of the people who told them have taken them \
         back since. Please delete these lines, and every copy of them:\n\n{}\n\nThen tell whoever gave them to you that \
         it is done. No reason is given, and none is needed.\n",
        lines.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_names_lines_and_nobody() {
        let letter = words(uuid::Uuid::nil(), &[3, 17]);
        assert!(letter.contains("\n3, 17\n") && letter.contains("00000000-0000-0000-0000-000000000000"));
    }
}
