//! `diff`: why two documents match, or do not.

use std::path::{Path, PathBuf};

use clap::Args;
use twicetold::read::Document;
use twicetold::report::{whole_path, write_diff};
use twicetold::{Detector, Error, ErrorKind, Options};

use super::Failure;
use super::destination::Destination;
use super::input::{ReadFlags, STDIN, read_once};
use super::matching::ThresholdFlags;
use super::message::print_warning;
use super::terminal::ColorFlag;

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The document to compare with: a path, or path#id inside a feed or a JSONL file
    #[arg(value_name = "DOC", help_heading = "Arguments")]
    anchor: PathBuf,
    /// The document that is compared
    #[arg(value_name = "DOC", help_heading = "Arguments")]
    copy: PathBuf,
    #[command(flatten)]
    read: ReadFlags,
    #[command(flatten)]
    thresholds: ThresholdFlags,
    #[command(flatten)]
    color: ColorFlag,
}

/// Ids that are named where an input holds several documents.
const IDS_NAMED: usize = 5;

impl Diff {
    /// Shows why the two documents match, or do not.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let detector = Detector::new(Options {
            read: self.read.options(),
            compare: self.thresholds.options(),
            command: "diff".to_owned(),
            ..Options::default()
        })?;
        let from_stdin = [&self.anchor, &self.copy].map(|name| split_name(name).0);
        let from_stdin = from_stdin.iter().filter(|path| path.as_os_str() == STDIN).map(|_| "`-`");
        read_once(&from_stdin.collect::<Vec<_>>())?;
        let anchor = document(&detector, &self.anchor)?;
        let copy = document(&detector, &self.copy)?;
        let explanation = detector.explain(&anchor, &copy);
        let layout = self.color.on_stdout();
        Destination::Stdout.write(|out| write_diff(&explanation, &layout, out))
    }
}

/// Returns the document of this name; what else of its input cannot be read is told on stderr.
fn document(detector: &Detector, name: &Path) -> Result<Document, Error> {
    let (path, id) = split_name(name);
    let (documents, errors) = detector.read(&path);
    if documents.is_empty() {
        return Err(errors.into_iter().next().unwrap_or_else(|| {
            Error::new(ErrorKind::NoDocuments, "holds no document").at(path.to_string_lossy())
        }));
    }
    errors.iter().for_each(print_warning);
    chosen(documents, id.as_deref()).map_err(|error| error.at(path.to_string_lossy()))
}

/// Splits `path#id` at the first `#` before which there is a file; a whole name that is a file, or
/// has none, stays whole.
fn split_name(name: &Path) -> (PathBuf, Option<String>) {
    let whole = (name.to_owned(), None);
    let Some(text) = name.to_str().filter(|_| !name.exists()) else { return whole };
    let parts = text.match_indices('#').map(|(at, _)| (&text[..at], &text[at + 1..]));
    parts
        .filter(|(path, _)| Path::new(path).exists() || *path == "-")
        .map(|(path, id)| (PathBuf::from(path), Some(id.to_owned())))
        .next()
        .unwrap_or(whole)
}

/// Returns the place of the document that a report names so: by its id, the second of one id `id~2`.
fn named(documents: &[Document], id: &str) -> Option<usize> {
    let nth = |id: &str, nth: usize| {
        let with_id = documents.iter().enumerate();
        with_id.filter(|(_, document)| document.id.as_deref() == Some(id)).nth(nth)
    };
    let further = || {
        let (id, number) = id.rsplit_once('~')?;
        nth(id, number.parse::<usize>().ok()?.checked_sub(1)?)
    };
    nth(id, 0).or_else(further).map(|(at, _)| at)
}

/// Returns the document of this id, or the only one.
fn chosen(documents: Vec<Document>, id: Option<&str>) -> Result<Document, Error> {
    let names: Vec<_> =
        documents.iter().filter_map(|document| document.id.as_deref()).map(str::to_owned).collect();
    let number = documents.len();
    let found = match id {
        None if number == 1 => documents.into_iter().next(),
        None => None,
        Some(id) => named(&documents, id).and_then(|at| documents.into_iter().nth(at)),
    };
    found.ok_or_else(|| {
        let shown: Vec<_> = names.iter().take(IDS_NAMED).map(|id| whole_path(id)).collect();
        let more = if names.len() > IDS_NAMED { ", …" } else { "" };
        let list = format!("`{}`{more}", shown.join("`, `"));
        let message = match id {
            Some(id) => format!("holds no document `{}`; it holds {list}", whole_path(id)),
            None => format!("holds {number} documents; name one as path#id, with id of {list}"),
        };
        Error::new(ErrorKind::Usage, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Vec<Document> {
        let entry = |id: &str| Document { id: Some(id.into()), ..Document::default() };
        vec![entry("a"), entry("b")]
    }

    #[test]
    fn one_of_several_documents_has_to_be_named() {
        assert_eq!(chosen(feed(), Some("b")).unwrap().id.as_deref(), Some("b"));
        assert!(chosen(vec![Document::default()], None).is_ok());
        let unnamed = chosen(feed(), None).unwrap_err();
        assert_eq!(
            unnamed.message(),
            "holds 2 documents; name one as path#id, with id of `a`, `b`"
        );
        let twice = || [feed(), feed()].concat();
        let mut named = twice();
        named[3].title = Some("second".into());
        assert_eq!(chosen(named, Some("b~2")).unwrap().title.as_deref(), Some("second"));
        assert!(chosen(twice(), Some("b~3")).is_err());
        let unknown = chosen(feed(), Some("c")).unwrap_err();
        assert_eq!(unknown.message(), "holds no document `c`; it holds `a`, `b`");
    }

    #[test]
    fn a_name_is_split_only_behind_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("week#47.xml");
        std::fs::write(&path, "").unwrap();
        assert_eq!(split_name(&path), (path.clone(), None));
        let named = PathBuf::from(format!("{}#tag:x#1", path.display()));
        assert_eq!(split_name(&named), (path, Some("tag:x#1".to_owned())));
        assert_eq!(split_name(Path::new("none#1")), (PathBuf::from("none#1"), None));
    }
}
