//! Where a backup lies: a folder, or one tar file. Written beside its name and put in place when it is whole; read file by
//! file, each with its SHA-256. Files are readable by their owner only.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::holding::Held;

const PIECE: usize = 256 * 1024;
/// Largest description that is read.
const LONGEST_DESCRIPTION: u64 = 256 * 1024 * 1024;

/// A backup that is being written.
pub(in crate::cli) struct Writing {
    target: PathBuf,
    partial: PathBuf,
    tar: Option<tar::Builder<File>>,
}

/// Whether this name means one file.
pub(in crate::cli) fn is_tar(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tar"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

impl Writing {
    /// Begins one; refuses a place where something is.
    pub(in crate::cli) fn begin(target: &Path) -> Result<Self, String> {
        let cannot = |cause: io::Error| format!("{} cannot be written: {cause}", target.display());
        let name = target.to_string_lossy().to_lowercase();
        if [".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".zip"].iter().any(|ending| name.ends_with(ending)) {
            return Err("what is sealed cannot be made smaller: name the backup .tar, without compression".to_owned());
        }
        let taken = match fs::read_dir(target) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_no_folder) => target.exists(),
        };
        if taken {
            return Err(format!("{} is there already: name another place, so that nothing is lost", target.display()));
        }
        if let Some(parent) = target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(cannot)?;
        }
        let partial = with_ending(target, ".partial");
        remove(&partial).map_err(cannot)?;
        let tar = if is_tar(target) {
            Some(tar::Builder::new(private_file(&partial).map_err(cannot)?))
        } else {
            private_folder(&partial).map_err(cannot)?;
            None
        };
        Ok(Self { target: target.to_owned(), partial, tar })
    }

    /// A place on the same disk for a file that is made before it is put in. Nobody else can read there.
    pub(in crate::cli) fn workshop(&self) -> io::Result<PathBuf> {
        let workshop = with_ending(&self.target, ".workshop");
        remove(&workshop)?;
        private_folder(&workshop)?;
        Ok(workshop)
    }

    /// Puts a file in. The reader may change meanwhile: what was copied is what is described.
    pub(in crate::cli) fn put(&mut self, name: &str, from: &Path) -> io::Result<Held> {
        let file = File::open(from)?;
        let length = file.metadata()?.len();
        self.put_bytes(name, file, length)
    }

    /// Puts bytes in.
    pub(in crate::cli) fn put_bytes(&mut self, name: &str, from: impl Read, length: u64) -> io::Result<Held> {
        let mut hashing = Hashing { from: from.take(length), hash: Sha256::new(), bytes: 0 };
        if let Some(tar) = &mut self.tar {
            let mut header = tar::Header::new_ustar();
            header.set_size(length);
            header.set_mode(0o600);
            header.set_entry_type(tar::EntryType::Regular);
            tar.append_data(&mut header, name, &mut hashing)?;
        } else {
            let path = self.partial.join(name);
            if let Some(parent) = path.parent() {
                private_folder(parent)?;
            }
            let mut file = private_file(&path)?;
            copy(&mut hashing, &mut file)?;
            file.sync_all()?;
        }
        if hashing.bytes != length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a file became shorter while it was copied"));
        }
        Ok(Held { name: name.to_owned(), bytes: length, sha256: hex(hashing.hash) })
    }

    /// Puts the whole in its place.
    pub(in crate::cli) fn finish(self) -> io::Result<()> {
        if let Some(tar) = self.tar {
            tar.into_inner()?.sync_all()?;
        } else if self.target.is_dir() {
            fs::remove_dir(&self.target)?;
        }
        fs::rename(&self.partial, &self.target)?;
        let parent = self.target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(parent)?.sync_all()
    }

    /// Removes what was written so far.
    pub(in crate::cli) fn give_up(self) {
        // OK to fail: it is named `.partial`, and the next backup removes it.
        let _left_behind = remove(&self.partial);
    }
}

/// Removes a file or folder, if it is there.
pub(in crate::cli) fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads every file of a backup, in the order in which they lie there.
pub(in crate::cli) fn each(
    from: &Path,
    mut with: impl FnMut(&str, &mut dyn Read) -> Result<(), String>,
) -> Result<(), String> {
    let cannot = |cause: io::Error| format!("{} cannot be read: {cause}", from.display());
    if from.is_dir() {
        for name in names_in(from).map_err(cannot)? {
            with(&name, &mut File::open(from.join(&name)).map_err(cannot)?)?;
        }
        return Ok(());
    }
    let mut archive = tar::Archive::new(File::open(from).map_err(cannot)?);
    for entry in archive.entries().map_err(cannot)? {
        let mut entry = entry.map_err(cannot)?;
        if entry.header().entry_type() == tar::EntryType::Directory {
            continue;
        }
        if entry.header().entry_type() != tar::EntryType::Regular {
            return Err(format!("{} holds something that is no file", from.display()));
        }
        let name = entry.path().map_err(cannot)?.to_string_lossy().trim_start_matches("./").to_owned();
        with(&name, &mut entry)?;
    }
    Ok(())
}

fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            for inner in fs::read_dir(entry.path())? {
                names.push(format!("{name}/{}", inner?.file_name().to_string_lossy()));
            }
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The description of a backup.
pub(in crate::cli) fn description(from: &Path, named: &str) -> Result<Vec<u8>, String> {
    let mut found = None;
    each(from, |name, bytes| {
        if name == named && found.is_none() {
            let mut read = Vec::new();
            bytes.take(LONGEST_DESCRIPTION).read_to_end(&mut read).map_err(|cause| cause.to_string())?;
            found = Some(read);
        }
        Ok(())
    })?;
    found.ok_or_else(|| format!("{} is no backup of Kith: {named} is missing", from.display()))
}

/// Copies a file out, for its owner alone, and says its length and SHA-256.
pub(in crate::cli) fn take_out(from: &mut dyn Read, to: &Path) -> io::Result<(u64, String)> {
    if let Some(parent) = to.parent() {
        private_folder(parent)?;
    }
    let mut hashing = Hashing { from, hash: Sha256::new(), bytes: 0 };
    let mut file = private_file(to)?;
    copy(&mut hashing, &mut file)?;
    file.sync_all()?;
    Ok((hashing.bytes, hex(hashing.hash)))
}

struct Hashing<R> {
    from: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.hash.update(into.get(..read).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

fn copy(from: &mut impl Read, to: &mut File) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok(()),
            read => to.write_all(piece.get(..read).unwrap_or_default())?,
        }
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_tar_files_give_back_what_was_put_in_and_nothing_is_overwritten() {
        let root = std::env::temp_dir().join(format!("kith-vessel-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&root).expect("a folder");
        for target in [root.join("folder"), root.join("one.tar")] {
            let mut writing = Writing::begin(&target).expect("begins");
            let words: Vec<u8> = (0..700_000_u32).map(|n| u8::try_from(n % 256).expect("small")).collect();
            let long = u64::try_from(words.len()).expect("small");
            let held = writing.put_bytes("recordings/a", words.as_slice(), long).expect("put");
            writing.put_bytes("b", b"x".as_slice(), 1).expect("put");
            assert!(!target.exists());
            writing.finish().expect("ends");
            assert!(Writing::begin(&target).is_err());
            assert_eq!(description(&target, "b").expect("found"), b"x");
            let mut seen = Vec::new();
            each(&target, |name, bytes| {
                let to = root.join("out").join(name);
                seen.push((name.to_owned(), take_out(bytes, &to).expect("out")));
                fs::remove_file(to).expect("removed");
                Ok(())
            })
            .expect("reads");
            assert!(seen.contains(&("recordings/a".to_owned(), (long, held.sha256))));
            assert_eq!(seen.len(), 2);
        }
        assert!(Writing::begin(&root.join("x.tar.gz")).is_err());
        fs::remove_dir_all(&root).expect("removed");
    }
}
