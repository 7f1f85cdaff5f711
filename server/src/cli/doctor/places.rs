//! Folders, the key file, room on the disk, the programs and the settings around the service.

use std::path::{Path, PathBuf};

use super::found::{Found, Notes};
use crate::{config::Config, keys::InstallationKey, testimony::reading};

/// Less room than this is too little, in bytes.
const TOO_LITTLE: u64 = 512 * 1024 * 1024;
/// Less room than this will soon be too little.
const LITTLE: u64 = 5 * 1024 * 1024 * 1024;

pub(super) fn look(config: &Config, found: &mut Vec<Found>) {
    let storage = &config.storage;
    for (name, folder) in [("data", &storage.data), ("keys", &storage.keys)] {
        folder_is_ours(name, folder, found);
    }
    if storage.recordings().exists() {
        folder_is_ours("recordings", &storage.recordings(), found);
    }
    key_file(&storage.keys, found);
    apart(&storage.data, &storage.keys, found);
    room(&storage.data, found);
    pdftotext(found);
    reader(config, found);
    who(found);
    settings(config, found);
}

fn folder_is_ours(name: &'static str, folder: &Path, found: &mut Vec<Found>) {
    let shown = folder.display();
    if !folder.is_dir() {
        return found.fail(name, format!("{shown} is no folder: set its place, or start kith serve once to make it"));
    }
    let trial = folder.join(format!(".doctor-{}", std::process::id()));
    match std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial)) {
        Ok(()) => found.ok(name, format!("{shown} can be written")),
        Err(cause) => found.fail(name, format!("{shown} cannot be written: {cause}")),
    }
}

#[cfg(unix)]
fn open_to_others(path: &Path) -> Option<u32> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).ok()?.permissions()) & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn open_to_others(_path: &Path) -> Option<u32> {
    None
}

fn key_file(keys: &Path, found: &mut Vec<Found>) {
    let file = InstallationKey::file(keys);
    if !file.is_file() {
        return found.fail("key-file", format!("{} is missing: bring the keys back from their backup", file.display()));
    }
    match open_to_others(&file) {
        Some(mode) => {
            let shown = file.display();
            found.fail("key-file", format!("{shown} can be read by others ({mode:04o}): chmod 600 {shown}"));
        }
        None => found.ok("key-file", format!("{} is readable by its owner alone", file.display())),
    }
    if let Some(mode) = open_to_others(keys) {
        let shown = keys.display();
        found.warn("keys-folder", format!("{shown} is open to others ({mode:04o}): chmod 700 {shown}"));
    }
}

fn apart(data: &Path, keys: &Path, found: &mut Vec<Found>) {
    let (Ok(data), Ok(keys)) = (data.canonicalize(), keys.canonicalize()) else { return };
    if keys.starts_with(&data) || data.starts_with(&keys) {
        found.warn("keys-apart", "the keys lie inside the data: whoever copies one has both. Move them (KITH_KEYS)");
    } else if keys.parent() == data.parent() {
        found
            .warn("keys-apart", "the keys lie beside the data: best keep them on another disk, and back them up apart");
    } else {
        found.ok("keys-apart", "the keys lie apart from the data");
    }
}

fn room(data: &Path, found: &mut Vec<Found>) {
    match rustix::fs::statvfs(data) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let words = format!("{} MiB are free for the data", free / 1_048_576);
            match free {
                free if free < TOO_LITTLE => found.fail("room", words),
                free if free < LITTLE => found.warn("room", words),
                _ => found.ok("room", words),
            }
        }
        Err(cause) => found.warn("room", format!("room on the disk cannot be told: {cause}")),
    }
}

fn pdftotext(found: &mut Vec<Found>) {
    if Path::new(reading::PDFTOTEXT).is_file() {
        found.ok("pdftotext", "PDF files are read with poppler");
    } else {
        let words = "poppler is not installed: PDF files are read by the built-in reader, less well (apt install poppler-utils)";
        found.warn("pdftotext", words);
    }
}

/// Whether a document can be read apart, as hardened as this machine is.
fn reader(config: &Config, found: &mut Vec<Found>) {
    let asked = documents::Asked { file_name: "trial.txt".to_owned(), ..documents::Asked::default() };
    match reading::read_now(&config.reader_program(), b"A trial.\n", &asked) {
        Ok(_read) => found.ok("reader", "documents can be read in a process of their own"),
        Err(why) => found.fail("reader", format!("documents cannot be read: {why}")),
    }
}

fn who(found: &mut Vec<Found>) {
    if rustix::process::geteuid().is_root() {
        found.warn("person", "this runs as root: serve as somebody who may do nothing else");
    }
}

fn settings(config: &Config, found: &mut Vec<Found>) {
    match config.web.public_url.as_deref() {
        Some(url) if url.starts_with("https://") => found.ok("address", format!("people come by {url}")),
        Some(url) => found.warn("address", format!("{url} is not https: what people type can be read on the way")),
        None => found.warn("address", "KITH_PUBLIC_URL is not set: links are written for this machine only"),
    }
    if config.web.is_https() && config.web.trusted_proxies == 0 {
        let words = "KITH_TRUSTED_PROXIES is 0: behind a proxy, all people seem to come from one address and are slowed together";
        found.warn("proxies", words);
    }
    match (&config.mail.server, &config.mail.from) {
        (Some(_), Some(_)) => found.ok("mail", "mail leaves by a server"),
        (Some(_), None) => found.fail("mail", "KITH_MAIL_FROM is missing"),
        (None, _) => found.warn("mail", "no mail leaves: links are shown to whoever makes them (KITH_MAIL_SERVER)"),
    }
}

/// The file that names the index in use.
pub(super) fn index_meta(index: &Path) -> Option<PathBuf> {
    let current = std::fs::read_to_string(index.join("current")).ok()?;
    let name = current.trim();
    let number = name.strip_prefix("generation-")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| index.join(name).join("meta.json"))
}

#[cfg(test)]
mod tests {
    use super::{super::found::Level, *};

    #[test]
    fn keys_that_others_can_read_or_that_lie_in_the_data_are_found() {
        use std::os::unix::fs::PermissionsExt;
        let root = std::env::temp_dir().join(format!("kith-doctor-{}", uuid::Uuid::new_v4()));
        let (data, keys) = (root.join("data"), root.join("data/keys"));
        std::fs::create_dir_all(&keys).expect("folders");
        let file = InstallationKey::file(&keys);
        let level = |look: &dyn Fn(&mut Vec<Found>)| {
            let mut found = Vec::new();
            look(&mut found);
            found[0].level
        };
        assert_eq!(level(&|found| key_file(&keys, found)), Level::Fail);
        std::fs::write(&file, "key").expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        assert_eq!(level(&|found| key_file(&keys, found)), Level::Fail);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("a mode");
        assert_eq!(level(&|found| key_file(&keys, found)), Level::Ok);
        assert_eq!(level(&|found| apart(&data, &keys, found)), Level::Warn);
        let elsewhere = root.join("safe/keys");
        std::fs::create_dir_all(&elsewhere).expect("folders");
        assert_eq!(level(&|found| apart(&data, &elsewhere, found)), Level::Ok);
        assert_eq!(level(&|found| folder_is_ours("data", &root.join("no"), found)), Level::Fail);
        std::fs::remove_dir_all(&root).expect("removed");
    }
}
