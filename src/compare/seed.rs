//! The selected shingles of all documents in, seeds out: pairs of places that share one.
//!
//! An inverted index of winnowed shingles (Schleimer, Wilkerson and Aiken 2003, section 4). What stands once
//! never enters it: of English news that is six shingles of seven.
//!
//! A shingle of at most [`PAIRED`] documents pairs them all. One of more is linked through a hub, the
//! first of them, so that the work grows with the text; and where its documents agree on
//! so many more tokens that they may share a passage, each group of at most `PAIRED` is paired as well. A larger one has
//! its own hub, and so has each passage of the shortest length that the shingle may have been selected from: what
//! two documents share is linked directly, or with one document that has all of it.

use rayon::prelude::*;

use crate::fingerprint::{Selections, Token};

use super::habit::{DAYS, Habit, Habits, habit};
use super::{DocumentId, Text, work};

/// A selected shingle of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    tag: u32,
    document: u32,
    position: u32,
}

/// Two places with the same selected shingle; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed {
    /// The document that comes first.
    pub(super) a: DocumentId,
    /// The other one.
    pub(super) b: DocumentId,
    /// First token of the shingle in `a`.
    pub(super) a_at: u32,
    /// First token of the shingle in `b`.
    pub(super) b_at: u32,
}

/// Documents of a shingle that are paired each with each. More than sixteen is a phrase of the
/// language or a story in many papers; both find each other through the hub.
const PAIRED: usize = 16;
/// Places of one shingle in one document that make seeds.
const PLACES: usize = 3;

/// The documents that are compared, by id.
pub(super) struct Texts<'a> {
    /// The tokens of each document.
    pub(super) tokens: &'a [&'a [Token]],
    /// Tokens from a shingle on that belong to any passage which it was selected from.
    pub(super) ahead: usize,
    /// Shingles in a row of which one is selected: so many passages a shingle may be selected from.
    pub(super) window: usize,
    /// Their sources and days.
    pub(super) texts: &'a [Text<'a>],
}

/// Parts by the lowest bits of the tag, so that not all postings are held at a time. The bits of a part are looked up in
/// a core's own cache, by one thread.
const PARTS: usize = 4;
/// Bits for each posting of a part: of those that stand once one in eight is taken for shared.
const BITS: usize = 8;

/// Returns the seeds of all pairs, sorted, and the shingles that are habits.
///
/// `ids` gives the id of each document of `selections`, `None` for one that is not compared.
pub(super) fn seeds(
    selections: Vec<Selections>,
    ids: &[Option<DocumentId>],
    texts: &Texts<'_>,
) -> (Vec<Seed>, Habits) {
    let mut rest = ids;
    let compared: Vec<Place<'_>> = selections
        .iter()
        .flat_map(|some| {
            let (own, behind) = rest.split_at(some.len());
            rest = behind;
            own.iter().enumerate().filter_map(move |(at, id)| Some((some, at, (*id)?)))
        })
        .collect();
    let mut parts: Vec<(Vec<Seed>, Vec<Habit>)> =
        (0..PARTS).into_par_iter().map(|part| linked(&compared, part, texts)).collect();
    drop(compared);
    drop(selections);
    let mut habits: Vec<Habit> =
        parts.iter_mut().flat_map(|(_, habits)| std::mem::take(habits)).collect();
    habits.sort_unstable_by_key(|habit| habit.tag);
    let mut seeds = Vec::with_capacity(parts.iter().map(|(seeds, _)| seeds.len()).sum());
    for (of_part, _) in parts {
        seeds.extend(of_part);
    }
    seeds.par_sort_unstable();
    (seeds, Habits::new(habits))
}

/// A document that is compared: where its selected shingles are.
type Place<'a> = (&'a Selections, usize, DocumentId);

/// Returns the seeds and the habits of the tags of one part.
fn linked(compared: &[Place<'_>], part: usize, texts: &Texts<'_>) -> (Vec<Seed>, Vec<Habit>) {
    let mut postings = shared_postings(compared, part);
    postings.par_sort_unstable();
    let mut linker = Linker::default();
    let mut habits = Vec::new();
    for group in postings.chunk_by(|p, q| p.tag == q.tag) {
        linker.link(group, texts);
        if group.len() >= DAYS {
            let documents = group.iter().map(|posting| DocumentId(posting.document));
            habits.extend(habit(group[0].tag, documents, texts.texts));
        }
    }
    (linker.seeds, habits)
}

/// The postings of a part whose tag stands more than once, and a few others.
fn shared_postings(compared: &[Place<'_>], part: usize) -> Vec<Posting> {
    let shared = Shared::of(compared, part);
    let mut postings = Vec::new();
    for &(some, at, id) in compared {
        some.for_each(at, |tag, position| {
            if tag as usize % PARTS == part && shared.holds(tag) {
                postings.push(Posting { tag, document: id.0, position });
            }
        });
    }
    postings
}

/// The tags of a part that stand more than once, a bit each.
struct Shared(Vec<u64>);

impl Shared {
    fn of(compared: &[Place<'_>], part: usize) -> Self {
        let postings: usize = compared.iter().map(|(some, at, _)| some.tags(*at).len()).sum();
        let words = (postings * BITS / 64 / PARTS).next_power_of_two();
        let (mut seen, mut again) = (vec![0_u64; words], vec![0_u64; words]);
        for (some, at, _) in compared {
            for &tag in some.tags(*at).iter().filter(|tag| **tag as usize % PARTS == part) {
                let (word, bit) = slot(tag, words);
                again[word] |= seen[word] & bit;
                seen[word] |= bit;
            }
        }
        Self(again)
    }

    fn holds(&self, tag: u32) -> bool {
        let (word, bit) = slot(tag, self.0.len());
        self.0[word] & bit != 0
    }
}

/// The word, of so many, and the bit of a tag.
fn slot(tag: u32, words: usize) -> (usize, u64) {
    let tag = tag as usize / PARTS;
    (tag / 64 % words, 1 << (tag % 64))
}

/// Seeds, and room for the places of one shingle.
#[derive(Default)]
struct Linker {
    seeds: Vec<Seed>,
    places: Vec<Posting>,
}

impl Linker {
    /// Links the postings of one shingle, sorted.
    fn link(&mut self, group: &[Posting], texts: &Texts<'_>) {
        work::count(group.len());
        self.places.clear();
        for of_document in group.chunk_by(|p, q| p.document == q.document) {
            self.places.extend(of_document.iter().take(PLACES));
        }
        let before = self.seeds.len();
        link(&self.places, texts, &mut self.seeds);
        work::count(self.seeds.len() - before);
    }
}

/// Links the places of one shingle, sorted by document.
fn link(places: &[Posting], texts: &Texts<'_>, seeds: &mut Vec<Seed>) {
    let documents = places.chunk_by(|p, q| p.document == q.document).count();
    if documents <= PAIRED {
        pair_all(places, seeds);
        return;
    }
    let first = places.partition_point(|p| p.document == places[0].document);
    for hub in &places[..first] {
        seeds.extend(places[first..].iter().map(|place| seed(hub, place)));
    }
    let mut ahead: Vec<(&[Token], Posting)> = places
        .iter()
        .filter_map(|p| {
            let start = p.position as usize;
            let tokens = texts.tokens[p.document as usize].get(start..start + texts.ahead)?;
            Some((tokens, *p))
        })
        .collect();
    ahead.sort_unstable();
    for group in ahead.chunk_by(|x, y| x.0 == y.0) {
        let places: Vec<Posting> = group.iter().map(|(_, place)| *place).collect();
        if !pair_few(&places, seeds) {
            link_passages(&places, texts, seeds);
        }
    }
}

/// Pairs all of a few places, or else each with the first; returns whether they are few.
fn pair_few(places: &[Posting], seeds: &mut Vec<Seed>) -> bool {
    let [hub, others @ ..] = places else { return true };
    if places.len() <= PAIRED {
        pair_all(places, seeds);
        return true;
    }
    seeds.extend(others.iter().filter(|p| p.document != hub.document).map(|p| seed(hub, p)));
    false
}

/// Links the places, all alike in what is ahead of them, that share a whole passage: any of those that the shingle may
/// have been selected from.
fn link_passages(places: &[Posting], texts: &Texts<'_>, seeds: &mut Vec<Seed>) {
    for before in 0..texts.window {
        let passage = |p: &Posting| {
            let start = (p.position as usize).checked_sub(before)?;
            let length = texts.ahead + texts.window - 1;
            texts.tokens[p.document as usize].get(start..start + length)
        };
        let mut passages: Vec<(&[Token], Posting)> =
            places.iter().filter_map(|p| Some((passage(p)?, *p))).collect();
        passages.sort_unstable();
        for group in passages.chunk_by(|x, y| x.0 == y.0) {
            // All are linked with the first one already.
            if group[0].1 != places[0] {
                let places: Vec<Posting> = group.iter().map(|(_, place)| *place).collect();
                pair_few(&places, seeds);
            }
        }
    }
}

fn pair_all(places: &[Posting], seeds: &mut Vec<Seed>) {
    for (at, a) in places.iter().enumerate() {
        let others = places[at + 1..].iter().filter(|b| b.document != a.document);
        seeds.extend(others.map(|b| seed(a, b)));
    }
}

fn seed(a: &Posting, b: &Posting) -> Seed {
    Seed {
        a: DocumentId(a.document),
        b: DocumentId(b.document),
        a_at: a.position,
        b_at: b.position,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests::tokens;
    use crate::fingerprint::Selected;

    fn of(documents: &[&[u64]]) -> Vec<(u32, u32)> {
        let mut selections = Selections::default();
        for fingerprints in documents {
            let selected = fingerprints.iter().zip(0..);
            let selected: Vec<_> = selected
                .map(|(&fingerprint, position)| Selected { fingerprint, position })
                .collect();
            selections.push(&selected);
        }
        let ids: Vec<_> = (0..documents.len() as u32).map(|id| Some(DocumentId(id))).collect();
        let tokens: Vec<&[Token]> = vec![&[]; documents.len()];
        let texts = Texts { tokens: &tokens, ahead: 20, window: 4, texts: &[] };
        seeds(vec![selections], &ids, &texts).0.iter().map(|s| (s.a.0, s.b.0)).collect()
    }

    #[test]
    fn a_shared_shingle_is_a_seed() {
        assert_eq!(of(&[&[1, 2], &[3, 2], &[4]]), [(0, 1)]);
        assert_eq!(of(&[&[5], &[5], &[5]]), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn a_repeat_inside_a_document_is_no_seed() {
        assert!(of(&[&[1, 1, 1], &[2]]).is_empty());
    }

    #[test]
    fn a_shingle_of_many_documents_is_linked_through_the_first() {
        let documents = vec![&[7_u64] as &[u64]; 1000];
        let seeds = of(&documents);
        assert_eq!(seeds.len(), 999);
        assert!(seeds.iter().all(|(a, _)| *a == 0));
    }

    /// Of a footer too short for a passage, selected where it begins, two documents have the words before it as well.
    #[test]
    fn a_passage_of_two_documents_is_linked_where_many_have_most_of_it() {
        let footer: Vec<String> = (0..17).map(|n| format!("f{n}")).collect();
        let texts: Vec<Box<[Token]>> = (0..40)
            .map(|at| {
                let before = if [21, 30].contains(&at) {
                    "one two three".into()
                } else {
                    format!("x{at} y{at} z{at}")
                };
                tokens(&format!("{before} {}", footer.join(" ")))
            })
            .collect();
        let tokens: Vec<&[Token]> = texts.iter().map(|tokens| &**tokens).collect();
        let mut selections = Selections::default();
        for _ in &texts {
            selections.push(&[Selected { fingerprint: 7, position: 3 }]);
        }
        let ids: Vec<_> = (0..40).map(|id| Some(DocumentId(id))).collect();
        let texts = Texts { tokens: &tokens, ahead: 17, window: 4, texts: &[] };
        let (seeds, _) = seeds(vec![selections], &ids, &texts);
        let beside_hub: Vec<_> =
            seeds.iter().filter(|s| s.a.0 != 0).map(|s| (s.a.0, s.b.0)).collect();
        assert_eq!(beside_hub, [(21, 30)]);
    }
}
