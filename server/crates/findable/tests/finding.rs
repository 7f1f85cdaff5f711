//! People look for words, and find the passages that hold them, in a real index.

use findable::{Fields, Language, MAX_DEPTH, Query, add_fields, parse};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::schema::Schema;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

struct Library {
    searcher: Searcher,
    fields: Fields,
}

/// An index of passages, each in its language, in one segment and in this order.
fn library(passages: &[(&str, &str)]) -> Library {
    let mut schema = Schema::builder();
    let fields = add_fields(&mut schema);
    let index = Index::create_in_ram(schema.build());
    Fields::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    for (tag, text) in passages {
        let mut passage = TantivyDocument::default();
        passage.add_text(fields.for_language(Language::from_tag(tag)), text);
        writer.add_document(passage).unwrap();
    }
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    Library { searcher, fields }
}

impl Library {
    fn found(&self, query: &Query, tags: &[&str]) -> Vec<u32> {
        let languages: Vec<Language> = tags.iter().map(|tag| Language::from_tag(tag)).collect();
        let search = query.to_tantivy(&self.fields, &languages);
        let hits = self.searcher.search(&search, &DocSetCollector).unwrap();
        let mut hits: Vec<u32> = hits.into_iter().map(|address| address.doc_id).collect();
        hits.sort_unstable();
        hits
    }

    fn finds(&self, query: &str, tags: &[&str], expected: &[u32]) {
        let query = parse(query).unwrap();
        assert_eq!(self.found(&query, tags), expected, "{query} in {tags:?}");
    }
}

/// Every spelling finds every spelling.
fn find_each_other(tag: &str, spellings: &[&str]) {
    let passages: Vec<(&str, &str)> = spellings.iter().map(|text| (tag, *text)).collect();
    let library = library(&passages);
    let all: Vec<u32> = (0..).take(spellings.len()).collect();
    for spelling in spellings {
        library.finds(spelling, &[tag], &all);
    }
}

#[test]
fn spellings_of_one_word_find_each_other() {
    find_each_other("fa", &["علایم", "علائم"]);
    find_each_other("fa", &["بیماری‌های", "بیماریهای", "بيماري‌هاي"]);
    find_each_other("fa", &["كه", "که"]);
    find_each_other("prs", &["تأثیر", "تاثیر", "تاثير"]);
    find_each_other("ar", &["أمان", "امان", "أَمَان", "أمـــان"]);
    find_each_other("ar", &["مدرسة", "مدرسه", "مَدْرَسَة"]);
    find_each_other("ckb", &["کوردستان", "كوردستان"]);
    find_each_other("ckb", &["که", "كه‌", "کە"]);
    find_each_other("ur", &["لیے", "لئے"]);
    find_each_other("ps", &["کور", "كور", "کُور"]);
    find_each_other("tr", &["IŞIK", "ışık", "Işık", "isik"]);
    find_each_other("uk", &["м'ята", "м’ята", "М’ЯТА"]);
    find_each_other("en", &["house", "Houses", "HOUSE'S", "ｈｏｕｓｅ"]);
    find_each_other("fr", &["école", "ecole", "e\u{301}cole", "l'école"]);
    find_each_other("tr", &["İstanbul", "İSTANBUL'da", "istanbul’da"]);
    find_each_other("am", &["ሰላም", "ሠላም"]);
    find_each_other("hi", &["ज़रूरत", "जरूरत"]);
    find_each_other("he", &["שָׁלוֹם", "שלום"]);
    find_each_other("ru", &["ребёнок", "ребенок"]);
}

#[test]
fn a_part_of_a_joined_persian_word_finds_it() {
    let library = library(&[("fa", "از بیماری‌های سخت"), ("fa", "من می خواهم بروم"), ("fa", "من می‌خواهم")]);
    library.finds("بیماری", &["fa"], &[0]);
    library.finds("می‌خواهم", &["fa"], &[1, 2]);
    library.finds("می خواهم", &["fa"], &[1, 2]);
}

#[test]
fn every_word_of_a_text_with_marks_or_without_spaces_is_found() {
    let library = library(&[
        ("ar", "كانت البدايةُ صعبةً ثم وجدنا سكنًا"),
        ("hi", "मुझे हिन्दी में काम और घर मिला"),
        ("th", "ฉันต้องการทำงานในโรงพยาบาล"),
        ("zh", "我们在城市找到了住房和工作。"),
        ("my", "ကျွန်တော် အလုပ် ရှာနေတယ်"),
        ("km", "ខ្ញុំរកការងារធ្វើ"),
        ("ja", "私は学校で日本語を勉強しました"),
        ("ko", "우리는 학교에 갔다"),
    ]);
    library.finds("البداية صعبة", &["ar"], &[0]);
    library.finds("سكنا", &["ar"], &[0]);
    library.finds("हिन्दी काम", &["hi"], &[1]);
    library.finds("โรงพยาบาล", &["th"], &[2]);
    library.finds("住房", &["zh"], &[3]);
    library.finds("找到*", &["zh"], &[3]);
    library.finds("အလုပ်", &["my"], &[4]);
    library.finds("ការងារ", &["km"], &[5]);
    library.finds("学校 日本語", &["ja"], &[6]);
    library.finds("학교*", &["ko"], &[7]);
}

#[test]
fn words_of_any_script_are_found_in_a_passage_of_unknown_language() {
    let library = library(&[("xx", "She said 住房 and مدرسة and IŞIK"), ("en", "a house")]);
    library.finds("住房 مدرسه", &[], &[0]);
    library.finds("ışık", &["und"], &[0]);
    library.finds("住房 OR house", &["und", "en"], &[0, 1]);
}

fn english() -> Library {
    library(&[
        ("en", "We found a house after nine months."),
        ("en", "It was a safe place to work."),
        ("en", "A place, and a safe one; houses were far."),
        ("de", "Wir fanden ein Haus, die Wohnung war kalt."),
        ("en", "My mother-in-law came from Aleppo for the integration course."),
    ])
}

#[test]
fn words_and_operators() {
    let library = english();
    library.finds("house", &["en"], &[0, 2]);
    library.finds("house safe", &["en"], &[2]);
    library.finds("house OR work", &["en"], &[0, 1, 2]);
    library.finds("house -safe", &["en"], &[0]);
    library.finds("(house OR place) NOT found", &["en"], &[1, 2]);
    library.finds("found work", &["en"], &[]);
    library.finds("hous", &["de"], &[]);
    library.finds("Haus OR house", &["de", "en"], &[0, 2, 3]);
    library.finds("code:housing", &["en"], &[0, 1, 2, 3, 4]);
    library.finds("code:housing -house", &["en"], &[1, 3, 4]);
    library.finds("mother-in-law", &["en"], &[4]);
    library.finds("law-in-mother", &["en"], &[]);
}

#[test]
fn stop_words_matter_in_phrases_and_alone_only() {
    let library = english();
    library.finds("the house of", &["en"], &[0, 2]);
    library.finds("\"a safe place\"", &["en"], &[1]);
    library.finds("\"safe place a\"", &["en"], &[]);
    library.finds("was it", &["en"], &[1]);
    library.finds("house -a", &["en"], &[]);
    // "die" is common in German and a word in English: both may be meant.
    library.finds("die wohnung", &["de", "en"], &[3]);
}

#[test]
fn phrases_are_as_written_and_words_are_not() {
    let library = english();
    library.finds("\"safe places\"", &["en"], &[]);
    library.finds("safe places", &["en"], &[1, 2]);
    library.finds("\"houses were\"", &["en"], &[2]);
    library.finds("\"house were\"", &["en"], &[]);
}

#[test]
fn beginnings_and_near_words() {
    let library = english();
    library.finds("integrat*", &["en"], &[4]);
    library.finds("INTEGR* alepo~", &["en"], &[4]);
    library.finds("alep~", &["en"], &[]);
    library.finds("integratoin~", &["en"], &[4]);
    library.finds("intgraton~2", &["en"], &[4]);
    library.finds("intgraton~1", &["en"], &[]);
}

#[test]
fn a_question_finds_the_passage_with_most_of_it() {
    let library = english();
    let question = Query::any_of("Where was the safe place to work?").unwrap();
    assert_eq!(library.found(&question, &["en"]), [1, 2]);
    assert!(Query::any_of("?!").is_err());
    let long = Query::any_of(&"house كلمة 住房 ".repeat(100_000)).unwrap();
    assert_eq!(library.found(&long, &["en"]), [0, 2]);
}

#[test]
fn the_deepest_query_runs_on_a_small_stack() {
    let half = MAX_DEPTH / 2;
    let deep = format!("x {}house{}", "(a | c -(b ".repeat(half), "))".repeat(half));
    let negative = format!("x {}house{}", "-(y -(z ".repeat(half), "))".repeat(half));
    for stack in [256 * 1024, 2 * 1024 * 1024] {
        let typed = [deep.clone(), negative.clone()];
        let worker = std::thread::Builder::new().stack_size(stack);
        let ran = worker.spawn(move || {
            typed.map(|typed| {
                let query = parse(&typed).unwrap();
                assert_eq!(parse(&query.to_string()).as_ref(), Ok(&query));
                query
            })
        });
        let queries = ran.unwrap().join().unwrap();
        // tantivy's own depth is bounded with ours: it runs on the stack workers have.
        let worker = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
        let ran = worker.spawn(move || {
            let library = english();
            queries.map(|query| {
                let search = query.to_tantivy(&library.fields, Language::ALL);
                library.searcher.search(&search, &Count).unwrap()
            })
        });
        assert_eq!(ran.unwrap().join().unwrap(), [0, 0]);
    }
}

#[test]
fn nothing_of_the_text_is_stored() {
    let library = english();
    let fields = library.searcher.schema().fields();
    assert!(fields.into_iter().all(|(_, entry)| !entry.is_stored()));
}
