//! Places of one text with the places before them in, how far it goes on alike from both out.
//!
//! Where a line stands many times in a row, each place goes on as the last one did: to follow all of them would be the same
//! work again.

use crate::fingerprint::{Token, half_words};

use super::evidence::{Seed, Strength, enough};
use super::work;

/// Tokens that are compared ahead at a time, at most.
const AHEAD: usize = 64;

/// How far a text goes on alike from places in its order.
pub(super) struct Pace<'a> {
    tokens: &'a [Token],
    least_words: u32,
    /// By how many tokens later the last seed stands again.
    shift: u32,
    /// The token up to which the text says there what it says so many tokens before.
    end: u32,
    /// The half words up to there, from a seed on.
    equal: u32,
}

impl<'a> Pace<'a> {
    /// Returns the pace of a text in which a passage has so many words at least.
    pub(super) fn of(tokens: &'a [Token], least_words: u32) -> Self {
        Self { tokens, least_words, shift: 0, end: 0, equal: 0 }
    }

    /// Returns the seed of two places, the later of which stands behind that of the last seed; `None` where a phrase of the
    /// language is all.
    pub(super) fn seed(&mut self, a_at: u32, b_at: u32) -> Option<Seed> {
        let shift = b_at - a_at;
        let is_same = shift == self.shift;
        let first = self.tokens[b_at as usize];
        // So much is equal round the place, before it and behind it.
        if is_same
            && b_at < self.end
            && self.equal >= enough(first.is_character(), self.least_words)
        {
            return Some(Seed { a_at, b_at, strength: Strength::Enough });
        }
        let strength = Strength::of((self.tokens, self.tokens), (a_at, b_at), self.least_words)?;
        (self.shift, self.end) = (shift, b_at);
        if is_same {
            self.look_ahead(a_at, b_at);
        }
        Some(Seed { a_at, b_at, strength })
    }

    fn look_ahead(&mut self, a_at: u32, b_at: u32) {
        let (a, b) = (&self.tokens[a_at as usize..], &self.tokens[b_at as usize..]);
        let length = a.iter().zip(b).take(AHEAD).take_while(|(x, y)| x == y).count();
        work::count(length);
        self.end = b_at + length as u32;
        self.equal = half_words(&b[..length]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    proptest! {
        #[test]
        fn the_seeds_are_those_of_following_each_place(
            lines in prop::collection::vec((0..4_u8, 0..30_u8, 1..20_usize), 1..20),
            least_words in 3..30_u32,
        ) {
            let line = |&(kind, changed, times): &(u8, u8, usize)| {
                let word = |at: u8| match (kind, at == changed) {
                    (0, false) => "\u{6771}\u{5317} ".to_owned(),
                    (1, false) => format!("w{} ", at % 7),
                    (_, false) => format!("w{at} "),
                    (_, true) => format!("x{kind} "),
                };
                (0..20 + kind).map(word).collect::<String>().repeat(times)
            };
            let text = tokens(&lines.iter().map(line).collect::<String>());
            // Each place with the last one where the same two tokens stand.
            let mut last = std::collections::HashMap::new();
            let mut pace = Pace::of(&text, least_words);
            for (at, two) in (0..).zip(text.windows(2)) {
                if let Some(before) = last.insert((two[0], two[1]), at) {
                    let strength = Strength::of((&text, &text), (before, at), least_words);
                    let seed = strength.map(|strength| Seed { a_at: before, b_at: at, strength });
                    prop_assert_eq!(pace.seed(before, at), seed);
                }
            }
        }
    }
}
