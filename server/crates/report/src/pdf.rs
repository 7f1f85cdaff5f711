//! A report as PDF: tagged, with its language, an outline, and PDF/UA-1 as its standard wherever its signs have a shape in our
//! fonts. The typesetter is Typst; the page is a file of ours that never changes (`pdf/page.typ`), and all words reach it as
//! values. It has no folder, no packages, no clock.

mod values;

use std::sync::LazyLock;

use typst::{
    Feature, Features, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::Report;

/// The fonts, see `fonts/README.md`.
const FONTS: [&[u8]; 5] = [
    include_bytes!("../fonts/SourceSerif4-Regular.otf"),
    include_bytes!("../fonts/SourceSerif4-Semibold.otf"),
    include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../fonts/NotoSerifEthiopic-Regular.ttf"),
];

static SHELF: LazyLock<(Vec<Font>, LazyHash<FontBook>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect();
    let book = FontBook::from_fonts(&fonts);
    (fonts, LazyHash::new(book))
});

static PAGE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("pdf/page.typ")));

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The page could not be set.
    #[error("the page could not be set")]
    NotSet,
    /// The file could not be written.
    #[error("the file could not be written")]
    NotWritten,
}

/// What the typesetter may see: our page, our fonts, and the words as values.
struct Paper {
    library: LazyHash<Library>,
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHELF.1
    }

    fn main(&self) -> FileId {
        PAGE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == PAGE.id() { Ok(PAGE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHELF.0.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The report as PDF. It takes longer than a page: call it where nobody waits beside it.
///
/// # Errors
/// When the typesetter finds no way to set or to write it.
pub fn pdf(report: &Report) -> Result<Vec<u8>, PdfError> {
    // What the typesetter remembers to be quicker next time are words; they may be withdrawn before that.
    let _forgets = Forgets;
    let features: Features = [Feature::A11yExtras].into_iter().collect();
    let library = Library::builder().with_inputs(values::of(report)).with_features(features).build();
    let paper = Paper { library: LazyHash::new(library) };
    let set = typst::compile::<PagedDocument>(&paper);
    // The typesetter's reasons quote what it set: they are not handed on.
    let pages = set.output.map_err(|_reasons| PdfError::NotSet)?;
    // Signs without a shape in our fonts are boxes to the eye and themselves to a reader that speaks; the standard wants
    // shapes, so such a file does not claim it.
    written(report, &pages, &[PdfStandard::Ua_1]).or_else(|_no_shape| written(report, &pages, &[]))
}

struct Forgets;

impl Drop for Forgets {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

fn written(report: &Report, pages: &PagedDocument, standards: &[PdfStandard]) -> Result<Vec<u8>, PdfError> {
    let day = report.published;
    let options = PdfOptions {
        ident: Smart::Custom(report.identifier.clone()),
        creator: Smart::Custom(Some("Kith".to_owned())),
        timestamp: Datetime::from_ymd_hms(day.year, day.month, day.day, 0, 0, 0).map(Timestamp::new_utc),
        standards: PdfStandards::new(standards).map_err(|_unknown| PdfError::NotWritten)?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|_reasons| PdfError::NotWritten)
}
