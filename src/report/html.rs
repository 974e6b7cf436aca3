//! One page for a browser that carries all it needs: style, script and the report as JSON.
//!
//! Text of inputs is hostile. It stands in the page only inside the JSON, where no `<` is left, and the
//! script puts it into text nodes only. The page's policy allows this one script and this one style by
//! their hashes (Content Security Policy, level 3), and no connection at all.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::compare::Rule;

use super::neutral::{one_line, piece, whole_path};
use super::phrase::sentence;
use super::share::rounded;
use super::{
    Difference, DocumentEntry, Finding, Gate, Occurrence, Passage, RenderOptions, Report, Summary,
    rule_text,
};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Places of a finding that the page carries; the others are counted.
const PLACES: usize = 200;

#[derive(Serialize)]
struct Page<'a> {
    version: &'a str,
    algorithm: &'a str,
    command: &'a str,
    targets: Vec<String>,
    complete: bool,
    text: &'static str,
    gate: &'a Option<Gate>,
    summary: &'a Summary,
    rules: BTreeMap<&'static str, Explained>,
    documents: Vec<Doc<'a>>,
    findings: Vec<Found<'a>>,
    diagnostics: Vec<Unread>,
}

#[derive(Serialize)]
struct Explained {
    says: String,
    when: &'static str,
    example: &'static str,
    remedy: &'static str,
}

#[derive(Serialize)]
struct Doc<'a> {
    key: String,
    uri: String,
    source: String,
    blocks: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Found<'a> {
    id: &'a str,
    rule: &'a str,
    level: &'a str,
    status: &'a str,
    fingerprint: &'a str,
    words: u64,
    times: u64,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt: Option<String>,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    d: usize,
    role: &'a str,
    lines: [u32; 2],
    blocks: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    passages: Vec<Aligned>,
}

#[derive(Serialize)]
struct Aligned {
    exact: bool,
    words: u64,
    similarity: f64,
    a: [u32; 2],
    b: [u32; 2],
    cut: bool,
    steps: Vec<Step>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Step {
    Same(String),
    Changed([String; 2]),
}

#[derive(Serialize)]
struct Unread {
    rule: &'static str,
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    message: String,
}

/// Writes the report as one self-contained HTML page.
///
/// # Errors
///
/// Those of `out`.
pub fn write_html(
    report: &Report,
    _options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let json = serde_json::to_string(&page(report))?;
    let mut rest = PAGE;
    while let Some((before, behind)) = rest.split_once('{') {
        out.write_all(before.as_bytes())?;
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        match name {
            "version" => out.write_all(report.tool.version.as_bytes())?,
            "script-hash" => out.write_all(policy_hash(SCRIPT).as_bytes())?,
            "style-hash" => out.write_all(policy_hash(STYLE).as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "data" => write_without_markup(&json, out)?,
            other => write!(out, "{{{other}}}")?,
        }
        rest = behind;
    }
    out.write_all(rest.as_bytes())
}

/// JSON that no HTML parser finds a tag or a comment in.
fn write_without_markup(json: &str, out: &mut dyn Write) -> io::Result<()> {
    for (at, part) in json.split('<').enumerate() {
        if at > 0 {
            out.write_all(br"\u003c")?;
        }
        out.write_all(part.as_bytes())?;
    }
    Ok(())
}

/// The hash by which a policy names an inline script or style.
fn policy_hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn page(report: &Report) -> Page<'_> {
    let has_text =
        report.findings.is_empty() || report.findings.iter().any(|f| f.excerpt.is_some());
    let diagnostics = report.diagnostics.iter().map(|diagnostic| Unread {
        rule: diagnostic.rule,
        uri: whole_path(&diagnostic.uri),
        line: diagnostic.line,
        message: one_line(&diagnostic.message),
    });
    Page {
        version: report.tool.version,
        algorithm: report.tool.algorithm,
        command: &report.run.command,
        targets: report.run.targets.iter().map(|target| whole_path(target)).collect(),
        complete: report.run.complete,
        text: if has_text { "excerpt" } else { "none" },
        gate: &report.gate,
        summary: &report.summary,
        rules: Rule::ALL.into_iter().map(|rule| (rule.name(), explained(rule))).collect(),
        documents: report.documents.iter().map(doc).collect(),
        findings: report.findings.iter().map(found).collect(),
        diagnostics: diagnostics.collect(),
    }
}

fn explained(rule: Rule) -> Explained {
    let text = rule_text(rule);
    Explained {
        says: sentence(text.says),
        when: text.when,
        example: text.example,
        remedy: text.remedy,
    }
}

fn doc(entry: &DocumentEntry) -> Doc<'_> {
    Doc {
        key: whole_path(&entry.key),
        uri: whole_path(&entry.uri),
        source: one_line(&entry.source),
        blocks: entry.blocks,
        title: entry.title.as_deref().map(one_line).filter(|title| !title.is_empty()),
        url: entry.url.as_deref(),
        published: entry.published.as_deref(),
        language: entry.language.as_deref(),
    }
}

fn found(finding: &Finding) -> Found<'_> {
    Found {
        id: &finding.id,
        rule: finding.rule,
        level: finding.level,
        status: finding.status,
        fingerprint: &finding.fingerprint,
        words: finding.words,
        times: finding.times,
        count: finding.occurrences.len(),
        reason: finding.anchor_reason,
        excerpt: finding.excerpt.as_deref().map(one_line),
        places: finding.occurrences.iter().take(PLACES).map(place).collect(),
    }
}

fn place(occurrence: &Occurrence) -> Place<'_> {
    Place {
        d: occurrence.document,
        role: occurrence.role,
        lines: occurrence.lines,
        blocks: occurrence.blocks,
        coverage: occurrence.shares.as_ref().map(|shares| rounded(shares.coverage)),
        edits: occurrence.edits,
        status: occurrence.status,
        reason: occurrence.reason.as_deref().map(one_line),
        passages: occurrence.passages.iter().map(aligned).collect(),
    }
}

fn aligned(passage: &Passage) -> Aligned {
    let step = |step: Difference<'_>| match step {
        Difference::Same(text) => Step::Same(piece(text)),
        Difference::Changed { anchor, copy } => Step::Changed([piece(anchor), piece(copy)]),
    };
    Aligned {
        exact: passage.exact,
        words: passage.words,
        similarity: rounded(passage.similarity),
        a: passage.anchor.lines,
        b: passage.copy.lines,
        cut: passage.is_cut,
        steps: passage.aligned.iter().flat_map(|aligned| aligned.iter()).map(step).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn html(report: &Report) -> String {
        let mut bytes = Vec::new();
        write_html(report, &RenderOptions::default(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn data(page: &str) -> serde_json::Value {
        let (_, behind) = page.split_once("id=\"report\">").unwrap();
        serde_json::from_str(behind.split_once("</script>").unwrap().0).unwrap()
    }

    #[test]
    fn the_page_carries_the_report() {
        let data = data(&html(&sample::report()));
        assert_eq!(data["findings"].as_array().unwrap().len(), 4);
        assert_eq!(data["findings"][0]["places"][1]["coverage"], 0.93);
        assert_eq!(data["documents"][0]["title"], "Council approves flood barrier");
    }

    #[test]
    fn text_of_an_input_adds_no_element() {
        let mut report = sample::report();
        let elements = html(&report).matches('<').count();
        let bad = "</script><script>alert(1)</script><!-- <script> {data} {script}";
        report.documents.iter_mut().for_each(|entry| entry.title = Some(bad.to_owned()));
        report.documents[0].url = Some(format!("javascript:{bad}"));
        report.findings[0].excerpt = Some(bad.to_owned());
        report.diagnostics[0].message = bad.to_owned();
        let page = html(&report);
        assert_eq!(page.matches('<').count(), elements);
        assert_eq!(data(&page)["documents"][1]["title"], bad);
    }

    #[test]
    fn the_policy_allows_this_script_and_style_and_no_connection() {
        let page = html(&sample::report());
        let policy = page.split_once("content=\"").unwrap().1.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("connect-src"), "{policy}");
        for outside in ["http://", "https://", "//cdn", "@import"] {
            let own = page.replace("http://www.w3.org/2000/svg", "");
            let (own, _) = own.split_once("id=\"report\">").unwrap();
            assert!(!own.contains(outside), "{outside}");
        }
    }
}
