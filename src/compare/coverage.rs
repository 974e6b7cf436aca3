//! Ranges of a text's tokens in, what they cover together out.

use std::ops::Range;

use crate::fingerprint::{Token, words};

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
    /// Those in runs, and figures of one number that stand the other way round.
    pub(super) equal: Vec<Range<u32>>,
}

impl Covered {
    /// Returns those of the first text and those of the second one.
    pub(super) fn of_both(passages: &[Passage], a: &[Token], b: &[Token]) -> [Self; 2] {
        let runs = passages.iter().flat_map(|passage| &*passage.runs);
        let runs = runs.map(|run| (run.a_range(), run.b_range()));
        let turned = passages.iter().flat_map(|passage| turned(passage, a, b));
        let (equal_a, equal_b) = runs.chain(turned).unzip();
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

/// Figures of a number at most: those of a date.
const FIGURES: usize = 3;

/// Returns the numbers of both sides that have the same figures in another order: where text runs from right to left,
/// `8/2/1433` is written as `1433/2/8` as well, and `0.2` as `2.0`.
fn turned<'a>(
    passage: &'a Passage,
    a: &'a [Token],
    b: &'a [Token],
) -> impl Iterator<Item = (Range<u32>, Range<u32>)> + use<'a> {
    let edges = passage.runs.iter().flat_map(|run| {
        let ends = [(run.a, run.b), (run.a_end() - 1, run.b_end() - 1)];
        ends.into_iter().take(run.length.min(2) as usize)
    });
    edges.filter_map(|(a_at, b_at)| {
        let of_a = figures(a, a_at, &passage.a)?;
        let of_b = figures(b, b_at, &passage.b)?;
        let sorted = |tokens: &[Token]| {
            let mut figures = [Token::default(); FIGURES];
            figures[..tokens.len()].copy_from_slice(tokens);
            figures.sort_unstable();
            figures
        };
        let (x, y) = (slice(a, &of_a), slice(b, &of_b));
        (x != y && sorted(x) == sorted(y)).then_some((of_a, of_b))
    })
}

/// Returns the figures in a row that have the one at a place, where they are several and no more than those of a number.
fn figures(tokens: &[Token], at: u32, passage: &Range<u32>) -> Option<Range<u32>> {
    let is_figure = |at: &u32| tokens[*at as usize].is_number();
    if !is_figure(&at) {
        return None;
    }
    let before = (passage.start..at).rev().take(FIGURES).take_while(is_figure).count() as u32;
    let behind = (at + 1..passage.end).take(FIGURES).take_while(is_figure).count() as u32;
    let figures = at - before..at + behind + 1;
    (2..=FIGURES).contains(&figures.len()).then_some(figures)
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
    use crate::compare::run::Run;
    use crate::compare::run::tests::tokens;

    #[test]
    fn a_number_is_equal_with_its_figures_the_other_way_round() {
        let run = |a, b, length| Run { a, b, length };
        let equal = |a: &str, b: &str, runs: &[Run]| {
            let (a, b) = (tokens(a), tokens(b));
            let all = 0..a.len() as u32;
            let passage = Passage { a: all.clone(), b: all, runs: runs.into() };
            let sides = Covered::of_both(&[passage], &a, &b);
            sides.map(|side| side.equal.iter().map(Range::len).sum::<usize>())
        };
        let runs = [run(0, 0, 1), run(2, 2, 1), run(4, 4, 1)];
        assert_eq!(equal("on 8 2 1433 it", "on 1433 2 8 it", &runs), [5, 5]);
        assert_eq!(equal("on 8 2 1433 it", "on 1434 2 8 it", &runs), [3, 3]);
        assert_eq!(equal("on 8 2 1433 it", "on 1433 2 x it", &runs), [3, 3]);
        // Four in a row are no number but a table.
        assert_eq!(equal("7 8 2 1433 it", "7 1433 2 8 it", &runs), [3, 3]);
    }

    #[test]
    fn words_in_two_ranges_count_once() {
        let text = tokens("a b c d e f g h");
        assert_eq!(covered_words(&text, [4..6, 0..3, 2..4]), 6);
        assert_eq!(union(vec![5..7, 0..2, 2..3]), [0..3, 5..7]);
    }
}
