//! Seeds of all pairs in, the pairs that deserve to be aligned out.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Selected, Token};

use super::DocumentId;
use super::align::{Aligner, Direction};
use super::follow::{before, behind};

/// Two documents that may have something in common; `a < b`.
pub(super) type Pair = (DocumentId, DocumentId);

/// Two places with the same selected shingle; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed {
    /// The document that comes first.
    pub(super) a: DocumentId,
    /// The other one.
    pub(super) b: DocumentId,
    /// First token of the shingle in `a`.
    pub(super) a_at: u32,
    /// First token of the shingle in `b`.
    pub(super) b_at: u32,
}

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

/// Tokens before and behind a seed in which the texts are compared. A copy has a seed every twenty tokens
/// even where eight letters of a hundred are misread; between two quotations there is nothing to find.
const ROUND: u32 = 96;

impl Seed {
    /// Returns whether the texts `a` and `b` go on alike for some words from here, so that the seed counts.
    #[inline]
    pub(super) fn counts(&self, texts: (&[Token], &[Token])) -> bool {
        let from = (self.a_at, self.b_at);
        let equal = behind(texts, from, LEAST).equal;
        equal >= LEAST || equal + before(texts, from, LEAST - equal).equal >= LEAST
    }
}

/// Returns the pairs with enough evidence, sorted; `seeds` sorted. Linear in the seeds.
pub(super) fn promising(seeds: &[Seed], tokens: &[&[Token]], least_words: u32) -> Vec<Candidate> {
    let of_first = seeds.par_chunk_by(|s, t| s.a == t.a);
    let candidates = |aligner: &mut Aligner, of_first: &[Seed]| {
        let pairs = of_first.chunk_by(|s, t| s.b == t.b);
        let candidate = |of_pair: &[Seed]| {
            let Seed { a, b, .. } = of_pair[0];
            let texts = (tokens[a.0 as usize], tokens[b.0 as usize]);
            let is_worth = is_promising(of_pair, texts, least_words, aligner);
            is_worth
                .then(|| Candidate { pair: (a, b), places: places(of_pair, texts.1.len() as u32) })
        };
        pairs.filter_map(candidate).collect::<Vec<_>>()
    };
    of_first.map_init(Aligner::default, candidates).flatten_iter().collect()
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

/// Returns whether the texts `a` and `b` go on alike from some of their seeds (at least one), so far that there may be a
/// passage of `least_words`, or enough of them for a copy.
pub(super) fn is_promising(
    seeds: &[Seed],
    texts: (&[Token], &[Token]),
    least_words: u32,
    aligner: &mut Aligner,
) -> bool {
    go_on_alike(seeds, texts, least_words) && may_be_told(seeds, texts, least_words, aligner)
}

/// Whether the texts go on alike from some of their seeds for some words.
fn go_on_alike(seeds: &[Seed], texts: (&[Token], &[Token]), least_words: u32) -> bool {
    let enough = ENOUGH.min(2 * least_words);
    let mut equal = 0;
    let mut seen = Seen { behind: 0, shift: 0 };
    for seed in seeds {
        if seen.holds(seed) {
            continue;
        }
        let from = (seed.a_at, seed.b_at);
        let behind = behind(texts, from, ENOUGH);
        let around = behind.equal + before(texts, from, ENOUGH).equal;
        if around >= LEAST {
            equal += around;
        }
        if around >= enough || equal >= ENOUGH_TOGETHER {
            return true;
        }
        seen = Seen { behind: seed.a_at + behind.length as u32, shift: shift(seed) };
    }
    false
}

/// Share of the shorter text's tokens that may be equal round the seeds, from which on the texts may be copies.
const PART: f64 = 0.1;
/// Share of the shortest passage that must be equal round a seed: what a step of the extension does not reach, a
/// chain of runs may.
const NEARLY: f64 = 0.8;

/// Whether so many tokens may be equal round one seed that a passage is told, or round all of them that the texts are
/// copies.
fn may_be_told(
    seeds: &[Seed],
    (a, b): (&[Token], &[Token]),
    least_words: u32,
    aligner: &mut Aligner,
) -> bool {
    let part = PART * a.len().min(b.len()) as f64;
    let mut equal = 0;
    let mut seen = Seen { behind: 0, shift: 0 };
    for seed in seeds {
        if seen.holds(seed) {
            continue;
        }
        let (i, j) = (seed.a_at as usize, seed.b_at as usize);
        let run = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
        let behind = aligner.reach(&a[i + run..], &b[j + run..], Direction::Forward);
        let before = aligner.reach(&a[..i], &b[..j], Direction::Backward);
        let around = run as u32 + behind.0 + before.0;
        equal += around;
        let words = if a[i].is_character() { around / 2 } else { around };
        if f64::from(words) >= NEARLY * f64::from(least_words) || f64::from(equal) >= part {
            return true;
        }
        seen = Seen { behind: (i + run) as u32 + behind.1, shift: shift(seed) };
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
