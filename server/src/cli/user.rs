//! `kith user`: accounts, for whoever keeps the machine. Gives no role in any project: that is for those who lead it.

use clap::{Args, Subcommand};

use super::{CommandError, Ended, say};
use crate::{
    app::Stores,
    clock::Clock,
    config::StorageConfig,
    people::{PeopleError, console},
};

const EXAMPLES: &str = "\
Examples:
    kith user list
    kith user add noor@example.org --name 'Noor'
    kith user reset-link noor@example.org
    kith user make-administrator noor@example.org
    kith user disable noor@example.org

Accounts have no part in any project until somebody who leads it invites them. Each act is in the audit chain.

Exit codes: 0 done, 2 it was so already, 1 nothing could be done.";

/// List, add and close accounts
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct User {
    #[command(flatten)]
    storage: StorageConfig,
    /// The address people type, to write whole links
    #[arg(long, env = "KITH_PUBLIC_URL", value_name = "URL", global = true)]
    public_url: Option<String>,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List everybody who has an account
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Make an account, and a link with which its owner chooses a password
    Add {
        /// Address of mail
        email: String,
        /// How they are called
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Language of the pages
        #[arg(long, value_name = "TAG", default_value = "en")]
        language: String,
        /// Lets them keep the installation
        #[arg(long)]
        administrator: bool,
    },
    /// Make a link with which its owner chooses another password
    ResetLink {
        /// Address of mail
        email: String,
    },
    /// Let somebody keep the installation: people, organisations, backups; never stories
    MakeAdministrator {
        /// Address of mail
        email: String,
    },
    /// Close an account: sessions end at once, tokens and links stop working
    Disable {
        /// Address of mail
        email: String,
    },
    /// Open a closed account again
    Enable {
        /// Address of mail
        email: String,
    },
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others say themselves what is wrong")]
fn plain(error: PeopleError) -> CommandError {
    match error {
        PeopleError::Absent => CommandError::said("nobody has an open account of this address"),
        PeopleError::LastLead => {
            CommandError::said("nobody else keeps the installation: make another administrator first")
        }
        PeopleError::Database(error) => error.into(),
        other => CommandError::Said(other.to_string()),
    }
}

/// Does it.
pub(super) async fn run(asked: User) -> Result<Ended, CommandError> {
    let stores = Stores::open(&asked.storage).await?;
    let (db, at) = (&stores.db, Clock::Machine.now());
    let address = asked.public_url.as_deref().unwrap_or("http://127.0.0.1:8080").trim_end_matches('/');
    match asked.act {
        Act::List { json } => return list(console::everybody(db).await?, json),
        Act::Add { email, name, language, administrator } => {
            let (_id, is_new) = console::add(db, &email, &name, &language, at).await.map_err(plain)?;
            if administrator {
                console::make_administrator(db, &email, at).await.map_err(plain)?;
            }
            if !is_new {
                say("There was an account of this address already; its password stays.")?;
                return Ok(Ended::InPart);
            }
            say_link(address, &console::reset_link(db, &email, at).await.map_err(plain)?)?;
        }
        Act::ResetLink { email } => say_link(address, &console::reset_link(db, &email, at).await.map_err(plain)?)?,
        Act::MakeAdministrator { email } => {
            console::make_administrator(db, &email, at).await.map_err(plain)?;
            say("They keep the installation now.")?;
        }
        Act::Disable { email } => {
            console::disable(db, &email, at).await.map_err(plain)?;
            say("The account is closed; its sessions have ended.")?;
        }
        Act::Enable { email } => {
            console::enable(db, &email, at).await.map_err(plain)?;
            say("The account is open again.")?;
        }
    }
    Ok(Ended::Well)
}

fn list(people: Vec<console::Person>, json: bool) -> Result<Ended, CommandError> {
    if json {
        say(&serde_json::to_string_pretty(&people).unwrap_or_default())?;
        return Ok(Ended::Well);
    }
    for person in people {
        let mut marks = Vec::new();
        if person.administrator {
            marks.push("administrator");
        }
        if person.disabled_at.is_some() {
            marks.push("closed");
        }
        if !person.has_password {
            marks.push("no password yet");
        }
        say(&format!("{:36}  {:40}  {}  {}", person.id, person.email, person.display_name, marks.join(", ")))?;
    }
    Ok(Ended::Well)
}

fn say_link(address: &str, secret: &str) -> Result<(), CommandError> {
    let hours = console::reset_link_minutes() / 60;
    say(&format!("Give this link to its owner alone. It works once, for {hours} hours:\n  {address}/link/{secret}"))
}
