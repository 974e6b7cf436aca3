//! Pairs that share passages in, groups out: one passage and every document in which it stands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Exact, Token};

use super::coverage::{are_one_place, overlap};
use super::evidence::Pair;
use super::joined::Joined;
use super::pair::PairMatch;
use super::passage::{Passage, slice};
use super::rule::Rule;
use super::run::Run;
use super::spent::Spent;
use super::{DocumentId, Text};

/// A passage and where else it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SharedPassage {
    /// The document that has it first.
    pub(super) anchor: DocumentId,
    /// Tokens of the anchor.
    pub(super) range: Range<u32>,
    /// The other documents, each with the passage as aligned with the anchor.
    pub(super) copies: Vec<(DocumentId, Passage)>,
}

impl SharedPassage {
    /// Returns whether all its documents are of one source.
    pub(super) fn is_of_one_source(&self, texts: &[Text<'_>]) -> bool {
        let source = |id: DocumentId| texts[id.0 as usize].source;
        self.copies.iter().all(|(copy, _)| source(*copy) == source(self.anchor))
    }
}

/// Groups that a thread takes at a time: with more, the last thread is waited for.
const COPIED_A_TASK: usize = 1 << 10;
/// Share of a passage that a longer one must hold for it to be told already.
const HELD: f64 = 0.8;

/// The tokens of a place, and the group that has it.
type Place = (Range<u32>, usize);

/// Where groups have places in each document, by its id.
struct Places(Vec<OfDocument>);

/// Where groups have places in one document.
#[derive(Default, Clone)]
struct OfDocument {
    /// First token, and how many places were put in before → (token behind, group). Of those that begin together the
    /// first one counts as the last.
    places: BTreeMap<(u32, Reverse<u32>), (u32, u32)>,
    /// Tokens of the longest place.
    longest: u32,
}

/// A group as the passages of pairs that are in it.
struct Group {
    anchor: DocumentId,
    /// Tokens of the anchor.
    range: Range<u32>,
    /// For each copy the number of its pair, and of the passage in it.
    copies: Vec<(u32, u32)>,
}

/// Passages of pairs as groups.
pub(super) struct Groups {
    /// In the order of their anchors and places.
    all: Vec<Group>,
    places: Places,
    /// Which of them say the same, as they have a place in common.
    joined: Joined,
}

impl Groups {
    /// Returns the groups of sorted pairs.
    ///
    /// A pair whose both places stand in one group already is not
    /// told again, so that n papers with one passage are one group.
    pub(super) fn of(pairs: &[PairMatch]) -> Self {
        let mut groups =
            Self { all: Vec::new(), places: Places::of(pairs), joined: Joined::default() };
        let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
        for (pair, at) in pairs.iter().zip(0..) {
            for (passage, of_pair) in pair.passages.iter().zip(0..) {
                groups.places.overlapping(pair.a, &passage.a, &mut of_a);
                groups.places.overlapping(pair.b, &passage.b, &mut of_b);
                let group = groups.add((pair, passage), (at, of_pair), (&of_a, &of_b));
                let at_a = of_a.iter().filter(|(place, _)| are_one_place(&passage.a, place));
                let at_b = of_b.iter().filter(|(place, _)| are_one_place(&passage.b, place));
                for (_, other) in at_a.chain(at_b) {
                    groups.joined.join(group as u32, *other as u32);
                }
            }
        }
        groups.joined.settle();
        groups
    }

    /// Adds a passage of a pair, where both are found so; beside its places are those of these groups. Returns its group.
    fn add(
        &mut self,
        (pair, passage): (&PairMatch, &Passage),
        found: (u32, u32),
        (of_a, of_b): (&[Place], &[Place]),
    ) -> usize {
        let holds = |(range, group): &&Place| {
            is_held(&passage.a, range)
                && of_b.iter().any(|(other, g)| g == group && is_held(&passage.b, other))
        };
        if let Some((_, group)) = of_a.iter().find(holds) {
            return *group;
        }
        let joins = |(range, group): &&Place| {
            self.all[*group].anchor == pair.a && are_one_place(&passage.a, range)
        };
        let group = of_a.iter().find(joins).map_or(self.all.len(), |(_, group)| *group);
        if group == self.all.len() {
            let range = passage.a.clone();
            self.places.insert(pair.a, &range, group);
            self.all.push(Group { anchor: pair.a, range, copies: Vec::new() });
        }
        self.places.insert(pair.b, &passage.b, group);
        self.all[group].copies.push(found);
        group
    }

    /// Returns whether other passages lead from one place of a passage to the other one, over further documents.
    pub(super) fn lead(&self, both: Pair, passage: &Passage) -> bool {
        let first = |id: DocumentId, range: &Range<u32>| -> Vec<u32> {
            let mut found = Vec::new();
            self.places.overlapping(id, range, &mut found);
            let same = found.iter().filter(|(place, _)| are_one_place(range, place));
            same.map(|(_, group)| self.joined.first(*group as u32)).collect()
        };
        let of_a = first(both.0, &passage.a);
        !of_a.is_empty() && first(both.1, &passage.b).iter().any(|group| of_a.contains(group))
    }

    /// Returns the groups, with the passages of the pairs that they were made of; the rest is spent.
    pub(super) fn into_all(self, pairs: &[PairMatch], spent: &mut Spent) -> Vec<SharedPassage> {
        spent.keep(self.places);
        let copy = |(pair, passage): (u32, u32)| {
            let pair = &pairs[pair as usize];
            (pair.b, pair.passages[passage as usize].clone())
        };
        let shared = |Group { anchor, range, copies }| {
            let copies = copies.into_iter().map(copy).collect();
            SharedPassage { anchor, range, copies }
        };
        self.all.into_par_iter().with_max_len(COPIED_A_TASK).map(shared).collect()
    }
}

/// Makes groups of one rule whose anchors say the same one group: a passage that was found between two pairs
/// of documents is told once.
pub(super) fn join_equal<'a>(
    groups: Vec<(Rule, SharedPassage)>,
    tokens: impl Fn(DocumentId) -> &'a [Token] + Sync,
) -> Vec<(Rule, SharedPassage)> {
    let said = |group: &SharedPassage| slice(tokens(group.anchor), &group.range);
    let exact = |(_, group): &(Rule, SharedPassage)| Exact::of(said(group));
    let exact: Vec<Exact> = groups.par_iter().map(exact).collect();
    let mut joined: Vec<(Rule, SharedPassage)> = Vec::with_capacity(groups.len());
    let mut known: HashMap<(Rule, Exact), usize> = HashMap::with_capacity(groups.len());
    for ((rule, group), exact) in groups.into_iter().zip(exact) {
        let place = *known.entry((rule, exact)).or_insert(joined.len());
        match joined.get_mut(place) {
            Some((_, first)) if said(first) == said(&group) => first.take(group),
            _ => joined.push((rule, group)),
        }
    }
    joined
}

impl SharedPassage {
    /// Takes the documents of a group whose anchor has the same tokens.
    fn take(&mut self, other: Self) {
        let known: HashSet<DocumentId> =
            self.copies.iter().map(|(document, _)| *document).collect();
        let (here, there) = (self.range.start, other.range.start);
        let moved = |run: &Run| Run { a: run.a - there + here, ..*run };
        let length = other.range.len() as u32;
        let anchor = Passage::exact(Run { a: here, b: there, length });
        // What reaches beyond the anchor's range has other tokens there in this anchor's document.
        let copies = other.copies.into_iter().filter_map(|(document, passage)| {
            let Passage { a, b, runs } = passage.part(&anchor.b, &(0..u32::MAX))?;
            let a = a.start - there + here..a.end - there + here;
            Some((document, Passage { a, b, runs: runs.iter().map(moved).collect() }))
        });
        let mut new: Vec<(DocumentId, Passage)> = copies.collect();
        new.push((other.anchor, anchor));
        new.retain(|(id, _)| *id != self.anchor && !known.contains(id));
        self.copies.extend(new);
        self.copies.sort_by_key(|(id, passage)| (*id, passage.b.start));
    }
}

/// First tokens of places before a passage's end that are looked at, each with all places that begin there.
const LOOK_BACK: usize = 64;

impl Places {
    /// Returns room for places in the documents of some pairs.
    fn of(pairs: &[PairMatch]) -> Self {
        let documents = pairs.iter().map(|pair| pair.a.max(pair.b).0 as usize + 1).max();
        Self(vec![OfDocument::default(); documents.unwrap_or(0)])
    }

    fn insert(&mut self, document: DocumentId, range: &Range<u32>, group: usize) {
        let OfDocument { places, longest } = &mut self.0[document.0 as usize];
        places.insert((range.start, Reverse(places.len() as u32)), (range.end, group as u32));
        *longest = range.end.saturating_sub(range.start).max(*longest);
    }

    /// Puts the places of a document that overlap a range, and their groups, into `out`, the last ones first.
    fn overlapping(&self, document: DocumentId, range: &Range<u32>, out: &mut Vec<Place>) {
        out.clear();
        let OfDocument { places, longest } = &self.0[document.0 as usize];
        let (mut starts, mut last) = (0, None);
        for (&(start, _), &(end, group)) in places.range(..(range.end, Reverse(u32::MAX))).rev() {
            starts += usize::from(last.replace(start) != Some(start));
            // What begins earlier reaches not so far, however long it is.
            if starts > LOOK_BACK || start.saturating_add(*longest) <= range.start {
                break;
            }
            if end > range.start {
                out.push((start..end, group as usize));
            }
        }
    }
}

fn is_held(inner: &Range<u32>, outer: &Range<u32>) -> bool {
    f64::from(overlap(inner, outer)) >= HELD * inner.len() as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::run::tests::tokens;

    fn passage(a: u32, b: u32, length: u32) -> Passage {
        Passage::exact(Run { a, b, length })
    }

    proptest! {
        #[test]
        fn the_places_that_overlap_are_those_of_a_list(
            places in prop::collection::vec((0..60_u32, 1..30_u32), 0..200),
            (start, length) in (0..60_u32, 1..20_u32),
        ) {
            let mut held = Places(vec![OfDocument::default(); 2]);
            for (group, (start, length)) in places.iter().enumerate() {
                held.insert(DocumentId(1), &(*start..start + length), group);
            }
            let mut found = Vec::new();
            held.overlapping(DocumentId(1), &(start..start + length), &mut found);
            let all = places.iter().enumerate();
            let mut expected: Vec<Place> = all
                .map(|(group, (start, length))| (*start..start + length, group))
                .filter(|(place, _)| place.start < start + length && place.end > start)
                .collect();
            // The last ones first, and those that begin together as they were put in.
            expected.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn groups_with_equal_anchors_are_one() {
        let texts = [tokens("x p q r s"), tokens("p q r s"), tokens("y y p q r s z")];
        let group =
            |anchor, range, copies| SharedPassage { anchor: DocumentId(anchor), range, copies };
        let copy = |id, passage| vec![(DocumentId(id), passage)];
        // The last copy reaches one token beyond its anchor's range.
        let groups = vec![
            (Rule::NearPassage, group(0, 1..5, copy(3, passage(1, 7, 4)))),
            (Rule::NearPassage, group(2, 2..6, copy(4, passage(2, 0, 5)))),
            (Rule::ExactPassage, group(1, 0..4, copy(5, passage(0, 0, 4)))),
        ];
        let joined = join_equal(groups, |id| &texts[id.0 as usize]);
        assert_eq!(joined.len(), 2);
        let near = &joined[0].1;
        let expected = [(2, passage(1, 2, 4)), (3, passage(1, 7, 4)), (4, passage(1, 0, 4))];
        assert_eq!(near.copies, expected.map(|(id, passage)| (DocumentId(id), passage)));
    }
}
