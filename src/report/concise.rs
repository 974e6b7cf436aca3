//! One line an occurrence, `path:line:column: rule message`, so that editors and review tools
//! read it.

use std::io::{self, Write};

use super::neutral::whole_path;
use super::occurrence::{note, place};
use super::phrase::{counted, spans, thousands};
use super::text::{is_shown, is_within_a_document};
use super::{Finding, Occurrence, RenderOptions, Report};

/// Writes one line an occurrence.
///
/// # Errors
///
/// Those of `out`.
pub fn write_concise(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in report.findings.iter().filter(|finding| is_shown(report, finding, options)) {
        for occurrence in &finding.occurrences {
            let uri = report.documents.get(occurrence.document).map_or("?", |entry| &entry.uri);
            let (line, column) = (occurrence.lines[0], occurrence.column.max(1));
            let message = message(report, finding, occurrence);
            writeln!(out, "{}:{line}:{column}: {} {message}", whole_path(uri), finding.rule)?;
        }
    }
    Ok(())
}

fn message(report: &Report, finding: &Finding, occurrence: &Occurrence) -> String {
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
    if is_within_a_document(finding) {
        return format!("{words}, as in {}", spans("line", &[anchor.lines]));
    }
    let note = note(report, finding, occurrence);
    let note = if note.is_empty() { note } else { format!(" ({note})") };
    format!("{words}, as in {}{note}", place(report, anchor))
}
