//! Measures a release build, each thing beside what it could be at best, in one run, and prints one table.
//!
//! `make bench`, or for some of it: `cargo bench --package tests --bench measure -- lists coding`.
//! `KITH_CORPORA` names the folder of large texts.

mod client;
mod coding;
mod finding;
mod flood;
mod lists;
mod memory;
mod opening;
mod reading;
mod sealing;
mod silence;
mod table;

use table::Table;

/// The same as the service's, so that only what is measured differs.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One part: measures, and adds its rows.
type Part = fn(&mut Table);

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let parts: [(&str, Part); 9] = [
        ("memory", memory::measure),
        ("sealing", sealing::measure),
        ("lists", lists::measure),
        ("coding", coding::measure),
        ("opening", opening::measure),
        ("search", finding::measure),
        ("reading", reading::measure),
        ("silence", silence::measure),
        ("flood", flood::measure),
    ];
    for word in &wanted {
        assert!(parts.iter().any(|(name, _)| name == word), "there is no part {word}");
    }
    let mut table = Table::default();
    for (name, measure) in parts {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            eprintln!("measuring: {name}");
            measure(&mut table);
        }
    }
    table.print();
}
