//! How a document's tokens are spelled: for the few comparisons in which the tokens do not decide.

use std::ops::Range;

use crate::read::Document;

use super::normalize::{Normalizer, TokenSink, Written};
use super::token::Token;

/// The letters of some of a document's tokens, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    letters: Vec<char>,
    /// The first token.
    first: u32,
    /// The letter behind the last one of each token.
    ends: Vec<u32>,
}

impl Spelling {
    /// Returns the spelling of those of [`super::Fingerprints::tokens`] that stand in some blocks, from the token `first`
    /// on. Linear in their text.
    pub fn of_blocks(document: &Document, blocks: Range<usize>, first: u32) -> Self {
        let mut normalizer = Normalizer::default();
        let mut spelling = Self { letters: Vec::new(), first, ends: Vec::new() };
        for span in document.blocks.spans(blocks) {
            normalizer.read(&document.text, span, &mut spelling);
        }
        spelling
    }

    /// Returns the number of tokens.
    pub fn tokens(&self) -> usize {
        self.ends.len()
    }

    /// Returns the letters of a range of these tokens, without spaces.
    pub fn letters(&self, tokens: Range<u32>) -> &[char] {
        if tokens.is_empty() {
            return &[];
        }
        let end = |token: u32| match token - self.first {
            0 => 0,
            tokens => self.ends[tokens as usize - 1] as usize,
        };
        &self.letters[end(tokens.start)..end(tokens.end)]
    }
}

impl TokenSink for Spelling {
    fn token(&mut self, _: Token, written: Written<'_>) {
        self.letters.extend(String::from_utf8_lossy(written.spelled).chars());
        self.ends.push(self.letters.len() as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Fingerprints;

    fn whole(document: &Document) -> Spelling {
        Spelling::of_blocks(document, 0..document.blocks.len(), 0)
    }

    #[test]
    fn every_token_is_spelled() {
        let document = Document::from_text(
            "a",
            "Don’t cost £5.\n\n他说“好”。 Straße, https://example.org/x y".to_owned(),
        );
        let (tokens, spelling) = (Fingerprints::of(&document).tokens, whole(&document));
        let words: Vec<String> = (0..tokens.len() as u32)
            .map(|token| spelling.letters(token..token + 1).iter().collect())
            .collect();
        assert_eq!(words, ["dont", "cost", "5", "他", "说", "好", "strasse", "y"]);
    }

    #[test]
    fn the_tokens_of_some_blocks_are_spelled_as_in_the_whole() {
        let document =
            Document::from_text("a", "One two.\n\n2.5 三四, five\n\n!\n\nSix.".to_owned());
        let (text, spelling) = (Fingerprints::of(&document), whole(&document));
        for tokens in [0..2, 2..5, 3..6, 4..7, 6..7, 3..3] {
            let blocks = text.blocks_of(&tokens);
            let first = blocks.clone().next().map_or(0, |block| text.block_range(block).start);
            let part = Spelling::of_blocks(&document, blocks, first);
            assert_eq!(part.letters(tokens.clone()), spelling.letters(tokens));
        }
    }
}
