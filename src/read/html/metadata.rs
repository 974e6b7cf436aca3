//! What a page says of itself: title, address, date, language, publisher.

use jiff::Timestamp;

use super::super::block::Role;
use super::super::date::parse_date;
use super::super::document::Document;
use super::attributes::{Attribute, Attributes};
use super::block::Found;
use super::linked_data::{LinkedBody, LinkedData};

/// What a page says of itself; the first of each counts.
#[derive(Debug, Default)]
pub(in crate::read) struct Metadata {
    headline: Option<String>,
    first_heading: Option<String>,
    title: Option<String>,
    canonical: Option<String>,
    shared_url: Option<String>,
    site: Option<String>,
    language: Option<String>,
    declared: Option<Timestamp>,
    /// What its scripts of linked data say.
    pub(super) linked: LinkedData,
    shown: Option<Timestamp>,
    /// The open heading is the page's first of the highest level.
    in_heading: bool,
}

impl Metadata {
    /// Reads an element's attributes.
    pub(super) fn element(&mut self, name: &[u8], attributes: &Attributes) {
        match name {
            b"html" => set(&mut self.language, attributes.get(Attribute::Lang)),
            b"h1" => self.in_heading = true,
            b"meta" => self.meta(attributes),
            b"link" => {
                let rel = attributes.get(Attribute::Rel).unwrap_or_default();
                if rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")) {
                    set(&mut self.canonical, attributes.get(Attribute::Href));
                }
            }
            b"time" if self.shown.is_none() => {
                self.shown = attributes.get(Attribute::DateTime).and_then(parse_date);
            }
            _ => {}
        }
    }

    /// Returns the body that linked data has of the page's article, among those for which `may_be` holds:
    /// rather one under the page's title, and the longest.
    pub(super) fn take_body(&mut self, may_be: impl Fn(&LinkedBody) -> bool) -> Option<LinkedBody> {
        let bodies = std::mem::take(&mut self.linked.bodies).into_iter().filter(may_be);
        let titles = [&self.headline, &self.first_heading, &self.title];
        let is_titled =
            |body: &LinkedBody| titles.iter().copied().flatten().any(|t| body.is_titled(t));
        bodies.max_by_key(|body| (is_titled(body), body.len()))
    }

    /// Reads the text of a `<title>`.
    pub(super) fn title(&mut self, text: &[u8]) {
        set(&mut self.title, Some(&String::from_utf8_lossy(text)));
    }

    /// Reads a block: the first below an `<h1>` is the page's heading.
    pub(super) fn block(&mut self, found: &Found) {
        if std::mem::take(&mut self.in_heading) && found.role == Role::Heading {
            set(&mut self.first_heading, Some(&found.text));
        }
    }

    /// Fills what a page says of itself into its document.
    pub(in crate::read) fn fill(self, document: &mut Document) {
        let title = self.headline.or(self.first_heading).or(self.title).or(self.linked.headline);
        document.title = title.map(Into::into);
        let url = self.canonical.filter(|u| is_address(u)).or(self.shared_url);
        document.url = url.map(Into::into);
        document.published = self.declared.or(self.linked.published).or(self.shown);
        document.language = self.language.map(Into::into);
        if let Some(site) = self.site {
            document.source = site.into();
        }
    }

    fn meta(&mut self, attributes: &Attributes) {
        let content = attributes.get(Attribute::Content);
        let names = [Attribute::Property, Attribute::Name, Attribute::ItemProp];
        for name in names.iter().filter_map(|a| attributes.get(*a)) {
            match name.trim().to_ascii_lowercase().as_str() {
                "og:title" => set(&mut self.headline, content),
                "og:url" => set(&mut self.shared_url, content),
                "og:site_name" => set(&mut self.site, content),
                "article:published_time"
                | "og:published_time"
                | "datepublished"
                | "dc.date.issued"
                | "parsely-pub-date"
                | "sailthru.date"
                | "pubdate"
                    if self.declared.is_none() =>
                {
                    self.declared = content.and_then(parse_date);
                }
                _ => {}
            }
        }
    }
}

/// Sets what is not yet known, white space collapsed.
fn set(slot: &mut Option<String>, value: Option<&str>) {
    if slot.is_some() {
        return;
    }
    let collapsed = collapsed(value.unwrap_or_default());
    if !collapsed.is_empty() {
        *slot = Some(collapsed);
    }
}

/// Returns the text with every run of white space as one space.
pub(super) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_address(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}
