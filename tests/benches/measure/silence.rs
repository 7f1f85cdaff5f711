//! What is hidden beside what never was: whoever asks must not learn by the clock that there is something.

use std::time::Instant;

use serde_json::json;
use tests::new_id;

use crate::{
    client::{Client, House, milliseconds, words},
    table::{Aim, Table, quantile},
};

/// How many stories, half of them hidden.
const STORIES: usize = 600;
/// How often each is asked, in turns.
const ROUNDS: usize = 1_500;

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(40);
    let mut hidden = Vec::new();
    for at in 0..STORIES {
        // Those of every second narrator are withdrawn below.
        let of_a_narrator_who_leaves = (at % house.narrators.len()).is_multiple_of(2);
        let word = if of_a_narrator_who_leaves { "zanzibarovka" } else { "leiden" };
        let text = format!("A: we came to {word} at last.\n\n{}", words(2_000));
        let kept = house.tells(&house.lead, at, "en", &format!("Story {at}"), &text);
        if of_a_narrator_who_leaves {
            hidden.push(kept.id);
        }
    }
    while house.lead.get("/search?q=zanzibarovka")["total"].as_u64() < u64::try_from(hidden.len()).ok() {
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    for narrator in house.narrators.iter().step_by(2) {
        let form = json!({ "purposes": ["analyse"], "asked_by": "narrator" });
        let path = format!("/narrators/{}/withdrawals", narrator.id);
        let (status, _) = house.lead.send("POST", &path, Some(&form));
        assert_eq!(status, 200);
    }
    compare(table, &house.lead, "searching a hidden word beside one that never was", |at| {
        let never = format!("/search?q=zanzibarovk{}", ["o", "i", "u"][at % 3]);
        ["/search?q=zanzibarovka".to_owned(), never]
    });
    compare(table, &house.lead, "opening a hidden story beside one that never was", |at| {
        [format!("/testimonies/{}", hidden[at % hidden.len()]), format!("/testimonies/{}", new_id())]
    });
}

fn compare(table: &mut Table, client: &Client, what: &str, pair: impl Fn(usize) -> [String; 2]) {
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for at in 0..ROUNDS {
        let paths = pair(at);
        // In turns, and each first every second time, so that nothing but what is asked differs.
        for which in if at % 2 == 0 { [0, 1] } else { [1, 0] } {
            let began = Instant::now();
            let (status, bytes) = client.send("GET", &paths[which], None);
            times[which].push(milliseconds(began));
            assert!(status == 404 || String::from_utf8_lossy(&bytes).contains("\"total\":0"), "{}", paths[which]);
        }
    }
    let [hidden, never] = &mut times;
    let medians = [quantile(hidden, 0.5), quantile(never, 0.5)];
    let beside = format!(
        "p50 {:.3} beside {:.3} ms, p95 {:.3} beside {:.3} ms",
        medians[0],
        medians[1],
        quantile(hidden, 0.95),
        quantile(never, 0.95)
    );
    let apart = (medians[0] / medians[1]).max(medians[1] / medians[0]);
    table.line(format!("{what}, p50 apart"), apart, "×", beside, Aim::Below(1.15));
}
