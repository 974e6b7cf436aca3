//! What machine formats say of a place of a finding: one sentence, the place to mend, other places.

use super::neutral::whole_path;
use super::occurrence::{note, place};
use super::phrase::{counted, spans, thousands};
use super::{Finding, Occurrence, Report};

/// Returns the place that somebody would mend: the first copy that is new, or the anchor where it alone is.
pub(super) fn place_to_mend(finding: &Finding) -> Option<&Occurrence> {
    let copies = finding.occurrences.get(1..).unwrap_or_default();
    let new = copies.iter().chain(finding.occurrences.first()).find(|place| place.is_new());
    new.or(copies.first()).or_else(|| finding.occurrences.first())
}

/// Returns what an occurrence is called beside another one of its finding.
pub(super) fn role_of(occurrence: &Occurrence) -> &'static str {
    if occurrence.role == "anchor" { "the anchor" } else { "a copy" }
}

/// Returns the path of an occurrence's input, as given.
pub(super) fn uri_of<'a>(report: &'a Report, occurrence: &Occurrence) -> &'a str {
    let entry = report.documents.get(occurrence.document);
    entry.map_or("?", |entry| if entry.uri.is_empty() { &entry.key } else { &entry.uri })
}

/// Returns what an occurrence repeats, and where: `398 words, as in feeds/times.xml:41 (93 %)`.
pub(super) fn told(report: &Report, finding: &Finding, occurrence: &Occurrence) -> String {
    let words = counted(finding.words, "word");
    if occurrence.role == "anchor" {
        let copies = match finding.occurrences.len().saturating_sub(1) {
            1 => "1 copy".to_owned(),
            copies => format!("{} copies", thousands(copies as u64)),
        };
        let first = finding.occurrences.get(1).map(|copy| place(report, copy)).unwrap_or_default();
        let more = if finding.occurrences.len() > 2 { ", …" } else { "" };
        return format!("{words}, {copies}: {first}{more}");
    }
    let Some(anchor) = finding.occurrences.first() else { return words };
    if finding.is_within_a_document() {
        return format!("{words}, as in {}", spans("line", &[anchor.lines]));
    }
    let note = note(report, finding, occurrence);
    let note = if note.is_empty() { note } else { format!(" ({note})") };
    format!("{words}, as in {}{note}", place(report, anchor))
}

/// Returns [`told`] with the number of the places that it does not name.
pub(super) fn told_with_count(
    report: &Report,
    finding: &Finding,
    occurrence: &Occurrence,
) -> String {
    let told = told(report, finding, occurrence);
    match finding.occurrences.len().saturating_sub(2) as u64 {
        more if more > 0 && occurrence.role != "anchor" => {
            format!("{told}, and {}", counted(more, "further place"))
        }
        _ => told,
    }
}

/// Returns a diagnostic's place and message: `feeds/bad.xml:12: unexpected end of file`.
pub(super) fn diagnosed(diagnostic: &super::Diagnostic) -> String {
    let line = diagnostic.line.map_or_else(String::new, |line| format!(":{line}"));
    let message = super::neutral::one_line(&diagnostic.message);
    format!("{}{line}: {message}", whole_path(&diagnostic.uri))
}

/// Whether a diagnostic is about an input that was not read, or not to its end.
pub(super) fn is_of_input(diagnostic: &super::Diagnostic) -> bool {
    ["unreadable-input", "truncated-input"].contains(&diagnostic.rule)
}

/// Returns how many findings are new, listed or not.
pub(super) fn new_findings(report: &Report) -> u64 {
    report.summary.findings.saturating_sub(report.summary.known)
}

/// Returns how many findings the report counts but does not list.
pub fn left_out(report: &Report) -> u64 {
    let listed = report.findings.iter().filter(|finding| finding.status != "suppressed").count();
    report.summary.findings.saturating_sub(listed as u64)
}
