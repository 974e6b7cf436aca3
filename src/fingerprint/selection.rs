//! The selected shingles of documents, kept small until all documents are known.

use crate::spill::{Pack, Stored};

use super::winnow::Selected;

/// The selected shingles of some documents: the lowest 32 bits of each fingerprint (its tag), and a bit for each
/// position.
///
/// Two different shingles of a million documents may have one tag; what is found by tags is looked at in
/// the tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selections {
    tags: Stored<u32>,
    positions: Stored<u64>,
    /// What lies behind each document's tags and words of positions.
    ends: Vec<(u32, u32)>,
}

impl Selections {
    /// Adds a document; the positions of its selected shingles increase.
    pub fn push(&mut self, selected: &[Selected]) {
        let from = self.positions.len();
        let length = selected.last().map_or(0, |last| last.position as usize + 1);
        let positions = self.positions.own();
        positions.resize(from + length.div_ceil(64), 0);
        for one in selected {
            positions[from + one.position as usize / 64] |= 1 << (one.position % 64);
        }
        // The lowest bits: winnowing selects fingerprints whose highest bits are small.
        self.tags.own().extend(selected.iter().map(|one| one.fingerprint as u32));
        self.ends.push((self.tags.len() as u32, self.positions.len() as u32));
    }

    /// Returns the bytes that the selections take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.tags.packed_bytes() + self.positions.packed_bytes()
    }

    /// Moves the selections into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.tags.pack(pack);
        self.positions.pack(pack);
    }

    /// Returns the number of documents.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the tags of a document, in the order of the positions.
    pub fn tags(&self, document: usize) -> &[u32] {
        &self.tags[self.start(document).0 as usize..self.ends[document].0 as usize]
    }

    /// Tells each tag of a document with its position, in order.
    pub fn for_each(&self, document: usize, mut tell: impl FnMut(u32, u32)) {
        let words = self.start(document).1 as usize..self.ends[document].1 as usize;
        let mut tags = self.tags(document).iter();
        for (&word, at) in self.positions[words].iter().zip(0..) {
            let mut rest = word;
            while rest != 0 {
                if let Some(&tag) = tags.next() {
                    tell(tag, at * 64 + rest.trailing_zeros());
                }
                rest &= rest - 1;
            }
        }
    }

    fn start(&self, document: usize) -> (u32, u32) {
        document.checked_sub(1).map_or((0, 0), |before| self.ends[before])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_keep_tags_and_positions() {
        let documents: [&[u32]; 3] = [&[0, 3, 63, 64, 66, 200], &[], &[1, 64]];
        let mut selections = Selections::default();
        for positions in documents {
            let selected = positions.iter().map(|&position| {
                let fingerprint = u64::MAX - u64::from(position);
                Selected { fingerprint, position }
            });
            selections.push(&selected.collect::<Vec<_>>());
        }
        assert_eq!(selections.len(), 3);
        for (at, positions) in documents.iter().enumerate() {
            let mut kept = Vec::new();
            selections.for_each(at, |tag, position| kept.push((tag, position)));
            let expected: Vec<_> = positions.iter().map(|at| (u32::MAX - at, *at)).collect();
            assert_eq!(kept, expected);
        }
    }
}
