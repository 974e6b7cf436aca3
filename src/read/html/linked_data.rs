//! What a page's scripts of linked data (schema.org) say of its article: its headline, its date, and its text, which
//! pages that are drawn by scripts have nowhere else.
//!
//! Keys are searched for and only their values are parsed: an article stands in graphs and lists of any depth, and
//! such scripts are often broken elsewhere.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::Timestamp;

use super::super::date::parse_date;

/// What linked data says; the first of each counts, and all texts are kept.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) bodies: Vec<LinkedBody>,
}

/// The text of an article: that of the page, or of another one.
#[derive(Debug)]
pub(super) struct LinkedBody {
    /// Its parts (the updates of a live blog; of other articles one), each with where it stands in the page, in bytes.
    pub(super) parts: Vec<(usize, String)>,
    /// The headline that stands beside it.
    pub(super) headline: Option<String>,
}

impl LinkedData {
    /// Reads a script that begins at this byte of the page.
    pub(super) fn read(&mut self, json: &str, at: usize) {
        if self.published.is_none() {
            let mut dates = values(json, "\"datePublished\"");
            self.published = dates.find_map(|(_, date)| parse_date(&date));
        }
        let headlines: Vec<_> = values(json, "\"headline\"").collect();
        let bodies: Vec<_> = values(json, "\"articleBody\"").collect();
        // Of several headlines in an object the first counts.
        let mut beside: HashMap<_, _> =
            objects(json, &headlines).into_iter().zip(&headlines).rev().collect();
        let updates = updates(json);
        let mut told = Vec::new();
        for (object, (offset, text)) in objects(json, &bodies).into_iter().zip(bodies) {
            if updates.contains(&offset) {
                told.push((at + offset, text));
                continue;
            }
            let headline = beside.remove(&object).map(|(_, headline)| headline.clone());
            self.bodies.push(LinkedBody { parts: vec![(at + offset, text)], headline });
        }
        if !told.is_empty() {
            let own = headlines.iter().find(|(offset, _)| !updates.contains(offset));
            self.bodies.push(LinkedBody { parts: told, headline: own.map(|(_, own)| own.clone()) });
        }
        self.headline = self.headline.take().or(headlines.into_iter().next().map(|(_, h)| h));
    }
}

impl LinkedBody {
    /// Returns its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|(_, text)| text.len()).sum()
    }

    /// Returns whether most of a text stands in the body, however its words are parted.
    pub(super) fn holds_most_of(&self, text: &str) -> bool {
        /// About three words, in letters.
        const SHINGLE: usize = 16;
        let text: Vec<char> = letters(text).collect();
        let body: Vec<char> = self.parts.iter().flat_map(|(_, part)| letters(part)).collect();
        let width = SHINGLE.min(text.len()).max(1);
        let mut sought: HashSet<&[char]> = text.windows(width).collect();
        let all = sought.len();
        for shingle in body.windows(width) {
            sought.remove(shingle);
        }
        2 * sought.len() < all
    }

    /// Returns whether a title of the page is the body's headline, perhaps with the name of the site.
    pub(super) fn is_titled(&self, title: &str) -> bool {
        let headline: String = self.headline.iter().flat_map(|h| letters(h)).collect();
        let title: String = letters(title).take(LONGEST_TITLE).collect();
        !headline.is_empty() && title.contains(&headline)
    }
}

/// So many letters of a title are looked at, since it is looked at for each body.
const LONGEST_TITLE: usize = 512;

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Returns where the innermost object begins round each of these values, which stand in order.
fn objects(json: &str, values: &[(usize, String)]) -> Vec<usize> {
    let bytes = json.as_bytes();
    let (mut open, mut found) = (Vec::new(), Vec::with_capacity(values.len()));
    let mut from = 0;
    while found.len() < values.len()
        && let Some(next) = memchr::memchr3(b'{', b'}', b'"', &bytes[from..])
    {
        let at = from + next;
        let passed = values[found.len()..].iter().take_while(|(value, _)| *value <= at);
        found.extend(passed.map(|_| open.last().copied().unwrap_or_default()));
        from = at + 1;
        match bytes[at] {
            b'{' => open.push(at),
            b'}' => drop(open.pop()),
            _ => from = end_of_string(bytes, from),
        }
    }
    found.resize(values.len(), json.len()); // Those that broken quotes hide.
    found
}

/// Returns the bytes of the list of a live blog's updates; none without one.
fn updates(json: &str) -> Range<usize> {
    let bytes = json.as_bytes();
    let Some(key) = memchr::memmem::find(bytes, b"\"liveBlogUpdate\"") else { return 0..0 };
    let (mut from, mut depth) = (key + "\"liveBlogUpdate\"".len(), 0_usize);
    while from < bytes.len() {
        match bytes[from] {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => from = end_of_string(bytes, from + 1) - 1,
            _ => {}
        }
        from += 1;
        if depth == 0 && matches!(bytes[from - 1], b']' | b'}') {
            break;
        }
    }
    key..from
}

/// Returns where the string ends whose letters begin here, or the text.
fn end_of_string(bytes: &[u8], mut from: usize) -> usize {
    while let Some(next) = memchr::memchr2(b'"', b'\\', &bytes[from..]) {
        let at = from + next;
        if bytes[at] == b'"' {
            return at + 1;
        }
        from = bytes.len().min(at + 2);
    }
    bytes.len()
}

/// Returns the texts under a quoted key, alone or first in a list, and where they stand.
fn values<'j>(json: &'j str, key: &'j str) -> impl Iterator<Item = (usize, String)> + 'j {
    memchr::memmem::find_iter(json.as_bytes(), key).filter_map(move |at| {
        let value = json[at + key.len()..].trim_start().strip_prefix(':')?.trim_start();
        let value = value.strip_prefix('[').unwrap_or(value).trim_start();
        // Objects and lists may be large, and hold further keys that are searched for.
        let quoted =
            value.starts_with('"').then(|| &value[..end_of_string(value.as_bytes(), 1)])?;
        Some((json.len() - value.len(), text(quoted)?))
    })
}

/// Returns the text of a string of JSON, in which many pages leave line breaks and tabs as they are.
fn text(quoted: &str) -> Option<String> {
    let escaped = || quoted.replace(['\n', '\r'], "\\n").replace('\t', "\\t");
    serde_json::from_str(quoted).or_else(|_| serde_json::from_str(&escaped())).ok()
}
