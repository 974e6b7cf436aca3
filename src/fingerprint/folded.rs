//! A word of letters of two bytes (Arabic, Hebrew, Cyrillic, Greek, Latin with marks) in, its folded bytes out: a look at a
//! table for each letter. What is not in the table is read slowly.

use std::ops::Range;
use std::sync::LazyLock;

use super::letter::{Letter, MARK_BYTES, Mark, letter, mark};
use super::token::{Token, TokenKind};

/// Bytes of a folded word at most; a longer one is read slowly.
const MOST: usize = 32;

/// A word, or what separates two.
#[derive(Debug)]
pub(super) struct Folded {
    bytes: [u8; MOST],
    length: usize,
    /// Where it stands, from its first letter to the last one and its marks; nothing for a separator.
    pub(super) place: Range<usize>,
    /// Where to go on.
    pub(super) next: usize,
}

/// Letters of one byte or two.
const LETTERS: usize = 0x800;

/// What each of them does: joins a word as these bytes, the first one lowest; or one of the constants below, which no letter
/// is folded to.
static ALL: LazyLock<Box<[u16; LETTERS]>> =
    LazyLock::new(|| Box::new(std::array::from_fn(|c| effect(c as u32))));

/// It may do anything else.
const OTHER: u16 = 0;
const IGNORABLE: u16 = 1;
const SEPARATOR: u16 = 2;

/// What a letter does, as a number.
fn effect(c: u32) -> u16 {
    match char::from_u32(c).map(letter) {
        Some(Letter::Folded(folded)) if folded.len_utf8() <= 2 => {
            let mut bytes = [0; 2];
            folded.encode_utf8(&mut bytes);
            u16::from_le_bytes(bytes)
        }
        Some(Letter::Ignorable) => IGNORABLE,
        Some(Letter::Separator) => SEPARATOR,
        _ => OTHER,
    }
}

impl Folded {
    /// Returns the word, or the separator, that begins at `start` of a text; `None` where that is to be read slowly.
    #[inline]
    pub(super) fn read(text: &[u8], start: usize) -> Option<Self> {
        let table = &**ALL;
        let (mut bytes, mut length) = ([0; MOST], 0);
        let (mut place, mut at) = (start..start, start);
        let separator = loop {
            let (effect, read) = effect_at(table, text, at);
            match effect {
                OTHER => return None,
                IGNORABLE if length == 0 => {}
                IGNORABLE => place.end = at + read,
                SEPARATOR => break read,
                letter => {
                    if length == 0 {
                        place.start = at;
                    }
                    let letter = letter.to_le_bytes();
                    *bytes.get_mut(length..)?.first_chunk_mut()? = letter;
                    length += 1 + usize::from(letter[1] != 0);
                    place.end = at + read;
                }
            }
            at += read;
        };
        let next = match length {
            0 if at == start => at + separator,
            0 => at,
            _ => place.end,
        };
        Some(Self { bytes, length, place, next })
    }

    /// Returns the token of the word.
    #[inline]
    pub(super) fn token(&self, kind: TokenKind) -> Token {
        let short = self.bytes.first_chunk().filter(|short: &&[u8; 16]| self.length <= short.len());
        let Some(short) = short else { return Token::of(self.folded(), kind) };
        let number = u128::from_le_bytes(*short);
        Token::of_short([number as u64, (number >> 64) as u64], kind)
    }

    /// Returns the folded bytes; none for a separator.
    pub(super) fn folded(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Returns what the letter at a place of a text does, and how many bytes it has.
#[inline]
fn effect_at(table: &[u16; LETTERS], text: &[u8], at: usize) -> (u16, usize) {
    match text[at..] {
        [one @ 0xc2..0xe0, two, ..] => {
            (table[usize::from(one & 0x1f) << 6 | usize::from(two & 0x3f)], 2)
        }
        [one @ ..0x80, ..] => (table[usize::from(one)], 1),
        [] => (SEPARATOR, 0),
        _ => match mark(&text[at..]) {
            Some(Mark::Separator) => (SEPARATOR, MARK_BYTES),
            _ => (OTHER, 0),
        },
    }
}
