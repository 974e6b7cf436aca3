//! The tokens round two places with one shingle in, whether the texts may go on alike out: a look at sixteen bytes that
//! stand with the places, where the texts themselves would be asked for from all over the memory.
//!
//! Of each token some bits of its hash are known, so that different tokens may seem equal: what is no is certain.

use crate::fingerprint::{ShingleOptions, Token};

/// Tokens to either side of a shingle of which something is known. A detour behind an equal token looks at seven
/// ([`follow`](super::follow)).
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
    #[inline]
    pub(super) fn of(tokens: &[Token], at: u32, shingle: ShingleOptions) -> Self {
        let (before, from) = tokens.split_at(at as usize);
        let is_character = from[0].is_character();
        let behind = from.get(shingle.length(is_character) as usize..).unwrap_or_default();
        let behind = match behind.first_chunk() {
            Some(nearest) => u64::from_le_bytes(codes(nearest)),
            None => u64::from_le_bytes(codes(&nearest(behind.iter()))),
        };
        let before = match before.last_chunk() {
            Some(nearest) => u64::from_be_bytes(codes(nearest)),
            None => u64::from_le_bytes(codes(&nearest(before.iter().rev()))),
        };
        let kind = if is_character { CHARACTER } else { 0 };
        Self { behind: joined(behind) | kind, before: joined(before) }
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
    /// sides: two in a row from the first one on or from the second one, or where a detour goes to from there, or the
    /// first one to either side.
    #[inline]
    pub(super) fn may_go_on(self, other: Self) -> bool {
        let (a, b) = (self.both_sides(), other.both_sides());
        let level = equal(a ^ b);
        // A detour leaves out as many tokens of both texts, or one or two more of one.
        let by_one = pairs(equal(a ^ b >> BITS)) | pairs(equal(a >> BITS ^ b));
        let by_two = pairs(equal(a ^ b >> (2 * BITS))) | pairs(equal(a >> (2 * BITS) ^ b));
        let in_a_row = pairs(level) & first(6) | by_one & first(4) | by_two & first(3);
        in_a_row != 0 || level & first(1) == first(1)
    }

    /// The codes to both sides: those before the shingle above those behind it. What comes from there when the lower ones
    /// are moved is behind the last one that counts.
    #[inline]
    fn both_sides(self) -> u64 {
        u64::from(self.before) << u32::BITS | u64::from(self.behind)
    }
}

/// Tokens that are read to one side: a power of two, so that it takes a few steps for all.
const READ: usize = 8;

/// The nearest tokens to one side, and others where there are no more.
#[cold]
fn nearest<'a>(tokens: impl Iterator<Item = &'a Token>) -> [Token; READ] {
    let mut all = [Token::default(); READ];
    all.iter_mut().zip(tokens).for_each(|(room, token)| *room = *token);
    all
}

/// The codes of some tokens: the highest bits of their hashes, a byte each.
#[inline]
fn codes(tokens: &[Token; READ]) -> [u8; READ] {
    tokens.map(|token| (token.bits() >> (u32::BITS - BITS)) as u8)
}

/// Returns codes that have a byte each as they stand in a context.
#[inline]
fn joined(codes: u64) -> u32 {
    let by_byte = (codes | codes >> 4) & 0x00ff_00ff_00ff_00ff;
    let by_two = (by_byte | by_byte >> 8) & 0x0000_ffff_0000_ffff;
    (by_two | by_two >> 16) as u32 & CODES
}

/// The lowest bits of the first so many codes to both sides.
const fn first(codes: u32) -> u64 {
    let to_one_side = 0x1111_1111 & ((1 << (codes * BITS)) - 1);
    to_one_side << u32::BITS | to_one_side
}

/// The lowest bit of each code in which two texts do not differ.
#[inline]
fn equal(different: u64) -> u64 {
    !(different | different >> 1 | different >> 2 | different >> 3) & first(TOKENS as u32)
}

/// Of such bits those with the next one.
#[inline]
fn pairs(equal: u64) -> u64 {
    equal & equal >> BITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::evidence::Strength;
    use crate::compare::evidence::tests::say;
    use crate::compare::run::tests::tokens;

    const SHINGLE: ShingleOptions = ShingleOptions { k: 5, k_characters: 6 };

    /// A text of such words, and where its shingle of five words or six characters stands.
    fn text(before: &[u8], shingle: &str, behind: &[u8], sign: &str) -> (Box<[Token]>, u32) {
        let said = |words: &[u8]| -> Vec<String> {
            words
                .iter()
                .map(|n| {
                    if sign.is_empty() {
                        format!("w{n}")
                    } else {
                        sign.chars().nth(*n as usize).unwrap().into()
                    }
                })
                .collect()
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
    fn one_token_to_each_side_is_enough() {
        let words = |some: std::ops::Range<usize>| some.map(say).collect::<Vec<_>>().join(" ");
        let context = |n: usize, before: &str, behind: &str| {
            let (far_before, far_behind) = (words(n..n + 9), words(n + 9..n + 18));
            let shingle = "one two three four five";
            let text = format!("{far_before} {before} {shingle} {behind} {far_behind}");
            Context::of(&tokens(&text), 10, SHINGLE)
        };
        let one = context(100, "same", "again");
        let alike = |before: &str, behind: &str| {
            (2..42).filter(|n| one.may_go_on(context(n * 100, before, behind))).count()
        };
        assert_eq!(alike("same", "again"), 40);
        assert!(alike("same", "other") < 20);
        assert!(alike("other", "again") < 20);
    }

    #[test]
    fn only_the_nearest_tokens_count() {
        let words = |some: std::ops::Range<usize>| some.map(say).collect::<Vec<_>>().join(" ");
        let context = |before: std::ops::Range<usize>, behind: std::ops::Range<usize>| {
            let at = before.len() as u32;
            let text = format!("{} one two three four five {}", words(before), words(behind));
            Context::of(&tokens(&text), at, SHINGLE)
        };
        let near = context(13..20, 20..27);
        assert_eq!(near, context(12..20, 20..28));
        assert_eq!(near, context(0..20, 20..40));
        assert_ne!(near, context(14..20, 20..27));
    }

    #[test]
    fn most_phrases_of_the_language_are_passed_over() {
        let context = |n: usize| {
            let said = |some: std::ops::Range<usize>| {
                some.map(|at| say(n * 100 + at)).collect::<Vec<_>>().join(" ")
            };
            let text = format!("{} one two three four five {}", said(0..9), said(9..18));
            Context::of(&tokens(&text), 9, SHINGLE)
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
