//! Coding passages: one coder, and eight at once.

use std::{sync::Mutex, time::Instant};

use serde_json::json;
use tests::new_id;

use crate::{
    client::{Client, House, Kept, milliseconds, words},
    table::{Aim, Table, quantile},
};

const CODERS: u32 = 8;

/// One person codes so often; milliseconds of each.
pub fn codes(client: &Client, kept: &Kept, code: &str, length: usize, times: usize) -> Vec<f64> {
    let mut all = Vec::with_capacity(times);
    for at in 0..times {
        let start = (at * 7_919) % (length - 200);
        let form = json!({
            "revision_id": kept.revision, "start": start, "end": start + 20 + at % 150, "code_id": code,
        });
        let path = format!("/testimonies/{}/codings/{}", kept.id, new_id());
        let began = Instant::now();
        client.put(&path, &form);
        all.push(milliseconds(began));
    }
    all
}

/// Several code one text at once; milliseconds of each coding, and codings a second.
pub fn at_once(coders: &[Client], kept: &Kept, code: &str, length: usize, times: usize) -> (Vec<f64>, f64) {
    let all = Mutex::new(Vec::new());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for coder in coders {
            scope.spawn(|| {
                let mine = codes(coder, kept, code, length, times / coders.len());
                all.lock().unwrap().extend(mine);
            });
        }
    });
    let all = all.into_inner().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let a_second = all.len() as f64 / began.elapsed().as_secs_f64();
    (all, a_second)
}

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(2);
    let code = house.code();
    let coders: Vec<Client> = (0..CODERS).map(|number| house.coder(number)).collect();
    for (name, bytes) in [("60 kB", 60_000), ("800 kB", 800_000)] {
        let kept = house.tells(&house.lead, 0, "en", name, &words(bytes));
        codes(&coders[0], &kept, &code, bytes, 50);
        let before = house.service.processor_seconds();
        let mut alone = codes(&coders[0], &kept, &code, bytes, 600);
        let processor = (house.service.processor_seconds() - before) * 1e6 / 600.0;
        let (p50, p95) = (quantile(&mut alone, 0.5), quantile(&mut alone, 0.95));
        let beside = format!("p50 {p50:.2} ms, {processor:.0} µs processor each");
        table.line(format!("coding a passage of {name}, one coder, p95"), p95, "ms", beside, Aim::Below(10.0));
        let (mut all, a_second) = at_once(&coders, &kept, &code, bytes, 4_000);
        let beside = format!("p50 {:.2} ms, {a_second:.0} codings a second", quantile(&mut all, 0.5));
        table.line(format!("coding {name}, eight at once, p95"), quantile(&mut all, 0.95), "ms", beside, Aim::None);
        table.line(format!("coding {name}, eight at once"), a_second, "a second", "", Aim::Above(500.0));
    }
}
