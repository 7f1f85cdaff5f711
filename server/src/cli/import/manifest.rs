//! Reading a manifest: a table with a row for each file, which says whose story it is and what they allow. A row that cannot
//! be understood is refused with its line, and the others go on. Columns that are not known are refused, so that no answer
//! is overlooked.

use std::path::Path;

use super::{
    asked::{self, ConsentAsked, Teller},
    files,
    plan::{Refused, Story, Who},
    table::{self, Row},
};
use crate::{
    clock::Timestamp,
    testimony::{TestimonyKind, ToldOn},
};

const COLUMNS: &[&str] = &[
    "file",
    "pseudonym",
    "role",
    "language",
    "kind",
    "title",
    "told_on",
    "place_told",
    "grants",
    "mode",
    "collected_on",
    "notice",
    "notice_language",
    "valid_until",
];
/// Without these nothing can be brought.
const NEEDED: &[&str] = &["file", "pseudonym", "role", "grants", "mode", "collected_on", "notice", "notice_language"];

/// What a manifest says: the stories that can be read, and the rows that cannot be understood.
pub(super) struct Manifest {
    pub(super) stories: Vec<Story>,
    pub(super) refused: Vec<Refused>,
}

/// Reads a manifest.
///
/// # Errors
/// When it is no table, or lacks a column.
pub(super) fn read(path: &Path) -> Result<Manifest, String> {
    let bytes = files::bytes(path).map_err(|why| format!("{}: {why}", path.display()))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(format!("{} is not UTF-8. Save it as “CSV UTF-8”.", path.display()));
    };
    let rows =
        table::read(&text).map_err(|wrong| format!("{}, line {}: {}", path.display(), wrong.line, wrong.detail))?;
    let mut rows = rows.into_iter();
    let head = rows.next().ok_or_else(|| format!("{} is empty.", path.display()))?;
    let columns = columns(&head).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut manifest = Manifest { stories: Vec::new(), refused: Vec::new() };
    for row in rows {
        let cells = Cells { columns: &columns, row: &row };
        match story(path, &cells, &manifest.stories) {
            Ok(story) => manifest.stories.push(story),
            Err(detail) => manifest.refused.push(Refused {
                file: cells.get("file").to_owned(),
                code: "manifest.row".to_owned(),
                line: Some(row.line),
                detail,
            }),
        }
    }
    Ok(manifest)
}

fn columns(head: &Row) -> Result<Vec<String>, String> {
    let columns: Vec<String> = head.cells.iter().map(|name| name.trim().to_lowercase()).collect();
    if let Some(unknown) = columns.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        return Err(format!("there is no column “{unknown}”; there are: {}.", COLUMNS.join(", ")));
    }
    if let Some(missing) = NEEDED.iter().find(|name| !columns.iter().any(|column| column == **name)) {
        return Err(format!("the column “{missing}” is missing."));
    }
    match columns.iter().find(|name| columns.iter().filter(|other| other == name).count() > 1) {
        Some(twice) => Err(format!("the column “{twice}” is there twice.")),
        None => Ok(columns),
    }
}

struct Cells<'a> {
    columns: &'a [String],
    row: &'a Row,
}

impl Cells<'_> {
    fn get(&self, name: &str) -> &str {
        let at = self.columns.iter().position(|column| column == name);
        at.and_then(|at| self.row.cells.get(at)).map_or("", String::as_str)
    }

    fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }

    fn needed(&self, name: &str) -> Result<&str, String> {
        self.given(name).ok_or_else(|| format!("“{name}” is empty."))
    }
}

fn story(manifest: &Path, cells: &Cells<'_>, before: &[Story]) -> Result<Story, String> {
    if cells.row.cells.len() > cells.columns.len() {
        let (found, known) = (cells.row.cells.len(), cells.columns.len());
        return Err(format!(
            "the row has {found} cells for {known} columns; put cells with commas in quotation marks."
        ));
    }
    let file = cells.needed("file")?;
    let teller = teller(cells)?;
    let other = before.iter().find_map(|story| match &story.who {
        Who::ToWelcome(known) => (known.pseudonym == teller.pseudonym && *known != teller).then_some(story.line),
        Who::Known(_) | Who::Nobody => None,
    });
    if let Some(line) = other {
        let line = line.unwrap_or(0);
        return Err(format!("the same pseudonym has another role or other grants at line {line}; make them the same."));
    }
    let known_by = file.replace('\\', "/");
    if before.iter().any(|story| story.known_by == known_by) {
        return Err("the same file is named by a row before.".to_owned());
    }
    let kind = match cells.given("kind") {
        None => TestimonyKind::Other,
        Some(name) => TestimonyKind::parse(name).ok_or_else(|| format!("there is no kind “{name}”."))?,
    };
    let told_on = cells.given("told_on").map(ToldOn::parse).transpose().map_err(|wrong| wrong.to_string())?;
    Ok(Story {
        path: files::beside(manifest, &known_by)?,
        language: cells.given("language").map(str::to_owned).or_else(|| files::language(&known_by)),
        known_by,
        line: Some(cells.row.line),
        who: Who::ToWelcome(teller),
        kind,
        title: cells.given("title").map(str::to_owned),
        told_on,
        place_told: cells.given("place_told").map(str::to_owned),
    })
}

fn teller(cells: &Cells<'_>) -> Result<Teller, String> {
    let notice = cells.needed("notice")?;
    let until = cells.given("valid_until").map(asked::day).transpose()?;
    Ok(Teller {
        pseudonym: cells.needed("pseudonym")?.to_owned(),
        role: asked::role(cells.needed("role")?)?,
        consent: ConsentAsked {
            answers: asked::grants(cells.get("grants"))?,
            mode: asked::mode(cells.needed("mode")?)?,
            collected_on: asked::day(cells.needed("collected_on")?)?,
            notice: notice.parse().map_err(|_no_number| format!("“{notice}” is no edition of a notice."))?,
            notice_language: cells.needed("notice_language")?.to_owned(),
            valid_until: until.as_deref().and_then(Timestamp::parse),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "file,pseudonym,role,grants,mode,collected_on,notice,notice_language,title,language";

    fn read_text(rows: &str) -> Result<Manifest, String> {
        let folder = std::env::temp_dir().join(format!("kith-manifest-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(folder.join("ar")).expect("a folder");
        for name in ["one.txt", "two.txt", "ar/three.txt"] {
            std::fs::write(folder.join(name), "words").expect("a file");
        }
        let path = folder.join("manifest.csv");
        std::fs::write(&path, rows).expect("a manifest");
        let read = read(&path);
        std::fs::remove_dir_all(&folder).expect("removed");
        read
    }

    #[test]
    fn rows_become_stories_and_rows_that_cannot_be_understood_are_refused_with_their_line() {
        let read = read_text(&format!(
            "{HEAD}\none.txt,Amina,newcomer,store analyse,written,2026-03-01,1,en,First,en\n\
             two.txt,Amina,newcomer,store,written,2026-03-01,1,en,Second,en\n\
             ar/three.txt,Bilal,newcomer,analyse,written,2026-03-01,1,en,,\n\
             ../x.txt,Bilal,newcomer,store,written,2026-03-01,1,en,,\n\
             ar/three.txt,Bilal,newcomer,store,written,2026-03-01,1,en,,\n"
        ))
        .expect("a manifest");
        let names: Vec<&str> = read.stories.iter().map(|story| story.known_by.as_str()).collect();
        assert_eq!(names, ["one.txt", "ar/three.txt"]);
        assert_eq!(read.stories[1].language.as_deref(), Some("ar"));
        let lines: Vec<Option<u32>> = read.refused.iter().map(|refused| refused.line).collect();
        assert_eq!(lines, [Some(3), Some(4), Some(5)]);
        assert!(read.refused[0].detail.contains("line 2"), "{}", read.refused[0].detail);
    }

    #[test]
    fn a_column_that_is_unknown_or_missing_stops_everything() {
        assert!(read_text("file,grant\n").err().expect("refused").contains("“grant”"));
        assert!(read_text("file,pseudonym\n").err().expect("refused").contains("role"));
    }
}
