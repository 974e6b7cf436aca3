//! How a document's tokens are spelled: for the few comparisons in which the tokens do not decide.

use std::ops::Range;

use crate::read::Document;

use super::classes::is_stop;
use super::normalize::{Normalizer, TokenSink, Written};
use super::token::Token;

/// The letters of some of a document's tokens, in order, and where sentences may begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    letters: Vec<char>,
    /// The first token.
    first: u32,
    /// The letter behind the last one of each token.
    ends: Vec<u32>,
    /// Whether each token begins a sentence.
    begins: Vec<bool>,
    /// Whether something may end a sentence behind the last token.
    is_ended: bool,
}

impl Spelling {
    /// Returns the spelling of those of [`super::Fingerprints::tokens`] that stand in some blocks, from the token `first`
    /// on. Linear in their text.
    pub fn of_blocks(document: &Document, blocks: Range<usize>, first: u32) -> Self {
        let mut normalizer = Normalizer::default();
        let spelling = Self { first, ..Self::default() };
        let mut speller = Speller { text: &document.text, spelling, at: 0 };
        for span in document.blocks.spans(blocks) {
            speller.at = span.start as usize;
            normalizer.read(&document.text, span.clone(), &mut speller);
            let behind = &document.text.as_bytes()[speller.at..span.end as usize];
            speller.spelling.is_ended = behind.iter().any(|byte| is_stop(*byte));
        }
        speller.spelling
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

    /// Returns whether one of these tokens begins a sentence, as far as capitals tell: it is the first one of its block or
    /// stands behind a stop and no comma, and has no small letter first.
    pub fn begins_sentence(&self, token: u32) -> bool {
        self.begins[(token - self.first) as usize]
    }

    /// Returns whether a sentence ends before a token, or behind the last one.
    pub fn ends_sentence(&self, end: u32) -> bool {
        let next = (end - self.first) as usize;
        self.begins.get(next).copied().unwrap_or(self.is_ended)
    }
}

/// Takes the tokens of a text.
struct Speller<'a> {
    text: &'a str,
    spelling: Spelling,
    /// Where the last token ends.
    at: usize,
}

impl Speller<'_> {
    /// Returns whether a sentence begins with a token that something may end one before.
    fn begins_sentence(&self, start: usize) -> bool {
        let (gap, rest) = (&self.text[self.at..start], &self.text[start..]);
        let is_capital = !rest.starts_with(char::is_lowercase);
        is_capital && !gap.contains([',', ';'])
    }
}

impl TokenSink for Speller<'_> {
    fn token(&mut self, _: Token, written: Written<'_>) {
        let begins = written.is_first && self.begins_sentence(written.span.start as usize);
        self.at = written.span.end as usize;
        let Spelling { letters, ends, begins: all, .. } = &mut self.spelling;
        letters.extend(String::from_utf8_lossy(written.spelled).chars());
        ends.push(letters.len() as u32);
        all.push(begins);
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
    fn a_sentence_begins_behind_a_stop_and_with_no_small_letter() {
        let text = "One (R-Ky.) said: “Two” p.m. of 3. 4 五。六\n\nSeven".to_owned();
        let document = Document::from_text("a", text);
        let spelling = whole(&document);
        let first = (0..spelling.tokens() as u32).filter(|token| spelling.begins_sentence(*token));
        let first: Vec<String> =
            first.map(|token| spelling.letters(token..token + 1).iter().collect()).collect();
        assert_eq!(first, ["one", "two", "4", "seven"]);
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
