//! One entry of a feed: its elements as they come, and the document that they make.

use std::borrow::Cow;

use super::super::date::parse_date;
use super::super::document::{Document, Format};
use super::super::inherited;
use super::super::page::Page;
use super::super::xml::{self, Token, Tokens};
use super::address;
use super::content::Content;
use super::names::{self, Kind};

/// More elements of text in one entry than this are not kept.
const MAX_BODIES: usize = 64;

/// What was read of an entry, or of the feed itself outside of its entries.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    about: Option<String>,
    /// The date in the tag: that of the Reuters Corpus.
    dated: Option<String>,
    base: Option<String>,
    language: Option<String>,
    title: Option<Content<'a>>,
    other_title: Option<Content<'a>>,
    id: Option<Content<'a>>,
    link: Option<String>,
    other_link: Option<String>,
    published: Option<Content<'a>>,
    other_date: Option<Content<'a>>,
    updated: Option<Content<'a>>,
    source: Option<Content<'a>>,
    bodies: Vec<(u8, Content<'a>)>,
}

impl<'a> Entry<'a> {
    /// Begins an entry with the attributes of its tag.
    pub(super) fn new(attributes: &str, feed_base: Option<&str>) -> Self {
        let mut entry = Self { base: feed_base.map(str::to_owned), ..Self::default() };
        entry.read_attributes(attributes);
        entry
    }

    /// Reads the attributes of the entry's or the feed's tag.
    pub(super) fn read_attributes(&mut self, attributes: &str) {
        let short = |name, most| inherited::within(xml::attribute(attributes, name)?, most);
        if let Some(base) = short("xml:base", inherited::ADDRESS) {
            self.base = Some(address::resolve(self.base.as_deref(), &base));
        }
        if let Some(language) = short("xml:lang", inherited::LANGUAGE) {
            self.language = Some(language.into_owned());
        }
        let attribute = |name| xml::attribute(attributes, name).map(Cow::into_owned);
        let about = || ["rdf:about", "guid", "itemid"].into_iter().find_map(attribute);
        self.about = self.about.take().or_else(about);
        self.dated = attribute("date");
    }

    /// Takes one element.
    pub(super) fn take(&mut self, kind: Kind, content: Content<'a>, feed: &'a str) {
        let slot = match kind {
            Kind::Title => &mut self.title,
            Kind::OtherTitle => &mut self.other_title,
            Kind::Id => &mut self.id,
            Kind::Published => &mut self.published,
            Kind::OtherDate => &mut self.other_date,
            Kind::Updated => &mut self.updated,
            Kind::Source => &mut self.source,
            Kind::Link => return self.take_link(&content, feed),
            Kind::Language => {
                let tag = || content.attribute("tag").map(Cow::into_owned);
                let language = content.value(feed).or_else(tag);
                let language = language.and_then(|tag| inherited::within(tag, inherited::LANGUAGE));
                self.language = self.language.take().or(language);
                return;
            }
            Kind::Body(rank) => {
                if self.bodies.len() < MAX_BODIES {
                    self.bodies.push((rank, content));
                }
                return;
            }
            Kind::Group | Kind::Other => return,
        };
        // An id or a date that is empty leaves its place to the next one.
        let is_value = matches!(kind, Kind::Id | Kind::Published | Kind::OtherDate | Kind::Updated);
        if slot.is_none() && !(is_value && content.value(feed).is_none()) {
            *slot = Some(content);
        }
    }

    /// Returns whether an entry says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.title.is_none() && self.other_title.is_none() && self.bodies.is_empty()
    }

    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    pub(super) fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Returns the title in one line.
    pub(super) fn title(&self, feed: &'a str) -> Option<String> {
        let titles = [&self.title, &self.other_title];
        titles.into_iter().flatten().find_map(|t| t.line_of_text(feed))
    }

    /// Returns where the entry was published.
    pub(super) fn url(&self, feed: &'a str) -> Option<String> {
        let permanent = || {
            let id = self.id.as_ref()?;
            let link = id.attribute("isPermaLink").is_none_or(|v| v.trim() != "false");
            id.value(feed)
                .filter(|v| link && (v.starts_with("http://") || v.starts_with("https://")))
        };
        self.link.clone().or_else(permanent).or_else(|| self.other_link.clone())
    }

    /// Returns the document.
    pub(super) fn document(mut self, page: &Page<'a>, format: Format) -> Document {
        let feed = page.text;
        let mut document = page.document(format);
        document.title = self.title(feed).map(Into::into);
        let url = self.url(feed);
        let id = self.id.as_ref().and_then(|id| id.value(feed)).or_else(|| self.about.take());
        document.id = id.or_else(|| url.clone()).map(Into::into);
        document.url = url.map(Into::into);
        let dates = [&self.published, &self.other_date, &self.updated];
        let said = dates.into_iter().flatten().find_map(|d| date(&d.value(feed)?));
        document.published = said.or_else(|| date(self.dated.as_deref()?));
        if let Some(source) = self.source.as_ref().and_then(|s| source_title(s, feed)) {
            document.source = source.into();
        }
        self.bodies.sort_by_key(|(rank, _)| *rank);
        for (_, body) in &self.bodies {
            if body.push_to(page, &mut document) {
                let language = body.attribute("xml:lang").map(Cow::into_owned);
                document.language = language.map(Into::into);
                break;
            }
        }
        document.language = document.language.or(self.language.map(Into::into));
        document
    }

    fn take_link(&mut self, content: &Content<'a>, feed: &'a str) {
        let href = content.attribute("href").map(Cow::into_owned);
        let Some(target) = href.or_else(|| content.value(feed)) else { return };
        let base = content.attribute("xml:base");
        let base = base.map(|b| address::resolve(self.base.as_deref(), &b)).or(self.base.clone());
        let target = address::resolve(base.as_deref(), &target);
        let slot = match content.attribute("rel").as_deref() {
            None | Some("" | "alternate") => &mut self.link,
            Some("self" | "replies" | "edit" | "enclosure" | "hub" | "next" | "license") => return,
            Some(_) => &mut self.other_link,
        };
        if slot.is_none() && !target.is_empty() {
            *slot = Some(target);
        }
    }
}

/// Returns the instant that a date names; the name of its weekday may be in any language.
fn date(text: &str) -> Option<jiff::Timestamp> {
    parse_date(text).or_else(|| parse_date(text.split_once(',')?.1))
}

/// Returns the name of an entry's source: the text of RSS's element, the title in Atom's.
fn source_title(source: &Content<'_>, feed: &str) -> Option<String> {
    let inner = &feed[source.inner.clone()];
    let mut open = None;
    let mut markup = false;
    for placed in Tokens::new(inner) {
        match placed.token {
            Token::Start { name, attributes, closed: false } if names::local(name) == "title" => {
                open = Some((attributes, placed.span.end));
            }
            Token::End { name } if names::local(name) == "title" => {
                if let Some((attributes, start)) = open.take() {
                    let from = source.inner.start;
                    let inner = from + start..from + placed.span.start;
                    let title = Content { attributes, inner, ..source.clone() };
                    return title.line_of_text(feed);
                }
            }
            Token::Start { .. } => markup = true,
            _ => {}
        }
    }
    if markup { None } else { source.line_of_text(feed) }
}
