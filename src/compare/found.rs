//! Classes, related pairs in, [`Match`]es out: what goes into the report, still in numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{is_of_characters, words};

use super::bare::{frames, set_framed_apart};
use super::cluster::{Star, stars};
use super::court::Court;
use super::coverage::hull;
use super::evidence::{Candidate, Pair};
use super::form::Form;
use super::frame::Frames;
use super::identical::{Class, Equal, is_notice};
use super::opening::Openings;
use super::pair::{PairMatch, Relation, judge};
use super::passage::{LIFTED, Passage, PassageFinder, slice, sort};
use super::reprint::set_reprints_near;
use super::rule::Rule;
use super::run::Run;
use super::shared::{Groups, SharedPassage, join_equal};
use super::spent::Spent;
use super::story::{Sharing, Stories};
use super::verdict::equal_words_needed;
use super::{DocumentId, Text};

/// Something that is told twice: the anchor's place, and the copies'.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    /// What it is.
    pub(crate) rule: Rule,
    /// The document that the others were compared with.
    pub(crate) anchor: DocumentId,
    /// Tokens of the anchor.
    pub(crate) range: Range<u32>,
    /// The copies, at least one.
    pub(crate) copies: Vec<Member>,
}

/// A copy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// The document.
    pub(crate) document: DocumentId,
    /// Its tokens.
    pub(crate) range: Range<u32>,
    /// How it aligns with the anchor, the anchor's side first.
    pub(crate) passages: Vec<Passage>,
    /// How much of either document lies in the passages; `None` where only passages were compared.
    pub(crate) coverage: Option<Coverage>,
}

/// How much of two documents lies in passages that they have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Coverage {
    /// Share of the copy's words, 0 to 1.
    pub(crate) of_copy: f64,
    /// Share of the anchor's words, 0 to 1.
    pub(crate) of_anchor: f64,
}

/// Pairs by what their documents are to each other.
#[derive(Default)]
struct Related {
    near: Vec<PairMatch>,
    /// The document that stands in the other one first, sorted.
    contained: Vec<PairMatch>,
    sharing: Vec<PairMatch>,
}

impl Related {
    fn of(pairs: Vec<PairMatch>) -> Self {
        let mut related = Self::default();
        for pair in pairs {
            match pair.relation {
                Relation::Near => related.near.push(pair),
                Relation::FirstInSecond => related.contained.push(pair),
                Relation::SecondInFirst => related.contained.push(pair.swapped()),
                Relation::Shared => related.sharing.push(pair),
                Relation::Unrelated => {}
            }
        }
        related.contained.sort_by_key(PairMatch::both);
        related
    }
}

/// Returns the matches of equal texts and of related pairs (sorted); `spent` takes what is not needed any more.
pub(super) fn matches(
    Equal { folded, told }: Equal,
    mut related: Vec<PairMatch>,
    court: &Court<'_>,
    spent: &mut Spent,
) -> Vec<Match> {
    let texts = court.texts;
    set_reprints_near(&mut related, court);
    let frames = frames(&related, court);
    set_framed_apart(&mut related, &frames, court);
    let Related { near, contained, mut sharing } = Related::of(related);
    let (stars, star_of) = near_stars(near, &frames, court);
    sharing.retain(|pair| {
        star_of.get(&pair.a).is_none_or(|anchor| star_of.get(&pair.b) != Some(anchor))
    });
    let stories = Stories::of(&stars);
    let mut matches: Vec<Match> = Vec::new();
    matches.extend(stars.into_iter().map(|star| near_match(star, &folded, texts)));
    let contained = contained.chunk_by(|p, q| p.a == q.a);
    let contained =
        contained.map(|pairs| document_match(Rule::ContainedDocument, pairs.to_vec(), texts));
    matches.extend(contained);
    matches.extend(passage_matches(sharing, (&stories, &frames), court, spent));
    matches.extend(told.into_iter().map(|class| identical_match(&class, court)));
    matches
}

/// The stars of near pairs (sorted), and the anchor of the star that each document is in.
fn near_stars(
    near: Vec<PairMatch>,
    frames: &Frames,
    court: &Court<'_>,
) -> (Vec<Star>, BTreeMap<DocumentId, DocumentId>) {
    let is_dated = |id: DocumentId| court.text(id).day.is_some();
    let mut finder = PassageFinder::default();
    let compare = |a, b| {
        if !court.is_in_scope((a, b)) {
            return None;
        }
        finder.index(court.tokens(a));
        let whole = Candidate::whole((a, b), court.tokens(b).len());
        let pair = judge(&mut finder, &whole, court);
        (pair.is_near_by_another(court) && pair.is_copy_without(frames, court)).then_some(pair)
    };
    stars(near, is_dated, compare)
}

/// Pairs that a thread takes at a time: with more, the last thread is waited for.
const PAIRS_A_TASK: usize = 64;
/// Groups that a thread takes at a time.
const GROUPS_A_TASK: usize = 64;

/// Returns the matches of the passages that pairs of documents share which are no copies; `sharing` sorted.
fn passage_matches(
    mut sharing: Vec<PairMatch>,
    (stories, frames): (&Stories, &Frames),
    court: &Court<'_>,
    spent: &mut Spent,
) -> Vec<Match> {
    let doubtful = told_by_themselves(&mut sharing, court);
    let groups = told_by_others(&mut sharing, doubtful, court, spent);
    let pairs = Sharing::new(&sharing);
    let shared = groups.into_all(&sharing, spent);
    let openings = Openings::of(&shared, court.texts);
    let shared = shared.into_par_iter().with_max_len(GROUPS_A_TASK);
    let rule = |group: &SharedPassage| {
        let rule = passage_rule(group, (stories, &pairs), court);
        let is_set_apart = rule != Rule::Boilerplate
            && (group.is_framed(frames, court) || openings.open(group, court.texts));
        if is_set_apart { Rule::Boilerplate } else { rule }
    };
    let shared = shared.map(|group| (rule(&group), group)).collect();
    let shared = join_equal(shared, |id| court.tokens(id));
    spent.keep(sharing);
    shared.into_par_iter().map(|(rule, group)| passage_match(rule, group)).collect()
}

/// Leaves the passages that are told whatever else is; returns others that have words enough in common, each with the place
/// of its pair.
fn told_by_themselves(sharing: &mut [PairMatch], court: &Court<'_>) -> Vec<(usize, Passage)> {
    let least_words = court.options.min_words;
    let doubtful =
        sharing.par_iter_mut().enumerate().with_max_len(PAIRS_A_TASK).map(|(at, pair)| {
            let both = pair.both();
            let a = court.tokens(pair.a);
            let mut doubtful = Vec::new();
            pair.passages.retain(|passage| {
                if passage.longest_run_words(a) >= least_words {
                    return true;
                }
                let is_long = has_words_enough(passage, both, court);
                let is_alike = passage.similarity() >= LIFTED;
                if is_long && !is_alike {
                    doubtful.push((at, passage.clone()));
                }
                is_long && is_alike && is_lifted(passage, both, court)
            });
            doubtful
        });
    doubtful.flatten_iter().collect()
}

/// Adds the doubtful passages between whose places others lead, and returns the groups of all.
///
/// Two copies that were edited apart have less in common with each other than with the original or a third one. Two
/// thresholds and a connection: hysteresis (Canny 1986, "A computational approach to edge detection").
fn told_by_others(
    sharing: &mut [PairMatch],
    doubtful: Vec<(usize, Passage)>,
    court: &Court<'_>,
    spent: &mut Spent,
) -> Groups {
    let groups = Groups::of(sharing);
    let is_told = |(at, passage): &(usize, Passage)| {
        let both = sharing[*at].both();
        groups.lead(both, passage) && is_lifted(passage, both, court)
    };
    let told: Vec<_> = doubtful.into_par_iter().filter(is_told).collect();
    if told.is_empty() {
        return groups;
    }
    for (at, passage) in told {
        sharing[at].passages.push(passage);
        sort(&mut sharing[at].passages);
    }
    spent.keep(groups);
    Groups::of(sharing)
}

/// Whether a passage is long enough, with enough equal words in all, and with the same numbers.
fn has_words_enough(passage: &Passage, both: Pair, court: &Court<'_>) -> bool {
    let (a, least_words) = (court.tokens(both.0), court.options.min_words);
    let lifted = slice(a, &passage.a);
    let equal_words = equal_words_needed(is_of_characters(lifted), least_words);
    words(lifted) >= least_words
        && passage.equal_half_words(a) >= 2 * equal_words
        && court.numbers_agree(std::slice::from_ref(passage), both)
}

/// Whether a passage of documents that are no copies is one that somebody lifted, and no form or phrase.
fn is_lifted(passage: &Passage, both: Pair, court: &Court<'_>) -> bool {
    !court.is_written_anew(passage, both)
        && !court.is_phrase(passage, both.0)
        && court.form(std::slice::from_ref(passage), both) == Form::No
}

impl SharedPassage {
    /// Whether one source has the passage for itself, set in its frames.
    fn is_framed(&self, frames: &Frames, court: &Court<'_>) -> bool {
        let source = court.text(self.anchor).source;
        let copy = self.copies.first().map(|(copy, passage)| (*copy, &passage.b));
        let mut places = [(self.anchor, &self.range)].into_iter().chain(copy);
        let is_in_gallery = |(id, range)| frames.is_in_gallery(court.tokens(id), range, source);
        let passage = slice(court.tokens(self.anchor), &self.range);
        self.is_of_one_source(court.texts)
            && (frames.is_framed(passage, source) || places.any(is_in_gallery))
    }
}

fn identical_match(class: &[DocumentId], court: &Court<'_>) -> Match {
    let texts = court.texts;
    let copies = class[1..].iter().map(|copy| identical_member(*copy, texts));
    let is_notice = is_notice(class, texts, court.options.min_words);
    Match {
        rule: if is_notice { Rule::Boilerplate } else { Rule::IdenticalDocument },
        anchor: class[0],
        range: 0..texts[class[0].0 as usize].tokens.len() as u32,
        copies: copies.collect(),
    }
}

/// A document that is equal to its anchor.
fn identical_member(document: DocumentId, texts: &[Text<'_>]) -> Member {
    let length = texts[document.0 as usize].tokens.len() as u32;
    let passage = Passage::exact(Run { a: 0, b: 0, length });
    let coverage = Some(Coverage { of_copy: 1.0, of_anchor: 1.0 });
    Member { document, range: 0..length, passages: vec![passage], coverage }
}

/// A star with all documents whose texts are equal to one of its members'.
fn near_match(star: Star, classes: &[Class], texts: &[Text<'_>]) -> Match {
    let equal = |id: DocumentId| {
        let class = classes.binary_search_by_key(&id, |class| class[0]);
        class.map_or(&[][..], |at| &classes[at][1..])
    };
    let mut found = document_match(Rule::NearDocument, star.copies, texts);
    let mut added: Vec<Member> =
        equal(found.anchor).iter().map(|&copy| identical_member(copy, texts)).collect();
    for copy in &found.copies {
        let copies =
            equal(copy.document).iter().map(|&document| Member { document, ..copy.clone() });
        added.extend(copies);
    }
    found.copies.extend(added);
    found.copies.sort_by_key(|copy| copy.document);
    found
}

/// Pairs with one first document, which is the anchor.
fn document_match(rule: Rule, pairs: Vec<PairMatch>, texts: &[Text<'_>]) -> Match {
    let anchor = pairs[0].a;
    let range = match rule {
        Rule::ContainedDocument => 0..texts[anchor.0 as usize].tokens.len() as u32,
        _ => hull(pairs.iter().flat_map(|pair| &pair.passages).map(|p| p.a.clone())),
    };
    let copies = pairs.into_iter().map(|pair| Member {
        document: pair.b,
        range: hull(pair.passages.iter().map(|p| p.b.clone())),
        coverage: Some(Coverage { of_copy: pair.coverage_b, of_anchor: pair.coverage_a }),
        passages: pair.passages,
    });
    Match { rule, anchor, range, copies: copies.collect() }
}

/// Fewest stories of one source that make a passage the source's own habit; fewer do where the source
/// has its wording on many days.
const BOILERPLATE: usize = 5;

/// What a passage is that several documents have.
fn passage_rule(
    group: &SharedPassage,
    (stories, sharing): (&Stories, &Sharing<'_>),
    court: &Court<'_>,
) -> Rule {
    let documents = || group.copies.iter().map(|(copy, _)| *copy).chain([group.anchor]);
    let told: BTreeSet<DocumentId> = documents().map(|id| stories.first(id)).collect();
    let many = told.len() >= BOILERPLATE;
    let is_once = is_printed_once(documents(), court.texts);
    let is_told = |passage: &Passage, both: Pair| {
        is_once && court.has_fresh_words(passage, both)
            || sharing.is_background(passage, both, court)
            || sharing.is_of_one_release(passage, both, court)
    };
    let is_standing = |(copy, passage): &&(DocumentId, Passage)| {
        let both = (group.anchor, *copy);
        court.is_standing(passage, both) && !is_told(passage, both)
            || court.is_inset(passage, both)
            || court.is_furniture(passage, both)
    };
    let standing = || group.copies.iter().filter(is_standing).count();
    if many && group.is_of_one_source(court.texts) || 2 * standing() > group.copies.len() {
        Rule::Boilerplate
    } else if group.copies.iter().all(|(_, passage)| passage.is_exact()) {
        Rule::ExactPassage
    } else {
        Rule::NearPassage
    }
}

/// Whether no source has a passage on two days: a paper prints a release once, and a form again.
fn is_printed_once(mut documents: impl Iterator<Item = DocumentId>, texts: &[Text<'_>]) -> bool {
    let mut days: BTreeMap<u32, Option<i32>> = BTreeMap::new();
    documents.all(|id| {
        let text = &texts[id.0 as usize];
        *days.entry(text.source).or_insert(text.day) == text.day
    })
}

fn passage_match(rule: Rule, group: SharedPassage) -> Match {
    let copies = group.copies.into_iter().map(|(document, passage)| Member {
        document,
        range: passage.b.clone(),
        passages: vec![passage],
        coverage: None,
    });
    Match { rule, anchor: group.anchor, range: group.range, copies: copies.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Fingerprints;
    use crate::read::Document;

    /// `documents`: source and day of each that has a passage.
    #[track_caller]
    fn check_once(documents: &[(u32, Option<i32>)], expected: bool) {
        let fingerprints = Fingerprints::of(&Document::default());
        let text =
            |&(source, day): &(u32, Option<i32>)| Text { source, day, ..Text::of(&fingerprints) };
        let texts: Vec<Text<'_>> = documents.iter().map(text).collect();
        let ids = (0..documents.len() as u32).map(DocumentId);
        assert_eq!(is_printed_once(ids, &texts), expected);
    }

    #[test]
    fn what_no_source_has_on_two_days_is_printed_once() {
        check_once(&[(1, Some(3)), (2, Some(4)), (1, Some(3))], true);
        check_once(&[(1, Some(3)), (2, Some(4)), (1, Some(5))], false);
        check_once(&[(1, Some(3)), (1, None)], false);
    }
}
