//! How a document's tokens are spelled: for the few comparisons in which the tokens do not decide.

use crate::read::Document;

use super::normalize::{Normalizer, TokenSink, Written};
use super::token::Token;

/// The letters of a document's tokens, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    letters: Vec<char>,
    /// The letter behind the last one of each token.
    ends: Vec<u32>,
}

impl Spelling {
    /// Returns the spelling of [`super::Fingerprints::tokens`]. Linear in the document's text.
    pub fn of(document: &Document) -> Self {
        let mut normalizer = Normalizer::default();
        let mut spelling = Self { letters: Vec::new(), ends: Vec::new() };
        for span in document.blocks.spans(0..document.blocks.len()) {
            normalizer.read(&document.text, span, &mut spelling);
        }
        spelling
    }

    /// Returns the letters of a range of tokens, without spaces.
    pub fn letters(&self, tokens: std::ops::Range<u32>) -> &[char] {
        let end = |token: u32| token.checked_sub(1).map_or(0, |last| self.ends[last as usize]);
        &self.letters[end(tokens.start) as usize..end(tokens.end) as usize]
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

    #[test]
    fn every_token_is_spelled() {
        let document = Document::from_text(
            "a",
            "Don’t cost £5.\n\n他说“好”。 Straße, https://example.org/x y".to_owned(),
        );
        let (tokens, spelling) = (Fingerprints::of(&document).tokens, Spelling::of(&document));
        let words: Vec<String> = (0..tokens.len() as u32)
            .map(|token| spelling.letters(token..token + 1).iter().collect())
            .collect();
        assert_eq!(words, ["dont", "cost", "5", "他", "说", "好", "strasse", "y"]);
    }
}
