//! Matches in, the places of standing text out: what an article has twice of it is told as that, and as no repeat.

use std::collections::HashMap;
use std::ops::Range;

use super::DocumentId;
use super::coverage::{overlap, union};
use super::found::Match;
use super::repeat::Repeat;
use super::rule::Rule;

/// The tokens of each document that are standing text.
#[derive(Debug, Default)]
pub(crate) struct StandingPlaces(HashMap<DocumentId, Vec<Range<u32>>>);

/// Fewest copies of standing text: what stands in two articles may be of one of them.
const COPIES: usize = 2;
/// Share of a place that is standing text from which on it is nothing else.
const MOST: f64 = 0.8;

impl StandingPlaces {
    /// Returns those of what documents have in common, whose sources are `sources`: none where all are of one, since what
    /// others have tells a story that goes on from what is set into each article.
    pub(crate) fn of(matches: &[Match], sources: &[u32]) -> Self {
        if sources.iter().all(|source| *source == sources[0]) {
            return Self::default();
        }
        let mut places: HashMap<DocumentId, Vec<Range<u32>>> = HashMap::new();
        let is_standing =
            |found: &&Match| found.rule == Rule::Boilerplate && found.copies.len() >= COPIES;
        for found in matches.iter().filter(is_standing) {
            places.entry(found.anchor).or_default().push(found.range.clone());
            for copy in &found.copies {
                places.entry(copy.document).or_default().push(copy.range.clone());
            }
        }
        Self(places.into_iter().map(|(document, ranges)| (document, union(ranges))).collect())
    }

    /// Returns whether a document repeats a passage of which one place at least is standing text: links and captions that
    /// its source sets into many articles, into this one twice.
    pub(crate) fn hold(&self, document: DocumentId, repeat: &Repeat) -> bool {
        let Some(standing) = self.0.get(&document) else { return false };
        let is_standing = |place: &Range<u32>| {
            // Of many places in a text that has many: only those beside it.
            let first = standing.partition_point(|range| range.end <= place.start);
            let beside = standing[first..].iter().take_while(|range| range.start < place.end);
            let common: u32 = beside.map(|range| overlap(range, place)).sum();
            f64::from(common) >= MOST * place.len() as f64
        };
        let copies = repeat.copies.iter().map(|copy| &copy.range);
        repeat.rule == Rule::RepeatedPassage && copies.chain([&repeat.anchor]).any(is_standing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Again, Member};

    #[test]
    fn what_is_standing_text_in_one_place_is_no_repeat() {
        let member = |id, range| Member {
            document: DocumentId(id),
            range,
            passages: Vec::new(),
            coverage: None,
        };
        let match_of =
            |rule, copies| Match { rule, anchor: DocumentId(1), range: 500..540, copies };
        let matches = [
            match_of(Rule::Boilerplate, vec![member(2, 100..120), member(3, 0..20)]),
            match_of(Rule::Boilerplate, vec![member(2, 120..140), member(3, 20..40)]),
            match_of(Rule::NearPassage, vec![member(2, 300..400), member(3, 50..150)]),
            match_of(Rule::Boilerplate, vec![member(2, 600..640)]),
        ];
        let standing = StandingPlaces::of(&matches, &[1, 2]);
        let repeat = |rule, anchor, range| Repeat {
            rule,
            anchor,
            copies: vec![Again { range, passages: Vec::new() }],
        };
        let of_passage = |anchor, range| repeat(Rule::RepeatedPassage, anchor, range);
        let holds = |id, repeat: &Repeat| standing.hold(DocumentId(id), repeat);
        assert!(holds(2, &of_passage(10..50, 100..140)));
        assert!(holds(2, &of_passage(100..150, 200..250)));
        assert!(!holds(2, &of_passage(100..151, 200..251)));
        assert!(!holds(2, &of_passage(310..350, 350..390)));
        assert!(!holds(2, &of_passage(600..640, 700..740)));
        assert!(!holds(4, &of_passage(100..140, 200..240)));
        let of_one = StandingPlaces::of(&matches, &[1, 1]);
        assert!(!of_one.hold(DocumentId(2), &of_passage(10..50, 100..140)));
        assert!(!holds(2, &repeat(Rule::RepeatedBody, 100..140, 200..240)));
    }
}
