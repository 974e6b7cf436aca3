//! Letters in, one [`Found`] block out: white space collapsed as browsers do, and every stretch
//! of letters tied to its place in the input.

use std::borrow::Cow;
use std::ops::Range;

use super::super::block::{Origin, Piece, Role};
use super::super::document::Document;
use super::super::page::{Base, Cursor};
use super::reference;

/// A block of a page, before it is decided whether it belongs to the article.
#[derive(Debug)]
pub(in crate::read) struct Found {
    pub(in crate::read) role: Role,
    pub(in crate::read) text: String,
    pub(in crate::read) origin: Origin,
    /// Bytes of the text that stand in links.
    pub(in crate::read) linked: usize,
    /// The [zones](super::tags::zone) that the block lies in.
    pub(in crate::read) zone: u8,
    /// Which of the page's runs of text the block is made of.
    pub(in crate::read) runs: Range<usize>,
}

/// The block that is being read.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    source: &'a str,
    base: Base,
    cursor: Cursor,
    text: String,
    pieces: Vec<Piece>,
    linked: usize,
    /// White space was met since the last letter.
    gap: Gap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// One space, which stands in the source as it will stand in the text.
    Space,
    /// White space that is collapsed, or markup that parts words.
    Other,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a str, base: Base) -> Self {
        Self {
            source,
            base,
            cursor: Cursor::at_start_of(base),
            text: String::new(),
            pieces: Vec::new(),
            linked: 0,
            gap: Gap::None,
        }
    }

    /// Returns how long the text is by now, in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Parts the words before from those behind.
    pub(super) fn part(&mut self) {
        self.gap = Gap::Other;
    }

    /// Appends a line break that the source says with an element.
    pub(super) fn break_line(&mut self, at: usize) {
        if !self.text.is_empty() {
            self.append(at, "\n");
        }
    }

    /// Appends a stretch of the source's text, white space collapsed.
    pub(super) fn collapse(&mut self, range: Range<usize>) {
        let source = self.source;
        let bytes = source.as_bytes();
        let mut at = range.start;
        while at < range.end {
            if is_space(bytes[at]) {
                let one = self.gap == Gap::None && bytes[at] == b' ';
                self.gap = if one { Gap::Space } else { Gap::Other };
                at += 1;
                continue;
            }
            if let Some((taken, letters)) = special(&source[at..range.end]) {
                self.refer(at..at + taken, &letters);
                at += taken;
                continue;
            }
            let rest = &bytes[at + 1..range.end];
            let end = rest.iter().position(|b| is_space(*b) || matches!(b, b'&' | b'<'));
            let end = end.map_or(range.end, |n| at + 1 + n);
            self.append(at, &source[at..end]);
            at = end;
        }
    }

    /// Appends a stretch of the source's text as it stands.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        let source = self.source;
        let mut at = range.start;
        while at < range.end {
            if let Some((taken, letters)) = special(&source[at..range.end]) {
                self.append_reference(at..at + taken, &letters);
                at += taken;
                continue;
            }
            let rest = &source.as_bytes()[at + 1..range.end];
            let end = memchr::memchr2(b'&', b'<', rest).map_or(range.end, |n| at + 1 + n);
            self.append(at, &source[at..end]);
            at = end;
        }
    }

    /// Counts the bytes from `from` on as the text of a link.
    pub(super) fn link_from(&mut self, from: usize) {
        self.linked += self.text.len().saturating_sub(from);
    }

    /// Returns the block and begins the next one; `None` where no letter was read.
    pub(super) fn finish(&mut self, role: Role) -> Option<Found> {
        self.gap = Gap::None;
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let linked = std::mem::take(&mut self.linked);
        if text.trim().is_empty() {
            return None;
        }
        let kept = text.trim_end().len();
        let mut text = text;
        text.truncate(kept);
        let origin = self.origin(&text, pieces);
        Some(Found { role, text, origin, linked, zone: 0, runs: 0..0 })
    }

    fn refer(&mut self, range: Range<usize>, letters: &str) {
        if letters == "\u{a0}" || (!letters.is_empty() && letters.bytes().all(is_space)) {
            self.gap = Gap::Other;
        } else {
            self.append_reference(range, letters);
        }
    }

    /// Appends letters for which a range of the source stands. The last byte of a letter of several is a piece of its own:
    /// a place that ends with the letter ends where the reference does.
    fn append_reference(&mut self, range: Range<usize>, letters: &str) {
        let before = self.text.len();
        self.append(range.start, letters);
        let last = self.text.len().saturating_sub(1);
        if last > before && !self.text.is_char_boundary(last) {
            self.cursor.advance(self.source, range.end);
            let Cursor { line, column, .. } = self.cursor;
            let byte = range.end as u64 - 1;
            self.pieces.push(Piece { text: last as u32, line, column, byte });
        }
    }

    /// Appends letters that stand at `at` in the source.
    fn append(&mut self, at: usize, letters: &str) {
        let begun =
            if self.text.is_empty() { letters.trim_start_matches(['\n', '\r']) } else { letters };
        let (at, letters) = (at + letters.len() - begun.len(), begun);
        if letters.is_empty() {
            return;
        }
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if self.text.is_empty() && letters.trim().is_empty() {
            return;
        }
        if gap != Gap::None && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.cursor.advance(self.source, at);
        let byte = at as u64;
        let text = self.text.len() as u32;
        let follows = gap != Gap::Other
            && self.pieces.last().is_some_and(|p| p.byte + u64::from(text - p.text) == byte);
        if !follows {
            let Cursor { line, column, .. } = self.cursor;
            self.pieces.push(Piece { text, line, column, byte });
        }
        self.text.push_str(letters);
    }

    fn origin(&self, text: &str, mut pieces: Vec<Piece>) -> Origin {
        match self.base {
            Base::Lines { .. } => {
                pieces.retain(|p| (p.text as usize) < text.len());
                Origin::of_lines(text, pieces)
            }
            Base::Verbatim { byte, .. } => {
                pieces.retain(|p| (p.text as usize) < text.len());
                let whole = pieces.len() == 1 && pieces[0].column > 0 && {
                    let from = pieces[0].byte as usize;
                    self.source.get(from..from + text.len()) == Some(text)
                };
                for piece in &mut pieces {
                    piece.byte += byte;
                }
                match pieces[..] {
                    [first] if whole => Origin::Verbatim {
                        byte: first.byte,
                        line: first.line,
                        column: first.column,
                    },
                    _ => Origin::Pieces(pieces.into()),
                }
            }
        }
    }
}

impl Found {
    /// Appends the block to a document.
    pub(in crate::read) fn push_to(self, document: &mut Document) {
        document.push_block(self.role, &self.text, &self.origin);
    }
}

/// Returns what stands for other letters at the start of `raw`: its bytes and those letters.
fn special(raw: &str) -> Option<(usize, Cow<'static, str>)> {
    match raw.as_bytes() {
        [b'&', ..] => reference::read(raw),
        // An end tag without a name is dropped, and does not part the text.
        [b'<', b'/', b'>', ..] => Some((3, Cow::Borrowed(""))),
        _ => None,
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0C)
}
