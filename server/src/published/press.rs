//! Where files are made of what a page shows: apart from the threads that answer, one after the other, and never from memory.
//! Making one takes longer than making a page, so it is asked afterwards whether the same may still be shown.

use std::sync::Arc;

use actix_web::{http::StatusCode, web};
use report::Report;
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// How many are made at once: readers leave the machine to others.
const AT_ONCE: usize = 1;
/// How many may wait for their turn.
const WAITING: usize = 15;
/// How often a file is made again because what it showed was taken back meanwhile.
const MOST_TRIES: usize = 3;

/// The kinds of files that are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For printing.
    #[cfg(feature = "pdf")]
    Pdf,
    /// For working on.
    Docx,
    /// Its figures, for counting on.
    Xlsx,
}

impl Kind {
    /// All that this build makes.
    #[must_use]
    pub const fn made_here() -> &'static [Self] {
        &[
            #[cfg(feature = "pdf")]
            Self::Pdf,
            Self::Docx,
            Self::Xlsx,
        ]
    }

    /// The kind whose file is called so.
    #[must_use]
    pub fn called(file: &str) -> Option<Self> {
        Self::made_here().iter().copied().find(|kind| kind.file() == file)
    }

    /// What its file is called.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            #[cfg(feature = "pdf")]
            Self::Pdf => "summary.pdf",
            Self::Docx => "summary.docx",
            Self::Xlsx => "figures.xlsx",
        }
    }

    /// What it is on the wire.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            #[cfg(feature = "pdf")]
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The name of the words that offer it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf-file",
            Self::Docx => "docx-file",
            Self::Xlsx => "xlsx-file",
        }
    }

    fn made_of(self, report: &Report) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        match self {
            #[cfg(feature = "pdf")]
            Self::Pdf => Ok(report::pdf::pdf(report)?),
            Self::Docx => Ok(report::docx::docx(report)?),
            Self::Xlsx => Ok(report::xlsx::xlsx(report)?),
        }
    }
}

/// Makes files, each for whoever asked.
#[derive(Clone, Debug)]
pub struct Press {
    at_once: Arc<Semaphore>,
    in_the_house: Arc<Semaphore>,
}

impl Default for Press {
    fn default() -> Self {
        Self { at_once: Arc::new(Semaphore::new(AT_ONCE)), in_the_house: Arc::new(Semaphore::new(AT_ONCE + WAITING)) }
    }
}

impl Press {
    /// A file of what is shown now; nothing where nothing is.
    ///
    /// # Errors
    /// "Busy" when too many wait already or when what is shown does not rest; and what asking for it or making it fails with.
    pub async fn makes(
        &self,
        kind: Kind,
        shown_now: impl AsyncFn() -> Result<Option<Report>, Problem>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let Ok(_place) = self.in_the_house.try_acquire() else { return Err(busy()) };
        for _ in 0..MOST_TRIES {
            let Ok(turn) = self.at_once.clone().acquire_owned().await else { return Err(busy()) };
            let Some(report) = shown_now().await? else { return Ok(None) };
            let copy = report.clone();
            // The turn goes into the work: whoever stops waiting for the answer does not make room for more of it.
            let made = web::block(move || {
                let _turn = turn;
                kind.made_of(&copy).map_err(|error| error.to_string())
            });
            let made = made.await.map_err(|_stopped| Problem::unforeseen(&"a file was not made to its end"))?;
            let bytes = made.map_err(|cause| Problem::unforeseen(&cause))?;
            // Meanwhile somebody may have taken back what stands in it.
            if shown_now().await?.as_ref() == Some(&report) {
                return Ok(Some(bytes));
            }
        }
        Err(busy())
    }
}

fn busy() -> Problem {
    let detail = "Many ask for files at the moment. Please try again in a minute.";
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "summary.busy", detail).retry_after(10)
}
