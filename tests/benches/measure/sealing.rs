//! What sealing costs.

use kith::{
    clock::Timestamp,
    ids::NarratorId,
    keys::{InstallationKey, NarratorKeys, Place},
};
use tests::Ground;

use crate::{
    client::{own_processor_seconds, words},
    table::{Aim, Table},
};

const TIMES: u32 = 3_000;

pub fn measure(table: &mut Table) {
    let ground = Ground::new();
    let storage = ground.storage();
    for folder in [&storage.data, &storage.keys] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let installation = InstallationKey::load_or_make(&storage.keys).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let key = runtime.block_on(async {
        let keys = NarratorKeys::open(&storage, installation).await.unwrap();
        keys.make(NarratorId(uuid::Uuid::from_u128(7)), Timestamp(0)).await.unwrap()
    });
    let text: String = words(60_000).chars().take(60_000).collect();
    let place = Place { table: "revision", column: "text_sealed", row: uuid::Uuid::nil() };
    let sealed = key.seal_text(place, &text).unwrap();
    let began = own_processor_seconds();
    for _ in 0..TIMES {
        std::hint::black_box(key.seal_text(place, std::hint::black_box(&text)).unwrap());
    }
    let sealing = (own_processor_seconds() - began) * 1e6 / f64::from(TIMES);
    let began = own_processor_seconds();
    for _ in 0..TIMES {
        std::hint::black_box(key.open_text(place, std::hint::black_box(&sealed)).unwrap());
    }
    let opening = (own_processor_seconds() - began) * 1e6 / f64::from(TIMES);
    table.line("sealing a text of 60 kB, processor", sealing, "µs", format!("opening it {opening:.0} µs"), Aim::None);
}
