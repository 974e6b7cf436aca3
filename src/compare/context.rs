//! The tokens round two places with one shingle in, whether the texts may go on alike out: a look at sixteen bytes that
//! stand with the places, where the texts themselves would be asked for from all over the memory.
//!
//! Of each token some bits of its hash are known, so that different tokens may seem equal: what is no is certain.

use crate::fingerprint::{ShingleOptions, Token};

/// Tokens to either side of a shingle of which something is known: the last one that a detour behind an equal token
/// looks at ([`follow`](super::follow)).
const TOKENS: usize = 7;
/// Bits of each, the nearest one lowest: its code.
const BITS: u32 = 4;
/// The bits of all.
const CODES: u32 = (1 << (TOKENS as u32 * BITS)) - 1;
/// The bit above them tells whether the shingle begins with a character.
const CHARACTER: u32 = CODES + 1;

/// What is known of the tokens round a shingle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Context {
    behind: u32,
    before: u32,
}

impl Context {
    /// Returns what stands round the shingle at a place of a text.
    pub(super) fn of(tokens: &[Token], at: u32, shingle: ShingleOptions) -> Self {
        let (before, from) = tokens.split_at(at as usize);
        let is_character = from[0].is_character();
        let behind = from.get(length(shingle, is_character)..).unwrap_or_default();
        let codes = |nearest: &mut dyn Iterator<Item = &Token>| {
            (0..).step_by(BITS as usize).zip(nearest).fold(0, |all, (n, token)| all | code(*token) << n)
        };
        let behind = codes(&mut behind.iter().take(TOKENS));
        let before = codes(&mut before.iter().rev().take(TOKENS));
        Self { behind: if is_character { behind | CHARACTER } else { behind }, before }
    }

    /// Returns whether the shingle begins with a character of a script without spaces.
    pub(super) fn is_of_characters(self) -> bool {
        self.behind & CHARACTER != 0
    }

    /// Returns what is known of the first tokens behind the shingle: equal for equal ones.
    pub(super) fn behind(self, tokens: usize) -> u32 {
        let bits = tokens.min(TOKENS) as u32 * BITS;
        self.behind & ((1 << bits) - 1)
    }

    /// Returns whether two texts may have two tokens more in common than the shingle, as they are followed from it to both
    /// sides.
    #[inline]
    pub(super) fn may_go_on(self, other: Self) -> bool {
        let behind = Sides(self.behind & CODES, other.behind & CODES);
        let before = Sides(self.before, other.before);
        behind.may_go_on() || before.may_go_on() || behind.begin_alike() && before.begin_alike()
    }
}

/// Returns the tokens of a shingle.
pub(super) fn length(shingle: ShingleOptions, is_of_characters: bool) -> usize {
    (if is_of_characters { shingle.k_characters } else { shingle.k }) as usize
}

/// The highest bits of a hash.
fn code(token: Token) -> u32 {
    token.bits() >> (u32::BITS - BITS)
}

/// The codes of two texts to one side of their shingle.
#[derive(Clone, Copy)]
struct Sides(u32, u32);

/// The lowest bit of each code.
const LOWEST: u32 = CODES / ((1 << BITS) - 1);

impl Sides {
    /// Whether two tokens in a row may be equal: from the first one on, from the second one where the first ones may be
    /// equal, or where a detour goes to from there.
    #[inline]
    fn may_go_on(self) -> bool {
        let Self(a, b) = self;
        // A detour leaves out as many tokens of both texts, or one or two more of one.
        let level = pairs(a ^ b);
        let by_one = pairs(a ^ b >> BITS) | pairs(a >> BITS ^ b);
        let by_two = pairs(a ^ b >> (2 * BITS)) | pairs(a >> (2 * BITS) ^ b);
        level & first(6) | by_one & first(4) | by_two & first(3) != 0
    }

    #[inline]
    fn begin_alike(self) -> bool {
        (self.0 ^ self.1) & first(1) * ((1 << BITS) - 1) == 0
    }
}

/// The lowest bits of the first so many codes.
const fn first(codes: u32) -> u32 {
    LOWEST & ((1 << (codes * BITS)) - 1)
}

/// The lowest bit of each code that is nothing, as the one above it.
#[inline]
fn pairs(codes: u32) -> u32 {
    let some = codes | codes >> 1 | codes >> 2 | codes >> 3;
    let none = !some & LOWEST;
    none & none >> BITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::evidence::Strength;
    use crate::compare::run::tests::tokens;

    const SHINGLE: ShingleOptions = ShingleOptions { k: 5, k_characters: 6 };

    /// A text of such words, and where its shingle of five words or six characters stands.
    fn text(before: &[u8], shingle: &str, behind: &[u8], sign: &str) -> (Box<[Token]>, u32) {
        let said = |words: &[u8]| -> Vec<String> {
            words.iter().map(|n| if sign.is_empty() { format!("w{n}") } else { sign.chars().nth(*n as usize).unwrap().into() }).collect()
        };
        let all = [said(before), vec![shingle.into()], said(behind)].concat();
        (tokens(&all.join(" ")), before.len() as u32)
    }

    fn words() -> impl Strategy<Value = Vec<u8>> {
        prop::collection::vec(0..4_u8, 0..9)
    }

    proptest! {
        #[test]
        fn no_seed_is_passed_over(before in [words(), words()], behind in [words(), words()]) {
            for (shingle, sign) in [("one two three four five", ""), ("東京都知事選", "大小上下")] {
                let (a, at_a) = text(&before[0], shingle, &behind[0], sign);
                let (b, at_b) = text(&before[1], shingle, &behind[1], sign);
                let [x, y] = [(&a, at_a), (&b, at_b)].map(|(text, at)| Context::of(text, at, SHINGLE));
                let is_seed = Strength::of((&a, &b), (at_a, at_b), 25).is_some();
                prop_assert!(x.may_go_on(y) || !is_seed);
                prop_assert_eq!(x.may_go_on(y), y.may_go_on(x));
                prop_assert_eq!(x.is_of_characters(), !sign.is_empty());
            }
        }
    }

    #[test]
    fn most_phrases_of_the_language_are_passed_over() {
        let shingle = "one two three four five";
        let context = |n: u32| {
            let word = |at: u32| format!("w{}", n * 100 + at);
            let [before, behind] = [0..9, 9..18].map(|some| some.map(word).collect::<Vec<_>>().join(" "));
            Context::of(&tokens(&format!("{before} {shingle} {behind}")), 9, SHINGLE)
        };
        let others = (1..1000).filter(|n| context(0).may_go_on(context(*n))).count();
        assert!((50..250).contains(&others), "{others}");
    }

    #[test]
    fn what_stands_behind_a_shingle_is_compared_as_far_as_it_is_known() {
        let context = |said: &str| Context::of(&tokens(said), 0, SHINGLE);
        let [x, y] = ["a b c d e f g h i", "a b c d e f g x"].map(context);
        assert_eq!(x.behind(2), y.behind(2));
        assert_ne!(x.behind(3), y.behind(3));
        assert_eq!(x.behind(99), x.behind(7));
    }
}
