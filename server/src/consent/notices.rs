//! Notices: the texts that explain what is asked, in the languages of the people who are asked. Published once, unchanged
//! ever after.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, sea_query::ExprTrait};

use super::{
    ConsentError, rows,
    sounds::{self, Sound},
};
use crate::{
    access::{Act, KeepNotices, Permit},
    audit,
    clock::Timestamp,
    db::{Db, Tx},
    ids::{AccountId, Id, NoticeId, ProjectId},
};

const LONGEST_TITLE: usize = 200;
const LONGEST_BODY: usize = 20_000;
const MOST_LANGUAGES: usize = 40;

/// A notice with its texts.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Which edition, from 1.
    pub edition: i32,
    /// Who wrote it.
    pub created_by: AccountId,
    /// When.
    pub created_at: Timestamp,
    /// When it was published, if it was.
    pub published_at: Option<Timestamp>,
    /// Its texts.
    pub texts: Vec<Text>,
    /// What is heard of it.
    pub sounds: Vec<Sound>,
}

/// A notice in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// BCP 47 tag.
    pub language: String,
    /// Title.
    pub title: String,
    /// Body, plain text with blank lines between paragraphs.
    pub body: String,
    /// The same in easy words; empty where there are none.
    pub easy_body: String,
}

impl From<rows::notice_text::Model> for Text {
    fn from(row: rows::notice_text::Model) -> Self {
        Self { language: row.language, title: row.title, body: row.body, easy_body: row.easy_body }
    }
}

fn check(texts: &[Text]) -> Result<(), ConsentError> {
    let bounds = |at, detail: &str| Err(ConsentError::Bounds { at, detail: detail.to_owned() });
    if texts.is_empty() || texts.len() > MOST_LANGUAGES {
        return bounds("/texts", "A notice needs a text in at least one language.");
    }
    for text in texts {
        if text.title.trim().is_empty() || text.title.chars().count() > LONGEST_TITLE {
            return bounds("/texts/title", "Every text needs a title of at most 200 characters.");
        }
        if text.body.trim().is_empty() || text.body.chars().count() > LONGEST_BODY {
            return bounds("/texts/body", "Every text needs words, at most 20,000 characters.");
        }
        if text.easy_body.chars().count() > LONGEST_BODY {
            return bounds("/texts/easy_body", "The easy words are at most 20,000 characters.");
        }
        if texts.iter().filter(|other| other.language == text.language).count() > 1 {
            return bounds("/texts/language", "A language appears twice.");
        }
    }
    Ok(())
}

/// The notices of a project, newest edition first.
///
/// # Errors
/// When the database fails.
pub async fn of_project<A: Act>(db: &Db, permit: &Permit<A>) -> Result<Vec<Notice>, DbErr> {
    let house = db.house();
    let notices = house
        .select::<rows::notice::Entity>()
        .filter(rows::notice::Column::ProjectId.eq(permit.project()))
        .order_by_desc(rows::notice::Column::Edition)
        .all(house.on())
        .await?;
    let ids: Vec<NoticeId> = notices.iter().map(|notice| notice.id).collect();
    let sounds = sounds::of_notices(db, &ids).await?;
    let texts = house.all::<rows::notice_text::Entity>(rows::notice_text::Column::NoticeId.is_in(ids)).await?;
    Ok(notices
        .into_iter()
        .map(|notice| {
            let mut own: Vec<Text> =
                texts.iter().filter(|text| text.notice_id == notice.id).cloned().map(Text::from).collect();
            own.sort_by(|a, b| a.language.cmp(&b.language));
            Notice {
                id: notice.id,
                edition: notice.edition,
                created_by: notice.created_by,
                created_at: notice.created_at,
                published_at: notice.published_at,
                sounds: heard(&sounds, notice.id, &own),
                texts: own,
            }
        })
        .collect())
}

/// What is heard of a notice, in the languages that it has words in.
fn heard(all: &[(NoticeId, Sound)], notice: NoticeId, texts: &[Text]) -> Vec<Sound> {
    let is_its =
        |(of, sound): &&(NoticeId, Sound)| *of == notice && texts.iter().any(|text| text.language == sound.language);
    all.iter().filter(is_its).map(|(_, sound)| sound.clone()).collect()
}

/// Writes a notice, or changes one that was not published; publishes it when asked. Safe to send twice.
/// Says whether it is new.
///
/// # Errors
/// When it was published with other words, or its texts are out of bounds.
pub async fn write(
    db: &Db,
    permit: &Permit<KeepNotices>,
    id: NoticeId,
    texts: Vec<Text>,
    publish: bool,
) -> Result<(Notice, bool), ConsentError> {
    check(&texts)?;
    let (project, at) = (permit.project(), permit.at());
    let new = db
        .transact(async |tx| {
            let known = tx.house().one::<rows::notice::Entity>(rows::notice::Column::Id.eq(id)).await?;
            let new = match &known {
                None => {
                    first_write(tx, permit, id, publish).await?;
                    true
                }
                Some(notice) if notice.project_id != project => return Err(ConsentError::ExistsDifferently),
                Some(notice) if notice.published_at.is_some() => {
                    return if texts_of(tx, id).await? == sorted(&texts) {
                        Ok(false)
                    } else {
                        Err(ConsentError::NoticePublished)
                    };
                }
                Some(_) => {
                    let published_at = if publish { Some(at) } else { None };
                    let row = rows::notice::ActiveModel {
                        id: Set(id),
                        published_at: Set(published_at),
                        ..Default::default()
                    };
                    tx.house().update(row).await?;
                    false
                }
            };
            tx.house().delete::<rows::notice_text::Entity>(rows::notice_text::Column::NoticeId.eq(id)).await?;
            for text in &texts {
                let row = rows::notice_text::ActiveModel {
                    id: Set(crate::ids::CodeId::at(at).0),
                    notice_id: Set(id),
                    language: Set(text.language.clone()),
                    title: Set(text.title.clone()),
                    body: Set(text.body.clone()),
                    easy_body: Set(text.easy_body.clone()),
                };
                tx.house().insert(row).await?;
            }
            let act = if publish { "notice.published" } else { "notice.written" };
            let event = audit::Event {
                act,
                actor: Some(permit.person()),
                project: Some(project),
                on: "notice",
                subject: Some(id.0),
                at,
            };
            audit::add(tx, event).await?;
            Ok::<_, ConsentError>(new)
        })
        .await?;
    let written =
        of_project(db, permit).await?.into_iter().find(|notice| notice.id == id).ok_or(ConsentError::Absent)?;
    Ok((written, new))
}

async fn first_write(tx: &Tx, permit: &Permit<KeepNotices>, id: NoticeId, publish: bool) -> Result<(), DbErr> {
    let house = tx.house();
    let newest = house
        .select::<rows::notice::Entity>()
        .filter(rows::notice::Column::ProjectId.eq(permit.project()))
        .order_by_desc(rows::notice::Column::Edition)
        .one(house.on())
        .await?;
    let row = rows::notice::ActiveModel {
        id: Set(id),
        project_id: Set(permit.project()),
        edition: Set(newest.map_or(1, |notice| notice.edition + 1)),
        created_by: Set(permit.person()),
        created_at: Set(permit.at()),
        published_at: Set(publish.then_some(permit.at())),
    };
    house.insert(row).await?;
    Ok(())
}

async fn texts_of(tx: &Tx, id: NoticeId) -> Result<Vec<Text>, DbErr> {
    let found = tx.house().all::<rows::notice_text::Entity>(rows::notice_text::Column::NoticeId.eq(id)).await?;
    let texts: Vec<Text> = found.into_iter().map(Text::from).collect();
    Ok(sorted(&texts))
}

fn sorted(texts: &[Text]) -> Vec<Text> {
    let mut texts = texts.to_vec();
    texts.sort_by(|a, b| a.language.cmp(&b.language));
    texts
}

/// Whether a published notice of this project has a text in this language.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_published(tx: &Tx, project: ProjectId, id: NoticeId, language: &str) -> Result<bool, DbErr> {
    let which = rows::notice::Column::Id
        .eq(id)
        .and(rows::notice::Column::ProjectId.eq(project))
        .and(rows::notice::Column::PublishedAt.is_not_null());
    let published = tx.house().one::<rows::notice::Entity>(which).await?.is_some();
    let text = rows::notice_text::Column::NoticeId.eq(id).and(rows::notice_text::Column::Language.eq(language));
    Ok(published && tx.house().one::<rows::notice_text::Entity>(text).await?.is_some())
}

/// The text of a notice in one of its languages.
///
/// # Errors
/// When the database fails.
pub async fn text_of(db: &Db, notice: NoticeId, language: &str) -> Result<Option<Text>, DbErr> {
    use rows::notice_text::Column as C;
    let which = C::NoticeId.eq(notice).and(C::Language.eq(language));
    let found = db.house().one::<rows::notice_text::Entity>(which).await?;
    Ok(found.map(Text::from))
}
