//! Two token sequences in, their maximal exact runs out.
//!
//! A run is found through any `k` tokens that it shares (k-mers of a small `k`: the pair is already
//! known to be promising, so that here sensitivity counts), and stands in the list once.

use std::collections::HashMap;
use std::ops::Range;

use crate::fingerprint::Token;

use super::last::LastPlaces;
use super::work;

/// The same tokens in two places; cannot be longer to the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// First token in the first text.
    pub a: u32,
    /// First token in the second text.
    pub b: u32,
    /// Tokens.
    pub length: u32,
}

impl Run {
    /// Returns the token behind the run in the first text.
    pub fn a_end(self) -> u32 {
        self.a + self.length
    }

    /// Returns the token behind the run in the second text.
    pub fn b_end(self) -> u32 {
        self.b + self.length
    }

    /// Returns the tokens in the first text.
    pub fn a_range(self) -> Range<u32> {
        self.a..self.a_end()
    }

    /// Returns the tokens in the second text.
    pub fn b_range(self) -> Range<u32> {
        self.b..self.b_end()
    }
}

/// Tokens of the k-mers through which runs are found. With three, a text with every fifth word
/// changed still has a run every ten words; with two, names and idioms outnumber the copies.
const K: usize = 3;
/// The same for scripts without spaces, where three characters are two words at most.
const K_CHARACTERS: usize = 4;

/// Places of one k-mer that are tried in either text. Texts that repeat a line a thousand times
/// have all their runs begin at the first places; without the limit they cost the square.
const PLACES: u32 = 16;

const NONE: u32 = u32::MAX;
/// Bits of a hash by which a k-mer is told more finely than by its head.
const FINER: u32 = 3;

/// The k-mers of one text, for looking up those of others: an index of heads and chained positions.
#[derive(Debug, Default)]
pub(super) struct RunFinder {
    heads: Vec<u32>,
    /// Which k-mers there may be, some bits for each head: most k-mers of another text are none of them, and the bits of
    /// all are near.
    present: Vec<u64>,
    next: Vec<u32>,
    /// How often a head was asked for a k-mer that it holds by the second text, and by which one.
    asked: Vec<Asked>,
    /// The number of the second text.
    text: u32,
    shift: u32,
    /// The token of the second text up to which a run was drawn out, by how much later it stands there.
    drawn: HashMap<i64, u32>,
}

/// How often one of the second texts asked for a head; the other texts' questions do not count.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    text: u32,
    times: u32,
}

fn kmer_length(token: Token) -> usize {
    if token.is_character() { K_CHARACTERS } else { K }
}

/// What the tokens of a k-mer are multiplied with: odd, without a pattern (the digits of the square roots of
/// 2, 3, 5 and 7).
const FACTORS: [u64; K_CHARACTERS] =
    [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1];

/// The hash of the k-mer at the begin of a text, of which the highest bits are good, or `None` where the text ends too early.
#[inline]
pub(super) fn kmer(text: &[Token]) -> Option<u64> {
    match text.first_chunk() {
        Some(longest) => Some(kmer_of(longest)),
        None => last_kmer(text),
    }
}

/// The hash of the k-mer that begins so many tokens.
#[inline]
fn kmer_of([x, y, z, fourth]: &[Token; K_CHARACTERS]) -> u64 {
    let three = three(*x, *y, *z);
    if x.is_character() { three.wrapping_add(product(3, *fourth)) } else { three }
}

/// The hash of the last k-mer of a text, which has as many tokens if they are words.
#[cold]
fn last_kmer(text: &[Token]) -> Option<u64> {
    match text {
        [x, y, z] if !x.is_character() => Some(three(*x, *y, *z)),
        _ => None,
    }
}

#[inline]
fn three(x: Token, y: Token, z: Token) -> u64 {
    product(0, x).wrapping_add(product(1, y)).wrapping_add(product(2, z))
}

#[inline]
fn product(n: usize, token: Token) -> u64 {
    u64::from(token.bits()).wrapping_mul(FACTORS[n])
}

impl RunFinder {
    /// Indexes the first text; what was indexed before is forgotten. Linear.
    pub(super) fn index(&mut self, tokens: &[Token]) {
        work::count(tokens.len());
        let bits = (tokens.len().max(8) * 2).next_power_of_two().trailing_zeros();
        self.shift = 64 - bits;
        self.heads.clear();
        self.heads.resize(1 << bits, NONE);
        self.present.clear();
        self.present.resize((1 << (bits + FINER)) / 64 + 1, 0);
        self.next.clear();
        self.next.resize(tokens.len(), NONE);
        if self.asked.len() < self.heads.len() {
            self.asked.resize(1 << bits, Asked::default());
        }
        for at in (0..tokens.len()).rev() {
            if let Some(hash) = kmer(&tokens[at..]) {
                let bit = (hash >> (self.shift - FINER)) as usize;
                self.present[bit / 64] |= 1 << (bit % 64);
                let head = &mut self.heads[bit >> FINER];
                self.next[at] = *head;
                *head = at as u32;
            }
        }
    }

    /// Appends the runs that the indexed text `a` shares with some of the `places` of `b` (in order),
    /// sorted by their place in `a`. A run that only reaches into a place is whole.
    pub(super) fn shared_runs(
        &mut self,
        a: &[Token],
        b: &[Token],
        places: &[Range<u32>],
        out: &mut Vec<Run>,
    ) {
        self.text = self.text.wrapping_add(1);
        self.drawn.clear();
        for place in places {
            let from = out.len();
            self.runs_in(place, a, b, out);
            for run in out[from..].iter_mut().take_while(|run| run.b == place.start) {
                draw_to_the_left(run, a, b);
            }
        }
        // Runs are as long as they can be: two that begin in the same places are one.
        out.sort_unstable_by_key(|run| u64::from(run.a) << u32::BITS | u64::from(run.b));
        out.dedup();
    }

    /// Appends the runs of one place as if `b` began there, in the order of `b`.
    ///
    /// A run is found where it begins; where it begins with a k-mer of which places are left out, at the first k-mer
    /// behind.
    fn runs_in(&mut self, place: &Range<u32>, a: &[Token], b: &[Token], out: &mut Vec<Run>) {
        work::count(place.len());
        let mut is_complete = true;
        let mut last = Run { a: 0, b: 0, length: 0 };
        let mut next = place.start as usize;
        while let Some((at, bit)) = self.next_present(b, next..place.end as usize) {
            let was_complete = std::mem::replace(&mut is_complete, true) || at > next;
            next = at + 1;
            let slot = bit >> FINER;
            if was_complete && self.is_only_in(last, slot, at as u32) {
                continue;
            }
            let Asked { text, times } = self.asked[slot];
            let times = if text == self.text { times } else { 0 };
            if times >= PLACES {
                is_complete = false;
                continue;
            }
            // A long text meets each head of a short one with k-mers that are others.
            if self.holds(slot, a, &b[at..]) {
                self.asked[slot] = Asked { text: self.text, times: times + 1 };
            }
            if !was_complete {
                is_complete = self.runs_through(slot, a, (b, at), out);
                continue;
            }
            let before = (at > place.start as usize).then(|| b[at - 1]);
            is_complete = self.runs_at(slot, a, (before, &b[at..]), |a_at, length| {
                last = Run { a: a_at, b: at as u32, length };
                out.push(last);
            });
        }
    }

    /// Returns the first k-mer in some places of `b` that there may be in the indexed text: where it stands, and its bit.
    #[inline]
    fn next_present(&self, b: &[Token], places: Range<usize>) -> Option<(usize, usize)> {
        let bit = |hash: u64| (hash >> (self.shift - FINER)) as usize;
        let is_present = |bit: usize| self.present[bit / 64] >> (bit % 64) & 1 == 1;
        let text = &b[places.start..(places.end + K_CHARACTERS - 1).min(b.len())];
        let longest = text.windows(K_CHARACTERS).filter_map(<[Token]>::first_chunk);
        for (n, longest) in longest.enumerate() {
            let bit = bit(kmer_of(longest));
            if is_present(bit) {
                return Some((places.start + n, bit));
            }
        }
        let whole = text.len().saturating_sub(K_CHARACTERS - 1);
        let last = (places.start + whole..places.end)
            .find_map(|at| last_kmer(&b[at..]).map(|hash| (at, bit(hash))));
        last.filter(|(_, bit)| is_present(*bit))
    }

    /// Returns whether the k-mers of a slot stand nowhere but where `run` has the token `at` of `b`.
    #[inline]
    fn is_only_in(&self, run: Run, slot: usize, at: u32) -> bool {
        let here = run.a + (at - run.b);
        at < run.b_end() && self.heads[slot] == here && self.next[here as usize] == NONE
    }

    /// Returns whether the first k-mer of a text stands at one of the places that are tried.
    fn holds(&self, slot: usize, a: &[Token], text: &[Token]) -> bool {
        let kmer = &text[..kmer_length(text[0])];
        let mut place = self.heads[slot];
        for _ in 0..PLACES {
            if place == NONE {
                return false;
            }
            if a[place as usize..].starts_with(kmer) {
                return true;
            }
            place = self.next[place as usize];
        }
        false
    }

    /// Tells the runs of `a` with the beginning of a text that has this token before it; returns whether all places
    /// were tried.
    fn runs_at(
        &self,
        slot: usize,
        a: &[Token],
        (before, text): (Option<Token>, &[Token]),
        mut tell: impl FnMut(u32, u32),
    ) -> bool {
        let mut place = self.heads[slot];
        for _ in 0..PLACES {
            if place == NONE {
                return true;
            }
            work::count(1);
            let here = place as usize;
            let longer_to_the_left = here > 0 && before == Some(a[here - 1]);
            if !longer_to_the_left {
                let length = a[here..].iter().zip(text).take_while(|(x, y)| x == y).count();
                work::count(length);
                if length >= kmer_length(text[0]) {
                    tell(place, length as u32);
                }
            }
            place = self.next[here];
        }
        place == NONE
    }

    /// Appends the runs through the k-mer at `at` of `b`, wherever they begin; returns whether all places were
    /// tried.
    ///
    /// A run that was drawn out is not followed again, or repeated lines would cost the square.
    fn runs_through(
        &mut self,
        slot: usize,
        a: &[Token],
        (b, at): (&[Token], usize),
        out: &mut Vec<Run>,
    ) -> bool {
        let mut place = self.heads[slot];
        for _ in 0..PLACES {
            if place == NONE {
                return true;
            }
            let here = place as usize;
            let end = self.drawn.entry(at as i64 - here as i64).or_insert(0);
            if *end <= at as u32 {
                let length = a[here..].iter().zip(&b[at..]).take_while(|(x, y)| x == y).count();
                if length >= kmer_length(b[at]) {
                    let mut run = Run { a: place, b: at as u32, length: length as u32 };
                    draw_to_the_left(&mut run, a, b);
                    *end = run.b_end();
                    out.push(run);
                }
            }
            place = self.next[here];
        }
        place == NONE
    }
}

fn draw_to_the_left(run: &mut Run, a: &[Token], b: &[Token]) {
    let before = a[..run.a as usize].iter().rev().zip(b[..run.b as usize].iter().rev());
    let more = before.take_while(|(x, y)| x == y).count() as u32;
    *run = Run { a: run.a - more, b: run.b - more, length: run.length + more };
}

/// Returns the runs of one text with itself in some places of it (in order, apart from each other), each k-mer linked with
/// the next one like it only, so that a line that stands n times gives n runs at most; sorted by the first place.
///
/// A k-mer at a run's edge may stand between the two places once more and be linked there; so
/// each run is drawn out at both ends, by [`EDGE`] tokens at most.
pub(super) fn own_runs(tokens: &[Token], places: &[Range<u32>]) -> Vec<Run> {
    let mut last = LastPlaces::new(places.iter().map(Range::len).sum());
    let mut runs: Vec<Run> = Vec::new();
    for place in places {
        let mut distance = 0;
        for at in place.clone() {
            let Some(previous) = replace(&mut last, tokens, at as usize) else {
                distance = 0;
                continue;
            };
            let length = kmer_length(tokens[at as usize]) as u32;
            match runs.last_mut() {
                Some(run) if at - previous == distance => run.length = at + length - run.b,
                _ => runs.push(Run { a: previous, b: at, length }),
            }
            distance = at - previous;
        }
    }
    for run in &mut runs {
        draw_out(run, tokens);
    }
    runs.sort_unstable();
    runs
}

/// Tokens by which a run is drawn out at each end: a phrase of the language is not longer.
const EDGE: usize = 8;

fn draw_out(run: &mut Run, tokens: &[Token]) {
    let (a, b) = (run.a as usize, run.b as usize);
    let equal = |(x, y): &(&Token, &Token)| x == y;
    let before = tokens[..a].iter().rev().zip(tokens[..b].iter().rev());
    let before = before.take(EDGE).take_while(equal).count() as u32;
    let behind = tokens[run.a_end() as usize..].iter().zip(&tokens[run.b_end() as usize..]);
    let behind = behind.take(EDGE).take_while(equal).count() as u32;
    *run = Run { a: run.a - before, b: run.b - before, length: run.length + before + behind };
}

/// Puts the place `at` of a text in the place of the last one of its k-mer, which is returned.
fn replace(last: &mut LastPlaces, tokens: &[Token], at: usize) -> Option<u32> {
    let hash = kmer(&tokens[at..])?;
    let length = kmer_length(tokens[at]);
    let here = &tokens[at..at + length];
    let is_same = |before: usize| tokens.get(before..before + length) == Some(here);
    // The highest bits are the good ones.
    last.replace(hash.rotate_left(u32::BITS), at, is_same).map(|before| before as u32)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::fingerprint::Fingerprints;
    use crate::read::{Document, Origin, Role};

    /// The fingerprints of a text.
    pub(crate) fn fingerprints(text: &str) -> Fingerprints {
        let mut document = Document::default();
        document.push_block(Role::Paragraph, text, &Origin::Lines { first: 1, last: 1 });
        Fingerprints::of(&document)
    }

    /// The tokens of a text.
    pub(crate) fn tokens(text: &str) -> Box<[Token]> {
        fingerprints(text).tokens.to_vec().into()
    }

    fn shared(a: &str, b: &str) -> Vec<(u32, u32, u32)> {
        let (a, b) = (tokens(a), tokens(b));
        let mut finder = RunFinder::default();
        finder.index(&a);
        let mut out = Vec::new();
        finder.shared_runs(&a, &b, std::slice::from_ref(&(0..b.len() as u32)), &mut out);
        out.iter().map(|r| (r.a, r.b, r.length)).collect()
    }

    fn all_own_runs(tokens: &[Token]) -> Vec<Run> {
        own_runs(tokens, std::slice::from_ref(&(0..tokens.len() as u32)))
    }

    fn own(text: &str) -> Vec<(u32, u32, u32)> {
        all_own_runs(&tokens(text)).iter().map(|r| (r.a, r.b, r.length)).collect()
    }

    #[test]
    fn a_run_is_as_long_as_it_can_be_and_stands_once() {
        assert_eq!(shared("x one two three four y", "one two three four z"), [(1, 0, 4)]);
        assert_eq!(shared("a b c d e f g", "a b c X e f g"), [(0, 0, 3), (4, 4, 3)]);
        assert!(shared("one two", "one two").is_empty());
    }

    #[test]
    fn a_run_in_two_places_is_found_in_both() {
        assert_eq!(shared("p q r", "p q r x p q r"), [(0, 0, 3), (0, 4, 3)]);
    }

    /// The captions of a gallery: each begins as all others do.
    #[test]
    fn a_run_that_begins_with_a_frequent_phrase_is_found() {
        let captions = |name: &str| -> Vec<String> {
            let caption = |n: usize| format!("photos of the day caption {name}{n} x{n} y{n} z{n}");
            (0..40).map(caption).collect()
        };
        let (a, b) = (captions("a"), captions("b"));
        let lifted = &a[30];
        let (first, second) = (a.join(" "), format!("{} {lifted}", b.join(" ")));
        let runs = shared(&first, &second);
        assert!(runs.contains(&(30 * 9, 40 * 9, 9)), "{runs:?}");
    }

    #[test]
    fn a_run_behind_many_other_words_is_found_however_short_the_other_text_is() {
        let others: Vec<String> = (0..20_000).map(|n| format!("x{n}")).collect();
        let runs = shared("p q r s t u v w", &format!("{} p q r s t u v w", others.join(" ")));
        assert_eq!(runs, [(0, 20_000, 8)]);
    }

    #[test]
    fn own_runs_link_each_place_with_the_next() {
        assert_eq!(own("a b c d x a b c d y a b c d"), [(0, 5, 4), (5, 10, 4)]);
        assert_eq!(own("a b c a b c a b c a b c"), [(0, 3, 9)]);
        assert!(own("a b c d e f").is_empty());
    }

    #[test]
    fn a_phrase_that_stands_between_does_not_cut_a_run() {
        let runs = own("a b c d e f g h x y a b c z f g h w a b c d e f g h");
        assert!(runs.contains(&(0, 18, 8)), "{runs:?}");
    }

    #[test]
    fn own_runs_end_with_their_places() {
        let tokens = tokens("a b c d e 1 2 f g h x y z a b c d e 3 4 f g h");
        let runs = own_runs(&tokens, &[0..3, 7..10, 13..16, 20..23]);
        let runs: Vec<_> = runs.iter().map(|r| (r.a, r.b, r.length)).collect();
        assert_eq!(runs, [(0, 13, 5), (7, 20, 3)]);
    }

    #[test]
    fn a_line_a_hundred_thousand_times_is_one_run() {
        let text = tokens(&"the same line again ".repeat(100_000));
        assert_eq!(all_own_runs(&text).len(), 1);
        let mut finder = RunFinder::default();
        finder.index(&text);
        let mut out = Vec::new();
        finder.shared_runs(&text, &text, std::slice::from_ref(&(0..text.len() as u32)), &mut out);
        assert!(out.len() <= 64, "{}", out.len());
    }
}
