//! What came of an import: counts, and each file that was refused with its reason. Must never show words of a story.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    desk::Kept,
    plan::{Refused, Story},
};
use crate::ids::TestimonyId;

/// What came of everything.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// Whether everything was only read.
    pub(super) dry_run: bool,
    /// How many files were asked for.
    pub(super) files: u64,
    /// How many could be read.
    pub(super) read: u64,
    /// How many are kept now.
    pub(super) kept: u64,
    /// How many were there already.
    pub(super) there_already: u64,
    /// How many were refused.
    pub(super) refused: u64,
    /// Code points of what was read.
    pub(super) code_points: u64,
    /// How many files in each language, as far as it is known.
    pub(super) languages: BTreeMap<String, u64>,
    /// How many files of each format.
    pub(super) formats: BTreeMap<String, u64>,
    /// How many titles were made of names of files.
    pub(super) titles_from_file_names: u64,
    /// Every file that was refused, and why.
    pub(super) refusals: Vec<Refused>,
    /// Ids of what is kept now or was there already, in the order of the files.
    pub(super) testimonies: Vec<String>,
}

impl Report {
    /// Counts a file that was read.
    pub(super) fn was_read(&mut self, read: &documents::Document, language: Option<&str>) {
        self.read += 1;
        self.code_points += u64::from(passages::CodePoints::in_text(&read.text).0);
        *self.languages.entry(language.unwrap_or("unknown").to_owned()).or_default() += 1;
        let format = serde_json::to_value(read.format).ok();
        let format = format.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        *self.formats.entry(format.to_owned()).or_default() += 1;
    }

    /// Counts a file that is kept now, or was there already.
    pub(super) fn was_kept(&mut self, kept: &Kept, id: TestimonyId, story: &Story) {
        match kept {
            Kept::New => {
                self.kept += 1;
                self.titles_from_file_names += u64::from(story.title.is_none());
            }
            Kept::Before => self.there_already += 1,
        }
        self.testimonies.push(id.to_string());
    }

    /// Counts a file that was refused.
    pub(super) fn was_refused(&mut self, refused: Refused) {
        self.refused += 1;
        self.refusals.push(refused);
    }

    /// For a person.
    pub(super) fn for_people(&self) -> String {
        let mut lines = vec![format!("{:>8}  files", self.files)];
        if self.dry_run {
            lines.push(format!("{:>8}  can be read ({} code points); nothing was kept", self.read, self.code_points));
            for (what, counts) in [("formats", &self.formats), ("languages", &self.languages)] {
                let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
                lines.push(format!("          {what}: {}", counts.join(", ")));
            }
        } else {
            lines.push(format!("{:>8}  kept", self.kept));
            lines.push(format!("{:>8}  were there already", self.there_already));
        }
        lines.push(format!("{:>8}  refused", self.refused));
        let reasons: BTreeSet<&str> = self.refusals.iter().map(|refused| refused.code.as_str()).collect();
        for reason in reasons {
            let count = self.refusals.iter().filter(|refused| refused.code == reason).count();
            lines.push(format!("          {reason} {count}"));
        }
        if self.titles_from_file_names > 0 && !self.dry_run {
            let count = self.titles_from_file_names;
            lines.push(format!("Titles of {count} were made of names of files: see that none names a person."));
        }
        lines.join("\n")
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = self.line.map(|line| format!(", line {line}")).unwrap_or_default();
        // Names of files are hostile too: no control characters reach the terminal.
        let file: String = self.file.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let detail: String = self.detail.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        write!(f, "refused: {file}{line}: {detail} [{}]", self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_where_and_why_and_carries_no_escape_sequence() {
        let refused = Refused {
            file: "a\u{1b}[31m.txt".to_owned(),
            code: "damaged".to_owned(),
            line: Some(12),
            detail: "It ends too early.".to_owned(),
        };
        let said = refused.to_string();
        assert!(said.contains(", line 12: It ends too early. [damaged]") && !said.contains('\u{1b}'), "{said}");
        let mut report = Report { files: 3, kept: 2, ..Report::default() };
        report.was_refused(refused);
        let said = report.for_people();
        assert!(said.contains("2  kept") && said.contains("1  refused") && said.contains("damaged 1"), "{said}");
    }
}
