//! Writes the index: passages of testimonies in, one commit for many, each with a note of how far it follows.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use findable::Language;
use passages::Offsets;
use tantivy::{
    DocSet, IndexWriter, TERMINATED, TantivyDocument, Term, indexer::IndexWriterOptions, schema::IndexRecordOption,
};

use super::{IndexError, Note, Open, folder};
use crate::{ids::TestimonyId, testimony::store::ForIndex};

/// How much the writer gathers in memory before it writes: little for what comes in day by day, more for building anew.
#[derive(Clone, Copy, Debug)]
enum Reading {
    /// What comes in day by day.
    Day,
    /// Everything.
    Everything,
}

impl Reading {
    const fn bytes(self) -> usize {
        match self {
            Self::Day => 15_000_000,
            Self::Everything => 50_000_000,
        }
    }
}

/// The one writer of an index.
pub struct Writer {
    /// What is written to.
    pub open: Arc<Open>,
    /// The place in the outbox up to which what was put follows.
    pub follows: i64,
    /// Whether the index was asked for anew.
    pub asked_anew: bool,
    path: PathBuf,
    writer: IndexWriter,
    passages: u64,
    removed_for_good: bool,
    noted: i64,
}

impl Writer {
    /// Opens the index of a folder after looking at every byte of it.
    ///
    /// # Errors
    /// When it is not whole.
    pub fn open(at: &Path) -> Result<Self, IndexError> {
        guarded(|| {
            let (open, note) = Open::examine(at)?;
            folder::remove_strangers(at, &open.index.load_metas()?.list_segment_files())?;
            let mut writer = Self::over(open, at, Reading::Day, &note)?;
            // Whoever was killed between removing and purging left words: they go with the next commit.
            writer.removed_for_good =
                writer.open.index.searchable_segment_metas()?.iter().any(|segment| segment.has_deletes());
            Ok(writer)
        })
    }

    /// Begins a new index in an empty folder.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn make(at: &Path, follows: i64) -> Result<Self, IndexError> {
        guarded(|| Self::over(Open::make(at)?, at, Reading::Everything, &Note::new(follows, 0, false)))
    }

    fn over(open: Arc<Open>, at: &Path, reading: Reading, note: &Note) -> Result<Self, IndexError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(reading.bytes())
            .build();
        let writer: IndexWriter = open.index.writer_with_options(options)?;
        let mut policy = tantivy::merge_policy::LogMergePolicy::default();
        // Words of replaced passages leave with the next merge: merge early.
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(Self {
            open,
            follows: note.follows,
            asked_anew: note.asked_anew,
            path: at.to_owned(),
            writer,
            passages: note.passages,
            removed_for_good: false,
            noted: note.follows,
        })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the passages of a testimony out and puts those of its newest text in; once for each testimony in a commit.
    /// With nothing told, the testimony is gone.
    ///
    /// # Errors
    /// When the index fails; then nothing since the last commit counts.
    pub fn put(&mut self, id: TestimonyId, told: Option<&ForIndex>) -> Result<(), IndexError> {
        guarded(|| {
            let subject = Term::from_field_text(self.open.fields.subject, &id.0.simple().to_string());
            let before = self.passages_of(&subject)?;
            self.writer.delete_term(subject);
            self.passages = self.passages.saturating_sub(before);
            let words = told.and_then(|told| Some((told, told.text.as_ref()?)));
            let Some((told, text)) = words else {
                self.removed_for_good |= before > 0;
                return Ok(());
            };
            self.removed_for_good |= before > 0 && told.covered;
            let field = self.open.fields.words.for_language(Language::from_tag(&told.language));
            let offsets = Offsets::of(&text.text);
            for passage in text.shape.passages(&text.text) {
                let Some(words) = offsets.slice(passage.start..passage.end) else { continue };
                let fields = &self.open.fields;
                let mut document = TantivyDocument::default();
                document.add_text(field, words);
                document.add_text(fields.subject, id.0.simple().to_string());
                document.add_text(fields.project, told.project.0.simple().to_string());
                document.add_u64(fields.testimony, u64::try_from(told.number).unwrap_or(0));
                document.add_u64(fields.start, passage.start.0.into());
                document.add_u64(fields.end, passage.end.0.into());
                document.add_u64(fields.edition, u64::try_from(text.edition).unwrap_or(0));
                if let Some(speaker) = text.shape.speaker_at(passage.start.0) {
                    document.add_text(fields.speaker, speaker);
                }
                self.writer.add_document(document)?;
                self.passages = self.passages.saturating_add(1);
            }
            Ok(())
        })
    }

    /// How many passages of a testimony the newest commit holds.
    fn passages_of(&self, subject: &Term) -> Result<u64, IndexError> {
        let mut number: u64 = 0;
        for segment in self.open.searcher().segment_readers() {
            let index = segment.inverted_index(subject.field())?;
            let Some(mut passages) = index.read_postings(subject, IndexRecordOption::Basic)? else { continue };
            while passages.doc() != TERMINATED {
                number = number.saturating_add(u64::from(!segment.is_deleted(passages.doc())));
                passages.advance();
            }
        }
        Ok(number)
    }

    /// Writes what was put to the disk, with the note, and shows it to searches. Where something was removed for good, its
    /// words leave the disk too: deleting alone would keep them until a merge.
    ///
    /// # Errors
    /// When the index fails; then nothing since the last commit counts.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        guarded(|| {
            let note = Note::new(self.follows, self.passages, self.asked_anew);
            let mut commit = self.writer.prepare_commit()?;
            commit.set_payload(&note.written());
            commit.commit()?;
            self.noted = self.follows;
            self.open.reader.reload()?;
            if std::mem::take(&mut self.removed_for_good) {
                self.purge()?;
            }
            Ok(())
        })
    }

    /// Commits when it follows further than is noted.
    ///
    /// # Errors
    /// When the index fails.
    pub fn commit_if_ahead(&mut self) -> Result<(), IndexError> {
        if self.follows > self.noted { self.commit() } else { Ok(()) }
    }

    /// Merges every segment that still carries words of what was deleted.
    fn purge(&mut self) -> Result<(), IndexError> {
        let segments = self.open.index.searchable_segment_metas()?;
        let carrying: Vec<_> = segments.iter().filter(|segment| segment.has_deletes()).map(|one| one.id()).collect();
        if !carrying.is_empty() {
            self.writer.merge(&carrying).wait()?;
        }
        self.open.reader.reload()?;
        self.writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Ends what is going on in the background, and the writer with it.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), IndexError> {
        guarded(|| Ok(self.writer.wait_merging_threads()?))
    }
}

/// The search library may break off on files it did not write so: that is an error like others.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result,
        Err(_what_it_said) => Err(IndexError::BrokeOff),
    }
}
