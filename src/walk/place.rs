//! Which of what was read lies at or below some paths, however either of them is written.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::uri_of;

/// Paths: files, and directories with all that is below them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Each as reports write it, for what is not there, and where it leads.
    paths: Vec<(String, Option<PathBuf>)>,
}

/// What lies at or below some paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Whether it does, for each name of an input.
    pub inside: Vec<bool>,
    /// The paths at or below which nothing lies, as reports write them.
    pub unmet: Vec<String>,
}

impl Places {
    /// Returns the places of these paths.
    pub fn new(paths: &[PathBuf]) -> Self {
        let place = |path: &PathBuf| (uri_of(path), fs::canonicalize(path).ok());
        Self { paths: paths.iter().map(place).collect() }
    }

    /// Returns whether there is no path.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// Returns which names of inputs lie at or below the paths, and which paths hold none of them.
    pub fn hold<'a>(&self, uris: impl Iterator<Item = &'a str>) -> Held {
        let names: HashSet<&str> = self.paths.iter().map(|(name, _)| name.as_str()).collect();
        let real: HashSet<&Path> =
            self.paths.iter().filter_map(|(_, real)| real.as_deref()).collect();
        let mut met_names: HashSet<&str> = HashSet::new();
        let mut met_real: HashSet<&Path> = HashSet::new();
        let mut holds = |uri: &str| {
            let name = names.get(uri);
            met_names.extend(name);
            let there = fs::canonicalize(uri).unwrap_or_default();
            let holding: Vec<&Path> =
                there.ancestors().filter_map(|above| real.get(above).copied()).collect();
            met_real.extend(&holding);
            name.is_some() || !holding.is_empty()
        };
        let mut known: HashMap<&str, bool> = HashMap::new();
        let inside = uris.map(|uri| *known.entry(uri).or_insert_with(|| holds(uri))).collect();
        let is_met = |(name, real): &&(String, Option<PathBuf>)| {
            met_names.contains(name.as_str())
                || real.as_deref().is_some_and(|real| met_real.contains(real))
        };
        let unmet = self.paths.iter().filter(|path| !is_met(path)).map(|(name, _)| name.clone());
        Held { inside, unmet: unmet.collect() }
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
        let nowhere = root.join("ab");
        let paths = [root.join("a"), PathBuf::from("./gone.md"), nowhere.clone()];
        let held = |uris: &[&str]| Places::new(&paths).hold(uris.iter().copied());
        let inside = root.join("a/../a/x.md");
        let beside = root.join("ab.md");
        let uris = [inside.to_str().unwrap(), beside.to_str().unwrap(), "gone.md"];
        let unmet = vec![nowhere.to_string_lossy().into_owned()];
        assert_eq!(held(&uris), Held { inside: vec![true, false, true], unmet });
        assert_eq!(held(&uris[1..2]).unmet.len(), 3);
    }
}
