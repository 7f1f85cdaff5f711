//! How long a search takes, beside the same words in bare tantivy. Run by hand, optimised:
//! `cargo test --release -p kith --lib search::tests::pace -- --ignored --nocapture`
#![expect(clippy::print_stdout, reason = "a measurement is read on the screen")]

use std::time::{Duration, Instant};

use findable::Language;
use tantivy::collector::TopDocs;

use super::{damage::Dice, house::House};
use crate::access::Purpose;

const STORIES: u128 = 1_248;
const SPEECHES: usize = 54;
const WORDS: usize = 20_000;

/// Words of which few are frequent and most are rare.
fn word(dice: &mut Dice) -> String {
    let widest = 1 + dice.below(WORDS);
    let narrower = 1 + dice.below(widest);
    format!("w{}", dice.below(narrower))
}

fn story(dice: &mut Dice) -> String {
    let mut text = String::new();
    for speech in 0..SPEECHES {
        text.push_str(if speech % 2 == 0 { "ASKING: " } else { "TELLING: " });
        for _ in 0..20 + dice.below(130) {
            text.push_str(&word(dice));
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text
}

fn shown(name: &str, mut all: Vec<Duration>) -> Duration {
    all.sort();
    let at = |percent: usize| all.get(all.len() * percent / 100).copied().unwrap_or_default();
    println!("{name}: p50 {:?}, p95 {:?}, most {:?}", at(50), at(95), all.last());
    at(95)
}

#[actix_web::test]
#[ignore = "a measurement, not a story"]
async fn searches_keep_pace_with_bare_tantivy() {
    let house = House::open().await;
    let mut dice = Dice(3);
    let mut narrator = house.narrator(1, "Narrator", &[Purpose::Store, Purpose::Analyse]).await;
    let began = Instant::now();
    for number in 1..=STORIES {
        if number % 10 == 0 {
            narrator = house.narrator(number, "Narrator", &[Purpose::Store, Purpose::Analyse]).await;
        }
        house.tells(narrator, number, "en", &story(&mut dice)).await;
    }
    house.caught_up().await;
    println!("kept and indexed {} passages in {:?}", house.passages_in_index().len(), began.elapsed());
    let open = house.search.shared.serving().unwrap();
    for (kind, joined) in [("one word", ""), ("two words", " "), ("either", " OR "), ("phrase", "\"")] {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..200 {
            let (one, two) = (word(&mut dice), word(&mut dice));
            let query = match joined {
                "" => one,
                "\"" => format!("\"{one} {two}\""),
                _ => format!("{one}{joined}{two}"),
            };
            let began = Instant::now();
            let reply = house.search(&format!("q={}&limit=10", query.replace(' ', "+"))).await.unwrap();
            ours.push(began.elapsed());
            let parsed = findable::parse(&query).unwrap().to_tantivy(&open.fields.words, &[Language::En]);
            let began = Instant::now();
            let count = open
                .searcher()
                .search(&*parsed, &(TopDocs::with_limit(10).order_by_score(), tantivy::collector::Count));
            bare.push(began.elapsed());
            assert_eq!(u64::try_from(count.unwrap().1).unwrap(), reply.total, "{query}");
        }
        let (ours, bare) =
            (shown(&format!("{kind}, whole search"), ours), shown(&format!("{kind}, bare tantivy"), bare));
        println!("{kind}: within three times and 5 ms: {}", ours <= bare * 3 + Duration::from_millis(5));
    }
    house.close().await;
}
