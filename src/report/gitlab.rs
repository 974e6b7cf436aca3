//! The Code Quality report of GitLab: a JSON list with an issue for each new finding.
//!
//! GitLab shows only the first of two issues with one fingerprint, so each has its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::told::{diagnosed, place_to_mend, told_with_count, uri_of};
use super::{Diagnostic, Finding, RenderOptions, Report};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the new findings and the diagnostics as a Code Quality report.
///
/// # Errors
///
/// Those of `out`.
pub fn write_gitlab(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings = report.findings.iter().filter(|finding| finding.is_new());
    let mut issues: Vec<_> = findings
        .filter_map(|finding| of_finding(report, finding))
        .chain(report.diagnostics.iter().map(of_diagnostic))
        .collect();
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for issue in &mut issues {
        let times = times.entry(issue.fingerprint.clone()).or_default();
        *times += 1;
        if *times > 1 {
            issue.fingerprint = format!("{}~{times}", issue.fingerprint);
        }
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    out.write_all(b"\n")
}

fn severity(level: &str) -> &'static str {
    match level {
        "error" => "major",
        "warning" => "minor",
        _ => "info",
    }
}

fn of_finding<'a>(report: &'a Report, finding: &'a Finding) -> Option<Issue<'a>> {
    let occurrence = place_to_mend(finding)?;
    let uri = uri_of(report, occurrence);
    let [begin, end] = occurrence.lines;
    Some(Issue {
        description: format!("{}: {}", finding.rule, told_with_count(report, finding, occurrence)),
        check_name: finding.rule,
        fingerprint: finding.fingerprint.clone(),
        severity: severity(finding.level),
        location: Location { path: relative(uri), lines: Lines { begin, end } },
    })
}

fn of_diagnostic(diagnostic: &Diagnostic) -> Issue<'_> {
    let line = diagnostic.line.unwrap_or(1);
    let place = format!("{}:{line}:{}", diagnostic.uri, diagnostic.message);
    let hash = xxhash_rust::xxh3::xxh3_128(place.as_bytes());
    Issue {
        description: format!("{}: {}", diagnostic.rule, diagnosed(diagnostic)),
        check_name: diagnostic.rule,
        fingerprint: format!("{}:{hash:032x}", diagnostic.rule),
        severity: severity(diagnostic.level),
        location: Location {
            path: relative(&diagnostic.uri),
            lines: Lines { begin: line, end: line },
        },
    }
}

/// GitLab takes no `./` before a path.
fn relative(path: &str) -> &str {
    path.trim_start_matches("./")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn issues(report: &Report) -> Vec<serde_json::Value> {
        let mut bytes = Vec::new();
        write_gitlab(report, &RenderOptions::default(), &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn an_issue_has_what_gitlab_asks_for() {
        let issues = issues(&sample::hostile());
        assert_eq!(issues.len(), 5);
        for issue in &issues {
            assert!(issue["description"].is_string() && issue["check_name"].is_string());
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
            let severity = issue["severity"].as_str().unwrap();
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        }
        assert_eq!(issues[1]["severity"], "major");
        assert_eq!(issues[1]["location"]["lines"], serde_json::json!({"begin": 8, "end": 13}));
    }

    #[test]
    fn no_two_issues_have_one_fingerprint() {
        let mut report = sample::report();
        report.findings.extend(report.findings.clone());
        report.findings.extend(report.findings.clone());
        report.diagnostics.extend(report.diagnostics.clone());
        let issues = issues(&report);
        let mut prints: Vec<_> = issues.iter().map(|i| i["fingerprint"].to_string()).collect();
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), issues.len());
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        assert_eq!(issues(&sample::empty()), Vec::<serde_json::Value>::new());
    }
}
