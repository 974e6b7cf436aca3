//! The selected shingles of documents, kept small and in parts until all documents are known.

use std::ops::Range;

use crate::spill::{Pack, Stored};

use super::winnow::Selected;

/// Parts of the selected shingles, by the lowest byte of the tag.
pub(crate) const PARTS: usize = 1 << u8::BITS;

/// Collects the selected shingles of one document after the other.
#[derive(Debug, Default)]
pub(crate) struct Selector {
    /// The tag and the token of each, counted through all documents.
    selected: Vec<(u32, u32)>,
    ends: Vec<u32>,
}

/// The selected shingles of some documents: the lowest 32 bits of each fingerprint (its tag), and where it stands. They
/// stand in parts, so that what is asked of one part of all documents is read in a row.
///
/// Two different shingles of a million documents may have one tag; what is found by tags is looked at in
/// the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selections {
    /// Part by part; in a part in the order of documents and positions.
    tags: Stored<u32>,
    /// The tokens from the tag before in the part, or from the first document's first token; [`FAR`] where it is so many.
    steps: Stored<u16>,
    /// The tags with such a step, and their tokens.
    far: Stored<[u32; 2]>,
    /// The tag behind the last one of each part.
    part_ends: Stored<u32>,
    /// The token behind the first one of each document's last selected shingle; that of the document before where there is
    /// none. All are counted through the documents.
    ends: Stored<u32>,
}

/// A step that does not fit: hardly any does not, since a part has a token in six hundred.
const FAR: u16 = u16::MAX;

/// Where a selected shingle stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The lowest bits of its fingerprint.
    pub(crate) tag: u32,
    /// Its document, by the number among these.
    pub(crate) document: usize,
    /// Its first token.
    pub(crate) position: u32,
}

fn part(tag: u32) -> usize {
    tag as usize % PARTS
}

/// Bytes of a text for each shingle that is selected: a little less than in most languages.
const BYTES_A_SHINGLE: usize = 20;

impl Selector {
    /// Returns a selector with room for documents of so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { selected: Vec::with_capacity(bytes / BYTES_A_SHINGLE), ends: Vec::new() }
    }

    /// Adds a document; the positions of its selected shingles increase. All documents have less than 2³² tokens.
    pub(crate) fn push(&mut self, selected: &[Selected]) {
        let from = self.ends.last().copied().unwrap_or(0);
        // The lowest bits: fingerprints are selected whose highest bits are small.
        let entry = |one: &Selected| (one.fingerprint as u32, from + one.position);
        self.selected.extend(selected.iter().map(entry));
        self.ends.push(selected.last().map_or(from, |last| from + last.position + 1));
    }

    /// Returns the selected shingles of all documents that were added.
    pub(crate) fn finish(self) -> Selections {
        let mut next = vec![0; PARTS];
        for (tag, _) in &self.selected {
            next[part(*tag)] += 1;
        }
        let mut from = 0;
        for place in &mut next {
            from += std::mem::replace(place, from);
        }
        let mut last = [0; PARTS];
        let (mut tags, mut steps) = (vec![0; self.selected.len()], vec![0; self.selected.len()]);
        let mut far = Vec::new();
        for (tag, token) in self.selected {
            let place = &mut next[part(tag)];
            let step = token - std::mem::replace(&mut last[part(tag)], token);
            steps[*place as usize] = u16::try_from(step).unwrap_or(FAR);
            if step >= u32::from(FAR) {
                far.push([*place, token]);
            }
            tags[*place as usize] = tag;
            *place += 1;
        }
        far.sort_unstable();
        Selections {
            tags: tags.into(),
            steps: steps.into(),
            far: far.into(),
            part_ends: next.into(),
            ends: self.ends.into(),
        }
    }
}

impl Selections {
    /// Returns the bytes that the selections take of a [`Pack`].
    pub(crate) fn packed_bytes(&self) -> usize {
        let places = [&self.tags, &self.part_ends, &self.ends].map(Stored::packed_bytes);
        places.iter().sum::<usize>() + self.steps.packed_bytes() + self.far.packed_bytes()
    }

    /// Moves the selections into a pack.
    pub(crate) fn pack(&mut self, pack: &mut Pack) {
        self.tags.pack(pack);
        self.steps.pack(pack);
        self.far.pack(pack);
        self.part_ends.pack(pack);
        self.ends.pack(pack);
    }

    /// Returns the memory that the run may take in whose file they lie; `None` where they lie in memory.
    pub(crate) fn memory_limit(&self) -> Option<u64> {
        self.tags.memory_limit()
    }

    /// Returns the number of documents.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the tags of a part, in the order of documents and positions.
    pub(crate) fn part(&self, part: usize) -> &[u32] {
        &self.tags[self.range(part)]
    }

    fn range(&self, part: usize) -> Range<usize> {
        let ends = &*self.part_ends;
        let start = part.checked_sub(1).map_or(0, |before| ends[before]);
        start as usize..ends[part] as usize
    }

    /// Tells those selected shingles of a part that are wanted, in the order of documents and positions.
    ///
    /// `wanted`: a bit for each of the 64 tags of the part from one on; bits behind the part's last tag are ignored.
    pub(crate) fn for_each_where(
        &self,
        part: usize,
        wanted: impl Fn(usize) -> u64,
        mut tell: impl FnMut(Place),
    ) {
        let range = self.range(part);
        let (tags, steps, ends) = (self.part(part), &self.steps[range.clone()], &*self.ends);
        let (mut token, mut tokens) = (0, [0; WORD]);
        let (mut document, mut first) = (0, 0);
        for (steps, from) in steps.chunks(WORD).zip((0..).step_by(WORD)) {
            for (n, &step) in steps.iter().enumerate() {
                token += u32::from(step);
                if step == FAR {
                    token = self.far_token(range.start + from + n);
                }
                tokens[n] = token;
            }
            let mut bits = wanted(from) & (u64::MAX >> (WORD - steps.len()));
            while bits != 0 {
                let n = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if ends[document] <= tokens[n] {
                    document += ends[document..].partition_point(|end| *end <= tokens[n]);
                    first = document.checked_sub(1).map_or(0, |before| ends[before]);
                }
                tell(Place { tag: tags[from + n], document, position: tokens[n] - first });
            }
        }
    }

    /// The token of a tag that is far from the one before.
    #[cold]
    fn far_token(&self, tag: usize) -> u32 {
        let at = self.far.binary_search_by_key(&(tag as u32), |far| far[0]);
        self.far[at.expect("each step that does not fit has its token")][1]
    }
}

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_keep_tags_and_positions() {
        let documents: [&[u32]; 4] =
            [&[0, 3, 63, 64, 66, 200, 70_000], &[], &[1, 64, 300, 65_835], &[0, 65_534, 400_000]];
        // Some have a part in common.
        let tag = |document: usize, position: u32| {
            let part = position / 64 % 2 * 128;
            ((1000 * document as u32 + position) << 10) + part
        };
        let mut selector = Selector::default();
        let mut expected = Vec::new();
        for (document, positions) in documents.iter().enumerate() {
            let selected = positions.iter().map(|&position| Selected {
                fingerprint: 7 << 32 | u64::from(tag(document, position)),
                position,
            });
            selector.push(&selected.collect::<Vec<_>>());
            let place = |&position| Place { tag: tag(document, position), document, position };
            expected.extend(positions.iter().map(place));
        }
        let selections = selector.finish();
        assert_eq!(selections.len(), 4);
        let kept = |is_wanted: fn(u32) -> bool| {
            let mut kept = Vec::new();
            for part in 0..PARTS {
                let tags = selections.part(part).iter();
                let bits = tags.rev().fold(!0, |bits, tag| bits << 1 | u64::from(is_wanted(*tag)));
                let from = kept.len();
                selections.for_each_where(part, |at| bits >> at, |place| kept.push(place));
                assert!(kept[from..].iter().all(|place| place.tag as usize % PARTS == part));
                assert!(kept[from..].is_sorted_by_key(|place| (place.document, place.position)));
            }
            kept.sort_by_key(|place| (place.document, place.position));
            kept
        };
        assert_eq!(kept(|_| true), expected);
        expected.retain(|place| place.tag.is_multiple_of(3));
        assert_eq!(kept(|tag| tag.is_multiple_of(3)), expected);
        let of_parts: usize = (0..PARTS).map(|part| selections.part(part).len()).sum();
        assert_eq!(of_parts, 14);
    }
}
