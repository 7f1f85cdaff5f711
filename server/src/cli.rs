//! The command line: `kith serve | migrate | import | reindex | backup | restore | user | doctor | openapi`.

mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, StorageConfig};

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
    /// Bring the tables up to date
    Migrate(StorageConfig),
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
    /// Standard output or a file.
    #[error("cannot write: {0}")]
    Write(std::io::Error),
}

/// Does what the command line asks.
#[must_use]
#[expect(clippy::print_stderr, reason = "this is where a command says what went wrong")]
pub fn run() -> ExitCode {
    let line = Line::parse();
    match line.command.done() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kith: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Command {
    fn done(self) -> Result<(), CommandError> {
        match self {
            Self::Serve(config) => in_runtime(serve::serve(*config)),
            Self::Migrate(config) => in_runtime(async {
                crate::app::Stores::open(&config).await?;
                say("The tables are up to date.")
            }),
            Self::Openapi => say(crate::app::http::OpenApiText::of(&crate::routes::all()).text()),
            Self::ReadDocument => documents::confined::serve_one().map_err(CommandError::Write),
        }
    }
}

/// Runs to its end on one thread; the service starts its own.
fn in_runtime(work: impl Future<Output = Result<(), CommandError>>) -> Result<(), CommandError> {
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
