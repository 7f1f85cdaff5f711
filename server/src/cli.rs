//! The command line: `kith serve | migrate | import | reindex | backup | restore | user | keys | audit | doctor | openapi`.

mod audit;
mod backup;
mod demo;
mod doctor;
mod import;
mod keys;
mod migrate;
mod progress;
mod reindex;
mod restore;
mod serve;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Testimonies of integration, kept under the consent of the people who told them.
#[derive(Debug, Parser)]
#[command(name = "kith", version, about, propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web application and the API
    Serve(Box<Config>),
    Migrate(migrate::Migrate),
    Import(Box<import::Import>),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Reindex(reindex::Reindex),
    Audit(audit::Audit),
    Keys(keys::Keys),
    Doctor(Box<doctor::Doctor>),
    User(user::User),
    Demo(demo::Demo),
    /// Print the OpenAPI description
    Openapi,
    /// Read one document from standard input (Kith calls itself so)
    #[command(name = crate::testimony::reading::SUBCOMMAND, hide = true)]
    ReadDocument,
}

/// Why a command could not be done. Its words go to standard error, its number is the exit code.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Something Kith stands on cannot be used.
    #[error(transparent)]
    Start(#[from] crate::app::StartError),
    /// The first account cannot be prepared.
    #[error("the first account cannot be prepared: {0}")]
    Setup(crate::people::PeopleError),
    /// The service stopped by itself.
    #[error("the service stopped: {0}")]
    Serve(std::io::Error),
    /// The database.
    #[error("the database failed: {}", crate::db::without_values(.0))]
    Database(#[from] sea_orm::DbErr),
    /// Something that was asked cannot be done; the words say what to do instead.
    #[error("{0}")]
    Said(String),
    /// Standard output or a file.
    #[error("cannot write: {0}")]
    Write(std::io::Error),
}

impl CommandError {
    /// In plain words.
    fn said(words: impl Into<String>) -> Self {
        Self::Said(words.into())
    }
}

/// How a command ended that could be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// All of it: exit code 0.
    Well,
    /// Some of it, or with warnings: exit code 2.
    InPart,
    /// It found something that must be mended: exit code 1.
    Badly,
}

/// Does what the command line asks. Exit codes: 0 done, 2 done in part or with warnings, 1 not done.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::from(obey(std::env::args_os()))
}

/// Does what these words ask and gives the exit code. Must not be called from inside a runtime.
#[must_use]
#[expect(clippy::print_stderr, reason = "this is where a command says what went wrong")]
pub fn obey(words: impl IntoIterator<Item = std::ffi::OsString>) -> u8 {
    let line = match Line::try_parse_from(words) {
        Ok(line) => line,
        Err(asked) => {
            // OK to lose: there is nobody to tell when standard error is closed.
            let _closed = asked.print();
            // Not clap's own 2, which means "in part" here.
            return u8::from(asked.use_stderr());
        }
    };
    match line.command.done() {
        Ok(Ended::Well) => 0,
        Ok(Ended::InPart) => 2,
        Ok(Ended::Badly) => 1,
        Err(error) => {
            eprintln!("kith: {error}");
            1
        }
    }
}

impl Command {
    fn done(self) -> Result<Ended, CommandError> {
        match self {
            Self::Serve(config) => in_runtime(well(serve::serve(*config))),
            Self::Import(asked) => in_runtime(import::run(*asked)),
            Self::Backup(asked) => in_runtime(backup::run(asked)),
            Self::Restore(asked) => in_runtime(restore::run(asked)),
            Self::Migrate(asked) => in_runtime(migrate::run(asked)),
            Self::Reindex(asked) => in_runtime(reindex::run(asked)),
            Self::Keys(asked) => in_runtime(keys::run(asked)),
            Self::Audit(asked) => in_runtime(audit::run(asked)),
            Self::Doctor(asked) => in_runtime(doctor::run(*asked)),
            Self::User(asked) => in_runtime(user::run(asked)),
            Self::Demo(asked) => in_runtime(demo::run(asked)),
            Self::Openapi => say(crate::app::http::OpenApiText::default().text()).map(|()| Ended::Well),
            Self::ReadDocument => documents::confined::serve_one().map_err(CommandError::Write).map(|()| Ended::Well),
        }
    }
}

async fn well(work: impl Future<Output = Result<(), CommandError>>) -> Result<Ended, CommandError> {
    work.await.map(|()| Ended::Well)
}

/// Runs to its end on one thread; the service starts its own.
fn in_runtime(work: impl Future<Output = Result<Ended, CommandError>>) -> Result<Ended, CommandError> {
    actix_web::rt::System::new().block_on(work)
}

/// Writes a line to standard output; a closed pipe is no error.
pub(crate) fn say(line: &str) -> Result<(), CommandError> {
    use std::io::Write;
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CommandError::Write(error)),
        _ => Ok(()),
    }
}
