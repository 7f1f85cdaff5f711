//! How fast words are indexed through these analysers, as a share of tantivy's own `en_stem` in
//! the same run. Texts are those of `$KITH_CORPORA/relevance`, or made up where it is absent.

use std::path::Path;
use std::time::{Duration, Instant};

use findable::{Fields, Language, WordTokenizer, add_fields};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How much text each measurement reads, in bytes.
const AMOUNT: usize = 24_000_000;
const ROUNDS: usize = 3;

fn main() -> Outcome<()> {
    let mut schema = Schema::builder();
    let fields = add_fields(&mut schema);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let plain = schema.add_text_field("plain", options);
    let schema = schema.build();
    for (set, language) in [
        ("cranfield", Language::En),
        ("xquad_de", Language::De),
        ("xquad_ru", Language::Ru),
        ("xquad_ar", Language::Ar),
    ] {
        let (texts, origin) = texts(set)?;
        let bytes: usize = texts.iter().map(String::len).sum();
        let ours = fields.for_language(language);
        let mut best = [Duration::MAX; 3];
        for _ in 0..ROUNDS {
            let [with_tantivy, with_ours, only_words] = &mut best;
            *with_tantivy = (*with_tantivy).min(index(&schema, plain, &texts)?);
            *with_ours = (*with_ours).min(index(&schema, ours, &texts)?);
            *only_words = (*only_words).min(analyse(language, &texts));
        }
        let [with_tantivy, with_ours, only_words] =
            best.map(|time| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6 / time.as_secs_f64());
        println!(
            "{language} ({origin}): en_stem {with_tantivy:.1} MB/s, findable {with_ours:.1} MB/s, \
             ratio {:.2}; analysis alone {only_words:.1} MB/s",
            with_ours / with_tantivy
        );
    }
    Ok(())
}

fn index(schema: &Schema, field: Field, texts: &[String]) -> Outcome<Duration> {
    let index = Index::create_in_ram(schema.clone());
    Fields::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 200_000_000)?;
    let started = Instant::now();
    for text in texts {
        let mut passage = TantivyDocument::default();
        passage.add_text(field, text);
        writer.add_document(passage)?;
    }
    writer.commit()?;
    Ok(started.elapsed())
}

fn analyse(language: Language, texts: &[String]) -> Duration {
    let mut tokenizer = WordTokenizer::new(language);
    let started = Instant::now();
    let mut count: usize = 0;
    for text in texts {
        let mut words = tokenizer.token_stream(text);
        while words.advance() {
            count = count.wrapping_add(words.token().text.len());
        }
    }
    std::hint::black_box(count);
    started.elapsed()
}

/// Passages of a collection, over and over, or of made-up words.
fn texts(set: &str) -> Outcome<(Vec<String>, &'static str)> {
    let known = std::env::var_os("KITH_CORPORA")
        .map(|corpora| Path::new(&corpora).join("relevance").join(set).join("corpus.jsonl"))
        .filter(|path| path.is_file());
    let (passages, origin) = match known {
        Some(path) => {
            let mut passages = Vec::new();
            for line in std::fs::read_to_string(path)?.lines() {
                let line: serde_json::Value = serde_json::from_str(line)?;
                passages.push(line["text"].as_str().unwrap_or_default().to_owned());
            }
            (passages, "collection")
        }
        None => (made_up(), "made-up words"),
    };
    let mut texts = Vec::new();
    let mut bytes: usize = 0;
    for text in passages.iter().cycle() {
        bytes += text.len().max(1);
        texts.push(text.clone());
        if bytes >= AMOUNT {
            break;
        }
    }
    Ok((texts, origin))
}

/// Passages of 80 words, frequent ones far more often than rare ones.
fn made_up() -> Vec<String> {
    let mut state: u64 = 1;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let endings = ["", "s", "ing", "ed", "ation", "er"];
    (0..20_000)
        .map(|_| {
            let words = (0..80).map(|_| {
                let range = 1 + next(30_000);
                let word = next(range);
                let ending = endings[usize::try_from(word % 6).unwrap_or(0)];
                format!("w{word:x}{ending}")
            });
            words.collect::<Vec<_>>().join(" ")
        })
        .collect()
}
