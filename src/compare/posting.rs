//! The selected shingles of all documents in, the postings of those that stand more than once out.
//!
//! An inverted index (Schleimer, Wilkerson and Aiken 2003, section 4), in parts by the lowest byte
//! of the tag. What stands once never enters it: of English news that is six shingles of seven. A bit for each tag that
//! was seen, and one for each that was seen again, tell; the bits of a part stay in a core's own cache while the part is
//! read through all documents, twice. The postings of all parts are put together document by document: what stands round
//! their shingles is read while the document's tokens are near.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{PARTS, Place, Selections};
use crate::spill::lent;

use super::DocumentId;
use super::cells::Cells;
use super::context::Context;

/// A selected shingle of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// The lowest bits of the shingle's fingerprint.
    pub(super) tag: u32,
    /// The document's id.
    pub(super) document: u32,
    /// The first token of the shingle.
    pub(super) position: u32,
    /// What stands round it.
    pub(super) context: Context,
}

impl Posting {
    /// Returns what postings are sorted by, in one number: tag, document, position.
    #[inline]
    pub(super) fn key(&self) -> u128 {
        u128::from(u64::from(self.tag) << 32 | u64::from(self.document)) << 32
            | u128::from(self.position)
    }
}

/// Bits for each posting of a part, at least: of those that stand once one in sixteen is taken for shared.
const BITS: usize = 16;
/// Parts that a thread takes at a time: with more, the last thread is waited for.
pub(super) const PARTS_A_TASK: usize = 4;
/// Parts whose tags are read together from a file: those of a selection stand in few pages.
const PARTS_READ: usize = 8;
/// Threads that do so at most, each for an equal share: the tags that they hold are an eighth of all.
const READ_AT_ONCE: usize = 4;
/// Selections whose postings are put together at a time.
const SELECTIONS_A_ROUND: usize = 16;

/// The selected shingles of some documents, and the id of each of them; `None` for one that is not compared.
type OfSome<'a> = (Selections, &'a [Option<DocumentId>]);

/// Tells the postings whose tag stands more than once, and a few others: parts of `at_once` postings at a time, or one.
///
/// `ids` gives the id of each document of `selections`; `context` tells what stands round a shingle.
pub(super) fn shared_postings(
    (selections, ids): (Vec<Selections>, &[Option<DocumentId>]),
    at_once: usize,
    context: impl Fn(DocumentId, u32) -> Context + Sync,
    mut tell: impl FnMut(&Postings),
) {
    let parts = parts(&selections);
    let mut rest = ids;
    let with_ids = |some: Selections| {
        let (own, behind) = rest.split_at(some.len());
        rest = behind;
        (some, own)
    };
    let selections: Vec<OfSome<'_>> = selections.into_iter().map(with_ids).collect();
    let mut groups = grouped(parts, at_once);
    let last = groups.pop();
    for mut parts in groups {
        let mut postings = Postings::of(&parts);
        let rounds = selections.chunks(SELECTIONS_A_ROUND);
        rounds.for_each(|round| postings.add(round, &mut parts, &context));
        tell(&postings);
    }
    let Some(mut parts) = last else { return };
    let mut postings = Postings::of(&parts);
    // Each round gives its selections back beside the next one: the postings grow by less than they take.
    let (mut selections, mut taken) = (selections.into_iter(), Vec::new());
    while selections.len() > 0 {
        let before =
            std::mem::replace(&mut taken, selections.by_ref().take(SELECTIONS_A_ROUND).collect());
        rayon::join(|| drop(before), || postings.add(&taken, &mut parts, &context));
    }
    drop((taken, parts));
    tell(&postings);
}

/// Returns all parts of the tags.
fn parts(selections: &[Selections]) -> Vec<Part> {
    if selections.iter().any(|some| some.memory_limit().is_some()) {
        let together = (0..PARTS / PARTS_READ).into_par_iter();
        let together = together.with_min_len(PARTS / PARTS_READ / READ_AT_ONCE);
        let from_file = |at| parts_from_file(at * PARTS_READ..(at + 1) * PARTS_READ, selections);
        return together.flat_map_iter(from_file).collect();
    }
    let part = |seen: &mut Seen, number| {
        Part::of(number, &selections.iter().map(|some| some.part(number)), seen)
    };
    let numbers = (0..PARTS).into_par_iter().with_max_len(PARTS_A_TASK);
    numbers.map_init(Seen::default, part).collect()
}

/// Returns some parts of tags that lie in a file: all of them read where a page is that holds them.
fn parts_from_file(numbers: Range<usize>, selections: &[Selections]) -> Vec<Part> {
    let of_part = |number| selections.iter().map(|some| some.part(number).len()).sum();
    let mut tags: Vec<Vec<u32>> = numbers.clone().map(of_part).map(Vec::with_capacity).collect();
    for some in selections {
        for (of_part, number) in tags.iter_mut().zip(numbers.clone()) {
            of_part.extend_from_slice(some.part(number));
        }
    }
    let mut seen = Seen::default();
    let part = |(number, tags): (usize, Vec<u32>)| {
        Part::of(number, &std::iter::once(&tags[..]), &mut seen)
    };
    numbers.zip(tags).map(part).collect()
}

/// The postings of some parts.
pub(super) struct Postings {
    /// How many parts.
    parts: usize,
    /// Those of one selection after the other, a cell for each part.
    lists: Vec<Cells<Posting>>,
}

impl Postings {
    /// Returns no posting yet of these parts.
    fn of(parts: &[Part]) -> Self {
        Self { parts: parts.len(), lists: Vec::new() }
    }

    /// Returns how many parts there are.
    pub(super) fn parts(&self) -> usize {
        self.parts
    }

    /// Returns the postings of a part, in the order of documents and positions, in lists.
    pub(super) fn part(&self, at: usize) -> impl Iterator<Item = &[Posting]> + Clone {
        self.lists.iter().map(move |list| list.cell(at))
    }

    /// Adds the postings of some selections, which come next.
    fn add(
        &mut self,
        selections: &[OfSome<'_>],
        parts: &mut [Part],
        context: &(impl Fn(DocumentId, u32) -> Context + Sync),
    ) {
        let starts = starts(selections, parts);
        let of_one = |(of_some, starts): (&OfSome<'_>, &Vec<usize>)| {
            shared_of(of_some, (parts, starts), context)
        };
        let lists = selections.par_iter().zip(&starts).with_max_len(1).map(of_one);
        self.lists.extend(lists.collect::<Vec<_>>());
        for (part, passed) in parts.iter_mut().zip(&starts[selections.len()]) {
            part.passed = *passed;
        }
    }
}

/// Puts parts into groups of so many postings at most, or of one part, in order.
fn grouped(parts: Vec<Part>, at_once: usize) -> Vec<Vec<Part>> {
    let mut groups: Vec<Vec<Part>> = Vec::new();
    let mut room = 0;
    for part in parts {
        let count = part.count;
        match groups.last_mut() {
            Some(group) if count <= room => group.push(part),
            _ => {
                groups.push(vec![part]);
                room = at_once.max(count);
            }
        }
        room -= count;
    }
    groups
}

/// Returns the tags of each part that stand before each of the selections, and before what follows.
fn starts(selections: &[OfSome<'_>], parts: &[Part]) -> Vec<Vec<usize>> {
    let mut starts = vec![parts.iter().map(|part| part.passed).collect::<Vec<usize>>()];
    for ((some, _), at) in selections.iter().zip(0..) {
        let behind = |(start, part): (&usize, &Part)| start + some.part(part.number).len();
        starts.push(starts[at].iter().zip(parts).map(behind).collect());
    }
    starts
}

/// Returns the postings of a selection that stand more than once, a cell for each of some parts, of which so many tags stand
/// before the selection's.
fn shared_of(
    (some, ids): &OfSome<'_>,
    (parts, starts): (&[Part], &[usize]),
    context: impl Fn(DocumentId, u32) -> Context,
) -> Cells<Posting> {
    lent(some.len());
    let of_part = |(part, start): (&Part, &usize)| {
        part.shared.count_in(*start..start + some.part(part.number).len())
    };
    let mut postings = Cells::with_room(parts.iter().zip(starts).map(of_part).sum());
    for (part, start) in parts.iter().zip(starts) {
        let wanted = |at| part.shared.bits(start + at);
        some.for_each_where(part.number, wanted, |Place { tag, document, position }| {
            postings.extend(ids[document].map(|id| {
                let context = context(id, position);
                Posting { tag, document: id.0, position, context }
            }));
        });
        postings.end_cell();
    }
    postings
}

/// The tags of a part.
struct Part {
    number: usize,
    shared: SharedTags,
    /// The postings that there will be, at most.
    count: usize,
    /// Tags of the selections whose postings are put together already.
    passed: usize,
}

impl Part {
    /// Returns a part of such tags, in lists.
    fn of<'a>(
        number: usize,
        tags: &(impl Iterator<Item = &'a [u32]> + Clone),
        seen: &mut Seen,
    ) -> Self {
        let shared = SharedTags::of(tags, seen);
        let count = shared.count();
        Self { number, shared, count, passed: 0 }
    }
}

/// Postings of a cell, about.
const CELL: usize = 4;

/// Sorts the postings of one part after the other; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct Sorter {
    cells: Cells<Posting>,
    groups: Vec<Posting>,
}

impl Sorter {
    /// Returns the postings of a part whose tag stands more than once, sorted: put into cells by the highest bits of the
    /// tag, which are as good as drawn by lot, and each cell sorted by itself. Linear, but for a tag that stands many times.
    pub(super) fn groups<'a>(
        &mut self,
        postings: impl Iterator<Item = &'a [Posting]> + Clone,
    ) -> &[Posting] {
        let count: usize = postings.clone().map(<[Posting]>::len).sum();
        let bits = (count / CELL).next_power_of_two().trailing_zeros();
        let cell = |posting: &Posting| (u64::from(posting.tag) << bits >> u32::BITS) as usize;
        self.cells.fill(postings, 1 << bits, cell);
        self.groups.clear();
        self.cells.for_each_cell(|cell| {
            cell.sort_unstable_by_key(Posting::key);
            let same = cell.chunk_by(|p, q| p.tag == q.tag);
            let again = same.filter(|same| same.len() > 1);
            again.for_each(|same| self.groups.extend_from_slice(same));
        });
        &self.groups
    }
}

/// A bit for each tag of a part, in order: whether it stands more than once.
struct SharedTags(Vec<u64>);

impl SharedTags {
    /// Returns those of a part, in lists.
    fn of<'a>(lists: &(impl Iterator<Item = &'a [u32]> + Clone), seen: &mut Seen) -> Self {
        let count: usize = lists.clone().map(<[u32]>::len).sum();
        let tags = || lists.clone().flatten();
        let words = (count * BITS / 64).next_power_of_two();
        let Seen { once: seen, again } = seen;
        seen.clear(words);
        again.clear(words);
        tags().for_each(|&tag| {
            again.add(tag, seen.add(tag, 1));
        });
        let mut bits = vec![0; count / 64 + 2];
        tags().enumerate().for_each(|(at, &tag)| bits[at / 64] |= again.get(tag) << (at % 64));
        Self(bits)
    }

    /// Returns those of 64 tags from one on.
    #[inline]
    fn bits(&self, at: usize) -> u64 {
        let (word, shift) = (at / 64, at % 64);
        self.0[word] >> shift | self.0[word + 1] << 1 << (63 - shift)
    }

    /// Returns how many stand more than once.
    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Returns how many of some tags stand more than once.
    fn count_in(&self, tags: Range<usize>) -> usize {
        let words = tags.clone().step_by(64);
        let bits =
            words.map(|at| self.bits(at) & u64::MAX >> 64_usize.saturating_sub(tags.end - at));
        bits.map(|bits| bits.count_ones() as usize).sum()
    }
}

/// The tags of one part after the other that were seen, and those that were seen again; kept for its memory.
#[derive(Default)]
struct Seen {
    once: Bits,
    again: Bits,
}

/// A bit for each tag of a part; some tags have one bit.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// Makes so many words of bits, a power of two, none of them set.
    fn clear(&mut self, words: usize) {
        self.0.clear();
        self.0.resize(words, 0);
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
    use xxhash_rust::xxh3::xxh3_64;

    use crate::fingerprint::{Selected, Selector};

    proptest! {
        #[test]
        fn tags_are_counted_as_one_by_one(
            bits in prop::collection::vec(any::<u64>(), 5),
            (start, length) in (0..130_usize, 0..120_usize),
        ) {
            let shared = SharedTags(bits);
            let one_by_one = (start..start + length).filter(|at| shared.bits(*at) & 1 == 1);
            prop_assert_eq!(shared.count_in(start..start + length), one_by_one.count());
        }

        #[test]
        fn groups_are_sorted_and_nothing_stands_alone(
            postings in prop::collection::vec((any::<u32>(), 0..3_usize, 0..9_u32), 0..200),
        ) {
            // Some have the tag of one before.
            let tag = |at: usize, back: usize| postings[at - at.min(back)].0;
            let posting = |(at, &(_, back, place)): (usize, &(u32, usize, u32))| {
                let context = Context::default();
                Posting { tag: tag(at, back), document: place, position: 9 - place, context }
            };
            let mut postings: Vec<Posting> = postings.iter().enumerate().map(posting).collect();
            let mut sorter = Sorter::default();
            let (some, others) = postings.split_at(postings.len() / 3);
            let groups = sorter.groups([some, others].into_iter()).to_vec();
            postings.sort();
            let all = postings.clone();
            postings.retain(|p| all.iter().filter(|q| q.tag == p.tag).count() > 1);
            prop_assert_eq!(groups, postings);
        }
    }

    #[test]
    fn what_stands_once_is_left_out_and_nothing_else() {
        const DOCUMENTS: usize = 40;
        let tag = |n: u32| xxh3_64(&n.to_le_bytes()) as u32;
        let tags: Vec<u32> = (0..20_000).map(tag).collect();
        let (mut expected, mut selections, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        let mut select = |of_document: &[u32], id: Option<DocumentId>| {
            let selected: Vec<Selected> = of_document
                .iter()
                .zip((0..).step_by(3))
                .map(|(&tag, position)| Selected { fingerprint: u64::from(tag), position })
                .collect();
            let mut selector = Selector::default();
            selector.push(&selected);
            selections.push(selector.finish());
            ids.push(id);
            selected
        };
        for document in 0..DOCUMENTS {
            // Every third tag stands in this document and in another one.
            let is_shared = |n: usize| n.is_multiple_of(3);
            let is_own = |n: usize| {
                n % DOCUMENTS == document || is_shared(n) && (n + 1) % DOCUMENTS == document
            };
            let own: Vec<usize> = (0..tags.len()).filter(|&n| is_own(n)).collect();
            let of_document: Vec<u32> = own.iter().map(|&n| tags[n]).collect();
            let id = DOCUMENTS - document;
            let selected = select(&of_document, Some(DocumentId(id as u32)));
            let shared = own.iter().zip(selected).filter(|(n, _)| is_shared(**n));
            expected.extend(shared.map(|(&n, one)| Posting {
                tag: tags[n],
                document: id as u32,
                position: one.position,
                context: Context::default(),
            }));
            // One that is not compared says all of its own twice.
            let twice: Vec<u32> = (0..9).chain(0..9).map(|n| n * 1000 + document as u32).collect();
            select(&twice, None);
        }
        let found = |at_once| {
            let (mut found, mut times) = (Vec::new(), 0);
            let mut tell = |postings: &Postings| {
                let before = found.len();
                (0..postings.parts())
                    .flat_map(|at| postings.part(at))
                    .for_each(|some| found.extend(some));
                assert!(found.len() - before <= at_once || postings.parts() == 1);
                times += 1;
            };
            let context = |_, _| Context::default();
            shared_postings((selections.clone(), &ids), at_once, context, &mut tell);
            (found, times)
        };
        let (some_at_a_time, times) = found(1000);
        assert!(times > 10, "{times}");
        let (mut found, times) = found(usize::MAX);
        assert_eq!(times, 1);
        assert_eq!(found, some_at_a_time);
        found.sort_unstable();
        assert!(expected.iter().all(|posting| found.binary_search(posting).is_ok()));
        // One in sixteen of the others, and no more by chance.
        let others = found.len() - expected.len();
        assert!(others < 13_333 / 16, "{others}");
    }
}
