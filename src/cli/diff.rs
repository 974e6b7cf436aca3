//! `diff`: why two documents match, or do not.

use std::collections::{HashMap, HashSet};
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
        let mut explanation = detector.explain(&anchor.document, &copy.document);
        explanation.anchor.key = anchor.key();
        explanation.copy.key = copy.key();
        let layout = self.color.on_stdout();
        Destination::Stdout.write(|out| write_diff(&explanation, &layout, out))
    }
}

/// A document, and what a report calls it in its input: nothing where that holds no other.
struct Named {
    document: Document,
    label: Option<String>,
}

impl Named {
    /// Returns the document's key, as in a report.
    fn key(&self) -> String {
        let uri = &*self.document.uri;
        self.label.as_ref().map_or_else(|| uri.to_owned(), |label| format!("{uri}#{label}"))
    }
}

/// Returns the document of this name; what else of its input cannot be read is told on stderr.
fn document(detector: &Detector, name: &Path) -> Result<Named, Error> {
    let (path, id) = split_name(name);
    if path.is_dir() {
        let message = "is a directory; name one document, as a path or as path#id";
        return Err(Error::new(ErrorKind::Usage, message).at(path.to_string_lossy()));
    }
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

/// Returns what a report calls each document in its input: its id, else its address, and a further one of the same name
/// by its number, `id~2`, or the next one that makes no other document's name.
fn labels(documents: &[Document]) -> Vec<Option<String>> {
    let taken: HashSet<&str> = documents.iter().filter_map(name).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut labels = Vec::with_capacity(documents.len());
    for document in documents {
        let label = name(document).map(|name| {
            let times = times.entry(name).or_default();
            *times += 1;
            while *times > 1 && taken.contains(&*format!("{name}~{times}")) {
                *times += 1;
            }
            if *times == 1 { name.to_owned() } else { format!("{name}~{times}") }
        });
        labels.push(label);
    }
    labels
}

/// Returns the name of a document in its input.
fn name(document: &Document) -> Option<&str> {
    let url = document.url.as_deref().filter(|_| document.format.holds_many());
    document.id.as_deref().or(url)
}

/// Returns the document of this id, or the only one.
fn chosen(mut documents: Vec<Document>, id: Option<&str>) -> Result<Named, Error> {
    let mut labels = labels(&documents);
    let at = match id {
        None => (documents.len() == 1).then_some(0),
        Some(id) => labels.iter().position(|label| label.as_deref() == Some(id)),
    };
    let at = at.ok_or_else(|| not_one(&labels, id))?;
    Ok(Named { document: documents.swap_remove(at), label: labels.swap_remove(at) })
}

/// Says that no document is named, and how each can be.
fn not_one(labels: &[Option<String>], id: Option<&str>) -> Error {
    let shown = labels.iter().flatten().take(IDS_NAMED);
    let shown: Vec<_> = shown.map(|label| format!("`{}`", whole_path(label))).collect();
    let more = if shown.len() < labels.len() { ", …" } else { "" };
    let list = shown.join(", ") + more;
    let number = labels.len();
    let message = match id {
        _ if shown.is_empty() => "holds no document that has an id".to_owned(),
        Some(id) => format!("holds no document `{}`; it holds {list}", whole_path(id)),
        None => format!("holds {number} documents; name one as path#id, with id of {list}"),
    };
    Error::new(ErrorKind::Usage, message)
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
        assert_eq!(chosen(feed(), Some("b")).unwrap().document.id.as_deref(), Some("b"));
        assert!(chosen(vec![Document::default()], None).is_ok());
        let unnamed = chosen(feed(), None).err().unwrap();
        assert_eq!(
            unnamed.message(),
            "holds 2 documents; name one as path#id, with id of `a`, `b`"
        );
        let twice = || [feed(), feed()].concat();
        let mut named = twice();
        named[3].title = Some("second".into());
        let second = chosen(named, Some("b~2")).unwrap();
        assert_eq!(second.document.title.as_deref(), Some("second"));
        assert_eq!(second.key(), "#b~2");
        let mut named = twice();
        named[0].id = Some("b~2".into());
        named[3].title = Some("second".into());
        let third = chosen(named, Some("b~3")).unwrap();
        assert_eq!(third.document.title.as_deref(), Some("second"));
        let number = chosen(twice(), Some("b~3")).err().unwrap();
        assert_eq!(number.message(), "holds no document `b~3`; it holds `a`, `b`, `a~2`, `b~2`");
        let many = chosen([twice(), feed()].concat(), None).err().unwrap();
        assert!(many.message().ends_with("`b~2`, `a~3`, …"), "{many}");
        let unknown = chosen(feed(), Some("c")).err().unwrap();
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
