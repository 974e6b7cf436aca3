//! The selected shingles of all documents in, the postings of those that stand more than once out.
//!
//! An inverted index of winnowed shingles (Schleimer, Wilkerson and Aiken 2003, section 4), in parts by the lowest bits
//! of the tag. What stands once never enters it: of English news that is six shingles of seven. A bit for each tag that
//! was seen, and one for each that was seen again, tell; the bits of a part stay in a core's own cache.

use rayon::prelude::*;

use crate::fingerprint::Selections;

use super::DocumentId;

/// A selected shingle of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// Parts by the lowest bits of the tag: of 37 million words, some 15 million selected shingles, both bits of one part
/// take 256 KiB.
const PARTS: usize = 128;
/// Bits for each posting of a part: of those that stand once one in eight is taken for shared.
const BITS: usize = 8;
/// Documents that one task puts into parts.
const TASK: usize = 128;
/// Documents whose tags are held in parts at a time.
const ROUND: usize = 32 * TASK;

/// A document that is compared: where its selected shingles are.
type Place<'a> = (&'a Selections, usize, DocumentId);

/// Returns the postings whose tag stands more than once, and a few others, a part each in a list of its own, in no
/// order.
///
/// `ids` gives the id of each document of `selections`, `None` for one that is not compared.
pub(super) fn shared_postings(
    selections: Vec<Selections>,
    ids: &[Option<DocumentId>],
) -> Vec<Vec<Posting>> {
    let again = again(&places(&selections, ids));
    let mut parts: Vec<Vec<Posting>> = vec![Vec::new(); PARTS];
    let (mut selections, mut rest) = (selections.into_iter().peekable(), ids);
    // Each round gives its selections back: the postings grow by less than they take.
    while selections.peek().is_some() {
        let mut documents = 0;
        let round: Vec<Selections> = std::iter::from_fn(|| {
            let next = if documents < ROUND { selections.next() } else { None }?;
            documents += next.len();
            Some(next)
        })
        .collect();
        let (own, behind) = rest.split_at(documents);
        rest = behind;
        let compared = places(&round, own);
        let tasks = compared.par_chunks(TASK);
        let pieces: Vec<Vec<Vec<Posting>>> = tasks.map(postings_by_part).collect();
        parts.par_iter_mut().zip(&again).enumerate().for_each(|(part, (shared, again))| {
            let all = pieces.iter().flat_map(|piece| &piece[part]);
            shared.extend(all.filter(|posting| again.holds(posting.tag)));
        });
    }
    parts
}

/// The documents of some selections that are compared; `ids` are those of these selections.
fn places<'a>(selections: &'a [Selections], ids: &[Option<DocumentId>]) -> Vec<Place<'a>> {
    let at = selections.iter().flat_map(|some| (0..some.len()).map(move |at| (some, at)));
    at.zip(ids).filter_map(|((some, at), id)| Some((some, at, (*id)?))).collect()
}

/// The tags that stand more than once, a part each.
fn again(compared: &[Place<'_>]) -> Vec<Bits> {
    let tags: usize = compared.iter().map(|(some, at, _)| some.tags(*at).len()).sum();
    let words = (tags * BITS / 64 / PARTS).next_power_of_two();
    let mut parts = vec![(Bits::new(words), Bits::new(words)); PARTS];
    for round in compared.chunks(ROUND) {
        let pieces: Vec<Vec<Vec<u32>>> = round.par_chunks(TASK).map(tags_by_part).collect();
        parts.par_iter_mut().enumerate().for_each(|(part, (seen, again))| {
            for &tag in pieces.iter().flat_map(|piece| &piece[part]) {
                again.add(tag, seen.add(tag, 1));
            }
        });
    }
    parts.into_iter().map(|(_, again)| again).collect()
}

/// Returns an empty list for each part, with room for its share of the tags and an eighth more.
fn with_room<T>(some: &[Place<'_>]) -> Vec<Vec<T>> {
    let tags: usize = some.iter().map(|(selections, at, _)| selections.tags(*at).len()).sum();
    let share = tags / PARTS;
    (0..PARTS).map(|_| Vec::with_capacity(share + share / 8)).collect()
}

fn tags_by_part(some: &[Place<'_>]) -> Vec<Vec<u32>> {
    let mut parts = with_room(some);
    for (selections, at, _) in some {
        for &tag in selections.tags(*at) {
            parts[tag as usize % PARTS].push(tag);
        }
    }
    parts
}

fn postings_by_part(some: &[Place<'_>]) -> Vec<Vec<Posting>> {
    let mut parts = with_room(some);
    for &(selections, at, id) in some {
        selections.for_each(at, |tag, position| {
            parts[tag as usize % PARTS].push(Posting { tag, document: id.0, position });
        });
    }
    parts
}

/// A bit for each tag of a part; some tags have one bit.
#[derive(Clone)]
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
    fn holds(&self, tag: u32) -> bool {
        self.0[self.place(tag)] >> bit(tag) & 1 != 0
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
    use super::*;
    use crate::fingerprint::Selected;

    #[test]
    fn what_stands_once_is_left_out_and_nothing_else() {
        let tags: Vec<u32> = (0..20_000_u32).map(|n| n.wrapping_mul(0x9e37_79b9)).collect();
        let mut selections = Selections::default();
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
            selections.push(&selected);
        }
        let ids: Vec<_> = (0..40).map(|id| Some(DocumentId(id))).collect();
        let parts = shared_postings(vec![selections], &ids);
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
