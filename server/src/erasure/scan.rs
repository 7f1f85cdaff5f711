//! Looking whether words are left: pieces of what somebody said are looked for, byte by byte, in every file of the data
//! folder. The pieces are taken before the key is destroyed and live in memory only.

use std::{
    fs::{File, Metadata},
    os::unix::fs::{FileExt, MetadataExt},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
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

/// Which file it is, whatever it is called.
type Inode = (u64, u64);

/// Files of SQLite, which stay open until the process ends. When any handle of a file is closed, POSIX drops every lock that the
/// process has on it, and SQLite's with them: the next process to open it, a backup, would believe that nobody is there, and
/// remove the log into which this one commits. (sqlite.org/howtocorrupt.html, 2.2)
static KEPT_OPEN: Mutex<Vec<(Inode, Arc<File>)>> = Mutex::new(Vec::new());

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
    while let Some(inner) = folders.pop() {
        for entry in std::fs::read_dir(&inner)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if holds_any(folder, &path, probes)? {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Opens a file to look into it. Files of the index and recordings come and go, and SQLite knows nothing of them; all others in
/// the folder may be its own.
fn opened(folder: &Path, path: &Path) -> std::io::Result<Arc<File>> {
    let inode = |of: &Metadata| (of.dev(), of.ino());
    if ["index", "recordings"].iter().any(|known| path.starts_with(folder.join(known))) {
        return Ok(Arc::new(File::open(path)?));
    }
    let mut kept = KEPT_OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let this = inode(&std::fs::metadata(path)?);
    if let Some((_, file)) = kept.iter().find(|(known, _)| *known == this) {
        return Ok(Arc::clone(file));
    }
    let file = Arc::new(File::open(path)?);
    kept.push((inode(&file.metadata()?), Arc::clone(&file)));
    Ok(file)
}

fn holds_any(folder: &Path, path: &Path, probes: &[Vec<u8>]) -> std::io::Result<bool> {
    let file = match opened(folder, path) {
        Ok(file) => file,
        // The index removes its files when it likes.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let longest = probes.iter().map(Vec::len).max().unwrap_or(0);
    let (mut buffer, mut at) = (Vec::with_capacity(CHUNK + longest), 0_u64);
    let mut chunk = vec![0; CHUNK];
    loop {
        let kept = buffer.len().min(longest);
        buffer.drain(..buffer.len() - kept);
        let read = match file.read_at(&mut chunk, at) {
            Ok(0) => return Ok(false),
            Ok(read) => read,
            Err(again) if again.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        buffer.extend(chunk.iter().take(read));
        at = at.saturating_add(u64::try_from(read).unwrap_or(0));
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

    #[test]
    #[cfg(target_os = "linux")]
    fn whoever_looks_takes_no_lock_from_the_records() {
        let folder = std::env::temp_dir().join(format!("kith-scan-locks-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let records = folder.join("records.sqlite");
        #[expect(clippy::disallowed_methods, reason = "the file is made here")]
        let connection = rusqlite::Connection::open(&records).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch("CREATE TABLE told (words TEXT); INSERT INTO told VALUES ('by nobody')").unwrap();
        let locks = || {
            let all = std::fs::read_to_string("/proc/locks").unwrap();
            let of = |name: &str| {
                let inode = std::fs::metadata(folder.join(name)).unwrap().ino();
                all.lines().filter(|line| line.contains(&format!(":{inode} "))).count()
            };
            [of("records.sqlite"), of("records.sqlite-shm")]
        };
        let before = locks();
        assert!(before.iter().all(|number| *number > 0), "{before:?}");
        assert_eq!(found_in(&folder, &[b"by nobody".to_vec()]).unwrap().len(), 1);
        assert_eq!(locks(), before);
        drop(connection);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
