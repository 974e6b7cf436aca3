//! Flags of what is reported of what is compared: focus and reference.

use std::path::{Path, PathBuf};

use clap::Args;
use twicetold::walk::read_file_list;
use twicetold::{Error, Options};

use super::destination::canonical;

/// What is reported of what is compared.
#[derive(Debug, Args)]
#[command(next_help_heading = "Match")]
pub(super) struct ReachFlags {
    /// Compare everything, but report only findings that touch this file or directory; @FILE reads
    /// paths from a file, one a line, @- from the standard input (repeatable)
    #[arg(long, value_name = "PATH")]
    focus: Vec<PathBuf>,
    #[command(flatten)]
    reference: ReferenceFlags,
}

/// What is compared with, and not reported.
#[derive(Debug, Args)]
#[command(next_help_heading = "Match")]
pub(super) struct ReferenceFlags {
    /// Also compare with this file or directory, but do not report what only stands
    /// there; of a PATH and one of these that hold the same file the more specific one decides
    /// (repeatable)
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,
}

impl ReferenceFlags {
    /// Writes into the options what is compared with.
    pub(super) fn steer(&self, options: &mut Options) {
        options.against.clone_from(&self.against);
    }
}

impl ReachFlags {
    /// Returns the arguments that read the standard input.
    pub(super) fn readers_of_stdin(&self) -> impl Iterator<Item = &'static str> {
        let lists = self.focus.iter().filter(|path| path.as_os_str() == "@-");
        lists.map(|_| "--focus @-")
    }

    /// Returns what is read beside the inputs: the reference, and lists of paths.
    pub(super) fn read(&self) -> impl Iterator<Item = PathBuf> {
        self.lists().map(Path::to_owned).chain(self.reference.against.iter().cloned())
    }

    /// Returns the files that list paths.
    fn lists(&self) -> impl Iterator<Item = &Path> {
        self.focus.iter().filter_map(|path| Some(Path::new(path.to_str()?.strip_prefix('@')?)))
    }

    /// Writes into the options what is reported.
    ///
    /// # Errors
    /// A list of paths cannot be read.
    pub(super) fn steer(&self, options: &mut Options) -> Result<(), Error> {
        self.reference.steer(options);
        options.walk.own.extend(self.lists().map(canonical));
        if self.focus.is_empty() {
            return Ok(());
        }
        let mut focus = Vec::new();
        for path in &self.focus {
            match path.to_str().and_then(|path| path.strip_prefix('@')) {
                Some(list) => focus.extend(read_file_list(list.as_ref(), b'\n')?),
                None => focus.push(path.clone()),
            }
        }
        options.focus = Some(focus);
        Ok(())
    }
}
