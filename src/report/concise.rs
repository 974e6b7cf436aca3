//! One line an occurrence, `path:line:column: rule message`, so that editors and review tools
//! read it.

use std::io::{self, Write};

use super::neutral::whole_path;
use super::text::is_shown;
use super::told::told;
use super::{RenderOptions, Report};

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
            let message = told(report, finding, occurrence);
            writeln!(out, "{}:{line}:{column}: {} {message}", whole_path(uri), finding.rule)?;
        }
    }
    Ok(())
}
