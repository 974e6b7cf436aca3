//! Plain text: paragraphs, headings, entries of lists and quotations, as a reader would see them.
//!
//! Blank lines part blocks, and so do line ends unless the lines were broken to a width (see
//! [`wrap`](super::wrap)). A short first line without a full stop, with longer text after it, is a
//! heading. The text of a block is the text's own, to the letter. The bodies of JSON records are
//! split by the same rules. Of subtitles what is said is read (see [`subtitles`]).

mod subtitles;

use std::ops::Range;

use super::blank::blanked;
use super::page::{Base, Page};
use super::wrap::{Line, LineKind, Wrap};
use super::{Document, Format, Origin, Piece, Reading, Role, suppression};

/// A block of a text, before it is put into a document.
pub(super) struct TextBlock {
    pub(super) role: Role,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// First and last line, counted from 0.
    lines: (u32, u32),
    /// Letters before it on its first line.
    indent: u32,
}

/// Reads a text file.
pub(super) fn read(page: &Page<'_>, reading: &mut Reading) {
    let mut document = page.document(Format::Text);
    let marks = suppression::marks(page.text);
    let mut unread = subtitles::unspoken(page.text);
    unread.extend(marks.iter().map(|mark| mark.range.clone()));
    unread.sort_by_key(|stretch| stretch.start);
    append(&blanked(page.text, &unread), &page.origin, &mut document);
    suppression::apply(&marks, page.text, page.origin, &mut document);
    if document.blocks.is_empty() {
        return;
    }
    let heading = document.blocks.get(0).filter(|block| block.role == Role::Heading);
    document.title = heading.map(|block| document.block_text(&block.span).into());
    reading.documents.push(document);
}

/// Appends the blocks of a text that stands in the input at `base`.
pub(super) fn append(text: &str, base: &Base, document: &mut Document) {
    let blocks = blocks(text);
    document.reserve(blocks.len(), text.len());
    for block in blocks {
        let slice = &text[block.range.clone()];
        let origin = base.origin(block.range.start, block.lines, block.indent);
        let origin = match origin {
            // A document counts line feeds only; here each line says where it stands.
            Origin::Verbatim { byte, line, column } if has_bare_return(slice) => {
                pieces(slice, byte, (line, column))
            }
            origin => origin,
        };
        document.push_block(block.role, slice, &origin);
    }
}

/// Returns the blocks of a text, in order.
pub(super) fn blocks(text: &str) -> Vec<TextBlock> {
    let lines = lines(text);
    let wrap = Wrap::of(&lines, text);
    let mut blocks: Vec<TextBlock> = Vec::with_capacity(lines.len());
    let mut at = 0;
    let mut base = None;
    while at < lines.len() {
        let first = &lines[at];
        if first.is_blank() {
            base = None;
            at += 1;
            continue;
        }
        let base = *base.get_or_insert_with(|| least_indent(&lines[at..]));
        let mut last = at;
        if let Some(wrap) = wrap {
            while lines
                .get(last + 1)
                .is_some_and(|next| wrap.joins(first, &lines[last], next, base))
            {
                last += 1;
            }
        }
        blocks.push(TextBlock {
            role: role(first),
            range: first.start..lines[last].end,
            lines: (at as u32, last as u32),
            indent: first.indent,
        });
        at = last + 1;
    }
    if is_heading(&blocks, &lines) {
        blocks[0].role = Role::Heading;
    }
    blocks
}

/// Returns the least indentation up to the next blank line.
fn least_indent(lines: &[Line]) -> u32 {
    lines.iter().take_while(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or(0)
}

fn role(line: &Line) -> Role {
    match line.kind {
        LineKind::Text => Role::Paragraph,
        LineKind::Item => Role::ListItem,
        LineKind::Quoted => Role::Quotation,
        LineKind::Tabular => Role::TableCell,
    }
}

/// Returns whether the first block is a heading: one line, no wider than text is broken to, without
/// a full stop, and the next or the one after it is longer.
fn is_heading(blocks: &[TextBlock], lines: &[Line]) -> bool {
    let [first, rest @ ..] = blocks else { return false };
    let line = &lines[first.lines.0 as usize];
    let longer = rest.iter().take(2).any(|block| block.range.len() > first.range.len());
    let is_line = first.role == Role::Paragraph && first.lines.0 == first.lines.1;
    is_line && longer && !line.ends_sentence && line.is_narrow()
}

/// Bytes of a line of news, in which most lines are paragraphs: text that was broken to a width grows out of it.
const BYTES_A_LINE: usize = 128;

/// Returns the lines of a text, ended by `\n`, `\r\n` or `\r`.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / BYTES_A_LINE);
    let mut start = 0;
    while let Some(end) = line_end(bytes, start) {
        // The line feed of a pair: the line has ended already.
        let is_of_pair = end > 0 && end == start && bytes[end - 1..=end] == *b"\r\n";
        if !is_of_pair {
            lines.push(Line::new(text, start, end));
        }
        start = end + 1;
    }
    lines.push(Line::new(text, start, text.len()));
    // The first line may be a heading, whatever stands round it.
    let first = lines.iter().position(|line| !line.is_blank());
    for at in 0..lines.len() {
        let is_text = |at: usize| lines.get(at).is_some_and(|line| !line.is_blank());
        if is_text(at) && (Some(at) == first || is_text(at.wrapping_sub(1)) || is_text(at + 1)) {
            lines[at].measure(text);
        }
    }
    lines
}

/// Returns where the line ends that begins at `start`, if it is not the last one.
fn line_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = &bytes[start..];
    if rest.first() == Some(&b'\n') {
        return Some(start); // Every other line is empty in most articles, and not worth a search.
    }
    memchr::memchr2(b'\n', b'\r', rest).map(|at| start + at)
}

fn has_bare_return(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// Returns the place of a block whose lines end in bare returns.
fn pieces(text: &str, byte: u64, (line, column): (u32, u32)) -> Origin {
    let starts =
        std::iter::once(0).chain(memchr::memchr_iter(b'\r', text.as_bytes()).map(|at| at + 1));
    let piece = |(at, start): (usize, usize)| Piece {
        text: start as u32,
        byte: byte + start as u64,
        line: line.saturating_add(at as u32),
        column: if at == 0 { column } else { 1 },
    };
    Origin::Pieces(starts.enumerate().map(piece).collect())
}

#[cfg(test)]
mod tests;
