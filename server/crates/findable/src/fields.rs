//! The fields of the index: one for each analyser, holding terms and positions and no text.

use std::collections::BTreeMap;

use tantivy::schema::{Field, FieldType, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;

use crate::language::Language;
use crate::tokens::WordTokenizer;

/// The fields words are found in, one for each analyser.
#[derive(Debug, Clone)]
pub struct Fields {
    by_language: BTreeMap<Language, Field>,
    unknown: Field,
}

/// An existing index has no field for one of the analysers: it must be built again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the index has no words field named {0}")]
pub struct MissingField(pub String);

/// The analysers and the names of their fields, which are also the names of their tokenizers.
pub fn fields() -> impl Iterator<Item = (Language, String)> {
    Language::ALL.iter().map(|language| (*language, field_name(*language)))
}

/// Adds one text field for each analyser: terms, positions and lengths, nothing stored.
pub fn add_fields(schema: &mut SchemaBuilder) -> Fields {
    let mut add = |language: Language| {
        let name = field_name(language);
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(&name)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true);
        let options = TextOptions::default().set_indexing_options(indexing);
        schema.add_text_field(&name, options)
    };
    let unknown = add(Language::Und);
    let mut by_language = BTreeMap::from([(Language::Und, unknown)]);
    for language in Language::ALL {
        by_language.entry(*language).or_insert_with(|| add(*language));
    }
    Fields { by_language, unknown }
}

impl Fields {
    /// The fields of an index that exists.
    ///
    /// # Errors
    ///
    /// [`MissingField`] when the index was made before an analyser was added.
    pub fn of(schema: &Schema) -> Result<Fields, MissingField> {
        let mut by_language = BTreeMap::new();
        for (language, name) in fields() {
            let field = schema
                .get_field(&name)
                .ok()
                .filter(|field| {
                    let entry = schema.get_field_entry(*field);
                    matches!(entry.field_type(), FieldType::Str(_))
                })
                .ok_or(MissingField(name))?;
            by_language.insert(language, field);
        }
        let unknown = by_language.get(&Language::Und).copied();
        let unknown = unknown.ok_or_else(|| MissingField(field_name(Language::Und)))?;
        Ok(Fields { by_language, unknown })
    }

    /// Makes the tokenizers known to an index; without it, adding a passage fails.
    pub fn register(tokenizers: &TokenizerManager) {
        for (language, name) in fields() {
            tokenizers.register(&name, WordTokenizer::new(language));
        }
    }

    /// Where the words of a passage in this language are found.
    #[must_use]
    pub fn for_language(&self, language: Language) -> Field {
        self.by_language.get(&language).copied().unwrap_or(self.unknown)
    }
}

fn field_name(language: Language) -> String {
    format!("words_{}", language.code())
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Schema;

    use super::{Fields, add_fields};
    use crate::language::Language;

    #[test]
    fn an_index_that_exists_has_the_same_fields() {
        let mut builder = Schema::builder();
        let made = add_fields(&mut builder);
        let schema = builder.build();
        let found = Fields::of(&schema).unwrap();
        for language in Language::ALL {
            assert_eq!(made.for_language(*language), found.for_language(*language));
            let entry = schema.get_field_entry(found.for_language(*language));
            assert!(!entry.is_stored());
        }
        assert!(Fields::of(&Schema::builder().build()).is_err());
    }
}
