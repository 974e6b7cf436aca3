//! What a page's scripts of linked data (schema.org) say of its article: its headline, its date, and its text, which
//! pages that are drawn by scripts have nowhere else.
//!
//! Keys are searched for and only their values are parsed: an article stands in graphs and lists of any depth, and
//! such scripts are often broken elsewhere.

use jiff::Timestamp;

use super::super::date::parse_date;

/// What linked data says; the first of each counts, and the longest text.
#[derive(Debug, Default)]
pub(in crate::read) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(in crate::read) body: Option<LinkedBody>,
}

/// The text of an article.
#[derive(Debug)]
pub(in crate::read) struct LinkedBody {
    pub(in crate::read) text: String,
    /// Where it stands in the page, in bytes.
    pub(in crate::read) at: usize,
}

impl LinkedData {
    /// Reads a script that begins at this byte of the page.
    pub(super) fn read(&mut self, json: &str, at: usize) {
        if self.published.is_none() {
            let mut dates = values(json, "\"datePublished\"");
            self.published = dates.find_map(|(_, date)| parse_date(&date));
        }
        if self.headline.is_none() {
            self.headline = values(json, "\"headline\"").next().map(|(_, headline)| headline);
        }
        for (offset, text) in values(json, "\"articleBody\"") {
            if self.body.as_ref().is_none_or(|known| known.text.len() < text.len()) {
                self.body = Some(LinkedBody { text, at: at + offset });
            }
        }
    }
}

/// Returns the texts under a quoted key, alone or first in a list, and where they stand.
fn values<'j>(json: &'j str, key: &'j str) -> impl Iterator<Item = (usize, String)> + 'j {
    memchr::memmem::find_iter(json.as_bytes(), key).filter_map(move |at| {
        let value = json[at + key.len()..].trim_start().strip_prefix(':')?.trim_start();
        let value = value.strip_prefix('[').unwrap_or(value).trim_start();
        // Objects and lists may be large, and hold further keys that are searched for.
        let text = value.starts_with('"').then(|| serde_json::Deserializer::from_str(value))?;
        Some((json.len() - value.len(), text.into_iter::<String>().next()?.ok()?))
    })
}
