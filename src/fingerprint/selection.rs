//! The selected shingles of one document, kept small until all documents are known.

use super::winnow::Selected;

/// Selected shingles: the lowest 32 bits of each fingerprint (its tag), and a bit for each position.
///
/// Two different shingles of a million documents may have one tag; what is found by tags is looked at in
/// the tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    tags: Box<[u32]>,
    positions: Box<[u64]>,
}

impl Selection {
    /// Returns the selection of shingles whose positions increase.
    pub fn of(selected: &[Selected]) -> Self {
        let end = selected.last().map_or(0, |last| last.position as usize + 1);
        let mut positions = vec![0; end.div_ceil(64)];
        for one in selected {
            positions[one.position as usize / 64] |= 1 << (one.position % 64);
        }
        // The lowest bits: winnowing selects fingerprints whose highest bits are small.
        let tags = selected.iter().map(|one| one.fingerprint as u32).collect();
        Self { tags, positions: positions.into() }
    }

    /// Returns the tags, in the order of the positions.
    pub fn tags(&self) -> &[u32] {
        &self.tags
    }

    /// Returns each tag with its position, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        let positions = self.positions.iter().zip(0..).flat_map(|(&word, at)| {
            let rest = std::iter::successors(Some(word), |rest| Some(rest & (rest - 1)));
            rest.take_while(|rest| *rest != 0).map(move |rest| at * 64 + rest.trailing_zeros())
        });
        self.tags.iter().copied().zip(positions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_keeps_tags_and_positions() {
        let positions = [0, 3, 63, 64, 66, 200];
        let selected =
            positions.map(|at| Selected { fingerprint: u64::MAX - u64::from(at), position: at });
        let kept: Vec<_> = Selection::of(&selected).iter().collect();
        assert_eq!(kept, positions.map(|at| (u32::MAX - at, at)));
        assert_eq!(Selection::of(&[]).iter().count(), 0);
    }
}
