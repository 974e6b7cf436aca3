//! Ranges of a text's tokens in, what they cover together out.

use std::ops::Range;

use crate::fingerprint::{Token, words};

use super::figures::SameNumber;
use super::passage::{Passage, slice};
use super::work;

/// Returns the ranges sorted and joined where they touch.
pub(crate) fn union(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    ranges.dedup_by(|range, last| {
        let touch = range.start <= last.end;
        if touch {
            last.end = last.end.max(range.end);
        }
        touch
    });
    ranges
}

/// Returns the range from where the first of some ranges begins to where the last one ends.
pub(super) fn hull(ranges: impl Iterator<Item = Range<u32>>) -> Range<u32> {
    ranges.reduce(|all, r| all.start.min(r.start)..all.end.max(r.end)).unwrap_or(0..0)
}

/// Returns the words that lie in some of the ranges, each word once.
pub(crate) fn covered_words(tokens: &[Token], ranges: impl IntoIterator<Item = Range<u32>>) -> u32 {
    let covered = union(ranges.into_iter().collect());
    work::count(covered.iter().map(Range::len).sum());
    covered.iter().map(|range| words(slice(tokens, range))).sum()
}

/// The tokens of one side of some passages, as ranges that are joined where they touch.
pub(super) struct Covered {
    /// Those in passages.
    pub(super) all: Vec<Range<u32>>,
    /// Those in runs, and numbers that are the same in another way.
    pub(super) equal: Vec<Range<u32>>,
}

impl Covered {
    /// Returns those of the first text and those of the second one.
    pub(super) fn of_both(passages: &[Passage], numbers: &[SameNumber]) -> [Self; 2] {
        let runs = passages.iter().flat_map(|passage| &*passage.runs);
        let runs = runs.map(|run| (run.a_range(), run.b_range()));
        let (equal_a, equal_b) = runs.chain(numbers.iter().cloned()).unzip();
        let of_a = Self {
            all: union(passages.iter().map(|p| p.a.clone()).collect()),
            equal: union(equal_a),
        };
        let of_b = Self {
            all: union(passages.iter().map(|p| p.b.clone()).collect()),
            equal: union(equal_b),
        };
        [of_a, of_b]
    }
}

/// Share of both ranges in which two places of a text overlap that are one place.
pub(super) const ONE_PLACE: f64 = 0.7;

/// Returns whether two places of a text are one that was found twice.
pub(super) fn are_one_place(x: &Range<u32>, y: &Range<u32>) -> bool {
    f64::from(overlap(x, y)) >= ONE_PLACE * x.len().max(y.len()) as f64
}

/// Returns how many tokens two ranges have in common.
pub(super) fn overlap(x: &Range<u32>, y: &Range<u32>) -> u32 {
    x.end.min(y.end).saturating_sub(x.start.max(y.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests::tokens;

    #[test]
    fn words_in_two_ranges_count_once() {
        let text = tokens("a b c d e f g h");
        assert_eq!(covered_words(&text, [4..6, 0..3, 2..4]), 6);
        assert_eq!(union(vec![5..7, 0..2, 2..3]), [0..3, 5..7]);
    }
}
