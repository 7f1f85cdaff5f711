//! `kith doctor`: looks whether everything an installation stands on is in order, and says what to do where it is not. It
//! changes nothing and opens no story.

mod found;
mod places;
mod stores;

use clap::Args;

use self::found::{Found, Level};
use super::{CommandError, Ended, say};
use crate::config::Config;

const EXAMPLES: &str = "\
Examples:
    kith doctor
    kith doctor --json | jq '.[] | select(.level != \"ok\")'

Set the same variables (or options) as for kith serve, and run it as the same person.

Exit codes: 0 all is well, 2 there are warnings, 1 something must be mended.";

/// See whether the installation is in order
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Doctor {
    #[command(flatten)]
    config: Config,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Does it.
pub(super) async fn run(asked: Doctor) -> Result<Ended, CommandError> {
    let mut found = Vec::new();
    places::look(&asked.config, &mut found);
    stores::look(&asked.config, &mut found).await;
    if asked.json {
        say(&serde_json::to_string_pretty(&found).unwrap_or_default())?;
    } else {
        for one in &found {
            say(&one.to_string())?;
        }
    }
    let worst = found.iter().map(|one: &Found| one.level).max();
    Ok(match worst {
        Some(Level::Fail) => Ended::Badly,
        Some(Level::Warn) => Ended::InPart,
        Some(Level::Ok) | None => Ended::Well,
    })
}
