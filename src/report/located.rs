//! A document's tokens in, their places in its text and its input out.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::compare::{Likeness, ShingleSet, likeness, union};
use crate::fingerprint::{Fingerprints, ShingleOptions, token_spans};
use crate::read::{Document, Landmarks, Place};

use super::words::{Stretch, Words};
use super::{Occurrence, Span};

/// Tokens of an excerpt: some four lines of a terminal.
const EXCERPT_TOKENS: u32 = 60;

/// Tokens at each end of a place that may be equal by chance: those of both ends together are no passage by default.
const EDGE_TOKENS: u32 = 12;

/// Tokens from which on a text's shingles are kept.
const LONG: usize = 1 << 14;

/// Bytes that are added to a text on one line, mostly.
const ROOM: usize = " …".len();

/// Signs that close what stands before them.
const CLOSING: &str = ".!?…。！？؟)]}）】〕\"'”’»›」』》〉";

/// A document with the places of its tokens, or of those that are named.
pub(super) struct Located<'a> {
    document: &'a Document,
    /// The line of all its places, where no more is known of them.
    line: Option<u32>,
    landmarks: Landmarks<'a>,
    shingles: OnceLock<ShingleSet>,
    /// What is known of its text.
    pub(super) fingerprints: &'a Fingerprints,
    /// Its words.
    pub(super) words: Words<'a>,
}

impl<'a> Located<'a> {
    /// Returns a document with the places of some of its tokens; of all that stand in blocks of theirs. What stands on
    /// one line is known to be there without them.
    pub(super) fn new(
        document: &'a Document,
        fingerprints: &'a Fingerprints,
        places: Vec<Range<u32>>,
    ) -> Self {
        let end = document.blocks.len() as u32;
        let blocks = |tokens: Range<u32>| {
            let blocks = fingerprints.blocks_of(&tokens);
            blocks.start as u32..(blocks.end as u32).min(end)
        };
        // To look up so many blocks one by one costs more than to read them all.
        let is_most = places.len() as u32 >= end;
        let whole = || std::iter::once(0..end).collect();
        let blocks =
            if is_most { whole() } else { union(places.into_iter().map(blocks).collect()) };
        let stretch = |blocks: Range<u32>| Stretch {
            first: blocks.start.checked_sub(1).map_or(0, |at| fingerprints.block_ends[at as usize]),
            spans: token_spans(document, blocks.start as usize..blocks.end as usize),
        };
        let stretches = blocks.into_iter().map(stretch).collect();
        let line = document.blocks.one_line();
        let landmarks = Landmarks::new(&document.text);
        let words = Words::new(&document.text, stretches);
        Self { document, line, landmarks, shingles: OnceLock::new(), fingerprints, words }
    }

    /// Returns how alike the document's text and another one are.
    pub(super) fn likeness(&self, other: &Self, options: ShingleOptions) -> Likeness {
        let [a, b] = [self, other].map(|text| &*text.fingerprints.tokens);
        if a.len().max(b.len()) < LONG || a == b {
            return likeness(a, b, options);
        }
        match (a.len() >= LONG, b.len() >= LONG) {
            (true, true) => self.shingles(options).likeness(other.shingles(options)),
            // A text that holds many is asked for each of them, and they are not worth the room.
            (true, false) => self.shingles(options).likeness(&ShingleSet::of(b, options)),
            (false, _) => ShingleSet::of(a, options).likeness(other.shingles(options)),
        }
    }

    fn shingles(&self, options: ShingleOptions) -> &ShingleSet {
        self.shingles.get_or_init(|| ShingleSet::of(&self.fingerprints.tokens, options))
    }

    /// Returns a document with the places of all its tokens.
    pub(super) fn whole(document: &'a Document, fingerprints: &'a Fingerprints) -> Self {
        let all = 0..fingerprints.tokens.len() as u32;
        Self::new(document, fingerprints, vec![all])
    }

    fn bytes(&self, tokens: &Range<u32>) -> Range<u32> {
        self.words.bytes(tokens)
    }

    /// Returns the text of some tokens, as it is.
    pub(super) fn text(&self, tokens: &Range<u32>) -> &str {
        let bytes = self.bytes(tokens);
        &self.document.text[bytes.start as usize..bytes.end as usize]
    }

    fn place(&self, tokens: &Range<u32>) -> Place {
        if let Some(line) = self.line {
            return Place { lines: (line, line), bytes: None, column: 1 };
        }
        self.document.locate_by(self.bytes(tokens), &self.landmarks)
    }

    /// Returns where tokens stand in the input.
    pub(super) fn span(&self, tokens: &Range<u32>) -> Span {
        span_of(&self.place(tokens))
    }

    /// Returns where tokens stand in the input; mostly they are those whose place is known.
    pub(super) fn span_beside(&self, tokens: &Range<u32>, known: (&Range<u32>, Span)) -> Span {
        if tokens == known.0 { known.1 } else { self.span(tokens) }
    }

    /// Returns the occurrence at these tokens of a document, without figures.
    pub(super) fn occurrence(
        &self,
        document: usize,
        role: &'static str,
        tokens: &Range<u32>,
    ) -> Occurrence {
        let place = self.place(tokens);
        let Span { lines, bytes } = span_of(&place);
        let blocks = |tokens: &Range<u32>| {
            let blocks = self.fingerprints.blocks_of(tokens);
            [blocks.start as u32 + 1, blocks.end as u32]
        };
        let edge = (tokens.len() as u32 / 4).min(EDGE_TOKENS);
        let [first, last] = blocks(tokens);
        let is_in_one = first == last;
        Occurrence {
            document,
            role,
            lines,
            bytes,
            blocks: [first, last],
            core: if is_in_one {
                [first, last]
            } else {
                blocks(&(tokens.start + edge..tokens.end - edge))
            },
            own: 0,
            shares: None,
            edits: None,
            passages: Vec::new(),
            status: None,
            was_there: false,
            reason: None,
            column: place.column,
            text: None,
        }
    }

    /// Returns the beginning of these tokens' text, on one line; what closes behind the last of them is a part of it.
    pub(super) fn excerpt(&self, tokens: &Range<u32>) -> String {
        let beginning = excerpt_of(tokens);
        let text = one_space(self.text(&beginning));
        if beginning.end < tokens.end { text + " …" } else { text + self.closing(tokens) }
    }

    /// The signs right behind the last token that close a sentence, a quotation or a bracket.
    fn closing(&self, tokens: &Range<u32>) -> &str {
        let behind = &self.document.text[self.bytes(tokens).end as usize..];
        let end = behind.find(|sign| !CLOSING.contains(sign)).unwrap_or(behind.len());
        &behind[..end]
    }
}

/// Returns those of some tokens that their excerpt has.
pub(super) fn excerpt_of(tokens: &Range<u32>) -> Range<u32> {
    tokens.start..tokens.end.min(tokens.start + EXCERPT_TOKENS)
}

fn span_of(place: &Place) -> Span {
    Span {
        lines: [place.lines.0, place.lines.1],
        bytes: place.bytes.clone().map(|bytes| [bytes.start, bytes.end]),
    }
}

/// Returns a text with every run of white space as one space, and none at its ends; there is room for what closes it.
fn one_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + ROOM);
    push_one_space(text, &mut out);
    out
}

/// Returns whether all white space of a text is single spaces, as in most texts.
fn has_single_spaces(text: &str) -> bool {
    // White space beyond ASCII begins with these bytes, and so do quotes and dashes.
    let may_be_other = |byte: u8| matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe1..=0xe3);
    let is_other = |c: char| c != ' ' && c.is_whitespace();
    memmem::find(text.as_bytes(), b"  ").is_none()
        && (!text.bytes().any(may_be_other) || !text.chars().any(is_other))
}

/// Appends a text with every run of white space as one space, and none at its ends.
pub(super) fn push_one_space(text: &str, out: &mut String) {
    let start = out.len();
    if has_single_spaces(text) {
        return out.push_str(text.trim_matches(' '));
    }
    for word in text.split_whitespace() {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_any_kind_is_one_space() {
        let signs = [
            " ", "  ", "\t", "\r\n", "\u{85}", "\u{a0}", "\u{1680}", "\u{2009}", "\u{205f}",
            "\u{3000}",
        ];
        for sign in signs {
            for text in ["a{}b", "{}a b{}", "“a” – b{}’c’", "{}", "東{}京", "\u{e9}{} \u{200b}"]
            {
                let text = text.replace("{}", sign);
                let expected: Vec<&str> = text.split_whitespace().collect();
                assert_eq!(one_space(&text), expected.join(" "), "{text:?}");
            }
        }
    }
}
