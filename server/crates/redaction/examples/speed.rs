//! How long suggestions, rendering and the check for leaks take on a file: `cargo run --release --example speed -- FILE`. Of
//! lines of JSON with a "text" the texts are read as one.

use std::time::Instant;

use redaction::{EntityId, Profile, Project, Replacements, Span, leak_check, render, suggest};

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let file = std::fs::read_to_string(path).expect("a text");
    let texts = file.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let joined: String = texts.filter_map(|line| line["text"].as_str().map(|text| format!("{text}\n\n"))).collect();
    let text = if joined.is_empty() { file } else { joined };
    let _lists_are_read = suggest("once", &Project::new());
    let start = Instant::now();
    let all = suggest(&text, &Project::new());
    println!("suggest: {} found in {} bytes, {:?}", all.len(), text.len(), start.elapsed());
    let spans: Vec<Span> = (0_u128..)
        .zip(&all)
        .map(|(entity, s)| Span {
            start: s.start,
            end: s.end,
            entity: EntityId(entity),
            category: s.category,
            identifier: s.identifier,
            confidential: s.confidential,
        })
        .collect();
    let start = Instant::now();
    let rendering = render(&text, &spans, &Replacements::new(), Profile::Public);
    println!("render: {} pieces, {:?}", rendering.pieces.len(), start.elapsed());
    let chars: Vec<char> = text.chars().collect();
    let masked: Vec<String> =
        spans.iter().take(2000).map(|s| chars[s.start.0 as usize..s.end.0 as usize].iter().collect()).collect();
    let start = Instant::now();
    println!(
        "leak_check: {} of {} strings, {:?}",
        leak_check(&rendering.text, &masked).len(),
        masked.len(),
        start.elapsed()
    );
}
