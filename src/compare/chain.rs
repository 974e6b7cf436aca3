//! Runs of one pair in, chains out: runs in the same order on both sides, with bounded gaps.
//!
//! Chaining by dynamic programming over the runs in order, as in minimap2 (Li 2018, "Minimap2:
//! pairwise alignment for nucleotide sequences", section 2.1), with a bounded look back.

use super::align::WIDEST;
use super::run::Run;
use super::work;

/// Largest gap between two runs of a chain of two texts, in tokens of the longer side: two
/// sentences. A scan with every second word misread still has a run of three every forty words.
const LARGEST_GAP: u32 = 40;
const _: () = assert!(LARGEST_GAP as usize <= WIDEST);
/// The same within one text, where what stands between two runs may be a repeat itself.
const LARGEST_OWN_GAP: u32 = 12;
/// Largest difference of a gap's two sides: more is an insertion, and two passages.
const LARGEST_SHIFT: u32 = 16;
/// Runs before a run that may be its predecessor: ordinary pairs have fewer than five in reach.
const LOOK_BACK: usize = 50;
/// What a token in a run is worth, and what the gap before it costs a token (of the shorter side)
/// and a token of difference: a run of three bridges twenty tokens, not forty.
const RUN_TOKEN: i64 = 20;
const GAP_TOKEN: i64 = 3;
const SHIFT_TOKEN: i64 = 10;
/// Equal tokens that make a chain, unless the shortest passage has fewer words.
const LEAST_TOKENS: u32 = 6;

/// What the two sides of the runs are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// Two texts.
    Two,
    /// An earlier and a later place of one text.
    Own,
}

impl Sides {
    fn largest_gap(self) -> u32 {
        match self {
            Self::Two => LARGEST_GAP,
            Self::Own => LARGEST_OWN_GAP,
        }
    }
}

/// One step of the dynamic programme.
#[derive(Debug, Clone, Copy)]
struct Step {
    worth: i64,
    previous: Option<u32>,
    used: bool,
}

/// Chains of runs, in one list.
#[derive(Debug, Default)]
pub(super) struct Chains {
    runs: Vec<Run>,
    /// The run behind the last one of each chain.
    ends: Vec<usize>,
}

impl Chains {
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Run]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&start, &end)| &self.runs[start..end])
    }

    fn clear(&mut self) {
        self.runs.clear();
        self.ends.clear();
    }
}

/// Finds chains; one a thread, for its memory.
#[derive(Debug, Default)]
pub(super) struct Chainer {
    steps: Vec<Step>,
    /// Where the runs up to each one end in the first text, at most.
    ends: Vec<u32>,
    /// How much later each run stands in the second text.
    diagonals: Vec<i32>,
    /// The runs by what the chains that end with them are worth.
    best: Vec<u32>,
}

impl Chainer {
    /// Puts the chains into `chains`, best first, each run in at most one of them; `runs` sorted by `a`. A run of
    /// `least_words` is one by itself.
    ///
    /// The runs of a chain do not overlap: where two do, the later one lost its first tokens.
    pub(super) fn chains(
        &mut self,
        runs: &[Run],
        sides: Sides,
        least_words: u32,
        chains: &mut Chains,
    ) {
        chains.clear();
        let least_worth = i64::from(LEAST_TOKENS.min(least_words)) * RUN_TOKEN;
        self.link_all(runs, sides);
        let Self { steps, best, .. } = self;
        best.clear();
        best.extend((0..runs.len() as u32).filter(|&end| steps[end as usize].worth >= least_worth));
        best.sort_by_key(|&end| std::cmp::Reverse(steps[end as usize].worth));
        for &end in best.iter() {
            take_chain(runs, steps, (end, least_worth), chains);
        }
    }

    /// Gives each run the predecessor with which its chain is worth most.
    fn link_all(&mut self, runs: &[Run], sides: Sides) {
        let Self { steps, ends, diagonals, .. } = self;
        steps.clear();
        ends.clear();
        diagonals.clear();
        let mut in_reach = 0;
        for (at, &run) in runs.iter().enumerate() {
            // What ends too early for this run does so for those behind it.
            while in_reach < at && ends[in_reach] + sides.largest_gap() < run.a {
                in_reach += 1;
            }
            let from = in_reach.max(at.saturating_sub(LOOK_BACK));
            work::count(at - from);
            let mut step =
                Step { worth: i64::from(run.length) * RUN_TOKEN, previous: None, used: false };
            // Most runs in reach of each other lie on other diagonals.
            let is_near = |other: &i32| other.abs_diff(diagonal(run)) <= LARGEST_SHIFT;
            let before = (from..at).zip(&diagonals[from..at]).rev();
            for (place, _) in before.filter(|(_, other)| is_near(other)) {
                if let Some(gain) = link(runs[place], run, sides) {
                    let worth = steps[place].worth + gain;
                    if worth > step.worth {
                        step = Step { worth, previous: Some(place as u32), used: false };
                    }
                }
            }
            steps.push(step);
            ends.push(run.a_end().max(ends.last().copied().unwrap_or(0)));
            diagonals.push(diagonal(run));
        }
    }
}

/// What `run` adds to a chain that ends with `before`, on a diagonal that is near; `None` where it cannot follow.
fn link(before: Run, run: Run, sides: Sides) -> Option<i64> {
    let shift = diagonal(before).abs_diff(diagonal(run));
    if run.a <= before.a || run.b <= before.b {
        return None;
    }
    // In p p q q the second p stands in the gap between the first p and the first q.
    let around = before.a_end().max(before.b) < run.a.min(before.b_end());
    if sides == Sides::Own && around {
        return None;
    }
    if sides == Sides::Own && !is_one_period(before, run) {
        return None;
    }
    let overlap = overlap(before, run);
    if overlap >= run.length {
        return None;
    }
    let gap_a = (run.a + overlap) - before.a_end();
    let gap_b = (run.b + overlap) - before.b_end();
    if gap_a.max(gap_b) > sides.largest_gap() {
        return None;
    }
    let cost = i64::from(gap_a.min(gap_b)) * GAP_TOKEN + i64::from(shift) * SHIFT_TOKEN;
    Some(i64::from(run.length - overlap) * RUN_TOKEN - cost)
}

/// How much later a run stands in the second text.
fn diagonal(run: Run) -> i32 {
    run.b.wrapping_sub(run.a) as i32
}

/// Share of the distance between two places by which the next distance may differ where a text
/// stands three times: copies differ by an edit, not by a sentence.
const PERIOD_SHIFT: f64 = 0.125;

/// Whether a run whose earlier place is the later place of the run before goes on as that one did.
fn is_one_period(before: Run, run: Run) -> bool {
    let follows = run.a < before.b_end() && before.b < run.a_end();
    let (here, there) = (run.b - run.a, before.b - before.a);
    !follows || f64::from(here.abs_diff(there)) <= PERIOD_SHIFT * f64::from(there)
}

/// Tokens of `run` that lie before the end of `before` on some side.
fn overlap(before: Run, run: Run) -> u32 {
    let a = before.a_end().saturating_sub(run.a);
    a.max(before.b_end().saturating_sub(run.b))
}

/// Takes the unused part of the chain that ends with run `end`, if it is worth enough.
fn take_chain(
    runs: &[Run],
    steps: &mut [Step],
    (end, least_worth): (u32, i64),
    chains: &mut Chains,
) {
    let from = chains.runs.len();
    let mut next = Some(end);
    let mut worth = steps[end as usize].worth;
    while let Some(at) = next {
        let step = &mut steps[at as usize];
        if step.used {
            worth -= step.worth;
            break;
        }
        step.used = true;
        chains.runs.push(runs[at as usize]);
        next = step.previous;
    }
    let members = &mut chains.runs[from..];
    if members.is_empty() || worth < least_worth {
        chains.runs.truncate(from);
        return;
    }
    members.reverse();
    for at in 1..members.len() {
        // Less than the run: it would not follow otherwise.
        let cut = overlap(members[at - 1], members[at]);
        members[at].a += cut;
        members[at].b += cut;
        members[at].length -= cut;
    }
    chains.ends.push(chains.runs.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(a: u32, b: u32, length: u32) -> Run {
        Run { a, b, length }
    }

    fn chains(runs: &[Run], sides: Sides, least_words: u32) -> Vec<Vec<Run>> {
        let mut chains = Chains::default();
        Chainer::default().chains(runs, sides, least_words, &mut chains);
        chains.iter().map(<[Run]>::to_vec).collect()
    }

    #[test]
    fn runs_in_order_make_one_chain() {
        let runs = [run(0, 10, 8), run(9, 19, 12), run(23, 34, 5)];
        assert_eq!(chains(&runs, Sides::Two, 25), [runs.to_vec()]);
    }

    #[test]
    fn a_moved_paragraph_makes_a_chain_of_its_own() {
        let runs = [run(0, 100, 30), run(40, 0, 30)];
        assert_eq!(chains(&runs, Sides::Two, 25).len(), 2);
    }

    #[test]
    fn a_long_gap_parts_two_chains() {
        assert_eq!(chains(&[run(0, 0, 20), run(80, 80, 20)], Sides::Two, 25).len(), 2);
        assert_eq!(chains(&[run(0, 0, 20), run(50, 20, 20)], Sides::Two, 25).len(), 2);
        assert_eq!(chains(&[run(0, 0, 20), run(25, 20, 20)], Sides::Two, 25).len(), 1);
    }

    #[test]
    fn overlapping_runs_are_cut() {
        assert_eq!(
            chains(&[run(0, 0, 10), run(12, 9, 10)], Sides::Two, 25),
            [[run(0, 0, 10), run(13, 10, 9)]]
        );
    }

    #[test]
    fn a_few_common_words_make_no_chain() {
        assert!(chains(&[run(0, 50, 3)], Sides::Two, 25).is_empty());
        assert!(chains(&[run(0, 50, 3), run(40, 90, 3)], Sides::Two, 25).is_empty());
    }

    #[test]
    fn a_run_of_the_shortest_passage_is_a_chain() {
        assert_eq!(chains(&[run(0, 50, 5)], Sides::Two, 5), [[run(0, 50, 5)]]);
    }
}
