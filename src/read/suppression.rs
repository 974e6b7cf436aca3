//! Marks in a text that say that what stands there may be told twice:
//! `<!-- twicetold: ignore RULE -- reason -->` for the next block, `ignore-start` to `ignore-end`,
//! and `ignore-file`; in MDX, `{/* twicetold: ignore */}` and so on; in front matter and JSON, the key `twicetold-ignore`.
//!
//! A mark that cannot be understood is a [`Suppression`] with a flaw, so that it can be told.

use std::ops::Range;

use super::Document;
use super::block::Standing;
use super::landmarks::Landmarks;
use super::page::Base;

/// The key in front matter and in records of JSON.
const KEY: &str = "twicetold-ignore";

/// The same, as many records spell their keys.
const SNAKE_KEY: &str = "twicetold_ignore";

/// What every mark begins with, behind the comment's opening and white space.
const NAME: &str = "twicetold:";

/// A mark in an input: what stands there may be told twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suppression {
    /// Names of rules, as written; every rule when empty.
    pub rules: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// The line that the mark stands on, 1-based.
    pub line: u32,
    /// The document's blocks that it covers, counted from 0; `None` for the whole document.
    pub blocks: Option<Range<u32>>,
    /// What is wrong with the mark.
    pub flaw: Option<String>,
}

/// A mark as it stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    scope: Scope,
    rules: Vec<String>,
    reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Scope {
    Next,
    Start,
    End,
    File,
    /// Another word than those.
    Unknown(String),
}

/// The words that a mark can begin with.
const VERBS: [&str; 4] = ["ignore", "ignore-start", "ignore-end", "ignore-file"];

/// Whether a key of front matter or of a record is the one of suppressions.
pub(super) fn is_key(key: &str) -> bool {
    key == KEY || key == SNAKE_KEY
}

/// Returns the marks in the comments of HTML in a text, in order.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    marks_between(text, "<!--", "-->")
}

/// Returns the marks in the comments of MDX in a text, in order.
pub(super) fn marks_of_mdx(text: &str) -> Vec<Mark> {
    marks_between(text, "{/*", "*/}")
}

fn marks_between(text: &str, opening: &str, closing: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut from = 0;
    let find = |from: usize, sign: &str| {
        let at = memchr::memmem::find(&text.as_bytes()[from..], sign.as_bytes())?;
        Some(from + at)
    };
    while let Some(start) = find(from, opening) {
        let inner = start + opening.len();
        let Some(end) = find(inner, closing) else { break };
        from = end + closing.len();
        if let Some(said) = said(text[inner..end].trim()) {
            marks.push(mark(said.trim(), start..from));
        }
    }
    marks
}

/// Returns what a comment says behind the name that every mark begins with, in letters of any case.
fn said(comment: &str) -> Option<&str> {
    let (name, said) = comment.split_at_checked(NAME.len())?;
    name.eq_ignore_ascii_case(NAME).then_some(said)
}

fn mark(said: &str, range: Range<usize>) -> Mark {
    let (verb, rest) = said.split_at(said.find(char::is_whitespace).unwrap_or(said.len()));
    let scope = match verb.to_ascii_lowercase().as_str() {
        "ignore" => Scope::Next,
        "ignore-start" => Scope::Start,
        "ignore-end" => Scope::End,
        "ignore-file" => Scope::File,
        _ => Scope::Unknown(verb.to_owned()),
    };
    let (rules, reason) = rules_and_reason(rest);
    Mark { range, scope, rules, reason }
}

/// Reads `RULE, RULE -- reason`; `true`, `all` and `*` stand for every rule.
fn rules_and_reason(text: &str) -> (Vec<String>, Option<String>) {
    let (rules, reason) = at_dash(text);
    let names = names(rules).filter(|name| !matches!(*name, "true" | "all" | "*"));
    let reason = reason.filter(|reason| !reason.is_empty());
    (names.map(str::to_owned).collect(), reason.map(str::to_owned))
}

/// Parts what stands before a dash, of any kind, and behind it.
fn at_dash(text: &str) -> (&str, Option<&str>) {
    const DASHES: [&str; 3] = ["--", "—", "–"];
    let dash = DASHES.iter().filter_map(|dash| Some((text.find(dash)?, dash))).min();
    match dash {
        Some((at, dash)) => (text[..at].trim(), Some(text[at + dash.len()..].trim())),
        None => (text.trim(), None),
    }
}

/// Returns the words of a list, in brackets and quotes or not.
fn names(list: &str) -> impl Iterator<Item = &str> {
    let names = list.split(|letter: char| letter.is_whitespace() || letter == ',');
    names.map(|name| name.trim_matches(['"', '\'', '[', ']'])).filter(|name| !name.is_empty())
}

/// Adds what a key in front matter or JSON says of its whole document, or what is wrong with it; `false` says nothing.
///
/// A list without a name is no wish for every rule: that is `true`, or a reason alone.
pub(super) fn declare(value: Result<String, String>, line: u32, document: &mut Document) {
    let said = Suppression { line, ..Suppression::default() };
    document.suppressions.push(match value {
        Ok(text) if matches!(text.trim(), "" | "false") => return,
        Ok(text) => {
            let (rules, reason) = rules_and_reason(&text);
            let said = Suppression { rules, reason, ..said };
            let list = at_dash(&text).0;
            let names_none = !list.is_empty() && names(list).next().is_none();
            let flaw = || "names no rule, so that it does nothing".to_owned();
            if names_none { said.of_nothing(flaw()) } else { said }
        }
        Err(flaw) => said.of_nothing(flaw),
    });
}

/// Adds the marks of a text that stands at `base` to its document, whose blocks are complete.
pub(super) fn apply(marks: &[Mark], text: &str, base: Base, document: &mut Document) {
    let mut open: Vec<(Suppression, u32)> = Vec::new();
    let end = document.blocks.len() as u32;
    let landmarks = Landmarks::new(text);
    for mark in marks {
        let at = Point::of(mark.range.start, &landmarks, base);
        let stands_before = |nth, _| at.is_behind(&document.blocks.standing_of(nth));
        let next = document.blocks.partition_point(stands_before) as u32;
        let (rules, reason) = (mark.rules.clone(), mark.reason.clone());
        let said = Suppression { rules, reason, line: at.line, ..Suppression::default() };
        match &mark.scope {
            Scope::File => document.suppressions.push(said),
            Scope::Next => {
                let blocks = Some(next..(next + 1).min(end));
                document.suppressions.push(Suppression { blocks, ..said });
            }
            Scope::Start => open.push((said, next)),
            Scope::End => match open.pop() {
                Some((begun, first)) => {
                    let blocks = Some(first..next);
                    document.suppressions.push(Suppression { blocks, ..begun });
                }
                None => document.suppressions.push(said.of_nothing("ends nothing".to_owned())),
            },
            Scope::Unknown(verb) => {
                document.suppressions.push(said.of_nothing(not_understood(verb, &VERBS)));
            }
        }
    }
    for (begun, first) in open {
        let flaw = Some("begins here and has no `ignore-end`".to_owned());
        document.suppressions.push(Suppression { blocks: Some(first..end), flaw, ..begun });
    }
}

impl Suppression {
    /// The suppression without anything that it covers, for a flaw of its mark.
    fn of_nothing(self, flaw: String) -> Self {
        Self { blocks: Some(0..0), flaw: Some(flaw), ..self }
    }
}

/// Returns the flaw of a mark or a key that says something else than what is `known`.
pub(super) fn not_understood(said: &str, known: &[&str]) -> String {
    let likeness = |known: &&&str| strsim::jaro(known, said);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let hint = nearest.filter(|known| likeness(known) > 0.7);
    let hint = hint.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
    format!("is not understood: `{said}`{hint}")
}

/// A place in the input.
struct Point {
    line: u32,
    byte: Option<u64>,
}

impl Point {
    fn of(at: usize, landmarks: &Landmarks<'_>, base: Base) -> Self {
        let (Base::Verbatim { line, .. } | Base::Lines { line }) = base;
        let breaks = landmarks.breaks(0..at as u32);
        let byte = match base {
            Base::Verbatim { byte, .. } => Some(byte + at as u64),
            Base::Lines { .. } => None,
        };
        Self { line: line.saturating_add(breaks), byte }
    }

    /// Whether the point stands behind the beginning of a block.
    fn is_behind(&self, block: &Standing<'_>) -> bool {
        match (block, self.byte) {
            (Standing::Verbatim { byte, .. }, Some(at)) => *byte < at,
            (Standing::Pieces([first, ..]), at) => match first.known_byte().zip(at) {
                Some((byte, at)) => byte < at,
                None => first.line < self.line,
            },
            (Standing::Lines { first: line, .. }, _) | (Standing::Verbatim { line, .. }, None) => {
                *line < self.line
            }
            (Standing::Pieces([]), _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, ReadOptions, portions};
    use super::*;
    use crate::walk::{Input, InputPlace};

    /// Each suppression of a text as `line rules reason blocks`.
    #[track_caller]
    fn check(format: Format, text: &str, expected: &[(u32, &str, &str, Option<Range<u32>>)]) {
        check_file("input", format, text, expected);
    }

    #[track_caller]
    fn check_file(
        name: &str,
        format: Format,
        text: &str,
        expected: &[(u32, &str, &str, Option<Range<u32>>)],
    ) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        let input = Input { place: InputPlace::File(path), uri: name.to_owned() };
        let options = ReadOptions { format: Some(format), ..ReadOptions::default() };
        let documents: Vec<Document> =
            portions(&input, &options).flat_map(|p| p.read(&options).documents).collect();
        let found: Vec<_> = documents.iter().flat_map(|d| d.suppressions.clone()).collect();
        let told: Vec<_> = found
            .iter()
            .map(|s| {
                let rules = s.rules.join(" ");
                (s.line, rules, s.reason.clone().unwrap_or_default(), s.blocks.clone())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, rules, reason, blocks)| {
                (*line, (*rules).to_owned(), (*reason).to_owned(), blocks.clone())
            })
            .collect();
        assert_eq!(told, expected, "{text}");
        for document in &documents {
            assert!(!document.text.contains("twicetold"), "{}", document.text);
        }
    }

    const PARAGRAPH: &str = "A first paragraph that ends in a full stop.";

    #[test]
    fn the_next_block_is_covered_in_every_format() {
        let mark = "<!-- twicetold: ignore exact-passage -- licensed -->";
        let expected = [(3, "exact-passage", "licensed", Some(1..2))];
        let markdown = format!("{PARAGRAPH}\n\n{mark}\n\nA second one.\n\nA third one.\n");
        check(Format::Markdown, &markdown, &expected);
        check(Format::Text, &markdown, &expected);
        check(Format::Markdown, &format!("{PARAGRAPH}\n\n{mark}\nA second one.\n"), &expected);
        let same_line = format!("{PARAGRAPH}\n\n{mark} A *second*\none.\n\nA third one.\n");
        check(Format::Markdown, &same_line, &expected);
        check(Format::Text, &same_line, &expected);
        let html = format!("<p>{PARAGRAPH}</p>\n\n{mark}\n<p>A second one.</p><p>A third.</p>");
        check(Format::Html, &html, &expected);
    }

    #[test]
    fn a_stretch_and_a_file_are_covered() {
        let start = "<!-- twicetold: ignore-start exact-passage,near-passage -->";
        let text = format!(
            "{PARAGRAPH}\n\n{start}\n\nTwo.\n\nThree.\n\n<!-- twicetold: ignore-end -->\n\nFour.\n"
        );
        check(Format::Markdown, &text, &[(3, "exact-passage near-passage", "", Some(1..3))]);
        let file = format!("<!-- twicetold: ignore-file -- an archive -->\n\n{PARAGRAPH}\n");
        check(Format::Markdown, &file, &[(1, "", "an archive", None)]);
        check(Format::Text, &file, &[(1, "", "an archive", None)]);
    }

    #[test]
    fn mdx_has_marks_in_comments_of_its_own() {
        let mark = "{/* twicetold: ignore exact-passage -- licensed */}";
        let text =
            format!("{PARAGRAPH}\n\n{mark}\n\nA *second* one <b>here</b>.\n\nA third one.\n");
        let expected = [(3, "exact-passage", "licensed", Some(1..2))];
        check_file("a.mdx", Format::Markdown, &text, &expected);
        let text = format!(
            "{PARAGRAPH}\n\n{{/* twicetold: ignore-start */}}\n\nTwo.\n\n<!-- twicetold: ignore-end -->\n\n\
             {{/* twicetold: ignore-file */}}\n\nThree.\n"
        );
        check_file("a.mdx", Format::Markdown, &text, &[(3, "", "", Some(1..2)), (9, "", "", None)]);
        let code = format!("{PARAGRAPH}\n\n```\n{{/* other: ignore */}}\n```\n");
        check_file("a.mdx", Format::Markdown, &code, &[]);
    }

    #[test]
    fn a_mark_is_known_in_letters_of_any_case() {
        let text = format!("<!-- Twicetold: Ignore -->\n\n{PARAGRAPH}\n");
        for format in [Format::Markdown, Format::Text, Format::Html] {
            check(format, &text, &[(1, "", "", Some(0..1))]);
        }
    }

    #[test]
    fn front_matter_and_records_have_a_key() {
        let text =
            format!("---\ntitle: A\ntwicetold-ignore: near-document -- ours\n---\n\n{PARAGRAPH}\n");
        check(Format::Markdown, &text, &[(3, "near-document", "ours", None)]);
        let text =
            format!("---\ntwicetold-ignore: [near-document, exact-passage]\n---\n\n{PARAGRAPH}\n");
        check(Format::Markdown, &text, &[(2, "near-document exact-passage", "", None)]);
        let text = format!("---\ntwicetold-ignore: false\n---\n\n{PARAGRAPH}\n");
        check(Format::Markdown, &text, &[]);
        let json = r#"{"id": "a", "text": "Words.", "twicetold-ignore": ["near-document"]}"#;
        check(Format::Jsonl, json, &[(1, "near-document", "", None)]);
        let json = r#"{"id": "a", "text": "Words.", "twicetold-ignore": true}"#;
        check(Format::Jsonl, json, &[(1, "", "", None)]);
    }

    #[test]
    fn a_mark_that_is_shown_as_code_is_none() {
        let text = format!("{PARAGRAPH}\n\n```html\n<!-- other: ignore -->\n```\n");
        check(Format::Markdown, &text, &[]);
    }
}
