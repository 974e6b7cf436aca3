//! The unit that is compared: a [`Document`] of [`Block`](super::Block)s, each of which knows where it came from.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::spill::{Pack, StoredText};

use super::block::{Blocks, Origin, Piece, Role, Standing};
use super::landmarks::Landmarks;
use super::source;
use super::suppression::Suppression;

/// What is published as one: a file, a feed's entry, a JSONL record.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The publisher's own id: a feed's guid, a record's `id`; `None` for a file that is one document.
    pub id: Option<StoredText>,
    /// The input, as named in reports.
    pub uri: Arc<str>,
    /// What the input was read as.
    pub format: Format,
    /// The label of the encoding that the input was decoded from.
    pub encoding: &'static str,
    /// Who published it: declared, else in RSS and Atom the feed's name, else the host of the URL, else that of the feed, else
    /// the directory or the file.
    pub source: Arc<str>,
    /// Where it was published.
    pub url: Option<StoredText>,
    /// The headline; not part of `text` unless it stands in it.
    pub title: Option<StoredText>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// The declared language, as declared.
    pub language: Option<StoredText>,
    /// The text of all blocks, one after the other, with a `\n` between two blocks.
    pub text: StoredText,
    /// The blocks, in order, without overlap.
    pub blocks: Blocks,
    /// What the input says may be told twice.
    pub suppressions: Vec<Suppression>,
}

/// Where a part of a document stands in its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// First and last line, 1-based.
    pub lines: (u32, u32),
    /// Bytes of the input; `None` where the text was escaped, compressed or transcoded.
    pub bytes: Option<Range<u64>>,
    /// Column of the first letter, in characters, 1-based; 1 where it is not known.
    pub column: u32,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    #[default]
    Text,
    /// `CommonMark`.
    Markdown,
    /// A page of HTML.
    Html,
    /// RSS 0.9x, 1.0 (RDF) and 2.0.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    JsonFeed,
    /// A JSON value a line.
    Jsonl,
    /// One JSON value: an object, or an array of them.
    Json,
    /// `NewsML-G2` and NITF.
    NewsMl,
}

impl Format {
    /// Every format, in the order of [`Format::name`]'s documentation.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Rss,
        Self::Atom,
        Self::JsonFeed,
        Self::Jsonl,
        Self::Json,
        Self::NewsMl,
    ];

    /// Returns the name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::JsonFeed => "jsonfeed",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::NewsMl => "newsml",
        }
    }

    /// Returns whether one input of this format can hold many documents.
    pub fn holds_many(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Html)
    }
}

impl Document {
    /// Returns the host of the URL, without `www.`; none without a URL.
    pub fn host(&self) -> Option<&str> {
        self.url.as_deref().and_then(source::host)
    }

    /// Returns the text of a block that stands here in the document's text.
    pub fn block_text(&self, span: &Range<u32>) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Returns the bytes that all texts and the blocks take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        let about = [&self.id, &self.url, &self.title, &self.language];
        let about: usize = about.into_iter().flatten().map(StoredText::packed_bytes).sum();
        about + self.text.packed_bytes() + self.blocks.packed_bytes()
    }

    /// Moves all texts and the blocks into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        let about = [&mut self.id, &mut self.url, &mut self.title, &mut self.language];
        about.into_iter().flatten().for_each(|text| text.pack(pack));
        self.text.pack(pack);
        self.blocks.pack(pack);
    }

    /// Makes room for so many blocks of a text of so many bytes.
    pub(super) fn reserve(&mut self, blocks: usize, bytes: usize) {
        self.blocks.reserve(blocks);
        self.text.reserve(bytes + blocks);
    }

    /// Appends a block; `text` must not be empty.
    pub fn push_block(&mut self, role: Role, text: &str, origin: &Origin) {
        let span = self.text.push(text);
        self.blocks.push(role, &(span.start as u32..span.end as u32), origin);
    }

    /// Returns where a non-empty range of `text` (bytes) stands in the input.
    ///
    /// A range over several blocks runs from the first block's place to the last one's.
    pub fn locate(&self, range: Range<u32>) -> Place {
        self.locate_by(range, &Landmarks::new(&self.text))
    }

    /// Returns the same by the landmarks of `text`, which many places of a long block have in common.
    pub fn locate_by(&self, range: Range<u32>, landmarks: &Landmarks<'_>) -> Place {
        if self.blocks.is_empty() {
            return Place { lines: (1, 1), bytes: None, column: 1 };
        }
        let last = self.blocks.starting_before(range.end).saturating_sub(1);
        let last_span = self.blocks.span(last);
        let (first, from) = if last_span.start <= range.start {
            (last, range.start)
        } else {
            let first = self.blocks.partition_point(|_, span| span.end <= range.start).min(last);
            (first, range.start.max(self.blocks.span(first).start))
        };
        let start = self.point(first, from, landmarks);
        // The last letter, not the byte behind it, tells the last line.
        let end = self.point(last, range.end.min(last_span.end) - 1, landmarks);
        let bytes = start.byte.zip(end.byte).map(|(from, to)| from..to + 1);
        let column = self.column(first, from, landmarks);
        Place { lines: (start.line, end.line.max(start.line)), bytes, column }
    }

    /// Returns where the byte `at` of `text` stands, which must lie in the block of this place.
    fn point(&self, block: usize, at: u32, landmarks: &Landmarks<'_>) -> Point {
        let span = self.blocks.span(block);
        let offset = at - span.start;
        match self.blocks.standing_of(block) {
            Standing::Verbatim { byte, line, .. } => Point {
                line: line + landmarks.breaks(span.start..at),
                byte: Some(byte + u64::from(offset)),
            },
            Standing::Pieces(pieces) => {
                let piece = piece_at(pieces, offset);
                let from = span.start + piece.text.min(offset);
                let passed = u64::from(offset.saturating_sub(piece.text));
                let byte = piece.known_byte().map(|byte| byte + passed);
                Point { line: piece.line + landmarks.breaks(from..at), byte }
            }
            Standing::Lines { first, last } => {
                let kept = first < last && landmarks.breaks(span.clone()) == last - first;
                let line = if kept { first + landmarks.breaks(span.start..at) } else { first };
                Point { line, byte: None }
            }
        }
    }

    /// Returns the column of a byte of a block; 1 where columns are not known.
    fn column(&self, block: usize, at: u32, landmarks: &Landmarks<'_>) -> u32 {
        match self.blocks.standing_of(block) {
            Standing::Verbatim { column, .. } => {
                landmarks.column(self.blocks.span(block).start..at, column)
            }
            Standing::Pieces(pieces) => {
                let start = self.blocks.span(block).start;
                let piece = piece_at(pieces, at - start);
                let from = (start + piece.text).min(at);
                match piece.column {
                    0 => 1,
                    column => landmarks.column(from..at, column),
                }
            }
            Standing::Lines { .. } => 1,
        }
    }
}

/// Returns the piece in which a byte of a block's text stands.
fn piece_at(pieces: &[Piece], offset: u32) -> Piece {
    pieces[pieces.partition_point(|piece| piece.text <= offset).max(1) - 1]
}

/// Where one byte of a document's text stands in the input.
struct Point {
    line: u32,
    byte: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbatim(byte: u64, line: u32) -> Origin {
        Origin::Verbatim { byte, line, column: 1 }
    }

    #[test]
    fn verbatim_blocks_know_lines_bytes_and_columns() {
        // Input: "one two\nthree\n\nfour"
        let mut document = Document::default();
        document.push_block(Role::Paragraph, "one two\nthree", &verbatim(0, 1));
        document.push_block(Role::Paragraph, "four", &verbatim(15, 4));
        let three = document.locate(8..13);
        assert_eq!(three, Place { lines: (2, 2), bytes: Some(8..13), column: 1 });
        assert_eq!(document.locate(4..18).lines, (1, 4));
        assert_eq!(document.locate(4..18).bytes, Some(4..19));
        assert_eq!(document.locate(4..7).column, 5);
    }

    #[test]
    fn all_places_on_one_line_are_known_where_nothing_else_is() {
        let lines = |first, last| Origin::Lines { first, last };
        let document = |origins: &[Origin]| {
            let mut document = Document::default();
            for at in origins {
                document.push_block(Role::Paragraph, "a\nb", at);
            }
            document
        };
        let one = document(&[lines(7, 7), lines(7, 7)]);
        assert_eq!(one.blocks.one_line(), Some(7));
        for range in [0..1, 2..3, 4..7, 0..7] {
            assert_eq!(one.locate(range), Place { lines: (7, 7), bytes: None, column: 1 });
        }
        for origins in [
            vec![],
            vec![lines(7, 8)],
            vec![verbatim(7, 7)],
            vec![lines(7, 7), lines(8, 8)],
            vec![lines(7, 7), verbatim(7, 7), lines(7, 7)],
        ] {
            assert_eq!(document(&origins).blocks.one_line(), None, "{origins:?}");
        }
    }

    #[test]
    fn pieces_skip_the_markup_between_them() {
        // Input: "a <b>bold</b>\nword"
        let mut document = Document::default();
        let piece = |text, byte, column| Piece { text, byte, line: 1, column };
        let origin = Origin::Pieces([piece(0, 0, 1), piece(2, 5, 6), piece(6, 13, 0)].into());
        document.push_block(Role::Paragraph, "a bold\nword", &origin);
        assert_eq!(document.locate(2..6).bytes, Some(5..9));
        assert_eq!(document.locate(3..6).column, 7);
        assert_eq!(document.locate(6..11).column, 1);
        assert_eq!(document.locate(7..11), Place { lines: (2, 2), bytes: Some(14..18), column: 1 });
    }

    #[test]
    fn escaped_blocks_know_lines_only() {
        let mut document = Document::default();
        document.push_block(Role::Paragraph, "a\nb", &Origin::Lines { first: 7, last: 8 });
        document.push_block(Role::Paragraph, "c d", &Origin::Lines { first: 9, last: 9 });
        assert_eq!(document.locate(2..3), Place { lines: (8, 8), bytes: None, column: 1 });
        assert_eq!(document.locate(0..7).lines, (7, 9));
    }
}
