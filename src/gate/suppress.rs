//! What may be told twice: marks in the texts, and the list of what is allowed.
//!
//! A suppression covers places: marks those whose blocks they mark together, but for a few words at the ends. A finding
//! of which fewer than two places are left is suppressed; so a licensed copy that is marked hides nothing when the text
//! turns up in a third document.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::compare::Rule;
use crate::fingerprint::normalized;
use crate::read::{Document, Suppression};
use crate::report::{Diagnostic, Finding, Occurrence};
use crate::walk::PathGlobs;

use super::{GateOptions, Ground, SUPPRESSED, diagnostic};

/// What is allowed to be told twice; every condition that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Allow {
    /// The finding of this content, wherever it stands.
    pub fingerprint: Option<String>,
    /// Places in files whose path matches.
    pub path: Option<PathGlobs>,
    /// Places in documents of this source.
    pub source: Option<String>,
    /// Places in documents whose URL begins with this.
    pub url: Option<String>,
    /// Places that hold this text, which makes up half of what is told twice there or more.
    pub text: Option<String>,
    /// Findings of these rules; of all rules when empty.
    pub rules: Vec<Rule>,
    /// Why it is allowed.
    pub reason: String,
    /// The last day on which it is allowed.
    pub expires: Option<Date>,
    /// The settings file and line that it stands in.
    pub origin: (String, u32),
}

/// Marks places and findings as suppressed; returns what is unused, expired or not understood.
pub(super) fn apply(
    findings: &mut [Finding],
    kept: &[bool],
    options: &GateOptions,
    ground: &Ground<'_>,
) -> Vec<Diagnostic> {
    let today = ground.today;
    let mut marks = Marks::of(ground.documents);
    let mut allows: Vec<(&Allow, bool)> =
        options.allow.iter().filter(|allow| !allow.is_expired(today)).map(|a| (a, false)).collect();
    for (finding, _) in findings.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
        let allowed: Vec<usize> =
            (0..allows.len()).filter(|at| allows[*at].0.is_about(finding)).collect();
        let (rule, words) = (finding.rule, finding.words);
        for place in &mut finding.occurrences {
            let mut reasons = marks.cover(rule, place);
            for at in &allowed {
                let (allow, used) = &mut allows[*at];
                if allow.covers(place, words, &ground.documents[place.document]) {
                    *used = true;
                    reasons.push(Some(allow.reason.clone()));
                }
            }
            if !reasons.is_empty() {
                place.status = Some(SUPPRESSED);
                place.reason = reasons.into_iter().flatten().next().map(String::into_boxed_str);
            }
        }
        if finding.occurrences.iter().filter(|place| place.status.is_none()).count() < 2 {
            finding.status = SUPPRESSED;
        }
    }
    let mut diagnostics = marks.diagnostics(ground);
    let expired = options.allow.iter().filter(|allow| allow.is_expired(today));
    diagnostics.extend(expired.map(|allow| allow.told("has expired")));
    if ground.complete {
        let unused = allows.iter().filter(|(allow, used)| !used && ground.seeks(&allow.rules));
        diagnostics.extend(unused.map(|(allow, _)| allow.told("meets no finding")));
    }
    diagnostics
}

impl Allow {
    fn is_expired(&self, today: Option<Date>) -> bool {
        self.expires.zip(today).is_some_and(|(last, today)| last < today)
    }

    fn is_about(&self, finding: &Finding) -> bool {
        self.fingerprint.as_ref().is_none_or(|fingerprint| *fingerprint == finding.fingerprint)
            && (self.rules.is_empty() || self.rules.iter().any(|rule| rule.name() == finding.rule))
    }

    fn covers(&self, place: &Occurrence, words: u64, document: &Document) -> bool {
        self.path.as_ref().is_none_or(|globs| globs.matches(&document.uri))
            && self.source.as_ref().is_none_or(|source| **source == *document.source)
            && self.url.as_ref().is_none_or(|start| {
                document.url.as_ref().is_some_and(|url| url.starts_with(start.as_str()))
            })
            && self.text.as_ref().is_none_or(|text| holds(text, place, words, document))
    }

    fn told(&self, what: &str) -> Diagnostic {
        let (uri, line) = &self.origin;
        let until = self.expires.map_or_else(String::new, |day| format!(", until {day}"));
        let message = format!("what is allowed here ({}{until}) {what}", self.reason);
        diagnostic(Rule::UnusedSuppression, uri, Some(*line), message)
    }
}

/// Whether a place holds a text that makes up half of the finding's words or more.
fn holds(text: &str, place: &Occurrence, words: u64, document: &Document) -> bool {
    let letters = normalized(text);
    if letters.is_empty() || 2 * (text.split_whitespace().count() as u64) < words {
        return false;
    }
    let [first, last] = place.blocks.map(|block| block as usize);
    let blocks = document.blocks.spans(first.saturating_sub(1)..last.min(document.blocks.len()));
    let there: Vec<u8> = blocks.flat_map(|block| normalized(document.block_text(&block))).collect();
    memchr::memmem::find(&there, &letters).is_some()
}

impl Ground<'_> {
    /// Whether findings of these rules (of all rules when empty) are looked for.
    fn seeks(&self, rules: &[Rule]) -> bool {
        if rules.is_empty() {
            return self.reach.wanted.len() >= Rule::OF_FINDINGS.len();
        }
        rules.iter().any(|rule| self.reach.wanted.contains(rule))
    }
}

/// The marks in the texts, by document.
struct Marks<'a> {
    of: BTreeMap<usize, Vec<Mark<'a>>>,
}

struct Mark<'a> {
    said: &'a Suppression,
    /// The blocks that it marks, counted from 0.
    blocks: Range<u32>,
    rules: Vec<Rule>,
    unknown: Vec<&'a str>,
    used: bool,
}

impl<'a> Marks<'a> {
    fn of(documents: &'a [Document]) -> Self {
        let marked = documents.iter().enumerate().filter(|(_, d)| !d.suppressions.is_empty());
        let of = marked.map(|(place, document)| {
            let mut marks: Vec<_> = document.suppressions.iter().map(Mark::of).collect();
            marks.sort_by_key(|mark| mark.blocks.start);
            (place, marks)
        });
        Self { of: of.collect() }
    }

    /// Returns the reasons of the marks that together cover a place; each of them has been of use.
    fn cover(&mut self, rule: &str, place: &Occurrence) -> Vec<Option<String>> {
        let blocks = place.core[0] - 1..place.core[1];
        let all = self.of.get_mut(&place.document).into_iter().flatten();
        let marks: Vec<_> = all.filter(|mark| mark.names(rule) && mark.meets(&blocks)).collect();
        let covered = marks.iter().fold(blocks.start, |end, mark| {
            if mark.blocks.start <= end { end.max(mark.blocks.end) } else { end }
        });
        if covered < blocks.end {
            return Vec::new();
        }
        let used = marks.into_iter().map(|mark| {
            mark.used = true;
            mark.said.reason.clone()
        });
        used.collect()
    }

    fn diagnostics(&self, ground: &Ground<'_>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for (place, marks) in &self.of {
            if ground.reference.get(*place) == Some(&true) {
                continue;
            }
            let uri = &*ground.documents[*place].uri;
            for mark in marks {
                let mut tell = |message| {
                    let line = Some(mark.said.line);
                    diagnostics.push(diagnostic(Rule::UnusedSuppression, uri, line, message));
                };
                if let Some(flaw) = &mark.said.flaw {
                    tell(format!("this suppression {flaw}"));
                }
                for name in &mark.unknown {
                    tell(unknown_rule(name));
                }
                if !mark.used && mark.is_meant() && ground.complete && ground.seeks(&mark.rules) {
                    tell(mark.unused());
                }
            }
        }
        diagnostics
    }
}

impl<'a> Mark<'a> {
    fn of(said: &'a Suppression) -> Self {
        let known = |name: &&String| Rule::from_name(name).is_some();
        let unknown = said.rules.iter().filter(|name| !known(name)).map(String::as_str).collect();
        let rules = said.rules.iter().filter_map(|name| Rule::from_name(name)).collect();
        let blocks = said.blocks.clone().unwrap_or(0..u32::MAX);
        Self { said, blocks, rules, unknown, used: false }
    }

    fn names(&self, rule: &str) -> bool {
        self.said.rules.is_empty() || self.rules.iter().any(|one| one.name() == rule)
    }

    fn meets(&self, blocks: &Range<u32>) -> bool {
        self.blocks.start.max(blocks.start) < self.blocks.end.min(blocks.end)
    }

    /// Whether it could cover something if that stood there.
    fn is_meant(&self) -> bool {
        self.said.flaw.is_none() && (self.said.rules.is_empty() || !self.rules.is_empty())
    }

    fn unused(&self) -> String {
        let names = self.rules.iter().map(|rule| rule.name()).collect::<Vec<_>>().join(", ");
        let what = if names.is_empty() { "nothing".to_owned() } else { format!("no {names}") };
        let reason = self.said.reason.as_ref();
        let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
        format!("this suppression{reason} meets {what}; it can go")
    }
}

fn unknown_rule(name: &str) -> String {
    let names = Rule::ALL.into_iter().map(Rule::name);
    let nearest = names.max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
    let hint = nearest.filter(|known| strsim::jaro(known, name) > 0.7);
    let hint = hint.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
    format!("this suppression names no rule: `{name}`{hint}")
}
