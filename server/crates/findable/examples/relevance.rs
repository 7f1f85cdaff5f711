//! How well questions find their passages, against the figures measured with tantivy's own
//! analysis on the same collections. Reads `$KITH_CORPORA/relevance`; says so where it is absent.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use findable::{Fields, Language, Query, add_fields};
use tantivy::collector::TopDocs;
use tantivy::schema::{STORED, STRING, Schema, Value};
use tantivy::{Index, IndexWriter, TantivyDocument, doc};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SETS: [(&str, Language, &str); 6] = [
    ("cacm", Language::En, "en_stem"),
    ("cranfield", Language::En, "en_stem"),
    ("xquad_en", Language::En, "en_stem"),
    ("xquad_de", Language::De, "de_stem"),
    ("xquad_ru", Language::Ru, "ru_stem"),
    ("xquad_ar", Language::Ar, "ar_stem"),
];

fn main() -> Outcome<()> {
    let Some(corpora) = std::env::var_os("KITH_CORPORA") else {
        println!("KITH_CORPORA is not set: no collections to measure with.");
        return Ok(());
    };
    let folder = Path::new(&corpora).join("relevance");
    if !folder.is_dir() {
        println!("{} is absent: no collections to measure with.", folder.display());
        return Ok(());
    }
    let baselines: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(folder.join("baselines.json"))?)?;
    println!("{:10} {:>8} {:>8} {:>8} {:>8} {:>8}", "nDCG@10", "queries", "default", "stem", "findable", "unknown");
    for (set, language, stem) in SETS {
        let before = |analysis: &str| baselines[set][analysis]["nDCG10"].as_f64().unwrap_or(0.0);
        let (queries, now) = measure(&folder.join(set), language)?;
        let (_, unknown) = measure(&folder.join(set), Language::Und)?;
        println!("{set:10} {queries:>8} {:>8.4} {:>8.4} {now:>8.4} {unknown:>8.4}", before("default"), before(stem));
    }
    Ok(())
}

/// The number of judged queries, and the mean nDCG at ten of them.
fn measure(folder: &Path, language: Language) -> Outcome<(usize, f64)> {
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let fields = add_fields(&mut schema);
    let index = Index::create_in_ram(schema.build());
    Fields::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 50_000_000)?;
    for line in lines(&folder.join("corpus.jsonl"))? {
        let text = format!("{} {}", text_of(&line, "title"), text_of(&line, "text"));
        writer.add_document(doc!(id => text_of(&line, "_id"), fields.for_language(language) => text))?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let judged = judgements(&folder.join("qrels.tsv"))?;
    let mut total = 0.0;
    let mut count: usize = 0;
    for line in lines(&folder.join("queries.jsonl"))? {
        let Some(grades) = judged.get(&text_of(&line, "_id")) else {
            continue;
        };
        let query = Query::any_of(&text_of(&line, "text"))?;
        let search = query.to_tantivy(&fields, &[language]);
        let hits = searcher.search(&search, &TopDocs::with_limit(10).order_by_score())?;
        let mut found = Vec::new();
        for (_, address) in hits {
            let passage: TantivyDocument = searcher.doc(address)?;
            let name = passage.get_first(id).and_then(|value| value.as_str());
            found.push(name.unwrap_or_default().to_owned());
        }
        total += ndcg(&found, grades);
        count += 1;
    }
    Ok((count, total / f64::from(u32::try_from(count.max(1))?)))
}

fn lines(path: &Path) -> Outcome<Vec<serde_json::Value>> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text_of(line: &serde_json::Value, key: &str) -> String {
    line[key].as_str().unwrap_or_default().to_owned()
}

fn judgements(path: &Path) -> Outcome<HashMap<String, HashMap<String, f64>>> {
    let mut judged: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        if let [query, passage, grade] = line.split('\t').collect::<Vec<_>>()[..] {
            let grade: f64 = grade.trim().parse()?;
            judged.entry(query.to_owned()).or_default().insert(passage.to_owned(), grade.max(0.0));
        }
    }
    judged.retain(|_, grades| grades.values().any(|grade| *grade > 0.0));
    Ok(judged)
}

/// Gains are the grades, discounted by the logarithm of the rank (as trec_eval's ndcg_cut).
fn ndcg(found: &[String], grades: &HashMap<String, f64>) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = f64>| {
        let mut sum = 0.0;
        let mut rank = 1.0_f64;
        for gain in gains.take(10) {
            rank += 1.0;
            sum += gain / rank.log2();
        }
        sum
    };
    let mut seen = HashSet::new();
    let mut gains =
        found.iter().map(|name| if seen.insert(name) { grades.get(name).copied().unwrap_or(0.0) } else { 0.0 });
    let mut best: Vec<f64> = grades.values().copied().collect();
    best.sort_by(|one, other| other.total_cmp(one));
    discounted(&mut gains) / discounted(&mut best.into_iter())
}
