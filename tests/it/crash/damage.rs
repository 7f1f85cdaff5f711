//! What can happen to the folder of the index while nobody looks. It holds nothing that the database does not: whatever
//! happened, it is built anew and answers rightly.

use std::{fs, path::PathBuf};

use tests::Ground;

use super::Chance;

fn files(ground: &Ground) -> Vec<PathBuf> {
    let (mut all, mut folders) = (Vec::new(), vec![ground.inside("data").join("index")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}

/// One kind of damage.
type Damage = fn(&Ground, &mut Chance);

/// Every kind of damage, done while nothing runs.
pub const EVERY: [(&str, Damage); 4] = [
    ("the index was deleted", deleted),
    ("every file of the index was cut short", truncated),
    ("twenty bits of the index were flipped", flipped),
    ("garbage lay in the index", garbage),
];

fn deleted(ground: &Ground, _: &mut Chance) {
    let _never_made = fs::remove_dir_all(ground.inside("data").join("index"));
}

fn truncated(ground: &Ground, chance: &mut Chance) {
    for path in files(ground) {
        let file = fs::File::options().write(true).open(&path).unwrap();
        let length = file.metadata().unwrap().len();
        file.set_len(chance.below(length)).unwrap();
    }
}

fn flipped(ground: &Ground, chance: &mut Chance) {
    let files = files(ground);
    for _ in 0..20 {
        let Some(path) = chance.one_of(&files) else { continue };
        let mut bytes = fs::read(path).unwrap();
        if !bytes.is_empty() {
            let at = chance.place(bytes.len());
            bytes[at] ^= 1 << chance.below(8);
            fs::write(path, bytes).unwrap();
        }
    }
}

fn garbage(ground: &Ground, chance: &mut Chance) {
    let folder = ground.inside("data").join("index");
    let mut targets: Vec<PathBuf> = files(ground).into_iter().filter(|_| chance.below(2) == 0).collect();
    targets.extend(["current", "generation-000001", "generation-x", "no such name"].map(|name| folder.join(name)));
    for path in targets {
        let bytes: Vec<u8> = (0..chance.below(5_000)).map(|_| chance.next().to_le_bytes()[0]).collect();
        if path.is_dir() {
            fs::write(path.join("meta.json"), bytes).unwrap();
        } else if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}
