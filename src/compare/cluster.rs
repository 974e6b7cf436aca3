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
/// Anchors are the documents with a date, in order, and then those of which the others have most
/// words: a scan with many errors may be the longest, and two scans match a clean text better than
/// each other.
/// `compare` aligns an anchor with a document that was found through another copy only, and returns
/// the pair if it is near. In the end each copy is in the
/// star whose anchor it matches best. Each near pair is in a star, or both its documents are in one
/// star, or it joins two stars and is told, or another that joins them is.
/// Returns the anchor of the star that each document is in, too: what joins two stars is told as a further one, in which no
/// document is.
pub(super) fn stars(
    near: Vec<PairMatch>,
    is_dated: impl Fn(DocumentId) -> bool,
    mut compare: impl FnMut(DocumentId, DocumentId) -> Option<PairMatch>,
) -> (Vec<Star>, BTreeMap<DocumentId, DocumentId>) {
    let mut sky = Sky::of(&near);
    let mut found: BTreeMap<Edge, PairMatch> = BTreeMap::new();
    for anchor in sky.preferred(&near, is_dated) {
        if !sky.take(anchor, anchor) {
            continue;
        }
        let mut copies: Vec<DocumentId> = Vec::new();
        for (other, _) in sky.neighbours[&anchor].clone() {
            if sky.take(other, anchor) {
                copies.push(other);
            }
        }
        let mut next = 0;
        while next < copies.len() {
            for (other, _) in sky.neighbours[&copies[next]].clone() {
                if !sky.anchor_of.contains_key(&other)
                    && sky.tried.insert((anchor, other))
                    && let Some(pair) = compare(anchor, other)
                {
                    sky.take(other, anchor);
                    copies.push(other);
                    found.insert((anchor, other), pair);
                }
            }
            next += 1;
        }
    }
    sky.attach(&near, &found);
    let mut stars = sky.stars(&near, found);
    stars.extend(bridges(near, &sky.anchor_of));
    stars.sort_by_key(|star| (star.anchor, star.copies.first().map(|pair| pair.b)));
    (stars, sky.anchor_of)
}

/// An anchor and a copy of it.
type Edge = (DocumentId, DocumentId);

/// Documents, their near ones, and which star each is in.
struct Sky {
    /// Near documents in order, each with the place of the pair.
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

    /// The documents in the order in which they are preferred as anchors.
    fn preferred(
        &self,
        near: &[PairMatch],
        is_dated: impl Fn(DocumentId) -> bool,
    ) -> Vec<DocumentId> {
        let mut all: Vec<(u64, DocumentId)> = Vec::with_capacity(self.neighbours.len());
        for (&id, neighbours) in &self.neighbours {
            let told = neighbours.iter().map(|(_, at)| equal_tokens(&near[*at])).sum();
            all.push((if is_dated(id) { u64::MAX } else { told }, id));
        }
        all.sort_by_key(|(told, id)| (std::cmp::Reverse(*told), *id));
        all.into_iter().map(|(_, id)| id).collect()
    }

    /// Puts a document into a star; returns whether it was in none.
    fn take(&mut self, document: DocumentId, anchor: DocumentId) -> bool {
        let free = !self.anchor_of.contains_key(&document);
        if free {
            self.anchor_of.insert(document, anchor);
        }
        free
    }

    /// Moves each copy to the star whose anchor it matches best; `found` are the pairs that are not among the near ones.
    fn attach(&mut self, near: &[PairMatch], found: &BTreeMap<Edge, PairMatch>) {
        for (document, neighbours) in &self.neighbours {
            let own = self.anchor_of[document];
            if own == *document {
                continue;
            }
            let match_with = |anchor: DocumentId| {
                let pair = pair_with(neighbours, anchor).map(|at| &near[at]);
                pair.or_else(|| found.get(&(anchor, *document))).map_or(0, equal_tokens)
            };
            let is_anchor = |other: &DocumentId| self.anchor_of[other] == *other;
            let mut best = (own, match_with(own));
            for other in neighbours.iter().map(|(other, _)| *other).filter(is_anchor) {
                if match_with(other) > best.1 {
                    best = (other, match_with(other));
                }
            }
            self.anchor_of.insert(*document, best.0);
        }
    }

    /// The stars; `found` are the pairs that are not among the near ones.
    fn stars(&self, near: &[PairMatch], mut found: BTreeMap<Edge, PairMatch>) -> Vec<Star> {
        let mut copies: BTreeMap<DocumentId, Vec<PairMatch>> = BTreeMap::new();
        for (&document, &anchor) in self.anchor_of.iter().filter(|(id, anchor)| id != anchor) {
            let pair = match pair_with(&self.neighbours[&anchor], document) {
                Some(at) => Some(near[at].clone()),
                None => found.remove(&(anchor, document)),
            };
            let turned = pair.map(|pair| if pair.a == anchor { pair } else { pair.swapped() });
            copies.entry(anchor).or_default().extend(turned);
        }
        copies.into_iter().map(|(anchor, copies)| Star { anchor, copies }).collect()
    }
}

/// Returns the place of the pair that a document makes with another one; its neighbours are in order, as the pairs are.
fn pair_with(neighbours: &[(DocumentId, usize)], other: DocumentId) -> Option<usize> {
    let at = neighbours.binary_search_by_key(&other, |(id, _)| *id).ok()?;
    Some(neighbours[at].1)
}

fn equal_tokens(pair: &PairMatch) -> u64 {
    pair.passages.iter().map(|passage| u64::from(passage.identical())).sum()
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
    use crate::compare::passage::Passage;
    use crate::compare::run::Run;

    fn near(a: u32, b: u32) -> PairMatch {
        PairMatch {
            a: DocumentId(a),
            b: DocumentId(b),
            passages: vec![Passage::exact(Run { a: 0, b: 0, length: 9 })],
            coverage_a: 1.0,
            coverage_b: 1.0,
            relation: Relation::Near,
        }
    }

    /// The same with more equal tokens.
    fn better(a: u32, b: u32) -> PairMatch {
        let passages = vec![Passage::exact(Run { a: 0, b: 0, length: 30 })];
        PairMatch { passages, ..near(a, b) }
    }

    /// Anchors and copies.
    fn members(stars: &[Star]) -> Vec<(u32, Vec<u32>)> {
        stars.iter().map(|s| (s.anchor.0, s.copies.iter().map(|c| c.b.0).collect())).collect()
    }

    /// `direct`: the pairs that `compare` finds near.
    fn check(pairs: &[(u32, u32)], direct: &[(u32, u32)], expected: &[(u32, &[u32])]) {
        let pairs = pairs.iter().map(|&(a, b)| near(a, b)).collect();
        let compare =
            |a: DocumentId, b: DocumentId| direct.contains(&(a.0, b.0)).then(|| near(a.0, b.0));
        let (stars, _) = stars(pairs, |_| true, compare);
        let expected: Vec<(u32, Vec<u32>)> =
            expected.iter().map(|(a, c)| (*a, c.to_vec())).collect();
        assert_eq!(members(&stars), expected);
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
    fn the_first_is_the_anchor_by_date_and_else_the_one_that_is_told_most() {
        let pairs = [(0, 1), (1, 2), (1, 3)].map(|(a, b)| near(a, b)).to_vec();
        let anchors = |dated: bool| -> Vec<u32> {
            stars(pairs.clone(), |_| dated, |_, _| None)
                .0
                .iter()
                .map(|star| star.anchor.0)
                .collect()
        };
        assert_eq!(anchors(true), [0, 1]);
        assert_eq!(anchors(false), [1]);
    }

    #[test]
    fn a_copy_is_in_the_star_that_it_matches_best() {
        let pairs = vec![near(0, 1), near(0, 2), better(2, 3), near(3, 4)];
        let (stars, _) = stars(pairs, |_| true, |_, _| None);
        assert_eq!(members(&stars), [(0, vec![1]), (0, vec![2]), (3, vec![2, 4])]);
    }

    /// The second copy was found through the first one; a third is near to it alone.
    #[test]
    fn a_copy_found_through_another_copy_stays_with_the_anchor_that_it_matches_best() {
        let pairs = vec![near(0, 1), near(1, 2), near(2, 3)];
        let compare = |a: DocumentId, b: DocumentId| ((a.0, b.0) == (0, 2)).then(|| better(0, 2));
        let (stars, _) = stars(pairs, |_| true, compare);
        assert_eq!(members(&stars), [(0, vec![1, 2]), (2, vec![3])]);
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

    #[test]
    fn what_joins_two_stars_is_a_star_in_which_no_document_is() {
        let pairs = [(0, 1), (0, 2), (1, 4), (2, 5), (3, 4), (3, 5)].map(|(a, b)| near(a, b));
        let (_, anchor_of) = stars(pairs.to_vec(), |_| true, |_, _| None);
        let anchors: Vec<(u32, u32)> = anchor_of.into_iter().map(|(id, of)| (id.0, of.0)).collect();
        assert_eq!(anchors, [(0, 0), (1, 0), (2, 0), (3, 3), (4, 3), (5, 3)]);
    }
}
