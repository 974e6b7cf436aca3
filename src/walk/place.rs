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
    /// For each input, how deep the innermost of these paths lies, in parts of its name; none where no path holds it.
    pub depths: Vec<Option<usize>>,
    /// The paths at or below which nothing lies, as reports write them.
    pub unmet: Vec<String>,
}

impl Places {
    /// Returns the places of these paths.
    pub fn new(paths: &[PathBuf]) -> Self {
        let place = |path: &PathBuf| (uri_of(path), fs::canonicalize(path).ok());
        Self { paths: paths.iter().map(place).collect() }
    }

    /// Returns which inputs, by their paths, lie at or below the paths, and which paths hold none of them.
    pub fn hold<'a>(&self, inputs: impl Iterator<Item = &'a Path>) -> Held {
        let names: HashSet<&str> = self.paths.iter().map(|(name, _)| name.as_str()).collect();
        let real: HashSet<&Path> =
            self.paths.iter().filter_map(|(_, real)| real.as_deref()).collect();
        let mut met_names: HashSet<&str> = HashSet::new();
        let mut met_real: HashSet<&Path> = HashSet::new();
        let mut depth = |input: &Path| {
            let name = names.get(uri_of(input).as_str());
            met_names.extend(name);
            let there = fs::canonicalize(input).unwrap_or_default();
            let holding: Vec<&Path> =
                there.ancestors().filter_map(|above| real.get(above).copied()).collect();
            met_real.extend(&holding);
            let innermost = holding.first().map(|path| path.components().count());
            // What is no file has nothing below it.
            innermost.or_else(|| name.map(|_| usize::MAX))
        };
        let mut known: HashMap<&Path, Option<usize>> = HashMap::new();
        let depths = inputs.map(|path| *known.entry(path).or_insert_with(|| depth(path))).collect();
        let is_met = |(name, real): &&(String, Option<PathBuf>)| {
            met_names.contains(name.as_str())
                || real.as_deref().is_some_and(|real| met_real.contains(real))
        };
        let unmet = self.paths.iter().filter(|path| !is_met(path)).map(|(name, _)| name.clone());
        Held { depths, unmet: unmet.collect() }
    }
}

impl Held {
    /// Returns whether each input lies at or below the paths.
    pub fn inside(&self) -> Vec<bool> {
        self.depths.iter().map(Option::is_some).collect()
    }

    /// Returns whether each input lies deeper in these paths than in the others: the more specific path decides, and
    /// of equal ones the other.
    pub fn inside_of(&self, others: &Self) -> Vec<bool> {
        self.depths.iter().zip(&others.depths).map(|(own, other)| own > other).collect()
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
        let held = |inputs: &[&Path]| Places::new(&paths).hold(inputs.iter().copied());
        let inside = root.join("a/../a/x.md");
        let beside = root.join("ab.md");
        let inputs = [&*inside, &*beside, Path::new("gone.md")];
        let unmet = vec![nowhere.to_string_lossy().into_owned()];
        assert_eq!(held(&inputs).inside(), [true, false, true]);
        assert_eq!(held(&inputs).unmet, unmet);
        assert_eq!(held(&inputs[1..2]).unmet.len(), 3);
    }

    #[test]
    fn the_more_specific_path_decides() {
        let directory = tempfile::tempdir().expect("a directory for the test");
        let root = directory.path();
        fs::create_dir_all(root.join("a/b")).expect("a directory for the test");
        let file = root.join("a/b/x.md");
        fs::write(&file, "x").expect("a file for the test");
        let is_inside_of = |own: &str, other: &str| {
            let held = |path: &str| Places::new(&[root.join(path)]).hold([&*file].into_iter());
            held(own).inside_of(&held(other))[0]
        };
        assert!(is_inside_of("a/b", "a") && is_inside_of("a/b/x.md", "a/b"));
        assert!(is_inside_of("a", "elsewhere"));
        assert!(!is_inside_of("a", "a/b") && !is_inside_of("a", "a/../a"));
    }
}
