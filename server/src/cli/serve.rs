//! `kith serve`.

use tracing_subscriber::filter::LevelFilter;

use super::{CommandError, say};
use crate::{app::App, clock::Clock, config::Config, people::links};

/// Serves until it is told to stop.
pub(super) async fn serve(config: Config) -> Result<(), CommandError> {
    let json = !std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(LevelFilter::INFO);
    if json {
        log.json().init()
    } else {
        log.init()
    }
    let public = config.web.public_url.clone();
    let app = App::build(config, Clock::Machine).await?;
    let address = public.unwrap_or_else(|| format!("http://{}", app.address));
    let address = address.trim_end_matches('/');
    let setup = links::setup_link_if_needed(&app.stores.db, &Clock::Machine).await.map_err(CommandError::Setup)?;
    if let Some(token) = setup {
        say(&format!(
            "Nobody has an account yet. Make the first one here (the link works once):\n  {address}/setup?token={token}"
        ))?;
    }
    say(&format!("Kith is at {address}"))?;
    app.serve().await.map_err(CommandError::Serve)
}
