//! What is to be brought: each file with whose story it is, before anything is read or kept.

use std::path::PathBuf;

use serde::Serialize;
use uuid::Uuid;

use super::{asked::Teller, files, manifest};
use crate::{
    cli::CommandError,
    ids::{ConsentId, NarratorId, ProjectId, TestimonyId},
    testimony::{TestimonyKind, ToldOn},
};

/// Whose story it is.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// Somebody the project knows.
    Known(NarratorId),
    /// Somebody to welcome, with their consent.
    ToWelcome(Teller),
    /// Nobody is asked: everything is only read.
    Nobody,
}

/// A file to bring.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub(super) path: PathBuf,
    /// What the same file is known by when it is brought again.
    pub(super) known_by: String,
    /// Its line in the manifest.
    pub(super) line: Option<u32>,
    pub(super) who: Who,
    pub(super) language: Option<String>,
    pub(super) kind: TestimonyKind,
    pub(super) title: Option<String>,
    pub(super) told_on: Option<ToldOn>,
    pub(super) place_told: Option<String>,
}

/// A file that is not kept, and why. Never holds words of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Refused {
    pub(super) file: String,
    /// Stable name of the reason.
    pub(super) code: String,
    /// Line of the document, or of the manifest.
    pub(super) line: Option<u32>,
    pub(super) detail: String,
}

/// Everything that is to be brought.
pub(super) struct Plan {
    pub(super) stories: Vec<Story>,
    /// What was refused before it was read.
    pub(super) refused: Vec<Refused>,
}

/// Makes the plan from what was asked.
///
/// # Errors
/// When what was asked cannot be understood.
pub(super) fn plan(asked: &super::Import) -> Result<Plan, CommandError> {
    if let Some(path) = &asked.manifest {
        let read = manifest::read(path).map_err(CommandError::Said)?;
        return Ok(Plan { stories: read.stories, refused: read.refused });
    }
    if asked.files.is_empty() {
        return Err(CommandError::said("name files or folders to bring, or a --manifest"));
    }
    let found = files::find(&asked.files).map_err(CommandError::Said)?;
    let whole = asked.teller().map_err(CommandError::Said)?;
    if whole.is_none() && asked.narrator.is_none() && !asked.dry_run {
        return Err(CommandError::said(
            "say whose stories they are: --narrator, --one-narrator-per-file or --manifest",
        ));
    }
    let told_on = asked.told_on.as_deref().map(ToldOn::parse).transpose();
    let told_on = told_on.map_err(|wrong| CommandError::Said(wrong.to_string()))?;
    let stories = found
        .into_iter()
        .map(|file| Story {
            who: match (&whole, asked.narrator) {
                (Some(teller), _) => {
                    Who::ToWelcome(Teller { pseudonym: pseudonym_for(&file.known_by), ..teller.clone() })
                }
                (None, Some(narrator)) => Who::Known(narrator),
                (None, None) => Who::Nobody,
            },
            language: asked.language.clone().or_else(|| files::language(&file.known_by)),
            path: file.path,
            known_by: file.known_by,
            line: None,
            kind: asked.kind,
            title: None,
            told_on: told_on.clone(),
            place_told: None,
        })
        .collect();
    Ok(Plan { stories, refused: Vec::new() })
}

/// A name for somebody of whom only a file is known. Not the file's name: files are often named after people.
fn pseudonym_for(known_by: &str) -> String {
    let mark = Uuid::new_v5(&Uuid::NAMESPACE_OID, known_by.as_bytes()).simple().to_string();
    let mark: String = mark.chars().take(6).collect();
    format!("Narrator {}", mark.to_uppercase())
}

fn id_of(project: ProjectId, what: &str, name: &str) -> Uuid {
    Uuid::new_v5(&project.0, format!("kith import\n{what}\n{name}").as_bytes())
}

/// The same narrator each time the same pseudonym is brought into this project.
pub(super) fn narrator_id(project: ProjectId, pseudonym: &str) -> NarratorId {
    NarratorId(id_of(project, "narrator", pseudonym))
}

/// The same record each time.
pub(super) fn consent_id(project: ProjectId, pseudonym: &str) -> ConsentId {
    ConsentId(id_of(project, "consent", pseudonym))
}

/// The same testimony each time the same file is brought into this project.
pub(super) fn testimony_id(project: ProjectId, known_by: &str) -> TestimonyId {
    TestimonyId(id_of(project, "testimony", known_by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_file_is_the_same_story_and_its_name_is_nobodys_name() {
        let (one, other) = (ProjectId(Uuid::from_u128(1)), ProjectId(Uuid::from_u128(2)));
        assert_eq!(testimony_id(one, "a/b.txt"), testimony_id(one, "a/b.txt"));
        assert_ne!(testimony_id(one, "a/b.txt"), testimony_id(other, "a/b.txt"));
        assert_ne!(narrator_id(one, "Amina").0, consent_id(one, "Amina").0);
        let name = pseudonym_for("told/amina-yusuf.txt");
        assert!(name.starts_with("Narrator ") && !name.to_lowercase().contains("amina"), "{name}");
    }
}
