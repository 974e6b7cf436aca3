//! A page of HTML (until the reader of HTML is merged: the text between tags).

use super::page::{Base, Page};
use super::{Document, Format, Origin, Reading, Role};

pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut document = page.document(Format::Html);
    read_fragment(page.text, &page.origin, &mut document);
    reading.documents.push(document);
}

pub(super) fn read_fragment(html: &str, base: &Base, document: &mut Document) {
    let (Base::Verbatim { line, .. } | Base::Lines { line }) = *base;
    for piece in html.split('<') {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text).trim();
        if !text.is_empty() {
            let origin = Origin::Lines { first: line, last: line };
            document.push_block(Role::Paragraph, text, origin);
        }
    }
}
