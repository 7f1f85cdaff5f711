//! The description of the API is what the web's client was made from, and every name in it stands once.

use std::collections::BTreeSet;

use kith::{app::http::OpenApiText, routes};

#[test]
fn the_web_was_made_from_this_description() {
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../web/openapi.json")).expect("a file");
    let now = OpenApiText::default();
    assert_eq!(committed.trim(), now.text().trim(), "run `make client`");
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let all = routes::all();
    let names: BTreeSet<_> = all.iter().map(|one| one.operation).collect();
    assert_eq!(names.len(), all.len());
    let places: BTreeSet<_> = all.iter().map(|one| (one.method.as_str(), one.path)).collect();
    assert_eq!(places.len(), all.len());
}
