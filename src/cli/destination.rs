//! Where a report goes: the standard output, or a file that holds either all of it or what it held
//! before.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use twicetold::error::io_message;
use twicetold::report::is_report;
use twicetold::{Error, ErrorKind};

use super::Failure;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// The standard output.
    Stdout,
    /// A file.
    File(OutputFile),
}

/// A file that a report, or a baseline, goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputFile {
    /// As given.
    path: PathBuf,
    /// What is written, in messages.
    what: &'static str,
}

impl Destination {
    /// Returns the destination of this name; none and `-` are the standard output.
    pub(super) fn named(path: Option<&Path>) -> Self {
        path.map_or(Self::Stdout, |path| Self::of(path, "report"))
    }

    /// Returns the destination of a baseline.
    pub(super) fn of_baseline(path: &Path) -> Self {
        Self::of(path, "baseline")
    }

    fn of(path: &Path, what: &'static str) -> Self {
        if path == Path::new("-") {
            return Self::Stdout;
        }
        Self::File(OutputFile { path: path.to_owned(), what })
    }

    /// Returns the file.
    pub(super) fn file(self) -> Option<OutputFile> {
        match self {
            Self::Stdout => None,
            Self::File(file) => Some(file),
        }
    }

    /// Refuses a file that cannot be written, before an hour of work is lost.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(file) => file.check(),
        }
    }

    /// Writes what `render` writes, wholly or not at all where that can be had.
    pub(super) fn write(
        &self,
        render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self {
            Self::Stdout => {
                let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
                render(&mut out).and_then(|()| out.flush()).map_err(|error| stdout_failure(&error))
            }
            Self::File(file) => {
                file.write(render).map_err(|error| Failure::Error(file.error(&error)))
            }
        }
    }
}

/// Writes the help or the version that was asked for.
pub(crate) fn print_answer(answer: &clap::Error) -> Result<(), Failure> {
    let printed = answer.print().and_then(|()| io::stdout().flush());
    printed.map_err(|error| stdout_failure(&error))
}

fn stdout_failure(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::ClosedPipe;
    }
    let message = format!("cannot write to the standard output: {}", io_message(error));
    Failure::Error(Error::new(ErrorKind::Output, message))
}

impl OutputFile {
    /// Returns the file's name in messages.
    pub(super) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    fn check(&self) -> Result<(), Error> {
        if fs::metadata(&self.path).is_ok_and(|known| known.is_dir()) {
            return Err(self.error(&io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if self.is_special() {
            return Ok(());
        }
        Draft::beside(&self.target()).map(drop).map_err(|error| self.error(&error))
    }

    /// Refuses a file that the run reads, or that lies in what it reads and is no report of an earlier run.
    pub(super) fn spare(&self, read: &[PathBuf]) -> Result<(), Error> {
        if self.is_special() {
            return Ok(());
        }
        // A link is an input where it lies, and what it leads to is one there.
        let places = [Some(self.target()), beside(&self.path)];
        let (mut is_read, mut is_within) = (false, false);
        for read in read.iter().map(|read| canonical(read)) {
            is_read |= places[0].as_ref() == Some(&read);
            is_within |= places.iter().flatten().any(|place| place.starts_with(&read));
        }
        let why = if is_read {
            "is named for this run to read"
        } else if is_within && !self.can_be_replaced() {
            "lies among the inputs, and is no report of an earlier run"
        } else {
            return Ok(());
        };
        let message = format!("{why}; the {} would take its place", self.what);
        Err(Error::new(ErrorKind::Usage, message).at(self.name()))
    }

    /// Whether the file is not there, or holds nothing that is lost with it.
    fn can_be_replaced(&self) -> bool {
        match fs::read(&self.path) {
            Ok(bytes) => matches!(bytes.trim_ascii(), b"" | b"[]") || is_report(&bytes),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    }

    fn write(&self, render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if self.is_special() {
            let mut out =
                BufWriter::with_capacity(BUFFER, OpenOptions::new().write(true).open(&self.path)?);
            return render(&mut out).and_then(|()| out.flush());
        }
        let target = self.target();
        let draft = Draft::beside(&target)?;
        let mut out = BufWriter::with_capacity(BUFFER, &draft.file);
        render(&mut out)?;
        out.flush()?;
        drop(out);
        draft.publish(&target)
    }

    /// Whether the file is a device, a pipe or a socket: written to, never replaced.
    fn is_special(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|known| !known.is_file() && !known.is_dir())
    }

    /// The file itself where the path is a link to it, so that the link stays; one name however it is written.
    pub(super) fn target(&self) -> PathBuf {
        canonical(&self.path)
    }

    fn error(&self, error: &io::Error) -> Error {
        let message = format!("cannot write the {}: {}", self.what, io_message(error));
        Error::new(ErrorKind::Output, message).at(self.name())
    }
}

/// Where a path leads, under its one name, also where nothing is there yet.
pub(super) fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).ok().or_else(|| beside(path)).unwrap_or_else(|| path.to_owned())
}

/// The path itself, be it a link or not there, under its one name.
fn beside(path: &Path) -> Option<PathBuf> {
    let directory = path.parent().filter(|directory| *directory != Path::new(""));
    let directory = fs::canonicalize(directory.unwrap_or(Path::new("."))).ok()?;
    Some(directory.join(path.file_name()?))
}

/// A file beside its final place; removed again unless it is published.
struct Draft {
    file: File,
    path: PathBuf,
    is_published: bool,
}

impl Draft {
    /// Creates a new file in the directory of `target`.
    fn beside(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        for attempt in 0..100 {
            // A long name is cut, as a directory takes 255 bytes.
            let name: String = name.chars().take(40).collect();
            let name = format!(".{name}.{}-{attempt}.tmp", std::process::id());
            let path = target.with_file_name(name);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { file, path, is_published: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Makes the draft the file `target`, on the disk before it is under its name.
    fn publish(mut self, target: &Path) -> io::Result<()> {
        if let Ok(known) = fs::metadata(target) {
            self.file.set_permissions(known.permissions())?;
        }
        self.file.sync_all()?;
        fs::rename(&self.path, target)?;
        self.is_published = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_published {
            // Nothing more can be done about a draft that cannot be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &Path) -> Destination {
        Destination::named(Some(path))
    }

    fn names_in(directory: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_report_takes_the_place_of_the_last_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("report.json");
        for text in ["first, and longer", "second"] {
            file(&path).write(|out| out.write_all(text.as_bytes())).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names_in(directory.path()), ["report.json"]);
    }

    #[test]
    fn a_report_that_breaks_off_leaves_the_last_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("report.json");
        fs::write(&path, "before").unwrap();
        let broken = file(&path).write(|out| {
            out.write_all(&vec![b'x'; 100_000])?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(broken, Err(Failure::Error(error)) if error.kind() == ErrorKind::Output));
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(names_in(directory.path()), ["report.json"]);
    }

    #[test]
    fn a_directory_or_a_file_in_none_is_refused_before_the_run() {
        let directory = tempfile::tempdir().unwrap();
        for path in [directory.path().to_owned(), directory.path().join("none/report.json")] {
            let error = file(&path).check().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Output);
        }
        file(&directory.path().join("new")).check().unwrap();
        assert!(names_in(directory.path()).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_stays() {
        let full = file(Path::new("/dev/full"));
        assert!(full.write(|out| out.write_all(b"text")).is_err());
        assert!(!fs::metadata("/dev/full").unwrap().is_file());
        file(Path::new("/dev/null")).write(|out| out.write_all(b"text")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().unwrap();
        let (target, link) = (directory.path().join("target"), directory.path().join("link"));
        fs::write(&target, "before").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        file(&link).write(|out| out.write_all(b"after")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "after");
    }
}
