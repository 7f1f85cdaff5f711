//! Settings: one struct a concern, each field's doc names its variable. Secrets hide from `Debug`.

use std::path::PathBuf;

use clap::Args;

/// Everything `kith serve` needs to know. Nothing has to be set: a folder is made beside you.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Where records, index, recordings and keys are kept.
    #[command(flatten)]
    pub storage: StorageConfig,
    /// How people reach the service.
    #[command(flatten)]
    pub web: WebConfig,
    /// How mail leaves, if it does.
    #[command(flatten)]
    pub mail: MailConfig,
}

impl Config {
    /// The program that reads documents apart: this one, unless a test names another.
    #[must_use]
    pub fn reader_program(&self) -> PathBuf {
        self.web
            .reader_program
            .clone()
            .or_else(|| std::env::current_exe().ok())
            .unwrap_or_else(|| PathBuf::from("kith"))
    }
}

/// Where things are kept.
#[derive(Clone, Args)]
pub struct StorageConfig {
    /// Folder of the records (SQLite), the index and the recordings
    #[arg(long, env = "KITH_DATA", default_value = "kith-data", value_name = "FOLDER", global = true)]
    pub data: PathBuf,
    /// Folder of the keys; back it up apart from the data, and best keep it on another disk
    #[arg(long, env = "KITH_KEYS", default_value = "kith-keys", value_name = "FOLDER", global = true)]
    pub keys: PathBuf,
    /// `postgres://…` to keep records in PostgreSQL; without it, SQLite in the data folder
    #[arg(long, env = "KITH_DATABASE", value_name = "URL", global = true, hide_env_values = true)]
    pub database: Option<String>,
    /// How many readers the database may have at once
    #[arg(long, env = "KITH_READERS", default_value_t = 4, value_name = "NUMBER", global = true)]
    pub readers: u32,
}

impl std::fmt::Debug for StorageConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StorageConfig")
            .field("data", &self.data)
            .field("keys", &self.keys)
            .field("database", &self.database.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

impl StorageConfig {
    /// The address of the records.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite://{}?mode=rwc", self.data.join("records.sqlite").display()),
        }
    }

    /// The address of the narrators' keys: a file in the keys folder, or a schema of the PostgreSQL database.
    #[must_use]
    pub fn keys_url(&self) -> String {
        match &self.database {
            Some(url) => url.clone(),
            None => format!("sqlite://{}?mode=rwc", self.keys.join("narrators.sqlite").display()),
        }
    }

    /// The folder of the index. It can be deleted at any time.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }

    /// The folder of sealed recordings.
    #[must_use]
    pub fn recordings(&self) -> PathBuf {
        self.data.join("recordings")
    }
}

/// How people reach the service.
#[derive(Clone, Debug, Args)]
pub struct WebConfig {
    /// Address to listen on
    #[arg(long, env = "KITH_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: String,
    /// The address people type, such as `https://stories.example.org`; with https, cookies are `__Host-` and Secure
    #[arg(long, env = "KITH_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// How many proxies in front of Kith add to X-Forwarded-For (0: believe nobody)
    #[arg(long, env = "KITH_TRUSTED_PROXIES", default_value_t = 0, value_name = "NUMBER")]
    pub trusted_proxies: usize,
    /// The program that reads documents apart; this one unless said
    #[arg(long, env = "KITH_READER", value_name = "PROGRAM", hide = true)]
    pub reader_program: Option<PathBuf>,
    /// How many threads answer requests
    #[arg(long, env = "KITH_WORKERS", default_value_t = 2, value_name = "NUMBER")]
    pub workers: usize,
}

impl WebConfig {
    /// Where people find us: what is in front of every address that leaves the house.
    #[must_use]
    pub fn public_address(&self) -> String {
        let address = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        address.trim_end_matches('/').to_owned()
    }

    /// Whether people come over TLS, ended by a proxy.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// How mail leaves. Without a server, links are shown to the person who makes them.
#[derive(Clone, Args)]
pub struct MailConfig {
    /// `smtps://user:password@host` or `smtp://host:25`
    #[arg(long = "mail-server", env = "KITH_MAIL_SERVER", value_name = "URL", hide_env_values = true)]
    pub server: Option<String>,
    /// Sender, such as `Kith <stories@example.org>`
    #[arg(long = "mail-from", env = "KITH_MAIL_FROM", value_name = "ADDRESS")]
    pub from: Option<String>,
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig")
            .field("server", &self.server.as_ref().map(|_| "…"))
            .field("from", &self.from)
            .finish()
    }
}
