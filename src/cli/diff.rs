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
use super::settings::Settings;
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
    pub(super) fn run(&self, settings: &Settings) -> Result<(), Failure> {
        let mut options = Options {
            read: self.read.options(),
            compare: self.thresholds.options(),
            command: "diff".to_owned(),
            ..Options::default()
        };
        settings.steer(&mut options);
        let detector = Detector::new(options)?;
        let from_stdin = [&self.anchor, &self.copy].map(|name| split_name(name).0);
        let from_stdin = from_stdin.iter().filter(|path| path.as_os_str() == STDIN).map(|_| "`-`");
        read_once(&from_stdin.collect::<Vec<_>>())?;
        let (anchor_key, anchor) = document(&detector, &self.anchor)?;
        let (copy_key, copy) = document(&detector, &self.copy)?;
        let mut explanation = detector.explain(&anchor, &copy);
        explanation.anchor.key = anchor_key;
        explanation.copy.key = copy_key;
        let layout = self.color.on_stdout();
        Destination::Stdout.write(|out| write_diff(&explanation, &layout, out))
    }
}

/// A document, with its key in reports.
type Keyed = (String, Document);

/// Returns the document of this name; what else of its input cannot be read is told on stderr.
fn document(detector: &Detector, name: &Path) -> Result<Keyed, Error> {
    let (path, id) = split_name(name);
    if path.is_dir() {
        let message = "is a directory; name one document, as a path or as path#id";
        return Err(Error::new(ErrorKind::Usage, message).at(path.to_string_lossy()));
    }
    let (documents, errors) = detector.read_keyed(&path);
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

/// Returns what a report calls a document in its input: nothing where that holds no other.
fn label((key, document): &Keyed) -> Option<&str> {
    key.strip_prefix(&*document.uri)?.strip_prefix('#')
}

/// Returns the document of this id, or the only one.
fn chosen(mut documents: Vec<Keyed>, id: Option<&str>) -> Result<Keyed, Error> {
    let at = match id {
        None => (documents.len() == 1).then_some(0),
        Some(id) => documents.iter().position(|document| label(document) == Some(id)),
    };
    let at = at.ok_or_else(|| not_one(&documents, id))?;
    Ok(documents.swap_remove(at))
}

/// Says that no document is named, and how each can be.
fn not_one(documents: &[Keyed], id: Option<&str>) -> Error {
    let shown = documents.iter().filter_map(label).take(IDS_NAMED);
    let shown: Vec<_> = shown.map(|label| format!("`{}`", whole_path(label))).collect();
    let more = if shown.len() < documents.len() { ", …" } else { "" };
    let list = shown.join(", ") + more;
    let number = documents.len();
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

    fn feed(keys: &[&str]) -> Vec<Keyed> {
        let document = || Document { uri: "f".into(), ..Document::default() };
        keys.iter().map(|key| ((*key).to_owned(), document())).collect()
    }

    #[test]
    fn one_of_several_documents_has_to_be_named() {
        let two = || feed(&["f#a", "f#a~2"]);
        assert_eq!(chosen(two(), Some("a~2")).unwrap().0, "f#a~2");
        assert!(chosen(feed(&["f"]), None).is_ok());
        let unnamed = chosen(two(), None).err().unwrap();
        assert_eq!(
            unnamed.message(),
            "holds 2 documents; name one as path#id, with id of `a`, `a~2`"
        );
        let many = feed(&["f#a", "f#b", "f#c", "f#d", "f#e", "f#f"]);
        let many = chosen(many, None).err().unwrap();
        assert!(many.message().ends_with("`d`, `e`, …"), "{many}");
        let unknown = chosen(two(), Some("c")).err().unwrap();
        assert_eq!(unknown.message(), "holds no document `c`; it holds `a`, `a~2`");
        let only = chosen(feed(&["f"]), Some("c")).err().unwrap();
        assert_eq!(only.message(), "holds no document that has an id");
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
