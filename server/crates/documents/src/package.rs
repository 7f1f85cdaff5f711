//! Zip packages (DOCX, ODT), read part by part from memory. No part is written anywhere, no name is used as a path, no
//! archive inside is opened, and what unfolds is counted as it unfolds, whatever the directory declares.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::encoding::{Declared, decode};
use crate::refusal::{Refusal, RefusalCode};
use crate::xml::{self, Element, Listener, Step};

/// The most entries a package may list.
const MOST_ENTRIES: usize = 20_000;
/// The most bytes that may unfold from one package, all read parts together.
const MOST_UNFOLDED: u64 = 192 * 1024 * 1024;

/// An open package.
pub(crate) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a package.
    ///
    /// # Errors
    /// Damaged, or too many entries.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error, "its directory"))?;
        if archive.len() > MOST_ENTRIES {
            let detail = format!("The package lists more than {MOST_ENTRIES} parts.");
            return Err(Refusal::new(RefusalCode::TooLarge, detail));
        }
        Ok(Self { archive, left: MOST_UNFOLDED })
    }

    pub(crate) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// The bytes of a part.
    ///
    /// # Errors
    /// It is missing, damaged, encrypted, or more unfolds than is read.
    pub(crate) fn bytes_of(&mut self, part: &str) -> Result<Vec<u8>, Refusal> {
        let file = self.archive.by_name(part).map_err(|error| refusal(&error, part))?;
        let mut bytes = Vec::new();
        let read = file.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        let unfolded = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if unfolded > self.left {
            let detail = format!("More than {} MiB unfold from the package.", MOST_UNFOLDED / 1_048_576);
            return Err(Refusal::new(RefusalCode::TooLarge, detail));
        }
        self.left = self.left.saturating_sub(unfolded);
        read.map_err(|_| Refusal::damaged(format!("The part {part} of the package cannot be unfolded.")))?;
        Ok(bytes)
    }

    /// The characters of a part that is text or XML.
    ///
    /// # Errors
    /// As [`Package::bytes_of`].
    pub(crate) fn text_of(&mut self, part: &str) -> Result<String, Refusal> {
        let bytes = self.bytes_of(part)?;
        Ok(decode(&bytes, None, Declared::in_bytes(&bytes))?.text)
    }

    /// The main part of an Office package: what its relationships name, else `usual` if that is there.
    pub(crate) fn main_part(&mut self, usual: &str) -> Option<String> {
        let named = self.related("_rels/.rels", "/officeDocument").into_iter().find(|part| self.has(part));
        named.or_else(|| self.has(usual).then(|| usual.to_owned()))
    }

    /// The targets of relationships whose type ends so, as names of parts.
    pub(crate) fn related(&mut self, relationships: &str, kind: &str) -> Vec<String> {
        let Ok(text) = self.text_of(relationships) else { return Vec::new() };
        let mut found = Relationships { kind, targets: Vec::new() };
        // Relationships that cannot be read are as good as none: the usual names are tried instead.
        let _ = xml::walk(&text, relationships, &mut found);
        found.targets
    }
}

struct Relationships<'k> {
    kind: &'k str,
    targets: Vec<String>,
}

impl Listener for Relationships<'_> {
    fn open(&mut self, name: &str, element: &Element<'_>) -> Result<Step, Refusal> {
        let is_external = element.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let is_sought = element.attribute("Type").is_some_and(|kind| kind.ends_with(self.kind));
        if name == "Relationship" && is_sought && !is_external {
            let target = element.attribute("Target").unwrap_or_default();
            self.targets.push(target.trim_start_matches("./").trim_start_matches('/').to_owned());
        }
        Ok(Step::Into)
    }

    fn close(&mut self, _: &str) -> Result<(), Refusal> {
        Ok(())
    }

    fn text(&mut self, _: &str) -> Result<(), Refusal> {
        Ok(())
    }

    fn entity(&mut self) {}
}

fn refusal(error: &ZipError, part: &str) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::new(RefusalCode::Encrypted, "The package is protected by a password."),
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Refusal::new(RefusalCode::Encrypted, "The package is protected by a password.")
        }
        ZipError::FileNotFound => Refusal::damaged(format!("The package has no part {part}.")),
        ZipError::CompressionMethodNotSupported(_) => Refusal::unsupported("a package compressed in an unusual way"),
        _ => Refusal::damaged(format!("The package is broken at {part}.")),
    }
}
