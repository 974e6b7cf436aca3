//! What a format's reader is given: decoded text, and where it stands in the input.

use std::sync::Arc;

use super::{Document, Format, Origin, ReadOptions};

/// Where a text stands in its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The text is the input's own, to the letter, from this byte and line (1-based) on.
    Verbatim { byte: u64, line: u32 },
    /// The text was escaped, compressed or transcoded; it begins on this line (1-based), and its
    /// line ends are the input's.
    Lines { line: u32 },
}

impl Base {
    /// Returns the place of a block: `first` and `last` are its lines and `column` the column of
    /// its first letter, counted from 0 at the text's begin; `byte` is its offset in the text.
    pub(super) fn origin(&self, byte: usize, lines: (u32, u32), column: u32) -> Origin {
        match *self {
            Self::Verbatim { byte: start, line } => Origin::Verbatim {
                byte: start + byte as u64,
                line: line.saturating_add(lines.0),
                column: column.saturating_add(1),
            },
            Self::Lines { line } => Origin::Lines {
                first: line.saturating_add(lines.0),
                last: line.saturating_add(lines.1),
            },
        }
    }
}

/// A decoded input, or a part of one, that one reader reads.
pub(super) struct Page<'a> {
    /// The decoded text.
    pub(super) text: &'a str,
    /// Where `text` begins in the input.
    pub(super) origin: Base,
    /// The input's name in reports.
    pub(super) uri: &'a Arc<str>,
    /// The label of the encoding that `text` was decoded from.
    pub(super) encoding: &'static str,
    /// How to read.
    pub(super) options: &'a ReadOptions,
}

impl Page<'_> {
    /// Returns an empty document of this page.
    pub(super) fn document(&self, format: Format) -> Document {
        let (uri, encoding) = (Arc::clone(self.uri), self.encoding);
        Document { uri, format, encoding, ..Document::default() }
    }
}
