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

#[cfg(test)]
mod tests {
    use std::{
        cell::RefCell,
        collections::VecDeque,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use report::{Day, Direction};

    use super::*;

    fn report(standfirst: &str) -> Report {
        Report {
            title: "What opens a street".to_owned(),
            language: "en".to_owned(),
            direction: Direction::LeftToRight,
            publisher: "Forum".to_owned(),
            version: "Version 1".to_owned(),
            identifier: "urn:uuid:0".to_owned(),
            published: Day { year: 2026, month: 3, day: 1 },
            standfirst: vec![standfirst.to_owned()],
            notices: Vec::new(),
            facts: Vec::new(),
            contents: String::new(),
            sections: Vec::new(),
        }
    }

    /// What is shown, one answer for each time it is asked; then nothing.
    fn shown(answers: &[Option<&str>]) -> RefCell<VecDeque<Option<Report>>> {
        RefCell::new(answers.iter().map(|answer| answer.map(report)).collect())
    }

    async fn made(answers: &RefCell<VecDeque<Option<Report>>>) -> Result<Option<Vec<u8>>, Problem> {
        Press::default().makes(Kind::Docx, async || Ok(answers.borrow_mut().pop_front().flatten())).await
    }

    #[actix_web::test]
    async fn whoever_comes_when_fifteen_wait_is_asked_to_come_back() {
        let press = Press::default();
        let door = Semaphore::new(0);
        let behind_the_door = || {
            press.makes(Kind::Docx, async || {
                let _open = door.acquire().await;
                Ok(None)
            })
        };
        let mut inside: Vec<_> = (0..AT_ONCE + WAITING).map(|_| Box::pin(behind_the_door())).collect();
        let mut looks = Context::from_waker(Waker::noop());
        for one in &mut inside {
            assert!(one.as_mut().poll(&mut looks).is_pending(), "it has its turn, or waits for it");
        }
        let Poll::Ready(Err(asked_back)) = pin!(behind_the_door()).poll(&mut looks) else {
            panic!("there is no room to wait");
        };
        assert_eq!((asked_back.status(), asked_back.code.as_str()), (StatusCode::TOO_MANY_REQUESTS, "summary.busy"));
        assert_eq!(asked_back.retry_after_seconds, Some(10));
        // Whoever goes away makes room, and everybody who stayed is answered.
        drop(inside.pop());
        inside.push(Box::pin(behind_the_door()));
        door.add_permits(1);
        for one in inside {
            assert!(one.await.is_ok());
        }
        assert!(behind_the_door().await.is_ok());
    }

    #[actix_web::test]
    async fn what_was_taken_back_while_a_file_was_made_is_not_in_the_file_that_is_sent() {
        let (before, after) = (Some("Amina was asked to cook."), Some("Withdrawn."));
        let file_of = |said: Option<&str>| Kind::Docx.made_of(&report(said.unwrap_or_default())).ok();
        let answers = shown(&[before, after, after, after]);
        let sent = made(&answers).await.ok().flatten();
        assert_eq!(sent, file_of(after));
        assert_ne!(sent, file_of(before));
        assert!(answers.borrow().is_empty(), "it is asked before and after, both times");
        // When all of it is taken back there is no file.
        let answers = shown(&[before, None, None]);
        assert!(matches!(made(&answers).await, Ok(None)));
        // And what does not rest is not sent at all.
        let answers = shown(&[before, after, before, after, before, after, after, after]);
        assert!(made(&answers).await.is_err_and(|problem| problem.status() == StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(answers.borrow().len(), 2, "after three tries");
    }
}
