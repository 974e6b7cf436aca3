//! Near pairs in, stars out: an anchor and the documents that match it.
//!
//! Every member matched the anchor itself; nothing is chained. Documents come in the order in which
//! they are preferred as anchors, so that the first of a story is its anchor.

use std::collections::{BTreeMap, BTreeSet};

use super::DocumentId;
use super::pair::PairMatch;

/// A document and those that are copies of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Star {
    /// The anchor.
    pub(super) anchor: DocumentId,
    /// Its copies, in order, each with the anchor as the first document of the pair.
    pub(super) copies: Vec<PairMatch>,
}

/// Returns the stars of near pairs (sorted by both documents).
///
/// The first document in order is an anchor, unless `closer` names one of its copies instead (by
/// their numbers of near documents). `compare` aligns an anchor with a document that was found
/// through another copy only, and returns the pair if it is near. Each near pair is in a star, or both its
/// documents are in one star, or it joins two stars and is told, or another that joins them is.
pub(super) fn stars(
    near: Vec<PairMatch>,
    closer: impl Fn(DocumentId, &[(DocumentId, usize)]) -> DocumentId,
    mut compare: impl FnMut(DocumentId, DocumentId) -> Option<PairMatch>,
) -> Vec<Star> {
    let mut sky = Sky::of(&near);
    let mut stars = Vec::new();
    for first in sky.neighbours.keys().copied().collect::<Vec<_>>() {
        if sky.anchor_of.contains_key(&first) {
            continue;
        }
        let anchor = closer(first, &sky.free_neighbours(first));
        sky.anchor_of.insert(anchor, anchor);
        let mut copies: Vec<PairMatch> = Vec::new();
        for (other, at) in sky.neighbours[&anchor].clone() {
            if sky.take(other, anchor) {
                let pair = near[at].clone();
                copies.push(if pair.a == anchor { pair } else { pair.swapped() });
            }
        }
        let mut next = 0;
        while next < copies.len() {
            for (other, _) in sky.neighbours[&copies[next].b].clone() {
                if !sky.anchor_of.contains_key(&other)
                    && sky.tried.insert((anchor, other))
                    && let Some(pair) = compare(anchor, other)
                {
                    sky.take(other, anchor);
                    copies.push(pair);
                }
            }
            next += 1;
        }
        if !copies.is_empty() {
            copies.sort_by_key(|pair| pair.b);
            stars.push(Star { anchor, copies });
        }
    }
    stars.extend(bridges(near, &sky.anchor_of));
    stars.sort_by_key(|star| (star.anchor, star.copies.first().map(|pair| pair.b)));
    stars
}

/// Documents, their near ones, and which star each is in.
struct Sky {
    /// Near documents, each with the place of the pair.
    neighbours: BTreeMap<DocumentId, Vec<(DocumentId, usize)>>,
    anchor_of: BTreeMap<DocumentId, DocumentId>,
    /// Pairs of an anchor and a document that were compared on request.
    tried: BTreeSet<(DocumentId, DocumentId)>,
}

impl Sky {
    fn of(near: &[PairMatch]) -> Self {
        let mut neighbours: BTreeMap<DocumentId, Vec<(DocumentId, usize)>> = BTreeMap::new();
        for (at, pair) in near.iter().enumerate() {
            neighbours.entry(pair.a).or_default().push((pair.b, at));
            neighbours.entry(pair.b).or_default().push((pair.a, at));
        }
        Self { neighbours, anchor_of: BTreeMap::new(), tried: BTreeSet::new() }
    }

    /// The near documents that are in no star, and the document itself, with their numbers of near documents.
    fn free_neighbours(&self, document: DocumentId) -> Vec<(DocumentId, usize)> {
        let all = self.neighbours[&document].iter().map(|(other, _)| *other).chain([document]);
        let free = all.filter(|other| !self.anchor_of.contains_key(other));
        free.map(|other| (other, self.neighbours[&other].len())).collect()
    }

    /// Puts a document into a star; returns whether it was in none.
    fn take(&mut self, document: DocumentId, anchor: DocumentId) -> bool {
        let free = !self.anchor_of.contains_key(&document);
        if free {
            self.anchor_of.insert(document, anchor);
        }
        free
    }
}

/// The pairs that join two stars, of each two the one that is covered best.
fn bridges(near: Vec<PairMatch>, anchor_of: &BTreeMap<DocumentId, DocumentId>) -> Vec<Star> {
    let coverage = |pair: &PairMatch| pair.coverage_a.max(pair.coverage_b);
    let mut best: BTreeMap<(DocumentId, DocumentId), PairMatch> = BTreeMap::new();
    for pair in near {
        let star = |id: DocumentId| anchor_of.get(&id).copied().unwrap_or(id);
        let (x, y) = (star(pair.a), star(pair.b));
        let key = (x.min(y), x.max(y));
        if x != y && best.get(&key).is_none_or(|known| coverage(known) < coverage(&pair)) {
            best.insert(key, pair);
        }
    }
    let mut bridges: BTreeMap<DocumentId, Vec<PairMatch>> = BTreeMap::new();
    for pair in best.into_values() {
        bridges.entry(pair.a).or_default().push(pair);
    }
    bridges.into_iter().map(|(anchor, copies)| Star { anchor, copies }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::pair::Relation;

    fn near(a: u32, b: u32) -> PairMatch {
        PairMatch {
            a: DocumentId(a),
            b: DocumentId(b),
            passages: Vec::new(),
            coverage_a: 1.0,
            coverage_b: 1.0,
            relation: Relation::Near,
        }
    }

    /// `direct`: the pairs that `compare` finds near.
    fn check(pairs: &[(u32, u32)], direct: &[(u32, u32)], expected: &[(u32, &[u32])]) {
        let pairs = pairs.iter().map(|&(a, b)| near(a, b)).collect();
        let compare =
            |a: DocumentId, b: DocumentId| direct.contains(&(a.0, b.0)).then(|| near(a.0, b.0));
        let stars = stars(pairs, |first, _| first, compare);
        let found: Vec<(u32, Vec<u32>)> =
            stars.iter().map(|s| (s.anchor.0, s.copies.iter().map(|c| c.b.0).collect())).collect();
        let expected: Vec<(u32, Vec<u32>)> =
            expected.iter().map(|(a, c)| (*a, c.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn copies_of_one_text_are_one_star() {
        check(&[(0, 1), (0, 2), (1, 2)], &[], &[(0, &[1, 2])]);
    }

    #[test]
    fn a_copy_found_through_another_copy_joins_if_it_matches_the_anchor() {
        check(&[(0, 1), (1, 2)], &[(0, 2)], &[(0, &[1, 2])]);
    }

    #[test]
    fn a_copy_of_a_copy_that_does_not_match_the_anchor_is_told_apart() {
        check(&[(0, 1), (1, 2)], &[], &[(0, &[1]), (1, &[2])]);
    }

    #[test]
    fn a_copy_that_is_closer_to_the_others_is_the_anchor() {
        let pairs = [(0, 1), (1, 2), (1, 3)].map(|(a, b)| near(a, b)).to_vec();
        let closest = |_: DocumentId, free: &[(DocumentId, usize)]| {
            free.iter().max_by_key(|(_, near)| *near).expect("the first one is among them").0
        };
        let stars = stars(pairs, closest, |_, _| None);
        assert_eq!(stars.len(), 1);
        assert_eq!(stars[0].anchor, DocumentId(1));
        assert_eq!(stars[0].copies.iter().map(|c| c.b.0).collect::<Vec<_>>(), [0, 2, 3]);
    }

    #[test]
    fn a_pair_between_two_stars_is_told_once() {
        check(
            &[(0, 1), (0, 2), (1, 4), (2, 5), (3, 4), (3, 5)],
            &[],
            &[(0, &[1, 2]), (1, &[4]), (3, &[4, 5])],
        );
        check(&[(0, 2), (1, 3), (2, 3)], &[], &[(0, &[2]), (1, &[3]), (2, &[3])]);
    }
}
