//! The selected shingles of documents, kept small and in parts until all documents are known.

use crate::spill::{Pack, Stored};

use super::winnow::Selected;

/// Parts of the selected shingles, by the lowest byte of the tag.
pub const PARTS: usize = 1 << u8::BITS;

/// Collects the selected shingles of one document after the other.
#[derive(Debug, Default)]
pub struct Selector {
    tags: Vec<u32>,
    positions: Vec<u64>,
    ends: Vec<(u32, u32)>,
}

/// The selected shingles of some documents: the lowest 32 bits of each fingerprint (its tag), and a bit for each
/// position. The tags stand in parts, so that what is asked of one part of all documents is read in a row.
///
/// Two different shingles of a million documents may have one tag; what is found by tags is looked at in
/// the tokens.
#[derive(Debug, Clone)]
pub struct Selections {
    /// Part by part; in a part in the order of documents and positions.
    tags: Stored<u32>,
    /// The tag behind the last one of each part.
    part_ends: Box<[u32]>,
    /// The part of each tag, in the order of documents and positions.
    parts: Stored<u8>,
    positions: Stored<u64>,
    /// What lies behind each document's tags and words of positions.
    ends: Vec<(u32, u32)>,
}

/// Where a selected shingle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its document, by the number among these.
    pub document: usize,
    /// Its first token.
    pub position: u32,
    /// Its part.
    pub part: usize,
    /// The number of its tag in the part.
    pub at: usize,
}

fn part(tag: u32) -> u8 {
    tag as u8
}

impl Selector {
    /// Adds a document; the positions of its selected shingles increase.
    pub fn push(&mut self, selected: &[Selected]) {
        let from = self.positions.len();
        let length = selected.last().map_or(0, |last| last.position as usize + 1);
        self.positions.resize(from + length.div_ceil(64), 0);
        for one in selected {
            self.positions[from + one.position as usize / 64] |= 1 << (one.position % 64);
        }
        // The lowest bits: winnowing selects fingerprints whose highest bits are small.
        self.tags.extend(selected.iter().map(|one| one.fingerprint as u32));
        self.ends.push((self.tags.len() as u32, self.positions.len() as u32));
    }

    /// Returns the selected shingles of all documents that were added.
    pub fn finish(self) -> Selections {
        let parts: Vec<u8> = self.tags.iter().map(|tag| part(*tag)).collect();
        let mut next = vec![0; PARTS];
        for part in &parts {
            next[usize::from(*part)] += 1;
        }
        let mut from = 0;
        for place in &mut next {
            from += std::mem::replace(place, from);
        }
        let mut tags = vec![0; self.tags.len()];
        for (tag, part) in self.tags.iter().zip(&parts) {
            let place = &mut next[usize::from(*part)];
            tags[*place as usize] = *tag;
            *place += 1;
        }
        Selections {
            tags: tags.into(),
            part_ends: next.into(),
            parts: parts.into(),
            positions: self.positions.into(),
            ends: self.ends,
        }
    }
}

impl Selections {
    /// Returns the bytes that the selections take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.tags.packed_bytes() + self.parts.packed_bytes() + self.positions.packed_bytes()
    }

    /// Moves the selections into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.tags.pack(pack);
        self.parts.pack(pack);
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

    /// Returns the tags of a part, in the order of documents and positions.
    pub fn part(&self, part: usize) -> &[u32] {
        let start = part.checked_sub(1).map_or(0, |before| self.part_ends[before]);
        &self.tags[start as usize..self.part_ends[part] as usize]
    }

    /// Tells the place of each selected shingle that is `wanted`, by its part and the number of its tag in the part; both
    /// in the order of documents and positions.
    pub fn for_each_where(
        &self,
        mut wanted: impl FnMut(usize, usize) -> bool,
        mut tell: impl FnMut(Place),
    ) {
        let mut positions = Positions::of(self);
        let mut told = [0; PARTS];
        let (mut ats, mut next) = ([0; WORD], 0);
        for (parts, first) in self.parts.chunks(WORD).zip((0..).step_by(WORD)) {
            // Without a branch each: whether one is wanted cannot be foreseen.
            let mut bits = 0_u64;
            for (n, part) in parts.iter().map(|part| usize::from(*part)).enumerate() {
                ats[n] = told[part];
                bits |= u64::from(wanted(part, told[part])) << n;
                told[part] += 1;
            }
            while bits != 0 {
                let n = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let Some((document, position)) = positions.nth(first + n - next) else { return };
                next = first + n + 1;
                tell(Place { document, position, part: usize::from(parts[n]), at: ats[n] });
            }
        }
    }
}

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// The documents and positions of selected shingles, in order.
struct Positions<'a> {
    words: &'a [u64],
    /// The word behind the last one of each document.
    ends: &'a [(u32, u32)],
    document: usize,
    /// The first word of the document.
    first: usize,
    word: usize,
    /// What is left of the word.
    rest: u64,
}

impl<'a> Positions<'a> {
    fn of(selections: &'a Selections) -> Self {
        let (words, ends) = (&*selections.positions, &*selections.ends);
        let rest = words.first().copied().unwrap_or(0);
        let mut this = Self { words, ends, document: 0, first: 0, word: 0, rest };
        this.enter();
        this
    }

    /// Passes over the documents that end before the word.
    fn enter(&mut self) {
        while self.ends.get(self.document).is_some_and(|end| end.1 as usize <= self.word) {
            self.document += 1;
            self.first = self.word;
        }
    }
}

impl Iterator for Positions<'_> {
    type Item = (usize, u32);

    fn next(&mut self) -> Option<Self::Item> {
        self.nth(0)
    }

    fn nth(&mut self, mut n: usize) -> Option<Self::Item> {
        while n >= self.rest.count_ones() as usize {
            n -= self.rest.count_ones() as usize;
            self.word += 1;
            self.rest = *self.words.get(self.word)?;
            self.enter();
        }
        for _ in 0..n {
            self.rest &= self.rest - 1;
        }
        let position = (self.word - self.first) * WORD + self.rest.trailing_zeros() as usize;
        self.rest &= self.rest - 1;
        Some((self.document, position as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_keep_tags_and_positions() {
        let documents: [&[u32]; 3] = [&[0, 3, 63, 64, 66, 200], &[], &[1, 64, 300]];
        // Some have a part in common.
        let tag = |document: usize, position: u32| 1000 * document as u32 + position % 64 * 128;
        let mut selector = Selector::default();
        let mut expected = Vec::new();
        for (document, positions) in documents.iter().enumerate() {
            let selected = positions.iter().map(|&position| Selected {
                fingerprint: 7 << 32 | u64::from(tag(document, position)),
                position,
            });
            selector.push(&selected.collect::<Vec<_>>());
            expected.extend(positions.iter().map(|&at| (document, at, tag(document, at))));
        }
        let selections = selector.finish();
        assert_eq!(selections.len(), 3);
        let mut kept = Vec::new();
        let tag = |place: Place| selections.part(place.part)[place.at];
        let told = |place: Place| kept.push((place.document, place.position, tag(place)));
        selections.for_each_where(|_, _| true, told);
        assert_eq!(kept, expected);
        let is_wanted = |tag: u32| tag.is_multiple_of(3);
        let wanted = |part, at| is_wanted(selections.part(part)[at]);
        kept.clear();
        let told = |place: Place| kept.push((place.document, place.position, tag(place)));
        selections.for_each_where(wanted, told);
        expected.retain(|(_, _, tag)| is_wanted(*tag));
        assert_eq!(kept, expected);
        let of_parts: usize = (0..PARTS).map(|part| selections.part(part).len()).sum();
        assert_eq!(of_parts, 9);
    }
}
