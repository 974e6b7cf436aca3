//! Two places that say the same in, how far the texts go on alike from there out.
//!
//! A shared shingle is mostly a phrase of the language. Going on from it on both sides, word by word, tells
//! in some twenty steps whether the two texts go on alike.

use crate::fingerprint::Token;

use super::work;

/// How far a text is followed to each side, in tokens.
const REACH: usize = 48;

/// What two texts have in common from a point on.
pub(super) struct Followed {
    /// Equal text, in half words.
    pub(super) equal: u32,
    /// Tokens of the first text until the two part.
    pub(super) length: usize,
}

/// Follows two texts from the tokens `i` of `a` and `j` of `b` on, until `enough` half words are equal or they part.
#[inline]
pub(super) fn behind((a, b): (&[Token], &[Token]), (i, j): (u32, u32), enough: u32) -> Followed {
    let (a, b) = (&a[i as usize..], &b[j as usize..]);
    follow(|at| a.get(at).copied(), |at| b.get(at).copied(), enough)
}

/// The same backwards from the tokens before `i` and `j`.
#[inline]
pub(super) fn before((a, b): (&[Token], &[Token]), (i, j): (u32, u32), enough: u32) -> Followed {
    let (a, b) = (&a[..i as usize], &b[..j as usize]);
    let before = |tokens: &[Token], at| tokens.get(tokens.len().wrapping_sub(at + 1)).copied();
    follow(|at| before(a, at), |at| before(b, at), enough)
}

/// Reads two texts side by side, over replaced, inserted and deleted words; each tells its tokens, the nearest first.
#[inline]
fn follow(
    a: impl Fn(usize) -> Option<Token>,
    b: impl Fn(usize) -> Option<Token>,
    enough: u32,
) -> Followed {
    let (mut i, mut j, mut equal) = (0, 0, 0);
    while i < REACH && equal < enough {
        let (Some(x), Some(y)) = (a(i), b(j)) else { break };
        if x == y {
            (i, j, equal) = (i + 1, j + 1, equal + x.half_words());
            continue;
        }
        // No token has these bits.
        let (x, y) = (ahead(&a, i, u32::MAX), ahead(&b, j, u32::MAX - 4));
        let Some((x, y)) = detour(x, y) else { break };
        (i, j) = (i + x, j + y);
    }
    work::count(i);
    Followed { equal, length: i }
}

/// The bits of a text's tokens from one on; `none` stands for what lies behind the last one.
#[inline]
fn ahead(token: impl Fn(usize) -> Option<Token>, at: usize, none: u32) -> [u32; AHEAD] {
    std::array::from_fn(|n| token(at + n).map_or(none, Token::bits))
}

/// Tokens of either text that a detour looks at.
const AHEAD: usize = 6;

/// Returns how many tokens of either text to pass over until two in a row are equal again.
#[inline]
fn detour(a: [u32; AHEAD], b: [u32; AHEAD]) -> Option<(usize, usize)> {
    DETOURS.into_iter().find(|&(x, y)| a[x] == b[y] && a[x + 1] == b[y + 1])
}

/// Tokens of either text to pass over, the likeliest first.
const DETOURS: [(usize, usize); 14] = [
    (1, 1),
    (0, 1),
    (1, 0),
    (2, 2),
    (1, 2),
    (2, 1),
    (0, 2),
    (2, 0),
    (3, 3),
    (2, 3),
    (3, 2),
    (4, 4),
    (1, 3),
    (3, 1),
];
