//! HTML: one linear pass finds the blocks and their places; the article's own text is chosen among
//! them afterwards. A fragment (the body of a feed's entry) is taken whole.

mod reference;
mod tags;
mod attributes;
mod open;
mod block;
mod metadata;
mod scan;

#[cfg(test)]
mod tests;

pub(super) use block::Found;
pub(super) use open::Extent;
pub(super) use reference::{decode_xml, read as read_reference};
pub(super) use scan::{Scanned, scan};
pub(super) use tags::zone;

use super::document::{Document, Format};
use super::page::{Base, Page};
use super::{Extract, Reading, article, suppression};

/// Reads a page of HTML as one document.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut scanned = scan(page.text, page.origin);
    let blocks = match page.options.extract {
        Extract::All => std::mem::take(&mut scanned.blocks),
        Extract::Auto | Extract::Article => article::choose(page, &mut scanned, reading),
    };
    let mut document = page.document(Format::Html);
    scanned.metadata.fill(&mut document);
    for found in blocks {
        found.push_to(&mut document);
    }
    suppression::apply(&suppression::marks(page.text), page.text, page.origin, &mut document);
    reading.documents.push(document);
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
