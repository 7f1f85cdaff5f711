//! The folder of the index: one generation in a folder of its own, named by a small file that is replaced in one step. So a
//! new index is built beside the old one, and takes its place at once or not at all.

use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The folder, held by this process alone.
pub struct Folder {
    root: PathBuf,
    _held: File,
}

const CURRENT: &str = "current";
const GENERATION: &str = "generation-";

impl Folder {
    /// Takes the folder; nothing when another process has it.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn take(root: &Path) -> io::Result<Option<Self>> {
        fs::create_dir_all(root)?;
        let held = File::options().create(true).append(true).open(root.join("held"))?;
        match held.try_lock() {
            Ok(()) => Ok(Some(Self { root: root.to_owned(), _held: held })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// The generation in use.
    pub fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.root.join(CURRENT)).ok()?;
        let name = name.trim();
        let number = name.strip_prefix(GENERATION)?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| self.root.join(name))
    }

    /// A new, empty generation, not yet in use.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn next(&self) -> io::Result<PathBuf> {
        // The one in use counts even when it was removed: a number is given once.
        let mut names: Vec<String> = fs::read_to_string(self.root.join(CURRENT)).into_iter().collect();
        for entry in fs::read_dir(&self.root)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        let numbers = names.iter().filter_map(|name| name.trim().strip_prefix(GENERATION)?.parse::<u64>().ok());
        let highest = numbers.max().unwrap_or(0);
        let path = self.root.join(format!("{GENERATION}{:06}", highest.saturating_add(1)));
        fs::create_dir(&path)?;
        Ok(path)
    }

    /// Puts a generation in use, in one step.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn use_from_now(&self, generation: &Path) -> io::Result<()> {
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        let beside = self.root.join("current.tmp");
        let mut file = File::create(&beside)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, self.root.join(CURRENT))?;
        File::open(&self.root)?.sync_all()
    }

    /// Removes every generation but these, and what a killed process left.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn clear_but(&self, keep: &[&Path]) -> io::Result<()> {
        for entry in fs::read_dir(&self.root)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if keep.contains(&path.as_path()) || name == CURRENT || name == "held" {
                continue;
            }
            if path.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
        }
        Ok(())
    }
}

/// Removes files that no living segment needs: what was being written when the process was killed. They may hold words.
pub(super) fn remove_strangers(generation: &Path, living: &HashSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(generation)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let of_the_library = name == "meta.json" || name == ".managed.json" || name.ends_with(".lock");
        if !of_the_library && !living.contains(Path::new(&name)) && path.is_file() {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
