//! The index on the disk: terms, positions and numbers of passages, and no stored text. It can be thrown away at any time:
//! whatever is wrong with it, it is built anew from the database. Must never decide who may read what.
//!
//! Beside the words stand, for each passage, the number of its testimony, where it begins and ends, the edition of the text
//! it was cut from, and who speaks. A speaker's label can be a name: it lies here as a term, as names in the text itself do.

mod folder;
mod note;
mod writer;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use findable::Language;
pub use folder::Folder;
pub use note::Note;
use sha2::{Digest, Sha256};
use tantivy::{
    Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyError,
    directory::MmapDirectory,
    schema::{Field, NumericOptions, Schema, TextFieldIndexing, TextOptions},
    store::Compressor,
};
pub use writer::Writer;
pub(super) use writer::guarded;

/// What can go wrong with the index. All of it is mended by building it anew, but for a lack of room.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// What was found is not the index we keep: the reason, for the log.
    #[error("the index is not as it should be: {0}")]
    Unfit(&'static str),
    /// The search library.
    #[error("the index failed: {}", kind_of(.0))]
    Library(#[from] TantivyError),
    /// The disk.
    #[error("the folder of the index failed: {}", .0.kind())]
    Disk(#[from] std::io::Error),
    /// The search library broke off where it must not.
    #[error("the index broke off")]
    BrokeOff,
    /// The search took longer than it may.
    #[error("the search took too long")]
    TookTooLong,
}

/// What went wrong in the search library, without values.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others need not be told apart")]
fn kind_of(error: &TantivyError) -> &'static str {
    match error {
        TantivyError::OpenReadError(_) => "a file cannot be read",
        TantivyError::OpenWriteError(_) => "a file cannot be written",
        TantivyError::OpenDirectoryError(_) => "the folder cannot be opened",
        TantivyError::LockFailure(..) => "another process keeps it",
        TantivyError::IoError(_) => "the disk",
        TantivyError::DataCorruption(_) => "a file is damaged",
        TantivyError::ErrorInThread(_) | TantivyError::Poisoned => "a thread ended",
        _ => "something else",
    }
}

/// The fields of a passage.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Words, one field for each analyser.
    pub words: findable::Fields,
    /// Id of the testimony: what its passages are replaced by.
    pub subject: Field,
    /// Id of the project.
    pub project: Field,
    testimony: Field,
    start: Field,
    end: Field,
    edition: Field,
    speaker: Field,
}

// Names of the columns that are read for the passages found.
pub(super) const TESTIMONY: &str = "testimony";
pub(super) const START: &str = "start";
pub(super) const END: &str = "end";
pub(super) const EDITION: &str = "edition";
pub(super) const SPEAKER: &str = "speaker";

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = findable::add_fields(&mut schema);
    let whole = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
    let id = TextOptions::default().set_indexing_options(whole);
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        words,
        subject: schema.add_text_field("subject", id.clone()),
        project: schema.add_text_field("project", id),
        testimony: schema.add_u64_field(TESTIMONY, number.clone()),
        start: schema.add_u64_field(START, number.clone()),
        end: schema.add_u64_field(END, number.clone()),
        edition: schema.add_u64_field(EDITION, number),
        speaker: schema.add_text_field(SPEAKER, TextOptions::default().set_fast("raw")),
    };
    (schema.build(), fields)
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// What this version writes into an index. Another stamp means other terms: the index is built anew.
fn stamp() -> String {
    let (schema, _) = schema();
    let shape = Sha256::digest(serde_json::to_vec(&schema).unwrap_or_default());
    let shape: String = shape.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("kith 1, {}, schema {shape}", findable::ANALYSIS_STAMP)
}

static OPENED: AtomicU64 = AtomicU64::new(0);

/// An index that can be searched.
pub struct Open {
    /// Another number for every index that is opened: what is remembered of one is not believed of the next.
    pub serial: u64,
    /// Its fields.
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
}

impl Open {
    /// What can be found now.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    fn over(index: Index, fields: Fields) -> Result<Arc<Self>, IndexError> {
        findable::Fields::register(index.tokenizers());
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(1).try_into()?;
        let serial = OPENED.fetch_add(1, Ordering::Relaxed);
        Ok(Arc::new(Self { serial, fields, index, reader }))
    }

    /// A new index in an empty folder.
    fn make(at: &Path) -> Result<Arc<Self>, IndexError> {
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(at).map_err(TantivyError::from)?;
        Self::over(Index::create(directory, schema, settings())?, fields)
    }

    /// The index of a folder, if every byte of it is as it was written, and what was noted with its newest commit.
    ///
    /// # Errors
    /// When it is not whole.
    pub fn examine(at: &Path) -> Result<(Arc<Self>, Note), IndexError> {
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(at).map_err(TantivyError::from)?;
        let index = Index::open(directory)?;
        let meta = index.load_metas()?;
        if index.schema() != schema || *index.settings() != settings() {
            return Err(IndexError::Unfit("other fields"));
        }
        let note = meta.payload.as_deref().and_then(Note::read).ok_or(IndexError::Unfit("no note"))?;
        if note.stamp != stamp() {
            return Err(IndexError::Unfit("made by another version"));
        }
        let living = meta.list_segment_files();
        for file in living.iter().filter(|file| at.join(file).exists()) {
            if !index.directory().validate_checksum(file).map_err(TantivyError::from)? {
                return Err(IndexError::Unfit("a damaged file"));
            }
        }
        let open = Self::over(index, fields)?;
        open.is_whole(&note)?;
        Ok((open, note))
    }

    /// What checksums do not say: that no segment or deletion is missing, and that every column is as long as its segment.
    fn is_whole(&self, note: &Note) -> Result<(), IndexError> {
        let searcher = self.searcher();
        if searcher.num_docs() != note.passages {
            return Err(IndexError::Unfit("other passages than were noted"));
        }
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            for name in [TESTIMONY, START, END, EDITION] {
                if columns.u64(name)?.num_docs() != segment.max_doc() {
                    return Err(IndexError::Unfit("a column is too short"));
                }
            }
        }
        Ok(())
    }
}

/// The analysers of these languages (BCP 47 tags).
pub(super) fn analysers<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<Language> {
    let mut all: Vec<Language> = tags.map(Language::from_tag).collect();
    all.sort_unstable();
    all.dedup();
    all
}
