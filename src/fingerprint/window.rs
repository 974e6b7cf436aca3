//! The next sixty-four bytes of a text in; where words stand in them, which of them are names, and their letters in
//! registers out.
//!
//! All is read off bits, so that the length of a word, and what stands behind it, cost no branch (Langdale and Lemire 2019,
//! "Parsing gigabytes of JSON per second", section 3).

use std::ops::Range;

use super::classes::{CLASSIFIED, Classes};
use super::letter::{MARK_BYTES, Mark, mark};
use super::token::{Token, TokenKind};

/// Bytes of the longest word that two registers hold.
const SHORT: usize = 16;

/// Bytes that are seen of a text: the classified ones, and those of a short word that begins with the last of them.
pub(super) const SEEN: usize = CLASSIFIED + SHORT;

/// The next bytes of a text, up to the first one that is neither of ASCII nor of a [`Mark`].
pub(super) struct Window<'a> {
    bytes: &'a [u8; SEEN],
    length: usize,
    words: u64,
    /// Where a word may not be over: at apostrophes of any form, and at letters beyond ASCII.
    open: u64,
    capitals: u64,
    /// First bytes of words before which something may end a sentence.
    begins: u64,
    /// Something may end a sentence behind the last word.
    ends: bool,
}

/// Words of a window, at most: each has a byte, and one behind it.
pub(super) const MOST_WORDS: usize = CLASSIFIED / 2;

/// A word of ASCII letters and digits, of sixteen at most.
pub(super) struct Short {
    /// Its first eight bytes in lower case and the others, the first one lowest, with zeros behind the last one.
    words: [u64; 2],
    /// Where it stands in its window.
    pub(super) place: Range<usize>,
    /// Whether it is written as a name.
    pub(super) is_name: bool,
}

/// The short words of a window, up to the next one that is none.
pub(super) struct Shorts<'w, 'a> {
    window: &'w Window<'a>,
    edges: &'w mut Edges,
}

impl<'a> Window<'a> {
    /// Returns the window of these bytes, of which so many are of the text. `stopped` tells whether something may end a
    /// sentence before them.
    #[inline]
    pub(super) fn of(bytes: &'a [u8; SEEN], length: usize, stopped: bool) -> Self {
        let mut classes = Classes::of(bytes.first_chunk().expect("more bytes are seen"));
        let mut length = length.min(CLASSIFIED);
        let mut open = classes.apostrophes | classes.beyond;
        classes.beyond &= below(length);
        if classes.beyond != 0 {
            length = length.min(pass_over_marks(bytes, classes.beyond, &mut open));
        }
        let words = classes.words & below(length);
        // Each stop is carried through the gap in which it stands, to the word behind.
        let stops = classes.stops & below(length) | u64::from(stopped);
        let (carried, ends) = (!words).overflowing_add(stops);
        let begins = carried & words;
        Self { bytes, length, words, open, capitals: classes.capitals, begins, ends }
    }

    /// Returns the edges of the words.
    #[inline]
    pub(super) fn edges(&self) -> Edges {
        Edges(self.words ^ self.words << 1)
    }

    /// Returns the short words of the next edges, taking them off.
    #[inline]
    pub(super) fn shorts<'w>(&'w self, edges: &'w mut Edges) -> Shorts<'w, 'a> {
        Shorts { window: self, edges }
    }

    /// Returns the word that stands here; `None` where it is longer, may go on, or may begin a web address.
    #[inline]
    fn short(&self, place: Range<usize>) -> Option<Short> {
        let [first, second] = *KEPT.get(place.len())?;
        let words = [self.eight(place.start) & first, self.eight(place.start + 8) & second];
        let is_over = self.open >> place.end & 1 == 0;
        let is_name = self.is_name(place.start);
        (is_over && !may_begin_address(words[0])).then_some(Short { words, place, is_name })
    }

    /// Returns eight bytes, letters in lower case.
    #[inline]
    fn eight(&self, start: usize) -> u64 {
        let bytes = self.bytes[start..].first_chunk().expect("a short word is seen whole");
        u64::from_le_bytes(*bytes) | LOWER
    }

    /// Returns whether something may end a sentence before the word that begins here.
    #[inline]
    pub(super) fn is_stopped(&self, start: usize) -> bool {
        self.begins >> start & 1 == 1
    }

    /// Returns whether the word that begins here is written as a name.
    #[inline]
    fn is_name(&self, start: usize) -> bool {
        (self.capitals & !self.begins) >> start & 1 == 1
    }

    /// Returns whether the window tells what stands behind the token that ends here.
    #[inline]
    pub(super) fn holds(&self, end: usize) -> bool {
        end < self.length
    }

    /// Returns where to go on when all words that end in the window are read, and whether something may end a sentence
    /// before that; `None` if the window is within one word.
    #[inline]
    pub(super) fn rest(&self, edges: Edges) -> Option<(usize, bool)> {
        match edges.0.trailing_zeros() as usize {
            0 => None,
            CLASSIFIED => Some((self.length, self.ends)),
            start => Some((start, self.is_stopped(start))),
        }
    }
}

/// The first bytes of words, and those behind their last ones, in turns.
#[derive(Clone, Copy)]
pub(super) struct Edges(u64);

impl Edges {
    /// Takes off the next word that ends in the window.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Range<usize>> {
        let behind = self.0 & self.0.wrapping_sub(1);
        if behind == 0 {
            return None;
        }
        let place = self.0.trailing_zeros() as usize..behind.trailing_zeros() as usize;
        self.0 = behind & (behind - 1);
        Some(place)
    }

    /// Takes off what stands up to the end of a token.
    #[inline]
    pub(super) fn pass(&mut self, end: usize) {
        self.0 &= !below(end + 1);
    }
}

impl Iterator for Shorts<'_, '_> {
    type Item = Short;

    #[inline]
    fn next(&mut self) -> Option<Short> {
        let mut edges = *self.edges;
        let short = self.window.short(edges.next()?)?;
        *self.edges = edges;
        Some(short)
    }
}

impl Short {
    /// Returns its token.
    #[inline]
    pub(super) fn token(&self) -> Token {
        let is_number = (self.words[0] as u8).is_ascii_digit();
        let kind = if is_number { TokenKind::Number } else { TokenKind::Word };
        Token::of_short(self.words, kind)
    }

    /// Returns its bytes, and zeros behind the last one.
    #[inline]
    pub(super) fn bytes(&self) -> [u8; SHORT] {
        let mut bytes = [0; SHORT];
        bytes[..8].copy_from_slice(&self.words[0].to_le_bytes());
        bytes[8..].copy_from_slice(&self.words[1].to_le_bytes());
        bytes
    }
}

/// The bit that tells lower case; digits have it.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// What is kept of sixteen bytes, by a word's length.
static KEPT: [[u64; 2]; SHORT + 1] = {
    let mut kept = [[u64::MAX; 2]; SHORT + 1];
    let mut length = 0;
    while length < SHORT {
        let bits: u128 = (1 << (8 * length)) - 1;
        kept[length] = [bits as u64, (bits >> 64) as u64];
        length += 1;
    }
    kept
};

/// Returns the bits below this one.
#[inline]
fn below(bit: usize) -> u64 {
    if bit < CLASSIFIED { (1 << bit) - 1 } else { u64::MAX }
}

/// Returns whether a word of eight bytes or less begins as web addresses do.
#[inline]
fn may_begin_address(word: u64) -> bool {
    let first = word as u32;
    (first == u32::from_le_bytes(*b"http")) | (first == u32::from_le_bytes(*b"www\0"))
}

/// Returns the first byte beyond ASCII that is of no mark, and says of quotes, dashes and dots that a word is over there.
#[cold]
fn pass_over_marks(bytes: &[u8; SEEN], beyond: u64, open: &mut u64) -> usize {
    let mut rest = beyond;
    while rest != 0 {
        let at = rest.trailing_zeros() as usize;
        let Some(mark) = mark(&bytes[at..CLASSIFIED]) else { break };
        let its = below(MARK_BYTES) << at;
        if mark == Mark::Separator {
            *open &= !its;
        }
        rest &= !its;
    }
    rest.trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> [u8; SEEN] {
        let mut bytes = [b'x'; SEEN];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes
    }

    /// The words that are read, a `*` before names, and what is left.
    #[track_caller]
    fn check(text: &str, expected: &str, left: Option<(usize, bool)>) {
        let bytes = seen(text);
        let window = Window::of(&bytes, text.len(), true);
        let mut edges = window.edges();
        let mut read = Vec::new();
        loop {
            for short in window.shorts(&mut edges) {
                let letters = short.bytes()[..short.place.len()].to_vec();
                let letters = String::from_utf8(letters).unwrap();
                read.push(if short.is_name { format!("*{letters}") } else { letters });
            }
            let Some(place) = edges.next() else { break };
            read.push(if window.is_name(place.start) { "*?" } else { "?" }.to_owned());
        }
        assert_eq!(read.join(" "), expected, "{text:?}");
        assert_eq!(window.rest(edges), left, "{text:?}");
    }

    #[test]
    fn words_are_told_with_names() {
        check("One Two. Three “Four” five!", "one *two three *four five", Some((31, true)));
        check("a abcdefgh9jklmnop abcdefgh9jklmnopq", "a abcdefgh9jklmnop ?", Some((36, false)));
    }

    #[test]
    fn what_may_not_be_over_is_not_told() {
        check("don't it’s www.x HTTPS: é", "? t ? s ? x *?", Some((26, true)));
        check("caf\u{e9} x", "?", Some((3, false)));
    }

    #[test]
    fn a_word_that_goes_on_is_left() {
        let spaces = " ".repeat(60);
        check(&format!("{spaces}word"), "", Some((60, true)));
        check(&"w".repeat(64), "", None);
        // The mark behind the last word is cut.
        let words = ["x"; 31].join(" ");
        check(&format!("{words} w”"), &format!("{words} ?"), Some((63, false)));
    }
}
