//! What stands next in two texts in, the prefixes out whose alignment is worth most.
//!
//! A global alignment with a match, and with edits that all cost the same (Needleman and Wunsch 1970), of which the best
//! end is taken. Texts that part at once are told before that from a bound.

use crate::fingerprint::Token;

use super::align::{SLOTS, slot, slots};
use super::work;

/// Tokens of each side that an extension looks at in one step.
pub(super) const REACH: usize = 24;
/// What a matching token of an extension is worth, and what an edit costs: an extension goes on
/// while four of ten words match, or six of ten characters.
const MATCH: i32 = 3;
const EDIT: i32 = 2;
const CHARACTER_EDIT: i32 = 5;
/// Least worth of a step: one equal word behind a replaced one is chance.
const LEAST_GAIN: i32 = 2 * MATCH;

/// Whether a sequence is read from its first token or from its last one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the first token.
    Forward,
    /// From the last token.
    Backward,
}

/// The tokens that stand next in a text, [`REACH`] at most.
pub(super) struct Ahead {
    tokens: [Token; REACH],
    length: usize,
}

/// What an alignment of two prefixes is worth, and how long they are; nothing where it is worth too little.
pub(super) type Prefixes = (i32, (usize, usize));

/// Prefixes that are worth too little.
const NONE: Prefixes = (LEAST_GAIN - 1, (0, 0));

impl Ahead {
    /// Returns the tokens behind the first `taken` ones, as they are read in `direction`.
    #[inline]
    pub(super) fn of(text: &[Token], taken: usize, direction: Direction) -> Self {
        let length = REACH.min(text.len() - taken);
        let mut tokens = [Token::default(); REACH];
        match direction {
            Direction::Forward => {
                tokens[..length].copy_from_slice(&text[taken..taken + length]);
            }
            Direction::Backward => {
                let behind = &text[text.len() - taken - length..text.len() - taken];
                tokens.iter_mut().zip(behind.iter().rev()).for_each(|(to, from)| *to = *from);
            }
        }
        Self { tokens, length }
    }

    #[inline]
    fn tokens(&self) -> &[Token] {
        &self.tokens[..self.length]
    }

    /// What an edit costs among such tokens; the nearest one tells.
    fn edit(&self) -> i32 {
        if self.tokens().first().is_some_and(|t| t.is_character()) { CHARACTER_EDIT } else { EDIT }
    }
}

/// Returns the prefixes of two texts whose alignment is worth most, if it is something; of equal ones the shortest of the
/// first text, and of the second one.
pub(super) fn best_prefix(a: &Ahead, b: &Ahead) -> Prefixes {
    let edit = a.edit();
    if !may_gain(a.tokens(), b.tokens(), edit) {
        return NONE;
    }
    work::count(a.length * b.length);
    #[cfg(target_arch = "x86_64")]
    return sse2::best(a, b, edit);
    #[cfg(not(target_arch = "x86_64"))]
    return table::best(a, b, edit);
}

/// Returns how many tokens of prefixes are equal at most, of which the alignment is worth so much.
///
/// Of an alignment that is worth g, prefixes of x and y tokens with n equal ones, g is at least what it is when
/// nothing is replaced: n matches and x + y − 2n edits.
pub(super) fn equal_at_most(a: &Ahead, gain: i32, (x, y): (usize, usize)) -> u32 {
    let edit = a.edit();
    let bound = (gain + edit * (x + y) as i32) / (MATCH + 2 * edit);
    (bound as u32).min(x.min(y) as u32)
}

/// Returns whether some prefixes of `a` and `b`, of [`REACH`] tokens at most, may be worth [`LEAST_GAIN`].
///
/// Prefixes of which the longer one has n tokens have their longest common subsequence at most in common, and n less
/// that many edits at least. It is computed a row an addition (Hyyrö 2004, "Bit-parallel LCS-length
/// computation revisited", section 3); tokens of one slot count as equal.
fn may_gain(a: &[Token], b: &[Token], edit: i32) -> bool {
    let mut places = [0_u32; SLOTS as usize];
    for (column, y) in b.iter().enumerate() {
        places[slot(*y) as usize] |= 1 << column;
    }
    // A bit that is not set is a place at which the common subsequence grows.
    let mut flat = u32::MAX;
    for n in 1..=a.len().max(b.len()) {
        let before = flat;
        if let Some(x) = a.get(n - 1) {
            let equal = flat & places[slot(*x) as usize];
            flat = flat.wrapping_add(equal) | (flat - equal);
        }
        // As long as nothing is added the worth only falls.
        let has_grown = flat != before || flat >> (n - 1) & 1 == 0;
        let common = || (!flat & ((1 << n) - 1)).count_ones() as i32;
        if has_grown && (MATCH + edit) * common() - edit * n as i32 >= LEAST_GAIN {
            return true;
        }
    }
    false
}

/// How many tokens of a text are still to come that may stand in another one: a row adds one match at most, and none where
/// its token does not.
struct ToCome {
    slots: u64,
    count: i32,
}

impl ToCome {
    fn of(a: &[Token], b: &[Token]) -> Self {
        let slots = slots(b);
        let count = a.iter().filter(|x| slots & 1 << slot(**x) != 0).count() as i32;
        Self { slots, count }
    }

    /// Takes the next token off; returns what those behind it are worth at most.
    #[inline]
    fn behind(&mut self, x: Token) -> i32 {
        self.count -= i32::from(self.slots & 1 << slot(x) != 0);
        MATCH * self.count
    }
}

/// All columns of a row at a time, a byte each: what they are worth, above a bias.
#[cfg(target_arch = "x86_64")]
mod sse2 {
    #![expect(unsafe_code, reason = "a function that names a target's feature is called")]

    use std::arch::x86_64::{
        __m128i, _mm_add_epi8, _mm_and_si128, _mm_cmpeq_epi8, _mm_cmpeq_epi32, _mm_cvtsi32_si128,
        _mm_cvtsi128_si32, _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_packs_epi16,
        _mm_packs_epi32, _mm_set_epi64x, _mm_set1_epi8, _mm_set1_epi32, _mm_setzero_si128,
        _mm_slli_si128, _mm_srli_si128, _mm_subs_epu8,
    };

    use zerocopy::IntoBytes;

    use crate::fingerprint::Token;

    use super::{Ahead, MATCH, NONE, Prefixes, REACH, ToCome};

    /// What stands for a worth of nothing. A worth so low that it has no byte never grows to something again.
    const BIAS: i32 = 128;
    const COLUMNS: usize = 32;

    /// A byte for each column.
    #[derive(Clone, Copy)]
    struct Row([__m128i; 2]);

    pub(super) fn best(a: &Ahead, b: &Ahead, edit: i32) -> Prefixes {
        // SAFETY: SSE2 is a part of x86-64.
        unsafe { best_by_rows(a, b, edit) }
    }

    #[target_feature(enable = "sse2")]
    fn best_by_rows(a: &Ahead, b: &Ahead, edit: i32) -> Prefixes {
        let of_b = fours(&b.tokens);
        let of_column = |f: &dyn Fn(i32) -> i32| -> Row {
            Row::of(std::array::from_fn(|column| f(column as i32).clamp(0, 255) as u8))
        };
        let inside = of_column(&|column| if column < b.length as i32 { 255 } else { 0 });
        let mut above = of_column(&|column| BIAS - edit * (column + 1));
        let mut to_come = ToCome::of(a.tokens(), b.tokens());
        let mut best = NONE;
        for (row, x) in (0..).zip(a.tokens()) {
            let equal = equal_to(*x, &of_b).and(inside);
            let (before, left) = (BIAS - edit * row, BIAS - edit * (row + 1));
            above = next(above, equal, (before, left), edit);
            let ended = above.and(equal);
            let worth = ended.highest() - BIAS;
            if worth > best.0 {
                best = (worth, (row as usize + 1, ended.first(worth + BIAS) + 1));
            }
            let highest = above.and(inside).highest().max(left) - BIAS;
            if highest + to_come.behind(*x) <= best.0 {
                break;
            }
        }
        best
    }

    /// Returns the next row: of the one above it, where its token is equal to a column's, and what stands before the first
    /// column of both.
    #[target_feature(enable = "sse2")]
    fn next(above: Row, equal: Row, (before, left): (i32, i32), edit: i32) -> Row {
        let matched = above.shifted(before).less(edit).plus(equal.and(Row::every(MATCH + edit)));
        let edited = above.less(edit).max(Row::at_first(left - edit));
        let Row([mut low, mut high]) = matched.max(edited);
        // From left to right each column is worth what one before it is, less an edit a column: fifteen edits cost more than
        // all other columns are worth.
        macro_rules! carry {
            ($columns:literal) => {
                let cost = every($columns * edit);
                let to_low = _mm_slli_si128::<$columns>(low);
                let over = _mm_srli_si128::<{ 16 - $columns }>(low);
                let to_high = _mm_or_si128(_mm_slli_si128::<$columns>(high), over);
                low = _mm_max_epu8(low, _mm_subs_epu8(to_low, cost));
                high = _mm_max_epu8(high, _mm_subs_epu8(to_high, cost));
            };
        }
        carry!(1);
        carry!(2);
        carry!(4);
        carry!(8);
        Row([low, high])
    }

    impl Row {
        #[inline]
        #[target_feature(enable = "sse2")]
        fn of(bytes: [u8; COLUMNS]) -> Self {
            let (sixteens, _) = bytes.as_chunks();
            Self([vector(sixteens[0]), vector(sixteens[1])])
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn every(worth: i32) -> Self {
            Self([every(worth); 2])
        }

        /// The first column with this, the others with the least.
        #[inline]
        #[target_feature(enable = "sse2")]
        fn at_first(worth: i32) -> Self {
            Self([_mm_cvtsi32_si128(worth.max(0)), _mm_setzero_si128()])
        }

        /// Each column with what the one before it has, the first one with `before`.
        #[inline]
        #[target_feature(enable = "sse2")]
        fn shifted(self, before: i32) -> Self {
            let Self([low, high]) = self;
            let first = _mm_cvtsi32_si128(before.max(0));
            let over = _mm_srli_si128::<15>(low);
            Self([
                _mm_or_si128(_mm_slli_si128::<1>(low), first),
                _mm_or_si128(_mm_slli_si128::<1>(high), over),
            ])
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn and(self, Self([low, high]): Self) -> Self {
            Self([_mm_and_si128(self.0[0], low), _mm_and_si128(self.0[1], high)])
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn max(self, Self([low, high]): Self) -> Self {
            Self([_mm_max_epu8(self.0[0], low), _mm_max_epu8(self.0[1], high)])
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn plus(self, Self([low, high]): Self) -> Self {
            Self([_mm_add_epi8(self.0[0], low), _mm_add_epi8(self.0[1], high)])
        }

        #[inline]
        #[target_feature(enable = "sse2")]
        fn less(self, cost: i32) -> Self {
            let cost = every(cost);
            Self([_mm_subs_epu8(self.0[0], cost), _mm_subs_epu8(self.0[1], cost)])
        }

        /// The highest of all columns.
        #[inline]
        #[target_feature(enable = "sse2")]
        fn highest(self) -> i32 {
            let all = _mm_max_epu8(self.0[0], self.0[1]);
            let all = _mm_max_epu8(all, _mm_srli_si128::<8>(all));
            let all = _mm_max_epu8(all, _mm_srli_si128::<4>(all));
            let all = _mm_max_epu8(all, _mm_srli_si128::<2>(all));
            let all = _mm_max_epu8(all, _mm_srli_si128::<1>(all));
            _mm_cvtsi128_si32(all) & 0xff
        }

        /// The first column with this, which one has.
        #[inline]
        #[target_feature(enable = "sse2")]
        fn first(self, worth: i32) -> usize {
            let worth = every(worth);
            let [low, high] =
                self.0.map(|half| u32::from(_mm_movemask_epi8(_mm_cmpeq_epi8(half, worth)) as u16));
            (high << 16 | low).trailing_zeros() as usize
        }
    }

    /// The tokens of the columns, four at a time.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn fours(tokens: &[Token; REACH]) -> [__m128i; REACH / 4] {
        let (fours, _) = tokens.as_bytes().as_chunks();
        std::array::from_fn(|at| vector(fours[at]))
    }

    /// All bits of the columns whose token is this one.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal_to(x: Token, of_b: &[__m128i; REACH / 4]) -> Row {
        let x = _mm_set1_epi32(x.bits() as i32);
        let [a, b, c, d, e, f] = of_b.map(|four| _mm_cmpeq_epi32(four, x));
        let low = _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
        Row([low, _mm_packs_epi16(_mm_packs_epi32(e, f), _mm_setzero_si128())])
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn vector(bytes: [u8; 16]) -> __m128i {
        let number = u128::from_le_bytes(bytes);
        _mm_set_epi64x((number >> 64) as i64, number as i64)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn every(byte: i32) -> __m128i {
        _mm_set1_epi8(byte.min(255) as i8)
    }
}

/// Cell by cell.
#[cfg(any(test, not(target_arch = "x86_64")))]
mod table {
    use super::{Ahead, MATCH, NONE, Prefixes, REACH, ToCome};

    pub(super) fn best(a: &Ahead, b: &Ahead, edit: i32) -> Prefixes {
        let mut best = NONE;
        let mut table: [i32; REACH] = std::array::from_fn(|column| -edit * (column as i32 + 1));
        let mut to_come = ToCome::of(a.tokens(), b.tokens());
        for (row, x) in (0..).zip(a.tokens()) {
            let mut diagonal = -edit * row;
            let mut left = diagonal - edit;
            let mut highest = left;
            for (column, (cell, y)) in table.iter_mut().zip(b.tokens()).enumerate() {
                let above = *cell;
                let matched = diagonal + if x == y { MATCH } else { -edit };
                left = matched.max(above.max(left) - edit);
                diagonal = above;
                *cell = left;
                highest = highest.max(left);
                if x == y && left > best.0 {
                    best = (left, (row as usize + 1, column + 1));
                }
            }
            if highest + to_come.behind(*x) <= best.0 {
                break;
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    /// The table of worths, row by row, without the bound before it.
    fn best_by_table(a: &[Token], b: &[Token], edit: i32) -> Prefixes {
        let mut table: Vec<i32> = (0..=b.len() as i32).map(|column| -edit * column).collect();
        let mut best = NONE;
        for (row, x) in a.iter().enumerate() {
            let mut next = vec![-edit * (row as i32 + 1)];
            for (column, y) in b.iter().enumerate() {
                let matched = table[column] + if x == y { MATCH } else { -edit };
                next.push(matched.max(table[column + 1].max(next[column]) - edit));
                if x == y && next[column + 1] > best.0 {
                    best = (next[column + 1], (row + 1, column + 1));
                }
            }
            table = next;
        }
        best
    }

    /// Letters as words, or as characters.
    fn numbered(letters: &[u8], are_characters: bool) -> Box<[Token]> {
        let letter = |n: &u8| {
            if are_characters {
                format!("{}", char::from_u32(0x4e00 + u32::from(*n)).unwrap())
            } else {
                n.to_string()
            }
        };
        tokens(&letters.iter().map(letter).collect::<Vec<_>>().join(" "))
    }

    proptest! {
        #[test]
        fn the_best_prefix_is_the_one_of_the_table(
            a in prop::collection::vec(0..9_u8, 0..=REACH),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..40_u8), 0..8),
            (place, inserted) in (any::<prop::sample::Index>(), 0..20_u8),
            are_characters: bool,
        ) {
            let mut b = a.clone();
            let at = place.index(b.len() + 1);
            b.splice(at..at, 40..40 + inserted);
            b.truncate(REACH);
            for (place, letter) in edits.into_iter().filter(|_| !a.is_empty()) {
                let at = place.index(b.len());
                if letter < 20 && b.len() < REACH { b.insert(at, letter) } else { b[at] = letter }
            }
            let (mut a, mut b) = (numbered(&a, are_characters), numbered(&b, are_characters));
            let [of_a, of_b] = [&a, &b].map(|text| Ahead::of(text, 0, Direction::Forward));
            let edit = of_a.edit();
            let expected = best_by_table(&a, &b, edit);
            prop_assert_eq!(best_prefix(&of_a, &of_b), expected);
            prop_assert_eq!(table::best(&of_a, &of_b, edit), expected);
            a.reverse();
            b.reverse();
            let [of_a, of_b] = [&a, &b].map(|text| Ahead::of(text, 0, Direction::Backward));
            prop_assert_eq!(best_prefix(&of_a, &of_b), expected);
        }
    }
}
