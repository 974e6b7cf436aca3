//! Blocks of a document in, their tokens out: one block after the other, and parts of a large document side by side.

use std::ops::Range;

use crate::read::Document;

use super::names::{Marker, Names};
use super::normalize::{Normalizer, TokenSink, Written};
use super::parts::{parts, side_by_side};
use super::token::Token;
use super::window::{MOST_WORDS, Shorts};

/// Reads one document after the other; kept for its memory.
#[derive(Debug, Default)]
pub(super) struct BlockReader {
    normalizer: Normalizer,
    marker: Marker,
    /// The tokens that were read.
    pub(super) tokens: Vec<Token>,
    /// The token behind the last one of each block.
    pub(super) ends: Vec<u32>,
}

impl BlockReader {
    /// Reads a document, and forgets the one before. Linear in its text.
    pub(super) fn read(&mut self, document: &Document) {
        self.tokens.clear();
        self.ends.clear();
        let parts = parts(document, 0..document.blocks.len());
        if let [all] = &parts[..] {
            return self.read_blocks(document, all.clone());
        }
        let read = side_by_side(parts, |blocks| {
            let mut reader = Self::default();
            reader.read_blocks(document, blocks);
            reader
        });
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
            self.normalizer.read(text, span, &mut sink);
            self.ends.push(sink.tokens.len() as u32);
        }
    }

    /// Appends what was read of the next part of the document.
    fn append(&mut self, mut part: Self) {
        let before = self.tokens.len() as u32;
        self.marker.append(&part.marker.names(), part.tokens.len() as u32);
        self.tokens.append(&mut part.tokens);
        self.ends.extend(part.ends.iter().map(|end| before + end));
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
    use crate::fingerprint::parts::PART_BYTES;
    use crate::fingerprint::parts::tests::document;
    use crate::fingerprint::{spans_of, token_spans};

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
        assert!(whole.names() == in_parts.names());
        let blocks = 3..document.blocks.len() - 2;
        assert!(spans_of(&document, blocks.clone()) == token_spans(&document, blocks));
    }
}
