//! The report, schema v1: what every format is made from. Minor versions only add fields.
//!
//! Serialised, it is byte-identical for the same input: no clock, absolute path or thread order; [`Stats`], on request, differ.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::fingerprint::{ALGORITHM, Exact, SimHash};

use super::anchor::AnchorReason;
use super::share::share;
use super::{Differences, Focus, Stats};

/// The version of the report's schema.
pub const SCHEMA_VERSION: &str = "1.0";

/// What was found, in what, and how.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this schema, `major.minor`; minor versions only add.
    pub schema_version: &'static str,
    /// The program that wrote the report.
    pub tool: Tool,
    /// What was run.
    pub run: Run,
    /// The effective values of the settings by which texts are compared.
    pub settings: BTreeMap<&'static str, Setting>,
    /// What the gate said; null when nothing was gated.
    pub gate: Option<Gate>,
    /// Totals.
    pub summary: Summary,
    /// The documents that occur in a finding, in walk order (all of them on request).
    pub documents: Vec<DocumentEntry>,
    /// What is told twice.
    pub findings: Vec<Finding>,
    /// What was not read, or not to its end, and what of the settings, the baseline and the marks was of no use.
    pub diagnostics: Vec<Diagnostic>,
    /// Times and memory, only on request.
    pub stats: Option<Stats>,
}

/// The program that wrote the report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The version of normalisation, hashes and seeds together.
    pub algorithm: &'static str,
}

/// What was run.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Run {
    /// The subcommand.
    pub command: String,
    /// The paths as given.
    pub targets: Vec<String>,
    /// Whether every input was read to its end.
    pub complete: bool,
    /// What was in focus; `None` where everything is.
    #[serde(skip)]
    pub focus: Option<Focus>,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Setting {
    /// A whole number.
    Count(u64),
    /// A share, 0 to 1.
    Share(#[serde(serialize_with = "share")] f64),
    /// A name or an expression.
    Text(String),
    /// Names or expressions.
    List(Vec<String>),
}

/// What the gate said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Gate {
    /// Whether a limit was exceeded.
    pub crossed: bool,
    /// Each limit that was exceeded.
    pub reasons: Vec<GateReason>,
}

/// A limit that was exceeded.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GateReason {
    /// The limit's name, as on the command line.
    pub limit: String,
    /// What was allowed.
    #[serde(serialize_with = "share")]
    pub allowed: f64,
    /// What was found.
    #[serde(serialize_with = "share")]
    pub found: f64,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::default(),
            run: Run { command: String::new(), targets: Vec::new(), complete: true, focus: None },
            settings: BTreeMap::new(),
            gate: None,
            summary: Summary::default(),
            documents: Vec::new(),
            findings: Vec::new(),
            diagnostics: Vec::new(),
            stats: None,
        }
    }
}

impl Finding {
    /// Whether it waits for somebody: no baseline and no suppression accepts it.
    pub(super) fn is_new(&self) -> bool {
        self.status == "new"
    }

    /// Whether all its places stand in one document; of several one is the anchor for a reason.
    pub(super) fn is_within_a_document(&self) -> bool {
        self.anchor_reason.is_none()
    }
}

impl Occurrence {
    /// Whether nothing accepts or suppresses it, and nothing tells that it was there before.
    pub(crate) fn is_new(&self) -> bool {
        self.status.is_none() && !self.was_there
    }

    /// Returns where it stands.
    pub(super) fn span(&self) -> Span {
        Span { lines: self.lines, bytes: self.bytes }
    }
}

impl Default for Tool {
    fn default() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            algorithm: ALGORITHM,
        }
    }
}

/// Totals of a run.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Inputs that were found.
    pub inputs: u64,
    /// Inputs that could not be read, or not to their end.
    pub inputs_failed: u64,
    /// Documents that were compared.
    pub documents: u64,
    /// Blocks of these documents.
    pub blocks: u64,
    /// Words of these documents; two characters of a script without spaces count as one word.
    pub words: u64,
    /// Words that stand in a copy (not in the anchor) of some finding, each counted once.
    pub words_repeated: u64,
    /// Findings, also those that were left out of the list, but not those that are suppressed.
    pub findings: u64,
    /// Of these, the findings that a baseline accepts.
    pub known: u64,
    /// Findings that are suppressed.
    pub suppressed: u64,
    /// Findings by rule, without those that are suppressed.
    pub by_rule: BTreeMap<&'static str, u64>,
    /// Whether findings were left out of the list.
    pub truncated: bool,
}

/// A document of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DocumentEntry {
    /// The path, or `path#id` where an input holds many documents.
    pub key: String,
    /// The path of the input.
    #[serde(serialize_with = "displayed")]
    #[schemars(with = "String")]
    pub uri: Arc<str>,
    /// What the input was read as.
    pub format: &'static str,
    /// The encoding that the input was decoded from.
    pub encoding: &'static str,
    /// Who published the document.
    #[serde(serialize_with = "displayed")]
    #[schemars(with = "String")]
    pub source: Arc<str>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The declared language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Words of the text.
    pub words: u64,
    /// Blocks of the text.
    pub blocks: u64,
    /// XXH3-128 of the normalised tokens, 32 hexadecimal digits.
    #[serde(serialize_with = "displayed")]
    #[schemars(with = "String", extend("pattern" = "^[0-9a-f]{32}$"))]
    pub fingerprint: Exact,
    /// 64-bit `SimHash`, 16 hexadecimal digits.
    #[serde(serialize_with = "displayed")]
    #[schemars(with = "String", extend("pattern" = "^[0-9a-f]{16}$"))]
    pub simhash: SimHash,
}

/// Writes what is shown as text as that text, which need not be held.
fn displayed<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Something that is told twice: a group of places.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Finding {
    /// Name of the finding in this report, `F1`, `F2`, …
    pub id: String,
    /// The rule that it falls under.
    pub rule: &'static str,
    /// How much it matters: `error`, `warning` or `info`.
    #[schemars(extend("enum" = ["error", "warning", "info"]))]
    pub level: &'static str,
    /// `new`, or what a baseline or a suppression says of it.
    pub status: &'static str,
    /// Stable identity of the finding's content.
    pub fingerprint: String,
    /// Words of the anchor's repeated text.
    pub words: u64,
    /// How often the text stands: the number of places in one document, or of documents.
    pub times: u64,
    /// Lowest and median coverage against the anchor; only where documents were compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohesion: Option<Cohesion>,
    /// Why the anchor is the anchor; only where there are several documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = AnchorReason::ALL.map(AnchorReason::name)))]
    pub anchor_reason: Option<&'static str>,
    /// The places, at least two; the anchor first.
    #[schemars(length(min = 2))]
    pub occurrences: Vec<Occurrence>,
    /// The beginning of the repeated text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// The beginning of the anchor's text beside the first differing copy's, word by word; empty where none is to be shown.
    #[serde(skip)]
    pub difference: Differences,
}

/// Coverage of a group's members against the anchor.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Cohesion {
    /// The lowest.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub lowest: f64,
    /// The median.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub median: f64,
}

/// One place of a finding.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Occurrence {
    /// Index into the report's documents.
    pub document: usize,
    /// `anchor` or `copy`.
    #[schemars(extend("enum" = ["anchor", "copy"]))]
    pub role: &'static str,
    /// First and last line, 1-based.
    pub lines: [u32; 2],
    /// Bytes of the input, from and behind; absent where the text was escaped or compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<[u64; 2]>,
    /// First and last block, 1-based.
    pub blocks: [u32; 2],
    /// The same without the words at its edges that may be equal by chance.
    #[serde(skip)]
    pub core: [u32; 2],
    /// What its own text is known by, for a baseline.
    #[serde(skip)]
    pub own: u64,
    /// How alike this document and the anchor's are; only where documents were compared.
    #[serde(flatten)]
    pub shares: Option<Box<Shares>>,
    /// Words to insert, delete or replace in the passages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<u32>,
    /// The aligned passages, in the order of the copy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
    /// `known` or `suppressed` where the place itself is accepted or suppressed; absent where not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["known", "suppressed"]))]
    pub status: Option<&'static str>,
    /// Whether the document was there before others of the finding, as far as that is known.
    #[serde(skip)]
    pub was_there: bool,
    /// Why the place is suppressed, where a reason is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
    /// Column of the first letter, 1-based.
    #[serde(skip)]
    pub column: u32,
    /// The text of the occurrence, only with `--text full`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Box<str>>,
}

/// How alike a copy's document and the anchor's are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Shares {
    /// Share of this document's words that lie in passages aligned with the anchor.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub coverage: f64,
    /// Share of the anchor's words that lie in passages aligned with this document.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub coverage_of_anchor: f64,
    /// Broder's resemblance of the two documents' shingle sets.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub resemblance: f64,
    /// Broder's containment: the share of this document's shingles that the anchor has.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub containment: f64,
}

/// A maximal aligned run in two places.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Passage {
    /// Whether the words of both sides are equal.
    pub exact: bool,
    /// Words of the copy's side.
    pub words: u64,
    /// Words that both sides have, in the same order.
    pub identical_words: u64,
    /// Identical words and characters over all of the longer side.
    #[serde(serialize_with = "share")]
    #[schemars(range(min = 0, max = 1))]
    pub similarity: f64,
    /// The anchor's side.
    pub anchor: Span,
    /// The copy's side.
    pub copy: Span,
    /// The beginning of both sides, word by word; none unless [`AlignedText::EachCopy`](super::AlignedText) is asked for.
    #[serde(skip)]
    pub aligned: Option<Box<Differences>>,
    /// Whether the passage goes on behind `aligned`.
    #[serde(skip)]
    pub is_cut: bool,
}

/// A stretch of an input.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Span {
    /// First and last line, 1-based.
    pub lines: [u32; 2],
    /// Bytes of the input, from and behind; absent where the text was escaped or compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<[u64; 2]>,
}

/// An input, or a part of one, that was not read; or something that was of no use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// `unreadable-input`, `truncated-input`, `unused-suppression` or `unused-baseline-entry`.
    pub rule: &'static str,
    /// How much it matters.
    pub level: &'static str,
    /// The input.
    pub uri: String,
    /// The line, 1-based.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What was tried and what came of it.
    pub message: String,
}
