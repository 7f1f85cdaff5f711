//! What the desk of consent sends and takes. Built from cleared values, never from rows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Cleared, ConsentError,
    asked::AskedHow,
    narrators::{Attributes, Narrator, NarratorRole, NewNarrator},
    notices::{Notice, Text},
    records::{AskedBy, ConsentMode, Decision, NewRecord, Record},
    sounds::Sound,
    states::State,
    terms::Terms,
    vault::Names,
};
use crate::{
    access::{Audience, DeskAct, Permit, Purpose},
    clock::Timestamp,
    ids::{AccountId, ConsentId, NarratorId, NoticeId},
};

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeReply {
    /// Its id.
    pub id: NoticeId,
    /// Which edition, from 1.
    pub number: i32,
    /// When it was written.
    pub created_at: Timestamp,
    /// Who wrote it.
    pub created_by: String,
    /// When it was published; unchanged ever after.
    pub published_at: Option<Timestamp>,
    /// Its texts.
    pub texts: Vec<NoticeText>,
    /// What is heard of it.
    pub sounds: Vec<Sound>,
}

/// A notice in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NoticeText {
    /// BCP 47 tag.
    pub language: String,
    /// Title.
    pub title: String,
    /// Body, plain text with blank lines between paragraphs.
    pub body: String,
    /// The same in easy words; empty where there are none.
    #[serde(default)]
    pub easy_body: String,
}

/// A notice to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNotice {
    /// Its texts.
    pub texts: Vec<NoticeText>,
    /// Whether to publish it: people can be asked with it then, and it cannot change.
    #[serde(default)]
    pub publish: bool,
}

impl NewNotice {
    /// As the subject takes it.
    #[must_use]
    pub fn into_texts(self) -> Vec<Text> {
        let text = |text: NoticeText| {
            let NoticeText { language, title, body, easy_body } = text;
            Text { language, title, body, easy_body }
        };
        self.texts.into_iter().map(text).collect()
    }
}

impl NoticeReply {
    /// With the name of its writer.
    #[must_use]
    pub fn of(notice: Notice, names: &HashMap<AccountId, String>) -> Self {
        Self {
            id: notice.id,
            number: notice.edition,
            created_at: notice.created_at,
            created_by: names.get(&notice.created_by).cloned().unwrap_or_default(),
            published_at: notice.published_at,
            sounds: notice.sounds,
            texts: notice
                .texts
                .into_iter()
                .map(|text| {
                    let Text { language, title, body, easy_body } = text;
                    NoticeText { language, title, body, easy_body }
                })
                .collect(),
        }
    }
}

/// A narrator, for those who welcome people and keep consents.
#[derive(Debug, Serialize, ToSchema)]
pub struct NarratorReply {
    /// Their id.
    pub id: NarratorId,
    /// The name they chose.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
    /// What they say of themselves.
    pub attributes: Attributes,
    /// When they were welcomed.
    pub created_at: Timestamp,
    /// What they allow now.
    pub consent: Option<ConsentSummary>,
    /// What this person may do here.
    pub may: Vec<&'static str>,
}

/// What a narrator allows now, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentSummary {
    /// The record in force.
    pub record_id: ConsentId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// What is allowed, for whom.
    pub granted: Vec<GrantedReply>,
    /// What was withdrawn.
    pub withdrawn: Vec<Purpose>,
    /// Whether it has run out.
    pub expired: bool,
}

/// One purpose that is allowed.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantedReply {
    /// The purpose.
    pub purpose: Purpose,
    /// For whom.
    pub audience: Audience,
}

impl ConsentSummary {
    fn of(records: &[Record], at: Timestamp) -> Option<Self> {
        let record = records.iter().find(|record| record.current)?;
        let expired = record.valid_until.is_some_and(|until| until <= at);
        let granted = |answer: &&super::records::Answer| answer.state.is_valid() && !expired;
        Some(Self {
            record_id: record.id,
            recorded_at: record.recorded_at,
            valid_until: record.valid_until,
            granted: record
                .answers
                .iter()
                .filter(granted)
                .map(|answer| GrantedReply { purpose: answer.purpose, audience: answer.audience })
                .collect(),
            withdrawn: record
                .answers
                .iter()
                .filter(|answer| answer.withdrawn_at.is_some())
                .map(|answer| answer.purpose)
                .collect(),
            expired,
        })
    }
}

impl NarratorReply {
    /// With what they allow at the moment of the permit.
    #[must_use]
    pub fn of<A: DeskAct>(narrator: &Cleared<Narrator, A>, records: &[Record], permit: &Permit<A>) -> Self {
        let narrator = narrator.get();
        let may = permit.may().into_iter().filter(|act| ["collect", "keep-consents", "open-vault"].contains(act));
        Self {
            id: narrator.id,
            pseudonym: narrator.pseudonym.clone(),
            role: narrator.role,
            attributes: narrator.attributes.clone(),
            created_at: narrator.created_at,
            consent: ConsentSummary::of(records, permit.at()),
            may: may.collect(),
        }
    }
}

/// A narrator to welcome.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WelcomeNarrator {
    /// The name they choose: not their own.
    pub pseudonym: String,
    /// In which role they speak.
    pub role: NarratorRole,
    /// What they say of themselves.
    #[serde(default)]
    pub attributes: Attributes,
    /// Names and contacts, for the vault.
    #[serde(default)]
    pub names: Option<Names>,
}

impl WelcomeNarrator {
    /// As the subject takes it, names apart.
    #[must_use]
    pub fn split(self) -> (NewNarrator, Option<Names>) {
        (NewNarrator { pseudonym: self.pseudonym, role: self.role, attributes: self.attributes }, self.names)
    }
}

/// A consent record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentReply {
    /// Its id.
    pub id: ConsentId,
    /// Whose.
    pub narrator_id: NarratorId,
    /// With which notice they were asked.
    pub notice: Option<AskedWith>,
    /// How they answered.
    pub mode: ConsentMode,
    /// Who asked.
    pub collected_by: String,
    /// On which day.
    pub collected_on: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// How they were asked.
    pub asked: AskedHow,
    /// Who spoke for them, if somebody did.
    pub representative_id: Option<uuid::Uuid>,
    /// The answers.
    pub decisions: Vec<DecisionReply>,
    /// Whether it is the one in force.
    pub current: bool,
}

/// With which notice somebody was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedWith {
    /// The notice.
    pub id: NoticeId,
    /// Its edition.
    pub number: i32,
    /// In which language.
    pub language: String,
}

/// The answer to one purpose.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionReply {
    /// The purpose.
    pub purpose: Purpose,
    /// Yes or no.
    pub decision: Decision,
    /// For whom.
    pub audience: Audience,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Why, in the words of who recorded it.
    pub reason: Option<String>,
    /// Where it stands.
    pub state: State,
    /// What else was said of it.
    pub terms: Terms,
}

impl ConsentReply {
    /// With the names of notices and people.
    #[must_use]
    pub fn of(record: Record, notices: &[Notice], names: &HashMap<AccountId, String>) -> Self {
        let notice = record.notice.and_then(|id| notices.iter().find(|notice| notice.id == id));
        Self {
            id: record.id,
            narrator_id: record.narrator,
            notice: notice.map(|notice| AskedWith {
                id: notice.id,
                number: notice.edition,
                language: record.notice_language.clone(),
            }),
            mode: record.mode,
            collected_by: names.get(&record.collected_by).cloned().unwrap_or_default(),
            collected_on: record.collected_on,
            recorded_at: record.recorded_at,
            valid_until: record.valid_until,
            asked: record.asked,
            representative_id: record.representative,
            decisions: record
                .answers
                .into_iter()
                .map(|answer| DecisionReply {
                    purpose: answer.purpose,
                    decision: answer.decision,
                    audience: answer.audience,
                    withdrawn_at: answer.withdrawn_at,
                    reason: answer.reason,
                    state: answer.state,
                    terms: answer.terms,
                })
                .collect(),
            current: record.current,
        }
    }
}

/// A consent to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsent {
    /// With which published notice they were asked.
    pub notice_id: NoticeId,
    /// In which of its languages.
    pub notice_language: String,
    /// How they answered.
    pub mode: ConsentMode,
    /// On which day, like 2026-03-01.
    pub collected_on: String,
    /// Until when it holds: a day or a moment.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    /// The answers; purposes left out are refused.
    pub decisions: Vec<NewDecision>,
    /// How they were asked.
    #[serde(default)]
    pub asked: Option<AskedHow>,
    /// A note, kept sealed.
    #[serde(default)]
    pub note: Option<String>,
    /// Who speaks for them, if somebody does.
    #[serde(default)]
    pub representative_id: Option<uuid::Uuid>,
}

/// The answer to one purpose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// The purpose.
    pub purpose: Purpose,
    /// Yes or no.
    pub decision: Decision,
    /// For whom, where yes.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// What else they say of it.
    #[serde(default)]
    pub terms: Option<Terms>,
}

impl From<NewConsent> for NewRecord {
    fn from(new: NewConsent) -> Self {
        Self {
            notice: new.notice_id,
            notice_language: new.notice_language,
            mode: new.mode,
            collected_on: new.collected_on,
            valid_until: new.valid_until,
            answers: new
                .decisions
                .iter()
                .map(|one| (one.purpose, one.decision, one.audience.unwrap_or(Audience::Team)))
                .collect(),
            terms: new.decisions.into_iter().filter_map(|one| Some((one.purpose, one.terms?))).collect(),
            asked: new.asked.unwrap_or_default(),
            note: new.note,
            representative: new.representative_id,
        }
    }
}

/// A withdrawal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// What is withdrawn; what needs it falls with it.
    pub purposes: Vec<Purpose>,
    /// Who asked for it.
    pub asked_by: AskedBy,
    /// Why, kept sealed.
    #[serde(default)]
    pub reason: Option<String>,
    /// Not withdrawn, but for no more than these readers.
    #[serde(default)]
    pub only_for: Option<Audience>,
}

impl Withdraw {
    /// Whether anything is named.
    ///
    /// # Errors
    /// When nothing is.
    pub fn check(&self) -> Result<(), ConsentError> {
        if self.purposes.is_empty() {
            let detail = "Say what is withdrawn.".to_owned();
            return Err(ConsentError::Bounds { at: "/purposes", detail });
        }
        Ok(())
    }
}
