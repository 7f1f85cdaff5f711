//! Opening a transcript of five hundred pages with twenty thousand codings.

use crate::{
    client::{Client, House, words},
    coding,
    table::{Aim, Table, quantile},
};

const BYTES: usize = 1_300_000;
const CODINGS: usize = 20_000;
const TIMES: u32 = 15;

pub fn measure(table: &mut Table) {
    let house = House::with_narrators(1);
    let code = house.code();
    let coders: Vec<Client> = (0..8).map(|number| house.coder(number)).collect();
    let kept = house.tells(&house.lead, 0, "en", "Five hundred pages", &words(BYTES));
    coding::at_once(&coders, &kept, &code, BYTES, CODINGS);
    let mut both = 0.0;
    for (name, path) in [
        ("its text", format!("/testimonies/{}", kept.id)),
        ("its codings", format!("/testimonies/{}/codings", kept.id)),
    ] {
        house.lead.timed(&path);
        let before = house.service.processor_seconds();
        let (mut times, mut bytes) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let (milliseconds, length) = house.lead.timed(&path);
            times.push(milliseconds);
            bytes = length;
        }
        let processor = (house.service.processor_seconds() - before) * 1_000.0 / f64::from(TIMES);
        both += processor;
        let beside = format!("p50 {:.1} ms, {} kB", quantile(&mut times, 0.5), bytes / 1_000);
        table.line(
            format!("opening 1.3 MB with 20,000 codings: {name}, processor"),
            processor,
            "ms",
            beside,
            Aim::None,
        );
    }
    table.line("opening 1.3 MB with 20,000 codings: both, processor", both, "ms", "", Aim::Below(150.0));
}
