//! Matches in, those that say something that no other one says out.
//!
//! A copy that differs by a word at the edge of a passage makes a group of its own of places that another group has, too.

use std::cmp::Reverse;
use std::ops::Range;

use super::DocumentId;
use super::found::Match;

/// Places before another one in its document that are asked whether they hold it.
const LOOK_BACK: usize = 32;

/// A place, and the match that it is one of, in the order of documents.
type Told = (DocumentId, u32, u32, usize);

/// Leaves out the matches of which every place lies in one of another match of their rule. Sorts the places, and is linear
/// in them.
pub(super) fn told_once(mut matches: Vec<Match>) -> Vec<Match> {
    let mut all: Vec<Told> = Vec::new();
    for (at, found) in matches.iter().enumerate() {
        all.extend(places(found).map(|(document, place)| (document, place.start, place.end, at)));
    }
    all.sort_unstable();
    let length = |found: &Match| -> usize { places(found).map(|(_, place)| place.len()).sum() };
    let lengths: Vec<usize> = matches.iter().map(length).collect();
    let size = |at: usize| (lengths[at], Reverse(at));
    let is_told = |(at, found): (usize, &Match)| {
        let mut of_found = places(found);
        let Some(first) = of_found.next() else { return false };
        let mut others: Vec<usize> = holders(&all, &first)
            .filter(|other| *other != at && matches[*other].rule == found.rule)
            .collect();
        for place in of_found {
            others.retain(|other| holders(&all, &place).any(|holder| holder == *other));
            if others.is_empty() {
                return false;
            }
        }
        // Of two that hold each other the first one stays.
        others.into_iter().any(|other| size(other) > size(at))
    };
    let told: Vec<bool> = matches.iter().enumerate().map(is_told).collect();
    let mut told = told.into_iter();
    matches.retain(|_| !told.next().unwrap_or(false));
    matches
}

/// The places of a match: the anchor's, and the copies'.
fn places(found: &Match) -> impl Iterator<Item = (DocumentId, Range<u32>)> + '_ {
    let copies = found.copies.iter().map(|copy| (copy.document, copy.range.clone()));
    std::iter::once((found.anchor, found.range.clone())).chain(copies)
}

/// Returns the matches of which a place holds this one.
fn holders<'a>(
    all: &'a [Told],
    (document, place): &(DocumentId, Range<u32>),
) -> impl Iterator<Item = usize> + 'a {
    let (document, place) = (*document, place.clone());
    let behind = all.partition_point(|(of, start, ..)| (*of, *start) <= (document, place.start));
    let before = all[..behind].iter().rev().take(LOOK_BACK);
    let in_document = before.take_while(move |(of, ..)| *of == document);
    in_document.filter(move |(_, _, end, _)| *end >= place.end).map(|(.., at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::found::Member;
    use crate::compare::rule::Rule;

    type Places<'a> = &'a [(u32, Range<u32>)];

    fn found(rule: Rule, places: Places<'_>) -> Match {
        let member = |(document, range): &(u32, Range<u32>)| Member {
            document: DocumentId(*document),
            range: range.clone(),
            passages: Vec::new(),
            coverage: None,
        };
        let (anchor, copies) = places.split_first().unwrap();
        Match {
            rule,
            anchor: DocumentId(anchor.0),
            range: anchor.1.clone(),
            copies: copies.iter().map(member).collect(),
        }
    }

    #[track_caller]
    fn check(matches: &[(Rule, Places<'_>)], left: &[usize]) {
        let all: Vec<Match> = matches.iter().map(|(rule, places)| found(*rule, places)).collect();
        let expected: Vec<Match> = left.iter().map(|at| all[*at].clone()).collect();
        assert_eq!(told_once(all), expected);
    }

    #[test]
    fn places_that_another_match_of_the_rule_has_are_told_once() {
        let (near, exact) = (Rule::NearPassage, Rule::ExactPassage);
        let all: Places<'_> = &[(0, 5..60), (2, 0..55), (3, 9..60), (7, 0..50)];
        let some: Places<'_> = &[(3, 10..60), (7, 1..50)];
        check(&[(near, some), (near, all)], &[1]);
        check(&[(near, all), (near, some)], &[0]);
        check(&[(near, all), (exact, some)], &[0, 1]);
        check(&[(near, all), (near, all), (near, all)], &[0]);
        // One place in another document, or by a token longer.
        check(&[(near, all), (near, &[(3, 10..60), (8, 1..50)])], &[0, 1]);
        check(&[(near, all), (near, &[(3, 10..61), (7, 1..50)])], &[0, 1]);
        // Both places in one match each, but of two.
        check(&[(near, &[(1, 0..9), (2, 0..9)]), (near, &[(1, 0..9), (3, 0..9)])], &[0, 1]);
    }
}
