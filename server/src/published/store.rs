//! Published summaries as they may be shown now.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    config::StorageConfig,
    consent::{
        Cleared,
        gate::{ReadPublished, Readers, Reading},
        narrators::{self, Narrator},
    },
    db::Db,
    ids::{NarratorId, RecordingId, SummaryId},
    keys::{KeyError, NarratorKeys, RecordingReader},
    media::{self, RecordingKind},
    people::{self, Publisher},
    problem::Problem,
    quote::{self, store::Quote},
    summary::{
        SummaryError,
        brought::{TurningReply, turning_hash},
        document::{Block, Document},
        publishing::{self, Publication, Published, Which},
        reply::StrengthReply,
        store::shown,
        translating,
        voices::said_beside,
    },
    tipping,
};

/// A quote beside what may be said of whoever speaks.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The words.
    pub words: String,
    /// In which language they are.
    pub language: String,
    /// The name that whoever speaks chose; nothing where they wish for none.
    pub name: Option<String>,
    /// What else is said of them: the name of an attribute and its value.
    pub label: Vec<(String, String)>,
    /// The turning point that these words tell.
    pub turning: Option<TurningReply>,
    /// What is heard or seen beside them; the other nothing where it is no longer shared.
    pub recording: Option<Option<Heard>>,
}

/// A recording beside a quote.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Which.
    pub id: RecordingId,
    /// What kind.
    pub kind: RecordingKind,
    /// What is heard or seen in it.
    pub described: String,
}

/// A version, as it may be shown now.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Which.
    pub publication: Publication,
    /// What it says, with figures and strengths.
    pub published: Published,
    /// The quotes it shows, by block.
    pub voices: HashMap<Uuid, Voice>,
    /// When something of it was withdrawn last.
    pub reissued_at: Option<Timestamp>,
    /// Whether a newer version is there.
    pub is_newest: bool,
    /// The versions there are, the newest first.
    pub versions: Vec<i32>,
    /// Where the newest is read.
    pub address: String,
    /// The same in other languages: each language, and its name in addresses.
    pub also_in: Vec<(String, String)>,
}

impl Shown {
    /// When what it shows changed last.
    #[must_use]
    pub fn changed_at(&self) -> Timestamp {
        self.reissued_at.unwrap_or(self.publication.published_at).max(self.publication.published_at)
    }

    /// What of it is shown, as it is compared: this version, and its blocks that stand.
    #[must_use]
    pub fn stands(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(self.publication.id.as_bytes());
        let is_shown = |block: &&Block| match block {
            Block::Withdrawn { .. } => false,
            Block::Quote { id, .. } => self.voices.contains_key(id),
            Block::Text { .. } | Block::Statement { .. } | Block::Figure { .. } | Block::SmallFigure { .. } => true,
        };
        for block in self.document().blocks.iter().filter(is_shown) {
            hash.update(block.id().as_bytes());
            let Some(voice) = self.voices.get(&block.id()) else { continue };
            // What stands beside a quote is part of what was seen.
            hash.update([u8::from(voice.recording.as_ref().is_some_and(Option::is_some))]);
            hash.update(voice.turning.as_ref().map_or(&[][..], |turning| &turning.was));
            for said in voice.name.iter().chain(voice.label.iter().flat_map(|(name, value)| [name, value])) {
                hash.update(said.as_bytes());
                hash.update([0]);
            }
        }
        hash.finalize().to_vec()
    }

    /// How many bear out each statement that is left.
    #[must_use]
    pub fn strengths(&self) -> BTreeMap<Uuid, StrengthReply> {
        let left: HashSet<Uuid> =
            self.document().blocks.iter().filter(|one| !one.evidence().is_empty()).map(Block::id).collect();
        let all = self.published.strengths.iter().filter(|(id, _)| left.contains(id));
        all.map(|(id, strength)| (*id, *strength)).collect()
    }

    /// What it says.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.published.document
    }
}

/// An organisation that publishes, by its name in addresses.
///
/// # Errors
/// When the database fails.
pub async fn publisher(db: &Db, slug: &str) -> Result<Option<Publisher>, DbErr> {
    people::publisher_called(db, slug).await
}

/// One summary of an organisation: the version that is named, or the newest.
///
/// # Errors
/// When the database or the keys fail.
pub async fn one(
    db: &Db,
    keys: &NarratorKeys,
    of: &Publisher,
    slug: &str,
    version: Option<i32>,
    at: Timestamp,
) -> Result<Option<Shown>, SummaryError> {
    let versions = publishing::versions(db, Which::Called(of.id, slug)).await?;
    let shown = picked(db, keys, versions, version, at).await?;
    Ok(shown.map(|shown| Shown { address: address(of, &shown.publication), ..shown }))
}

/// A summary that some read by a link, and whose it is: the version that is named, or the newest. Nothing where it is for
/// everybody, who need no link, or was taken back.
///
/// # Errors
/// When the database or the keys fail.
pub async fn by_link(
    db: &Db,
    keys: &NarratorKeys,
    summary: SummaryId,
    version: Option<i32>,
    at: Timestamp,
) -> Result<Option<(Publisher, Shown)>, SummaryError> {
    let mut versions = publishing::versions(db, Which::OfSummary(summary)).await?;
    versions.retain(|one| one.audience != Audience::Public && one.retired_at.is_none());
    let Some(shown) = picked(db, keys, versions, version, at).await? else { return Ok(None) };
    let of = people::publisher_of(db, shown.publication.organisation).await?;
    Ok(of.map(|of| (of, shown)))
}

/// Of the versions there are the one that is named, or the newest.
async fn picked(
    db: &Db,
    keys: &NarratorKeys,
    versions: Vec<Publication>,
    version: Option<i32>,
    at: Timestamp,
) -> Result<Option<Shown>, SummaryError> {
    let numbers: Vec<i32> = versions.iter().map(|one| one.version).collect();
    let newest = numbers.iter().copied().max();
    let wanted = version.or(newest);
    let Some(publication) = versions.into_iter().find(|one| Some(one.version) == wanted) else { return Ok(None) };
    let mut shown = open(db, keys, publication, at).await?;
    if let Some(shown) = &mut shown {
        shown.is_newest = newest == Some(shown.publication.version);
        shown.versions = numbers;
        let others = translating::in_other_languages(db, &shown.publication).await?;
        shown.also_in = others.into_iter().map(|one| (one.language, one.slug)).collect();
    }
    Ok(shown)
}

/// The newest version of a summary that everybody reads, with who published it; nothing where it was taken back.
///
/// # Errors
/// When the database or the keys fail.
pub async fn of_summary(
    db: &Db,
    keys: &NarratorKeys,
    id: SummaryId,
    at: Timestamp,
) -> Result<Option<(Publisher, Shown)>, SummaryError> {
    let Some((publication, _)) = publishing::newest_for_everybody(db, keys, id).await? else { return Ok(None) };
    let Some(of) = people::publisher_of(db, publication.organisation).await? else { return Ok(None) };
    let address = address(&of, &publication);
    Ok(open(db, keys, publication, at).await?.map(|shown| (of, Shown { address, ..shown })))
}

/// The newest version of every summary of an organisation, the last published first.
///
/// # Errors
/// When the database or the keys fail.
pub async fn all(db: &Db, keys: &NarratorKeys, of: &Publisher, at: Timestamp) -> Result<Vec<Shown>, SummaryError> {
    let mut newest: BTreeMap<Uuid, Publication> = BTreeMap::new();
    for one in publishing::versions(db, Which::Of(of.id)).await? {
        let known = newest.entry(one.summary.0).or_insert_with(|| one.clone());
        if known.version < one.version {
            *known = one;
        }
    }
    let mut all = Vec::new();
    for publication in newest.into_values().filter(|one| one.retired_at.is_none()) {
        let address = address(of, &publication);
        all.extend(open(db, keys, publication, at).await?.map(|shown| Shown { address, ..shown }));
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.publication.published_at));
    Ok(all)
}

/// Where everybody reads a summary.
fn address(of: &Publisher, publication: &Publication) -> String {
    format!("/read/{}/{}", of.slug, publication.slug)
}

/// A version as it may be shown now. One that was taken back shows nothing of what it said.
async fn open(
    db: &Db,
    keys: &NarratorKeys,
    publication: Publication,
    at: Timestamp,
) -> Result<Option<Shown>, SummaryError> {
    let Publication { project, id: of, audience, .. } = publication;
    let readers = Readers { project, of, audience, at };
    let reading = db.as_published(readers);
    // Asked in this order: who is erased meanwhile leaves the second when the first is gone.
    let ended = reading.ended_last().await?;
    let cut = publishing::reissued_at(db, publication.id).await?;
    let mut published = match publication.open(keys).await {
        Ok(published) => published,
        // Without its key nobody reads it.
        Err(SummaryError::Key(KeyError::Gone)) => return Ok(None),
        Err(error) => return Err(error),
    };
    if publication.retired_at.is_some() {
        published.figures.clear();
        published.strengths.clear();
        published.grants.clear();
        published.document = Document { title: published.document.title, ..Document::default() };
    }
    let rests_on_any = published.document.blocks.iter().any(|block| !block.evidence().is_empty());
    let evidence =
        if rests_on_any { publishing::evidence_of(&reading, publication.summary).await? } else { HashSet::new() };
    let speaks_any = published.document.blocks.iter().any(|block| block.quote().is_some());
    let quotes = if speaks_any { quote::store::published(keys, &reading).await? } else { Vec::new() };
    let speakers = speakers(keys, &reading, &quotes).await?;
    let by_id: HashMap<Uuid, &Quote> = quotes.iter().map(|quote| (quote.get().id, quote.get())).collect();
    let speaks: HashSet<Uuid> = by_id.keys().copied().collect();
    published.document = shown(published.document, &evidence, &speaks);
    let turnings = turnings(&reading, &quotes).await?;
    let heard = heard(&reading, &published.document, &by_id).await?;
    // What is heard or seen no more is described to nobody either.
    for block in &mut published.document.blocks {
        if let Block::Quote { id, described, .. } = block
            && !heard.contains_key(id)
        {
            described.clear();
        }
    }
    let voice = |block: &Block| {
        let Block::Quote { id, quote_id, label, tipping_id, recording_id, .. } = block else { return None };
        let quote = by_id.get(quote_id)?;
        let speaker = speakers.get(&quote.narrator)?;
        // What was changed since was judged by nobody: then nothing is said of whoever speaks.
        let said = said_beside(speaker, quote.purpose, label);
        let was_judged = published.beside.get(id) == Some(&publishing::beside_hash(*id, &said));
        let named = was_judged && quote.purpose != Purpose::QuoteAnonymously;
        let label = label.iter().filter(|_| was_judged);
        let voice = Voice {
            words: quote.words.clone(),
            language: quote.language.clone(),
            name: named.then(|| speaker.pseudonym.clone()),
            label: label.filter_map(|name| Some((name.clone(), attribute(speaker, name)?))).collect(),
            // Changed or rejected since, it is not what was judged.
            turning: tipping_id.and_then(|tipping| {
                let judged = published.turnings.get(id)?;
                (turnings.get(&tipping)? == &judged.was).then(|| judged.clone())
            }),
            recording: recording_id.map(|_| heard.get(id).cloned()),
        };
        Some((*id, voice))
    };
    let voices = published.document.blocks.iter().filter_map(voice).collect();
    let reissued_at = cut.max(ended);
    Ok(Some(Shown {
        publication,
        published,
        voices,
        reissued_at,
        is_newest: true,
        versions: Vec::new(),
        address: String::new(),
        also_in: Vec::new(),
    }))
}

/// The turning points on the passages that are quoted, as they are compared.
async fn turnings<C: crate::db::Reads>(
    reading: &Reading<'_, C>,
    quotes: &[Cleared<Quote, ReadPublished>],
) -> Result<HashMap<Uuid, Vec<u8>>, SummaryError> {
    let mut all = HashMap::new();
    for purpose in purposes_of(quotes) {
        for found in tipping::store::published(reading, purpose).await? {
            all.extend(found.get().as_ref().map(|turning| (turning.id.0, turning_hash(turning))));
        }
    }
    Ok(all)
}

/// What is heard or seen beside quotes now, by block.
async fn heard<C: crate::db::Reads>(
    reading: &Reading<'_, C>,
    document: &Document,
    quotes: &HashMap<Uuid, &Quote>,
) -> Result<HashMap<Uuid, Heard>, SummaryError> {
    let mut all = HashMap::new();
    for block in &document.blocks {
        let Block::Quote { id, quote_id, recording_id: Some(recording), described, .. } = block else { continue };
        let Some(quote) = quotes.get(quote_id) else { continue };
        let Some(shared) = media::store::published(reading, RecordingId(*recording)).await? else { continue };
        let shared = shared.get();
        if shared.testimony == quote.testimony {
            all.insert(*id, Heard { id: shared.id, kind: shared.kind, described: described.clone() });
        }
    }
    Ok(all)
}

/// A recording that is being heard.
#[derive(Clone, Copy, Debug)]
pub struct Playing {
    readers: Readers,
    id: RecordingId,
}

impl Playing {
    /// Whether it still may be, at this moment.
    pub async fn still(self, db: Db, at: Timestamp) -> bool {
        let readers = Readers { at, ..self.readers };
        media::store::published(&db.as_published(readers), self.id).await.is_ok_and(|found| found.is_some())
    }
}

/// A recording that a version shares, to be heard or seen: the gate is asked for each part that a player asks for.
///
/// # Errors
/// When the database, the keys or the files fail.
pub async fn recording(
    db: &Db,
    keys: &NarratorKeys,
    config: &StorageConfig,
    of: &Shown,
    block: Uuid,
    at: Timestamp,
) -> Result<Option<(RecordingReader, String, Playing)>, Problem> {
    let heard = of.voices.get(&block).and_then(|voice| voice.recording.as_ref()?.as_ref());
    let Some(heard) = heard else { return Ok(None) };
    let publication = &of.publication;
    let Publication { project, id, audience, .. } = *publication;
    let readers = Readers { project, of: id, audience, at };
    let Some(shared) = media::store::published(&db.as_published(readers), heard.id).await? else { return Ok(None) };
    let reader = media::store::open_shared(keys, config, &shared).await?;
    let which = Playing { readers, id: heard.id };
    Ok(Some((reader, shared.get().mime.clone(), which)))
}

fn purposes_of(quotes: &[Cleared<Quote, ReadPublished>]) -> Vec<Purpose> {
    let mut purposes: Vec<Purpose> = quotes.iter().map(|quote| quote.get().purpose).collect();
    purposes.sort_unstable();
    purposes.dedup();
    purposes
}

async fn speakers<C: crate::db::Reads>(
    keys: &NarratorKeys,
    reading: &Reading<'_, C>,
    quotes: &[Cleared<Quote, ReadPublished>],
) -> Result<HashMap<NarratorId, Narrator>, SummaryError> {
    let mut all = HashMap::new();
    for purpose in purposes_of(quotes) {
        let found = narrators::published(keys, reading, purpose).await?;
        all.extend(found.into_iter().map(|one| (one.get().id, one.get().clone())));
    }
    Ok(all)
}

/// What a narrator says of themself under this name.
fn attribute(of: &Narrator, name: &str) -> Option<String> {
    if name == "role" {
        return Some(of.role.as_str().to_owned());
    }
    of.attributes.given().into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}
