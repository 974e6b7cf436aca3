//! One decoded input, as the readers of the formats get it, and where its text stands in the input.

use std::sync::Arc;

use super::ReadOptions;
use super::document::{Document, Format};

/// One decoded input.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) origin: Base,
    pub(super) uri: &'a Arc<str>,
    pub(super) encoding: &'static str,
    pub(super) options: &'a ReadOptions,
}

/// Where the first byte of a text stands in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The text is the input's, to the letter.
    Verbatim { byte: u64, line: u32 },
    /// The text was transcoded or escaped: only its line breaks are the input's.
    Lines { line: u32 },
}

impl Page<'_> {
    /// Returns a document of this input without text.
    pub(super) fn document(&self, format: Format) -> Document {
        let uri = Arc::clone(self.uri);
        Document { uri, format, encoding: self.encoding, ..Document::default() }
    }
}
