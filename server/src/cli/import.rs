//! `kith import`: brings many files under recorded consent. Documents are read in a child process; nothing is kept without
//! a consent that grants it; the same command twice changes nothing.

mod asked;
mod desk;
mod files;
mod manifest;
mod plan;
mod report;
mod table;

use std::path::{Path, PathBuf};

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser};
use futures_util::StreamExt;

use self::{
    asked::{ConsentAsked, Teller},
    desk::{Desk, Kept, NotKept},
    plan::{Plan, Refused, Story},
    report::Report,
};
use super::{CommandError, Ended, progress::Progress, say};
use crate::{
    app::Stores,
    clock::Clock,
    config::StorageConfig,
    ids::{AccountId, NarratorId, ProjectId, TestimonyId},
    people,
    testimony::{TestimonyKind, reading::Readers},
};

/// How many documents are read ahead of the one that is being kept.
const AHEAD: usize = 4;

const EXAMPLES: &str = "\
Examples:
  See what can be read, and keep nothing:
    kith import --dry-run stories/
  Bring two files of a narrator whom you welcomed and who agrees to them being kept:
    kith import --project 0198… --as lead@example.org --narrator 0198… one.docx two.vtt
  Bring what a manifest names, with narrators and what they allow:
    kith import --project 0198… --as lead@example.org --manifest stories/manifest.csv
  Bring a folder in which each file is somebody's, all asked alike:
    kith import --project 0198… --as lead@example.org --one-narrator-per-file --role newcomer \\
      --grants 'store analyse count:funder' --mode written --collected-on 2026-03-01 \\
      --notice 1 --notice-language ar stories/ar

The manifest is a CSV file (UTF-8) with the columns file, pseudonym, role, grants, mode, collected_on, notice and
notice_language, and if you like language, kind, title, told_on, place_told and valid_until.

Exit codes: 0 everything is kept, 2 some files were refused, 1 nothing could be done.";

/// Bring many files under recorded consent
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    #[command(flatten)]
    storage: StorageConfig,
    /// Files, and folders with everything in them
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The project they belong to
    #[arg(long, value_name = "ID", required_unless_present = "dry_run")]
    project: Option<ProjectId>,
    /// Address of the lead or collector who brings them
    #[arg(long = "as", value_name = "EMAIL", required_unless_present = "dry_run")]
    acting: Option<String>,
    /// The narrator whose stories they are; welcomed by the same person, and agreeing already
    #[arg(long, value_name = "ID", conflicts_with_all = ["manifest", "one_narrator_per_file"])]
    narrator: Option<NarratorId>,
    /// A table that names files, narrators and what they allow
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["files", "one_narrator_per_file"])]
    manifest: Option<PathBuf>,
    /// Each file is the story of another narrator, all asked alike
    #[arg(long, requires_all = ["grants", "mode", "collected_on", "notice", "notice_language", "role"])]
    one_narrator_per_file: bool,
    /// What they allow, such as 'store analyse count:funder'
    #[arg(long, value_name = "PURPOSES")]
    grants: Option<String>,
    /// How they said so, such as written or spoken-recorded
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// On which day they were asked
    #[arg(long, value_name = "DAY")]
    collected_on: Option<String>,
    /// Until which day it holds
    #[arg(long, value_name = "DAY")]
    valid_until: Option<String>,
    /// With which edition of the notice they were asked
    #[arg(long, value_name = "EDITION")]
    notice: Option<i32>,
    /// In which language they were asked
    #[arg(long, value_name = "TAG")]
    notice_language: Option<String>,
    /// In which role they speak, such as newcomer or receiving-community
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Language of the stories; otherwise of the manifest, the file's name or its folder
    #[arg(long, value_name = "TAG", conflicts_with = "manifest")]
    language: Option<String>,
    /// What kind of stories they are
    #[arg(long, value_name = "KIND", default_value = "other", value_parser = kinds(), conflicts_with = "manifest")]
    kind: TestimonyKind,
    /// When they were told: a year, a month or a day
    #[arg(long, value_name = "WHEN", conflicts_with = "manifest")]
    told_on: Option<String>,
    /// The program that reads documents apart; this one unless said
    #[arg(long, env = "KITH_READER", value_name = "PROGRAM", hide = true)]
    reader: Option<PathBuf>,
    /// Read everything and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

fn kinds() -> impl TypedValueParser<Value = TestimonyKind> {
    let names = TestimonyKind::ALL.iter().map(|kind| kind.as_str());
    PossibleValuesParser::new(names).map(|name| TestimonyKind::parse(&name).unwrap_or(TestimonyKind::Other))
}

impl Import {
    /// Whoever is asked alike, their pseudonym still to be made.
    fn teller(&self) -> Result<Option<Teller>, String> {
        let parts = (&self.grants, &self.mode, &self.collected_on, self.notice, &self.notice_language, &self.role);
        let (true, (Some(grants), Some(mode), Some(on), Some(notice), Some(language), Some(role))) =
            (self.one_narrator_per_file, parts)
        else {
            return Ok(None);
        };
        let until = self.valid_until.as_deref().map(asked::day).transpose()?;
        Ok(Some(Teller {
            pseudonym: String::new(),
            role: asked::role(role)?,
            consent: ConsentAsked {
                answers: asked::grants(grants)?,
                mode: asked::mode(mode)?,
                collected_on: asked::day(on)?,
                notice,
                notice_language: language.clone(),
                valid_until: until.as_deref().and_then(crate::clock::Timestamp::parse),
            },
        }))
    }
}

/// Does it.
pub(super) async fn run(asked: Import) -> Result<Ended, CommandError> {
    let plan = plan::plan(&asked)?;
    let stores = if asked.dry_run { None } else { Some(Stores::open(&asked.storage).await?) };
    let desk = match (&stores, asked.project, &asked.acting) {
        (Some(stores), Some(project), Some(email)) => {
            let person = people::console::by_address(&stores.db, email).await?;
            let person = person.ok_or_else(|| CommandError::said("nobody has an account of this address"))?;
            Some(Desk::open(stores, Clock::Machine, person, project).await?)
        }
        _ => None,
    };
    let program = program(asked.reader)?;
    let progress = Progress::of(if asked.dry_run { "read" } else { "brought" }, 0, asked.quiet);
    let report = bring(plan, desk, &Readers::started_by(program), progress).await?;
    if asked.json {
        say(&serde_json::to_string_pretty(&report).unwrap_or_default())?;
    } else {
        say(&report.for_people())?;
    }
    Ok(if report.refused > 0 { Ended::InPart } else { Ended::Well })
}

/// Brings what a manifest names, for the demonstration: every file must be kept, or closed since by its narrator. Gives the
/// ids of the stories by file.
pub(super) async fn by_manifest(
    stores: &Stores,
    person: AccountId,
    project: ProjectId,
    manifest: &Path,
    reader: Option<PathBuf>,
    quiet: bool,
) -> Result<Vec<(String, TestimonyId)>, CommandError> {
    let read = manifest::read(manifest).map_err(CommandError::Said)?;
    let plan = Plan { stories: read.stories, refused: read.refused };
    let files: Vec<String> = plan.stories.iter().map(|story| story.known_by.clone()).collect();
    let desk = Desk::open(stores, Clock::Machine, person, project).await?;
    let readers = Readers::started_by(program(reader)?);
    let report = bring(plan, Some(desk), &readers, Progress::of("brought", 0, quiet)).await?;
    match report.refusals.iter().find(|refused| refused.code != "testimony.closed") {
        Some(refused) => Err(CommandError::Said(refused.to_string())),
        None => Ok(files.into_iter().map(|file| (file.clone(), plan::testimony_id(project, &file))).collect()),
    }
}

/// The narrator of this pseudonym, as a manifest brings them.
pub(super) fn narrator_of(project: ProjectId, pseudonym: &str) -> NarratorId {
    plan::narrator_id(project, pseudonym)
}

fn program(named: Option<PathBuf>) -> Result<PathBuf, CommandError> {
    named.map_or_else(|| std::env::current_exe().map_err(CommandError::Write), Ok)
}

/// Reads the files, some ahead, and keeps one after the other.
async fn bring(
    plan: Plan,
    mut desk: Option<Desk<'_>>,
    readers: &Readers,
    mut progress: Progress,
) -> Result<Report, CommandError> {
    let total = plan.stories.len().saturating_add(plan.refused.len());
    let mut report = Report { dry_run: desk.is_none(), files: u64::try_from(total).unwrap_or(0), ..Report::default() };
    progress.at(0, report.files);
    for refused in plan.refused {
        progress.say(&refused.to_string());
        progress.step();
        report.was_refused(refused);
    }
    let reading = futures_util::stream::iter(plan.stories).map(|story| async move {
        let read = read(readers, &story).await;
        (story, read)
    });
    let mut reading = std::pin::pin!(reading.buffered(AHEAD));
    while let Some((story, read)) = reading.next().await {
        let outcome = match read {
            Ok(read) => {
                report.was_read(&read, story.language.as_deref());
                keep(desk.as_mut(), &story, read).await?
            }
            Err(refused) => Err(refused),
        };
        match outcome {
            Ok(None) => {}
            Ok(Some((kept, id))) => report.was_kept(&kept, id, &story),
            Err(refused) => {
                progress.say(&refused.to_string());
                report.was_refused(refused);
            }
        }
        progress.step();
    }
    progress.end();
    Ok(report)
}

async fn read(readers: &Readers, story: &Story) -> Result<documents::Document, Refused> {
    let refused = |code: &str, line: Option<u32>, detail: String| Refused {
        file: story.known_by.clone(),
        code: code.to_owned(),
        line: line.or(story.line),
        detail,
    };
    let bytes = files::bytes(&story.path).map_err(|why| refused("unreadable", None, why))?;
    let asked = readers.asked(story.known_by.clone(), None, None);
    let read = readers.read(bytes, asked).await;
    read.map_err(|why| refused(why.code.as_str(), why.line, why.detail))
}

/// Keeps what was read, when anything is to be kept. The outer error ends the whole import.
async fn keep(
    desk: Option<&mut Desk<'_>>,
    story: &Story,
    read: documents::Document,
) -> Result<Result<Option<(Kept, TestimonyId)>, Refused>, CommandError> {
    let Some(desk) = desk else { return Ok(Ok(None)) };
    match desk.keep(story, read).await {
        Ok(kept) => Ok(Ok(Some(kept))),
        Err(NotKept::Refused { code, detail }) => {
            Ok(Err(Refused { file: story.known_by.clone(), code, line: story.line, detail }))
        }
        Err(NotKept::Broken(error)) => Err(error),
    }
}
