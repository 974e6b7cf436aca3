//! The seeds of a pair in, whether it deserves to be aligned, and where, out.

use std::ops::Range;

use crate::fingerprint::{Token, half_words};

use super::DocumentId;
use super::coverage::union;
use super::extension::reach;
use super::follow::{before, behind};
use super::prefix::Direction;
use super::verdict::equal_words_needed;
use super::work;

/// Two documents that may have something in common; `a < b`.
pub(super) type Pair = (DocumentId, DocumentId);

/// Two places of two texts, or of one, with the same selected shingle from which they go on alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed {
    /// First token of the shingle in the first text.
    pub(super) a_at: u32,
    /// First token of the shingle in the second text.
    pub(super) b_at: u32,
    /// How far the texts go on alike.
    pub(super) strength: Strength,
}

impl Seed {
    /// Returns by how many tokens later the shingle stands in the second text.
    #[inline]
    pub(super) fn shift(&self) -> i64 {
        i64::from(self.b_at) - i64::from(self.a_at)
    }
}

/// How far two texts go on alike from a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// For some words more.
    Some,
    /// So far that it may be a passage.
    Enough,
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

    /// Returns how many tokens are looked at.
    pub(super) fn length(&self) -> usize {
        self.places.iter().map(Range::len).sum()
    }

    /// Returns the candidate of which so much is looked at as a copy of all of the first document may take, where the two
    /// have so many tokens: all of the second one, or of a long one what is round the places.
    pub(super) fn wider(&self, (first, second): (usize, usize)) -> Self {
        if second < LONG {
            return Self::whole(self.pair, second);
        }
        let (margin, end) = (first as u32, second as u32);
        let round = |place: &Range<u32>| {
            place.start.saturating_sub(margin)..place.end.saturating_add(margin).min(end)
        };
        Self { pair: self.pair, places: union(self.places.iter().map(round).collect()) }
    }
}

/// Equal text round the seeds of one pair that makes it worth an alignment, in half words: half of
/// the shortest passage that is reported.
const ENOUGH: u32 = 24;
/// The same of characters: where every fifth one is changed the texts part sooner.
const ENOUGH_CHARACTERS: u32 = 20;
/// The same for several places together, which may be phrases that have nothing to do with each
/// other.
const ENOUGH_TOGETHER: u32 = 40;
/// Equal text round a seed without which it is not counted, in half words: three words more than
/// the seed itself, which is a phrase of the language.
const LEAST: u32 = 14;
/// The same of characters: a seed of six is no more than a name, and ten characters beside it are a clause.
const LEAST_CHARACTERS: u32 = 16;

/// Tokens of a text that is long. Phrases of the language that two such texts have in common stand all over both: only what
/// is round a seed that may be told by itself is looked at, and not all of both.
pub(super) const LONG: usize = 1 << 14;
/// Tokens of the shorter one of two long texts to a seed: with more seeds the texts may be copies as a whole, though no
/// sentence that they have in common is as long as a passage.
const SPARSE: usize = 32;

/// Tokens before and behind a seed in which the texts are compared. A copy has a seed every twenty tokens
/// even where eight letters of a hundred are misread; between two quotations there is nothing to find.
pub(super) const ROUND: u32 = 96;

impl Strength {
    /// Returns how far the texts `a` and `b` go on alike from two places; `None` where a phrase of the language is all.
    #[inline]
    pub(super) fn of(
        texts: (&[Token], &[Token]),
        at: (u32, u32),
        least_words: u32,
    ) -> Option<Self> {
        let is_character = texts.0[at.0 as usize].is_character();
        let (least, enough) = (least(is_character), enough(is_character, least_words));
        let behind = behind(texts, at, enough).equal;
        let equal = behind + before(texts, at, enough.saturating_sub(behind)).equal;
        match equal {
            _ if equal >= enough => Some(Self::Enough),
            _ if equal >= least => Some(Self::Some),
            _ => None,
        }
    }
}

/// Equal text round a shingle without which it is no seed, in half words; the shingle begins with a character or a word.
#[inline]
fn least(is_character: bool) -> u32 {
    if is_character { LEAST_CHARACTERS } else { LEAST }
}

/// Equal text round a seed that is enough, in half words, where a passage has so many words at least; the seed begins with
/// a character or a word.
#[inline]
pub(super) fn enough(is_character: bool, least_words: u32) -> u32 {
    let enough = if is_character { ENOUGH_CHARACTERS } else { ENOUGH };
    enough.min(2 * least_words)
}

/// Returns the tokens that two texts must have in common beside a shingle of so many for it to be a seed, at least.
pub(super) fn tokens_needed(is_character: bool, least_words: u32, length: u32) -> u32 {
    let needed = least(is_character).min(enough(is_character, least_words));
    needed.saturating_sub(2 * length).div_ceil(2)
}

/// Returns a pair if there is enough evidence for it; `seeds` sorted. Linear in the seeds.
pub(super) fn candidate(
    pair: Pair,
    seeds: &[Seed],
    texts: (&[Token], &[Token]),
    least_words: u32,
) -> Option<Candidate> {
    if !is_promising(seeds, texts, least_words) {
        return None;
    }
    let places = round_seeds(seeds, texts, least_words);
    (!places.is_empty()).then_some(Candidate { pair, places })
}

/// The tokens of the second text in which something in common is to be looked for.
fn round_seeds(seeds: &[Seed], texts: (&[Token], &[Token]), least_words: u32) -> Vec<Range<u32>> {
    let (shorter, length) = (texts.0.len().min(texts.1.len()), texts.1.len() as u32);
    if shorter < LONG || seeds.len() * SPARSE >= shorter {
        return places(seeds.iter().map(|seed| seed.b_at).collect(), length);
    }
    // Seeds of one run are near by: to follow each of them would be the same work again.
    let near = seeds.chunk_by(|s, t| s.shift() == t.shift() && t.a_at - s.a_at <= ROUND);
    let told = near.filter(|near| may_be_told(near, texts, least_words)).flatten();
    places(told.map(|seed| seed.b_at).collect(), length)
}

/// The tokens of a document, of so many, that stand round its seeds, in order and apart from each other; all where that
/// is most of them, which would be looked at a second time.
fn places(mut ats: Vec<u32>, length: u32) -> Vec<Range<u32>> {
    ats.sort_unstable();
    let mut places: Vec<Range<u32>> = Vec::new();
    for at in ats {
        let end = (at + ROUND).min(length);
        match places.last_mut() {
            Some(last) if at.saturating_sub(ROUND) <= last.end => last.end = end,
            _ => places.push(at.saturating_sub(ROUND)..end),
        }
    }
    let looked_at: u32 = places.iter().map(|place| place.end - place.start).sum();
    if looked_at >= length / 2 { std::iter::once(0..length).collect() } else { places }
}

/// Returns whether the texts `a` and `b` go on alike from some of their seeds, so far that there may be a
/// passage of `least_words`, or enough of them for a copy.
pub(super) fn is_promising(seeds: &[Seed], texts: (&[Token], &[Token]), least_words: u32) -> bool {
    go_on_alike(seeds, texts, least_words) && may_be_told(seeds, texts, least_words)
}

/// Whether the texts go on alike from one of their seeds far enough, or from some of them together.
fn go_on_alike(seeds: &[Seed], texts: (&[Token], &[Token]), least_words: u32) -> bool {
    if seeds.iter().any(|seed| seed.strength == Strength::Enough) {
        return true;
    }
    if seeds.len() <= 1 {
        return false;
    }
    let mut equal = 0;
    let mut seen = Seen { behind: 0, shift: 0 };
    for seed in seeds {
        if seen.holds(seed) {
            continue;
        }
        let from = (seed.a_at, seed.b_at);
        let enough = enough(texts.0[seed.a_at as usize].is_character(), least_words);
        let behind = behind(texts, from, enough);
        equal += behind.equal + before(texts, from, enough).equal;
        if equal >= ENOUGH_TOGETHER {
            return true;
        }
        seen = Seen { behind: seed.a_at + behind.length as u32, shift: seed.shift() };
    }
    false
}

/// Share of the shorter text's tokens that may be equal round the seeds, from which on the texts may be copies.
const PART: f64 = 0.1;
/// Share of the shortest passage that must be equal round a seed: what a step of the extension does not reach, a
/// chain of runs may.
const NEARLY: f64 = 0.8;

/// Whether a passage of `least_words` stands round one seed, or so many tokens may be equal round one that a passage is
/// told, or round all of them that the texts are copies.
fn may_be_told(seeds: &[Seed], (a, b): (&[Token], &[Token]), least_words: u32) -> bool {
    let part = PART * a.len().min(b.len()) as f64;
    let mut equal = 0;
    let mut seen = Seen { behind: 0, shift: 0 };
    for seed in seeds {
        let is_seen = seen.holds(seed);
        if is_seen && seed.strength == Strength::Some {
            continue;
        }
        let (i, j) = (seed.a_at as usize, seed.b_at as usize);
        let words = equal_words_needed(a[i].is_character(), least_words);
        let tokens = if a[i].is_character() { 2 * words } else { words };
        let enough = (NEARLY * f64::from(tokens)).ceil() as u32;
        let round = run_round(seed, (a, b), least_words);
        let is_long = half_words(&a[round.clone()]) >= 2 * least_words;
        if is_long || !is_seen && round.len() >= enough as usize {
            return true;
        }
        if is_seen {
            continue;
        }
        let run = round.end - i;
        let behind = reach(&a[i + run..], &b[j + run..], Direction::Forward, enough);
        let before = reach(&a[..i], &b[..j], Direction::Backward, enough);
        let around = run as u32 + behind.0 + before.0;
        equal += around;
        if around >= enough || f64::from(equal) >= part {
            return true;
        }
        seen = Seen { behind: (i + run) as u32 + behind.1, shift: seed.shift() };
    }
    false
}

/// The equal tokens of the first text round a seed, up to the shortest passage to each side.
pub(super) fn run_round(
    seed: &Seed,
    (a, b): (&[Token], &[Token]),
    least_words: u32,
) -> Range<usize> {
    let (i, j) = (seed.a_at as usize, seed.b_at as usize);
    let equal = |(x, y): &(&Token, &Token)| x == y;
    let most = 2 * least_words as usize;
    let before = a[..i].iter().rev().zip(b[..j].iter().rev()).take(most).take_while(equal);
    let behind = a[i..].iter().zip(&b[j..]).take(most).take_while(equal);
    let round = i - before.count()..i + behind.count();
    work::count(round.len());
    round
}

/// Tokens by which a text that is followed moves beside the other at most.
pub(super) const DRIFT: i64 = 16;

/// How far the text was followed from the last seed: seeds on the way tell nothing new.
struct Seen {
    /// The token of the first document up to which it was.
    behind: u32,
    /// How much later the second document stood.
    shift: i64,
}

impl Seen {
    fn holds(&self, seed: &Seed) -> bool {
        seed.a_at < self.behind && (seed.shift() - self.shift).abs() <= DRIFT
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compare::run::tests::tokens;

    /// Words of a text: `number` tells which.
    pub(in crate::compare) fn say(number: usize) -> String {
        format!("w{}", number.wrapping_mul(2_654_435_761) % 1_000_003)
    }

    #[test]
    fn of_a_long_text_only_what_is_promising_is_looked_at() {
        // Each has its own words, but for a phrase of eight in every hundred and, in the middle, thirty in a row.
        let text = |of: usize| -> String {
            let word = |at: usize| match at {
                9_000..9_030 => say(at),
                _ if at % 100 < 8 => say(at / 100 * 8 + at % 8),
                _ => say(at + of * 100_000),
            };
            (0..20_000).map(word).collect::<Vec<_>>().join(" ")
        };
        let (a, b) = (tokens(&text(1)), tokens(&text(2)));
        let seed = |at: u32| {
            let strength = Strength::of((&a, &b), (at, at), 25)?;
            Some(Seed { a_at: at, b_at: at, strength })
        };
        let phrases: Vec<Seed> = (0..20_000).step_by(100).filter_map(seed).collect();
        assert!(phrases.len() > 150);
        let places = |seeds: &[Seed]| round_seeds(seeds, (&a, &b), 25);
        assert_eq!(places(&phrases).len(), 1);
        let [only] = &places(&phrases)[..] else { panic!("one place") };
        assert!(only.contains(&9_000) && only.len() < 1_000, "{only:?}");
        assert!(places(&phrases[..80]).is_empty());
        let many = [&phrases[..80]; 8].concat();
        assert!(!round_seeds(&many, (&a, &b), 25).is_empty(), "a seed every thirty tokens");
        let short = (&a[..10_000], &b[..10_000]);
        assert_eq!(round_seeds(&phrases[..80], short, 25), std::slice::from_ref(&(0..10_000)));
    }
}
