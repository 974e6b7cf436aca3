//! Two documents and what they have in common in, the figures that decide over them out, for who asks why.

use std::ops::Range;

use crate::fingerprint::{Token, words};

use super::coverage::{covered_words, likeness};
use super::found::LIFTED;
use super::misread::is_misread;
use super::pair::{PairMatch, VERBATIM, WORD_FOR_WORD};
use super::passage::{Passage, slice};
use super::verdict::{EQUAL_NUMBERS, Numbers};
use super::{CompareOptions, Spell};

/// What decides over two documents beside their coverage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// Words of the first text in passages, each once.
    pub common_words: u32,
    /// Words of the first text in the longest passage.
    pub longest_words: u32,
    /// Share of the shorter text's shingles that the longer one has, 0 to 1.
    pub shingles: f64,
    /// Share of the shorter text's words that stand in the longer one in order, 0 to 1.
    pub equal_words: f64,
    /// The numbers in the passages.
    pub numbers: EqualNumbers,
    /// Whether the words that differ are misread rather than other words: then numbers may differ.
    pub misread: bool,
    /// The passage that comes closest to being told by itself.
    pub passage: Option<PassageGrounds>,
}

/// What decides over a passage of documents that are no copies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageGrounds {
    /// Its words in the first text.
    pub words: u32,
    /// Its equal words.
    pub equal_words: u32,
    /// The longest run of equal words.
    pub run_words: u32,
    /// Equal tokens as a share of the longer side, 0 to 1.
    pub similarity: f64,
    /// Its numbers.
    pub numbers: EqualNumbers,
}

/// Numbers of the side of which more are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EqualNumbers {
    /// Those that the other side has at the same place.
    pub equal: u32,
    /// All of them.
    pub all: u32,
    /// Whether enough agree.
    pub agree: bool,
}

impl Grounds {
    /// Share of shingles from which on two texts are in the same words.
    pub const SHINGLES: f64 = VERBATIM;
    /// Share of words in order from which on no shingle need be shared.
    pub const EQUAL_WORDS: f64 = WORD_FOR_WORD;
    /// Share of numbers that must agree.
    pub const NUMBERS: f64 = EQUAL_NUMBERS;
    /// Share of equal tokens of a passage that is told by itself.
    pub const PASSAGE: f64 = LIFTED;

    /// Returns the grounds on which `pair`, of the texts `a` and `b`, was judged.
    pub fn of(
        pair: &PairMatch,
        (a, b): (&[Token], &[Token]),
        options: &CompareOptions,
        spell: &Spell<'_>,
    ) -> Self {
        let (shorter, longer) = if words(a) <= words(b) { (a, b) } else { (b, a) };
        let passages = || pair.passages.iter().map(|passage| PassageGrounds::of(passage, a, b));
        let least = options.min_words;
        Self {
            common_words: covered_words(a, pair.passages.iter().map(|p| p.a.clone())),
            longest_words: passages().map(|passage| passage.words).max().unwrap_or(0),
            shingles: likeness(longer, shorter, options.fingerprint.shingle).containment,
            equal_words: pair.equal_share(a, b),
            numbers: EqualNumbers::of(&pair.passages, a, b),
            misread: is_misread(&pair.passages, &spell(pair.a), &spell(pair.b)),
            passage: passages()
                .max_by_key(|passage| (passage.words.min(least), passage.equal_words)),
        }
    }

    /// Returns whether the passages are in the same words.
    pub fn in_same_words(&self) -> bool {
        self.shingles >= Self::SHINGLES || self.equal_words >= Self::EQUAL_WORDS
    }
}

impl PassageGrounds {
    fn of(passage: &Passage, a: &[Token], b: &[Token]) -> Self {
        let length = |range: Range<u32>| words(slice(a, &range));
        Self {
            words: length(passage.a.clone()),
            equal_words: passage.runs.iter().map(|run| length(run.a_range())).sum(),
            run_words: passage.longest_run_words(a),
            similarity: passage.similarity(),
            numbers: EqualNumbers::of(std::slice::from_ref(passage), a, b),
        }
    }
}

impl EqualNumbers {
    fn of(passages: &[Passage], a: &[Token], b: &[Token]) -> Self {
        let sides = Numbers::of_both(passages, a, b);
        let share = |side: &Numbers| f64::from(side.equal) / f64::from(side.all.max(1));
        let [first, second] = &sides;
        let closer = if share(second) > share(first) { second } else { first };
        Self { equal: closer.equal, all: closer.all, agree: sides.iter().any(Numbers::agree) }
    }
}
