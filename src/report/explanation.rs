//! Why two documents match, or do not: the figures beside the thresholds, and the passages.

use crate::compare::Rule;

use super::{Difference, Passage};

/// A comparison of two documents, laid open.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The document that the other is compared with.
    pub anchor: Side,
    /// The other document.
    pub copy: Side,
    /// Selected shingles that both documents have.
    pub seeds: u64,
    /// Broder's resemblance of the two shingle sets.
    pub resemblance: f64,
    /// Broder's containment: the share of the copy's shingles that the anchor has.
    pub containment: f64,
    /// What the figures are held against.
    pub thresholds: Thresholds,
    /// What came of it.
    pub verdict: Verdict,
    /// The aligned passages, in the order of the anchor.
    pub passages: Vec<ExplainedPassage>,
}

/// One of the two documents.
#[derive(Debug, Clone)]
pub struct Side {
    /// The path, or `path#id`.
    pub key: String,
    /// The headline.
    pub title: Option<String>,
    /// Words of the text.
    pub words: u64,
    /// Share of the words that lie in passages aligned with the other document.
    pub coverage: f64,
}

/// The thresholds of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// Coverage of the shorter document from which it is a near copy.
    pub near: f64,
    /// Coverage from which a document stands whole inside a longer one.
    pub contain: f64,
    /// Words of the shortest passage that counts.
    pub min_words: u32,
}

/// What came of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The documents match by this rule.
    Match(Rule),
    /// They do not match, and why not.
    NoMatch(Shortfall),
}

/// Why two documents do not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shortfall {
    /// They share no seed: no run of words is long enough to be seen.
    NothingShared,
    /// The longest aligned passage has too few words, and the coverage is too low.
    TooShort,
    /// The passages differ too much.
    TooDifferent,
}

/// A passage with its two texts.
#[derive(Debug, Clone)]
pub struct ExplainedPassage {
    /// Where it stands, and its figures.
    pub passage: Passage,
    /// The two texts word by word.
    pub difference: Vec<Difference>,
}
