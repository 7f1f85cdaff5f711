//! What people type, and what must never happen whatever they type.

use super::super::error::QueryErrorCode;
use super::super::{Node, Query, parse};
use proptest::prelude::*;

fn word(text: &str) -> Node {
    Node::Word(text.to_owned())
}

fn root(input: &str) -> Node {
    parse(input).unwrap().root.unwrap()
}

fn code(input: &str) -> (&'static str, usize) {
    let error = parse(input).unwrap_err();
    (error.code.as_str(), error.at)
}

fn not(node: Node) -> Node {
    Node::Not(Box::new(node))
}

#[test]
fn words_operators_and_groups() {
    assert_eq!(root("house"), word("house"));
    assert_eq!(root(" found  work "), Node::All(vec![word("found"), word("work")]));
    assert_eq!(root("a AND b & c"), Node::All(vec![word("a"), word("b"), word("c")]));
    assert_eq!(root("a | b OR c"), Node::Any(vec![word("a"), word("b"), word("c")]));
    assert_eq!(root("a b OR c"), Node::Any(vec![Node::All(vec![word("a"), word("b")]), word("c")]));
    assert_eq!(root("(a OR b) c"), Node::All(vec![Node::Any(vec![word("a"), word("b")]), word("c")]));
    assert_eq!(root("a -b NOT c"), Node::All(vec![word("a"), not(word("b")), not(word("c"))]));
    assert_eq!(root("a NOT NOT b"), Node::All(vec![word("a"), word("b")]));
    assert_eq!(root("or and not"), Node::All(vec![word("or"), word("and"), word("not")]));
    assert_eq!(root("ORANGE NOTES"), Node::All(vec![word("ORANGE"), word("NOTES")]));
}

#[test]
fn punctuation_is_passed_over() {
    assert_eq!(root("house -- flat"), Node::All(vec![word("house"), word("flat")]));
    assert_eq!(root("house - flat ..."), Node::All(vec![word("house"), word("flat")]));
    assert_eq!(root("بيت، مدرسة؛ عمل"), Node::All(vec![word("بيت"), word("مدرسة"), word("عمل")]));
    assert_eq!(root("mother-in-law"), word("mother-in-law"));
    assert_eq!(root("10:30"), word("10:30"));
    assert_eq!(root("https://example.org"), word("https://example.org"));
}

#[test]
fn phrases_in_any_quotes() {
    for input in ["\"a safe place\"", "“a safe place”", "«a safe place»", "„a safe place“", "\"a safe place"]
    {
        assert_eq!(root(input), Node::Phrase("a safe place".to_owned()), "{input}");
    }
    assert_eq!(root("צה\"ל"), word("צה\"ל"));
}

#[test]
fn beginnings_and_near_words() {
    assert_eq!(root("integrat*"), Node::Prefix("integrat".to_owned()));
    assert_eq!(root("住*"), Node::Prefix("住".to_owned()));
    assert_eq!(root("Aleppo~"), Node::Fuzzy("Aleppo".to_owned(), 1));
    assert_eq!(root("Zanzibar~2"), Node::Fuzzy("Zanzibar".to_owned(), 2));
    assert_eq!(code("a*"), ("prefix-too-short", 0));
}

#[test]
fn fields_are_kept_apart() {
    let query = parse("speaker:Amina code:\"social bonds\" flat code:housing/cost").unwrap();
    assert_eq!(query.speakers(), ["Amina"]);
    assert_eq!(query.codes(), ["social bonds", "housing/cost"]);
    assert_eq!(query.root, Some(word("flat")));
    assert!(!parse("code:housing").unwrap().has_words());
    assert_eq!(parse("code:housing -flat").unwrap().root, Some(not(word("flat"))));
    assert_eq!(code("flat colour:red"), ("unknown-field", 5));
    assert_eq!(code("flat OR code:housing"), ("misplaced-field", 7));
    assert_eq!(code("flat -code:housing"), ("misplaced-field", 5));
    assert_eq!(code("code: flat"), ("empty-field", 0));
}

#[test]
fn what_cannot_be_read_says_why_and_where() {
    assert_eq!(code(""), ("nothing-to-find", 0));
    assert_eq!(code("?!"), ("nothing-to-find", 0));
    assert_eq!(code("-a -b"), ("nothing-to-find", 0));
    assert_eq!(code("a OR -b"), ("nothing-to-find", 4));
    assert_eq!(code("بيت (عمل"), ("unbalanced-parenthesis", 4));
    assert_eq!(code("a)"), ("unbalanced-parenthesis", 1));
    assert_eq!(code("a OR"), ("dangling-operator", 4));
    assert_eq!(code("AND a"), ("dangling-operator", 0));
    assert_eq!(code("a AND"), ("dangling-operator", 2));
    assert_eq!(code("a NOT"), ("dangling-operator", 2));
    assert_eq!(code(&"a ".repeat(33)), ("too-many-words", 64));
    assert_eq!(code(&format!("\"{}\"", "a ".repeat(13))), ("phrase-too-long", 0));
    assert_eq!(code(&"a".repeat(1025)).0, "too-long");
    let error = parse("a )b").unwrap_err();
    assert_eq!((error.found.as_str(), error.code), (")b", QueryErrorCode::UnbalancedParenthesis));
    assert!(error.to_string().ends_with('.'));
}

#[test]
fn nesting_is_refused_before_it_can_do_harm() {
    for stack in [256 * 1024, 2 * 1024 * 1024] {
        let worker = std::thread::Builder::new().stack_size(stack).spawn(|| {
            assert_eq!(code(&"(".repeat(5_000)).0, "too-long");
            assert_eq!(code(&"(".repeat(1_000)), ("too-deep", 16));
            assert_eq!(code(&"-(".repeat(500)), ("too-deep", 33));
            assert_eq!(code(&"NOT ".repeat(256)).0, "dangling-operator");
            assert_eq!(code(&"(a|".repeat(340)).0, "too-deep");
            let deep = format!("{}a{}", "(".repeat(16), ")".repeat(16));
            assert_eq!(root(&deep), word("a"));
            let deep = format!("{}a{}", "-(b ".repeat(15), ")".repeat(15));
            assert!(parse(&format!("x {deep}")).is_ok());
        });
        worker.unwrap().join().unwrap();
    }
}

#[test]
fn a_filter_beside_a_choice_prints_the_choice_as_a_group() {
    let query: Query = parse("(house|flat)speaker:Amina").unwrap();
    assert_eq!(query.to_string(), "speaker:\"Amina\" (house OR flat)");
    assert_eq!(parse(&query.to_string()), Ok(query));
}

/// Queries made of the pieces of the grammar, so that most of them can be read.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "house",
        "flat",
        "بيت",
        "住房问题",
        "Aleppo~",
        "Zanzibar~2",
        "integrat*",
        "\"a safe place\"",
        "«مدرسة»",
        "OR",
        "|",
        "AND",
        "&",
        "NOT ",
        "-",
        "(",
        ")",
        "speaker:Amina",
        "code:\"x y\"",
        ",",
        "mother-in-law",
        "10:30",
        " ",
        "'",
        "צה\"ל",
        "*",
        "~",
        "~1",
    ]);
    prop::collection::vec((piece, prop::sample::select(vec!["", " "])), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

fn reads_the_same(input: &str) -> Result<(), TestCaseError> {
    if let Ok(query) = parse(input) {
        let printed = query.to_string();
        if printed.len() <= super::MAX_QUERY_BYTES {
            let again: Result<Query, _> = parse(&printed);
            prop_assert_eq!(again.as_ref(), Ok(&query), "{} printed as {}", input, printed);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_give_a_query_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..1_200)) {
        let input = String::from_utf8_lossy(&bytes);
        if let Err(error) = parse(&input) {
            prop_assert!(error.at <= input.chars().count());
            prop_assert!(error.found.chars().count() <= 32);
        }
    }

    #[test]
    fn any_characters_print_what_they_mean(input in "\\PC{0,80}") {
        reads_the_same(&input)?;
    }

    #[test]
    fn a_printed_query_reads_the_same(input in typed()) {
        reads_the_same(&input)?;
    }
}
