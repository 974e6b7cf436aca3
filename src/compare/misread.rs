//! Aligned passages and how they are spelled in, how alike the words are that differ out.
//!
//! Where a scan differs it differs in a letter or two of a word, or in a space; where two authors
//! tell one event, or fill in one form, they use other words and figures. The tokens do not see the
//! difference, their letters do: in planted scans half or more of the letters of differing words are
//! the same (nine of ten pairs), in rewritten stories and forms a third (three of four, at most 0.45).

use std::ops::Range;

use super::passage::Passage;

/// Least share of equal letters in the words that differ, for a copy that was misread.
const MISREAD: f64 = 0.45;

/// Letters of words between two runs from which on they are not compared: no scan misreads so much in a row, and a word may
/// be a picture in letters.
const LONG: usize = 1024;

/// Returns whether the words that differ are misread rather than other words.
///
/// `a` and `b` tell the letters of tokens. Only what lies between runs is aligned: O([`LONG`] for each letter).
pub(super) fn is_misread(
    passages: &[Passage],
    a: impl Fn(Range<u32>) -> Vec<char>,
    b: impl Fn(Range<u32>) -> Vec<char>,
) -> bool {
    let mut row = Vec::new();
    let (mut letters, mut edits) = (0, 0);
    for (of_a, of_b) in passages.iter().flat_map(Passage::gaps) {
        let (x, y) = (a(of_a), b(of_b));
        let length = x.len().max(y.len()).min(LONG);
        let are_other = length == LONG || is_figure(&x) && is_figure(&y);
        letters += length;
        edits += if are_other { length } else { distance(&x, &y, &mut row) };
    }
    edits as f64 <= (1.0 - MISREAD) * letters as f64
}

/// Returns whether words are other words that were misread, or spelled in another way; none that are [`LONG`] are. O(the
/// product of their letters).
pub(super) fn are_misread(x: &[char], y: &[char]) -> bool {
    let letters = x.len().max(y.len());
    letters < LONG && distance(x, y, &mut Vec::new()) as f64 <= (1.0 - MISREAD) * letters as f64
}

/// Whether there are digits only: two figures that differ in one digit are other figures, since what is misread is
/// mostly no figure any more.
fn is_figure(letters: &[char]) -> bool {
    !letters.is_empty() && letters.iter().all(char::is_ascii_digit)
}

/// The fewest letters to insert, delete or replace (Levenshtein 1966; Wagner and Fischer 1974).
fn distance(x: &[char], y: &[char], row: &mut Vec<u32>) -> usize {
    row.clear();
    row.extend(0..=y.len() as u32);
    for (i, a) in x.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i as u32 + 1;
        for (j, b) in y.iter().enumerate() {
            let above = row[j + 1];
            let replaced = diagonal + u32::from(a != b);
            row[j + 1] = replaced.min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[y.len()] as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::tests::passages_of;
    use crate::fingerprint::{Fingerprints, Spelling};
    use crate::read::Document;

    fn check(a: &str, b: &str, expected: bool) {
        let [a, b] = [a, b].map(|text| Document::from_text("a", text.to_owned()));
        let (of_a, of_b) = (Fingerprints::of(&a), Fingerprints::of(&b));
        let passages = passages_of(&of_a.tokens, &of_b.tokens);
        assert!(passages.iter().any(|p| !p.is_exact()), "{passages:?}");
        let [a, b] = [a, b].map(|d| Spelling::of_blocks(&d, 0..d.blocks.len(), 0));
        let letters = |of: &Spelling, tokens| of.letters(tokens).to_vec();
        assert_eq!(is_misread(&passages, |t| letters(&a, t), |t| letters(&b, t)), expected);
    }

    #[test]
    fn misread_letters_and_broken_words_are_misread() {
        check(
            "the council on thursday approved a long delayed flood barrier for the old harbour town",
            "the council on thnrsday approved a long delayed fl ood barnier for the old harbonr town",
            true,
        );
    }

    #[test]
    fn other_words_and_figures_are_not() {
        check(
            "the council on thursday approved a long delayed flood barrier for the old harbour town",
            "the council on monday approved a long awaited flood defence for the old harbour town",
            false,
        );
    }

    #[test]
    fn figures_that_differ_in_a_digit_are_other_figures() {
        check(
            "the seven day rate was 6125 and the month rate was 6250 in the market on this day",
            "the seven day rate was 6124 and the month rate was 6251 in the market on this day",
            false,
        );
    }

    #[test]
    fn the_distance_is_levenshteins() {
        let distance = |x: &str, y: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            distance(&letters(x), &letters(y), &mut Vec::new())
        };
        assert_eq!(
            [distance("kitten", "sitting"), distance("", "abc"), distance("a", "a")],
            [3, 3, 0]
        );
    }

    /// Were they compared, it would take minutes.
    #[test]
    fn words_of_a_hundred_thousand_letters_are_others() {
        let words = |sign: &str| format!("{}{}", sign.repeat(100_000), "a".repeat(100_000));
        let [x, y] = ["x", "y"].map(|sign| words(sign).chars().collect::<Vec<_>>());
        assert!(!are_misread(&x, &y));
        let story = "the council on thursday approved a flood barrier for the old harbour after months of talks";
        let [x, y] = ["x", "y"].map(|sign| format!("{story} {} {story}", words(sign)));
        check(&x, &y, false);
    }
}
