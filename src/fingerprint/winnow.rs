//! Tokens in, those of their shingles that are selected out, with positions: a sample, and winnowing where it has a hole.
//!
//! One shingle in so many is selected by its own fingerprint (Manber 1994, "Finding similar files in a large file system",
//! section 2): whatever stands round it, so that of what an edit leaves of a text nothing is selected in one copy and not in
//! the other. Where `w` shingles in a row have none, the least of them is selected, the rightmost of equals unless the
//! selected one is still in sight: robust winnowing (Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for
//! document fingerprinting", section 3). Two texts that share `k + w − 1` tokens in a row therefore share a selected
//! shingle.

use super::FingerprintOptions;
use super::shingle::{Rolled, ShingleFingerprint, Shingles, mixed};
use super::token::{Token, has_characters};

/// A selected shingle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// Shingles that are looked at at a time: their fingerprints stay in a core's own cache.
const AT_ONCE: usize = 1 << 12;

/// Selects shingles of one text after the other; kept for its memory.
#[derive(Debug, Default)]
pub(crate) struct Sieve {
    /// The fingerprints behind the last sampled one, and behind them what is none.
    fingerprints: Vec<ShingleFingerprint>,
    /// How many they are.
    open: usize,
    /// Where the sampled ones stand among them.
    sampled: Vec<u32>,
}

impl Sieve {
    /// Writes the selected shingles of a text to `selected`, positions strictly increasing, and returns whether there are
    /// characters of a script without spaces in it. Linear in its tokens.
    ///
    /// A text of fewer shingles than a window has one selected at least, if it has any.
    pub(crate) fn select_of(
        &mut self,
        tokens: &[Token],
        options: FingerprintOptions,
        selected: &mut Vec<Selected>,
    ) -> bool {
        let (shingle, has_characters) = (options.shingle, has_characters(tokens));
        let how = options.sieve(has_characters);
        if has_characters {
            self.select(mixed(tokens, shingle), how, selected);
        } else {
            self.select(Rolled::new(tokens, shingle.k as usize), how, selected);
        }
        has_characters
    }

    /// Writes the selected ones of a text's shingles to `selected`, positions strictly increasing: one of `sampling` by its
    /// own fingerprint, and of `window` in a row one at least, or of all. Linear.
    fn select(
        &mut self,
        mut shingles: impl Shingles,
        (sampling, window): (u32, u32),
        selected: &mut Vec<Selected>,
    ) {
        selected.clear();
        self.open = 0;
        let mut first = 0;
        loop {
            let (count, is_last) = self.look(&mut shingles, sampling);
            let mut next = 0;
            for &at in &self.sampled[..count] {
                let hole = &self.fingerprints[next..at as usize];
                if hole.len() >= window as usize {
                    fill(hole, first + next as u32, window, selected);
                }
                let fingerprint = self.fingerprints[at as usize];
                selected.push(Selected { fingerprint, position: first + at });
                next = at as usize + 1;
            }
            self.fingerprints.copy_within(next..self.open, 0);
            self.open -= next;
            first += next as u32;
            if is_last {
                break;
            }
        }
        if self.open >= window as usize || selected.is_empty() {
            fill(&self.fingerprints[..self.open], first, window, selected);
        }
    }

    /// Takes some more fingerprints; returns how many of them are sampled, and whether they are the last ones.
    ///
    /// Whether a shingle is sampled is as good as random, and a processor that guesses it wrong loses more time than all of
    /// this takes: there is no branch.
    fn look(&mut self, shingles: &mut impl Shingles, sampling: u32) -> (usize, bool) {
        let most = ShingleFingerprint::MAX / u64::from(sampling);
        let (open, room) = (self.open, shingles.most().min(AT_ONCE));
        self.fingerprints.resize(self.fingerprints.len().max(open + room), 0);
        self.sampled.resize(self.sampled.len().max(room), 0);
        let some = shingles.write(&mut self.fingerprints[open..open + room]);
        self.open += some;
        let sampled = &mut self.sampled[..room];
        let mut count = 0;
        for (at, fingerprint) in (open as u32..).zip(&self.fingerprints[open..open + some]) {
            sampled[count] = at;
            count += usize::from(*fingerprint <= most);
        }
        (count, some < AT_ONCE)
    }
}

/// Selects the least one of each window of a hole in the sample, which begins with the shingle `first`.
fn fill(hole: &[ShingleFingerprint], first: u32, window: u32, selected: &mut Vec<Selected>) {
    winnow(hole, window as usize, |one| {
        selected.push(Selected { position: first + one.position, ..one });
    });
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

    #[test]
    fn a_long_text_is_selected_from_as_a_short_one() {
        let hash = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n << 40;
        for (sampling, holes) in [(2, 0), (7, 1), (3 * AT_ONCE as u32, AT_ONCE)] {
            let all: Vec<u64> = (0..3 * AT_ONCE as u64 + 17).map(hash).collect();
            let is_sampled = |at: usize| all[at] <= u64::MAX / u64::from(sampling);
            let mut expected = Vec::new();
            let (mut next, mut longest) = (0, 0);
            for at in (0..=all.len()).filter(|at| *at == all.len() || is_sampled(*at)) {
                if at - next >= 8 {
                    fill(&all[next..at], next as u32, 8, &mut expected);
                }
                expected.extend(
                    all.get(at).map(|&fingerprint| Selected { fingerprint, position: at as u32 }),
                );
                longest = longest.max(at - next);
                next = at + 1;
            }
            let mut selected = vec![Selected::default()];
            Sieve::default().select(all.iter().copied(), (sampling, 8), &mut selected);
            assert_eq!(selected, expected);
            assert!(longest >= holes, "{longest}");
        }
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
