//! Tokens in, 64-bit fingerprints of all shingles out (Broder 1997, "On the resemblance and
//! containment of documents", section 2), rolled as in Karp and Rabin 1987.
//!
//! A shingle begins at every token from which it has room. It has `k` tokens; where it begins with
//! a character of a script without spaces it has `k_characters`: characters say less than words.

use super::token::{Token, has_characters};

/// The hash of a shingle: an odd-base polynomial over its tokens modulo 2⁶⁴, mixed.
pub type ShingleFingerprint = u64;

/// How long shingles are, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShingleOptions {
    /// Tokens of a shingle that begins with a word.
    pub k: u32,
    /// Tokens of a shingle that begins with a character of a script without spaces.
    pub k_characters: u32,
}

impl Default for ShingleOptions {
    fn default() -> Self {
        Self { k: 5, k_characters: 6 }
    }
}

impl ShingleOptions {
    /// Returns the tokens of a shingle that begins with a character of a script without spaces, or with a word.
    pub(crate) fn length(self, is_of_characters: bool) -> u32 {
        if is_of_characters { self.k_characters } else { self.k }
    }
}

/// The base of the polynomial: 2⁶⁴ over the golden ratio, odd (Knuth, TAOCP 3, 6.4).
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// Moves the high bits of a sum, which all tokens of it reach, into the low ones, which few do, and back; the
/// multiplier of a step of `SplitMix64` (Steele, Lea and Flood 2014), odd.
const MIX: u64 = 0xbf58_476d_1ce4_e5b9;

fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(MIX);
    hash ^ (hash >> 29)
}

/// What a token adds to a sum: its bits are those of a hash, with one more since a sum of nothings is nothing.
fn spread(token: Token) -> u64 {
    u64::from(token.bits()) | 1 << 32
}

fn push(sum: u64, token: Token) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(spread(token))
}

/// Appends the fingerprint of the shingle at each position from 0 on.
///
/// A text that is shorter than one shingle gives none. Linear in the tokens, whatever `k`.
pub fn shingles(tokens: &[Token], options: ShingleOptions, out: &mut Vec<ShingleFingerprint>) {
    if has_characters(tokens) {
        out.extend(mixed(tokens, options));
    } else {
        let mut of_words = Rolled::new(tokens, options.k as usize);
        let before = out.len();
        out.resize(before + of_words.most(), 0);
        of_words.write(&mut out[before..]);
    }
}

/// Tells shingles, as many at a time as there is room for.
pub(super) trait Shingles {
    /// Returns how many are left at most.
    fn most(&self) -> usize;

    /// Writes the next ones; returns how many there were, all of the room unless they are the last ones.
    fn write(&mut self, room: &mut [ShingleFingerprint]) -> usize;
}

impl<I: Iterator<Item = ShingleFingerprint>> Shingles for I {
    fn most(&self) -> usize {
        self.size_hint().1.unwrap_or(usize::MAX)
    }

    fn write(&mut self, room: &mut [ShingleFingerprint]) -> usize {
        let mut count = 0;
        for (place, shingle) in room.iter_mut().zip(self) {
            *place = shingle;
            count += 1;
        }
        count
    }
}

/// The shingles of `k` tokens.
pub(super) struct Rolled<'a> {
    /// The tokens of those that are left.
    tokens: &'a [Token],
    k: usize,
}

impl<'a> Rolled<'a> {
    pub(super) fn new(tokens: &'a [Token], k: usize) -> Self {
        Self { tokens, k }
    }
}

impl Shingles for Rolled<'_> {
    fn most(&self) -> usize {
        (self.tokens.len() + 1).saturating_sub(self.k)
    }

    fn write(&mut self, room: &mut [ShingleFingerprint]) -> usize {
        let count = room.len().min(self.most());
        // A sum waits for the one before it: two halves are rolled in turns.
        let (front, back) = room[..count].split_at_mut(count / 2);
        roll_both((self.tokens, front), (&self.tokens[count / 2..], back), self.k);
        self.tokens = &self.tokens[count..];
        count
    }
}

/// Writes the fingerprints of the first shingles of two texts, of which the second has as many as the first or one more.
fn roll_both(
    (x, front): (&[Token], &mut [ShingleFingerprint]),
    (y, back): (&[Token], &mut [ShingleFingerprint]),
    k: usize,
) {
    let leaving = weight(k);
    let roll = |sum: u64, gone: &Token, entering: &Token| {
        push(sum, *entering).wrapping_sub(spread(*gone).wrapping_mul(leaving))
    };
    let first = |tokens: &[Token]| tokens[..k].iter().fold(0, |sum, token| push(sum, *token));
    let Some(last) = back.len().checked_sub(1) else { return };
    let together = last.min(front.len());
    let mut sums = [if front.is_empty() { 0 } else { first(x) }, first(y)];
    let of_x = x[..together].iter().zip(&x[k..k + together]);
    let of_y = y[..together].iter().zip(&y[k..k + together]);
    let rooms = front[..together].iter_mut().zip(&mut back[..together]);
    for ((front, back), ((x_gone, x_entering), (y_gone, y_entering))) in rooms.zip(of_x.zip(of_y)) {
        *front = mix(sums[0]);
        *back = mix(sums[1]);
        sums = [roll(sums[0], x_gone, x_entering), roll(sums[1], y_gone, y_entering)];
    }
    front[together..].fill(mix(sums[0]));
    back[together] = mix(sums[1]);
}

/// The weight of the token that leaves a sum of `k`.
fn weight(k: usize) -> u64 {
    (0..k).fold(1, |power: u64, _| power.wrapping_mul(BASE))
}

/// The fingerprint of each shingle of `k` tokens, from the first one on.
fn rolled(tokens: &[Token], k: usize) -> impl Iterator<Item = ShingleFingerprint> + '_ {
    let leaving = weight(k);
    let first = tokens.get(..k).map(|first| first.iter().fold(0, |sum, token| push(sum, *token)));
    let mut sum = first.unwrap_or_default();
    let entering = tokens.get(k..).unwrap_or_default();
    let others = entering.iter().zip(tokens).map(move |(entering, gone)| {
        sum = push(sum, *entering).wrapping_sub(spread(*gone).wrapping_mul(leaving));
        sum
    });
    first.into_iter().chain(others).map(mix)
}

/// The fingerprint of each shingle of a text in which characters of a script without spaces may stand.
pub(super) fn mixed(
    tokens: &[Token],
    options: ShingleOptions,
) -> impl Iterator<Item = ShingleFingerprint> + '_ {
    let mut of_words = rolled(tokens, options.k as usize);
    let mut of_characters = rolled(tokens, options.k_characters as usize);
    // Words and characters may take turns to the end: no later shingle has more room unless it is of the shorter kind, and
    // positions must stay without a hole.
    tokens.iter().map_while(move |token| {
        let (word, character) = (of_words.next(), of_characters.next());
        if token.is_character() { character } else { word }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::token::TokenKind;

    const OPTIONS: ShingleOptions = ShingleOptions { k: 3, k_characters: 5 };

    fn tokens(values: &[u64], kind: TokenKind) -> Vec<Token> {
        values.iter().map(|v| Token::new(v << 40, kind)).collect()
    }

    fn all(tokens: &[Token]) -> Vec<u64> {
        let mut out = Vec::new();
        shingles(tokens, OPTIONS, &mut out);
        out
    }

    #[test]
    fn a_shingle_depends_on_its_tokens_and_their_order_only() {
        let text = tokens(&[9, 1, 2, 3, 8, 1, 2, 3, 3, 2, 1], TokenKind::Word);
        let all = all(&text);
        assert_eq!(all.len(), 9);
        assert_eq!(all[1], all[5]);
        assert_ne!(all[1], all[8]);
    }

    /// However many there is room for at a time.
    #[test]
    fn shingles_are_the_same_rolled_in_halves() {
        let text = tokens(&(0..40).map(|n| n * n % 17).collect::<Vec<_>>(), TokenKind::Word);
        for (length, room) in [(0, 5), (2, 5), (3, 5), (4, 5), (9, 1), (9, 2), (40, 7), (40, 8)] {
            let text = &text[..length];
            let (mut of_words, mut found) = (Rolled::new(text, OPTIONS.k as usize), Vec::new());
            loop {
                let before = found.len();
                found.resize(before + room, 0);
                let count = of_words.write(&mut found[before..]);
                found.truncate(before + count);
                if count < room {
                    break;
                }
            }
            assert_eq!(found, rolled(text, OPTIONS.k as usize).collect::<Vec<_>>());
        }
    }

    #[test]
    fn short_texts_have_no_shingle() {
        assert!(all(&tokens(&[1, 2], TokenKind::Word)).is_empty());
        assert_eq!(all(&tokens(&[1, 2, 3], TokenKind::Word)).len(), 1);
        assert!(all(&tokens(&[1, 2, 3, 4], TokenKind::Character)).is_empty());
    }

    #[test]
    fn a_shingle_that_begins_with_a_character_is_longer() {
        let a = tokens(&[1, 2, 3, 4, 5, 6], TokenKind::Character);
        let b = tokens(&[1, 2, 3, 9, 5, 6], TokenKind::Character);
        assert_ne!(all(&a)[0], all(&b)[0]);
        let mixed = [tokens(&[7], TokenKind::Word), a.clone()].concat();
        assert_eq!(all(&mixed)[1], all(&a)[0]);
    }
}
