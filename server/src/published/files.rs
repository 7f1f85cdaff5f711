//! A summary as files: its figures as a table, and everything as data with what was done to protect narrators.

use disclosure::Preset;
use serde::Serialize;
use utoipa::{PartialSchema, ToSchema};

use super::store::Shown;
use crate::{
    access::Audience,
    clock::Timestamp,
    people::Publisher,
    redaction::log::field,
    summary::{
        brought::TurningReply,
        document::{Block, Document},
        preset_for,
        reply::{CellReply, FigureReply, StrengthReply},
    },
};

/// A published summary as data.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedSummary {
    /// Where its schema lies.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// Who published it.
    pub publisher: String,
    /// Which version.
    pub version: i32,
    /// In which language it is.
    pub language: String,
    /// For whom it is.
    pub audience: Audience,
    /// When it was published.
    pub published_at: Timestamp,
    /// When something of it was withdrawn last.
    pub reissued_at: Option<Timestamp>,
    /// When it is looked at again.
    pub review_by: Timestamp,
    /// From which day it speaks.
    pub period_from: String,
    /// Until which day.
    pub period_until: String,
    /// Grants it answers for, by their 360Giving identifiers.
    pub grants: Vec<String>,
    /// What it says. What rests on withdrawn words is a place with nothing in it.
    pub document: Document,
    /// The quotes it shows, by block.
    pub quotes: std::collections::BTreeMap<uuid::Uuid, PublishedQuote>,
    /// Its figures, by block.
    pub figures: std::collections::BTreeMap<uuid::Uuid, FigureReply>,
    /// How many narrators bear each statement out, by block.
    pub strengths: std::collections::BTreeMap<uuid::Uuid, StrengthReply>,
    /// What was done so that nobody is found.
    pub disclosure: DisclosureStatement,
}

/// A quote as it is published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedQuote {
    /// The words.
    pub words: String,
    /// In which language they are.
    pub language: String,
    /// The name that whoever speaks chose.
    pub name: Option<String>,
    /// The turning point that these words tell.
    pub turning: Option<TurningReply>,
}

/// What was done so that nobody is found in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisclosureStatement {
    /// Which rules.
    pub preset: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// Fewer than so many are not told.
    pub threshold: u64,
    /// Other numbers are rounded to a multiple of this; nothing where they are as they are.
    pub rounding: Option<u64>,
    /// At most so many attributes are crossed.
    pub crossed_attributes: usize,
}

impl DisclosureStatement {
    /// What the rules for these readers do, as they say it themselves.
    const fn for_readers(readers: Audience) -> Self {
        let rules = preset_for(readers).statement();
        Self {
            preset: match rules.preset {
                Preset::Public => "public",
                Preset::Funder => "funder",
                Preset::Strict => "strict",
            },
            unit: rules.counted,
            threshold: rules.threshold,
            rounding: rules.rounded_to,
            crossed_attributes: rules.attributes_crossed,
        }
    }
}

/// Where the schema of the data lies, below the address of the house.
pub(super) const SCHEMA: &str = "/read/summary.schema.json";

/// What programs may rely on in a summary as data: JSON Schema 2020-12, made of the types that write it.
pub(super) fn schema() -> serde_json::Value {
    let mut types = Vec::new();
    PublishedSummary::schemas(&mut types);
    let types: serde_json::Map<String, serde_json::Value> =
        types.into_iter().filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?))).collect();
    let mut whole = serde_json::to_value(PublishedSummary::schema()).unwrap_or_default();
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        whole.insert("title".to_owned(), "A published learning summary".into());
        whole.insert("$defs".to_owned(), types.into());
    }
    named_here(&mut whole);
    whole
}

/// Types lie in the schema itself, and not in the description of all paths.
fn named_here(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            if let Some(name) = text.strip_prefix("#/components/schemas/") {
                *text = format!("#/$defs/{name}");
            }
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(named_here),
        serde_json::Value::Object(all) => all.values_mut().for_each(named_here),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// As data.
pub(super) fn data(of: &Publisher, shown: &Shown) -> PublishedSummary {
    let quote = |(id, voice): (&uuid::Uuid, &super::store::Voice)| {
        let turning = voice.turning.clone().map(|turning| TurningReply { was: Vec::new(), ..turning });
        let (words, language, name) = (voice.words.clone(), voice.language.clone(), voice.name.clone());
        (*id, PublishedQuote { words, language, name, turning })
    };
    PublishedSummary {
        schema: SCHEMA,
        publisher: of.name.clone(),
        version: shown.publication.version,
        language: shown.publication.language.clone(),
        audience: shown.publication.audience,
        published_at: shown.publication.published_at,
        reissued_at: shown.reissued_at,
        review_by: shown.publication.review_by,
        period_from: shown.published.period_from.clone(),
        period_until: shown.published.period_until.clone(),
        grants: shown.published.grants.clone(),
        document: for_everybody(shown.document()),
        quotes: shown.voices.iter().map(quote).collect(),
        figures: shown.published.figures.clone(),
        strengths: shown.strengths(),
        disclosure: DisclosureStatement::for_readers(shown.publication.audience),
    }
}

/// A document without ids of passages: how many there are, and which return, is nobody's business.
fn for_everybody(document: &Document) -> Document {
    let mut document = document.clone();
    for block in &mut document.blocks {
        match block {
            Block::Statement { evidence, .. } => evidence.clear(),
            Block::Quote { id, quote_id, tipping_id, recording_id, .. } => {
                *quote_id = *id;
                (*tipping_id, *recording_id) = (None, None);
            }
            Block::Text { .. } | Block::Figure { .. } | Block::SmallFigure { .. } | Block::Withdrawn { .. } => {}
        }
    }
    document
}

/// A number as programs read it.
pub(super) fn number(cell: CellReply) -> String {
    match cell {
        CellReply::Shown(number) => number.to_string(),
        CellReply::FewerThan(number) => format!("<{number}"),
        CellReply::Withheld => String::new(),
    }
}

/// The figures as CSV (RFC 4180): one line a number, with stable names beside the words, so that programs of every language
/// read the same.
pub(super) fn csv(shown: &Shown) -> String {
    let mut lines = vec!["figure,row,name,column,narrators".to_owned()];
    for block in &shown.document().blocks {
        let Block::Figure { id, asks, .. } = block else { continue };
        let Some(figure) = shown.published.figures.get(id).filter(|figure| !figure.withheld) else { continue };
        for row in &figure.rows {
            for (column, cell) in figure.columns.iter().zip(&row.cells) {
                let number = number(*cell);
                lines.push([asks.as_str(), &row.key, &row.name, column, &number].map(field).join(","));
            }
        }
    }
    lines.join("\r\n") + "\r\n"
}
