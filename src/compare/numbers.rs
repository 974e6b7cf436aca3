//! The numbers in aligned passages in, whether they agree out; and how many facts an edited copy keeps.

use std::ops::Range;

use crate::fingerprint::{Token, is_of_characters};

use super::coverage::Covered;
use super::figures::SameNumber;
use super::passage::{Passage, slice};

/// Least share of the numbers on both sides that agree: two texts of one form (markets, weather,
/// results) agree in their words, not in their numbers. Of 33 forms that were read as copies in 1987
/// newswire 25 have less, of 61 copies four.
const EQUAL_NUMBERS: f64 = 0.65;

/// Characters of a number, on average. Among words it is a word as the others are; among characters it is lost
/// with any of its own.
const DIGITS: i32 = 3;

/// Letters of a name among characters, on average: it is written in Latin letters.
const LETTERS: i32 = 5;

/// Returns the share of numbers that are left where this share of single characters is.
pub(super) fn numbers_kept(characters_kept: f64) -> f64 {
    characters_kept.powi(DIGITS)
}

/// Returns the share of names that are left where this share of single characters is.
pub(super) fn names_kept(characters_kept: f64) -> f64 {
    characters_kept.powi(LETTERS)
}

/// Numbers that may differ however few there are: an editor or a misread letter changes one.
const OTHER_NUMBERS: u32 = 1;
/// Words of a long story, which no form has between its facts.
const LONG_STORY: u32 = 150;
/// Words of a longer one for each further fact that may differ.
const WORDS_PER_FACT: u32 = 60;

/// Returns how many facts more may differ in a version of so many words, or characters: who writes a long story anew
/// writes some names and numbers in another way, and brings some up to date. A form has a fact every few words.
pub(super) fn facts_of_a_long_story(words: u32) -> u32 {
    words.checked_sub(LONG_STORY).map_or(0, |more| 1 + more / WORDS_PER_FACT)
}

/// Standard errors by which more numbers among characters may differ than the characters tell: of fifty copies one has
/// more.
const BY_CHANCE: f64 = 2.0;

/// Returns whether most numbers in the passages are equal, those of one side or those of the other.
pub(super) fn numbers_agree(
    passages: &[Passage],
    texts: (&[Token], &[Token]),
    same: &[SameNumber],
) -> bool {
    Numbers::of_both(passages, texts, same).iter().any(Numbers::agree)
}

/// The numbers of one side.
pub(super) struct Numbers {
    /// Those in passages.
    pub(super) all: u32,
    /// Those in runs, and those that are the same in another way.
    pub(super) equal: u32,
    /// All tokens in passages.
    tokens: u32,
    /// The share of them that editing characters leaves, 0 to 1; none for words.
    kept: Option<f64>,
}

impl Numbers {
    /// Returns the numbers of `a` and of `b`.
    pub(super) fn of_both(
        passages: &[Passage],
        (a, b): (&[Token], &[Token]),
        same: &[SameNumber],
    ) -> [Self; 2] {
        let [of_a, of_b] = Covered::of_both(passages, same);
        [Self::of(a, &of_a), Self::of(b, &of_b)]
    }

    fn of(tokens: &[Token], Covered { all, equal }: &Covered) -> Self {
        let count = |ranges: &[Range<u32>]| ranges.iter().map(|r| numbers(slice(tokens, r))).sum();
        let length = |ranges: &[Range<u32>]| ranges.iter().map(|r| r.end - r.start).sum();
        let (length_all, length_equal): (u32, u32) = (length(all), length(equal));
        let of_characters = all.first().is_some_and(|r| is_of_characters(slice(tokens, r)));
        let equal_share = f64::from(length_equal) / f64::from(length_all.max(1));
        Self {
            all: count(all),
            equal: count(equal),
            tokens: length_all,
            kept: of_characters.then(|| numbers_kept(equal_share)),
        }
    }

    /// Returns how many of them may differ: a share of all, or what editing characters breaks of them by chance; a few
    /// of a long text in any case.
    pub(super) fn may_differ(&self) -> u32 {
        let all = f64::from(self.all);
        let by_share = match self.kept {
            Some(kept) => {
                let chance = (all * kept * (1.0 - kept)).sqrt();
                (all * (1.0 - kept) + BY_CHANCE * chance).round()
            }
            None => all - (EQUAL_NUMBERS * all).ceil(),
        };
        (OTHER_NUMBERS + facts_of_a_long_story(self.tokens)).max(by_share as u32)
    }

    /// Returns whether most of them are equal, or all but a few.
    pub(super) fn agree(&self) -> bool {
        self.all - self.equal <= self.may_differ()
    }
}

/// Returns how many of some tokens are numbers.
pub(super) fn numbers(tokens: &[Token]) -> u32 {
    tokens.iter().filter(|token| token.is_number()).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_story_has_more_facts_that_may_differ() {
        let facts = [0, 149, 150, 209, 210, 1_350].map(facts_of_a_long_story);
        assert_eq!(facts, [0, 0, 1, 1, 2, 21]);
    }
}
