//! A table for spreadsheets: one line an occurrence (RFC 4180).
//!
//! A cell of an input's text that a spreadsheet would take for a formula begins with `'`.

use std::io::{self, Write};

use super::neutral::one_line;
use super::{DocumentEntry, Finding, Occurrence, RenderOptions, Report, Shares};

/// The first line.
const HEADER: [&str; 23] = [
    "finding",
    "rule",
    "level",
    "status",
    "fingerprint",
    "times",
    "words",
    "role",
    "document",
    "path",
    "first_line",
    "last_line",
    "source",
    "title",
    "published",
    "language",
    "url",
    "coverage",
    "coverage_of_anchor",
    "resemblance",
    "containment",
    "edits",
    "excerpt",
];

/// Writes one line an occurrence.
///
/// # Errors
///
/// Those of `out`.
pub fn write_csv(report: &Report, _options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    write_row(&HEADER.map(str::to_owned), out)?;
    for finding in &report.findings {
        for occurrence in &finding.occurrences {
            let entry = report.documents.get(occurrence.document);
            write_row(&row(finding, occurrence, entry), out)?;
        }
    }
    Ok(())
}

fn row(
    finding: &Finding,
    occurrence: &Occurrence,
    entry: Option<&DocumentEntry>,
) -> [String; HEADER.len()] {
    let text =
        |of: fn(&DocumentEntry) -> Option<&str>| entry.and_then(of).map_or_else(String::new, safe);
    let figure = |of: fn(&Shares) -> f64| {
        occurrence.shares.as_deref().map_or_else(String::new, |shares| share(of(shares)))
    };
    let excerpt = finding.excerpt.as_deref().filter(|_| occurrence.role == "anchor");
    [
        finding.id.clone(),
        finding.rule.to_owned(),
        finding.level.to_owned(),
        finding.status.to_owned(),
        finding.fingerprint.clone(),
        finding.times.to_string(),
        finding.words.to_string(),
        occurrence.role.to_owned(),
        text(|entry| Some(&entry.key)),
        text(|entry| Some(&entry.uri)),
        occurrence.lines[0].to_string(),
        occurrence.lines[1].to_string(),
        text(|entry| Some(&entry.source)),
        text(|entry| entry.title.as_deref()),
        text(|entry| entry.published.as_deref()),
        text(|entry| entry.language.as_deref()),
        text(|entry| entry.url.as_deref()),
        figure(|shares| shares.coverage),
        figure(|shares| shares.coverage_of_anchor),
        figure(|shares| shares.resemblance),
        figure(|shares| shares.containment),
        occurrence.edits.map_or_else(String::new, |edits| edits.to_string()),
        excerpt.map_or_else(String::new, safe),
    ]
}

fn share(share: f64) -> String {
    if share.is_finite() { format!("{share:.4}") } else { String::new() }
}

/// Text of an input on one line that no spreadsheet reads as a formula (OWASP, "CSV Injection").
fn safe(text: &str) -> String {
    let line = one_line(text);
    let is_formula = line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\'']);
    if is_formula { format!("'{line}") } else { line }
}

fn write_row(cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        if cell.contains([',', '"', '\r', '\n', ';', '\t']) || cell.trim() != cell {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn table(report: &Report) -> Vec<Vec<String>> {
        let mut bytes = Vec::new();
        write_csv(report, &RenderOptions::default(), &mut bytes).unwrap();
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), HEADER);
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.collect()
    }

    #[test]
    fn each_place_is_a_row() {
        let rows = table(&sample::report());
        assert_eq!(rows.len(), 9);
        assert_eq!(rows[1][..4], ["F1", "near-document", "warning", "new"]);
        assert_eq!(rows[1][9..12], ["feeds/post.xml", "118", "121"]);
        assert_eq!(rows[1][17], "0.9300");
    }

    #[test]
    fn quotes_commas_and_breaks_are_read_back() {
        let mut report = sample::report();
        report.documents[0].title = Some("He said, “no”; \"never\"\r\nagain".to_owned());
        assert_eq!(table(&report)[0][13], "He said, “no”; \"never\" again");
    }

    #[test]
    fn no_text_of_an_input_is_a_formula() {
        let mut report = sample::report();
        for bad in ["=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=cmd|' /C calc'!A0", "\u{200b}=1"]
        {
            report.documents[0].title = Some(bad.to_owned());
            report.documents[0].key = bad.to_owned();
            report.findings[0].excerpt = Some(bad.to_owned());
            let row = &table(&report)[0];
            for cell in [&row[8], &row[13], &row[22]] {
                assert!(cell.starts_with('\''), "{cell:?}");
            }
        }
    }
}
