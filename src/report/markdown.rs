//! A summary in Markdown, for the step summary of a CI run and for comments on a change.
//!
//! GitHub refuses a step summary above 1 MiB as a whole, so the list is cut before, and says so. Text of
//! inputs is escaped: it makes no markup, no mention and no link.

use std::io::{self, Write};

use super::layout::cut_end;
use super::neutral::{one_line, whole_path};
use super::occurrence::{name, note};
use super::phrase::{counted, span, thousands};
use super::text::is_shown;
use super::told::{diagnosed, is_of_input, left_out, new_findings, uri_of};
use super::{Diagnostic, Difference, Finding, Occurrence, RenderOptions, Report};

/// Bytes of the list: 1 MiB less room for the totals, and for what a step has written already.
const BYTES: usize = 960 * 1024;
/// Places of a finding that are listed.
const PLACES: usize = 20;
/// Columns of an excerpt or a name.
const COLUMNS: usize = 400;
/// Inputs that were not read, by name.
const DIAGNOSTICS: usize = 50;

/// Writes the report as Markdown (GitHub's), below 1 MiB.
///
/// # Errors
///
/// Those of `out`.
pub fn write_markdown(
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = head(report);
    let mut written = 0;
    // What was accepted before would take the place of what is new.
    let shown = report.findings.iter().filter(|finding| is_shown(report, finding, options));
    let shown: Vec<_> = shown.collect();
    for finding in &shown {
        let section = section(report, finding);
        if text.len() + section.len() > BYTES {
            break;
        }
        text.push_str(&section);
        written += 1;
    }
    let cut = (shown.len() - written) as u64;
    if cut > 0 {
        text.extend([format!(
            "_… and {}, left out here: a step summary holds 1 MiB._\n\n",
            counted(cut, "more finding")
        )]);
    }
    let unlisted = left_out(report);
    if unlisted > 0 {
        text.extend([format!(
            "_… and {}, left out by --max-findings._\n\n",
            counted(unlisted, "more finding")
        )]);
    }
    let (unread, stale): (Vec<_>, Vec<_>) =
        report.diagnostics.iter().partition(|told| is_of_input(told));
    text += &list("Not read, or not to the end", &unread);
    text += &list("Suppressed or accepted in vain", &stale);
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")
}

fn head(report: &Report) -> String {
    let summary = &report.summary;
    let mut text = match (summary.findings, report.run.complete) {
        (0, true) => "## Nothing is told twice\n\n".to_owned(),
        (0, false) => "## Nothing is told twice in what could be read\n\n".to_owned(),
        (findings, _) => format!("## Told twice: {}\n\n", counted(findings, "finding")),
    };
    if let Some(gate) = &report.gate {
        text += if gate.crossed { "**Gate crossed:** " } else { "Gate passed." };
        let reasons = gate.reasons.iter().map(|reason| {
            format!("{}: {} found, {} allowed", reason.limit, reason.found, reason.allowed)
        });
        text += &reasons.collect::<Vec<_>>().join("; ");
        text += "\n\n";
    }
    let share = summary.words_repeated as f64 * 100.0 / summary.words.max(1) as f64;
    text += "| documents | words | repeated | findings | new | not read |\n";
    text += "| ---: | ---: | ---: | ---: | ---: | ---: |\n";
    text.extend([format!(
        "| {} | {} | {share:.1} % | {} | {} | {} |\n\n",
        thousands(summary.documents),
        thousands(summary.words),
        thousands(summary.findings),
        thousands(new_findings(report)),
        thousands(summary.inputs_failed),
    )]);
    text
}

fn section(report: &Report, finding: &Finding) -> String {
    let places = finding.occurrences.len().min(PLACES);
    let mut text = format!(
        "### {} {}: {}\n\n",
        mark(finding.level),
        finding.rule,
        counted(finding.words, "word")
    );
    if !finding.is_new() {
        text.extend([format!("Status: {}\n\n", escaped(finding.status))]);
    }
    for occurrence in &finding.occurrences[..places] {
        text.extend([format!("- {}\n", line(report, finding, occurrence))]);
    }
    if places < finding.occurrences.len() {
        let more = (finding.occurrences.len() - places) as u64;
        text.extend([format!("- … and {}\n", counted(more, "more place"))]);
    }
    text.push('\n');
    let quotation = quotation(finding);
    if !quotation.is_empty() {
        text.extend([format!("> {quotation}\n\n")]);
    }
    text
}

fn mark(level: &str) -> &'static str {
    match level {
        "error" => "🔴",
        "warning" => "🟡",
        _ => "🔵",
    }
}

fn line(report: &Report, finding: &Finding, occurrence: &Occurrence) -> String {
    let path = code(&format!("{}:{}", uri_of(report, occurrence), span(occurrence.lines)));
    let entry = report.documents.get(occurrence.document);
    let title = entry.map(|entry| cut_end(&name(entry), COLUMNS)).filter(|t| !t.is_empty());
    let title = title.map_or_else(String::new, |title| format!(" {}", escaped(&title)));
    let note = match (finding.is_within_a_document(), occurrence.role) {
        (true, "anchor") => String::new(),
        (true, _) => "again".to_owned(),
        _ => note(report, finding, occurrence),
    };
    let note = if note.is_empty() { note } else { format!(" — {}", escaped(&note)) };
    format!("{path}{title}{note}")
}

/// The differing words where there are some, else the excerpt.
fn quotation(finding: &Finding) -> String {
    if finding.difference.is_empty() {
        let excerpt = finding.excerpt.as_deref().unwrap_or_default();
        return escaped(&cut_end(&one_line(excerpt), COLUMNS));
    }
    let steps = finding.difference.iter().map(|step| match step {
        Difference::Same(text) => escaped(&super::neutral::piece(text)),
        Difference::Changed { anchor, copy } => {
            format!("{}{}", marked("del", anchor), marked("ins", copy))
        }
    });
    steps.collect::<String>().trim().to_owned()
}

/// Text between an HTML element's tags, which GitHub shows; white space stays behind it.
fn marked(element: &str, text: &str) -> String {
    match one_line(text) {
        line if line.is_empty() => String::new(),
        line => format!("<{element}>{}</{element}> ", escaped(&line)),
    }
}

fn list(heading: &str, diagnostics: &[&Diagnostic]) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut text = format!("### {heading}\n\n");
    for diagnostic in diagnostics.iter().take(DIAGNOSTICS) {
        text.extend([format!("- {}\n", escaped(&cut_end(&diagnosed(diagnostic), COLUMNS)))]);
    }
    let more = diagnostics.len().saturating_sub(DIAGNOSTICS) as u64;
    if more > 0 {
        text.extend([format!("- … and {} more\n", thousands(more))]);
    }
    text + "\n"
}

/// Text that no Markdown reader takes for markup, a mention, a link or an element.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // GitHub looks for mentions, mail addresses and numbers of issues after references are
            // resolved: a word joiner, which has no width, parts the sign from what follows.
            '@' => escaped.push_str("&#64;\u{2060}"),
            '#' => escaped.push_str("&#35;\u{2060}"),
            // Web addresses it looks for before.
            ':' => escaped.push_str("&#58;"),
            '.' => escaped.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '+' | '-' | '!' | '|'
            | '~' | '=' | '$' | '^' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Text as code, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let text = cut_end(&whole_path(text), COLUMNS);
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use comrak::{Arena, Options, nodes::NodeValue, parse_document};

    use super::super::sample;
    use super::*;

    fn markdown(report: &Report) -> String {
        let mut bytes = Vec::new();
        write_markdown(report, &RenderOptions::default(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The headings that comrak reads; fails on a link, an image or an element that no report has.
    fn headings(text: &str) -> Vec<String> {
        let arena = Arena::new();
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.autolink = true;
        options.extension.strikethrough = true;
        let root = parse_document(&arena, text, &options);
        let mut headings = Vec::new();
        for node in root.descendants() {
            match &node.data.borrow().value {
                NodeValue::Link(link) => panic!("a link: {}", link.url),
                NodeValue::Image(_) | NodeValue::HtmlBlock(_) => panic!("markup in {text}"),
                NodeValue::HtmlInline(tag) => {
                    assert!(["<del>", "</del>", "<ins>", "</ins>"].contains(&&**tag), "{tag}");
                }
                NodeValue::Heading(_) => {
                    let texts =
                        node.descendants().filter_map(|inner| match &inner.data.borrow().value {
                            NodeValue::Text(text) => Some(text.to_string()),
                            _ => None,
                        });
                    headings.push(texts.collect());
                }
                _ => {}
            }
        }
        headings
    }

    #[test]
    fn each_finding_has_its_heading() {
        let text = markdown(&sample::report());
        assert_eq!(
            headings(&text),
            [
                "Told twice: 4 findings",
                "🟡 near-document: 398 words",
                "🔴 repeated-body: 333 words",
                "🔴 identical-document: 431 words",
                "🟡 exact-passage: 74 words",
                "Not read, or not to the end",
            ]
        );
        assert!(text.contains("- `article.txt:8–13` — again\n"), "{text}");
        assert!(text.contains("a <del>long\\-delayed</del> <ins>much\\-delayed</ins> "), "{text}");
    }

    #[test]
    fn no_text_of_an_input_is_markup() {
        let mut report = sample::hostile();
        let bad = "<script>alert(1)</script> ![x](https://evil.example) @team #1 www.evil.example \
                   <!-- | ``` a@evil.example\n# heading\n- x";
        report.documents.iter_mut().for_each(|entry| {
            entry.title = Some(bad.to_owned());
            entry.uri = format!("a`b``{bad}").into();
        });
        report.findings.iter_mut().for_each(|finding| finding.excerpt = Some(bad.to_owned()));
        report.diagnostics[0].message = bad.to_owned();
        assert_eq!(headings(&markdown(&report)).len(), 6);
    }

    #[test]
    fn a_long_report_is_cut_below_1_mib_and_says_so() {
        let mut report = sample::report();
        report.findings = vec![report.findings[0].clone(); 5000];
        report.summary.findings = 5000;
        let text = markdown(&report);
        assert!(text.len() < 1 << 20);
        let (_, cut) = text.split_once("_… and ").unwrap();
        assert!(
            cut.contains(" more findings, left out here: a step summary holds 1 MiB._"),
            "{cut}"
        );
        let kept = headings(&text).len() - 2;
        let cut: usize = cut.split(' ').next().unwrap().replace(',', "").parse().unwrap();
        assert_eq!(kept + cut, 5000);
    }

    #[test]
    fn diagnostics_stand_under_what_they_are_about_and_are_counted() {
        let mut report = sample::report();
        let mut unused = report.diagnostics[0].clone();
        unused.rule = "unused-suppression";
        report.diagnostics.push(unused);
        report.diagnostics.extend(vec![report.diagnostics[0].clone(); 50_000]);
        let text = markdown(&report);
        let under = headings(&text);
        let expected = ["Not read, or not to the end", "Suppressed or accepted in vain"];
        assert_eq!(under[under.len() - 2..], expected);
        assert!(text.contains("\n- … and 49,951 more\n") && text.len() < 1 << 20);
    }

    #[test]
    fn what_is_accepted_or_suppressed_is_counted_only() {
        let mut report = sample::report();
        report.findings.truncate(2);
        report.findings[0].status = "known";
        report.findings[1].status = "suppressed";
        let under = headings(&markdown(&report));
        assert_eq!(under[1..], ["Not read, or not to the end"]);
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(headings(&markdown(&sample::empty())), ["Nothing is told twice"]);
    }
}
