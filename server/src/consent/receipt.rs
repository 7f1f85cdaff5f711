//! A consent record as others read it: JSON-LD in the words of the W3C Data Privacy Vocabulary, with the fields of ISO/IEC TS
//! 27560:2023 in its own order (metadata, processing, parties, personal data, events). `data/consent-record.schema.json` is
//! the profile; a test holds every record to it. No word of a story, no name from the vault.

use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{
    ConsentError,
    notices::Text,
    records::{Answer, ConsentMode, Record},
    states::State,
    terms::{LegalBasis, Terms},
};
use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    people::About,
};

/// The JSON Schema of the profile.
pub const SCHEMA: &str = include_str!("data/consent-record.schema.json");
/// The name of the profile.
const VERSION: &str = "kith-27560-1";

/// A record with its SHA-256: what is printed, and what its QR code says.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// SHA-256 of the record, written as compact JSON with its keys in order.
    pub sha256: String,
    /// The record.
    #[schema(value_type = Object)]
    pub record: serde_json::Value,
}

/// What a receipt is made of.
pub struct Parts<'a> {
    /// The record.
    pub record: &'a Record,
    /// What they were asked with, where it is kept.
    pub notice: Option<&'a Text>,
    /// Who keeps the story.
    pub about: &'a About,
    /// When the receipt is made.
    pub at: Timestamp,
}

/// Writes the receipt.
///
/// # Errors
/// When the record cannot be written as JSON, which no record does.
pub fn of(parts: &Parts<'_>) -> Result<Receipt, ConsentError> {
    let unwritable = |_error| ConsentError::Bounds { at: "/", detail: "This record cannot be written.".to_owned() };
    let record = serde_json::to_value(Written::of(parts)).map_err(unwritable)?;
    let canonical = serde_json::to_vec(&record).map_err(unwritable)?;
    let sha256 = Sha256::digest(&canonical).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Receipt { sha256, record })
}

#[derive(Serialize)]
struct Written {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    schema_version: &'static str,
    record_id: String,
    pii_principal_id: String,
    processing: Processing,
    party: Vec<Party>,
    personal_data: Vec<PersonalData>,
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Processing {
    privacy_notice: NoticeUsed,
    language: String,
    purposes: Vec<PurposeOf>,
    pii_information: &'static str,
    controllers: Vec<&'static str>,
    storage_locations: Vec<String>,
    retention_period: String,
    jurisdiction: String,
    recipients: Vec<&'static str>,
    withdrawal_method: &'static str,
    collection_method: &'static str,
    rights: [&'static str; 6],
}

#[derive(Serialize)]
struct NoticeUsed {
    id: Option<String>,
    language: String,
    title: String,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct PurposeOf {
    #[serde(rename = "@type")]
    kind: &'static str,
    purpose: &'static str,
    status: &'static str,
    state: &'static str,
    since: String,
    audience: &'static str,
    lawful_basis: &'static str,
    validity_until: Option<String>,
    attribution: &'static str,
    voice: &'static str,
    image: &'static str,
    embargo_until: Option<String>,
    embargo_event: Option<String>,
    review_before_each_use: bool,
    countries_excluded: Vec<String>,
}

#[derive(Serialize)]
struct Party {
    id: &'static str,
    name: String,
    address: String,
    contact: String,
    #[serde(rename = "@type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct PersonalData {
    #[serde(rename = "@type")]
    kind: &'static str,
    special_category: bool,
}

#[derive(Serialize)]
struct Event {
    time: String,
    validity_duration: Option<String>,
    entity_id: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    state: &'static str,
}

/// What is not said of somebody who keeps stories is said not to be said.
fn said(text: &str) -> String {
    if text.trim().is_empty() { "not stated".to_owned() } else { text.trim().to_owned() }
}

/// The class of the Data Privacy Vocabulary for a state. Those it does not have are the nearest that is no more valid.
const fn status(state: State) -> &'static str {
    match state {
        State::NotAsked => "dpv:ConsentUnknown",
        State::Requested => "dpv:ConsentRequested",
        State::Deferred => "dpv:ConsentRequestDeferred",
        State::Refused => "dpv:ConsentRefused",
        State::Given => "dpv:ConsentGiven",
        State::Renewed => "dpv:RenewedConsentGiven",
        State::Suspended | State::ReaffirmRequired | State::Invalidated => "dpv:ConsentInvalidated",
        State::Expired | State::Closed => "dpv:ConsentExpired",
        State::Withdrawn => "dpv:ConsentWithdrawn",
        State::Revoked => "dpv:ConsentRevoked",
    }
}

/// The class of the Data Privacy Vocabulary for a purpose.
const fn class(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Store | Purpose::Archive => "dpv:RecordManagement",
        Purpose::Analyse => "dpv:NonCommercialResearch",
        Purpose::Count => "dpv:ResearchAndDevelopment",
        Purpose::ContactAgain => "dpv:CommunicationManagement",
        Purpose::QuoteAnonymously
        | Purpose::QuoteUnderPseudonym
        | Purpose::QuoteByName
        | Purpose::PublishFullText
        | Purpose::ShareVoice
        | Purpose::ShareImage => "dpv:PublicBenefit",
    }
}

const fn basis(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::ExplicitConsent => "eu-gdpr:A6-1-a eu-gdpr:A9-2-a",
        LegalBasis::Research | LegalBasis::Archiving => "eu-gdpr:A6-1-e eu-gdpr:A9-2-j",
    }
}

const fn entity(mode: ConsentMode) -> &'static str {
    match mode {
        ConsentMode::GuardianWithAssent => "guardian",
        ConsentMode::OnScreen
        | ConsentMode::Written
        | ConsentMode::PaperScan
        | ConsentMode::SpokenRecorded
        | ConsentMode::Witnessed => "narrator",
    }
}

impl Written {
    fn of(parts: &Parts<'_>) -> Self {
        let record = parts.record;
        let purposes: Vec<PurposeOf> = record.answers.iter().map(|answer| PurposeOf::of(answer, parts.at)).collect();
        Self {
            context: "https://w3id.org/dpv",
            kind: "dpv:ConsentRecord",
            schema_version: VERSION,
            record_id: record.id.to_string(),
            pii_principal_id: record.narrator.to_string(),
            processing: Processing::of(parts, purposes),
            party: vec![Party {
                id: "controller",
                name: said(&parts.about.organisation),
                address: said(&parts.about.address),
                contact: said(&parts.about.contact),
                kind: "dpv:DataController",
            }],
            personal_data: vec![
                PersonalData { kind: "pd:Opinion", special_category: true },
                PersonalData { kind: "pd:LifeHistory", special_category: true },
            ],
            events: Event::of(record),
        }
    }
}

impl Processing {
    fn of(parts: &Parts<'_>, purposes: Vec<PurposeOf>) -> Self {
        let (record, about) = (parts.record, parts.about);
        let valid = record.answers.iter().filter(|answer| answer.state.is_valid());
        let mut recipients: Vec<&'static str> = valid.map(|answer| answer.audience.as_str()).collect();
        recipients.sort_unstable();
        recipients.dedup();
        let notice = parts.notice;
        Self {
            privacy_notice: NoticeUsed {
                id: record.notice.map(|id| id.to_string()),
                language: record.notice_language.clone(),
                title: notice.map_or_else(|| "not stated".to_owned(), |text| text.title.clone()),
                sha256: notice.map(|text| {
                    Sha256::digest(text.body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
                }),
            },
            language: record.notice_language.clone(),
            purposes,
            pii_information: "A told story: its text, recordings where there are any, and what coders say of it.",
            controllers: vec!["controller"],
            storage_locations: vec![said(&about.storage_place)],
            retention_period: match record.valid_until {
                Some(until) => format!("until {}", until.day()),
                None => "until it is withdrawn".to_owned(),
            },
            jurisdiction: said(&about.jurisdiction),
            recipients,
            withdrawal_method: "With the return code on the narrator's own page, or by telling anybody of the project. \
                                No reason is asked, and nothing depends on it.",
            collection_method: record.mode.as_str(),
            rights: ["eu-gdpr:A15", "eu-gdpr:A16", "eu-gdpr:A17", "eu-gdpr:A18", "eu-gdpr:A20", "eu-gdpr:A21"],
        }
    }
}

impl PurposeOf {
    fn of(answer: &Answer, at: Timestamp) -> Self {
        let over = answer.valid_until.is_some_and(|until| until <= at) && answer.state.is_valid();
        let state = if over { State::Expired } else { answer.state };
        let Answer { purpose, audience, terms, .. } = answer;
        let Terms { embargo_until, embargo_event, review_before_use, countries_excluded, .. } = terms.clone();
        Self {
            kind: class(*purpose),
            purpose: purpose.as_str(),
            status: status(state),
            state: state.as_str(),
            since: answer.since.to_string(),
            audience: if state.is_valid() { audience.as_str() } else { Audience::Team.as_str() },
            lawful_basis: basis(terms.legal_basis),
            validity_until: answer.valid_until.map(|until| until.to_string()),
            attribution: terms.attribution.as_str(),
            voice: terms.voice.as_str(),
            image: terms.image.as_str(),
            embargo_until: embargo_until.map(|until| until.to_string()),
            embargo_event,
            review_before_each_use: review_before_use,
            countries_excluded,
        }
    }
}

impl Event {
    /// The answer, and each thing that was taken back since.
    fn of(record: &Record) -> Vec<Self> {
        let answered = Self {
            time: record.recorded_at.to_string(),
            validity_duration: record.valid_until.map(|until| format!("until {until}")),
            entity_id: entity(record.mode),
            kind: "dpv:ExplicitlyExpressedConsent",
            state: "dpv:ConsentGiven",
        };
        let mut taken_back: Vec<Timestamp> = record.answers.iter().filter_map(|answer| answer.withdrawn_at).collect();
        taken_back.sort_unstable();
        taken_back.dedup();
        let taken_back = taken_back.into_iter().map(|at| Self {
            time: at.to_string(),
            validity_duration: None,
            entity_id: entity(record.mode),
            kind: "dpv:WithdrawConsent",
            state: "dpv:ConsentWithdrawn",
        });
        std::iter::once(answered).chain(taken_back).collect()
    }
}
