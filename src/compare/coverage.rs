//! How much of one text the other has: coverage by aligned passages, and Broder's figures on the
//! sets of all shingles (Broder 1997, section 2).

use std::ops::Range;

use crate::fingerprint::{ShingleFingerprint, ShingleOptions, Token, shingles, words};

use super::passage::slice;

/// Returns the ranges sorted and joined where they touch.
pub fn union(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut joined: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Returns the words that lie in some of the ranges, each word once.
pub fn covered_words(tokens: &[Token], ranges: impl IntoIterator<Item = Range<u32>>) -> u32 {
    union(ranges.into_iter().collect()).iter().map(|range| words(slice(tokens, range))).sum()
}

/// How alike the shingle sets of two texts are, each figure 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Shared shingles over all shingles of both.
    pub resemblance: f64,
    /// Shared shingles over the shingles of the second text.
    pub containment: f64,
}

/// Returns how alike two texts are. Linear in their tokens.
pub fn likeness(a: &[Token], b: &[Token], options: ShingleOptions) -> Likeness {
    let (a, b) = (all_shingles(a, options), all_shingles(b, options));
    let mut sets = Sets::new(a.len() + b.len());
    let [of_a, of_b] = [(a, IN_A), (b, IN_B)]
        .map(|(all, which)| all.iter().filter(|&&shingle| sets.add(shingle, which)).count());
    let shared = sets.0.iter().filter(|(_, of)| *of == IN_A | IN_B).count() as f64;
    let all = (of_a + of_b) as f64 - shared;
    let share = |of: f64| if of > 0.0 { shared / of } else { 0.0 };
    Likeness { resemblance: share(all), containment: share(of_b as f64) }
}

fn all_shingles(tokens: &[Token], options: ShingleOptions) -> Vec<ShingleFingerprint> {
    let mut all = Vec::with_capacity(tokens.len());
    shingles(tokens, options, &mut all);
    all
}

const IN_A: u8 = 1;
const IN_B: u8 = 2;

/// The shingles of two texts, and of which of them each is; of none in an empty place. A hash table with linear probing.
struct Sets(Vec<(ShingleFingerprint, u8)>);

impl Sets {
    /// Returns room for so many shingles.
    fn new(shingles: usize) -> Self {
        Self(vec![(0, 0); (2 * shingles).next_power_of_two()])
    }

    /// Adds a shingle of one of the texts; returns whether it is new there.
    fn add(&mut self, shingle: ShingleFingerprint, which: u8) -> bool {
        let last = self.0.len() - 1;
        let mut place = shingle as usize & last;
        while self.0[place].1 != 0 && self.0[place].0 != shingle {
            place = (place + 1) & last;
        }
        let (known, of) = &mut self.0[place];
        *known = shingle;
        let is_new = *of & which == 0;
        *of |= which;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    #[test]
    fn words_in_two_ranges_count_once() {
        let text = tokens("a b c d e f g h");
        assert_eq!(covered_words(&text, [4..6, 0..3, 2..4]), 6);
        assert_eq!(union(vec![5..7, 0..2, 2..3]), [0..3, 5..7]);
    }

    #[test]
    fn resemblance_and_containment_are_broders() {
        let options = ShingleOptions { k: 2, k_characters: 2 };
        let figures = likeness(&tokens("a b c d e"), &tokens("a b c"), options);
        assert!((figures.resemblance - 0.5).abs() < 1e-9);
        assert!((figures.containment - 1.0).abs() < 1e-9);
        assert!(likeness(&[], &[], options).resemblance.abs() < 1e-9);
    }

    proptest! {
        /// Texts of few words, so that shingles stand twice, and an edited copy.
        #[test]
        fn likeness_is_that_of_sets(words in "([a-d] ){0,40}", edit in 0..40_usize, more in "([a-d] ){0,9}") {
            let edited: String = words.chars().skip(edit).chain(more.chars()).collect();
            let (a, b) = (tokens(&words), tokens(&edited));
            let options = ShingleOptions { k: 3, k_characters: 3 };
            let set = |tokens: &[Token]| {
                tokens.windows(3).map(<[Token]>::to_vec).collect::<BTreeSet<_>>()
            };
            let (in_a, in_b) = (set(&a), set(&b));
            let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
            let shared = in_a.intersection(&in_b).count();
            let found = likeness(&a, &b, options);
            prop_assert_eq!(found.resemblance, share(shared, in_a.union(&in_b).count()));
            prop_assert_eq!(found.containment, share(shared, in_b.len()));
        }
    }
}
