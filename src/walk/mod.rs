//! Which files? Paths in, [`Input`]s out, sorted and each once; what cannot be entered is an
//! [`Error`] beside them. Knows nothing of what a file holds.

mod filter;
mod list;
mod place;

use std::cell::LazyCell;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::{Error, ErrorKind, io_message};
use filter::{Globs, Ignored};

pub use filter::PathGlobs;
pub use list::read_file_list;
pub use place::{Held, Places};

/// What was found: the inputs, and what could not be entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Each input once, sorted by the bytes of its `uri`.
    pub inputs: Vec<Input>,
    /// What could not be entered or does not exist, sorted by `uri`.
    pub errors: Vec<Error>,
    /// The first file or directory that a glob leaves out, and the flag of the glob.
    pub left_out: Option<(String, &'static str)>,
}

/// Something that can be read: a file or the standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where to read.
    pub place: InputPlace,
    /// The name in reports: the path as given with `/` between its parts, never made absolute.
    pub uri: String,
}

/// Where an [`Input`] is read from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputPlace {
    /// A file.
    File(PathBuf),
    /// The standard input of the process.
    Stdin,
}

impl Input {
    /// Returns the size in bytes; 0 where it is not known.
    pub fn bytes(&self) -> u64 {
        match &self.place {
            InputPlace::File(path) => fs::metadata(path).map_or(0, |metadata| metadata.len()),
            InputPlace::Stdin => 0,
        }
    }
}

/// Which files are taken.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Only files whose path matches one of these globs; all files when empty.
    pub include: Vec<String>,
    /// No files or directories whose path matches one of these globs.
    pub exclude: Vec<String>,
    /// Take hidden files and enter hidden directories.
    pub hidden: bool,
    /// Take files that a `.gitignore` inside a git checkout leaves out.
    pub no_ignore: bool,
    /// Follow symbolic links that are met on the way (those named on the command line always are).
    pub follow: bool,
    /// The name of the standard input in reports, `-` when absent; a file of this name is not read beside it.
    pub stdin_name: Option<String>,
    /// Files that the run itself writes, or is told by what to do, as [`std::fs::canonicalize`] returns them: none of
    /// them is taken.
    pub own: Vec<PathBuf>,
}

/// The flags of the globs.
const EXCLUDE: &str = "--exclude";
const INCLUDE: &str = "--include";

/// Returns the files that the paths name or hold; `-` is the standard input.
///
/// A file that is named twice, met through overlapping directories or, with
/// [`follow`](WalkOptions::follow), through a link stands once, under the first of its names in
/// byte order. The globs hold for every file, also for those that `paths` names; hidden and
/// git-ignored files are left out only where they are met on the way.
///
/// # Errors
/// A glob that cannot be understood ([`ErrorKind::Usage`]).
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> Result<Walk, Error> {
    let globs = Globs::new(&options.include, &options.exclude)?;
    let (found, errors) = (Vec::new(), Vec::new());
    let mut walker = Walker { options, globs: &globs, found, errors, left_out: None };
    for path in paths {
        walker.path(path);
    }
    Ok(walker.finish())
}

/// Returns what tells whether a file is there, and a walk over the paths does not take it. The walk is made when
/// it is first asked.
pub(crate) fn leaves_out(paths: Vec<PathBuf>, options: &WalkOptions) -> impl Fn(&Path) -> bool {
    let taken = LazyCell::new(move || {
        let inputs = walk(&paths, options).map(|walked| walked.inputs).unwrap_or_default();
        let real = inputs.iter().filter_map(|input| match &input.place {
            InputPlace::File(path) => fs::canonicalize(path).ok(),
            InputPlace::Stdin => fs::canonicalize(&input.uri).ok(),
        });
        real.collect::<HashSet<PathBuf>>()
    });
    move |path| fs::canonicalize(path).is_ok_and(|real| real.is_file() && !taken.contains(&real))
}

/// A walk under way.
struct Walker<'a> {
    options: &'a WalkOptions,
    globs: &'a Globs,
    /// Inputs with the name that tells two of them apart.
    found: Vec<(Input, PathBuf)>,
    errors: Vec<Error>,
    left_out: Option<(String, &'static str)>,
}

impl Walker<'_> {
    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            let name = self.options.stdin_name.as_deref();
            // What is being written stands in the place of the file that has its name.
            let real = name.and_then(|name| fs::canonicalize(name).ok());
            let uri = name.unwrap_or("-").to_owned();
            let input = Input { place: InputPlace::Stdin, uri };
            self.found.push((input, real.unwrap_or_else(|| PathBuf::from("-"))));
            return;
        }
        match fs::metadata(path) {
            Err(error) => self.error(path, &error),
            Ok(metadata) if metadata.is_dir() => self.directory(path),
            // Also a pipe or a device: whoever names it wants it read.
            Ok(_) => {
                // What has no path of its own, such as a pipe of the shell, is known by its name.
                let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                self.file(path, real);
            }
        }
    }

    fn directory(&mut self, root: &Path) {
        let real_root = match fs::canonicalize(root) {
            Ok(real_root) => real_root,
            Err(error) => return self.error(root, &error),
        };
        let mut ignored = (!self.options.no_ignore).then(|| Ignored::new(&real_root));
        let (globs, hidden) = (self.globs, self.options.hidden);
        let real = |path: &Path| match path.strip_prefix(root) {
            Ok(inner) => real_root.join(inner),
            Err(_) => path.to_owned(),
        };
        let mut excluded = None;
        let entries = WalkDir::new(root).follow_links(self.options.follow).sort_by_file_name();
        let entries = entries.into_iter().filter_entry(|entry| {
            let is_dir = entry.file_type().is_dir();
            let is_shown = hidden || !entry.file_name().as_encoded_bytes().starts_with(b".");
            let is_met = entry.depth() > 0 && is_shown;
            let uri = is_met.then(|| uri_of(entry.path())).filter(|uri| globs.exclude(uri));
            let wanted = entry.depth() == 0 || is_shown && uri.is_none();
            excluded = excluded.take().or(uri);
            wanted
                && ignored.as_mut().is_none_or(|ignored| {
                    !ignored.leaves_out(&real(entry.path()), is_dir, entry.depth())
                })
        });
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let mut real = real(entry.path());
                    if self.options.follow {
                        real = fs::canonicalize(&real).unwrap_or(real);
                    }
                    self.file(entry.path(), real);
                }
                // Directories are entered; links, pipes and devices met on the way are not read.
                Ok(_) => {}
                Err(error) => self.walk_error(root, &error),
            }
        }
        self.left_out = self.left_out.take().or(excluded.map(|uri| (uri, EXCLUDE)));
    }

    fn file(&mut self, path: &Path, real: PathBuf) {
        let uri = uri_of(path);
        let filter = match (self.globs.exclude(&uri), self.globs.include(&uri)) {
            (true, _) => EXCLUDE,
            (false, false) => INCLUDE,
            (false, true) => {
                let input = Input { place: InputPlace::File(path.to_owned()), uri };
                return self.found.push((input, real));
            }
        };
        self.left_out.get_or_insert((uri, filter));
    }

    fn error(&mut self, path: &Path, error: &io::Error) {
        let message = format!("cannot open: {}", io_message(error));
        self.errors.push(Error::new(ErrorKind::Unreadable, message).at(uri_of(path)));
    }

    fn walk_error(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => {
                let message = format!("cannot enter: the link leads back to {}", uri_of(ancestor));
                self.errors.push(Error::new(ErrorKind::Unreadable, message).at(uri_of(path)));
            }
            (None, Some(io)) => self.error(path, io),
            (None, None) => self.error(path, &io::Error::other("unknown cause")),
        }
    }

    fn finish(self) -> Walk {
        let (mut found, mut errors) = (self.found, self.errors);
        let is_file = |input: &Input| input.place != InputPlace::Stdin;
        found.sort_by(|(a, _), (b, _)| {
            (is_file(a), &a.uri, &a.place).cmp(&(is_file(b), &b.uri, &b.place))
        });
        let mut seen: HashSet<PathBuf> = self.options.own.iter().cloned().collect();
        found.retain(|(_, real)| seen.insert(real.clone()));
        found.sort_by(|(a, _), (b, _)| a.uri.cmp(&b.uri));
        errors.sort_by(|a, b| (a.uri(), a.message()).cmp(&(b.uri(), b.message())));
        errors.dedup();
        let inputs = found.into_iter().map(|(input, _)| input).collect();
        Walk { inputs, errors, left_out: self.left_out }
    }
}

/// Returns the name of a path in reports: as given, `/` between its parts, without a leading `./`.
pub(crate) fn uri_of(path: &Path) -> String {
    let text = text_of(path);
    let bare = text.trim_start_matches("./").trim_start_matches('/');
    let kept = if text.starts_with("./") && !bare.is_empty() { bare } else { &text };
    kept.to_owned()
}

/// Returns a path as text; a byte that is not UTF-8 stands as `\xNN`, so that different paths stay
/// different.
fn text_of(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        if cfg!(windows) {
            text.push_str(&chunk.valid().replace('\\', "/"));
        } else {
            text.push_str(chunk.valid());
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
    }
    text
}

#[cfg(test)]
mod tests;
