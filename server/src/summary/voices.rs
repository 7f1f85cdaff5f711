//! The quote gate: whether whoever speaks in a quote is hidden among enough others, by what stands beside it and by
//! everything published under the same name; and which words a second reader should look at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use disclosure::{Attribute, AttributeKind, CueLanguage, Mark, Pool, Published, Quote, QuoteRefusal, Shown, judge};
use uuid::Uuid;

use super::{
    SummaryError,
    checks::Problems,
    document::{Block, Document},
    figures::preset_for,
    reply::GateKind,
    rows, store,
};
use crate::{
    access::{ApproveSummaries, Audience, Permit, Purpose},
    consent::narrators::{self, Narrator},
    db::Db,
    ids::NarratorId,
    keys::{KeyError, NarratorKeys},
    quote::{self, store::Quote as Quoted},
};

/// What may stand beside a quote, and what it is about.
const LABELS: [(&str, AttributeKind); 8] = [
    ("role", AttributeKind::Other),
    ("time_in_country", AttributeKind::Journey),
    ("route", AttributeKind::Journey),
    ("origin_broad", AttributeKind::Origin),
    ("age_band", AttributeKind::Age),
    ("gender", AttributeKind::Gender),
    ("place", AttributeKind::Residence),
    ("caring_duties", AttributeKind::Family),
];
/// The cue words that are looked for, by language.
const CUES: [(&str, CueLanguage); 7] = [
    ("en", CueLanguage::English),
    ("nl", CueLanguage::Dutch),
    ("de", CueLanguage::German),
    ("fr", CueLanguage::French),
    ("uk", CueLanguage::Ukrainian),
    ("ar", CueLanguage::Arabic),
    ("fa", CueLanguage::Persian),
];

/// Judges every quote of a summary, and says what would stand beside each.
///
/// # Errors
/// When the database or the keys fail.
pub(super) async fn judged(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    document: &Document,
    audience: Audience,
    problems: &mut Problems,
) -> Result<BTreeMap<Uuid, String>, SummaryError> {
    let mut beside = BTreeMap::new();
    if document.blocks.iter().all(|block| block.quote().is_none()) {
        return Ok(beside);
    }
    let gate = db.as_permitted(permit).to_be_told(Purpose::Count, audience);
    let pool = narrators::of_gate(&gate, keys).await?;
    let people: HashMap<NarratorId, Narrator> = pool.iter().map(|one| (one.get().id, one.get().clone())).collect();
    let all = quote::store::all(db, keys, permit).await?;
    let quotes: HashMap<Uuid, Quoted> = all.iter().map(|one| (one.get().id, one.get().clone())).collect();
    // Whoever speaks may not let themselves be counted: they are among the others, and nobody else learns it.
    let speakers = narrators::all_of_stories(db, keys, permit).await?;
    let speakers: HashMap<NarratorId, Narrator> =
        speakers.iter().map(|one| (one.get().id, one.get().clone())).collect();
    let spoken = document.blocks.iter().filter_map(Block::quote).filter_map(|id| quotes.get(&id));
    let mut among = people;
    for quote in spoken {
        if let Some(speaker) = speakers.get(&quote.narrator) {
            among.insert(speaker.id, speaker.clone());
        }
    }
    let Ok(pool) = pool_of(among.values()) else {
        problems.add(GateKind::Disclosure, "quote.label", None);
        return Ok(beside);
    };
    let mut published = earlier(db, keys, permit, &quotes, &speakers).await?;
    for block in &document.blocks {
        let Block::Quote { id, quote_id, label, .. } = block else { continue };
        let Some(quote) = quotes.get(quote_id) else { continue };
        let Some(speaker) = speakers.get(&quote.narrator) else { continue };
        let pseudonym = quote.narrator.to_string();
        let shown = label_of(speaker, label);
        beside.insert(*id, said_beside(speaker, quote.purpose, label));
        let languages: Vec<CueLanguage> =
            CUES.iter().filter(|(tag, _)| quote.language.starts_with(tag)).map(|(_, language)| *language).collect();
        let languages = if languages.is_empty() { CueLanguage::ALL } else { &languages };
        let asked = Quote {
            narrator: mark(quote.narrator),
            pseudonym: &pseudonym,
            text: &quote.words,
            languages,
            label: shown.clone(),
            quasi: Vec::new(),
        };
        let verdict = judge(&asked, &pool, &published, preset_for(audience));
        // One reason is enough: the others follow from it.
        if let Some(refusal) = verdict.refusals.first() {
            refused(refusal, *id, problems);
        }
        if !verdict.cues.is_empty() {
            let of = |cue: &disclosure::Cue| quote.words.chars().skip(at(cue.start)).take(at(cue.end - cue.start));
            let words: BTreeSet<String> = verdict.cues.iter().map(|cue| of(cue).collect()).collect();
            problems.look_at(GateKind::Disclosure, "quote.unique-cue", *id);
            problems.last_is_about(words.into_iter().collect::<Vec<_>>().join(", "));
        }
        published.push(Published { pseudonym, shown });
    }
    Ok(beside)
}

/// What stands beside a quote, as one text: the chosen name where it is shown, and what else is said of whoever speaks.
#[must_use]
pub fn said_beside(speaker: &Narrator, purpose: Purpose, label: &[String]) -> String {
    let name = if purpose == Purpose::QuoteAnonymously { "" } else { speaker.pseudonym.as_str() };
    let shown =
        label_of(speaker, label).into_iter().map(|shown| format!("{}: {}", shown.attribute, shown.value.join(" ")));
    std::iter::once(name.to_owned()).chain(shown).collect::<Vec<_>>().join("\n")
}

fn at(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn mark(narrator: NarratorId) -> Mark {
    Mark(narrator.0.into_bytes())
}

fn values(of: &Narrator) -> BTreeMap<String, BTreeSet<Vec<String>>> {
    let mut values: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    let role = [("role", of.role.as_str())];
    let given = of.attributes.given();
    for (name, value) in role.into_iter().chain(given).filter(|(name, _)| is_label(name)) {
        values.entry(name.to_owned()).or_default().insert(vec![value.to_owned()]);
    }
    values
}

fn is_label(name: &str) -> bool {
    LABELS.iter().any(|(known, _)| *known == name)
}

fn label_of(of: &Narrator, label: &[String]) -> BTreeSet<Shown> {
    let all = values(of);
    let value = |name: &String| {
        let value = all.get(name)?.first()?.clone();
        Some(Shown { attribute: name.clone(), value })
    };
    label.iter().filter_map(value).collect()
}

fn pool_of<'a>(people: impl Iterator<Item = &'a Narrator>) -> Result<Pool, disclosure::PoolError> {
    let attribute =
        |(name, kind): &(&str, AttributeKind)| Attribute { name: (*name).to_owned(), kind: *kind, finest_level: 1 };
    let narrator = |one: &Narrator| disclosure::Narrator { mark: mark(one.id), values: values(one) };
    Pool::new(LABELS.iter().map(attribute).collect(), people.map(narrator).collect())
}

/// What was shown before under which name.
async fn earlier(
    db: &Db,
    keys: &NarratorKeys,
    permit: &Permit<ApproveSummaries>,
    quotes: &HashMap<Uuid, Quoted>,
    speakers: &HashMap<NarratorId, Narrator>,
) -> Result<Vec<Published>, SummaryError> {
    use sea_orm::ColumnTrait;
    let mut all = Vec::new();
    let of_project = rows::publication::Column::ProjectId.eq(permit.project());
    for row in db.house().all::<rows::publication::Entity>(of_project).await? {
        let key = match keys.of(store::key_id(row.summary_id)).await {
            Ok(key) => key,
            Err(KeyError::Gone) => continue,
            Err(error) => return Err(error.into()),
        };
        let published: super::publishing::Published =
            key.open_json(super::publishing::place(row.id), &row.document_sealed)?;
        for block in &published.document.blocks {
            let Block::Quote { quote_id, label, .. } = block else { continue };
            let Some(quote) = quotes.get(quote_id).filter(|_| !label.is_empty()) else { continue };
            let Some(speaker) = speakers.get(&quote.narrator) else { continue };
            all.push(Published { pseudonym: quote.narrator.to_string(), shown: label_of(speaker, label) });
        }
    }
    Ok(all)
}

fn refused(refusal: &QuoteRefusal, block: Uuid, problems: &mut Problems) {
    let gate = GateKind::Disclosure;
    match refusal {
        QuoteRefusal::LabelFitsFew { k, needed } | QuoteRefusal::QuoteFitsFew { k, needed } => {
            problems.counted(gate, "quote.k-too-small", Some(block), Some(*k), Some(*needed));
        }
        QuoteRefusal::PseudonymFitsFew { k, needed } | QuoteRefusal::LeftByElimination { k, needed, .. } => {
            problems.counted(gate, "quote.cumulative", Some(block), Some(*k), Some(*needed));
        }
        QuoteRefusal::TooFine { shown, .. } | QuoteRefusal::NotOfNarrator { shown } => {
            problems.about(gate, "quote.label", Some(block), shown.attribute.clone());
        }
        QuoteRefusal::AttributeUnknown { attribute } => {
            problems.about(gate, "quote.label", Some(block), attribute.clone())
        }
        QuoteRefusal::NarratorUnknown => problems.add(gate, "quote.label", Some(block)),
    }
}
