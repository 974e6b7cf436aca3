//! Blocks of a document in, their tokens out: one block after the other, and parts of a large document side by side.

use std::ops::Range;

use rayon::prelude::*;

use crate::read::Document;

use super::exact::Exact;
use super::names::{Marker, Names};
use super::normalize::{Normalizer, TokenSink, Written};
use super::token::Token;
use super::window::{MOST_WORDS, Shorts};

/// Bytes of text that a thread reads at a time, about.
const PART_BYTES: u32 = 1 << 20;

/// Returns some blocks of a document in parts that are read side by side: one, unless they are large.
pub(super) fn parts(document: &Document, blocks: Range<usize>) -> Vec<Range<usize>> {
    let (from, to) = (document.blocks.start_of(blocks.start), document.blocks.start_of(blocks.end));
    let cuts = (1..(to - from) / PART_BYTES)
        .map(|part| document.blocks.starting_before(from + part * PART_BYTES))
        .chain([blocks.end]);
    let mut start = blocks.start;
    cuts.map(|cut| std::mem::replace(&mut start, cut)..cut).collect()
}

/// Reads one document after the other; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct BlockReader {
    normalizer: Normalizer,
    marker: Marker,
    /// The tokens that were read.
    pub(super) tokens: Vec<Token>,
    /// The token behind the last one of each block.
    pub(super) ends: Vec<u32>,
    /// The exact fingerprint of each block.
    pub(super) blocks: Vec<Exact>,
}

impl BlockReader {
    /// Reads a document, and forgets the one before. Linear in its text.
    pub(super) fn read(&mut self, document: &Document) {
        self.tokens.clear();
        self.ends.clear();
        self.blocks.clear();
        let parts = parts(document, 0..document.blocks.len());
        if let [all] = &parts[..] {
            return self.read_blocks(document, all.clone());
        }
        let read = |blocks: Range<usize>| {
            let mut reader = Self::default();
            reader.read_blocks(document, blocks);
            reader
        };
        let read: Vec<Self> = parts.into_par_iter().with_max_len(1).map(read).collect();
        self.tokens.reserve_exact(read.iter().map(|part| part.tokens.len()).sum());
        for part in read {
            self.append(part);
        }
    }

    /// Returns the tokens that are written as names.
    pub(super) fn names(&mut self) -> Names {
        self.marker.names()
    }

    fn read_blocks(&mut self, document: &Document, blocks: Range<usize>) {
        let text: &str = &document.text;
        let mut sink = Marked { tokens: &mut self.tokens, marker: &mut self.marker };
        self.ends.reserve(blocks.len());
        for span in document.blocks.spans(blocks) {
            let from = sink.tokens.len();
            self.normalizer.read(text, span, &mut sink);
            self.blocks.push(Exact::of(&sink.tokens[from..]));
            self.ends.push(sink.tokens.len() as u32);
        }
    }

    /// Appends what was read of the next part of the document.
    fn append(&mut self, mut part: Self) {
        let before = self.tokens.len() as u32;
        self.marker.append(&part.marker.names(), part.tokens.len() as u32);
        self.tokens.append(&mut part.tokens);
        self.ends.extend(part.ends.iter().map(|end| before + end));
        self.blocks.append(&mut part.blocks);
    }
}

/// Tokens, and which of them are names.
struct Marked<'a> {
    tokens: &'a mut Vec<Token>,
    marker: &'a mut Marker,
}

impl TokenSink for Marked<'_> {
    #[inline]
    fn token(&mut self, token: Token, written: Written<'_>) {
        self.tokens.push(token);
        self.marker.take(u64::from(written.is_name), 1);
    }

    #[inline]
    fn shorts(&mut self, shorts: Shorts<'_, '_>, _: usize) {
        let mut tokens = [Token::default(); MOST_WORDS];
        let (mut names, mut count) = (0, 0);
        for short in shorts {
            tokens[count % MOST_WORDS] = short.token();
            names |= u64::from(short.is_name) << count;
            count += 1;
        }
        // All are copied, a fixed number, and those that are none dropped.
        let before = self.tokens.len();
        self.tokens.extend_from_slice(&tokens);
        self.tokens.truncate(before + count);
        self.marker.take(names, count as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::{spans_of, token_spans};
    use crate::read::{Origin, Role};

    /// A document of so many bytes at least, in blocks of no, one or many words; some of them are names.
    fn document(bytes: usize) -> Document {
        let mut document = Document::default();
        let mut number = 0_u64;
        while document.text.len() < bytes {
            number += 1;
            let drawn = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
            let word = |at: u64| match (drawn ^ at) % 5 {
                0 => format!("Name{}", (drawn + at) % 1000),
                1 => format!("{}", drawn % (at + 1)),
                _ => format!("word{}", (drawn >> at) % 1000),
            };
            let words: Vec<String> = (0..drawn % 40).map(word).collect();
            document.push_block(
                Role::Paragraph,
                &words.join(" "),
                &Origin::Lines { first: 1, last: 1 },
            );
        }
        document
    }

    #[test]
    fn a_large_document_is_read_as_a_small_one() {
        let document = document(3 * PART_BYTES as usize + 1000);
        let (mut whole, mut in_parts) = (BlockReader::default(), BlockReader::default());
        whole.read_blocks(&document, 0..document.blocks.len());
        // What was read before is forgotten.
        in_parts.read(&Document::from_text("a", "Before it."));
        in_parts.names();
        in_parts.read(&document);
        assert!(whole.tokens == in_parts.tokens);
        assert_eq!(whole.ends, in_parts.ends);
        assert!(whole.blocks == in_parts.blocks);
        assert!(whole.names() == in_parts.names());
        let blocks = 3..document.blocks.len() - 2;
        assert!(spans_of(&document, blocks.clone()) == token_spans(&document, blocks));
    }

    #[test]
    fn parts_hold_each_block_once() {
        let document = document(2 * PART_BYTES as usize + 1000);
        let last = document.blocks.len();
        for (blocks, expected) in [(0..last, 2), (0..last / 3, 1), (last / 3..last, 1), (5..5, 1)] {
            let parts = parts(&document, blocks.clone());
            assert_eq!(parts.len(), expected);
            assert!(parts.into_iter().flatten().eq(blocks));
        }
        assert_eq!(parts(&Document::default(), 0..0), std::slice::from_ref(&(0..0)));
    }
}
