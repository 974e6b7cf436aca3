//! Which files? Paths in, [`Input`]s out, sorted and each once; what cannot be entered is an
//! [`Error`] beside them. Knows nothing of what a file holds.

use std::path::PathBuf;

use crate::error::Error;

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
    /// The name of the standard input in reports; `-` when absent.
    pub stdin_name: Option<String>,
}
