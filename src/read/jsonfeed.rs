//! JSON Feed 1.0 and 1.1 (jsonfeed.org): what the feed says that its items do not.
//!
//! The items themselves are records like any other.

use super::source::host;
use super::value::Value;
use super::{Document, inherited};

/// What a feed says of itself.
pub(super) struct Feed {
    title: Option<String>,
    host: Option<String>,
    language: Option<String>,
}

impl Feed {
    /// Returns the feed that an object is by its values outside the items, if it is one.
    pub(super) fn of(object: &Value<'_>, has_items: bool) -> Option<Self> {
        let text = |key| object.get(key).and_then(Value::text);
        let is_versioned = text("version").is_some_and(|version| version.contains("jsonfeed.org"));
        let is_feed = is_versioned || has_items && text("title").is_some();
        if !is_feed {
            return None;
        }
        let short = |key, most| inherited::within(text(key)?, most).map(str::to_owned);
        let urls = ["home_page_url", "feed_url"];
        Some(Self {
            title: short("title", inherited::NAME),
            host: urls.iter().find_map(|key| host(text(key)?)).map(str::to_owned),
            language: short("language", inherited::LANGUAGE),
        })
    }

    /// Fills in what an item leaves to its feed.
    pub(super) fn fill(&self, item: &mut Document) {
        item.language = item.language.take().or_else(|| self.language.as_deref().map(Into::into));
        if item.source.is_empty() {
            let own = item.url.as_deref().and_then(host).map(str::to_owned);
            let source = own.or_else(|| self.title.clone()).or_else(|| self.host.clone());
            item.source = source.unwrap_or_default().into();
        }
    }
}
