//! What a format's reader is given: decoded text, and where it stands in the input.

use std::sync::Arc;

use super::{Document, Format, Origin, ReadOptions};

/// Where a text stands in its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The text is the input's own, to the letter, from this byte, line and column (both 1-based) on.
    Verbatim { byte: u64, line: u32, column: u32 },
    /// The text was escaped, compressed or transcoded; it begins on this line (1-based), and its
    /// line ends are the input's.
    Lines { line: u32 },
}

impl Base {
    /// The text is the whole input.
    pub(super) const WHOLE: Self = Self::Verbatim { byte: 0, line: 1, column: 1 };

    /// Returns the place of a block: `first` and `last` are its lines and `column` the column of
    /// its first letter, counted from 0 at the text's begin; `byte` is its offset in the text.
    pub(super) fn origin(&self, byte: usize, lines: (u32, u32), column: u32) -> Origin {
        match *self {
            Self::Verbatim { byte: start, line, column: first } => Origin::Verbatim {
                byte: start + byte as u64,
                line: line.saturating_add(lines.0),
                column: column.saturating_add(if lines.0 == 0 { first } else { 1 }),
            },
            Self::Lines { line } => Origin::Lines {
                first: line.saturating_add(lines.0),
                last: line.saturating_add(lines.1),
            },
        }
    }
}

/// A place in a text that only moves forward.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    /// Offset in the text, in bytes.
    pub(super) at: usize,
    /// Line in the input, 1-based.
    pub(super) line: u32,
    /// 1-based, in letters; 0 in a first line whose start is not known.
    pub(super) column: u32,
}

impl Cursor {
    /// Returns the begin of a text.
    pub(super) fn at_start_of(base: Base) -> Self {
        let (line, column) = match base {
            Base::Verbatim { line, column, .. } => (line, column),
            Base::Lines { line } => (line, 0),
        };
        Self { at: 0, line, column }
    }

    /// Moves to a byte of the text; stays where that lies before.
    pub(super) fn advance(&mut self, text: &str, to: usize) {
        let Some(passed) = text.as_bytes().get(self.at..to) else { return };
        let letters = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count() as u32;
        match memchr::memrchr(b'\n', passed) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', passed).count() as u32;
                self.column = 1 + letters(&passed[last + 1..]);
            }
            None if self.column > 0 => self.column += letters(passed),
            None => {}
        }
        self.at = to;
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
