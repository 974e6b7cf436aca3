//! Aligned passages in, the numbers that are the same although they are written in another way out.
//!
//! Where text runs from right to left, `8/2/1433` is written as `1433/2/8` as well, and `47.5` as `5ر47`; one paper groups
//! digits (`41,882`), and another does not (`41882`).

use std::ops::Range;

use crate::fingerprint::Token;

use super::passage::{Passage, slice};
use super::work;

/// Figures of a number at most: those of a date.
const FIGURES: usize = 3;
/// Numbers of a gap that are compared: more stand in a table.
const NUMBERS: usize = 8;

/// The tokens of a number in one text and in another one.
pub(super) type SameNumber = (Range<u32>, Range<u32>);

/// Returns the numbers of both texts that have the same figures in another order, next to what is equal.
pub(super) fn turned(passages: &[Passage], (a, b): (&[Token], &[Token])) -> Vec<SameNumber> {
    let edges = |passage: &Passage| {
        let edges = passage.runs.iter().flat_map(|run| {
            let ends = [(run.a, run.b), (run.a_end() - 1, run.b_end() - 1)];
            ends.into_iter().take(run.length.min(2) as usize)
        });
        edges.collect::<Vec<_>>()
    };
    let sorted = |tokens: &[Token]| {
        let mut figures = [Token::default(); FIGURES];
        figures[..tokens.len()].copy_from_slice(tokens);
        figures.sort_unstable();
        figures
    };
    let of_passage = |passage: &Passage| {
        let numbers = edges(passage).into_iter().filter_map(|(a_at, b_at)| {
            let of_a = number_at(a, a_at, &passage.a)?;
            let of_b = number_at(b, b_at, &passage.b)?;
            let (x, y) = (slice(a, &of_a), slice(b, &of_b));
            (x.len() > 1 && x != y && x.len() == y.len() && sorted(x) == sorted(y))
                .then_some((of_a, of_b))
        });
        numbers.collect::<Vec<_>>()
    };
    passages.iter().flat_map(of_passage).collect()
}

/// Returns the numbers of both texts that stand in one gap, and are the same by their letters.
///
/// `letters_a`, `letters_b`: the letters of a token.
pub(super) fn rewritten(
    passages: &[Passage],
    (a, b): (&[Token], &[Token]),
    letters_a: impl Fn(u32) -> Vec<char>,
    letters_b: impl Fn(u32) -> Vec<char>,
) -> Vec<SameNumber> {
    let mut same = Vec::new();
    for (of_a, of_b) in passages.iter().flat_map(Passage::gaps) {
        let (numbers, others) = (numbers_in(a, &of_a), numbers_in(b, &of_b));
        if numbers.is_empty() || others.is_empty() {
            continue;
        }
        work::count(numbers.len() + others.len());
        let read = |other: Range<u32>| (Figures::of(&other, &letters_b), other);
        let mut others: Vec<(Figures, Range<u32>)> = others.into_iter().map(read).collect();
        for number in numbers {
            let figures = Figures::of(&number, &letters_a);
            if let Some(at) = others.iter().position(|(other, _)| figures.are_those_of(other)) {
                same.push((number, others.swap_remove(at).1));
            }
        }
    }
    same
}

/// Digits of a group: `41,882`.
const GROUP: usize = 3;

/// The figures of a number, in order, and the letters behind the last one.
struct Figures {
    figures: Vec<Vec<char>>,
    unit: Vec<char>,
}

impl Figures {
    fn of(number: &Range<u32>, letters: impl Fn(u32) -> Vec<char>) -> Self {
        let (mut figures, mut unit) = (Vec::new(), Vec::new());
        for token in number.clone() {
            let letters = letters(token);
            let parts = letters.split(|letter| !letter.is_ascii_digit());
            figures.extend(parts.filter(|part| !part.is_empty()).map(<[char]>::to_vec));
            let end = letters.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1);
            unit = letters[end..].to_vec();
        }
        Self { figures, unit }
    }

    /// Whether two numbers have the same figures, in this order or the other way round, or the same digits, of which one
    /// has groups; and no other units.
    fn are_those_of(&self, other: &Self) -> bool {
        let is_unit = self.unit.is_empty() || other.unit.is_empty() || self.unit == other.unit;
        let is_turned = || self.figures.iter().eq(other.figures.iter().rev());
        let is_grouped = || {
            self.is_whole() && other.is_whole() && self.figures.concat() == other.figures.concat()
        };
        is_unit
            && !self.figures.is_empty()
            && (self.figures == other.figures || is_turned() || is_grouped())
    }

    /// Whether the figures are one number, in groups of digits where they are several.
    fn is_whole(&self) -> bool {
        self.figures.iter().skip(1).all(|figure| figure.len() == GROUP)
    }
}

/// Returns the numbers that stand in a range.
fn numbers_in(tokens: &[Token], range: &Range<u32>) -> Vec<Range<u32>> {
    let mut numbers = Vec::new();
    let mut at = range.start;
    while at < range.end && numbers.len() < NUMBERS {
        if tokens[at as usize].is_number() {
            numbers.extend(number_at(tokens, at, range));
            at = (at..range.end).find(|at| !tokens[*at as usize].is_number()).unwrap_or(range.end);
        } else {
            at += 1;
        }
    }
    numbers
}

/// Returns the figures in a row that have the one at a place, where they are no more than those of a number.
fn number_at(tokens: &[Token], at: u32, within: &Range<u32>) -> Option<Range<u32>> {
    let is_figure = |at: &u32| tokens[*at as usize].is_number();
    if !is_figure(&at) {
        return None;
    }
    let before = (within.start..at).rev().take(FIGURES).take_while(is_figure).count() as u32;
    let behind = (at + 1..within.end).take(FIGURES).take_while(is_figure).count() as u32;
    let figures = at - before..at + behind + 1;
    (figures.len() <= FIGURES).then_some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::Run;
    use crate::compare::run::tests::tokens;
    use crate::fingerprint::{Fingerprints, Spelling};
    use crate::read::Document;

    #[test]
    fn a_number_is_the_same_with_its_figures_the_other_way_round() {
        let run = |a, b, length| Run { a, b, length };
        let turned = |a: &str, b: &str, runs: &[Run]| {
            let (a, b) = (tokens(a), tokens(b));
            let all = 0..a.len() as u32;
            turned(&[Passage { a: all.clone(), b: all, runs: runs.into() }], (&a, &b)).len()
        };
        let runs = [run(0, 0, 1), run(2, 2, 1), run(4, 4, 1)];
        assert_eq!(turned("on 8 2 1433 it", "on 1433 2 8 it", &runs), 1);
        assert_eq!(turned("on 8 2 1433 it", "on 1434 2 8 it", &runs), 0);
        assert_eq!(turned("on 8 2 1433 it", "on 1433 2 x it", &runs), 0);
        // Four in a row are no number but a table.
        assert_eq!(turned("7 8 2 1433 it", "7 1433 2 8 it", &runs), 0);
    }

    #[track_caller]
    fn check_rewritten(a: &str, b: &str, expected: usize) {
        let [a, b] = [a, b].map(|gap| format!("they had {gap} in all"));
        let [a, b] = [a, b].map(|text| Document::from_text("a", text));
        let [of_a, of_b] = [&a, &b].map(Fingerprints::of);
        let [a, b] = [a, b].map(|d| Spelling::of_blocks(&d, 0..d.blocks.len(), 0));
        let (ends, length) = ([&of_a, &of_b].map(|text| text.tokens.len() as u32), 2);
        let runs =
            [Run { a: 0, b: 0, length }, Run { a: ends[0] - 2, b: ends[1] - 2, length }].into();
        let passage = Passage { a: 0..ends[0], b: 0..ends[1], runs };
        let letters = |of: &Spelling, token| of.letters(token..token + 1).to_vec();
        let both = (&*of_a.tokens, &*of_b.tokens);
        let same = rewritten(&[passage], both, |t| letters(&a, t), |t| letters(&b, t));
        assert_eq!(same.len(), expected, "{same:?}");
    }

    #[test]
    fn a_number_is_the_same_with_its_digits_grouped_or_not() {
        check_rewritten("41,882 tons", "some 41882 tons", 1);
        check_rewritten("1,041,882", "1041882", 1);
        check_rewritten("41,883 tons", "some 41882 tons", 0);
    }

    #[test]
    fn a_number_is_the_same_with_a_letter_for_a_point_and_with_a_unit() {
        check_rewritten("47.5 points", "5ر47 points", 1);
        check_rewritten("1436هـ", "1436", 1);
        check_rewritten("47.6 points", "5ر47 points", 0);
    }

    #[test]
    fn each_number_is_the_same_as_one() {
        check_rewritten("12,000 and 7,500", "7500 and 12000", 2);
        check_rewritten("12,000 and 12,000", "12000 and 7500", 1);
        check_rewritten("12,000", "none", 0);
    }

    #[test]
    fn a_point_that_is_lost_or_another_unit_makes_another_number() {
        check_rewritten("1.5", "15", 0);
        check_rewritten("12.5", "1.25", 0);
        check_rewritten("3bn crowns", "3m crowns", 0);
    }
}
