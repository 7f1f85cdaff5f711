//! Two worlds, one with stories that may not be read and one without: to who searches they are the same, to the last byte.

use super::{damage::Dice, house::House};
use crate::{access::Purpose, search::reply::SearchReply};

const WORDS: &[&str] = &[
    "house", "flat", "school", "work", "friend", "church", "mosque", "street", "winter", "letter", "doctor", "train",
    "mother", "garden", "language", "paper", "office", "market", "bicycle", "river",
];

fn story(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(6) {
        for _ in 0..=dice.below(25) {
            // Some words are more frequent than others.
            let widest = 1 + dice.below(WORDS.len());
            text.push_str(WORDS[dice.below(widest)]);
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text
}

/// Stories that may be read are the same in both worlds; hidden ones come before, between and after them in one.
async fn world(with_hidden: bool) -> House {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    let hidden = house.narrator(2, "Hidden", &[Purpose::Store]).await;
    let (mut dice, mut other) = (Dice(1), Dice(99));
    for number in 1..=30 {
        if with_hidden {
            for more in 0..=other.below(3) {
                let text = format!("{} secretword garden garden", story(&mut other));
                house.tells(hidden, 10_000 + number * 10 + u128::try_from(more).unwrap(), "en", &text).await;
            }
        }
        house.tells(amina, number, "en", &story(&mut dice)).await;
        if number % 7 == 0 {
            house.caught_up().await;
        }
    }
    house.caught_up().await;
    house
}

fn query(dice: &mut Dice) -> String {
    let mut word = || {
        let word = WORDS[dice.below(WORDS.len())];
        match dice.below(8) {
            0 => format!("{}*", word.chars().take(3).collect::<String>()),
            1 => format!("{word}~"),
            2 => format!("\"{word} {}\"", WORDS[dice.below(WORDS.len())]),
            3 => format!("-{word}"),
            _ => word.to_owned(),
        }
    };
    let mut words = vec![WORDS[0].to_owned(), word(), word(), word(), word()];
    words.truncate(2 + dice.below(4));
    words.join(if dice.below(2) == 0 { " " } else { " OR " })
}

/// As it is sent, but for what differs between any two runs.
fn as_sent(mut reply: SearchReply) -> String {
    reply.took_ms = 0;
    for hit in &mut reply.hits {
        hit.revision_id.0 = uuid::Uuid::nil();
    }
    serde_json::to_string(&reply).unwrap()
}

#[actix_web::test]
async fn hidden_stories_change_nothing_not_even_the_order() {
    let (with, without) = (world(true).await, world(false).await);
    assert_ne!(with.passages_in_index().len(), without.passages_in_index().len());
    let mut dice = Dice(7);
    let mut found = 0;
    for _ in 0..300 {
        let query = query(&mut dice);
        let address = format!("q={}&limit=200", query.replace('&', "%26"));
        match (with.search(&address).await, without.search(&address).await) {
            (Ok(a), Ok(b)) => {
                found += a.hits.len();
                assert_eq!(as_sent(a), as_sent(b), "{query}");
            }
            (Err(a), Err(b)) => assert_eq!(a.code, b.code, "{query}"),
            _ => panic!("one world answers and the other does not: {query}"),
        }
    }
    assert!(found > 3_000, "the queries find too little to compare: {found}");
    for address in
        ["q=secretword", "q=secretw*", "q=secretwort~", "language=ar", "testimony=00000000-0000-0000-0000-000000002711"]
    {
        let (a, b) = (with.search(address).await.unwrap(), without.search(address).await.unwrap());
        assert_eq!(a.total, 0, "{address}");
        assert_eq!(as_sent(a), as_sent(b), "{address}");
    }
    with.close().await;
    without.close().await;
}
