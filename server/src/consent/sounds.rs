//! Notices that are heard: in the words of the notice, or in easy words, in each of its languages. A part of the notice, and
//! unchanged once it is published.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ConsentError, evidence::Content, rows};
use crate::{
    access::{KeepNotices, Permit},
    audit,
    db::{Db, Tx},
    ids::{CodeId, Id, NoticeId, ProjectId},
    named::named,
    sniff,
};

/// How large one may be, in bytes: some minutes.
pub const LARGEST: usize = 12 * 1024 * 1024;

named! {
    /// Which words are heard.
    SoundForm {
        /// Those of the notice.
        Whole = "whole",
        /// The easy ones.
        Easy = "easy",
    }
}

/// Something that is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sound {
    /// BCP 47 tag.
    pub language: String,
    /// Which words.
    pub form: SoundForm,
    /// How large it is, in bytes.
    pub bytes: i32,
}

fn which(notice: NoticeId, language: &str, form: SoundForm) -> sea_orm::sea_query::Expr {
    use rows::notice_sound::Column as C;
    C::NoticeId.eq(notice).and(C::Language.eq(language)).and(C::Form.eq(form.as_str()))
}

/// That the notice is a draft that has words in this language.
async fn is_draft(tx: &Tx, project: ProjectId, notice: NoticeId, language: &str) -> Result<(), ConsentError> {
    let text = rows::notice_text::Column::NoticeId.eq(notice).and(rows::notice_text::Column::Language.eq(language));
    is_unpublished(tx, project, notice).await?;
    tx.house().one::<rows::notice_text::Entity>(text).await?.ok_or(ConsentError::Absent)?;
    Ok(())
}

/// That the notice is of this project and was not published yet.
async fn is_unpublished(tx: &Tx, project: ProjectId, notice: NoticeId) -> Result<(), ConsentError> {
    let theirs = rows::notice::Column::Id.eq(notice).and(rows::notice::Column::ProjectId.eq(project));
    let known = tx.house().one::<rows::notice::Entity>(theirs).await?.ok_or(ConsentError::Absent)?;
    if known.published_at.is_some() { Err(ConsentError::NoticePublished) } else { Ok(()) }
}

async fn remember(tx: &Tx, permit: &Permit<KeepNotices>, notice: NoticeId) -> Result<(), DbErr> {
    let event = audit::Event {
        act: "notice.written",
        actor: Some(permit.person()),
        project: Some(permit.project()),
        on: "notice",
        subject: Some(notice.0),
        at: permit.at(),
    };
    audit::add(tx, event).await
}

/// Keeps how a notice is heard, in place of what was there.
///
/// # Errors
/// When it was published, has no such language, or nothing is heard in these bytes.
pub async fn keep(
    db: &Db,
    permit: &Permit<KeepNotices>,
    notice: NoticeId,
    (language, form): (&str, SoundForm),
    content: Vec<u8>,
) -> Result<(), ConsentError> {
    let Some(mime) = sniff::kind_of(&content).filter(|mime| mime.starts_with("audio/")) else {
        let detail = "Send a recording: Ogg, MP3, M4A, WAV, FLAC or WebM.".to_owned();
        return Err(ConsentError::Bounds { at: "/", detail });
    };
    db.transact(async |tx| {
        is_draft(tx, permit.project(), notice, language).await?;
        tx.house().delete::<rows::notice_sound::Entity>(which(notice, language, form)).await?;
        let row = rows::notice_sound::ActiveModel {
            id: Set(CodeId::at(permit.at()).0),
            notice_id: Set(notice),
            language: Set(language.to_owned()),
            form: Set(form.as_str().to_owned()),
            mime: Set(mime.to_owned()),
            bytes: Set(i32::try_from(content.len()).unwrap_or(i32::MAX)),
            content: Set(content),
            kept_at: Set(permit.at()),
        };
        tx.house().insert(row).await?;
        Ok(remember(tx, permit, notice).await?)
    })
    .await
}

/// Removes how a draft is heard. Safe to send twice.
///
/// # Errors
/// When it was published.
pub async fn remove(
    db: &Db,
    permit: &Permit<KeepNotices>,
    notice: NoticeId,
    language: &str,
    form: SoundForm,
) -> Result<(), ConsentError> {
    db.transact(async |tx| {
        is_unpublished(tx, permit.project(), notice).await?;
        tx.house().delete::<rows::notice_sound::Entity>(which(notice, language, form)).await?;
        Ok(remember(tx, permit, notice).await?)
    })
    .await
}

/// How a notice of a project is heard.
///
/// # Errors
/// "Absent" when it is not.
pub async fn open(
    db: &Db,
    project: ProjectId,
    notice: NoticeId,
    language: &str,
    form: SoundForm,
) -> Result<Content, ConsentError> {
    let theirs = rows::notice::Column::Id.eq(notice).and(rows::notice::Column::ProjectId.eq(project));
    db.house().one::<rows::notice::Entity>(theirs).await?.ok_or(ConsentError::Absent)?;
    let found = db.house().one::<rows::notice_sound::Entity>(which(notice, language, form)).await?;
    let found = found.ok_or(ConsentError::Absent)?;
    Ok(Content { mime: found.mime, bytes: found.content })
}

/// What is heard of these notices.
///
/// # Errors
/// When the database fails.
pub async fn of_notices(db: &Db, notices: &[NoticeId]) -> Result<Vec<(NoticeId, Sound)>, DbErr> {
    use rows::notice_sound::Column as C;
    let house = db.house();
    // All but what is heard.
    let found: Vec<(NoticeId, String, String, i32)> = house
        .select::<rows::notice_sound::Entity>()
        .select_only()
        .columns([C::NoticeId, C::Language, C::Form, C::Bytes])
        .filter(C::NoticeId.is_in(notices.iter().copied()))
        .order_by_asc(C::Language)
        .order_by_asc(C::Form)
        .into_tuple()
        .all(house.on())
        .await?;
    let sound = |(notice, language, form, bytes): (NoticeId, String, String, i32)| {
        (notice, Sound { language, form: SoundForm::parse(&form).unwrap_or(SoundForm::Whole), bytes })
    };
    Ok(found.into_iter().map(sound).collect())
}
