//! Why two documents match, or do not: the figures beside the thresholds, and the passages.

use crate::compare::{EqualNumbers, Rule};

use super::{Differences, Passage};

/// A comparison of two documents, laid open.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The document that the other is compared with.
    pub anchor: Side,
    /// The other document.
    pub copy: Side,
    /// Selected shingles that both documents have.
    pub seeds: u64,
    /// Words of the anchor in the longest passage.
    pub longest_words: u32,
    /// Share of the shorter document's words that are equal, in order.
    pub equal_words: f64,
    /// The numbers in passages.
    pub numbers: EqualNumbers,
    /// Broder's resemblance of the two shingle sets.
    pub resemblance: f64,
    /// Broder's containment: the share of the copy's shingles that the anchor has.
    pub containment: f64,
    /// What the figures are held against.
    pub thresholds: Thresholds,
    /// What came of it.
    pub verdict: Verdict,
    /// The aligned passages, in the order of the copy.
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
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The documents match by this rule.
    Match(Rule),
    /// A passage stands in both, which is told by this rule; and why they are no copies, one reason at least.
    Passage(Rule, Vec<Shortfall>),
    /// They do not match, and why not.
    NoMatch(Shortfalls),
}

/// Why two documents do not match: each list has one entry at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfalls {
    /// Why they are no copies.
    pub as_copies: Vec<Shortfall>,
    /// Why the passage that comes closest is not told by itself.
    pub as_passage: Vec<Shortfall>,
}

/// A figure that is too small.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Shortfall {
    /// They share no seed: no run of so many tokens.
    NoRun {
        /// Tokens of the shortest run that is always seen.
        tokens: u32,
        /// Whether the tokens are characters of a script without spaces.
        characters: bool,
    },
    /// Too little of the shorter document lies in passages.
    Coverage {
        /// The share that does.
        found: f64,
        /// The share that has to.
        needed: f64,
    },
    /// Too few words are common, or equal.
    FewWords {
        /// The words that are.
        found: u32,
        /// The words that have to be.
        needed: u32,
    },
    /// What is common is in other words: either share would do, found and needed.
    OtherWords {
        /// Of the shorter document's shingles.
        shingles: (f64, f64),
        /// Of its words, in order.
        words: (f64, f64),
    },
    /// The passages have other numbers: one form, filled in twice.
    OtherNumbers(EqualNumbers),
    /// Names and numbers agree less than the other words do: one form, filled in twice.
    Form,
    /// The two are days apart, and too different for a text and its version.
    Later {
        /// The days between them.
        days: u32,
        /// The share of the shorter text's words that stand in the longer one in order.
        found: f64,
        /// The share that has to.
        needed: f64,
    },
    /// The longest passage has too few words.
    ShortPassage {
        /// The words that it has.
        found: u32,
        /// The words that it has to have.
        needed: u32,
    },
    /// Too little of the longest passage is equal.
    EditedPassage {
        /// The share that is.
        found: f64,
        /// The share that has to be.
        needed: f64,
    },
    /// No figure is too small by itself.
    Scattered,
}

/// A passage with its two texts.
#[derive(Debug, Clone)]
pub struct ExplainedPassage {
    /// Where it stands, and its figures.
    pub passage: Passage,
    /// The two texts word by word.
    pub difference: Differences,
}
