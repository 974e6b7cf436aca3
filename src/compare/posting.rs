//! The selected shingles of all documents in, the postings of those that stand more than once out.
//!
//! An inverted index of winnowed shingles (Schleimer, Wilkerson and Aiken 2003, section 4), in parts by the lowest byte
//! of the tag. What stands once never enters it: of English news that is six shingles of seven. A bit for each tag that
//! was seen, and one for each that was seen again, tell; the bits of a part stay in a core's own cache while the part is
//! read, once through all documents.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{PARTS, Place, Selections};

use super::DocumentId;
use super::bits::words_of;

/// A selected shingle of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// The lowest bits of the shingle's fingerprint.
    pub(super) tag: u32,
    /// The document's id.
    pub(super) document: u32,
    /// The first token of the shingle.
    pub(super) position: u32,
}

impl Posting {
    /// Returns what postings are sorted by, in one number: tag, document, position.
    #[inline]
    pub(super) fn key(&self) -> u128 {
        u128::from(u64::from(self.tag) << 32 | u64::from(self.document)) << 32
            | u128::from(self.position)
    }
}

/// Bits for each posting of a part: of those that stand once one in eight is taken for shared.
const BITS: usize = 8;
/// Selections whose postings are put together at a time.
const ROUND: usize = 32;

/// Returns the postings whose tag stands more than once, and a few others, a part each in a list of its own, in no
/// order.
///
/// `ids` gives the id of each document of `selections`, `None` for one that is not compared.
pub(super) fn shared_postings(
    selections: Vec<Selections>,
    ids: &[Option<DocumentId>],
) -> Vec<Vec<Posting>> {
    let again: Vec<Again> =
        (0..PARTS).into_par_iter().map(|part| Again::of(part, &selections)).collect();
    let mut parts: Vec<Vec<Posting>> = vec![Vec::new(); PARTS];
    let (mut selections, mut rest) = (selections.into_iter(), ids);
    let mut next = vec![0; PARTS];
    // Each round gives its selections back: the postings grow by less than they take.
    while selections.len() > 0 {
        let in_turn = |some: Selections| {
            let (own, behind) = rest.split_at(some.len());
            rest = behind;
            let from = next.clone();
            for (part, next) in next.iter_mut().enumerate() {
                *next += some.part(part).len();
            }
            Turn { selections: some, ids: own, from }
        };
        let round: Vec<Turn<'_>> = selections.by_ref().take(ROUND).map(in_turn).collect();
        let pieces: Vec<Piece> = round.par_iter().map(|turn| turn.shared(&again)).collect();
        parts.par_iter_mut().enumerate().for_each(|(part, shared)| {
            for piece in &pieces {
                shared.extend_from_slice(piece.part(part));
            }
        });
    }
    parts
}

/// Postings of a cell, about.
const CELL: usize = 4;

/// Returns the postings of a part whose tag stands more than once, sorted: put into cells by the highest bits of the
/// tag, which are as good as drawn by lot, and each cell sorted by itself. Linear.
pub(super) fn sorted_groups(postings: &[Posting]) -> Vec<Posting> {
    let (mut in_cells, ends) = in_cells(postings);
    let mut groups = Vec::with_capacity(postings.len());
    let mut from = 0;
    for end in ends {
        let cell = &mut in_cells[from..end];
        cell.sort_unstable_by_key(Posting::key);
        let same = cell.chunk_by(|p, q| p.tag == q.tag);
        same.filter(|same| same.len() > 1).for_each(|same| groups.extend_from_slice(same));
        from = end;
    }
    groups
}

/// Returns the postings cell by cell, and the place behind the last one of each cell.
fn in_cells(postings: &[Posting]) -> (Vec<Posting>, Vec<usize>) {
    let bits = (postings.len() / CELL).next_power_of_two().trailing_zeros();
    let cell = |posting: &Posting| (u64::from(posting.tag) << bits >> u32::BITS) as usize;
    let mut places = vec![0; 1 << bits];
    for posting in postings {
        places[cell(posting)] += 1;
    }
    let mut from = 0;
    for place in &mut places {
        from += std::mem::replace(place, from);
    }
    let mut in_cells = vec![Posting::default(); postings.len()];
    for posting in postings {
        let place: &mut usize = &mut places[cell(posting)];
        in_cells[*place] = *posting;
        *place += 1;
    }
    (in_cells, places)
}

/// Some selections, the ids of their documents, and which of its part the first tag of each part is.
struct Turn<'a> {
    selections: Selections,
    ids: &'a [Option<DocumentId>],
    from: Vec<usize>,
}

/// The postings of some selections that stand more than once, part by part.
struct Piece {
    postings: Vec<Posting>,
    /// Where those of each part lie.
    parts: Vec<Range<usize>>,
}

impl Piece {
    fn part(&self, part: usize) -> &[Posting] {
        &self.postings[self.parts[part].clone()]
    }
}

impl Turn<'_> {
    fn shared(&self, again: &[Again]) -> Piece {
        let room = |part: usize| {
            let from = self.from[part];
            again[part].count(from..from + self.selections.part(part).len())
        };
        let mut behind = 0;
        let empty = |part: usize| {
            let start = behind;
            behind += room(part);
            start..start
        };
        let mut parts: Vec<Range<usize>> = (0..PARTS).map(empty).collect();
        let mut postings = vec![Posting::default(); behind];
        let wanted = |part: usize, at: usize| again[part].holds(self.from[part] + at);
        self.selections.for_each_where(wanted, |Place { document, position, part, at }| {
            if let Some(id) = self.ids[document] {
                let tag = self.selections.part(part)[at];
                let end = &mut parts[part].end;
                postings[*end] = Posting { tag, document: id.0, position };
                *end += 1;
            }
        });
        Piece { postings, parts }
    }
}

/// A bit for each tag of a part, in order: whether it stands more than once.
struct Again(Vec<u64>);

impl Again {
    fn of(part: usize, selections: &[Selections]) -> Self {
        let tags = || selections.iter().flat_map(|some| some.part(part));
        let count: usize = selections.iter().map(|some| some.part(part).len()).sum();
        let words = (count * BITS / 64).next_power_of_two();
        let (mut seen, mut again) = (Bits::new(words), Bits::new(words));
        tags().for_each(|&tag| {
            again.add(tag, seen.add(tag, 1));
        });
        let mut bits = vec![0; count.div_ceil(64)];
        tags().enumerate().for_each(|(at, &tag)| bits[at / 64] |= again.get(tag) << (at % 64));
        Self(bits)
    }

    #[inline]
    fn holds(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 != 0
    }

    /// Returns how many of a range stand more than once.
    fn count(&self, range: Range<usize>) -> usize {
        words_of(range).map(|(word, bits)| (self.0[word] & bits).count_ones() as usize).sum()
    }
}

/// A bit for each tag of a part; some tags have one bit.
struct Bits(Vec<u64>);

impl Bits {
    /// Returns so many words of bits, a power of two.
    fn new(words: usize) -> Self {
        Self(vec![0; words])
    }

    /// Adds a 0 or a 1 to the bit of a tag; returns what it was.
    #[inline]
    fn add(&mut self, tag: u32, one: u64) -> u64 {
        let place = self.place(tag);
        let word = &mut self.0[place];
        let before = *word >> bit(tag) & 1;
        *word |= one << bit(tag);
        before
    }

    #[inline]
    fn get(&self, tag: u32) -> u64 {
        self.0[self.place(tag)] >> bit(tag) & 1
    }

    #[inline]
    fn place(&self, tag: u32) -> usize {
        (tag as usize / PARTS / 64) & (self.0.len() - 1)
    }
}

fn bit(tag: u32) -> usize {
    tag as usize / PARTS % 64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fingerprint::{Selected, Selector};

    proptest! {
        #[test]
        fn groups_are_sorted_and_nothing_stands_alone(
            postings in prop::collection::vec((any::<u32>(), 0..3_usize, 0..9_u32), 0..200),
        ) {
            // Some have the tag of one before.
            let tag = |at: usize, back: usize| postings[at - at.min(back)].0;
            let posting = |(at, &(_, back, place)): (usize, &(u32, usize, u32))| {
                Posting { tag: tag(at, back), document: place, position: 9 - place }
            };
            let mut postings: Vec<Posting> = postings.iter().enumerate().map(posting).collect();
            let groups = sorted_groups(&postings);
            postings.sort();
            let all = postings.clone();
            postings.retain(|p| all.iter().filter(|q| q.tag == p.tag).count() > 1);
            prop_assert_eq!(groups, postings);
        }
    }

    #[test]
    fn what_stands_once_is_left_out_and_nothing_else() {
        let tags: Vec<u32> = (0..20_000_u32).map(|n| n.wrapping_mul(0x9e37_79b9)).collect();
        let mut selector = Selector::default();
        for document in 0..40_usize {
            // Every third tag stands in this document and in another one.
            let own = tags
                .iter()
                .enumerate()
                .filter(|(n, _)| n % 40 == document || n % 3 == 0 && (n + 1) % 40 == document);
            let selected: Vec<Selected> = own
                .zip(0..)
                .map(|((_, &tag), position)| Selected { fingerprint: u64::from(tag), position })
                .collect();
            selector.push(&selected);
        }
        let ids: Vec<_> = (0..40).map(|id| Some(DocumentId(id))).collect();
        let parts = shared_postings(vec![selector.finish()], &ids);
        let mut found: Vec<u32> = parts.concat().iter().map(|posting| posting.tag).collect();
        found.sort_unstable();
        let shared: Vec<u32> = tags.iter().step_by(3).copied().collect();
        let times = |tag: u32| {
            let from = found.partition_point(|other| *other < tag);
            found[from..].iter().take_while(|other| **other == tag).count()
        };
        assert!(shared.iter().all(|tag| times(*tag) == 2));
        // One in eight of the others, and no more by chance.
        let others = found.len() - 2 * shared.len();
        assert!(others < 13_333 / 5, "{others}");
    }
}
