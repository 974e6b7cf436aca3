//! The simple `key: value` (YAML) and `key = value` (TOML) lines at the head of a Markdown file.
//!
//! Lists, nested tables and texts over several lines are passed over: nothing of them is used.

use super::date::parse_date;
use super::{Document, suppression};

/// Takes over what front matter says of the document.
///
/// `first` is the line that the text begins on.
pub(super) fn read(text: &str, first: u32, document: &mut Document) {
    let mut lines = (first..).zip(text.lines()).peekable();
    while let Some((number, line)) = lines.next() {
        // Set-in lines belong to a nested value; a table's head ends the top level.
        if line.starts_with('[') {
            break;
        }
        if line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some(at) = line.find([':', '=']) else { continue };
        let key = line[..at].trim().trim_matches('"').to_ascii_lowercase();
        let value = line[at + 1..].trim();
        if suppression::is_key(&key) {
            let mut said = without_comment(value).to_owned();
            let is_list = said.is_empty();
            // A list of YAML, an entry a line.
            while is_list && let Some((_, line)) = lines.next_if(|(_, line)| is_entry(line)) {
                said.push_str(without_comment(line.trim().trim_start_matches('-').trim()));
                said.push(' ');
            }
            suppression::declare(&said, number, document);
            continue;
        }
        let value = unquoted(value);
        if !value.is_empty() {
            set(&key, value, document);
        }
    }
}

fn set(key: &str, value: &str, document: &mut Document) {
    let text = || Some(value.into());
    match key {
        "id" | "guid" | "uuid" => document.id = text(),
        "title" | "headline" => document.title = text(),
        "date" | "published" | "pubdate" | "date_published" | "publishdate" => {
            document.published = document.published.or_else(|| parse_date(value));
        }
        "url" | "link" | "canonical" | "canonical_url" | "permalink" => document.url = text(),
        "source" | "publisher" | "site" | "outlet" => document.source = value.into(),
        "lang" | "language" => document.language = text(),
        _ => {}
    }
}

fn is_entry(line: &str) -> bool {
    let line = line.trim();
    line == "-" || line.starts_with("- ")
}

/// Returns what stands in a value's quotes, or before the comment behind it.
fn without_comment(value: &str) -> &str {
    match value.chars().next() {
        Some('"' | '\'') => unquoted(value),
        Some('#') => "",
        _ => value.split(" #").next().unwrap_or(value).trim(),
    }
}

/// Returns a value without its quotes, or without the comment behind it.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote))
        {
            return inner.trim();
        }
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    if value.starts_with(['|', '>', '[', '{', '&', '*']) { "" } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_lines_of_yaml_and_toml_are_read() {
        let mut document = Document::default();
        read(
            "title: \"Barrier: approved\" # x\ndate: 2026-11-20\ntags:\n  - title: no\nsource: 'Times'\n\
             lang: en # English\ndescription: |\n  url: no\n",
            1,
            &mut document,
        );
        assert_eq!(document.title.as_deref(), Some("Barrier: approved"));
        assert_eq!(
            document.published.map(|d| d.to_string()).as_deref(),
            Some("2026-11-20T00:00:00Z")
        );
        assert_eq!((&*document.source, document.language.as_deref()), ("Times", Some("en")));
        assert_eq!(document.url, None);
        let mut document = Document::default();
        read(
            "title = 'A'\nurl = \"https://example.org/a\"\n[extra]\ntitle = 'B'",
            1,
            &mut document,
        );
        assert_eq!(document.title.as_deref(), Some("A"));
        assert_eq!(document.url.as_deref(), Some("https://example.org/a"));
    }
}
