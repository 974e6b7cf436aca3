//! Shingle fingerprints in, selected ones with positions out: a sample, and winnowing where it has a hole.
//!
//! One shingle in so many is selected by its own fingerprint (Manber 1994, "Finding similar files in a large file system",
//! section 2): whatever stands round it, so that of what an edit leaves of a text nothing is selected in one copy and not in
//! the other. Where `w` shingles in a row have none, the least of them is selected, the rightmost of equals unless the
//! selected one is still in sight: robust winnowing (Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for
//! document fingerprinting", section 3). Two texts that share `k + w − 1` tokens in a row therefore share a selected
//! shingle.

use std::ops::Range;

use zerocopy::FromZeros;

use super::shingle::ShingleFingerprint;

/// A selected shingle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, FromZeros)]
pub struct Selected {
    /// The shingle's fingerprint.
    pub fingerprint: ShingleFingerprint,
    /// The position of its first token.
    pub position: u32,
}

/// Calls `select` with each selected shingle, positions strictly increasing.
///
/// A text of fewer than `w` shingles has its least one selected. Linear in the shingles for
/// ordinary text; a new minimum is searched only when the old one leaves the window.
pub(super) fn winnow(shingles: &[ShingleFingerprint], w: usize, mut select: impl FnMut(Selected)) {
    let w = w.clamp(1, shingles.len().max(1));
    let Some(mut least) = shingles.get(..w).and_then(rightmost_least) else { return };
    let mut emit = |least: Selected| {
        select(least);
        least
    };
    emit(least);
    for (entering, &fingerprint) in shingles.iter().enumerate().skip(w) {
        if fingerprint < least.fingerprint {
            least = emit(Selected { fingerprint, position: entering as u32 });
        } else if least.position as usize + w <= entering {
            let start = entering + 1 - w;
            let Some(next) = rightmost_least(&shingles[start..=entering]) else { return };
            least = emit(Selected { position: start as u32 + next.position, ..next });
        }
    }
}

/// Returns whether a shingle is selected whatever stands round it: one in so many is.
#[inline]
pub(crate) fn is_sampled(fingerprint: ShingleFingerprint, sampling: u32) -> bool {
    fingerprint <= ShingleFingerprint::MAX / u64::from(sampling)
}

/// Writes the sampled shingles to the begin of `out`, which has room for all; returns their number, and that of all.
///
/// Whether a shingle is one is as good as random, and a processor that guesses it wrong loses more time than all of this
/// takes: there is no branch.
pub(super) fn sample(
    shingles: impl Iterator<Item = ShingleFingerprint>,
    sampling: u32,
    out: &mut [Selected],
) -> (usize, u32) {
    let (mut count, mut position) = (0, 0);
    shingles.for_each(|fingerprint| {
        out[count] = Selected { fingerprint, position };
        count += usize::from(is_sampled(fingerprint, sampling));
        position += 1;
    });
    (count, position)
}

/// Tells the shingles between sampled ones, of so many, where there are `w` in a row or where none is sampled at all; each
/// with the number of sampled ones before it.
pub(super) fn holes(
    sampled: &[Selected],
    all: u32,
    w: u32,
    mut tell: impl FnMut(usize, Range<u32>),
) {
    let mut next = 0;
    for (at, one) in sampled.iter().enumerate() {
        if one.position - next >= w {
            tell(at, next..one.position);
        }
        next = one.position + 1;
    }
    if all - next >= w || sampled.is_empty() {
        tell(sampled.len(), next..all);
    }
}

fn rightmost_least(window: &[ShingleFingerprint]) -> Option<Selected> {
    let selected = |(&fingerprint, position)| Selected { fingerprint, position };
    window
        .iter()
        .zip(0..)
        .map(selected)
        .reduce(|least, next| if next.fingerprint <= least.fingerprint { next } else { least })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn positions(shingles: &[u64], w: usize) -> Vec<u32> {
        let mut out = Vec::new();
        winnow(shingles, w, |s| out.push(s.position));
        out
    }

    #[test]
    fn the_example_of_the_paper() {
        // Schleimer et al. 2003, figure 2: "A do run run run, a do run run", windows of 4.
        let hashes = [77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98];
        let selected: Vec<_> = positions(&hashes, 4).iter().map(|&p| hashes[p as usize]).collect();
        assert_eq!(selected, [17, 17, 8, 39, 17]);
    }

    #[test]
    fn a_text_shorter_than_the_window_has_one() {
        assert_eq!(positions(&[3, 2], 4), [1]);
        assert!(positions(&[], 4).is_empty());
    }

    #[test]
    fn a_line_of_equals_is_selected_once_a_window() {
        assert_eq!(positions(&[5; 12], 4), [3, 7, 11]);
    }

    proptest! {
        #[test]
        fn every_window_holds_a_selected_shingle(hashes in prop::collection::vec(0..50_u64, 1..200), w in 1..12_usize) {
            let selected = positions(&hashes, w);
            prop_assert!(selected.windows(2).all(|p| p[0] < p[1]));
            for start in 0..=hashes.len().saturating_sub(w) {
                let end = (start + w).min(hashes.len());
                prop_assert!(selected.iter().any(|&p| (start..end).contains(&(p as usize))));
            }
        }

        #[test]
        fn a_shared_run_shares_a_selected_shingle(
            run in prop::collection::vec(any::<u64>(), 12),
            before in prop::collection::vec(any::<u64>(), 0..20),
            after in prop::collection::vec(any::<u64>(), 0..20),
            w in 1..12_usize,
        ) {
            let there = [before.clone(), run.clone(), after].concat();
            let here = positions(&run, w);
            let other = positions(&there, w);
            let shift = before.len() as u32;
            prop_assert!(here.iter().any(|p| other.contains(&(p + shift))));
        }
    }
}
