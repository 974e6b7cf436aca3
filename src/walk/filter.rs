//! Which paths are left out: the user's globs, and what git ignores.

use std::fs;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::error::{Error, ErrorKind};

/// The globs of include and exclude, matched on the path as reports name it.
///
/// A glob matches a whole path or the end of one that begins after a `/`: `*.md` at any depth,
/// `drafts/**` below every `drafts`. `*` does not cross a `/`; a `/` at the end means what is below.
pub(super) struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    pub(super) fn new(include: &[String], exclude: &[String]) -> Result<Self, Error> {
        check(include)?;
        check(exclude)?;
        let below = include.iter().map(|glob| match glob.strip_suffix('/') {
            Some(directory) => format!("{directory}/**"),
            None => glob.clone(),
        });
        let below: Vec<String> = below.collect();
        let include = (!include.is_empty()).then(|| set(&below)).transpose()?;
        let exclude: Vec<String> =
            exclude.iter().map(|glob| glob.trim_end_matches('/').to_owned()).collect();
        Ok(Self { include, exclude: set(&exclude)? })
    }

    pub(super) fn include(&self, uri: &str) -> bool {
        self.include.as_ref().is_none_or(|set| set.is_match(uri))
    }

    pub(super) fn exclude(&self, uri: &str) -> bool {
        self.exclude.is_match(uri)
    }
}

/// Globs that a path is held against, as those of include and exclude are.
#[derive(Debug, Clone)]
pub struct PathGlobs(GlobSet);

impl PathGlobs {
    /// Returns the globs.
    ///
    /// # Errors
    /// A glob that is empty or cannot be understood ([`ErrorKind::Usage`]).
    pub fn new(globs: &[String]) -> Result<Self, Error> {
        check(globs)?;
        let below = globs.iter().map(|glob| match glob.strip_suffix('/') {
            Some(directory) => format!("{directory}/**"),
            None => glob.clone(),
        });
        set(&below.collect::<Vec<_>>()).map(Self)
    }

    /// Returns whether a path, as reports name it, matches one of the globs.
    pub fn matches(&self, uri: &str) -> bool {
        self.0.is_match(uri)
    }
}

/// Refuses globs without a name in them: a value that was forgotten would match every file.
fn check(globs: &[String]) -> Result<(), Error> {
    let is_empty = |glob: &String| matches!(glob.trim_start_matches("./"), "" | "/");
    if globs.iter().any(is_empty) {
        return Err(Error::new(ErrorKind::Usage, "an empty glob; write `**` for every file"));
    }
    Ok(())
}

fn set(globs: &[String]) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let usage = |error: globset::Error| {
            Error::new(ErrorKind::Usage, format!("glob `{glob}`: {}", error.kind()))
        };
        let pattern = glob.trim_start_matches("./");
        let anywhere =
            if pattern.starts_with('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        set.add(GlobBuilder::new(&anywhere).literal_separator(true).build().map_err(usage)?);
    }
    set.build().map_err(|error| Error::new(ErrorKind::Usage, format!("globs: {}", error.kind())))
}

/// What git ignores along the way from a root down to the entry at hand.
///
/// Holds only inside a git checkout, as git itself does; a checkout inside another starts anew.
pub(super) struct Ignored {
    /// The rules of the directories above, outermost first; those of the walk's root at `base`.
    levels: Vec<Level>,
    base: usize,
}

/// The rules of one directory.
struct Level {
    in_checkout: bool,
    /// A checkout begins here: rules of directories above do not hold.
    begins_checkout: bool,
    rules: Gitignore,
}

impl Ignored {
    /// Returns the rules that hold above `root`, which must be absolute.
    pub(super) fn new(root: &Path) -> Self {
        let mut above: Vec<&Path> = root.ancestors().skip(1).collect();
        above.reverse();
        let mut ignored = Self { levels: Vec::new(), base: 0 };
        for directory in above {
            ignored.enter(directory);
        }
        ignored.base = ignored.levels.len();
        ignored
    }

    /// Returns whether git ignores the entry; enters it when it is a directory that is kept.
    pub(super) fn leaves_out(&mut self, path: &Path, is_dir: bool, depth: usize) -> bool {
        self.levels.truncate(self.base + depth);
        if depth > 0 && self.matches(path, is_dir) {
            return true;
        }
        if is_dir {
            self.enter(path);
        }
        false
    }

    fn enter(&mut self, directory: &Path) {
        let begins_checkout = directory.join(".git").exists();
        let in_checkout = begins_checkout || self.levels.last().is_some_and(|l| l.in_checkout);
        let rules = if in_checkout { rules(directory) } else { Gitignore::empty() };
        self.levels.push(Level { in_checkout, begins_checkout, rules });
    }

    fn matches(&self, path: &Path, is_dir: bool) -> bool {
        let inside = self.levels.last().is_some_and(|level| level.in_checkout);
        if inside && is_dir && path.file_name().is_some_and(|name| name == ".git") {
            return true;
        }
        for level in self.levels.iter().rev() {
            let found = level.rules.matched(path, is_dir);
            if !found.is_none() {
                return found.is_ignore();
            }
            if level.begins_checkout {
                break;
            }
        }
        false
    }
}

/// Returns the rules that a directory states; a line that cannot be understood is passed over, as
/// git does.
fn rules(directory: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    let files: [PathBuf; 2] = [directory.join(".git/info/exclude"), directory.join(".gitignore")];
    for file in files {
        if fs::metadata(&file).is_ok_and(|metadata| metadata.is_file()) {
            let _ = builder.add(file);
        }
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
