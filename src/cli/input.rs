//! Flags of what is read: paths, which files, and how.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use twicetold::walk::read_file_list;
use twicetold::{Error, ErrorKind, Extract, Fields, ReadOptions, WalkOptions};

use super::destination::canonical;
use super::{rules, size};

/// Which inputs are taken.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputFlags {
    /// Files and directories; `-` is the standard input [default: .]
    #[arg(value_name = "PATH", help_heading = "Arguments")]
    paths: Vec<PathBuf>,
    /// The name of the standard input in reports; it is read in the place of a file of this name
    #[arg(long, value_name = "NAME")]
    stdin_name: Option<String>,
    /// Read more paths from a file, one a line; `-` is the standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Paths of --files-from end in a NUL byte, not in a line break
    #[arg(short = '0', long = "null", requires = "files_from", overrides_with = "no_null")]
    null: bool,
    #[arg(long, hide = true, overrides_with = "null")]
    no_null: bool,
    /// Take only files whose path matches a glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Leave out files and directories whose path matches a glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Take hidden files, and enter hidden directories
    #[arg(long, overrides_with = "no_hidden")]
    hidden: bool,
    #[arg(long, hide = true, overrides_with = "hidden")]
    no_hidden: bool,
    /// Take files that .gitignore leaves out (--gitignore to honour it again)
    #[arg(long, alias = "no-gitignore", overrides_with = "gitignore")]
    no_ignore: bool,
    #[arg(long, hide = true, overrides_with = "no_ignore")]
    gitignore: bool,
    /// Follow symbolic links
    #[arg(long, overrides_with = "no_follow")]
    follow: bool,
    #[arg(long, hide = true, overrides_with = "follow")]
    no_follow: bool,
}

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct ReadFlags {
    /// The format of every input
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = rules::input_format())]
    input_format: rules::InputFormat,
    /// Where a part of a JSON record stands, for example body=/article/text (repeatable);
    /// ROLE is id, title, body, url, source, published or lang
    #[arg(long, value_name = "ROLE=POINTER", value_parser = rules::field)]
    field: Vec<String>,
    /// Do not read documents that are larger: files, as they expand if they are compressed, and
    /// lines of JSONL
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::parse)]
    max_size: u64,
    /// Read no more of what a compressed file expands to, however many documents it holds
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = size::parse)]
    max_expanded: u64,
    /// The encoding of every input, as browsers name it, or `auto`
    #[arg(long, value_name = "LABEL", default_value = "auto", value_parser = rules::encoding)]
    encoding: rules::InputEncoding,
    /// What of a page of HTML is read
    #[arg(long, value_name = "WHAT", default_value = "auto", value_enum)]
    extract: ExtractName,
}

/// What of a page of HTML is read, by name.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExtractName {
    /// The article where there is one, else all text
    Auto,
    /// The article
    Article,
    /// All text
    All,
}

impl InputFlags {
    /// Returns which files are taken.
    pub(super) fn options(&self) -> WalkOptions {
        WalkOptions {
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            hidden: self.hidden,
            no_ignore: self.no_ignore,
            follow: self.follow,
            stdin_name: self.stdin_name.clone(),
            own: self.list().map(canonical).into_iter().collect(),
        }
    }

    /// Returns the paths as given, and those that `--files-from` names; `.` where none is given.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Error> {
        read_once(&self.readers_of_stdin())?;
        let mut paths = self.paths.clone();
        match &self.files_from {
            Some(list) => paths.extend(self.listed(list)?),
            None if paths.is_empty() => paths.push(PathBuf::from(".")),
            None => {}
        }
        Ok(paths)
    }

    /// Returns the files that are named beside the inputs: a list of paths, and that of the standard input's name.
    pub(super) fn named(&self) -> impl Iterator<Item = PathBuf> {
        let list = self.list().map(Path::to_owned);
        list.into_iter().chain(self.stdin_name.as_ref().map(PathBuf::from))
    }

    /// Returns the arguments that read the standard input.
    pub(super) fn readers_of_stdin(&self) -> Vec<&'static str> {
        let document =
            self.paths.iter().any(|path| path.as_os_str() == STDIN).then_some("the document `-`");
        let list = self.files_from.as_ref().filter(|list| list.as_os_str() == STDIN);
        document.into_iter().chain(list.map(|_| "--files-from -")).collect()
    }

    /// Returns the file that lists paths.
    fn list(&self) -> Option<&Path> {
        self.files_from.as_deref().filter(|list| list.as_os_str() != STDIN)
    }

    fn listed(&self, list: &Path) -> Result<Vec<PathBuf>, Error> {
        read_file_list(list, if self.null { 0 } else { b'\n' })
    }
}

/// The path that stands for the standard input.
pub(super) const STDIN: &str = "-";

/// Refuses more than one of the arguments that read the standard input, which can be read once.
pub(super) fn read_once(from_stdin: &[&str]) -> Result<(), Error> {
    if from_stdin.len() < 2 {
        return Ok(());
    }
    let message =
        format!("the standard input can be read once, not by {}", from_stdin.join(" and "));
    Err(Error::new(ErrorKind::Usage, message))
}

impl ReadFlags {
    /// Returns how inputs are read.
    pub(super) fn options(&self) -> ReadOptions {
        let fields = Fields::parse(&self.field).expect("each was parsed as an argument");
        ReadOptions {
            format: self.input_format.0,
            encoding: self.encoding.0,
            extract: match self.extract {
                ExtractName::Auto => Extract::Auto,
                ExtractName::Article => Extract::Article,
                ExtractName::All => Extract::All,
            },
            fields,
            max_size: self.max_size,
            max_expanded: self.max_expanded,
        }
    }
}
