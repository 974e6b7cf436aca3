//! Which of what was read lies at or below some paths, however either of them is written.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::uri_of;

/// Paths: files, and directories with all that is below them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Names as reports write them, for what is not there.
    names: Vec<String>,
    /// Where the paths lead.
    real: Vec<PathBuf>,
}

impl Places {
    /// Returns the places of these paths.
    pub fn new(paths: &[PathBuf]) -> Self {
        Self {
            names: paths.iter().map(|path| uri_of(path)).collect(),
            real: paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect(),
        }
    }

    /// Returns whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns, for each name of an input, whether it lies at or below one of the paths.
    pub fn hold<'a>(&self, uris: impl Iterator<Item = &'a str>) -> Vec<bool> {
        let mut known: HashMap<&str, bool> = HashMap::new();
        uris.map(|uri| *known.entry(uri).or_insert_with(|| self.holds(uri))).collect()
    }

    fn holds(&self, uri: &str) -> bool {
        if self.names.iter().any(|name| name == uri) {
            return true;
        }
        let real = fs::canonicalize(Path::new(uri));
        real.is_ok_and(|real| self.real.iter().any(|place| real.starts_with(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_a_path_is_held_and_what_only_begins_alike_is_not() {
        let directory = tempfile::tempdir().expect("a directory for the test");
        let root = directory.path();
        fs::create_dir(root.join("a")).expect("a directory for the test");
        for name in ["a/x.md", "ab.md"] {
            fs::write(root.join(name), "x").expect("a file for the test");
        }
        let places = Places::new(&[root.join("a"), PathBuf::from("./gone.md")]);
        let inside = root.join("a/../a/x.md");
        let beside = root.join("ab.md");
        let uris = [inside.to_str().unwrap(), beside.to_str().unwrap(), "gone.md"];
        assert_eq!(places.hold(uris.into_iter()), [true, false, true]);
    }
}
