//! Options, and the detector that runs the stages: the only module that knows all of them.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::compare::Rule;
use crate::error::{Error, ErrorKind};
use crate::read::{Document, Format};
use crate::report::{DocumentsShown, Explanation, Report, TextShown};
use crate::walk::WalkOptions;

/// What is read, how it is compared, and what is told.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which files are taken.
    pub walk: WalkOptions,
    /// How files are read.
    pub read: ReadOptions,
    /// What counts as told twice.
    pub compare: CompareOptions,
    /// Threads; 0 for as many as there are cores.
    pub threads: usize,
    /// Which documents are listed.
    pub documents: DocumentsShown,
    /// How much text the report carries.
    pub text: TextShown,
    /// The most findings that are listed.
    pub max_findings: Option<usize>,
    /// Whether to measure times and memory.
    pub stats: bool,
    /// The subcommand, as named in the report.
    pub command: String,
}

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format of every input; told from name and content when absent.
    pub format: Option<Format>,
    /// The label of the encoding; told from the content when absent.
    pub encoding: Option<String>,
    /// What of a page of HTML is read.
    pub extract: Extract,
    /// Where the parts of a JSON record stand.
    pub fields: Fields,
    /// The most bytes of an input.
    pub max_size: u64,
    /// The most bytes that a compressed input may expand to.
    pub max_expanded: u64,
}

/// What of a page of HTML is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extract {
    /// The article where there is one, else all.
    #[default]
    Auto,
    /// The article.
    Article,
    /// All text.
    All,
}

/// Where the parts of a JSON record stand.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl FromStr for Fields {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let pair = text.split_once('=').filter(|(role, _)| !role.is_empty());
        let (role, pointer) =
            pair.ok_or_else(|| Error::new(ErrorKind::Usage, "expected ROLE=POINTER"))?;
        Ok(Self(vec![(role.to_owned(), pointer.to_owned())]))
    }
}

impl Fields {
    /// Takes over what another value names; what both name, the other wins.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// What counts as told twice.
#[derive(Debug, Clone)]
pub struct CompareOptions {
    /// What finds candidates.
    pub engine: Engine,
    /// Compare documents with each other.
    pub documents: bool,
    /// Look for passages shared by documents that are no copies.
    pub passages: bool,
    /// Look for repeats inside documents.
    pub repeats: bool,
    /// Words of the shortest passage that counts.
    pub min_words: u32,
    /// Coverage of the shorter document from which it is a near copy.
    pub near: f64,
    /// Coverage from which a document stands whole inside a longer one.
    pub contain: f64,
    /// Which documents are compared with each other.
    pub scope: Scope,
    /// Only these rules; all of them when empty.
    pub select: Vec<Rule>,
    /// Not these rules.
    pub ignore: Vec<Rule>,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self {
            engine: Engine::Winnow,
            documents: true,
            passages: true,
            repeats: true,
            min_words: 25,
            near: 0.5,
            contain: 0.9,
            scope: Scope::All,
            select: Vec::new(),
            ignore: Vec::new(),
        }
    }
}

/// What finds candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// Winnowed shingles in an inverted index.
    #[default]
    Winnow,
    /// `MinHash` with bands.
    Minhash,
    /// `SimHash`.
    Simhash,
}

/// Which documents are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All, and each with itself.
    #[default]
    All,
    /// Only different documents.
    CrossDocument,
    /// Only documents of different sources.
    CrossSource,
    /// Only documents of one source.
    WithinSource,
}

/// What a run tells about how far it is.
pub trait Progress: Sync {
    /// A stage begins; `total` is 0 where it is not known.
    fn stage(&self, name: &'static str, total: u64);
    /// The stage went this much further.
    fn advance(&self, amount: u64);
}

/// Runs the stages with checked options.
#[derive(Debug)]
pub struct Detector {
    options: Options,
}

impl Detector {
    /// Returns a detector for options that can be used.
    ///
    /// # Errors
    ///
    /// Of kind `Usage` where an option cannot.
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self { options })
    }

    /// Returns what is told twice in the paths.
    ///
    /// # Errors
    ///
    /// Of kind `NoDocuments` where there is nothing to compare.
    pub fn scan_paths(&self, _: &[PathBuf], _: &dyn Progress) -> Result<Report, Error> {
        Err(self.nothing())
    }

    /// Returns what would be read: a report of all documents, without findings.
    ///
    /// # Errors
    ///
    /// Of kind `NoDocuments` where there is nothing to read.
    pub fn documents(&self, _: &[PathBuf]) -> Result<Report, Error> {
        Err(self.nothing())
    }

    /// Returns the documents of one input, and what of it could not be read.
    pub fn read(&self, _: &Path) -> (Vec<Document>, Vec<Error>) {
        (Vec::new(), vec![self.nothing()])
    }

    /// Returns why two documents match, or do not.
    pub fn explain(&self, _: &Document, _: &Document) -> Explanation {
        unimplemented!("replaced by the pipeline")
    }

    fn nothing(&self) -> Error {
        let command = &self.options.command;
        Error::new(ErrorKind::NoDocuments, format!("{command}: no documents to compare"))
    }
}
