//! Two documents in, how they relate out: aligned, covered, judged against the thresholds.

use std::ops::Range;

use rayon::prelude::*;

use crate::fingerprint::{Token, is_of_characters, words};

use super::court::{Court, firm};
use super::coverage::{covered_words, union};
use super::ends::with_ends;
use super::evidence::{Candidate, LONG, Pair};
use super::form::Form;
use super::likeness::likeness;
use super::misread::is_misread;
use super::passage::{Passage, PassageFinder, slice, sort};
use super::{CompareOptions, DocumentId};

/// What two documents have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct PairMatch {
    /// The document that comes first.
    pub a: DocumentId,
    /// The other one.
    pub b: DocumentId,
    /// The aligned passages, in the order of `b`.
    pub passages: Vec<Passage>,
    /// Share of the words of `a` that lie in passages, 0 to 1.
    pub coverage_a: f64,
    /// Share of the words of `b` that lie in passages, 0 to 1.
    pub coverage_b: f64,
    /// What this makes of them.
    pub relation: Relation,
}

/// One of the two documents of a pair.
pub(super) struct Side<'t> {
    pub(super) tokens: &'t [Token],
    words: u32,
    coverage: f64,
    is_first: bool,
}

/// What one document is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The shorter one is for the most part the other.
    Near,
    /// `a` stands whole inside of `b`.
    FirstInSecond,
    /// `b` stands whole inside of `a`.
    SecondInFirst,
    /// Both have a passage, and are no copies.
    Shared,
    /// Nothing that is long enough.
    Unrelated,
}

/// How much longer a document must be to hold another one rather than be a version of it.
const CLEARLY_LONGER: f64 = 1.25;
/// How much text of its own, as a share of the inner document and in words, stands before the inner
/// one. A text that begins as the other and only goes on longer is the uncut version; a byline or a
/// new lead makes another version.
const OWN_BEGINNING: f64 = 0.15;
const OWN_BEGINNING_WORDS: u32 = 50;

/// Least coverage of a longer document with a beginning of its own, for it to be a version: less is
/// one story of a roundup.
const OF_THE_LONGER: f64 = 0.35;

/// Least coverage of the longer document, for the shorter one to be a version unless it stands in it whole: less is a
/// quotation round which somebody wrote a few lines.
const OF_A_MUCH_LONGER: f64 = 0.2;

/// Least share of the shorter document's shingles that the other has, for a document that is not
/// covered nearly whole: two reports of one event, or from one press release, have less.
const VERBATIM: f64 = 0.3;
/// The same of characters, of which a shingle has no more than a word or two: as much as 0.3 is of shingles of eight.
const VERBATIM_CHARACTERS: f64 = 0.4;
/// Share of the shorter document's words that stand in the other in order, from which no shingle need
/// be shared: with every fifth word changed most shingles are.
const WORD_FOR_WORD: f64 = 0.7;
/// The same of two documents that were edited apart: both are copies of a third one, or most of either is the other.
const EDITED_APART: f64 = 0.6;
/// The same for scripts without spaces, of which any two texts share many characters.
const EDITED_APART_CHARACTERS: f64 = 0.65;

/// Least coverage of both documents for most of either to be the other; more where few words are covered. Two reports of
/// one event differ in whole clauses; of a version that was edited apart clauses are lost in which by chance more differs.
const MOST_OF_BOTH: f64 = 0.75;

/// Coverage, seen round the seeds, from which on all of both documents is looked at: a copy may have parts without a
/// seed of its own, a quotation has none.
const WORTH_A_LOOK: f64 = 0.15;

/// Tokens that a thread looks at at a time, about, beside one first document: with more, the last thread is waited for.
const TOKENS_A_TASK: usize = 1 << 13;
/// The same as a share of the first document, which is indexed for each task anew.
const SHARE_OF_FIRST: usize = 4;

/// Aligns and judges the pairs, in order; those with nothing in common are left out.
pub(super) fn matches(candidates: &[Candidate], court: &Court<'_>) -> Vec<PairMatch> {
    let of_first = candidates.chunk_by(|p, q| p.pair.0 == q.pair.0);
    let of_first = of_first.flat_map(|pairs| tasks(pairs, court.tokens(pairs[0].pair.0).len()));
    let of_task = |finder: &mut PassageFinder, (at, candidates): (usize, &[Candidate])| {
        finder.index(court.tokens(candidates[0].pair.0));
        let judged = candidates.iter().map(|one| judge(finder, one, court));
        (at, judged.filter(|m| m.relation != Relation::Unrelated).collect::<Vec<_>>())
    };
    let tasks = of_first.enumerate().par_bridge();
    let mut pairs: Vec<_> = tasks.map_init(PassageFinder::default, of_task).collect();
    pairs.sort_unstable_by_key(|(at, _)| *at);
    pairs.into_iter().flat_map(|(_, of_task)| of_task).collect()
}

/// Shares out the pairs of a first document of so many tokens.
fn tasks(pairs: &[Candidate], first: usize) -> impl Iterator<Item = &[Candidate]> {
    let enough = TOKENS_A_TASK.max(first / SHARE_OF_FIRST);
    let mut rest = pairs;
    std::iter::from_fn(move || {
        let mut looked_at = 0;
        let is_within = |one: &&Candidate| {
            let within = looked_at < enough;
            looked_at += one.length();
            within
        };
        let (task, behind) = rest.split_at(rest.iter().take_while(is_within).count());
        rest = behind;
        (!task.is_empty()).then_some(task)
    })
}

/// Aligns and judges one pair, whose first document the finder has indexed.
pub(super) fn judge(
    finder: &mut PassageFinder,
    candidate: &Candidate,
    court: &Court<'_>,
) -> PairMatch {
    let (a, b) = candidate.pair;
    let (ta, tb) = (court.tokens(a), court.tokens(b));
    let aligned = |finder: &mut PassageFinder, places: &[Range<u32>]| {
        let passages = finder.passages(ta, (tb, places), court.options.min_words);
        PairMatch::of(passages, candidate.pair, court)
    };
    let mut pair = aligned(finder, &candidate.places);
    if pair.coverage_a.max(pair.coverage_b) >= WORTH_A_LOOK {
        let wider = candidate.wider((ta.len(), tb.len()));
        if wider != *candidate {
            pair = aligned(finder, &wider.places);
        }
    }
    pair.relation = pair.judged(court);
    pair
}

/// Returns the least share of a text's words that stand in another one in order where both were edited apart.
fn edited_apart(tokens: &[Token]) -> f64 {
    if is_of_characters(tokens) { EDITED_APART_CHARACTERS } else { EDITED_APART }
}

impl PairMatch {
    /// What two texts have in common, not judged yet.
    fn of(passages: Vec<Passage>, (a, b): Pair, court: &Court<'_>) -> Self {
        let (ta, tb) = (court.tokens(a), court.tokens(b));
        let covered_a = covered_words(ta, passages.iter().map(|p| p.a.clone()));
        let covered_b = covered_words(tb, passages.iter().map(|p| p.b.clone()));
        let share = |covered: u32, all: u32| f64::from(covered) / f64::from(all.max(1));
        Self {
            a,
            b,
            passages,
            coverage_a: share(covered_a, court.words(a)),
            coverage_b: share(covered_b, court.words(b)),
            relation: Relation::Unrelated,
        }
    }

    /// Returns both documents.
    pub(super) fn both(&self) -> Pair {
        (self.a, self.b)
    }

    /// Returns whether two documents are near that are both near to a third one.
    pub(super) fn is_near_by_another(&self, court: &Court<'_>) -> bool {
        let in_order = edited_apart(court.tokens(self.a));
        self.relation == Relation::Near || self.relate(in_order, court) == Relation::Near
    }

    /// Returns what the two documents are to each other.
    pub(super) fn judged(&self, court: &Court<'_>) -> Relation {
        self.relate(self.equal_share_needed(court), court)
    }

    /// What the two documents are to each other. `in_order`: the least share of the shorter one's words that stand in the
    /// other one in order.
    fn relate(&self, in_order: f64, court: &Court<'_>) -> Relation {
        let a = court.tokens(self.a);
        let CompareOptions { near, min_words, .. } = *court.options;
        let [shorter, _] = self.sides(court);
        let may_be_copies = shorter.coverage >= near && self.covered(a) >= min_words;
        if may_be_copies
            && self.are_copies(in_order, court)
            && let Some(relation) = self.relation_of_copies(court)
        {
            return relation;
        }
        let longest = self.passages.iter().map(|p| words(slice(a, &p.a))).max().unwrap_or(0);
        if longest >= min_words { Relation::Shared } else { Relation::Unrelated }
    }

    /// Whether one document is a copy of the other: a version that somebody wrote of it, or a scan.
    fn are_copies(&self, in_order: f64, court: &Court<'_>) -> bool {
        let is_scan = || {
            let is_close = || self.equal_share(court) >= WORD_FOR_WORD;
            (!court.are_days_apart(self.both()) || is_close())
                && !court.is_other_bulletin(&self.passages, self.both())
                && self.is_misread(court)
        };
        match self.form(court) {
            Form::Yes => false,
            Form::Perhaps => is_scan(),
            Form::No => self.are_versions(in_order, court) || is_scan(),
        }
    }

    /// Whether the two are one form that was filled in twice, or for two subjects.
    fn form(&self, court: &Court<'_>) -> Form {
        match court.form(&with_ends(&self.passages, self.both(), court), self.both()) {
            Form::Yes => Form::Yes,
            _ if court.are_of_two_subjects(&self.passages, self.both()) => Form::Yes,
            form => form,
        }
    }

    /// Whether enough of the shorter document is in the words of the other one, with its numbers, and soon enough.
    fn are_versions(&self, in_order: f64, court: &Court<'_>) -> bool {
        let a = court.tokens(self.a);
        let [shorter, _] = self.sides(court);
        let equal = self.equal_share(court);
        let (passages, both) = (&self.passages, self.both());
        let is_in_time = || {
            !court.are_days_apart(both)
                || equal >= court.later_words_needed(passages, both)
                    && !court.is_other_bulletin(passages, both)
        };
        let is_verbatim = || self.shingles_kept(court) >= shingles_needed(shorter.tokens);
        shorter.coverage >= court.coverage_needed(both, self.covered(a))
            && is_in_time()
            && (equal >= in_order || is_verbatim())
            && court.numbers_agree(&with_ends(passages, both, court), both)
    }

    /// What two copies are to each other; `None` where the shorter one is a story of a roundup, or a quotation.
    fn relation_of_copies(&self, court: &Court<'_>) -> Option<Relation> {
        let [shorter, longer] = self.sides(court);
        let inner = f64::from(shorter.words);
        let is_clearly_longer = f64::from(longer.words) >= CLEARLY_LONGER * inner;
        let beginning = OWN_BEGINNING_WORDS.max((OWN_BEGINNING * inner).ceil() as u32);
        let has_beginning = || has_words_before(longer.tokens, &self.ranges(&longer), beginning);
        let is_whole = shorter.coverage >= court.options.contain;
        match (is_clearly_longer && has_beginning(), is_whole) {
            (true, true) if shorter.is_first => Some(Relation::FirstInSecond),
            (true, true) => Some(Relation::SecondInFirst),
            (true, false) if longer.coverage < OF_THE_LONGER => None,
            (_, false) if longer.coverage < OF_A_MUCH_LONGER => None,
            _ => Some(Relation::Near),
        }
    }

    /// Returns the two documents, the shorter one first.
    pub(super) fn sides<'t>(&self, court: &'t Court<'_>) -> [Side<'t>; 2] {
        let side = |id, coverage, is_first| Side {
            tokens: court.tokens(id),
            words: court.words(id),
            coverage,
            is_first,
        };
        let (a, b) = (side(self.a, self.coverage_a, true), side(self.b, self.coverage_b, false));
        if self.shorter(court) == self.a { [a, b] } else { [b, a] }
    }

    /// Returns the shorter document.
    pub(super) fn shorter(&self, court: &Court<'_>) -> DocumentId {
        if court.words(self.a) <= court.words(self.b) { self.a } else { self.b }
    }

    /// The words of the shorter document that lie in runs, as a share of all, 0 to 1.
    pub(super) fn equal_share(&self, court: &Court<'_>) -> f64 {
        self.equal_share_of(self.shorter(court), court)
    }

    /// The words of one of the two documents that lie in runs, as a share of all, 0 to 1.
    pub(super) fn equal_share_of(&self, id: DocumentId, court: &Court<'_>) -> f64 {
        let runs = self.passages.iter().flat_map(|passage| &*passage.runs);
        let ranges = runs.map(|run| if id == self.a { run.a_range() } else { run.b_range() });
        f64::from(covered_words(court.tokens(id), ranges)) / f64::from(court.words(id).max(1))
    }

    /// The least such share from which on the two are in the same words, whatever their shingles.
    pub(super) fn equal_share_needed(&self, court: &Court<'_>) -> f64 {
        let of_both = self.coverage_a.min(self.coverage_b);
        let needed = || firm(MOST_OF_BOTH, self.covered(court.tokens(self.a)));
        if of_both >= MOST_OF_BOTH && of_both >= needed() {
            edited_apart(court.tokens(self.b))
        } else {
            WORD_FOR_WORD
        }
    }

    /// The share of the shorter document's shingles that the other one has, a long one in its passages, 0 to 1.
    pub(super) fn shingles_kept(&self, court: &Court<'_>) -> f64 {
        let [shorter, longer] = self.sides(court);
        let shingle = court.options.fingerprint.shingle;
        if longer.tokens.len() < LONG {
            return likeness(longer.tokens, shorter.tokens, shingle).containment;
        }
        let told = union(self.ranges(&longer)).into_iter();
        let told = told.flat_map(|range| slice(longer.tokens, &range)).copied();
        likeness(&told.collect::<Vec<_>>(), shorter.tokens, shingle).containment
    }

    /// Whether the words that differ are misread rather than other words.
    pub(super) fn is_misread(&self, court: &Court<'_>) -> bool {
        let letters = |id| move |tokens| court.letters(id, &tokens);
        is_misread(&self.passages, letters(self.a), letters(self.b))
    }

    /// The words of `a` in passages.
    fn covered(&self, a: &[Token]) -> u32 {
        covered_words(a, self.passages.iter().map(|p| p.a.clone()))
    }

    /// The tokens of a side that lie in passages.
    fn ranges(&self, side: &Side<'_>) -> Vec<Range<u32>> {
        let range = |p: &Passage| if side.is_first { p.a.clone() } else { p.b.clone() };
        self.passages.iter().map(range).collect()
    }

    /// Returns the same seen from the other document.
    pub(super) fn swapped(self) -> Self {
        let mut passages: Vec<Passage> = self.passages.into_iter().map(Passage::swapped).collect();
        sort(&mut passages);
        let relation = match self.relation {
            Relation::FirstInSecond => Relation::SecondInFirst,
            Relation::SecondInFirst => Relation::FirstInSecond,
            other => other,
        };
        Self {
            a: self.b,
            b: self.a,
            passages,
            coverage_a: self.coverage_b,
            coverage_b: self.coverage_a,
            relation,
        }
    }
}

/// Returns the least share of a document's shingles that the other has where both are in the same words.
pub(super) fn shingles_needed(tokens: &[Token]) -> f64 {
    if is_of_characters(tokens) { VERBATIM_CHARACTERS } else { VERBATIM }
}

/// Whether a text has so many words before the first of the ranges.
fn has_words_before(tokens: &[Token], ranges: &[Range<u32>], least: u32) -> bool {
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    // No token is less than half a word.
    words(slice(tokens, &(0..first.min(2 * least)))) >= least
}
