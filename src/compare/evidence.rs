//! Seeds of all pairs in, the pairs that deserve to be aligned out.
//!
//! A seed is mostly a phrase of the language. Going on from it on both sides, word by word, tells
//! in some twenty steps whether the two texts go on alike.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Selected, Token};

use super::seed::Seed;
use super::{DocumentId, work};

/// Two documents that may have something in common; `a < b`.
pub(super) type Pair = (DocumentId, DocumentId);

/// A pair that deserves to be aligned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// The two documents.
    pub(super) pair: Pair,
    /// The tokens of the second one in which something in common is to be looked for, in order and apart from each other.
    pub(super) places: Vec<Range<u32>>,
}

impl Candidate {
    /// Returns the candidate of which all of the second document, of so many tokens, is looked at.
    pub(super) fn whole(pair: Pair, length: usize) -> Self {
        Self { pair, places: std::iter::once(0..length as u32).collect() }
    }
}

/// Equal text round the seeds of one pair that makes it worth an alignment, in half words: half of
/// the shortest passage that is reported.
const ENOUGH: u32 = 24;
/// The same for several places together, which may be phrases that have nothing to do with each
/// other.
const ENOUGH_TOGETHER: u32 = 40;
/// Equal text round a seed without which it is not counted, in half words: three words more than
/// the seed itself, which is a phrase of the language.
const LEAST: u32 = 14;
/// How far a text is followed from a seed, in tokens.
const REACH: usize = 48;

/// Tokens before and behind a seed in which the texts are compared. A copy has a seed every twenty tokens
/// even where eight letters of a hundred are misread; between two quotations there is nothing to find.
const ROUND: u32 = 96;

/// Returns the pairs with enough evidence, sorted; `seeds` sorted. Linear in the seeds.
pub(super) fn promising(seeds: &[Seed], tokens: &[&[Token]]) -> Vec<Candidate> {
    let pairs = seeds.par_chunk_by(|s, t| (s.a, s.b) == (t.a, t.b));
    let enough = |of_pair: &&[Seed]| {
        let Seed { a, b, .. } = of_pair[0];
        is_promising(of_pair, (tokens[a.0 as usize], tokens[b.0 as usize]))
    };
    let candidate = |of_pair: &[Seed]| {
        let (a, b) = (of_pair[0].a, of_pair[0].b);
        Candidate { pair: (a, b), places: places(of_pair, tokens[b.0 as usize].len() as u32) }
    };
    pairs.filter(enough).map(candidate).collect()
}

/// The tokens of the second document, of so many, that stand round its seeds.
fn places(seeds: &[Seed], length: u32) -> Vec<Range<u32>> {
    let mut ats: Vec<u32> = seeds.iter().map(|seed| seed.b_at).collect();
    ats.sort_unstable();
    let mut places: Vec<Range<u32>> = Vec::new();
    for at in ats {
        let end = (at + ROUND).min(length);
        match places.last_mut() {
            Some(last) if at.saturating_sub(ROUND) <= last.end => last.end = end,
            _ => places.push(at.saturating_sub(ROUND)..end),
        }
    }
    places
}

/// Returns the seeds of one text with itself: each place of a selected shingle with the place before it. Linear.
pub(super) fn own_seeds(selected: &[Selected]) -> Vec<Seed> {
    let slots = (selected.len() * 2).next_power_of_two();
    // One more than the place in `selected`, 0 for none; linear probing.
    let mut last = vec![0_u32; slots];
    let mut seeds = Vec::new();
    for (at, one) in selected.iter().enumerate() {
        let mut slot = one.fingerprint as usize % slots;
        while last[slot] != 0 && selected[last[slot] as usize - 1].fingerprint != one.fingerprint {
            slot = (slot + 1) % slots;
        }
        if let Some(before) = (last[slot] as usize).checked_sub(1) {
            let (a_at, b_at) = (selected[before].position, one.position);
            seeds.push(Seed { a: DocumentId(0), b: DocumentId(0), a_at, b_at });
        }
        last[slot] = at as u32 + 1;
    }
    seeds
}

/// Returns whether the texts `a` and `b` go on alike from some of their seeds (at least one).
pub(super) fn is_promising(seeds: &[Seed], (a, b): (&[Token], &[Token])) -> bool {
    let mut equal = 0;
    let mut seen = Seen { behind: 0, shift: 0 };
    for seed in seeds {
        if seen.holds(seed) {
            continue;
        }
        let (i, j) = (seed.a_at as usize, seed.b_at as usize);
        let behind = follow(Side::Behind(&a[i..]), Side::Behind(&b[j..]));
        let before = follow(Side::Before(&a[..i]), Side::Before(&b[..j]));
        let around = behind.equal + before.equal;
        if around >= LEAST {
            equal += around;
        }
        if around >= ENOUGH || equal >= ENOUGH_TOGETHER {
            return true;
        }
        seen = Seen { behind: seed.a_at + behind.length as u32, shift: shift(seed) };
    }
    false
}

/// How far the text was followed from the last seed: seeds on the way tell nothing new.
struct Seen {
    /// The token of the first document up to which it was.
    behind: u32,
    /// How much later the second document stood.
    shift: i64,
}

/// Tokens by which a text that is followed moves beside the other at most.
const DRIFT: i64 = 16;

impl Seen {
    fn holds(&self, seed: &Seed) -> bool {
        seed.a_at < self.behind && (shift(seed) - self.shift).abs() <= DRIFT
    }
}

fn shift(seed: &Seed) -> i64 {
    i64::from(seed.b_at) - i64::from(seed.a_at)
}

/// What two texts have in common from a point on.
struct Followed {
    /// Equal text, in half words.
    equal: u32,
    /// Tokens of the first text until the two part.
    length: usize,
}

/// The tokens from a place on, or those before it, the nearest first.
#[derive(Clone, Copy)]
enum Side<'a> {
    Behind(&'a [Token]),
    Before(&'a [Token]),
}

impl Side<'_> {
    #[inline]
    fn token(self, at: usize) -> Option<Token> {
        match self {
            Self::Behind(tokens) => tokens.get(at).copied(),
            Self::Before(tokens) => tokens.get(tokens.len().wrapping_sub(at + 1)).copied(),
        }
    }

    /// The next tokens' bits; `none` stands for what lies behind the last token.
    #[inline]
    fn ahead(self, at: usize, none: u32) -> [u32; AHEAD] {
        std::array::from_fn(|n| self.token(at + n).map_or(none, Token::bits))
    }
}

/// Reads two texts side by side, over replaced, inserted and deleted words, until they part.
#[inline]
fn follow(a: Side<'_>, b: Side<'_>) -> Followed {
    let (mut i, mut j, mut equal) = (0, 0, 0);
    while i < REACH {
        let (Some(x), Some(y)) = (a.token(i), b.token(j)) else { break };
        if x == y {
            (i, j, equal) = (i + 1, j + 1, equal + x.half_words());
            continue;
        }
        // No token has these bits.
        let Some((x, y)) = detour(a.ahead(i, u32::MAX), b.ahead(j, u32::MAX - 4)) else { break };
        (i, j) = (i + x, j + y);
    }
    work::count(i);
    Followed { equal, length: i }
}

/// Tokens of either text that a detour looks at.
const AHEAD: usize = 6;

/// Returns how many tokens of either text to pass over until two in a row are equal again.
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
