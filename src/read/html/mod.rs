//! HTML: one linear pass finds the blocks and their places; the article's own text is chosen among
//! them afterwards. A fragment (the body of a feed's entry) is taken whole.

mod reference;
mod tags;
mod attributes;
mod open;
mod block;
mod linked_data;
mod metadata;
mod flood;
mod scan;

#[cfg(test)]
mod tests;

pub(super) use block::Found;
pub(super) use open::Extent;
pub(super) use reference::{decode_xml, read as read_reference};
pub(super) use scan::{Scanned, scan};
pub(super) use tags::{breaks_line, zone};

use super::document::{Document, Format};
use super::page::{Base, Page};
use super::{Extract, Reading, article, record, suppression};
use crate::error::{Error, ErrorKind};
use linked_data::LinkedBody;

/// Reads a page of HTML as one document.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut scanned = scan(page.text, page.origin);
    let shown = scanned.blocks.len();
    let blocks = match page.options.extract {
        Extract::All => std::mem::take(&mut scanned.blocks),
        Extract::Auto | Extract::Article => article::choose(page, &mut scanned, reading),
    };
    let mut document = page.document(Format::Html);
    match linked_body(&mut scanned, &blocks, page) {
        Some(body) => push_linked(&body, page, &mut document),
        None => blocks.into_iter().for_each(|found| found.push_to(&mut document)),
    }
    scanned.metadata.fill(&mut document);
    if document.blocks.is_empty() && page.options.extract != Extract::All {
        reading.errors.extend(no_article(page, shown, scanned.scripts));
    }
    suppression::apply(&suppression::marks(page.text), page.text, page.origin, &mut document);
    reading.documents.push(document);
}

/// Returns what to tell of a page in which no article was found; a blank one is no fault.
fn no_article(page: &Page<'_>, shown: usize, scripts: usize) -> Option<Error> {
    let message = match (shown, scripts) {
        (1.., _) => "no article in the page, only navigation, notices or footers",
        (0, 1..) => "no text in the page: its scripts may draw it",
        (0, 0) => return None,
    };
    Some(Error::new(ErrorKind::NoText, message).at(&**page.uri))
}

/// Returns the article as the page's linked data has it, if the page shows none, or less than half of it: of another
/// article the data may have the text, too.
fn linked_body(scanned: &mut Scanned, shown: &[Found], page: &Page<'_>) -> Option<LinkedBody> {
    if page.options.extract == Extract::All {
        return None;
    }
    let story = article::story(shown);
    let len: usize = shown.iter().map(|block| block.text.len()).sum();
    let is_long = |body: &LinkedBody| 2 * len < body.len();
    scanned.metadata.take_body(|body| {
        is_long(body) && story.as_ref().is_none_or(|story| body.holds_most_of(story))
    })
}

fn push_linked(body: &LinkedBody, page: &Page<'_>, document: &mut Document) {
    let (Base::Verbatim { line, .. } | Base::Lines { line }) = page.origin;
    let (mut counted, mut before) = (0, 0);
    for (at, text) in &body.parts {
        before += memchr::memchr_iter(b'\n', &page.text.as_bytes()[counted..*at]).count() as u32;
        counted = *at;
        record::push_text(text, line.saturating_add(before), document);
    }
}

/// Appends the blocks of a fragment of HTML, whose first byte stands at `base`, to a document.
pub(super) fn read_fragment(html: &str, base: &Base, document: &mut Document) {
    for found in scan(html, *base).blocks {
        found.push_to(document);
    }
}

/// Returns the text of a fragment of HTML in one line.
pub(super) fn text_of(html: &str) -> String {
    let blocks = scan(html, Base::Lines { line: 1 }).blocks;
    metadata::collapsed(&blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" "))
}
