//! `JUnit` XML for test panels: a test case for each finding, failed where it is new and matters; what
//! was not read is an error.

use std::io::{self, Write};

use super::neutral::one_line;
use super::occurrence::place;
use super::phrase::counted;
use super::told::{
    diagnosed, is_of_input, left_out, new_findings, place_to_mend, told_with_count, uri_of,
};
use super::{Diagnostic, Finding, RenderOptions, Report};

/// Places of a finding that its text lists.
const PLACES: usize = 100;

/// What became of a test case.
enum Outcome {
    Passed,
    Failed,
    Skipped,
    Error,
}

/// A test case, its texts not yet escaped.
struct Case {
    name: String,
    class: &'static str,
    file: String,
    line: u32,
    outcome: Outcome,
    message: String,
    body: String,
}

/// Writes the findings and the diagnostics as `JUnit` test cases.
///
/// # Errors
///
/// Those of `out`.
pub fn write_junit(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cases: Vec<Case> = report
        .findings
        .iter()
        .filter_map(|finding| of_finding(report, finding))
        .chain(report.diagnostics.iter().map(of_diagnostic))
        .collect();
    match left_out(report) {
        0 if cases.is_empty() => cases.push(case_of_run("nothing is told twice".to_owned())),
        more if more > 0 && report.findings.is_empty() => cases.push(not_listed(report, more)),
        _ => {}
    }
    let count = |wanted: fn(&Outcome) -> bool| cases.iter().filter(|c| wanted(&c.outcome)).count();
    let totals = format!(
        "name=\"twicetold\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        cases.len(),
        count(|outcome| matches!(outcome, Outcome::Failed)),
        count(|outcome| matches!(outcome, Outcome::Error)),
        count(|outcome| matches!(outcome, Outcome::Skipped)),
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites {totals}>\n  <testsuite {totals}>")?;
    cases.iter().try_for_each(|case| write_case(case, out))?;
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// A case for findings of which none is listed: it fails where one of them would.
fn not_listed(report: &Report, findings: u64) -> Case {
    let told = format!("{} left out by --max-findings", counted(findings, "finding"));
    let is_crossed = report.gate.as_ref().is_some_and(|gate| gate.crossed);
    let is_failed = is_crossed || new_findings(report) > 0;
    let outcome = if is_failed { Outcome::Failed } else { Outcome::Skipped };
    Case { outcome, message: told.clone(), ..case_of_run(told) }
}

/// A case that is about no finding, passed.
fn case_of_run(name: String) -> Case {
    Case {
        name,
        class: "twicetold",
        file: String::new(),
        line: 0,
        outcome: Outcome::Passed,
        message: String::new(),
        body: String::new(),
    }
}

fn of_finding(report: &Report, finding: &Finding) -> Option<Case> {
    let occurrence = place_to_mend(finding)?;
    let outcome = match finding.level {
        _ if !finding.is_new() => Outcome::Skipped,
        "info" => Outcome::Passed,
        _ => Outcome::Failed,
    };
    let told = told_with_count(report, finding, occurrence);
    let message = if finding.is_new() { told } else { format!("{}: {told}", finding.status) };
    Some(Case {
        name: format!("{} {}", place(report, occurrence), finding.rule),
        class: finding.rule,
        file: uri_of(report, occurrence).to_owned(),
        line: occurrence.lines[0],
        outcome,
        message,
        body: body(report, finding),
    })
}

/// Every place, then the excerpt.
fn body(report: &Report, finding: &Finding) -> String {
    let mut lines: Vec<String> = finding
        .occurrences
        .iter()
        .take(PLACES)
        .map(|occurrence| {
            let [first, last] = occurrence.lines;
            format!("{}-{last} ({})", place(report, occurrence), occurrence.role)
                .replace(&format!(":{first}-{first} "), &format!(":{first} "))
        })
        .collect();
    if let Some(more) = finding.occurrences.len().checked_sub(PLACES + 1) {
        lines.push(format!("and {} more", more + 1));
    }
    lines.extend(finding.excerpt.as_deref().map(one_line));
    lines.join("\n")
}

/// A case that fails only for what was not read: what is told of suppressions and baselines fails no check.
fn of_diagnostic(diagnostic: &Diagnostic) -> Case {
    let outcome = if is_of_input(diagnostic) { Outcome::Error } else { Outcome::Passed };
    Case {
        name: diagnosed(diagnostic),
        class: diagnostic.rule,
        file: diagnostic.uri.clone(),
        line: diagnostic.line.unwrap_or(0),
        outcome,
        message: one_line(&diagnostic.message),
        body: String::new(),
    }
}

fn write_case(case: &Case, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "    <testcase classname=\"{}\" name=\"{}\"", case.class, escaped(&case.name))?;
    if !case.file.is_empty() {
        write!(out, " file=\"{}\"", escaped(&case.file))?;
    }
    if case.line > 0 {
        write!(out, " line=\"{}\"", case.line)?;
    }
    let (message, body) = (escaped(&case.message), escaped(&case.body));
    let inner = match case.outcome {
        Outcome::Passed => match format!("{message}\n{body}").trim() {
            "" => return writeln!(out, " time=\"0\"/>"),
            told => format!("<system-out>{told}</system-out>"),
        },
        Outcome::Skipped => format!("<skipped message=\"{message}\"/>"),
        Outcome::Failed => {
            format!("<failure type=\"{}\" message=\"{message}\">{body}</failure>", case.class)
        }
        Outcome::Error => {
            format!("<error type=\"{}\" message=\"{message}\">{body}</error>", case.class)
        }
    };
    writeln!(out, " time=\"0\">\n      {inner}\n    </testcase>")
}

/// Text for an attribute or an element; a character that XML 1.0 has no place for becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// Parses the report with roxmltree; returns what became of each case, and the attributes asked for.
    fn cases(report: &Report) -> Vec<(String, String, String)> {
        let mut bytes = Vec::new();
        write_junit(report, &RenderOptions::default(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let suite = document.root_element().first_element_child().unwrap();
        let cases: Vec<_> = suite.children().filter(roxmltree::Node::is_element).collect();
        assert_eq!(suite.attribute("tests"), Some(cases.len().to_string().as_str()));
        let told = cases.iter().map(|case| {
            let inner = case.first_element_child();
            let outcome = inner.map_or("passed", |inner| inner.tag_name().name());
            let message = inner.and_then(|inner| inner.attribute("message")).unwrap_or_default();
            (case.attribute("name").unwrap().to_owned(), outcome.to_owned(), message.to_owned())
        });
        told.collect()
    }

    #[test]
    fn new_findings_fail_and_unread_inputs_are_errors() {
        let cases = cases(&sample::report());
        let outcomes: Vec<_> = cases.iter().map(|case| case.1.as_str()).collect();
        assert_eq!(outcomes, ["failure", "failure", "failure", "failure", "error"]);
        assert_eq!(cases[1].0, "article.txt:8 repeated-body");
        assert_eq!(cases[1].2, "333 words, as in lines 2–7");
    }

    #[test]
    fn what_is_accepted_is_skipped_and_info_passes() {
        let mut report = sample::report();
        report.findings[0].status = "known";
        report.findings[1].level = "info";
        let cases = cases(&report);
        assert_eq!((&*cases[0].1, &*cases[1].1), ("skipped", "system-out"));
        assert!(cases[0].2.starts_with("known: 398 words"));
    }

    #[test]
    fn nothing_found_is_a_test_that_passed() {
        assert_eq!(cases(&sample::empty())[0].1, "passed");
    }

    #[test]
    fn no_text_of_an_input_breaks_the_xml() {
        let mut report = sample::hostile();
        report.documents[1].uri = "]]>\"'<a>&amp;\u{ffff}\0".into();
        report.findings[0].excerpt = Some("]]></failure><script>\u{fffe}\u{1}".to_owned());
        assert_eq!(cases(&report).len(), 5);
    }
}
