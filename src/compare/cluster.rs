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
/// `compare` aligns an anchor with a document that was found through another copy only, and
/// returns the pair if it is near. Each near pair is in a star, or both its documents are in the same star, or
/// it joins two stars of which another pair is told.
pub(super) fn stars(
    near: Vec<PairMatch>,
    mut compare: impl FnMut(DocumentId, DocumentId) -> Option<PairMatch>,
) -> Vec<Star> {
    let mut anchor_of: BTreeMap<DocumentId, DocumentId> = BTreeMap::new();
    let mut stars: BTreeMap<DocumentId, Vec<PairMatch>> = BTreeMap::new();
    let mut refused: BTreeSet<(DocumentId, DocumentId)> = BTreeSet::new();
    let mut loose = Vec::new();
    for pair in near {
        let anchor = *anchor_of.entry(pair.a).or_insert(pair.a);
        if anchor_of.contains_key(&pair.b) {
            loose.push(pair);
            continue;
        }
        let through = if anchor == pair.a {
            Some(pair)
        } else if refused.contains(&(anchor, pair.b)) {
            loose.push(pair);
            None
        } else {
            let direct = compare(anchor, pair.b);
            if direct.is_none() {
                refused.insert((anchor, pair.b));
                loose.push(pair);
            }
            direct
        };
        if let Some(pair) = through {
            anchor_of.insert(pair.b, anchor);
            stars.entry(anchor).or_default().push(pair);
        }
    }
    let mut stars: Vec<Star> =
        stars.into_iter().map(|(anchor, copies)| Star { anchor, copies }).collect();
    stars.extend(bridges(loose, &anchor_of));
    stars.sort_by_key(|star| (star.anchor, star.copies.first().map(|pair| pair.b)));
    for star in &mut stars {
        star.copies.sort_by_key(|pair| pair.b);
    }
    stars
}

/// The pairs that join two stars, one for each two.
fn bridges(loose: Vec<PairMatch>, anchor_of: &BTreeMap<DocumentId, DocumentId>) -> Vec<Star> {
    let mut joined = BTreeSet::new();
    let mut bridges: BTreeMap<DocumentId, Vec<PairMatch>> = BTreeMap::new();
    for pair in loose {
        let star = |id: DocumentId| anchor_of.get(&id).copied().unwrap_or(id);
        let (x, y) = (star(pair.a), star(pair.b));
        if x != y && joined.insert((x.min(y), x.max(y))) {
            bridges.entry(pair.a).or_default().push(pair);
        }
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
        let stars = stars(pairs, |a, b| direct.contains(&(a.0, b.0)).then(|| near(a.0, b.0)));
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
    fn a_pair_between_two_stars_is_told_once() {
        check(
            &[(0, 1), (0, 2), (1, 4), (2, 5), (3, 4), (3, 5)],
            &[],
            &[(0, &[1, 2]), (1, &[4]), (3, &[4, 5])],
        );
        check(&[(0, 2), (1, 3), (2, 3)], &[], &[(0, &[2]), (1, &[3]), (2, &[3])]);
    }
}
