//! A repeat in, whose further places each align with some earlier place, the same aligned with its anchor out: every member
//! of a group is told as what it is beside the anchor.

use std::cmp::Reverse;
use std::ops::Range;

use crate::fingerprint::Token;

use super::passage::{Passage, PassageFinder, push_joined, slice, sort};
use super::repeat::{Again, Repeat};
use super::run::Run;

/// Places before one that may be the earlier place that it aligns with: places are in order, and seldom overlap.
const LOOK_BACK: usize = 32;

/// Aligns with the anchor each further place that aligns with another one; places are in order.
///
/// What is an exact copy of an earlier place aligns as that one does. The others are compared with the anchor: linear in
/// both. Where neither finds anything equal a place stays as it is.
pub(super) fn align_with_anchor(
    group: &mut Repeat,
    tokens: &[Token],
    finder: &mut PassageFinder,
    least_words: u32,
) {
    let anchor = group.anchor.clone();
    let is_beside = |copy: &Again| copy.passages.iter().all(|p| meet(&p.a, &anchor));
    let mut is_indexed = false;
    for at in 1..group.copies.len() {
        let (before, rest) = group.copies.split_at_mut(at);
        let copy = &mut rest[0];
        let [beside] = &copy.passages[..] else { continue };
        if meet(&beside.a, &anchor) {
            continue;
        }
        let of_earlier = before.iter().rev().take(LOOK_BACK);
        let earlier =
            of_earlier.filter(|one| is_beside(one)).find(|one| meet(&one.range, &beside.a));
        let by_way = earlier.map_or_else(Vec::new, |one| {
            one.passages.iter().filter_map(|passage| through(passage, beside)).collect()
        });
        let is_same = beside.is_exact() && earlier.is_some_and(|one| holds(&one.range, &beside.a));
        if is_same && !by_way.is_empty() {
            copy.passages = by_way;
            continue;
        }
        if !is_indexed {
            finder.index(slice(tokens, &anchor));
            is_indexed = true;
        }
        let place = 0..copy.range.len() as u32;
        let texts = (slice(tokens, &anchor), slice(tokens, &copy.range));
        let found = finder.passages(texts.0, (texts.1, &[place]), least_words);
        let found = apart(found, (anchor.start, copy.range.start));
        let best = if equal(&found) >= equal(&by_way) { found } else { by_way };
        if !best.is_empty() {
            copy.passages = best;
        }
    }
}

fn meet(x: &Range<u32>, y: &Range<u32>) -> bool {
    x.start < y.end && y.start < x.end
}

fn holds(outer: &Range<u32>, inner: &Range<u32>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Returns the equal tokens of some passages.
fn equal(passages: &[Passage]) -> u32 {
    passages.iter().map(Passage::identical).sum()
}

/// Returns how a first text aligns with a third one, from how both align with a second one; none where nothing is equal.
fn through(first: &Passage, then: &Passage) -> Option<Passage> {
    let mut runs = Vec::with_capacity(first.runs.len());
    let (mut x, mut y) = (0, 0);
    while let (Some(one), Some(next)) = (first.runs.get(x), then.runs.get(y)) {
        let (from, to) = (one.b.max(next.a), one.b_end().min(next.a_end()));
        if from < to {
            let (a, b) = (one.a + (from - one.b), next.b + (from - next.a));
            push_joined(&mut runs, Run { a, b, length: to - from });
        }
        if one.b_end() <= next.a_end() { x += 1 } else { y += 1 }
    }
    let (from, to) = (*runs.first()?, *runs.last()?);
    Some(Passage { a: from.a..to.a_end(), b: from.b..to.b_end(), runs: runs.into() })
}

/// Returns those passages of two places that lie apart from each other in both, the largest first asked, as passages of the
/// text whose places begin at `starts`.
fn apart(mut passages: Vec<Passage>, (a, b): (u32, u32)) -> Vec<Passage> {
    passages.sort_by_key(|passage| Reverse(passage.identical()));
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    for Passage { a: in_a, b: in_b, runs } in passages {
        let move_run = |run: &Run| Run { a: run.a + a, b: run.b + b, length: run.length };
        let passage = Passage {
            a: in_a.start + a..in_a.end + a,
            b: in_b.start + b..in_b.end + b,
            runs: runs.iter().map(move_run).collect(),
        };
        if !kept.iter().any(|one| meet(&one.a, &passage.a) || meet(&one.b, &passage.b)) {
            kept.push(passage);
        }
    }
    sort(&mut kept);
    kept
}
