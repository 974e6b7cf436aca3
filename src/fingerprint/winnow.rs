//! Shingle fingerprints in, selected ones with positions out: robust winnowing (Schleimer,
//! Wilkerson and Aiken 2003, "Winnowing: local algorithms for document fingerprinting", section 3).
//!
//! Of every `w` shingles in a row the least is selected, the rightmost of equals unless the
//! selected one is still in sight. Two texts that share `k + w − 1` tokens in a row therefore share
//! a selected shingle; of random text `2 / (w + 1)` of all shingles are selected.

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

/// Shingles of the usual window.
pub(super) const USUAL: usize = 4;

/// Does the same for windows of [`USUAL`] shingles: writes the selected ones to the begin of `out`, which has room for all
/// shingles, and returns their number.
///
/// Whether a shingle is selected is as good as random, and a processor that guesses it wrong loses more time than all of this
/// takes: of 37 million words 80 ms of 220.
pub(super) fn winnow_usual(
    shingles: impl Iterator<Item = ShingleFingerprint>,
    out: &mut [Selected],
) -> usize {
    let selected = |(fingerprint, position)| Selected { fingerprint, position };
    let mut shingles = shingles.zip(0..).map(selected);
    let Some(mut before) = shingles.next() else { return 0 };
    let mut least = before;
    // The lesser one of the last two shingles, and of the two before the last and it.
    let mut pairs = [before; 2];
    for next in shingles.by_ref().take(USUAL - 1) {
        pairs = [pairs[1], lesser(before, next)];
        least = lesser(least, next);
        before = next;
    }
    out[0] = least;
    let mut count = 1;
    shingles.for_each(|next| {
        let pair = lesser(before, next);
        let of_window = lesser(pairs[0], pair);
        let is_out_of_sight = least.position + USUAL as u32 <= next.position;
        let is_less = of_window.fingerprint < least.fingerprint;
        let is_selected = is_out_of_sight | is_less;
        least = if is_selected { of_window } else { least };
        out[count] = least;
        count += usize::from(is_selected);
        (before, pairs) = (next, [pairs[1], pair]);
    });
    count
}

/// Returns the lesser one of two shingles, of equals the right one.
#[inline]
fn lesser(left: Selected, right: Selected) -> Selected {
    if right.fingerprint <= left.fingerprint { right } else { left }
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
        fn the_usual_window_is_as_any_other(hashes in prop::collection::vec(0..20_u64, 0..100)) {
            let mut expected = Vec::new();
            winnow(&hashes, USUAL, |s| expected.push(s));
            let mut out = vec![Selected::default(); hashes.len()];
            let count = winnow_usual(hashes.iter().copied(), &mut out);
            prop_assert_eq!(&out[..count], expected);
        }

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
