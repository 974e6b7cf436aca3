//! Diagnostics for reviewdog, one a line (`rdjsonl`): one for each place of a new finding, as
//! reviewdog keeps those that lie in the lines of a change.

use std::io::{self, Write};

use serde::Serialize;

use super::told::{role_of, told, uri_of};
use super::{Diagnostic, Finding, Occurrence, RenderOptions, Report};

#[derive(Serialize)]
struct Line<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    source: Source,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    line: u32,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'static str,
    location: Location<'a>,
}

/// Other places that a line names.
const RELATED: usize = 20;

/// Writes the new findings and the diagnostics as reviewdog's diagnostics.
///
/// # Errors
///
/// Those of `out`.
pub fn write_rdjsonl(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in report.findings.iter().filter(|finding| finding.is_new()) {
        for (at, occurrence) in finding.occurrences.iter().enumerate() {
            write_line(&of_place(report, finding, (at, occurrence)), out)?;
        }
    }
    report.diagnostics.iter().try_for_each(|diagnostic| write_line(&of_diagnostic(diagnostic), out))
}

fn write_line(line: &Line<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn severity(level: &str) -> &'static str {
    match level {
        "error" => "ERROR",
        "warning" => "WARNING",
        _ => "INFO",
    }
}

fn location<'a>(report: &'a Report, occurrence: &Occurrence) -> Location<'a> {
    let [first, last] = occurrence.lines;
    let end = Some(Position { line: last });
    Location {
        path: uri_of(report, occurrence),
        range: Some(Range { start: Position { line: first }, end }),
    }
}

fn of_place<'a>(
    report: &'a Report,
    finding: &'a Finding,
    (at, occurrence): (usize, &Occurrence),
) -> Line<'a> {
    let others = finding.occurrences.iter().enumerate().filter(|(other, _)| *other != at);
    let related = others
        .take(RELATED)
        .map(|(_, other)| Related { message: role_of(other), location: location(report, other) });
    Line {
        message: told(report, finding, occurrence),
        location: location(report, occurrence),
        severity: severity(finding.level),
        source: Source { name: "twicetold" },
        code: Code { value: finding.rule },
        related_locations: related.collect(),
    }
}

fn of_diagnostic(diagnostic: &Diagnostic) -> Line<'_> {
    let range = diagnostic.line.map(|line| Range { start: Position { line }, end: None });
    Line {
        message: super::neutral::one_line(&diagnostic.message),
        location: Location { path: &diagnostic.uri, range },
        severity: severity(diagnostic.level),
        source: Source { name: "twicetold" },
        code: Code { value: diagnostic.rule },
        related_locations: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn lines(report: &Report) -> Vec<serde_json::Value> {
        let mut bytes = Vec::new();
        write_rdjsonl(report, &RenderOptions::default(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_place_has_its_line() {
        let lines = lines(&sample::report());
        assert_eq!(lines.len(), 3 + 2 + 2 + 2 + 1);
        assert_eq!(lines[1]["location"]["path"], "feeds/post.xml");
        assert_eq!(lines[1]["location"]["range"]["end"]["line"], 121);
        assert_eq!(lines[1]["severity"], "WARNING");
        assert_eq!(lines[1]["code"]["value"], "near-document");
        assert_eq!(lines[1]["related_locations"][0]["location"]["path"], "feeds/times.xml");
        assert_eq!(lines[9]["location"]["range"], serde_json::json!({"start": {"line": 12}}));
    }

    #[test]
    fn what_is_accepted_is_left_out() {
        let mut report = sample::report();
        report.findings.iter_mut().for_each(|finding| finding.status = "suppressed");
        assert_eq!(lines(&report).len(), 1);
    }
}
