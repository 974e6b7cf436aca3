//! SARIF 2.1.0 (OASIS, 2020; errata 1), the format of code scanning: a result for each finding.
//!
//! The place to mend is the result's location, the other places are related locations that the message
//! links, as GitHub shows no others. GitHub takes 25,000 results, of which it keeps 5,000, and 100 places of
//! a result: further ones are left out, and a notification says how many. Findings are in the order of
//! their levels, so that those that matter most are taken.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::compare::Rule;

use super::address::address;
use super::phrase::{counted, sentence, thousands};
use super::told::{left_out, place_to_mend, role_of, told, uri_of};
use super::{Diagnostic, Finding, Occurrence, RenderOptions, Report, rule_text};

/// Results that GitHub accepts.
const RESULTS: usize = 25_000;
/// Results that GitHub keeps of those.
const KEPT: usize = 5_000;
/// Places of a result that GitHub accepts.
const PLACES: usize = 100;
/// Places that the message links.
const LINKED: usize = 10;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the report as a SARIF log with one run.
///
/// # Errors
///
/// Those of `out`.
pub fn write_sarif(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let is_judged = report.findings.iter().any(|finding| !finding.is_new());
    let results: Vec<Value> = report
        .findings
        .iter()
        .take(RESULTS)
        .filter_map(|finding| result(report, finding, is_judged))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver(report)},
            "invocations": [invocation(report)],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// Returns what of a report GitHub does not take, or does not keep, from a SARIF log: a sentence each.
pub fn sarif_limits(report: &Report) -> Vec<String> {
    let mut limits = Vec::new();
    let found = report.findings.len();
    if found > RESULTS {
        let more = counted((found - RESULTS) as u64, "more finding");
        limits
            .push(format!("{more} left out: GitHub accepts {} results", thousands(RESULTS as u64)));
    }
    if found > KEPT {
        let kept = thousands(KEPT as u64);
        let given = thousands(found.min(RESULTS) as u64);
        limits.push(format!("GitHub keeps {kept} of {given} results, the first ones"));
    }
    let crowded = report.findings.iter().filter(|f| f.occurrences.len() > PLACES).count() as u64;
    if crowded > 0 {
        let findings = counted(crowded, "finding");
        limits.push(format!("{findings} with more than {PLACES} places: further places left out"));
    }
    limits
}

fn driver(report: &Report) -> Value {
    let is_found = |rule: &Rule| Rule::OF_FINDINGS.contains(rule);
    json!({
        "name": report.tool.name,
        "version": report.tool.version,
        "semanticVersion": report.tool.version,
        "rules": Rule::OF_FINDINGS.into_iter().map(descriptor).collect::<Vec<_>>(),
        "notifications":
            Rule::ALL.into_iter().filter(|rule| !is_found(rule)).map(descriptor).collect::<Vec<_>>(),
    })
}

fn descriptor(rule: Rule) -> Value {
    let text = rule_text(rule);
    // SARIF asks for sentences.
    let says = sentence(text.says);
    json!({
        "id": rule.name(),
        "name": rule.name(),
        "shortDescription": {"text": says},
        "fullDescription": {"text": format!("{says} {}", text.when)},
        "help": {
            "text": format!("{}\n\nFor example: {}\n\nWhat to do: {}", text.when, text.example, text.remedy),
            "markdown": format!(
                "{}\n\n**For example:** {}\n\n**What to do:** {}",
                text.when, text.example, text.remedy
            ),
        },
        "defaultConfiguration": {"level": level(rule.default_level().name())},
        "properties": {"tags": ["content", "duplicate"]},
    })
}

fn level(level: &str) -> &'static str {
    match level {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

fn result(report: &Report, finding: &Finding, is_judged: bool) -> Option<Value> {
    let mended = place_to_mend(finding)?;
    let others: Vec<&Occurrence> = finding
        .occurrences
        .iter()
        .filter(|occurrence| !std::ptr::eq(*occurrence, mended))
        .take(PLACES - 1)
        .collect();
    let related = others.iter().enumerate().map(|(at, occurrence)| {
        let mut place = location(report, occurrence);
        place["id"] = (at + 1).into();
        place["message"] = json!({"text": role_of(occurrence)});
        place
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule_index(finding.rule),
        "level": level(finding.level),
        "message": {"text": message(report, finding, mended, &others)},
        "locations": [location(report, mended)],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"twicetold/v1": finding.fingerprint},
        "properties": {"words": finding.words, "times": finding.times, "status": finding.status},
    });
    if is_judged {
        result["baselineState"] =
            if finding.status == "known" { "unchanged" } else { "new" }.into();
    }
    if !matches!(finding.status, "new" | "known") {
        let reasons: BTreeSet<&str> =
            finding.occurrences.iter().filter_map(|o| o.reason.as_deref()).collect();
        let reasons = reasons.into_iter().collect::<Vec<_>>().join("; ");
        let justification = if reasons.is_empty() { finding.status } else { &reasons };
        result["suppressions"] = json!([{"kind": "external", "justification": justification}]);
    }
    Some(result)
}

fn rule_index(name: &str) -> Value {
    let rules = Rule::OF_FINDINGS.into_iter();
    rules.map(Rule::name).position(|rule| rule == name).map_or((-1).into(), Value::from)
}

/// What is told, then the places as links to the related locations.
fn message(
    report: &Report,
    finding: &Finding,
    mended: &Occurrence,
    others: &[&Occurrence],
) -> String {
    let links = others.iter().take(LINKED).enumerate().map(|(at, occurrence)| {
        let place = format!("{}:{}", uri_of(report, occurrence), occurrence.lines[0]);
        format!("[{}]({})", link_text(&place), at + 1)
    });
    let links = links.collect::<Vec<_>>().join(", ");
    let told = link_text(&told(report, finding, mended));
    let behind = finding.occurrences.len().saturating_sub(1 + others.len().min(LINKED));
    let more = match behind {
        0 => String::new(),
        more => format!(" and {} more", thousands(more as u64)),
    };
    format!("{told}. Also at {links}{more}.")
}

/// Text with the signs of a link escaped (SARIF 2.1.0, section 3.11.6).
fn link_text(text: &str) -> String {
    let text = super::neutral::one_line(text);
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn location(report: &Report, occurrence: &Occurrence) -> Value {
    let [first, last] = occurrence.lines;
    let mut region = json!({"startLine": first.max(1), "endLine": last.max(first).max(1)});
    if occurrence.column > 1 {
        region["startColumn"] = occurrence.column.into();
    }
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": address(uri_of(report, occurrence))},
            "region": region,
        },
    });
    if let Some(entry) = report.documents.get(occurrence.document)
        && *entry.key != *entry.uri
    {
        location["logicalLocations"] = json!([{"fullyQualifiedName": entry.key}]);
    }
    location
}

fn invocation(report: &Report) -> Value {
    let mut notifications: Vec<Value> = report.diagnostics.iter().map(notification).collect();
    let mut tell = |text: String| {
        notifications.push(json!({"level": "warning", "message": {"text": text}}));
    };
    sarif_limits(report).into_iter().for_each(&mut tell);
    match left_out(report) {
        0 => {}
        more => tell(format!("{} left out by --max-findings", counted(more, "more finding"))),
    }
    json!({
        "executionSuccessful": true,
        "toolExecutionNotifications": notifications,
    })
}

fn notification(diagnostic: &Diagnostic) -> Value {
    let mut place = json!({"artifactLocation": {"uri": address(&diagnostic.uri)}});
    if let Some(line) = diagnostic.line.filter(|line| *line > 0) {
        place["region"] = json!({"startLine": line});
    }
    json!({
        "descriptor": {"id": diagnostic.rule},
        "level": level(diagnostic.level),
        "message": {"text": super::neutral::one_line(&diagnostic.message)},
        "locations": [{"physicalLocation": place}],
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// The official schema, as `@microsoft/jest-sarif` 1.0.0-beta.0 brings it (MIT).
    const SCHEMA: &str = include_str!("../../tests/schemas/sarif-2.1.0-rtm.5.json");

    fn sarif(report: &Report) -> Value {
        let mut bytes = Vec::new();
        write_sarif(report, &RenderOptions::default(), &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn logs_are_valid_by_the_official_schema() {
        // Errata 01 of the standard mends this pattern, which is no regular expression.
        let (wrong, right) = ("|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "(-[a-zA-Z]{2})?$");
        let schema = serde_json::from_str(&SCHEMA.replace(wrong, right)).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let mut judged = sample::report();
        judged.findings[0].status = "known";
        judged.findings[1].status = "suppressed";
        let mut crowded = sample::report();
        let copy = crowded.findings[0].occurrences[1].clone();
        crowded.findings[0].occurrences.extend(vec![copy; 300]);
        for report in [sample::report(), sample::empty(), sample::hostile(), judged, crowded] {
            let log = sarif(&report);
            let errors: Vec<_> = validator
                .iter_errors(&log)
                .map(|e| format!("{e} at {}", e.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }

    #[test]
    fn the_copy_is_the_place_and_the_message_links_the_others() {
        let log = sarif(&sample::report());
        let result = &log["runs"][0]["results"][0];
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "feeds/post.xml");
        assert_eq!(place["region"], json!({"startLine": 118, "endLine": 121}));
        let text = result["message"]["text"].as_str().unwrap();
        for related in result["relatedLocations"].as_array().unwrap() {
            assert!(text.contains(&format!("]({})", related["id"])), "{text}");
        }
        let rule = &log["runs"][0]["tool"]["driver"]["rules"]
            [result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], "near-document");
        assert_eq!(
            result["partialFingerprints"]["twicetold/v1"],
            "t4:9c1e0f22a7b34d5e8f60718293a4b5c6"
        );
        assert_eq!(result["baselineState"], Value::Null);
    }

    #[test]
    fn status_becomes_baseline_state_and_suppression() {
        let mut report = sample::report();
        report.findings[0].status = "known";
        report.findings[1].status = "suppressed";
        report.findings[1].occurrences[1].reason = Some("licensed".into());
        let log = sarif(&report);
        let results = &log["runs"][0]["results"];
        assert_eq!(results[1]["suppressions"][0]["justification"], "licensed");
        assert_eq!(results[0]["baselineState"], "unchanged");
        assert_eq!(results[1]["suppressions"][0]["kind"], "external");
        assert_eq!(results[2]["baselineState"], "new");
    }

    #[test]
    fn what_was_not_read_or_left_out_is_a_notification() {
        let mut report = sample::report();
        report.findings = vec![report.findings[1].clone(); RESULTS + 3];
        report.summary.findings = report.findings.len() as u64;
        let log = sarif(&report);
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().unwrap().len(), RESULTS);
        let notifications = &run["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(notifications[0]["descriptor"]["id"], "unreadable-input");
        assert_eq!(
            notifications[1]["message"]["text"],
            "3 more findings left out: GitHub accepts 25,000 results"
        );
        assert_eq!(
            notifications[2]["message"]["text"],
            "GitHub keeps 5,000 of 25,000 results, the first ones"
        );
    }

    #[test]
    fn a_result_has_100_places_at_most() {
        let mut report = sample::report();
        let copy = report.findings[0].occurrences[1].clone();
        report.findings[0].occurrences.extend(vec![copy; 300]);
        let log = sarif(&report);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 99);
        assert!(result["message"]["text"].as_str().unwrap().ends_with(" and 292 more."));
        let notifications = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(
            notifications[1]["message"]["text"],
            "1 finding with more than 100 places: further places left out"
        );
    }

    #[test]
    fn what_github_takes_whole_has_no_limits_to_tell() {
        let mut report = sample::report();
        report.findings = vec![report.findings[1].clone(); KEPT];
        assert_eq!(sarif_limits(&report), Vec::<String>::new());
        report.findings.push(report.findings[1].clone());
        assert_eq!(sarif_limits(&report), ["GitHub keeps 5,000 of 5,001 results, the first ones"]);
    }
}
