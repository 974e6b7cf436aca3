//! How a document's tokens are spelled: for the few comparisons in which the tokens do not decide.

use std::ops::Range;

use crate::read::Document;

use super::BYTES_A_TOKEN;
use super::normalize::{Normalizer, TokenSink, Written};
use super::token::Token;

/// Bytes of a paragraph at most, about: there is room for so much before it is known how much is said.
const PARAGRAPH_BYTES: usize = 1 << 12;

/// The letters of some of a document's tokens, in order, and where sentences begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    letters: Vec<char>,
    /// The first token.
    first: u32,
    /// The letter behind the last one of each token.
    ends: Vec<u32>,
    /// Whether a sentence begins with each token.
    begins: Vec<bool>,
    /// Whether a sentence ends behind the last token of the last block.
    is_ended: bool,
    /// The tokens behind a sign that prose has not, in order.
    behind_signs: Vec<u32>,
}

impl Spelling {
    /// Returns the spelling of those of [`super::Fingerprints::tokens`] that stand in some blocks, from the token `first`
    /// on. Linear in their text.
    pub fn of_blocks(document: &Document, blocks: Range<usize>, first: u32) -> Self {
        let mut normalizer = Normalizer::default();
        let bytes: usize = document.blocks.spans(blocks.clone()).map(|span| span.len()).sum();
        let bytes = bytes.min(PARAGRAPH_BYTES);
        let (letters, tokens) = (Vec::with_capacity(bytes), bytes / BYTES_A_TOKEN);
        let (ends, begins) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        let spelling = Self { letters, first, ends, begins, ..Self::default() };
        let mut speller = Speller { text: &document.text, spelling, last_end: None };
        for span in document.blocks.spans(blocks) {
            speller.last_end = None;
            normalizer.read(&document.text, span.clone(), &mut speller);
            let behind = speller.last_end.unwrap_or(span.start)..span.end;
            let behind = &document.text[behind.start as usize..behind.end as usize];
            speller.spelling.is_ended = has_stop(behind);
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

    /// Returns whether a sentence begins with one of these tokens, as far as signs and capitals tell: it is the first one
    /// of its block, or stands behind a stop and no comma, and has no small letter first.
    pub fn begins_sentence(&self, token: u32) -> bool {
        self.begins[(token - self.first) as usize]
    }

    /// Returns whether a sign stands between some of these tokens that prose has not: the one of an address to write to,
    /// `news@paper.example` (a name on a network, `@news`, is none), or the bar between two links.
    pub fn has_sign(&self, tokens: &Range<u32>) -> bool {
        let next = self.behind_signs.partition_point(|at| *at <= tokens.start);
        self.behind_signs.get(next).is_some_and(|at| *at < tokens.end)
    }

    /// Returns whether a sentence ends before one of these tokens, or behind the last one. Of more than one block each but
    /// the last ends one.
    pub fn ends_sentence(&self, end: u32) -> bool {
        let next = (end - self.first) as usize;
        self.begins.get(next).copied().unwrap_or(self.is_ended)
    }
}

/// Takes the tokens of a text.
struct Speller<'a> {
    text: &'a str,
    spelling: Spelling,
    /// The byte behind the last token of the block.
    last_end: Option<u32>,
}

impl Speller<'_> {
    fn begins_sentence(&self, start: u32) -> bool {
        let Some(end) = self.last_end else { return true };
        let (gap, rest) = (&self.text[end as usize..start as usize], &self.text[start as usize..]);
        // `10:30`, `U.S.`
        let is_within_a_word = gap.ends_with(ASCII_STOPS);
        has_stop(gap) && !is_within_a_word && !rest.starts_with(char::is_lowercase)
    }
}

const ASCII_STOPS: [char; 4] = ['.', ':', '!', '?'];

/// Returns the signs between two tokens, without a web address that stands there, too.
fn signs(gap: &str) -> &str {
    gap.split(char::is_alphanumeric).next().unwrap_or_default()
}

/// Whether what stands between two tokens ends a sentence.
fn has_stop(gap: &str) -> bool {
    let signs = signs(gap);
    let is_stop =
        |sign| ASCII_STOPS.contains(&sign) || matches!(sign, '…' | '。' | '！' | '？' | '؟');
    signs.contains(is_stop) && !signs.contains([',', ';'])
}

impl TokenSink for Speller<'_> {
    fn token(&mut self, _: Token, written: Written<'_>) {
        let begins = self.begins_sentence(written.span.start);
        let gap = self.last_end.map(|end| &self.text[end as usize..written.span.start as usize]);
        if gap.is_some_and(|gap| gap == "@" || signs(gap).contains('|')) {
            self.spelling.behind_signs.push(self.spelling.first + self.spelling.ends.len() as u32);
        }
        self.last_end = Some(written.span.end);
        let letters = &mut self.spelling.letters;
        if written.spelled.is_ascii() {
            letters.extend(written.spelled.iter().copied().map(char::from));
        } else {
            letters.extend(String::from_utf8_lossy(written.spelled).chars());
        }
        self.spelling.ends.push(self.spelling.letters.len() as u32);
        self.spelling.begins.push(begins);
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

    #[track_caller]
    fn check_sentences(text: &str, expected: &[&str], is_ended: bool) {
        let spelling = whole(&Document::from_text("a", text.to_owned()));
        let tokens = spelling.tokens() as u32;
        let letters = |token| spelling.letters(token..token + 1).iter().collect::<String>();
        let first: Vec<String> =
            (0..tokens).filter(|token| spelling.begins_sentence(*token)).map(letters).collect();
        assert_eq!(first, expected);
        assert_eq!(spelling.ends_sentence(tokens), is_ended);
    }

    #[test]
    fn a_sentence_begins_behind_a_stop_and_with_no_small_letter() {
        check_sentences(
            "One (R-Ky.) said: “Two” p.m. of 3. 4\n\nFive",
            &["one", "two", "4", "five"],
            false,
        );
        check_sentences("At 10:30 and 1.5 (Wis.), Bob… “Well”…", &["at", "well"], true);
        check_sentences("他说。好！\n\nOne; two", &["他", "好", "one"], false);
    }

    #[test]
    fn addresses_to_write_to_and_bars_between_links_are_no_prose() {
        let text = "By @ann: 5 @ 3, write to our.desk@paper.example or tell (@desk), \
                    https://paper.example/a|b there.\n\n@one | two";
        let spelling = whole(&Document::from_text("a", text.to_owned()));
        let has = |token: &u32| spelling.has_sign(&(token.saturating_sub(1)..token + 1));
        let found: Vec<u32> = (0..spelling.tokens() as u32).filter(has).collect();
        let word = |token| spelling.letters(token..token + 1).iter().collect::<String>();
        assert_eq!(found.into_iter().map(word).collect::<Vec<_>>(), ["paper", "two"]);
    }

    #[test]
    fn an_address_has_no_stop() {
        check_sentences("See it. https://example.org/a,b Then", &["see", "then"], false);
        check_sentences("See https://example.org/a.html", &["see"], false);
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
