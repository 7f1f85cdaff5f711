//! Whatever somebody types into the search, an answer comes and the process lives.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use tests::{Ground, Person, story};

const CASES: usize = 1_000;

async fn asked(person: &Person, query: &[u8]) -> u16 {
    // Longer ones the library that asks does not send.
    let query: String = query.iter().take(21_000).map(|byte| format!("%{byte:02X}")).collect();
    let path = person.here(&format!("/search?q={query}"));
    let answer = person.tries("GET", &path, None, &[]).await;
    let answer = answer.unwrap_or_else(|error| panic!("no answer to {query}: {error}"));
    match answer.status {
        200 => assert!(answer.json["hits"].is_array()),
        // Longer than an address may be at all.
        400 | 414 | 431 => {}
        422 => assert_eq!(answer.headers.get("content-type").map(String::as_str), Some("application/problem+json")),
        503 => assert_eq!(answer.json["code"], "search.too-long", "{query}"),
        status => panic!("{status} {}: {query}", answer.json),
    }
    answer.status
}

/// Pieces of the query language in any order, words of the story, and any bytes.
fn queries() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "(", ")", "\"", "*", "~", "~2", "-", "+", "NOT ", "AND ", "OR ", "speaker:", "code:", " ", "house", "flat*",
        "ho", "a", "خانه", "🏠", "\u{301}", "\u{202e}", "\0", "[a TO z]", "/.*/", "^9", "\\", ":", "%", "&q=",
    ];
    let piece = proptest::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec());
    let built = proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat());
    prop_oneof![built, proptest::collection::vec(any::<u8>(), 0..400)]
}

#[story]
async fn no_search_ends_the_process() {
    let ground = Ground::new();
    let mut service = ground.start();
    let office = service.settled().await;
    let lead = office.lead;
    let narrator = lead.welcomes("Amina", &office.notice).await;
    narrator.allows(&["store", "analyse"]).await;
    let told = narrator.tells("The flat", "We found a flat, and the house beside it. خانه 🏠").await;
    while lead.get(&lead.here("/search?q=flat")).await.json["total"] != 1 {}

    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let mut answered = [0_usize; 2];
    for _ in 0..CASES {
        let query = queries().new_tree(&mut runner).unwrap().current();
        answered[usize::from(asked(&lead, &query).await == 200)] += 1;
    }
    println!("{} searches found an answer, {} a clear refusal", answered[1], answered[0]);

    for (open, close) in [("(", ""), ("(", ")"), ("-(", ")"), ("NOT (", ")"), ("\"", "\""), ("(a OR ", ")"), ("*", "~")]
    {
        for times in [16, 17, 100, 700, 5_000] {
            let query = format!("{}house{}", open.repeat(times), close.repeat(times));
            assert_ne!(asked(&lead, query.as_bytes()).await, 500);
        }
    }
    for huge in
        ["house ".repeat(5_000), "h".repeat(8_000), "house* ".repeat(140), format!("\"{}\"", "the ".repeat(250))]
    {
        asked(&lead, huge.as_bytes()).await;
    }
    assert!(service.runs(), "{}", ground.newest_of_log());
    assert_eq!(lead.finds("flat").await, [told.id]);
}
