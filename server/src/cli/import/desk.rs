//! The desk of the import: welcomes narrators, records what they allow, and keeps their stories, through the same stores as
//! the service and as a member of the project. Must never widen a consent, change a narrator who is there, or bring back
//! what was erased.

use std::collections::HashMap;

use super::{
    asked::Teller,
    plan::{self, Story, Who},
};
use crate::{
    access::{CollectTestimony, Permit},
    app::Stores,
    audit,
    cli::CommandError,
    clock::Clock,
    consent::{
        ConsentError,
        asked::AskedHow,
        narrators::{self, Attributes, NewNarrator},
        notices::{self, Notice},
        records::{self, NewRecord, Record},
    },
    ids::{AccountId, NarratorId, ProjectId, TestimonyId},
    testimony::{
        Cue, Heading, TestimonyError, Turn,
        reading::suggested_title,
        store::{self, NewTestimony},
    },
};

/// What came of a file.
pub(super) enum Kept {
    /// It is kept now.
    New,
    /// It was kept before.
    Before,
}

/// Why a file was not kept.
pub(super) enum NotKept {
    /// For a reason of its own; the next one may go well.
    Refused { code: String, detail: String },
    /// Something Kith stands on does not work: nothing more can be kept.
    Broken(CommandError),
}

fn refused(code: &str, detail: impl Into<String>) -> NotKept {
    NotKept::Refused { code: code.to_owned(), detail: detail.into() }
}

impl From<sea_orm::DbErr> for NotKept {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Broken(error.into())
    }
}

impl From<ConsentError> for NotKept {
    fn from(error: ConsentError) -> Self {
        let detail = error.to_string();
        match error {
            ConsentError::Absent => refused("narrator.unknown", "Nobody of this id is reached by you in this project."),
            ConsentError::ExistsDifferently => refused("consent.exists-differently", detail),
            ConsentError::NoticePublished
            | ConsentError::Needs { .. }
            | ConsentError::Twice(_)
            | ConsentError::NothingToWithdraw
            | ConsentError::OnlyTheNarrator
            | ConsentError::VisitOver
            | ConsentError::WithdrawnSince(_)
            | ConsentError::NotWholeYet
            | ConsentError::UnknownCode
            | ConsentError::NotGranted
            | ConsentError::AskFirst
            | ConsentError::NoNeedToAsk
            | ConsentError::Bounds { .. } => refused("consent.invalid", detail),
            ConsentError::Key(error) => Self::Broken(CommandError::Said(error.to_string())),
            ConsentError::Database(error) => error.into(),
        }
    }
}

impl From<TestimonyError> for NotKept {
    fn from(error: TestimonyError) -> Self {
        let detail = error.to_string();
        match error {
            TestimonyError::Absent => refused("narrator.unknown", "You reach no such narrator in this project."),
            TestimonyError::ConsentMissing => {
                refused("consent.missing", "The narrator does not agree, or no longer, to a story being kept.")
            }
            TestimonyError::ExistsDifferently => refused(
                "testimony.exists-differently",
                "Another text was brought under this file's name before. Correct it in Kith, or give the file another name.",
            ),
            TestimonyError::Bounds { .. } | TestimonyError::RevisedMeanwhile => refused("out-of-bounds", detail),
            TestimonyError::Key(error) => Self::Broken(CommandError::Said(error.to_string())),
            TestimonyError::Consent(error) => error.into(),
            TestimonyError::Database(error) => error.into(),
        }
    }
}

/// Somebody of the project, bringing stories.
pub(super) struct Desk<'a> {
    stores: &'a Stores,
    clock: Clock,
    person: AccountId,
    project: ProjectId,
    notices: Vec<Notice>,
    /// Those who were welcomed in this run, and why others were not.
    welcomed: HashMap<String, Result<NarratorId, (String, String)>>,
}

impl<'a> Desk<'a> {
    /// Opens the desk for somebody who may bring stories into this project.
    pub(super) async fn open(
        stores: &'a Stores,
        clock: Clock,
        person: AccountId,
        project: ProjectId,
    ) -> Result<Self, CommandError> {
        let mut desk = Self { stores, clock, person, project, notices: Vec::new(), welcomed: HashMap::new() };
        let permit = desk.permit().await?;
        desk.notices = notices::of_project(&stores.db, &permit).await?;
        Ok(desk)
    }

    /// Asked anew for every story, so that a role that was taken away ends the work.
    async fn permit(&self) -> Result<Permit<CollectTestimony>, CommandError> {
        let permit = Permit::at_the_console(&self.stores.db, self.person, self.project, self.clock.now()).await;
        permit.map_err(|_absent| {
            CommandError::said(
                "there is no such project, or this person may not bring stories there (lead or collector)",
            )
        })
    }

    /// Keeps a story that was read.
    pub(super) async fn keep(
        &mut self,
        story: &Story,
        read: documents::Document,
    ) -> Result<(Kept, TestimonyId), NotKept> {
        let permit = self.permit().await.map_err(NotKept::Broken)?;
        let Some(language) = story.language.clone() else {
            return Err(refused(
                "language.unknown",
                "Its language is not known: say it with --language or the manifest.",
            ));
        };
        let narrator = match &story.who {
            Who::Known(id) => *id,
            Who::ToWelcome(teller) => self.welcome(&permit, teller).await?,
            Who::Nobody => return Err(refused("narrator.unknown", "Nobody is named whose story it is.")),
        };
        let id = plan::testimony_id(self.project, &story.known_by);
        self.never_bring_back(&permit, id).await?;
        let new = NewTestimony {
            narrator,
            heading: Heading {
                title: story.title.clone().unwrap_or_else(|| suggested_title(&story.known_by)),
                place_told: story.place_told.clone(),
                // Files are often named after people: their names are not kept.
                file_name: None,
            },
            kind: story.kind,
            language,
            direction: None,
            told_on: story.told_on.clone(),
            text: read.text,
            turns: Some(read.turns.into_iter().map(turn).collect()),
            cues: read.cues.into_iter().map(cue).collect(),
        };
        let is_new = store::keep(&self.stores.db, &self.stores.keys, &permit, id, new).await?;
        Ok((if is_new { Kept::New } else { Kept::Before }, id))
    }

    /// A story that was kept and cannot be reached now was removed, or is closed by its narrator: it stays so.
    async fn never_bring_back(&self, permit: &Permit<CollectTestimony>, id: TestimonyId) -> Result<(), NotKept> {
        match store::one(&self.stores.db, &self.stores.keys, permit, id, []).await {
            Ok(_kept) => Ok(()),
            Err(TestimonyError::Absent) if audit::knows(&self.stores.db, id.0).await? => {
                let detail =
                    "It was kept once, and was removed since or is closed by its narrator. It is not brought back.";
                Err(refused("testimony.closed", detail))
            }
            Err(TestimonyError::Absent) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn welcome(&mut self, permit: &Permit<CollectTestimony>, teller: &Teller) -> Result<NarratorId, NotKept> {
        if let Some(known) = self.welcomed.get(&teller.pseudonym) {
            return known.clone().map_err(|(code, detail)| NotKept::Refused { code, detail });
        }
        let outcome = self.welcome_now(permit, teller).await;
        let remembered = match &outcome {
            Ok(id) => Ok(*id),
            Err(NotKept::Refused { code, detail }) => Err((code.clone(), detail.clone())),
            Err(NotKept::Broken(_)) => return outcome,
        };
        self.welcomed.insert(teller.pseudonym.clone(), remembered);
        outcome
    }

    async fn welcome_now(&self, permit: &Permit<CollectTestimony>, teller: &Teller) -> Result<NarratorId, NotKept> {
        let (db, keys) = (&self.stores.db, &self.stores.keys);
        let asked = &teller.consent;
        let notice = self.notices.iter().find(|notice| notice.edition == asked.notice);
        let text = notice.filter(|notice| notice.published_at.is_some());
        let Some(notice) = text.filter(|n| n.texts.iter().any(|text| text.language == asked.notice_language)) else {
            let detail = format!("There is no published notice {} in “{}”.", asked.notice, asked.notice_language);
            return Err(refused("notice.unknown", detail));
        };
        let id = plan::narrator_id(self.project, &teller.pseudonym);
        match narrators::one(db, keys, permit, id).await {
            Ok(_known) => {}
            Err(ConsentError::Absent) => {
                if audit::knows(db, id.0).await? {
                    let detail = "This narrator was here before and is gone, or was welcomed by somebody else.";
                    return Err(refused("narrator.gone", detail));
                }
                let new = NewNarrator {
                    pseudonym: teller.pseudonym.clone(),
                    role: teller.role,
                    attributes: Attributes::default(),
                };
                narrators::welcome(db, keys, permit, id, new).await?;
            }
            Err(error) => return Err(error.into()),
        }
        let new = NewRecord {
            notice: notice.id,
            notice_language: asked.notice_language.clone(),
            mode: asked.mode,
            collected_on: asked.collected_on.clone(),
            valid_until: asked.valid_until,
            answers: asked.answers.clone(),
            terms: std::collections::HashMap::new(),
            asked: AskedHow::default(),
            note: None,
            representative: None,
        };
        let consent = plan::consent_id(self.project, &teller.pseudonym);
        let (record, is_new) = records::keep(db, keys, permit, id, consent, new.clone()).await?;
        if !is_new && !is_the_same(&record, &new) {
            let detail = "Another consent of this narrator was recorded by an import before. Change it in Kith.";
            return Err(refused("consent.exists-differently", detail));
        }
        Ok(id)
    }
}

/// Whether a record answers as the new one would; what was withdrawn since is not a difference.
fn is_the_same(record: &Record, new: &NewRecord) -> bool {
    let granted = |answer: &&records::Answer| answer.decision == records::Decision::Granted;
    let mut kept: Vec<_> = record.answers.iter().filter(granted).map(|one| (one.purpose, one.audience)).collect();
    let mut asked: Vec<_> = new.answers.iter().map(|(purpose, _, audience)| (*purpose, *audience)).collect();
    kept.sort_unstable();
    asked.sort_unstable();
    kept == asked
        && record.notice == Some(new.notice)
        && record.mode == new.mode
        && record.collected_on == new.collected_on
        && record.valid_until == new.valid_until
}

fn turn(turn: passages::Turn) -> Turn {
    Turn { speaker: turn.speaker, start: turn.start.0, end: turn.end.0 }
}

fn cue(cue: documents::Cue) -> Cue {
    Cue { start_ms: cue.start_ms, end_ms: cue.end_ms, start: cue.start.0, end: cue.end.0 }
}
