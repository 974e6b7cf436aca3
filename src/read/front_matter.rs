//! The simple `key: value` (YAML) and `key = value` (TOML) lines at the head of a Markdown file.
//!
//! Lists and nested tables are passed over: nothing of them is used, but for lists of rules under the key of suppressions.
//! Text between two rules is text, wherever it stands.

use std::iter::Peekable;
use std::ops::Range;

use super::date::parse_date;
use super::{Document, suppression};

/// Returns the lines of front matter that a file begins with, and where the text behind it begins: between two lines `---`,
/// or `+++`, of which the first is the file's, with a key on the first line that is no comment. Linear in the text.
pub(super) fn at_head_of(text: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len()..*at, line.trim_end()))
    });
    let (opening, rule) = lines.next()?;
    let closings: &[&str] = match rule {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let mut said = lines.skip_while(|(_, line)| line.is_empty() || line.starts_with('#'));
    said.next().filter(|(_, first)| begins_with_key(first))?;
    let (end, _) = said.find(|(_, line)| closings.contains(line))?;
    Some((opening.end..end.start, end.end))
}

/// Whether a line is a key and its value, or the head of a table of TOML.
fn begins_with_key(line: &str) -> bool {
    let is_key = |key: &str| {
        let letters = |letter: char| letter.is_alphanumeric() || "_-.\"'".contains(letter);
        !key.is_empty() && key.chars().all(letters)
    };
    line.starts_with('[') || line.split_once([':', '=']).is_some_and(|(key, _)| is_key(key.trim()))
}

/// Takes over what front matter says of the document.
///
/// `first` is the line that the text begins on.
pub(super) fn read(text: &str, first: u32, document: &mut Document) {
    let mut lines = (first..).zip(text.lines()).peekable();
    // A table's head ends the top level.
    while let Some((number, line)) = lines.next_if(|(_, line)| !line.starts_with('[')) {
        // Set-in lines belong to a nested value.
        if line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some(at) = line.find([':', '=']) else { continue };
        let key = line[..at].trim().trim_matches('"').to_ascii_lowercase();
        let value = line[at + 1..].trim();
        if suppression::is_key(&key) {
            suppression::declare(rules_over_lines(value, &mut lines), number, document);
            continue;
        }
        if key.split_once('.').is_some_and(|(table, _)| suppression::is_key(table)) {
            suppression::declare(Err(suppression::not_understood(&key, &[])), number, document);
            continue;
        }
        let is_yaml = line[at..].starts_with(':');
        let value = if is_yaml { over_lines(value, &mut lines) } else { unquoted(value) };
        if !value.is_empty() {
            set(&key, &value, document);
        }
    }
    for (number, head) in lines.filter(|(_, line)| is_table_of_suppressions(line)) {
        let flaw = suppression::not_understood(head.trim(), &[]);
        suppression::declare(Err(flaw), number, document);
    }
}

/// Whether a line is the head of a table of TOML under the key of suppressions, which says no rules.
fn is_table_of_suppressions(line: &str) -> bool {
    let inner = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let name = inner.map(|(name, _)| name.trim_matches(['[', ' ', '"', '\'']));
    name.is_some_and(|name| suppression::is_key(&name.to_ascii_lowercase()))
}

/// Returns what the key of suppressions says: on its line, or in the lines below it an entry each, or in brackets.
///
/// # Errors
/// It says something else, or its list has no end.
fn rules_over_lines<'a>(
    mut value: &'a str,
    lines: &mut Peekable<impl Iterator<Item = (u32, &'a str)>>,
) -> Result<String, String> {
    if without_comment(value).is_empty() {
        let mut entries = String::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| is_entry(line) || is_bare(line)) {
            if is_entry(line) {
                entries.push_str(&without_comment(line.trim().trim_start_matches('-').trim()));
                entries.push(' ');
            }
        }
        match lines.next_if(|(_, line)| line.starts_with([' ', '\t'])) {
            Some((_, line)) if entries.is_empty() => value = line.trim(),
            Some((_, line)) => return Err(suppression::not_understood(line.trim(), &[])),
            None => return Ok(entries),
        }
    }
    let is_nested = begins_with_key(value) && !value.starts_with('[');
    if is_nested || value.starts_with('{') {
        return Err(suppression::not_understood(value, &[]));
    }
    if value.starts_with('[') { list_over_lines(value, lines) } else { Ok(without_comment(value)) }
}

/// Returns a list in brackets, which may go on in the lines after its own.
///
/// # Errors
/// It does not end before the next key.
fn list_over_lines<'a>(
    value: &str,
    lines: &mut Peekable<impl Iterator<Item = (u32, &'a str)>>,
) -> Result<String, String> {
    let (first, mut is_whole) = of_list(value);
    if is_whole {
        return Ok(without_comment(value));
    }
    let mut list = first.to_owned();
    while !is_whole {
        let Some((_, line)) = lines.next_if(|(_, line)| !begins_with_key(line)) else {
            return Err("begins a list that does not end".to_owned());
        };
        let (more, is_last) = of_list(line);
        list.push(' ');
        list.push_str(more);
        is_whole = is_last;
    }
    Ok(list)
}

/// Returns what a line says of a list, up to a comment or the list's end, and whether the list ends there.
fn of_list(line: &str) -> (&str, bool) {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        // Inside a word a quote is an apostrophe, and `#` a letter.
        let begins = !std::mem::replace(&mut before, letter).is_alphanumeric();
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') if begins => quote = Some(letter),
            (None, '#') if begins => return (&line[..at], false),
            (None, ']') => return (&line[..=at], true),
            _ => {}
        }
    }
    (line, false)
}

/// Returns a value of YAML that may go on in the lines after its own, which are set in: a text that
/// is folded (`>`, `|`), or a long one that was broken.
fn over_lines<'a>(
    value: &str,
    lines: &mut Peekable<impl Iterator<Item = (u32, &'a str)>>,
) -> String {
    let is_folded = value.starts_with(['>', '|']);
    let mut whole = if is_folded { String::new() } else { value.to_owned() };
    // What stands under a key without a value is nested, and so is another key.
    let goes_on = |line: &str| {
        line.starts_with([' ', '\t']) && (is_folded || !value.is_empty() && !line.contains(": "))
    };
    while let Some((_, line)) = lines.next_if(|(_, line)| goes_on(line)) {
        whole.push(' ');
        whole.push_str(line.trim());
    }
    if is_folded { whole.trim().to_owned() } else { unquoted(&whole) }
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

/// Whether a line holds nothing but a comment, or nothing at all.
fn is_bare(line: &str) -> bool {
    without_comment(line.trim()).is_empty()
}

fn is_entry(line: &str) -> bool {
    let line = line.trim();
    line == "-" || line.starts_with("- ")
}

/// Returns what stands in a value's quotes, or before the comment behind it.
fn without_comment(value: &str) -> String {
    match value.chars().next() {
        Some('"' | '\'') => unquoted(value),
        Some('#') => String::new(),
        _ => value.split(" #").next().unwrap_or(value).trim().to_owned(),
    }
}

/// Returns a value without its quotes and escapes, or without the comment behind it.
fn unquoted(value: &str) -> String {
    if let Some(text) = in_double_quotes(value).or_else(|| in_single_quotes(value)) {
        return text.replace(char::is_control, " ").trim().to_owned();
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    if value.starts_with(['[', '{', '&', '*']) { String::new() } else { value.to_owned() }
}

/// Returns the text that a value in double quotes begins with. The escapes of YAML are those of JSON
/// and of TOML, but for a few; a text with one of these stays as it is written.
fn in_double_quotes(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|letter| {
        let is_end = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        is_end
    })?;
    let quoted = &value[..end + 2];
    let of_toml = || quoted.parse::<toml::Value>().ok()?.as_str().map(str::to_owned);
    let text = serde_json::from_str(quoted).ok().or_else(of_toml);
    Some(text.unwrap_or_else(|| inner[..end].to_owned()))
}

/// Returns the text that a value in single quotes begins with; two of them in it stand for one.
fn in_single_quotes(value: &str) -> Option<String> {
    let inner = value.strip_prefix('\'')?;
    let mut end = inner.find('\'')?;
    while inner[end + 1..].starts_with('\'') {
        end += 2 + inner[end + 2..].find('\'')?;
    }
    Some(inner[..end].replace("''", "'"))
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

    #[track_caller]
    fn check_title(text: &str, expected: &str) {
        let mut document = Document::default();
        read(text, 1, &mut document);
        assert_eq!(document.title.as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn escapes_in_quotes_are_read() {
        check_title(r#"title: "He said \"no\" \u00e9t\u00e9" # x"#, "He said \"no\" été");
        check_title(r#"title: "A \\" # "x""#, r"A \");
        check_title(r#"title: "\ud83c\udf0a a\/b\nc""#, "\u{1f30a} a/b c");
        check_title("title: 'It''s ''so''' # x", "It's 'so'");
        check_title(r#"title = "T \"q\" \U0001F30A""#, "T \"q\" \u{1f30a}");
        check_title(r"title = 'C:\news'", r"C:\news");
        check_title(r#"title: "of \_ no kind""#, r"of \_ no kind");
        check_title("title: \"open", "\"open");
        check_title("title: 'tis the season", "'tis the season");
    }

    #[test]
    fn a_title_of_yaml_may_stand_on_several_lines() {
        check_title("title: >-\n  Barrier:\n  \"approved\"\nlang: en", "Barrier: \"approved\"");
        check_title("title: |\n  Barrier\n\ttags: no\nurl: x", "Barrier tags: no");
        check_title("title: Barrier\n  approved\ntags:\n  - a", "Barrier approved");
        check_title("title: \"Barrier\n  \\\"approved\\\"\"\n", "Barrier \"approved\"");
        check_title("title: Barrier\n  nested: no\n", "Barrier");
    }
}
