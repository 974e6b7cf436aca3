//! The parts of a document: a [`Block`] as readers make it and later stages see it, and [`Blocks`] as they are held.

use std::ops::Range;

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::spill::{Pack, Stored};

/// A run of text with one role: a paragraph, a heading, a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the text is in its document.
    pub role: Role,
    /// Where the block stands in [`Document::text`](super::Document::text), in bytes.
    pub span: Range<u32>,
    /// Where the block stands in the input.
    pub origin: Origin,
}

/// What a block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Running text.
    Paragraph,
    /// A headline, at any level.
    Heading,
    /// An entry of a list.
    ListItem,
    /// Quoted text that stands by itself.
    Quotation,
    /// The text beside a picture or a table.
    Caption,
    /// A cell or a row of a table.
    TableCell,
    /// Code or other text that is shown as it is.
    Preformatted,
}

/// Where a block's text stands in its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The block's text is the input's text from `byte` on, to the letter.
    Verbatim {
        /// Offset in the input, in bytes.
        byte: u64,
        /// Line of the first letter, 1-based.
        line: u32,
        /// Column of the first letter in its line, in characters, 1-based.
        column: u32,
    },
    /// Markup or entities stand between the pieces, or line breaks that the text does not have; strictly increasing in
    /// `text`, the first at 0.
    Pieces(Box<[Piece]>),
    /// The text was escaped, compressed or transcoded: only lines are known. The block's own line
    /// breaks count as lines of the input when `last - first` equals their number.
    Lines {
        /// First line, 1-based.
        first: u32,
        /// Last line, 1-based.
        last: u32,
    },
}

/// A stretch of a block that stands in the input to the letter; packed, as pages have many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, Immutable)]
#[repr(C, packed(4))]
pub struct Piece {
    /// Offset in the block's text, in bytes.
    pub text: u32,
    /// Line in the input, 1-based.
    pub line: u32,
    /// Column of the first letter in its line, in characters, 1-based; 0 where it is not known.
    pub column: u32,
    /// Offset in the input, in bytes; [`Piece::NO_BYTE`] where only lines are known.
    pub byte: u64,
}

impl Piece {
    /// The byte of a piece of a text that was escaped, compressed or transcoded.
    pub const NO_BYTE: u64 = u64::MAX;

    /// Returns the offset in the input, if it is known.
    pub(super) fn known_byte(self) -> Option<u64> {
        (self.byte != Self::NO_BYTE).then_some(self.byte)
    }
}

impl Origin {
    /// Returns the place of a block of which only lines are known, from its pieces, of which there is one at least. Only
    /// those are kept whose line the block's own breaks do not tell, and none of a block on one line.
    pub(super) fn of_lines(text: &str, mut pieces: Vec<Piece>) -> Self {
        let breaks = |range: Range<usize>| {
            memchr::memchr_iter(b'\n', &text.as_bytes()[range]).count() as u32
        };
        let first = pieces.first().map_or(1, |piece| piece.line);
        let (mut at, mut line) = (0, first);
        pieces.retain_mut(|piece| {
            line = line.saturating_add(breaks(at..piece.text as usize));
            at = piece.text as usize;
            let is_told = at > 0 && line == piece.line;
            line = piece.line;
            (piece.column, piece.byte) = (0, Piece::NO_BYTE);
            !is_told
        });
        let last = line.saturating_add(breaks(at..text.len()));
        if first == last || pieces.len() < 2 {
            return Self::Lines { first, last };
        }
        Self::Pieces(pieces.into())
    }
}

/// The blocks of a document, in order, without overlap; sixteen bytes each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocks {
    rows: Stored<Row>,
    /// The pieces of all blocks.
    pieces: Stored<Piece>,
    /// Where the last block ends.
    end: u32,
    /// The line on which the first blocks stand, where that is all that is known of their places, and how many: rows that
    /// may lie far away need not be asked.
    line: u32,
    on_line: u32,
}

/// A block, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
struct Row {
    /// Where the block begins in the document's text. It ends before the line feed before the next one.
    start: u32,
    /// Two bits of kind, three of role, and of a verbatim block the column.
    marks: u32,
    /// Verbatim: byte and line. Pieces: the first one, and how many. Lines: the first and the last.
    place: [u32; 2],
}

const VERBATIM: u32 = 0;
const PIECES: u32 = 1;
const LINES: u32 = 2;
/// Verbatim, too far away for a row: byte, line and column are in a piece, and `place` names it.
const FAR: u32 = 3;

const KIND_BITS: u32 = 2;
const ROLE_BITS: u32 = 3;
const ROLES: [Role; 7] = [
    Role::Paragraph,
    Role::Heading,
    Role::ListItem,
    Role::Quotation,
    Role::Caption,
    Role::TableCell,
    Role::Preformatted,
];

impl Blocks {
    /// Returns the number of blocks.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there is no block.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns a block.
    pub fn get(&self, at: usize) -> Option<Block> {
        let row = *self.rows.get(at)?;
        Some(Block { role: row.role(), span: self.span(at), origin: self.origin(row) })
    }

    /// Returns the blocks in order.
    pub fn iter(&self) -> impl Iterator<Item = Block> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Returns the line on which all blocks stand, where that is all that is known of their places; none without a block.
    pub fn one_line(&self) -> Option<u32> {
        (self.on_line > 0 && self.on_line as usize == self.len()).then_some(self.line)
    }

    /// Returns where some blocks stand in the document's text.
    pub fn spans(&self, blocks: Range<usize>) -> impl Iterator<Item = Range<u32>> + '_ {
        let (rows, end) = (&*self.rows, self.end);
        blocks.map(move |at| span(rows, end, at))
    }

    /// Returns where a block stands in the document's text.
    pub(super) fn span(&self, at: usize) -> Range<u32> {
        span(&self.rows, self.end, at)
    }

    /// Returns where a block begins in the document's text; where the text ends, behind the last block.
    pub fn start_of(&self, at: usize) -> u32 {
        self.rows.get(at).map_or(self.end, |row| row.start)
    }

    /// Returns the number of blocks that begin before a byte of the document's text.
    pub fn starting_before(&self, byte: u32) -> usize {
        self.rows.partition_point(|row| row.start < byte)
    }

    /// Returns the number of first blocks for which `holds`, asked with place and span, as far as it is true of the first
    /// ones only.
    pub(super) fn partition_point(&self, holds: impl Fn(usize, Range<u32>) -> bool) -> usize {
        let (rows, end) = (&*self.rows, self.end);
        let (mut low, mut high) = (0, rows.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if holds(middle, span(rows, end, middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Appends a block; `span` lies behind the last one.
    pub(super) fn push(&mut self, role: Role, span: &Range<u32>, origin: &Origin) {
        let (kind, place) = self.packed(origin);
        let column = match origin {
            Origin::Verbatim { column, .. } if kind == VERBATIM => *column,
            _ => 0,
        };
        let role = ROLES.iter().position(|known| *known == role).unwrap_or_default() as u32;
        let marks = kind | role << KIND_BITS | column << (KIND_BITS + ROLE_BITS);
        let before = self.len() as u32;
        self.rows.own().push(Row { start: span.start, marks, place });
        self.end = span.end;
        if let Origin::Lines { first, last } = *origin
            && first == last
            && self.on_line == before
            && (before == 0 || self.line == first)
        {
            (self.line, self.on_line) = (first, before + 1);
        }
    }

    /// Makes room for so many blocks more.
    pub(super) fn reserve(&mut self, blocks: usize) {
        self.rows.own().reserve(blocks);
    }

    /// Says of the blocks from one on that they all stand on one line.
    pub(super) fn set_line(&mut self, from: usize, line: u32) {
        let in_pieces = |row: &&Row| matches!(row.kind(), PIECES | FAR);
        if let Some(first) = self.rows[from..].iter().find(in_pieces).map(|row| row.place[0]) {
            self.pieces.own().truncate(first as usize);
        }
        for row in &mut self.rows.own()[from..] {
            let role = row.marks >> KIND_BITS & ((1 << ROLE_BITS) - 1);
            (row.marks, row.place) = (LINES | role << KIND_BITS, [line, line]);
        }
        let from = from as u32;
        if from == 0 || self.on_line >= from && self.line == line {
            (self.line, self.on_line) = (line, self.len() as u32);
        } else {
            self.on_line = self.on_line.min(from);
        }
    }

    /// Forgets all blocks.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Returns the bytes that the blocks take of a [`Pack`].
    pub fn packed_bytes(&self) -> usize {
        self.rows.packed_bytes() + self.pieces.packed_bytes()
    }

    /// Moves the blocks into a pack.
    pub fn pack(&mut self, pack: &mut Pack) {
        self.rows.pack(pack);
        self.pieces.pack(pack);
    }

    fn packed(&mut self, origin: &Origin) -> (u32, [u32; 2]) {
        match origin {
            Origin::Lines { first, last } => (LINES, [*first, *last]),
            Origin::Pieces(pieces) => {
                let first = self.pieces.len() as u32;
                self.pieces.own().extend_from_slice(pieces);
                (PIECES, [first, pieces.len() as u32])
            }
            Origin::Verbatim { byte, line, column } => match u32::try_from(*byte) {
                Ok(byte) if column.leading_zeros() >= KIND_BITS + ROLE_BITS => {
                    (VERBATIM, [byte, *line])
                }
                _ => {
                    let piece = Piece { text: 0, line: *line, column: *column, byte: *byte };
                    self.pieces.own().push(piece);
                    (FAR, [self.pieces.len() as u32 - 1, 0])
                }
            },
        }
    }

    fn origin(&self, row: Row) -> Origin {
        match self.standing(row) {
            Standing::Verbatim { byte, line, column } => Origin::Verbatim { byte, line, column },
            Standing::Pieces(pieces) => Origin::Pieces(pieces.into()),
            Standing::Lines { first, last } => Origin::Lines { first, last },
        }
    }

    /// Returns where a block stands in its input.
    pub(super) fn standing_of(&self, at: usize) -> Standing<'_> {
        self.standing(self.rows[at])
    }

    fn standing(&self, row: Row) -> Standing<'_> {
        let [x, y] = row.place;
        match row.kind() {
            VERBATIM => {
                let column = row.marks >> (KIND_BITS + ROLE_BITS);
                Standing::Verbatim { byte: u64::from(x), line: y, column }
            }
            PIECES => Standing::Pieces(&self.pieces[x as usize..x as usize + y as usize]),
            LINES => Standing::Lines { first: x, last: y },
            _ => {
                let Piece { byte, line, column, .. } = self.pieces[x as usize];
                Standing::Verbatim { byte, line, column }
            }
        }
    }
}

impl<'a> IntoIterator for &'a Blocks {
    type Item = Block;
    type IntoIter = Box<dyn Iterator<Item = Block> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// An [`Origin`] where it lies.
pub(super) enum Standing<'a> {
    Verbatim { byte: u64, line: u32, column: u32 },
    Pieces(&'a [Piece]),
    Lines { first: u32, last: u32 },
}

impl Row {
    fn kind(self) -> u32 {
        self.marks & ((1 << KIND_BITS) - 1)
    }

    fn role(self) -> Role {
        ROLES[(self.marks >> KIND_BITS) as usize % (1 << ROLE_BITS) % ROLES.len()]
    }
}

/// The span of a block; a line feed stands between two, unless the first one is empty.
fn span(rows: &[Row], end: u32, at: usize) -> Range<u32> {
    let start = rows[at].start;
    let end = rows.get(at + 1).map_or(end, |next| next.start.saturating_sub(1).max(start));
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_out_as_they_were_put_in() {
        let piece = |text: u32, byte: u64| Piece { text, line: 3, column: 7, byte };
        let verbatim = |byte, column| Origin::Verbatim { byte, line: u32::MAX, column };
        let origins = [
            verbatim(u64::from(u32::MAX), (1 << 27) - 1),
            verbatim(1 << 32, 1),
            verbatim(0, 1 << 27),
            Origin::Pieces([piece(0, 1 << 40), piece(2, 1 << 41)].into()),
            Origin::Lines { first: 7, last: u32::MAX },
            Origin::Pieces([piece(0, 9)].into()),
            verbatim(5, 0),
        ];
        let mut blocks = Blocks::default();
        for ((at, origin), role) in (0..).zip(&origins).zip(ROLES) {
            blocks.push(role, &(at * 5..at * 5 + 4), origin);
        }
        let store = crate::spill::Store::in_memory();
        let mut pack = store.pack(blocks.packed_bytes());
        let mut packed = blocks.clone();
        packed.pack(&mut pack);
        store.keep(pack);
        for blocks in [blocks, packed] {
            for (at, (origin, role)) in origins.iter().zip(ROLES).enumerate() {
                let start = at as u32 * 5;
                let expected = Block { role, span: start..start + 4, origin: origin.clone() };
                assert_eq!(blocks.get(at), Some(expected));
            }
            assert_eq!(blocks.get(origins.len()), None);
        }
    }

    #[test]
    fn blocks_on_one_line_keep_their_roles() {
        let mut blocks = Blocks::default();
        for (at, role) in (0..).zip(ROLES) {
            blocks.push(role, &(at..at), &Origin::Verbatim { byte: 1, line: 1, column: 9 });
        }
        blocks.set_line(1, 5);
        assert_eq!(blocks.one_line(), None);
        assert_eq!(blocks.get(0).unwrap().origin, Origin::Verbatim { byte: 1, line: 1, column: 9 });
        assert!(blocks.iter().skip(1).all(|b| b.origin == Origin::Lines { first: 5, last: 5 }));
        assert!(blocks.iter().map(|b| b.role).eq(ROLES));
        blocks.set_line(0, 7);
        assert_eq!(blocks.one_line(), Some(7));
        blocks.set_line(1, 8);
        assert_eq!(blocks.one_line(), None);
        blocks.set_line(1, 7);
        assert_eq!(blocks.one_line(), Some(7));
        blocks.push(Role::Paragraph, &(9..9), &Origin::Lines { first: 7, last: 7 });
        assert_eq!(blocks.one_line(), Some(7));
        blocks.push(Role::Paragraph, &(10..10), &Origin::Lines { first: 7, last: 8 });
        assert_eq!(blocks.one_line(), None);
        blocks.set_line(ROLES.len() + 1, 7);
        assert_eq!(blocks.one_line(), Some(7));
        blocks.push(Role::Paragraph, &(11..11), &Origin::Lines { first: 8, last: 8 });
        blocks.push(Role::Paragraph, &(12..12), &Origin::Lines { first: 8, last: 8 });
        blocks.set_line(ROLES.len() + 3, 7);
        assert_eq!(blocks.one_line(), None, "one before is on another line");
        blocks.clear();
        blocks.set_line(0, 7);
        assert_eq!(blocks.one_line(), None);
    }
}
