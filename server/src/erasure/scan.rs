//! Looking whether words are left: pieces of what somebody said are looked for, byte by byte, in every file of the data
//! folder. The pieces are taken before the key is destroyed and live in memory only.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    consent::gate::{Actor, Reason},
    db::Db,
    ids::NarratorId,
    keys::NarratorKeys,
    testimony::{TestimonyError, store},
};

/// How long a piece is at least, in bytes: long enough to be nobody else's words.
const PIECE: usize = 24;
/// How many pieces of one text.
const PIECES: usize = 8;
/// How many pieces of one narrator.
const MOST: usize = 200;
/// How much of a file is read at once.
const CHUNK: usize = 1 << 20;

/// Pieces of somebody's words, of every edition of every text, whatever is kept out of it.
pub(super) async fn probes(db: &Db, keys: &NarratorKeys, of: NarratorId) -> Result<Vec<Vec<u8>>, TestimonyError> {
    let beyond = db.beyond_consent(Reason::Erasing, Actor::Worker);
    let mut probes: Vec<Vec<u8>> = Vec::new();
    for text in store::texts_of_narrator(&beyond, keys, of).await? {
        for piece in pieces(&text).filter(|piece| !piece.trim().is_empty()) {
            if probes.len() < MOST && !probes.iter().any(|known| known == piece.as_bytes()) {
                probes.push(piece.as_bytes().to_vec());
            }
        }
    }
    Ok(probes)
}

/// Some pieces of a text, evenly apart, cut between characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let step = (text.len() / PIECES).max(PIECE);
    (0..PIECES).filter_map(move |number| {
        let start = text.ceil_char_boundary(number.saturating_mul(step));
        let end = text.ceil_char_boundary(start.saturating_add(PIECE));
        text.get(start..end).filter(|piece| piece.len() >= PIECE)
    })
}

/// The files in which any of the pieces stands.
pub(super) fn found_in(folder: &Path, probes: &[Vec<u8>]) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if probes.is_empty() {
        return Ok(found);
    }
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if holds_any(&path, probes)? {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn holds_any(path: &Path, probes: &[Vec<u8>]) -> std::io::Result<bool> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        // The index removes its files when it likes.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let longest = probes.iter().map(Vec::len).max().unwrap_or(0);
    let mut buffer: Vec<u8> = Vec::with_capacity(CHUNK + longest);
    loop {
        let kept = buffer.len().min(longest);
        buffer.drain(..buffer.len() - kept);
        let read = file.by_ref().take(u64::try_from(CHUNK).unwrap_or(0)).read_to_end(&mut buffer)?;
        if read == 0 {
            return Ok(false);
        }
        if probes.iter().any(|probe| stands_in(&buffer, probe)) {
            return Ok(true);
        }
    }
}

/// Looks for the first byte, then for the rest: what is looked for is rare.
fn stands_in(bytes: &[u8], piece: &[u8]) -> bool {
    let Some((first, rest)) = piece.split_first() else { return false };
    let mut after = bytes;
    while let Some(at) = after.iter().position(|byte| byte == first) {
        let (_, from) = after.split_at(at + 1);
        if from.starts_with(rest) {
            return true;
        }
        after = from;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_wherever_it_stands_even_over_the_seam_of_two_reads() {
        let folder = std::env::temp_dir().join(format!("kith-scan-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("inside")).unwrap();
        let piece = b"the morning we found a flat".to_vec();
        for at in [0, 5, CHUNK - 10, CHUNK, 2 * CHUNK - 1] {
            let mut bytes = vec![b't'; at];
            bytes.extend_from_slice(&piece);
            bytes.extend_from_slice(&[b'h'; 100]);
            std::fs::write(folder.join("inside/records"), bytes).unwrap();
            assert_eq!(found_in(&folder, std::slice::from_ref(&piece)).unwrap().len(), 1, "{at}");
        }
        std::fs::write(folder.join("inside/records"), vec![b't'; 3 * CHUNK]).unwrap();
        assert!(found_in(&folder, &[piece]).unwrap().is_empty());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
