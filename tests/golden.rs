//! Every folder of `corpus/` is a newsroom case: what is found in it is what its `expected.json`
//! says, no less and no more.
//!
//! The order of findings is free, that of occurrences too, save that the anchor is first. What
//! `expected.json` leaves out of a finding is not compared. See `corpus/README.md`.

#![allow(clippy::panic, reason = "a corpus that cannot be read ends the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use twicetold::report::{Finding, Occurrence, Report};
use twicetold::{Detector, NoProgress, Options};
use unicode_normalization::UnicodeNormalization;

/// What a case's `expected.json` holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Why the case is here and what decides it.
    about: String,
    /// Rules whose findings are neither required nor wrong.
    #[serde(default)]
    allow: Vec<String>,
    /// All other findings.
    findings: Vec<ExpectedFinding>,
}

/// A finding that must be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFinding {
    rule: String,
    /// A second rule that would be as right.
    or: Option<String>,
    /// Whether the copies have the anchor's words, all of them and no others.
    exact: Option<bool>,
    times: Option<u64>,
    /// Least and most words; word counting is not what the corpus is for.
    words: Option<[u64; 2]>,
    anchor_reason: Option<String>,
    /// The anchor first.
    occurrences: Vec<Place>,
}

/// Where an occurrence stands; ordered so that places can be compared as sets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    /// The document's key, relative to the case's folder.
    document: String,
    lines: Option<[u32; 2]>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lines {
            Some([first, last]) => write!(f, "{} lines {first}-{last}", self.document),
            None => f.write_str(&self.document),
        }
    }
}

/// A case and what the detector said of it.
struct Case {
    folder: PathBuf,
    expected: Expected,
    report: Report,
}

#[test]
fn every_case_finds_what_it_expects_and_nothing_else() {
    let complaints = complaints_of_all(Case::differences);
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn lines_and_bytes_of_a_finding_name_the_text_that_was_found() {
    let complaints = complaints_of_all(Case::misplaced);
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn at_least_32_cases_and_half_of_them_non_matches() {
    let folders = folders();
    let expected: Vec<_> = folders.iter().map(|folder| expected_of(folder)).collect();
    let non_matches = expected.iter().filter(|case| case.findings.is_empty()).count();
    assert!(expected.len() >= 32, "{} cases", expected.len());
    assert!(non_matches * 2 >= expected.len(), "{non_matches} of {}", expected.len());
    let told = format!("\n{} cases, in {non_matches} of which nothing", expected.len());
    let readme = fs::read_to_string("corpus/README.md").expect("corpus/README.md is committed");
    assert!(readme.contains(&told), "corpus/README.md does not say:{told}");
}

#[test]
fn the_readme_names_every_case() {
    let readme = fs::read_to_string("corpus/README.md").expect("corpus/README.md is committed");
    for folder in folders() {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy();
        assert!(readme.contains(&format!("`{name}`")), "corpus/README.md says nothing of {name}");
    }
}

/// Runs the detector on every case and returns what `judge` has to say, headed by the case.
fn complaints_of_all(judge: fn(&Case) -> Vec<String>) -> String {
    let mut text = String::new();
    for folder in folders() {
        let case = Case::run(folder);
        let complaints = judge(&case);
        if complaints.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}\n  {}", case.folder.display(), case.expected.about);
        for complaint in complaints {
            let _ = writeln!(text, "  - {complaint}");
        }
    }
    text
}

/// Returns the folders of the corpus, sorted; tests run in the root of the crate.
fn folders() -> Vec<PathBuf> {
    let mut folders = entries(Path::new("corpus"));
    folders.retain(|path| path.is_dir() && !path.ends_with("judged"));
    assert!(!folders.is_empty(), "corpus/ holds no case");
    folders
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is committed")
        .map(|entry| entry.expect("the corpus can be listed").path())
        .collect();
    paths.sort();
    paths
}

fn expected_of(folder: &Path) -> Expected {
    let path = folder.join("expected.json");
    let text = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

impl Case {
    /// Scans a case's folder, all but its `expected.json`.
    fn run(folder: PathBuf) -> Self {
        let mut paths = entries(&folder);
        paths.retain(|path| !path.ends_with("expected.json"));
        let detector = Detector::new(Options::default()).expect("the defaults are usable");
        let report = detector
            .scan_paths(&paths, &NoProgress)
            .unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        Self { expected: expected_of(&folder), folder, report }
    }

    /// Returns what is missing, what is too much, and what could not be read.
    fn differences(&self) -> Vec<String> {
        let mut found: Vec<&Finding> = self
            .report
            .findings
            .iter()
            .filter(|finding| !self.expected.allow.iter().any(|rule| rule == finding.rule))
            .collect();
        let mut complaints: Vec<String> =
            self.report.diagnostics.iter().map(|d| format!("diagnostic: {}", d.message)).collect();
        for expected in &self.expected.findings {
            match found.iter().position(|finding| self.meets(finding, expected)) {
                Some(at) => {
                    found.remove(at);
                }
                None => complaints.push(format!("missing: {}", describe_expected(expected))),
            }
        }
        complaints.extend(found.iter().map(|f| format!("found:   {}", self.describe(f))));
        complaints
    }

    /// Returns whether a finding is the expected one in all that is said of it.
    fn meets(&self, finding: &Finding, expected: &ExpectedFinding) -> bool {
        let rules = [Some(&expected.rule), expected.or.as_ref()];
        let [least, most] = expected.words.unwrap_or([0, u64::MAX]);
        rules.into_iter().flatten().any(|rule| rule == finding.rule)
            && expected.exact.is_none_or(|exact| exact == is_exact(finding))
            && expected.times.is_none_or(|times| times == finding.times)
            && (least..=most).contains(&finding.words)
            && (expected.anchor_reason.is_none()
                || expected.anchor_reason.as_deref() == finding.anchor_reason)
            && self.stands_at(finding, &expected.occurrences)
    }

    /// Returns whether the finding's places are these, the first of them the anchor.
    fn stands_at(&self, finding: &Finding, expected: &[Place]) -> bool {
        let lines: BTreeMap<_, _> = expected.iter().map(|p| (&p.document, p.lines)).collect();
        let mut places: Vec<Place> = finding.occurrences.iter().map(|o| self.place(o)).collect();
        for place in &mut places {
            if lines.get(&place.document) == Some(&None) {
                place.lines = None;
            }
        }
        let mut wanted = expected.to_vec();
        let anchors_agree = places.first() == wanted.first()
            && finding.occurrences.first().is_some_and(|o| o.role == "anchor");
        places.sort();
        wanted.sort();
        anchors_agree && places == wanted
    }

    fn place(&self, occurrence: &Occurrence) -> Place {
        let key = &self.report.documents[occurrence.document].key;
        let folder = format!("{}/", self.folder.display());
        let document = key.strip_prefix(&folder).unwrap_or(key).to_owned();
        Place { document, lines: Some(occurrence.lines) }
    }

    fn describe(&self, finding: &Finding) -> String {
        let mut text = format!(
            "{}, {}, {} times, {} words",
            finding.rule,
            if is_exact(finding) { "exact" } else { "edited" },
            finding.times,
            finding.words
        );
        if let Some(reason) = finding.anchor_reason {
            let _ = write!(text, ", anchor {reason}");
        }
        for occurrence in &finding.occurrences {
            let _ = write!(text, "\n      {} {}", occurrence.role, self.place(occurrence));
            if let Some(shares) = &occurrence.shares {
                let _ = write!(text, " coverage {:.2}", shares.coverage);
            }
        }
        text
    }

    /// Returns the places whose lines and bytes disagree, and the exact findings whose places do
    /// not hold the same words.
    fn misplaced(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for finding in &self.report.findings {
            let mut words = BTreeSet::new();
            for occurrence in &finding.occurrences {
                match self.text_of(occurrence) {
                    Ok(Some(text)) => {
                        words.insert(letters(&text));
                    }
                    Ok(None) => {}
                    Err(complaint) => complaints.push(format!("{}: {complaint}", finding.id)),
                }
            }
            let same = finding.rule.starts_with("repeated-")
                || matches!(finding.rule, "identical-document" | "exact-passage");
            if same && is_exact(finding) && !is_interleaved(finding) && words.len() > 1 {
                complaints.push(format!("the words differ: {}", self.describe(finding)));
            }
        }
        complaints
    }

    /// Returns the text that an occurrence's bytes name, `None` where they name none or where
    /// markup stands between the words.
    fn text_of(&self, occurrence: &Occurrence) -> Result<Option<String>, String> {
        let document = &self.report.documents[occurrence.document];
        let Some([from, to]) = occurrence.bytes else { return Ok(None) };
        let (start, end) = (from as usize, to as usize);
        let input = fs::read(&*document.uri).map_err(|e| format!("{}: {e}", document.uri))?;
        let text = input
            .get(start..end)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| format!("{}: no bytes {from}-{to}", document.uri))?;
        let line_of = |byte: usize| 1 + memchr::memchr_iter(b'\n', &input[..byte]).count();
        let lines = [line_of(start) as u32, line_of(end - 1) as u32];
        if lines != occurrence.lines {
            let said = occurrence.lines;
            return Err(format!("{}: bytes on lines {lines:?}, said {said:?}", document.uri));
        }
        let text = std::str::from_utf8(text)
            .map_err(|e| format!("{}: bytes {from}-{to} cut a letter: {e}", document.uri))?;
        Ok((document.format == "text").then(|| text.to_owned()))
    }
}

fn describe_expected(expected: &ExpectedFinding) -> String {
    let mut text = expected.rule.clone();
    if let Some(or) = &expected.or {
        let _ = write!(text, " or {or}");
    }
    if let Some(exact) = expected.exact {
        text.push_str(if exact { ", exact" } else { ", edited" });
    }
    if let Some(times) = expected.times {
        let _ = write!(text, ", {times} times");
    }
    if let Some([least, most]) = expected.words {
        let _ = write!(text, ", {least} to {most} words");
    }
    if let Some(reason) = &expected.anchor_reason {
        let _ = write!(text, ", anchor {reason}");
    }
    for (at, place) in expected.occurrences.iter().enumerate() {
        let _ = write!(text, "\n      {} {place}", if at == 0 { "anchor" } else { "copy" });
    }
    text
}

/// Returns whether no copy of a finding differs from the anchor by a word.
fn is_exact(finding: &Finding) -> bool {
    finding.occurrences.iter().all(|occurrence| {
        occurrence.edits.unwrap_or(0) == 0 && occurrence.passages.iter().all(|p| p.exact)
    })
}

/// Returns whether places of one document overlap, as those of a text whose every paragraph is
/// followed by itself: their bytes then hold more than the words of one place.
fn is_interleaved(finding: &Finding) -> bool {
    let mut places: Vec<_> =
        finding.occurrences.iter().filter_map(|o| Some((o.document, o.bytes?))).collect();
    places.sort_unstable();
    places.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[1].1[0] < pair[0].1[1])
}

/// Returns the letters and digits of a text, lower-case: what typography cannot change.
fn letters(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
