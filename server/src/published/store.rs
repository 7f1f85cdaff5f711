//! Published summaries as they may be shown now.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::DbErr;
use uuid::Uuid;

use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    consent::{
        Cleared,
        gate::{ReadPublished, Readers},
        narrators::{self, Narrator},
    },
    db::Db,
    ids::NarratorId,
    keys::{KeyError, NarratorKeys},
    people::{self, Publisher},
    quote::{self, store::Quote},
    summary::{
        SummaryError,
        document::{Block, Document},
        publishing::{self, Publication, Published, Which},
        reply::StrengthReply,
        store::shown,
        translating,
        voices::said_beside,
    },
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
    /// The same in other languages: each language, and its name in addresses.
    pub also_in: Vec<(String, String)>,
}

impl Shown {
    /// When what it shows changed last.
    #[must_use]
    pub fn changed_at(&self) -> Timestamp {
        self.reissued_at.unwrap_or(self.publication.published_at).max(self.publication.published_at)
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
        all.extend(open(db, keys, publication, at).await?);
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.publication.published_at));
    Ok(all)
}

/// A version as it may be shown now. One that was taken back shows nothing of what it said.
async fn open(
    db: &Db,
    keys: &NarratorKeys,
    publication: Publication,
    at: Timestamp,
) -> Result<Option<Shown>, SummaryError> {
    let readers = Readers { project: publication.project, of: publication.id, audience: Audience::Public, at };
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
    let voice = |block: &Block| {
        let Block::Quote { id, quote_id, label, .. } = block else { return None };
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
        also_in: Vec::new(),
    }))
}

async fn speakers<C: sea_orm::ConnectionTrait>(
    keys: &NarratorKeys,
    reading: &crate::consent::gate::Reading<'_, C>,
    quotes: &[Cleared<Quote, ReadPublished>],
) -> Result<HashMap<NarratorId, Narrator>, SummaryError> {
    let mut purposes: Vec<Purpose> = quotes.iter().map(|quote| quote.get().purpose).collect();
    purposes.sort_unstable();
    purposes.dedup();
    let mut all = HashMap::new();
    for purpose in purposes {
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
