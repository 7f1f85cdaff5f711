//! Bare tantivy: one field, the stemmer of the language, one thread, no consent, no facets, nothing shown.

use tantivy::{
    Index, IndexWriter, Searcher, TantivyDocument, Term,
    collector::{Count, TopDocs},
    indexer::IndexWriterOptions,
    query::{FuzzyTermQuery, QueryParser},
    schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer},
};

use super::asked::Query;

/// An index, and the folder it lies in.
pub struct Bare {
    searcher: Searcher,
    parser: QueryParser,
    words: Field,
    _folder: tempfile::TempDir,
}

impl Bare {
    /// Builds it.
    pub fn of(passages: &[String], language: &str) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("stemmed")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", NumericOptions::default().set_fast());
        let folder = tempfile::tempdir().unwrap();
        let index = Index::create_in_dir(folder.path(), schema.build()).unwrap();
        let language = if language == "es" { Language::Spanish } else { Language::English };
        let analyser = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(Stemmer::new(language))
            .build();
        index.tokenizers().register("stemmed", analyser);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(50_000_000)
            .build();
        let mut writer: IndexWriter = index.writer_with_options(options).unwrap();
        for (at, passage) in (0..).zip(passages) {
            let mut document = TantivyDocument::default();
            document.add_text(words, passage);
            document.add_u64(number, at);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let parser = QueryParser::for_index(&index, vec![words]);
        Self { searcher: index.reader().unwrap().searcher(), parser, words, _folder: folder }
    }

    /// Finds the best twenty, as a page shows them, and counts the rest.
    pub fn search(&self, query: &Query) -> usize {
        let collector = (TopDocs::with_limit(20).order_by_score(), Count);
        let (_best, number) = match query {
            Query::Prefix(letters) => {
                let term = Term::from_field_text(self.words, letters);
                self.searcher.search(&FuzzyTermQuery::new_prefix(term, 0, true), &collector)
            }
            Query::All(words) => self.searcher.search(&*self.parsed(&words.join(" AND ")), &collector),
            Query::Word(_) | Query::Any(_) | Query::Phrase(_) => {
                self.searcher.search(&*self.parsed(&query.typed()), &collector)
            }
        }
        .unwrap();
        number
    }

    fn parsed(&self, query: &str) -> Box<dyn tantivy::query::Query> {
        self.parser.parse_query(query).unwrap()
    }
}
