//! Postings of all documents in, seeds out: pairs of places that share a selected shingle.
//!
//! An inverted index of winnowed shingles (Schleimer, Wilkerson and Aiken 2003, section 4), kept in
//! partitions by fingerprint. What stands once is dropped before anything is sorted: of English
//! news that is six shingles of seven.
//!
//! A shingle of at most [`PAIRED`] documents pairs them all. One of more is linked through a hub, the
//! first of them, so that the work grows with the text; and where its documents agree on
//! so many more tokens that they share a passage, each group of at most `PAIRED` is paired as well.

use rayon::prelude::*;

use crate::fingerprint::{Selected, ShingleFingerprint, Token};

use super::DocumentId;

/// A selected shingle of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    fingerprint: ShingleFingerprint,
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

/// The selected shingles of many documents, by fingerprint.
#[derive(Debug)]
pub struct Postings {
    partitions: Vec<Vec<Posting>>,
}

/// Partitions of the index, by the lowest bits of the fingerprint (the highest are small in what
/// winnowing selects). A partition of a million news articles is some ten MB.
const PARTITIONS: usize = 256;
/// Documents of a shingle that are paired each with each. More than sixteen is a phrase of the
/// language or a story in many papers; both find each other through the hub.
const PAIRED: usize = 16;
/// Places of one shingle in one document that make seeds.
const PLACES: usize = 3;

impl Default for Postings {
    fn default() -> Self {
        Self { partitions: vec![Vec::new(); PARTITIONS] }
    }
}

impl Postings {
    /// Adds the selected shingles of a document, named by its place in reading order.
    pub fn add(&mut self, document: u32, selected: &[Selected]) {
        for &Selected { fingerprint, position } in selected {
            let partition = fingerprint as usize % PARTITIONS;
            self.partitions[partition].push(Posting { fingerprint, document, position });
        }
    }

    /// Adds the postings of another index, whose documents come `shift` places later.
    pub fn append(&mut self, other: Self, shift: u32) {
        for (partition, added) in self.partitions.iter_mut().zip(other.partitions) {
            let moved = added.into_iter().map(|p| Posting { document: p.document + shift, ..p });
            partition.extend(moved);
        }
    }

    /// Returns the number of postings.
    pub fn len(&self) -> usize {
        self.partitions.iter().map(Vec::len).sum()
    }

    /// Returns whether there is no posting.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the seeds of all pairs, sorted.
    ///
    /// `ids` gives each document's id by its place in reading order, `None` for a document that is
    /// not compared; `ahead` tokens from a shared shingle on belong to any shared passage.
    pub(super) fn seeds(self, ids: &[Option<DocumentId>], texts: &Texts<'_>) -> Vec<Seed> {
        let mut seeds: Vec<Seed> = self
            .partitions
            .into_par_iter()
            .map(|partition| partition_seeds(partition, ids, texts))
            .flatten_iter()
            .collect();
        seeds.par_sort_unstable();
        seeds
    }
}

/// The tokens of the documents, by id.
pub(super) struct Texts<'a> {
    /// The tokens of each document.
    pub(super) tokens: &'a [&'a [Token]],
    /// Tokens from a shingle on that belong to any passage which it was selected from.
    pub(super) ahead: usize,
}

fn partition_seeds(
    postings: Vec<Posting>,
    ids: &[Option<DocumentId>],
    texts: &Texts<'_>,
) -> Vec<Seed> {
    let mut shared: Vec<Posting> = keep_shared(postings)
        .into_iter()
        .filter_map(|p| Some(Posting { document: ids[p.document as usize]?.0, ..p }))
        .collect();
    shared.sort_unstable();
    let mut seeds = Vec::new();
    for group in shared.chunk_by(|p, q| p.fingerprint == q.fingerprint) {
        let places: Vec<Posting> = group
            .chunk_by(|p, q| p.document == q.document)
            .flat_map(|of_document| of_document.iter().take(PLACES).copied())
            .collect();
        link(&places, texts, &mut seeds);
    }
    seeds
}

/// Drops most of the postings whose fingerprint stands once: a bit a hash value for "seen" and one
/// for "seen again".
fn keep_shared(mut postings: Vec<Posting>) -> Vec<Posting> {
    let slots = (postings.len() * 8).next_power_of_two().max(64);
    let slot = |p: &Posting| (p.fingerprint >> 8) as usize & (slots - 1);
    let mut seen = vec![0_u64; slots / 64];
    let mut again = vec![0_u64; slots / 64];
    for posting in &postings {
        let (word, bit) = (slot(posting) / 64, 1 << (slot(posting) % 64));
        again[word] |= seen[word] & bit;
        seen[word] |= bit;
    }
    postings.retain(|p| again[slot(p) / 64] & (1 << (slot(p) % 64)) != 0);
    postings
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
        if places.len() <= PAIRED {
            pair_all(&places, seeds);
        } else {
            let hub = &places[0];
            seeds.extend(
                places[1..].iter().filter(|p| p.document != hub.document).map(|p| seed(hub, p)),
            );
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

    fn seeds(documents: &[&[u64]]) -> Vec<(u32, u32)> {
        let mut postings = Postings::default();
        for (document, fingerprints) in documents.iter().enumerate() {
            let selected = fingerprints.iter().enumerate();
            let selected: Vec<_> = selected
                .map(|(at, &fingerprint)| Selected { fingerprint, position: at as u32 })
                .collect();
            postings.add(document as u32, &selected);
        }
        let ids: Vec<_> = (0..documents.len() as u32).map(|id| Some(DocumentId(id))).collect();
        let tokens: Vec<&[Token]> = vec![&[]; documents.len()];
        let texts = Texts { tokens: &tokens, ahead: 20 };
        postings.seeds(&ids, &texts).iter().map(|s| (s.a.0, s.b.0)).collect()
    }

    #[test]
    fn a_shared_shingle_is_a_seed() {
        assert_eq!(seeds(&[&[1, 2], &[3, 2], &[4]]), [(0, 1)]);
        assert_eq!(seeds(&[&[5], &[5], &[5]]), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn a_repeat_inside_a_document_is_no_seed() {
        assert!(seeds(&[&[1, 1, 1], &[2]]).is_empty());
    }

    #[test]
    fn a_shingle_of_many_documents_is_linked_through_the_first() {
        let documents = vec![&[7_u64] as &[u64]; 1000];
        let seeds = seeds(&documents);
        assert_eq!(seeds.len(), 999);
        assert!(seeds.iter().all(|(a, _)| *a == 0));
    }
}
