//! Whatever happens to the files of the index, it is built anew and is what the database says.

use std::path::Path;

use super::house::{House, files_under};
use crate::access::Purpose;

/// Numbers that look random and are the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

async fn a_house_with_stories() -> House {
    let house = House::open().await;
    let amina = house.narrator(1, "Amina", &[Purpose::Store, Purpose::Analyse]).await;
    for number in 1..=6 {
        house.tells(amina, number, "en", &format!("Story {number}.\n\nWe found a flat.\n\nIt was {number} far.")).await;
        house.caught_up().await;
    }
    house.corrects(3, "Story three.\n\nWe found a house.").await;
    house.caught_up().await;
    house.index_equals_database().await;
    house
}

async fn is_mended_after(house: &mut House, damage: impl FnOnce(&Path)) {
    house.stop().await;
    damage(&house.index_folder());
    house.start();
    house.caught_up().await;
    house.index_equals_database().await;
    assert_eq!(house.search("q=flat").await.unwrap().total, 5);
}

#[actix_web::test]
async fn an_index_that_is_gone_or_cut_short_is_built_anew() {
    let mut house = a_house_with_stories().await;
    is_mended_after(&mut house, |index| std::fs::remove_dir_all(index).unwrap()).await;
    let number = files_under(&house.generation()).len();
    for at in 0..number {
        is_mended_after(&mut house, |index| {
            let files = files_under(index);
            let file = &files[at % files.len()];
            let length = std::fs::metadata(file).unwrap().len();
            std::fs::File::options().write(true).open(file).unwrap().set_len(length / 2).unwrap();
        })
        .await;
    }
    is_mended_after(&mut house, |index| {
        let file = files_under(index).into_iter().find(|file| file.extension().is_some_and(|kind| kind == "term"));
        std::fs::remove_file(file.unwrap()).unwrap();
    })
    .await;
    house.close().await;
}

#[actix_web::test]
async fn an_index_with_one_wrong_bit_is_built_anew() {
    let mut house = a_house_with_stories().await;
    let mut dice = Dice(20);
    for _ in 0..20 {
        let (file, byte, bit) = (dice.below(1_000), dice.below(1_000_000), dice.below(8));
        is_mended_after(&mut house, |index| flip(&files_under(index), file, byte, bit)).await;
    }
    house.close().await;
}

fn flip(files: &[std::path::PathBuf], file: usize, byte: usize, bit: usize) {
    let file = &files[file % files.len()];
    let mut bytes = std::fs::read(file).unwrap();
    if !bytes.is_empty() {
        let at = byte % bytes.len();
        bytes[at] ^= 1 << bit;
        std::fs::write(file, bytes).unwrap();
    }
}

#[actix_web::test]
async fn what_a_killed_process_left_is_removed() {
    let mut house = a_house_with_stories().await;
    house.stop().await;
    let generation = house.generation();
    let left = [
        generation.join(".tmpAbCdEf"),
        generation.join("0123456789abcdef0123456789abcdef.term"),
        house.index_folder().join("generation-000999").join("meta.json"),
    ];
    std::fs::create_dir_all(left[2].parent().unwrap()).unwrap();
    for file in &left {
        std::fs::write(file, "zanzibarovka").unwrap();
    }
    house.start();
    house.caught_up().await;
    assert!(left.iter().all(|file| !file.exists()));
    assert_eq!(house.generation(), generation, "a whole index is not built anew");
    house.close().await;
}
