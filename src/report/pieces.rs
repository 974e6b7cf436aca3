//! The report's JSON in pieces, which are made side by side and written in their order: runs of
//! what its lists hold, and what stands round the lists.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::json::text_of;
use super::{Differences, DocumentEntry, Finding, Occurrence, Report};

/// Documents or places in a piece: some hundred kilobytes.
const LENGTH: usize = 512;

/// Pieces that are made while those before them are written.
const AT_ONCE: usize = 32;

/// Depth of nesting at which the lists of documents and of findings stand.
const LISTS: usize = 1;

/// Depth at which the places of a finding stand.
const PLACES: usize = 3;

/// A part of the report.
enum Piece<'a> {
    /// What stands round lists.
    Frame(String),
    /// Documents, and whether others stand before them.
    Documents(&'a [DocumentEntry], bool),
    /// Findings.
    Findings(&'a [Finding], bool),
    /// Places of one finding.
    Places(&'a [Occurrence], bool),
}

/// Writes the report as one JSON value, without a line break at its end.
pub(super) fn write_pieces(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let pieces = pieces(report)?;
    let mut ready: io::Result<Vec<String>> = Ok(Vec::new());
    for next in pieces.chunks(AT_ONCE) {
        let before = ready?;
        ready = Ok(Vec::new());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| ready = next.par_iter().map(Piece::text).collect());
            write_all(&before, out)
        })?;
    }
    write_all(&ready?, out)
}

fn write_all(texts: &[String], out: &mut dyn Write) -> io::Result<()> {
    texts.iter().try_for_each(|text| out.write_all(text.as_bytes()))
}

/// Returns the report's parts in their order.
fn pieces(report: &Report) -> io::Result<Vec<Piece<'_>>> {
    let frame = text_of(&without_lists(report), 0)?;
    let (head, rest) = cut(&frame, "documents")?;
    let (between, tail) = cut(rest, "findings")?;
    let mut pieces = vec![Piece::Frame(head.to_owned())];
    pieces.extend(runs(&report.documents, |_| 1).map(|(run, more)| Piece::Documents(run, more)));
    pieces.push(Piece::Frame(closing(&report.documents, LISTS) + between));
    for (run, more) in runs(&report.findings, |finding| finding.occurrences.len()) {
        match run {
            [only] if only.occurrences.len() > LENGTH => push_finding(only, more, &mut pieces)?,
            run => pieces.push(Piece::Findings(run, more)),
        }
    }
    pieces.push(Piece::Frame(closing(&report.findings, LISTS) + tail));
    Ok(pieces)
}

/// Adds a finding with more places than a piece holds.
fn push_finding<'a>(
    finding: &'a Finding,
    more: bool,
    pieces: &mut Vec<Piece<'a>>,
) -> io::Result<()> {
    let frame = values(&[without_places(finding)], LISTS, more)?;
    let (head, tail) = cut(&frame, "occurrences")?;
    pieces.push(Piece::Frame(head.to_owned()));
    let places = runs(&finding.occurrences, |_| 1);
    pieces.extend(places.map(|(run, more)| Piece::Places(run, more)));
    pieces.push(Piece::Frame(closing(&finding.occurrences, PLACES) + tail));
    Ok(())
}

/// Returns the values of a list in runs of some weight, and of each run whether others stand before
/// it; what weighs more than a run stands by itself.
fn runs<T>(list: &[T], weight: impl Fn(&T) -> usize) -> impl Iterator<Item = (&[T], bool)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &list[at..];
        let mut weighed = 0;
        let fits = |value: &&T| {
            weighed += weight(value);
            weighed <= LENGTH
        };
        let run = &rest[..rest.iter().take_while(fits).count().max(1).min(rest.len())];
        at += run.len();
        (!run.is_empty()).then_some((run, at > run.len()))
    })
}

impl Piece<'_> {
    fn text(&self) -> io::Result<String> {
        match self {
            Self::Frame(text) => Ok(text.clone()),
            Self::Documents(run, more) => values(run, LISTS, *more),
            Self::Findings(run, more) => values(run, LISTS, *more),
            Self::Places(run, more) => values(run, PLACES, *more),
        }
    }
}

/// Returns the text of some values of a list at a depth, with a comma if others stand before them.
fn values<T: Serialize>(run: &[T], depth: usize, more: bool) -> io::Result<String> {
    let mut text = text_of(&run, depth)?;
    text.truncate(text.len() - closing(run, depth).len());
    // The bracket stands where the comma goes.
    text.replace_range(..1, if more { "," } else { "" });
    Ok(text)
}

/// Returns what closes a list at a depth.
fn closing<T>(list: &[T], depth: usize) -> String {
    if list.is_empty() { "]".to_owned() } else { format!("\n{:1$}]", "", 2 * depth) }
}

/// Cuts the text of an object inside an empty list that it has under this name; in a string the
/// quotation marks were escaped.
fn cut<'t>(text: &'t str, name: &str) -> io::Result<(&'t str, &'t str)> {
    let list = format!("\"{name}\": []");
    let at = text.find(&list).ok_or_else(|| io::Error::other(format!("no list `{name}`")))?;
    let inside = at + list.len() - 1;
    Ok((&text[..inside], &text[inside + 1..]))
}

/// The report without what it lists.
fn without_lists(report: &Report) -> Report {
    Report {
        schema_version: report.schema_version,
        tool: report.tool.clone(),
        run: report.run.clone(),
        settings: report.settings.clone(),
        gate: report.gate.clone(),
        summary: report.summary.clone(),
        documents: Vec::new(),
        findings: Vec::new(),
        diagnostics: report.diagnostics.clone(),
        stats: report.stats.clone(),
    }
}

/// The finding without its places.
fn without_places(finding: &Finding) -> Finding {
    Finding {
        id: finding.id.clone(),
        rule: finding.rule,
        level: finding.level,
        status: finding.status,
        fingerprint: finding.fingerprint.clone(),
        words: finding.words,
        times: finding.times,
        cohesion: finding.cohesion,
        anchor_reason: finding.anchor_reason,
        occurrences: Vec::new(),
        excerpt: finding.excerpt.clone(),
        difference: Differences::default(),
    }
}
