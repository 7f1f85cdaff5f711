//! The codebooks that come with Kith hold together.

use std::collections::HashSet;

use super::{
    Codes,
    built_in::id_of,
    reply::{CodeNode, CodebookReply},
};

const LANGUAGES: [&str; 7] = ["en", "nl", "de", "fr", "uk", "ar", "fa"];

fn codes() -> Codes {
    Codes::read().expect("the file that comes with Kith fits together")
}

fn book<'c>(codes: &'c Codes, key: &str) -> &'c CodebookReply {
    codes.without_local().codebooks.iter().find(|book| book.key == key).expect("is there")
}

fn every(nodes: &[CodeNode]) -> Vec<&CodeNode> {
    nodes.iter().flat_map(|node| [vec![node], every(&node.children)].concat()).collect()
}

#[test]
fn four_categories_fourteen_indicators_in_seven_languages() {
    let codes = codes();
    let ioi = book(&codes, "ioi");
    let indicators: Vec<&CodeNode> = ioi.categories.iter().flat_map(|category| &category.children).collect();
    assert_eq!((ioi.categories.len(), indicators.len()), (4, 14));
    for node in ioi.categories.iter().chain(indicators.iter().copied()) {
        for language in LANGUAGES {
            assert!(node.names.get(language).is_some_and(|name| !name.is_empty()), "{} in {language}", node.key);
        }
    }
    assert!(ioi.categories.iter().all(|category| !category.codable));
    assert!(indicators.iter().all(|indicator| indicator.codable && !indicator.children.is_empty()));
    assert!(ioi.attribution.contains("Open Government Licence v3.0"));
}

#[test]
fn ids_are_unique_and_follow_from_the_short_names() {
    let codes = codes();
    let mut seen = HashSet::new();
    for book in &codes.without_local().codebooks {
        assert!(seen.insert(book.id.0), "{}", book.key);
        for node in every(&book.categories) {
            assert!(seen.insert(node.id.0), "{} is there twice", node.key);
            assert_eq!(node.id.0, id_of(&node.key), "{}", node.key);
            assert!(node.color.starts_with('#') && node.names.contains_key("en"));
        }
    }
    let keys: Vec<&str> = codes.without_local().codebooks.iter().map(|book| book.key.as_str()).collect();
    assert_eq!(keys, ["ioi", "lived", "tipping-point", "mipex", "emm-policy"]);
}

#[test]
fn rules_point_to_what_is_there() {
    let codes = codes();
    let books = &codes.without_local().codebooks;
    let ids: HashSet<_> = books
        .iter()
        .flat_map(|book| every(&book.categories).into_iter().map(|node| node.id.0).chain([book.id.0]))
        .collect();
    for node in books.iter().flat_map(|book| every(&book.categories)) {
        let links = node.not_when.iter().filter_map(|not| not.instead.as_ref());
        for link in links.chain(node.near_miss.iter().map(|near| &near.correct)) {
            assert!(ids.contains(&link.id.0), "{} points to {}", node.key, link.name);
        }
    }
}

#[test]
fn tipping_points_are_records_not_codes() {
    let codes = codes();
    assert!(every(&book(&codes, "tipping-point").categories).iter().all(|node| !node.codable));
    let axes: Vec<&str> = codes.tipping_axes().iter().map(|axis| axis.id.as_str()).collect();
    assert_eq!(axes, ["shape", "direction", "initiation", "process", "triggers", "locus", "identified_by"]);
}

#[test]
fn attributes_have_ids_of_their_own() {
    let codes = codes();
    let ids: Vec<&str> = codes.attributes().iter().map(|attribute| attribute.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "effect",
            "function",
            "direction",
            "level",
            "actor",
            "phase",
            "change",
            "paper-practice",
            "policy-kind",
            "voice",
            "prompted"
        ]
    );
    for attribute in codes.attributes() {
        let values: HashSet<&str> = attribute.values.iter().map(|value| value.id.as_str()).collect();
        assert_eq!(values.len(), attribute.values.len(), "{}", attribute.id);
        assert!(!values.contains(""));
    }
    let function = codes.attributes().iter().find(|one| one.id == "function").expect("is there");
    assert_eq!(function.applies_to.map(|id| id.0), Some(id_of("ioi.cat.markers-means")));
    let role = &codes.without_local().narrator_attributes[0];
    let roles: Vec<&str> = role.values.iter().map(|value| value.id.as_str()).collect();
    assert_eq!(roles, ["newcomer", "receiving-community", "both", "practitioner", "official", "group"]);
}
