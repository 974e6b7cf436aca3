//! Two documents' tokens in, their aligned passages out.
//!
//! Runs → chains → gaps and ends aligned. A passage begins and ends with equal tokens on both
//! sides; between its runs both sides may differ.

use std::ops::Range;
use std::sync::Arc;

use crate::fingerprint::{Token, half_words, words};

use super::align::Aligner;
use super::chain::{Chainer, Chains, Sides};
use super::extension::extend;
use super::parted::keep_copies;
use super::prefix::Direction;
use super::run::{Run, RunFinder, own_runs};
use super::token_set::TokenSet;

/// A maximal aligned run in two places; exact, or with edits between its runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Tokens of the first text.
    pub a: Range<u32>,
    /// Tokens of the second text.
    pub b: Range<u32>,
    /// The runs of equal tokens, in order on both sides.
    pub runs: Arc<[Run]>,
}

/// Least share of equal tokens of a passage that is told by itself, whatever else is: with less, a form with other
/// figures is as likely as a scan.
pub(super) const LIFTED: f64 = 0.75;
/// Times that the tokens of two texts may be passed by the extensions of their passages. Each line of a list in one form
/// goes on like each line of another one, to the end of both: the chains that are worth most are extended first.
const EXTENDED: usize = 4;
/// Least words of a passage that counts for coverage, unless the shortest passage that is a finding by itself has fewer.
const LEAST_WORDS: u32 = 8;

impl Passage {
    /// Returns the passage of one run, whose sides are equal.
    pub(super) fn exact(run: Run) -> Self {
        Self { a: run.a_range(), b: run.b_range(), runs: [run].into() }
    }

    /// Returns the equal tokens.
    pub fn identical(&self) -> u32 {
        self.runs.iter().map(|run| run.length).sum()
    }

    /// Returns the equal tokens in words; `a` is the first text.
    pub fn identical_words(&self, a: &[Token]) -> u32 {
        self.equal_half_words(a).div_ceil(2)
    }

    /// Returns the equal tokens in half words; `a` is the first text.
    pub(super) fn equal_half_words(&self, a: &[Token]) -> u32 {
        self.runs.iter().map(|run| half_words(slice(a, &run.a_range()))).sum()
    }

    /// Returns whether both sides are equal.
    pub fn is_exact(&self) -> bool {
        self.runs.len() == 1
    }

    /// Returns the tokens to insert, delete or replace.
    pub fn edits(&self) -> u32 {
        self.gap_lengths().sum()
    }

    /// Returns the equal tokens as a share of the longer side, 0 to 1.
    pub fn similarity(&self) -> f64 {
        f64::from(self.identical()) / self.a.len().max(self.b.len()).max(1) as f64
    }

    /// Returns the same seen from the second text.
    #[must_use]
    pub fn swapped(self) -> Self {
        let turn = |run: &Run| Run { a: run.b, b: run.a, length: run.length };
        Self { a: self.b, b: self.a, runs: self.runs.iter().map(turn).collect() }
    }

    /// Returns what lies between two runs, on both sides.
    pub(super) fn gaps(&self) -> impl Iterator<Item = (Range<u32>, Range<u32>)> {
        self.runs.windows(2).map(|two| (two[0].a_end()..two[1].a, two[0].b_end()..two[1].b))
    }

    /// The gaps in tokens of their longer side.
    pub(super) fn gap_lengths(&self) -> impl Iterator<Item = u32> {
        self.gaps().map(|(a, b)| a.len().max(b.len()) as u32)
    }

    /// Returns the widest gap between two runs, in tokens of its longer side; 0 where there is none.
    pub(super) fn widest_gap(&self) -> u32 {
        self.gap_lengths().max().unwrap_or(0)
    }

    /// Returns the place in the second text that the place `a_at` of the first one aligns with.
    pub fn follow(&self, a_at: u32) -> u32 {
        let after = self.runs.partition_point(|run| run.a <= a_at);
        let Some(run) = after.checked_sub(1).map(|at| self.runs[at]) else { return self.b.start };
        if a_at < run.a_end() {
            return run.b + (a_at - run.a);
        }
        let next = self.runs.get(after).map_or(self.b.end, |next| next.b);
        (run.b_end() + (a_at - run.a_end())).min(next)
    }

    /// Returns the part of the passage whose sides lie in `a` and `b`, if something equal does.
    pub fn part(&self, a: &Range<u32>, b: &Range<u32>) -> Option<Self> {
        let cut = |run: &Run| {
            let from = a.start.saturating_sub(run.a).max(b.start.saturating_sub(run.b));
            let to = run.a_end().saturating_sub(a.end).max(run.b_end().saturating_sub(b.end));
            let length = run.length.checked_sub(from + to).filter(|&length| length > 0)?;
            Some(Run { a: run.a + from, b: run.b + from, length })
        };
        // Only the runs that reach into `a`, or the many places of one passage cost the square.
        let from = self.runs.partition_point(|run| run.a_end() <= a.start);
        let to = self.runs.partition_point(|run| run.a < a.end);
        let reach = self.runs.get(from..to)?;
        let mut runs = Vec::with_capacity(reach.len());
        runs.extend(reach.iter().filter_map(cut));
        let (first, last) = (*runs.first()?, *runs.last()?);
        Some(Self { a: first.a..last.a_end(), b: first.b..last.b_end(), runs: runs.into() })
    }

    /// Returns the length of the longest run in words of the first text.
    pub fn longest_run_words(&self, a: &[Token]) -> u32 {
        // A run has no more words than tokens.
        let longer = |longest: u32, run: &Run| match run.length {
            length if length <= longest => longest,
            _ => longest.max(words(slice(a, &run.a_range()))),
        };
        self.runs.iter().fold(0, longer)
    }
}

/// Puts passages in the order of the second text.
pub(super) fn sort(passages: &mut [Passage]) {
    passages.sort_by_key(|p| (p.b.start, p.a.start, p.b.end));
}

/// Returns the tokens of a range.
pub(super) fn slice<'a>(tokens: &'a [Token], range: &Range<u32>) -> &'a [Token] {
    &tokens[range.start as usize..range.end as usize]
}

/// Finds passages; one a thread, for its memory.
#[derive(Debug, Default)]
pub(super) struct PassageFinder {
    finder: RunFinder,
    chainer: Chainer,
    chains: Chains,
    aligner: Aligner,
    runs: Vec<Run>,
    /// The runs between two points.
    between: Vec<Run>,
    /// The runs of a passage.
    filled: Vec<Run>,
    /// The tokens of both texts that lie in passages.
    told: [TokenSet; 2],
    /// The tokens by which passages may still be extended.
    allowance: usize,
}

impl PassageFinder {
    /// Makes `a` the first text of the comparisons that follow. Linear.
    pub(super) fn index(&mut self, a: &[Token]) {
        self.finder.index(a);
    }

    /// Returns the passages of the indexed text `a` and of `b`, in the order of `b`; those that have a run in `places` of
    /// `b`. A run of `least_words` is in one, unless each of its k-mers stands many times before it.
    ///
    /// Linear in both texts and in the area of the gaps inside of passages.
    pub(super) fn passages(
        &mut self,
        a: &[Token],
        (b, places): (&[Token], &[Range<u32>]),
        least_words: u32,
    ) -> Vec<Passage> {
        self.runs.clear();
        self.finder.shared_runs(a, b, places, &mut self.runs);
        let mut chains = std::mem::take(&mut self.chains);
        self.chainer.chains(&self.runs, Sides::Two, least_words, &mut chains);
        let promising = promising(&chains, a.len().min(b.len()), least_words);
        let mut passages = self.passages_of(promising, (a, b), Sides::Two, least_words);
        self.chains = chains;
        sort(&mut passages);
        passages.dedup_by(|later, earlier| later.a == earlier.a && later.b == earlier.b);
        passages
    }

    /// Returns the passages of a text with itself, the earlier place first, in order; of what stands in `places` (in order,
    /// apart from each other).
    ///
    /// Where a text stands several times in a row the two sides overlap.
    pub(super) fn own_passages(
        &mut self,
        tokens: &[Token],
        places: &[Range<u32>],
        least_words: u32,
    ) -> Vec<Passage> {
        let mut chains = std::mem::take(&mut self.chains);
        self.chainer.chains(&own_runs(tokens, places), Sides::Own, least_words, &mut chains);
        let mut passages =
            self.passages_of(chains.iter(), (tokens, tokens), Sides::Own, least_words);
        self.chains = chains;
        passages.sort_by_key(|p| (p.a.start, p.b.start, p.a.end));
        passages.dedup_by(|later, earlier| later.a == earlier.a && later.b == earlier.b);
        passages
    }

    /// A chain whose tokens lie in better passages on both sides says nothing new: in a text of few different words every
    /// place is like many others.
    fn passages_of<'a>(
        &mut self,
        chains: impl Iterator<Item = &'a [Run]>,
        (a, b): (&[Token], &[Token]),
        sides: Sides,
        least_words: u32,
    ) -> Vec<Passage> {
        let is_long = |chain: &[Run]| chain.iter().any(|run| run.length >= least_words);
        let least_words = LEAST_WORDS.min(least_words);
        let mut copies: Vec<Passage> = Vec::new();
        self.allowance = EXTENDED * (a.len() + b.len());
        for (told, text) in self.told.iter_mut().zip([a, b]) {
            told.clear(text.len());
        }
        for chain in chains {
            let (from, to) = (chain[0], chain[chain.len() - 1]);
            let [in_a, in_b] = &self.told;
            let is_told = in_a.hold(from.a..to.a_end()) && in_b.hold(from.b..to.b_end());
            // What would go on into a form is no passage for want of allowance.
            let is_cut = self.allowance == 0 && !is_long(chain);
            if is_told || is_cut {
                continue;
            }
            let before = copies.len();
            if let Some(passage) = self.passage(chain, (a, b), sides, least_words) {
                keep_copies(passage, (a, b), least_words, &mut copies);
            }
            for copy in &copies[before..] {
                self.told[0].add(copy.a.clone());
                self.told[1].add(copy.b.clone());
            }
        }
        copies
    }

    /// Returns the passage that a chain is the skeleton of, if it has `least_words`.
    fn passage(
        &mut self,
        chain: &[Run],
        (a, b): (&[Token], &[Token]),
        sides: Sides,
        least_words: u32,
    ) -> Option<Passage> {
        let (first, last) = (chain.first()?, chain.last()?);
        let (before, behind) = match sides {
            Sides::Two => {
                let allowance = &mut self.allowance;
                (before(first, (a, b), allowance), behind(last, (a, b), allowance))
            }
            // What stands beside a place of one text may be a repeat itself.
            Sides::Own => (Vec::new(), Vec::new()),
        };
        let start = before.last().copied().unwrap_or((first.a, first.b));
        let end = behind.last().copied().unwrap_or((last.a_end(), last.b_end()));
        if words(slice(a, &(start.0..end.0))) < least_words {
            return None;
        }
        let mut runs = std::mem::take(&mut self.filled);
        runs.clear();
        let mut at = start;
        for step in before.iter().rev().skip(1) {
            self.fill(at, *step, (a, b), &mut runs);
            at = *step;
        }
        for run in chain {
            self.fill(at, (run.a, run.b), (a, b), &mut runs);
            push_joined(&mut runs, *run);
            at = (run.a_end(), run.b_end());
        }
        for step in behind {
            self.fill(at, step, (a, b), &mut runs);
            at = step;
        }
        let passage =
            Passage { a: start.0..end.0, b: start.1..end.1, runs: runs.as_slice().into() };
        self.filled = runs;
        Some(passage)
    }

    /// Aligns what lies between two points of both texts.
    fn fill(
        &mut self,
        from: (u32, u32),
        to: (u32, u32),
        texts: (&[Token], &[Token]),
        runs: &mut Vec<Run>,
    ) {
        let a = slice(texts.0, &(from.0..to.0));
        let b = slice(texts.1, &(from.1..to.1));
        self.between.clear();
        self.aligner.align(a, b, from, &mut self.between);
        for run in &self.between {
            push_joined(runs, *run);
        }
    }
}

/// Returns the points to which the passage goes on before its first run, the nearest first.
fn before(run: &Run, (a, b): (&[Token], &[Token]), allowance: &mut usize) -> Vec<(u32, u32)> {
    let (a, b) = (&a[..run.a as usize], &b[..run.b as usize]);
    let steps = extend(a, b, Direction::Backward, allowance);
    steps.into_iter().map(|(x, y)| (run.a - x as u32, run.b - y as u32)).collect()
}

/// Returns the points to which the passage goes on behind its last run, the nearest first.
fn behind(run: &Run, (a, b): (&[Token], &[Token]), allowance: &mut usize) -> Vec<(u32, u32)> {
    let (a, b) = (&a[run.a_end() as usize..], &b[run.b_end() as usize..]);
    let steps = extend(a, b, Direction::Forward, allowance);
    steps.into_iter().map(|(x, y)| (run.a_end() + x as u32, run.b_end() + y as u32)).collect()
}

/// Equal tokens in the runs of a chain that may become a passage to be told by itself: of 25 equal
/// words with every sixth one changed between them, so many stand in runs of three. Where the shortest passage has
/// fewer words, those.
const ENOUGH: u32 = 10;
/// Share of the shorter text that the chains must span for the text to be a copy as a whole; they
/// are extended at their ends later.
const SPANNED: f64 = 0.25;

/// Returns the chains that can be told by themselves, or all where they may add up to a copy of a whole text.
fn promising(chains: &Chains, shorter: usize, least_words: u32) -> impl Iterator<Item = &[Run]> {
    let span = |chain: &[Run]| chain[chain.len() - 1].a_end() - chain[0].a;
    let spanned: u32 = chains.iter().map(span).sum();
    let of_a_copy = f64::from(spanned) >= SPANNED * shorter as f64;
    let enough = if of_a_copy { 0 } else { ENOUGH.min(least_words) };
    let equal = |chain: &[Run]| chain.iter().map(|run| run.length).sum::<u32>();
    chains.iter().filter(move |chain| equal(chain) >= enough)
}

/// Appends a run, as one with the last run where it follows on both sides.
pub(super) fn push_joined(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.a_end() == run.a && last.b_end() == run.b => last.length += run.length,
        _ => runs.push(run),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compare::run::tests::tokens;

    /// The passages of two texts.
    pub(in crate::compare) fn passages_of(a: &[Token], b: &[Token]) -> Vec<Passage> {
        let mut finder = PassageFinder::default();
        finder.index(a);
        finder.passages(a, (b, std::slice::from_ref(&(0..b.len() as u32))), 25)
    }

    fn passages(a: &str, b: &str) -> Vec<Passage> {
        passages_of(&tokens(a), &tokens(b))
    }

    const TEXT: &str = "the council on thursday approved a long delayed flood barrier for the old \
        harbour after months of talks with the fishing fleet";

    /// Of characters two count as one word: the longest run in tokens is not the one in words.
    #[test]
    fn the_longest_run_is_that_of_the_most_words() {
        let text = tokens("one two three 一二三四五 four five six seven eight nine");
        for lengths in [&[3, 5, 4][..], &[5, 4, 3], &[4, 3, 5], &[1, 2], &[6], &[]] {
            let mut at = 0;
            let mut run = |length: &u32| {
                at += length;
                Run { a: at - length, b: at - length, length: *length }
            };
            let runs: Vec<Run> = lengths.iter().map(&mut run).collect();
            let expected = runs.iter().map(|run| words(slice(&text, &run.a_range()))).max();
            let passage = Passage { a: 0..at, b: 0..at, runs: runs.into() };
            assert_eq!(passage.longest_run_words(&text), expected.unwrap_or(0), "{lengths:?}");
        }
    }

    #[test]
    fn equal_texts_are_one_exact_passage() {
        let found = passages(TEXT, TEXT);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_exact());
        assert_eq!((found[0].identical(), found[0].edits()), (22, 0));
    }

    #[test]
    fn edits_are_counted_and_do_not_part_a_passage() {
        let edited =
            TEXT.replace("long delayed", "much delayed").replace("talks with", "bitter talks with");
        let found = passages(TEXT, &edited);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].identical(), found[0].edits()), (21, 2));
        assert_eq!((found[0].a.clone(), found[0].b.clone()), (0..22, 0..23));
    }

    /// Each place of a text of four different words is like many places of another one.
    #[test]
    fn texts_of_few_different_words_have_few_passages() {
        let text = |seed: u32| {
            let next =
                |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
            let states = std::iter::successors(Some(seed), next).skip(1).take(300);
            let word = |state: u32| ["win", "draw", "loss", "tie"][(state >> 28) as usize % 4];
            states.map(word).collect::<Vec<_>>().join(" ")
        };
        let found = passages(&text(1), &text(2)).len();
        assert!((1..30).contains(&found), "{found}");
    }

    #[test]
    fn other_text_around_is_left_out() {
        let found = passages(
            &format!("one two three {TEXT} four five"),
            &format!("six {TEXT} seven eight nine"),
        );
        assert_eq!((found[0].a.clone(), found[0].b.clone()), (3..25, 1..23));
    }

    #[test]
    fn texts_of_one_form_with_other_figures_share_fragments_only() {
        let a = "net profit at the paper maker rose 12 pct to 340 mln dlrs in the first quarter from 303 mln \
            a year ago on sales of 5200 mln as demand for newsprint grew";
        let b = "net loss at the dairy group was 7 pct lower at 118 mln dlrs in the second quarter from 126 mln \
            a year ago on sales of 960 mln while prices for cheese fell";
        assert!(passages(a, b).iter().all(|p| p.a.len() < 20), "{:?}", passages(a, b));
    }

    #[test]
    fn own_passages_name_the_earlier_place_first() {
        let text = tokens(&format!("head {TEXT} {TEXT} tail"));
        let all = 0..text.len() as u32;
        let found = PassageFinder::default().own_passages(&text, std::slice::from_ref(&all), 25);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].a.clone(), found[0].b.clone()), (1..23, 23..45));
    }
}
