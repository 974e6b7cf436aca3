//! Every figure of a report, computed again from the texts by the definitions.

use std::fmt;
use std::ops::Range;

use twicetold::report::{Difference, Finding, Occurrence, Passage, Report};

use super::{Language, Text, likeness};
use crate::reference;

/// Tokens of a shingle, and of one that begins with a character of a script without spaces: the defaults.
const SHINGLE: (usize, usize) = (5, 6);

/// The words of a passage's two sides.
type Sides<'a> = (&'a [u32], &'a [u32]);

/// What was computed again.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    findings: usize,
    /// Copies, and passages of all copies.
    copies: usize,
    passages: usize,
    /// Passages whose two sides differ; those of them that have more edits than needed, these edits, and the
    /// edits of all.
    edited: usize,
    wasteful: usize,
    wasted: u64,
    edits: u64,
    /// Passages that were shown word by word, to their end.
    shown: usize,
}

impl Figures {
    /// Whether nine of ten edited passages have the fewest edits, and all together a twentieth too many at most.
    pub(crate) fn seldom_wasteful(&self) -> bool {
        self.wasteful * 10 <= self.edited && self.wasted * 20 <= self.edits
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} findings, {} copies, {} passages ({} word by word); of {} edited ones {} have {} edits too many, of {}",
            self.findings,
            self.copies,
            self.passages,
            self.shown,
            self.edited,
            self.wasteful,
            self.wasted,
            self.edits
        )
    }
}

/// The texts that a report is of.
pub(crate) struct Checker<'a> {
    pub(crate) texts: &'a [Text],
    pub(crate) language: &'a mut Language,
    pub(crate) figures: Figures,
}

/// A passage's two sides, as words of their texts.
struct Aligned {
    anchor: Range<usize>,
    copy: Range<usize>,
}

impl Checker<'_> {
    /// Computes the figures of a report again.
    pub(crate) fn check(&mut self, report: &Report) {
        let mut repeated: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.texts.len()];
        for finding in &report.findings {
            self.figures.findings += 1;
            for occurrence in &finding.occurrences {
                self.check_lines(finding, occurrence.document, occurrence.lines, occurrence.bytes);
            }
            let (anchor, copies) = finding.occurrences.split_first().expect("a finding has places");
            let mut told = Vec::new();
            for copy in copies {
                let aligned = self.check_copy(finding, anchor, copy);
                if finding.rule != "boilerplate" {
                    repeated[copy.document].extend(aligned.iter().map(|sides| sides.copy.clone()));
                }
                told.extend(aligned.into_iter().map(|sides| sides.anchor));
            }
            self.check_finding(finding, anchor, &told);
        }
        let words = repeated.iter().zip(self.texts).map(|(r, text)| covered(text, r));
        assert_eq!(report.summary.words_repeated, words.sum::<usize>() as u64);
        let words = self.texts.iter().map(|text| text.length(0..text.words.len()) as u64);
        assert_eq!(report.summary.words, words.sum::<u64>());
        assert_eq!(report.summary.findings, report.findings.len() as u64);
        assert_eq!(report.summary.by_rule.values().sum::<u64>(), report.summary.findings);
    }

    fn range(&mut self, document: usize, bytes: Option<[u64; 2]>) -> Range<usize> {
        let bytes = bytes.expect("plain text has bytes");
        let range = self.texts[document].within(bytes, self.language);
        let [from, to] = bytes.map(|byte| byte as usize);
        let words = self.language.part(&self.texts[document].raw[from..to]);
        assert_eq!(words, self.texts[document].words[range.clone()], "{document}: cut words");
        range
    }

    /// Lines are those of the bytes, and both begin and end with a word.
    fn check_lines(
        &self,
        finding: &Finding,
        document: usize,
        lines: [u32; 2],
        bytes: Option<[u64; 2]>,
    ) {
        let raw = &self.texts[document].raw;
        let [from, to] = bytes.expect("plain text has bytes").map(|byte| byte as usize);
        let line = |at: usize| raw.as_bytes()[..at].split(|byte| *byte == b'\n').count() as u32;
        assert_eq!(lines, [line(from), line(to - 1)], "{}: lines", finding.id);
    }

    /// Checks a copy's figures; returns its passages' sides.
    fn check_copy(
        &mut self,
        finding: &Finding,
        anchor: &Occurrence,
        copy: &Occurrence,
    ) -> Vec<Aligned> {
        self.figures.copies += 1;
        let id = &finding.id;
        let mut all = Vec::new();
        let (mut edits, mut needed) = (Some(0), 0);
        for passage in &copy.passages {
            let sides = Aligned {
                anchor: self.range(anchor.document, passage.anchor.bytes),
                copy: self.range(copy.document, passage.copy.bytes),
            };
            self.check_lines(finding, anchor.document, passage.anchor.lines, passage.anchor.bytes);
            self.check_lines(finding, copy.document, passage.copy.lines, passage.copy.bytes);
            let (told, least) =
                self.check_passage(finding, (anchor.document, copy.document), passage, &sides);
            edits = edits.zip(told).map(|(edits, more)| edits + more);
            needed += least;
            all.push(sides);
        }
        let told = u64::from(copy.edits.expect("a copy has edits"));
        assert!(
            edits.is_none_or(|edits| edits == told),
            "{}: {told} edits, shown {edits:?}",
            finding.id
        );
        assert!(told >= needed, "{}: {told} edits of {needed}", finding.id);
        let place = self.range(copy.document, copy.bytes);
        let (starts, ends) =
            (all.iter().map(|s| s.copy.start).min(), all.iter().map(|s| s.copy.end).max());
        // The place of a text that stands many times in a row is all of it, however much of it agrees.
        let is_within = starts >= Some(place.start) && ends <= Some(place.end);
        let is_hull = (starts, ends) == (Some(place.start), Some(place.end));
        assert!(is_hull || is_within && finding.rule.starts_with("repeated-"), "{id}: place");
        if copy.shares.is_some() {
            self.check_shares(finding, anchor, copy, &all);
        }
        all
    }

    fn check_shares(
        &self,
        finding: &Finding,
        anchor: &Occurrence,
        copy: &Occurrence,
        all: &[Aligned],
    ) {
        let (a, b) = (&self.texts[anchor.document], &self.texts[copy.document]);
        let of_copy: Vec<_> = all.iter().map(|sides| sides.copy.clone()).collect();
        let of_anchor: Vec<_> = all.iter().map(|sides| sides.anchor.clone()).collect();
        let share = |text: &Text, ranges: &[Range<usize>]| {
            covered(text, ranges) as f64 / text.length(0..text.words.len()) as f64
        };
        let (resemblance, containment) = likeness(a, b, SHINGLE);
        let shares = copy.shares.as_ref().expect("documents have all shares");
        for (what, told, counted) in [
            ("coverage", shares.coverage, share(b, &of_copy)),
            ("coverage of anchor", shares.coverage_of_anchor, share(a, &of_anchor)),
            ("resemblance", shares.resemblance, resemblance),
            ("containment", shares.containment, containment),
        ] {
            close(finding, what, told, counted);
        }
    }

    /// Checks a passage; returns its edits where it is shown to its end, and the fewest that do.
    fn check_passage(
        &mut self,
        finding: &Finding,
        (anchor, copy): (usize, usize),
        passage: &Passage,
        sides: &Aligned,
    ) -> (Option<u64>, u64) {
        self.figures.passages += 1;
        let (of_a, of_b) = (&self.texts[anchor], &self.texts[copy]);
        let (a, b) = (&of_a.words[sides.anchor.clone()], &of_b.words[sides.copy.clone()]);
        let id = &finding.id;
        assert_eq!(passage.words, of_b.length(sides.copy.clone()) as u64, "{id}: words");
        assert_eq!(passage.exact, a == b, "{id}: exact");
        assert!(passage.identical_words <= passage.words, "{id}: identical words");
        if passage.exact {
            assert_eq!(passage.identical_words, passage.words, "{id}: identical words");
            close(finding, "similarity", passage.similarity, 1.0);
            return (Some(0), 0);
        }
        let least = {
            let (a, b) = without_equal_ends(a, b);
            reference::levenshtein(a, b) as u64
        };
        if passage.is_cut {
            let common = reference::longest_common_subsequence(a, b) as f64;
            let most = common / a.len().max(b.len()) as f64;
            assert!(passage.similarity <= most + 1e-9, "{id}: similarity");
            return (None, least);
        }
        let told = self.check_steps(finding, passage, (a, b));
        self.figures.edited += 1;
        self.figures.edits += told;
        self.figures.wasteful += usize::from(told > least);
        self.figures.wasted += told.saturating_sub(least);
        (Some(told), least)
    }

    /// Checks that the words of a passage, as shown, are those of its sides, and counts those that are the
    /// same; returns the edits.
    fn check_steps(&mut self, finding: &Finding, passage: &Passage, (a, b): Sides<'_>) -> u64 {
        self.figures.shown += 1;
        let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
        let (mut identical, mut halves, mut edits) = (0, 0, 0);
        for step in passage.aligned.iter().flat_map(|aligned| aligned.iter()) {
            match step {
                Difference::Same(text) => {
                    let same = self.language.text(text.to_owned());
                    identical += same.words.len();
                    halves += same.halves.iter().sum::<u32>();
                    of_a.extend(&same.words);
                    of_b.extend(same.words);
                }
                Difference::Changed { anchor, copy } => {
                    let (old, new) = (self.language.part(anchor), self.language.part(copy));
                    edits += old.len().max(new.len());
                    of_a.extend(old);
                    of_b.extend(new);
                }
            }
        }
        assert!(of_a == a && of_b == b, "{}: other words are shown", finding.id);
        let words = u64::from(halves.div_ceil(2));
        assert_eq!(passage.identical_words, words, "{}: identical words", finding.id);
        let similarity = identical as f64 / a.len().max(b.len()) as f64;
        close(finding, "similarity", passage.similarity, similarity);
        edits as u64
    }

    /// Checks what a finding says as a whole.
    fn check_finding(&mut self, finding: &Finding, anchor: &Occurrence, told: &[Range<usize>]) {
        let text = &self.texts[anchor.document];
        let place = self.range(anchor.document, anchor.bytes);
        let within = told.iter().map(|r| r.start.max(place.start)..r.end.min(place.end));
        let within: Vec<_> = within.filter(|range| !range.is_empty()).collect();
        assert_eq!(finding.words, covered(text, &within) as u64, "{}: words", finding.id);
        let mut documents: Vec<usize> = finding.occurrences.iter().map(|o| o.document).collect();
        documents.sort_unstable();
        documents.dedup();
        let places = finding.occurrences.len();
        let times = if documents.len() == 1 { places } else { documents.len() };
        assert_eq!(finding.times, times as u64, "{}: times", finding.id);
        let length = |at: usize| self.texts[at].length(0..self.texts[at].words.len());
        let of_shorter = finding.occurrences[1..].iter().filter_map(|copy| {
            let is_shorter = length(copy.document) <= length(anchor.document);
            let shares = copy.shares.as_ref()?;
            Some(if is_shorter { shares.coverage } else { shares.coverage_of_anchor })
        });
        let mut of_shorter: Vec<f64> = of_shorter.collect();
        of_shorter.sort_by(f64::total_cmp);
        assert_eq!(finding.cohesion.is_some(), !of_shorter.is_empty());
        if let Some(cohesion) = finding.cohesion {
            close(finding, "lowest coverage", cohesion.lowest, of_shorter[0]);
            let median = of_shorter[of_shorter.len() / 2];
            close(finding, "median coverage", cohesion.median, median);
        }
    }
}

/// The words that lie in some of the ranges: of each stretch, as two characters are a word.
fn covered(text: &Text, ranges: &[Range<usize>]) -> usize {
    let mut is_covered = vec![false; text.words.len() + 1];
    for range in ranges {
        is_covered[range.clone()].fill(true);
    }
    let mut words = 0;
    let mut from = None;
    for (at, covered) in is_covered.into_iter().enumerate() {
        match (covered, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words += text.length(start..at);
                from = None;
            }
            _ => {}
        }
    }
    words
}

/// Both sides without what they begin and end with alike: no distance changes.
fn without_equal_ends<'a>(a: &'a [u32], b: &'a [u32]) -> Sides<'a> {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (&a[..a.len() - same], &b[..b.len() - same])
}

#[track_caller]
fn close(finding: &Finding, what: &str, told: f64, counted: f64) {
    let apart = (told - counted).abs();
    assert!(apart < 1e-9, "{}: {what} {told}, counted {counted}", finding.id);
}
