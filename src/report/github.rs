//! Workflow commands of GitHub Actions: each new finding as an annotation of the place to mend.
//!
//! GitHub shows ten annotations of a kind for a step and drops the others without a word, so no more
//! are written, and a last line counts those that were left out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::neutral::{one_line, push_visible};
use super::phrase::{counted, thousands};
use super::told::{left_out, place_to_mend, told_with_count, uri_of};
use super::{Diagnostic, Finding, RenderOptions, Report};

/// Annotations of one kind that GitHub shows for a step.
const OF_A_KIND: usize = 10;

/// Writes the new findings and the diagnostics as workflow commands.
///
/// # Errors
///
/// Those of `out`.
pub fn write_github(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let findings = report.findings.iter().filter(|finding| finding.is_new());
    let annotations = findings
        .filter_map(|finding| of_finding(report, finding))
        .chain(report.diagnostics.iter().map(of_diagnostic));
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for annotation in annotations {
        let times = written.entry(annotation.kind).or_default();
        *times += 1;
        if *times <= OF_A_KIND {
            annotation.write(out)?;
        }
    }
    for (kind, times) in written {
        if times > OF_A_KIND {
            let more = thousands((times - OF_A_KIND) as u64);
            writeln!(
                out,
                "{more} more of kind {kind} left out: GitHub shows {OF_A_KIND} of a kind"
            )?;
        }
    }
    match left_out(report) {
        0 => Ok(()),
        more => writeln!(out, "{} left out by --max-findings", counted(more, "more finding")),
    }
}

/// What is written on a line of a file, or on the run.
struct Annotation {
    kind: &'static str,
    title: String,
    place: String,
    message: String,
}

impl Annotation {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let title = property(&self.title);
        writeln!(out, "::{} {}title={title}::{}", self.kind, self.place, content(&self.message))
    }
}

fn kind(level: &str) -> &'static str {
    match level {
        "error" => "error",
        "warning" => "warning",
        _ => "notice",
    }
}

fn of_finding(report: &Report, finding: &Finding) -> Option<Annotation> {
    let occurrence = place_to_mend(finding)?;
    let [first, last] = occurrence.lines;
    let uri = property(uri_of(report, occurrence));
    let mut message = told_with_count(report, finding, occurrence);
    if let Some(excerpt) = &finding.excerpt {
        message = format!("{message}\n“{}”", one_line(excerpt));
    }
    Some(Annotation {
        kind: kind(finding.level),
        title: format!("twicetold: {}", finding.rule),
        place: format!("file={uri},line={first},endLine={last},"),
        message,
    })
}

fn of_diagnostic(diagnostic: &Diagnostic) -> Annotation {
    let line = diagnostic.line.map_or_else(String::new, |line| format!("line={line},"));
    Annotation {
        kind: kind(diagnostic.level),
        title: format!("twicetold: {}", diagnostic.rule),
        place: format!("file={},{line}", property(&diagnostic.uri)),
        message: one_line(&diagnostic.message),
    }
}

/// A message: what would end the line is encoded (the runner decodes it again), and other control
/// characters, which no terminal that shows the log must meet, are shown.
fn content(text: &str) -> String {
    let mut content = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' => content.push_str("%25"),
            '\r' => content.push_str("%0D"),
            '\n' => content.push_str("%0A"),
            letter => push_visible(&mut content, letter),
        }
    }
    content
}

/// A property: also what would end the property.
fn property(text: &str) -> String {
    content(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn github(report: &Report) -> String {
        let mut bytes = Vec::new();
        write_github(report, &RenderOptions::default(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// A command as the runner of GitHub Actions reads it (`ActionCommand.TryParseV2`): the name, the
    /// properties and the message; `None` where it takes the line for plain output.
    fn read(line: &str) -> Option<(&str, BTreeMap<&str, String>, String)> {
        let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
        let unescaped = |text: &str| {
            text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",")
        };
        let properties =
            pairs.map(|(key, value)| (key.trim(), unescaped(value).replace("%25", "%")));
        let message = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
        Some((name, properties.collect(), message))
    }

    #[test]
    fn the_runner_reads_back_what_was_written() {
        let mut report = sample::hostile();
        let uri: std::sync::Arc<str> = "a b,line=1::c%41%2C\n::error::x=y".into();
        report.documents.iter_mut().for_each(|document| document.uri.clone_from(&uri));
        report.diagnostics[0].message = "100 %0A::error::x".to_owned();
        let text = github(&report);
        assert_eq!(text.lines().count(), report.findings.len() + report.diagnostics.len());
        for line in text.lines() {
            let (name, properties, message) = read(line).unwrap();
            assert!(["error", "warning", "notice"].contains(&name), "{line}");
            let known = ["file", "line", "endLine", "title"];
            assert!(properties.keys().all(|key| known.contains(key)), "{line}");
            assert!(properties["title"].starts_with("twicetold: "), "{line}");
            let [first, last] = ["line", "endLine"]
                .map(|key| properties.get(key).map(|number| number.parse::<u32>().unwrap()));
            assert!(first.is_some() && last.is_none_or(|last| Some(last) >= first), "{line}");
            if properties.contains_key("endLine") {
                assert_eq!(properties["file"], *uri);
            } else {
                assert_eq!(message, "100 %0A::error::x");
            }
        }
    }

    #[test]
    fn no_control_character_of_a_path_is_sent() {
        let mut report = sample::report();
        report.documents[1].uri = "feeds/\u{1b}[31m\u{7}.xml".into();
        let text = github(&report);
        assert!(text.contains("file=feeds/\\u{1b}[31m\\u{7}.xml,line=118"), "{text}");
        assert!(!text.contains(|letter: char| letter.is_control() && letter != '\n'), "{text}");
    }

    #[test]
    fn a_finding_annotates_the_copy() {
        let text = github(&sample::report());
        let first = text.lines().next().unwrap();
        assert!(
            first.starts_with(
                "::warning file=feeds/post.xml,line=118,endLine=121,title=twicetold%3A near-document::\
                 398 words, as in feeds/times.xml:41 (93 %25, 11 edits), and 1 further place%0A“The"
            ),
            "{first}"
        );
        assert!(text.contains("::error file=article.txt,line=8,endLine=13,"));
        assert!(text.ends_with(
            "::warning file=feeds/bad.xml,line=12,title=twicetold%3A unreadable-input::\
             unexpected end of file; 4 items read\n"
        ));
    }

    #[test]
    fn no_text_of_an_input_is_a_command_of_its_own() {
        let mut report = sample::hostile();
        report.documents[1].uri = "a,line=1::b%\n::error::x".into();
        report.findings[0].excerpt = Some("\n::stop-commands::x".to_owned());
        for line in github(&report).lines() {
            let command = line.strip_prefix("::").unwrap();
            let (head, _) = command.split_once("::").unwrap();
            let kind = head.split(' ').next().unwrap();
            assert!(["error", "warning", "notice"].contains(&kind), "{line}");
            assert!(head.matches(",line=").count() <= 1, "{line}");
        }
    }

    #[test]
    fn ten_of_a_kind_are_written_and_the_others_counted() {
        let mut report = sample::report();
        report.findings = vec![report.findings[1].clone(); 13];
        report.summary.findings = 15;
        let text = github(&report);
        assert_eq!(text.matches("::error ").count(), 10);
        assert!(text.contains("\n3 more of kind error left out: GitHub shows 10 of a kind\n"));
        assert!(text.ends_with("2 more findings left out by --max-findings\n"), "{text}");
    }

    #[test]
    fn the_place_that_is_new_is_annotated() {
        let mut report = sample::report();
        report.findings.truncate(1);
        report.diagnostics.clear();
        let mended = |report: &Report| read(&github(report)).unwrap().1["file"].clone();
        assert_eq!(mended(&report), "feeds/post.xml");
        report.findings[0].occurrences[1].status = Some("known");
        assert_eq!(mended(&report), "archive/11.jsonl");
        report.findings[0].occurrences[2].status = Some("suppressed");
        assert_eq!(mended(&report), "feeds/times.xml");
        // Whose places are all accepted, one by one, is told at the first copy.
        report.findings[0].occurrences[0].status = Some("known");
        assert_eq!(mended(&report), "feeds/post.xml");
    }

    #[test]
    fn what_is_known_is_not_annotated() {
        let mut report = sample::report();
        report.diagnostics.clear();
        report.findings.iter_mut().for_each(|finding| finding.status = "known");
        assert_eq!(github(&report), "");
    }
}
