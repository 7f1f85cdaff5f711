//! The application put together: records, keys, index, workers, paths.

pub mod docs;
mod guard;
pub mod http;
mod web;

use std::net::SocketAddr;

use actix_web::{
    App as ActixApp, HttpServer,
    dev::Server,
    middleware::from_fn,
    web::{Data, JsonConfig, PathConfig, QueryConfig, ServiceConfig},
};
use migration::{Migrator, MigratorTrait};

use crate::{
    audit,
    clock::{Clock, Timestamp},
    codebook::{CodebookFileError, Codes},
    config::{Config, StorageConfig},
    consent::replay,
    db::Db,
    erasure::{self, Erasures},
    keys::{InstallationKey, KeyFileError, NarratorKeys},
    people::{Door, MailError},
    problem::Problem,
    published::press::Press,
    routes,
    search::{self, Search},
    testimony::reading::Readers,
};

/// Why Kith could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A folder cannot be made.
    #[error("the folder {folder} cannot be used: {cause}")]
    Folder {
        /// Which.
        folder: String,
        /// What the machine said.
        cause: std::io::Error,
    },
    /// The key of the installation.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// There are stories, and the keys they are sealed under are not where they should be.
    #[error(
        "there are stories, but no keys in {folder}: set KITH_KEYS to where they are, or bring them back from their backup"
    )]
    KeysMissing {
        /// Where they should be.
        folder: String,
    },
    /// A change of the installation's key that was broken off.
    #[error(transparent)]
    Rotation(#[from] crate::keys::RotationError),
    /// The codebooks that come with Kith.
    #[error(transparent)]
    Codebook(#[from] CodebookFileError),
    /// The database.
    #[error("the database cannot be opened: {}", crate::db::without_values(.0))]
    Database(#[from] sea_orm::DbErr),
    /// The settings of mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// What was promised to narrators could not be kept again.
    #[error("what was promised to narrators could not be kept again, so nobody is served: {0}")]
    Promises(String),
    /// The worker that keeps the index.
    #[error("the machine gives no thread: {0}")]
    Thread(std::io::Error),
    /// The address.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Which.
        address: String,
        /// What the machine said.
        cause: std::io::Error,
    },
}

/// Records and keys, open: what the service and the command line both stand on.
#[derive(Clone)]
pub struct Stores {
    /// The records.
    pub db: Db,
    /// The keys of narrators.
    pub keys: NarratorKeys,
    /// The codebooks that come with Kith.
    pub codes: Codes,
}

impl Stores {
    /// Opens records and keys, makes what is missing, and brings the tables up to date.
    ///
    /// # Errors
    /// When a folder, the key or the database cannot be used.
    pub async fn open(config: &StorageConfig) -> Result<Self, StartError> {
        for folder in [&config.data, &config.keys, &config.recordings()] {
            private_folder(folder)
                .map_err(|cause| StartError::Folder { folder: folder.display().to_string(), cause })?;
        }
        let db = Db::open(config).await?;
        Migrator::up(db.writer(), None).await?;
        // A new key would open nothing that is there, and all narrators would seem to be erased.
        if !InstallationKey::file(&config.keys).is_file() && audit::happened(&db, "narrator.welcomed").await? {
            return Err(StartError::KeysMissing { folder: config.keys.display().to_string() });
        }
        crate::keys::settle(config).await?;
        let installation = InstallationKey::load_or_make(&config.keys)?;
        let keys = NarratorKeys::open(config, installation).await?;
        Ok(Self { db, keys, codes: Codes::read()? })
    }

    /// Keeps what was promised to narrators and these records do not know of, because an old backup was brought back. Done
    /// before anybody is served.
    ///
    /// # Errors
    /// When the database or the store of keys fails.
    pub async fn keep_promises(
        &self,
        config: &StorageConfig,
        erasures: &Erasures,
        at: Timestamp,
    ) -> Result<(), StartError> {
        let erased = erasure::again(&self.db, &self.keys, config, erasures, at).await;
        let erased = erased.map_err(|error| StartError::Promises(error.to_string()))?;
        let kept = replay::keep(&self.db, &self.keys, at).await;
        let kept = kept.map_err(|error| StartError::Promises(error.to_string()))?;
        if erased + kept > 0 {
            tracing::warn!(erased, kept, "an old backup was brought back: what was promised since is kept again");
        }
        Ok(())
    }
}

/// Makes a folder that only its owner can look into; one that is there stays as it is (`kith doctor` looks at it).
fn private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The service, built and bound to an address, not yet serving.
pub struct App {
    /// Where it listens.
    pub address: SocketAddr,
    /// What it stands on.
    pub stores: Stores,
    /// The search, for those who wait until it has followed.
    pub search: Search,
    keeper: search::Keeper,
    erasing: erasure::Keeper,
    server: Server,
}

impl App {
    /// Builds everything and binds the address.
    ///
    /// # Errors
    /// When something it stands on cannot be used.
    pub async fn build(config: Config, clock: Clock) -> Result<Self, StartError> {
        let stores = Stores::open(&config.storage).await?;
        let erasures = Erasures::default();
        stores.keep_promises(&config.storage, &erasures, clock.now()).await?;
        let listen = |cause| StartError::Listen { address: config.web.listen.clone(), cause };
        let workers = config.web.workers.max(1);
        let started = search::start(config.storage.index(), stores.db.clone(), stores.keys.clone(), clock.clone());
        let (search, keeper) = started.map_err(StartError::Thread)?;
        let shared = Shared::new(&config, &stores, search.clone(), erasures.clone(), clock.clone())?;
        let (db, keys, post) = (stores.db.clone(), stores.keys.clone(), shared.door.post.clone());
        let erasing = erasure::start(db, keys, config.storage.clone(), search.clone(), clock, erasures, post);
        let server = HttpServer::new(move || {
            let shared = shared.clone();
            ActixApp::new()
                .wrap(from_fn(guard::headers))
                .wrap(from_fn(guard::same_origin))
                .wrap(from_fn(guard::log))
                .configure(|app| shared.register(app))
                .configure(|app| routes::mount(&routes::all(), app))
                .default_service(actix_web::web::to(web::page_or_file))
        })
        .workers(workers)
        .shutdown_timeout(10)
        .bind(&config.web.listen)
        .map_err(listen)?;
        let address =
            server.addrs().first().copied().ok_or_else(|| listen(std::io::ErrorKind::AddrNotAvailable.into()))?;
        Ok(Self { address, stores, search, keeper, erasing, server: server.run() })
    }

    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn serve(self) -> std::io::Result<()> {
        let served = self.server.await;
        drop(self.erasing);
        self.keeper.stop().await;
        served
    }

    /// A handle that stops the server.
    #[must_use]
    pub fn handle(&self) -> actix_web::dev::ServerHandle {
        self.server.handle()
    }
}

/// What handlers can ask for.
#[derive(Clone)]
struct Shared {
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    codes: Data<Codes>,
    search: Data<Search>,
    clock: Data<Clock>,
    storage: Data<StorageConfig>,
    web: Data<crate::config::WebConfig>,
    open_api: Data<http::OpenApiText>,
    readers: Data<Readers>,
    door: Data<Door>,
    erasures: Data<Erasures>,
    press: Data<Press>,
}

impl Shared {
    fn new(
        config: &Config,
        stores: &Stores,
        search: Search,
        erasures: Erasures,
        clock: Clock,
    ) -> Result<Self, StartError> {
        let door = Door::new(&stores.db, &clock, config)?;
        Ok(Self {
            search: Data::new(search),
            db: Data::new(stores.db.clone()),
            keys: Data::new(stores.keys.clone()),
            codes: Data::new(stores.codes.clone()),
            clock: Data::new(clock),
            storage: Data::new(config.storage.clone()),
            web: Data::new(config.web.clone()),
            open_api: Data::default(),
            readers: Data::new(Readers::started_by(config.reader_program())),
            door: Data::new(door),
            erasures: Data::new(erasures),
            press: Data::new(Press::default()),
        })
    }

    fn register(self, app: &mut ServiceConfig) {
        app.app_data(self.db)
            .app_data(self.keys)
            .app_data(self.codes)
            .app_data(self.search)
            .app_data(self.clock)
            .app_data(self.storage)
            .app_data(self.web)
            .app_data(self.open_api)
            .app_data(self.readers)
            .app_data(self.door)
            .app_data(self.erasures)
            .app_data(self.press)
            .app_data(PathConfig::default().error_handler(|_not_an_id, _| Problem::not_found().into()))
            .app_data(QueryConfig::default().error_handler(|error, _| {
                Problem::invalid(
                    "query",
                    "query-parameters",
                    format!("The address asks for something unknown: {error}"),
                )
                .into()
            }));
    }
}

/// How bodies are read: at most so many bytes, and what is wrong with them is said with its place.
#[must_use]
pub fn json_config(up_to: usize) -> JsonConfig {
    JsonConfig::default().limit(up_to).error_handler(|error, _| http::json_problem(&error).into())
}
