//! Facts about feeds: whole ones, cut ones, broken ones.

use std::sync::Arc;

use super::super::page::{Base, Page};
use super::super::{ReadOptions, Reading};

/// Reads a feed that is a file of its own.
pub(super) fn read_text(text: &str) -> Reading {
    let options = ReadOptions::default();
    let uri: Arc<str> = "feed.xml".into();
    let origin = Base::Verbatim { byte: 0, line: 1 };
    let page = Page { text, origin, uri: &uri, encoding: "UTF-8", options: &options };
    let mut reading = Reading::default();
    super::read(&page, &mut reading);
    reading
}
