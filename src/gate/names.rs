//! How a baseline names documents: by where they lie below its own directory, so that it holds from wherever a run
//! starts. Paths in, paths out; no file is touched.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use crate::walk::uri_of;

/// The directory below which documents are named by their paths from there, and the one where a run starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentNames {
    directory: PathBuf,
    here: PathBuf,
}

impl DocumentNames {
    /// Returns the names below a directory for a run that starts `here`, an absolute path.
    pub fn new(directory: &Path, here: &Path) -> Self {
        Self { directory: clean(&here.join(directory)), here: here.to_owned() }
    }

    /// Returns the path from the directory to what a path leads to; none where that lies elsewhere.
    pub fn below(&self, path: &str) -> Option<String> {
        if self.directory.as_os_str().is_empty() {
            return None;
        }
        let whole = clean(&self.here.join(path));
        let inner = whole.strip_prefix(&self.directory).ok()?;
        let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// Returns where the input may lie of a document of this name, with an id behind it or none: below the directory,
    /// or as typed.
    pub(super) fn paths<'n>(&'n self, name: &'n str) -> impl Iterator<Item = PathBuf> + 'n {
        let ends = name.match_indices(['#', '~']).map(|(at, _)| at).chain([name.len()]);
        ends.flat_map(move |end| [&self.directory, &self.here].map(|from| from.join(&name[..end])))
    }

    /// Returns what a run may call the input of a document of this name.
    pub(super) fn inputs<'n>(&'n self, name: &'n str) -> impl Iterator<Item = String> + 'n {
        let below = |path: &Path| path.strip_prefix(&self.here).unwrap_or(path).to_path_buf();
        self.paths(name).map(move |path| uri_of(&below(&path)))
    }

    /// Returns the name of the document that a run calls `key`, of the input `uri`.
    pub(super) fn of<'k>(&self, key: &'k str, uri: &str) -> Cow<'k, str> {
        let id = key.strip_prefix(uri);
        match id.and_then(|id| Some(self.below(uri)? + id)) {
            Some(name) => Cow::Owned(name),
            None => Cow::Borrowed(key),
        }
    }
}

/// Returns an absolute path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(directory: &str, key: &str, uri: &str, expected: &str) {
        let names = DocumentNames::new(Path::new(directory), Path::new("/site/content"));
        assert_eq!(names.of(key, uri), expected);
    }

    #[cfg(unix)]
    #[test]
    fn documents_are_named_from_the_directory_wherever_the_run_starts() {
        check("..", "a.md", "a.md", "content/a.md");
        check("/site", "../content/a.md", "../content/a.md", "content/a.md");
        check(
            "../x/..",
            "/site/feeds/b.xml#http://b/../c",
            "/site/feeds/b.xml",
            "feeds/b.xml#http://b/../c",
        );
        check("", "a.md", "a.md", "a.md");
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_elsewhere_and_what_is_no_file_keeps_its_name() {
        check("../ci", "a.md", "a.md", "a.md");
        check("", "../feeds/b.xml#c", "../feeds/b.xml", "../feeds/b.xml#c");
        assert_eq!(DocumentNames::default().of("../a.md", "../a.md"), "../a.md");
    }
}
