//! Matches in, findings out: numbers become lines, bytes and text again.

use std::cmp::Ordering;
use std::ops::{Index, Range};

use rayon::prelude::*;

use crate::compare::{DocumentId, Likeness, Match, Member};
use crate::fingerprint::{Fingerprints, ShingleOptions, words};
use crate::read::Document;

use super::aligned;
use super::anchor::AnchorReason;
use super::identity::{content, text_of};
use super::located::{Located, excerpt_of};
use super::words::steps;
use super::{
    AlignedText, Cohesion, Differences, Finding, Occurrence, Passage, Shares, Span, TextShown,
};

/// What findings are made from beside the matches, and how much of it they carry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Material<'a> {
    /// The documents, in walk order.
    pub(crate) documents: &'a [Document],
    /// Their fingerprints.
    pub(crate) fingerprints: &'a [Fingerprints],
    /// The place in walk order of each document id.
    pub(crate) order: &'a [u32],
    /// Whether a document's date made it the anchor, by document id.
    pub(crate) dated: &'a [bool],
    /// How shingles are made.
    pub(crate) shingle: ShingleOptions,
    /// How much text a finding carries.
    pub(crate) text: TextShown,
    /// Of which copies it carries the text word by word.
    pub(crate) aligned: AlignedText,
    /// Whether memory is limited.
    pub(crate) is_limited: bool,
}

/// Tokens of a difference: some four lines of a terminal.
const DIFFERENCE_TOKENS: u32 = 60;
/// Documents that a thread takes at a time: with more, the last thread is waited for.
const DOCUMENTS_A_TASK: usize = 64;
/// Findings that a thread takes at a time.
const FINDINGS_A_TASK: usize = 64;
/// Copies of one finding that a thread takes at least: few have more.
const COPIES_A_TASK: usize = 256;
/// Tokens of a difference before the first word that differs.
const BEFORE_DIFFERENCE: u32 = 12;

/// Returns the findings, in the order of the matches, and their documents as places in walk order.
///
/// `Occurrence::document` is the place in walk order; ids and levels are left to the caller.
pub(crate) fn findings(matches: &[Match], material: &Material<'_>) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(matches.len());
    for some in batches(matches, material.is_limited) {
        let located = Locations::of(some, material);
        let finding = |found| material.finding(found, &located, matches.len());
        findings.par_extend(some.par_iter().with_max_len(FINDINGS_A_TASK).map(finding));
    }
    findings
}

/// Places of the matches whose documents are located at a time where memory is limited, about: where the tokens of all
/// documents stand would take more than the findings.
const PLACES_AT_ONCE: usize = 1 << 14;
/// Most times, about, that the places are shared out, and a document is located.
const BATCHES: usize = 32;

/// Shares out matches, in order, by their places where memory is limited; one with more stands by itself.
fn batches(matches: &[Match], is_limited: bool) -> impl Iterator<Item = &[Match]> {
    let places =
        |found: &Match| 1 + found.copies.iter().map(|copy| 1 + copy.passages.len()).sum::<usize>();
    let at_once = PLACES_AT_ONCE.max(matches.iter().map(places).sum::<usize>() / BATCHES);
    let mut taken = matches.first().map_or(0, places);
    matches.chunk_by(move |_, next| {
        let together = taken + places(next);
        let fits = !is_limited || together <= at_once;
        taken = if fits { together } else { places(next) };
        fits
    })
}

/// The tokens of documents that are named in matches, by document.
fn named_places(matches: &[Match]) -> Vec<(DocumentId, Range<u32>)> {
    let mut places = Vec::new();
    let mut name = |id: DocumentId, range: &Range<u32>| places.push((id, range.clone()));
    for found in matches {
        name(found.anchor, &found.range);
        for copy in &found.copies {
            name(copy.document, &copy.range);
            for passage in &copy.passages {
                name(found.anchor, &passage.a);
                name(copy.document, &passage.b);
            }
        }
    }
    places.sort_by_key(|(id, _)| *id);
    places.dedup();
    places
}

/// The tokens of the anchors' excerpts, by document.
fn excerpts(matches: &[Match]) -> Vec<(DocumentId, Range<u32>)> {
    let excerpt = |found: &Match| (found.anchor, excerpt_of(&found.range));
    let mut excerpts: Vec<_> = matches.iter().map(excerpt).collect();
    excerpts.sort_by_key(|(id, _)| *id);
    excerpts
}

/// The documents that are named in some matches.
struct Locations<'a> {
    /// Their ids, in order.
    ids: Vec<DocumentId>,
    /// Their places.
    located: Vec<Located<'a>>,
}

impl<'a> Locations<'a> {
    fn of(matches: &[Match], material: &'a Material<'_>) -> Self {
        let named = named_places(matches);
        let shown = if material.text == TextShown::None { Vec::new() } else { excerpts(matches) };
        let of_documents: Vec<_> = named.chunk_by(|x, y| x.0 == y.0).collect();
        let ids = of_documents.iter().map(|named| named[0].0).collect();
        let of_documents = of_documents.into_par_iter().with_max_len(DOCUMENTS_A_TASK);
        let locate = |named: &[(DocumentId, Range<u32>)]| {
            let id = named[0].0;
            let excerpts =
                shown.partition_point(|x| x.0 < id)..shown.partition_point(|x| x.0 <= id);
            let places = if material.reads_places(id) { named } else { &shown[excerpts] };
            material.locate(id, places.iter().map(|(_, range)| range.clone()).collect())
        };
        Self { ids, located: of_documents.map(locate).collect() }
    }
}

impl<'a> Index<DocumentId> for Locations<'a> {
    type Output = Located<'a>;

    fn index(&self, id: DocumentId) -> &Located<'a> {
        let at = self.ids.binary_search(&id).expect("documents of matches are named");
        &self.located[at]
    }
}

impl Material<'_> {
    fn place_of(&self, id: DocumentId) -> usize {
        self.order[id.0 as usize] as usize
    }

    fn document(&self, id: DocumentId) -> &Document {
        &self.documents[self.place_of(id)]
    }

    fn locate(&self, id: DocumentId, places: Vec<Range<u32>>) -> Located<'_> {
        Located::new(self.document(id), &self.fingerprints[self.place_of(id)], places)
    }

    /// Whether the words are shown that differ.
    fn shows_differences(&self) -> bool {
        self.text != TextShown::None && self.aligned != AlignedText::None
    }

    /// Whether it is read where tokens of a document stand, beside those of excerpts: of a document on one line nothing is told
    /// but that, unless more of its words is shown.
    fn reads_places(&self, id: DocumentId) -> bool {
        let shows_words = self.text == TextShown::Full || self.shows_differences();
        shows_words || self.document(id).blocks.one_line().is_none()
    }

    fn finding(&self, found: &Match, located: &Locations<'_>, matches: usize) -> Finding {
        let anchor = &located[found.anchor];
        let (occurrences, (fingerprint, words)) = rayon::join(
            || self.occurrences(found, located, matches),
            || content(found, anchor.fingerprints),
        );
        Finding {
            id: String::new(),
            rule: found.rule.name(),
            level: found.rule.default_level().name(),
            status: "new",
            fingerprint,
            words,
            times: times(found),
            cohesion: cohesion(found, located),
            anchor_reason: self.anchor_reason(found, located).map(AnchorReason::name),
            occurrences,
            excerpt: (self.text != TextShown::None).then(|| anchor.excerpt(&found.range)),
            difference: if self.shows_differences() {
                difference(found, anchor, located)
            } else {
                Differences::default()
            },
        }
    }

    /// Returns the places of a match, the anchor's first.
    fn occurrences(
        &self,
        found: &Match,
        located: &Locations<'_>,
        matches: usize,
    ) -> Vec<Occurrence> {
        let anchor = &located[found.anchor];
        let mut first = anchor.occurrence(self.place_of(found.anchor), "anchor", &found.range);
        first.own = text_of(found, anchor.fingerprints, &found.range);
        let known = (&found.range, first.span());
        let copies = found.copies.par_iter().with_min_len(COPIES_A_TASK);
        let copies = copies.map(|copy| {
            let there = &located[copy.document];
            let own = text_of(found, there.fingerprints, &copy.range);
            Occurrence { own, ..self.copy(copy, there, (anchor, known)) }
        });
        let mut occurrences = Vec::with_capacity(1 + copies.len());
        occurrences.push(first);
        occurrences.par_extend(copies);
        if self.aligned == AlignedText::EachCopy && self.text != TextShown::None {
            let mut budget = aligned::Budget::new(self.text, matches);
            for (copy, occurrence) in found.copies.iter().zip(&mut occurrences[1..]) {
                budget.fill(copy, (anchor, &located[copy.document]), occurrence);
            }
        }
        if self.text == TextShown::Full {
            let ranges = [&found.range].into_iter().chain(found.copies.iter().map(|c| &c.range));
            let documents =
                [found.anchor].into_iter().chain(found.copies.iter().map(|c| c.document));
            for ((occurrence, range), id) in occurrences.iter_mut().zip(ranges).zip(documents) {
                occurrence.text = Some(located[id].text(range).into());
            }
        }
        occurrences
    }

    /// Returns the place of a copy with its figures beside its anchor, of which the span of one range is known.
    fn copy(
        &self,
        copy: &Member,
        there: &Located<'_>,
        (anchor, known): (&Located<'_>, (&Range<u32>, Span)),
    ) -> Occurrence {
        let place = self.place_of(copy.document);
        let mut out = there.occurrence(place, "copy", &copy.range);
        if let Some(coverage) = copy.coverage {
            let Likeness { resemblance, containment } = anchor.likeness(there, self.shingle);
            let shares = Shares {
                coverage: coverage.of_copy,
                coverage_of_anchor: coverage.of_anchor,
                resemblance,
                containment,
            };
            out.shares = Some(shares.into());
        }
        out.edits = Some(copy.passages.iter().map(crate::compare::Passage::edits).sum());
        let known_there = (&copy.range, out.span());
        let passage = |p: &crate::compare::Passage| {
            let spans = (anchor.span_beside(&p.a, known), there.span_beside(&p.b, known_there));
            passage(p, (anchor, there), spans)
        };
        out.passages = copy.passages.iter().map(passage).collect();
        out
    }

    /// Whether the anchor has a date and no copy has an earlier one: documents with dates are preferred in their order.
    fn is_first_published(&self, found: &Match) -> bool {
        let is_dated = |id: DocumentId| self.dated[id.0 as usize];
        let mut copies = found.copies.iter().map(|copy| copy.document);
        is_dated(found.anchor) && copies.all(|copy| !is_dated(copy) || found.anchor <= copy)
    }

    fn anchor_reason(&self, found: &Match, located: &Locations<'_>) -> Option<AnchorReason> {
        if found.copies.iter().all(|copy| copy.document == found.anchor) {
            return None;
        }
        let length = |id: DocumentId| located[id].fingerprints.words;
        let longest = found.copies.iter().map(|copy| length(copy.document)).max()?;
        Some(if found.rule == crate::compare::Rule::ContainedDocument {
            AnchorReason::StandsWholeInTheOthers
        } else if self.is_first_published(found) {
            AnchorReason::FirstPublished
        } else {
            match length(found.anchor).cmp(&longest) {
                Ordering::Greater => AnchorReason::Longest,
                Ordering::Equal => AnchorReason::FirstInOrder,
                Ordering::Less => AnchorReason::ClosestToTheOthers,
            }
        })
    }
}

/// How often the text stands: in one document, places; else documents.
fn times(found: &Match) -> u64 {
    let mut documents: Vec<DocumentId> = found.copies.iter().map(|copy| copy.document).collect();
    if documents.iter().all(|id| *id == found.anchor) {
        return found.copies.len() as u64 + 1;
    }
    documents.push(found.anchor);
    documents.sort_unstable();
    documents.dedup();
    documents.len() as u64
}

/// Coverage of the shorter document of each comparison.
fn cohesion(found: &Match, located: &Locations<'_>) -> Option<Cohesion> {
    let length = |id: DocumentId| located[id].fingerprints.words;
    let mut coverages: Vec<f64> = found
        .copies
        .iter()
        .filter_map(|copy| {
            let coverage = copy.coverage?;
            let shorter = length(copy.document) <= length(found.anchor);
            Some(if shorter { coverage.of_copy } else { coverage.of_anchor })
        })
        .collect();
    coverages.sort_by(f64::total_cmp);
    let lowest = *coverages.first()?;
    Some(Cohesion { lowest, median: coverages[coverages.len() / 2] })
}

/// Returns a passage with its figures and its places in the anchor and the copy.
pub(super) fn passage(
    passage: &crate::compare::Passage,
    (anchor, copy): (&Located<'_>, &Located<'_>),
    spans: (Span, Span),
) -> Passage {
    let b = &copy.fingerprints.tokens[passage.b.start as usize..passage.b.end as usize];
    Passage {
        exact: passage.is_exact(),
        words: u64::from(words(b)),
        identical_words: u64::from(passage.identical_words(&anchor.fingerprints.tokens)),
        similarity: passage.similarity(),
        anchor: spans.0,
        copy: spans.1,
        aligned: None,
        is_cut: false,
    }
}

/// The anchor's text beside the first copy that differs, from a little before the first change.
fn difference(found: &Match, anchor: &Located<'_>, located: &Locations<'_>) -> Differences {
    let edited = found.copies.iter().find_map(|copy| {
        let passage = copy.passages.iter().find(|p| !p.is_exact())?;
        Some((passage, &located[copy.document]))
    });
    let Some((passage, copy)) = edited else { return Differences::default() };
    let first_change = passage.runs[0].a_end();
    let start = first_change.saturating_sub(BEFORE_DIFFERENCE).max(passage.a.start);
    let a = start..passage.a.end.min(start + DIFFERENCE_TOKENS);
    let b = passage.follow(a.start)..passage.follow(a.end - 1) + 1;
    let part = passage.part(&a, &b);
    part.map(|part| differences(&part, anchor, copy)).unwrap_or_default()
}

/// A passage's two texts, step by step.
pub(super) fn differences(
    passage: &crate::compare::Passage,
    anchor: &Located<'_>,
    copy: &Located<'_>,
) -> Differences {
    steps(passage, &anchor.words, &copy.words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Rule;

    fn found(copies: usize) -> Match {
        let copy =
            Member { document: DocumentId(1), range: 0..9, passages: Vec::new(), coverage: None };
        let rule = Rule::ExactPassage;
        Match { rule, anchor: DocumentId(0), range: 0..9, copies: vec![copy; copies] }
    }

    #[test]
    fn matches_are_taken_as_far_as_their_places_fit_and_a_large_one_by_itself() {
        let half = PLACES_AT_ONCE / 2;
        let matches = [half - 1, half - 1, 1, 4 * half, 1, 1].map(found);
        let taken: Vec<usize> = batches(&matches, true).map(<[Match]>::len).collect();
        assert_eq!(taken, [2, 1, 1, 2]);
        assert_eq!(batches(&[], true).count(), 0);
        let many = vec![found(half); 9 * BATCHES];
        assert_eq!(batches(&many, false).count(), 1);
        assert!((BATCHES..2 * BATCHES).contains(&batches(&many, true).count()));
    }
}
