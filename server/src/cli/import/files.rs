//! Finding and taking files: folders are walked without following links, and a file is known by its folder and name, so
//! that the same command run twice from different places means the same stories.

use std::path::{Path, PathBuf};

use crate::testimony::reading::BIGGEST;

/// A file to read, and the name it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Its place below what was asked for, such as `interviews/ar/one.txt`; with `/` on every system.
    pub(super) known_by: String,
}

/// What is asked for, in order: files as they are, folders with everything in them but what is hidden.
pub(super) fn find(asked: &[PathBuf]) -> Result<Vec<Found>, String> {
    let mut all = Vec::new();
    for path in asked {
        let whole = path.canonicalize().map_err(|cause| format!("{} cannot be read: {cause}", path.display()))?;
        if whole.is_dir() {
            let from = whole.parent().unwrap_or(&whole).to_owned();
            all.extend(in_folder(&whole)?.into_iter().map(|file| found(file, &from)));
        } else {
            let from = whole.parent().and_then(Path::parent).unwrap_or(Path::new("/")).to_owned();
            all.push(found(whole, &from));
        }
    }
    Ok(all)
}

fn found(path: PathBuf, from: &Path) -> Found {
    let below = path.strip_prefix(from).unwrap_or(&path);
    let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let known_by = parts.join("/");
    Found { path, known_by }
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let cannot = |cause: std::io::Error| format!("{} cannot be read: {cause}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The file a manifest names, which must lie beside it or below.
pub(super) fn beside(manifest: &Path, named: &str) -> Result<PathBuf, String> {
    let parent = manifest.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = parent.canonicalize().map_err(|cause| format!("its folder cannot be read: {cause}"))?;
    let path = folder.join(named).canonicalize().map_err(|cause| format!("{named} cannot be read: {cause}"))?;
    if !path.starts_with(&folder) {
        return Err(format!("{named} lies outside the folder of the manifest, so it is not read."));
    }
    Ok(path)
}

/// The bytes of a file that is no larger than is read.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let cannot = |cause: std::io::Error| format!("It cannot be read: {cause}.");
    let file = std::fs::File::open(path).map_err(cannot)?;
    if !file.metadata().map_err(cannot)?.is_file() {
        return Err("It is no file.".to_owned());
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(BIGGEST).unwrap_or(u64::MAX);
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > BIGGEST {
        return Err(format!("It is larger than {} MiB.", BIGGEST / 1_048_576));
    }
    Ok(bytes)
}

/// A language by the file's own name, or by the nearest folder that is named like one.
pub(super) fn language(known_by: &str) -> Option<String> {
    use crate::testimony::reading::{is_language, suggested_language};
    suggested_language(known_by).or_else(|| {
        let folders = known_by.rsplit('/').skip(1);
        folders
            .flat_map(|folder| [folder, folder.split('_').next().unwrap_or(folder)])
            .find(|tag| is_language(tag))
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_place_below_what_was_asked_for() {
        let root = std::env::temp_dir().join(format!("kith-files-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(root.join("told/ar")).expect("folders");
        for file in ["told/ar/one.txt", "told/two.txt", "told/.hidden", "outside.txt"] {
            std::fs::write(root.join(file), "words").expect("a file");
        }
        let by_folder = find(&[root.join("told")]).expect("a folder");
        let names: Vec<&str> = by_folder.iter().map(|file| file.known_by.as_str()).collect();
        assert_eq!(names, ["told/ar/one.txt", "told/two.txt"]);
        let by_name = find(&[root.join("told/two.txt")]).expect("a file");
        assert_eq!(by_name[0].known_by, "told/two.txt");
        assert!(find(&[root.join("nothing")]).is_err());
        let manifest = root.join("told/manifest.csv");
        assert!(beside(&manifest, "ar/one.txt").is_ok());
        assert!(beside(&manifest, "../outside.txt").is_err());
        assert!(beside(&manifest, "/etc/hostname").is_err());
        std::fs::remove_dir_all(&root).expect("removed");
    }

    #[test]
    fn folders_named_like_a_language_say_the_language() {
        assert_eq!(language("told/ar/one.txt").as_deref(), Some("ar"));
        assert_eq!(language("told/en_wsyd/one.txt").as_deref(), Some("en"));
        assert_eq!(language("told/x.uk.vtt").as_deref(), Some("uk"));
        assert_eq!(language("told/old/one.txt"), None);
    }
}
