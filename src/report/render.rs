//! The formats of a report, and what a renderer may be told: a width, colour, how much.

use std::io::{self, Write};

use crate::compare::Rule;

use super::text::is_totals;
use super::{
    Report, write_concise, write_csv, write_github, write_gitlab, write_html, write_json,
    write_jsonl, write_junit, write_markdown, write_rdjsonl, write_sarif, write_text,
};

/// A format that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReportFormat {
    /// For people: findings with their places, an excerpt, a last line of totals.
    Text,
    /// One line an occurrence, `path:line:column: rule message`.
    Concise,
    /// One JSON value, schema v1.
    Json,
    /// The same objects one a line, each with its `type`.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test panels.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// Diagnostics of reviewdog, one a line.
    Rdjsonl,
    /// Markdown below 1 MiB, for step summaries.
    Markdown,
    /// A table, one line an occurrence.
    Csv,
    /// One page for a browser that carries all it needs.
    Html,
}

/// How much of the inputs' text a report carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextShown {
    /// None of it.
    None,
    /// The beginning of what is repeated.
    #[default]
    Excerpt,
    /// All of what is repeated.
    Full,
}

/// Of which copies a finding carries the text word by word beside the anchor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AlignedText {
    /// Of none: for the formats that do not show it, all but text, Markdown and HTML.
    None,
    /// Of the first copy that differs.
    #[default]
    FirstDifference,
    /// Of each copy too, within a budget: for the page that shows them side by side.
    EachCopy,
}

/// Which documents a report lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentsShown {
    /// Those that occur in a finding.
    #[default]
    InFindings,
    /// All that were compared.
    All,
}

/// How a report is laid out; the machines' formats do not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// Columns of a line.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
    /// Whether long lists are written to their end.
    pub verbose: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { width: Self::WIDTH, color: false, verbose: false }
    }
}

impl RenderOptions {
    /// Columns of a line where no terminal tells them: wide enough for a headline beside its
    /// place, and about what a review tool shows without scrolling.
    pub const WIDTH: usize = 100;
}

impl ReportFormat {
    /// Every format.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Junit,
        Self::Github,
        Self::Gitlab,
        Self::Rdjsonl,
        Self::Markdown,
        Self::Csv,
        Self::Html,
    ];

    /// Returns the name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Rdjsonl => "rdjsonl",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    /// Returns the format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Returns whether a text of which this is the beginning, the first line of it and the last line is a report in the
    /// format, by what no article begins or ends with.
    fn made(self, head: &str, first: &str, last: &str) -> bool {
        let begins = |start: &str| head.starts_with(start);
        match self {
            Self::Text => last.len() <= LONGEST_TOTALS && is_totals(last),
            Self::Concise => memchr::memmem::find_iter(first.as_bytes(), ": ").any(|at| {
                let said = first[at + 2..].split(' ').next().unwrap_or_default();
                let is_rule = || Rule::OF_FINDINGS.iter().any(|rule| rule.name() == said);
                first[..at].ends_with(|c: char| c.is_ascii_digit()) && is_rule()
            }),
            Self::Json => {
                begins("{\n  \"schema_version\": \"")
                    && head.lines().nth(2).is_some_and(|third| {
                        let third = third.trim_start();
                        third.starts_with("\"tool\"") || third.starts_with("\"complete\"")
                    })
            }
            Self::Jsonl => {
                begins("{\"type\":\"run\",\"schema_version\":\"")
                    && first.contains("\"name\":\"twicetold\"")
            }
            Self::Sarif => begins("{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/"),
            Self::Junit => begins("<?xml ") && head.contains("\n<testsuites name=\"twicetold\""),
            Self::Github => first.starts_with("::") && first.contains("title=twicetold%3A "),
            Self::Gitlab => {
                begins("[\n  {\n    \"description\": \"") && head.contains("\"check_name\": \"")
            }
            Self::Rdjsonl => {
                begins("{\"message\":\"") && first.contains("\"source\":{\"name\":\"twicetold\"}")
            }
            Self::Markdown => begins("## ") && head.contains("\n| documents | words | repeated | "),
            Self::Csv => begins("finding,rule,level,status,fingerprint,"),
            Self::Html => {
                begins("<!doctype html>")
                    && head.contains("\n<meta name=\"generator\" content=\"twicetold ")
            }
        }
    }
}

/// Bytes of a report at its beginning that tell it.
const TELLING: usize = 4 << 10;

/// Bytes of the longest line of totals, about: the last line of an article is mostly longer.
const LONGEST_TOTALS: usize = 400;

/// Returns whether these bytes are a report, in whatever format.
pub fn is_report(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(TELLING)]);
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(LONGEST_TOTALS + 2)..]);
    let first = head.lines().next().unwrap_or_default();
    let last = tail.lines().next_back().unwrap_or_default();
    ReportFormat::ALL.iter().any(|format| format.made(&head, first, last))
}

/// Writes the report in a format.
///
/// A long report in JSON is made by the threads of the pool that this is called in, which is that of
/// [`Detector::on_threads`](crate::Detector::on_threads) or the global one.
///
/// # Errors
///
/// Those of `out`.
pub fn write_report(
    format: ReportFormat,
    report: &Report,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ReportFormat::Text => write_text(report, options, out),
        ReportFormat::Concise => write_concise(report, options, out),
        ReportFormat::Json => write_json(report, options, out),
        ReportFormat::Jsonl => write_jsonl(report, options, out),
        ReportFormat::Sarif => write_sarif(report, options, out),
        ReportFormat::Junit => write_junit(report, options, out),
        ReportFormat::Github => write_github(report, options, out),
        ReportFormat::Gitlab => write_gitlab(report, options, out),
        ReportFormat::Rdjsonl => write_rdjsonl(report, options, out),
        ReportFormat::Markdown => write_markdown(report, options, out),
        ReportFormat::Csv => write_csv(report, options, out),
        ReportFormat::Html => write_html(report, options, out),
    }
}
