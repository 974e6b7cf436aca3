//! What stands in another revision of the files: git lists and reads them, and a run over them tells
//! what is accepted.

use std::fs;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use twicetold::error::io_message;
use twicetold::gate::{Baseline, DocumentNames, GateOptions};
use twicetold::report::Report;
use twicetold::{Detector, DocumentsShown, Error, ErrorKind, NoProgress, Options};

/// Returns what a run over these paths finds in a revision.
pub(super) fn baseline(
    revision: &str,
    paths: &[PathBuf],
    options: &Options,
) -> Result<Baseline, Error> {
    if revision.starts_with('-') {
        return Err(wrong(revision, "a revision does not begin with `-`"));
    }
    let names = names(revision)?;
    let copy = Copy::new()?;
    let inside = |paths: &[PathBuf]| {
        paths.iter().filter_map(|path| names.below(&path.to_string_lossy())).collect::<Vec<_>>()
    };
    let (there, against) = (inside(paths), inside(&options.against));
    if there.is_empty() {
        return Err(wrong(revision, "none of the paths lies in the repository"));
    }
    write(revision, &[there.as_slice(), &against].concat(), &copy)?;
    let there: Vec<PathBuf> =
        there.iter().map(|path| copy.root.join(path)).filter(|path| path.exists()).collect();
    if there.is_empty() {
        return Ok(Baseline::of_revision(&Report::default(), names));
    }
    let options = Options {
        focus: None,
        max_findings: None,
        stats: false,
        allow_empty: true,
        documents: DocumentsShown::All,
        against: options.against.iter().map(|path| copy.path(path, &names)).collect(),
        gate: GateOptions { limits: None, ..options.gate.clone() },
        ..options.clone()
    };
    let report = Detector::new(options)?.scan_paths(&there, &NoProgress)?;
    let in_copy = DocumentNames::new(&copy.root, Path::new(""));
    Ok(Baseline::of_revision(&report, in_copy).with_names(names))
}

/// Returns the names of documents from the root of the repository.
fn names(revision: &str) -> Result<DocumentNames, Error> {
    let git = git(&["rev-parse", "--show-toplevel"], Stdio::null())?;
    let root = said(git).map_err(|why| wrong(revision, &why))?;
    let root = String::from_utf8_lossy(&root);
    let here = std::env::current_dir().unwrap_or_default();
    Ok(DocumentNames::new(Path::new(root.trim_end_matches(['\r', '\n'])), &here))
}

/// A file of a revision.
struct Blob {
    id: String,
    path: String,
}

/// Writes the files of a revision into a directory.
fn write(revision: &str, paths: &[String], copy: &Copy) -> Result<(), Error> {
    let blobs = list(revision, paths)?;
    let mut git = git(&["cat-file", "--batch"], Stdio::piped())?;
    let failed =
        |error: std::io::Error| wrong(revision, &format!("cannot read it: {}", io_message(&error)));
    let mut asked = git.stdin.take().expect("it was asked for");
    let ids = blobs.iter().map(|blob| blob.id.as_str()).collect::<Vec<_>>().join("\n") + "\n";
    // On a thread of its own: git answers before it has read all.
    let asking = std::thread::spawn(move || asked.write_all(ids.as_bytes()));
    let mut answer = Answer(std::io::BufReader::new(git.stdout.take().expect("it was asked for")));
    for blob in &blobs {
        let bytes = answer.next().map_err(failed)?;
        let Some(file) = copy.place(&blob.path) else { continue };
        let directory = file.parent().unwrap_or(&copy.root);
        fs::create_dir_all(directory).and_then(|()| fs::write(&file, bytes)).map_err(failed)?;
    }
    let _ = asking.join();
    let _ = git.wait();
    Ok(())
}

/// What `git cat-file --batch` answers.
struct Answer<R>(std::io::BufReader<R>);

impl<R: Read> Answer<R> {
    /// Returns the bytes of the next object: `id type size`, a line end, bytes, a line end.
    fn next(&mut self) -> std::io::Result<Vec<u8>> {
        let mut head = String::new();
        std::io::BufRead::read_line(&mut self.0, &mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size =
            size.ok_or_else(|| std::io::Error::other(format!("git said `{}`", head.trim())))?;
        let mut bytes = Vec::new();
        Read::by_ref(&mut self.0).take(size).read_to_end(&mut bytes)?;
        self.0.read_exact(&mut [0])?;
        Ok(bytes)
    }
}

/// Lists the files of a revision below some paths, all of them from the root of the repository.
fn list(revision: &str, paths: &[String]) -> Result<Vec<Blob>, Error> {
    let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", revision, "--"];
    if !paths.iter().any(String::is_empty) {
        arguments.extend(paths.iter().map(String::as_str));
    }
    let listed = said(git(&arguments, Stdio::null())?).map_err(|why| wrong(revision, &why))?;
    let entries = listed.split(|byte| *byte == 0).filter(|entry| !entry.is_empty());
    Ok(entries.filter_map(|entry| blob(&String::from_utf8_lossy(entry))).collect())
}

/// Returns what git says, or why it failed.
fn said(git: std::process::Child) -> Result<Vec<u8>, String> {
    let output =
        git.wait_with_output().map_err(|error| format!("git failed: {}", io_message(&error)))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().next().unwrap_or("git failed").trim().to_owned())
}

/// Reads `100644 blob ID\tPATH`; links and submodules are no files.
fn blob(entry: &str) -> Option<Blob> {
    let (head, path) = entry.split_once('\t')?;
    let mut parts = head.split(' ');
    let (mode, kind, id) = (parts.next()?, parts.next()?, parts.next()?);
    let is_file = kind == "blob" && mode != "120000";
    is_file.then(|| Blob { id: id.to_owned(), path: path.to_owned() })
}

fn git(arguments: &[&str], stdin: Stdio) -> Result<std::process::Child, Error> {
    Command::new("git")
        .args(arguments)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            let said = io_message(&error);
            let message = format!("--baseline-ref needs git, which cannot be run: {said}");
            Error::new(ErrorKind::Baseline, message)
        })
}

fn wrong(revision: &str, why: &str) -> Error {
    Error::new(ErrorKind::Baseline, format!("--baseline-ref {revision}: {why}"))
}

/// A directory of its own, removed with all that is in it.
struct Copy {
    root: PathBuf,
}

impl Copy {
    fn new() -> Result<Self, Error> {
        let failed = |error| {
            let message = format!("cannot make a directory for a while: {}", io_message(&error));
            Error::new(ErrorKind::Baseline, message)
        };
        for attempt in 0..100 {
            let name = format!("twicetold-{}-{attempt}", std::process::id());
            let root = std::env::temp_dir().join(name);
            match fs::create_dir(&root) {
                Ok(()) => return Ok(Self { root }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Err(failed(std::io::ErrorKind::AlreadyExists.into()))
    }

    /// Where a file of the revision goes; none where its path leads out of the directory.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        inside.then(|| self.root.join(path))
    }

    /// Where a path leads in the revision; one outside of the repository leads where it does.
    fn path(&self, path: &Path, names: &DocumentNames) -> PathBuf {
        let inner = names.below(&path.to_string_lossy());
        inner.map_or_else(|| path.to_owned(), |inner| self.root.join(inner))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Nothing more can be done about a directory that cannot be removed.
        let _ = fs::remove_dir_all(&self.root);
    }
}
